//! Frames: which of several ways to speak of a matter one group uses more than another, by weighted log-odds of sentences.

use super::condition::codings;
use super::draft::Draft;
use super::groups::Slice;
use super::read::Entry;
use crate::analysis::{Findings, Unit};
use crate::statistics::{share, weighted_log_odds};
use crate::table::Cell;

const COLUMNS: [&str; 14] = [
    "definition",
    "variable",
    "label",
    "group_one",
    "sentences_one",
    "all_one",
    "share_one",
    "group_two",
    "sentences_two",
    "all_two",
    "share_two",
    "log_odds",
    "low",
    "high",
];
/// How many sentences the prior is worth.
const PRIOR: f64 = 10.0;

impl Findings<'_> {
    pub(super) fn frames(&self, entry: &Entry, slices: &[Slice], draft: &mut Draft) {
        draft.columns(&COLUMNS);
        let themes: Vec<Vec<u16>> = entry.variables.iter().map(|variable| variable.is.themes()).collect();
        for slice in slices {
            let counts = |at: usize| -> Vec<u64> {
                let units = &slice.groups[at].units;
                themes.iter().map(|themes| units.iter().map(|unit| sentences(unit, themes)).sum()).collect()
            };
            let (one, two) = (counts(0), counts(1));
            let (all_one, all_two): (u64, u64) = (one.iter().sum(), two.iter().sum());
            let all = all_one + all_two;
            let mut more: [Vec<String>; 2] = Default::default();
            for (number, variable) in entry.variables.iter().enumerate() {
                let pooled = (one[number] + two[number]) as f64 / all.max(1) as f64;
                let found = weighted_log_odds(
                    (one[number], all_one),
                    (two[number], all_two),
                    (PRIOR * pooled, PRIOR),
                );
                let part = |n: u64, of: u64| share(n as usize, of as usize);
                let mut row: Vec<Cell> =
                    [&slice.definition, &variable.is.text, &variable.label, &slice.groups[0].name]
                        .map(|text| Cell::from(text.as_str()))
                        .to_vec();
                row.extend([
                    Cell::Count(one[number]),
                    Cell::Count(all_one),
                    part(one[number], all_one).into(),
                ]);
                row.push(slice.groups[1].name.as_str().into());
                row.extend([
                    Cell::Count(two[number]),
                    Cell::Count(all_two),
                    part(two[number], all_two).into(),
                ]);
                row.extend(found.map_or([Cell::Blank, Cell::Blank, Cell::Blank], |found| {
                    [found.log_odds, found.low, found.high].map(Cell::from)
                }));
                draft.table.push(row);
                let numbers = |n: u64, of: u64, n_other: u64, of_other: u64| {
                    format!("“{}” ({n} of {of} sentences against {n_other} of {of_other})", variable.label)
                };
                match found {
                    Some(found) if found.low > 0.0 => {
                        more[0].push(numbers(one[number], all_one, two[number], all_two))
                    }
                    Some(found) if found.high < 0.0 => {
                        more[1].push(numbers(two[number], all_two, one[number], all_one))
                    }
                    _ => {}
                }
            }
            if slice.is_first {
                let called = [&slice.groups[0].called, &slice.groups[1].called];
                let said: Vec<String> = called
                    .iter()
                    .zip(&more)
                    .filter(|(_, frames)| !frames.is_empty())
                    .map(|(called, frames)| {
                        format!(
                            "{} give more of these sentences to {}",
                            called,
                            super::phrases::in_a_row(frames)
                        )
                    })
                    .collect();
                draft.say(match said.is_empty() {
                    true => format!(
                        "The data cannot tell whether {} and {} frame it in different ways.",
                        called[0], called[1]
                    ),
                    false => format!("{}.", super::phrases::capital(&said.join("; "))),
                });
            }
        }
        draft.remarks.push(format!(
            "Sentences on a frame among the sentences on all frames named here; log_odds: of group one less group two, weighted by a prior worth \
             {PRIOR} sentences (Monroe, Colaresi and Quinn 2008). Its 95 % interval takes sentences as independent, which those of one statement \
             are not, and is not corrected for several frames: it is an indication, no test."
        ));
    }
}

fn sentences(unit: &Unit, themes: &[u16]) -> u64 {
    themes.iter().flat_map(|theme| codings(unit, *theme)).map(|coding| u64::from(coding.sentences)).sum()
}
