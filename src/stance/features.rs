//! The features of a passage: stems, pairs of them, what a negation reaches, and what its cues show.
//!
//! Names of actors are masked before; nothing here knows who speaks.

use super::Mask;
use crate::codebook::{Facets, Question};
use crate::lexicon::{Match, Reading};
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::ops::Range;

/// How often a cue stands among the features: cues are few among many words, and rows are normalised.
const CUE_REPEATS: usize = 3;

/// The features of some sentences of a text, whose cues show these facets.
///
/// A word is its stem; a pair is two stems with a space; `¬` is before a stem that a negation reaches,
/// `=` before what cues show.
pub(super) fn features(
    question: &Question,
    mask: &Mask,
    reading: &Reading,
    sentences: Range<usize>,
    facets: &Facets,
) -> Vec<String> {
    let mut features = Vec::new();
    for sentence in &reading.split.sentences[sentences] {
        let words = stems(mask, reading, sentence.tokens.clone());
        features.extend(words.windows(2).map(|pair| format!("{} {}", pair[0].0, pair[1].0)));
        features.extend(words.iter().filter(|(_, negated)| *negated).map(|(stem, _)| format!("¬{stem}")));
        features.extend(words.into_iter().map(|(stem, _)| stem));
    }
    let cues = shown(question, facets);
    (0..CUE_REPEATS).for_each(|_| features.extend_from_slice(&cues));
    features
}

/// The stems of a sentence, each with whether it is negated.
fn stems(mask: &Mask, reading: &Reading, tokens: Range<usize>) -> Vec<(String, bool)> {
    let stemmer = Stemmer::create(Algorithm::English);
    let stem = |(word, token): (String, usize)| {
        let tokens = Match { start: token as u32, end: token as u32 + 1, pattern: 0 };
        (stemmer.stem(&word).into_owned(), reading.is_negated(&tokens))
    };
    mask.words(reading.text, reading.split, tokens).into_iter().map(stem).collect()
}

/// The values that cues show, and the detail that follows from them.
fn shown(question: &Question, facets: &Facets) -> Vec<String> {
    let values = question.facets.iter().zip(&facets.values);
    let mut shown: Vec<String> = values
        .flat_map(|(facet, values)| values.iter().map(move |value| format!("={}:{value}", facet.variable)))
        .collect();
    shown.extend(question.derive(facets).map(|derived| format!("=detail:{}", derived.detail)));
    shown
}
