//! Words and sentences with their places in a text.
//!
//! Owns tokenizing and sentence splitting. Knows nothing of statements, lexicons or files. Every
//! span is a byte range into the text it was made from; spans of one kind are sorted and do not
//! overlap, so that any count can be traced back to its words.

mod addresses;
mod character;
mod distance;
mod fingerprint;
mod fold;
mod language;
mod segmented;
mod sentences;
mod signature;
mod tokenizer;
mod unspaced;
mod words;

pub use distance::{did_you_mean, distance, nearest};
pub use fingerprint::fingerprint;
pub use fold::{compose, fold};
pub use language::{language, language_code};
pub use segmented::Segmented;
pub use sentences::{Sentence, sentences};
pub use signature::Signature;
pub use tokenizer::{Removals, Tokenizer};
pub use words::{Splits, Token, TokenKind, words};

use std::ops::Range;

/// A byte range into a text, end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from two byte offsets of one text. Texts of 4 GiB and more are refused at ingest.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start: start as u32, end: end as u32 }
    }

    /// The words that the span stands for.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range()]
    }

    /// The span as a range of `usize`.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether two spans share a byte.
    pub fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Turns byte offsets of a text into character offsets, for sorted or unsorted queries.
///
/// A text of ASCII alone costs nothing; others are counted in steps of 256 bytes.
pub struct CharacterOffsets<'t> {
    text: &'t str,
    marks: Option<Vec<u32>>,
}

const STEP: usize = 256;

impl<'t> CharacterOffsets<'t> {
    /// Prepares a text.
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return CharacterOffsets { text, marks: None };
        }
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for (i, byte) in text.bytes().enumerate() {
            if i % STEP == 0 {
                marks.push(count);
            }
            count += u32::from(!is_continuation(byte));
        }
        CharacterOffsets { text, marks: Some(marks) }
    }

    /// Number of characters before a byte offset.
    pub fn at(&self, byte: usize) -> usize {
        let Some(marks) = &self.marks else { return byte };
        let Some(index) = (byte / STEP).checked_sub(usize::from(byte / STEP >= marks.len())) else {
            return 0;
        };
        let from = index * STEP;
        let rest = self.text.as_bytes()[from..byte].iter().filter(|b| !is_continuation(**b)).count();
        marks[index] as usize + rest
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn character_offsets_equal_a_count() {
        let text = "Côte d’Ivoire – ".repeat(60);
        let offsets = CharacterOffsets::new(&text);
        for (byte, _) in text.char_indices() {
            assert_eq!(offsets.at(byte), text[..byte].chars().count());
        }
        assert_eq!(offsets.at(text.len()), text.chars().count());
        assert_eq!(CharacterOffsets::new("").at(0), 0);
    }
}
