//! Association in a 2 by 2 table: chi-squared, G² and pointwise mutual information.
//!
//! The formulas and corrections are those of quanteda's `textstat_keyness` (version 4.3.1), so that
//! its numbers are ours; where it departs from the textbook the function says so.

use statrs::function::erf::erfc;

/// What quanteda adds inside its logarithms, so that an empty cell gives a number.
const EPSILON: f64 = 1e-9;

/// A correction of chi-squared or G² for small counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Correction {
    /// The same as [`Correction::Yates`]; quanteda's default.
    #[default]
    Default,
    /// Cells move 0.5 towards their expectation where some expected cell is below 5 and
    /// |ad − bc| ≥ N/2. Yates (1934), Supplement to the Journal of the Royal Statistical Society 1: 217–235.
    Yates,
    /// By the factor q. Williams (1976), Biometrika 63: 33–37.
    Williams,
    /// None.
    None,
}

/// How often something occurs, and does not, in a target and in a reference.
///
/// ```text
///              target   reference
/// occurs          a         b
/// does not        c         d
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the cells are named in the table above")]
pub struct TwoByTwo {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
}

impl TwoByTwo {
    /// A table from the occurrences of something and the sizes of target and reference.
    pub fn of_counts(n_target: u64, target_size: u64, n_reference: u64, reference_size: u64) -> Self {
        let absent = |size: u64, n: u64| size.saturating_sub(n) as f64;
        TwoByTwo {
            a: n_target as f64,
            b: n_reference as f64,
            c: absent(target_size, n_target),
            d: absent(reference_size, n_reference),
        }
    }

    fn n(&self) -> f64 {
        self.a + self.b + self.c + self.d
    }

    fn cells(&self) -> [f64; 4] {
        [self.a, self.b, self.c, self.d]
    }

    /// The cells expected where target and reference do not differ: row × column / N.
    fn expected(&self) -> [f64; 4] {
        let TwoByTwo { a, b, c, d } = *self;
        [(a + b) * (a + c), (a + b) * (b + d), (c + d) * (a + c), (c + d) * (b + d)]
            .map(|product| product / self.n())
    }

    fn has_empty_margin(&self) -> bool {
        self.expected().iter().any(|expected| expected.is_nan() || *expected == 0.0)
    }

    /// 1 where the target has more than expected, else −1.
    fn sign(&self) -> f64 {
        if self.a > self.expected()[0] { 1.0 } else { -1.0 }
    }

    /// 0.5 where Yates' correction is asked for and applies, else 0.
    fn shift(&self, correction: Correction) -> f64 {
        let is_asked_for = matches!(correction, Correction::Default | Correction::Yates);
        let is_far = (self.a * self.d - self.b * self.c).abs() >= self.n() / 2.0;
        let is_small = self.expected().iter().any(|expected| *expected < 5.0);
        if is_asked_for && is_far && is_small { 0.5 } else { 0.0 }
    }

    /// Williams' q where it is asked for and no cell is 0, else 1.
    fn divisor(&self, correction: Correction) -> f64 {
        if correction != Correction::Williams || self.cells().contains(&0.0) {
            return 1.0;
        }
        let TwoByTwo { a, b, c, d } = *self;
        let n = self.n();
        let spread = |one: f64, other: f64| n / one + n / other - 1.0;
        1.0 + spread(a + b, c + d) * spread(a + c, b + d) / (6.0 * n)
    }

    /// Pearson's chi-squared with one degree of freedom, negative where the target has no more than expected.
    ///
    /// N(|ad − bc| − Nδ)² / ((a+b)(c+d)(a+c)(b+d)), δ being 0.5 where Yates' correction applies; under
    /// Williams' it is multiplied by q, as quanteda has it (the textbook divides). 0 where a margin
    /// is empty.
    pub fn chi_squared(&self, correction: Correction) -> f64 {
        if self.has_empty_margin() {
            return 0.0;
        }
        let TwoByTwo { a, b, c, d } = *self;
        let n = self.n();
        let distance = (a * d - b * c).abs() - n * self.shift(correction);
        let margins = (a + b) * (c + d) * (a + c) * (b + d);
        self.sign() * n * distance.powi(2) / margins * self.divisor(correction)
    }

    /// The log-likelihood ratio G² with one degree of freedom, signed as chi-squared.
    ///
    /// 2 Σ O ln(O/E + 1e-9) over the four cells, O moved by δ towards E; divided by q under Williams'
    /// correction. Dunning (1993), Computational Linguistics 19: 61–74. 0 where a margin is empty.
    pub fn g_squared(&self, correction: Correction) -> f64 {
        if self.has_empty_margin() {
            return 0.0;
        }
        let shift = self.shift(correction);
        let term = |(observed, expected): (f64, f64)| {
            let moved = if observed > expected { observed - shift } else { observed + shift };
            moved * (moved / expected + EPSILON).ln()
        };
        let sum: f64 = self.cells().into_iter().zip(self.expected()).map(term).sum();
        self.sign() * 2.0 * sum / self.divisor(correction)
    }

