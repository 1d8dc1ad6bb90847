//! Krippendorff's alpha with its bootstrap, for nominal codes and for sets of codes.
//!
//! Units with fewer than two codes are dropped; a missing code drops nothing else.

use super::agreement::{Codes, Undefined, n_codes};
use super::bootstrap::Bootstrap;
use std::collections::{BTreeMap, BTreeSet};

/// How much two categories differ.
#[derive(Clone, Debug, PartialEq)]
pub enum Distance {
    /// 1 where they are not the same.
    Nominal,
    /// A table of distances from 0 to 1, symmetrical and 0 in the diagonal; a row a category.
    Between(Vec<Vec<f64>>),
}

impl Distance {
    fn between(&self, a: usize, b: usize) -> f64 {
        match self {
            Distance::Nominal => f64::from(u8::from(a != b)),
            Distance::Between(table) => table[a][b],
        }
    }

    /// Σ n_c n_k δ(c, k) over all pairs of categories, from how often each is given.
    fn spread(&self, totals: &[f64]) -> f64 {
        match self {
            Distance::Nominal => {
                totals.iter().sum::<f64>().powi(2) - totals.iter().map(|n| n * n).sum::<f64>()
            }
            Distance::Between(table) => {
                let row = |row: &Vec<f64>| row.iter().zip(totals).map(|(d, n)| d * n).sum::<f64>();
                table.iter().zip(totals).map(|(distances, n)| n * row(distances)).sum()
            }
        }
    }
}

/// Krippendorff's alpha of a table of codes.
///
/// 1 − (n − 1) Σ o_ck δ_ck / Σ n_c n_k δ_ck with the coincidences o_ck = Σ_u (pairs of c and k in
/// unit u)/(m_u − 1), n_c the number of codes c, n of all, in units with m_u ≥ 2 codes. Krippendorff
/// (2004), Content Analysis, 2nd edition, chapter 11; Hayes and Krippendorff (2007), Communication
/// Methods and Measures 1: 77–89.
///
/// ```
/// use plenary::statistics::{Alpha, Distance};
/// let codes = [vec![Some(0), Some(0)], vec![Some(1), Some(1)], vec![Some(0), None]];
/// assert_eq!(Alpha::new(&codes, Distance::Nominal).value(), Ok(1.0));
/// ```
pub struct Alpha {
    units: Vec<Unit>,
    n_categories: usize,
    distance: Distance,
}

/// A unit with two codes or more.
struct Unit {
    /// How often each of its categories is given.
    counts: Vec<(usize, f64)>,
    /// Its part of Σ o_ck δ_ck.
    disagreement: f64,
}

impl Alpha {
    /// Counts the codes of each unit.
    pub fn new(codes: &Codes, distance: Distance) -> Self {
        let n_categories = codes.iter().flatten().flatten().max().map_or(0, |most| most + 1);
        let pairable = codes.iter().filter(|row| n_codes(row) > 1);
        let units = pairable.map(|row| Unit::new(row, &distance)).collect();
        Alpha { units, n_categories, distance }
    }

    /// The units with two codes or more, on which alpha rests.
    pub fn n_units(&self) -> usize {
        self.units.len()
    }

    /// Alpha: 1 is complete agreement, 0 what chance would give; it may be negative.
    ///
    /// # Errors
    /// Where no unit has two codes, or all their codes are of one category.
    pub fn value(&self) -> Result<f64, Undefined> {
        let undefined = if self.units.is_empty() { Undefined::NoPair } else { Undefined::OneCategory };
        self.of_units(0..self.units.len()).ok_or(undefined)
    }

    /// Alpha in draws of units with replacement; those with one category only are undefined.
    pub fn bootstrap(&self, n_draws: usize, seed: u64) -> Bootstrap {
        Bootstrap::of(self.units.len(), n_draws, seed, |drawn| self.of_units(drawn.iter().copied()))
    }

    fn of_units(&self, chosen: impl Iterator<Item = usize>) -> Option<f64> {
        let mut totals = vec![0.0; self.n_categories];
        let (mut n, mut observed) = (0.0, 0.0);
        for unit in chosen.map(|i| &self.units[i]) {
            observed += unit.disagreement;
            for (category, count) in &unit.counts {
                totals[*category] += count;
                n += count;
            }
        }
        let expected = self.distance.spread(&totals);
        (expected > 0.0).then(|| 1.0 - (n - 1.0) * observed / expected)
    }
}

impl Unit {
    fn new(row: &[Option<usize>], distance: &Distance) -> Self {
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        row.iter().flatten().for_each(|category| *counts.entry(*category).or_default() += 1.0);
        let counts: Vec<(usize, f64)> = counts.into_iter().collect();
        let to_all =
            |(c, n): &(usize, f64)| counts.iter().map(|(k, m)| n * m * distance.between(*c, *k)).sum::<f64>();
        let disagreement = counts.iter().map(to_all).sum::<f64>() / (n_codes(row) - 1) as f64;
        Unit { counts, disagreement }
    }
}

