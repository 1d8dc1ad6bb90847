//! LIWC `.dic`, as LIWC 2001 to 2015 have it: categories between two lines `%`, then the terms.
//!
//! Owns the list of categories and writing. Leading tabs make categories of categories; ids are
//! numbers, so that `01` and `1` are one. The terms are read in `liwc_terms`, their
//! conditions written by `liwc_conditions`.

use super::limits::{Limits, only_star_at_end};
use super::lines::{filled, tidy};
use super::liwc_conditions;
use super::liwc_terms::{self, Ids};
use crate::error::{Diagnostic, Error, Place, Result};
use crate::lexicon::Lexicon;
use crate::lexicon::tree::{NodeId, ROOT, Tree};
use std::collections::BTreeMap;

const MARK: &str = "%";

const LIMITS: Limits = Limits {
    format: "a LIWC dictionary",
    is_nested: true,
    has_definitions: false,
    refuses: only_star_at_end,
    key: tidy,
};

/// Which part of the file a line belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Before,
    Categories,
    Terms,
}

pub(super) fn read(text: &str, file: &str, told: &mut Vec<Diagnostic>) -> Result<Lexicon> {
    let mut header = Header { tree: Tree::new(), ids: Ids::new(), open: Vec::new() };
    let mut entries = Vec::new();
    let mut part = Part::Before;
    let mut last = Place::file(file).at_line(1);
    for (place, line) in filled(text, file) {
        last = place.clone();
        match (part, line.trim() == MARK) {
            (Part::Before, true) => part = Part::Categories,
            (Part::Categories, true) => part = Part::Terms,
            (Part::Categories, false) => header.add(line, place, told),
            (Part::Terms, false) => entries.push(liwc_terms::entry(line, place, told)),
            (Part::Before, false) => told.push(left_out(place, line, "stands before the first line %")),
            (Part::Terms, true) => told.push(left_out(place, line, "stands among the terms")),
        }
    }
    match part {
        Part::Before => Err(Error::definition(Place::file(file).at_line(1), "there is no line %")
            .remedy("A LIWC dictionary begins with a line %, its categories, and another line %.")),
        Part::Categories => Err(Error::definition(last, "the list of categories has no end")
            .remedy("Put a line with % alone between the last category and the first term.")),
        Part::Terms => {
            liwc_terms::add(&mut header.tree, &header.ids, &entries, told);
            Ok(header.tree.into_lexicon())
        }
    }
}

fn left_out(place: Place, line: &str, why: &str) -> Diagnostic {
    Diagnostic::warning(place, format!("the line `{}` {why} and is left out", line.trim()))
        .remedy("Between two lines % stand an id and a name each, after them the terms with their ids")
}

/// The list of categories while it is read.
struct Header {
    tree: Tree,
    ids: Ids,
    /// The categories that the next line may belong to, each with its tabs.
    open: Vec<(usize, NodeId)>,
}

impl Header {
    fn add(&mut self, line: &str, place: Place, told: &mut Vec<Diagnostic>) {
        let indent = line.chars().take_while(|c| c.is_whitespace()).filter(|c| *c == '\t').count();
        let (id, name) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        let name = tidy(name);
        let id = match id.parse::<u64>() {
            Ok(id) if !name.is_empty() => id,
            _ => return told.push(left_out(place, line, "is no id with a name")),
        };
        while self.open.last().is_some_and(|(open, _)| *open >= indent) {
            self.open.pop();
        }
        let parent = self.open.last().map_or(ROOT, |(_, id)| *id);
        let node = self.tree.child(parent, &name, place.clone());
        self.open.push((indent, node));
        if self.ids.insert(id, node).is_some_and(|known| known != node) {
            told.push(
                Diagnostic::warning(place, format!("the id {id} stands here a second time"))
                    .remedy(format!("Its terms go to `{name}`; give each category an id of its own")),
            );
        }
    }
}

pub(super) fn write(lexicon: &Lexicon, told: &mut Vec<Diagnostic>) -> String {
    let mut lexicon = lexicon.clone();
    let conditions = liwc_conditions::take(&mut lexicon);
    let categories = LIMITS.plain(&lexicon, told);
    let mut text = format!("{MARK}\n");
    let mut terms: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (i, plain) in categories.iter().enumerate() {
        let id = (i + 1).to_string();
        text.push_str(&format!("{}{id}\t{}\n", "\t".repeat(plain.depth), plain.key));
        plain.values.iter().for_each(|value| terms.entry(value).or_default().push(id.clone()));
    }
    conditions.iter().for_each(|own| terms.entry(&own.term).or_default().push(own.target.clone()));
    text.push_str(&format!("{MARK}\n"));
    terms.iter().for_each(|(term, ids)| text.push_str(&format!("{term}\t{}\n", ids.join("\t"))));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::formats::tests::shown;

    #[test]
    fn categories_as_files_have_them() {
        for (text, expected) in [
            ("%\n1\ta\n2\tb\n%\nx\t1\t2\n", "a: x; b: x"),
            ("%\n01\ta\n 002  b c\n%\nx\t\t1\t02\n", "a: x; b c: x"),
            (
                "  %\t\n1\ta\n\t2\tb\n\t\t3\tc\n\t4\td\n5\te\n %\nx\t3\t4\t5\n",
                "a: ; a.b: ; a.b.c: x; a.d: x; e: x",
            ),
            ("%\n1\ta\n2\ta\n%\nx\t1\ny\t2\n", "a: x, y"),
        ] {
            assert_eq!(shown(text, "d.dic"), (expected.to_string(), String::new()), "{text}");
        }
    }

    #[test]
    fn lines_that_are_neither_are_told() {
        let text = "my words\n%\nid\tname\n1\ta\n1\tb\n7\n%\nx\t1\n%\n";
        let (categories, told) = shown(text, "d.dic");
        assert_eq!(categories, "a: ; b: x");
        for says in ["line 1: the line `my words`", "line 3:", "line 5: the id 1", "line 6:", "line 9:"] {
            assert!(told.contains(says), "{says} in {told}");
        }
    }

    #[test]
    fn faults_name_the_line() {
        for (text, line) in [("1\ta\nx\t1\n", 1), ("%\n1\ta\nx\t1\n", 3)] {
            assert_eq!(read(text, "d.dic", &mut Vec::new()).unwrap_err().place.line, Some(line), "{text}");
        }
    }
}
