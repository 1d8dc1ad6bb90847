//! Shares of a random sample: what the units that were not drawn leave open.

use super::interval::{Counted, Interval};
use super::wilson::wilson;

/// The 95 % interval of the share of all units, from a simple random sample that is this part of them (above 0, at most 1).
///
/// Wilson's interval at the effective number n (N − 1) / (N − n) of a sample of n of N without replacement (Kish 1965,
/// Survey Sampling, section 2.2), cut to what the drawn units leave possible. Of all units the interval is the share.
/// None without units, with more of a kind than units, or for another part.
///
/// ```
/// // 85 of 127 for it; once these are all that spoke, once a third of them.
/// let [all, third] = [1.0, 1.0 / 3.0].map(|part| plenary::statistics::sampled_share((85, 127), part).unwrap());
/// assert_eq!((all.low, all.high), (all.estimate, all.estimate));
/// assert_eq!(format!("{:.3} to {:.3}", third.low, third.high), "0.600 to 0.732");
/// ```
pub fn sampled_share((count, n): Counted, part: f64) -> Option<Interval> {
    if n == 0 || count > n || !(part > 0.0 && part <= 1.0) {
        return None;
    }
    let (drawn, all) = (n as f64, n as f64 / part);
    let estimate = count as f64 / drawn;
    let effective = drawn * (all - 1.0) / (all - drawn);
    if !effective.is_finite() || effective <= 0.0 {
        return Some(Interval { estimate, low: estimate, high: estimate });
    }
    let (low, high) = wilson(estimate, effective)?;
    let (least, most) = (count as f64 / all, 1.0 - (n - count) as f64 / all);
    Some(Interval { estimate, low: low.max(least), high: high.min(most) })
}

/// The interval of an estimate with a second, independent error: the squares of what each reaches to a side add up.
///
/// Zou and Donner (2008), Statistics in Medicine 27: 1693–1702. The second interval counts by its reach alone; bounds
/// stay shares.
pub fn with_second_error(first: Interval, second: Interval) -> Interval {
    let reach = |first: f64, second: f64| first.hypot(second);
    let down = reach(first.estimate - first.low, second.estimate - second.low);
    let up = reach(first.high - first.estimate, second.high - second.estimate);
    Interval::span(first.estimate, [down, up], (0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_xoshiro::Xoshiro256StarStar;
    use rand_xoshiro::rand_core::{RngCore, SeedableRng};

    #[test]
    fn what_is_no_sample_has_no_interval() {
        for (counted, part) in
            [((0, 0), 0.5), ((3, 2), 0.5), ((1, 2), 0.0), ((1, 2), 1.5), ((1, 2), f64::NAN)]
        {
            assert_eq!(sampled_share(counted, part), None);
        }
        // Of two of four with none: two more may have it.
        let none = sampled_share((0, 2), 0.5).unwrap();
        assert!(none.low == 0.0 && none.high <= 0.5);
    }

    #[test]
    fn errors_add_as_squares() {
        let first = Interval { estimate: 0.5, low: 0.47, high: 0.53 };
        let second = Interval { estimate: 0.4, low: 0.36, high: 0.44 };
        let both = with_second_error(first, second);
        assert!((both.low - 0.45).abs() < 1e-12 && (both.high - 0.55).abs() < 1e-12);
        assert_eq!(with_second_error(first, Interval { low: 0.4, high: 0.4, ..second }), first);
    }

    /// 190 statements, from a rare class to half of them; samples of 30 and 95.
    #[test]
    fn intervals_cover_the_share_of_all_in_simulation() {
        const RUNS: usize = 4_000;
        let mut generator = Xoshiro256StarStar::seed_from_u64(8);
        for (n_with, n) in [(10, 30), (10, 95), (60, 30), (60, 95), (95, 30), (95, 95)] {
            let truth = n_with as f64 / 190.0;
            let mut covered = 0;
            for _ in 0..RUNS {
                let (mut with, mut left, mut rest) = (0, n_with, 190);
                for _ in 0..n {
                    let hit = generator.next_u64() % rest < left;
                    (with, left, rest) = (with + usize::from(hit), left - u64::from(hit), rest - 1);
                }
                let found = sampled_share((with, n), n as f64 / 190.0).unwrap();
                covered += usize::from(found.low <= truth + 1e-12 && truth <= found.high + 1e-12);
            }
            let share = covered as f64 / RUNS as f64;
            assert!((0.92..=0.99).contains(&share), "{n_with} of 190, {n} drawn: {share}");
        }
    }
}
