//! Markdown as paragraphs.
//!
//! Owns what of it is text: marks are not, nor are addresses of links, footnotes and a block of settings at the
//! top. What is left out is told.

use super::document::Document;
use super::html;
use super::left_out::LeftOut;
use super::paragraphs::{Look, Paragraphs};
use crate::error::Place;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Reads a text in Markdown.
pub(super) fn read(text: &str, place: &Place) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut page = Page::default();
    Parser::new_ext(text, options).for_each(|event| page.take(event));
    let notes = page.left_out.notes(place);
    Document { notes, paragraphs: page.paragraphs.finish(), ..Document::default() }
}

/// A text as it is read.
#[derive(Default)]
struct Page {
    paragraphs: Paragraphs,
    n_bold: usize,
    n_italic: usize,
    /// Elements open whose text is left out.
    n_silent: usize,
    is_heading: bool,
    html: String,
    left_out: LeftOut,
}

impl Page {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.begin(&tag),
            Event::End(tag) => self.end(tag),
            _ if self.n_silent > 0 => {}
            Event::Text(text) => self.lines(&text),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.paragraphs.line_break(),
            Event::Html(text) => self.html.push_str(&text),
            Event::InlineHtml(tag) if tag.to_lowercase().starts_with("<br") => self.paragraphs.line_break(),
            Event::Rule => self.end_paragraph(),
            Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn begin(&mut self, tag: &Tag) {
        match tag {
            Tag::Strong => self.n_bold += 1,
            Tag::Emphasis => self.n_italic += 1,
            Tag::Image { .. } => self.n_silent += 1,
            Tag::FootnoteDefinition(_) => {
                self.n_silent += 1;
                self.left_out.n_footnotes += 1;
            }
            Tag::MetadataBlock(_) => {
                self.n_silent += 1;
                self.left_out.has_settings = true;
            }
            Tag::Strikethrough | Tag::Link { .. } | Tag::Superscript | Tag::Subscript => {}
            _ => {
                self.end_paragraph();
                self.is_heading = matches!(tag, Tag::Heading { .. });
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.n_bold = self.n_bold.saturating_sub(1),
            TagEnd::Emphasis => self.n_italic = self.n_italic.saturating_sub(1),
            TagEnd::Image | TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_) => {
                self.n_silent = self.n_silent.saturating_sub(1);
            }
            TagEnd::Strikethrough | TagEnd::Link | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::HtmlBlock => {
                let inside = html::read(&std::mem::take(&mut self.html));
                self.paragraphs.extend(inside.paragraphs);
            }
            _ => {
                self.end_paragraph();
                self.is_heading = false;
            }
        }
    }

    fn end_paragraph(&mut self) {
        if self.is_heading {
            self.paragraphs.set_heading(true);
        }
        self.paragraphs.end();
    }

    fn text(&mut self, text: &str) {
        self.paragraphs.text(text, Look { bold: self.n_bold > 0, italic: self.n_italic > 0 });
    }

    /// Text whose line ends stand, as in a block that is set in.
    fn lines(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.paragraphs.line_break();
            }
            self.text(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::shown;

    #[test]
    fn marks_are_no_text() {
        for (text, expected) in [
            (
                "# Session 3\n\n**Peru | Ana Ruiz**\n\nWe agree\nwith all.",
                "#Session 3|[Peru | Ana Ruiz]|We agree with all.",
            ),
            (
                "**Mr. Li** (China): *Yes*.\n\n_The meeting rose._",
                "[Mr. Li] (China): Yes.|/The meeting rose.",
            ),
            ("- one\n- two\n\n1. [three](http://x)", "one|two|three"),
            ("| a | b |\n|---|---|\n| c | **d** |", "a|b|c|[d]"),
            ("---\ntitle: x\n---\n\nText[^1] &amp; ![alt](p.png)more.\n\n[^1]: Note.", "Text & more."),
            ("<div>\n<p>In <b>HTML</b></p>\n</div>\n\nOut<br>side", "In HTML|Out side"),
            ("    set in\n    by four\n\n    and more", "set in by four|and more"),
        ] {
            let document = read(text, &Place::file("a.md"));
            assert_eq!(shown(&document).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn what_is_left_out_is_told() {
        let document = read("---\na: b\n---\n\nText[^1].\n\n[^1]: Note.", &Place::file("a.md"));
        let said: Vec<&str> = document.notes.iter().map(|note| note.found.as_str()).collect();
        assert_eq!(said, ["footnotes and endnotes left out: 1", "the block of settings at the top left out"]);
    }
}
