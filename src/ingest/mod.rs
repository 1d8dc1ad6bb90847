//! From files to statements. Nothing else opens statements.
//!
//! Owns finding the files of an input, their formats (one file a format), encodings, cleaning, and the ids
//! of statements. What cannot be read is a diagnostic, never a lost statement.

mod archive;
mod clean;
mod dates;
mod document;
mod encoding;
mod file_name;
mod find;
mod html;
mod hyphen;
mod markdown;
mod office;
mod paragraphs;
mod rows;
mod rtf;
mod sniff;
mod speakers;
mod tabular;
mod text_file;

pub use clean::{Cleaned, clean};
pub use find::{InputFile, find, find_again, nothing_found};
pub use speakers::{Expected, SpeakersList};

use crate::error::{Diagnostic, Place};
use crate::statement::{Metadata, Statement};
use crate::study::Input;
use document::Document;
use encoding::{Decoded, decode};
use find::Format;
use rows::Rows;
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
        Err(diagnostic) => Contents::refused(diagnostic),
        Ok(bytes) => {
            let checksum = Some(Checksum::of(file, &bytes));
            Contents { checksum, ..read_bytes(&bytes, file, settings) }
        }
    }
}

/// Reads a file as it stands: a text file is one statement, whatever it holds, and no checksum is taken.
pub fn read_as_is(file: &InputFile, settings: &Input) -> Contents {
    match file.read() {
        Err(diagnostic) => Contents::refused(diagnostic),
        Ok(bytes) => read_bytes(&bytes, file, settings),
    }
}

fn read_bytes(bytes: &[u8], file: &InputFile, settings: &Input) -> Contents {
    let place = Place::file(&file.path);
    if bytes.is_empty() {
        return Contents::refused(
            Diagnostic::reject(place, "the file is empty").remedy("Save the statement into it again"),
        );
    }
    match Format::of(file, bytes) {
        Format::Docx => of_document(office::docx(bytes, &place), file),
        Format::Odt => of_document(office::odt(bytes, &place), file),
        Format::Rtf => of_document(rtf::read(bytes, &place), file),
        Format::Xlsx => of_rows(file, settings, |rows| office::xlsx(bytes, rows)),
        Format::Ods => of_rows(file, settings, |rows| office::ods(bytes, rows)),
        Format::Gzip => unpacked(bytes, file, settings),
        Format::Zip => Contents::refused(archive::refuse(&place, bytes)),
        Format::Unread(kind) => Contents::refused(
            Diagnostic::reject(place, format!("this is {kind}, which is not read"))
                .remedy("Unpack it, or open it and save it as .docx, .xlsx or plain text"),
        ),
        format => read_text(bytes, format, file, settings),
    }
}

/// Reads a file whose bytes are text in some encoding.
fn read_text(bytes: &[u8], format: Format, file: &InputFile, settings: &Input) -> Contents {
    let place = Place::file(&file.path);
    let declared = if format == Format::Html { html::declared(bytes) } else { None };
    let Decoded { text, note } = match decode(bytes, &place, declared) {
        Ok(decoded) => decoded,
        Err(refused) => return Contents::refused(refused),
    };
    let mut contents = match format {
        Format::Comma => of_rows(file, settings, |rows| tabular::separated(&text, None, rows)),
        Format::Tab => of_rows(file, settings, |rows| tabular::separated(&text, Some(b'\t'), rows)),
        Format::JsonLines => of_rows(file, settings, |rows| tabular::json_lines(&text, rows)),
        Format::Html => of_document(Ok(html::read(&text)), file),
        Format::Markdown => of_document(Ok(markdown::read(&text, &place)), file),
        _ => text_file::read(&text, file),
    };
    contents.diagnostics.extend(note);
    contents
}

/// Reads a `.gz` as the file that is packed in it.
fn unpacked(bytes: &[u8], file: &InputFile, settings: &Input) -> Contents {
    let place = Place::file(&file.path);
    match archive::gunzip(bytes, &place) {
        Err(refused) => Contents::refused(refused),
        Ok(bytes) if matches!(Format::of(file, &bytes), Format::Gzip | Format::Zip) => Contents::refused(
            Diagnostic::reject(place, "this is an archive inside another").remedy("Unpack it"),
        ),
        Ok(bytes) => read_bytes(&bytes, file, settings),
    }
}

fn of_rows<'f>(file: &'f InputFile, settings: &'f Input, read: impl FnOnce(&mut Rows<'f>)) -> Contents {
    let mut rows = Rows::new(file, settings);
    read(&mut rows);
    rows.finish()
}

/// The statements of a document, or why there are none.
fn of_document(document: Result<Document, Diagnostic>, file: &InputFile) -> Contents {
    match document {
        Err(refused) => Contents::refused(refused),
        Ok(mut document) => {
            let metadata = file_name::complete(std::mem::take(&mut document.metadata), file);
            document.statement(file, metadata)
        }
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
    let metadata = Metadata { date: dates::iso(&raw.metadata.date), ..raw.metadata };
    let statement = Statement { id: raw.id, source: raw.place.file.clone(), metadata, text };
    Ok(Opened { statement, notes })
}

impl Contents {
    /// Nothing but the reason why.
    fn refused(why: Diagnostic) -> Self {
        Contents { diagnostics: vec![why], ..Contents::default() }
    }
}

impl Checksum {
    fn of(file: &InputFile, bytes: &[u8]) -> Self {
        Checksum { file: Arc::clone(&file.path), hash: blake3::hash(bytes) }
    }
}
