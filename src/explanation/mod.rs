//! Why one statement of a finished run is coded so.
//!
//! The manifest says how it was coded: the statement is read again from its source, coded again with the same
//! settings, and explained. What is no longer as it was is refused, never explained by something else.

mod page;
mod reading;
mod weights;

use crate::actors::ActorTable;
use crate::coding::{CodedStatement, Coder, Memory};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::export::{PastRow, PastRun};
use crate::ingest::{find_again, read};
use crate::pipeline::{CHANGED, MOVED, complete, read_again, speakers, used};
use crate::stance::Terms;
use crate::statement::Statement;
use crate::study::Study;
use crate::text::did_you_mean;
use std::path::Path;

/// All that the page says.
struct Subject<'s> {
    study: &'s Study,
    actors: &'s ActorTable,
    coder: &'s Coder,
    statement: Statement,
    coded: CodedStatement,
    terms: Option<Terms>,
    rows: Rows,
}

/// The rows of `statements.csv` that have to do with a statement.
struct Rows {
    /// Its own.
    own: PastRow,
    /// Those of groups at its meeting.
    groups: Vec<PastRow>,
    /// Other statements of its actor at its meeting.
    others: Vec<PastRow>,
}

/// Explains the coding of a statement of a finished run, as a page of plain text.
///
/// # Errors
/// Where the folder is not that of a run, no statement has the id or it was refused, or its source or what it
/// was coded with was moved or changed since.
pub fn explanation(out: &Path, id: &str) -> Result<String> {
    let run = PastRun::open(out)?;
    let study = Study::of_options(run.options(), &out.join("manifest.json").display().to_string())?;
    let rows = Rows::find(&run, &study, id)?;
    let mut statements = read_again(&run, &study, cell(&rows.own, "source"), &[id])?;
    let mut statement = statements.pop().unwrap_or_default();
    let moved = |error: Error| error.remedy(MOVED);
    let actors = ActorTable::of_study(&study).map_err(moved)?;
    let coder = Coder::new(&study, &actors).map_err(moved)?;
    complete(&mut statement, &study, &speakers(&study).map_err(moved)?);
    refuse_other_definitions(&run, &study, &coder)?;
    let mut memory = Memory::default();
    let coded = coder.code(&statement, &mut memory);
    refuse_another_coding(&run, &coded, &rows.own)?;
    let terms = coder.terms(&statement, &coded, &mut memory);
    let subject = Subject { study: &study, actors: &actors, coder: &coder, statement, coded, terms, rows };
    Ok(subject.page())
}

/// The definitions must be those of the run.
fn refuse_other_definitions(run: &PastRun, study: &Study, coder: &Coder) -> Result<()> {
    let other =
        used(study, coder)?.into_iter().find(|used| run.used(used.what, &used.name) != Some(&used.blake3));
    other.map_or(Ok(()), |other| {
        let found = format!("the {} `{}` is not the one of the run", other.what, other.name);
        Err(Error::new(ErrorKind::Difference, Place::default(), found).remedy(CHANGED))
    })
}

/// Another version of the program may code otherwise: that would explain something else.
fn refuse_another_coding(run: &PastRun, coded: &CodedStatement, row: &PastRow) -> Result<()> {
    let confidence = coded.stance.confidence.map_or(String::new(), |confidence| format!("{confidence:.4}"));
    if (cell(row, "stance_machine"), cell(row, "confidence")) == (&*coded.stance.class, &*confidence) {
        return Ok(());
    }
    let found = format!(
        "this program (plenary {}) codes the statement as {} {confidence}, the run (plenary {}) as {} {}",
        env!("CARGO_PKG_VERSION"),
        coded.stance.class,
        run.version(),
        cell(row, "stance_machine"),
        cell(row, "confidence")
    );
    Err(Error::new(ErrorKind::Difference, Place::default(), found).remedy("Run `plenary run` again."))
}

impl Rows {
    fn find(run: &PastRun, study: &Study, id: &str) -> Result<Rows> {
        let mut ids = Vec::new();
        let mut own = None;
        for row in run.rows("statements.csv")? {
            let row = row?;
            match cell(&row, "statement_id") {
                found if found == id => own = Some(row),
                found => ids.push(found.to_string()),
            }
        }
        let own = own.ok_or_else(|| not_coded(run, study, id, &ids))?;
        let (mut groups, mut others) = (Vec::new(), Vec::new());
        for row in run.rows("statements.csv")? {
            let row = row?;
            let is_same = |column: &str| cell(&row, column) == cell(&own, column);
            if is_same("statement_id") || !is_same("meeting") {
                continue;
            }
            if is_same("actor") && !cell(&row, "actor").is_empty() {
                others.push(row);
            } else if cell(&row, "actor_kind") == "group" {
                groups.push(row);
            }
        }
        Ok(Rows { own, groups, others })
    }
}

/// Why there is no coding of an id: it was refused, or no statement has it.
fn not_coded(run: &PastRun, study: &Study, id: &str, ids: &[String]) -> Error {
    let usage = |place, found| Error::new(ErrorKind::Usage, place, found);
    match refused(run, study, id) {
        Ok(Some((place, reason))) => usage(place, format!("the run refused the statement `{id}`: {reason}"))
            .remedy("Mend it and run `plenary run` again."),
        Err(error) => error,
        Ok(None) => {
            let found = format!("no statement of the run has the id `{id}`");
            let elsewhere = "The ids stand in the first column of statements.csv.";
            let known = ids.iter().map(String::as_str);
            usage(Place::default(), found).remedy(did_you_mean(id, known, elsewhere))
        }
    }
}

/// Where an id was refused, and why; `rejects.csv` names places, which are looked up in the sources.
fn refused(run: &PastRun, study: &Study, id: &str) -> Result<Option<(Place, String)>> {
    let rejects: Vec<PastRow> = run.rows("rejects.csv")?.collect::<Result<_>>()?;
    let mut names: Vec<&str> =
        run.inputs().map(|(name, _)| name).chain(rejects.iter().map(|row| cell(row, "source"))).collect();
    names.sort_unstable();
    names.dedup();
    let is_of_id = |row: &&PastRow| {
        let Some(file) = find_again(&study.folder, &study.statements.input, &names, cell(row, "source"))
        else {
            return false;
        };
        let is_there = |place: &Place| [String::new(), cell(row, "place").into()].contains(&place.within());
        let contents = read(&file, &study.statements);
        file.id == id || contents.raw.iter().any(|raw| raw.id == id && is_there(&raw.place))
    };
    let found = rejects.iter().find(is_of_id);
    Ok(found.map(|row| (Place::file(cell(row, "source")), cell(row, "reason").to_string())))
}

/// A cell of a row; empty where the table has no such column.
fn cell<'r>(row: &'r PastRow, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}
