//! From files to statements. Nothing else opens statements.
//!
//! Owns finding the files of an input, their formats (one file a format), encodings, cleaning, and the ids
//! of statements. What cannot be read is a diagnostic, never a lost statement.

mod archive;
mod clean;
mod dates;
mod document;
mod encoding;
mod english;
mod file_name;
mod find;
mod html;
mod hyphen;
mod left_out;
mod markdown;
mod office;
mod paragraphs;
#[cfg(feature = "parquet")]
mod parquet_table;
mod pdf;
mod rows;
mod rtf;
mod sniff;
mod speakers;
mod tabular;
mod text_file;
mod turns;

pub use clean::{Cleaned, clean};
pub use find::{InputFile, find, find_again, nothing_found};
pub use pdf::reader_version;
pub use speakers::{Expected, SpeakersList};
pub use turns::Vote;

use crate::error::{Diagnostic, Place};
use crate::statement::{Metadata, Statement};
use crate::study::Input;
use crate::text::language;
use document::Document;
use encoding::{Decoded, decode};
use find::Format;
use rows::Rows;
use serde::ser::SerializeStruct;
use std::path::Path;
use std::sync::Arc;

/// A statement that is found but not yet cleaned.
#[derive(Debug, Default)]
pub struct Raw {
    /// Its id, if its row or file gives one.
    pub id: String,
    /// Where it was found.
    pub place: Place,
    /// What is known of it.
    pub metadata: Metadata,
    /// Its text.
    pub text: String,
    /// Whether the text is in paragraphs already, as readers of documents give it.
    pub is_cleaned: bool,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Contents {
    /// Its statements, in order.
    pub raw: Vec<Raw>,
    /// Its recorded votes.
    pub votes: Vec<Vote>,
    /// What could not be read, or was left out.
    pub diagnostics: Vec<Diagnostic>,
    /// The checksum of the file, where it could be read at all.
    pub checksum: Option<Checksum>,
}

/// A file's checksum.
#[derive(Clone, Debug, PartialEq)]
pub struct Checksum {
    /// The file as the user named it.
    pub file: Arc<Path>,
    /// BLAKE3 of its bytes.
    pub hash: blake3::Hash,
}

impl serde::Serialize for Checksum {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("Checksum", 2)?;
        entry.serialize_field("file", &self.file.to_string_lossy())?;
        entry.serialize_field("blake3", self.hash.to_hex().as_str())?;
        entry.end()
    }
}

/// Reads a file as a study says.
///
/// A file that cannot be read is a diagnostic of kind reject.
pub fn read(file: &InputFile, settings: &Input) -> Contents {
    match file.read() {
        Err(diagnostic) => Contents::refused(diagnostic),
        Ok(bytes) => {
            let checksum = Some(Checksum::of(file, &bytes));
            let read = read_bytes(&bytes, file, settings);
            Contents { checksum, ..text_file::in_turns(read, file) }
        }
    }
}

/// Reads bytes as a file of that name would be read.
pub fn read_as(name: &str, bytes: &[u8], settings: &Input) -> Contents {
    let file = InputFile::named(name);
    text_file::in_turns(read_bytes(bytes, &file, settings), &file)
}

/// Reads a file as it stands: a text file is one statement, whatever it holds, and no checksum is taken.
pub fn read_as_is(file: &InputFile, settings: &Input) -> Contents {
    match file.read() {
        Err(diagnostic) => Contents::refused(diagnostic),
        Ok(bytes) => read_bytes(&bytes, file, settings),
    }
}

