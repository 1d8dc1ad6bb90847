//! Writing a run's folder. Nothing else writes it.
//!
//! Owns file formats, the manifest, replacing an earlier run's files without touching others, and reading a
//! finished run back.

mod cells;
mod codebook;
mod figures;
mod folder;
mod formats;
mod labels;
mod manifest;
mod numbers;
mod past_run;
mod report;
mod rows;
mod sheet;
mod spool;
mod variables;
mod workbook;

pub use cells::{CsvFile, harmless, plain};
pub use codebook::write_codebook;
pub use figures::{Captions, Figure, figures};
pub use folder::OutFolder;
pub use formats::{refuse_unbuilt, write_formats, write_parquet};
pub use manifest::{Manifest, Used};
pub use past_run::{PastRow, PastRun};
pub use report::{Report, Template, spool_row};
pub use rows::{
    EVIDENCE_COLUMNS, THEME_COLUMNS, complete_statement_row, evidence_rows, row_kinds, statement_columns,
    statement_row, states_table, theme_rows,
};
pub use sheet::{SHEET, SHEET_COLUMNS, sheet_row};
pub use spool::Spool;
pub use variables::write_variables;
pub use workbook::Book;

use crate::analysis::{HOW_TO_READ, NotMade};
use crate::error::{Error, Result};
use crate::table::{Cell, Kind, LongTable, Table};

/// Writes a table as CSV to any writer and returns the number of its rows.
///
/// # Errors
/// Where writing fails.
pub fn write_csv<'r>(table: impl Into<LongTable<'r>>, out: impl std::io::Write) -> Result<usize> {
    let table = table.into();
    let mut file = CsvFile::new(out);
    file.row(table.head.columns.iter().map(String::as_str))?;
    let mut n = 0;
    for row in table.rows {
        file.row(row.iter().map(ToString::to_string))?;
        n += 1;
    }
    file.finish()?;
    Ok(n)
}

/// A table that was written, with its first rows kept for figures and the report.
#[derive(Clone, Debug, Default)]
pub struct KeptTable {
    /// The table with as many rows as are kept.
    pub table: Table,
    /// How many rows were written.
    pub n_rows: usize,
    /// The kind of each column in all of them.
    pub kinds: Vec<Kind>,
}

/// The most cells of a table that are kept: enough for the tables of a General Assembly.
const KEPT_CELLS: usize = 60_000;

/// The most cells of a list that are kept: the file has the rest.
const LISTED_CELLS: usize = 3_000;

/// The most characters of a cell that are kept: a list of the names of all states is shorter.
const KEPT_CHARACTERS: usize = 6_000;

/// How many rows of a table are kept. What a figure is drawn from grows with groups and comparisons, not with
/// statements.
fn most_rows(head: &Table) -> usize {
    let most_cells = if head.is_list { LISTED_CELLS } else { KEPT_CELLS };
    match figures::DRAWN_WHOLE.contains(&head.name.as_str()) {
        true => usize::MAX,
        false => most_cells / head.columns.len().max(1),
    }
}

/// A cell of a usual length as it is; of a longer one the beginning, and where the rest is.
fn shortened(cell: &Cell) -> Cell {
    match cell {
        Cell::Text(text) if text.len() > KEPT_CHARACTERS => {
            let end = text.floor_char_boundary(KEPT_CHARACTERS);
            Cell::from(format!("{} … (the whole is in the CSV)", &text[..end]))
        }
        short => short.clone(),
    }
}

/// Writes a table as CSV and keeps its first rows, and all rows where a figure is drawn from them.
///
/// # Errors
/// Where writing fails.
pub fn write_and_keep(table: LongTable, out: impl std::io::Write) -> Result<KeptTable> {
    let mut kept = table.head.clone();
    let most = most_rows(&kept);
    let mut kinds = vec![Kind::Blank; kept.columns.len()];
    let rows = table.rows.inspect(|row| {
        kinds.iter_mut().zip(row).for_each(|(kind, cell)| *kind = kind.with(cell));
        if kept.rows.len() < most {
            kept.rows.push(row.iter().map(shortened).collect());
        }
    });
    let n_rows = write_csv(table.head.with_rows(rows), out)?;
    Ok(KeptTable { table: kept, n_rows, kinds })
}

/// Writes titles, numbers of rows and notes of all tables as Markdown, and which tables were not made.
///
/// # Errors
/// Where writing fails.
pub fn write_notes(tables: &[KeptTable], not_made: &[NotMade], mut out: impl std::io::Write) -> Result<()> {
    let mut text = String::from("# Tables\n");
    if tables.iter().any(|kept| kept.table.name == "differences") {
        text.push_str(&format!("\nThe tables of findings are read so:\n\n{HOW_TO_READ}"));
    }
    for KeptTable { table, n_rows, .. } in tables {
        text.push_str(&format!(
            "
## {}

`{}.csv`, {n_rows} rows. {}
",
            table.title, table.name, table.note
        ));
    }
    if !not_made.is_empty() {
        text.push_str("\n# Not made\n\n| table | missing | how to supply it |\n|---|---|---|\n");
        let cell = |text: &str| text.replace('|', "\\|");
        for NotMade { table, title, missing, supply } in not_made {
            text.push_str(&format!(
                "| `{}`: {} | {} | {} |\n",
                table,
                cell(title),
                cell(missing),
                cell(supply)
            ));
        }
    }
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|cause| Error::io("tables/README.md".as_ref(), &cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_cell_is_kept_in_part_and_written_whole() {
        let long = "é".repeat(KEPT_CHARACTERS);
        let mut table = Table::new("t", "", &["a", "n"]);
        table.push(vec![long.as_str().into(), 3usize.into()]);
        let mut file = Vec::new();
        let kept = write_and_keep(table.into(), &mut file).unwrap();
        assert!(kept.table.rows[0][0].to_string().ends_with("é … (the whole is in the CSV)"));
        assert_eq!(kept.table.rows[0][1], Cell::Count(3));
        assert_eq!(kept.kinds, [Kind::Text, Kind::Count]);
        assert!(String::from_utf8(file).unwrap().contains(&long));
    }

    #[test]
    fn a_list_is_kept_in_part_unless_a_figure_is_drawn_from_it() {
        for (name, expected) in [("a4_opposition_list", LISTED_CELLS), ("differences", 2 * LISTED_CELLS)] {
            let mut table = Table::new(name, "", &["n"]);
            table.is_list = true;
            (0..2 * LISTED_CELLS).for_each(|n| table.push(vec![n.into()]));
            let kept = write_and_keep(table.into(), Vec::new()).unwrap();
            assert_eq!((kept.table.rows.len(), kept.n_rows), (expected, 2 * LISTED_CELLS), "{name}");
        }
    }
}
