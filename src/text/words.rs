//! Words with spans: the rules of Unicode Standard Annex #29 as quanteda's tokenizer bends them.
//!
//! `infix` hyphens and dashes join (`5-year-old`), apostrophes and full stops join letters
//! (`d'Ivoire`, `U.S`), `.` and `,` join digits (`1,000`), `_` joins words, `:` never joins. Web and
//! e-mail addresses, `#tags` and `@names` are one token each. Each other sign that is not white space
//! is a token of its own.

use super::addresses::addresses;
use super::character::{Class, class, leading_blanks, leading_letters};
use super::{Span, unspaced};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Holds a letter or a digit.
    Word,
    /// A punctuation mark.
    Punctuation,
    /// Any other sign: currency, arithmetic, emoji.
    Symbol,
}

/// A word or sign and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the text, in bytes; empty for the place of a token that was removed.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// Splits a text into tokens. Spans are sorted, disjoint and leave out white space only.
///
/// ```
/// let text = "Côte d'Ivoire's 5-year plan, U.S. aid";
/// let words: Vec<_> = plenary::text::words(text).iter().map(|t| t.span.of(text)).collect();
/// assert_eq!(words, ["Côte", "d'Ivoire's", "5-year", "plan", ",", "U.S", ".", "aid"]);
/// ```
pub fn words(text: &str) -> Vec<Token> {
    split(text, Splits::default())
}

/// What is split that otherwise is one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Splits {
    /// Words at the hyphens and dashes inside them.
    pub hyphens: bool,
    /// Web addresses, `#tags` and `@names`.
    pub tags: bool,
}

/// Splits a text into tokens, some things finer than [`words`] does.
pub(super) fn split(text: &str, splits: Splits) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut start = 0;
    for address in addresses(text, splits.tags) {
        push_words(&text[..address.span.start as usize], start, splits.hyphens, &mut tokens);
        tokens.push(address);
        start = address.span.end as usize;
    }
    push_words(text, start, splits.hyphens, &mut tokens);
    tokens
}

/// Adds the tokens of a text from `start` on, in which no address stands.
fn push_words(text: &str, mut start: usize, splits_hyphens: bool, tokens: &mut Vec<Token>) {
    loop {
        start += leading_blanks(&text.as_bytes()[start..]);
        let Some(c) = text[start..].chars().next() else { return };
        let (end, kind) = match class(c) {
            Class::Blank | Class::Mark => (start + c.len_utf8(), None),
            Class::Letter | Class::Digit | Class::Joiner => {
                (word_end(text, start, splits_hyphens), Some(TokenKind::Word))
            }
            Class::Unspaced => (push_unspaced(text, start, tokens), None),
            Class::Symbol => (sign_end(text, start), Some(TokenKind::Symbol)),
            Class::Regional | Class::Pictograph => (emoji_end(text, start), Some(TokenKind::Symbol)),
            _ => (sign_end(text, start), Some(TokenKind::Punctuation)),
        };
        if let Some(kind) = kind {
            tokens.push(Token { span: Span::new(start, end), kind });
        }
        start = end;
    }
}

/// Adds the words of a run of letters without spaces between words; gives its end.
fn push_unspaced(text: &str, start: usize, tokens: &mut Vec<Token>) -> usize {
    let is_of_run = |c: char| matches!(class(c), Class::Unspaced | Class::Mark);
    let run = &text[start..text.len() - text[start..].trim_start_matches(is_of_run).len()];
    let mut from = start;
    for end in unspaced::ends(run).map(|end| start + end) {
        tokens.push(Token { span: Span::new(from, end), kind: TokenKind::Word });
        from = end;
    }
    start + run.len()
}

