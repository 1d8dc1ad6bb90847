//! Press releases and summary records: each speaker's paragraphs, in the words of a reporter.
//!
//! A speaker's paragraphs begin with the name in capitals and the state in parentheses, or the office:
//! `ANNA MORO (Kenya), speaking for the African Group, said …`, `ANNA MORO, Minister of Kenya, said …`.

use super::masthead::date_in;
use super::{masthead_note, stage};
use crate::error::{Diagnostic, Place};
use crate::ingest::document::Document;
use crate::ingest::{Contents, InputFile, Raw};
use crate::statement::{Metadata, TextKind};
use regex::Regex;
use std::sync::LazyLock;

/// The least speakers of a press release.
const LEAST_SPEAKERS: usize = 3;

/// What reporters say that a speaker did.
const SAID: &str = "said|stressed|noted|recalled|emphasized|emphasised|underlined|expressed|welcomed|stated|called|pointed|drew|reaffirmed|affirmed|thanked|urged|reported|observed|declared|highlighted|outlined|described|explained|warned|added|associated|aligned|asked|hoped|believed|agreed|supported|spoke|told|introduced|presented|announced|cited|referred|reiterated|underscored|voiced|commended|paid|opened|quoted|spelled|addressed";

static SPEAKER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?((?:[\p{{Lu}}][\p{{Lu}}’'‘.\-]*(?:[ -](?:[\p{{Lu}}][\p{{Lu}}’'‘.\-]*|de|da|del|la|el|al|bin|bint|van|von|der|dos|y|Mc[\p{{Lu}}]+))*))\s*(?:\(([^()]{{3,80}})\)|,\s*([^(),]{{3,140}})(?:\(([^()]{{3,80}})\))?)\s*,?\s*(.{{0,220}}?)\b(?:{SAID})\b"
    ))
    .ok()
});

static OFFICE_OF: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:of|for|from) (?:the )?([\p{Lu}][^,;:]{2,60})").ok());

/// Who speaks, as a paragraph of a press release says.
#[derive(Default)]
struct Speaker {
    name: String,
    office: String,
    actor: String,
}

/// The statements of a press release; none where the document is none.
pub(super) fn split(document: &Document, file: &InputFile) -> Option<Contents> {
    let speakers: Vec<Option<Speaker>> =
        document.paragraphs.iter().map(|paragraph| speaker(&paragraph.text)).collect();
    if speakers.iter().flatten().count() < LEAST_SPEAKERS {
        return None;
    }
    let first = speakers.iter().position(Option::is_some)?;
    let head: Vec<&str> =
        document.paragraphs[..first].iter().map(|paragraph| paragraph.text.as_str()).collect();
    let known = Metadata { date: first_date(document, &head), ..document.metadata.clone() };
    let mut turns: Vec<(Speaker, Vec<String>)> = Vec::new();
    for (paragraph, speaker) in document.paragraphs.iter().zip(speakers) {
        if let Some(speaker) = speaker {
            turns.push((speaker, Vec::new()));
        } else if paragraph.is_heading {
            // What stands under a heading is no one's until the next speaker.
            turns.push((Speaker::default(), Vec::new()));
            continue;
        }
        if let Some((_, texts)) = turns.last_mut() {
            texts.push(paragraph.text.clone());
        }
    }
    let (turns, of_no_one): (Vec<_>, Vec<_>) =
        turns.into_iter().partition(|(speaker, _)| !speaker.name.is_empty());
    let place = Place::file(&file.path);
    let under_headings = of_no_one.iter().flat_map(|(_, texts)| texts).map(|text| {
        let begin: String = text.chars().take(60).collect();
        Diagnostic::note(place.clone(), format!("left out `{begin}` under a heading, which is no speaker's"))
    });
    let diagnostics = masthead_note(&document.paragraphs[..first], &place).into_iter().chain(under_headings);
    let diagnostics = diagnostics.collect();
    let raw = (1..).zip(turns).map(|(number, turn)| raw(number, turn, file, &known)).collect();
    Some(Contents { raw, diagnostics, ..Contents::default() })
}

