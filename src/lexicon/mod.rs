//! Lexicons: categories of patterns, and where the patterns match in a text.
//!
//! Owns the pattern language, reading and writing lexicon files, matching, the choice among overlapping hits
//! and the rule of negation. Knows nothing of statements, actors or themes as a paper counts them.

mod automaton;
mod context;
pub mod formats;
mod matching;
mod pattern;
mod read;
mod tree;
mod word_class;

pub use automaton::WordMemory;
pub use context::{Context, Reading};
pub use matching::{Match, PatternSet, resolve};
pub use pattern::{Expression, Pattern};
pub use read::patterns as read_patterns;

use crate::error::Place;

/// A tree of categories, flattened in the order of its file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexicon {
    /// What the lexicon calls itself.
    pub label: String,
    /// Under which terms it may be used; may be empty.
    pub license: String,
    /// Where it comes from; may be empty.
    pub source: String,
    /// All categories, parents before their children.
    pub categories: Vec<Category>,
}

/// A category of a lexicon: in `plenary run`, a theme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Category {
    /// The keys from the outermost category to this one.
    pub path: Vec<String>,
    /// The path joined by `.`, as quanteda names a flattened key.
    pub slug: String,
    /// A short code of the codebook, such as `T3.4`; may be empty.
    pub code: String,
    /// The name to print; the slug where none is given.
    pub label: String,
    /// What belongs here and what does not.
    pub definition: String,
    /// A remark for those who edit the lexicon.
    pub note: String,
    /// What counts as a hit.
    pub patterns: Vec<Pattern>,
    /// What undoes a hit that it overlaps.
    pub except: Vec<Pattern>,
    /// Patterns that show a position in the sentence of a hit, by position.
    pub positions: Vec<(String, Vec<Pattern>)>,
    /// Sentences that must have a hit.
    pub examples_yes: Vec<String>,
    /// Sentences that must have none.
    pub examples_no: Vec<String>,
    /// Where the category begins.
    pub place: Place,
}

impl Category {
    /// The category's own key: the last of its path.
    pub fn key(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

impl Lexicon {
    /// The categories that have patterns of their own: what can be coded.
    pub fn coded(&self) -> impl Iterator<Item = (usize, &Category)> {
        self.categories.iter().enumerate().filter(|(_, category)| !category.patterns.is_empty())
    }

    /// The parent of a category: the category whose slug is its path without the last key.
    pub fn parent(&self, slug: &str) -> Option<&Category> {
        let (path, _) = slug.rsplit_once('.')?;
        self.categories.iter().find(|category| category.slug == path)
    }
}
