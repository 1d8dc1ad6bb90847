//! Workbooks (XLSX, XLSM): the first sheet that has the column of texts, one row a statement.
//!
//! Owns the sheets that all readers of workbooks fill. Formulas give the values that were saved with them.

use crate::error::{Diagnostic, Place};
use crate::ingest::archive;
use crate::ingest::rows::Rows;
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use zip::ZipArchive;

/// Rows at the top of a sheet among which the names of its columns stand.
const HEADER_ROWS: usize = 20;

/// Cells and bytes that the sheets of a workbook may hold.
const MOST_CELLS: u64 = 20_000_000;
const MOST_BYTES: usize = 1 << 30;

/// A sheet: cells by row and column, both from 0.
type Sheet = BTreeMap<u32, BTreeMap<u32, String>>;

/// The sheets of a workbook.
pub(super) struct Sheets {
    pub place: Place,
    sheets: Vec<Sheet>,
    n_cells: u64,
    n_bytes: usize,
}

impl Sheets {
    pub fn new(place: Place) -> Self {
        Sheets { place, sheets: Vec::new(), n_cells: 0, n_bytes: 0 }
    }

    /// Begins a sheet.
    pub fn begin(&mut self) {
        self.sheets.push(Sheet::default());
    }

    /// Writes a cell into each place of a block.
    pub fn fill(&mut self, rows: Range<u32>, columns: Range<u32>, cell: &str) -> Result<(), Diagnostic> {
        let n_cells = u64::from(rows.end - rows.start) * u64::from(columns.end - columns.start);
        self.n_cells = self.n_cells.saturating_add(n_cells);
        self.n_bytes = self.n_bytes.saturating_add(cell.len().saturating_mul(n_cells as usize));
        if self.n_cells > MOST_CELLS || self.n_bytes > MOST_BYTES {
            let found = "the workbook has more cells, or more text in them, than any table of statements";
            return Err(
                Diagnostic::reject(self.place.clone(), found).remedy("Save the sheet as CSV in UTF-8")
            );
        }
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        for row in rows {
            let row = sheet.entry(row).or_default();
            row.extend(columns.clone().map(|column| (column, cell.to_string())));
        }
        Ok(())
    }

    /// Hands on the rows of the first sheet that has the columns of statements.
    pub fn hand_on(self, rows: &mut Rows) {
        let mut why = None;
        for sheet in &self.sheets {
            for (at, names) in sheet.iter().take(HEADER_ROWS) {
                let found: Vec<&str> = names.values().map(|name| name.trim()).collect();
                match rows.check(&found, self.place.clone().at_line(u64::from(*at) + 1)) {
                    Ok(()) => return hand_on(sheet, *at, names, rows),
                    Err(fault) => why = why.or(Some(fault)),
                }
            }
        }
        rows.refuse(why.unwrap_or_else(|| {
            Diagnostic::reject(self.place, "the workbook is empty")
                .remedy("Save the statements into it again")
        }));
    }
}

fn hand_on(sheet: &Sheet, header: u32, names: &BTreeMap<u32, String>, rows: &mut Rows) {
    let below = (std::ops::Bound::Excluded(header), std::ops::Bound::Unbounded);
    for (at, cells) in sheet.range(below) {
        rows.push(u64::from(*at) + 1, |name| {
            let column = names.iter().find(|(_, column)| column.trim() == name);
            let cell = column.and_then(|(column, _)| cells.get(column));
            cell.map(|cell| cell.trim().to_string()).unwrap_or_default()
        });
    }
}

/// Reads a workbook.
pub(in crate::ingest) fn xlsx(bytes: &[u8], rows: &mut Rows) {
    let mut sheets = Sheets::new(rows.place());
    // A crate that reads damaged files may panic on one: that file alone is refused.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes, &mut sheets)));
    match read.unwrap_or_else(|_| Err(damaged(&rows.place()))) {
        Ok(()) => sheets.hand_on(rows),
        Err(why) => rows.refuse(why),
    }
}

fn damaged(place: &Place) -> Diagnostic {
    Diagnostic::reject(place.clone(), "the workbook is damaged")
        .remedy("Open it in Excel or LibreOffice and save it again, or save the sheet as CSV in UTF-8")
}

