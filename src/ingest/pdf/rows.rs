//! Words to rows across the page, and the furniture among them: what stands at the head or foot of
//! page after page, page numbers, job numbers and symbols.

use super::page::{Page, Word};
use crate::ingest::clean::is_furniture;
use std::collections::BTreeMap;

/// How far, as a share of the size, the baselines of one row may differ.
const SAME_ROW: f64 = 0.4;

/// How far from the upper or lower edge, as a share of the page, furniture stands.
const EDGE: f64 = 0.14;

/// How far, in points, what repeats may be shifted from page to page.
const SHIFT: f64 = 6.0;

/// Words of one baseline, from left to right, across the whole page.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// The words; never empty.
    pub words: Vec<Word>,
    /// The line on which the largest of them stands.
    pub baseline: f64,
    /// The size of that word.
    pub size: f64,
}

impl Row {
    /// Its words with a space between.
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// The rows of a page from top to bottom.
pub(super) fn rows(page: &Page) -> Vec<Row> {
    let mut words = page.words.clone();
    words.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<Row> = Vec::new();
    for word in words {
        match rows.last_mut().filter(|row| is_same_row(row, &word)) {
            Some(row) => {
                if word.size > row.size {
                    (row.baseline, row.size) = (word.baseline, word.size);
                }
                row.words.push(word);
            }
            None => rows.push(Row { baseline: word.baseline, size: word.size, words: vec![word] }),
        }
    }
    rows.iter_mut().for_each(|row| row.words.sort_by(|a, b| a.left.total_cmp(&b.left)));
    rows
}

/// Whether a word that stands lower is of the row all the same; the mark of a footnote stands higher than
/// its line, and by as much.
fn is_same_row(row: &Row, word: &Word) -> bool {
    let (step, small, large) =
        (word.baseline - row.baseline, row.size.min(word.size), row.size.max(word.size));
    step < SAME_ROW * if small < 0.75 * large { large } else { small }
}

/// Takes the furniture out of the pages; gives each row taken with the number of its page from 0.
pub(super) fn remove_furniture(pages: &[Page], rows: &mut [Vec<Row>]) -> Vec<(usize, String)> {
    let mut seen: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
    for (number, (page, rows)) in pages.iter().zip(rows.iter()).enumerate() {
        for row in rows.iter().filter(|row| is_at_edge(row, page)) {
            seen.entry(key(&row.text())).or_default().push((number, row.baseline));
        }
    }
    let needed = (pages.len() / 4).max(2);
    let mut removed = Vec::new();
    for (number, (page, rows)) in pages.iter().zip(rows.iter_mut()).enumerate() {
        rows.retain(|row| {
            let text = row.text();
            let repeats = || {
                let near = |(_, baseline): &&(usize, f64)| (baseline - row.baseline).abs() < SHIFT;
                seen.get(&key(&text)).is_some_and(|places| places.iter().filter(near).count() >= needed)
            };
            let is_taken = is_at_edge(row, page) && (is_furniture(&text) || repeats());
            if is_taken {
                removed.push((number, text));
            }
            !is_taken
        });
    }
    removed
}

fn is_at_edge(row: &Row, page: &Page) -> bool {
    row.baseline < EDGE * page.height || row.baseline > (1.0 - EDGE) * page.height
}

/// What repeats from page to page: letters in lower case, each number as one sign, no spaces.
fn key(text: &str) -> String {
    let mut key = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c.is_numeric() {
            true if key.ends_with('#') => {}
            true => key.push('#'),
            false => key.extend(c.to_lowercase()),
        }
    }
    key
}
