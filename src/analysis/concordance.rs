//! Concordance: every place where a pattern or a category of a lexicon stands, in its context.
//!
//! All matches are listed, nested and overlapping ones too, as quanteda's `kwic` lists them. A mark
//! of punctuation is a token and counts as a position.

use crate::error::{Error, ErrorKind, Place, Result};
use crate::lexicon::{Lexicon, Pattern, Tagger, WordMemory};
use crate::statement::Statement;
use crate::text::{Segmented, Token};

/// What is looked for, and how much context is shown.
pub struct Concordance {
    tagger: Tagger,
    window: usize,
}

/// A place where something stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'c> {
    /// The first token, counted from 1.
    pub from: usize,
    /// The last token.
    pub to: usize,
    /// The tokens before it, joined by spaces; fewer than the window at the beginning of a text.
    pub pre: String,
    /// Its own tokens, as they are written.
    pub keyword: String,
    /// The tokens after it.
    pub post: String,
    /// The pattern as it was given, or the category.
    pub pattern: &'c str,
}

impl Concordance {
    /// The columns of a concordance.
    pub const COLUMNS: [&'static str; 7] = ["doc_id", "from", "to", "pre", "keyword", "post", "pattern"];

    /// The concordance of a pattern, with operators, and `window` tokens on each side.
    ///
    /// # Errors
    /// Where the pattern is not valid.
    pub fn of_pattern(source: &str, window: usize) -> Result<Self> {
        let pattern = Pattern::parse(source, Place::default())
            .map_err(|error| Error { kind: ErrorKind::Usage, ..error })?;
        Ok(Concordance { tagger: Tagger::of_pattern(pattern), window })
    }

    /// The concordance of the categories of a lexicon, each under its names at `levels`.
    ///
    /// What a category's `$except` undoes is left out. Categories without a name at these levels are
    /// left out, those with the same name are one.
    ///
    /// # Errors
    /// Where no category is left.
    pub fn of_lexicon(lexicon: &Lexicon, levels: &[usize], window: usize) -> Result<Self> {
        Ok(Concordance { tagger: Tagger::new(lexicon, levels)?, window })
    }

    /// The lines of a statement, in order of first token, last token and name.
    pub fn lines(&self, statement: &Statement, memory: &mut WordMemory) -> Vec<Line<'_>> {
        let text = &statement.text;
        let split = Segmented::new(text);
        let tags = self.tagger.matches(text, &split, memory);
        let mut places: Vec<(usize, usize, usize)> = tags
            .iter()
            .filter(|tag| tag.suppressed_by.is_none())
            .map(|tag| (tag.tokens.start as usize, tag.tokens.end as usize, tag.name))
            .collect();
        places.sort_unstable();
        places.dedup();
        let joined = |tokens: &[Token]| {
            let words: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
            words.join(" ")
        };
        let line = |(start, end, name): (usize, usize, usize)| Line {
            from: start + 1,
            to: end,
            pre: joined(&split.tokens[start.saturating_sub(self.window)..start]),
            keyword: joined(&split.tokens[start..end]),
            post: joined(&split.tokens[end..split.tokens.len().min(end.saturating_add(self.window))]),
            pattern: &self.tagger.names()[name],
        };
        places.into_iter().map(line).collect()
    }
}

impl Line<'_> {
    /// The cells of a row, in the order of [`Concordance::COLUMNS`].
    pub fn cells(&self, doc_id: &str) -> [String; 7] {
        let number = |number: usize| number.to_string();
        [doc_id, &number(self.from), &number(self.to), &self.pre, &self.keyword, &self.post, self.pattern]
            .map(String::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(concordance: &Concordance, text: &str) -> Vec<String> {
        let statement = Statement { text: text.into(), ..Statement::default() };
        let lines = concordance.lines(&statement, &mut WordMemory::default());
        lines.iter().map(|line| line.cells("d")[1..].join("|")).collect()
    }

    #[test]
    fn all_matches_of_a_pattern_are_listed_in_their_context() {
        for (pattern, window, text, expected) in [
            ("a b", 1, "A b c a B a b", vec!["1|2||A b|c|a b", "4|5|c|a B|a|a b", "6|7|B|a b||a b"]),
            ("a b|b", 0, "a b", vec!["1|2||a b||a b|b", "2|2||b||a b|b"]),
            ("a*", 2, "One, two: Ah!", vec!["5|5|two :|Ah|!|a*"]),
            ("x NEAR/2 y", 1, "So y or x. X", vec!["2|4|So|y or x|.|x NEAR/2 y"]),
            ("none", 5, "a b", vec![]),
        ] {
            assert_eq!(
                lines(&Concordance::of_pattern(pattern, window).unwrap(), text),
                expected,
                "{pattern}"
            );
        }
        let error = Concordance::of_pattern("(a", 5).err().unwrap();
        assert_eq!(error.kind, ErrorKind::Usage);
    }

    #[test]
    fn categories_are_named_by_their_levels_and_undone_by_their_exceptions() {
        let text = "law: {rights: {$patterns: [rights, right*], $except: [rights issue]}, other: [human]}\n";
        let lexicon = Lexicon::read(text, "l.yml").unwrap();
        let listed = |levels: &[usize]| {
            let concordance = Concordance::of_lexicon(&lexicon, levels, 0)?;
            Ok::<_, Error>(lines(&concordance, "human rights, a rights issue"))
        };
        assert_eq!(listed(&[]).unwrap(), ["1|1||human||law.other", "2|2||rights||law.rights"]);
        assert_eq!(listed(&[1]).unwrap(), ["1|1||human||law", "2|2||rights||law"]);
        assert!(listed(&[3]).unwrap_err().remedy.contains("--levels"));
    }
}
