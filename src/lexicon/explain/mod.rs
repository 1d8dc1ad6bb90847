//! Why a text is or is not a hit: what matches and what becomes of it, and what other patterns lack.

mod miss;
mod written;

use super::context::Context;
use super::entries::{Entries, Found, Purpose};
use super::word_memory::WordMemory;
use super::{Lexicon, Pattern};
use crate::text::Segmented;
use miss::Misses;

/// A text explained by a lexicon.
pub struct Explanation<'l> {
    /// Sentences and words, as the program sees them.
    pub split: Segmented,
    /// All matches of all patterns, in order of place.
    pub matches: Vec<Explained<'l>>,
}

/// A match and what becomes of it.
pub struct Explained<'l> {
    /// Index of the category.
    pub category: usize,
    /// The pattern.
    pub pattern: &'l Pattern,
    /// First token, counted from 0.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// Whether a negation reaches it.
    pub is_negated: bool,
    /// What becomes of it.
    pub fate: Fate<'l>,
}

/// What becomes of a match.
#[derive(Clone, Copy, Debug)]
pub enum Fate<'l> {
    /// It is a hit.
    Counts,
    /// An exception overlaps it.
    Undone(&'l Pattern),
    /// A longer match of the category takes its words.
    Shorter(&'l Pattern),
    /// A match of the category that is as long and stands before it takes its words.
    Later(&'l Pattern),
    /// It is an exception.
    Excepts,
    /// It shows a position.
    Shows(&'l str),
}

/// A pattern that does not match, and what it lacks.
pub struct Miss<'l> {
    /// The pattern.
    pub pattern: &'l Pattern,
    /// What was found of it and what not, in words.
    pub lacks: String,
}

impl<'l> Explanation<'l> {
    /// Explains a text.
    ///
    /// ```
    /// use plenary::lexicon::{Context, Lexicon, explain::Explanation};
    /// let lexicon = Lexicon::read("loss: [brain drain, exodus]", "l.yml")?;
    /// let context = Context::read("negation: {reach: 4, marks: [no]}", "c.yml")?;
    /// let text = "The brain is not lost.";
    /// assert!(Explanation::new(&lexicon, &context, text).matches.is_empty());
    /// assert_eq!(Explanation::misses(&lexicon, 0, text)[0].lacks, "`brain` found, `drain` not");
    /// # Ok::<(), plenary::error::Error>(())
    /// ```
    pub fn new(lexicon: &'l Lexicon, context: &Context, text: &str) -> Self {
        let entries = Entries::of(lexicon);
        let split = Segmented::new(text);
        let found = entries.found(text, &split, &mut WordMemory::default());
        let reading = context.reading(text, &split, &mut WordMemory::default());
        let explained = |one: &Found| {
            let entry = entries.entry(one.tokens.pattern);
            Explained {
                category: entry.category,
                pattern: entry.pattern,
                start: one.tokens.start as usize,
                end: one.tokens.end as usize,
                is_negated: reading.is_negated(&one.tokens),
                fate: fate(lexicon, &entries, &found, one),
            }
        };
        let matches = found.iter().map(explained).collect();
        Explanation { split, matches }
    }

    /// What each pattern of a category that does not match lacks; the nearest miss first, then in
    /// order of the lexicon.
    pub fn misses(lexicon: &'l Lexicon, category: usize, text: &str) -> Vec<Miss<'l>> {
        let split = Segmented::new(text);
        let misses = Misses::new(text, &split);
        let silent = lexicon.categories[category].patterns.iter();
        let mut silent: Vec<&Pattern> =
            silent.filter(|pattern| misses.places(&pattern.expression).is_empty()).collect();
        silent.sort_by(|a, b| misses.nearness(&b.expression).total_cmp(&misses.nearness(&a.expression)));
        let miss = |pattern: &'l Pattern| Miss { pattern, lacks: misses.lacks(&pattern.expression) };
        silent.into_iter().map(miss).collect()
    }
}

fn fate<'l>(lexicon: &'l Lexicon, entries: &Entries<'l>, all: &[Found], one: &Found) -> Fate<'l> {
    let entry = entries.entry(one.tokens.pattern);
    let Some(winner) = one.suppressed_by else {
        return match entry.purpose {
            Purpose::Hit => Fate::Counts,
            Purpose::Exception => Fate::Excepts,
            Purpose::Position(i) => Fate::Shows(&lexicon.categories[entry.category].positions[i].0),
        };
    };
    let pattern = entries.entry(winner).pattern;
    let length = |found: &Found| found.tokens.end - found.tokens.start;
    let is_longer = |other: &Found| {
        other.tokens.pattern == winner
            && other.tokens.overlaps(&one.tokens)
            && other.suppressed_by.is_none()
            && length(other) > length(one)
    };
    match entries.entry(winner).purpose {
        Purpose::Exception => Fate::Undone(pattern),
        _ if all.iter().any(is_longer) => Fate::Shorter(pattern),
        _ => Fate::Later(pattern),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_match_has_its_fate() {
        let text = "a: {$patterns: [drain, brain drain, brain dr*], $except: [drain pipe], \
                    $positions: {bad: [hurt*]}}";
        let lexicon = Lexicon::read(text, "l.yml").unwrap();
        let context = Context::read("negation: {reach: 4, marks: [not]}", "c.yml").unwrap();
        let explanation = Explanation::new(&lexicon, &context, "Brain drain does not hurt. A drain pipe.");
        let fates: Vec<String> = explanation
            .matches
            .iter()
            .map(|m| {
                let fate = match m.fate {
                    Fate::Counts => "counts".to_string(),
                    Fate::Undone(by) => format!("undone by {}", by.source),
                    Fate::Shorter(than) => format!("shorter than {}", than.source),
                    Fate::Later(than) => format!("later than {}", than.source),
                    Fate::Excepts => "excepts".into(),
                    Fate::Shows(name) => format!("shows {name}"),
                };
                format!("{} {}-{} {fate} {}", m.pattern.source, m.start, m.end, m.is_negated)
            })
            .collect();
        let expected = [
            "brain drain 0-2 counts false",
            "brain dr* 0-2 later than brain drain false",
            "drain 1-2 shorter than brain drain false",
            "hurt* 4-5 shows bad true",
            "drain 7-8 undone by drain pipe false",
            "drain pipe 7-9 excepts false",
        ];
        assert_eq!(fates, expected);
    }
}
