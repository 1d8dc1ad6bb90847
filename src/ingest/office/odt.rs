//! Documents of LibreOffice and OpenOffice (ODT) as paragraphs.
//!
//! Owns what of a document is its text, as `docx.rs` does: headers, footers, footnotes, comments and deleted
//! text are not; inserted text is. What is left out is told.

use super::Package;
use super::styles::{Said, Style, Styles};
use super::xml::{Node, Tag, Xml};
use crate::error::{Diagnostic, Place};
use crate::ingest::document::Document;
use crate::ingest::left_out::LeftOut;
use crate::ingest::paragraphs::Paragraphs;

/// Spaces that one element may stand for: more are none in a paragraph.
const MOST_SPACES: usize = 100;

/// Reads a document.
pub(in crate::ingest) fn odt(bytes: &[u8], place: &Place) -> Result<Document, Diagnostic> {
    let mut package = Package::open(bytes, place)?;
    let mut body = Body::default();
    if let Some(text) = package.part("styles.xml")? {
        add_styles(&text, place, &mut body.styles)?;
    }
    let text = package.needed("content.xml")?;
    add_styles(&text, place, &mut body.styles)?;
    body.read(&mut Xml::new(&text, place))?;
    Ok(Document {
        notes: body.left_out.notes(place),
        paragraphs: body.paragraphs.finish(),
        ..Document::default()
    })
}

/// The name of a style among those of a family: `paragraph` or `text`.
fn key(family: &str, name: &str) -> String {
    format!("{family}:{name}")
}

