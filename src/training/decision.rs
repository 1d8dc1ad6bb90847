//! From logits to what is given: the scale of each theme, and from which probability it is confirmed or proposed.

use super::theme_examples::Examples;
use crate::model::sigmoid;
use rayon::prelude::*;

/// The thresholds to choose from where the lexicon has a hit: it is doubted only where the model is nearly
/// sure, because sentences of real speeches get lower probabilities than those written here.
const CONFIRMED_FROM: [f64; 3] = [0.01, 0.02, 0.03];

/// The thresholds to choose from where it has none, in a text on the topic: of what the model gives between .6 and
/// .7, one in five was right in 2,000 coded sentences of real speeches.
const PROPOSED_FROM: [f64; 3] = [0.7, 0.8, 0.9];

/// How much worse it is to miss a theme than to give a false one.
const COST_OF_MISS: f64 = 1.5;

/// What turns logits into probabilities: a fit sees fewer of the others than there are, and is too sure
/// or not sure enough of writers it did not see.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub shift: f64,
    pub temperature: f64,
}

impl Scale {
    pub fn probability(&self, logit: f64) -> f64 {
        sigmoid((logit - self.shift) / self.temperature)
    }
}

impl Examples {
    /// The scale of each theme at which the logits of the sentences judged are most likely: the least log loss on a
    /// grid; a theme has few, so each borrows the mean loss of all.
    pub fn scales(&self, judged: &[usize], logits: &[Vec<f64>]) -> Vec<Scale> {
        let loss = |theme: usize, scale: &Scale| -> f64 {
            let of_sentence = |i: &usize| -> f64 {
                let probability = scale.probability(logits[*i][theme]);
                let has = self.sentences[*i].themes.contains(&theme);
                -(if has { probability } else { 1.0 - probability }).max(1e-9).ln()
            };
            judged.iter().map(of_sentence).sum()
        };
        let shifts = (-4..=16).map(|step| 0.25 * f64::from(step));
        let grid: Vec<Scale> = shifts
            .flat_map(|shift| (3..=15).map(move |step| Scale { shift, temperature: 0.1 * f64::from(step) }))
            .collect();
        let n = self.names.len();
        let losses: Vec<Vec<f64>> = (0..n)
            .into_par_iter()
            .map(|theme| grid.iter().map(|scale| loss(theme, scale)).collect())
            .collect();
        least_with_mean(&losses).into_iter().map(|at| grid[at]).collect()
    }

    /// The thresholds of each theme, with a hit of the lexicon and without, at which misses and false finds
    /// cost least out of fold among the sentences judged; a theme has few, so each borrows the mean cost of all.
    pub fn thresholds(&self, judged: &[usize], probabilities: &[Vec<f64>]) -> Vec<[f64; 2]> {
        let by_kind = [
            self.cheapest(judged, probabilities, true, &CONFIRMED_FROM),
            self.cheapest(judged, probabilities, false, &PROPOSED_FROM),
        ];
        (0..self.names.len()).map(|theme| [by_kind[0][theme], by_kind[1][theme]]).collect()
    }

    fn cheapest(
        &self,
        judged: &[usize],
        probabilities: &[Vec<f64>],
        with_hit: bool,
        grid: &[f64],
    ) -> Vec<f64> {
        let cost = |theme: usize, threshold: f64| -> f64 {
            let of = |i: &usize| {
                let sentence = &self.sentences[*i];
                match (sentence.themes.contains(&theme), probabilities[*i][theme] >= threshold) {
                    _ if sentence.hits.contains(&theme) != with_hit => 0.0,
                    (true, false) => COST_OF_MISS,
                    (false, true) => 1.0,
                    _ => 0.0,
                }
            };
            judged.iter().map(of).sum()
        };
        let costs: Vec<Vec<f64>> = (0..self.names.len())
            .into_par_iter()
            .map(|theme| grid.iter().map(|threshold| cost(theme, *threshold)).collect())
            .collect();
        least_with_mean(&costs).into_iter().map(|at| grid[at]).collect()
    }

    /// Whether a theme is given at these thresholds.
    pub fn is_given(&self, i: usize, theme: usize, probability: f64, thresholds: &[[f64; 2]]) -> bool {
        let [confirmed_from, proposed_from] = thresholds[theme];
        probability >= if self.sentences[i].hits.contains(&theme) { confirmed_from } else { proposed_from }
    }
}

/// For each theme the place in its row where its own loss and the mean loss of all themes there are least together.
fn least_with_mean(losses: &[Vec<f64>]) -> Vec<usize> {
    let n = losses.len() as f64;
    let width = losses.first().map_or(0, Vec::len);
    let means: Vec<f64> = (0..width).map(|at| losses.iter().map(|own| own[at]).sum::<f64>() / n).collect();
    let least = |own: &Vec<f64>| {
        let total = |at: usize| own[at] + means[at];
        (0..width).min_by(|a, b| total(*a).total_cmp(&total(*b))).unwrap_or(0)
    };
    losses.iter().map(least).collect()
}

#[cfg(test)]
mod tests {
    use super::least_with_mean;

    #[test]
    fn a_theme_of_few_sentences_borrows_from_all() {
        let losses = [vec![9.0, 0.0], vec![0.0, 6.0], vec![0.0, 0.5]];
        // Alone the third would choose the first place by half a point, which the mean (3 and 2.2) outweighs.
        assert_eq!(least_with_mean(&losses), [1, 0, 1]);
        assert!(least_with_mean(&[]).is_empty());
    }
}
