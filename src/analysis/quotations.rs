//! One sentence for each theme and position with its place: the machine's choice, to be checked.

use crate::coding::{Coded, CodedStatement};
use crate::lexicon::Lexicon;
use crate::table::Table;
use crate::theme::Origin;
use std::collections::BTreeMap;

/// A sentence that could be quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Larger is better.
    score: Score,
    sentence: usize,
    paragraph: u32,
    text: String,
    statement: String,
    actor: String,
    citation: String,
    found_by: Origin,
    confidence: Option<f64>,
}

/// What makes one sentence better than another, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
struct Score {
    /// Whether the model is as likely as not to find the theme in it; so where no model was asked.
    is_likely: bool,
    /// Whether it is of a length that can be quoted.
    is_quotable: bool,
    /// Whether a pattern matches and the model finds the theme too.
    is_found_twice: bool,
    /// The probability that the model gives.
    probability: f64,
    /// How many patterns match, up to three.
    hits: usize,
}

/// The best candidates so far, by theme and position.
#[derive(Clone, Debug, Default)]
pub struct Quotations {
    best: BTreeMap<(u16, Option<u8>), Candidate>,
}

const TITLE: &str = "One sentence for each theme and position (the machine's choice, to be checked)";

/// The probability from which the model finds a theme.
const LIKELY: f64 = 0.5;

/// Sentences of fewer or more words are not quoted where others are to be had.
const QUOTABLE: std::ops::RangeInclusive<usize> = 8..=45;

impl Quotations {
    /// Takes the better of what is known and what a statement offers; the earlier wins a tie.
    pub fn offer(&mut self, text: &str, coded: &CodedStatement, record: &Coded, citation: &str) {
        for coding in coded.themes.iter().filter(|coding| !coding.listed) {
            let is_of = |theme: u32| theme == u32::from(coding.theme);
            let hits = coded.hits.iter().filter(|hit| is_of(hit.theme) && hit.suppressed_by.is_none());
            let hits = hits.filter(|hit| !hit.negated).map(|hit| (hit.sentence, hit.probability, true));
            let proposals = coded.proposals.iter().filter(|proposal| is_of(proposal.theme));
            let proposals = proposals.map(|found| (found.sentence, Some(found.probability), false));
            let mut by_sentence: BTreeMap<u32, (Option<f64>, usize)> = BTreeMap::new();
            for (sentence, probability, is_hit) in hits.chain(proposals) {
                let known = by_sentence.entry(sentence).or_default();
                known.0 = [known.0, probability].into_iter().flatten().reduce(f64::max);
                known.1 += usize::from(is_hit);
            }
            for (sentence, (probability, n_hits)) in by_sentence {
                let found = &coded.split.sentences[sentence as usize];
                let score = Score {
                    is_likely: probability.is_none_or(|probability| probability >= LIKELY),
                    is_quotable: QUOTABLE.contains(&found.tokens.len()),
                    is_found_twice: n_hits > 0
                        && probability.is_some_and(|probability| probability >= LIKELY),
                    probability: probability.unwrap_or_default(),
                    hits: n_hits.min(3),
                };
                let key = (coding.theme, coding.position);
                if self.best.get(&key).is_none_or(|best| score > best.score) {
                    let quoted = found.span.of(text).to_string();
                    let candidate = Candidate {
                        score,
                        sentence: sentence as usize + 1,
                        paragraph: found.paragraph + 1,
                        text: quoted,
                        statement: record.id.to_string(),
                        actor: record.actor_name.to_string(),
                        citation: citation.into(),
                        found_by: match (n_hits > 0, score.is_found_twice) {
                            (true, true) => Origin::Both,
                            (true, false) => Origin::Lexicon,
                            _ => Origin::Model,
                        },
                        confidence: probability,
                    };
                    self.best.insert(key, candidate);
                }
            }
        }
    }

    /// The quotations as a table.
    pub fn table(&self, lexicon: &Lexicon) -> Table {
        let columns = [
            "theme",
            "label",
            "position",
            "quotation",
            "actor",
            "statement_id",
            "paragraph",
            "sentence",
            "citation",
            "found_by",
            "confidence",
        ];
        let mut table = Table::new("quotations", TITLE, &columns);
        for ((theme, position), found) in &self.best {
            let category = &lexicon.categories[*theme as usize];
            table.push(vec![
                category.slug.as_str().into(),
                category.label.as_str().into(),
                position.map_or("", |position| category.positions[position as usize].0.as_str()).into(),
                found.text.as_str().into(),
                found.actor.as_str().into(),
                found.statement.as_str().into(),
                found.paragraph.into(),
                found.sentence.into(),
                found.citation.as_str().into(),
                found.found_by.name().into(),
                found.confidence.into(),
            ]);
        }
        table.note(
            "Letter by letter as in the cleaned text; read it before it is quoted. Chosen: sentences in which the model is as likely as not to find \
             the theme (confidence), then those of 8 to 45 words and marks, then those that lexicon and model both find (found_by), then \
             the more confident.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_found_twice_is_better_than_many_hits_and_an_unlikely_one_is_the_last() {
        let likely = Score { is_likely: true, is_quotable: true, ..Score::default() };
        let twice = Score { is_found_twice: true, probability: 0.6, hits: 1, ..likely };
        let by_model = Score { probability: 0.9, ..likely };
        let by_patterns = Score { hits: 3, ..likely };
        let unlikely = Score { is_likely: false, probability: 0.2, hits: 3, ..likely };
        let order = [twice, by_model, by_patterns, unlikely];
        assert!(order.windows(2).all(|pair| pair[0] > pair[1]));
    }
}
