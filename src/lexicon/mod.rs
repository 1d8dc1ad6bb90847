//! Lexicons: categories of patterns, and where the patterns match in a text.
//!
//! Owns the pattern language, reading and writing lexicon files, matching, the choice among
//! overlapping hits and the rule of negation. Knows nothing of statements, actors or themes as a
//! paper counts them.

pub mod explain;
pub mod formats;
pub mod lint;

mod automaton;
mod automaton_builder;
mod comparison;
mod context;
mod entries;
mod matching;
mod pattern;
mod preparation;
mod read;
mod replacement;
mod short_words;
mod tagger;
mod taken;
mod tree;
mod word_class;
mod word_memory;

pub use comparison::{Comparison, ValueType};
pub use context::{Context, Reading};
pub use matching::{Match, PatternSet, resolve};
pub use pattern::{Expression, Pattern};
pub use preparation::{Preparation, PreparationMemory};
pub use read::patterns as read_patterns;
pub use replacement::{Appended, Others, Replacement, covered};
pub use tagger::{NestedScope, Tag, Tagger};
pub use word_class::{Case, is_glob_of};
pub use word_memory::WordMemory;

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
    /// What shows that a sentence is on the topic of the lexicon; empty where every sentence is.
    pub topic: Vec<Pattern>,
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

    /// The names at some levels of its path, counted from 1, joined by `.`, as quanteda's `levels`
    /// has it; none where it has no name there. Without levels, the whole path.
    pub fn name_at(&self, levels: &[usize]) -> Option<String> {
        if levels.is_empty() {
            return Some(self.slug.clone());
        }
        let names = (1..).zip(&self.path).filter(|(level, _)| levels.contains(level));
        let names: Vec<&str> = names.map(|(_, name)| name.as_str()).collect();
        (!names.is_empty()).then(|| names.join("."))
    }
}

impl Lexicon {
    /// The categories that have patterns of their own: what can be coded.
    pub fn coded(&self) -> impl Iterator<Item = (usize, &Category)> {
        self.categories.iter().enumerate().filter(|(_, category)| !category.patterns.is_empty())
    }

    /// The parent of a category: the category whose path is its own without the last key.
    pub fn parent(&self, slug: &str) -> Option<&Category> {
        let category = self.categories.iter().find(|category| category.slug == slug)?;
        let (_, above) = category.path.split_last()?;
        self.categories.iter().find(|category| category.path == above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_levels() {
        let path = ["a", "b", "c.d"].map(String::from).to_vec();
        let category = Category { slug: path.join("."), path, ..Category::default() };
        for (levels, name) in
            [(&[][..], Some("a.b.c.d")), (&[1], Some("a")), (&[3, 1], Some("a.c.d")), (&[4], None)]
        {
            assert_eq!(category.name_at(levels).as_deref(), name);
        }
    }
}