    /// Pointwise mutual information ln(a/E + 1e-9), in nats. It has no distribution, so no p.
    ///
    /// Church and Hanks (1990), Computational Linguistics 16: 22–29, who count in bits. 0 where a
    /// margin is empty.
    pub fn pointwise_mutual_information(&self) -> f64 {
        match self.has_empty_margin() {
            true => 0.0,
            false => (self.a / self.expected()[0] + EPSILON).ln(),
        }
    }
}

/// The probability of a chi-squared with one degree of freedom as large as the size of `statistic`.
///
/// erfc(√(|x|/2)), which keeps its digits where 1 − F(x) would be 0.
pub fn p_of_chi_squared(statistic: f64) -> f64 {
    erfc((statistic.abs() / 2.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(a: f64, b: f64, c: f64, d: f64) -> TwoByTwo {
        TwoByTwo { a, b, c, d }
    }

    fn check(found: f64, published: f64, digits: i32) {
        let half = 0.5 * 10f64.powi(-digits);
        assert!((found - published).abs() <= half, "{found}, published {published}");
    }

    /// A script of E. Slud, University of Maryland, with the output of SAS; and Fisher's lady tasting
    /// tea, course STAT 504 of Pennsylvania State University, with the output of R and SAS.
    #[test]
    fn published_tables() {
        let poll = table(70.0, 40.0, 30.0, 40.0);
        check(poll.chi_squared(Correction::None), 7.4805, 4);
        check(p_of_chi_squared(7.4805), 0.0062, 4);
        check(poll.g_squared(Correction::None), 7.4930, 4);
        let tea = table(3.0, 1.0, 1.0, 3.0);
        check(tea.chi_squared(Correction::None), 2.0, 4);
        check(tea.chi_squared(Correction::Yates), 0.5, 4);
        check(tea.g_squared(Correction::None), 2.0930, 4);
        check(p_of_chi_squared(0.5), 0.4795, 4);
    }

    /// What quanteda 4.3.1 gives for two words of 193 speeches: the cases in which a correction applies.
    #[test]
    fn corrections_as_in_quanteda() {
        let [common, rare] = [(40, 8), (18, 2)].map(|(a, b)| TwoByTwo::of_counts(a, 79_811, b, 275_668));
        check(common.chi_squared(Correction::Yates), 102.200_161_356_780, 9);
        check(common.chi_squared(Correction::Williams), 103.883_457_892_499, 9);
        check(common.g_squared(Correction::None), 80.333_325_915_838, 9);
        check(common.g_squared(Correction::Williams), 79.031_628_687_422, 9);
        check(rare.chi_squared(Correction::None), 52.415_816_336_400, 9);
        check(rare.chi_squared(Correction::Default), 48.607_738_960_201, 9);
        check(rare.g_squared(Correction::Default), 38.487_153_317_964, 9);
        check(p_of_chi_squared(48.607_738_960_2) * 1e12, 3.1263, 3);
    }

    /// The logarithm to base 2 for `nurses` and `dentists` beside `doctors`, in 15 million words.
    #[test]
    fn church_and_hanks() {
        for (both, other, bits) in [(30, 241, 10.7), (8, 44, 11.3)] {
            let beside = TwoByTwo::of_counts(both, 1105, other - both, 15_000_000 - 1105);
            check(beside.pointwise_mutual_information() / std::f64::consts::LN_2, bits, 1);
        }
    }

    #[test]
    fn signs_and_empty_tables() {
        let more = table(6.0, 1.0, 10.0, 40.0);
        let less = table(1.0, 6.0, 40.0, 10.0);
        assert!(more.chi_squared(Correction::None) > 0.0 && less.chi_squared(Correction::None) < 0.0);
        assert!(more.g_squared(Correction::None) > 0.0 && less.g_squared(Correction::None) < 0.0);
        for empty in [table(0.0, 0.0, 5.0, 5.0), table(3.0, 0.0, 4.0, 0.0), table(0.0, 0.0, 0.0, 0.0)] {
            assert_eq!(empty.chi_squared(Correction::Default), 0.0);
            assert_eq!(empty.g_squared(Correction::Default), 0.0);
            assert_eq!(empty.pointwise_mutual_information(), 0.0);
        }
    }
}
