//! Plain text files, one statement each, unless they are records.

use super::document::{Document, Paragraph};
use super::{Cleaned, Contents, InputFile, Raw, clean, file_name, turns};
use crate::error::{Diagnostic, Place};

/// Reads a file that is one statement.
pub(super) fn read(text: &str, file: &InputFile) -> Contents {
    let raw = Raw {
        id: file.id.to_string(),
        place: Place::file(&file.path),
        metadata: file_name::metadata(file),
        text: text.into(),
        is_cleaned: false,
    };
    Contents { raw: vec![raw], ..Contents::default() }
}

/// Parts a text file that is a record or a press release into the turns of its speakers.
pub(super) fn in_turns(contents: Contents, file: &InputFile) -> Contents {
    match contents.raw.as_slice() {
        [raw] if is_unnamed_text(raw) && turns::is_record(&raw.text) => {
            let Cleaned { text, changes } = clean(&raw.text);
            let note =
                |(line, change): (u64, String)| Diagnostic::note(raw.place.clone().at_line(line), change);
            let document = Document {
                paragraphs: text.split("\n\n").map(Paragraph::plain).collect(),
                metadata: raw.metadata.clone(),
                notes: contents.diagnostics.into_iter().chain(changes.into_iter().map(note)).collect(),
                ..Document::default()
            };
            turns::read(document, file)
        }
        _ => contents,
    }
}

/// Whether a statement is a whole text file whose name does not tell its speaker.
fn is_unnamed_text(raw: &Raw) -> bool {
    !raw.is_cleaned && raw.place.line.is_none() && raw.metadata.iso3.is_empty()
}
