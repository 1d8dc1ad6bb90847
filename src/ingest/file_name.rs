//! What the name of a file says of its statement: `ISO3_SESSION_YEAR` gives actor, meeting and year.

use super::InputFile;
use crate::statement::Metadata;

/// What a file's name says: `MEX_61_2006` is Mexico's statement in session 61 of 2006.
pub(super) fn metadata(file: &InputFile) -> Metadata {
    of_stem(&file.stem())
}

/// What a document says of itself, completed by the name of its file.
pub(super) fn complete(known: Metadata, file: &InputFile) -> Metadata {
    let named = metadata(file);
    let or = |said: String, named: String| if said.is_empty() { named } else { said };
    Metadata {
        iso3: or(known.iso3, named.iso3),
        meeting: or(known.meeting, named.meeting),
        date: or(known.date, named.date),
        ..known
    }
}

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
    fn a_document_knows_better_than_the_name_of_its_file() {
        let mut file = InputFile::standard_input(Vec::new());
        file.path = std::path::Path::new("x/MEX_61_2006.docx").into();
        let known = complete(Metadata { date: "2006-09-14".into(), ..Metadata::default() }, &file);
        assert_eq!((known.iso3.as_str(), known.date.as_str()), ("MEX", "2006-09-14"));
    }
}
