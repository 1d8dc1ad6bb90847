//! Sentences: they do not end after Mr., H.E., St., No., para., initials, numbers or document symbols.

use super::{Span, Token, TokenKind};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// A sentence and its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the text, in bytes.
    pub span: Span,
    /// Its tokens, as a range of indices.
    pub tokens: Range<usize>,
    /// The paragraph that holds it, counted from 0.
    pub paragraph: u32,
}

static ABBREVIATIONS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| lines(include_str!("../../data/text/abbreviations.txt")));
static OPENERS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| lines(include_str!("../../data/text/sentence-openers.txt")));

fn lines(list: &'static str) -> FxHashSet<&'static str> {
    list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
}

/// Splits a tokenized text into sentences. An empty line always ends one.
///
/// ```
/// use plenary::text::{sentences, words};
/// let text = "H.E. Mr. J. Doe spoke on para. 5 of No. 7. We agree.";
/// assert_eq!(sentences(text, &words(text)).len(), 2);
/// ```
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut found = Vec::with_capacity(tokens.len() / 20 + 1);
    let mut first = 0;
    let mut paragraph = 0;
    for i in 0..tokens.len() {
        let ends_paragraph = tokens.get(i + 1).is_none_or(|next| is_empty_line(gap(text, &tokens[i], next)));
        if ends_paragraph || ends_sentence(text, tokens, i, first) {
            let span = Span { start: tokens[first].span.start, end: tokens[i].span.end };
            found.push(Sentence { span, tokens: first..i + 1, paragraph });
            first = i + 1;
        }
        paragraph += u32::from(ends_paragraph);
    }
    found
}

fn gap<'t>(text: &'t str, left: &Token, right: &Token) -> &'t str {
    &text[left.span.end as usize..right.span.start as usize]
}

fn is_empty_line(gap: &str) -> bool {
    gap.bytes().filter(|b| *b == b'\n').count() > 1
}

/// Whether a sentence ends after token `i`, which is not the last of its paragraph.
fn ends_sentence(text: &str, tokens: &[Token], i: usize, first: usize) -> bool {
    let Some(next) = tokens.get(i + 1) else { return true };
    if gap(text, &tokens[i], next).is_empty() || !can_open(text, tokens, i + 1) {
        return false;
    }
    let Some(mark) = final_mark(text, tokens, i, first) else { return false };
    match tokens[mark].span.of(text) {
        "." => !is_abbreviation(text, tokens, mark, first),
        _ => true,
    }
}

/// The final mark that token `i` closes: itself, or the one before closing quotes and brackets.
fn final_mark(text: &str, tokens: &[Token], i: usize, first: usize) -> Option<usize> {
    let mut at = i;
    loop {
        match tokens[at].span.of(text) {
            "." | "!" | "?" | "…" => return Some(at),
            "\"" | "”" | "’" | "'" | ")" | "]" | "»" | "*" if at > first => at -= 1,
            _ => return None,
        }
    }
}

/// Whether a token can be the first of a sentence: a capital, a digit, or an opening sign.
fn can_open(text: &str, tokens: &[Token], i: usize) -> bool {
    let word = tokens[i].span.of(text);
    match tokens[i].kind {
        TokenKind::Word => !word.starts_with(char::is_lowercase),
        _ => {
            !matches!(word, "," | ";" | ":" | "." | ")" | "]" | "”" | "’" | "»" | "!" | "?" | "…" | "%" | "*")
        }
    }
}

/// Whether the full stop at `mark` belongs to the word before it.
fn is_abbreviation(text: &str, tokens: &[Token], mark: usize, first: usize) -> bool {
    if mark == first || !gap(text, &tokens[mark - 1], &tokens[mark]).is_empty() {
        return false;
    }
    let word = tokens[mark - 1].span.of(text);
    let next = tokens.get(mark + 1).map_or("", |token| token.span.of(text));
    let lower = super::fold(word);
    let opens = OPENERS.contains(super::fold(next).as_ref());
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    let is_item_number = mark - 1 == first && word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_dotted = word.contains('.') && word.chars().all(|c| c == '.' || c.is_alphabetic());
    is_item_number
        || ABBREVIATIONS.contains(lower.as_ref()) && is_abbreviation_here(&lower, next)
        || (is_initial || is_dotted) && !opens
}

/// `No.`, `Art.`, `Mar.` and their like are abbreviations before a number only.
fn is_abbreviation_here(lower: &str, next: &str) -> bool {
    const BEFORE_NUMBERS: [&str; 20] = [
        "no", "nos", "art", "arts", "sec", "sect", "ch", "fig", "figs", "mar", "jan", "feb", "apr", "jun",
        "jul", "aug", "p", "annex", "est", "res",
    ];
    !BEFORE_NUMBERS.contains(&lower) || next.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn check(text: &str, expected: &[&str]) {
        let tokens = words(text);
        let found: Vec<&str> = sentences(text, &tokens).iter().map(|s| s.span.of(text)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn sentence_boundaries() {
        check("We agree. They do not.", &["We agree.", "They do not."]);
        check(
            "Mr. President, H.E. Mr. Smith of St. Lucia spoke.",
            &["Mr. President, H.E. Mr. Smith of St. Lucia spoke."],
        );
        check("See No. 5. No. We do not.", &["See No. 5.", "No.", "We do not."]);
        check("See A/61/PV.107. It says so.", &["See A/61/PV.107.", "It says so."]);
        check(
            "The U.S. Government agreed with the U.N. The rest did not.",
            &["The U.S. Government agreed with the U.N.", "The rest did not."],
        );
        check("J. B. Smith came on 5 Dec. 2006. He left.", &["J. B. Smith came on 5 Dec. 2006.", "He left."]);
        check("“Go.” He went.", &["“Go.”", "He went."]);
        check("It rose by 3.5 per cent. Why? Because!", &["It rose by 3.5 per cent.", "Why?", "Because!"]);
        check("1. First point. 2. Second point.", &["1. First point.", "2. Second point."]);
        check("A heading\n\nA sentence.", &["A heading", "A sentence."]);
        check("a wrapped\nline. Next", &["a wrapped\nline.", "Next"]);
        check("e.g. Paris is large.", &["e.g. Paris is large."]);
        check("", &[]);
    }
}
