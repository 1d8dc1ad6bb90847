//! The plain table between analysis and export.
//!
//! Owns shape and cell types; knows no file format.

use compact_str::CompactString;

/// A table as it is printed: a title, named columns, rows of cells and a note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// File name without ending, such as `positions_by_detail`.
    pub name: String,
    /// The title above it.
    pub title: String,
    /// What a reader must know: unit, denominator, how it was coded.
    pub note: String,
    /// Column names.
    pub columns: Vec<String>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// Whether its rows are states or sentences, of which a page shows the first alone.
    pub is_list: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Not known or not applicable: printed empty.
    Blank,
    /// Words; short ones take no memory of their own.
    Text(CompactString),
    /// A count.
    Count(u64),
    /// A share from 0 to 1, or another measure; printed with four decimals.
    Number(f64),
    /// A test statistic, p or size of effect: printed with ten digits, below 0.0001 as `1.5e-7`.
    Precise(f64),
}

impl Table {
    /// An empty table.
    pub fn new(name: &str, title: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|column| column.to_string()).collect();
        Table { name: name.into(), title: title.into(), columns, ..Table::default() }
    }

    /// The same table with a note.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Adds a row; short rows are filled with blanks.
    pub fn push(&mut self, mut row: Vec<Cell>) {
        row.resize(self.columns.len(), Cell::Blank);
        self.rows.push(row);
    }

    /// The kind of each column.
    pub fn kinds(&self) -> Vec<Kind> {
        let mut kinds = vec![Kind::Blank; self.columns.len()];
        for row in &self.rows {
            kinds.iter_mut().zip(row).for_each(|(kind, cell)| *kind = kind.with(cell));
        }
        kinds
    }
}

/// What the cells of a column hold: the first kind that has room for all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Nothing.
    #[default]
    Blank,
    /// Counts, 0 and 1 among them.
    Count,
    /// Numbers.
    Number,
    /// Words.
    Text,
}

impl Kind {
    /// The kind of a column with one cell more.
    pub fn with(self, cell: &Cell) -> Kind {
        self.max(match cell {
            Cell::Blank => Kind::Blank,
            Cell::Count(_) => Kind::Count,
            Cell::Number(_) | Cell::Precise(_) => Kind::Number,
            Cell::Text(_) => Kind::Text,
        })
    }
}

/// A table whose rows are made one at a time, so that a row an actor or statement costs no memory.
pub struct LongTable<'r> {
    /// Name, title, note and columns; without rows.
    pub head: Table,
    /// The rows, each as long as the columns.
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'r>,
}

impl From<Table> for LongTable<'static> {
    fn from(mut table: Table) -> Self {
        let rows = std::mem::take(&mut table.rows);
        LongTable { head: table, rows: Box::new(rows.into_iter()) }
    }
}

impl Table {
    /// The head of a long table with its rows.
    pub fn with_rows<'r>(self, rows: impl Iterator<Item = Vec<Cell>> + 'r) -> LongTable<'r> {
        LongTable { head: self, rows: Box::new(rows) }
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Cell::Blank => Ok(()),
            Cell::Text(text) => f.write_str(text),
            Cell::Count(count) => write!(f, "{count}"),
            Cell::Number(number) => write!(f, "{number:.4}"),
            Cell::Precise(number) => f.write_str(&precise(*number)),
        }
    }
}

/// A number with ten digits and no zeros at the end; an infinite one as `Inf`.
fn precise(number: f64) -> String {
    let rounded: f64 = format!("{number:.9e}").parse().unwrap_or(number);
    match rounded.abs() {
        size if size.is_infinite() => if number > 0.0 { "Inf" } else { "-Inf" }.into(),
        size if size > 0.0 && size < 1e-4 => format!("{rounded:e}"),
        _ => rounded.to_string(),
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Cell::Blank } else { Cell::Text(text.into()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Cell::Blank } else { Cell::Text(text.into()) }
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Cell::Count(count as u64)
    }
}

impl From<u32> for Cell {
    fn from(count: u32) -> Self {
        Cell::Count(count.into())
    }
}

impl From<bool> for Cell {
    fn from(is: bool) -> Self {
        Cell::Count(is.into())
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Cell::Number(number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Cell::Blank, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_print_as_in_a_spreadsheet() {
        let cells: [Cell; 5] =
            ["a".into(), 3usize.into(), 0.66667.into(), Option::<f64>::None.into(), "".into()];
        assert_eq!(cells.map(|cell| cell.to_string()), ["a", "3", "0.6667", "", ""]);
    }

    #[test]
    fn precise_cells_keep_their_digits() {
        for (number, printed) in [
            (103.629_048_549_762, "103.6290485"),
            (1.874_056_466_567_26e-13, "1.874056467e-13"),
            (0.0, "0"),
            (1.0, "1"),
            (-0.25, "-0.25"),
            (f64::INFINITY, "Inf"),
        ] {
            assert_eq!(Cell::Precise(number).to_string(), printed);
        }
    }

    #[test]
    fn short_rows_are_filled() {
        let mut table = Table::new("t", "T", &["a", "b"]);
        table.push(vec![1usize.into()]);
        assert_eq!(table.rows, [[Cell::Count(1), Cell::Blank]]);
    }
}
