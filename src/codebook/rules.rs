//! From facets to a class: the first rule that holds decides.

use super::Question;

/// The values of the facets of one statement or passage, in the order of the question's facets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facets {
    /// For each facet its values, sorted as in the question; empty where nothing was found.
    pub values: Vec<Vec<String>>,
}

/// A rule: all its conditions must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The conditions.
    pub when: Vec<Condition>,
    /// The detail that follows.
    pub detail: String,
    /// What to name as the ground, such as `un_replacement`.
    pub derived_by: String,
}

/// A condition on one facet.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// One of the values holds.
    Any(usize, Vec<String>),
    /// At least so many of the values hold.
    AtLeast(usize, usize, Vec<String>),
}

/// A class and what it follows from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Derived {
    /// The detail.
    pub detail: String,
    /// The ground.
    pub derived_by: String,
}

impl Facets {
    /// No value for any facet of a question.
    pub fn empty(question: &Question) -> Self {
        Facets { values: vec![Vec::new(); question.facets.len()] }
    }

    /// Adds a value; the order of the question is kept.
    pub fn add(&mut self, question: &Question, facet: usize, value: &str) {
        let known = &question.facets[facet].values;
        let values = &mut self.values[facet];
        if !values.iter().any(|held| held == value) {
            values.push(value.into());
            values.sort_by_key(|held| known.iter().position(|value| value.name == *held));
        }
    }

    /// The values to print: the first for a facet of one value, all for others, else the default.
    pub fn settled<'a>(&'a self, question: &'a Question, facet: usize) -> Vec<&'a str> {
        let definition = &question.facets[facet];
        let values = &self.values[facet];
        match (values.is_empty(), definition.multi) {
            (true, true) => Vec::new(),
            (true, false) => vec![&definition.default],
            (false, true) => values.iter().map(String::as_str).collect(),
            (false, false) => vec![&values[0]],
        }
    }
}

impl Question {
    /// The class that follows from facets; none where no rule holds.
    pub fn derive(&self, facets: &Facets) -> Option<Derived> {
        let rule = &self.rules[self.deciding_rule(facets)?];
        Some(Derived { detail: rule.detail.clone(), derived_by: rule.derived_by.clone() })
    }

    /// The index of the first rule that holds.
    pub fn deciding_rule(&self, facets: &Facets) -> Option<usize> {
        let holds = |condition: &Condition| {
            let (facet, least, values) = match condition {
                Condition::Any(facet, values) => (*facet, 1, values),
                Condition::AtLeast(facet, least, values) => (*facet, *least, values),
            };
            let settled = facets.settled(self, facet);
            settled.iter().filter(|held| values.iter().any(|value| value == *held)).count() >= least
        };
        self.rules.iter().position(|rule| rule.when.iter().all(holds))
    }

    /// A rule in words: `where venue is within_un, the detail is within_un_forum`.
    pub fn rule_in_words(&self, rule: &Rule) -> String {
        let name = |facet: &usize| self.facets[*facet].variable.as_str();
        let condition = |condition: &Condition| match condition {
            Condition::Any(facet, values) => format!("{} is {}", name(facet), values.join(" or ")),
            Condition::AtLeast(facet, least, values) => {
                format!("{} is at least {least} of {}", name(facet), values.join(", "))
            }
        };
        let conditions: Vec<String> = rule.when.iter().map(condition).collect();
        let ground = match conditions.is_empty() {
            true => "where no other rule holds".to_string(),
            false => format!("where {}", conditions.join(" and ")),
        };
        format!("{ground}, the detail is {}", rule.detail)
    }
}
