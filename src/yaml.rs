//! YAML files as a tree in which every scalar is a string and knows its line.
//!
//! `NO` stays Norway and `1951` stays the year as written: a lexicon has words, not booleans and
//! numbers. Owns reading alone; what the keys mean is the reader's matter.

use crate::error::{Error, Place, Result};
use saphyr_parser::{Event, Parser};

/// A node of a YAML file and the place where it begins.
#[derive(Clone, Debug)]
pub struct Node {
    /// What the node holds.
    pub value: Value,
    /// Where it begins.
    pub place: Place,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// A scalar, as written.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in order of the file; each key is a node of its own place.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// Reads the single document of a YAML text; `file` names it in errors.
    ///
    /// ```
    /// let tree = plenary::yaml::Node::read("countries: [NO, SE]", "a.yml").unwrap();
    /// assert_eq!(tree.get("countries").unwrap().texts().unwrap(), ["NO", "SE"]);
    /// ```
    pub fn read(text: &str, file: &str) -> Result<Node> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut reader = Reader { parser: Parser::new_from_str(text), file };
        let root = loop {
            match reader.next()? {
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (Event::StreamEnd | Event::DocumentEnd, place) => {
                    return Err(Error::definition(place, "the file is empty"));
                }
                event => break reader.node(event)?,
            }
        };
        Ok(root)
    }

    /// The value of a key, where the node is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    /// The entries of a mapping in order; empty for any other node.
    pub fn entries(&self) -> &[(String, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The scalar of the node.
    pub fn text(&self) -> Result<&str> {
        match &self.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.fault("a single value is expected here")),
        }
    }

    /// The scalars of a list; a single scalar counts as a list of one, an empty one as none.
    pub fn texts(&self) -> Result<Vec<&str>> {
        self.items().iter().map(|item| item.text()).collect()
    }

    /// The items of a list; a single scalar counts as a list of one, an empty one as none.
    pub fn items(&self) -> Vec<&Node> {
        match &self.value {
            Value::List(items) => items.iter().collect(),
            Value::Text(text) if text.is_empty() => Vec::new(),
            _ => vec![self],
        }
    }

    /// An error at this node.
    pub fn fault(&self, found: impl Into<String>) -> Error {
        Error::definition(self.place.clone(), found)
    }

    /// Checks that a mapping has no key but those named.
    pub fn only(&self, known: &[&str]) -> Result<()> {
        match self.entries().iter().find(|(key, _)| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some((key, node)) => Err(node
                .fault(format!("the key `{key}` is not known here"))
                .remedy(format!("Known keys: {}.", known.join(", ")))),
        }
    }
}

struct Reader<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    file: &'t str,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Place)> {
        let place = |line: usize, column: usize| {
            Place::file(self.file).at_line(line as u64).at_column(column as u64 + 1)
        };
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, place(span.start.line(), span.start.col()))),
            Some(Err(error)) => {
                let mark = error.marker();
                Err(Error::definition(place(mark.line(), mark.col()), format!("this is not valid YAML: {}", error.info()))
                    .remedy("Check the indentation, and put a value that holds : # | [ ] { } or begins with * in quotation marks."))
            }
            None => Ok((Event::StreamEnd, Place::file(self.file))),
        }
    }

    fn node(&mut self, (event, place): (Event<'t>, Place)) -> Result<Node> {
        let value = match event {
            Event::Scalar(text, ..) => Value::Text(text.into_owned()),
            Event::SequenceStart(..) => self.list()?,
            Event::MappingStart(..) => self.map()?,
            Event::Alias(_) => {
                return Err(
                    Error::definition(place, "aliases (*name) are not read").remedy("Write the value out.")
                );
            }
            _ => return Err(Error::definition(place, "a value is missing here")),
        };
        Ok(Node { value, place })
    }

    fn list(&mut self) -> Result<Value> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::List(items)),
                event => items.push(self.node(event)?),
            }
        }
    }

    fn map(&mut self) -> Result<Value> {
        let mut entries: Vec<(String, Node)> = Vec::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, _) => return Ok(Value::Map(entries)),
                event => self.node(event)?,
            };
            let name = key.text()?.to_string();
            if entries.iter().any(|(known, _)| *known == name) {
                return Err(key
                    .fault(format!("the key `{name}` stands here a second time"))
                    .remedy("Join the two entries."));
            }
            let event = self.next()?;
            entries.push((name, self.node(event)?));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_stay_as_written() {
        let tree = Node::read("NO: [yes, 1951, 0.70]\ny: ~\n", "t.yml").unwrap();
        assert_eq!(tree.get("NO").unwrap().texts().unwrap(), ["yes", "1951", "0.70"]);
        assert_eq!(tree.get("y").unwrap().text().unwrap(), "~");
    }

    #[test]
    fn faults_name_the_line() {
        let error = Node::read("a: 1\nb: [c\n", "t.yml").unwrap_err();
        assert!(error.place.line.is_some_and(|line| line >= 2), "{error}");
        let error = Node::read("a: 1\na: 2\n", "t.yml").unwrap_err();
        assert_eq!(error.place.line, Some(2));
        assert!(Node::read("", "t.yml").is_err());
        let error = Node::read("a: 1\nb: 2", "t.yml").unwrap().only(&["a"]).unwrap_err();
        assert_eq!(error.place.line, Some(2));
    }
}
