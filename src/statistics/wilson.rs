//! Wilson's interval of a share.

/// The 95 % interval of a share that was seen in `n` cases: Wilson (1927), Journal of the American
/// Statistical Association 22: 209–212. `n` may be an effective number; none where it is 0.
///
/// ```
/// let (low, high) = plenary::statistics::wilson(85.0 / 127.0, 127.0).unwrap();
/// assert_eq!(((low * 1000.0).round(), (high * 1000.0).round()), (584.0, 745.0));
/// ```
pub fn wilson(share: f64, n: f64) -> Option<(f64, f64)> {
    /// The 97.5 % quantile of the normal distribution.
    const Z: f64 = 1.959_963_984_540_054;
    wilson_at(share, n, Z)
}

/// The same at any quantile of the normal distribution.
pub(super) fn wilson_at(share: f64, n: f64, z: f64) -> Option<(f64, f64)> {
    if n <= 0.0 {
        return None;
    }
    let (square, divisor) = (z * z / n, 1.0 + z * z / n);
    let centre = (share + square / 2.0) / divisor;
    let reach = z / divisor * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt();
    Some(((centre - reach).max(0.0), (centre + reach).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_and_all_have_an_interval_too() {
        // Newcombe 1998, Statistics in Medicine 17: 857-872, table I: 0 of 20, 1 of 29, 81 of 263, 15 of 148.
        for (k, n, low, high) in [
            (0.0, 20.0, 0.0, 0.1611),
            (1.0, 29.0, 0.0061, 0.1718),
            (81.0, 263.0, 0.2553, 0.3662),
            (15.0, 148.0, 0.0624, 0.1605),
        ] {
            let (found_low, found_high) = wilson(k / n, n).unwrap();
            assert!((found_low - low).abs() < 5e-5 && (found_high - high).abs() < 5e-5, "{k} of {n}");
        }
        assert_eq!(wilson(0.5, 0.0), None);
    }
}
