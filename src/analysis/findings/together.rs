//! Two things in one statement: how often both, one or neither, and phi.

use super::condition::Condition;
use super::draft::Draft;
use super::groups::Slice;
use crate::analysis::{Findings, Unit};
use crate::statistics::{phi, share};
use crate::table::Cell;

const COLUMNS: [&str; 11] = [
    "definition",
    "first",
    "second",
    "group",
    "both",
    "only_first",
    "only_second",
    "neither",
    "denominator",
    "share_of_first",
    "phi",
];

impl Findings<'_> {
    pub(super) fn together(
        &self,
        pairs: &[(Condition, Condition)],
        units: &[&Unit],
        slices: &[Slice],
        draft: &mut Draft,
    ) {
        draft.columns(&COLUMNS);
        let role = self.first_role(slices);
        for (first, second) in pairs {
            let names = [first, second].map(|condition| self.label(condition));
            let counts = self.pair(first, second, "", role, "all", units, draft);
            let [both, only_first, only_second, neither] = counts;
            let strength = phi(both, only_first, only_second, neither);
            let strength = strength.map_or(String::new(), |phi| format!(" (phi {phi:.2})").replace('-', "−"));
            if both + only_first == 0 {
                draft.say(format!("No state is found to speak of “{}”.", names[0]));
            } else {
                let (with, without) = (both + only_first, only_second + neither);
                let speak = |n: usize| if n == 1 { "speaks" } else { "speak" };
                let who = match with {
                    1 => "The one state that speaks".to_string(),
                    _ => format!("Of the {with} states that speak"),
                };
                let does = match (with, both) {
                    (1, 0) => " does not speak".to_string(),
                    (1, _) => " also speaks".into(),
                    (_, 0) => ", none also speaks".into(),
                    _ => format!(", {both} also {}", speak(both)),
                };
                let others = match only_second {
                    0 => format!("none of the {without} others does"),
                    n => format!("{n} of the {without} others {}", if n == 1 { "does" } else { "do" }),
                };
                let [first, second] = &names;
                draft.say(format!("{who} of “{first}”{does} of “{second}”; {others}{strength}."));
            }
            for slice in slices {
                for group in &slice.groups {
                    let definition = slice.definition.as_str();
                    self.pair(first, second, definition, definition, &group.name, &group.units, draft);
                }
            }
        }
        draft.remarks.push(
            "share_of_first: of the states with the first, the share that has the second too. phi: 1 where they always go together, \
             0 where they meet as often as by chance, below 0 where they meet less often; long statements name more of everything."
                .into(),
        );
    }

    #[allow(clippy::too_many_arguments, reason = "a row is told by all of them")]
    fn pair(
        &self,
        first: &Condition,
        second: &Condition,
        definition: &str,
        role: &str,
        group: &str,
        units: &[&Unit],
        draft: &mut Draft,
    ) -> [usize; 4] {
        let mut counts = [0; 4];
        for unit in units {
            let (one, other) = (self.holds(first, unit, role), self.holds(second, unit, role));
            counts[2 * usize::from(!one) + usize::from(!other)] += 1;
        }
        let [both, only_first, only_second, neither] = counts;
        let mut row: Vec<Cell> = [definition, &first.text, &second.text, group].map(Cell::from).to_vec();
        row.extend(counts.map(Cell::from));
        row.push(units.len().into());
        row.extend([
            share(both, both + only_first).into(),
            phi(both, only_first, only_second, neither).into(),
        ]);
        draft.table.push(row);
        counts
    }

    /// The words for a condition: a theme's label, else as written.
    pub(super) fn label(&self, condition: &Condition) -> String {
        match condition.theme() {
            Some(theme) => self.lexicon.categories[theme].label.clone(),
            None => {
                let parent = self.lexicon.categories.iter().find(|category| category.slug == condition.text);
                parent.map_or_else(|| condition.text.clone(), |category| category.label.clone())
            }
        }
    }
}
