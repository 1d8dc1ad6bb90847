//! Where the patterns of a set match, and which of overlapping hits counts.

use super::automaton::{Automaton, PhraseHit, PhraseId};
use super::automaton_builder::AutomatonBuilder;
use super::pattern::{Expression, Pattern};
use super::word_class::Case;
use super::word_memory::WordMemory;
use crate::text::{Segmented, TokenKind};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// A place where a pattern matches: token indices, end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// The pattern's number in its set.
    pub pattern: u32,
}

impl Match {
    /// Whether two matches share a token.
    pub fn overlaps(&self, other: &Match) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Patterns made ready to be found all at once.
#[derive(Clone, Debug)]
pub struct PatternSet {
    automaton: Automaton,
    patterns: Vec<Compiled>,
    uses: Vec<Use>,
    asks_for_sentences: bool,
}

/// What a phrase is for: it is one of the phrases a pattern stands for, or a part of its expression.
#[derive(Clone, Copy, Debug)]
struct Use {
    pattern: u32,
    is_whole: bool,
}

/// An expression whose phrases are numbers.
#[derive(Clone, Debug)]
enum Compiled {
    Phrase(PhraseId),
    Any(Vec<Compiled>),
    Near(u32, Box<Compiled>, Box<Compiled>, Order),
    And(Box<Compiled>, Box<Compiled>),
    Not(Box<Compiled>, Box<Compiled>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Order {
    Either,
    LeftFirst,
}

type Place = (u32, u32);

impl PatternSet {
    /// Makes patterns ready; the number of a pattern is its position in the sequence.
    ///
    /// ```
    /// use plenary::{error::Place, lexicon::*, text::Segmented};
    /// let pattern = Pattern::parse("loss NEAR/3 (nurse*|doctor*)", Place::default()).unwrap();
    /// let text = "The loss of many doctors hurts.";
    /// let found = PatternSet::new([&pattern]).matches(text, &Segmented::new(text), &mut WordMemory::default());
    /// assert_eq!((found[0].start, found[0].end), (1, 5));
    /// ```
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Self {
        PatternSet::in_case(patterns, Case::Ignored)
    }

    /// Makes patterns ready whose words were read in this case.
    pub(super) fn in_case<'p>(patterns: impl IntoIterator<Item = &'p Pattern>, case: Case) -> Self {
        let mut builder = Builder { automaton: AutomatonBuilder::new(case), uses: Vec::new() };
        let patterns = (0..)
            .zip(patterns)
            .map(|(pattern, source)| builder.compile(&source.expression, Use { pattern, is_whole: true }))
            .collect();
        let asks_for_sentences = builder.uses.iter().any(|phrase| !phrase.is_whole);
        PatternSet { automaton: builder.automaton.finish(), patterns, uses: builder.uses, asks_for_sentences }
    }

    /// Whether some pattern asks for sentences (`NEAR`, `BEFORE`, `AND`, `NOT`).
    pub fn asks_for_sentences(&self) -> bool {
        self.asks_for_sentences
    }

    /// All matches of all patterns, overlapping ones too, sorted by start, end and pattern.
    pub fn matches(&self, text: &str, split: &Segmented, memory: &mut WordMemory) -> Vec<Match> {
        let hits = self.automaton.scan(text, split, memory);
        let mut found = Vec::with_capacity(hits.len());
        let mut parts = Vec::new();
        for hit in hits {
            match self.uses[hit.phrase as usize] {
                Use { pattern, is_whole: true } => {
                    found.push(Match { start: hit.start, end: hit.end, pattern });
                }
                _ => parts.push(hit),
            }
        }
        self.join(parts, split, &mut found);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Adds the matches of all patterns that have some of these parts.
    fn join(&self, mut parts: Vec<PhraseHit>, split: &Segmented, found: &mut Vec<Match>) {
        parts.sort_unstable();
        parts.dedup();
        let mut touched: Vec<u32> =
            parts.iter().map(|part| self.uses[part.phrase as usize].pattern).collect();
        touched.sort_unstable();
        touched.dedup();
        let search = Search { hits: &parts, split, word_numbers: OnceCell::new() };
        for pattern in touched {
            let places = search.places(&self.patterns[pattern as usize]);
            found.extend(places.into_iter().map(|(start, end)| Match { start, end, pattern }));
        }
    }
}

struct Builder {
    automaton: AutomatonBuilder,
    uses: Vec<Use>,
}

impl Builder {
    fn compile(&mut self, expression: &Expression, phrase: Use) -> Compiled {
        let mut part = |side: &Expression| Box::new(self.compile(side, Use { is_whole: false, ..phrase }));
        match expression {
            Expression::Near(n, a, b) => Compiled::Near(*n, part(a), part(b), Order::Either),
            Expression::Before(n, a, b) => Compiled::Near(*n, part(a), part(b), Order::LeftFirst),
            Expression::And(a, b) => Compiled::And(part(a), part(b)),
            Expression::Not(a, b) => Compiled::Not(part(a), part(b)),
            Expression::Any(options) => {
                Compiled::Any(options.iter().map(|option| self.compile(option, phrase)).collect())
            }
            Expression::Phrase(elements) => {
                let number = self.uses.len() as PhraseId;
                self.uses.push(phrase);
                self.automaton.add(elements, number);
                Compiled::Phrase(number)
            }
        }
    }
}

struct Search<'s> {
    hits: &'s [PhraseHit],
    split: &'s Segmented,
    /// Counted when a pattern first asks for a distance.
    word_numbers: OnceCell<Vec<u32>>,
}

/// For each token the number of words before it, so that distance counts words, not marks.
fn word_numbers(split: &Segmented) -> Vec<u32> {
    let mut count = 0;
    let numbers = split.tokens.iter().map(|token| {
        let before = count;
        count += u32::from(token.kind == TokenKind::Word);
        before
    });
    numbers.collect()
}

impl Search<'_> {
    fn places(&self, expression: &Compiled) -> Vec<Place> {
        match expression {
            Compiled::Phrase(phrase) => {
                let from = self.hits.partition_point(|hit| hit.phrase < *phrase);
                let hits = self.hits[from..].iter().take_while(|hit| hit.phrase == *phrase);
                hits.map(|hit| (hit.start, hit.end)).collect()
            }
            Compiled::Any(options) => {
                let mut places: Vec<Place> = options.iter().flat_map(|option| self.places(option)).collect();
                places.sort_unstable();
                places.dedup();
                places
            }
            Compiled::Near(n, a, b, order) => self.near(*n, &self.places(a), &self.places(b), *order),
            Compiled::And(a, b) => self.beside(a, b, true),
            Compiled::Not(a, b) => self.beside(a, b, false),
        }
    }

