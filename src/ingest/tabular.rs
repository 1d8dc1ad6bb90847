//! Tables of statements: CSV, TSV and JSON lines, one row a statement.

use super::{Contents, InputFile, Raw};
use crate::error::{Diagnostic, Place};
use crate::spreadsheet::{RecordLines, delimiter};
use crate::statement::Metadata;
use crate::study::Columns;

/// Reads a table whose separator is given, or told from its header.
pub(super) fn separated(
    bytes: &[u8],
    separator: Option<u8>,
    file: &InputFile,
    columns: &Columns,
) -> Contents {
    let bytes = without_mark(bytes);
    let separator = separator.unwrap_or_else(|| delimiter(bytes));
    let place = Place::file(&file.path);
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(bytes);
    let headers = match reader.headers() {
        Ok(headers) if headers.iter().any(|name| name.trim() == columns.text) => headers.clone(),
        Ok(headers) => {
            let headers: Vec<&str> = headers.iter().collect();
            return refused(no_text_column(place.at_line(1), &headers, columns));
        }
        Err(fault) => {
            return refused(Diagnostic::reject(place.at_line(1), format!("this is not a table: {fault}")));
        }
    };
    let (mut raw, mut faults) = (Vec::new(), Vec::new());
    let mut lines = RecordLines::new(bytes);
    for (row, record) in reader.records().enumerate() {
        match record {
            Ok(record) => {
                let line = lines.line(record.position());
                let cell = |name: &str| {
                    let at = headers.iter().position(|header| header.trim() == name);
                    at.and_then(|at| record.get(at)).unwrap_or_default().trim().to_string()
                };
                raw.push(statement(file, row, place.clone().at_line(line), columns, cell));
            }
            Err(fault) => {
                let line = lines.line(fault.position());
                faults.push(
                    Diagnostic::reject(place.clone().at_line(line), "the row cannot be read")
                        .remedy("Save the table as CSV in UTF-8"),
                );
            }
        }
    }
    Contents { raw, diagnostics: faults, ..Contents::default() }
}

fn refused(fault: Diagnostic) -> Contents {
    Contents { diagnostics: vec![fault], ..Contents::default() }
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

fn no_text_column(place: Place, headers: &[&str], columns: &Columns) -> Diagnostic {
    let found = format!("there is no column `{}`; its columns are {}", columns.text, headers.join(", "));
    Diagnostic::reject(place, found)
        .remedy("Name the column that holds the text in the study file: [statements.columns] text = \"…\"")
}

/// Reads one object a line.
pub(super) fn json_lines(bytes: &[u8], file: &InputFile, columns: &Columns) -> Contents {
    let bytes = without_mark(bytes);
    let (mut raw, mut faults) = (Vec::new(), Vec::new());
    let lines = bytes.split(|b| *b == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty());
    for (row, (number, line)) in lines.enumerate() {
        let place = Place::file(&file.path).at_line(number as u64 + 1);
        match serde_json::from_slice::<serde_json::Value>(line) {
            Ok(serde_json::Value::Object(object)) if object.contains_key(&columns.text) => {
                let cell = |name: &str| match object.get(name) {
                    Some(serde_json::Value::String(text)) => text.trim().to_string(),
                    Some(serde_json::Value::Null) | None => String::new(),
                    Some(other) => other.to_string(),
                };
                raw.push(statement(file, row, place, columns, cell));
            }
            Ok(serde_json::Value::Object(object)) => {
                let keys: Vec<&str> = object.keys().map(String::as_str).collect();
                faults.push(no_text_column(place, &keys, columns));
            }
            Ok(_) => faults.push(
                Diagnostic::reject(place, "the line is not an object {…}").remedy("Write one object a line"),
            ),
            Err(fault) => faults.push(
                Diagnostic::reject(place.at_column(fault.column() as u64), "the line is not valid JSON")
                    .remedy("Mend the line: keys and texts stand in straight quotation marks"),
            ),
        }
    }
    Contents { raw, diagnostics: faults, ..Contents::default() }
}

fn statement(
    file: &InputFile,
    row: usize,
    place: Place,
    columns: &Columns,
    cell: impl Fn(&str) -> String,
) -> Raw {
    let id = Some(cell(&columns.id)).filter(|id| !id.is_empty());
    let metadata = Metadata {
        actor: cell(&columns.actor),
        iso3: cell(&columns.iso3),
        date: cell(&columns.date),
        meeting: cell(&columns.meeting),
        speaking_order: cell(&columns.speaking_order),
        speaker: cell(&columns.speaker),
        speaker_title: cell(&columns.speaker_title),
        on_behalf_of: cell(&columns.on_behalf_of),
        document_symbol: cell(&columns.document_symbol),
        url: cell(&columns.url),
        page: cell(&columns.page),
        ..Metadata::default()
    };
    let id = id.unwrap_or_else(|| format!("{}#{}", file.id, row + 1));
    Raw { id, place, metadata, text: cell(&columns.text), is_cleaned: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, text: &str) -> (Vec<Raw>, Vec<Diagnostic>) {
        let mut file = InputFile::standard_input(Vec::new());
        file.path = std::path::Path::new(name).into();
        let read = crate::ingest::read_bytes(text.as_bytes(), &file, &Default::default());
        (read.raw, read.diagnostics)
    }

    #[test]
    fn rows_are_statements_with_their_line() {
        let (raw, faults) = table("t.csv", "id,text,actor\na,\"One\nline\",Mexico\n,Two,Peru\n");
        assert!(faults.is_empty());
        assert_eq!((raw[0].id.as_str(), raw[1].id.as_str()), ("a", "stdin#2"));
        assert_eq!((raw[1].place.line, raw[1].metadata.actor.as_str()), (Some(4), "Peru"));
        let (raw, _) = table("t.csv", "id,text\r\n\r\na,One\r\nb,Two\r\n");
        assert_eq!((raw[0].place.line, raw[1].place.line), (Some(3), Some(4)));
        let (raw, _) = table("t.csv", "id;text\na;One, two\n");
        assert_eq!(raw[0].text, "One, two");
    }

    #[test]
    fn a_broken_line_is_refused_alone() {
        let (raw, faults) =
            table("t.jsonl", "{\"text\": \"a\"}\n{\"text\": \n\n{\"text\": \"b\"}\n[]\n{\"x\": 1}\n");
        assert_eq!((raw.len(), faults.len()), (2, 3));
        assert_eq!(faults[0].place.line, Some(2));
        assert_eq!(faults[2].place.line, Some(6));
    }

    #[test]
    fn a_table_without_text_names_its_columns() {
        let (raw, faults) = table("t.csv", "id,body\n1,x\n");
        assert!(raw.is_empty());
        assert!(faults[0].reason().contains("body") && faults[0].reason().contains("[statements.columns]"));
    }
}
