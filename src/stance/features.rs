//! The features of a passage: stems, pairs of them, what a negation reaches, and what its cues show.
//!
//! Names of actors are masked before; nothing here knows who speaks. The name of a state is no feature at all: of states
//! the training passages name hardly any but the host, whom each would stand for.

use super::cues::Cue;
use crate::codebook::{Facets, Question};
use crate::lexicon::Reading;
use crate::wording::{Mask, STATE, Stem, stems};
use std::ops::Range;

/// How often a cue stands among the features: cues are few among many words, and rows are normalised.
const CUE_REPEATS: usize = 3;

/// What a feature is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeatureKind {
    /// The stem of a word.
    Word,
    /// The stems of two words that follow each other.
    Pair,
    /// A stem that a negation reaches.
    Negated,
    /// A facet's value that cues show.
    Cue,
    /// A facet's value whose cue stands under a mark of context, such as a negation.
    Turned,
    /// The detail that follows from all that cues show.
    Detail,
}

/// A feature and where it stands.
pub(super) struct Feature {
    pub kind: FeatureKind,
    /// The name in the model's vocabulary.
    pub name: String,
    /// Its tokens; empty where it is made of cues.
    pub tokens: Range<usize>,
}

/// The features of some sentences of a text with their cues, which show these facets.
///
/// A word is its stem; a pair is two stems with a space; `¬` is before a stem that a negation reaches,
/// `=` before what cues show, `≠` before what a mark of context turns.
pub(super) fn features(
    question: &Question,
    mask: &Mask,
    reading: &Reading,
    sentences: Range<usize>,
    cues: &[&Cue],
    facets: &Facets,
) -> Vec<Feature> {
    let mut features = Vec::new();
    let mut push = |kind, name, tokens| features.push(Feature { kind, name, tokens });
    for sentence in &reading.split.sentences[sentences] {
        let words = stems(mask, reading, sentence.tokens.clone());
        let is_word = |word: &Stem| word.stem != STATE;
        for pair in words.windows(2).filter(|pair| pair.iter().all(is_word)) {
            let tokens = pair[0].tokens.start..pair[1].tokens.end;
            push(FeatureKind::Pair, format!("{} {}", pair[0].stem, pair[1].stem), tokens);
        }
        let words: Vec<Stem> = words.into_iter().filter(is_word).collect();
        for word in words.iter().filter(|word| word.is_negated) {
            push(FeatureKind::Negated, format!("¬{}", word.stem), word.tokens.clone());
        }
        words.into_iter().for_each(|word| push(FeatureKind::Word, word.stem, word.tokens));
    }
    for _ in 0..CUE_REPEATS {
        shown(question, facets).into_iter().for_each(|(kind, name)| push(kind, name, 0..0));
        for cue in cues.iter().filter(|cue| !cue.changed_by.is_empty()) {
            let variable = &question.facets[cue.facet].variable;
            let tokens = cue.tokens.start as usize..cue.tokens.end as usize;
            push(FeatureKind::Turned, format!("≠{variable}:{} {}", cue.shown, cue.changed_by), tokens);
        }
    }
    features
}

/// The values that cues show, and the detail that follows from them.
fn shown(question: &Question, facets: &Facets) -> Vec<(FeatureKind, String)> {
    let values = question.facets.iter().zip(&facets.values);
    let values = values.flat_map(|(facet, values)| values.iter().map(move |value| (facet, value)));
    let values = values.map(|(facet, value)| (FeatureKind::Cue, format!("={}:{value}", facet.variable)));
    let detail = question.derive(facets).map(|derived| format!("=detail:{}", derived.detail));
    values.chain(detail.map(|name| (FeatureKind::Detail, name))).collect()
}
