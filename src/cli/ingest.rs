//! `plenary ingest`: a row a statement, without coding.

use super::files::{Found, OfStudy, OutputArgs};
use super::messages::Messages;
use clap::Args;
use plenary::error::{Error, Result};
use plenary::export::CsvFile;
use plenary::statement::Role;
use std::path::PathBuf;

/// What `plenary ingest` takes.
#[derive(Args)]
pub struct IngestArgs {
    /// Files or folders with statements
    #[arg(required_unless_present = "study")]
    pub inputs: Vec<PathBuf>,
    /// Write the cleaned text of each statement into this folder
    #[arg(long, value_name = "DIR")]
    pub texts: Option<PathBuf>,
    #[command(flatten)]
    pub of: OfStudy,
    #[command(flatten)]
    pub output: OutputArgs,
}

const COLUMNS: [&str; 16] = [
    "statement_id",
    "source",
    "place",
    "actor",
    "iso3",
    "date",
    "meeting",
    "agenda_item",
    "document_symbol",
    "speaker",
    "speaker_title",
    "role",
    "on_behalf_of",
    "language_spoken",
    "characters",
    "refused",
];

/// Reads and cleans statements and prints what was found.
pub fn ingest(args: &IngestArgs, messages: &mut Messages) -> Result<()> {
    let statements = args.of.statements(&args.inputs)?;
    if let Some(folder) = &args.texts {
        std::fs::create_dir_all(folder).map_err(|cause| Error::io(folder, &cause))?;
    }
    args.output.write(|out| {
        let mut table = CsvFile::new(out);
        table.row(COLUMNS)?;
        statements.each_found(messages, |found| {
            table.row(row(&found))?;
            match found.refused {
                Some(_) => Ok(()),
                None => save(args, &found.statement.id, &found.statement.text),
            }
        })?;
        table.finish()
    })
}

fn row(found: &Found) -> [String; 16] {
    let known = &found.statement.metadata;
    let (characters, refused) = match &found.refused {
        None => (found.statement.text.chars().count().to_string(), String::new()),
        Some(diagnostic) => (String::new(), diagnostic.reason()),
    };
    let role = match (&found.refused, known.role) {
        (Some(_), _) => "",
        (None, Role::Speaker) => "speaker",
        (None, Role::Chair) => "chair",
    };
    [
        &found.statement.id,
        &found.statement.source,
        &found.place.within(),
        &known.actor,
        &known.iso3,
        &known.date,
        &known.meeting,
        &known.agenda_item,
        &known.document_symbol,
        &known.speaker,
        &known.speaker_title,
        role,
        &known.on_behalf_of,
        &known.language_spoken,
        &characters,
        &refused,
    ]
    .map(String::from)
}

/// Writes a cleaned text, its id as file name with `/` and the like replaced.
fn save(args: &IngestArgs, id: &str, text: &str) -> Result<()> {
    let Some(folder) = &args.texts else { return Ok(()) };
    let name: String = id.chars().map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
    let path = folder.join(format!("{name}.txt"));
    std::fs::write(&path, format!("{text}\n")).map_err(|cause| Error::io(&path, &cause))
}
