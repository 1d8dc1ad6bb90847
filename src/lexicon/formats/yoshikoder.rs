//! Yoshikoder `.ykd` and `.lcd`: XML with a `cnode` a category and a `pnode` a pattern.
//!
//! Patterns beside categories are own patterns of the category. A description is kept as the
//! definition, scores are not. Entities in names are decoded.

use super::limits::{Limits, no_question_mark};
use super::lines::tidy;
use super::liwc22::dropped_weights;
use crate::error::{Diagnostic, Error, Place, Result};
use crate::lexicon::tree::{NodeId, ROOT, Tree};
use crate::lexicon::{Lexicon, Pattern};
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

const LIMITS: Limits = Limits {
    format: "a Yoshikoder dictionary",
    is_nested: true,
    has_definitions: true,
    refuses: no_question_mark,
    key: tidy,
};

const HEAD: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dictionary style=\"050805\" patternengine=\"substring\">\n";

pub(super) fn read(text: &str, file: &str, told: &mut Vec<Diagnostic>) -> Result<Lexicon> {
    let mut lines = Lines { text, file, at: 0, line: 1 };
    let mut xml = Reader::from_str(text);
    let mut file =
        Elements { tree: Tree::new(), open: Vec::new(), has_regexes: false, scores: Vec::new(), told };
    loop {
        let place = lines.place(xml.buffer_position());
        let event = xml.read_event();
        match event {
            Ok(Event::Start(element)) => file.start(&element, &place)?,
            Ok(Event::Empty(element)) => {
                file.start(&element, &place)?;
                file.open.pop();
            }
            Ok(Event::End(_)) => {
                file.open.pop();
            }
            Ok(Event::Eof) if file.open.is_empty() => break,
            Ok(Event::Eof) => {
                return Err(invalid(lines.place(text.len() as u64), "an element is not closed"));
            }
            Err(error) => return Err(invalid(lines.place(xml.error_position()), &error.to_string())),
            Ok(_) => {}
        }
    }
    file.told.extend(dropped_weights(&file.scores));
    Ok(file.tree.into_lexicon())
}

fn invalid(place: Place, found: &str) -> Error {
    Error::definition(place, format!("this is not valid XML: {found}"))
        .remedy("Save the dictionary in Yoshikoder again, or mend the file there.")
}

/// Finds the line of a position; positions must not fall much behind one another.
struct Lines<'t> {
    text: &'t str,
    file: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The place of the next thing that is no white space.
    fn place(&mut self, position: u64) -> Place {
        let bytes = self.text.as_bytes();
        let mut position = (position as usize).min(bytes.len());
        position += bytes[position..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if position < self.at {
            (self.at, self.line) = (0, 1);
        }
        self.line += bytes[self.at..position].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = position;
        Place::file(self.file).at_line(self.line)
    }
}

/// What stands in the file while it is read.
struct Elements<'d> {
    tree: Tree,
    /// The category of each open element.
    open: Vec<NodeId>,
    has_regexes: bool,
    scores: Vec<Place>,
    told: &'d mut Vec<Diagnostic>,
}

impl Elements<'_> {
    fn start(&mut self, element: &BytesStart, place: &Place) -> Result<()> {
        let parent = self.open.last().copied();
        let name = element.name();
        let id = match (name.as_ref(), parent) {
            ("dictionary", None) => {
                self.has_regexes =
                    attribute(element, "patternengine", place)?.is_some_and(|engine| engine == "regexp");
                ROOT
            }
            (other, None) => {
                return Err(Error::definition(
                    place.clone(),
                    format!("the file begins with <{other}>, not with <dictionary>"),
                )
                .remedy("Save the dictionary by itself in Yoshikoder and read that file."));
            }
            ("cnode", Some(parent)) => self.category(element, parent, place)?,
            ("pnode", Some(parent)) => self.pattern(element, parent, place)?,
            (other, Some(parent)) => {
                self.told.push(
                    Diagnostic::warning(place.clone(), format!("the element <{other}> is not read"))
                        .remedy("A dictionary is made of cnode and pnode"),
                );
                parent
            }
        };
        self.open.push(id);
        let is_weighed = attribute(element, "score", place)?.is_some_and(|score| !score.trim().is_empty());
        self.scores.extend(is_weighed.then(|| place.clone()));
        Ok(())
    }

    fn category(&mut self, element: &BytesStart, parent: NodeId, place: &Place) -> Result<NodeId> {
        let id = self.tree.child(parent, &tidy(&name(element, place)?), place.clone());
        let description = attribute(element, "desc", place)?.unwrap_or_default();
        let definition = &mut self.tree.category(id).definition;
        if definition.is_empty() {
            *definition = description;
        }
        Ok(id)
    }

    fn pattern(&mut self, element: &BytesStart, parent: NodeId, place: &Place) -> Result<NodeId> {
        let value = tidy(&name(element, place)?);
        if parent == ROOT {
            self.told.push(
                Diagnostic::warning(
                    place.clone(),
                    format!("`{value}` stands in no category and is left out"),
                )
                .remedy("Put it into a cnode"),
            );
            return Ok(parent);
        }
        let pattern = match self.has_regexes {
            false => Ok(Pattern::plain(&value, place.clone())),
            true => regex(&value, place),
        };
        match pattern {
            Ok(pattern) => self.tree.add(parent, pattern),
            Err(why) => self.told.push(
                Diagnostic::warning(
                    place.clone(),
                    format!("the regular expression `{value}` is left out: {why}"),
                )
                .remedy("Here /regex/ stands for one whole word; write several words as a phrase"),
            ),
        }
        Ok(parent)
    }
}

