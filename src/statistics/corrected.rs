//! Shares corrected by a sample that people coded, with intervals for what coding alone leaves open.
//!
//! The machine coded all units, people a random sample of them. The machine's share plus the mean
//! difference in the sample is unbiased whatever the machine's errors: the difference estimator
//! (Cochran 1977, Sampling Techniques, 3rd edition, section 7.10; Särndal, Swensson and Wretman 1992,
//! Model Assisted Survey Sampling, section 6.3), here stratified and with finite-population
//! correction. For the share of a group it is the mean of the outcomes that design-based supervised
//! learning takes (Egami, Hinck, Stewart and Wei 2023, NeurIPS 36).

use super::interval::Interval;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Errors in each direction that are added to the sample when its spread is estimated.
///
/// A small sample often holds no error at all, and its spread would then be 0. With a quarter of an
/// error more each way, intervals of 95 % covered 94 to 97 % in simulations of 20 to 60 codes.
const ADDED_ERRORS: f64 = 0.25;

/// A stratum of the sample, as far as one share needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stratum {
    /// All units of the stratum.
    pub n_units: usize,
    /// For each sampled unit, people's code minus the machine's, each 1 for the class and 0 without;
    /// 0 for a unit outside the group.
    pub differences: Vec<f64>,
}

/// A corrected share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corrected {
    /// The estimate, cut to 0 to 1.
    pub share: f64,
    /// Its standard error.
    pub error: f64,
    /// The lower bound of the 95 % interval, at least 0.
    pub low: f64,
    /// The upper bound, at most 1.
    pub high: f64,
}

impl From<Corrected> for Interval {
    fn from(Corrected { share, low, high, .. }: Corrected) -> Self {
        Interval { estimate: share, low, high }
    }
}

/// The share of a class in a group of `n_group` units, to `n_machine` of which the machine gives it, from the
/// strata of all units.
///
/// None where the group is empty, or a stratum has units and none in the sample. Where people coded all
/// units, it is their share and its error is 0.
///
/// ```
/// use plenary::statistics::{Stratum, corrected_share};
/// // Of ten, the machine gives the class to seven; in a sample of five it was wrong once.
/// let stratum = Stratum { n_units: 10, differences: vec![0.0, 0.0, -1.0, 0.0, 0.0] };
/// let corrected = corrected_share(7, &[stratum], 10).unwrap();
/// assert!((corrected.share - 0.5).abs() < 1e-12 && corrected.low < 0.4 && corrected.high > 0.6);
/// ```
pub fn corrected_share(n_machine: usize, strata: &[Stratum], n_group: usize) -> Option<Corrected> {
    let strata: Vec<&Stratum> = strata.iter().filter(|stratum| stratum.n_units > 0).collect();
    let is_covered = strata.iter().all(|stratum| !stratum.differences.is_empty());
    if n_group == 0 || !is_covered {
        return None;
    }
    let n_sampled: usize = strata.iter().map(|stratum| stratum.differences.len()).sum();
    let pooled = pooled_variance(&strata, n_sampled);
    let (mut total, mut variance) = (n_machine as f64, 0.0);
    for stratum in &strata {
        let (all, n) = (stratum.n_units as f64, stratum.differences.len() as f64);
        total += all * stratum.differences.iter().sum::<f64>() / n;
        let spread = match stratum.differences.len() {
            1 => pooled,
            _ => stratum.variance(n / n_sampled as f64),
        };
        variance += all * all * (1.0 - n / all).max(0.0) * spread / n;
    }
    let (share, error) = (total / n_group as f64, variance.sqrt() / n_group as f64);
    let freedom = n_sampled.saturating_sub(strata.len()).max(1) as f64;
    let reach = if error > 0.0 { quantile(freedom) * error } else { 0.0 };
    Some(Corrected {
        share: share.clamp(0.0, 1.0),
        error,
        low: (share - reach).clamp(0.0, 1.0),
        high: (share + reach).clamp(0.0, 1.0),
    })
}

/// How many units to code so that the 95 % interval of a share reaches at most `half_width` to each side,
/// where the machine is wrong in a share of `error_rate`; `n_units` where no smaller number does.
///
/// Without strata; each error counts 1 in the variance. From the same variance as [`corrected_share`].
pub fn needed_codes(n_units: usize, error_rate: f64, half_width: f64) -> usize {
    let reach = |n: usize| {
        let (all, n) = (n_units as f64, n as f64);
        let variance = (1.0 - n / all) * error_rate / n;
        quantile((n - 1.0).max(1.0)) * variance.sqrt()
    };
    (2..n_units).find(|n| reach(*n) <= half_width).unwrap_or(n_units)
}

/// The share of units that truly have what is looked for, from the share in which it was found.
///
/// (found + specificity − 1) / (sensitivity + specificity − 1), cut to 0 to 1; none where finding is no
/// better than chance. Rogan and Gladen (1978), American Journal of Epidemiology 107: 71–76.
///
/// ```
/// use plenary::statistics::share_behind_findings;
/// assert!((share_behind_findings(0.40, 0.80, 1.0).unwrap() - 0.50).abs() < 1e-12);
/// assert_eq!(share_behind_findings(0.40, 0.50, 0.50), None);
/// ```
pub fn share_behind_findings(found: f64, sensitivity: f64, specificity: f64) -> Option<f64> {
    let gain = sensitivity + specificity - 1.0;
    (gain > 0.0).then(|| ((found + specificity - 1.0) / gain).clamp(0.0, 1.0))
}

