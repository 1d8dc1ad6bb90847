//! From files to statements. Nothing else opens statements.
//!
//! Owns finding the files of an input, their formats (one file a format), cleaning, and the ids of
//! statements. What cannot be read is a diagnostic, never a lost statement.

mod clean;
mod find;
mod hyphen;
mod speakers;
mod tabular;
mod text_file;

pub use clean::{Cleaned, clean};
pub use find::{InputFile, find, find_again, nothing_found};
pub use speakers::{Expected, SpeakersList};

use crate::error::{Diagnostic, Place};
use crate::statement::{Metadata, Statement};
use crate::study::Columns;
use serde::ser::SerializeStruct;
use std::path::Path;
use std::sync::Arc;

/// A statement that is found but not yet cleaned.
#[derive(Debug)]
pub struct Raw {
    /// Its id, if its row or file gives one.
    pub id: String,
    /// Where it was found.
    pub place: Place,
    /// What is known of it.
    pub metadata: Metadata,
    /// Its text, or the file that holds it.
    pub content: Content,
}

/// The text of a raw statement.
#[derive(Debug)]
pub enum Content {
    /// Text of a cell.
    Text(String),
    /// A whole file, not yet read.
    File(InputFile),
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

/// The raw statements of one file, in order; a text file is left unread.
pub fn raw_statements(file: &InputFile, columns: &Columns) -> (Vec<Raw>, Vec<Diagnostic>, Option<Checksum>) {
    match file.format() {
        find::Format::Text => (vec![text_file::raw(file)], Vec::new(), None),
        format => match file.read() {
            Err(diagnostic) => (Vec::new(), vec![diagnostic], None),
            Ok(bytes) => {
                let checksum = Checksum::of(file, &bytes);
                let (raw, diagnostics) = tabular::read(&bytes, file, format, columns);
                (raw, diagnostics, Some(checksum))
            }
        },
    }
}

/// A statement read and cleaned, with what cleaning did.
#[derive(Debug)]
pub struct Opened {
    /// The statement.
    pub statement: Statement,
    /// What cleaning removed or joined.
    pub notes: Vec<Diagnostic>,
    /// The checksum of its file, where the file is its own.
    pub checksum: Option<Checksum>,
}

/// A statement that could not be read.
#[derive(Debug)]
pub struct Refused {
    /// Why.
    pub diagnostic: Diagnostic,
    /// The checksum of its file, where it could be read at all.
    pub checksum: Option<Checksum>,
}

impl Refused {
    fn new(diagnostic: Diagnostic, checksum: Option<Checksum>) -> Box<Self> {
        Box::new(Refused { diagnostic, checksum })
    }
}

/// Reads and cleans a raw statement.
///
/// # Errors
/// A diagnostic where the file cannot be read, is not text, or holds no words.
pub fn open(raw: Raw) -> Result<Opened, Box<Refused>> {
    open_with(raw, Some(Checksum::of), |text| clean(&text))
}

/// Reads a raw statement as it stands: UTF-8 without its byte-order mark, nothing cleaned, and no
/// checksum taken.
///
/// # Errors
/// As [`open`].
pub fn open_as_is(raw: Raw) -> Result<Opened, Box<Refused>> {
    open_with(raw, None, |text| Cleaned { text, changes: Vec::new() })
}

fn open_with(
    raw: Raw,
    checksum: Option<fn(&InputFile, &[u8]) -> Checksum>,
    clean: fn(String) -> Cleaned,
) -> Result<Opened, Box<Refused>> {
    let (text, checksum) = match raw.content {
        Content::Text(text) => (text, None),
        Content::File(file) => {
            let bytes = file.read().map_err(|diagnostic| Refused::new(diagnostic, None))?;
            let checksum = checksum.map(|of| of(&file, &bytes));
            let text = text_file::decode(&bytes, &raw.place)
                .map_err(|diagnostic| Refused::new(diagnostic, checksum.clone()))?;
            (text, checksum)
        }
    };
    let Cleaned { text, changes } = clean(text);
    if !text.contains(char::is_alphanumeric) {
        let diagnostic = Diagnostic::reject(raw.place, "there are no words in it")
            .remedy("Save the text of the statement into it, or take it out of the input");
        return Err(Refused::new(diagnostic, checksum));
    }
    let note = |(line, change): (u64, String)| {
        let place =
            if raw.place.line.is_some() { raw.place.clone() } else { raw.place.clone().at_line(line) };
        Diagnostic::note(place, change)
    };
    let notes = changes.into_iter().map(note).collect();
    let statement = Statement { id: raw.id, source: raw.place.file.clone(), metadata: raw.metadata, text };
    Ok(Opened { statement, notes, checksum })
}

impl Checksum {
    fn of(file: &InputFile, bytes: &[u8]) -> Self {
        Checksum { file: Arc::clone(&file.path), hash: blake3::hash(bytes) }
    }
}
