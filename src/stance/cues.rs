//! Cues: the words that show a facet's value, and what their context makes of it.

use crate::codebook::{Facets, Question};
use crate::lexicon::{Match, PatternSet, Reading, WordMemory};

/// A cue found in a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// Index of the facet.
    pub facet: usize,
    /// The value that counts; empty where the context leaves none.
    pub value: String,
    /// The value that its words show, whatever their context.
    pub shown: String,
    /// Where it stands.
    pub tokens: Match,
    /// Index of the sentence.
    pub sentence: usize,
    /// The pattern that found it.
    pub pattern: String,
    /// Whether a negation reaches it.
    pub negated: bool,
    /// The mark of context that changed it, if any.
    pub changed_by: String,
}

/// The cues of a question made ready.
#[derive(Clone, Debug)]
pub(super) struct CueReader {
    set: PatternSet,
    roles: Vec<(usize, usize, String)>,
}

impl CueReader {
    pub fn new(question: &Question) -> Self {
        let mut roles = Vec::new();
        let mut patterns = Vec::new();
        for (facet, definition) in question.facets.iter().enumerate() {
            for (value, known) in definition.values.iter().enumerate() {
                for pattern in &known.cues {
                    roles.push((facet, value, pattern.source.clone()));
                    patterns.push(pattern);
                }
            }
        }
        CueReader { set: PatternSet::new(patterns), roles }
    }

    /// All cues of a text, wherever they stand.
    pub fn cues(&self, question: &Question, reading: &Reading, memory: &mut WordMemory) -> Vec<Cue> {
        let matches = self.set.matches(reading.text, reading.split, memory);
        let found = matches.into_iter().map(|tokens| {
            let (facet, value, pattern) = &self.roles[tokens.pattern as usize];
            let sentence = reading.split.sentence_of(tokens.start as usize);
            let count = |mark: &str| reading.count(mark, &tokens);
            let known = &question.facets[*facet].values[*value];
            let negations = count("negation");
            let change = known.under.iter().find(|(mark, _)| match mark.as_str() {
                "negation" => negations % 2 == 1,
                "double_negation" => negations == 2,
                mark => count(mark) > 0,
            });
            let (value, changed_by) = match change {
                None => (known.name.clone(), String::new()),
                Some((mark, becomes)) => (becomes.clone().unwrap_or_default(), mark.clone()),
            };
            let (facet, shown, pattern) = (*facet, known.name.clone(), pattern.clone());
            Cue { facet, value, shown, tokens, sentence, pattern, negated: negations % 2 == 1, changed_by }
        });
        found.collect()
    }
}

/// The facets that cues show.
pub(super) fn facets<'c>(question: &Question, cues: impl IntoIterator<Item = &'c Cue>) -> Facets {
    let mut facets = Facets::empty(question);
    for cue in cues.into_iter().filter(|cue| !cue.value.is_empty()) {
        facets.add(question, cue.facet, &cue.value);
    }
    facets
}
