//! PDF: from words with places to paragraphs in reading order.
//!
//! Furniture is removed by its repetition, columns are read one after the other, footnotes stand
//! apart. Whatever is left out is said; a file without text, or with signs that nobody can read, is
//! refused with the remedy.

mod columns;
mod glyphs;
mod ligatures;
mod page;
mod paragraphs;
mod poppler;
mod rows;

use super::document::Document;
use crate::error::{Diagnostic, Place};
use crate::study::PdfReader;
use ligatures::Mended;
use page::Page;
use regex::Regex;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

/// The share of damaged words from which a text is not fit to be coded. Of records and statements with a
/// sound text up to 6 in 1,000 look damaged, of a poor recognition of 1950 print 59.
const MOST_DAMAGED: f64 = 0.025;

/// The share of signs without a character from which a font is broken.
const MOST_UNREAD: f64 = 0.05;

/// A word as no printer sets it.
static DAMAGED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[~^{}|\\<>•■_§¬¦\u{FFFD}]|\p{Ll}\p{Lu}|\p{L}[0-9]\p{L}|\p{Ll}[.,:;!?]\p{Ll}").ok()
});

/// Reads a PDF.
///
/// # Errors
/// Where it is locked, broken, a scan, or its text is too poor to be coded.
pub(super) fn read(bytes: &[u8], reader: PdfReader, place: &Place) -> Result<Document, Diagnostic> {
    let reject = |found: String, remedy: &str| Diagnostic::reject(place.clone(), found).remedy(remedy);
    let (pages, mended) = pages(bytes, reader).map_err(|fault| {
        let (found, remedy) = fault.words();
        reject(found.into(), remedy)
    })?;
    if is_cut_off(bytes) {
        let (found, remedy) = Fault::CutOff.words();
        return Err(reject(found.into(), remedy));
    }
    if let Some((found, remedy)) = unfit(&pages) {
        return Err(reject(found, remedy));
    }
    let document = document(&pages, &mended, place);
    match damaged(&document) {
        share if share > MOST_DAMAGED => Err(reject(
            format!(
                "the text in this PDF is too poor to be coded: {:.0} of 1,000 words are damaged",
                1000.0 * share
            ),
            RECOGNISE,
        )),
        _ => Ok(document),
    }
}

const RECOGNISE: &str = "Recognise its text anew (for example with OCRmyPDF --force-ocr, or Acrobat's Recognise Text), look it over, and run again";

/// The pages of a file, and the ligatures that were read against its font.
fn pages(bytes: &[u8], reader: PdfReader) -> Result<(Vec<Page>, Vec<Mended>), Fault> {
    match reader {
        // A panic of the library refuses this file alone.
        PdfReader::Builtin => {
            catch_unwind(AssertUnwindSafe(|| glyphs::pages(bytes))).unwrap_or(Err(Fault::Broken))
        }
        PdfReader::Pdftotext => match poppler::pages(bytes) {
            Ok(Some(pages)) => Ok((pages, Vec::new())),
            Ok(None) => Err(Fault::Broken),
            Err(_) => Err(Fault::NoProgram),
        },
    }
}

/// The name and version of a reader, as a manifest records it.
pub fn reader_version(reader: PdfReader) -> String {
    match reader {
        PdfReader::Builtin => "builtin, on hayro-interpret 0.9".into(),
        PdfReader::Pdftotext => poppler::version().unwrap_or_default(),
    }
}

/// Why a file could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// It is locked by a password.
    Locked,
    /// It is no PDF, or broken.
    Broken,
    /// Its end is missing.
    CutOff,
    /// The program that the study asks for is not installed.
    NoProgram,
}

impl Fault {
    /// What was found, and what to do.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Fault::Locked => (
                "the PDF is locked by a password",
                "Open it with the password, save it without one, and run again",
            ),
            Fault::Broken => (
                "this is not a PDF, or it is broken",
                "Download it again, or open it and print it to a new PDF",
            ),
            Fault::CutOff => (
                "the PDF is cut off: its end is missing, and perhaps pages",
                "Download it again, or open it, compare its last page, and print it to a new PDF",
            ),
            Fault::NoProgram => (
                "the study asks for pdftotext, which is not installed",
                "Install Poppler, or take the built-in reader: [statements] pdf_reader = \"builtin\"",
            ),
        }
    }
}

