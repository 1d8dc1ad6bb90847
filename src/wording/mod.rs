//! What a model may see of a sentence: the stems of its words, names of actors masked.
//!
//! Owns the mask and the stems. Which features are made of them is the matter of those who train.

mod mask;

pub use mask::{Mask, STATE};

use crate::lexicon::{Match, Reading};
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::ops::Range;

/// A word of a sentence as features have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stem {
    /// The stem in lower case, or `_state` or `_group` for a name.
    pub stem: String,
    /// Whether a negation reaches it.
    pub is_negated: bool,
    /// Its tokens; more than one where a name is masked.
    pub tokens: Range<usize>,
}

/// The stems of a range of tokens, which is one sentence, in order.
pub fn stems(mask: &Mask, reading: &Reading, tokens: Range<usize>) -> Vec<Stem> {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut end = tokens.end;
    let words = mask.words(reading.text, reading.split, tokens);
    let stem = |(word, token): (String, usize)| {
        let first = Match { start: token as u32, end: token as u32 + 1, pattern: 0 };
        let tokens = token..std::mem::replace(&mut end, token);
        Stem { stem: stemmer.stem(&word).into_owned(), is_negated: reading.is_negated(&first), tokens }
    };
    // From the last: a word goes on to where the next begins.
    let mut stems: Vec<Stem> = words.into_iter().rev().map(stem).collect();
    stems.reverse();
    stems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::ActorTable;
    use crate::lexicon::{Context, WordMemory};
    use crate::text::Segmented;

    #[test]
    fn stems_know_their_tokens_and_their_negation() {
        let mask = Mask::new(&ActorTable::built_in().unwrap());
        let context = Context::read("negation: {reach: 2, marks: [not]}", "c.yml").unwrap();
        let text = "The Group of 77 did not oppose migrants";
        let split = Segmented::new(text);
        let reading = context.reading(text, &split, &mut WordMemory::default());
        let stems = stems(&mask, &reading, 0..split.tokens.len());
        let seen: Vec<_> = stems.iter().map(|s| (s.stem.as_str(), s.is_negated, s.tokens.len())).collect();
        assert_eq!(seen[1], ("_group", false, 3));
        assert_eq!(seen[seen.len() - 2..], [("oppos", true, 1), ("migrant", true, 1)]);
    }
}
