//! A document as paragraphs in reading order: what every reader of documents gives.
//!
//! Knows nothing of who speaks; `turns` finds that.

use super::{Contents, InputFile, Raw};
use crate::error::{Diagnostic, Place};
use crate::statement::Metadata;

/// What a file of paragraphs holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Document {
    /// Its paragraphs, in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// What the file says of itself, as far as it is not in its paragraphs.
    pub metadata: Metadata,
    /// What was left out, joined or doubtful.
    pub notes: Vec<Diagnostic>,
}

/// A paragraph: one line of plain text, composed characters, single spaces.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Paragraph {
    /// The text.
    pub text: String,
    /// The page of the document on which it begins, from 1.
    pub page: Option<u32>,
    /// Bytes at its beginning that are set in bold or marked as emphasis; 0 where the file does not say.
    pub bold: usize,
    /// Whether all of it is in italics.
    pub is_italic: bool,
    /// Whether it is a heading.
    pub is_heading: bool,
}

impl Paragraph {
    /// A paragraph of which only the text is known.
    #[allow(dead_code, reason = "for readers that know no more")]
    pub fn plain(text: impl Into<String>) -> Self {
        Paragraph { text: text.into(), ..Paragraph::default() }
    }
}

impl Document {
    /// The document as one statement.
    pub fn statement(self, file: &InputFile, metadata: Metadata) -> Contents {
        let texts: Vec<&str> = self.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
        let raw = Raw {
            id: file.id.to_string(),
            place: Place::file(&file.path),
            metadata,
            text: texts.join("\n\n"),
            is_cleaned: true,
        };
        Contents { raw: vec![raw], diagnostics: self.notes, checksum: None }
    }
}
