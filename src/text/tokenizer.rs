//! How a text is split into tokens and which of them are removed: the options of quanteda's `tokens()`.
//!
//! Removal looks at whole tokens, so that `$5` loses a symbol and `C++` two, but `1st` keeps its digit.

use super::addresses::is_address;
use super::character::{is_currency, is_number, is_punctuation, is_symbol};
use super::words::split;
use super::{Segmented, Splits, sentences};

/// Which tokens are removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removals {
    /// Tokens that are one punctuation mark.
    pub punctuation: bool,
    /// Tokens that are one symbol: `$`, `+`, `=`, `~` and the like.
    pub symbols: bool,
    /// Numbers, also with `.` or `,` inside and the sign of a currency; not `1st` or `2018-2019`.
    pub numbers: bool,
    /// Web and e-mail addresses.
    pub addresses: bool,
}

/// How a text is split into tokens.
///
/// ```
/// use plenary::text::{Removals, Tokenizer};
/// let text = "5 per cent of co-operation, see www.un.org/en/.";
/// let remove = Removals { punctuation: true, numbers: true, addresses: true, ..Removals::default() };
/// let split = Tokenizer { remove, ..Tokenizer::default() }.segment(text, false);
/// let words: Vec<&str> = (0..split.tokens.len()).map(|token| split.word(text, token)).collect();
/// assert_eq!(words, ["per", "cent", "of", "co-operation", "see"]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tokenizer {
    /// What is split finer than it is by default.
    pub split: Splits,
    /// What is removed.
    pub remove: Removals,
    /// Whether a removed token leaves its place empty, so that no phrase reaches across it.
    pub padding: bool,
}

impl Tokenizer {
    /// Splits a text into tokens and, if asked for, sentences, which are those of the whole text.
    pub fn segment(&self, text: &str, with_sentences: bool) -> Segmented {
        let tokens = split(text, self.split);
        let sentences = if with_sentences { sentences(text, &tokens) } else { Vec::new() };
        let mut segmented = Segmented::of(tokens, sentences);
        if self.remove != Removals::default() {
            segmented.remove(self.padding, |_, token| self.remove.take(token.span.of(text)));
        }
        segmented
    }
}

impl Removals {
    /// Whether a token is removed.
    fn take(&self, word: &str) -> bool {
        let is_one = |is_such: fn(char) -> bool| {
            let mut characters = word.chars();
            characters.next().is_some_and(is_such) && characters.next().is_none()
        };
        self.punctuation && is_one(is_punctuation)
            || self.symbols && is_one(is_symbol)
            || self.numbers && is_amount(word)
            || self.addresses && is_address(word)
    }
}

/// Whether a token is a number, `.` and `,` between its digits and a currency's sign at either end.
fn is_amount(word: &str) -> bool {
    let word = word.strip_prefix(is_currency).unwrap_or(word);
    let word = word.strip_suffix(is_currency).unwrap_or(word);
    word.starts_with(is_number)
        && word.ends_with(is_number)
        && word.chars().all(|c| is_number(c) || matches!(c, '.' | ','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_tokens_are_removed() {
        let only = |set: fn(&mut Removals)| {
            let mut removals = Removals::default();
            set(&mut removals);
            removals
        };
        let punctuation = only(|removals| removals.punctuation = true);
        let symbols = only(|removals| removals.symbols = true);
        let numbers = only(|removals| removals.numbers = true);
        let addresses = only(|removals| removals.addresses = true);
        for (removals, word, expected) in [
            (punctuation, "–", true),
            (punctuation, "...", false),
            (punctuation, "$", false),
            (symbols, "$", true),
            (symbols, "👍🏽", false),
            (numbers, "1,000.50", true),
            (numbers, "€5", true),
            (numbers, "½", true),
            (numbers, "1st", false),
            (numbers, "2018-2019", false),
            (addresses, "a@un.org", true),
            (addresses, "@un", false),
            (Removals::default(), ".", false),
        ] {
            assert_eq!(removals.take(word), expected, "{word}");
        }
    }

    #[test]
    fn places_stay_and_sentences_are_those_of_the_text() {
        let text = "It costs 5. Why?";
        let remove = Removals { punctuation: true, numbers: true, ..Removals::default() };
        for (padding, n_tokens, first) in [(false, 3, 0..2), (true, 6, 0..4)] {
            let split = Tokenizer { remove, padding, ..Tokenizer::default() }.segment(text, true);
            assert_eq!((split.tokens.len(), split.sentences.len()), (n_tokens, 2));
            assert_eq!(split.sentences[0].tokens, first);
        }
    }
}
