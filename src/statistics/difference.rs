//! Two shares held against each other: their difference, and whether the data could show that there is none.
//!
//! A share is given as a count and its denominator. That a test does not reject is no evidence of
//! equality; the margin and the power say what the data could have shown.

use super::interval::{Counted, Interval, normal_probability, normal_quantile, two_shares};
use super::wilson::wilson_at;
use statrs::distribution::{Binomial, Discrete};

/// How sure two one-sided tests at .05 are together, as the level of an interval.
const EQUIVALENCE_LEVEL: f64 = 0.90;

/// Expected cases of a kind below which the normal approximation is not trusted.
const FEW_EXPECTED: f64 = 5.0;

/// Probabilities of an outcome that change no printed digit.
const NEGLIGIBLE: f64 = 1e-12;

/// The difference of two shares, a minus b, with the interval of a level such as .95.
///
/// Newcombe's hybrid score interval: from the bounds l and u of each share's Wilson interval,
/// d − √((p_a − l_a)² + (u_b − p_b)²) to d + √((u_a − p_a)² + (p_b − l_b)²). Newcombe (1998), Statistics
/// in Medicine 17: 873–890, method 10. None where a denominator is 0 or a count above it.
///
/// ```
/// let found = plenary::statistics::risk_difference((56, 70), (48, 80), 0.95).unwrap();
/// assert_eq!(format!("{:.4} {:.4} {:.4}", found.estimate, found.low, found.high), "0.2000 0.0524 0.3339");
/// ```
pub fn risk_difference(a: Counted, b: Counted, level: f64) -> Option<Interval> {
    let (share_a, share_b) = two_shares(a, b)?;
    let z = normal_quantile(level)?;
    let (low_a, high_a) = wilson_at(share_a, a.1 as f64, z)?;
    let (low_b, high_b) = wilson_at(share_b, b.1 as f64, z)?;
    let estimate = share_a - share_b;
    Some(Interval {
        estimate,
        low: estimate - (share_a - low_a).hypot(high_b - share_b),
        high: estimate + (high_a - share_a).hypot(share_b - low_b),
    })
}

/// The smallest margin at which two one-sided tests at .05 would show that two shares are equivalent.
///
/// The bound of the 90 % interval that is farther from 0: equivalence within a margin is shown where
/// the interval lies inside it. Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15:
/// 657–680, with the interval of [`risk_difference`]. None where that has no value.
///
/// ```
/// // Two thirds of 42 and of 85 states: only a difference of 15 in a hundred or more is excluded.
/// let margin = plenary::statistics::smallest_margin((28, 42), (57, 85)).unwrap();
/// assert!((margin - 0.15).abs() < 0.01);
/// ```
pub fn smallest_margin(a: Counted, b: Counted) -> Option<f64> {
    let found = risk_difference(a, b, EQUIVALENCE_LEVEL)?;
    Some(found.low.abs().max(found.high.abs()))
}

/// The power of two one-sided tests at .05 to show equivalence within a margin, where both groups truly have one share.
///
/// Where each group is expected to have five cases of each kind, 2Φ(margin/s − 1.645) − 1 and at least 0, with
/// s = √(p(1 − p)(1/n_a + 1/n_b)): Chow, Shao and Wang (2008), Sample Size Calculations in Clinical Research, 2nd edition,
/// section 4.2. Elsewhere the sum of the binomial probabilities of all outcomes whose [`smallest_margin`] is within the
/// margin, for there the approximation says 1 of what cannot be shown. 0 for a group without cases.
///
/// ```
/// use plenary::statistics::equivalence_power;
/// assert_eq!(format!("{:.2}", equivalence_power(42, 85, 0.67, 0.15)), "0.04");
/// // None of 22 and none of 10 leave room for a difference of 21 points.
/// assert_eq!(equivalence_power(22, 10, 0.0, 0.15), 0.0);
/// ```
pub fn equivalence_power(n_a: usize, n_b: usize, share: f64, margin: f64) -> f64 {
    if n_a == 0 || n_b == 0 {
        return 0.0;
    }
    let fewest = n_a.min(n_b) as f64 * share.min(1.0 - share);
    if fewest < FEW_EXPECTED {
        return exact_power(n_a, n_b, share, margin);
    }
    let error = standard_error(n_a, n_b, share);
    let z = normal_quantile(EQUIVALENCE_LEVEL).unwrap_or(f64::INFINITY);
    (2.0 * normal_probability(margin / error - z) - 1.0).max(0.0)
}

