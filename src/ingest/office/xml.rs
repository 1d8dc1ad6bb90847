//! XML of documents as a stream of elements by their local names, without attributes' prefixes.
//!
//! Refuses damaged XML and absurd nesting; entities of a document's own are never expanded.

use crate::error::{Diagnostic, Place};
use crate::ingest::encoding::decode;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// How deep elements may stand in each other.
const MOST_DEPTH: usize = 5000;

/// What comes next.
#[derive(Debug)]
pub(super) enum Node<'x> {
    Open(Tag<'x>),
    /// The end of an element, by its local name.
    Close(String),
    Text(Cow<'x, str>),
}

/// The beginning of an element.
#[derive(Debug)]
pub(super) struct Tag<'x>(BytesStart<'x>);

impl Tag<'_> {
    /// Its local name.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute by its local name.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|found| found.key.local_name().into_inner() == name)?;
        Some(
            found
                .normalized_value(XmlVersion::Implicit1_0)
                .map_or_else(|_| found.value.to_string(), Cow::into_owned),
        )
    }
}

/// A part of a document.
pub(super) struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    depth: usize,
    place: &'x Place,
}

/// The text of a part; XML says of itself what it is written in, by its first bytes.
pub(super) fn text_of(bytes: &[u8], place: &Place) -> Result<String, Diagnostic> {
    decode(bytes, place, None).map(|decoded| decoded.text.into_owned())
}

impl<'x> Xml<'x> {
    /// Reads a part from its beginning.
    pub fn new(text: &'x str, place: &'x Place) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, depth: 0, place }
    }

    /// The next node; none at the end.
    pub fn next(&mut self) -> Result<Option<Node<'x>>, Diagnostic> {
        loop {
            return Ok(Some(match self.reader.read_event() {
                Ok(Event::Start(tag)) => {
                    self.depth += 1;
                    if self.depth > MOST_DEPTH {
                        return Err(self.damaged());
                    }
                    Node::Open(Tag(tag))
                }
                Ok(Event::End(tag)) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close(tag.local_name().into_inner().to_string())
                }
                Ok(Event::Text(text)) => Node::Text(text.into_inner()),
                Ok(Event::CData(text)) => Node::Text(text.into_inner()),
                Ok(Event::GeneralRef(entity)) => match entity.resolve_char_ref() {
                    Ok(Some(character)) => Node::Text(character.to_string().into()),
                    _ => Node::Text(resolve_predefined_entity(&entity).unwrap_or_default().into()),
                },
                Ok(Event::Eof) if self.depth > 0 => return Err(self.damaged()),
                Ok(Event::Eof) => return Ok(None),
                Ok(_) => continue,
                Err(_) => return Err(self.damaged()),
            }));
        }
    }

    /// Leaves out the rest of the element that was just begun.
    pub fn skip(&mut self) -> Result<(), Diagnostic> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.next()?.is_some() {}
        Ok(())
    }

    fn damaged(&self) -> Diagnostic {
        Diagnostic::reject(self.place.clone(), "the document is damaged: its inner text is not well formed")
            .remedy("Open it in the program that made it and save it again")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(text: &str) -> Result<String, Diagnostic> {
        let place = Place::file("d.docx");
        let mut xml = Xml::new(text, &place);
        let mut out = String::new();
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) if tag.name() == "skip" => xml.skip()?,
                Node::Open(tag) => {
                    out += &format!("<{}:{}>", tag.name(), tag.attribute("val").unwrap_or_default())
                }
                Node::Close(name) => out += &format!("</{name}>"),
                Node::Text(text) => out += &text,
            }
        }
        Ok(out)
    }

    #[test]
    fn elements_come_by_local_name_and_entities_are_letters() {
        let text = "<?xml version='1.0'?><w:p><w:b w:val='a&amp;b'/>x &amp; &#233;&bomb;<skip>no<skip/>no</skip><![CDATA[<y>]]></w:p>";
        assert_eq!(flat(text).unwrap(), "<p:><b:a&b></b>x & é<y></p>");
    }

    #[test]
    fn damage_is_refused() {
        for text in ["<a><b></a>", "<a", "<a>", "<a>&</a>", &"<a>".repeat(MOST_DEPTH + 1)] {
            assert!(flat(text).is_err(), "{}", &text[..text.len().min(20)]);
        }
    }
}
