//! Parts of a pattern in words, short enough for a sentence.

use crate::lexicon::pattern::{Element, Expression};
use crate::lexicon::word_class::WordPattern;

/// Alternatives that are written out.
const WRITTEN: usize = 3;

/// An expression as a user would write it, long lists of alternatives cut.
pub(super) fn written(expression: &Expression) -> String {
    match expression {
        Expression::Phrase(elements) => phrase(elements),
        Expression::Any(options) => list(options.iter().map(written)),
        Expression::Near(n, a, b) => format!("{} NEAR/{n} {}", operand(a), operand(b)),
        Expression::Before(n, a, b) => format!("{} BEFORE/{n} {}", operand(a), operand(b)),
        Expression::And(a, b) => format!("{} AND {}", operand(a), operand(b)),
        Expression::Not(a, b) => format!("{} NOT {}", operand(a), operand(b)),
    }
}

fn operand(expression: &Expression) -> String {
    match expression {
        Expression::Phrase(_) => written(expression),
        Expression::Any(_) => format!("({})", written(expression)),
        _ => format!("({})", written(expression)),
    }
}

fn phrase(elements: &[Element]) -> String {
    let words: Vec<String> = elements.iter().map(element).collect();
    words.join(" ")
}

pub(super) fn element(element: &Element) -> String {
    match element {
        Element::Word(WordPattern::Literal(word) | WordPattern::Glob(word)) => word.clone(),
        Element::Word(WordPattern::Regex(source)) => format!("/{source}/"),
        Element::Alternatives(options) => format!("({})", list(options.iter().map(|option| phrase(option)))),
    }
}

fn list(options: impl ExactSizeIterator<Item = String>) -> String {
    let more = options.len().saturating_sub(WRITTEN);
    let mut written: Vec<String> = options.take(WRITTEN).collect();
    if more > 0 {
        written.push(format!("… {more} more"));
    }
    written.join("|")
}
