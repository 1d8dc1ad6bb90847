//! All tables as one document for Word (DOCX): a heading, the table and its note, each table in turn.

use super::{is_numeric, printed_row, widths};
use crate::error::{Error, Result};
use crate::table::Table;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const BEGIN: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;

/// A page of A4 on its side.
const END: &str = r#"<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>"#;

/// The width between the margins in twentieths of a point.
const TEXT_WIDTH: f64 = 14_570.0;

/// Lines above and below the table and under its header, as journals print tables.
const RULES: &str = r#"<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top w:val="single" w:sz="8"/><w:bottom w:val="single" w:sz="8"/></w:tblBorders></w:tblPr>"#;

/// The bytes of the document.
///
/// # Errors
/// Where it cannot be made.
pub(super) fn document(tables: &[Table]) -> Result<Vec<u8>> {
    let body: String = tables.iter().map(block).collect();
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_string()),
        ("_rels/.rels", RELATIONS.to_string()),
        ("word/document.xml", format!("{BEGIN}{body}{END}")),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let fault = |cause: std::io::Error| Error::io("tables.docx".as_ref(), &cause);
    for (name, text) in parts {
        // Without a clock, so that the bytes are the same again.
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        archive.start_file(name, options).map_err(|error| fault(error.into()))?;
        archive.write_all(text.as_bytes()).map_err(fault)?;
    }
    archive.finish().map(Cursor::into_inner).map_err(|error| fault(error.into()))
}

fn block(table: &Table) -> String {
    let shares = widths(table);
    let grid: String =
        shares.iter().map(|share| format!("<w:gridCol w:w=\"{:.0}\"/>", share * TEXT_WIDTH)).collect();
    let header: String = table
        .columns
        .iter()
        .enumerate()
        .map(|(column, name)| cell(table, column, shares[column], &name.replace('_', " "), true))
        .collect();
    let row = |cells: String, is_header: bool| {
        let repeated = if is_header { "<w:trPr><w:tblHeader/></w:trPr>" } else { "" };
        format!("<w:tr>{repeated}{cells}</w:tr>")
    };
    let rows: String = table
        .rows
        .iter()
        .map(|cells| {
            let cells = printed_row(table, cells)
                .enumerate()
                .map(|(column, found)| cell(table, column, shares[column], &found, false));
            row(cells.collect(), false)
        })
        .collect();
    format!(
        "{}<w:tbl>{RULES}<w:tblGrid>{grid}</w:tblGrid>{}{rows}</w:tbl>{}",
        paragraph(&table.title, true, 22, r#"<w:keepNext/><w:spacing w:before="480" w:after="80"/>"#),
        row(header, true),
        paragraph(&table.note, false, 16, r#"<w:spacing w:before="60"/>"#)
    )
}

fn cell(table: &Table, column: usize, share: f64, text: &str, is_header: bool) -> String {
    let rule = r#"<w:tcBorders><w:bottom w:val="single" w:sz="4"/></w:tcBorders>"#;
    let width = format!("<w:tcW w:w=\"{:.0}\" w:type=\"dxa\"/>", share * TEXT_WIDTH);
    let right = if is_numeric(table, column) { r#"<w:jc w:val="right"/>"# } else { "" };
    let rule = if is_header { rule } else { "" };
    format!("<w:tc><w:tcPr>{width}{rule}</w:tcPr>{}</w:tc>", paragraph(text, is_header, 18, right))
}

/// A paragraph; the size is in half points.
fn paragraph(text: &str, is_bold: bool, size: u32, properties: &str) -> String {
    let bold = if is_bold { "<w:b/>" } else { "" };
    format!(
        "<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{bold}<w:sz w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
        escaped(text)
    )
}

/// Text of an element; signs that XML does not have are left out.
fn escaped(text: &str) -> String {
    let is_allowed = |sign: &char| *sign >= ' ' || ['\n', '\t'].contains(sign);
    let text: String = text.chars().filter(is_allowed).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_document_holds_each_cell_and_is_the_same_twice() {
        let table = super::super::tests::example();
        let bytes = document(std::slice::from_ref(&table)).unwrap();
        assert_eq!(bytes, document(&[table]).unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text.matches("<w:tc>").count(), 9);
        assert!(text.contains(">Who said 5 % &amp; why_not<") && text.contains(">All &lt;read&gt;.<"));
        assert!(text.contains(r#"<w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">0.500<"#));
    }
}
