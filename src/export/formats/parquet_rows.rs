//! The rows of a CSV in Parquet: a column a kind, an empty cell null, the crate's own row groups without Arrow.

use crate::export::plain;
use crate::table::Kind;
use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::Type;
use std::io::{Read, Write};
use std::sync::Arc;

/// The rows of a group: some MB of text in the largest table.
const ROWS: usize = 20_000;

/// Writes a CSV with a header as Parquet; an empty cell is null.
pub(super) fn write(csv: impl Read, kinds: &[Kind], out: impl Write + Send) -> Result<()> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv);
    let header = reader.headers().map_err(unreadable)?.clone();
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut file = SerializedFileWriter::new(out, schema(&header, kinds)?, Arc::new(properties))?;
    let mut rows = reader.into_records();
    loop {
        let group = rows.by_ref().take(ROWS).collect::<csv::Result<Vec<_>>>().map_err(unreadable)?;
        if group.is_empty() {
            break;
        }
        let mut columns = file.next_row_group()?;
        for column in 0..header.len() {
            let cells = group.iter().map(|row| row.get(column).unwrap_or_default());
            write_column(&mut columns, cells, kind(kinds, column))?;
        }
        columns.close()?;
    }
    file.close().map(|_| ())
}

fn unreadable(error: csv::Error) -> ParquetError {
    ParquetError::General(error.to_string())
}

/// The kind of a column; one that no row fills is text.
fn kind(kinds: &[Kind], column: usize) -> Kind {
    kinds.get(column).copied().filter(|kind| *kind != Kind::Blank).unwrap_or(Kind::Text)
}

fn schema(header: &csv::StringRecord, kinds: &[Kind]) -> Result<Arc<Type>> {
    let field = |(column, name): (usize, &str)| {
        let (physical, logical) = match kind(kinds, column) {
            Kind::Count => (Physical::INT64, None),
            Kind::Number => (Physical::DOUBLE, None),
            Kind::Blank | Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let builder = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        Ok(Arc::new(builder.with_logical_type(logical).build()?))
    };
    let fields = header.iter().enumerate().map(field).collect::<Result<Vec<_>>>()?;
    Ok(Arc::new(Type::group_type_builder("table").with_fields(fields).build()?))
}

fn write_column<'c, W: Write + Send>(
    columns: &mut SerializedRowGroupWriter<'_, W>,
    cells: impl Iterator<Item = &'c str>,
    kind: Kind,
) -> Result<()> {
    let Some(column) = columns.next_column()? else { return Ok(()) };
    match kind {
        Kind::Count => write_cells::<Int64Type>(column, cells, parsed),
        Kind::Number => write_cells::<DoubleType>(column, cells, parsed),
        Kind::Blank | Kind::Text => {
            write_cells::<ByteArrayType>(column, cells, |cell| Ok(ByteArray::from(plain(cell))))
        }
    }
}

fn write_cells<'c, T: DataType>(
    mut column: SerializedColumnWriter,
    cells: impl Iterator<Item = &'c str>,
    value: impl Fn(&str) -> Result<T::T>,
) -> Result<()> {
    let (mut values, mut is_there) = (Vec::new(), Vec::new());
    for cell in cells {
        is_there.push(i16::from(!cell.is_empty()));
        if !cell.is_empty() {
            values.push(value(cell)?);
        }
    }
    column.typed::<T>().write_batch(&values, Some(&is_there), None)?;
    column.close()
}

fn parsed<N: std::str::FromStr>(cell: &str) -> Result<N> {
    cell.parse().map_err(|_| ParquetError::General(format!("`{cell}` is not a number")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::write_csv;
    use crate::ingest::{Contents, find, read};
    use crate::study::{Folder, Input};
    use crate::table::{Cell, Table};
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::Field;

    fn example() -> (Table, Vec<u8>) {
        let mut table = Table::new("t", "", &["id", "text", "n", "share", "p", "blank"]);
        table.push(vec!["007".into(), "=We agree.".into(), true.into(), 0.25.into()]);
        table.push(vec!["8".into(), "Señor, \"so\"\nbe it.".into(), Cell::Blank, Cell::Precise(1.5e-7)]);
        table.push(vec!["9".into(), "-".into(), 3usize.into(), 1usize.into(), Cell::Precise(f64::INFINITY)]);
        let mut csv = Vec::new();
        write_csv(table.clone(), &mut csv).unwrap();
        let mut out = Vec::new();
        write(csv.as_slice(), &table.kinds(), &mut out).unwrap();
        (table, out)
    }

    #[test]
    fn columns_have_types_and_empty_cells_are_null() {
        let (table, bytes) = example();
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let rows: Vec<Vec<Field>> = reader
            .get_row_iter(None)
            .unwrap()
            .map(|row| row.unwrap().get_column_iter().map(|(_, field)| field.clone()).collect())
            .collect();
        let text = |text: &str| Field::Str(text.into());
        assert_eq!(table.kinds()[2..], [Kind::Count, Kind::Number, Kind::Number, Kind::Blank]);
        assert_eq!(
            rows[0],
            [text("007"), text("=We agree."), Field::Long(1), Field::Double(0.25), Field::Null, Field::Null]
        );
        assert_eq!(rows[1][1..4], [text("Señor, \"so\"\nbe it."), Field::Null, Field::Double(1.5e-7)]);
        assert_eq!(rows[2][2..5], [Field::Long(3), Field::Double(1.0), Field::Double(f64::INFINITY)]);
        assert_eq!(example().1, example().1);
    }

    #[test]
    fn the_reader_of_statements_reads_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t.parquet");
        std::fs::write(&path, example().1).unwrap();
        let files = find(&Folder::default(), &[path.to_string_lossy().into_owned()]).unwrap();
        let Contents { raw, diagnostics, .. } = read(&files[0], &Input::default());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let found: Vec<(&str, &str)> = raw.iter().map(|raw| (raw.id.as_str(), raw.text.as_str())).collect();
        assert_eq!(found, [("007", "=We agree."), ("8", "Señor, \"so\"\nbe it."), ("9", "-")]);
    }
}
