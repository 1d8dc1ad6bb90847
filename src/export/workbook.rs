//! Workbooks (XLSX): a sheet a table, with typed cells, frozen headers and drop-downs.

use super::numbers::{is_odds_ratio, is_p};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::table::{Cell, Table};
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;

/// Rows below the header in which a drop-down is offered.
const CHOICE_ROWS: u32 = 10_000;

/// Widths of columns in characters.
const LEAST_WIDTH: usize = 9;
const MOST_WIDTH: usize = 60;

/// The most characters that a workbook allows in the name of a sheet, and in a cell.
const LONGEST_NAME: usize = 31;
const LONGEST_CELL: usize = 32_767;

/// How numbers are shown, whose cells keep all digits: a p to a thousandth, a ratio of odds with about three figures,
/// other numbers with three decimals.
const P: &str = "[<0.001]\"<.001\";.000";
const ODDS_RATIO: &str = "[<1]0.000;[<10]0.00;0.0";
const DECIMALS: &str = "0.000";

/// Stands behind what was cut.
const CUT: &str = " … (the whole is in the CSV)";

/// A workbook while it is made.
pub struct Book {
    book: Workbook,
    names: Vec<String>,
    header: Format,
    wrapped: Format,
}

impl Default for Book {
    fn default() -> Self {
        Book {
            book: Workbook::new(),
            names: Vec::new(),
            header: Format::new().set_bold().set_align(FormatAlign::Top),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

impl Book {
    /// Adds a table as a sheet; columns in `choices` get a drop-down of these codes. A name or a text longer than a
    /// workbook allows is cut, a name so that it stays another than those before.
    ///
    /// # Errors
    /// Where the table has more rows or columns than a workbook allows.
    pub fn add(&mut self, table: &Table, choices: &[(&str, Vec<String>)]) -> Result<()> {
        let name = self.sheet_name(&table.name);
        let sheet = self.book.add_worksheet();
        sheet.set_name(&name).map_err(fault)?;
        self.names.push(name);
        fill(sheet, table, choices, &self.header, &self.wrapped).map_err(fault)
    }

    fn sheet_name(&self, name: &str) -> String {
        let cut = |end: &str| {
            let begins: String = name.chars().take(LONGEST_NAME - end.len()).collect();
            begins + end
        };
        let is_free = |name: &String| !self.names.contains(name);
        let numbered = (2..).map(|number| cut(&format!("~{number}")));
        std::iter::once(cut("")).chain(numbered).find(is_free).unwrap_or_default()
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// Where the workbook cannot be made.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.book.save_to_buffer().map_err(fault)
    }
}

fn fill(
    sheet: &mut Worksheet,
    table: &Table,
    choices: &[(&str, Vec<String>)],
    header: &Format,
    wrapped: &Format,
) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 1)?;
    for (column, name) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, column, name, header)?;
        let lengths = table.rows.iter().filter_map(|row| row.get(usize::from(column)));
        let longest = lengths.map(|cell| cell.to_string().chars().count()).max().unwrap_or_default();
        let width = longest.max(name.chars().count()).clamp(LEAST_WIDTH, MOST_WIDTH);
        sheet.set_column_width(column, width as f64)?;
        if let Some((_, codes)) = choices.iter().find(|(choice, _)| choice == name) {
            // A list longer than a workbook allows stands in the codebook alone.
            if let Ok(list) = DataValidation::new().allow_list_strings(codes) {
                sheet.add_data_validation(1, column, CHOICE_ROWS, column, &list)?;
            }
        }
    }
    let shown: Vec<Format> =
        table.columns.iter().map(|name| Format::new().set_num_format(shown(name))).collect();
    for (number, row) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(row) {
            match cell {
                Cell::Blank => continue,
                Cell::Text(text) => sheet.write_string_with_format(number, column, fitting(text), wrapped)?,
                Cell::Count(count) => sheet.write_number(number, column, *count as f64)?,
                Cell::Number(value) | Cell::Precise(value) => {
                    sheet.write_number_with_format(number, column, *value, &shown[usize::from(column)])?
                }
            };
        }
    }
    Ok(())
}

/// How the numbers of a column are shown.
fn shown(column: &str) -> &'static str {
    match column {
        p if is_p(p) => P,
        odds if is_odds_ratio(odds) => ODDS_RATIO,
        _ => DECIMALS,
    }
}

/// A text as it fits into a cell.
fn fitting(text: &str) -> Cow<'_, str> {
    match text.len() > LONGEST_CELL && text.chars().count() > LONGEST_CELL {
        true => (text.chars().take(LONGEST_CELL - CUT.len()).collect::<String>() + CUT).into(),
        false => text.into(),
    }
}

fn fault(error: XlsxError) -> Error {
    Error::new(ErrorKind::Input, Place::default(), format!("the workbook cannot be made ({error})"))
        .remedy("Write the table as CSV instead: give a file name that ends in .csv.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_and_texts_are_cut_and_names_stay_apart() {
        let mut book = Book::default();
        let mut table = Table::new(&"d5_women_children_in_trafficking".repeat(2), "", &["a"]);
        table.push(vec!["é".repeat(40_000).into()]);
        for _ in 0..11 {
            book.add(&table, &[]).unwrap();
        }
        assert_eq!(book.names[0], "d5_women_children_in_traffickin");
        assert_eq!(book.names[10], "d5_women_children_in_traffic~11");
        assert!(book.finish().is_ok());
    }
}
