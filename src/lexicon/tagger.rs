//! What quanteda's lookup counts: the categories of a lexicon in a text, each hit with its reason.
//!
//! Inside a category the longest match wins, then the leftmost, and no two that count share a token.
//! Categories are independent, or, with the scope `Dictionary`, one whose tokens longer matches of
//! any category have all taken does not count.

use super::comparison::Comparison;
use super::matching::{Match, PatternSet};
use super::taken::Taken;
use super::word_memory::WordMemory;
use super::{Lexicon, Pattern};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::text::Segmented;
use std::cmp::Reverse;

/// Among which matches the longest wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NestedScope {
    /// Those of the same category.
    #[default]
    Key,
    /// Those of all categories too.
    Dictionary,
}

/// A lexicon made ready, its categories named at some of their levels.
pub struct Tagger {
    set: PatternSet,
    roles: Vec<Role>,
    patterns: Vec<Pattern>,
    names: Vec<String>,
}

/// What a pattern does: finds a category (`name`), or undoes what overlaps it of a category.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Finds { category: usize, name: usize },
    Undoes { category: usize },
}

/// A match of a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Where it stands, and the number of its pattern.
    pub tokens: Match,
    /// Index of the category's name.
    pub name: usize,
    /// The number of the pattern that suppressed it, if any.
    pub suppressed_by: Option<u32>,
}

impl Tagger {
    /// Makes a lexicon ready, its patterns as they were read; without levels a category's name is its
    /// whole path.
    ///
    /// Categories without a name at these levels are left out, those with the same name are one.
    ///
    /// # Errors
    /// Where no category is left.
    pub fn new(lexicon: &Lexicon, levels: &[usize]) -> Result<Tagger> {
        Tagger::comparing(lexicon, levels, &Comparison::default())
    }

    /// Makes a lexicon ready as [`Tagger::new`] does, its patterns read anew under a comparison.
    ///
    /// # Errors
    /// Where no category is left, or a pattern cannot be read so.
    pub fn comparing(lexicon: &Lexicon, levels: &[usize], comparison: &Comparison) -> Result<Tagger> {
        let (mut patterns, mut roles, mut names): (Vec<Pattern>, Vec<Role>, Vec<String>) = Default::default();
        for (category, definition) in lexicon.coded() {
            let Some(own) = definition.name_at(levels) else { continue };
            let name = names.iter().position(|known| *known == own).unwrap_or(names.len());
            if name == names.len() {
                names.push(own);
            }
            for pattern in definition.patterns.iter().chain(&definition.except) {
                patterns.push(comparison.read(pattern)?);
            }
            roles.extend(definition.patterns.iter().map(|_| Role::Finds { category, name }));
            roles.extend(definition.except.iter().map(|_| Role::Undoes { category }));
        }
        match names.is_empty() {
            true => {
                Err(Error::new(ErrorKind::Usage, Place::default(), "no category has a name at these levels")
                    .remedy("Give other --levels; 1 is the outermost."))
            }
            false => {
                let set = PatternSet::in_case(&patterns, comparison.case);
                Ok(Tagger { set, roles, patterns, names })
            }
        }
    }

    /// A single pattern as a lexicon of one category.
    pub fn of_pattern(pattern: Pattern) -> Tagger {
        let names = vec![pattern.source.clone()];
        let roles = vec![Role::Finds { category: 0, name: 0 }];
        Tagger { set: PatternSet::new([&pattern]), roles, patterns: vec![pattern], names }
    }

    /// The names of the categories, in the order of the lexicon.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether some pattern asks for sentences.
    pub fn asks_for_sentences(&self) -> bool {
        self.set.asks_for_sentences()
    }

    /// Splits a text as far as the patterns ask for it.
    pub fn split(&self, text: &str) -> Segmented {
        if self.asks_for_sentences() { Segmented::new(text) } else { Segmented::unsplit(text) }
    }

    /// A pattern by its number.
    pub fn pattern(&self, number: u32) -> &Pattern {
        &self.patterns[number as usize]
    }

    /// All matches of categories, nested and overlapping ones too, in order of place and pattern;
    /// suppressed is only what an exception overlaps.
    pub fn matches(&self, text: &str, split: &Segmented, memory: &mut WordMemory) -> Vec<Tag> {
        let matches = self.set.matches(text, split, memory);
        let is_undoing = |m: &&Match| matches!(self.roles[m.pattern as usize], Role::Undoes { .. });
        let undoing: Vec<&Match> = matches.iter().filter(is_undoing).collect();
        let undone_by = |category: usize, tokens: &Match| {
            let undoes = |other: &&&Match| {
                self.roles[other.pattern as usize] == Role::Undoes { category } && other.overlaps(tokens)
            };
            undoing.iter().find(undoes).map(|other| other.pattern)
        };
        let tag = |tokens: &Match| match self.roles[tokens.pattern as usize] {
            Role::Undoes { .. } => None,
            Role::Finds { category, name } => {
                Some(Tag { tokens: *tokens, name, suppressed_by: undone_by(category, tokens) })
            }
        };
        matches.iter().filter_map(tag).collect()
    }

