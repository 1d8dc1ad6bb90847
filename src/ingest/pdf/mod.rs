//! PDF: from words with places to paragraphs in reading order.
//!
//! Furniture is removed by its repetition, columns are read one after the other, footnotes stand
//! apart. Whatever is left out is said; a file without text, or with signs that nobody can read, is
//! refused with the remedy.

mod columns;
mod glyphs;
mod page;
mod paragraphs;
mod rows;

use super::document::Document;
use crate::error::{Diagnostic, Place};
use glyphs::Fault;
use page::Page;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a PDF.
///
/// # Errors
/// Where it is locked, broken, a scan, or cannot be read as text.
pub(super) fn read(bytes: &[u8], place: &Place) -> Result<Document, Diagnostic> {
    let reject = |found: &str, remedy: &str| Diagnostic::reject(place.clone(), found).remedy(remedy);
    let pages = match catch_unwind(AssertUnwindSafe(|| glyphs::pages(bytes))) {
        Ok(Ok(pages)) => pages,
        Ok(Err(Fault::Locked)) => {
            return Err(reject(
                "the PDF is locked by a password",
                "Open it with the password, print or save it without one, and run again",
            ));
        }
        Ok(Err(Fault::Broken)) | Err(_) => {
            return Err(reject(
                "this is not a PDF, or it is broken",
                "Download it again, or open it and print it to a new PDF",
            ));
        }
    };
    let n_words: usize = pages.iter().map(|page| page.words.len()).sum();
    let n_unread: usize = pages.iter().map(|page| page.n_unread).sum();
    if n_words == 0 && n_unread == 0 {
        return Err(match pages.iter().any(|page| page.has_image) {
            true => reject(
                "it is a scan: pictures of pages, no text",
                "Recognise its text first (for example with OCRmyPDF, or Acrobat's Recognise Text), look it over, and run again",
            ),
            false => reject("the PDF holds no text", "Look whether it is the right file"),
        });
    }
    Ok(document(&pages, place))
}

/// The paragraphs of pages.
fn document(pages: &[Page], place: &Place) -> Document {
    let mut rows: Vec<_> = pages.iter().map(rows::rows).collect();
    let removed = rows::remove_furniture(pages, &mut rows);
    let lines = pages
        .iter()
        .zip(rows)
        .enumerate()
        .flat_map(|(n, (page, rows))| columns::lines(n, page.width, rows))
        .collect();
    let assembled = paragraphs::assemble(lines);
    let note = |what: &str, (page, text): &(usize, String)| {
        Diagnostic::note(place.clone().at_page(*page as u32 + 1), format!("{what} `{text}`"))
    };
    let mut notes: Vec<Diagnostic> = removed.iter().map(|row| note("removed the line", row)).collect();
    notes.extend(assembled.footnotes.iter().map(|footnote| note("left out the footnote", footnote)));
    Document { paragraphs: assembled.paragraphs, notes, ..Document::default() }
}