/// The MASI distance of two sets: 1 − J·M, with J the size of what they share over that of both together.
///
/// M is 1 for equal sets, 2/3 where one holds the other, 1/3 where each has something of its own, 0
/// where they share nothing. Two empty sets are equal. Passonneau (2006), "Measuring Agreement on
/// Set-valued Items (MASI) for Semantic and Pragmatic Annotation", LREC 5: 831–836.
///
/// ```
/// let [two, four] = [[1, 2].into(), [1, 2, 3, 4].into()];
/// assert_eq!(plenary::statistics::masi_distance(&two, &four), 1.0 - 0.5 * 2.0 / 3.0);
/// ```
pub fn masi_distance<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f64 {
    if a == b {
        return 0.0;
    }
    let shared = a.intersection(b).count();
    let jaccard = shared as f64 / (a.len() + b.len() - shared) as f64;
    let weight = if shared == a.len().min(b.len()) { 2.0 / 3.0 } else { 1.0 / 3.0 };
    1.0 - jaccard * weight
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::published::{check, of_coders, of_table, rare_class};

    fn nominal(codes: &Codes) -> Alpha {
        Alpha::new(codes, Distance::Nominal)
    }

    /// Krippendorff's own examples (2011, "Computing Krippendorff's Alpha-Reliability"), and the
    /// abstractors of R's irrCAC.
    #[test]
    fn published_values() {
        check(nominal(&of_coders(&["0100000010", "1110010000"])).value(), 0.0952, 4);
        let four = of_coders(&["123321412---", "1233224125-3", "-3332342251-", "12332441251-"]);
        check(nominal(&four).value(), 0.7434, 4);
        assert_eq!(nominal(&four).n_units(), 11);
        let abstractors = of_table(&[&[13, 0, 0], &[0, 20, 7], &[0, 4, 56]]);
        check(nominal(&abstractors).value(), 0.797_258_5, 7);
        check(nominal(&rare_class()).value(), 0.32, 2);
    }

    #[test]
    fn complete_agreement_is_one_and_one_category_is_undefined() {
        let same = nominal(&of_coders(&["0012-", "00121"]));
        assert_eq!(same.value(), Ok(1.0));
        assert_eq!(same.bootstrap(2_000, 1).interval(0.95), Some((1.0, 1.0)));
        let one = nominal(&of_coders(&["000", "000"]));
        assert_eq!((one.value(), one.bootstrap(2_000, 1).n_defined()), (Err(Undefined::OneCategory), 0));
        assert_eq!(nominal(&of_coders(&["0-", "-0"])).value(), Err(Undefined::NoPair));
        assert_eq!(nominal(&[]).value(), Err(Undefined::NoPair));
    }

    /// A table of nominal distances is the nominal distance; the order of units does not matter to it.
    #[test]
    fn a_table_of_ones_is_nominal() {
        let codes = of_table(&[&[5, 2, 0], &[1, 6, 1], &[0, 2, 4]]);
        let ones = (0..3).map(|a| (0..3).map(|b| f64::from(u8::from(a != b))).collect()).collect();
        let found = Alpha::new(&codes, Distance::Between(ones)).value().unwrap();
        assert!((found - nominal(&codes).value().unwrap()).abs() < 1e-12);
    }

    /// Worked by hand: two units, {a, b} against {a} and {c} against {c}. Observed 2 × 2/3 over 4 codes;
    /// expected 2 × (2/3 + 2 + 2) over 4 × 3.
    #[test]
    fn sets_that_overlap_disagree_in_part() {
        let sets: Vec<BTreeSet<char>> = ["ab", "a", "c"].iter().map(|set| set.chars().collect()).collect();
        let row = |a: &BTreeSet<char>| sets.iter().map(|b| masi_distance(a, b)).collect();
        let distance = Distance::Between(sets.iter().map(row).collect());
        let codes = [vec![Some(0), Some(1)], vec![Some(2), Some(2)]];
        let by_hand = 1.0 - (2.0 * (2.0 / 3.0) / 4.0) / (2.0 * (2.0 / 3.0 + 4.0) / 12.0);
        check(Alpha::new(&codes, distance).value(), by_hand, 12);
        let [ab, bc] = ["ab", "bc"].map(|set| set.chars().collect::<BTreeSet<char>>());
        assert!((masi_distance(&ab, &bc) - 8.0 / 9.0).abs() < 1e-12);
        assert_eq!(masi_distance(&ab, &sets[2]), 1.0);
    }
}