/// The probability of the outcomes that show equivalence.
fn exact_power(n_a: usize, n_b: usize, share: f64, margin: f64) -> f64 {
    let likely = |n: usize| -> Vec<(usize, f64)> {
        let Ok(binomial) = Binomial::new(share, n as u64) else { return Vec::new() };
        let outcomes = (0..=n).map(|count| (count, binomial.pmf(count as u64)));
        outcomes.filter(|(_, probability)| *probability > NEGLIGIBLE).collect()
    };
    let (of_a, of_b) = (likely(n_a), likely(n_b));
    let pairs = of_a.iter().flat_map(|a| of_b.iter().map(move |b| (a, b)));
    let shows = |a: usize, b: usize| smallest_margin((a, n_a), (b, n_b)).is_some_and(|found| found <= margin);
    // The sum of nothing is −0.
    pairs.filter(|(a, b)| shows(a.0, b.0)).map(|(a, b)| a.1 * b.1).sum::<f64>() + 0.0
}

/// The standard error of the difference of two shares that are truly one.
fn standard_error(n_a: usize, n_b: usize, share: f64) -> f64 {
    (share * (1.0 - share) * (1.0 / n_a as f64 + 1.0 / n_b as f64)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::published::Draws;

    /// Newcombe's table II, method 10.
    #[test]
    fn published_intervals() {
        for (a, b, low, high) in [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926),
            ((0, 10), (0, 20), -0.1611, 0.2775),
            ((10, 10), (0, 20), 0.6791, 1.0),
            ((10, 10), (0, 10), 0.6075, 1.0),
        ] {
            let found = risk_difference(a, b, 0.95).unwrap();
            assert!((found.low - low).abs() < 5.1e-5, "{a:?} {b:?}: {found:?}");
            assert!((found.high - high).abs() < 5.1e-5, "{a:?} {b:?}: {found:?}");
        }
    }

    #[test]
    fn groups_without_cases_have_no_difference() {
        assert_eq!(risk_difference((0, 0), (1, 2), 0.95), None);
        assert_eq!(risk_difference((3, 2), (1, 2), 0.95), None);
        assert_eq!(risk_difference((1, 2), (1, 2), 1.0), None);
        assert_eq!(smallest_margin((1, 2), (0, 0)), None);
        assert_eq!(equivalence_power(0, 85, 0.67, 0.15), 0.0);
    }

    /// 42 and 85 states, two thirds of each: the half-width of the 90 % interval is .146, and the power small.
    #[test]
    fn what_the_data_cannot_tell() {
        let half_width = normal_quantile(EQUIVALENCE_LEVEL).unwrap() * standard_error(42, 85, 0.67);
        assert!((half_width - 0.1459).abs() < 5e-5, "{half_width}");
        assert!((equivalence_power(42, 85, 0.67, 0.15) - 0.0371).abs() < 5e-5);
        assert!(equivalence_power(4_200, 8_500, 0.67, 0.15) > 0.999);
        // Summed over all outcomes with SciPy's binomial probabilities.
        for (share, power) in [(0.025, 0.3632), (0.05, 0.1285), (0.0, 1.0)] {
            assert!((equivalence_power(24, 16, share, 0.15) - power).abs() < 5e-5, "{share}");
        }
        let (less, more) = (smallest_margin((20, 42), (57, 85)), smallest_margin((57, 85), (20, 42)));
        assert!((less.unwrap() - more.unwrap()).abs() < 1e-12 && less.unwrap() > 0.3);
    }

    #[test]
    fn the_interval_covers_in_simulation() {
        const RUNS: usize = 2_000;
        let mut draws = Draws::new(17);
        for (n_a, n_b, share_a, share_b) in [(42, 85, 0.67, 0.67), (20, 30, 0.10, 0.40), (8, 40, 0.5, 0.2)] {
            let mut covered = 0;
            for _ in 0..RUNS {
                let (a, b) = (draws.count(n_a, share_a), draws.count(n_b, share_b));
                let found = risk_difference((a, n_a), (b, n_b), 0.95).unwrap();
                let truth = share_a - share_b;
                covered += usize::from(found.low <= truth && truth <= found.high);
            }
            let share = covered as f64 / RUNS as f64;
            assert!((0.93..=0.97).contains(&share), "{n_a} and {n_b}: {share}");
        }
    }
}
