//! Tables as people keep them: CSV with commas, semicolons or tabs, JSON lines, and workbooks (XLSX).
//!
//! Owns how such a file is written and where each row stands; knows nothing of what columns mean.
//! Refuses what is not UTF-8, a header without the needed columns, and a row with more cells than it.

use crate::error::{Error, ErrorKind, Place, Result};
use crate::text::nearest;
use calamine::{Data, Reader};
use serde_json::Value;
use std::io::Cursor;
use std::panic::catch_unwind;

/// A row: its place, and the cells that are not empty.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line on which it begins.
    pub place: Place,
    /// Column and cell, both trimmed, in the order of the columns.
    pub cells: Vec<(String, String)>,
}

impl Row {
    /// The cell under a column, if it is not empty.
    pub fn cell(&self, column: &str) -> Option<&str> {
        self.cells.iter().find(|(name, _)| name == column).map(|(_, cell)| cell.as_str())
    }
}

/// A cell without the apostrophe that keeps a spreadsheet from running it as a formula.
pub fn as_given(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(bare) if bare.starts_with(['=', '+', '-', '@']) => bare,
        _ => cell,
    }
}

/// The names of columns, in the order of the file, and the rows that are not empty.
pub type Rows = (Vec<String>, Vec<Row>);

/// Reads a table that has at least the columns `needed`; `file` names it for people.
///
/// # Errors
/// With file, line and remedy, where it is not such a table.
pub fn read(file: &str, bytes: &[u8], needed: &[&str]) -> Result<Rows> {
    let place = Place::file(file);
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook(bytes, &place, needed);
    }
    let text = utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes), &place)?;
    match text.trim_start().starts_with('{') {
        true => json_lines(text, &place, needed),
        false => delimited(text, &place, needed),
    }
}

fn fault(place: &Place, found: impl Into<String>) -> Error {
    Error::new(ErrorKind::Input, place.clone(), found)
}

fn utf8<'b>(bytes: &'b [u8], place: &Place) -> Result<&'b str> {
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() as u64 + 1;
        fault(&place.clone().at_line(line), "the file is not UTF-8")
            .remedy("Save it as \"CSV UTF-8\", so that letters such as é are kept.")
    })
}

/// The first sheet of a workbook (XLSX); its first row names the columns.
fn workbook(bytes: &[u8], place: &Place, needed: &[&str]) -> Result<Rows> {
    // A crate that reads damaged files may panic on one.
    let read = catch_unwind(|| -> Option<calamine::Range<Data>> {
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).ok()?;
        book.worksheet_range_at(0)?.ok()
    });
    let Ok(Some(sheet)) = read else {
        return Err(fault(place, "the workbook cannot be read")
            .remedy("Save it again in Excel or LibreOffice, or save the sheet as \"CSV UTF-8\"."));
    };
    let mut lines = (1..).zip(sheet.rows().map(|row| row.iter().map(shown).collect::<Vec<_>>()));
    let first = sheet.start().map_or(0, |(row, _)| u64::from(row));
    let columns = lines.next().map_or_else(Vec::new, |(_, columns)| columns);
    check_columns(&columns, needed, &place.clone().at_line(first + 1))?;
    let mut rows = Vec::new();
    for (number, line) in lines {
        let place = place.clone().at_line(first + number);
        rows.push(Row { cells: cells(&columns, line.iter().map(String::as_str), &place)?, place });
    }
    rows.retain(|row| !row.cells.is_empty());
    Ok((columns.into_iter().filter(|name| !name.is_empty()).collect(), rows))
}

/// A cell of a workbook as text; a whole number without a point.
fn shown(cell: &Data) -> String {
    cell.to_string().trim().to_string()
}

/// The sign between the cells of a table: spreadsheets of many countries write semicolons.
///
/// It is the one most frequent in the first line outside quotation marks, the comma among equals.
pub(crate) fn delimiter(table: &[u8]) -> u8 {
    let header = table.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let unquoted = || header.split(|byte| *byte == b'"').step_by(2).flatten();
    *b"\t;,".iter().max_by_key(|sign| unquoted().filter(|byte| byte == sign).count()).unwrap_or(&b',')
}

fn delimited(text: &str, place: &Place, needed: &[&str]) -> Result<Rows> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text.as_bytes()))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let broken = |error: csv::Error| fault(place, format!("this is not a table: {error}"));
    let columns: Vec<String> = reader.headers().map_err(broken)?.iter().map(String::from).collect();
    check_columns(&columns, needed, &place.clone().at_line(1))?;
    let mut rows = Vec::new();
    let mut lines = RecordLines::new(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let place = place.clone().at_line(lines.line(record.position()));
        rows.push(Row { cells: cells(&columns, record.iter(), &place)?, place });
    }
    rows.retain(|row| !row.cells.is_empty());
    Ok((columns.into_iter().filter(|name| !name.is_empty()).collect(), rows))
}

/// The lines on which the records of a table begin, asked for one after the other.
///
/// The CSV reader's own place is before the line ends in front of a record, and its line with them: one
/// too low where lines end in a carriage return and a line feed.
pub(crate) struct RecordLines<'t> {
    table: &'t [u8],
    line: u64,
    counted: usize,
}

impl<'t> RecordLines<'t> {
    /// Those of a table, from its first on.
    pub fn new(table: &'t [u8]) -> Self {
        RecordLines { table, line: 1, counted: 0 }
    }

