//! What is done to the words of a text before the lookup: split, removed, joined, removed again.
//!
//! The order is fixed: the tokenizer splits and removes signs, then phrases are joined into compounds,
//! then listed words are removed, so that a compound keeps a word that is removed elsewhere.

use super::matching::{Match, PatternSet};
use super::pattern::Pattern;
use super::word_memory::WordMemory;
use crate::text::{Segmented, Tokenizer};
use std::ops::Range;

/// What is done to the words of a text before the lookup.
#[derive(Clone, Debug)]
pub struct Preparation {
    tokenizer: Tokenizer,
    compounds: Option<PatternSet>,
    removed: Option<PatternSet>,
    concatenator: String,
}

/// What a thread remembers of words while it prepares texts.
#[derive(Clone, Debug, Default)]
pub struct PreparationMemory {
    compounds: WordMemory,
    removed: WordMemory,
}

impl Preparation {
    /// Phrases that are joined into one token by a concatenator, and words that are removed.
    ///
    /// Where phrases overlap, all their words are one token.
    pub fn new(
        tokenizer: Tokenizer,
        compounds: &[Pattern],
        removed: &[Pattern],
        concatenator: &str,
    ) -> Preparation {
        let set = |patterns: &[Pattern]| (!patterns.is_empty()).then(|| PatternSet::new(patterns));
        Preparation {
            tokenizer,
            compounds: set(compounds),
            removed: set(removed),
            concatenator: concatenator.into(),
        }
    }

    /// Splits a text, with its sentences if the lookup asks for them, and prepares its words.
    pub fn segment(&self, text: &str, with_sentences: bool, memory: &mut PreparationMemory) -> Segmented {
        let asks = |set: &Option<PatternSet>| set.as_ref().is_some_and(PatternSet::asks_for_sentences);
        let with_sentences = with_sentences || asks(&self.compounds) || asks(&self.removed);
        let mut split = self.tokenizer.segment(text, with_sentences);
        if let Some(compounds) = &self.compounds {
            let matches = compounds.matches(text, &split, &mut memory.compounds);
            split.join(text, &united(&matches), &self.concatenator);
        }
        if let Some(removed) = &self.removed {
            let matches = removed.matches(text, &split, &mut memory.removed);
            let mut is_removed = vec![false; split.tokens.len()];
            matches.iter().for_each(|m| is_removed[m.start as usize..m.end as usize].fill(true));
            split.remove(self.tokenizer.padding, |token, _| is_removed[token]);
        }
        split
    }
}

/// The ranges of tokens that phrases cover, overlapping ones made one; single words are left out.
fn united(matches: &[Match]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for found in matches.iter().filter(|found| found.end - found.start > 1) {
        let (start, end) = (found.start as usize, found.end as usize);
        match ranges.last_mut().filter(|last| start < last.end) {
            Some(last) => last.end = last.end.max(end),
            None => ranges.push(start..end),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place;
    use crate::text::Removals;

    #[test]
    fn phrases_are_joined_and_words_removed() {
        let patterns =
            |list: &[&str]| list.iter().map(|p| Pattern::plain(p, Place::default())).collect::<Vec<_>>();
        let punctuation = Removals { punctuation: true, ..Removals::default() };
        let plain = Tokenizer::default();
        let bare = Tokenizer { remove: punctuation, ..plain };
        let padded = Tokenizer { padding: true, ..bare };
        for (tokenizer, compounds, removed, text, expected) in [
            (
                plain,
                &["human right*", "rights law"][..],
                &[][..],
                "Human Rights law, human",
                "Human_Rights_law|,|human",
            ),
            (plain, &["a b", "c d", "b"], &[], "a b c d b", "a_b|c_d|b"),
            (bare, &["a b"], &[], "a, b.", "a_b"),
            (padded, &["a b"], &[], "a, b a b.", "a||b|a_b|"),
            (bare, &["house of commons"], &["of", "the"], "The House of Commons of x", "House_of_Commons|x"),
            (padded, &[], &["of the"], "x of the of.", "x|||of|"),
            (plain, &["a NEAR/2 b"], &[], "a x b. A c", "a_x_b|.|A|c"),
        ] {
            let compounds: Vec<Pattern> =
                compounds.iter().map(|p| Pattern::parse(p, Place::default()).unwrap()).collect();
            let preparation = Preparation::new(tokenizer, &compounds, &patterns(removed), "_");
            let split = preparation.segment(text, false, &mut PreparationMemory::default());
            let words: Vec<&str> = (0..split.tokens.len()).map(|token| split.word(text, token)).collect();
            assert_eq!(words.join("|"), expected, "{text}");
        }
    }
}
