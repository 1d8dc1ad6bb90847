//! Documents and workbooks that are archives of XML: DOCX, ODT, XLSX and ODS.
//!
//! Owns which part of such an archive is which. Macros and pictures are never opened.

mod docx;
mod ods;
mod odt;
mod styles;
mod workbook;
mod xml;

pub(super) use docx::docx;
pub(super) use ods::ods;
pub(super) use odt::odt;
#[cfg(feature = "parquet")]
pub(super) use workbook::cell_number;
pub(super) use workbook::xlsx;

use super::archive;
use super::find::Format;
use crate::error::{Diagnostic, Place};
use std::io::Cursor;
use xml::{Node, Xml, text_of};
use zip::ZipArchive;

/// An opened archive.
struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    place: &'b Place,
}

impl<'b> Package<'b> {
    fn open(bytes: &'b [u8], place: &'b Place) -> Result<Self, Diagnostic> {
        let damaged = |_| {
            Diagnostic::reject(place.clone(), "the document is damaged: it cannot be unpacked")
                .remedy("Get it anew from where it came")
        };
        Ok(Package { archive: ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?, place })
    }

    /// A part as text; none where there is no such part.
    fn part(&mut self, name: &str) -> Result<Option<String>, Diagnostic> {
        let bytes = archive::part(&mut self.archive, name, self.place)?;
        bytes.map(|bytes| text_of(&bytes, self.place)).transpose()
    }

    /// A part without which there is no document.
    fn needed(&mut self, name: &str) -> Result<String, Diagnostic> {
        let missing = || {
            Diagnostic::reject(
                self.place.clone(),
                format!("the document is damaged: its part `{name}` is missing"),
            )
            .remedy("Open it in the program that made it and save it again")
        };
        let missing = missing();
        self.part(name)?.ok_or(missing)
    }

    /// The name of the main part of a document in Office Open XML.
    fn main_part(&mut self) -> Option<String> {
        let text = self.part("_rels/.rels").ok()??;
        let mut xml = Xml::new(&text, self.place);
        while let Ok(Some(node)) = xml.next() {
            let Node::Open(tag) = node else { continue };
            let is_main = tag.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"));
            if is_main {
                return tag.attribute("Target").map(|target| target.trim_start_matches('/').to_string());
            }
        }
        None
    }
}

/// The format of an archive: a document, a workbook, or a mere archive.
pub(super) fn format(bytes: &[u8]) -> Format {
    let place = Place::default();
    let Ok(mut package) = Package::open(bytes, &place) else { return Format::Zip };
    let kind = package.part("mimetype").ok().flatten().unwrap_or_default();
    let open_document = kind.trim().strip_prefix("application/vnd.oasis.opendocument.").unwrap_or_default();
    match open_document.split('-').next().unwrap_or_default() {
        "text" => return Format::Odt,
        "spreadsheet" => return Format::Ods,
        _ => {}
    }
    match package.main_part().unwrap_or_default() {
        part if part.ends_with(".bin") => Format::Unread("a binary workbook"),
        part if part.starts_with("word/") => Format::Docx,
        part if part.starts_with("xl/") => Format::Xlsx,
        part if part.starts_with("ppt/") => Format::Unread("a presentation"),
        _ => Format::Zip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::{packed, shown};

    /// The paragraphs of a document of such parts, and all that is said of it.
    pub(super) fn opened(name: &str, parts: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let bytes = packed(parts);
        let place = Place::file(name);
        let read = match format(&bytes) {
            Format::Docx => docx(&bytes, &place),
            Format::Odt => odt(&bytes, &place),
            other => panic!("{other:?}"),
        };
        match read {
            Err(refused) => (Vec::new(), vec![refused.found]),
            Ok(document) => (shown(&document), document.notes.into_iter().map(|note| note.found).collect()),
        }
    }

    #[test]
    fn archives_are_told_apart() {
        let relation = |target: &str| format!("<R><R Type='u/officeDocument' Target='{target}'/></R>");
        for (parts, expected) in [
            (vec![("_rels/.rels", relation("word/document.xml"))], Format::Docx),
            (vec![("_rels/.rels", relation("xl/workbook.xml"))], Format::Xlsx),
            (vec![("_rels/.rels", relation("xl/workbook.bin"))], Format::Unread("a binary workbook")),
            (vec![("mimetype", "application/vnd.oasis.opendocument.text-template".into())], Format::Odt),
            (vec![("mimetype", "application/vnd.oasis.opendocument.spreadsheet".into())], Format::Ods),
            (vec![("mimetype", "application/epub+zip".into())], Format::Zip),
            (vec![("a.txt", "We agree.".into())], Format::Zip),
        ] {
            let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
            assert_eq!(format(&packed(&parts)), expected, "{parts:?}");
        }
    }
}
