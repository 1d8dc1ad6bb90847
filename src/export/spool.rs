//! Rows put aside on disk until all statements are read.

use super::CsvFile;
use super::cells::fault;
use crate::error::{Error, Result};
use crate::table::Cell;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::PathBuf;

/// Rows on disk, in order.
pub struct Spool {
    path: PathBuf,
    writer: csv::Writer<BufWriter<File>>,
}

impl Spool {
    pub(super) fn new(path: PathBuf) -> Result<Spool> {
        let file = File::create(&path).map_err(|cause| Error::io(&path, &cause))?;
        let writer = csv::WriterBuilder::new().flexible(true).from_writer(BufWriter::new(file));
        Ok(Spool { path, writer })
    }

    /// Puts a row aside.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn push(&mut self, row: &[Cell]) -> Result<()> {
        self.writer.write_record(row.iter().map(ToString::to_string)).map_err(fault)
    }

    /// Writes all rows to a file, each completed by its number from 0.
    ///
    /// # Errors
    /// Where reading back or writing fails.
    pub fn complete<W: Write>(
        mut self,
        mut file: CsvFile<W>,
        mut complete: impl FnMut(usize, &mut [String]),
    ) -> Result<()> {
        for (number, row) in self.rows()?.enumerate() {
            let mut row = row?;
            complete(number, &mut row);
            file.row(row)?;
        }
        file.finish()
    }

    /// The rows, read back one at a time.
    ///
    /// # Errors
    /// Where reading back fails.
    pub fn rows(&mut self) -> Result<impl Iterator<Item = Result<Vec<String>>> + use<>> {
        self.writer.flush().map_err(|cause| fault(cause.into()))?;
        let rows = File::open(&self.path).map_err(|cause| Error::io(&self.path, &cause))?;
        let rows =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(BufReader::new(rows));
        let cells = |row: csv::StringRecord| row.iter().map(String::from).collect();
        Ok(rows.into_records().map(move |row| row.map(cells).map_err(fault)))
    }
}
