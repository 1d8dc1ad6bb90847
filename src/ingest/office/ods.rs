//! Spreadsheets of LibreOffice and OpenOffice (ODS): the first sheet that has the column of texts.

use super::Package;
use super::workbook::{Sheets, cell_number};
use super::xml::{Node, Tag, Xml};
use crate::error::Diagnostic;
use crate::ingest::rows::Rows;

/// Reads a spreadsheet.
pub(in crate::ingest) fn ods(bytes: &[u8], rows: &mut Rows) {
    let mut sheets = Sheets::new(rows.place());
    match read(bytes, &mut sheets) {
        Ok(()) => sheets.hand_on(rows),
        Err(why) => rows.refuse(why),
    }
}

fn read(bytes: &[u8], sheets: &mut Sheets) -> Result<(), Diagnostic> {
    let place = sheets.place.clone();
    let text = Package::open(bytes, &place)?.needed("content.xml")?;
    let mut xml = Xml::new(&text, &place);
    let (mut row, mut n_rows, mut column) = (0, 0, 0);
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => match tag.name() {
                "table" => {
                    sheets.begin();
                    (row, n_rows) = (0, 0);
                }
                "table-row" => {
                    row += n_rows;
                    n_rows = repeated(&tag, "number-rows-repeated");
                    column = 0;
                }
                "table-cell" | "covered-table-cell" => {
                    let n_columns = repeated(&tag, "number-columns-repeated");
                    let cell = cell(&tag, &mut xml)?;
                    if !cell.is_empty() {
                        sheets.fill(
                            row..row.saturating_add(n_rows),
                            column..column.saturating_add(n_columns),
                            &cell,
                        )?;
                    }
                    column = column.saturating_add(n_columns);
                }
                "tracked-changes" | "forms" | "shapes" => xml.skip()?,
                _ => {}
            },
            Node::Close(_) | Node::Text(_) => {}
        }
    }
    Ok(())
}

fn repeated(tag: &Tag, name: &str) -> u32 {
    tag.attribute(name).and_then(|n| n.parse().ok()).unwrap_or(1)
}

/// Reads a cell to its end: dates and numbers by their value, all else as shown.
fn cell(tag: &Tag, xml: &mut Xml) -> Result<String, Diagnostic> {
    let value = match tag.attribute("value-type").as_deref() {
        Some("date") => tag.attribute("date-value"),
        Some("float") => tag.attribute("value").and_then(|value| value.parse().ok()).map(cell_number),
        _ => None,
    };
    let mut text = String::new();
    let mut depth = 1;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(inner) if ["annotation", "note"].contains(&inner.name()) => xml.skip()?,
            Node::Open(inner) => {
                depth += 1;
                match inner.name() {
                    "p" if !text.is_empty() => text.push('\n'),
                    "s" | "tab" => text.push(' '),
                    "line-break" => text.push('\n'),
                    _ => {}
                }
            }
            Node::Close(_) => depth -= 1,
            Node::Text(part) => text.push_str(&part),
        }
        if depth == 0 {
            break;
        }
    }
    Ok(value.unwrap_or(text).trim().to_string())
}

#[cfg(test)]
mod tests {
    use crate::ingest::tests::{contents, packed};
    use crate::study::Input;

    fn read(rows: &str) -> (Vec<String>, Vec<String>) {
        let text = format!(
            "<o:c xmlns:o='o' xmlns:table='t' xmlns:text='x'><table:table><table:table-row><table:table-cell><text:p>notes</text:p></table:table-cell></table:table-row></table:table>\
             <table:table>{rows}</table:table></o:c>"
        );
        let kind = "application/vnd.oasis.opendocument.spreadsheet";
        let bytes = packed(&[("mimetype", kind), ("content.xml", &text)]);
        let read = contents("t.ods", &bytes, &Input::default());
        let shown = |raw: &crate::ingest::Raw| {
            let line = raw.place.line.unwrap_or_default();
            format!("{line} {} {} {}", raw.id, raw.metadata.date, raw.text)
        };
        (read.raw.iter().map(shown).collect(), read.diagnostics.iter().map(|said| said.reason()).collect())
    }

    const HEADER: &str = "<table:table-row><table:table-cell><text:p>id</text:p></table:table-cell>\
        <table:table-cell><text:p>date</text:p></table:table-cell><table:table-cell><text:p>text</text:p></table:table-cell></table:table-row>";

    #[test]
    fn rows_are_statements() {
        let rows = "<table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='1000'/></table:table-row>\
            <table:table-row><table:table-cell o:value-type='float' o:value='7'><text:p>7,00</text:p></table:table-cell>\
            <table:table-cell o:value-type='date' o:date-value='2025-09-16'><text:p>16.09.25</text:p></table:table-cell>\
            <table:table-cell><text:p>One</text:p><text:p>two.</text:p><o:annotation><text:p>x</text:p></o:annotation></table:table-cell></table:table-row>";
        assert_eq!(read(&format!("{HEADER}{rows}")).0, ["4 7 2025-09-16 One\ntwo."]);
    }

    #[test]
    fn an_absurd_sheet_is_refused() {
        let row = "<table:table-row table:number-rows-repeated='4000000000'><table:table-cell table:number-columns-repeated='4000000000'><text:p>x</text:p></table:table-cell></table:table-row>";
        let (rows, said) = read(&format!("{HEADER}{row}"));
        assert!(rows.is_empty() && said[0].contains("cells"), "{said:?}");
    }
}
