//! From runs of text, as documents hold them, to paragraphs.
//!
//! Knows no file format. Two line breaks in a row end a paragraph, as people type them.

use super::clean::line;
use super::document::Paragraph;

/// How a run of text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Look {
    pub bold: bool,
    pub italic: bool,
}

/// Paragraphs as their runs come; one may stand inside another, as text boxes do.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    done: Vec<Paragraph>,
    open: Vec<Open>,
}

/// A paragraph that is not ended.
#[derive(Clone, Debug, Default)]
struct Open {
    raw: String,
    /// Bytes of `raw` at its beginning that are bold.
    bold: usize,
    has_plain: bool,
    has_upright: bool,
    is_heading: bool,
}

impl Paragraphs {
    /// Begins a paragraph inside the one that is open, if one is.
    pub fn begin(&mut self) {
        self.open.push(Open::default());
    }

    /// The paragraphs that are ended.
    pub fn done(&self) -> &[Paragraph] {
        &self.done
    }

    fn current(&mut self) -> &mut Open {
        if self.open.is_empty() {
            self.begin();
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    /// Adds a run of text.
    pub fn text(&mut self, text: &str, look: Look) {
        let open = self.current();
        open.raw.push_str(text);
        if text.chars().all(char::is_whitespace) {
            return;
        }
        open.has_plain |= !look.bold;
        open.has_upright |= !look.italic;
        if !open.has_plain {
            open.bold = open.raw.len();
        }
    }

    /// Says whether the open paragraph is a heading.
    pub fn set_heading(&mut self, is_heading: bool) {
        self.current().is_heading = is_heading;
    }

    /// Breaks the line; the second break in a row ends the paragraph.
    pub fn line_break(&mut self) {
        let open = self.current();
        let is_second = open.raw.trim_end_matches([' ', '\t', '\u{A0}']).ends_with('\n');
        open.raw.push('\n');
        if is_second {
            let is_heading = open.is_heading;
            self.end();
            self.begin();
            self.set_heading(is_heading);
        }
    }

    /// Ends the open paragraph; one without words is none.
    pub fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let text = line(&open.raw);
        if text.is_empty() {
            return;
        }
        let bold = line(&open.raw[..open.bold]);
        self.done.push(Paragraph {
            bold: if text.starts_with(&bold) { bold.len() } else { 0 },
            is_italic: !open.has_upright,
            is_heading: open.is_heading,
            page: None,
            text,
        });
    }

    /// Adds paragraphs that are made.
    pub fn extend(&mut self, made: Vec<Paragraph>) {
        self.done.extend(made);
    }

    /// Drops the open paragraph.
    pub fn drop_open(&mut self) {
        self.open.pop();
    }

    /// All paragraphs, those still open ended.
    pub fn finish(mut self) -> Vec<Paragraph> {
        while !self.open.is_empty() {
            self.end();
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOLD: Look = Look { bold: true, italic: false };
    const ITALIC: Look = Look { bold: false, italic: true };

    #[test]
    fn runs_make_paragraphs_that_know_how_they_begin() {
        let mut made = Paragraphs::default();
        for (text, look) in
            [("Mr. Ruiz", BOLD), (" ", Look::default()), ("(Peru): ", BOLD), ("I  agree.", ITALIC)]
        {
            made.text(text, look);
        }
        made.end();
        made.text(" \n", BOLD);
        made.end();
        made.text("The meeting", ITALIC);
        made.line_break();
        made.text("rose.", ITALIC);
        made.line_break();
        made.line_break();
        made.text("Co\u{AD}op.", Look::default());
        let made = made.finish();
        let seen: Vec<_> = made.iter().map(|made| (&*made.text, made.bold, made.is_italic)).collect();
        assert_eq!(
            seen,
            [("Mr. Ruiz (Peru): I agree.", 16, false), ("The meeting rose.", 0, true), ("Coop.", 0, false)]
        );
    }

    #[test]
    fn a_paragraph_inside_another_is_its_own() {
        let mut made = Paragraphs::default();
        made.begin();
        made.text("Out", Look::default());
        made.begin();
        made.text("In.", Look::default());
        made.end();
        made.text("side.", Look::default());
        made.end();
        let texts: Vec<String> = made.finish().into_iter().map(|made| made.text).collect();
        assert_eq!(texts, ["In.", "Outside."]);
    }
}
