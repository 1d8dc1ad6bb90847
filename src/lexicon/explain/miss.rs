//! What a pattern that does not match lacks: its words one by one, and the operator that fails.

use super::written::{element, written};
use crate::error::Place;
use crate::lexicon::matching::PatternSet;
use crate::lexicon::pattern::{Element, Expression, Pattern};
use crate::lexicon::word_class::WordPattern;
use crate::lexicon::word_memory::WordMemory;
use crate::text::{Segmented, TokenKind, fold, nearest};

/// Looks for parts of patterns in one text.
pub(super) struct Misses<'t> {
    text: &'t str,
    split: &'t Segmented,
}

/// Token indices, end excluded.
type Tokens = (usize, usize);

impl<'t> Misses<'t> {
    pub fn new(text: &'t str, split: &'t Segmented) -> Self {
        Misses { text, split }
    }

    /// Where a part of a pattern stands.
    pub fn places(&self, part: &Expression) -> Vec<Tokens> {
        let pattern = Pattern { source: String::new(), expression: part.clone(), place: Place::default() };
        let found = PatternSet::new([&pattern]).matches(self.text, self.split, &mut WordMemory::default());
        found.into_iter().map(|found| (found.start as usize, found.end as usize)).collect()
    }

    fn stands(&self, element: &Element) -> bool {
        !self.places(&Expression::Phrase(vec![element.clone()])).is_empty()
    }

    /// The share of a pattern that is found, from 0 to 1.
    pub fn nearness(&self, part: &Expression) -> f64 {
        let half = |a, b| 0.5 * (self.nearness(a) + self.nearness(b));
        match part {
            _ if !self.places(part).is_empty() => 1.0,
            Expression::Phrase(elements) => {
                let found = elements.iter().filter(|element| self.stands(element)).count();
                // Words that stand apart are not yet the phrase.
                0.9 * found as f64 / elements.len().max(1) as f64
            }
            Expression::Any(options) => {
                options.iter().map(|option| self.nearness(option)).fold(0.0, f64::max)
            }
            Expression::Near(_, a, b) | Expression::Before(_, a, b) | Expression::And(a, b) => half(a, b),
            Expression::Not(a, _) => self.nearness(a),
        }
    }

    /// What a part that does not stand in the text lacks.
    pub fn lacks(&self, part: &Expression) -> String {
        match part {
            Expression::Phrase(elements) => self.phrase(elements),
            Expression::Any(options) => self.any(options),
            Expression::Near(n, a, b) => self.near(a, b, *n, false),
            Expression::Before(n, a, b) => self.near(a, b, *n, true),
            Expression::And(a, b) => self.and(a, b),
            Expression::Not(a, b) => self.not(a, b),
        }
    }

    fn phrase(&self, elements: &[Element]) -> String {
        let missing = |element: &&Element| !self.stands(element);
        if !elements.iter().any(|element| missing(&element)) {
            let places = elements.iter().map(|element| {
                let first = self.places(&Expression::Phrase(vec![element.clone()]))[0];
                self.quoted(first)
            });
            let places: Vec<String> = places.collect();
            return format!("all its words are found, but not side by side: {}", places.join(", "));
        }
        let each = elements.iter().map(|one| match missing(&one) {
            true => format!("`{}` not{}", element(one), self.alike(one)),
            false => format!("`{}` found", element(one)),
        });
        let each: Vec<String> = each.collect();
        match each.as_slice() {
            [_] => format!("`{}` not found{}", element(&elements[0]), self.alike(&elements[0])),
            several => several.join(", "),
        }
    }

    /// A word of the text that is spelled much like one that is missing.
    fn alike(&self, missing: &Element) -> String {
        let Element::Word(WordPattern::Literal(word) | WordPattern::Glob(word)) = missing else {
            return String::new();
        };
        let word = word.replace(['*', '?'], "");
        let start: String = word.chars().take(3).collect();
        let tokens = self.split.tokens.iter().map(|token| token.span.of(self.text));
        let near = nearest(&word, tokens.filter(|token| fold(token).starts_with(&start)));
        match near.first() {
            Some(near) if word.chars().count() > 3 => format!(" (but “{near}”)"),
            _ => String::new(),
        }
    }

    fn any(&self, options: &[Expression]) -> String {
        let mut best = &options[0];
        for option in options {
            if self.nearness(option) > self.nearness(best) {
                best = option;
            }
        }
        match self.nearness(best) > 0.0 {
            true => format!("none of its {} alternatives; the nearest: {}", options.len(), self.lacks(best)),
            false => format!("none of its {} alternatives", options.len()),
        }
    }

