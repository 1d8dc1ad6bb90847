//! Sizes of a difference between two relative frequencies, beside the tests that only ask whether
//! there is one.

use super::interval::normal_quantile;

/// Hardie's log ratio: log₂ of the relative frequency in the target over that in the reference.
///
/// 0 is no difference; each whole number doubles or halves. A count of 0 is taken as 0.5, as Hardie
/// does, so that there is a ratio. None where a corpus is empty. Hardie (2014), "Log Ratio: an
/// informal introduction", ESRC Centre for Corpus Approaches to Social Science, Lancaster.
///
/// ```
/// assert_eq!(plenary::statistics::log_ratio(8, 1000, 1, 1000), Some(3.0));
/// ```
pub fn log_ratio(n_target: u64, target_size: u64, n_reference: u64, reference_size: u64) -> Option<f64> {
    let counted = |n: u64| if n == 0 { 0.5 } else { n as f64 };
    let target = counted(n_target) / target_size as f64;
    let reference = counted(n_reference) / reference_size as f64;
    (target_size > 0 && reference_size > 0).then(|| (target / reference).log2())
}

/// %DIFF: by how many per cent the relative frequency in the target is above that in the reference.
///
/// 100 is twice as frequent, −100 absent. None where the reference has none, for which the authors
/// divide by a number near 0 and a reader learns nothing. Gabrielatos and Marchi (2012), "Keyness:
/// appropriate metrics and practical issues", CADS International Conference, Bologna.
///
/// ```
/// assert_eq!(plenary::statistics::percent_difference(8, 1000, 4, 1000), Some(100.0));
/// ```
pub fn percent_difference(
    n_target: u64,
    target_size: u64,
    n_reference: u64,
    reference_size: u64,
) -> Option<f64> {
    let target = n_target as f64 / target_size as f64;
    let reference = n_reference as f64 / reference_size as f64;
    (target_size > 0 && n_reference > 0).then(|| (target - reference) / reference * 100.0)
}

/// How much more a word is used by one side, in logarithms of the odds, shrunk towards no difference where it is rare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogOdds {
    /// The difference of the log-odds, natural logarithms; 0 is none.
    pub log_odds: f64,
    /// The lower bound of the 95 % interval.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// The difference in standard errors.
    pub z: f64,
}

/// The log-odds of a word in `a` less those in `b`, with an informative Dirichlet prior.
///
/// A side is the count of the word and of all its words; so is the prior (α of the word, α₀ of all), for
/// instance the word's share in all sides together times a number of words. δ = ln((y_a + α)/(n_a + α₀ − y_a − α)) −
/// ln((y_b + α)/(n_b + α₀ − y_b − α)), variance 1/(y_a + α) + 1/(y_b + α). Monroe, Colaresi and Quinn (2008),
/// Political Analysis 16: 372–403, equations 15 to 22. None where a prior is not positive, α is not below α₀,
/// or a count is above its size.
///
/// ```
/// use plenary::statistics::weighted_log_odds;
/// let often = weighted_log_odds((80, 10_000), (40, 10_000), (6.0, 1_000.0)).unwrap();
/// let rarely = weighted_log_odds((4, 10_000), (2, 10_000), (0.3, 1_000.0)).unwrap();
/// assert!(often.z > 3.0 && rarely.z < 1.0);
/// ```
pub fn weighted_log_odds(a: (u64, u64), b: (u64, u64), prior: (f64, f64)) -> Option<LogOdds> {
    let (alpha, all) = prior;
    if !(alpha > 0.0 && all > alpha) || a.0 > a.1 || b.0 > b.1 {
        return None;
    }
    let of_word = |n: u64| n as f64 + alpha;
    let of_side = |(n, size): (u64, u64)| (of_word(n) / ((size - n) as f64 + all - alpha)).ln();
    let log_odds = of_side(a) - of_side(b);
    let error = (1.0 / of_word(a.0) + 1.0 / of_word(b.0)).sqrt();
    let reach = normal_quantile(0.95)? * error;
    Some(LogOdds { log_odds, low: log_odds - reach, high: log_odds + reach, z: log_odds / error })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hardie's example: 0.0006 in one corpus and 0.0002 in the other is a ratio of 3, and so a %DIFF of 200.
    #[test]
    fn published_ratio() {
        let ratio = log_ratio(6, 10_000, 4, 20_000).unwrap();
        assert!((ratio - 3f64.log2()).abs() < 1e-12, "{ratio}");
        let percent = percent_difference(6, 10_000, 4, 20_000).unwrap();
        assert!((percent - 200.0).abs() < 1e-9, "{percent}");
    }

    #[test]
    fn zeros() {
        assert_eq!(log_ratio(4, 100, 0, 100), Some(3.0));
        assert_eq!(log_ratio(0, 100, 4, 100), Some(-3.0));
        assert_eq!(log_ratio(1, 100, 0, 0), None);
        assert_eq!(percent_difference(0, 100, 4, 100), Some(-100.0));
        assert_eq!(percent_difference(4, 100, 0, 100), None);
    }

    /// Worked by hand: odds of (9 + 1)/(100 + 10 − 9 − 1) against (4 + 1)/(50 + 10 − 4 − 1), variance 1/10 + 1/5.
    #[test]
    fn log_odds_by_hand() {
        let found = weighted_log_odds((9, 100), (4, 50), (1.0, 10.0)).unwrap();
        let expected = (10.0f64 / 100.0).ln() - (5.0f64 / 55.0).ln();
        let error = 0.3f64.sqrt();
        assert!((found.log_odds - expected).abs() < 1e-12 && (found.z - expected / error).abs() < 1e-12);
        assert!((found.high - found.low - 2.0 * 1.959_963_984_54 * error).abs() < 1e-9);
        let turned = weighted_log_odds((4, 50), (9, 100), (1.0, 10.0)).unwrap();
        assert!((turned.z + found.z).abs() < 1e-12);
        for (a, b, prior) in [
            ((9, 8), (4, 50), (1.0, 10.0)),
            ((9, 100), (4, 50), (0.0, 10.0)),
            ((9, 100), (4, 50), (10.0, 10.0)),
        ] {
            assert_eq!(weighted_log_odds(a, b, prior), None);
        }
    }
}
