//! The bootstrap: how far a statistic moves when the units are drawn anew from those at hand.
//!
//! Owns drawing and what is read off the draws. The generator is xoshiro256** (Blackman and Vigna
//! 2021, ACM Transactions on Mathematical Software 47: 36), seeded by SplitMix64, so that a seed
//! gives the same draws on every machine.

use rand_xoshiro::Xoshiro256StarStar;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// The values that a statistic takes in draws of units with replacement.
///
/// Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
#[derive(Clone, Debug, PartialEq)]
pub struct Bootstrap {
    /// How many draws were made.
    pub n_draws: usize,
    /// The values in rising order, without the draws in which the statistic is undefined.
    values: Vec<f64>,
}

impl Bootstrap {
    /// Draws `n_units` of the units 0 to `n_units` − 1 with replacement, `n_draws` times.
    ///
    /// `statistic` is given the units of a draw and returns nothing where it is undefined for them.
    /// Without units there is no draw.
    ///
    /// ```
    /// use plenary::statistics::Bootstrap;
    /// let heights = [1.5, 1.6, 1.8, 1.9];
    /// let mean = |drawn: &[usize]| Some(drawn.iter().map(|i| heights[*i]).sum::<f64>() / 4.0);
    /// let (low, high) = Bootstrap::of(4, 2_000, 1, mean).interval(0.95).unwrap();
    /// assert!(1.5 < low && low < 1.7 && 1.7 < high && high < 1.9);
    /// ```
    pub fn of(
        n_units: usize,
        n_draws: usize,
        seed: u64,
        mut statistic: impl FnMut(&[usize]) -> Option<f64>,
    ) -> Self {
        let mut generator = Xoshiro256StarStar::seed_from_u64(seed);
        let mut drawn = vec![0; n_units];
        let mut draw = || {
            drawn.iter_mut().for_each(|unit| *unit = below(n_units, &mut generator));
            statistic(&drawn)
        };
        let n_draws = if n_units == 0 { 0 } else { n_draws };
        let mut values: Vec<f64> = (0..n_draws).filter_map(|_| draw()).collect();
        values.sort_by(f64::total_cmp);
        Bootstrap { n_draws, values }
    }

    /// How many draws left the statistic defined.
    pub fn n_defined(&self) -> usize {
        self.values.len()
    }

    /// The percentile interval of a level such as 0.95: the k-th value from below and from above, with
    /// k = (n + 1)(1 − level)/2 rounded down and at least 1. None without a defined draw.
    pub fn interval(&self, level: f64) -> Option<(f64, f64)> {
        let n = self.values.len();
        // The small addition keeps 2,001 × 0.025 and its like from falling below a whole number.
        let k = (((n + 1) as f64 * (1.0 - level) / 2.0 + 1e-9) as usize).max(1);
        Some((*self.values.get(k - 1)?, *self.values.get(n - k)?))
    }

    /// The share of defined draws with a value below a bound; none without a defined draw.
    pub fn share_below(&self, bound: f64) -> Option<f64> {
        super::share(self.values.partition_point(|value| *value < bound), self.values.len())
    }
}

/// A number from 0 to `n` − 1, each as probable: by multiplication, drawing again where a number would be favoured.
///
/// Lemire (2019), ACM Transactions on Modeling and Computer Simulation 29: 3.
pub(super) fn below(n: usize, generator: &mut impl RngCore) -> usize {
    let n = n as u64;
    let refused = n.wrapping_neg() % n;
    loop {
        let product = u128::from(generator.next_u64()) * u128::from(n);
        if product as u64 >= refused {
            return (product >> 64) as usize;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interval_and_shares_are_read_off_the_ordered_values() {
        let mut next = 0.0;
        let counted = Bootstrap::of(1, 2_000, 7, |_| {
            next += 1.0;
            (next <= 1_999.0).then_some(next)
        });
        assert_eq!((counted.n_draws, counted.n_defined()), (2_000, 1_999));
        assert_eq!(counted.interval(0.95), Some((50.0, 1_950.0)));
        assert_eq!(counted.share_below(1_000.0), Some(999.0 / 1_999.0));
        let none = Bootstrap::of(0, 2_000, 7, |_| Some(1.0));
        assert_eq!((none.n_draws, none.interval(0.95), none.share_below(1.0)), (0, None, None));
    }

    /// The standard error of a share of .3 among 400 is √(.3 × .7/400) = .0229.
    #[test]
    fn draws_are_uniform_and_repeat_for_a_seed() {
        let share = |drawn: &[usize]| Some(drawn.iter().filter(|i| **i < 120).count() as f64 / 400.0);
        let bootstrap = Bootstrap::of(400, 2_000, 3, share);
        let (low, high) = bootstrap.interval(0.95).unwrap();
        assert!((low - 0.2551).abs() < 0.006 && (high - 0.3449).abs() < 0.006, "{low} {high}");
        assert_eq!(bootstrap, Bootstrap::of(400, 2_000, 3, share));
        assert_ne!(bootstrap, Bootstrap::of(400, 2_000, 4, share));
    }
}
