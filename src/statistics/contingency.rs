//! How strong an association is in a table of counts: odds ratio, phi and Cramér's V.

use super::interval::{Counted, Interval, normal_quantile, two_shares};

/// The odds ratio of two shares, a to b, each a count and its denominator, with its 95 % interval.
///
/// Woolf's interval exp(ln(ad/bc) ± 1.96 √(1/a + 1/b + 1/c + 1/d)): Woolf (1955), Annals of Human Genetics 19:
/// 251–253. Where a cell is 0, 0.5 is added to all: Haldane (1956), Annals of Human Genetics 20: 309–311;
/// Anscombe (1956), Biometrika 43: 461–464. None where a denominator is 0 or a count above it.
///
/// ```
/// let found = plenary::statistics::odds_ratio((3, 4), (1, 4)).unwrap();
/// assert_eq!(found.estimate, 9.0);
/// ```
pub fn odds_ratio(a: Counted, b: Counted) -> Option<Interval> {
    two_shares(a, b)?;
    let cells = [a.0, a.1 - a.0, b.0, b.1 - b.0];
    let added = if cells.contains(&0) { 0.5 } else { 0.0 };
    let [a, b, c, d] = cells.map(|n| n as f64 + added);
    let estimate = a * d / (b * c);
    let reach = normal_quantile(0.95)? * (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
    Some(Interval { estimate, low: estimate * (-reach).exp(), high: estimate * reach.exp() })
}

/// Phi of two things that a unit has or has not: 1 where they always go together, 0 where they
/// meet as often as by chance, −1 only where each unit has just one of them.
///
/// (ad − bc)/√((a + b)(c + d)(a + c)(b + d)) from the units with both, with the first only, with the
/// second only, and with neither. Yule (1912), Journal of the Royal Statistical Society 75: 579–652. None
/// where all units or none have one of them.
///
/// ```
/// assert_eq!(plenary::statistics::phi(30, 10, 10, 30), Some(0.5));
/// ```
pub fn phi(both: usize, only_first: usize, only_second: usize, neither: usize) -> Option<f64> {
    let [a, b, c, d] = [both, only_first, only_second, neither].map(|n| n as f64);
    let margins = (a + b) * (c + d) * (a + c) * (b + d);
    (margins > 0.0).then(|| (a * d - b * c) / margins.sqrt())
}

/// Cramér's V of a table of counts without its bias upwards: 0 no association, 1 a complete one.
///
/// √(φ̃²/min(r̃ − 1, k̃ − 1)) with φ̃² = max(0, χ²/n − (r − 1)(k − 1)/(n − 1)), r̃ = r − (r − 1)²/(n − 1) and
/// k̃ likewise, of r rows and k columns that are not empty. Bergsma (2013), Journal of the Korean Statistical
/// Society 42: 323–328. None with fewer than two of either, or where each unit is its own row or column.
///
/// ```
/// let apart = vec![vec![30, 10], vec![10, 30]];
/// let v = plenary::statistics::cramers_v(&apart).unwrap();
/// assert_eq!(format!("{v:.4}"), "0.4903"); // √((.25 − 1/79)/(1 − 1/79))
/// ```
pub fn cramers_v(table: &[Vec<usize>]) -> Option<f64> {
    let row_sums: Vec<usize> = table.iter().map(|row| row.iter().sum()).collect();
    let n_columns = table.iter().map(Vec::len).max()?;
    let column_sum = |column: usize| table.iter().filter_map(|row| row.get(column)).sum();
    let column_sums: Vec<usize> = (0..n_columns).map(column_sum).collect();
    let n = row_sums.iter().sum::<usize>() as f64;
    let not_empty = |sums: &[usize]| sums.iter().filter(|sum| **sum > 0).count() as f64;
    let (r, k) = (not_empty(&row_sums), not_empty(&column_sums));
    if r < 2.0 || k < 2.0 {
        return None;
    }
    let mut squared = -1.0;
    for (row, row_sum) in table.iter().zip(&row_sums) {
        for (count, column_sum) in row.iter().zip(&column_sums).filter(|(count, _)| **count > 0) {
            squared += (*count as f64).powi(2) / (*row_sum as f64 * *column_sum as f64);
        }
    }
    let unbiased = (squared - (r - 1.0) * (k - 1.0) / (n - 1.0)).max(0.0);
    let corrected = |of: f64| of - 1.0 - (of - 1.0).powi(2) / (n - 1.0);
    let most = corrected(r).min(corrected(k));
    (most > 0.0).then(|| (unbiased / most).sqrt().min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Aspirin and myocardial infarction: Agresti (2002), Categorical Data Analysis, 2nd edition, p. 72.
    #[test]
    fn published_odds_ratio() {
        let found = odds_ratio((189, 11_034), (104, 11_037)).unwrap();
        assert!((found.estimate - 1.832).abs() < 5e-4, "{found:?}");
        assert!((found.low - 1.440).abs() < 5e-4 && (found.high - 2.331).abs() < 5e-4, "{found:?}");
    }

    #[test]
    fn an_empty_cell_takes_a_half() {
        let found = odds_ratio((0, 4), (4, 8)).unwrap();
        assert!((found.estimate - 0.5 / 4.5).abs() < 1e-12 && found.low > 0.0 && found.high.is_finite());
        assert_eq!([odds_ratio((0, 0), (4, 8)), odds_ratio((5, 4), (4, 8))], [None; 2]);
    }

    #[test]
    fn phi_has_bounds() {
        for (cells, expected) in [
            ([5, 0, 0, 5], Some(1.0)),
            ([0, 5, 5, 0], Some(-1.0)),
            ([5, 5, 0, 0], None),
            ([0, 0, 0, 0], None),
        ] {
            let [a, b, c, d] = cells;
            assert_eq!(phi(a, b, c, d), expected, "{cells:?}");
        }
    }

    /// The bias-corrected V of the job satisfaction data is 0, though the plain one is √(5.9655/96/3) = .144.
    #[test]
    fn cramers_v_of_complete_and_of_no_association() {
        let job = [[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]].map(Vec::from);
        assert_eq!(cramers_v(&job), Some(0.0));
        let complete = cramers_v(&[vec![5, 0, 0], vec![0, 7, 0], vec![0, 0, 9]]).unwrap();
        assert!((complete - 1.0).abs() < 1e-12, "{complete}");
        let apart = [vec![30, 10], vec![10, 30]];
        let with_empty = [vec![30, 0, 10], vec![0, 0, 0], vec![10, 0, 30]];
        assert_eq!(cramers_v(&apart), cramers_v(&with_empty));
        for empty in [vec![], vec![vec![], vec![]], vec![vec![3, 4]], vec![vec![1, 0], vec![0, 1]]] {
            assert_eq!(cramers_v(&empty), None, "{empty:?}");
        }
    }
}
