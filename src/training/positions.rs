//! The positions on themes from coded sentences: a regression a position, on the sentences that have its theme.

use super::theme_examples::{Examples, Sentence};
use super::themes::ThemeTraining;
use crate::error::Result;
use crate::model::{Label, LabelIndex, Row, Vocabulary, fit_label, sigmoid};
use crate::theme::settled;
use rayon::prelude::*;

/// A position is learnt from so many sentences at least.
const LEAST_EXAMPLES: usize = 12;

/// What the fits of other writers' sentences say of each sentence: the logit of each position that they know.
pub(super) type Leanings = Vec<Vec<((usize, u8), f64)>>;

impl Examples {
    /// Fits each position of each theme to these sentences.
    pub fn fit_positions(
        &self,
        seen: &[usize],
        vocabulary: &Vocabulary,
        settings: &ThemeTraining,
    ) -> Result<Vec<((usize, u8), Label)>> {
        let asked = self.positions.iter().enumerate();
        let asked: Vec<(usize, u8)> = asked
            .flat_map(|(theme, positions)| (0..positions.len() as u8).map(move |position| (theme, position)))
            .collect();
        let fit = |(theme, position): (usize, u8)| -> Result<Option<((usize, u8), Label)>> {
            let coded: Vec<&Sentence> = seen
                .iter()
                .map(|i| &self.sentences[*i])
                .filter(|sentence| sentence.has_positions_of(theme))
                .collect();
            let has: Vec<bool> = coded.iter().map(|sentence| sentence.takes((theme, position))).collect();
            let n = has.iter().filter(|has| **has).count();
            if n < LEAST_EXAMPLES || n == has.len() {
                return Ok(None);
            }
            let rows: Vec<Row> = coded.iter().map(|sentence| vocabulary.row(&sentence.features)).collect();
            let rows: Vec<&Row> = rows.iter().collect();
            let (constant, weights) = fit_label(&rows, &has, settings.features, settings.alpha)?;
            let name = format!("{}={}", self.names[theme], self.positions[theme][position as usize]);
            let mut label = Label { name, constant, weights, n, ..Label::default() };
            label.rescale(0.0, 1.0);
            Ok(Some(((theme, position), label)))
        };
        let fitted: Vec<Option<_>> = asked.into_par_iter().map(fit).collect::<Result<_>>()?;
        Ok(fitted.into_iter().flatten().collect())
    }

    /// What fitted positions say of a sentence.
    pub fn lean(fitted: &[((usize, u8), Label)], index: &LabelIndex, row: &Row) -> Vec<((usize, u8), f64)> {
        fitted.iter().map(|(position, _)| *position).zip(index.logits(row)).collect()
    }

    /// Cases (a sentence with a theme whose positions were coded), and recall, precision and F1 of the positions by
    /// cues, by the model alone, and by both.
    pub fn position_figures(&self, leanings: &Leanings) -> (usize, Vec<(String, [f64; 3])>) {
        let mut n_cases = 0;
        let ways = ["cues", "model without the cues", "both"];
        let mut counts = [[0.0; 3]; 3];
        for (sentence, leaning) in self.sentences.iter().zip(leanings).filter(|(_, known)| !known.is_empty())
        {
            let asked =
                |theme: &usize| !self.positions[*theme].is_empty() && sentence.has_positions_of(*theme);
            for theme in sentence.themes.iter().copied().filter(asked) {
                n_cases += 1;
                let given = sentence.positions.iter().flatten().find(|(known, _)| *known == theme);
                let shown = sentence.shown.iter().filter(|(known, _)| *known == theme);
                let shown: Vec<u8> = shown.map(|(_, position)| *position).collect();
                let of_theme = leaning.iter().filter(|((known, _), _)| *known == theme);
                let by_model: Vec<(u8, f64)> =
                    of_theme.map(|((_, position), logit)| (*position, sigmoid(*logit))).collect();
                let told = [settled(&shown, &[]), settled(&[], &by_model), settled(&shown, &by_model)];
                for (counts, told) in counts.iter_mut().zip(told) {
                    let is_right = told.is_some() && told == given.map(|(_, position)| *position);
                    for (count, one) in counts.iter_mut().zip([given.is_some(), told.is_some(), is_right]) {
                        *count += f64::from(u8::from(one));
                    }
                }
            }
        }
        let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let figures = |[given, told, right]: [f64; 3]| {
            [ratio(right, given), ratio(right, told), ratio(2.0 * right, given + told)]
        };
        (n_cases, ways.map(String::from).into_iter().zip(counts.map(figures)).collect())
    }
}

impl Sentence {
    /// Whether it has a theme and its positions were coded.
    fn has_positions_of(&self, theme: usize) -> bool {
        self.positions.is_some() && self.themes.contains(&theme)
    }

    fn takes(&self, position: (usize, u8)) -> bool {
        self.positions.iter().flatten().any(|known| *known == position)
    }
}
