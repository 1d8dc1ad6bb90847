//! Dates as people write them, as `YYYY-MM-DD`.
//!
//! Owns what is sure: a date whose day and month could be exchanged (`05/06/2025`) stays as it is
//! written, and so does all that is no date. The names of months are data (`data/text/dates.txt`).

use regex::{Captures, Regex};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The number of a month by its name; 0 for words that say nothing of the month.
static WORDS: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    let lines = include_str!("../../data/text/dates.txt").lines().filter(|line| !line.starts_with('#'));
    let of_line = |line: &'static str| {
        let (number, words) = line.split_once(' ')?;
        let number: u32 = number.parse().ok()?;
        Some(words.split_whitespace().map(move |word| (word, number)))
    };
    lines.filter_map(of_line).flatten().collect()
});

const TIME: &str =
    r"(?:[T ]\s*\d{1,2}(?::\d{2}){0,2}(?:\.\d+)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?$";

/// `2025-09-16`, `2025/9/16`, `2025-09`, each with or without a time.
static YEAR_FIRST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^(\d{{4}})[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}))?{TIME}")).ok());

/// `20250916`.
static COMPACT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^((?:19|20)\d{2})(\d{2})(\d{2})$").ok());

/// `16/09/2025`, `09-16-2025`, each with or without a time.
static YEAR_LAST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){TIME}")).ok());

/// The date of a text as `YYYY-MM-DD` or `YYYY-MM`; the text itself where it is not surely one.
pub(super) fn iso(text: &str) -> String {
    let text = text.trim();
    let known = year_first(text).or_else(|| year_last(text)).or_else(|| with_name(text));
    known.unwrap_or_else(|| text.to_string())
}

fn captures<'t>(pattern: &LazyLock<Option<Regex>>, text: &'t str) -> Option<Captures<'t>> {
    pattern.as_ref()?.captures(text)
}

fn number(found: &Captures, group: usize) -> Option<u32> {
    found.get(group)?.as_str().parse().ok()
}

fn year_first(text: &str) -> Option<String> {
    let found = captures(&YEAR_FIRST, text).or_else(|| captures(&COMPACT, text))?;
    written(number(&found, 1)?, number(&found, 2)?, number(&found, 3))
}

fn year_last(text: &str) -> Option<String> {
    let found = captures(&YEAR_LAST, text)?;
    let (first, second, year) = (number(&found, 1)?, number(&found, 2)?, number(&found, 3)?);
    match (first, second) {
        _ if first == second => written(year, first, Some(second)),
        (13.., ..=12) => written(year, second, Some(first)),
        (..=12, 13..) => written(year, first, Some(second)),
        _ => None,
    }
}

/// `16 September 2025`, `Sep 16, 2025`, `Tuesday, 16th of September 2025`, `September 2025`.
fn with_name(text: &str) -> Option<String> {
    let (mut year, mut month, mut day) = (None, None, None);
    let separators = |c: char| c.is_whitespace() || ",-/()".contains(c);
    for word in text.split(separators).filter(|word| !word.is_empty() && !word.contains(':')) {
        let lower = word.to_lowercase();
        let lower = lower.trim_end_matches('.');
        let (digits, ending) =
            lower.split_at(lower.find(|c: char| !c.is_ascii_digit()).unwrap_or(lower.len()));
        let slot = match (digits, WORDS.get(lower)) {
            ("", Some(0)) => continue,
            ("", Some(&number)) => (&mut month, number),
            ("", None) => return None,
            (digits, _) if digits.len() == 4 && ending.is_empty() => (&mut year, digits.parse().ok()?),
            (digits, _) if digits.len() <= 2 && ["", "st", "nd", "rd", "th", "er", "º"].contains(&ending) => {
                (&mut day, digits.parse().ok()?)
            }
            _ => return None,
        };
        if slot.0.replace(slot.1).is_some() {
            return None;
        }
    }
    written(year?, month?, day)
}

/// The date, if there is such a day.
fn written(year: u32, month: u32, day: Option<u32>) -> Option<String> {
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    match day {
        None => Some(format!("{year:04}-{month:02}")),
        Some(day) if (1..=days).contains(&day) => Some(format!("{year:04}-{month:02}-{day:02}")),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_dates_are_iso_and_others_stay() {
        for (text, expected) in [
            ("Sep 16, 2025", "2025-09-16"),
            ("16 September 2025", "2025-09-16"),
            ("Tuesday, 16th of Sept. 2025, 10:00 a.m.", "2025-09-16"),
            ("1er août 2006", "2006-08-01"),
            ("16 de septiembre de 2025", "2025-09-16"),
            ("16-Sep-2025", "2025-09-16"),
            ("September 2025", "2025-09"),
            ("2025-09-16T00:00", "2025-09-16"),
            ("2025-09-16T10:30:00.5+02:00", "2025-09-16"),
            ("2025/9/6 00:00:00", "2025-09-06"),
            ("20250916", "2025-09-16"),
            ("16/09/2025", "2025-09-16"),
            ("09/16/2025 3:00 PM", "2025-09-16"),
            ("5.5.2025", "2025-05-05"),
            ("05/06/2025", "05/06/2025"),
            ("2006", "2006"),
            ("2006-09", "2006-09"),
            ("2006-2010", "2006-2010"),
            ("31/02/2025", "31/02/2025"),
            ("14 to 15 September 2006", "14 to 15 September 2006"),
            ("Session 5", "Session 5"),
            ("in the March of 2006 and May", "in the March of 2006 and May"),
            ("", ""),
        ] {
            assert_eq!(iso(text), expected, "{text}");
        }
    }
}
