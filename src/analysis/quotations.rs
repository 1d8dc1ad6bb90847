//! The best quotation for each theme and position, with its place.

use crate::coding::{Coded, CodedStatement};
use crate::lexicon::Lexicon;
use crate::table::Table;
use std::collections::BTreeMap;

/// A sentence that could be quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Higher is better: distinct words that hit, in a sentence of a length that can be quoted.
    score: u32,
    sentence: usize,
    paragraph: u32,
    text: String,
    statement: String,
    actor: String,
    citation: String,
}

/// The best candidates so far, by theme and position.
#[derive(Clone, Debug, Default)]
pub struct Quotations {
    best: BTreeMap<(u16, Option<u8>), Candidate>,
}

/// Sentences of fewer or more words are not quoted where others are to be had.
const QUOTABLE: std::ops::RangeInclusive<usize> = 8..=45;

impl Quotations {
    /// Takes the better of what is known and what a statement offers; the earlier wins a tie.
    pub fn offer(&mut self, text: &str, coded: &CodedStatement, record: &Coded, citation: &str) {
        for coding in coded.themes.iter().filter(|coding| !coding.listed) {
            let is_of = |theme: u32| theme == u32::from(coding.theme);
            let hits = coded.hits.iter().filter(|hit| is_of(hit.theme) && hit.suppressed_by.is_none());
            let hits = hits.filter(|hit| !hit.negated).map(|hit| hit.sentence);
            let proposals = coded.proposals.iter().filter(|p| is_of(p.theme)).map(|p| p.sentence);
            let mut by_sentence: BTreeMap<u32, u32> = BTreeMap::new();
            hits.chain(proposals).for_each(|sentence| *by_sentence.entry(sentence).or_default() += 1);
            for (sentence, n_hits) in by_sentence {
                let found = &coded.split.sentences[sentence as usize];
                let is_quotable = QUOTABLE.contains(&found.tokens.len());
                let score = n_hits.min(3) + 10 * u32::from(is_quotable);
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
        ];
        let mut table = Table::new("quotations", "The best quotation for each theme and position", &columns);
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
            ]);
        }
        table.note("Letter by letter as in the cleaned text. Chosen by the number of hits among sentences of 8 to 45 words and marks.")
    }
}