fn read_bytes(bytes: &[u8], file: &InputFile, settings: &Input) -> Contents {
    let place = Place::file(&file.path);
    if bytes.is_empty() {
        return Contents::refused(
            Diagnostic::reject(place, "the file is empty").remedy("Save the statement into it again"),
        );
    }
    match Format::of(file, bytes) {
        Format::Pdf => of_document(pdf::read(bytes, settings.pdf_reader, &place), file),
        Format::Docx => of_document(office::docx(bytes, &place), file),
        Format::Odt => of_document(office::odt(bytes, &place), file),
        Format::Rtf => of_document(rtf::read(bytes, &place), file),
        Format::Xlsx => of_rows(file, settings, |rows| office::xlsx(bytes, rows)),
        Format::Ods => of_rows(file, settings, |rows| office::ods(bytes, rows)),
        #[cfg(feature = "parquet")]
        Format::Parquet => of_rows(file, settings, |rows| parquet_table::read(bytes, rows)),
        Format::Gzip => unpacked(bytes, file, settings),
        Format::Zip => Contents::refused(archive::refuse(&place, bytes)),
        Format::Unread(kind) => Contents::refused(
            Diagnostic::reject(place, format!("this is {kind}, which is not read"))
                .remedy("Unpack it, or open it and save it as .docx, .xlsx or plain text"),
        ),
        format => read_text(bytes, format, file, settings),
    }
}

/// Reads a file whose bytes are text in some encoding.
fn read_text(bytes: &[u8], format: Format, file: &InputFile, settings: &Input) -> Contents {
    let place = Place::file(&file.path);
    let declared = if format == Format::Html { html::declared(bytes) } else { None };
    let Decoded { text, note } = match decode(bytes, &place, declared) {
        Ok(decoded) => decoded,
        Err(refused) => return Contents::refused(refused),
    };
    let mut contents = match format {
        Format::Comma => of_rows(file, settings, |rows| tabular::separated(&text, None, rows)),
        Format::Tab => of_rows(file, settings, |rows| tabular::separated(&text, Some(b'\t'), rows)),
        Format::JsonLines => of_rows(file, settings, |rows| tabular::json_lines(&text, rows)),
        Format::Html => of_document(Ok(html::read(&text)), file),
        Format::Markdown => of_document(Ok(markdown::read(&text, &place)), file),
        _ => text_file::read(&text, file),
    };
    contents.diagnostics.extend(note);
    contents
}

/// Reads a `.gz` as the file that is packed in it.
fn unpacked(bytes: &[u8], file: &InputFile, settings: &Input) -> Contents {
    let place = Place::file(&file.path);
    match archive::gunzip(bytes, &place) {
        Err(refused) => Contents::refused(refused),
        Ok(bytes) if matches!(Format::of(file, &bytes), Format::Gzip | Format::Zip) => Contents::refused(
            Diagnostic::reject(place, "this is an archive inside another").remedy("Unpack it"),
        ),
        Ok(bytes) => read_bytes(&bytes, file, settings),
    }
}

fn of_rows<'f>(file: &'f InputFile, settings: &'f Input, read: impl FnOnce(&mut Rows<'f>)) -> Contents {
    let mut rows = Rows::new(file, settings);
    read(&mut rows);
    rows.finish()
}

/// The statements of a document, or why there are none.
fn of_document(document: Result<Document, Diagnostic>, file: &InputFile) -> Contents {
    match document {
        Err(refused) => Contents::refused(refused),
        Ok(mut document) => {
            document.metadata = file_name::complete(document.metadata, file);
            turns::read(document, file)
        }
    }
}

/// A statement read and cleaned, with what cleaning did.
#[derive(Debug)]
pub struct Opened {
    /// The statement.
    pub statement: Statement,
    /// What cleaning removed or joined.
    pub notes: Vec<Diagnostic>,
}

/// Cleans a raw statement and tells its language.
///
/// # Errors
/// A diagnostic where it holds no words.
pub fn open(raw: Raw) -> Result<Opened, Box<Diagnostic>> {
    let mut opened = match raw.is_cleaned {
        true => open_as_is(raw),
        false => {
            let cleaned = clean(&raw.text);
            opened(raw, cleaned)
        }
    }?;
    opened.statement.language = language(&opened.statement.text).unwrap_or_default().into();
    Ok(opened)
}