fn raw(number: usize, (speaker, texts): (Speaker, Vec<String>), file: &InputFile, known: &Metadata) -> Raw {
    let text = texts.join("\n\n");
    let metadata = Metadata {
        actor: speaker.actor,
        speaker: speaker.name,
        speaker_title: speaker.office,
        on_behalf_of: stage::on_behalf_of(&text),
        speaking_order: number.to_string(),
        text_kind: TextKind::Summary,
        ..known.clone()
    };
    Raw {
        id: format!("{}#{number}", file.id),
        place: Place::file(&file.path),
        metadata,
        text,
        is_cleaned: true,
    }
}

/// Whether a paragraph begins with a speaker.
pub(super) fn begins(text: &str) -> bool {
    speaker(text).is_some()
}

/// The speaker with whom a paragraph begins.
fn speaker(text: &str) -> Option<Speaker> {
    let found = SPEAKER.as_ref()?.captures(text)?;
    let name = found.get(1)?.as_str();
    let is_name = name.split([' ', '-']).any(|word| word.chars().filter(|c| c.is_uppercase()).count() > 1)
        && name.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let office = found.get(3).map_or("", |office| office.as_str()).trim().trim_end_matches(',');
    let stated = found.get(2).or(found.get(4)).map(|actor| actor.as_str());
    let rest = found.get(5).map_or("", |rest| rest.as_str());
    let titles = format!("{office}, {}", rest.split("speaking").next().unwrap_or_default());
    let titles = titles.split(" on behalf").next().unwrap_or_default();
    let by_office = || {
        OFFICE_OF
            .as_ref()?
            .captures_iter(titles)
            .last()?
            .get(1)
            .and_then(|actor| actor.as_str().rsplit(" of ").next())
    };
    let actor = stated.or_else(by_office).unwrap_or_default().trim();
    (is_name && !(actor.is_empty() && office.is_empty())).then(|| Speaker {
        name: name.into(),
        office: office.into(),
        actor: actor.into(),
    })
}

/// The date that the document gives, else the first in its head.
fn first_date(document: &Document, head: &[&str]) -> String {
    match document.metadata.date.is_empty() {
        true => date_in(&head.join("\n")).unwrap_or_default(),
        false => document.metadata.date.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::document::Paragraph;

    #[test]
    fn speakers_are_found_with_state_and_office() {
        for (text, expected) in [
            ("ANNA MORO (Kenya) said her country wished it.", Some(("ANNA MORO", "Kenya"))),
            (
                "ANNA DE LA MORO-PINT, Minister for Labour of Peru, speaking for the Group of 77, stressed it.",
                Some(("ANNA DE LA MORO-PINT", "Peru")),
            ),
            (
                "JOSÉ O’BRIEN, Deputy Director of the Ministry (Chad), said no.",
                Some(("JOSÉ O’BRIEN", "Chad")),
            ),
            ("The Assembly met this morning and said nothing.", None),
            ("UNITED NATIONS said the poster.", None),
        ] {
            let found = speaker(text);
            let found = found.as_ref().map(|found| (found.name.as_str(), found.actor.as_str()));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn paragraphs_belong_to_the_speaker_before() {
        let lines = [
            "14 September 2006",
            "ANNA MORO (Kenya) said one thing.",
            "She added another.",
            "PAUL ODUYA (Togo) said a third.",
            "MARIA SILVA (Peru) noted it.",
        ];
        let document = Document { paragraphs: lines.map(Paragraph::plain).into(), ..Document::default() };
        let read = split(&document, &InputFile::standard_input(Vec::new())).unwrap();
        let found: Vec<_> =
            read.raw.iter().map(|raw| (raw.metadata.actor.as_str(), raw.text.as_str())).collect();
        assert_eq!(found[0], ("Kenya", "ANNA MORO (Kenya) said one thing.\n\nShe added another."));
        assert_eq!((found.len(), read.raw[0].metadata.date.as_str()), (3, "2006-09-14"));
        assert_eq!(read.raw[0].metadata.text_kind, TextKind::Summary);
    }
}
