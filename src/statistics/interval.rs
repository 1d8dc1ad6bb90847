//! An estimate with its interval, and the quantiles of the normal distribution that intervals are made of.

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::erf::erfc;

/// A count and its denominator.
pub type Counted = (usize, usize);

/// An estimate and the bounds of its interval; the function that gives it names the level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The estimate, never outside its bounds.
    pub estimate: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

impl Interval {
    /// An estimate with as much to each side, cut to what is possible.
    pub(super) fn around(estimate: f64, reach: f64, possible: (f64, f64)) -> Self {
        Interval::span(estimate, [reach; 2], possible)
    }

    /// An estimate with what it reaches down and up, cut to what is possible.
    pub(super) fn span(estimate: f64, [down, up]: [f64; 2], (least, most): (f64, f64)) -> Self {
        Interval { estimate, low: (estimate - down).max(least), high: (estimate + up).min(most) }
    }
}

/// How many standard errors an interval of a level reaches to each side: 1.96 for .95. None unless 0 < level < 1.
pub(super) fn normal_quantile(level: f64) -> Option<f64> {
    let quantile = || Some(Normal::new(0.0, 1.0).ok()?.inverse_cdf((1.0 + level) / 2.0));
    if level > 0.0 && level < 1.0 { quantile() } else { None }
}

/// The probability of a value up to `z` in the normal distribution.
pub(super) fn normal_probability(z: f64) -> f64 {
    erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

/// The shares of two counts over their denominators; none where one has no cases, or more of a kind than cases.
pub(super) fn two_shares(a: Counted, b: Counted) -> Option<(f64, f64)> {
    let of = |(n, all): Counted| if n <= all { super::share(n, all) } else { None };
    of(a).zip(of(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_the_usual_levels() {
        for (level, z) in [(0.90, 1.644_853_626_951), (0.95, 1.959_963_984_540), (0.99, 2.575_829_303_549)] {
            assert!((normal_quantile(level).unwrap() - z).abs() < 1e-9, "{level}");
            assert!((normal_probability(z) - (1.0 + level) / 2.0).abs() < 1e-9, "{level}");
        }
        assert_eq!([0.0, 1.0, f64::NAN].map(normal_quantile), [None; 3]);
    }

    #[test]
    fn bounds_stay_within_what_is_possible() {
        let cut = Interval::around(0.9, 0.3, (-1.0, 1.0));
        assert_eq!((cut.estimate, cut.high), (0.9, 1.0));
        assert_eq!(two_shares((3, 4), (1, 4)), Some((0.75, 0.25)));
        assert_eq!([two_shares((0, 0), (1, 4)), two_shares((1, 4), (5, 4))], [None; 2]);
    }
}
