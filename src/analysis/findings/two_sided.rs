//! How far states disagree: of those who take a side on an item, the share of the smaller side.

use super::draft::Draft;
use super::kinds::Side;
use super::phrases::in_a_row;
use crate::analysis::{Findings, Unit};
use crate::statistics::{entropy, minority_share, share};
use crate::table::Cell;

const COLUMNS: [&str; 12] = [
    "item",
    "kind",
    "one",
    "n_one",
    "other",
    "n_other",
    "n_both",
    "n_neither",
    "share_taking_a_side",
    "minority_share",
    "entropy",
    "denominator",
];
/// Items on which fewer take a side are left out of the means.
const LEAST: usize = 5;
/// Means of fewer items are not compared.
const LEAST_ITEMS: usize = 3;

impl Findings<'_> {
    pub(super) fn two_sided(&self, sides: &[Side], units: &[&Unit], draft: &mut Draft) {
        draft.columns(&COLUMNS);
        let mut means: Vec<(String, Vec<f64>)> = Vec::new();
        let mut n_small = 0;
        for side in sides {
            let mut counts = [0; 4];
            for unit in units {
                let (one, other) = (self.holds(&side.one, unit, ""), self.holds(&side.other, unit, ""));
                counts[2 * usize::from(!one) + usize::from(!other)] += 1;
            }
            let [both, one, other, neither] = counts;
            let minority = minority_share(one, other);
            let mut row: Vec<Cell> =
                [&side.label, &side.of, &side.one.text].map(|text| Cell::from(text.as_str())).to_vec();
            row.extend([
                one.into(),
                side.other.text.as_str().into(),
                other.into(),
                both.into(),
                neither.into(),
            ]);
            row.extend([
                share(one + other, units.len()).into(),
                minority.into(),
                entropy(&[one, other]).map(|found| found + 0.0).into(),
            ]);
            row.push(units.len().into());
            draft.table.push(row);
            if !means.iter().any(|(of, _)| *of == side.of) {
                means.push((side.of.clone(), Vec::new()));
            }
            let enough = one + other >= LEAST;
            n_small += usize::from(!enough);
            if let (Some(minority), true, Some((_, own))) =
                (minority, enough, means.iter_mut().find(|(of, _)| *of == side.of))
            {
                own.push(minority);
            }
        }
        let is_enough = |(_, own): &&(String, Vec<f64>)| own.len() >= LEAST_ITEMS;
        let said: Vec<String> = means
            .iter()
            .filter(is_enough)
            .map(|(of, own)| {
                let mean = own.iter().sum::<f64>() / own.len() as f64;
                format!("on {of} {:.0} % ({} items)", 100.0 * mean, own.len())
            })
            .collect();
        let kinds: Vec<String> = means.iter().map(|(of, _)| of.clone()).collect();
        draft.say(match said.len() == means.len() && said.len() > 1 {
            false => {
                let with: Vec<String> =
                    means.iter().map(|(of, own)| format!("{} on {of}", own.len())).collect();
                format!(
                    "There are too few items to compare {}: {}, and a mean needs {LEAST_ITEMS}.",
                    in_a_row(&kinds),
                    in_a_row(&with)
                )
            }
            true => format!(
                "Of the states that take a side, the smaller side has on average {}.",
                in_a_row(&said)
            ),
        });
        draft.remarks.push(format!(
            "minority_share: of the states that take one side alone, the share of the smaller side: .5 where they are split, 0 where all agree; entropy: 0 where all \
             agree, 1 where they are split. Left out of the means: {n_small} of {} items, on which fewer than {LEAST} states take a side. That a theme is widely named is no agreement: \
             items have two sides or do not stand here. Which items stand for substance and which for process is the author's choice, in the file of findings.",
            sides.len()
        ));
    }
}
