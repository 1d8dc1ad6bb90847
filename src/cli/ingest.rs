//! `plenary ingest`: a row a statement, without coding.

use super::messages::Messages;
use super::write_to;
use clap::Args;
use plenary::error::{Error, Result};
use plenary::export::CsvFile;
use plenary::ingest::{find, nothing_found, open, raw_statements};
use plenary::pipeline::Watch;
use plenary::study::{Columns, Folder};
use std::path::PathBuf;

/// What `plenary ingest` takes.
#[derive(Args)]
pub struct IngestArgs {
    /// Files or folders with statements
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    /// Write the cleaned text of each statement into this folder
    #[arg(long, value_name = "DIR")]
    pub texts: Option<PathBuf>,
    /// Write the table to a file instead of standard output
    #[arg(short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

const COLUMNS: [&str; 9] =
    ["statement_id", "source", "place", "actor", "iso3", "date", "meeting", "characters", "refused"];

/// Reads and cleans statements and prints what was found.
pub fn ingest(args: &IngestArgs, messages: &mut Messages) -> Result<()> {
    let inputs: Vec<String> = args.inputs.iter().map(|input| input.to_string_lossy().into_owned()).collect();
    let files = find(&Folder::default(), &inputs)?;
    if files.is_empty() {
        return Err(nothing_found(&inputs));
    }
    if let Some(folder) = &args.texts {
        std::fs::create_dir_all(folder).map_err(|cause| Error::io(folder, &cause))?;
    }
    write_to(args.output.as_deref(), |out| {
        let mut table = CsvFile::new(out);
        table.row(COLUMNS)?;
        for (done, file) in files.iter().enumerate() {
            messages.progress(done, files.len());
            let (raw, refused, _) = raw_statements(file, &Columns::default());
            for diagnostic in &refused {
                messages.diagnostic(diagnostic);
                let place = diagnostic.place.within();
                table.row(["", &diagnostic.place.file, &place, "", "", "", "", "", &diagnostic.reason()])?;
            }
            for raw in raw {
                let place = raw.place.clone();
                let known = raw.metadata.clone();
                let id = raw.id.clone();
                let row = |length: &str, refused: &str| {
                    [
                        &id,
                        &place.file,
                        &place.within(),
                        &known.actor,
                        &known.iso3,
                        &known.date,
                        &known.meeting,
                        length,
                        refused,
                    ]
                    .map(String::from)
                };
                match open(raw) {
                    Ok(opened) => {
                        opened.notes.iter().for_each(|note| messages.diagnostic(note));
                        table.row(row(&opened.statement.text.chars().count().to_string(), ""))?;
                        save(args, &id, &opened.statement.text)?;
                    }
                    Err(refused) => {
                        messages.diagnostic(&refused.diagnostic);
                        table.row(row("", &refused.diagnostic.reason()))?;
                    }
                }
            }
        }
        messages.end_progress();
        table.finish()
    })
}

/// Writes a cleaned text, its id as file name with `/` and the like replaced.
fn save(args: &IngestArgs, id: &str, text: &str) -> Result<()> {
    let Some(folder) = &args.texts else { return Ok(()) };
    let name: String = id.chars().map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
    let path = folder.join(format!("{name}.txt"));
    std::fs::write(&path, format!("{text}\n")).map_err(|cause| Error::io(&path, &cause))
}
