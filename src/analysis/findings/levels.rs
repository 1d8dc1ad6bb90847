//! Which of several levels a state prefers: a distribution of one value made of several themes.

use super::condition::codings;
use super::distribution::Spread;
use super::draft::Draft;
use super::groups::Slice;
use super::read::Entry;
use crate::analysis::{Findings, Unit};

/// What is no level.
const REST: [(&str, &str); 3] = [
    ("several", "Prefers several"),
    ("named", "Names one or more, prefers none"),
    ("none", "No mention of any found"),
];

impl Findings<'_> {
    pub(super) fn levels(
        &self,
        entry: &Entry,
        preferred: &str,
        units: &[&Unit],
        slices: &[Slice],
        draft: &mut Draft,
    ) {
        let mut values: Vec<(String, String)> = entry
            .variables
            .iter()
            .map(|variable| (variable.is.text.clone(), format!("Prefers: {}", variable.label)))
            .collect();
        values.extend(REST.map(|(value, label)| (value.to_string(), label.to_string())));
        let n = entry.variables.len();
        let prefers = |unit: &Unit, number: usize| {
            entry.variables[number].is.themes().iter().any(|theme| {
                let positions = &self.lexicon.categories[*theme as usize].positions;
                let wanted = positions.iter().position(|(name, _)| name == preferred);
                codings(unit, *theme).any(|coding| {
                    coding.position.map(usize::from).is_some_and(|position| Some(position) == wanted)
                })
            })
        };
        let value = |unit: &Unit| {
            let own: Vec<usize> = (0..n).filter(|number| prefers(unit, *number)).collect();
            let is_named = entry.variables.iter().any(|variable| self.holds(&variable.is, unit, ""));
            match own.as_slice() {
                [one] => *one,
                [] if is_named => n + 1,
                [] => n + 2,
                _ => n,
            }
        };
        self.spread(entry, &Spread { values, of: &value, is_corrected: false }, units, slices, draft);
    }
}
