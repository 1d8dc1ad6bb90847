//! Sizes of a difference between two relative frequencies, beside the tests that only ask whether
//! there is one.

/// Hardie's log ratio: log₂ of the relative frequency in the target over that in the reference.
///
/// 0 is no difference; each whole number doubles or halves. A count of 0 is taken as 0.5, as Hardie
/// does, so that there is a ratio. None where a corpus is empty. Hardie (2014), "Log Ratio: an
/// informal introduction", ESRC Centre for Corpus Approaches to Social Science, Lancaster.
///
/// ```
/// assert_eq!(plenary::statistics::log_ratio(8, 1000, 1, 1000), Some(3.0));
/// ```
pub fn log_ratio(n_target: u64, target_size: u64, n_reference: u64, reference_size: u64) -> Option<f64> {
    let counted = |n: u64| if n == 0 { 0.5 } else { n as f64 };
    let target = counted(n_target) / target_size as f64;
    let reference = counted(n_reference) / reference_size as f64;
    (target_size > 0 && reference_size > 0).then(|| (target / reference).log2())
}

/// %DIFF: by how many per cent the relative frequency in the target is above that in the reference.
///
/// 100 is twice as frequent, −100 absent. None where the reference has none, for which the authors
/// divide by a number near 0 and a reader learns nothing. Gabrielatos and Marchi (2012), "Keyness:
/// appropriate metrics and practical issues", CADS International Conference, Bologna.
///
/// ```
/// assert_eq!(plenary::statistics::percent_difference(8, 1000, 4, 1000), Some(100.0));
/// ```
pub fn percent_difference(
    n_target: u64,
    target_size: u64,
    n_reference: u64,
    reference_size: u64,
) -> Option<f64> {
    let target = n_target as f64 / target_size as f64;
    let reference = n_reference as f64 / reference_size as f64;
    (target_size > 0 && n_reference > 0).then(|| (target - reference) / reference * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hardie's example: 0.0006 in one corpus and 0.0002 in the other is a ratio of 3, and so a %DIFF of 200.
    #[test]
    fn published_ratio() {
        let ratio = log_ratio(6, 10_000, 4, 20_000).unwrap();
        assert!((ratio - 3f64.log2()).abs() < 1e-12, "{ratio}");
        let percent = percent_difference(6, 10_000, 4, 20_000).unwrap();
        assert!((percent - 200.0).abs() < 1e-9, "{percent}");
    }

    #[test]
    fn zeros() {
        assert_eq!(log_ratio(4, 100, 0, 100), Some(3.0));
        assert_eq!(log_ratio(0, 100, 4, 100), Some(-3.0));
        assert_eq!(log_ratio(1, 100, 0, 0), None);
        assert_eq!(percent_difference(0, 100, 4, 100), Some(-100.0));
        assert_eq!(percent_difference(4, 100, 0, 100), None);
    }
}
