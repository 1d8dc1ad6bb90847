//! How often each feature occurs in groups of statements. Holds counts only, never a text.
//!
//! A feature is a token: a word, a sign, and a punctuation mark where it is asked for.

use crate::error::{Error, ErrorKind, Place, Result};
use crate::text::{TokenKind, fold, words};
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What is counted as a feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// Punctuation marks too; signs such as `$` and `+` always are.
    pub punctuation: bool,
    /// Words as they stand; else in lower case.
    pub case: bool,
}

/// How often each feature occurs, by group of statements.
#[derive(Clone, Debug, Default)]
pub struct FeatureCounts {
    features: Features,
    numbers: FxHashMap<CompactString, u32>,
    /// Occurrences by the feature's number.
    all: Vec<u64>,
    groups: BTreeMap<String, FxHashMap<u32, u64>>,
    n_outside: usize,
}

impl FeatureCounts {
    /// No counts yet.
    pub fn new(features: Features) -> Self {
        FeatureCounts { features, ..FeatureCounts::default() }
    }

    /// Counts a text. A text of no group (an empty name) is part of every reference and no target.
    pub fn add(&mut self, group: &str, text: &str) {
        let mut own = (!group.is_empty()).then(|| self.groups.entry(group.into()).or_default());
        self.n_outside += usize::from(own.is_none());
        for token in words(text) {
            if token.kind == TokenKind::Punctuation && !self.features.punctuation {
                continue;
            }
            let word = token.span.of(text);
            let feature = if self.features.case { word.into() } else { fold(word) };
            let next = self.all.len() as u32;
            let number = *self.numbers.entry(feature.into()).or_insert(next);
            match self.all.get_mut(number as usize) {
                Some(count) => *count += 1,
                None => self.all.push(1),
            }
            if let Some(own) = &mut own {
                *own.entry(number).or_default() += 1;
            }
        }
    }

    /// Occurrences of all features in all statements.
    fn size(&self) -> u64 {
        self.all.iter().sum()
    }

    /// Statements of no group.
    pub fn n_outside(&self) -> usize {
        self.n_outside
    }

    /// Checks that there is a target, and for each a reference.
    ///
    /// # Errors
    /// Where no statement is of any group, or all are of one.
    pub fn check(&self) -> Result<()> {
        let fault = |found: &str, remedy: &str| {
            Err(Error::new(ErrorKind::Usage, Place::default(), found).remedy(remedy))
        };
        let of_groups: u64 = self.groups.values().flat_map(FxHashMap::values).sum();
        match self.groups.len() {
            0 => fault("no statement has a value in this column", "Name another column with --by."),
            1 if of_groups == self.size() => fault(
                "all statements belong to the target, so that there is nothing to compare it with",
                "Give more INPUT, a narrower --target, or another column with --by.",
            ),
            _ => Ok(()),
        }
    }

    /// The groups, in order of name.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.keys().map(String::as_str)
    }

    /// The occurrences of all features in a group, and in all statements outside it.
    pub fn sizes(&self, group: &str) -> (u64, u64) {
        let own = self.groups.get(group).map_or(0, |own| own.values().sum());
        (own, self.size() - own)
    }

    /// Each feature with its occurrences in a group and outside it, in no order.
    pub fn contrast(&self, group: &str) -> impl Iterator<Item = (&str, u64, u64)> {
        let own = self.groups.get(group);
        self.numbers.iter().map(move |(feature, number)| {
            let n = own.and_then(|own| own.get(number)).copied().unwrap_or_default();
            (feature.as_str(), n, self.all[*number as usize] - n)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(features: Features, texts: &[(&str, &str)]) -> FeatureCounts {
        let mut counts = FeatureCounts::new(features);
        texts.iter().for_each(|(group, text)| counts.add(group, text));
        counts
    }

    #[test]
    fn features_are_counted_as_asked_for() {
        let texts = [("t", "Sea, sea $"), ("", "The sea.")];
        for (punctuation, case, expected) in [
            (false, false, "$ 1 0;sea 2 1;the 0 1"),
            (true, false, "$ 1 0;, 1 0;. 0 1;sea 2 1;the 0 1"),
            (false, true, "$ 1 0;Sea 1 0;The 0 1;sea 1 1"),
        ] {
            let counts = counts(Features { punctuation, case }, &texts);
            let mut found: Vec<String> =
                counts.contrast("t").map(|(feature, a, b)| format!("{feature} {a} {b}")).collect();
            found.sort();
            assert_eq!(found.join(";"), expected);
            let n: u64 = counts.contrast("t").map(|(_, a, b)| a + b).sum();
            let (own, other) = counts.sizes("t");
            assert_eq!(own + other, n);
        }
    }

    #[test]
    fn a_target_needs_a_reference() {
        for (texts, is_valid) in [
            (&[("a", "x"), ("b", "y")][..], true),
            (&[("a", "x"), ("", "y")], true),
            (&[("a", "x"), ("a", "y")], false),
            (&[("", "x")], false),
            (&[], false),
        ] {
            assert_eq!(counts(Features::default(), texts).check().is_ok(), is_valid, "{texts:?}");
        }
        let counts = counts(Features::default(), &[("b", "x"), ("", "x"), ("a", "x")]);
        assert_eq!((counts.groups().collect::<Vec<_>>(), counts.n_outside()), (vec!["a", "b"], 1));
    }
}
