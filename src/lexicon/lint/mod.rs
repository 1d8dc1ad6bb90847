//! What is wrong or doubtful in a lexicon, with a remedy: on its own, and over a corpus.
//!
//! A finding is a value with its place. An example that does not do what it claims is an error, what
//! loses or adds hits by mistake a warning, what is only to be known a note. Nothing is mended here.

mod cover;
mod endings;
mod examples;
mod frequency;
mod globs;
mod overlap;
mod tally;
mod unmatchable;

pub use tally::{Tally, TallyMemory};

use super::Lexicon;
use super::entries::{Entries, Entry, Purpose};
use crate::error::Place;
use globs::Globs;

/// What a finding is about, in the order in which findings are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An example is matched and should not be, or the other way round.
    Example,
    /// The tokenizer never makes such a word.
    CannotMatch,
    /// An operator in a plain list, where it is a word.
    Operator,
    /// An exception undoes every match.
    Undone,
    /// The same pattern twice.
    Duplicate,
    /// Another pattern matches wherever this one does.
    Shadowed,
    /// A longer pattern around one that counts anyway.
    Contained,
    /// No match in the corpus.
    NeverMatches,
    /// A `*` takes words of another root.
    OtherWords,
    /// One pattern makes nearly all hits of its category.
    Dominant,
    /// The words that a `*` takes.
    Words,
    /// The share of a pattern in the hits of its category.
    Share,
}

impl Kind {
    /// The value in the column `kind`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Example => "example",
            Kind::CannotMatch => "cannot-match",
            Kind::Operator => "operator",
            Kind::Undone => "undone",
            Kind::Duplicate => "duplicate",
            Kind::Shadowed => "shadowed",
            Kind::Contained => "contained",
            Kind::NeverMatches => "never-matches",
            Kind::OtherWords => "other-words",
            Kind::Dominant => "dominant",
            Kind::Words => "words",
            Kind::Share => "share",
        }
    }

    /// The heading above findings of the kind.
    pub fn heading(self) -> &'static str {
        match self {
            Kind::Example => "Examples that do not do what they claim",
            Kind::CannotMatch => "Patterns that cannot match: no word of a text is ever cut like this",
            Kind::Operator => "Operators in a plain list, where they are ordinary words",
            Kind::Undone => "Patterns whose every match an exception undoes",
            Kind::Duplicate => "Patterns that stand in the lexicon twice",
            Kind::Shadowed => "Patterns that another one covers: wherever they match, it matches too",
            Kind::Contained => "Longer patterns around a shorter one: they add no hit, but make hits longer",
            Kind::NeverMatches => "Patterns that never match in these texts",
            Kind::OtherWords => "Wildcards that also take words of another root",
            Kind::Dominant => "Patterns that alone make nearly all hits of their category",
            Kind::Words => "What wildcards take, each word with its number",
            Kind::Share => "Hits of each pattern, and their share in those of its category",
        }
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// To be known, not to be mended.
    Note,
    /// To be looked at.
    Warning,
    /// To be mended.
    Error,
}

impl Weight {
    /// The value in the column `weight`.
    pub fn name(self) -> &'static str {
        match self {
            Weight::Note => "note",
            Weight::Warning => "warning",
            Weight::Error => "error",
        }
    }
}

/// Something found in a lexicon.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is about.
    pub kind: Kind,
    /// How much it weighs.
    pub weight: Weight,
    /// Where it stands.
    pub place: Place,
    /// The category.
    pub category: String,
    /// The pattern as written; empty where the finding is about an example that nothing matches.
    pub pattern: String,
    /// What was found, in a sentence without full stop.
    pub found: String,
    /// What to do about it; may be empty.
    pub remedy: String,
    /// Hits of the pattern that count in the corpus, for the kinds `dominant` and `share`.
    pub hits: Option<u32>,
    /// Their share in the hits of the category, from 0 to 1; none where it has no hits.
    pub share: Option<f64>,
}

/// A lexicon made ready to be checked.
pub struct Lint<'l> {
    lexicon: &'l Lexicon,
    entries: Entries<'l>,
    globs: Globs,
}

impl<'l> Lint<'l> {
    /// Makes a lexicon ready.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        let entries = Entries::of(lexicon);
        let globs = Globs::of(&entries);
        Lint { lexicon, entries, globs }
    }

    /// What the lexicon shows on its own: examples, patterns that cannot match, overlaps. In order of
    /// kind and place.
    ///
    /// ```
    /// use plenary::lexicon::{Lexicon, lint::Lint};
    /// let lexicon = Lexicon::read("move: [migrant*, migrants, U.S.]", "l.yml")?;
    /// let kinds: Vec<_> = Lint::new(&lexicon).findings().iter().map(|f| f.kind.name()).collect();
    /// assert_eq!(kinds, ["cannot-match", "shadowed"]);
    /// # Ok::<(), plenary::error::Error>(())
    /// ```
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.wrong_examples();
        findings.extend(self.entries.list.iter().filter_map(|entry| self.unmatchable(entry)));
        findings.extend(self.overlaps());
        in_order(findings)
    }

    /// What a corpus shows beyond that: patterns without a match, wildcards that take other words,
    /// shares. In order of kind and place.
    pub fn findings_in(&self, tally: &Tally) -> Vec<Finding> {
        let mut findings = self.never_matching(tally);
        findings.extend(self.words_taken(tally));
        findings.extend(self.shares(tally));
        in_order(findings)
    }

    /// A finding on a pattern.
    fn finding(&self, kind: Kind, weight: Weight, entry: &Entry, found: String) -> Finding {
        Finding {
            kind,
            weight,
            place: entry.pattern.place.clone(),
            category: self.name(entry),
            pattern: entry.pattern.source.clone(),
            found,
            remedy: String::new(),
            hits: None,
            share: None,
        }
    }

    /// The category of a pattern, with the list that it stands in.
    fn name(&self, entry: &Entry) -> String {
        let category = &self.lexicon.categories[entry.category];
        match entry.purpose {
            Purpose::Hit => category.slug.clone(),
            Purpose::Exception => format!("{} $except", category.slug),
            Purpose::Position(i) => format!("{} $positions {}", category.slug, category.positions[i].0),
        }
    }
}

impl Finding {
    fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }
}

/// A pattern or an example, cut to what fits a line.
fn shortened(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        None => text.into(),
        Some((end, _)) => format!("{} …", text[..end].trim_end()),
    }
}

fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    let place = |finding: &Finding| (finding.kind, std::cmp::Reverse(finding.weight), finding.place.clone());
    findings.sort_by_key(place);
    findings
}
