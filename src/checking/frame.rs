//! What a sample is drawn from: the actors of a run at their meetings, with their statements.

use super::run::{FinishedRun, cell};
use crate::codebook::ABSTAIN;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::export::PastRow;
use crate::text::did_you_mean;
use crate::validity::FrameUnit;
use std::collections::BTreeMap;

/// The units of a run that may be drawn.
pub struct Frame {
    /// The units, in the order of their first statements.
    pub units: Vec<FrameUnit>,
}

/// A statement that tells most if it is coded next.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// Its id.
    pub statement: String,
    /// Why it is worth coding.
    pub why: String,
}

impl Frame {
    /// The units of a run, spread over the groups of a grouping where one is named.
    ///
    /// # Errors
    /// Where the run has no column of that name in `states.csv`.
    pub fn of(finished: &FinishedRun, by: Option<&str>) -> Result<Frame> {
        let groups = by.map_or_else(|| Ok(BTreeMap::new()), |by| groups(finished, by))?;
        let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut units: Vec<FrameUnit> = Vec::new();
        for row in &finished.statements {
            let (id, actor) = (cell(row, "statement_id"), cell(row, "actor"));
            let key = (cell(row, "meeting"), if actor.is_empty() { id } else { actor });
            let place = *places.entry(key).or_insert_with(|| {
                let group = groups.get(actor).cloned().unwrap_or_default();
                units.push(FrameUnit { group, ..FrameUnit::default() });
                units.len() - 1
            });
            let unit = &mut units[place];
            let class = cell(row, "stance_machine");
            let firmness = |class: &str| finished.question.firmness(class, "");
            if unit.class.is_empty() || firmness(class) < firmness(&unit.class) {
                unit.class = class.into();
            }
            unit.statements.push(id.into());
            unit.words += cell(row, "words").parse::<usize>().unwrap_or_default();
        }
        Ok(Frame { units })
    }

    /// The statements that nobody coded and that tell most, at most `n`: those on which cues and model
    /// contradict each other or only the want of a name decides, then those of the least confidence.
    pub fn next(finished: &FinishedRun, n: usize) -> Vec<Next> {
        let confidence = |row: &PastRow| cell(row, "confidence").parse::<f64>().unwrap_or(1.0);
        let is_contradicted =
            |row: &PastRow| ["model", "low confidence", "no name"].contains(&cell(row, "derived_by"));
        let mut open: Vec<&PastRow> =
            finished.statements.iter().filter(|row| cell(row, "stance_human").is_empty()).collect();
        open.sort_by(|a, b| {
            let key = |row: &PastRow| (!is_contradicted(row), confidence(row));
            let ((a_agrees, a_sure), (b_agrees, b_sure)) = (key(a), key(b));
            a_agrees.cmp(&b_agrees).then(a_sure.total_cmp(&b_sure))
        });
        let why = |row: &PastRow| match (cell(row, "stance_machine"), is_contradicted(row)) {
            (ABSTAIN, _) => "no answer",
            (_, true) => "cues and model differ",
            _ => "low confidence",
        };
        open.truncate(n);
        let next =
            |row: &&PastRow| Next { statement: cell(row, "statement_id").into(), why: why(row).into() };
        open.iter().map(next).collect()
    }
}

/// The value of a grouping by actor.
fn groups(finished: &FinishedRun, by: &str) -> Result<BTreeMap<String, String>> {
    let mut groups = BTreeMap::new();
    for row in finished.run.rows("states.csv")? {
        let row = row?;
        let Some(value) = row.get(by) else {
            let found = format!("there is no column `{by}` in states.csv");
            let name = "Name a grouping, such as un_regional_group or g77.";
            let remedy = did_you_mean(by, row.keys().map(String::as_str), name);
            return Err(Error::new(ErrorKind::Usage, Place::default(), found).remedy(remedy));
        };
        groups.insert(cell(&row, "actor").to_string(), value.clone());
    }
    Ok(groups)
}
