//! Word documents (DOCX) as paragraphs.
//!
//! Owns what of a document is its text: headers, footers, footnotes, comments and deleted text are not;
//! inserted text is. What is left out is told.

use super::Package;
use super::styles::{Said, Style, Styles};
use super::xml::{Node, Xml};
use crate::error::{Diagnostic, Place};
use crate::ingest::document::Document;
use crate::ingest::left_out::LeftOut;
use crate::ingest::paragraphs::Paragraphs;

/// Reads a document.
pub(in crate::ingest) fn docx(bytes: &[u8], place: &Place) -> Result<Document, Diagnostic> {
    let mut package = Package::open(bytes, place)?;
    let main = package.main_part().unwrap_or_else(|| "word/document.xml".into());
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let styles = match package.part(&format!("{folder}/styles.xml"))? {
        Some(text) => styles(&mut Xml::new(&text, place))?,
        None => Styles::default(),
    };
    let text = package.needed(&main)?;
    let mut body = Body::new(&styles);
    body.read(&mut Xml::new(&text, place))?;
    Ok(Document {
        notes: body.left_out.notes(place),
        paragraphs: body.paragraphs.finish(),
        ..Document::default()
    })
}

/// The styles of a document by their ids.
fn styles(xml: &mut Xml) -> Result<Styles, Diagnostic> {
    let mut styles = Styles::default();
    let mut id = String::new();
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        let style = styles.0.entry(id.clone()).or_default();
        let value = || tag.attribute("val").unwrap_or_default();
        match tag.name() {
            "style" => id = tag.attribute("styleId").unwrap_or_default(),
            // The name is in English whatever the language of the program; the id is not.
            "name" => {
                let name = value().to_lowercase();
                style.is_heading =
                    name.starts_with("heading ") || ["title", "subtitle"].contains(&name.as_str());
                style.is_contents = name.starts_with("toc ");
            }
            "basedOn" => style.parent = value(),
            "outlineLvl" => style.is_heading |= is_outline(&value()),
            "rPr" => style.said = run_properties(xml, &Styles::default())?.said,
            "rPrChange" | "pPrChange" | "tblStylePr" => xml.skip()?,
            _ => {}
        }
    }
    Ok(styles)
}

fn is_outline(level: &str) -> bool {
    level.parse::<u8>().is_ok_and(|level| level < 9)
}

/// What the properties of a run say.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    said: Said,
    is_hidden: bool,
}

