//! Tables of statements in Parquet, one row a statement.
//!
//! Only the columns that the study names are read. A fault inside the file ends its reading: it is refused
//! from that row on.

use super::office::cell_number;
use super::rows::Rows;
use crate::error::{Diagnostic, Place};
use ::parquet::basic::{LogicalType, TimeUnit};
use ::parquet::errors::Result;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::{Field, Row};
use ::parquet::schema::types::Type;
use bytes::Bytes;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Bytes of text that a table may hold once it is unpacked.
const MOST_BYTES: usize = 1 << 30;

/// Reads a table.
pub(super) fn read(bytes: &[u8], rows: &mut Rows) {
    let mut line = 0;
    // A crate that reads damaged files may panic on one: that file alone is refused.
    let read = catch_unwind(AssertUnwindSafe(|| read_rows(bytes, rows, &mut line)));
    let damaged = |place: Place| {
        Diagnostic::reject(place, "the table in Parquet is damaged, or of a kind that is not read")
            .remedy("Save it as CSV in UTF-8")
    };
    match read {
        Ok(Ok(None)) => {}
        Ok(Ok(Some(why))) => rows.refuse(why),
        Ok(Err(_)) | Err(_) => rows.refuse(damaged(rows.place().at_line(line + 1))),
    }
}

/// Hands on all rows; gives why the table is refused, if it is.
fn read_rows(bytes: &[u8], rows: &mut Rows, line: &mut u64) -> Result<Option<Diagnostic>> {
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(bytes))?;
    let schema = reader.metadata().file_metadata().schema();
    let names: Vec<&str> = schema.get_fields().iter().map(|field| field.name()).collect();
    if let Err(why) = rows.check(&names, rows.place()) {
        return Ok(Some(why));
    }
    let fields = schema.get_fields().iter().filter(|field| rows.is_named(field.name())).cloned().collect();
    let named = Type::group_type_builder(schema.name()).with_fields(fields).build()?;
    let in_nanoseconds: Vec<String> = named
        .get_fields()
        .iter()
        .filter(|field| is_in_nanoseconds(field))
        .map(|field| field.name().into())
        .collect();
    let mut n_bytes = 0;
    for row in reader.get_row_iter(Some(named))? {
        let row = row?;
        *line += 1;
        let cells = cells(&row, &in_nanoseconds);
        n_bytes += cells.iter().map(|(_, cell)| cell.len()).sum::<usize>();
        if n_bytes > MOST_BYTES {
            let found = "the table would hold more text than any table of statements";
            return Ok(Some(Diagnostic::reject(rows.place(), found).remedy("See what it is")));
        }
        rows.push(*line, |name| {
            cells.iter().find(|(column, _)| column == name).map(|(_, cell)| cell.clone()).unwrap_or_default()
        });
    }
    Ok(None)
}

fn is_in_nanoseconds(field: &Arc<Type>) -> bool {
    let kind = field.get_basic_info().logical_type_ref();
    matches!(kind, Some(LogicalType::Timestamp(time)) if time.unit == TimeUnit::NANOS)
}

fn cells(row: &Row, in_nanoseconds: &[String]) -> Vec<(String, String)> {
    let cell = |(name, field): (&String, &Field)| {
        let shown = match field {
            Field::Null => String::new(),
            Field::Str(text) => text.trim().to_string(),
            Field::Double(number) => cell_number(*number),
            Field::Float(number) => cell_number(f64::from(*number)),
            Field::Long(number) if in_nanoseconds.contains(name) => {
                Field::TimestampMicros(number / 1000).to_string()
            }
            other => other.to_string(),
        };
        (name.clone(), shown)
    };
    row.get_column_iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::dates::iso;
    use crate::ingest::tests::contents;
    use crate::study::Input;
    use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
    use ::parquet::file::properties::WriterProperties;
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::parser::parse_message_type;

    fn table() -> Vec<u8> {
        let schema = "message m { required double id; optional int32 date (DATE); \
                      required int64 meeting (TIMESTAMP(NANOS,true)); required binary text (UTF8); \
                      required group other { required int32 x; } }";
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let mut out = Vec::new();
        let mut writer =
            SerializedFileWriter::new(&mut out, schema, Arc::new(WriterProperties::default())).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<DoubleType>().write_batch(&[7.0, 8.5], None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&[20_347], Some(&[1, 0]), None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&[1_757_980_800_000_000_000, 0], None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let texts = ["We agree.", " Señor "].map(ByteArray::from);
        column.typed::<ByteArrayType>().write_batch(&texts, None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&[1, 2], None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();
        out
    }

    #[test]
    fn rows_are_statements() {
        let read = contents("t.parquet", &table(), &Input::default());
        assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
        let shown = |raw: &crate::ingest::Raw| {
            let known = &raw.metadata;
            format!("{} {} {} {}", raw.id, iso(&known.date), iso(&known.meeting), raw.text)
        };
        let shown: Vec<String> = read.raw.iter().map(shown).collect();
        assert_eq!(shown, ["7 2025-09-16 2025-09-16 We agree.", "8.5  1970-01-01 Señor"]);
        assert_eq!(read.raw[1].place.line, Some(2));
    }

    #[test]
    fn damaged_tables_are_refused() {
        let whole = table();
        for cut in [5, whole.len() / 2, whole.len() - 1] {
            let read = contents("t.parquet", &whole[..cut], &Input::default());
            assert!(read.diagnostics[0].found.contains("damaged"), "{:?}", read.diagnostics);
        }
        for at in (0..whole.len()).step_by(3) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            contents("t.parquet", &bytes, &Input::default());
        }
    }
}
