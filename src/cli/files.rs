//! What commands share: from INPUT to statements, and tables to `-o` or standard output.

use super::messages::Messages;
use clap::Args;
use plenary::error::{Diagnostic, Error, ErrorKind, Place, Result, Severity};
use plenary::ingest::{
    Contents, InputFile, Opened, Raw, find, nothing_found, open, open_as_is, read, read_as_is,
};
use plenary::lexicon::formats::{read_named, read_phrases};
use plenary::lexicon::{Lexicon, Pattern};
use plenary::pipeline::Watch;
use plenary::statement::Statement;
use plenary::study::{Folder, Input};
use std::io::{ErrorKind as IoErrorKind, Write};
use std::path::{Path, PathBuf};

/// How statements are read.
#[derive(Args)]
pub struct ReadingArgs {
    /// Read texts as they stand, without cleaning
    #[arg(long)]
    pub as_is: bool,
}

impl ReadingArgs {
    /// What a file holds, read as asked for.
    pub fn contents(&self, file: &InputFile, settings: &Input) -> Contents {
        if self.as_is { read_as_is(file, settings) } else { read(file, settings) }
    }

    /// A statement, cleaned if asked for.
    pub fn open(&self, raw: Raw) -> Result<Opened, Box<Diagnostic>> {
        if self.as_is { open_as_is(raw) } else { open(raw) }
    }
}

/// Where a table goes.
#[derive(Args)]
pub struct OutputArgs {
    /// Write to a file instead of standard output
    #[arg(short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

impl OutputArgs {
    /// Writes to the file, or to standard output where none is named.
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        write_to(self.output.as_deref(), write)
    }
}

/// What was found in INPUT: a statement, or what is known of one that was refused.
pub struct Found {
    /// The statement; without text where it was refused.
    pub statement: Statement,
    /// Where it stands.
    pub place: Place,
    /// Why it was refused.
    pub refused: Option<Diagnostic>,
}

impl Found {
    fn without_text(statement: Statement, diagnostic: Diagnostic, messages: &mut Messages) -> Found {
        messages.diagnostic(&diagnostic);
        Found { statement, place: diagnostic.place.clone(), refused: Some(diagnostic) }
    }
}

/// A lexicon: a built-in name or a file of any dictionary format; what its format makes doubtful is said.
pub fn read_lexicon(name: &str, messages: &mut Messages) -> Result<Lexicon> {
    let (lexicon, diagnostics) = read_named(&Folder::default(), name)?;
    diagnostics.iter().for_each(|diagnostic| messages.diagnostic(diagnostic));
    Ok(lexicon)
}

/// A list of words and phrases, of a text file or a dictionary; what is doubtful in it is said.
pub fn read_list(file: Option<&str>, messages: &mut Messages) -> Result<Vec<Pattern>> {
    let Some(file) = file else { return Ok(Vec::new()) };
    let (patterns, diagnostics) = read_phrases(&Folder::default(), file)?;
    diagnostics.iter().for_each(|diagnostic| messages.diagnostic(diagnostic));
    Ok(patterns)
}

/// The files of INPUT, in order of path; it is an error where there is none.
pub fn input_files(inputs: &[PathBuf]) -> Result<Vec<InputFile>> {
    let inputs: Vec<String> = inputs.iter().map(|input| input.to_string_lossy().into_owned()).collect();
    let files = find(&Folder::default(), &inputs)?;
    if files.is_empty() { Err(nothing_found(&inputs)) } else { Ok(files) }
}

/// Reads files and hands on what is found, in order; what is refused is also said.
pub fn each_found(
    files: &[InputFile],
    reading: &ReadingArgs,
    messages: &mut Messages,
    mut take: impl FnMut(Found) -> Result<()>,
) -> Result<()> {
    let settings = Input::default();
    for (done, file) in files.iter().enumerate() {
        messages.progress(done, files.len());
        let contents = reading.contents(file, &settings);
        let (faults, notes): (Vec<_>, Vec<_>) =
            contents.diagnostics.into_iter().partition(|found| found.severity == Severity::Reject);
        notes.iter().for_each(|note| messages.diagnostic(note));
        for fault in faults {
            let nothing = Statement { source: fault.place.file.clone(), ..Statement::default() };
            take(Found::without_text(nothing, fault, messages))?;
        }
        for raw in contents.raw {
            let place = raw.place.clone();
            let (id, source, metadata) = (raw.id.clone(), place.file.clone(), raw.metadata.clone());
            take(match reading.open(raw) {
                Ok(opened) => {
                    opened.notes.iter().for_each(|note| messages.diagnostic(note));
                    Found { statement: opened.statement, place, refused: None }
                }
                Err(diagnostic) => {
                    let empty = Statement { id, source, metadata, ..Statement::default() };
                    Found::without_text(empty, *diagnostic, messages)
                }
            })?;
        }
    }
    messages.end_progress();
    Ok(())
}

/// Reads files and hands on their statements, in order; gives their number.
///
/// It is an error where there is none.
pub fn each_statement(
    files: &[InputFile],
    reading: &ReadingArgs,
    messages: &mut Messages,
    mut take: impl FnMut(Statement) -> Result<()>,
) -> Result<usize> {
    let mut n = 0;
    each_found(files, reading, messages, |found| match found.refused {
        Some(_) => Ok(()),
        None => {
            n += 1;
            take(found.statement)
        }
    })?;
    match n {
        0 => Err(Error::new(ErrorKind::Input, Place::default(), "no statement could be read")
            .remedy("See the messages above: each names a file and what to do.")),
        n => Ok(n),
    }
}

/// Writes to a file, or to standard output where none is named; a closed pipe is no fault.
pub fn write_to(file: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    match file {
        Some(path) => {
            let file = std::fs::File::create(path).map_err(|cause| Error::io(path, &cause))?;
            write(&mut std::io::BufWriter::new(file))
        }
        None => {
            let mut out = std::io::BufWriter::new(Pipe(std::io::stdout().lock()));
            write(&mut out)?;
            out.flush().map_err(|cause| Error::io("standard output".as_ref(), &cause))
        }
    }
}

/// A pipe that may be closed at its other end: what is written from then on is lost in silence.
struct Pipe<W>(W);

impl<W: Write> Pipe<W> {
    fn unless_closed<T>(done: std::io::Result<T>, lost: T) -> std::io::Result<T> {
        match done {
            Err(cause) if cause.kind() == IoErrorKind::BrokenPipe => Ok(lost),
            done => done,
        }
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Self::unless_closed(self.0.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Self::unless_closed(self.0.flush(), ())
    }
}
