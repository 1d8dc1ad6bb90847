//! What a statement shows of a lexicon's themes: hits, proposals, and the themes with their weight.

use super::Shown;
use crate::lexicon::Match;

/// How much a statement says on a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Named, or said in few sentences.
    Brief,
    /// Said in at least the share and number of sentences that the study asks for.
    Extended,
}

impl Depth {
    /// The value printed in tables.
    pub fn name(self) -> &'static str {
        match self {
            Depth::Brief => "brief",
            Depth::Extended => "extended",
        }
    }
}

/// A match of a theme's pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeHit {
    /// Index of the category.
    pub theme: u32,
    /// Where it stands.
    pub tokens: Match,
    /// Index of the sentence.
    pub sentence: u32,
    /// The pattern's number in its category.
    pub pattern: u32,
    /// Whether a negation reaches it.
    pub negated: bool,
    /// The pattern that took its place, if it does not count, or the model that doubts it.
    pub suppressed_by: Option<String>,
    /// The probability that the model gives the theme in its sentence.
    pub probability: Option<f64>,
}

/// A theme that the model finds in a sentence where no pattern matches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposal {
    /// Index of the category.
    pub theme: u32,
    /// Index of the sentence.
    pub sentence: u32,
    /// The probability that the model gives it.
    pub probability: f64,
}

/// Who found a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A pattern; no model was asked.
    Lexicon,
    /// The model alone.
    Model,
    /// A pattern that the model confirms.
    Both,
    /// People, where the machine found nothing.
    Person,
}

impl Origin {
    /// The value printed in tables.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Lexicon => "lexicon",
            Origin::Model => "model",
            Origin::Both => "both",
            Origin::Person => "person",
        }
    }
}

/// All that a statement shows of a lexicon's themes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The matches of patterns, those that do not count among them.
    pub hits: Vec<ThemeHit>,
    /// What the model finds besides.
    pub proposals: Vec<Proposal>,
    /// The positions that cues show, whether or not their theme is found.
    pub shown: Vec<Shown>,
    /// The themes.
    pub themes: Vec<ThemeCoding>,
}

impl ThemeCoding {
    /// A theme that people alone found: without hits, and brief.
    pub fn by_people(theme: u16) -> Self {
        ThemeCoding {
            theme,
            position: None,
            origin: Origin::Person,
            confidence: None,
            hits: 0,
            negated: 0,
            sentences: 0,
            share: 0.0,
            depth: Depth::Brief,
            listed: false,
            shown_in: 0,
        }
    }
}

/// A theme that a statement is coded with.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeCoding {
    /// Index of the category.
    pub theme: u16,
    /// Index of the position, where it is clear.
    pub position: Option<u8>,
    /// Who found it.
    pub origin: Origin,
    /// The largest probability that the model gives it in a sentence.
    pub confidence: Option<f32>,
    /// Hits that count, proposals of the model among them.
    pub hits: u16,
    /// Those of them that a negation reaches.
    pub negated: u16,
    /// Sentences with a hit that counts.
    pub sentences: u16,
    /// Those sentences as a share of all.
    pub share: f32,
    /// The weight in the statement.
    pub depth: Depth,
    /// Whether it is named only as an item of lists.
    pub listed: bool,
    /// Index of the sentence that shows it best: the first with its position, else the first of all.
    pub shown_in: u16,
}
