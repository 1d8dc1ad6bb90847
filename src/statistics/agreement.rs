//! Agreement of coders: per cent, of a class, Cohen's kappa, Gwet's AC1. Krippendorff's alpha has its own file.
//!
//! Codes are a row a unit and a cell a coder; a missing code is none, and each function says what
//! it makes of it. Nothing here is ever NaN: where a coefficient has no value, it says why.

use std::collections::BTreeMap;

/// The code of each unit (row) by each coder (cell): the number of a category, none where it is missing.
pub type Codes = [Vec<Option<usize>>];

/// Why a coefficient has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// No unit has the codes of two coders.
    NoPair,
    /// All codes are of one category: agreement by chance would be complete.
    OneCategory,
}

/// How often each category is given to a unit.
fn counts(row: &[Option<usize>]) -> BTreeMap<usize, f64> {
    let mut counts = BTreeMap::new();
    row.iter().flatten().for_each(|category| *counts.entry(*category).or_insert(0.0) += 1.0);
    counts
}

/// The codes of a unit, counted.
pub(super) fn n_codes(row: &[Option<usize>]) -> usize {
    row.iter().flatten().count()
}

/// How many pairs of codes are compared: m(m − 1)/2 of a unit with m codes, summed.
pub fn n_pairs(codes: &Codes) -> usize {
    codes.iter().map(|row| n_codes(row)).map(|m| m * m.saturating_sub(1) / 2).sum()
}

/// The observed agreement: the share of agreeing pairs of codes in a unit, averaged over units with two codes or more.
///
/// Fleiss (1971), Psychological Bulletin 76: 378–382, with missing codes as in Gwet (2014), Handbook of
/// Inter-Rater Reliability, chapter 2. With two coders, the share of units on which they agree.
///
/// # Errors
/// Where no unit has two codes.
pub fn observed_agreement(codes: &Codes) -> Result<f64, Undefined> {
    let agreeing = |row: &Vec<Option<usize>>| {
        let m = n_codes(row) as f64;
        let same: f64 = counts(row).values().map(|n| n * (n - 1.0)).sum();
        (m > 1.0).then(|| same / (m * (m - 1.0)))
    };
    let shares: Vec<f64> = codes.iter().filter_map(agreeing).collect();
    match shares.len() {
        0 => Err(Undefined::NoPair),
        n => Ok(shares.iter().sum::<f64>() / n as f64),
    }
}

/// The specific agreement of a category: given that a coder assigns it, how probably another does.
///
/// Σ n_c(n_c − 1) / Σ n_c(m − 1) over units, n_c of whose m codes are the category; with two coders
/// 2a/(2a + b + c). Dice (1945), Ecology 26: 297–302; Cicchetti and Feinstein (1990), Journal of
/// Clinical Epidemiology 43: 551–558. None where no unit with two codes has the category.
///
/// ```
/// let codes = [vec![Some(1), Some(1)], vec![Some(1), Some(0)], vec![Some(0), Some(0)]];
/// assert_eq!(plenary::statistics::specific_agreement(&codes, 1), Some(2.0 / 3.0));
/// ```
pub fn specific_agreement(codes: &Codes, category: usize) -> Option<f64> {
    let (mut both, mut all) = (0, 0);
    for row in codes {
        let n = row.iter().flatten().filter(|code| **code == category).count();
        both += n * n.saturating_sub(1);
        all += n * n_codes(row).saturating_sub(1);
    }
    super::share(both, all)
}

/// Cohen's kappa of two coders: (p_o − p_e)/(1 − p_e), p_e the agreement expected from each coder's own shares.
///
/// Units that either left uncoded are out. Cohen (1960), Educational and Psychological Measurement
/// 20: 37–46.
///
/// # Errors
/// Where no unit has both codes, or both coders give one and the same category throughout.
pub fn cohens_kappa(
    codes: impl IntoIterator<Item = (Option<usize>, Option<usize>)>,
) -> Result<f64, Undefined> {
    let (mut n, mut same) = (0.0, 0.0);
    let mut shares: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for (a, b) in codes.into_iter().filter_map(|(a, b)| a.zip(b)) {
        n += 1.0;
        same += if a == b { 1.0 } else { 0.0 };
        shares.entry(a).or_default().0 += 1.0;
        shares.entry(b).or_default().1 += 1.0;
    }
    // Counts until the last step, so that complete agreement is exactly 1.
    let by_chance: f64 = shares.values().map(|(a, b)| a * b).sum();
    match () {
        () if n == 0.0 => Err(Undefined::NoPair),
        () if by_chance == n * n => Err(Undefined::OneCategory),
        () => Ok((n * same - by_chance) / (n * n - by_chance)),
    }
}

