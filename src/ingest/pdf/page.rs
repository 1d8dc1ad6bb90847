//! A page as any reader gives it: words with their places.

/// A page; lengths in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Page {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Its words, in the order of the file.
    pub words: Vec<Word>,
    /// Signs whose character the font does not tell.
    pub n_unread: usize,
    /// Signs that run upwards or aslant.
    pub n_turned: usize,
    /// Whether it shows anything but text.
    pub has_picture: bool,
}

/// A word; lengths in points from the upper left corner of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Word {
    /// Its characters.
    pub text: String,
    /// Its left end.
    pub left: f64,
    /// Its right end.
    pub right: f64,
    /// The line on which it stands.
    pub baseline: f64,
    /// The size of its type.
    pub size: f64,
    /// Whether it is set in bold.
    pub is_bold: bool,
    /// Whether it is set in italics.
    pub is_italic: bool,
}
