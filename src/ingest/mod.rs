//! From files to statements. Nothing else opens statements.
//!
//! Owns finding the files of an input, their formats (one file a format), cleaning, and the ids of
//! statements. What cannot be read is a diagnostic, never a lost statement.

mod clean;
mod document;
mod find;
mod hyphen;
mod pdf;
mod speakers;
mod tabular;
mod text_file;
mod turns;

pub use clean::{Cleaned, clean};
pub use find::{InputFile, find, find_again, nothing_found};
pub use pdf::reader_version;
pub use speakers::{Expected, SpeakersList};
pub use turns::Vote;

use crate::error::{Diagnostic, Place};
use crate::statement::{Metadata, Statement};
use crate::study::Input;
use crate::text::language;
use find::Format;
use serde::ser::SerializeStruct;
use std::path::Path;
use std::sync::Arc;

/// A statement that is found but not yet cleaned.
#[derive(Debug, Default)]
pub struct Raw {
    /// Its id, if its row or file gives one.
    pub id: String,
    /// Where it was found.
    pub place: Place,
    /// What is known of it.
    pub metadata: Metadata,
    /// Its text.
    pub text: String,
    /// Whether the text is in paragraphs already, as readers of documents give it.
    pub is_cleaned: bool,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Contents {
    /// Its statements, in order.
    pub raw: Vec<Raw>,
    /// Its recorded votes.
    pub votes: Vec<Vote>,
    /// What could not be read, or was left out.
    pub diagnostics: Vec<Diagnostic>,
    /// The checksum of the file, where it could be read at all.
    pub checksum: Option<Checksum>,
}

/// A file's checksum.
#[derive(Clone, Debug, PartialEq)]
pub struct Checksum {
    /// The file as the user named it.
    pub file: Arc<Path>,
    /// BLAKE3 of its bytes.
    pub hash: blake3::Hash,
}

impl serde::Serialize for Checksum {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("Checksum", 2)?;
        entry.serialize_field("file", &self.file.to_string_lossy())?;
        entry.serialize_field("blake3", self.hash.to_hex().as_str())?;
        entry.end()
    }
}

/// Reads a file as a study says.
///
/// A file that cannot be read is a diagnostic of kind reject.
pub fn read(file: &InputFile, settings: &Input) -> Contents {
    match file.read() {
        Err(diagnostic) => Contents { diagnostics: vec![diagnostic], ..Contents::default() },
        Ok(bytes) => {
            let checksum = Some(Checksum::of(file, &bytes));
            Contents { checksum, ..read_bytes(&bytes, file, settings) }
        }
    }
}

/// Reads a file as it stands: a text file is one statement, whatever it holds, and no checksum is taken.
pub fn read_as_is(file: &InputFile, settings: &Input) -> Contents {
    match file.read() {
        Err(diagnostic) => Contents { diagnostics: vec![diagnostic], ..Contents::default() },
        Ok(bytes) => read_bytes(&bytes, file, settings),
    }
}

fn read_bytes(bytes: &[u8], file: &InputFile, settings: &Input) -> Contents {
    match file.format() {
        Format::Text => Contents::of(text_file::read(bytes, file)),
        Format::Comma => tabular::separated(bytes, None, file, &settings.columns),
        Format::Tab => tabular::separated(bytes, Some(b'\t'), file, &settings.columns),
        Format::JsonLines => tabular::json_lines(bytes, file, &settings.columns),
        Format::Pdf => of_document(pdf::read(bytes, settings.pdf_reader, &Place::file(&file.path)), file),
    }
}

/// The statements of a document.
fn of_document(read: Result<document::Document, Diagnostic>, file: &InputFile) -> Contents {
    match read {
        Ok(document) => match turns::split(&document, file) {
            Some(record) => {
                let diagnostics = [document.notes, record.diagnostics].concat();
                Contents { diagnostics, ..record }
            }
            None => document.statement(file, text_file::metadata(file)),
        },
        Err(diagnostic) => Contents { diagnostics: vec![diagnostic], ..Contents::default() },
    }
}

/// A statement read and cleaned, with what cleaning did.
#[derive(Debug)]
pub struct Opened {
    /// The statement.
    pub statement: Statement,
    /// What cleaning removed or joined.
    pub notes: Vec<Diagnostic>,
}

/// Cleans a raw statement.
///
/// # Errors
/// A diagnostic where it holds no words.
pub fn open(raw: Raw) -> Result<Opened, Box<Diagnostic>> {
    match raw.is_cleaned {
        true => open_as_is(raw),
        false => {
            let cleaned = clean(&raw.text);
            opened(raw, cleaned)
        }
    }
}

/// Takes a raw statement as it stands.
///
/// # Errors
/// As [`open`].
pub fn open_as_is(mut raw: Raw) -> Result<Opened, Box<Diagnostic>> {
    let text = std::mem::take(&mut raw.text);
    opened(raw, Cleaned { text, changes: Vec::new() })
}

fn opened(raw: Raw, cleaned: Cleaned) -> Result<Opened, Box<Diagnostic>> {
    let Cleaned { text, changes } = cleaned;
    if !text.contains(char::is_alphanumeric) {
        let diagnostic = Diagnostic::reject(raw.place, "there are no words in it")
            .remedy("Save the text of the statement into it, or take it out of the input");
        return Err(Box::new(diagnostic));
    }
    let note = |(line, change): (u64, String)| {
        let place =
            if raw.place.line.is_some() { raw.place.clone() } else { raw.place.clone().at_line(line) };
        Diagnostic::note(place, change)
    };
    let notes = changes.into_iter().map(note).collect();
    let language = language(&text).unwrap_or_default().into();
    let source = raw.place.file.clone();
    let statement = Statement { id: raw.id, source, metadata: raw.metadata, language, text };
    Ok(Opened { statement, notes })
}

impl Contents {
    /// One statement, or the reason why there is none.
    fn of(read: Result<Raw, Diagnostic>) -> Self {
        match read {
            Ok(raw) => Contents { raw: vec![raw], ..Contents::default() },
            Err(diagnostic) => Contents { diagnostics: vec![diagnostic], ..Contents::default() },
        }
    }
}

impl Checksum {
    /// Whether the file is a PDF by its name.
    pub fn is_pdf(&self) -> bool {
        self.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"))
    }

    fn of(file: &InputFile, bytes: &[u8]) -> Self {
        Checksum { file: Arc::clone(&file.path), hash: blake3::hash(bytes) }
    }
}