    /// The line of the record of this position, counted from 1.
    pub fn line(&mut self, position: Option<&csv::Position>) -> u64 {
        let byte =
            position.map_or(0, |position| position.byte() as usize).clamp(self.counted, self.table.len());
        let begin = byte + self.table[byte..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        self.line += self.table[self.counted..begin].iter().filter(|b| **b == b'\n').count() as u64;
        self.counted = begin;
        self.line
    }
}

fn cells<'c>(
    columns: &[String],
    record: impl Iterator<Item = &'c str>,
    place: &Place,
) -> Result<Vec<(String, String)>> {
    let mut cells = Vec::new();
    for (at, cell) in record.enumerate().filter(|(_, cell)| !cell.is_empty()) {
        match columns.get(at).filter(|name| !name.is_empty()) {
            Some(name) => cells.push((name.clone(), cell.into())),
            None => {
                let found = format!("the cell `{cell}` stands in no named column");
                return Err(fault(place, found).remedy(
                    "Name the column in the first line, or put a cell that holds the separator in quotation marks.",
                ));
            }
        }
    }
    Ok(cells)
}

fn check_columns(columns: &[String], needed: &[&str], place: &Place) -> Result<()> {
    let named = |name: &&str| columns.iter().any(|column| column == name);
    if let Some(missing) = needed.iter().find(|name| !named(name)) {
        let found = format!("there is no column `{missing}`; its columns are {}", columns.join(", "));
        let known = nearest(missing, columns.iter().map(String::as_str));
        return Err(fault(place, found).remedy(match known.first() {
            Some(near) => format!("Rename the column `{near}` to `{missing}`."),
            None => format!("Add a column `{missing}`, or give the name of another."),
        }));
    }
    let is_twice = |(at, name): &(usize, &String)| !name.is_empty() && columns[..*at].contains(name);
    match columns.iter().enumerate().find(is_twice) {
        Some((_, name)) => {
            Err(fault(place, format!("the column `{name}` stands twice"))
                .remedy("Rename or remove one of them."))
        }
        None => Ok(()),
    }
}

fn json_lines(text: &str, place: &Place, needed: &[&str]) -> Result<Rows> {
    let (mut columns, mut rows) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = place.clone().at_line(number as u64 + 1);
        let Ok(Value::Object(object)) = serde_json::from_str(line) else {
            return Err(fault(&place, "the line is not a JSON object").remedy("Write one object {…} a line."));
        };
        let keys: Vec<String> = object.keys().cloned().collect();
        check_columns(&keys, needed, &place)?;
        columns.extend(keys.into_iter().filter(|key| !columns.contains(key)).collect::<Vec<_>>());
        let cells = object.into_iter().map(|(key, value)| (key, cell(&value)));
        rows.push(Row { cells: cells.filter(|(_, cell)| !cell.is_empty()).collect(), place });
    }
    Ok((columns, rows))
}

/// A JSON value as a cell; the values of a list are joined by `;`.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().into(),
        Value::Array(values) => values.iter().map(cell).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: &[u8]) -> Result<Rows> {
        read("c.csv", bytes, &["id", "coder"])
    }

    #[test]
    fn tables_of_all_countries_and_json_lines_give_the_same_rows() {
        for text in [
            "\u{FEFF}id;coder;theme\r\ns1;anna;\"a;b\"\r\n;;\r\ns2; anna ;\r\n",
            "id,coder,theme\ns1,anna,a;b\n,,\ns2,anna\n",
            "id\tcoder\ttheme\t\ns1\tanna\ta;b\t\n\t\t\t\ns2\tanna\t\t\n",
            "{\"id\":\"s1\",\"coder\":\"anna\",\"theme\":[\"a\",\"b\"]}\n\n\n{\"id\":\"s2\",\"coder\":\"anna\",\"theme\":null}\n",
        ] {
            let (columns, rows) = table(text.as_bytes()).unwrap();
            assert_eq!(columns, ["id", "coder", "theme"], "{text}");
            let cells: Vec<Vec<&str>> =
                rows.iter().map(|row| row.cells.iter().map(|(_, cell)| cell.as_str()).collect()).collect();
            assert_eq!(cells, [vec!["s1", "anna", "a;b"], vec!["s2", "anna"]], "{text}");
            assert_eq!(rows[1].place.line, Some(4), "{text}");
        }
    }

    #[test]
    fn faults_name_line_and_remedy() {
        for (bytes, says) in [
            (
                &b"id,stance\ns1,x\n"[..],
                "c.csv, line 1: there is no column `coder`; its columns are id, stance",
            ),
            (b"id,Coder\n", "Rename the column `Coder` to `coder`."),
            (b"id,coder,x,x\n", "line 1: the column `x` stands twice"),
            (b"id,coder\ns1,anna,yes\n", "line 2: the cell `yes` stands in no named column"),
            (b"id,coder\ns1,Andr\xE9\n", "line 2: the file is not UTF-8"),
            (b"PK\x03\x04...", "save the sheet as \"CSV UTF-8\""),
            (b"{\"id\": \"s1\", \"coder\": \"a\"}\n{\"id\": \n", "line 2: the line is not a JSON object"),
            (b"{\"id\": \"s1\"}\n", "line 1: there is no column `coder`"),
            (b"", "there is no column `id`"),
        ] {
            let error = table(bytes).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }
}