/// A regular expression for one word.
fn regex(value: &str, place: &Place) -> Result<Pattern, String> {
    match value.contains(['/', ' ']) {
        true => Err("it is for more than one word".into()),
        false => Pattern::parse(&format!("/{value}/"), place.clone()).map_err(|error| error.found),
    }
}

fn name(element: &BytesStart, place: &Place) -> Result<String> {
    let name = attribute(element, "name", place)?.filter(|name| !name.trim().is_empty());
    name.ok_or_else(|| {
        Error::definition(place.clone(), format!("a {} has no name", element.name().as_ref()))
            .remedy("Give it a name, or take it out.")
    })
}

/// The value of an attribute, with its entities decoded.
fn attribute(element: &BytesStart, name: &str, place: &Place) -> Result<Option<String>> {
    let fault = |found: String| invalid(place.clone(), &found);
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| fault(error.to_string()))?;
        if attribute.key.as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            return value.map(|value| Some(value.into_owned())).map_err(|error| fault(error.to_string()));
        }
    }
    Ok(None)
}

pub(super) fn write(lexicon: &Lexicon, told: &mut Vec<Diagnostic>) -> String {
    let mut text = HEAD.to_string();
    let mut open: Vec<usize> = Vec::new();
    let categories = LIMITS.plain(lexicon, told);
    if let Some(second) = categories.iter().filter(|plain| plain.depth == 0).nth(1) {
        let found = "Yoshikoder shows the first of several outermost categories alone";
        told.push(
            Diagnostic::warning(second.category.place.clone(), found)
                .remedy("Put all categories into one, if the file is for Yoshikoder itself"),
        );
    }
    for plain in categories {
        close(&mut text, &mut open, plain.depth);
        let description = match plain.category.definition.as_str() {
            "" => String::new(),
            definition => format!(" desc=\"{}\"", escaped(definition)),
        };
        let indent = "  ".repeat(plain.depth + 1);
        text.push_str(&format!("{indent}<cnode name=\"{}\"{description}>\n", escaped(&plain.key)));
        for value in &plain.values {
            text.push_str(&format!("{indent}  <pnode name=\"{}\"></pnode>\n", escaped(value)));
        }
        open.push(plain.depth);
    }
    close(&mut text, &mut open, 0);
    text + "</dictionary>\n"
}

/// Closes the categories from a depth on.
fn close(text: &mut String, open: &mut Vec<usize>, depth: usize) {
    while let Some(last) = open.pop_if(|last| *last >= depth) {
        text.push_str(&format!("{}</cnode>\n", "  ".repeat(last + 1)));
    }
}

/// For an attribute, in which plain line ends and tabs would become spaces.
fn escaped(text: &str) -> String {
    escape(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::formats::tests::shown;

    fn found(inside: &str) -> (String, String) {
        let head = "<?xml version='1.0'?>
<dictionary patternengine='substring'>
";
        shown(
            &format!(
                "{head}{inside}
</dictionary>"
            ),
            "d.ykd",
        )
    }

    #[test]
    fn own_patterns_entities_and_repeated_names_are_kept() {
        for (text, expected, says) in [
            (
                "<cnode name='a'><pnode name='x'/><cnode name='b'><pnode name='y*'></pnode></cnode><pnode name='z'/></cnode>",
                "a: x, z; a.b: y*",
                "",
            ),
            (
                "<cnode name='R&amp;D &lt;1&gt;' desc=' &quot;d&quot;'><pnode name='caf&#xE9;'/></cnode>",
                "R&D <1> \"d\": café",
                "",
            ),
            (
                "<cnode name='a'><pnode name='x'/></cnode>\n<cnode name='a'><pnode name='x'/><pnode name='y'/></cnode>",
                "a: x, y",
                "",
            ),
            (
                "<cnode name='a'>\n<pnode name='x' score='2.0'/></cnode>",
                "a: x",
                "line 4: weights are not kept (1 of them",
            ),
            ("<cnode name='a'/><pnode name='x'/><note/>", "a: ", "line 3: `x` stands in no category"),
        ] {
            let (categories, told) = found(text);
            assert_eq!(categories, expected);
            assert!(told.contains(says) && told.is_empty() == says.is_empty(), "{told}");
        }
    }

    #[test]
    fn regular_expressions_are_for_one_word() {
        let text = "<dictionary patternengine='regexp'><cnode name='a'><pnode name='labou?r'/><pnode name='a b'/></cnode></dictionary>";
        let mut told = Vec::new();
        let lexicon = read(text, "d.ykd", &mut told).unwrap();
        assert_eq!(lexicon.categories[0].patterns[0].source, "/labou?r/");
        assert_eq!((lexicon.categories[0].patterns.len(), told.len()), (1, 1));
    }

    #[test]
    fn faults_name_the_line() {
        for (text, line, says) in [
            ("<dictionary>\n<cnode name='a'>\n</dictionary>", 3, "not valid XML"),
            ("<dictionary>\n<cnode name='a'>\n", 3, "not closed"),
            (
                "<dictionary>\n<cnode name='a'>\n  <pnode name='&eacute;'/>\n</cnode></dictionary>",
                3,
                "eacute",
            ),
            ("<dictionary>\n\n<cnode>\n</cnode></dictionary>", 3, "a cnode has no name"),
            ("<?xml version='1.0'?>\n<ykproject/>", 2, "begins with <ykproject>"),
        ] {
            let error = read(text, "d.ykd", &mut Vec::new()).unwrap_err();
            assert_eq!(error.place.line, Some(line), "{text}: {error}");
            assert!(error.to_string().contains(says), "{error}");
        }
    }
}