    /// Each left place with the nearest right place that is near enough, in one sentence.
    fn near(&self, n: u32, left: &[Place], right: &[Place], order: Order) -> Vec<Place> {
        let pairs = left.iter().filter_map(|&a| {
            let near = self.in_sentence_of(a, right).filter(|&&b| !overlap(a, b));
            let near = near.filter(|&&b| order == Order::Either || a.0 < b.0);
            let nearest = near.map(|&b| (self.distance(a, b), b)).filter(|(d, _)| *d <= n).min();
            nearest.map(|(_, b)| (a.0.min(b.0), a.1.max(b.1)))
        });
        let mut places: Vec<Place> = pairs.collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Those of the sorted places that begin in the sentence of another.
    fn in_sentence_of<'p>(&self, place: Place, places: &'p [Place]) -> impl Iterator<Item = &'p Place> {
        let tokens = self.split.sentences[self.sentence(place)].tokens.clone();
        let begins = |token: usize| places.partition_point(|other| (other.0 as usize) < token);
        places[begins(tokens.start)..begins(tokens.end)].iter()
    }

    fn distance(&self, a: Place, b: Place) -> u32 {
        let (first, second) = if a.0 < b.0 { (a, b) } else { (b, a) };
        let numbers = self.word_numbers.get_or_init(|| word_numbers(self.split));
        numbers[second.0 as usize] - numbers[first.1 as usize - 1]
    }