/// Gwet's AC1: (p_a − p_e)/(1 − p_e) with p_e = Σ π_k(1 − π_k)/(Q − 1).
///
/// π_k is the share of category k in a unit, averaged over all units with a code; Q the number of
/// categories that were given; p_a as in [`observed_agreement`]. It stays high where one category is
/// rare, which is when alpha and kappa fall. Gwet (2008), British Journal of Mathematical and
/// Statistical Psychology 61: 29–48.
///
/// # Errors
/// Where no unit has two codes, or there is one category only.
pub fn gwets_ac1(codes: &Codes) -> Result<f64, Undefined> {
    let observed = observed_agreement(codes)?;
    let mut shares: BTreeMap<usize, f64> = BTreeMap::new();
    let coded: Vec<_> = codes.iter().filter(|row| n_codes(row) > 0).collect();
    for row in &coded {
        for (category, n) in counts(row) {
            *shares.entry(category).or_default() += n / n_codes(row) as f64 / coded.len() as f64;
        }
    }
    if shares.len() < 2 {
        return Err(Undefined::OneCategory);
    }
    let spread: f64 = shares.values().map(|share| share * (1.0 - share)).sum();
    let by_chance = spread / (shares.len() - 1) as f64;
    Ok((observed - by_chance) / (1.0 - by_chance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::published::{check, of_coders, of_table, rare_class};

    fn kappa(codes: &Codes) -> Result<f64, Undefined> {
        cohens_kappa(codes.iter().map(|row| (row[0], row[1])))
    }

    /// 100 pregnancies classed by two abstractors, as the vignette of R's irrCAC prints its coefficients
    /// (Gwet 2014), and four coders of twelve units with missing codes, as the same package does.
    #[test]
    fn published_coefficients() {
        let abstractors = of_table(&[&[13, 0, 0], &[0, 20, 7], &[0, 4, 56]]);
        check(observed_agreement(&abstractors), 0.89, 7);
        check(kappa(&abstractors), 0.796_409_4, 7);
        check(gwets_ac1(&abstractors), 0.849_330_5, 7);
        let four = of_coders(&["123321412---", "1233224125-3", "-3332342251-", "12332441251-"]);
        check(observed_agreement(&four), 0.818_181_8, 7);
        check(gwets_ac1(&four), 0.775_44, 5);
        assert_eq!(n_pairs(&four), 8 * 6 + 2 * 3 + 1);
    }

    #[test]
    fn a_rare_class() {
        let codes = rare_class();
        check(observed_agreement(&codes), 0.969, 3);
        check(gwets_ac1(&codes), 0.97, 2);
        assert_eq!(specific_agreement(&codes, 1), Some(2.0 / 6.0));
        assert_eq!(specific_agreement(&codes, 0), Some(244.0 / 248.0));
    }

    #[test]
    fn complete_agreement_is_one_and_one_category_is_undefined() {
        let same = of_coders(&["0012", "0012"]);
        assert_eq!([observed_agreement(&same), kappa(&same), gwets_ac1(&same)], [Ok(1.0); 3]);
        let one = of_coders(&["000", "000"]);
        assert_eq!([kappa(&one), gwets_ac1(&one)], [Err(Undefined::OneCategory); 2]);
        assert_eq!(observed_agreement(&one), Ok(1.0));
        let apart = of_coders(&["00--", "--01"]);
        assert_eq!(
            [observed_agreement(&apart), kappa(&apart), gwets_ac1(&apart)],
            [Err(Undefined::NoPair); 3]
        );
        assert_eq!(specific_agreement(&apart, usize::from(b'0')), None);
    }
}
