//! The masthead of a record: body, session, meeting, symbol and date.

use crate::actors::Date;
use crate::ingest::dates::iso;
use crate::ingest::document::Paragraph;
use crate::statement::Metadata;
use regex::Regex;
use std::sync::LazyLock;

static SYMBOL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b([AES])/(?:[A-Z]+[-.]?\d*/|(?:ES-|S-)?\d+/)*PV\s?\.\s?\d+").ok());

/// `13 September 2007` or `Sept. 13, 2007`.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:\d{1,2}\s+\p{L}{3,9}\.?,?\s+\d{4}|\p{L}{3,9}\.?\s+\d{1,2},\s+\d{4})\b").ok()
});

static MEETING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(\d+)\s*(?:st|nd|rd|th)\s+((?:plenary\s+|closed\s+|special\s+)?meeting)").ok()
});

static SESSION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b([a-z]+(?:-[a-z]+)?)\s+((?:emergency\s+)?(?:special\s+)?session)\b").ok()
});

/// What the paragraphs before the first turn, and the furniture of pages, say of a meeting.
pub(super) fn masthead(paragraphs: &[Paragraph], furniture: &[String]) -> Metadata {
    let text = paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>().join("\n");
    let symbol_in = |text| SYMBOL.as_ref().and_then(|pattern| pattern.captures(text));
    let symbol = symbol_in(&text).or_else(|| furniture.iter().find_map(|line| symbol_in(line)));
    let body = match symbol.as_ref().and_then(|symbol| symbol.get(1)).map(|letter| letter.as_str()) {
        Some("A") => "General Assembly",
        Some("S") => "Security Council",
        Some("E") => "Economic and Social Council",
        _ if text.to_lowercase().contains("security council") => "Security Council",
        _ if text.to_lowercase().contains("general assembly") => "General Assembly",
        _ => "",
    };
    let session = SESSION.as_ref().and_then(|pattern| pattern.captures(&text));
    let session = session
        .map_or(String::new(), |found| format!("{} {}", found[1].to_lowercase(), found[2].to_lowercase()));
    let meeting = MEETING.as_ref().and_then(|pattern| pattern.captures(&text));
    let meeting = meeting.map_or(String::new(), |found| {
        format!("{}{} {}", &found[1], ordinal(&found[1]), found[2].to_lowercase())
    });
    let date = date_in(&text);
    let parts = [body, session.as_str(), meeting.as_str()];
    let named = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let heading =
        paragraphs.iter().find(|paragraph| paragraph.is_heading).map(|paragraph| paragraph.text.clone());
    Metadata {
        meeting: if meeting.is_empty() { heading.unwrap_or(named) } else { named },
        document_symbol: symbol.map_or(String::new(), |found| found[0].replace(' ', "")),
        date: date.unwrap_or_default(),
        ..Metadata::default()
    }
}

/// The first date in a text, as `YYYY-MM-DD`.
pub(super) fn date_in(text: &str) -> Option<String> {
    let found = DATE.as_ref()?.find_iter(text).map(|found| iso(found.as_str()));
    found.into_iter().find(|date| Date::first(date).is_some())
}

fn ordinal(number: &str) -> &'static str {
    let n: u32 = number.parse().unwrap_or(0);
    match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mastheads_of_two_bodies() {
        let read = |text: &str| {
            let known = masthead(&[Paragraph::plain(text)], &[]);
            (known.document_symbol, known.meeting, known.date)
        };
        let expected =
            ("A/61/PV.107", "General Assembly, sixty-first session, 107th plenary meeting", "2007-09-13");
        let found = read(
            "General Assembly Sixty-first session 107th plenary meeting Thursday, 13 September 2007, 10 a.m. A/61/PV.107",
        );
        assert_eq!((found.0.as_str(), found.1.as_str(), found.2.as_str()), expected);
        let found = read(
            "S/PV. 8422 Provisional Security Council Seventy-third year 8422 nd meeting Thursday, 13 December 2018",
        );
        assert_eq!(
            (found.0.as_str(), found.1.as_str(), found.2.as_str()),
            ("S/PV.8422", "Security Council, 8422nd meeting", "2018-12-13")
        );
    }
}
