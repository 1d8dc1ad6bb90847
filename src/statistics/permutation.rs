//! The permutation test of classes against groups, for units one by one or for whole blocs of them.
//!
//! No distribution is assumed, so small cells do no harm. The draws are those of [`super::Bootstrap`]'s generator.

use super::bootstrap::below;
use rand_xoshiro::Xoshiro256StarStar;
use rand_xoshiro::rand_core::SeedableRng;
use std::collections::BTreeMap;

/// Statistics that differ by less than this share count as equal: sums may differ in their last digits.
const TIE: f64 = 1e-9;

/// The p of the hypothesis that classes do not depend on groups, from `draws` seeded permutations of Pearson's chi-squared.
///
/// Each unit has a class, a group and perhaps a bloc, numbered from 0 without large gaps. p is
/// (1 + n)/(1 + draws), n the draws with a chi-squared at least as large as the observed one: Phipson and
/// Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9: 39.
///
/// Members of a bloc speak on common instructions and are not independent. With `blocs` the groups of
/// a whole bloc change places with those of another bloc of the same size, member for member; units that are
/// alone in their bloc change places among themselves. That is exact whatever the members share, and a bloc
/// without another of its size stays where it is, so that it counts neither way. Winkler, Webster,
/// Vidaurre, Nichols and Smith (2015), NeuroImage 123: 253–268 (exchange of whole blocks).
///
/// None where the lists are not of one length, there are fewer than two classes or groups, no draw is asked for,
/// or no two blocs are of one size.
///
/// ```
/// use plenary::statistics::permutation_p;
/// let (classes, groups) = ([0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1, 1, 1]);
/// // Of the 70 ways to divide eight units, two are as extreme.
/// let alone = permutation_p(&classes, &groups, None, 9_999, 1).unwrap();
/// assert!((alone - 2.0 / 70.0).abs() < 0.005);
/// // Of the ways in which two blocs can stand, all are.
/// assert_eq!(permutation_p(&classes, &groups, Some(&groups), 9_999, 1), Some(1.0));
/// ```
pub fn permutation_p(
    classes: &[usize],
    groups: &[usize],
    blocs: Option<&[usize]>,
    draws: usize,
    seed: u64,
) -> Option<f64> {
    let is_of_one_length = |other: &[usize]| other.len() == classes.len();
    if !is_of_one_length(groups) || !blocs.is_none_or(is_of_one_length) || draws == 0 {
        return None;
    }
    let mut chi_squared = ChiSquared::of(classes, groups)?;
    let exchange = Exchange::of(blocs, classes.len())?;
    Some(exchange.p(groups, draws, seed, |groups| chi_squared.of_groups(groups)))
}

/// Pearson's chi-squared of classes that stay and groups that change places, up to constants.
struct ChiSquared<'a> {
    classes: &'a [usize],
    n_groups: usize,
    /// 1/(row × column) for each cell, a row a class.
    weights: Vec<f64>,
    counts: Vec<u32>,
}

impl<'a> ChiSquared<'a> {
    /// None where there are fewer than two classes or groups.
    fn of(classes: &'a [usize], groups: &[usize]) -> Option<Self> {
        let (rows, columns) = (totals(classes), totals(groups));
        let n_of = |totals: &[f64]| totals.iter().filter(|n| **n > 0.0).count();
        if n_of(&rows) < 2 || n_of(&columns) < 2 {
            return None;
        }
        let cells = rows.iter().flat_map(|row| columns.iter().map(move |column| row * column));
        let weights: Vec<f64> = cells.map(|cell| if cell > 0.0 { 1.0 / cell } else { 0.0 }).collect();
        let counts = vec![0; weights.len()];
        Some(ChiSquared { classes, n_groups: columns.len(), weights, counts })
    }

    /// Σ O²/(row × column), which is chi-squared/N + 1 as long as the margins stay.
    fn of_groups(&mut self, groups: &[usize]) -> f64 {
        self.counts.fill(0);
        for (class, group) in self.classes.iter().zip(groups) {
            self.counts[class * self.n_groups + group] += 1;
        }
        let squared = |n: &u32| f64::from(*n) * f64::from(*n);
        self.counts.iter().zip(&self.weights).map(|(n, weight)| squared(n) * weight).sum()
    }
}

fn totals(numbers: &[usize]) -> Vec<f64> {
    let mut totals = vec![0.0; numbers.iter().max().map_or(0, |most| most + 1)];
    numbers.iter().for_each(|number| totals[*number] += 1.0);
    totals
}

/// Which blocs can change places: for each size that more than one has, the units of each.
struct Exchange(Vec<Vec<Vec<usize>>>);

