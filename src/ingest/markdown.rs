//! Markdown as paragraphs.
//!
//! Owns what of it is text: marks are not, nor are addresses of links, footnotes and a block of settings at the
//! top. What is left out is told.

use super::document::Document;
use super::html;
use super::paragraphs::{Look, Paragraphs};
use crate::error::{Diagnostic, Place};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Reads a text in Markdown.
pub(super) fn read(text: &str, place: &Place) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut page = Page::default();
    Parser::new_ext(text, options).for_each(|event| page.take(event));
    let said = [
        (page.n_notes > 0, format!("footnotes left out: {}", page.n_notes)),
        (page.has_settings, "the block of settings at the top left out".to_string()),
    ];
    let notes = said.into_iter().filter(|(is_so, _)| *is_so);
    Document {
        notes: notes.map(|(_, said)| Diagnostic::note(place.clone(), said)).collect(),
        paragraphs: page.paragraphs.finish(),
        ..Document::default()
    }
}

/// A text as it is read.
#[derive(Default)]
struct Page {
    paragraphs: Paragraphs,
    n_bold: usize,
    n_italic: usize,
    /// Elements open whose text is left out.
    n_left_out: usize,
    is_heading: bool,
    html: String,
    n_notes: usize,
    has_settings: bool,
}

impl Page {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.begin(&tag),
            Event::End(tag) => self.end(tag),
            _ if self.n_left_out > 0 => {}
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
            Tag::Image { .. } => self.n_left_out += 1,
            Tag::FootnoteDefinition(_) => {
                self.n_left_out += 1;
                self.n_notes += 1;
            }
            Tag::MetadataBlock(_) => {
                self.n_left_out += 1;
                self.has_settings = true;
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
                self.n_left_out = self.n_left_out.saturating_sub(1);
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

    #[test]
    fn marks_are_no_text() {
        for (text, expected) in [
            ("# Session 3\n\n**Peru | Ana Ruiz**\n\nWe agree\nwith all.", "#Session 3|[15]Peru | Ana Ruiz|We agree with all."),
            ("**Mr. Li** (China): *Yes*.\n\n_The meeting rose._", "[6]Mr. Li (China): Yes.|/The meeting rose."),
            ("- one\n- two\n\n1. [three](http://x)", "one|two|three"),
            ("| a | b |\n|---|---|\n| c | **d** |", "a|b|c|[1]d"),
            ("---\ntitle: x\n---\n\nText[^1] &amp; ![alt](p.png)more.\n\n[^1]: Note.", "Text & more."),
            ("<div>\n<p>In <b>HTML</b></p>\n</div>\n\nOut<br>side", "In HTML|Out side"),
            ("    set in\n    by four\n\n    and more", "set in by four|and more"),
        ] {
            let document = read(text, &Place::file("a.md"));
            let shown: Vec<String> = document
                .paragraphs
                .iter()
                .map(|made| {
                    let signs = [(made.is_heading, "#"), (made.is_italic, "/")];
                    let signs: String = signs.iter().filter(|sign| sign.0).map(|sign| sign.1).collect();
                    let bold = if made.bold > 0 { format!("[{}]", made.bold) } else { String::new() };
                    format!("{signs}{bold}{}", made.text)
                })
                .collect();
            assert_eq!(shown.join("|"), expected, "{text}");
        }
    }

    #[test]
    fn what_is_left_out_is_told() {
        let document = read("---\na: b\n---\n\nText[^1].\n\n[^1]: Note.", &Place::file("a.md"));
        let said: Vec<&str> = document.notes.iter().map(|note| note.found.as_str()).collect();
        assert_eq!(said, ["footnotes left out: 1", "the block of settings at the top left out"]);
    }
}
