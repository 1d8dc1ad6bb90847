//! What the name of a file says of its statement: `ISO3_SESSION_YEAR` gives actor, meeting and year,
//! `GA79_by_ru` the actor.

use super::InputFile;
use crate::statement::Metadata;
use crate::study::built_in;

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
        // As the United Nations names the statements of the General Debate: `GA79_by_ru`.
        [series, actor, language]
            if series.ends_with(|c: char| c.is_ascii_digit()) && LANGUAGES.contains(language) =>
        {
            Metadata { iso3: three_letters(actor).unwrap_or_default(), ..Metadata::default() }
        }
        _ => Metadata::default(),
    }
}

/// The six official languages.
const LANGUAGES: [&str; 6] = ["ar", "en", "es", "fr", "ru", "zh"];

/// The three letters of a state by its two, both of ISO 3166-1.
fn three_letters(code: &str) -> Option<String> {
    let bytes = built_in("data/actors/actors.csv").ok()?;
    let mut table = csv::Reader::from_reader(bytes);
    let headers = table.headers().ok()?.clone();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let (two, three) = (column("iso2")?, column("iso3")?);
    let is_it = |row: &csv::StringRecord| row.get(two).is_some_and(|known| known.eq_ignore_ascii_case(code));
    let row = table.records().flatten().find(is_it)?;
    row.get(three).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_give_actor_session_and_year() {
        let known = of_stem("EU_66_2011");
        assert_eq!((known.iso3.as_str(), known.meeting.as_str(), known.date.as_str()), ("EU", "66", "2011"));
        assert_eq!(of_stem("notes_on_1951"), Metadata::default());
        assert_eq!((of_stem("GA79_by_ru").iso3, of_stem("notes_by_me").iso3), ("BLR".into(), String::new()));
    }

    #[test]
    fn a_document_knows_better_than_the_name_of_its_file() {
        let mut file = InputFile::standard_input(Vec::new());
        file.path = std::path::Path::new("x/MEX_61_2006.docx").into();
        let known = complete(Metadata { date: "2006-09-14".into(), ..Metadata::default() }, &file);
        assert_eq!((known.iso3.as_str(), known.date.as_str()), ("MEX", "2006-09-14"));
    }
}