impl Exchange {
    /// None where nothing can change places.
    fn of(blocs: Option<&[usize]>, n_units: usize) -> Option<Self> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for unit in 0..n_units {
            members.entry(blocs.map_or(unit, |blocs| blocs[unit])).or_default().push(unit);
        }
        let mut of_size: BTreeMap<usize, Vec<Vec<usize>>> = BTreeMap::new();
        members.into_values().for_each(|units| of_size.entry(units.len()).or_default().push(units));
        let exchanged: Vec<_> = of_size.into_values().filter(|blocs| blocs.len() > 1).collect();
        (!exchanged.is_empty()).then_some(Exchange(exchanged))
    }

    fn p(
        &self,
        groups: &[usize],
        draws: usize,
        seed: u64,
        mut statistic: impl FnMut(&[usize]) -> f64,
    ) -> f64 {
        let mut generator = Xoshiro256StarStar::seed_from_u64(seed);
        let bound = statistic(groups) * (1.0 - TIE);
        let mut permuted = groups.to_vec();
        let mut orders: Vec<Vec<usize>> = self.0.iter().map(|blocs| (0..blocs.len()).collect()).collect();
        let mut as_extreme = 0;
        for _ in 0..draws {
            for (blocs, order) in self.0.iter().zip(&mut orders) {
                shuffle(order, &mut generator);
                for (to, from) in blocs.iter().zip(order) {
                    to.iter().zip(&blocs[*from]).for_each(|(to, from)| permuted[*to] = groups[*from]);
                }
            }
            as_extreme += usize::from(statistic(&permuted) >= bound);
        }
        (1 + as_extreme) as f64 / (1 + draws) as f64
    }
}

/// Puts a list in an order of which each is as probable: Durstenfeld (1964), Communications of the ACM 7: 420.
fn shuffle(list: &mut [usize], generator: &mut Xoshiro256StarStar) {
    for last in (1..list.len()).rev() {
        list.swap(last, below(last + 1, generator));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::published::Draws;

    /// Income and satisfaction of 96 employees (Agresti 2002, Categorical Data Analysis, 2nd edition, p. 57).
    fn job_satisfaction() -> (Vec<usize>, Vec<usize>) {
        let counts = [[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]];
        let cells = (0..4).flat_map(|row| (0..4).map(move |column| (row, column)));
        cells.flat_map(|(row, column)| vec![(row, column); counts[row][column]]).unzip()
    }

    /// R's `fisher.test` gives .7827 with the probability of the table as the statistic; its `chisq.test` with
    /// two million simulated tables .7702. The standard error of 20,000 draws is .003.
    #[test]
    fn published_table() {
        let (income, satisfaction) = job_satisfaction();
        let p = permutation_p(&income, &satisfaction, None, 20_000, 3).unwrap();
        assert!((p - 0.7702).abs() < 0.01, "{p}");
        let rareness = |groups: &[usize]| {
            let mut counts = [0; 16];
            income.iter().zip(groups).for_each(|(row, column)| counts[row * 4 + column] += 1);
            counts.iter().map(|n| (1..=*n).map(|k| f64::from(k).ln()).sum::<f64>()).sum::<f64>()
        };
        let p = Exchange::of(None, 96).unwrap().p(&satisfaction, 20_000, 3, rareness);
        assert!((p - 0.7827).abs() < 0.01, "{p}");
        assert_ne!(
            permutation_p(&income, &satisfaction, None, 999, 1),
            permutation_p(&income, &satisfaction, None, 999, 2)
        );
    }

    #[test]
    fn what_cannot_be_tested() {
        for (classes, groups, blocs, draws) in [
            (&[0, 1, 1][..], &[0, 1][..], None, 99),
            (&[0, 0, 0], &[0, 1, 1], None, 99),
            (&[0, 1, 1], &[2, 2, 2], None, 99),
            (&[0, 1, 1], &[0, 1, 1], None, 0),
            (&[0, 1, 1], &[0, 1, 1], Some(&[5, 7, 7][..]), 99),
            (&[], &[], None, 99),
        ] {
            assert_eq!(permutation_p(classes, groups, blocs, draws, 1), None, "{classes:?} {groups:?}");
        }
    }

    /// A bloc that no other equals in size stays: what it alone decides is as extreme in every draw.
    #[test]
    fn a_bloc_without_an_equal_adds_no_evidence() {
        let (mut classes, mut groups, mut blocs) = (vec![1; 54], vec![1; 54], vec![0; 54]);
        for unit in 0..40 {
            classes.push(unit / 2 % 2);
            groups.push(unit % 2);
            blocs.push(unit + 1);
        }
        assert!(permutation_p(&classes, &groups, None, 999, 5).unwrap() < 0.01);
        assert!(permutation_p(&classes, &groups, Some(&blocs), 999, 5).unwrap() > 0.3);
    }

    /// No difference, without and with blocs that decide everything: how often each test rejects at .05.
    #[test]
    fn it_holds_its_level_in_simulation() {
        const RUNS: usize = 1_000;
        let mut draws = Draws::new(29);
        let blocs: Vec<usize> = (0..60).map(|unit| if unit < 40 { unit / 4 } else { unit }).collect();
        let mut rejected = [0; 3];
        for run in 0..RUNS {
            let (classes, groups): (Vec<usize>, Vec<usize>) =
                (0..60).map(|_| (draws.count(2, 0.5), draws.count(1, 0.4))).unzip();
            let of_bloc = |of: &[usize]| blocs.iter().map(|bloc| of[*bloc]).collect::<Vec<usize>>();
            let (common_classes, common_groups) = (of_bloc(&classes), of_bloc(&groups));
            let tests = [
                permutation_p(&classes, &groups, None, 99, run as u64),
                permutation_p(&common_classes, &common_groups, None, 99, run as u64),
                permutation_p(&common_classes, &common_groups, Some(&blocs), 99, run as u64),
            ];
            for (n, p) in rejected.iter_mut().zip(tests) {
                *n += usize::from(p.is_some_and(|p| p <= 0.05));
            }
        }
        let [alone, naive, whole] = rejected.map(|n| n as f64 / RUNS as f64);
        assert!(alone <= 0.06 && whole <= 0.06 && naive > 0.2, "{alone} {naive} {whole}");
    }
}
