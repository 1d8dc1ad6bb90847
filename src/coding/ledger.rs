//! The ledger: every hit and cue of a statement, with its place and what suppressed it; where the class is
//! the model's, also the terms that spoke for it most.

use super::{CodedStatement, Coder};
use crate::lexicon::Match;
use crate::statement::Statement;
use crate::text::CharacterOffsets;
use std::ops::Range;

/// A row of the ledger: a hit, a cue or a term of the model with its place in the cleaned text.
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
    /// `theme`, `theme_model`, `cue` or `model_term`.
    pub kind: &'static str,
    /// The theme, `facet=value`, or the detail.
    pub code: String,
    /// The pattern; for a term its kind and stems.
    pub pattern: String,
    /// Whether a negation reaches it.
    pub negated: bool,
    /// What suppressed it; empty where it counts.
    pub suppressed_by: String,
}

/// What `suppressed_by` says where people did not give the theme.
pub const BY_PERSON: &str = "person";

impl CodedStatement {
    /// All rows of the ledger in order of place.
    pub fn evidence(&self, statement: &Statement, coder: &Coder) -> Vec<Evidence> {
        let text = statement.text.as_str();
        let offsets = CharacterOffsets::new(text);
        let place = |tokens: Range<usize>| {
            let sentence = self.split.sentence_of(tokens.start);
            let span = self.split.span(tokens);
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
        let row = |tokens: &Match| place(tokens.start as usize..tokens.end as usize);
        let themes = self.hits.iter().map(|hit| Evidence {
            code: coder.themes.lexicon.categories[hit.theme as usize].slug.clone(),
            pattern: coder.themes.pattern(hit).to_string(),
            negated: hit.negated,
            suppressed_by: hit.suppressed_by.clone().unwrap_or_default(),
            ..row(&hit.tokens)
        });
        let proposals = self.proposals.iter().map(|proposal| Evidence {
            kind: "theme_model",
            code: coder.themes.lexicon.categories[proposal.theme as usize].slug.clone(),
            pattern: format!("the model, at {:.2}", proposal.probability),
            ..place(self.split.sentences[proposal.sentence as usize].tokens.clone())
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
        let terms = self.stance.terms.iter().map(|term| Evidence {
            kind: "model_term",
            code: self.stance.detail.clone(),
            pattern: format!("{}: {}", term.kind_in_words(), term.name),
            ..place(term.tokens.clone())
        });
        let mut rows: Vec<Evidence> = themes.chain(proposals).chain(cues).chain(terms).collect();
        rows.sort_by(|a, b| (a.start, a.end, a.kind, &a.code).cmp(&(b.start, b.end, b.kind, &b.code)));
        rows
    }

    /// The sentences of the passages on the proposal that hold a cue that counts, at most three; where
    /// none does, those that hold the model's terms.
    pub fn stance_sentences<'t>(&self, statement: &'t Statement) -> Vec<&'t str> {
        let in_passage = |i: &usize| self.stance.passages.iter().any(|passage| passage.sentences.contains(i));
        let cues = self.stance.cues.iter().filter(|cue| !cue.value.is_empty()).map(|cue| cue.sentence);
        let mut sentences: Vec<usize> = cues.filter(in_passage).collect();
        if sentences.is_empty() {
            let terms = self.stance.terms.iter().filter(|term| !term.words.is_empty());
            sentences.extend(terms.map(|term| self.split.sentence_of(term.tokens.start)));
        }
        sentences.sort_unstable();
        sentences.dedup();
        sentences.iter().take(3).map(|i| self.split.sentences[*i].span.of(&statement.text)).collect()
    }
}
