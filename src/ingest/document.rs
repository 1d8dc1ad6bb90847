//! A document as paragraphs in reading order: what every reader of documents gives.
//!
//! Knows nothing of who speaks; `turns` finds that.

use crate::error::Diagnostic;
use crate::statement::Metadata;

/// What a file of paragraphs holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Document {
    /// Its paragraphs, in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// What the file says of itself, as far as it is not in its paragraphs.
    pub metadata: Metadata,
    /// What stands at the head or foot of its pages, and is in no paragraph.
    pub furniture: Vec<String>,
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
    pub fn plain(text: impl Into<String>) -> Self {
        Paragraph { text: text.into(), ..Paragraph::default() }
    }
}
