//! Rows to lines in reading order: one column or two, and what runs across both.

use super::page::Word;
use super::rows::Row;

/// The least gap between columns, as a share of the size of type.
const GUTTER: f64 = 0.9;

/// The least number of rows in each of two columns.
const LEAST_ROWS: usize = 4;

/// The largest share of rows that may run across the gap between two columns.
const MOST_ACROSS: f64 = 0.4;

/// A line of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    /// The page, from 0.
    pub page: usize,
    /// The column or block on that page, in reading order.
    pub block: usize,
    /// Its words, in reading order.
    pub words: Vec<Word>,
    /// The line on which it stands.
    pub baseline: f64,
    /// The size of its type.
    pub size: f64,
}

impl Line {
    /// Its left end.
    pub fn left(&self) -> f64 {
        self.words.iter().map(|word| word.left).fold(f64::INFINITY, f64::min)
    }

    /// Its right end.
    pub fn right(&self) -> f64 {
        self.words.iter().map(|word| word.right).fold(f64::NEG_INFINITY, f64::max)
    }
}

/// Where a row stands towards the gap between columns.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Across,
    Parted,
}

/// The lines of a page in reading order.
pub(super) fn lines(page: usize, width: f64, rows: Vec<Row>) -> Vec<Line> {
    let Some(gap) = gutter(&rows, width) else {
        return rows.into_iter().filter_map(|row| line(page, 0, row.words)).collect();
    };
    let mut lines = Vec::new();
    let mut block = 0;
    let mut waiting: Vec<Line> = Vec::new();
    let mut before = None;
    for row in rows {
        let side = side(&row, gap);
        if before.replace(side) != Some(side) {
            lines.append(&mut waiting);
            block += 2;
        }
        match side {
            Side::Across => lines.extend(line(page, block, row.words)),
            Side::Parted => {
                let (left, right) = row.words.into_iter().partition(|word| word.right <= gap);
                lines.extend(line(page, block, left));
                waiting.extend(line(page, block + 1, right));
            }
        }
    }
    lines.append(&mut waiting);
    lines
}

fn line(page: usize, block: usize, mut words: Vec<Word>) -> Option<Line> {
    let size = words.iter().map(|word| word.size).fold(0.0, f64::max);
    let baseline = words.iter().find(|word| word.size == size)?.baseline;
    let n_from_right = words.iter().filter(|word| word.text.chars().any(is_from_right)).count();
    if n_from_right * 2 > words.len() {
        words.reverse();
    }
    Some(Line { page, block, words, baseline, size })
}

/// Whether a character is of a script written from right to left (Hebrew, Arabic and their forms).
pub(super) fn is_from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
}

/// The middle of the gap between two columns; none where the page has one.
fn gutter(rows: &[Row], width: f64) -> Option<f64> {
    let places: Vec<f64> =
        (0..).map(|n| 0.3 * width + f64::from(n)).take_while(|x| *x < 0.7 * width).collect();
    let across: Vec<usize> =
        places.iter().map(|x| rows.iter().filter(|row| side(row, *x) == Side::Across).count()).collect();
    let is_two = |x: f64| {
        let parted = || rows.iter().filter(move |row| side(row, x) == Side::Parted);
        let n_left = parted().filter(|row| row.words[0].right <= x).count();
        let n_right = parted().filter(|row| row.words.last().is_some_and(|word| word.left >= x)).count();
        n_left >= LEAST_ROWS && n_right >= LEAST_ROWS
    };
    let fewest = places.iter().zip(&across).filter(|(x, _)| is_two(**x)).map(|(_, n)| *n).min()?;
    if fewest as f64 > MOST_ACROSS * rows.len() as f64 {
        return None;
    }
    let best: Vec<f64> =
        places.iter().zip(&across).filter(|(x, n)| **n == fewest && is_two(**x)).map(|(x, _)| *x).collect();
    best.get(best.len() / 2).copied()
}

/// A row is parted where no word stands in the gap, and words on both sides keep a distance.
fn side(row: &Row, x: f64) -> Side {
    let covers = row.words.iter().any(|word| word.left < x && word.right > x);
    let left = row
        .words
        .iter()
        .filter(|word| word.right <= x)
        .map(|word| word.right)
        .fold(f64::NEG_INFINITY, f64::max);
    let right =
        row.words.iter().filter(|word| word.left >= x).map(|word| word.left).fold(f64::INFINITY, f64::min);
    if covers || right - left < GUTTER * row.size { Side::Across } else { Side::Parted }
}