/// Adds the styles of a part.
fn add_styles(text: &str, place: &Place, styles: &mut Styles) -> Result<(), Diagnostic> {
    let mut xml = Xml::new(text, place);
    let mut current = String::new();
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        let value = |name: &str| tag.attribute(name);
        match tag.name() {
            "body" | "master-styles" => xml.skip()?,
            "style" => {
                let family = value("family").unwrap_or_default();
                current = key(&family, &value("name").unwrap_or_default());
                let parent = value("parent-style-name").map_or(String::new(), |name| key(&family, &name));
                styles.0.insert(current.clone(), Style { parent, ..Style::default() });
            }
            "text-properties" => {
                let said = Said {
                    bold: value("font-weight").map(|weight| is_bold(&weight)),
                    italic: value("font-style").map(|style| style != "normal"),
                };
                styles.0.entry(current.clone()).and_modify(|style| style.said = said.or(style.said));
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_bold(weight: &str) -> bool {
    weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600)
}

/// The body as it is read.
#[derive(Default)]
struct Body {
    styles: Styles,
    paragraphs: Paragraphs,
    left_out: LeftOut,
    /// What is said of the paragraphs and spans that are open.
    open: Vec<Said>,
    /// Paragraphs that are open.
    n_open: usize,
}

impl Body {
    fn read(&mut self, xml: &mut Xml) -> Result<(), Diagnostic> {
        let mut is_text = false;
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) => match tag.name() {
                    "body" => is_text = true,
                    _ if !is_text => {}
                    "note" => {
                        self.left_out.n_footnotes += 1;
                        xml.skip()?;
                    }
                    "annotation" => {
                        self.left_out.n_comments += 1;
                        xml.skip()?;
                    }
                    "table-of-content" => {
                        self.left_out.has_contents = true;
                        xml.skip()?;
                    }
                    "tracked-changes" => self.changes(xml)?,
                    "forms" | "sequence-decls" | "variable-decls" | "ruby-text" | "title" | "desc" => {
                        xml.skip()?
                    }
                    _ => self.begin(&tag),
                },
                Node::Close(name) if is_text => self.end(&name),
                // Text stands in paragraphs alone.
                Node::Text(text) if self.n_open > 0 => self.text(&text),
                _ => {}
            }
        }
        Ok(())
    }

    fn begin(&mut self, tag: &Tag) {
        let style =
            |family| self.styles.resolve(&key(family, &tag.attribute("style-name").unwrap_or_default()));
        match tag.name() {
            name @ ("p" | "h") => {
                let said = style("paragraph").said;
                self.open.push(said);
                self.n_open += 1;
                self.paragraphs.begin();
                self.paragraphs.set_heading(name == "h");
            }
            "span" => {
                let said = style("text").said;
                self.open.push(said.or(self.open.last().copied().unwrap_or_default()));
            }
            "s" => {
                let n = tag.attribute("c").and_then(|n| n.parse().ok()).unwrap_or(1);
                self.text(&" ".repeat(MOST_SPACES.min(n)));
            }
            "tab" => self.text(" "),
            "line-break" => self.paragraphs.line_break(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                self.open.pop();
                self.n_open = self.n_open.saturating_sub(1);
                self.paragraphs.end();
            }
            "span" => {
                self.open.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let look = self.open.last().copied().unwrap_or_default().look();
        self.paragraphs.text(text, look);
    }

    /// Counts the changes of a document; what was deleted stands among them, not in the text.
    fn changes(&mut self, xml: &mut Xml) -> Result<(), Diagnostic> {
        while let Some(node) = xml.next()? {
            match node {
                Node::Close(name) if name == "tracked-changes" => break,
                Node::Open(tag) if tag.name() == "deletion" => {
                    self.left_out.n_deletions += 1;
                    xml.skip()?;
                }
                Node::Open(tag) if tag.name() == "insertion" => self.left_out.n_insertions += 1,
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::office::tests::opened;

    fn read(body: &str) -> (Vec<String>, Vec<String>) {
        let content = format!(
            "<office:document-content xmlns:office='o' xmlns:text='t' xmlns:style='s' xmlns:fo='f'><office:automatic-styles>\
             <style:style style:name='T1' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>\
             <style:style style:name='P1' style:family='paragraph' style:parent-style-name='It'/></office:automatic-styles>\
             <office:body><office:text>{body}</office:text></office:body></office:document-content>"
        );
        let styles = "<office:document-styles xmlns:office='o' xmlns:text='t' xmlns:style='s' xmlns:fo='f'><office:styles>\
            <style:style style:name='It' style:family='paragraph'><style:text-properties fo:font-style='italic'/></style:style>\
            </office:styles><office:master-styles><text:p>Page</text:p></office:master-styles></office:document-styles>";
        let kind = "application/vnd.oasis.opendocument.text";
        opened("d.odt", &[("mimetype", kind), ("content.xml", &content), ("styles.xml", styles)])
    }

    #[test]
    fn text_is_read_as_it_is_set() {
        for (body, expected) in [
            (
                "<text:p><text:span text:style-name='T1'>Mr. Ali</text:span>:<text:s text:c='3'/>We &lt; they.</text:p>",
                "[Mr. Ali]: We < they.",
            ),
            ("<text:p text:style-name='P1'>The meeting rose.</text:p>", "/The meeting rose."),
            (
                "<text:h text:outline-level='1'>Agenda</text:h><text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>",
                "#Agenda|a",
            ),
            (
                "<table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table>",
                "1|2",
            ),
            (
                "<text:p>a<text:line-break/>b<text:tab/>c<draw:frame><svg:title>picture</svg:title><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame></text:p>",
                "box|a b c",
            ),
        ] {
            assert_eq!(read(body).0.join("|"), expected, "{body}");
        }
    }

    #[test]
    fn what_is_left_out_is_told() {
        let (text, notes) = read(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>never</text:p></text:deletion></text:changed-region>\
             <text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>\
             <text:p>We<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See.</text:p></text:note-body></text:note> agree.\
             <office:annotation><text:p>Really?</text:p></office:annotation></text:p>",
        );
        assert_eq!(text, ["We agree."]);
        assert_eq!(notes.len(), 3, "{notes:?}");
        assert!(notes[2].ends_with("insertions kept: 1, deletions left out: 1"), "{notes:?}");
    }
}
