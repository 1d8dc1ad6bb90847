//! Two groups on an ordered scale, such as none, brief, extended: the rank test and Cliff's delta.

use super::interval::normal_probability;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// The result of comparing two groups on an ordered scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankTest {
    /// Mann and Whitney's U of the first group: the pairs in which it is higher, a tie being half a pair.
    pub u: f64,
    /// Two-sided.
    pub p: f64,
    /// Cliff's delta: the share of pairs in which the first is higher, less that in which it is lower; −1 to 1.
    pub cliffs_delta: f64,
    /// The lower bound of the 95 % interval of Cliff's delta.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// Compares the values of two groups.
///
/// p from the normal approximation with corrections for ties and continuity, as R's
/// `wilcox.test(exact = FALSE)`: Mann and Whitney (1947), Annals of Mathematical Statistics 18: 50–60;
/// Lehmann (1975), Nonparametrics, section 1.4. Cliff's delta with the unbiased variance and the
/// asymmetric interval, by Student's t with n + m − 2 degrees: Cliff (1993), Psychological Bulletin 114:
/// 494–509; Feng and Cliff (2004), Journal of Modern Applied Statistical Methods 3: 322–332. None where a
/// group has fewer than two values, or all values are the same.
///
/// ```
/// let found = plenary::statistics::rank_test(&[2, 2, 1, 2], &[0, 0, 1, 0]).unwrap();
/// assert_eq!((found.u, found.cliffs_delta), (15.5, 0.9375));
/// ```
pub fn rank_test(a: &[u8], b: &[u8]) -> Option<RankTest> {
    let (of_a, of_b) = (Counts::of(a), Counts::of(b));
    let is_of_one_value = of_a.n.iter().zip(&of_b.n).filter(|(a, b)| *a + *b > 0.0).count() < 2;
    if a.len() < 2 || b.len() < 2 || is_of_one_value {
        return None;
    }
    let u = of_a.present().map(|(value, n)| n * (of_b.below[value] + of_b.n[value] / 2.0)).sum();
    let cliffs_delta = 2.0 * u / (of_a.all * of_b.all) - 1.0;
    let (low, high) = delta_interval(&of_a, &of_b, cliffs_delta)?;
    Some(RankTest { u, p: p_of_u(&of_a, &of_b, u), cliffs_delta, low, high })
}

/// How often each value is there, and how many are below it.
struct Counts {
    n: Vec<f64>,
    below: Vec<f64>,
    all: f64,
}

impl Counts {
    fn of(values: &[u8]) -> Self {
        let mut n = vec![0.0; usize::from(u8::MAX) + 1];
        values.iter().for_each(|value| n[usize::from(*value)] += 1.0);
        let running = |sum: &mut f64, n: &f64| {
            let below = *sum;
            *sum += n;
            Some(below)
        };
        let below = n.iter().scan(0.0, running).collect();
        Counts { n, below, all: values.len() as f64 }
    }

    fn present(&self) -> impl Iterator<Item = (usize, f64)> {
        self.n.iter().copied().enumerate().filter(|(_, n)| *n > 0.0)
    }

    /// The share of these that a value is above, less the share that it is below.
    fn dominance(&self, value: usize) -> f64 {
        (2.0 * self.below[value] + self.n[value] - self.all) / self.all
    }
}

fn p_of_u(a: &Counts, b: &Counts, u: f64) -> f64 {
    let (pairs, all) = (a.all * b.all, a.all + b.all);
    let cubed = |(a, b): (&f64, &f64)| (a + b).powi(3) - (a + b);
    let ties: f64 = a.n.iter().zip(&b.n).map(cubed).sum();
    let deviation = (pairs / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)))).sqrt();
    let distance = ((u - pairs / 2.0).abs() - 0.5).max(0.0);
    2.0 * normal_probability(-distance / deviation)
}

