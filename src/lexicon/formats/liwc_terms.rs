//! The terms of a LIWC dictionary: ids after tabs or runs of spaces, phrases, and conditions.
//!
//! `like (02 134)125/464` belongs to 125 after a word of 02 or 134, else to 464; `kind <of>131/135`
//! belongs to 131 before `of`, else to 135. The first category gets a pattern with `BEFORE/1`, the
//! second the word with that pattern as exception. Both take in the neighbouring word, so that a
//! category that has it among its own terms may count it otherwise, which is told.

use super::lines::tidy;
use super::operands::{any_of, operand};
use crate::error::{Diagnostic, Place};
use crate::lexicon::Pattern;
use crate::lexicon::tree::{NodeId, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// The category of an id.
pub(super) type Ids = BTreeMap<u64, NodeId>;

/// A line of the list of terms.
pub(super) struct Entry {
    term: String,
    targets: Vec<Target>,
    place: Place,
}

/// Where a term belongs.
#[derive(Debug, PartialEq)]
enum Target {
    Always(u64),
    If { condition: Condition, then: Option<u64>, otherwise: Option<u64> },
}

#[derive(Debug, PartialEq)]
enum Condition {
    /// The word before is one of these categories.
    After(Vec<u64>),
    /// The word after is one of these words.
    Before(Vec<String>),
}

/// Reads a line; what is neither term nor id is told.
pub(super) fn entry(line: &str, place: Place, told: &mut Vec<Diagnostic>) -> Entry {
    let line = line.trim();
    let (term, rest) = line.split_once('\t').unwrap_or_else(|| split_at_ids(line));
    let (targets, unknown) = targets(rest);
    let term = tidy(term);
    if !unknown.is_empty() {
        let found = format!("`{}` is no id of a category", unknown.join(" "));
        told.push(Diagnostic::warning(place.clone(), found).remedy("After a term and a tab stand ids alone"));
    }
    if targets.is_empty() {
        let found = format!("the term `{term}` belongs to no category and is left out");
        told.push(Diagnostic::warning(place.clone(), found).remedy("Write the id of its category after it"));
    }
    if term.contains('?') {
        let found = format!("the question mark in `{term}` stands for any one character here");
        told.push(Diagnostic::note(place.clone(), found));
    }
    Entry { term, targets, place }
}

/// Term and ids where no tab stands between them: the ids are all that can be read as ids.
fn split_at_ids(line: &str) -> (&str, &str) {
    let gaps = line.char_indices().filter(|(_, c)| c.is_whitespace());
    let mut splits = gaps.map(|(at, _)| line.split_at(at));
    let is_clean = |(_, rest): &(&str, &str)| {
        let (targets, unknown) = targets(rest);
        !targets.is_empty() && unknown.is_empty()
    };
    splits.find(is_clean).unwrap_or((line, ""))
}

/// The targets in what follows a term, and what is none.
fn targets(mut rest: &str) -> (Vec<Target>, Vec<&str>) {
    let is_gap = |c: char| c.is_whitespace() || c == ',';
    let (mut targets, mut unknown) = (Vec::new(), Vec::new());
    loop {
        rest = rest.trim_start_matches(is_gap);
        if rest.is_empty() {
            return (targets, unknown);
        }
        let found = conditional(rest).or_else(|| number(rest).map(|(id, after)| (Target::Always(id), after)));
        match found
            .filter(|(_, after)| after.is_empty() || after.starts_with(|c| is_gap(c) || "(<".contains(c)))
        {
            Some((target, after)) => {
                targets.push(target);
                rest = after;
            }
            None => {
                let (word, after) = rest.split_at(rest.find(is_gap).unwrap_or(rest.len()));
                unknown.push(word);
                rest = after;
            }
        }
    }
}

fn number(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok().map(|id| (id, &text[end..]))
}

/// `(02 134)125/464` or `<of>131/135`; one of the two ids may be missing.
fn conditional(text: &str) -> Option<(Target, &str)> {
    let (condition, after) = match (text.strip_prefix('('), text.strip_prefix('<')) {
        (Some(inside), _) => {
            let (ids, after) = inside.split_once(')')?;
            let ids: Option<Vec<u64>> = words(ids).map(|id| id.parse().ok()).collect();
            (Condition::After(ids?), after)
        }
        (_, Some(inside)) => {
            let (next, after) = inside.split_once('>')?;
            (Condition::Before(words(next).map(String::from).collect()), after)
        }
        _ => return None,
    };
    let after = after.trim_start();
    let (then, after) = number(after).map_or((None, after), |(id, after)| (Some(id), after));
    let (otherwise, after) = match after.strip_prefix('/') {
        Some(rest) => number(rest).map_or((None, rest), |(id, after)| (Some(id), after)),
        None => (None, after),
    };
    (then.is_some() || otherwise.is_some()).then_some((Target::If { condition, then, otherwise }, after))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty())
}