    /// All matches, each with what suppressed it: an exception, a longer match or one before it.
    pub fn tag(
        &self,
        text: &str,
        split: &Segmented,
        scope: NestedScope,
        memory: &mut WordMemory,
    ) -> Vec<Tag> {
        let mut tags = self.matches(text, split, memory);
        let names: Vec<usize> = tags.iter().map(|tag| tag.name).collect();
        settle(&mut tags, &names, scope, split.tokens.len());
        tags
    }

    /// How often each category counts.
    pub fn counts(&self, tags: &[Tag]) -> Vec<u32> {
        let mut counts = vec![0; self.names.len()];
        tags.iter().filter(|tag| tag.suppressed_by.is_none()).for_each(|tag| counts[tag.name] += 1);
        counts
    }
}

/// Finds for each tag what suppresses it: a longer one, or one before it, of its own rivals.
///
/// The tags are in the order of the text. The rivals of a tag are those of the same number in `keys`; in the scope of the dictionary all
/// tags are also its rivals together.
pub(super) fn settle(tags: &mut [Tag], keys: &[usize], scope: NestedScope, n_tokens: usize) {
    let place = |(i, tag): (usize, &Tag)| {
        let Match { start, end, .. } = tag.tokens;
        tag.suppressed_by.is_none().then_some((end - start, start, i))
    };
    let mut order: Vec<_> = tags.iter().enumerate().filter_map(place).collect();
    // The longest first; those of one length keep the order of the text.
    order.sort_by_key(|(length, ..)| Reverse(*length));
    let mut taken = Taken::new(n_tokens);
    for same_place in order.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        // What a place yields is judged before any of it takes tokens.
        if scope == NestedScope::Dictionary {
            same_place.iter().for_each(|&(.., i)| tags[i].suppressed_by = taken.wholly(&tags[i].tokens));
        }
        for &(.., i) in same_place {
            let Tag { tokens, suppressed_by, .. } = tags[i];
            tags[i].suppressed_by = suppressed_by.or_else(|| taken.by(keys[i], &tokens));
            if tags[i].suppressed_by.is_none() {
                taken.take(keys[i], &tokens);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(lexicon: &str, text: &str, scope: NestedScope) -> Vec<u32> {
        let tagger = Tagger::new(&Lexicon::read(lexicon, "l.yml").unwrap(), &[]).unwrap();
        tagger.counts(&tagger.tag(text, &Segmented::new(text), scope, &mut WordMemory::default()))
    }

    #[test]
    fn nested_scope_is_quantedas() {
        let lexicon = "abc: [a b, b c, a b c]\nbcd: [b c, c d]\nsingle: [a, b]\n";
        for (text, key, dictionary) in [
            ("a b c", vec![1, 1, 2], vec![1, 0, 0]),
            ("a b c d", vec![1, 1, 2], vec![1, 1, 0]),
            ("b a", vec![0, 0, 2], vec![0, 0, 2]),
            ("", vec![0, 0, 0], vec![0, 0, 0]),
        ] {
            assert_eq!(counts(lexicon, text, NestedScope::Key), key, "{text}");
            assert_eq!(counts(lexicon, text, NestedScope::Dictionary), dictionary, "{text}");
        }
    }

    #[test]
    fn levels_join_categories_and_exceptions_undo() {
        let lexicon = "x:\n  y: [a]\n  z:\n    $patterns: [a, b]\n    $except: [b c]\n";
        assert_eq!(counts(lexicon, "a b. b c", NestedScope::Key), [1, 2]);
        let tagger = Tagger::new(&Lexicon::read(lexicon, "l.yml").unwrap(), &[1]).unwrap();
        let text = "a b";
        let tags = tagger.tag(text, &Segmented::new(text), NestedScope::Key, &mut WordMemory::default());
        assert_eq!((tagger.names(), tagger.counts(&tags)), (&["x".to_string()][..], vec![2]));
        assert!(Tagger::new(&Lexicon::read(lexicon, "l.yml").unwrap(), &[4]).is_err());
    }
}
