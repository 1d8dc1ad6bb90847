//! Statements of a finished run, read again from their source, which must be as it was.

use crate::error::{Error, ErrorKind, Place, Result};
use crate::export::PastRun;
use crate::ingest::{Raw, find_again, open, read};
use crate::statement::Statement;
use crate::study::Study;

/// What to do where a file of the run is not where it was.
pub const MOVED: &str = "Put it back, call the command in the folder where `plenary run` was called, or run \
                         `plenary run` again.";

/// What to do where a file of the run is another than it was.
pub const CHANGED: &str = "Put the former file back, or run `plenary run` again.";

/// Reads statements of a run again, all of one source, and gives them in the order of `ids`.
///
/// They are cleaned as in the run; what the study knows of them besides is added by [`super::complete`].
///
/// # Errors
/// Where the source is not there any more, or is not as it was.
pub fn read_again(run: &PastRun, study: &Study, source: &str, ids: &[&str]) -> Result<Vec<Statement>> {
    let names: Vec<&str> = run.inputs().map(|(name, _)| name).collect();
    let Some(file) = find_again(&study.folder, &study.statements.input, &names, source) else {
        let found = "the statement cannot be read again from here";
        return Err(Error::new(ErrorKind::Input, Place::file(source), found)
            .remedy("Save it to a file and run `plenary run` on that."));
    };
    let contents = read(&file, &study.statements);
    let of = ids.first().copied().unwrap_or_default();
    let Some(checksum) = contents.checksum else {
        let why = contents.diagnostics.first().map_or("it is not there", |refusal| &refusal.found);
        let found = format!("the source of `{of}` was moved or cannot be read: {why}");
        return Err(Error::new(ErrorKind::Input, Place::file(source), found).remedy(MOVED));
    };
    let was = run.inputs().find(|(name, _)| *name == source).map(|(_, hash)| hash);
    let is_as_it_was = was == Some(checksum.hash.to_hex().as_str());
    let mut raw: Vec<Option<Raw>> = contents.raw.into_iter().map(Some).collect();
    let mut statement = |id: &&str| {
        let found = raw.iter_mut().find(|raw| raw.as_ref().is_some_and(|raw| raw.id == **id))?.take()?;
        open(found).ok().filter(|_| is_as_it_was).map(|opened| opened.statement)
    };
    ids.iter().map(|id| statement(id).ok_or_else(|| changed(id, source))).collect()
}

fn changed(id: &str, source: &str) -> Error {
    let found = format!("the source of `{id}` has changed since the run");
    Error::new(ErrorKind::Difference, Place::file(source), found).remedy(CHANGED)
}
