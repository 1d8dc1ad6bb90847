//! States whose own cues say the contrary of the class that they are in: to be read before others.
//!
//! Which cues those are is data of the question.

use super::{Findings, Unit, spaced};

/// The most states that a sentence names.
const NAMED: usize = 15;

impl Findings<'_> {
    /// The facets of a unit that say the contrary of its class, in words; empty where a person gave the class.
    pub(super) fn contrary(&self, unit: &Unit) -> String {
        if unit.is_checked {
            return String::new();
        }
        let differing = self.question.differing(unit.stance, unit.detail);
        let mut told: Vec<String> = differing
            .flat_map(|(facet, values)| {
                let own = self.facet_values(unit, facet).into_iter();
                let own = own.filter(|value| values.iter().any(|known| known == value));
                own.map(move |value| (facet, value)).collect::<Vec<_>>()
            })
            .map(|(facet, value)| {
                format!("{}: {}", spaced(&self.question.facets[facet].variable), spaced(value))
            })
            .collect();
        told.dedup();
        told.join("; ")
    }

    /// How many units those are, and which; nothing where there is none.
    pub(super) fn contrary_in_words(&self, units: &[&Unit]) -> Option<String> {
        let mut names: Vec<&str> =
            units.iter().filter(|unit| !self.contrary(unit).is_empty()).map(|unit| unit.name).collect();
        names.sort_unstable();
        let who = match names.len() {
            0 => return None,
            n if n <= NAMED => names.join(", "),
            _ => "cues_differ in the lists of states".into(),
        };
        let (n, of) = (names.len(), units.len());
        let have = if n == 1 { "has cues of its own that say" } else { "have cues of their own that say" };
        Some(format!("{n} of {of} states {have} the contrary of the class, and should be read first: {who}."))
    }
}
