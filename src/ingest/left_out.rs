//! What of a document is not its text, counted while it is read and told in notes.

use crate::error::{Diagnostic, Place};

/// What was left out of a document, or decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LeftOut {
    pub n_footnotes: usize,
    pub n_comments: usize,
    pub n_deletions: usize,
    pub n_insertions: usize,
    /// A table of contents.
    pub has_contents: bool,
    /// A block of settings above the text.
    pub has_settings: bool,
}

impl LeftOut {
    /// A note on each kind.
    pub fn notes(&self, place: &Place) -> Vec<Diagnostic> {
        let LeftOut { n_footnotes, n_comments, n_deletions, n_insertions, .. } = *self;
        let changes = format!(
            "tracked changes taken as accepted: insertions kept: {n_insertions}, deletions left out: {n_deletions}"
        );
        let said = [
            (n_footnotes > 0, format!("footnotes and endnotes left out: {n_footnotes}")),
            (n_comments > 0, format!("comments left out: {n_comments}")),
            (n_deletions + n_insertions > 0, changes),
            (self.has_contents, "the table of contents left out".to_string()),
            (self.has_settings, "the block of settings at the top left out".to_string()),
        ];
        let told = said.into_iter().filter(|(is_so, _)| *is_so);
        told.map(|(_, said)| Diagnostic::note(place.clone(), said)).collect()
    }
}