fn read(bytes: &[u8], sheets: &mut Sheets) -> Result<(), Diagnostic> {
    let place = sheets.place.clone();
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(&place))?;
    archive::check_sizes(&mut parts, bytes.len() as u64, &place)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged(&place))?;
    for name in workbook.sheet_names() {
        sheets.begin();
        // What is no sheet of cells, such as a chart, has none to read.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = cells.next_cell().map_err(|_| damaged(&place))? {
            let (row, column) = cell.get_position();
            let text = shown(cell.get_value());
            if !text.is_empty() {
                sheets.fill(row..row.saturating_add(1), column..column.saturating_add(1), &text)?;
            }
        }
    }
    Ok(())
}

fn shown(value: &DataRef) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => cell_number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_string(),
        DataRef::Bool(is_so) => is_so.to_string(),
        DataRef::DateTime(date) => day(date),
    }
}

/// A number as people write it: whole ones without a point.
pub(in crate::ingest) fn cell_number(number: f64) -> String {
    match number.fract() == 0.0 && number.abs() < 1e15 {
        true => format!("{number:.0}"),
        false => number.to_string(),
    }
}

/// A date as `YYYY-MM-DD`, with the time where there is one.
fn day(date: &ExcelDateTime) -> String {
    if date.is_duration() {
        return date.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::tests::{contents, packed};
    use crate::study::Input;

    fn read(first: &str, second: &str) -> (Vec<String>, Vec<String>) {
        let sheet = |rows: &str| {
            format!(
                "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>{rows}</sheetData></worksheet>"
            )
        };
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relation = |id: u8, what: &str, target: &str| {
            format!("<Relationship Id='rId{id}' Type='{kind}/{what}' Target='{target}'/>")
        };
        let relations = |inside: String| {
            format!(
                "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{inside}</Relationships>"
            )
        };
        let of_workbook = relation(1, "worksheet", "worksheets/sheet1.xml")
            + &relation(2, "worksheet", "worksheets/sheet2.xml")
            + &relation(3, "styles", "styles.xml");
        let workbook = format!(
            "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='{kind}'><sheets><sheet name='Notes' sheetId='1' r:id='rId1'/><sheet name='Data' sheetId='2' r:id='rId2'/></sheets></workbook>"
        );
        let styles = "<styleSheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>";
        let bytes = packed(&[
            (
                "[Content_Types].xml",
                "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
            ),
            ("_rels/.rels", &relations(relation(1, "officeDocument", "xl/workbook.xml"))),
            ("xl/workbook.xml", &workbook),
            ("xl/_rels/workbook.xml.rels", &relations(of_workbook)),
            ("xl/styles.xml", styles),
            ("xl/worksheets/sheet1.xml", &sheet(first)),
            ("xl/worksheets/sheet2.xml", &sheet(second)),
        ]);
        let read = contents("t.xlsx", &bytes, &Input::default());
        let shown = |raw: &crate::ingest::Raw| {
            let line = raw.place.line.unwrap_or_default();
            format!("{line} {} {} {}", raw.id, raw.metadata.date, raw.text)
        };
        (read.raw.iter().map(shown).collect(), read.diagnostics.iter().map(|said| said.reason()).collect())
    }

    fn text(at: &str, text: &str) -> String {
        format!("<c r='{at}' t='inlineStr'><is><t>{text}</t></is></c>")
    }

    #[test]
    fn the_first_sheet_with_texts_is_read() {
        let title = format!("<row r='1'>{}</row>", text("A1", "Session 3"));
        let header =
            format!("<row r='3'>{}{}{}</row>", text("A3", "id"), text("B3", "date"), text("D3", "text"));
        let row = format!(
            "<row r='5'><c r='A5'><v>7</v></c><c r='B5' s='1'><v>45916</v></c>{}</row>",
            text("D5", "We &amp; they agree.")
        );
        let absurd = format!("<row r='1048576'>{}</row>", text("XFD1048576", "x"));
        let (rows, said) = read(&title, &format!("{title}{header}{row}{absurd}"));
        assert_eq!(rows, ["5 7 2025-09-16 We & they agree.", "1048576 t#2  "], "{said:?}");
    }

    #[test]
    fn a_workbook_without_texts_names_its_columns() {
        let (rows, said) = read(&format!("<row r='1'>{}{}</row>", text("A1", "id"), text("B1", "body")), "");
        assert!(
            rows.is_empty() && said[0].contains("there is no column `text`; its columns are id, body"),
            "{said:?}"
        );
    }
}
