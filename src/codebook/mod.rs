//! What is asked of a statement: questions with their facets, classes and rules, as data.
//!
//! Owns the question file and the derivation of a class from facets. Knows no text: how a facet's
//! value is found in words is the matter of `stance`.

mod read;
mod rules;

pub use rules::{Condition, Derived, Facets, Rule};

use crate::lexicon::Pattern;

/// A question that is asked of each statement.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its name, such as `global-forum`.
    pub name: String,
    /// What is asked, in words.
    pub label: String,
    /// How the proposal is named.
    pub referents: Referents,
    /// What is coded.
    pub facets: Vec<Facet>,
    /// The classes and their details, in the order in which they are printed.
    pub classes: Vec<Class>,
    /// How classes follow from facets; the first rule that holds decides.
    pub rules: Vec<Rule>,
    /// The detail of a class that the model may give without a cue, by class; others need a cue.
    pub fallbacks: Vec<(String, String)>,
    /// BLAKE3 of the file.
    pub checksum: String,
}

/// How the proposal is named in a text.
#[derive(Clone, Debug, Default)]
pub struct Referents {
    /// Names it wherever they stand.
    pub direct: Vec<Pattern>,
    /// Name it where the paragraph or the statement is on the topic.
    pub contextual: Vec<Pattern>,
    /// Name it after it was named in the same paragraph.
    pub anaphora: Vec<Pattern>,
    /// Look like its names and are others.
    pub except: Vec<Pattern>,
    /// Words of the topic.
    pub topic: Vec<Pattern>,
    /// How speakers and lists name a meeting that is on the topic.
    pub meeting: Vec<Pattern>,
}

/// Something coded of a statement.
#[derive(Clone, Debug)]
pub struct Facet {
    /// The column.
    pub variable: String,
    /// The code of the codebook, such as `F2`.
    pub id: String,
    /// What is asked.
    pub question: String,
    /// Whether several values can hold.
    pub multi: bool,
    /// The value where nothing is found.
    pub default: String,
    /// Whether its cues count in the whole statement, not only in passages on the proposal.
    pub anywhere: bool,
    /// The values, the one that wins first.
    pub values: Vec<FacetValue>,
}

/// A value of a facet and the words that show it.
#[derive(Clone, Debug, Default)]
pub struct FacetValue {
    /// The value as printed.
    pub name: String,
    /// What it means.
    pub definition: String,
    /// The words that show it.
    pub cues: Vec<Pattern>,
    /// What becomes of it under a mark of context: another value, or nothing.
    pub under: Vec<(String, Option<String>)>,
}

/// A class of the paper and one of its details.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// The heading, such as `independent`.
    pub class: String,
    /// What is printed, such as `independent_stated`.
    pub detail: String,
    /// The words to print.
    pub label: String,
    /// Where it stands when an actor made several statements: the firmest first, from 0.
    pub firmness: usize,
}

impl Question {
    /// The classes, each once, in the order of the file.
    pub fn class_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for class in &self.classes {
            if !names.contains(&class.class.as_str()) {
                names.push(&class.class);
            }
        }
        names
    }

    /// The class of a detail.
    pub fn class_of(&self, detail: &str) -> Option<&Class> {
        self.classes.iter().find(|class| class.detail == detail)
    }

    /// The detail that the model may give for a class without a cue.
    pub fn fallback(&self, class: &str) -> Option<&str> {
        self.fallbacks.iter().find(|(known, _)| known == class).map(|(_, detail)| detail.as_str())
    }

    /// The facet of a variable.
    pub fn facet(&self, variable: &str) -> Option<usize> {
        self.facets.iter().position(|facet| facet.variable == variable)
    }
}
