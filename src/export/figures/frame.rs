//! What all figures share: title, notice and note around the drawing, and reading a table by its columns.

use super::svg::{GREY, LABEL, LEADING, SMALL, Svg, TITLE, Type, wrap};
use crate::analysis::LEAST_STATES;
use crate::error::{Error, Result};
use crate::export::labels::in_words;
use crate::table::{Cell, Table};
use std::io::Write;

/// The space around a figure.
pub const MARGIN: f64 = 16.0;
/// The width of a figure unless it needs more.
pub const WIDTH: f64 = 720.0;

/// What is said of groups that are too small to be drawn; nothing where there are none.
pub fn not_drawn(small: &[(&str, usize)]) -> String {
    if small.is_empty() {
        return String::new();
    }
    let named: Vec<String> = small.iter().map(|(group, n)| format!("{} ({n})", in_words(group))).collect();
    format!("Groups of fewer than {LEAST_STATES} states are not drawn: {}. ", named.join(", "))
}

/// A figure's words.
#[derive(Clone, Debug)]
pub struct Words {
    /// The name of the file, without ending.
    pub name: String,
    /// The title.
    pub title: String,
    /// The study's title, which stands before it; may be empty.
    pub study: String,
    /// The study's notice; may be empty.
    pub notice: String,
    /// What a reader must know.
    pub note: String,
}

#[cfg(test)]
impl Words {
    /// Words of a test.
    pub fn of_test(notice: &str) -> Words {
        let of = |text: &str| text.to_string();
        Words { name: of("x"), title: of("T"), study: of("S"), notice: of(notice), note: of("N") }
    }
}

/// A finished figure.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The name of the file in `figures/`, without ending.
    pub name: String,
    /// The title, without that of the study.
    pub title: String,
    /// What a reader must know.
    pub note: String,
    /// The file.
    pub svg: String,
    /// The drawing without title, notice and note, for a page that sets them itself.
    pub drawing: String,
}

impl Words {
    /// The title with that of the study.
    fn whole_title(&self) -> String {
        match self.study.as_str() {
            "" => self.title.clone(),
            study => format!("{study}: {}", self.title),
        }
    }
}

impl Figure {
    /// Writes the file.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn write(&self, mut out: impl Write) -> Result<()> {
        let written = out.write_all(self.svg.as_bytes()).and_then(|()| out.flush());
        written.map_err(|cause| Error::io(format!("figures/{}.svg", self.name).as_ref(), &cause))
    }
}

/// Draws the title and the notice; gives the height below them.
pub fn head(svg: &mut Svg, words: &Words, width: f64) -> f64 {
    let mut y = MARGIN;
    let notice = match words.notice.as_str() {
        "" => String::new(),
        notice => format!("({notice})"),
    };
    let set = [(words.whole_title(), Type::of(TITLE).bold()), (notice, Type::of(LABEL).bold().fill(GREY))];
    for (text, how) in set {
        for line in how.wrap(&text, width - 2.0 * MARGIN) {
            y += how.size;
            svg.text((MARGIN, y), how, &line);
            y += 4.0;
        }
    }
    svg.end_head(y);
    y + 8.0
}

/// Draws the note below a height and ends the figure.
pub fn finish(mut svg: Svg, words: &Words, width: f64, mut y: f64) -> Figure {
    let title = words.whole_title();
    let drawing = svg.alone(&words.name, [MARGIN - 4.0, width, y + 4.0], &words.title);
    y += 6.0;
    for line in wrap(&words.note, SMALL, width - 2.0 * MARGIN) {
        y += SMALL + 3.5;
        svg.text((MARGIN, y), Type::of(SMALL).fill(GREY), &line);
    }
    let says = format!("{} {}", words.notice, words.note);
    let file = svg.finish(&words.name, [width, y + MARGIN], &title, says.trim());
    let (name, title, note) = (words.name.clone(), words.title.clone(), words.note.clone());
    Figure { name, title, note, svg: file, drawing }
}

/// A label in lines, and the height of a row that holds it and is no lower than `least`.
pub fn label_of_row(text: &str, most: f64, least: f64) -> (Vec<String>, f64) {
    let lines = wrap(text, LABEL, most);
    let height = LEADING * LABEL * lines.len() as f64 + 5.0;
    (lines, height.max(least))
}

/// A table read by its columns.
pub struct Rows<'t> {
    table: &'t Table,
}

impl<'t> Rows<'t> {
    /// The rows of a table.
    pub fn of(table: &'t Table) -> Self {
        Rows { table }
    }

    fn cell(&self, row: &'t [Cell], column: &str) -> &'t Cell {
        let at = self.table.columns.iter().position(|known| known == column);
        at.and_then(|at| row.get(at)).unwrap_or(&Cell::Blank)
    }

    /// The words of a cell.
    pub fn text(&self, row: &'t [Cell], column: &str) -> &'t str {
        match self.cell(row, column) {
            Cell::Text(text) => text,
            _ => "",
        }
    }

    /// The number of a cell; none where it is blank.
    pub fn number(&self, row: &'t [Cell], column: &str) -> Option<f64> {
        match self.cell(row, column) {
            Cell::Count(count) => Some(*count as f64),
            Cell::Number(value) | Cell::Precise(value) => Some(*value),
            _ => None,
        }
    }

    /// The count of a cell; 0 where it is blank.
    pub fn count(&self, row: &'t [Cell], column: &str) -> usize {
        self.number(row, column).map_or(0, |number| number as usize)
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = &'t [Cell]> + use<'t> {
        self.table.rows.iter().map(Vec::as_slice)
    }
}

/// The values of a column in the order in which they first stand.
pub fn in_order<'t>(values: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut found: Vec<&str> = Vec::new();
    for value in values {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}
