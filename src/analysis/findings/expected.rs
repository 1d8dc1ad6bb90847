//! No mention found where one could be expected: the residual of a logistic regression on one number of a state.
//!
//! It orders states for reading; it is no test.

use super::draft::{Draft, NotMade};
use super::kinds::Covariate;
use super::read::Entry;
use crate::analysis::{Findings, Unit};
use crate::statistics::logit_on;
use crate::table::Cell;

const COLUMNS: [&str; 10] = [
    "variable",
    "label",
    "expected_from",
    "grouping",
    "actor_id",
    "actor",
    "value",
    "rank",
    "expected",
    "residual",
];
/// How many states of the largest numbers are looked at.
const TOP: usize = 20;
/// The share of states that mention something below which no mention of it is no news.
const NEWS: f64 = 0.25;

impl Findings<'_> {
    pub(super) fn expected_but_absent(
        &self,
        entry: &Entry,
        covariates: &[Covariate],
        units: &[&Unit],
        draft: &mut Draft,
    ) -> Result<(), NotMade> {
        draft.columns(&COLUMNS);
        for covariate in covariates {
            let supply = format!(
                "Add a column of numbers `{}` to the table of `[actors] file`.",
                covariate.of.first().map_or("", String::as_str)
            );
            let Some((grouping, numbers)) = self.numbers(covariate, units) else {
                let missing =
                    format!("the numbers of {} by state ({})", covariate.label, covariate.of.join(" or "));
                let mut why = NotMade::of(entry, missing, supply);
                why.table = format!("{} by {}", entry.id, covariate.label);
                draft.skipped.push(why);
                continue;
            };
            for variable in &entry.variables {
                let known: Vec<(&Unit, f64)> = units
                    .iter()
                    .zip(&numbers)
                    .filter_map(|(unit, number)| Some((*unit, (*number)?)))
                    .collect();
                let outcome: Vec<bool> =
                    known.iter().map(|(unit, _)| self.holds(&variable.is, unit, "")).collect();
                let x: Vec<f64> = known.iter().map(|(_, number)| number.max(0.0).ln_1p()).collect();
                let expected = logit_on(&outcome, &x);
                let mut order: Vec<usize> = (0..known.len()).collect();
                order.sort_by(|a, b| {
                    known[*b].1.total_cmp(&known[*a].1).then(known[*a].0.name.cmp(known[*b].0.name))
                });
                let is_membership = known.iter().all(|(_, number)| *number == 0.0 || *number == 1.0);
                let top: Vec<usize> = match is_membership {
                    true => order.iter().copied().filter(|number| known[*number].1 == 1.0).collect(),
                    false => order.iter().copied().take(TOP).collect(),
                };
                let mut names = Vec::new();
                for (rank, number) in top.iter().enumerate().filter(|(_, number)| !outcome[**number]) {
                    let (unit, value) = known[*number];
                    let probability = expected.as_ref().map(|expected| expected[*number]);
                    draft.table.push(vec![
                        variable.is.text.as_str().into(),
                        variable.label.as_str().into(),
                        covariate.label.as_str().into(),
                        grouping.into(),
                        unit.actor.into(),
                        unit.name.into(),
                        value.into(),
                        if is_membership { Cell::Blank } else { (rank + 1).into() },
                        probability.into(),
                        probability.map_or(Cell::Blank, |probability| (-probability).into()),
                    ]);
                    names.push(unit.name.to_string());
                }
                let n = outcome.iter().filter(|has| **has).count();
                // Where hardly anybody mentions it, its absence anywhere is no news.
                let is_news = n as f64 >= NEWS * known.len() as f64;
                let listed = match (names.is_empty(), is_news) {
                    (false, true) => format!(" ({})", names.join(", ")),
                    _ => String::new(),
                };
                let rare = if is_news { "" } else { "; so few mention it that this tells little" };
                draft.say(format!(
                    "{}: {n} of {} states mention it; no mention is found in {} of the {} read that have most {}{listed}{rare}.",
                    variable.label,
                    known.len(),
                    names.len(),
                    top.len(),
                    covariate.label
                ));
            }
        }
        if draft.table.rows.is_empty() && draft.said.is_empty() {
            let missing = draft.skipped.iter().map(|why| why.missing.clone()).collect::<Vec<_>>().join("; ");
            let supply = draft.skipped.first().map_or(String::new(), |why| why.supply.clone());
            return Err(NotMade::of(entry, missing, supply));
        }
        draft.remarks.push(format!(
            "The {TOP} states with the largest numbers of which no mention is found, in order of their numbers (of a grouping without numbers its members); value: as the grouping has it; expected: the \
             probability of a mention by a logistic regression on the logarithm of (value + 1), blank where there is none; residual: 0 less that. No mention \
             found is not silence: read each statement before it is named."
        ));
        Ok(())
    }

    /// The first grouping of a covariate that has numbers of at least half the units, with them.
    fn numbers<'c>(&self, covariate: &'c Covariate, units: &[&Unit]) -> Option<(&'c str, Vec<Option<f64>>)> {
        covariate.of.iter().find_map(|name| {
            let grouping = self.actors.grouping(name)?;
            let number = |unit: &&Unit| self.actors.number(grouping, unit.actor, unit.date);
            let numbers: Vec<Option<f64>> = units.iter().map(number).collect();
            let n_known = numbers.iter().flatten().count();
            let differ = numbers.iter().flatten().any(|n| numbers.iter().flatten().next() != Some(n));
            (2 * n_known >= units.len() && differ).then_some((name.as_str(), numbers))
        })
    }
}