impl Stratum {
    /// The variance of the differences, this part of the added errors among them.
    fn variance(&self, part: f64) -> f64 {
        let added = 2.0 * ADDED_ERRORS * part;
        let n = self.differences.len() as f64 + added;
        let mean = self.differences.iter().sum::<f64>() / n;
        let squares = self.differences.iter().map(|d| d * d).sum::<f64>() + added;
        (squares / n - mean * mean) * n / (n - 1.0)
    }
}

/// The variance inside strata over all of them.
fn pooled_variance(strata: &[&Stratum], n_sampled: usize) -> f64 {
    let squares: f64 = strata
        .iter()
        .map(|stratum| {
            let n = stratum.differences.len() as f64;
            let mean = stratum.differences.iter().sum::<f64>() / n;
            stratum.differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>()
        })
        .sum();
    let freedom = n_sampled.saturating_sub(strata.len()).max(1) as f64;
    (squares + 2.0 * ADDED_ERRORS) / freedom
}

/// The 97.5 % quantile of Student's t.
fn quantile(freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::INFINITY, |t| t.inverse_cdf(0.975))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_xoshiro::Xoshiro256StarStar;
    use rand_xoshiro::rand_core::{RngCore, SeedableRng};

    #[test]
    fn all_coded_is_exact_and_none_coded_is_refused() {
        let all = Stratum { n_units: 4, differences: vec![0.0, -1.0, 0.0, 1.0] };
        let exact = corrected_share(3, std::slice::from_ref(&all), 4).unwrap();
        assert_eq!((exact.share, exact.error, exact.low, exact.high), (0.75, 0.0, 0.75, 0.75));
        let none = Stratum { differences: Vec::new(), ..all.clone() };
        assert_eq!(corrected_share(3, &[all.clone(), none], 8), None);
        assert_eq!(corrected_share(3, &[all], 0), None);
    }

    #[test]
    fn a_group_is_the_mean_of_its_design_based_outcomes() {
        // Two strata with probabilities 1/2 and 1/4; of the group, three and two units.
        let strata = [
            Stratum { n_units: 4, differences: vec![-1.0, 0.0] },
            Stratum { n_units: 8, differences: vec![0.0, 1.0] },
        ];
        let by_outcome = (2.0 - 1.0 / 0.5 + 1.0 + 1.0 / 0.25) / 5.0;
        assert!((corrected_share(3, &strata, 5).unwrap().share - f64::min(by_outcome, 1.0)).abs() < 1e-12);
    }

    #[test]
    fn silence_behind_missed_mentions() {
        for (found, sensitivity, specificity, share) in
            [(0.3, 0.6, 0.9, Some(0.4)), (0.05, 0.6, 0.9, Some(0.0)), (0.3, 0.4, 0.6, None)]
        {
            let got = share_behind_findings(found, sensitivity, specificity);
            assert_eq!(got.map(|x| (x * 1e9).round() / 1e9), share);
        }
    }

    #[test]
    fn more_codes_for_a_narrower_interval() {
        let needed = [0.15, 0.10, 0.05, 0.02].map(|half| needed_codes(127, 0.15, half));
        assert!(needed.windows(2).all(|pair| pair[0] < pair[1]), "{needed:?}");
        assert_eq!(needed_codes(10, 0.5, 0.0001), 10);
    }

    /// 127 statements, 85 of them of the class, a machine with 15 % errors.
    #[test]
    fn the_estimate_is_unbiased_and_its_intervals_cover_in_simulation() {
        const RUNS: usize = 4_000;
        let mut generator = Xoshiro256StarStar::seed_from_u64(14);
        let mut uniform = move || (generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        for n in [20, 40, 60] {
            let (mut sum, mut covered) = (0.0, 0);
            for _ in 0..RUNS {
                let truth: Vec<f64> = (0..127).map(|i| f64::from(u8::from(i < 85))).collect();
                let machine: Vec<f64> =
                    truth.iter().map(|y| if uniform() < 0.15 { 1.0 - y } else { *y }).collect();
                let mut order: Vec<usize> = (0..127).collect();
                for i in 0..n {
                    order.swap(i, i + (uniform() * (127 - i) as f64) as usize);
                }
                let differences = order[..n].iter().map(|i| truth[*i] - machine[*i]).collect();
                let n_machine = machine.iter().sum::<f64>() as usize;
                let found =
                    corrected_share(n_machine, &[Stratum { n_units: 127, differences }], 127).unwrap();
                sum += found.share;
                covered += usize::from(found.low <= 85.0 / 127.0 && 85.0 / 127.0 <= found.high);
            }
            // The standard error of the mean of the runs is below .0013 at 20 codes.
            assert!((sum / RUNS as f64 - 85.0 / 127.0).abs() < 0.005, "{n}: {}", sum / RUNS as f64);
            let share = covered as f64 / RUNS as f64;
            assert!((0.92..=0.97).contains(&share), "{n}: {share}");
        }
    }
}
