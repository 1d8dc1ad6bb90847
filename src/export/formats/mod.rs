//! The tables in other formats: a workbook, LaTeX, Word, Markdown to print from, Parquet to compute with.
//!
//! Tables too wide or too long for a page stand in the workbook alone.

mod latex;
mod markdown;
mod parquet;
#[cfg(feature = "parquet")]
mod parquet_rows;
mod word;

pub use parquet::{refuse_unbuilt, write_parquet};

use super::numbers::printed;
use super::{Book, OutFolder};
use crate::error::{Error, Result};
use crate::study::Format;
use crate::table::{Cell, Table};
use std::io::Write;

/// The widest and longest table that is printed.
const MOST_COLUMNS: usize = 14;
const MOST_ROWS: usize = 400;

/// Writes tables in the formats to print from that are asked for.
///
/// # Errors
/// Where a file cannot be made or written.
pub fn write_formats(folder: &mut OutFolder, tables: &[Table], formats: &[Format]) -> Result<()> {
    let printed: Vec<Table> = tables.iter().map(without_blank_columns).filter(is_printed).collect();
    for format in formats {
        match format {
            Format::Xlsx => write(folder, "workbook.xlsx", &workbook(tables)?)?,
            Format::Docx => write(folder, "tables.docx", &word::document(&printed)?)?,
            Format::Latex => {
                for table in &printed {
                    write(folder, &format!("tables/{}.tex", table.name), latex::table(table).as_bytes())?;
                }
            }
            Format::Markdown => {
                for table in &printed {
                    write(folder, &format!("tables/{}.md", table.name), markdown::table(table).as_bytes())?;
                }
            }
            // It is made of the CSV, which holds all rows: see `write_parquet`.
            Format::Parquet => {}
        }
    }
    Ok(())
}

fn is_printed(table: &Table) -> bool {
    table.columns.len() <= MOST_COLUMNS && (1..=MOST_ROWS).contains(&table.rows.len())
}

/// A table without the columns that no row fills.
fn without_blank_columns(table: &Table) -> Table {
    let is_filled = |column: &usize| {
        table.rows.iter().any(|row| row.get(*column).is_some_and(|cell| *cell != Cell::Blank))
    };
    let filled: Vec<usize> = (0..table.columns.len()).filter(is_filled).collect();
    Table {
        columns: filled.iter().map(|column| table.columns[*column].clone()).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| filled.iter().map(|column| row[*column].clone()).collect())
            .collect(),
        ..table.clone()
    }
}

/// The share of a page's width that each column needs: by its longest text, and its header's longest word.
fn widths(table: &Table) -> Vec<f64> {
    /// Characters beyond which a column is broken into lines.
    const MOST: usize = 30;
    let length = |text: &str| text.chars().count();
    let needed = |column: usize| {
        let cells = table
            .rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| length(&printed(&table.columns[column], cell)));
        let header = table.columns[column].split('_').map(length).max();
        cells.max().unwrap_or_default().min(MOST).max(header.unwrap_or_default()) as f64 + 6.0
    };
    let needed: Vec<f64> = (0..table.columns.len()).map(needed).collect();
    let total: f64 = needed.iter().sum();
    needed.into_iter().map(|width| width / total).collect()
}

fn write(folder: &mut OutFolder, name: &str, bytes: &[u8]) -> Result<()> {
    let mut file = folder.create(name)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(|cause| Error::io(name.as_ref(), &cause))
}

/// A sheet of notes, then a sheet a table.
fn workbook(tables: &[Table]) -> Result<Vec<u8>> {
    let mut notes = Table::new("notes", "", &["table", "title", "rows", "note"]);
    for table in tables {
        let cells = [table.name.as_str().into(), table.title.as_str().into(), table.rows.len().into()];
        notes.push(cells.into_iter().chain([table.note.as_str().into()]).collect());
    }
    let mut book = Book::default();
    book.add(&notes, &[])?;
    tables.iter().try_for_each(|table| book.add(table, &[]))?;
    book.finish()
}

/// Whether all cells of a column that are not blank are numbers.
fn is_numeric(table: &Table, column: usize) -> bool {
    let mut cells =
        table.rows.iter().filter_map(|row| row.get(column)).filter(|cell| **cell != Cell::Blank).peekable();
    cells.peek().is_some() && cells.all(|cell| !matches!(cell, Cell::Text(_)))
}

/// The cells of a row as they are printed.
fn printed_row<'t>(table: &'t Table, row: &'t [Cell]) -> impl Iterator<Item = String> + 't {
    table.columns.iter().zip(row).map(|(column, cell)| printed(column, cell))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    pub(super) fn example() -> Table {
        let columns = ["state", "n", "share"];
        let mut table = Table::new("t", "Who said 5 % & why_not", &columns).note("All <read>.");
        table.push(vec!["Côte d'Ivoire | #1".into(), 3usize.into(), 0.5.into()]);
        table.push(vec!["B & C\nnew line".into(), Cell::Blank, Cell::Blank]);
        table
    }

    #[test]
    fn numbers_are_told_from_texts() {
        let table = example();
        assert_eq!([0, 1, 2].map(|column| is_numeric(&table, column)), [false, true, true]);
        assert!(!is_numeric(&Table::new("e", "", &["a"]), 0));
        let mut blank = table.clone();
        blank.columns.insert(1, "nothing".into());
        blank.rows.iter_mut().for_each(|row| row.insert(1, Cell::Blank));
        assert_eq!(without_blank_columns(&blank), table);
        let shares = widths(&table);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9 && shares[0] > 1.5 * shares[2], "{shares:?}");
    }

    #[test]
    fn a_workbook_is_read_back_with_its_numbers() {
        use calamine::{Data, Reader};
        let bytes = workbook(&[example()]).unwrap();
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["notes", "t"]);
        let sheet = book.worksheet_range("t").unwrap();
        assert_eq!(sheet.get_value((1, 2)), Some(&Data::Float(0.5)));
        assert_eq!(sheet.get_value((1, 0)), Some(&Data::String("Côte d'Ivoire | #1".into())));
    }

    #[test]
    fn p_and_odds_are_rounded_in_print_and_whole_in_the_workbook() {
        use calamine::{Data, Reader};
        let mut table = Table::new("t", "", &["p_holm", "odds_ratio", "difference"]);
        let odds = 0.078_717_201_17;
        table.push(vec![Cell::Precise(1.5e-7), Cell::Precise(odds), (-0.1875).into()]);
        assert!(markdown::table(&table).contains("| <.001 | 0.0787 | −0.188 |"));
        assert!(latex::table(&table).contains("\\textless{}.001 & 0.0787 & \\textminus{}0.188 "));
        let bytes = workbook(&[table]).unwrap();
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
        let sheet = book.worksheet_range("t").unwrap();
        assert_eq!(sheet.get_value((1, 0)), Some(&Data::Float(1.5e-7)));
        assert_eq!(sheet.get_value((1, 1)), Some(&Data::Float(odds)));
        let mut styles = String::new();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        archive.by_name("xl/styles.xml").unwrap().read_to_string(&mut styles).unwrap();
        for format in ["&lt;.001", "[&lt;1]0.000;[&lt;10]0.00;0.0"] {
            assert!(styles.contains(format), "{styles}");
        }
    }
}