/// Puts the terms into their categories.
pub(super) fn add(tree: &mut Tree, ids: &Ids, entries: &[Entry], told: &mut Vec<Diagnostic>) {
    let mut members: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    for entry in entries {
        for target in &entry.targets {
            if let Target::Always(id) = target {
                members.entry(*id).or_default().push(&entry.term);
            }
        }
    }
    let mut adder = Adder { tree, ids, members, told };
    for entry in entries {
        entry.targets.iter().for_each(|target| adder.add(entry, target));
    }
}

struct Adder<'a> {
    tree: &'a mut Tree,
    ids: &'a Ids,
    /// The terms that belong to a category without condition.
    members: BTreeMap<u64, Vec<&'a str>>,
    told: &'a mut Vec<Diagnostic>,
}

impl Adder<'_> {
    fn add(&mut self, entry: &Entry, target: &Target) {
        match target {
            Target::Always(id) => self.plain(entry, Some(*id)),
            Target::If { then, otherwise, .. } if then == otherwise => self.plain(entry, *then),
            Target::If { condition, then, otherwise } => match self.pattern(entry, condition) {
                Some(pattern) => {
                    self.tell_condition(entry, condition, [*then, *otherwise]);
                    self.conditional(entry, pattern, *then, *otherwise);
                }
                None => self.told.push(
                    Diagnostic::warning(entry.place.clone(), format!("the condition of `{}` cannot be said and the term is left out", entry.term))
                        .remedy("Its words must be free of brackets, bars and slashes, and its categories must have terms; write a pattern with BEFORE or NOT by hand"),
                ),
            },
        }
    }

    fn node(&mut self, entry: &Entry, id: Option<u64>) -> Option<NodeId> {
        let id = id?;
        let node = self.ids.get(&id).copied();
        if node.is_none() {
            let found = format!("the category {id} of `{}` is not in the list of categories", entry.term);
            self.told.push(
                Diagnostic::warning(entry.place.clone(), found).remedy("Add it between the two lines %"),
            );
        }
        node
    }

    fn plain(&mut self, entry: &Entry, id: Option<u64>) {
        if let Some(node) = self.node(entry, id) {
            self.tree.add(node, Pattern::plain(&entry.term, entry.place.clone()));
        }
    }

    /// The term with its condition as a pattern.
    fn pattern(&self, entry: &Entry, condition: &Condition) -> Option<Pattern> {
        let term = operand(&entry.term)?;
        let source = match condition {
            Condition::After(ids) => {
                // In order, so that the pattern is the same whatever the order of the lines.
                let before: BTreeSet<&str> =
                    ids.iter().filter_map(|id| self.members.get(id)).flatten().copied().collect();
                format!("{} BEFORE/1 {term}", any_of(before)?)
            }
            Condition::Before(next) => {
                format!("{term} BEFORE/1 {}", any_of(next.iter().map(String::as_str))?)
            }
        };
        Pattern::parse(&source, entry.place.clone()).ok()
    }

    /// Says how a condition was read, with a warning where a category counts the neighbouring word too.
    fn tell_condition(&mut self, entry: &Entry, condition: &Condition, targets: [Option<u64>; 2]) {
        let terms = |id: &u64| self.members.get(id).into_iter().flatten().copied();
        let neighbours: BTreeSet<&str> = match condition {
            Condition::After(ids) => ids.iter().flat_map(terms).collect(),
            Condition::Before(words) => words.iter().map(String::as_str).collect(),
        };
        let shared = targets.iter().flatten().flat_map(terms).find(|term| neighbours.contains(term));
        let found = format!("the condition of `{}` is read as a pattern with BEFORE/1", entry.term);
        let place = entry.place.clone();
        self.told.push(match shared {
            None => Diagnostic::note(place, found),
            Some(shared) => Diagnostic::warning(
                place,
                format!("{found}; beside it `{shared}` of the same category is not counted"),
            )
            .remedy("LIWC counts both words: compare the counts of this category with LIWC's"),
        });
    }

    fn conditional(&mut self, entry: &Entry, pattern: Pattern, then: Option<u64>, otherwise: Option<u64>) {
        if let Some(node) = self.node(entry, then) {
            self.tree.add(node, pattern.clone());
        }
        if let Some(node) = self.node(entry, otherwise) {
            self.tree.except(node, pattern);
            self.tree.add(node, Pattern::plain(&entry.term, entry.place.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::formats::read;

    #[test]
    fn terms_as_files_have_them() {
        for (line, term, n_targets) in [
            ("move*\t1\t2", "move*", 2),
            ("move*\t\t1\t\t2 ", "move*", 2),
            ("\tmove*  \t1 2", "move*", 2),
            ("move*   1   2", "move*", 2),
            ("kind  of 2", "kind of", 1),
            ("1951\t2", "1951", 1),
            ("group of 77 2 3", "group of", 3),
            (":)\t1", ":)", 1),
            ("like\t(02 134)125/464\t7", "like", 2),
            ("kind <of>131/135", "kind", 1),
            ("kind\t<of, as> 131/", "kind", 1),
        ] {
            let mut told = Vec::new();
            let entry = entry(line, Place::default(), &mut told);
            assert_eq!(
                (entry.term.as_str(), entry.targets.len(), told.len()),
                (term, n_targets, 0),
                "{line}"
            );
        }
        let condition = Condition::After(vec![2, 134]);
        let expected = Target::If { condition, then: Some(125), otherwise: Some(464) };
        assert_eq!(targets("(02 134)125/464").0, [expected]);
    }

    #[test]
    fn conditions_become_patterns_and_exceptions() {
        let text =
            "%\n1\tmodal\n2\twish\n3\tfilled\n4\tunit\n%\nwould\t1\ncould*\t1\nlike\t(1)2/3\nkind\t<of>4/3\n";
        let (lexicon, told) = read(text.as_bytes(), "d.dic", None).unwrap();
        let sources =
            |patterns: &[Pattern]| patterns.iter().map(|p| p.source.clone()).collect::<Vec<_>>().join(", ");
        let found: Vec<[String; 2]> =
            lexicon.categories.iter().map(|c| [sources(&c.patterns), sources(&c.except)]).collect();
        assert_eq!(found[1], ["(could*|would) BEFORE/1 like", ""]);
        assert_eq!(found[2], ["like, kind", "(could*|would) BEFORE/1 like, kind BEFORE/1 of"]);
        assert_eq!(found[3], ["kind BEFORE/1 of", ""]);
        assert_eq!(told.len(), 2);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        for (line, says) in [
            ("x\t1\t9", "the category 9 of `x`"),
            ("x\t1\tone", "`one` is no id"),
            ("x y", "`x y` belongs to no category"),
            ("a/b\t(1)1/2", "the condition of `a/b`"),
            ("x\t(2)1/2", "the condition of `x`"),
            ("wh?t\t1", "any one character"),
            ("x\t(1)1/2", "beside it `y` of the same category"),
            ("x\t<of>1/2", "condition of `x` is read as a pattern"),
        ] {
            let text = format!("%\n1\ta\n2\tb\n%\ny\t1\n{line}\n");
            let (_, told) = read(text.as_bytes(), "d.dic", None).unwrap();
            let told: Vec<String> = told.iter().map(ToString::to_string).collect();
            assert!(
                told.len() == 1 && told[0].contains("line 6") && told[0].contains(says),
                "{line}: {told:?}"
            );
        }
    }
}
