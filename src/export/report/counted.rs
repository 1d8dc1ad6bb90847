//! What a row of a comparison says: a count with its share, a difference in points, the tests in one line.

use super::names::Names;
use super::tables::Row;
use crate::export::labels::{groups_in_words, in_words};
use crate::export::numbers::{bound, percent, points, printed};

/// The columns whose numbers a reader sees; `difference` and shares have their own places.
pub const TESTS: [&str; 8] =
    ["u", "p", "p_holm", "p_blocs", "cramers_v", "cliffs_delta", "smallest_margin", "power"];

/// What is counted, in words.
pub fn label(row: &Row) -> String {
    bound(&row.text("label"))
}

/// A value or a depth in words: the label of a value where it has one.
pub fn called(row: &Row, part: &str) -> String {
    let own = row.text(part);
    match part == "value" && !row.text("label").is_empty() {
        true => label(row),
        false => in_words(&own),
    }
}

/// A group in words; empty for all.
pub fn group(row: &Row) -> String {
    let group = row.text("group");
    if group == "all" { String::new() } else { in_words(&group) }
}

/// "destination: 3 of 16 (19 %)" with what else is counted; none of a row that is no count.
pub fn count(row: &Row) -> Option<String> {
    let n = row.text("n");
    if n.is_empty() {
        return None;
    }
    let group = group(row);
    let before = if group.is_empty() { group } else { format!("{group}: ") };
    let counted = format!("{n} of {}{}", row.text("denominator"), share(row));
    let mut said = format!("{before}{}", counted.replace(' ', "\u{a0}"));
    let sentences = row.text("sentences");
    if !sentences.is_empty() && sentences != "0" {
        let of_all = row.number("sentence_share").map(percent).unwrap_or_default();
        said.push_str(&format!("; sentences: {sentences} ({of_all})"));
    }
    Some(bound(&said))
}

/// A count in a column of its group.
pub fn n_and_share(row: &Row) -> String {
    row.text("n") + &share(row)
}

/// The share in brackets, with its interval and the corrected one where they are known; nothing where a count is 0 and
/// certain.
fn share(row: &Row) -> String {
    let known = |column: &str| row.number(column).map(percent);
    let interval = known("share_low").zip(known("share_high"));
    let interval = interval.map(|(low, high)| format!("{low} to {high}"));
    match (known("share"), known("share_corrected"), interval) {
        (Some(share), Some(corrected), Some(interval)) => {
            format!(" ({share}; corrected {corrected}, {interval})")
        }
        (Some(share), None, Some(interval)) => format!(" ({share}, {interval})"),
        (Some(share), ..) if row.text("n") != "0" => format!(" ({share})"),
        _ => String::new(),
    }
}

/// "source less destination\n−19 (−43 to −0.4)"
pub fn difference(row: &Row) -> String {
    format!("{}\n{}", groups_in_words(&row.text("group")), points_with_bounds(row, "difference"))
}

pub fn points_with_bounds(row: &Row, column: &str) -> String {
    let said = |end: &str| row.number(&format!("{column}{end}")).map(points).unwrap_or_default();
    bound(&format!("{} ({} to {})", said(""), said("_low"), said("_high")))
}

pub fn number(row: &Row, column: &str) -> String {
    let text = row.cell(column).map(|cell| printed(column, cell)).unwrap_or_default();
    // Of ranks there are halves, and no smaller parts.
    match column == "u" {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text,
    }
}

/// The tests of a row in one line.
pub fn tests(row: &Row, names: &Names) -> String {
    let value = |column: &&str| {
        let number = number(row, column);
        if number.is_empty() {
            return None;
        }
        let bounds = match *column {
            "cliffs_delta" => {
                format!(" ({} to {})", self::number(row, "delta_low"), self::number(row, "delta_high"))
            }
            _ => String::new(),
        };
        Some(format!("{} {number}{bounds}", names.head(column)))
    };
    let said: Vec<String> = TESTS.iter().filter_map(value).collect();
    let about = match row.text("label") {
        label if label.is_empty() || label.starts_with('(') => String::new(),
        label => format!("{label}, "),
    };
    bound(&format!("{about}{}: {}.", groups_in_words(&row.text("group")), said.join("; ")))
}
