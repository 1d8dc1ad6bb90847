//! How much is said on a theme: absent, brief, extended, by group, with a rank test.

use super::draft::{Count, Draft, Said, Test};
use super::groups::Slice;
use super::phrases::in_a_row;
use super::read::Entry;
use crate::analysis::{Findings, Unit};
use crate::statistics::{rank_test, share};
use crate::table::Cell;
use crate::theme::Depth;

const COLUMNS: [&str; 16] = [
    "definition",
    "variable",
    "label",
    "depth",
    "group",
    "n",
    "denominator",
    "share",
    "ci_kind",
    "u",
    "p",
    "p_holm",
    "p_bh",
    "cliffs_delta",
    "delta_low",
    "delta_high",
];
const DEPTHS: [&str; 3] = ["absent", "brief", "extended"];

impl Findings<'_> {
    pub(super) fn depths(&self, entry: &Entry, units: &[&Unit], slices: &[Slice], draft: &mut Draft) {
        draft.columns(&COLUMNS);
        for variable in &entry.variables {
            let themes = variable.is.themes();
            let depth =
                |unit: &Unit| match themes.iter().filter_map(|theme| unit.depth((*theme).into())).max() {
                    None => 0_u8,
                    Some(Depth::Brief) => 1,
                    Some(Depth::Extended) => 2,
                };
            let heads = [variable.is.text.as_str(), variable.label.as_str()];
            let counts = rows("", heads, "all", units, &depth, draft);
            let parts = counts.iter().zip(["no mention is found", "a brief one", "an extended one"]);
            let told: Vec<String> = parts
                .filter(|(n, _)| **n > 0)
                .map(|(n, what)| format!("{what} in {n} of {}", units.len()))
                .collect();
            draft.say(format!("On “{}” {}.", variable.label, in_a_row(&told)));
            for slice in slices {
                for group in &slice.groups {
                    rows(&slice.definition, heads, &group.name, &group.units, &depth, draft);
                }
                let values =
                    |at: usize| slice.groups[at].units.iter().map(|unit| depth(unit)).collect::<Vec<u8>>();
                let Some(found) = rank_test(&values(0), &values(1)) else { continue };
                let count = |at: usize| {
                    let group = &slice.groups[at];
                    let n = values(at).iter().filter(|depth| **depth > 0).count();
                    Count {
                        group: group.name.clone(),
                        called: group.called.clone(),
                        n,
                        of: group.units.len(),
                    }
                };
                let named = (variable.label.as_str(), variable.is.text.as_str());
                let test = Test::new(entry, slice, named, [count(0), count(1)], found.p);
                draft.tests.push(Test { row: draft.table.rows.len(), ..test });
                if slice.is_first {
                    draft.said.push(Said::Ranks(draft.tests.len() - 1, found.cliffs_delta));
                }
                let mut row: Vec<Cell> = [&slice.definition, heads[0], heads[1]].map(Cell::from).to_vec();
                row.push("(all)".into());
                row.push(format!("{} less {}", slice.groups[0].name, slice.groups[1].name).into());
                row.resize(9, Cell::Blank);
                row.extend([found.u.into(), Cell::Precise(found.p), Cell::Blank, Cell::Blank]);
                row.extend([found.cliffs_delta, found.low, found.high].map(Cell::from));
                draft.table.push(row);
            }
        }
        draft.remarks.push(
            "extended: as the study declares it; u: Mann and Whitney's of the first group; cliffs_delta: the share of pairs of states in which \
             the first group's says more, less that in which it says less."
                .into(),
        );
    }
}

/// A row a depth; gives the counts.
fn rows(
    definition: &str,
    heads: [&str; 2],
    group: &str,
    units: &[&Unit],
    depth: &dyn Fn(&Unit) -> u8,
    draft: &mut Draft,
) -> [usize; 3] {
    let mut counts = [0; 3];
    units.iter().for_each(|unit| counts[depth(unit) as usize] += 1);
    for (name, n) in DEPTHS.iter().zip(counts) {
        let mut row: Vec<Cell> = [definition, heads[0], heads[1], name, group].map(Cell::from).to_vec();
        row.extend([n.into(), units.len().into(), share(n, units.len()).into(), "none".into()]);
        draft.table.push(row);
    }
    counts
}