    fn sentence(&self, place: Place) -> usize {
        self.split.sentence_of(place.0 as usize)
    }

    /// The left places whose sentence holds (or does not hold) a right place.
    fn beside(&self, a: &Compiled, b: &Compiled, holds: bool) -> Vec<Place> {
        let left = self.places(a);
        if left.is_empty() {
            return left;
        }
        let right = self.places(b);
        left.into_iter()
            .filter(|place| self.in_sentence_of(*place, &right).next().is_some() == holds)
            .collect()
    }
}

fn overlap(a: Place, b: Place) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// For each match of one category, the match that suppresses it, if any.
///
/// The longest wins, then the leftmost, then the earlier pattern; no two that count share a token.
pub fn resolve(matches: &[Match]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..matches.len()).collect();
    order.sort_by_key(|&i| {
        (std::cmp::Reverse(matches[i].end - matches[i].start), matches[i].start, matches[i].pattern)
    });
    let mut suppressed = vec![None; matches.len()];
    let mut taken: FxHashMap<u32, usize> = FxHashMap::default();
    for i in order {
        let tokens = matches[i].start..matches[i].end;
        match tokens.clone().find_map(|token| taken.get(&token).copied()) {
            Some(winner) => suppressed[i] = Some(winner),
            None => taken.extend(tokens.map(|token| (token, i))),
        }
    }
    suppressed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place as FilePlace;

    fn found(pattern: &str, text: &str) -> Vec<String> {
        let pattern = Pattern::parse(pattern, FilePlace::default()).unwrap();
        let split = Segmented::new(text);
        let matches = PatternSet::new([&pattern]).matches(text, &split, &mut WordMemory::default());
        matches.iter().map(|m| split.span(m.start as usize..m.end as usize).of(text).to_string()).collect()
    }

    #[test]
    fn patterns_match() {
        for (pattern, text, expected) in [
            ("brain drain", "the Brain  Drain hurts", vec!["Brain  Drain"]),
            ("countr* of (origin|transit)", "a country of transit", vec!["country of transit"]),
            ("(rich and poor|poor and rich) states", "poor and rich states", vec!["poor and rich states"]),
            ("a (b|c d) (e|f g) h", "a c d f g h", vec!["a c d f g h"]),
            ("x NEAR/2 y", "y and x. x and so on y", vec!["y and x"]),
            ("x BEFORE/3 y", "y x z y", vec!["x z y"]),
            ("x AND y", "x is y. X alone.", vec!["x"]),
            ("x NOT y", "x is y. X alone.", vec!["X"]),
            ("(x NEAR/3 y) NOT z", "x y. X y z", vec!["x y"]),
            ("* per cent of *", "some 5 per cent of people left", vec!["5 per cent of people"]),
            ("/labou?r/ market*", "Labor markets", vec!["Labor markets"]),
            ("safe , orderly", "safe, orderly", vec!["safe, orderly"]),
            ("60/227", "resolution 60/227", vec!["60/227"]),
        ] {
            assert_eq!(found(pattern, text), expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn patterns_of_a_set_do_not_pass_through_each_other() {
        let patterns =
            ["(a b|c) d", "c", "(a|x y)", "a b"].map(|p| Pattern::parse(p, FilePlace::default()).unwrap());
        let text = "a b c";
        let split = Segmented::new(text);
        let found = PatternSet::new(&patterns).matches(text, &split, &mut WordMemory::default());
        let found: Vec<(u32, u32, u32)> = found.iter().map(|m| (m.pattern, m.start, m.end)).collect();
        assert_eq!(found, [(2, 0, 1), (3, 0, 2), (1, 2, 3)]);
    }

    #[test]
    fn longest_then_leftmost() {
        let m = |start, end, pattern| Match { start, end, pattern };
        assert_eq!(resolve(&[m(0, 1, 0), m(0, 2, 1), m(1, 3, 2)]), [Some(1), None, Some(1)]);
        assert_eq!(resolve(&[m(0, 1, 0), m(0, 1, 1)]), [None, Some(0)]);
        assert_eq!(resolve(&[]), Vec::<Option<usize>>::new());
    }
}
