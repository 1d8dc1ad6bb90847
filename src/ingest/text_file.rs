//! Plain text files, one statement each; `ISO3_SESSION_YEAR.txt` gives actor, meeting and year.

use super::{InputFile, Raw};
use crate::error::{Diagnostic, Place};
use crate::statement::Metadata;

/// Reads a file that is one statement.
pub(super) fn read(bytes: &[u8], file: &InputFile) -> Result<Raw, Diagnostic> {
    let place = Place::file(&file.path);
    let text = decode(bytes, &place)?;
    Ok(Raw { id: file.id.to_string(), place, metadata: metadata(file), text, is_cleaned: false })
}

/// What a file's name says.
pub(super) fn metadata(file: &InputFile) -> Metadata {
    of_stem(file.id.rsplit('/').next().unwrap_or_default())
}

/// `MEX_61_2006` is Mexico's statement in session 61 of 2006.
fn of_stem(stem: &str) -> Metadata {
    let parts: Vec<&str> = stem.split('_').collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [actor, session, year] if is_number(session) && is_number(year) && year.len() == 4 => Metadata {
            iso3: actor.to_string(),
            meeting: session.to_string(),
            date: year.to_string(),
            ..Metadata::default()
        },
        _ => Metadata::default(),
    }
}

/// UTF-8 text, with or without a byte-order mark.
fn decode(bytes: &[u8], place: &Place) -> Result<String, Diagnostic> {
    if bytes.is_empty() {
        return Err(
            Diagnostic::reject(place.clone(), "the file is empty").remedy("Save the statement into it again")
        );
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text.into()),
        Ok(_) => Err(Diagnostic::reject(place.clone(), "this is not a text file: it holds zero bytes")
            .remedy("Save the statement as plain text in UTF-8")),
        Err(fault) => {
            let line = bytes[..fault.valid_up_to()].iter().filter(|b| **b == b'\n').count() as u64 + 1;
            Err(Diagnostic::reject(place.clone().at_line(line), "this is not UTF-8 text").remedy(
                "Save it as plain text in UTF-8 (in Word: Save as, Plain text, Encoding Unicode UTF-8)",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_give_actor_session_and_year() {
        let known = of_stem("EU_66_2011");
        assert_eq!((known.iso3.as_str(), known.meeting.as_str(), known.date.as_str()), ("EU", "66", "2011"));
        assert_eq!(of_stem("notes_on_1951"), Metadata::default());
    }

    #[test]
    fn what_is_not_text_is_refused_with_the_line() {
        let place = Place::file("x.txt");
        assert_eq!(decode(b"\xEF\xBB\xBFabc", &place).unwrap(), "abc");
        assert_eq!(decode(b"a\nb\xFF", &place).unwrap_err().place.line, Some(2));
        assert!(decode(b"", &place).unwrap_err().found.contains("empty"));
        assert!(decode(b"\0\0", &place).is_err());
    }
}