fn delta_interval(a: &Counts, b: &Counts, delta: f64) -> Option<(f64, f64)> {
    let t = StudentsT::new(0.0, 1.0, a.all + b.all - 2.0).ok()?.inverse_cdf(0.975);
    if delta.abs() == 1.0 {
        // The variance is 0 there; Feng and Cliff's bound for groups that do not overlap.
        let least = a.all.min(b.all);
        let bound = (least - t * t) / (least + t * t);
        return Some(if delta > 0.0 { (bound, 1.0) } else { (-1.0, -bound) });
    }
    let spread = t * t * variance(a, b, delta);
    let (middle, rest) = (delta - delta.powi(3), 1.0 - delta * delta);
    let reach = (spread * (rest * rest + spread)).sqrt();
    let bound = |at: f64| (at / (rest + spread)).clamp(-1.0, 1.0);
    Some((bound(middle - reach), bound(middle + reach)))
}

/// The unbiased variance of delta, and at least (1 − δ²)/(nm − 1), which Cliff gives as the smallest possible.
fn variance(a: &Counts, b: &Counts, delta: f64) -> f64 {
    let (n, m) = (a.all, b.all);
    let of_a: f64 = a.present().map(|(value, times)| times * (b.dominance(value) - delta).powi(2)).sum();
    let of_b: f64 = b.present().map(|(value, times)| times * (a.dominance(value) + delta).powi(2)).sum();
    let tied: f64 = a.n.iter().zip(&b.n).map(|(a, b)| a * b).sum();
    let of_pairs = n * m - tied - n * m * delta * delta;
    let unbiased = (m * m * of_a + n * n * of_b - of_pairs) / (n * m * (n - 1.0) * (m - 1.0));
    unbiased.max((1.0 - delta * delta) / (n * m - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::published::Draws;

    /// Ozone in New York in May and in August: the example on the page of R's `wilcox.test`, W = 127.5 and
    /// p = .0001208.
    #[test]
    fn published_rank_test() {
        let may = [
            41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115,
            37,
        ];
        let august = [
            39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118,
            84, 85,
        ];
        let found = rank_test(&may, &august).unwrap();
        assert_eq!(found.u, 127.5);
        assert!((found.p - 0.000_120_8).abs() < 5e-8, "{found:?}");
    }

    /// The example of R's effsize, as the package prints it.
    #[test]
    fn published_delta() {
        let treatment = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50];
        let control = [10, 20, 30, 40, 40, 50];
        let found = rank_test(&treatment, &control).unwrap();
        assert!((found.cliffs_delta + 0.25).abs() < 1e-12, "{found:?}");
        assert!((found.low + 0.726_584_6).abs() < 5e-7, "{found:?}");
        assert!((found.high - 0.389_006_2).abs() < 5e-7, "{found:?}");
        let turned = rank_test(&control, &treatment).unwrap();
        assert!((turned.low + found.high).abs() < 1e-12 && (turned.p - found.p).abs() < 1e-12);
    }

    #[test]
    fn groups_that_do_not_overlap_and_groups_that_cannot_be_compared() {
        let apart = rank_test(&[2; 20], &[0; 30]).unwrap();
        assert_eq!((apart.cliffs_delta, apart.high), (1.0, 1.0));
        assert!(apart.low > 0.6 && apart.low < 0.7 && apart.p < 1e-9, "{apart:?}");
        let turned = rank_test(&[0; 30], &[2; 20]).unwrap();
        assert_eq!((turned.low, turned.high, turned.u), (-1.0, -apart.low, 0.0));
        assert_eq!(
            [rank_test(&[1, 1], &[1, 1, 1]), rank_test(&[1], &[0, 2]), rank_test(&[], &[])],
            [None; 3]
        );
    }

    /// None, brief and extended in 42 and 85 states, equally probable in both groups.
    #[test]
    fn it_holds_its_level_in_simulation() {
        const RUNS: usize = 2_000;
        let mut draws = Draws::new(31);
        let (mut rejected, mut covered) = (0, 0);
        for _ in 0..RUNS {
            let [a, b] = [42, 85].map(|n| (0..n).map(|_| draws.count(2, 0.3) as u8).collect::<Vec<u8>>());
            let found = rank_test(&a, &b).unwrap();
            rejected += usize::from(found.p <= 0.05);
            covered += usize::from(found.low <= 0.0 && 0.0 <= found.high);
        }
        let [rejected, covered] = [rejected, covered].map(|n| n as f64 / RUNS as f64);
        assert!(
            (0.03..=0.06).contains(&rejected) && (0.93..=0.97).contains(&covered),
            "{rejected} {covered}"
        );
    }
}
