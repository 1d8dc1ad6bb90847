//! The statement read again from its source, which must be as it was.

use super::{CHANGED, MOVED, cell};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::export::{PastRow, PastRun};
use crate::ingest::{find_again, open, read};
use crate::statement::Statement;
use crate::study::Study;

/// Reads a statement of a run again.
///
/// # Errors
/// Where its source is not there any more, or is not as it was.
pub(super) fn read_again(run: &PastRun, study: &Study, row: &PastRow) -> Result<Statement> {
    let (id, source) = (cell(row, "statement_id"), cell(row, "source"));
    let names: Vec<&str> = run.inputs().map(|(name, _)| name).collect();
    let Some(file) = find_again(&study.folder, &study.statements.input, &names, source) else {
        let found = "the statement cannot be read again from here";
        return Err(Error::new(ErrorKind::Input, Place::file(source), found)
            .remedy("Save it to a file and run `plenary run` on that."));
    };
    let contents = read(&file, &study.statements);
    let Some(checksum) = contents.checksum else {
        let why = contents.diagnostics.first().map_or("it is not there", |refusal| &refusal.found);
        let found = format!("the source of `{id}` was moved or cannot be read: {why}");
        return Err(Error::new(ErrorKind::Input, Place::file(source), found).remedy(MOVED));
    };
    let was = run.inputs().find(|(name, _)| *name == source).map(|(_, hash)| hash);
    match contents.raw.into_iter().find(|raw| raw.id == id).map(open) {
        Some(Ok(opened)) if was == Some(checksum.hash.to_hex().as_str()) => Ok(opened.statement),
        _ => {
            let found = format!("the source of `{id}` has changed since the run");
            Err(Error::new(ErrorKind::Difference, Place::file(source), found).remedy(CHANGED))
        }
    }
}
