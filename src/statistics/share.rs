//! Shares: a count over its denominator, and how evenly shares are spread.
//!
//! Where all states that spoke are read a share has no sampling error: `ci_kind` is `none` until a
//! hand-coded sample or a declared sample says otherwise.

/// A count over a denominator; none where the denominator is 0.
///
/// ```
/// assert_eq!(plenary::statistics::share(85, 127).map(|s| (s * 1000.0).round()), Some(669.0));
/// assert_eq!(plenary::statistics::share(0, 0), None);
/// ```
pub fn share(count: usize, denominator: usize) -> Option<f64> {
    (denominator > 0).then(|| count as f64 / denominator as f64)
}

/// The share of the smaller of two camps, 0 to .5; none where both are empty.
///
/// A question that divides has a large one: .5 where both sides are as many.
///
/// ```
/// assert_eq!(plenary::statistics::minority_share(30, 10), Some(0.25));
/// assert_eq!(plenary::statistics::minority_share(0, 0), None);
/// ```
pub fn minority_share(n_one: usize, n_other: usize) -> Option<f64> {
    share(n_one.min(n_other), n_one + n_other)
}

/// The entropy of counts as a share of the greatest: 0 where all are of one class, 1 where all classes are as frequent.
///
/// −Σ p ln p / ln k over all k classes, the empty ones among them. Shannon (1948), Bell System Technical Journal
/// 27: 379–423. None with fewer than two classes or without cases.
///
/// ```
/// assert_eq!(plenary::statistics::entropy(&[5, 5]), Some(1.0));
/// assert_eq!(plenary::statistics::entropy(&[5, 5, 0, 0]), Some(0.5));
/// ```
pub fn entropy(counts: &[usize]) -> Option<f64> {
    let all: usize = counts.iter().sum();
    let term = |n: &usize| {
        let p = share(*n, all)?;
        (p > 0.0).then(|| -p * p.ln())
    };
    let sum: f64 = counts.iter().filter_map(term).sum();
    (counts.len() > 1 && all > 0).then(|| sum / (counts.len() as f64).ln())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camps_and_classes() {
        assert_eq!([minority_share(0, 9), minority_share(4, 4)], [Some(0.0), Some(0.5)]);
        // Shannon's example: probabilities 1/2, 1/4, 1/8, 1/8 have 7/4 bits, of the 2 that are possible.
        assert!((entropy(&[8, 4, 2, 2]).unwrap() - 0.875).abs() < 1e-12);
        assert_eq!(entropy(&[7, 0]), Some(0.0));
        assert_eq!([entropy(&[]), entropy(&[7]), entropy(&[0, 0])], [None; 3]);
    }
}
