//! Writing a run's folder. Nothing else writes it.
//!
//! Owns file formats, the manifest, and replacing an earlier run's files without touching others.

mod cells;
mod folder;
mod manifest;
mod rows;

pub use cells::{CsvFile, harmless};
pub use folder::OutFolder;
pub use manifest::{Manifest, Used};
pub use rows::{EVIDENCE_COLUMNS, THEME_COLUMNS, evidence_rows, statements_table, states_table, theme_rows};

use crate::error::{Error, Result};
use crate::table::Table;

/// Writes a table as CSV to any writer.
///
/// # Errors
/// Where writing fails.
pub fn write_csv(table: &Table, out: impl std::io::Write) -> Result<()> {
    let mut file = CsvFile::new(out);
    file.row(table.columns.iter().map(String::as_str))?;
    table.rows.iter().try_for_each(|row| file.row(row.iter().map(ToString::to_string)))?;
    file.finish()
}

/// Writes titles and notes of all tables as Markdown.
///
/// # Errors
/// Where writing fails.
pub fn write_notes(tables: &[Table], mut out: impl std::io::Write) -> Result<()> {
    let mut text = String::from("# Tables\n");
    for table in tables {
        text.push_str(&format!(
            "\n## {}\n\n`{}.csv`, {} rows. {}\n",
            table.title,
            table.name,
            table.rows.len(),
            table.note
        ));
    }
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|cause| Error::io("tables/README.md".as_ref(), &cause))
}
