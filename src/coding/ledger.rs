//! The ledger: every hit and cue of a statement, with its place and what suppressed it.

use super::{CodedStatement, Coder};
use crate::lexicon::Match;
use crate::statement::Statement;
use crate::text::CharacterOffsets;

/// A row of the ledger: a hit or a cue with its place in the cleaned text.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Number of the sentence, from 1.
    pub sentence: usize,
    /// First character, from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Number of the paragraph, from 1.
    pub paragraph: u32,
    /// The words.
    pub text: String,
    /// `theme` or `cue`.
    pub kind: &'static str,
    /// The theme, or `facet=value`.
    pub code: String,
    /// The pattern.
    pub pattern: String,
    /// Whether a negation reaches it.
    pub negated: bool,
    /// What suppressed it; empty where it counts.
    pub suppressed_by: String,
}

impl CodedStatement {
    /// All rows of the ledger in order of place.
    pub fn evidence(&self, statement: &Statement, coder: &Coder) -> Vec<Evidence> {
        let text = statement.text.as_str();
        let offsets = CharacterOffsets::new(text);
        let row = |tokens: &Match| {
            let span = self.split.span(tokens.start as usize..tokens.end as usize);
            let sentence = self.split.sentence_of(tokens.start as usize);
            Evidence {
                sentence: sentence + 1,
                start: offsets.at(span.start as usize),
                end: offsets.at(span.end as usize),
                paragraph: self.split.sentences[sentence].paragraph + 1,
                text: span.of(text).to_string(),
                kind: "theme",
                code: String::new(),
                pattern: String::new(),
                negated: false,
                suppressed_by: String::new(),
            }
        };
        let themes = self.hits.iter().map(|hit| Evidence {
            code: coder.themes.lexicon.categories[hit.theme as usize].slug.clone(),
            pattern: coder.themes.pattern(hit).to_string(),
            negated: hit.negated,
            suppressed_by: hit.suppressed_by.clone().unwrap_or_default(),
            ..row(&hit.tokens)
        });
        let facets = &coder.stance.question.facets;
        let cues = self.stance.cues.iter().map(|cue| Evidence {
            kind: "cue",
            code: format!("{}={}", facets[cue.facet].variable, cue.value),
            pattern: cue.pattern.clone(),
            negated: cue.negated,
            suppressed_by: if cue.value.is_empty() { cue.changed_by.clone() } else { String::new() },
            ..row(&cue.tokens)
        });
        let mut rows: Vec<Evidence> = themes.chain(cues).collect();
        rows.sort_by(|a, b| (a.start, a.end, a.kind, &a.code).cmp(&(b.start, b.end, b.kind, &b.code)));
        rows
    }

    /// The sentences of the passages on the proposal that hold a cue that counts, at most three.
    pub fn stance_sentences<'t>(&self, statement: &'t Statement) -> Vec<&'t str> {
        let in_passage = |i: usize| self.stance.passages.iter().any(|passage| passage.sentences.contains(&i));
        let mut sentences: Vec<usize> = self
            .stance
            .cues
            .iter()
            .filter(|cue| !cue.value.is_empty())
            .map(|cue| cue.sentence)
            .filter(|i| in_passage(*i))
            .collect();
        sentences.sort_unstable();
        sentences.dedup();
        sentences.iter().take(3).map(|i| self.split.sentences[*i].span.of(&statement.text)).collect()
    }
}
