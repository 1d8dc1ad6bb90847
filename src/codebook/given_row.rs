//! A row of a codings file: which columns say whose codes it holds, and which hold codes.

use crate::error::{Error, ErrorKind, Place, Result};
use crate::spreadsheet::{Row, as_given};
use crate::text::fold;

/// The column of statements.
pub(super) const STATEMENT: &str = "statement_id";
/// The column of coders.
pub(super) const CODER: &str = "coder";
/// The column that counts how often a coder has coded a statement.
const REVISION: &str = "revision";
/// The coder whose code is the final one of a statement, settled by discussion or a further reader.
pub const ADJUDICATED: &str = "adjudicated";
/// The coder that is this program.
pub const MACHINE: &str = "machine";
/// Columns that tell of a statement or of the coding and hold no code.
const REMARKS: [&str; 27] = [
    "actor",
    "citation",
    "comment",
    "comments",
    "confidence",
    "date",
    "evidence",
    "id",
    "iso3",
    "meeting",
    "note",
    "notes",
    "on_behalf_of",
    "part",
    "passage",
    "probability",
    "remark",
    "remarks",
    "revision",
    "source",
    "speaker",
    "stance_detail_machine",
    "stance_machine",
    "stratum",
    "text",
    "url",
    "why",
];

/// Whether a coder is a person who coded alone: neither the machine nor the adjudicated code.
pub fn is_person(coder: &str) -> bool {
    coder != ADJUDICATED && coder != MACHINE
}

/// Whether a column holds codes, as far as its name tells: not what is known of the statement, nor remarks.
pub fn is_of_codes(variable: &str) -> bool {
    !REMARKS.contains(&variable) && !variable.starts_with("text_")
}

/// Whether a column says whose codes a row holds, and of what.
pub(super) fn is_key(name: &str) -> bool {
    [STATEMENT, CODER, REVISION].contains(&name)
}

/// A row that a coder filled in.
pub(super) struct GivenRow {
    pub statement: String,
    pub coder: String,
    pub revision: Option<u64>,
    pub codes: Vec<(String, String)>,
    pub place: Place,
}

impl GivenRow {
    /// None where the row is not filled in.
    pub fn of(row: Row) -> Result<Option<GivenRow>> {
        let is_code = |name: &str| !is_key(name) && is_of_codes(name);
        if row.cell(CODER).is_none() && !row.cells.iter().any(|(name, _)| is_code(name)) {
            return Ok(None);
        }
        let cell = |name: &str| {
            row.cell(name).map(String::from).ok_or_else(|| {
                let found = format!("the cell under `{name}` is empty");
                Error::new(ErrorKind::Input, row.place.clone(), found)
                    .remedy("Each row needs its statement and who coded it.")
            })
        };
        Ok(Some(GivenRow {
            statement: as_given(&cell(STATEMENT)?).into(),
            coder: reserved(cell(CODER)?),
            revision: revision(&row)?,
            place: row.place,
            codes: row.cells.into_iter().filter(|(name, _)| !is_key(name)).collect(),
        }))
    }

    /// Statement and coder.
    pub fn key(&self) -> (String, String) {
        (self.statement.clone(), self.coder.clone())
    }
}

fn revision(row: &Row) -> Result<Option<u64>> {
    let Some(cell) = row.cell(REVISION) else { return Ok(None) };
    cell.parse().map(Some).map_err(|_| {
        Error::new(ErrorKind::Input, row.place.clone(), format!("the revision `{cell}` is no whole number"))
            .remedy("Count from 1, or leave it empty; of one statement and coder the highest counts.")
    })
}

/// The two coders that are no person are known in any case.
fn reserved(coder: String) -> String {
    let known = [ADJUDICATED, MACHINE].into_iter().find(|known| fold(&coder) == *known);
    known.map_or(coder, String::from)
}
