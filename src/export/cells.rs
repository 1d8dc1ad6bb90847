//! CSV after RFC 4180, with cells that a spreadsheet would run as a formula made harmless.

use crate::error::{Error, ErrorKind, Place, Result};
use std::borrow::Cow;
use std::io::Write;

/// A CSV file being written.
pub struct CsvFile<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> CsvFile<W> {
    /// Begins a file.
    pub fn new(out: W) -> Self {
        CsvFile { writer: csv::WriterBuilder::new().flexible(true).from_writer(out) }
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) -> Result<()> {
        for cell in cells {
            self.writer.write_field(harmless(cell.as_ref()).as_bytes()).map_err(fault)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(fault)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn finish(mut self) -> Result<()> {
        self.writer.flush().map_err(|cause| fault(cause.into()))
    }
}

pub(super) fn fault(error: csv::Error) -> Error {
    Error::new(ErrorKind::Input, Place::default(), format!("a table could not be written ({error})"))
        .remedy("Is the disk full, or the file open in another program?")
}

/// A cell that begins with `=`, `+`, `-` or `@` gets an apostrophe in front, unless it is a number.
///
/// ```
/// assert_eq!(plenary::export::harmless("=1+1"), "'=1+1");
/// assert_eq!(plenary::export::harmless("-0.5"), "-0.5");
/// ```
pub fn harmless(cell: &str) -> Cow<'_, str> {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err() {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

/// The cell that [`harmless`] was given.
///
/// ```
/// assert_eq!(plenary::export::plain("'=1+1"), "=1+1");
/// assert_eq!(plenary::export::plain("'tis"), "'tis");
/// ```
pub fn plain(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'').filter(|rest| harmless(rest).as_ref() == cell);
    rest.unwrap_or(cell)
}