/// Takes a raw statement as it stands; its language is not told.
///
/// # Errors
/// As [`open`].
pub fn open_as_is(mut raw: Raw) -> Result<Opened, Box<Diagnostic>> {
    let text = std::mem::take(&mut raw.text);
    opened(raw, Cleaned { text, changes: Vec::new() })
}

fn opened(raw: Raw, cleaned: Cleaned) -> Result<Opened, Box<Diagnostic>> {
    let Cleaned { text, changes } = cleaned;
    if !text.contains(char::is_alphanumeric) {
        let diagnostic = Diagnostic::reject(raw.place, "there are no words in it")
            .remedy("Save the text of the statement into it, or take it out of the input");
        return Err(Box::new(diagnostic));
    }
    let note = |(line, change): (u64, String)| {
        let place =
            if raw.place.line.is_some() { raw.place.clone() } else { raw.place.clone().at_line(line) };
        Diagnostic::note(place, change)
    };
    let notes = changes.into_iter().map(note).collect();
    let metadata = Metadata { date: dates::iso(&raw.metadata.date), ..raw.metadata };
    let statement =
        Statement { id: raw.id, source: raw.place.file.clone(), metadata, text, ..Statement::default() };
    Ok(Opened { statement, notes })
}

impl Contents {
    /// Nothing but the reason why.
    fn refused(why: Diagnostic) -> Self {
        Contents { diagnostics: vec![why], ..Contents::default() }
    }
}

impl Checksum {
    /// Whether the file is a PDF by its name.
    pub fn is_pdf(&self) -> bool {
        self.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"))
    }

