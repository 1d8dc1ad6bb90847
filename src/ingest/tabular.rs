//! Tables of statements in text: CSV, TSV and JSON lines.

use super::rows::Rows;
use crate::error::Diagnostic;
use crate::spreadsheet::{RecordLines, delimiter};

/// Reads a table whose separator is given, or told from its header.
pub(super) fn separated(text: &str, separator: Option<u8>, rows: &mut Rows) {
    let bytes = text.as_bytes();
    let separator = separator.unwrap_or_else(|| delimiter(bytes));
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(bytes);
    let place = rows.place();
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(fault) => {
            let found = format!("this is not a table: {fault}");
            return rows.refuse(Diagnostic::reject(place.at_line(1), found));
        }
    };
    if let Err(why) = rows.check(&headers.iter().collect::<Vec<_>>(), place.clone().at_line(1)) {
        return rows.refuse(why);
    }
    let mut lines = RecordLines::new(bytes);
    for record in reader.records() {
        match record {
            Ok(record) => rows.push(lines.line(record.position()), |name| {
                let at = headers.iter().position(|header| header.trim() == name);
                at.and_then(|at| record.get(at)).unwrap_or_default().trim().to_string()
            }),
            Err(fault) => {
                let line = lines.line(fault.position());
                rows.refuse(
                    Diagnostic::reject(place.clone().at_line(line), "the row cannot be read")
                        .remedy("Save the table as CSV in UTF-8"),
                );
            }
        }
    }
}

/// Reads one object a line.
pub(super) fn json_lines(text: &str, rows: &mut Rows) {
    let lines = text.split('\n').zip(1..).filter(|(line, _)| !line.trim().is_empty());
    for (line, number) in lines {
        if let Err(why) = json_line(line, number, rows) {
            rows.refuse(why);
        }
    }
}

fn json_line(line: &str, number: u64, rows: &mut Rows) -> Result<(), Diagnostic> {
    let place = rows.place().at_line(number);
    let value: serde_json::Value = serde_json::from_str(line).map_err(|fault| {
        Diagnostic::reject(place.clone().at_column(fault.column() as u64), "the line is not valid JSON")
            .remedy("Mend the line: keys and texts stand in straight quotation marks")
    })?;
    let serde_json::Value::Object(object) = value else {
        return Err(
            Diagnostic::reject(place, "the line is not an object {…}").remedy("Write one object a line")
        );
    };
    rows.check(&object.keys().map(String::as_str).collect::<Vec<_>>(), place)?;
    rows.push(number, |name| match object.get(name) {
        Some(serde_json::Value::String(text)) => text.trim().to_string(),
        Some(serde_json::Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Raw;

    fn table(name: &str, text: &str) -> (Vec<Raw>, Vec<Diagnostic>) {
        let read = crate::ingest::tests::contents(name, text.as_bytes(), &Default::default());
        (read.raw, read.diagnostics)
    }

    #[test]
    fn rows_are_statements_with_their_line() {
        let (raw, faults) = table("t.csv", "id,text,actor\na,\"One\nline\",Mexico\n,Two,Peru\n");
        assert!(faults.is_empty());
        assert_eq!((raw[0].id.as_str(), raw[1].id.as_str()), ("a", "t#2"));
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
