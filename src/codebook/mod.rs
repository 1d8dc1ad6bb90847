//! What is asked of a statement: questions with their facets, classes and rules, as data; and what
//! people answered.
//!
//! Owns the question file, the derivation of a class from facets, how tables read classes, and
//! files of codings by people with what they settle.
//! Knows no text: how a facet's value is found in words is the matter of `stance`.

mod codes;
mod codings;
mod given_row;
mod people;
mod read;
mod rules;
mod tables;

pub use codings::{Codings, FinalCode, Given};
pub use given_row::{ADJUDICATED, MACHINE, is_of_codes, is_person};
pub use people::{People, Verdict};
pub use rules::{Condition, Derived, Facets, Rule};
pub use tables::TableRules;

use crate::lexicon::Pattern;

/// The column of classes.
pub const STANCE: &str = "stance";
/// The column of details.
pub const DETAIL: &str = "stance_detail";
/// The column of the themes of a statement, joined by `;`; a variable of no question.
pub const THEMES: &str = "themes";

/// The code of a variable that holds several values, where a person looked and it holds none.
pub const NONE: &str = "none";
/// The stance of a statement that is left to a person; a class of no question.
pub const ABSTAIN: &str = "abstain";
/// The stance of a statement of which a person says that it cannot be coded; a class of no question.
pub const UNCODABLE: &str = "uncodable";

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
    /// The details of statements that do not speak of the proposal, silence last.
    pub unaddressed: Vec<String>,
    /// What cues must show before a class is given outside a meeting on the topic: class, facet, values.
    pub needs: Vec<(String, usize, Vec<String>)>,
    /// How tables read the classes.
    pub tables: TableRules,
    /// BLAKE3 of the file.
    pub checksum: String,
    /// BLAKE3 of the file without its key `tables`: of all that a model depends on.
    pub coding_checksum: String,
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
    /// Words that statements at a meeting on the topic have besides, by which such a meeting is known that is not named.
    pub wider_topic: Vec<Pattern>,
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

impl Facet {
    /// The values that a person may give it: its own, and what stands where none of them holds.
    pub fn codes(&self) -> Vec<&str> {
        let empty = if self.multi { NONE } else { self.default.as_str() };
        self.values.iter().map(|value| value.name.as_str()).chain([empty]).collect()
    }
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

    /// Whether a stance is a class of the question.
    pub fn is_class(&self, stance: &str) -> bool {
        self.classes.iter().any(|class| class.class == stance)
    }

    /// The detail of a class that has no other.
    pub fn only_detail(&self, class: &str) -> Option<&str> {
        let mut own = self.classes.iter().filter(|known| known.class == class);
        own.next().filter(|_| own.next().is_none()).map(|only| only.detail.as_str())
    }

    /// Where a stance stands when an actor made several statements: the firmest first, from 0.
    ///
    /// A class without a detail stands behind its details, what is no class behind all.
    pub fn firmness(&self, stance: &str, detail: &str) -> usize {
        let own = || self.classes.iter().filter(|known| known.class == stance);
        let known = own().find(|known| known.detail == detail).or(own().next_back());
        known.map_or(usize::MAX, |known| known.firmness)
    }

    /// Whether a detail says that the statement does not speak of the proposal.
    pub fn is_unaddressed(&self, detail: &str) -> bool {
        self.unaddressed.iter().any(|known| known == detail)
    }

    /// Whether a stance speaks of the proposal, as far as class and detail tell.
    pub fn addresses(&self, stance: &str, detail: &str) -> Option<bool> {
        if let Some(known) = self.class_of(detail) {
            return Some(!self.is_unaddressed(&known.detail));
        }
        let mut own = self.classes.iter().filter(|known| known.class == stance);
        (self.is_class(stance) && own.all(|known| !self.is_unaddressed(&known.detail))).then_some(true)
    }

    /// Whether a class is that of silence, or the proposal is named and cues show what the class needs.
    pub fn is_shown(&self, class: &str, is_named: bool, facets: &Facets) -> bool {
        let mut needs = self.needs.iter().filter(|(known, ..)| known == class);
        let has = |facet: usize, wanted: &[String]| facets.values[facet].iter().any(|v| wanted.contains(v));
        let is_silence = self.classes.get(self.silent()).is_some_and(|silent| silent.class == class);
        is_silence || is_named && needs.all(|(_, facet, values)| has(*facet, values))
    }

    /// The index of the detail of silence: the last of `unaddressed`, else the last of all.
    pub fn silent(&self) -> usize {
        let index = |detail: &String| self.classes.iter().position(|class| class.detail == *detail);
        self.unaddressed.last().and_then(index).unwrap_or(self.classes.len().saturating_sub(1))
    }

    /// The class whose details are the most probable together, and their sum; the first of equals.
    ///
    /// `probabilities` has one for each of `classes`.
    pub fn likeliest_class(&self, probabilities: &[f64]) -> (&str, f64) {
        let summed =
            self.class_names().into_iter().map(|name| (name, self.probability(name, probabilities))).rev();
        summed.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or_default()
    }

    /// The probability of a class: the sum of its details'.
    pub fn probability(&self, class: &str, probabilities: &[f64]) -> f64 {
        let own = self.classes.iter().zip(probabilities).filter(|(known, _)| known.class == class);
        own.map(|(_, probability)| probability).sum()
    }

    /// The most probable detail of a class; the first of equals.
    pub fn likeliest_detail(&self, class: &str, probabilities: &[f64]) -> &str {
        let own = self.classes.iter().zip(probabilities).filter(|(known, _)| known.class == class).rev();
        own.max_by(|a, b| a.1.total_cmp(b.1)).map_or("", |(known, _)| known.detail.as_str())
    }

    /// What is coded of a statement: class, detail and facets, as columns name them.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        [STANCE, DETAIL].into_iter().chain(self.facets.iter().map(|facet| facet.variable.as_str()))
    }

    /// The facet of a variable.
    pub fn facet(&self, variable: &str) -> Option<usize> {
        self.facets.iter().position(|facet| facet.variable == variable)
    }
}

/// A small question to test with.
#[cfg(test)]
const TRIAL: &str = "
question: q
label: Q
referents: {}
facets: {venue: {default: open, values: {un: {}, own: {}}}, nature: {multi: true, values: {free: {}, light: {}}}}
rules: [{detail: mute}]
classes: {against: {no: N}, for: {yes: Y, maybe: P}, silent: {mute: M}}
";
