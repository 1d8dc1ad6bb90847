//! What a corpus shows of a lexicon, counted text by text.
//!
//! Tallies of parts of a corpus add up to that of the whole in any order.

use super::Lint;
use crate::lexicon::entries::{Found, Purpose};
use crate::lexicon::word_memory::WordMemory;
use crate::text::{Segmented, TokenKind, fold};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Range;

/// Counts over a corpus. Holds its distinct words, not its texts.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Texts read.
    pub n_texts: u64,
    /// Matches of each entry, those that do not count too.
    pub(super) matched: Vec<u32>,
    /// Hits of each entry that count.
    pub(super) counted: Vec<u32>,
    words: FxHashMap<Box<str>, u32>,
    /// How often a word stands at a match of a pattern with a glob that takes it.
    taken: FxHashMap<(u32, Box<str>), u32>,
}

/// What a thread remembers from text to text.
#[derive(Default)]
pub struct TallyMemory {
    words: WordMemory,
}

impl Tally {
    /// Adds the counts of another part of the corpus.
    pub fn add(&mut self, other: Tally) {
        self.n_texts += other.n_texts;
        for (own, others) in [(&mut self.matched, other.matched), (&mut self.counted, other.counted)] {
            own.resize(own.len().max(others.len()), 0);
            own.iter_mut().zip(others).for_each(|(own, n)| *own += n);
        }
        other.words.into_iter().for_each(|(word, n)| *self.words.entry(word).or_default() += n);
        other.taken.into_iter().for_each(|(word, n)| *self.taken.entry(word).or_default() += n);
    }

    /// The distinct words in lower case with their numbers, in order.
    pub(super) fn vocabulary(&self) -> BTreeMap<String, u32> {
        let mut vocabulary = BTreeMap::new();
        for (word, n) in &self.words {
            *vocabulary.entry(fold(word).into_owned()).or_default() += n;
        }
        vocabulary
    }

    /// The words that each glob took, in order of glob, then of number, then of word.
    pub(super) fn taken(&self) -> BTreeMap<u32, Vec<(u32, &str)>> {
        let mut taken: BTreeMap<u32, Vec<(u32, &str)>> = BTreeMap::new();
        for ((glob, word), n) in &self.taken {
            taken.entry(*glob).or_default().push((*n, word));
        }
        for words in taken.values_mut() {
            words.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
        }
        taken
    }
}

impl Lint<'_> {
    /// Counts a text into a tally.
    pub fn count(&self, text: &str, tally: &mut Tally, memory: &mut TallyMemory) {
        let n = self.entries.list.len();
        tally.matched.resize(n, 0);
        tally.counted.resize(n, 0);
        tally.n_texts += 1;
        let split = self.entries.split(text);
        for token in split.tokens.iter().filter(|token| token.kind == TokenKind::Word) {
            let word = token.span.of(text);
            match tally.words.get_mut(word) {
                Some(n) => *n += 1,
                None => drop(tally.words.insert(word.into(), 1)),
            }
        }
        let found = self.entries.found(text, &split, &mut memory.words);
        for found in &found {
            let number = found.tokens.pattern as usize;
            tally.matched[number] += 1;
            let counts = found.suppressed_by.is_none() && self.entries.list[number].purpose == Purpose::Hit;
            tally.counted[number] += u32::from(counts);
        }
        self.count_taken(text, &split, &found, tally);
    }

    /// Counts the words that globs took; a word at several matches counts once for a glob.
    fn count_taken(&self, text: &str, split: &Segmented, found: &[Found], tally: &mut Tally) {
        let mut places: Vec<(usize, u32)> = Vec::new();
        let mut last = None;
        for found in found.iter().filter(|found| !self.globs.of_entry(found.tokens.pattern).is_empty()) {
            let number = found.tokens.pattern;
            let tokens = self.tokens_of(found, split);
            // Matches of one pattern in one sentence often ask for the same words.
            if last.replace((number, tokens.clone())) == Some((number, tokens.clone())) {
                continue;
            }
            for token in tokens {
                let word = split.tokens[token].span.of(text);
                places.extend(self.globs.taking(word, number).map(|glob| (token, glob)));
            }
        }
        places.sort_unstable();
        places.dedup();
        for (token, glob) in places {
            let word = fold(split.tokens[token].span.of(text));
            *tally.taken.entry((glob, word.as_ref().into())).or_default() += 1;
        }
    }

    /// The tokens among which the words of a match stand: its own, or those of its sentence where the
    /// pattern asks for a word beside it.
    fn tokens_of(&self, found: &Found, split: &Segmented) -> Range<usize> {
        let own = found.tokens.start as usize..found.tokens.end as usize;
        match self.globs.asks_beside(found.tokens.pattern) {
            false => own,
            true => split.sentences.get(split.sentence_of(own.start)).map_or(own, |s| s.tokens.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn parts_add_up_to_the_whole() {
        let text = "a: {$patterns: [rat*, ship AND rat*], $except: [ratio]}";
        let lexicon = Lexicon::read(text, "l.yml").unwrap();
        let lint = Lint::new(&lexicon);
        let tally = |texts: &[&str]| {
            let mut tally = Tally::default();
            texts.iter().for_each(|text| lint.count(text, &mut tally, &mut TallyMemory::default()));
            tally
        };
        let (one, two) = ("A ship with rats. Rather a ratio.", "Rats!");
        let mut sum = tally(&[one]);
        sum.add(tally(&[two]));
        for tally in [sum, tally(&[one, two])] {
            assert_eq!(
                (tally.n_texts, &tally.matched[..], &tally.counted[..]),
                (2, &[4, 1, 1][..], &[3, 1, 0][..])
            );
            assert_eq!(tally.taken()[&0], [(2, "rats"), (1, "rather"), (1, "ratio")]);
            assert_eq!(tally.vocabulary()["rats"], 2);
        }
    }
}
