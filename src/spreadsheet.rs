//! Tables as people keep them: a header and rows of text, each with its place in the file.
//!
//! Reads commas, semicolons and tabs, with or without a byte-order mark. Knows nothing of what the
//! columns mean.

use crate::error::{Error, ErrorKind, Place, Result};
use std::path::Path;

/// A table read from a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spreadsheet {
    /// The file.
    pub place: Place,
    /// The names of the columns, trimmed.
    pub headers: Vec<String>,
    /// The rows under them.
    pub rows: Vec<SheetRow>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetRow {
    /// The line on which it begins, counted from 1.
    pub line: u64,
    cells: Vec<String>,
}

impl SheetRow {
    /// The trimmed text in a column; empty where the row is too short.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

impl Spreadsheet {
    /// Reads a file; its columns are parted by tabs where it ends in `.tsv` or `.tab`.
    ///
    /// # Errors
    /// Where the file cannot be read or is not a table in UTF-8.
    pub fn open(path: &Path) -> Result<Spreadsheet> {
        let bytes = std::fs::read(path).map_err(|cause| Error::io(path, &cause))?;
        Spreadsheet::read(&bytes, Place::file(path))
    }

    /// Reads a table from bytes; `place` names the file.
    ///
    /// # Errors
    /// Where a row is not text in UTF-8.
    pub fn read(bytes: &[u8], place: Place) -> Result<Spreadsheet> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(bytes))
            .flexible(true)
            .has_headers(false)
            .from_reader(bytes);
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|fault| {
                let line = fault.position().map_or(1, csv::Position::line);
                Error::new(ErrorKind::Input, place.clone().at_line(line), "the row cannot be read")
                    .remedy("Save the table as CSV in UTF-8.")
            })?;
            let line = record.position().map_or(0, csv::Position::line);
            rows.push(SheetRow { line, cells: record.iter().map(|cell| cell.trim().to_string()).collect() });
        }
        let headers = if rows.is_empty() { Vec::new() } else { rows.remove(0).cells };
        Ok(Spreadsheet { place, headers, rows })
    }

    /// The position of a column.
    ///
    /// # Errors
    /// Where there is none of this name; the error lists those that there are.
    pub fn column(&self, name: &str) -> Result<usize> {
        self.headers.iter().position(|header| header == name).ok_or_else(|| {
            let found = format!("there is no column `{name}`; its columns are {}", self.headers.join(", "));
            Error::new(ErrorKind::Input, self.place.clone().at_line(1), found)
        })
    }

    /// The place of a row.
    pub fn place_of(&self, row: &SheetRow) -> Place {
        self.place.clone().at_line(row.line)
    }
}

/// The most frequent of the signs that part columns, in the first line; a comma where there is none.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: &u8| first.iter().filter(|byte| *byte == sign).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_semicolons_and_tabs_part_columns() {
        for text in [
            "id,text\n1,\"a\nb\"\n2,c\n",
            "id;text\n1;\"a\nb\"\n2;c\n",
            "\u{FEFF}id\ttext\n1\t\"a\nb\"\n2\tc\n",
        ] {
            let sheet = Spreadsheet::read(text.as_bytes(), Place::default()).unwrap();
            assert_eq!(sheet.headers, ["id", "text"], "{text}");
            let text = sheet.column("text").unwrap();
            let cells: Vec<(u64, &str)> = sheet.rows.iter().map(|row| (row.line, row.cell(text))).collect();
            assert_eq!(cells, [(2, "a\nb"), (4, "c")]);
        }
    }

    #[test]
    fn missing_columns_and_broken_rows_are_named() {
        let sheet = Spreadsheet::read(b"id,text\n1\n", Place::default()).unwrap();
        assert!(sheet.column("label").unwrap_err().to_string().contains("id, text"));
        assert_eq!(sheet.rows[0].cell(1), "");
        let broken = Spreadsheet::read(b"id,text\n1,\xFF\n", Place::default()).unwrap_err();
        assert_eq!(broken.place.line, Some(2));
        assert!(Spreadsheet::read(b"", Place::default()).unwrap().rows.is_empty());
    }
}