    fn near(&self, a: &Expression, b: &Expression, n: u32, is_ordered: bool) -> String {
        let (left, right) = (self.places(a), self.places(b));
        if left.is_empty() || right.is_empty() {
            return self.sides([(a, &left), (b, &right)]);
        }
        let pairs = left.iter().flat_map(|x| right.iter().map(move |y| (*x, *y)));
        let apart = pairs.filter(|(x, y)| x.1 <= y.0 || y.1 <= x.0);
        let (together, _): (Vec<_>, Vec<_>) =
            apart.partition(|(x, y)| self.sentence(*x) == self.sentence(*y));
        let ordered = together.iter().filter(|(x, y)| !is_ordered || x.0 < y.0);
        let nearest = ordered.map(|(x, y)| (self.distance(*x, *y), *x, *y)).min();
        let name = if is_ordered { "BEFORE" } else { "NEAR" };
        match (nearest, together.first()) {
            (Some((distance, x, y)), _) => format!(
                "{} and {} are found, but {distance} words apart; {name}/{n} allows {n}",
                self.quoted(x),
                self.quoted(y)
            ),
            (None, Some((x, y))) => {
                format!("{} and {} are found, but in the other order", self.quoted(*x), self.quoted(*y))
            }
            (None, None) => format!(
                "{} and {} are found, but not in one sentence or from the same words",
                self.quoted(left[0]),
                self.quoted(right[0])
            ),
        }
    }

    fn and(&self, a: &Expression, b: &Expression) -> String {
        let (left, right) = (self.places(a), self.places(b));
        if left.is_empty() || right.is_empty() {
            return self.sides([(a, &left), (b, &right)]);
        }
        format!(
            "{} and {} are found, but AND asks for one sentence",
            self.quoted(left[0]),
            self.quoted(right[0])
        )
    }

    fn not(&self, a: &Expression, b: &Expression) -> String {
        let left = self.places(a);
        let Some(first) = left.first() else { return self.lacks(a) };
        let beside = self.places(b).into_iter().find(|place| self.sentence(*place) == self.sentence(*first));
        match beside {
            Some(beside) => format!(
                "{} is found, but so is {} in its sentence, and NOT forbids it",
                self.quoted(*first),
                self.quoted(beside)
            ),
            None => format!("{} is found", self.quoted(*first)),
        }
    }

    /// The sides of an operator, one of which at least is missing.
    fn sides(&self, sides: [(&Expression, &Vec<Tokens>); 2]) -> String {
        let each = sides.map(|(side, places)| match places.first() {
            Some(place) => format!("{} found", self.quoted(*place)),
            None => match side {
                Expression::Phrase(elements) if elements.len() == 1 => self.lacks(side),
                _ => format!("`{}` not found ({})", written(side), self.lacks(side)),
            },
        });
        each.join("; ")
    }

    fn sentence(&self, tokens: Tokens) -> usize {
        self.split.sentence_of(tokens.0)
    }

    /// Words from the first place to the second; 1 where they stand side by side.
    fn distance(&self, a: Tokens, b: Tokens) -> usize {
        let (first, second) = if a.0 < b.0 { (a, b) } else { (b, a) };
        let between = &self.split.tokens[first.1 - 1..second.0];
        between.iter().filter(|token| token.kind == TokenKind::Word).count()
    }

    fn quoted(&self, tokens: Tokens) -> String {
        format!("“{}” ({})", self.split.span(tokens.0..tokens.1).of(self.text), tokens.0 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_fails_is_named() {
        for (pattern, text, expected) in [
            ("brain drain", "The brain.", "`brain` found, `drain` not"),
            ("drain", "It drains.", "`drain` not found (but “drains”)"),
            (
                "brain drain",
                "A drain of brain.",
                "all its words are found, but not side by side: “brain” (4), “drain” (2)",
            ),
            ("a NEAR/2 b", "a x y b", "“a” (1) and “b” (4) are found, but 3 words apart; NEAR/2 allows 2"),
            ("a BEFORE/2 b", "b a", "“a” (2) and “b” (1) are found, but in the other order"),
            (
                "a NEAR/2 b",
                "a x. B y",
                "“a” (1) and “B” (4) are found, but not in one sentence or from the same words",
            ),
            ("a NEAR/2 b", "a x", "“a” (1) found; `b` not found"),
            ("(a|b c) NEAR/2 d", "d", "`(a|b c)` not found; “d” (1) found"),
            ("a AND b", "a x. B y", "“a” (1) and “B” (4) are found, but AND asks for one sentence"),
            ("a NOT b", "a b", "“a” (1) is found, but so is “b” (2) in its sentence, and NOT forbids it"),
            ("a b|c d", "a x", "none of its 2 alternatives; the nearest: `a` found, `b` not"),
            ("(a|b|c|d|e) f", "f", "`(a|b|c|… 2 more)` not, `f` found"),
        ] {
            let pattern = Pattern::parse(pattern, Place::default()).unwrap();
            let split = Segmented::new(text);
            let misses = Misses::new(text, &split);
            assert!(misses.places(&pattern.expression).is_empty(), "{}", pattern.source);
            assert_eq!(misses.lacks(&pattern.expression), expected, "{} in {text}", pattern.source);
        }
    }
}
