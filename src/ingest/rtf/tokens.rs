//! RTF as a stream of groups, control words, signs and bytes of text.
//!
//! Knows no word's meaning. Any bytes are a stream: nothing is refused here.

/// A piece of RTF.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'b> {
    Open,
    Close,
    /// A control word with its number.
    Word(&'b str, Option<i32>),
    /// A control sign, such as `\*`.
    Sign(u8),
    /// A byte of text, as it stands or as `\'hh`.
    Byte(u8),
}

/// The longest control word and number that are one.
const MOST_LETTERS: usize = 32;
const MOST_DIGITS: usize = 10;

/// The pieces of a document, from its first on.
pub(super) struct Tokens<'b> {
    rest: &'b [u8],
}

impl<'b> Tokens<'b> {
    /// From the beginning of a document.
    pub fn new(bytes: &'b [u8]) -> Self {
        Tokens { rest: bytes }
    }

    /// The next piece; none at the end.
    pub fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            match first {
                b'{' => return Some(Token::Open),
                b'}' => return Some(Token::Close),
                b'\\' => return self.control(),
                b'\r' | b'\n' | 0 => {}
                byte => return Some(Token::Byte(*byte)),
            }
        }
    }

    /// Passes over bytes that are no RTF.
    pub fn pass_over(&mut self, n: i32) {
        let n = usize::try_from(n).unwrap_or(0).min(self.rest.len());
        self.rest = &self.rest[n..];
    }

    /// What follows a backslash.
    fn control(&mut self) -> Option<Token<'b>> {
        let n_letters = self.count(0, MOST_LETTERS, u8::is_ascii_alphabetic);
        if n_letters > 0 {
            return Some(self.word(n_letters));
        }
        let (sign, rest) = self.rest.split_first()?;
        self.rest = rest;
        match (sign, hexadecimal(rest)) {
            (b'\'', Some(byte)) => {
                self.rest = &rest[2..];
                Some(Token::Byte(byte))
            }
            _ => Some(Token::Sign(*sign)),
        }
    }

    fn word(&mut self, n_letters: usize) -> Token<'b> {
        let (letters, rest) = self.rest.split_at(n_letters);
        self.rest = rest;
        let is_negative = rest.first() == Some(&b'-') && rest.get(1).is_some_and(u8::is_ascii_digit);
        let sign = usize::from(is_negative);
        let n_digits = self.count(sign, MOST_DIGITS, u8::is_ascii_digit);
        let (digits, rest) = rest.split_at(sign + n_digits);
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
        Token::Word(std::str::from_utf8(letters).unwrap_or_default(), number)
    }

    /// Bytes of a kind from a place on, at most so many.
    fn count(&self, from: usize, most: usize, is_one: fn(&u8) -> bool) -> usize {
        self.rest.iter().skip(from).take(most).take_while(|byte| is_one(byte)).count()
    }
}

fn hexadecimal(bytes: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(bytes.first()?)? * 16 + digit(bytes.get(1)?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_one_space() {
        let mut tokens = Tokens::new(b"{\\b0  x\\'e9\\*\\u-3 \r\n}");
        let mut all = Vec::new();
        while let Some(token) = tokens.next() {
            all.push(token);
        }
        use Token::{Byte, Close, Open, Sign, Word};
        let expected = [
            Open,
            Word("b", Some(0)),
            Byte(b' '),
            Byte(b'x'),
            Byte(0xE9),
            Sign(b'*'),
            Word("u", Some(-3)),
            Close,
        ];
        assert_eq!(all, expected);
    }
}
