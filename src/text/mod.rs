//! Words and sentences with their places in a text.
//!
//! Owns tokenizing and sentence splitting. Knows nothing of statements, lexicons or files. Every
//! span is a byte range into the text it was made from; spans of one kind are sorted and do not
//! overlap, so that any count can be traced back to its words.

mod character;
mod distance;
mod fold;
mod sentences;
mod words;

pub use distance::{distance, nearest};
pub use fold::fold;
pub use sentences::{Sentence, sentences};
pub use words::{Token, TokenKind, words};

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

/// A text split into paragraphs, sentences and words.
///
/// `sentences` tile the non-blank text in order; the tokens of sentence `i` are
/// `tokens[sentences[i].tokens]`.
#[derive(Clone, Debug, Default)]
pub struct Segmented {
    /// All tokens in order, punctuation marks among them.
    pub tokens: Vec<Token>,
    /// All sentences in order.
    pub sentences: Vec<Sentence>,
}

impl Segmented {
    /// Splits a text whose paragraphs are separated by empty lines.
    ///
    /// ```
    /// let split = plenary::text::Segmented::new("We agree. Mr. Fall spoke.\n\nThank you.");
    /// assert_eq!(split.sentences.len(), 3);
    /// assert_eq!(split.sentences[2].paragraph, 1);
    /// assert_eq!(split.n_words(), 7);
    /// ```
    pub fn new(text: &str) -> Self {
        let tokens = words(text);
        let sentences = sentences(text, &tokens);
        Segmented { tokens, sentences }
    }

    /// Splits a text into words alone, as one sentence that is not listed: for what asks for no sentence.
    pub fn unsplit(text: &str) -> Self {
        Segmented { tokens: words(text), sentences: Vec::new() }
    }

    /// Number of words: tokens that hold a letter or a digit.
    pub fn n_words(&self) -> usize {
        self.tokens.iter().filter(|token| token.kind == TokenKind::Word).count()
    }

    /// The index of the sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// The text between the first and last of a range of tokens.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|i| self.tokens.get(i))) {
            (Some(first), Some(last)) => Span { start: first.span.start, end: last.span.end },
            _ => Span::default(),
        }
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

    #[test]
    fn sentences_hold_all_tokens() {
        let text = "One two. Three?\n\nFour (five) six";
        let split = Segmented::new(text);
        let covered: usize = split.sentences.iter().map(|s| s.tokens.len()).sum();
        assert_eq!(covered, split.tokens.len());
        assert_eq!(split.sentence_of(split.tokens.len() - 1), split.sentences.len() - 1);
    }
}
