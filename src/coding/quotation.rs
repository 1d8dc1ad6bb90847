//! Nothing is quoted that was not said: words and their place held against the cleaned text, letter by letter.
//!
//! The ledger and the excerpts of a run pass here, and what does not stand so in the text is an error, not a row.
//! Sentences elsewhere in a run are slices of the text itself.

use crate::error::{Error, ErrorKind, Place, Result};
use crate::statement::Statement;

/// A statement from which is quoted.
pub struct Quoted<'s> {
    statement: &'s Statement,
    place: &'s Place,
    /// Where each character begins, and the end.
    bytes: Vec<u32>,
}

impl<'s> Quoted<'s> {
    /// A statement with the place where it was read.
    pub fn of(statement: &'s Statement, place: &'s Place) -> Self {
        let text = statement.text.as_str();
        let starts = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
        Quoted { statement, place, bytes: starts.map(|byte| byte as u32).collect() }
    }

    /// Refuses words unless they stand in the text from one character to another, counted from 0.
    ///
    /// # Errors
    /// Where they do not, or are none: with the file, the statement and the sentence.
    pub fn check(&self, words: &str, from: usize, to: usize, sentence: usize) -> Result<()> {
        let byte = |character: usize| self.bytes.get(character).map(|byte| *byte as usize);
        let range = byte(from).zip(byte(to));
        let stands = range.and_then(|(from, to)| self.statement.text.get(from..to));
        if !words.is_empty() && stands == Some(words) { Ok(()) } else { Err(self.other(words, sentence)) }
    }

    fn other(&self, words: &str, sentence: usize) -> Error {
        let found = format!(
            "the quotation “{words}” does not stand letter by letter in sentence {sentence} of `{}`, so nothing was written",
            self.statement.id
        );
        Error::new(ErrorKind::Difference, self.place.clone(), found)
            .remedy("This is a fault of the program: please report it with the statement.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_where_they_are_said_to_stand() {
        let statement = Statement {
            id: "s".into(),
            text: "Señor, we agree.\n\nMerci à tous.".into(),
            ..Statement::default()
        };
        let place = Place::file("s.txt");
        let quoted = Quoted::of(&statement, &place);
        for (words, from, to, stands) in [
            ("we agree", 7, 15, true),
            ("à tous.", 24, 31, true),
            ("we agree", 8, 16, false),
            ("We agree", 7, 15, false),
            ("we agree", 7, 14, false),
            ("agree. Merci", 10, 22, false),
            ("", 7, 7, false),
            ("tous.", 26, 32, false),
        ] {
            assert_eq!(quoted.check(words, from, to, 1).is_ok(), stands, "{words} {from} {to}");
        }
        let refused = quoted.check("We agree", 7, 15, 1).unwrap_err().to_string();
        for part in ["s.txt", "“We agree”", "letter by letter in sentence 1 of `s`", "please report it"] {
            assert!(refused.contains(part), "{refused}");
        }
    }
}
