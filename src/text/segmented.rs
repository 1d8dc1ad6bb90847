//! A text split into sentences and tokens, and what may be done to the tokens afterwards.
//!
//! Tokens are removed or joined without losing their places: a token still knows where it stands in
//! the text, and sentences still hold theirs.

use super::{Sentence, Span, Token, TokenKind, sentences, words};
use std::ops::Range;

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
    /// The tokens that stand for several, in order, and how they are spelt.
    joined: Vec<(u32, Box<str>)>,
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
        Segmented::of(tokens, sentences)
    }

    /// Splits a text into words alone, as one sentence that is not listed: for what asks for no sentence.
    pub fn unsplit(text: &str) -> Self {
        Segmented::of(words(text), Vec::new())
    }

    /// Tokens and the sentences that hold them; without any, they are one sentence that is not listed.
    pub(super) fn of(tokens: Vec<Token>, sentences: Vec<Sentence>) -> Self {
        Segmented { tokens, sentences, joined: Vec::new() }
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

    /// The tokens that stand for several, each with its index and how it is spelt.
    pub fn joined(&self) -> &[(u32, Box<str>)] {
        &self.joined
    }

    /// A token as it is spelt: its part of the text, or its words joined; empty for a place left empty.
    pub fn word<'s>(&'s self, text: &'s str, token: usize) -> &'s str {
        match self.joined.binary_search_by_key(&token, |(at, _)| *at as usize) {
            Ok(found) => &self.joined[found].1,
            Err(_) => self.tokens[token].span.of(text),
        }
    }

    /// Removes tokens, all but for their places if `padding`.
    pub fn remove(&mut self, padding: bool, mut is_removed: impl FnMut(usize, &Token) -> bool) {
        let stays: Vec<bool> =
            self.tokens.iter().enumerate().map(|(i, token)| !is_removed(i, token)).collect();
        if !padding {
            return self.keep(&stays);
        }
        self.joined.retain(|(at, _)| stays[*at as usize]);
        let emptied = self.tokens.iter_mut().zip(&stays).filter(|(_, stays)| !**stays);
        emptied.for_each(|(token, _)| token.span.end = token.span.start);
    }

    /// Makes one token of each of these ranges, which are sorted and disjoint; it belongs to the
    /// sentence in which it begins.
    pub fn join(&mut self, text: &str, ranges: &[Range<usize>], concatenator: &str) {
        if ranges.is_empty() {
            return;
        }
        let mut stays = vec![true; self.tokens.len()];
        let spell = |range: &Range<usize>| {
            let words: Vec<&str> = range.clone().map(|token| self.word(text, token)).collect();
            (range.start as u32, words.join(concatenator).into())
        };
        let joined: Vec<(u32, Box<str>)> = ranges.iter().map(spell).collect();
        for range in ranges {
            self.tokens[range.start].span = self.span(range.clone());
            stays[range.start + 1..range.end].fill(false);
        }
        self.joined.retain(|(at, _)| !ranges.iter().any(|range| range.contains(&(*at as usize))));
        self.joined.extend(joined);
        self.joined.sort_unstable();
        self.keep(&stays);
    }

    /// Keeps the tokens that stay and gives what refers to them its new numbers.
    fn keep(&mut self, stays: &[bool]) {
        let mut number = 0;
        let mut numbers: Vec<usize> = Vec::with_capacity(stays.len() + 1);
        for stays in stays {
            numbers.push(number);
            number += usize::from(*stays);
        }
        numbers.push(number);
        let mut staying = stays.iter();
        self.tokens.retain(|_| staying.next() == Some(&true));
        self.joined.retain(|(at, _)| stays[*at as usize]);
        self.joined.iter_mut().for_each(|(at, _)| *at = numbers[*at as usize] as u32);
        for Sentence { tokens, .. } in &mut self.sentences {
            *tokens = numbers[tokens.start]..numbers[tokens.end];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(split: &Segmented, text: &str) -> String {
        let words: Vec<&str> = (0..split.tokens.len()).map(|token| split.word(text, token)).collect();
        words.join("|")
    }

    #[test]
    fn sentences_hold_all_tokens() {
        let text = "One two. Three?\n\nFour (five) six";
        let split = Segmented::new(text);
        let covered: usize = split.sentences.iter().map(|s| s.tokens.len()).sum();
        assert_eq!(covered, split.tokens.len());
        assert_eq!(split.sentence_of(split.tokens.len() - 1), split.sentences.len() - 1);
    }

    #[test]
    fn what_is_joined_and_removed_keeps_its_place() {
        let text = "New  York, a b. C d";
        let mut split = Segmented::new(text);
        split.join(text, &[0..2, 4..7], "_");
        assert_eq!(shown(&split, text), "New_York|,|a|b_._C|d");
        assert_eq!((split.span(0..1).of(text), split.span(3..4).of(text)), ("New  York", "b. C"));
        let sentences: Vec<Range<usize>> = split.sentences.iter().map(|s| s.tokens.clone()).collect();
        assert_eq!(sentences, [0..4, 4..5]);
        let mut padded = split.clone();
        padded.remove(true, |i, _| i == 0 || i == 2);
        assert_eq!(shown(&padded, text), "|,||b_._C|d");
        split.remove(false, |i, _| i == 1 || i == 4);
        assert_eq!(shown(&split, text), "New_York|a|b_._C");
        assert_eq!((split.sentence_of(2), split.sentences[1].tokens.len()), (0, 0));
    }
}
