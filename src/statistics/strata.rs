//! The difference of two shares within strata, such as thirds of length: long statements mention more of everything.

use super::interval::{Counted, Interval, normal_quantile, two_shares};

/// The difference of two shares, first minus second, adjusted for strata, with its 95 % interval.
///
/// A stratum has a count and its denominator of each group. Σ w_k d_k/Σ w_k with the weights
/// w = nm/(n + m) of Mantel and Haenszel: Greenland and Robins (1985), Biometrics 41: 55–68. Variance
/// (d Σ P + Σ Q)/(Σ w)², which holds for few large strata and for many small ones: Sato (1989),
/// Biometrics 45: 1323–1324. A stratum that lacks one group tells nothing of the difference and is left out;
/// none where no other is there. Where all counts are 0 or complete the interval has no width: read it
/// beside [`super::risk_difference`].
///
/// ```
/// use plenary::statistics::adjusted_difference;
/// // Within each stratum both groups have the same share; together they seem far apart.
/// let strata = [((9, 10), (36, 40)), ((4, 40), (1, 10))];
/// assert!(adjusted_difference(&strata).unwrap().estimate.abs() < 1e-12);
/// ```
pub fn adjusted_difference(strata: &[(Counted, Counted)]) -> Option<Interval> {
    let mut sums = Sums::default();
    for (a, b) in strata.iter().filter(|(a, b)| two_shares(*a, *b).is_some()) {
        sums.add([a.0, a.1, b.0, b.1].map(|n| n as f64));
    }
    if sums.weights == 0.0 {
        return None;
    }
    let estimate = sums.differences / sums.weights;
    let variance = (estimate * sums.p + sums.q).max(0.0) / sums.weights.powi(2);
    Some(Interval::around(estimate, normal_quantile(0.95)? * variance.sqrt(), (-1.0, 1.0)))
}

/// The sums over strata.
#[derive(Default)]
struct Sums {
    weights: f64,
    differences: f64,
    p: f64,
    q: f64,
}

impl Sums {
    /// Adds a stratum with a of n in the first group, b of m in the second.
    fn add(&mut self, [a, n, b, m]: [f64; 4]) {
        let all = n + m;
        self.weights += n * m / all;
        self.differences += (a * m - b * n) / all;
        self.p += (n * n * b - m * m * a + n * m * (m - n) / 2.0) / (all * all);
        self.q += (a * (m - b) + b * (n - a)) / (2.0 * all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::published::Draws;

    /// Deaths on tolbutamide and on placebo, below and from 55 years: Rothman, Greenland and Lash (2008), Modern
    /// Epidemiology, 3rd edition, table 15-1. R's metafor prints .035 with a standard error of .032.
    #[test]
    fn published_strata() {
        let found = adjusted_difference(&[((8, 106), (5, 120)), ((22, 98), (16, 85))]).unwrap();
        assert!((found.estimate - 0.034_900_27).abs() < 5e-9, "{found:?}");
        assert!((found.low + 0.027_627_85).abs() < 5e-8, "{found:?}");
        assert!((found.high - 0.097_428_39).abs() < 5e-8, "{found:?}");
    }

    #[test]
    fn a_stratum_without_one_group_is_left_out() {
        let one = adjusted_difference(&[((8, 106), (5, 120))]);
        assert_eq!(one, adjusted_difference(&[((8, 106), (5, 120)), ((3, 9), (0, 0)), ((0, 0), (0, 0))]));
        assert_eq!([adjusted_difference(&[]), adjusted_difference(&[((0, 0), (1, 2))])], [None; 2]);
        let complete = adjusted_difference(&[((9, 9), (0, 12)), ((4, 4), (0, 3))]).unwrap();
        assert!((complete.estimate - 1.0).abs() < 1e-12 && complete.high <= 1.0, "{complete:?}");
    }

    /// Three strata of unlike shares and sizes, and a true difference of .1 in each.
    #[test]
    fn the_interval_covers_in_simulation() {
        const RUNS: usize = 2_000;
        let mut draws = Draws::new(37);
        let strata = [(20, 22, 0.2), (14, 28, 0.5), (8, 35, 0.7)];
        let mut covered = 0;
        for _ in 0..RUNS {
            let drawn =
                strata.map(|(n, m, share)| ((draws.count(n, share + 0.1), n), (draws.count(m, share), m)));
            let found = adjusted_difference(&drawn).unwrap();
            covered += usize::from(found.low <= 0.1 && 0.1 <= found.high);
        }
        let share = covered as f64 / RUNS as f64;
        assert!((0.93..=0.97).contains(&share), "{share}");
    }
}
