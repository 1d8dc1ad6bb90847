//! The pattern language: words and phrases with `*` and `?`, alternatives, and operators.
//!
//! In a plain list, as quanteda has it, only `*` and `?` are special. Under `$patterns` there are
//! also `(a|b c)`, `/regex/` for one word, `NEAR/n`, `BEFORE/n`, `AND` and `NOT`, which bind from
//! left to right.

use super::word_class::{Case, WordPattern};
use crate::error::{Error, Place, Result};
use crate::text::{Token, words};

/// A pattern as written, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// The pattern as it stands in the file.
    pub source: String,
    /// What it means.
    pub expression: Expression,
    /// Where it stands.
    pub place: Place,
}

/// What a pattern means.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// Words in sequence.
    Phrase(Vec<Element>),
    /// Any of several.
    Any(Vec<Expression>),
    /// Both within `n` words of one sentence, in either order.
    Near(u32, Box<Expression>, Box<Expression>),
    /// The first, then the second, within `n` words of one sentence.
    Before(u32, Box<Expression>, Box<Expression>),
    /// The first, in a sentence that also holds the second.
    And(Box<Expression>, Box<Expression>),
    /// The first, in a sentence that does not hold the second.
    Not(Box<Expression>, Box<Expression>),
}

/// A step of a phrase.
#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    /// One word.
    Word(WordPattern),
    /// One of several sequences of words.
    Alternatives(Vec<Vec<Element>>),
}

impl Pattern {
    /// A word or phrase in which only `*` and `?` are special.
    pub fn plain(source: &str, place: Place) -> Self {
        let words = source.split_whitespace().map(|word| WordPattern::glob(word, Case::Ignored));
        let expression = Expression::Phrase(words.map(Element::Word).collect());
        Pattern { source: source.into(), expression, place }
    }

    /// Whether the pattern means the same in a plain list.
    pub fn is_plain(&self) -> bool {
        Pattern::plain(&self.source, Place::default()).expression == self.expression
    }

    /// A pattern with operators.
    ///
    /// # Errors
    /// Where a bracket is open, an operand is missing, or a regular expression is not valid.
    pub fn parse(source: &str, place: Place) -> Result<Self> {
        Pattern::parse_in(source, place, Case::Ignored)
    }

    /// A pattern with operators, whose words are compared in this case.
    pub(super) fn parse_in(source: &str, place: Place, case: Case) -> Result<Self> {
        let fault = |found: String| {
            Error::definition(place.clone(), format!("in the pattern `{source}` {found}"))
                .remedy("A pattern is words, (a|b), /regex/, NEAR/n, BEFORE/n, AND and NOT.")
        };
        let pieces = pieces(source, case).map_err(fault)?;
        let mut parser = Parser { pieces: &pieces, at: 0 };
        let expression = parser.alternatives().map_err(fault)?;
        if parser.at < pieces.len() {
            return Err(fault("a closing bracket has no opening one".into()));
        }
        Ok(Pattern { source: source.into(), expression, place })
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Open,
    Bar,
    Close,
    Near(u32),
    Before(u32),
    And,
    Not,
    Word(WordPattern),
}

/// Splits a pattern into brackets, operators and words.
fn pieces(source: &str, case: Case) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = source.trim_start();
    while let Some(first) = rest.chars().next() {
        let (piece, length) = match first {
            '(' => (Some(Piece::Open), 1),
            '|' => (Some(Piece::Bar), 1),
            ')' => (Some(Piece::Close), 1),
            '/' if rest[1..].contains('/') => {
                let end = rest[1..].find('/').map_or(rest.len(), |at| at + 1);
                let regex = WordPattern::regex(&rest[1..end])
                    .map_err(|e| format!("the regular expression is not valid: {e}"))?;
                (Some(Piece::Word(regex)), end + 1)
            }
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || "(|)".contains(c)).unwrap_or(rest.len());
                push_word(&rest[..end], case, &mut pieces)?;
                (None, end)
            }
        };
        pieces.extend(piece);
        rest = rest[length..].trim_start();
    }
    Ok(pieces)
}

/// An operator, or the words that the tokenizer makes of a chunk (`A/60/871` is five).
fn push_word(chunk: &str, case: Case, pieces: &mut Vec<Piece>) -> Result<(), String> {
    let distance = |digits: &str| match digits.parse::<u32>() {
        Ok(n) if n > 0 => Ok(n),
        _ => Err(format!("`{chunk}` needs a number of words, as in NEAR/4")),
    };
    match chunk.split_once('/').unwrap_or((chunk, "")) {
        ("NEAR", digits) => pieces.push(Piece::Near(distance(digits)?)),
        ("BEFORE", digits) => pieces.push(Piece::Before(distance(digits)?)),
        ("AND", "") => pieces.push(Piece::And),
        ("NOT", "") => pieces.push(Piece::Not),
        _ => {
            let shape = chunk.replace(['*', '?'], "a");
            let tokens = words(&shape);
            let word = |token: &Token| WordPattern::glob(&chunk[token.span.range()], case);
            pieces.extend(tokens.iter().map(|token| Piece::Word(word(token))));
        }
    }
    Ok(())
}