/// The end of the word that begins at `start`.
fn word_end(text: &str, start: usize, splits_hyphens: bool) -> usize {
    let mut before = Class::Joiner;
    let mut end = start;
    loop {
        // Most words are letters of ASCII and nothing else.
        let letters = leading_letters(&text.as_bytes()[end..]);
        if letters > 0 {
            (before, end) = (Class::Letter, end + letters);
        }
        let Some(c) = text[end..].chars().next() else { return end };
        let here = class(c);
        let after = end + c.len_utf8();
        let joins = match here {
            Class::Mark | Class::Letter | Class::Digit | Class::Joiner => true,
            Class::Dash if splits_hyphens => false,
            Class::MidLetter | Class::MidNumber | Class::MidBoth | Class::Dash => {
                is_bridge(here, before, class_after_marks(&text[after..]))
            }
            _ => false,
        };
        if !joins {
            return end;
        }
        if here != Class::Mark {
            before = here;
        }
        end = after;
    }
}

/// Whether a sign of class `here` joins what stands before and after it.
fn is_bridge(here: Class, before: Class, after: Option<Class>) -> bool {
    use Class::{Dash, Digit, Letter, MidBoth, MidLetter, MidNumber};
    matches!(
        (before, here, after),
        (Letter, MidLetter | MidBoth, Some(Letter))
            | (Digit, MidNumber | MidBoth, Some(Digit))
            | (Letter | Digit, Dash, Some(Letter | Digit))
    )
}

fn class_after_marks(text: &str) -> Option<Class> {
    text.chars().map(class).find(|class| *class != Class::Mark)
}

/// The end of a sign with the marks that belong to it.
fn sign_end(text: &str, start: usize) -> usize {
    let mut rest = text[start..].char_indices();
    rest.next();
    let marks = rest.find(|(_, c)| class(*c) != Class::Mark);
    marks.map_or(text.len(), |(offset, _)| start + offset)
}

/// The end of a flag or of emojis tied by zero-width joiners.
fn emoji_end(text: &str, start: usize) -> usize {
    let mut end = sign_end(text, start);
    let mut is_pair = text[start..].chars().next().is_some_and(|c| class(c) == Class::Regional);
    while let Some(next) = text[end..].chars().next() {
        let is_tied = class(next) == Class::Pictograph && text[..end].ends_with('\u{200D}');
        let closes_flag = is_pair && class(next) == Class::Regional;
        if !is_tied && !closes_flag {
            break;
        }
        is_pair = false;
        end = sign_end(text, end);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = words(text).iter().map(|token| token.span.of(text)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn word_boundaries() {
        check("12:30", &["12", ":", "30"]);
        check("well–known em—dash", &["well–known", "em—dash"]);
        check("-- a - b", &["-", "-", "a", "-", "b"]);
        check("1,000.5 and 3;4", &["1,000.5", "and", "3;4"]);
        check("isn’t Nam's 1990's", &["isn’t", "Nam's", "1990", "'", "s"]);
        check("A/61/PV.107", &["A", "/", "61", "/", "PV", ".", "107"]);
        check("snake_case e@mail", &["snake_case", "e@mail"]);
        check("$5 50%", &["$", "5", "50", "%"]);
        check("co\u{AD}operate", &["co\u{AD}operate"]);
        check("🇨🇮🇫🇷 ok", &["🇨🇮", "🇫🇷", "ok"]);
        check("see http://un.org/a. @UN, a@un.org", &["see", "http://un.org/a", ".", "@UN", ",", "a@un.org"]);
        check("2006年移民 日本語テキスト 한국어", &["2006", "年", "移民", "日本語", "テキスト", "한국어"]);
        check("", &[]);
    }

    #[test]
    fn finer_splits() {
        let text = "a-b 5–6 x@y.org #a-b";
        for (splits, expected) in [
            (Splits { hyphens: true, tags: false }, "a - b 5 – 6 x@y.org #a - b"),
            (Splits { hyphens: false, tags: true }, "a-b 5–6 x@y.org # a-b"),
        ] {
            let found: Vec<&str> = split(text, splits).iter().map(|token| token.span.of(text)).collect();
            assert_eq!(found.join(" "), expected);
        }
    }

    proptest! {
        #[test]
        fn spans_are_sorted_and_leave_out_blanks_only(text in "\\PC{0,60}") {
            let mut end = 0;
            for token in words(&text) {
                let range = token.span.range();
                prop_assert!(range.start >= end && range.end > range.start);
                prop_assert!(text[end..range.start].chars().all(|c| matches!(class(c), Class::Blank | Class::Mark)));
                end = range.end;
            }
        }
    }
}
