//! All patterns of a lexicon, each with what it is for, found at once in a text.
//!
//! Lint and explanation look at every pattern, exceptions and positions too; the tagger, which only
//! counts, does not.

use super::matching::{Match, PatternSet, resolve};
use super::word_memory::WordMemory;
use super::{Lexicon, Pattern};
use crate::text::Segmented;

/// What a pattern is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Makes a hit of its category.
    Hit,
    /// Undoes the hits that it overlaps (`$except`).
    Exception,
    /// Shows a position, by its index in the category (`$positions`).
    Position(usize),
}

/// A pattern in its place.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'l> {
    /// Index of the category.
    pub category: usize,
    /// What the pattern is for.
    pub purpose: Purpose,
    /// The pattern.
    pub pattern: &'l Pattern,
}

/// All patterns of a lexicon in its order, made ready to be found.
pub struct Entries<'l> {
    /// The patterns; the number of a match is an index into them.
    pub list: Vec<Entry<'l>>,
    set: PatternSet,
}

/// A match of an entry, and whether it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, and the number of its entry.
    pub tokens: Match,
    /// The entry that counts instead or undoes it, if it does not count.
    pub suppressed_by: Option<u32>,
}

impl<'l> Entries<'l> {
    /// The patterns of a lexicon.
    pub fn of(lexicon: &'l Lexicon) -> Self {
        let mut list = Vec::new();
        for (category, own) in lexicon.categories.iter().enumerate() {
            let mut add = |purpose: Purpose, patterns: &'l [Pattern]| {
                list.extend(patterns.iter().map(|pattern| Entry { category, purpose, pattern }));
            };
            add(Purpose::Hit, &own.patterns);
            add(Purpose::Exception, &own.except);
            own.positions.iter().enumerate().for_each(|(i, (_, found))| add(Purpose::Position(i), found));
        }
        let set = PatternSet::new(list.iter().map(|entry| entry.pattern));
        Entries { list, set }
    }

    /// Splits a text as far as the patterns ask for it.
    pub fn split(&self, text: &str) -> Segmented {
        if self.set.asks_for_sentences() { Segmented::new(text) } else { Segmented::unsplit(text) }
    }

    /// The entry of a match.
    pub fn entry(&self, number: u32) -> &Entry<'l> {
        &self.list[number as usize]
    }

    /// All matches in a text, in order of place. Inside a category the longest counts, then the
    /// leftmost, and an exception undoes what it overlaps.
    pub fn found(&self, text: &str, split: &Segmented, memory: &mut WordMemory) -> Vec<Found> {
        let mut matches = self.set.matches(text, split, memory);
        matches.sort_by_key(|found| self.entry(found.pattern).category);
        let same = |a: &Match, b: &Match| self.entry(a.pattern).category == self.entry(b.pattern).category;
        let mut all: Vec<Found> = matches.chunk_by(same).flat_map(|own| self.settled(own)).collect();
        all.sort_by_key(|found| found.tokens);
        all
    }

    /// The matches of one category, each with what suppresses it.
    fn settled(&self, own: &[Match]) -> Vec<Found> {
        let purpose = |m: &Match| self.entry(m.pattern).purpose;
        let undone_by = |m: &Match| {
            let exceptions = own.iter().filter(|other| purpose(other) == Purpose::Exception);
            exceptions.filter(|other| other.overlaps(m)).map(|other| other.pattern).next()
        };
        let (hits, others): (Vec<Match>, Vec<Match>) = own.iter().partition(|m| purpose(m) == Purpose::Hit);
        let (undone, candidates): (Vec<Match>, Vec<Match>) =
            hits.into_iter().partition(|m| undone_by(m).is_some());
        let winners = resolve(&candidates);
        let rivals = candidates.iter().zip(&winners).map(|(&tokens, winner)| Found {
            tokens,
            suppressed_by: winner.map(|winner| candidates[winner].pattern),
        });
        let undone = undone.iter().map(|m| Found { tokens: *m, suppressed_by: undone_by(m) });
        let others = others.into_iter().map(|tokens| Found { tokens, suppressed_by: None });
        rivals.chain(undone).chain(others).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_undo_and_longer_matches_win() {
        let text = "a: {$patterns: [poverty, extreme poverty], $except: [poverty line], \
                    $positions: {named: [cause*]}}\nb: {$patterns: [poverty]}\n";
        let lexicon = Lexicon::read(text, "l.yml").unwrap();
        let entries = Entries::of(&lexicon);
        let text = "Extreme poverty is a cause. The poverty line.";
        let found = entries.found(text, &entries.split(text), &mut WordMemory::default());
        let settled: Vec<(u32, u32, Option<u32>)> =
            found.iter().map(|f| (f.tokens.start, f.tokens.pattern, f.suppressed_by)).collect();
        let expected = [
            (0, 1, None),
            (1, 0, Some(1)),
            (1, 4, None),
            (4, 3, None),
            (7, 0, Some(2)),
            (7, 4, None),
            (7, 2, None),
        ];
        assert_eq!(settled, expected);
    }
}
