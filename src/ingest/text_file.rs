//! Plain text files, one statement each.

use super::{Contents, InputFile, Raw, file_name};
use crate::error::Place;

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
