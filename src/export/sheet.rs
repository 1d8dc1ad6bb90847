//! The coding sheet: what a person should check first, to be filled in and fed back by `--codings`.
//!
//! Its machine's columns have other names than the empty ones, so that nothing of the machine is
//! taken for a person's code.

use crate::codebook::{ABSTAIN, Question};
use crate::coding::{Coded, Details};
use crate::table::Cell;

/// The file of the sheet in a run's folder.
pub const SHEET: &str = "coding_sheet.csv";

/// The columns of the sheet; the last four are empty.
pub const SHEET_COLUMNS: [&str; 11] = [
    "statement_id",
    "actor",
    "why",
    "stance_machine",
    "stance_detail_machine",
    "confidence",
    "passage",
    "coder",
    "stance",
    "stance_detail",
    "note",
];

/// The row of a statement; none where there is no need to look at it first.
pub fn sheet_row(coded: &Coded, details: &Details, question: &Question) -> Option<Vec<Cell>> {
    let why = why(coded, details, question)?;
    let actor = if coded.actor_name.is_empty() { &details.metadata.actor } else { coded.actor_name.as_str() };
    let mut row: Vec<Cell> =
        [coded.id.as_str(), actor, &why, &coded.stance_machine, &coded.detail_machine].map(Cell::from).into();
    row.extend([details.confidence.into(), details.passages.as_str().into()]);
    row.resize(SHEET_COLUMNS.len(), Cell::Blank);
    Some(row)
}

/// Why a person should look: people differ, or nobody has yet and the question marks the class.
fn why(coded: &Coded, details: &Details, question: &Question) -> Option<String> {
    match (coded.is_checked, coded.stance.as_str()) {
        (true, stance) => [stance, &coded.detail].contains(&ABSTAIN).then(|| "people differ".into()),
        (false, ABSTAIN) => Some(format!("no answer: {}", details.derived_by)),
        (false, stance) => question.is_to_check(stance).then(|| format!("coded {stance}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_settled_is_listed() {
        let question = Question::read(
            "question: q\nlabel: Q\nreferents: {}\nfacets: {}\nrules: [{detail: y}]\n\
             classes: {against: {n: N}, for: {y: Y}}\ntables: {check_first: [against]}",
            "q.yml",
        )
        .unwrap();
        let details = Details { derived_by: "low confidence".into(), ..Details::default() };
        for (stance, detail, is_checked, expected) in [
            ("against", "n", false, "coded against"),
            ("against", "n", true, ""),
            ("for", "y", false, ""),
            ("abstain", "", false, "no answer: low confidence"),
            ("abstain", "", true, "people differ"),
            ("for", "abstain", true, "people differ"),
            ("uncodable", "", true, ""),
        ] {
            let coded =
                Coded { stance: stance.into(), detail: detail.into(), is_checked, ..Coded::default() };
            let row = sheet_row(&coded, &details, &question);
            let found = row.map_or(String::new(), |row| row[2].to_string());
            assert_eq!(found, expected, "{stance} {detail} {is_checked}");
        }
    }
}
