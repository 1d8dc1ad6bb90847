//! Shares: a count over its denominator.
//!
//! All states that spoke are read, so a share has no sampling error: `ci_kind` is `none` until a
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