struct Parser<'p> {
    pieces: &'p [Piece],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Piece> {
        self.pieces.get(self.at)
    }

    /// `chain | chain | …`
    fn alternatives(&mut self) -> Result<Expression, String> {
        let mut options = vec![self.chain()?];
        while self.peek() == Some(&Piece::Bar) {
            self.at += 1;
            options.push(self.chain()?);
        }
        Ok(match options.len() {
            1 => options.remove(0),
            _ => Expression::Any(options),
        })
    }

    /// `operand OPERATOR operand …`, from left to right.
    fn chain(&mut self) -> Result<Expression, String> {
        let mut left = self.operand()?;
        loop {
            let operator = match self.peek() {
                Some(operator @ (Piece::Near(_) | Piece::Before(_) | Piece::And | Piece::Not)) => {
                    operator.clone()
                }
                _ => return Ok(left),
            };
            self.at += 1;
            let (a, b) = (Box::new(left), Box::new(self.operand()?));
            left = match operator {
                Piece::Near(n) => Expression::Near(n, a, b),
                Piece::Before(n) => Expression::Before(n, a, b),
                Piece::And => Expression::And(a, b),
                _ => Expression::Not(a, b),
            };
        }
    }

    /// A phrase, or a bracket that holds operators.
    fn operand(&mut self) -> Result<Expression, String> {
        let mut elements = Vec::new();
        loop {
            match self.peek() {
                Some(Piece::Word(word)) => {
                    elements.push(Element::Word(word.clone()));
                    self.at += 1;
                }
                Some(Piece::Open) => match (self.bracket()?, elements.is_empty()) {
                    (Ok(alternatives), _) => elements.push(Element::Alternatives(alternatives)),
                    (Err(expression), true) if !matches!(self.peek(), Some(Piece::Word(_) | Piece::Open)) => {
                        return Ok(expression);
                    }
                    _ => {
                        return Err(
                            "a bracket with an operator stands beside a word; put an operator between them"
                                .into(),
                        );
                    }
                },
                _ if elements.is_empty() => return Err("a word is missing".into()),
                _ => return Ok(Expression::Phrase(elements)),
            }
        }
    }

    /// What stands in a bracket: sequences of words, or else an expression with operators.
    #[allow(clippy::type_complexity, reason = "either of two private shapes, taken apart at once")]
    fn bracket(&mut self) -> Result<Result<Vec<Vec<Element>>, Expression>, String> {
        self.at += 1;
        let inside = self.alternatives()?;
        if self.peek() != Some(&Piece::Close) {
            return Err("a bracket is not closed".into());
        }
        self.at += 1;
        Ok(match inside {
            Expression::Phrase(elements) => Ok(vec![elements]),
            Expression::Any(options)
                if options.iter().all(|option| matches!(option, Expression::Phrase(_))) =>
            {
                Ok(options.into_iter().filter_map(Expression::into_elements).collect())
            }
            expression => Err(expression),
        })
    }
}

impl Expression {
    fn into_elements(self) -> Option<Vec<Element>> {
        match self {
            Expression::Phrase(elements) => Some(elements),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(source: &str) -> Result<Pattern> {
        Pattern::parse(source, Place::file("t.yml").at_line(3))
    }

    #[test]
    fn operators_bind_from_the_left() {
        let pattern = parse("(a|b c) NEAR/3 d NOT e").unwrap();
        assert!(
            matches!(pattern.expression, Expression::Not(left, _) if matches!(*left, Expression::Near(3, ..)))
        );
    }

    #[test]
    fn words_are_cut_as_the_tokenizer_cuts_them() {
        let Expression::Phrase(elements) = parse("A/60/871 co-develop*").unwrap().expression else {
            panic!()
        };
        assert_eq!(elements.len(), 6);
        let plain = Pattern::plain("(x y)", Place::default());
        assert!(
            plain.is_plain() && matches!(plain.expression, Expression::Phrase(words) if words.len() == 2)
        );
        assert!(!parse("x AND y").unwrap().is_plain() && parse("x* y").unwrap().is_plain());
    }

    #[test]
    fn faults_name_the_place() {
        for source in ["(a|b", "a NEAR b", "a)", "AND b", "a (b NEAR/2 c)", "/[/", ""] {
            let error = parse(source).unwrap_err();
            assert_eq!(error.place.line, Some(3), "{source}");
        }
    }
}
