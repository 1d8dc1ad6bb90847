//! Fisher's exact test of a 2 by 2 table, with the odds ratio by conditional maximum likelihood.
//!
//! With the margins fixed, the first cell follows Fisher's noncentral hypergeometric distribution.

/// Two tables whose probabilities differ by less than this factor count as equally probable, as in R.
const TIE: f64 = 1.0 + 1e-7;
/// Halvings of an interval that leave nothing of a double's digits.
const HALVINGS: usize = 200;

/// The result of Fisher's exact test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExactTest {
    /// The odds ratio under which the expected first cell is the observed one: 0 where that is the
    /// least possible, infinite where it is the largest, 1 where it is the only one.
    pub odds_ratio: f64,
    /// Two-sided: the probability of all tables no more probable than the observed one.
    pub p: f64,
}

/// Tests a table of counts `[[a, b], [c, d]]`.
///
/// The estimate is that of R's `fisher.test`: not ad/bc but the value that maximises the likelihood
/// given the margins. Fisher (1935), Journal of the Royal Statistical Society 98: 39–82. Time and
/// memory grow with the smallest margin.
///
/// ```
/// let tea = plenary::statistics::exact_test(3, 1, 1, 3);
/// assert_eq!(format!("{:.3} {:.4}", tea.odds_ratio, tea.p), "6.408 0.4857");
/// ```
pub fn exact_test(a: u64, b: u64, c: u64, d: u64) -> ExactTest {
    let (row, column, n) = (a + b, a + c, a + b + c + d);
    let least = (row + column).saturating_sub(n);
    let weights = log_weights(row, column, n, least);
    let observed = (a - least) as usize;
    ExactTest { odds_ratio: odds_ratio(&weights, observed), p: two_sided(&weights, observed) }
}

/// The logarithm of the probability of each possible first cell, from the least, up to a constant.
fn log_weights(row: u64, column: u64, n: u64, least: u64) -> Vec<f64> {
    let largest = row.min(column);
    let mut weights = Vec::with_capacity((largest - least + 1) as usize);
    let mut weight = 0.0;
    weights.push(weight);
    for x in least..largest {
        let up = (row - x) as f64 * (column - x) as f64;
        let down = (x + 1) as f64 * ((n + x + 1) - row - column) as f64;
        weight += (up / down).ln();
        weights.push(weight);
    }
    weights
}

fn two_sided(weights: &[f64], observed: usize) -> f64 {
    let largest = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let bound = weights[observed] + TIE.ln();
    let (mut as_rare, mut all) = (0.0, 0.0);
    for weight in weights {
        let share = (weight - largest).exp();
        all += share;
        as_rare += if *weight <= bound { share } else { 0.0 };
    }
    as_rare / all
}

fn odds_ratio(weights: &[f64], observed: usize) -> f64 {
    match weights.len() - 1 {
        0 => 1.0,
        _ if observed == 0 => 0.0,
        last if observed == last => f64::INFINITY,
        _ => root(|log_odds| mean(weights, log_odds) - observed as f64).exp(),
    }
}

/// The expected first cell, counted from the least, under the logarithm of an odds ratio.
fn mean(weights: &[f64], log_odds: f64) -> f64 {
    let tilted = |(x, weight): (usize, &f64)| weight + x as f64 * log_odds;
    let largest = weights.iter().enumerate().map(tilted).fold(f64::NEG_INFINITY, f64::max);
    let (mut sum, mut all) = (0.0, 0.0);
    for (x, weight) in weights.iter().enumerate() {
        let share = (tilted((x, weight)) - largest).exp();
        sum += x as f64 * share;
        all += share;
    }
    sum / all
}

/// Where a rising function is 0: an interval around it is doubled until it holds it, then halved.
fn root(rising: impl Fn(f64) -> f64) -> f64 {
    let mut width = 1.0;
    while rising(width) < 0.0 || rising(-width) > 0.0 {
        width *= 2.0;
    }
    let (mut low, mut high) = (-width, width);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if rising(middle) < 0.0 { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As R's `fisher.test` prints them: its example of convicted twins (Fisher 1962), the lady tasting
    /// tea (Agresti 1990), and handedness (matstat.org, course on R). R stops its search for the odds
    /// ratio a little early, so that five digits of it are sure.
    #[test]
    fn published_tables() {
        for (cells, odds_ratio, p) in [
            ([2, 10, 15, 3], 0.04693661, 0.0005367),
            ([3, 1, 1, 3], 6.408309, 0.4857),
            ([43, 9, 44, 4], 0.4378606, 0.2392),
        ] {
            let [a, b, c, d] = cells;
            let found = exact_test(a, b, c, d);
            assert!((found.odds_ratio / odds_ratio - 1.0).abs() < 1e-5, "{found:?}, published {odds_ratio}");
            assert!((found.p / p - 1.0).abs() < 2e-4, "{found:?}, published {p}");
        }
    }

    #[test]
    fn edges() {
        for (cells, odds_ratio) in
            [([0, 3, 5, 2], 0.0), ([3, 0, 2, 5], f64::INFINITY), ([0, 0, 4, 4], 1.0), ([4, 4, 0, 0], 1.0)]
        {
            let [a, b, c, d] = cells;
            let found = exact_test(a, b, c, d);
            assert_eq!(found.odds_ratio, odds_ratio, "{cells:?}");
            assert!(found.p > 0.0 && found.p <= 1.0, "{cells:?}");
        }
        let large = exact_test(20_000, 30_000, 80_000, 300_000);
        assert!((large.odds_ratio - 2.5).abs() < 1e-3 && large.p < 1e-300, "{large:?}");
    }
}
