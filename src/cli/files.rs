//! What commands share: from INPUT to statements, and tables to `-o` or standard output.

use super::messages::Messages;
use clap::Args;
use plenary::codebook::Codings;
use plenary::error::{Diagnostic, Error, ErrorKind, Place, Result, Severity};
use plenary::ingest::{
    Contents, InputFile, Opened, Raw, SpeakersList, find, nothing_found, open, open_as_is, read, read_as_is,
};
use plenary::lexicon::formats::{read_named, read_phrases};
use plenary::lexicon::{Lexicon, Pattern};
use plenary::pipeline::{Watch, complete, speakers};
use plenary::statement::Statement;
use plenary::study::{Folder, Study};
use std::io::{ErrorKind as IoErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// How statements are read.
#[derive(Args)]
pub struct ReadingArgs {
    /// Read texts as they stand, without cleaning
    #[arg(long)]
    pub as_is: bool,
    #[command(flatten)]
    pub of: OfStudy,
}

/// The study whose statements are meant.
#[derive(Args)]
pub struct OfStudy {
    /// Read as this study does: its columns, list of speakers and actors, and without INPUT its statements
    #[arg(long, value_name = "FILE")]
    pub study: Option<PathBuf>,
}

impl ReadingArgs {
    /// The statements of INPUT, or those of the study.
    pub fn statements(&self, inputs: &[PathBuf]) -> Result<Statements> {
        Ok(Statements { as_is: self.as_is, ..self.of.statements(inputs)? })
    }
}

impl OfStudy {
    /// The statements of INPUT, or those of the study, cleaned.
    pub fn statements(&self, inputs: &[PathBuf]) -> Result<Statements> {
        let mut study = self.study.as_deref().map_or_else(|| Ok(Study::default()), read_study)?;
        if !inputs.is_empty() {
            study.statements.input = study_paths(&study.folder, inputs)?;
        }
        let files = files(&study.folder, &study.statements.input)?;
        Ok(Statements { speakers: speakers(&study)?, study, files, as_is: false })
    }
}

/// Files with statements, and how a study reads them.
pub struct Statements {
    /// The study; without one, as none sets anything.
    pub study: Study,
    /// In order of path; never empty.
    pub files: Vec<InputFile>,
    speakers: SpeakersList,
    as_is: bool,
}

impl Statements {
    /// What a file holds, read as asked for.
    pub fn contents(&self, file: &InputFile) -> Contents {
        let read = if self.as_is { read_as_is } else { read };
        read(file, &self.study.statements)
    }

    /// A statement, cleaned if asked for, with what the study knows of it.
    pub fn open(&self, raw: Raw) -> Result<Opened, Box<Diagnostic>> {
        let mut opened = if self.as_is { open_as_is(raw) } else { open(raw) }?;
        complete(&mut opened.statement, &self.study, &self.speakers);
        Ok(opened)
    }

    /// Hands on what is found in the files, in order; what is refused is also said.
    pub fn each_found(
        &self,
        messages: &mut Messages,
        mut take: impl FnMut(Found) -> Result<()>,
    ) -> Result<()> {
        for (done, file) in self.files.iter().enumerate() {
            messages.progress(done, self.files.len());
            let contents = self.contents(file);
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
                take(match self.open(raw) {
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

    /// Hands on the statements, in order, and gives their number; it is an error where there is none.
    pub fn each(
        &self,
        messages: &mut Messages,
        mut take: impl FnMut(Statement) -> Result<()>,
    ) -> Result<usize> {
        let mut n = 0;
        self.each_found(messages, |found| match found.refused {
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
}

/// Reads a study file; the paths in it are relative to its folder.
pub fn read_study(file: &Path) -> Result<Study> {
    let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Study::read(Folder::Disk(folder), &name)
}

/// Paths of the command line as a study's folder sees them.
pub fn study_paths(folder: &Folder, paths: &[PathBuf]) -> Result<Vec<String>> {
    let working = std::env::current_dir().map_err(|cause| Error::io(Path::new("."), &cause))?;
    let seen = |path: &PathBuf| match folder {
        _ if path.as_os_str() == "-" => path.clone(),
        Folder::Disk(root) if root.as_os_str().is_empty() => path.clone(),
        _ => working.join(path),
    };
    Ok(paths.iter().map(|path| seen(path).to_string_lossy().into_owned()).collect())
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
    let folder = Folder::default();
    files(&folder, &study_paths(&folder, inputs)?)
}

fn files(folder: &Folder, inputs: &[String]) -> Result<Vec<InputFile>> {
    let files = find(folder, inputs)?;
    if files.is_empty() { Err(nothing_found(inputs)) } else { Ok(files) }
}

/// The codings of files that add up; - is standard input.
pub fn read_codings(files: &[PathBuf]) -> Result<Codings> {
    let mut codings = Codings::default();
    for file in files {
        let name = file.to_string_lossy();
        if name == "-" {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|cause| Error::io(Path::new("standard input"), &cause))?;
            codings.add("standard input", &bytes)?;
        } else {
            let (shown, bytes) = Folder::default().read(&name)?;
            codings.add(&shown, &bytes)?;
        }
    }
    Ok(codings)
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