/// How far from its end a PDF may say where its table of objects is, for what programs leave behind it.
const TAIL: usize = 4096;

/// Whether the end of the file is missing, and pages with it that nobody would miss.
fn is_cut_off(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    memchr::memmem::find(tail, b"startxref").is_none()
}

/// Why pages cannot be read as text, and what to do; none where they can.
fn unfit(pages: &[Page]) -> Option<(String, &'static str)> {
    let n_words: usize = pages.iter().map(|page| page.words.len()).sum();
    let n_unread: usize = pages.iter().map(|page| page.n_unread).sum();
    let n_signs: usize =
        pages.iter().flat_map(|page| &page.words).map(|word| word.text.chars().count()).sum();
    if n_unread as f64 > MOST_UNREAD * (n_signs + n_unread) as f64 {
        return Some((
            format!("a font of this PDF does not tell its characters: {n_unread} signs cannot be read"),
            RECOGNISE,
        ));
    }
    match (n_words, pages.iter().any(|page| page.has_picture)) {
        (0, true) => Some(("it is a scan: pictures of pages, no text".into(), RECOGNISE)),
        (0, false) => Some(("the PDF holds no text".into(), "Look whether it is the right file")),
        _ => None,
    }
}

/// The paragraphs of pages.
fn document(pages: &[Page], mended: &[Mended], place: &Place) -> Document {
    let mut rows: Vec<_> = pages.iter().map(rows::rows).collect();
    let removed = rows::remove_furniture(pages, &mut rows);
    let lines = pages.iter().zip(rows).enumerate();
    let lines = lines.flat_map(|(number, (page, rows))| columns::lines(number, page.width, rows)).collect();
    let assembled = paragraphs::assemble(lines);
    let at = |page: usize| place.clone().at_page(page as u32 + 1);
    let note =
        |what: &str, (page, text): &(usize, String)| Diagnostic::note(at(*page), format!("{what} `{text}`"));
    let mut notes: Vec<Diagnostic> = removed.iter().map(|row| note("removed the line", row)).collect();
    notes.extend(assembled.footnotes.iter().map(|footnote| note("left out the footnote", footnote)));
    notes.extend(mended.iter().map(|mended| {
        let Mended { given, letters, n_words } = mended;
        let found =
            format!("its font gives `{given}` for a sign that is read as `{letters}`, in {n_words} words");
        Diagnostic::warning(place.clone(), found).remedy("Look over the text (plenary ingest --texts DIR)")
    }));
    notes.extend(pages.iter().enumerate().filter(|(_, page)| page.n_unread > 0).map(|(number, page)| {
        let found = format!("{} signs were dropped: the font does not tell their characters", page.n_unread);
        Diagnostic::warning(at(number), found).remedy("Look over the page (plenary ingest --texts DIR)")
    }));
    notes.extend(pages.iter().enumerate().filter(|(_, page)| page.n_turned > 0).map(|(number, page)| {
        let found = format!("{} signs that run upwards or aslant were left out", page.n_turned);
        Diagnostic::warning(at(number), found).remedy("Look over the page (plenary ingest --texts DIR)")
    }));
    notes.extend(pages.iter().enumerate().filter(|(_, page)| page.words.is_empty() && page.has_picture).map(
        |(number, _)| {
            Diagnostic::warning(at(number), "the page is a picture without text")
                .remedy("Recognise its text if it holds any")
        },
    ));
    let furniture = removed.into_iter().map(|(_, text)| text).collect();
    Document { paragraphs: assembled.paragraphs, furniture, notes, ..Document::default() }
}

/// The share of words that are damaged; addresses of the web are not.
fn damaged(document: &Document) -> f64 {
    let Some(pattern) = DAMAGED.as_ref() else { return 0.0 };
    let words = || document.paragraphs.iter().flat_map(|paragraph| paragraph.text.split_whitespace());
    let is_address =
        |word: &str| ["http", "www.", "@", ".org", ".int", ".com"].iter().any(|part| word.contains(part));
    let n = words().filter(|word| pattern.is_match(word) && !is_address(word)).count();
    n as f64 / words().count().max(1) as f64
}
