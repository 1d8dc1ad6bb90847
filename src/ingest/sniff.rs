//! How a file is to be read: by what it begins with, else by the end of its name.
//!
//! A name may lie, and may have no ending; the first bytes of documents do not.

use super::InputFile;
use super::find::Format;
use super::office;

#[cfg(feature = "parquet")]
const PARQUET: Format = Format::Parquet;
#[cfg(not(feature = "parquet"))]
const PARQUET: Format = Format::Unread("a table in Parquet, for which this program was not built");

/// What files begin with, from which byte on.
const BEGINNINGS: [(usize, &[u8], Format); 11] = [
    (0, b"%PDF-", Format::Pdf),
    (0, b"PAR1", PARQUET),
    (0, b"\x1F\x8B", Format::Gzip),
    (0, b"{\\rtf", Format::Rtf),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::Unread("a document or workbook of an older kind")),
    (0, b"7z\xBC\xAF\x27\x1C", Format::Unread("a 7z archive")),
    (0, b"Rar!\x1A\x07", Format::Unread("a rar archive")),
    (0, b"\xFD7zXZ\0", Format::Unread("an xz archive")),
    (4, b"1AY&SY", Format::Unread("a bzip2 archive")),
    (0, b"\x28\xB5\x2F\xFD", Format::Unread("a zstd archive")),
    (257, b"ustar", Format::Unread("a tar archive")),
];

/// How far in a text the signs of HTML are looked for.
const HEAD: usize = 1024;

impl Format {
    /// The format of a file that holds these bytes.
    pub fn of(file: &InputFile, bytes: &[u8]) -> Format {
        let begins = |(at, sign, _): &&(usize, &[u8], Format)| {
            bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign))
        };
        if let Some((.., format)) = BEGINNINGS.iter().find(begins) {
            return *format;
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return office::format(bytes);
        }
        match file.ending().as_str() {
            "csv" => Format::Comma,
            "tsv" | "tab" => Format::Tab,
            "jsonl" | "ndjson" => Format::JsonLines,
            "pdf" => Format::Pdf,
            "html" | "htm" | "xhtml" => Format::Html,
            "zip" => Format::Zip,
            _ if is_html(bytes) => Format::Html,
            "md" | "markdown" => Format::Markdown,
            _ => Format::Text,
        }
    }
}

/// Whether a text begins as a page of the web does.
fn is_html(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    let head = head.trim_start_matches('\u{FEFF}').trim_start();
    let is_markup = head.starts_with("<?xml") || head.starts_with("<!--");
    head.starts_with("<!doctype html") || head.starts_with("<html") || (is_markup && head.contains("<html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_win_over_the_ending() {
        let tar = [&[b'a'; 257][..], b"ustar"].concat();
        for (name, bytes, expected) in [
            ("a.txt", &b"We agree."[..], Format::Text),
            ("a", b"We agree.", Format::Text),
            ("a.CSV", b"id,text\n", Format::Comma),
            ("a.csv.gz", b"id,text\n", Format::Comma),
            ("a.txt", b"\xEF\xBB\xBF\n <!DOCTYPE HTML><p>", Format::Html),
            ("a.md", b"<?xml version=\"1.0\"?>\n<html>", Format::Html),
            ("a.md", b"# Title", Format::Markdown),
            ("a.doc", b"{\\rtf1 We agree.}", Format::Rtf),
            ("a", b"\x1F\x8B\x08", Format::Gzip),
            ("a.txt", &tar, Format::Unread("a tar archive")),
            ("a.zip", b"no archive", Format::Zip),
        ] {
            let mut file = InputFile::standard_input(Vec::new());
            file.path = std::path::Path::new(name).into();
            assert_eq!(Format::of(&file, bytes), expected, "{name}");
        }
    }
}
