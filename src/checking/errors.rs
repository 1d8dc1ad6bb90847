//! The statements that the machine codes otherwise than people, to be looked through one by one.

use super::run::{FinishedRun, cell};
use crate::table::{Cell, Table};
use crate::validity::Case;
use std::collections::BTreeMap;

/// A row a statement and variable; `cause` is empty, to be filled in.
pub(super) fn errors_table(finished: &FinishedRun, variables: &[(&str, &Vec<Case>)]) -> Table {
    let columns = [
        "statement_id",
        "actor",
        "variable",
        "person",
        "machine",
        "missed",
        "wrongly_given",
        "confidence",
        "derived_by",
        "evidence",
        "cause",
    ];
    let mut table = Table::new("errors", "Where the machine and people differ", &columns);
    let rows: BTreeMap<&str, _> =
        finished.statements.iter().map(|row| (cell(row, "statement_id"), row)).collect();
    for (variable, cases) in variables {
        for case in cases.iter().filter(|case| case.person != case.machine) {
            let known =
                |column: &str| Cell::from(rows.get(case.id.as_str()).map_or("", |row| cell(row, column)));
            let is_stance = *variable == "stance";
            table.push(vec![
                case.id.as_str().into(),
                known("actor"),
                (*variable).into(),
                joined(case.person.iter()),
                joined(case.machine.iter()),
                joined(case.person.difference(&case.machine)),
                joined(case.machine.difference(&case.person)),
                case.confidence.into(),
                if is_stance { known("derived_by") } else { Cell::Blank },
                if is_stance { known("evidence") } else { Cell::Blank },
            ]);
        }
    }
    table.note("cause: to be filled in, such as irony, a name that is not known, a word of another meaning.")
}

fn joined<'c>(codes: impl Iterator<Item = &'c String>) -> Cell {
    codes.map(String::as_str).collect::<Vec<_>>().join(";").into()
}