    fn of(file: &InputFile, bytes: &[u8]) -> Self {
        Checksum { file: Arc::clone(&file.path), hash: blake3::hash(bytes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    /// An archive of files.
    pub(super) fn packed(files: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// What is read of a file of this name.
    pub(super) fn contents(name: &str, bytes: &[u8], settings: &Input) -> Contents {
        let mut file = InputFile::standard_input(Vec::new());
        file.id = name.split('.').next().unwrap_or_default().into();
        file.path = Path::new(name).into();
        read_bytes(bytes, &file, settings)
    }

    /// The paragraphs of a document: `[bold]` at their beginning, `/` before italics, `#` before headings.
    pub(super) fn shown(document: &Document) -> Vec<String> {
        let show = |paragraph: &document::Paragraph| {
            let (bold, rest) = paragraph.text.split_at(paragraph.bold);
            let bold = if bold.is_empty() { String::new() } else { format!("[{bold}]") };
            let signs = [(paragraph.is_heading, "#"), (paragraph.is_italic, "/")];
            let signs: String = signs.iter().filter(|sign| sign.0).map(|sign| sign.1).collect();
            format!("{signs}{bold}{rest}")
        };
        document.paragraphs.iter().map(show).collect()
    }

    #[test]
    fn a_name_may_lie_and_each_file_is_read_or_refused() {
        let zip = packed(&[("a.txt", "We agree.")]);
        let gz = |bytes: &[u8]| {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            writer.write_all(bytes).unwrap();
            writer.finish().unwrap()
        };
        for (name, bytes, expected) in [
            ("MEX_61_2006.doc", b"{\\rtf1 We agree.}".to_vec(), "MEX_61_2006 MEX We agree."),
            ("MEX_61_2006.txt.gz", gz(b"We agree."), "MEX_61_2006 MEX We agree."),
            ("t.csv.gz", gz(b"id,text\n7,We agree.\n"), "7  We agree."),
            ("page", b"<html><p>We agree.".to_vec(), "page  We agree."),
            ("a.zip", zip.clone(), "this is an archive inside another"),
            ("a.dat", zip.clone(), "this is an archive of files"),
            ("a.gz", gz(&zip), "this is an archive inside another"),
            ("a.gz", gz(&vec![b'a'; 128 << 20]), "it is packed, and would be larger than"),
            ("a.gz", gz(b"We agree.")[..20].to_vec(), "it is packed, and cannot be unpacked"),
            (
                "a.zip",
                b"PK\x05\x06".iter().copied().chain([0; 18]).collect(),
                "there is no file in the archive",
            ),
            ("a.docx", Vec::new(), "the file is empty"),
            ("a.docx", b"We agree.".to_vec(), "a  We agree."),
            ("a.exe", b"MZ\x90\0\x03\0\0\0\x04\0".to_vec(), "this is not a text file"),
        ] {
            let read = contents(name, &bytes, &Input::default());
            let raw = read.raw.iter().map(|raw| format!("{} {} {}", raw.id, raw.metadata.iso3, raw.text));
            let all: Vec<String> = raw.chain(read.diagnostics.iter().map(|said| said.reason())).collect();
            let begin: String = all.concat().chars().take(300).collect();
            assert!(all.len() == 1 && begin.starts_with(expected), "{name}: {begin}");
        }
    }

    /// Documents of each kind whose inner text is changed at one place, or cut.
    fn damaged(n: usize) -> (&'static str, Vec<u8>) {
        const DOCX: &str = "<w:document xmlns:w='w'><w:body><w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>We &amp; they</w:t></w:r></w:p></w:body></w:document>";
        const ODT: &str =
            "<o:c xmlns:o='o' xmlns:t='t'><o:body><t:p>We <t:s t:c='3'/>agree</t:p><t:note/></o:body></o:c>";
        const ODS: &str = "<o:c xmlns:o='o' xmlns:t='t'><t:table><t:table-row t:number-rows-repeated='2'><t:table-cell t:number-columns-repeated='9'><t:p>text</t:p></t:table-cell></t:table-row></t:table></o:c>";
        const OTHERS: [(&str, &str); 5] = [
            (
                "a.rtf",
                "{\\rtf1\\uc1\\u233?{\\*\\x y}{\\fonttbl{\\f0\\fcharset204 A;}}\\bin2 xx\\'e9\\par We agree.}",
            ),
            ("a.html", "<html><main class='a'><p>We &amp; <b>they</b><br><br><pre>x\ny</pre></main>"),
            ("a.md", "---\na: b\n---\n# We\n\n**agree** [x](y) <br> | a |\n\n[^1]: z"),
            ("a.csv", "id,text\n1,\"We agree\"\n2,x\n"),
            ("a.jsonl", "{\"id\": 1, \"text\": \"We agree\"}\n"),
        ];
        let spoil = |text: &str| {
            let mut bytes = text.as_bytes().to_vec();
            let mut seed = (n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            seed ^= seed >> 29;
            let at = seed as usize % bytes.len();
            match seed % 3 {
                0 => bytes.truncate(at),
                1 => bytes[at] = (seed >> 40) as u8,
                _ => drop(bytes.splice(at..at, text.bytes().skip(at / 2).take(9))),
            }
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let relation = "<R><R Type='u/officeDocument' Target='word/document.xml'/></R>";
        let kind = |what: &str| format!("application/vnd.oasis.opendocument.{what}");
        match n % 8 {
            0 => ("a.docx", packed(&[("_rels/.rels", relation), ("word/document.xml", &spoil(DOCX))])),
            1 => ("a.odt", packed(&[("mimetype", &kind("text")), ("content.xml", &spoil(ODT))])),
            2 => ("a.ods", packed(&[("mimetype", &kind("spreadsheet")), ("content.xml", &spoil(ODS))])),
            other => (OTHERS[other - 3].0, spoil(OTHERS[other - 3].1).into_bytes()),
        }
    }

    #[test]
    fn no_bytes_stop_a_reader() {
        for n in 0..4000 {
            let (name, bytes) = damaged(n);
            let read = contents(name, &bytes, &Input::default());
            let is_silent = read.raw.is_empty() && read.diagnostics.is_empty();
            // A table without rows has nothing to tell.
            assert!(
                !is_silent || [".csv", "jsonl", ".ods"].iter().any(|end| name.ends_with(end)),
                "{name} {bytes:?}"
            );
            for raw in read.raw {
                let _ = open(raw);
            }
        }
    }
}
