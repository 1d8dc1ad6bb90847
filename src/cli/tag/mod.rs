//! `plenary tag`: how often the categories of a lexicon stand in each document, as quanteda counts them.
//!
//! The options are in `options.rs`, a document's rows in `rows.rs`; here files become tables.

mod options;
mod rows;

use super::files::{OutputArgs, input_files, write_to};
use super::messages::Messages;
use clap::Args;
use options::{LookupArgs, ReplacementArgs, TokenArgs};
use plenary::error::{Diagnostic, Error, ErrorKind, Place, Result};
use plenary::export::CsvFile;
use plenary::ingest::{InputFile, open_as_is, read_as_is};
use plenary::pipeline::Watch;
use plenary::study::Input;
use rayon::prelude::*;
use rows::{Counter, Memory, Rows};
use std::path::{Path, PathBuf};

const COLUMNS: &str =
    "A row a document, texts as they stand: doc_id (the file's stem), a column a category, and tokens, \
the number of words and signs that are looked up.

The ledger (--ledger FILE) has a row a match, and its rows without suppressed_by add up to the counts:

  doc_id         the document
  category       the category
  from,to        its first and last token, counted from 1
  start,end      its first character, counted from 0, and the one after its last
  text           the text from its first to its last word
  pattern        the pattern that found it
  line           the line of the lexicon on which that pattern stands
  suppressed_by  the longer or earlier pattern that counts instead, or the exception that undoes it

The tokens (--tokens FILE) have a row a token: doc_id, position (from 1) and token.

Options that quanteda has too are named after it; docs/quanteda.md has its call beside each.";

/// What `plenary tag` takes.
#[derive(Args)]
#[command(after_help = COLUMNS)]
pub struct TagArgs {
    /// Files or folders with documents, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Write every match, with what suppressed it, to a file
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub lookup: LookupArgs,
    #[command(flatten)]
    pub tokens: TokenArgs,
    #[command(flatten)]
    pub replacement: ReplacementArgs,
}

/// Files counted at a time where all that is found in them is held until it is written.
const WITH_ROWS: usize = 256;

/// Files counted at a time where only counts are held.
const WITHOUT_ROWS: usize = 8192;

type Csv<'w> = CsvFile<Box<dyn std::io::Write + 'w>>;

/// Where the rows of documents go.
struct Outputs<'w> {
    counts: Csv<'w>,
    ledger: Option<Csv<'w>>,
    tokens: Option<Csv<'w>>,
}

/// Prints the counts.
pub fn tag(args: &TagArgs, messages: &mut Messages) -> Result<()> {
    let counter = Counter::new(args, messages)?;
    let files = input_files(&args.inputs)?;
    let mut n = Number::default();
    args.output.write(|counts| {
        if_named(args.ledger.as_deref(), |ledger| {
            if_named(args.replacement.tokens.as_deref(), |tokens| {
                let outputs = Outputs { counts: CsvFile::new(Box::new(counts)), ledger, tokens };
                n = outputs.write(&counter, &files, messages)?;
                Ok(())
            })
        })
    })?;
    match n {
        Number { read: 0, .. } => {
            return Err(Error::new(ErrorKind::Input, Place::default(), "no document could be read")
                .remedy("See the messages above: each names a file and what to do."));
        }
        Number { read, looked_up } if read == looked_up => {
            messages.say(&format!("{read} documents counted."))
        }
        Number { read, looked_up } => {
            messages.say(&format!("{read} documents read, {looked_up} of them looked up (--apply-if)."))
        }
    }
    Ok(())
}

/// How many documents there were.
#[derive(Clone, Copy, Default)]
struct Number {
    read: usize,
    looked_up: usize,
}

/// Writes to a file where one is named.
fn if_named(file: Option<&Path>, write: impl FnOnce(Option<Csv>) -> Result<()>) -> Result<()> {
    match file {
        None => write(None),
        Some(_) => write_to(file, |out| write(Some(CsvFile::new(Box::new(out))))),
    }
}

impl Outputs<'_> {
    /// Writes the rows of all files, in their order.
    fn write(mut self, counter: &Counter, files: &[InputFile], messages: &mut Messages) -> Result<Number> {
        self.counts.row(counter.columns())?;
        if let Some(ledger) = &mut self.ledger {
            ledger.row(rows::LEDGER)?;
        }
        if let Some(tokens) = &mut self.tokens {
            tokens.row(rows::TOKENS)?;
        }
        let mut n = Number::default();
        let has_rows = self.ledger.is_some() || self.tokens.is_some();
        let size = if has_rows { WITH_ROWS } else { WITHOUT_ROWS };
        for (batch, chunk) in files.chunks(size).enumerate() {
            messages.progress(batch * size, files.len());
            let counted: Vec<Vec<Result<Rows, Diagnostic>>> = chunk
                .par_iter()
                .map_init(Memory::default, |memory, file| documents(file, counter, memory))
                .collect();
            for document in counted.into_iter().flatten() {
                match document {
                    Err(diagnostic) => messages.diagnostic(&diagnostic),
                    Ok(rows) => {
                        n.read += 1;
                        n.looked_up += usize::from(rows.is_looked_up);
                        self.document(rows)?;
                    }
                }
            }
        }
        messages.end_progress();
        self.counts.finish()?;
        self.ledger.map_or(Ok(()), CsvFile::finish)?;
        self.tokens.map_or(Ok(()), CsvFile::finish)?;
        Ok(n)
    }

    fn document(&mut self, rows: Rows) -> Result<()> {
        self.counts.row(rows.counts)?;
        for (table, rows) in [(&mut self.ledger, rows.ledger), (&mut self.tokens, rows.tokens)] {
            if let Some(table) = table {
                rows.into_iter().try_for_each(|row| table.row(row))?;
            }
        }
        Ok(())
    }
}

/// The rows of the documents of a file, and why others have none.
fn documents(file: &InputFile, counter: &Counter, memory: &mut Memory) -> Vec<Result<Rows, Diagnostic>> {
    let contents = read_as_is(file, &Input::default());
    let counted = contents.raw.into_iter().map(|raw| match open_as_is(raw) {
        Ok(opened) => Ok(counter.rows(&opened.statement.id, &opened.statement.text, memory)),
        Err(refused) => Err(*refused),
    });
    let counted: Vec<_> = counted.collect();
    contents.diagnostics.into_iter().map(Err).chain(counted).collect()
}