/// Reads `rPr` to its end.
fn run_properties(xml: &mut Xml, styles: &Styles) -> Result<Run, Diagnostic> {
    let mut run = Run::default();
    let mut of_style = Said::default();
    while let Some(node) = xml.next()? {
        match node {
            Node::Close(name) if name == "rPr" => break,
            Node::Open(tag) => {
                let value = tag.attribute("val");
                let is_on = !matches!(value.as_deref(), Some("0" | "false" | "off"));
                match tag.name() {
                    "b" => run.said.bold = Some(is_on),
                    "i" => run.said.italic = Some(is_on),
                    "vanish" => run.is_hidden = is_on,
                    "rStyle" => of_style = styles.resolve(&value.unwrap_or_default()).said,
                    "rPrChange" => xml.skip()?,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    Ok(Run { said: run.said.or(of_style), ..run })
}

/// The body as it is read.
struct Body<'s> {
    styles: &'s Styles,
    paragraphs: Paragraphs,
    left_out: LeftOut,
    /// The styles of the paragraphs that are open.
    open: Vec<Style>,
    run: Run,
    is_in_run: bool,
    is_text: bool,
    /// Whether the mark at the end of the last paragraph was deleted, so that the next goes on with it.
    is_joined: bool,
}

impl<'s> Body<'s> {
    fn new(styles: &'s Styles) -> Self {
        Body {
            styles,
            paragraphs: Paragraphs::default(),
            left_out: LeftOut::default(),
            open: Vec::new(),
            run: Run::default(),
            is_in_run: false,
            is_text: false,
            is_joined: false,
        }
    }

    fn read(&mut self, xml: &mut Xml) -> Result<(), Diagnostic> {
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) => match tag.name() {
                    "pPr" => self.paragraph_properties(xml)?,
                    "rPr" => self.run = run_properties(xml, self.styles)?,
                    "trPr" | "tblPr" | "tcPr" | "sectPr" | "sdtPr" | "Fallback" => xml.skip()?,
                    "del" | "moveFrom" => {
                        self.left_out.n_deletions += 1;
                        xml.skip()?;
                    }
                    name => self.begin(name),
                },
                Node::Close(name) => self.end(&name),
                Node::Text(text) if self.is_text && !self.run.is_hidden => self.text(&text),
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn begin(&mut self, name: &str) {
        match name {
            "p" => {
                if !std::mem::take(&mut self.is_joined) {
                    self.paragraphs.begin();
                }
                self.open.push(Style::default());
            }
            "r" => {
                self.run = Run::default();
                self.is_in_run = true;
            }
            "t" => self.is_text = true,
            "tab" if self.is_in_run => self.text(" "),
            "br" | "cr" if self.is_in_run => self.paragraphs.line_break(),
            "noBreakHyphen" => self.text("-"),
            "footnoteReference" | "endnoteReference" => self.left_out.n_footnotes += 1,
            "commentReference" => self.left_out.n_comments += 1,
            "ins" | "moveTo" => self.left_out.n_insertions += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.is_text = false,
            "r" => self.is_in_run = false,
            "p" => match self.open.pop() {
                _ if self.is_joined => {}
                Some(style) if style.is_contents => {
                    self.left_out.has_contents = true;
                    self.paragraphs.drop_open();
                }
                _ => self.paragraphs.end(),
            },
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let of_paragraph = self.open.last().map_or_else(Said::default, |style| style.said);
        self.paragraphs.text(text, self.run.said.or(of_paragraph).look());
    }

    /// Reads `pPr` to its end.
    fn paragraph_properties(&mut self, xml: &mut Xml) -> Result<(), Diagnostic> {
        let mut style = Style::default();
        while let Some(node) = xml.next()? {
            match node {
                Node::Close(name) if name == "pPr" => break,
                Node::Open(tag) => match tag.name() {
                    "pStyle" => style = self.styles.resolve(&tag.attribute("val").unwrap_or_default()),
                    "outlineLvl" => style.is_heading = is_outline(&tag.attribute("val").unwrap_or_default()),
                    "del" => self.is_joined = true,
                    "pPrChange" | "rPrChange" | "sectPr" => xml.skip()?,
                    _ => {}
                },
                _ => {}
            }
        }
        self.paragraphs.set_heading(style.is_heading);
        if let Some(open) = self.open.last_mut() {
            *open = style;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::office::tests::opened;
    use crate::ingest::tests::contents;
    use crate::study::Input;

    const STYLES: &str = "<w:styles xmlns:w='w'>\
        <w:style w:styleId='Titre1'><w:name w:val='heading 1'/><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:styleId='Sub'><w:name w:val='Sub'/><w:basedOn w:val='Titre1'/></w:style>\
        <w:style w:styleId='TM1'><w:name w:val='toc 1'/></w:style>\
        <w:style w:styleId='Fort'><w:name w:val='Strong'/><w:rPr><w:b/></w:rPr></w:style></w:styles>";

    fn read(body: &str) -> (Vec<String>, Vec<String>) {
        let body = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        let relations = "<Relationships><Relationship Type='http://x/officeDocument' Target='/word/d2.xml'/></Relationships>";
        opened(
            "d.docx",
            &[
                ("[Content_Types].xml", "<Types/>"),
                ("_rels/.rels", relations),
                ("word/d2.xml", &body),
                ("word/styles.xml", STYLES),
                ("word/header1.xml", "<w:hdr xmlns:w='w'><w:p><w:r><w:t>Page</w:t></w:r></w:p></w:hdr>"),
            ],
        )
    }

    #[test]
    fn text_is_read_as_it_is_set() {
        for (body, expected) in [
            ("<w:p><w:r><w:t>Fish &amp; </w:t></w:r><w:r><w:t>chips</w:t></w:r></w:p>", "Fish & chips"),
            (
                "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Ms. Ito</w:t></w:r><w:r><w:t xml:space='preserve'> (Japan): Yes.</w:t></w:r></w:p>",
                "[Ms. Ito] (Japan): Yes.",
            ),
            (
                "<w:p><w:r><w:rPr><w:rStyle w:val='Fort'/></w:rPr><w:t>A</w:t></w:r><w:r><w:t>b</w:t></w:r></w:p>",
                "[A]b",
            ),
            (
                "<w:p><w:r><w:rPr><w:b w:val='0'/><w:i/></w:rPr><w:t>Rose at 6.</w:t></w:r></w:p>",
                "/Rose at 6.",
            ),
            ("<w:p><w:pPr><w:pStyle w:val='Sub'/></w:pPr><w:r><w:t>Agenda</w:t></w:r></w:p>", "#[Agenda]"),
            (
                "<w:p><w:pPr><w:pStyle w:val='TM1'/></w:pPr><w:r><w:t>Agenda 7</w:t></w:r></w:p><w:p><w:r><w:t>x</w:t></w:r></w:p>",
                "x",
            ),
            (
                "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:br/><w:br/><w:t>d</w:t></w:r></w:p>",
                "a b c|d",
            ),
            (
                "<w:tbl><w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
                "1|2",
            ),
            (
                "<w:p><w:r><w:t>out</w:t></w:r><w:r><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback></w:r><w:r><w:t>side</w:t></w:r></w:p>",
                "box|outside",
            ),
            (
                "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>open</w:t></w:r></w:p>",
                "open",
            ),
        ] {
            assert_eq!(read(body).0.join("|"), expected, "{body}");
        }
    }

    #[test]
    fn what_is_left_out_is_told() {
        let (text, notes) = read(
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>We </w:t></w:r><w:del><w:r><w:delText>not</w:delText></w:r></w:del>\
             <w:ins><w:r><w:t>do</w:t></w:r></w:ins></w:p><w:p><w:r><w:t> agree.</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p>",
        );
        assert_eq!(text, ["We do agree."]);
        assert_eq!(
            notes,
            [
                "footnotes and endnotes left out: 1",
                "tracked changes taken as accepted: insertions kept: 1, deletions left out: 1"
            ]
        );
    }

    #[test]
    fn a_damaged_document_is_refused() {
        let (text, notes) = read("<w:p><w:r><w:t>We</w:p>");
        assert!(text.is_empty() && notes[0].contains("damaged"), "{notes:?}");
        let refused = contents("d.docx", b"PK\x03\x04 and nothing more", &Input::default()).diagnostics;
        assert_eq!(refused[0].found, "it is packed, and cannot be unpacked: the file is damaged");
    }
}
