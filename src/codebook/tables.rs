//! How tables read the classes of a question, as data: which to check first, which contradict each
//! other, which take no position, and the sentence under the table of positions.
//!
//! Refuses a name that is neither a class nor a detail of the question.

use super::{ABSTAIN, Question};
use crate::error::Result;
use crate::text::nearest;
use crate::yaml::Node;

/// The name that stands for all member states in the sentence of a question.
const ALL: &str = "all";

/// How tables read the classes of a question; all may be empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRules {
    /// The classes that a person should check before others.
    check_first: Vec<String>,
    /// A class and those that nobody holds beside it.
    contradicts: Vec<(String, Vec<String>)>,
    /// The classes that take no position.
    uncommitted: Vec<String>,
    /// The classes and details that say enough to depart from the position of a group.
    departs: Vec<String>,
    /// A class or detail, and values of a facet that say the contrary of it.
    cues_differ: Vec<(String, usize, Vec<String>)>,
    /// The sentence under the table of positions.
    summary: Vec<Part>,
}

/// A part of a sentence with numbers.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Words(String),
    /// How many have one of these classes or details, less those that have one with `-`.
    Sum(Vec<(bool, String)>),
    /// Left out where none of its sums is more than 0.
    Where(Vec<Part>),
}

impl TableRules {
    /// Reads the key `tables` of a question whose classes are known.
    pub(super) fn read(node: &Node, question: &Question) -> Result<TableRules> {
        node.only(&["check_first", "contradicts", "uncommitted", "departs", "cues_differ", "summary"])?;
        let classes = question.class_names();
        let details = question.classes.iter().map(|class| class.detail.as_str());
        let both: Vec<&str> = classes.iter().copied().chain(details).collect();
        let list = |key: &str, known: &[&str]| {
            node.get(key).map_or(Ok(Vec::new()), |node| names(node, &node.texts()?, known))
        };
        let mut contradicts = Vec::new();
        for (class, others) in node.get("contradicts").map_or(&[][..], Node::entries) {
            names(others, &[class], &classes)?;
            contradicts.push((class.clone(), names(others, &others.texts()?, &classes)?));
        }
        let mut cues_differ = Vec::new();
        for (class, facets) in node.get("cues_differ").map_or(&[][..], Node::entries) {
            names(facets, &[class], &both)?;
            for (variable, values) in facets.entries() {
                let facet = question.facet(variable);
                let facet = facet.ok_or_else(|| values.fault(format!("there is no facet `{variable}`")))?;
                let known = question.facets[facet].codes();
                cues_differ.push((class.clone(), facet, names(values, &values.texts()?, &known)?));
            }
        }
        Ok(TableRules {
            cues_differ,
            check_first: list("check_first", &classes)?,
            contradicts,
            uncommitted: list("uncommitted", &classes)?,
            departs: list("departs", &both)?,
            summary: node.get("summary").map_or(Ok(Vec::new()), |node| parts(node, &both))?,
        })
    }
}

/// Names that must be known.
fn names(node: &Node, names: &[&str], known: &[&str]) -> Result<Vec<String>> {
    match names.iter().find(|name| !known.contains(name)) {
        None => Ok(names.iter().map(|name| name.to_string()).collect()),
        Some(name) => {
            let near = nearest(name, known.iter().copied());
            let offered = if near.is_empty() { known } else { &near };
            Err(node
                .fault(format!("`{name}` is not among the classes or values"))
                .remedy(format!("Write {}.", offered.join(" or "))))
        }
    }
}

/// `{a + b - c} of {all} said so[, {d} did not]` as words, sums, and what stands only where there are some.
fn parts(node: &Node, known: &[&str]) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for (number, piece) in node.text()?.split('[').enumerate() {
        let (inner, rest) = match (number, piece.split_once(']')) {
            (0, None) => ("", piece),
            (1.., Some(halves)) => halves,
            _ => return Err(not_closed(node)),
        };
        if number > 0 {
            parts.push(Part::Where(sums(node, inner, known)?));
        }
        parts.extend(sums(node, rest, known)?);
    }
    Ok(parts)
}

fn sums(node: &Node, text: &str, known: &[&str]) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for (number, piece) in text.split('{').enumerate() {
        let (sum, words) = match (number, piece.split_once('}')) {
            (0, None) => ("", piece),
            (1.., Some(halves)) => halves,
            _ => return Err(not_closed(node)),
        };
        if number > 0 {
            let mut terms = Vec::new();
            for (at, term) in sum.split('-').enumerate() {
                let summed: Vec<&str> = term.split('+').map(str::trim).collect();
                let names = names(node, &summed, &[known, &[ALL]].concat())?;
                // What follows a name after `-` is added again.
                terms.extend(names.into_iter().enumerate().map(|(place, name)| (at == 0 || place > 0, name)));
            }
            parts.push(Part::Sum(terms));
        }
        parts.push(Part::Words(words.into()));
    }
    Ok(parts)
}

fn not_closed(node: &Node) -> crate::error::Error {
    node.fault("a bracket is not closed")
        .remedy("Write sums as {a + b}, and what may be left out as [, {c} others].")
}

impl Question {
    /// Whether a person should look at a statement of this stance before others: it abstains, or the
    /// question says so of the class.
    pub fn is_to_check(&self, stance: &str) -> bool {
        stance == ABSTAIN || self.tables.check_first.iter().any(|class| class == stance)
    }

    /// Whether two of an actor's stances contradict each other, so that none of them can count.
    pub fn contradict(&self, stances: &[&str]) -> bool {
        let has = |class: &String| stances.contains(&class.as_str());
        self.tables.contradicts.iter().any(|(class, others)| has(class) && others.iter().any(has))
    }

    /// Whether a stance is a class that takes a position.
    pub fn takes_position(&self, stance: &str) -> bool {
        self.is_class(stance) && !self.tables.uncommitted.iter().any(|class| class == stance)
    }

    /// Whether a stance says enough to depart from the position of a group.
    pub fn departs(&self, stance: &str, detail: &str) -> bool {
        self.tables.departs.iter().any(|name| name == stance || name == detail)
    }

    /// The facets and values that say the contrary of a class and detail, to be read first.
    pub fn differing(&self, stance: &str, detail: &str) -> impl Iterator<Item = (usize, &[String])> {
        let is_own = move |class: &str| class == stance || class == detail;
        let all = self.tables.cues_differ.iter().filter(move |(class, ..)| is_own(class));
        all.map(|(_, facet, values)| (*facet, values.as_slice()))
    }

    /// The sentence under the table of positions; `count` gives how many have a class or detail, `all`
    /// how many there are. Empty where the question has none.
    pub fn summary(&self, all: usize, count: impl Fn(&str) -> usize) -> String {
        let number = |name: &String| if name == ALL { all } else { count(name) };
        let sum = |terms: &[(bool, String)]| {
            let of = |is_added: bool| terms.iter().filter(move |(added, _)| *added == is_added);
            let total = |is_added: bool| of(is_added).map(|(_, name)| number(name)).sum::<usize>();
            total(true).saturating_sub(total(false))
        };
        let plain = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::Sum(terms) => sum(terms).to_string(),
            Part::Where(_) => String::new(),
        };
        let has_some = |part: &Part| matches!(part, Part::Sum(terms) if sum(terms) > 0);
        let part = |part: &Part| match part {
            Part::Where(parts) if parts.iter().any(has_some) => parts.iter().map(plain).collect(),
            other => plain(other),
        };
        self.tables.summary.iter().map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(tables: &str) -> Result<Question> {
        let text = format!(
            "question: q\nlabel: Q\nreferents: {{}}\nfacets: {{}}\nrules: [{{detail: mute}}]\n\
             classes: {{against: {{no: N}}, for: {{yes: Y, open: O}}, silent: {{mute: M}}}}\ntables: {tables}"
        );
        Question::read(&text, "q.yml")
    }

    #[test]
    fn classes_are_read_as_the_question_says() {
        let question = question(
            "{check_first: [against], contradicts: {against: [for]}, uncommitted: [silent], departs: [against, yes]}",
        )
        .unwrap();
        let check = ["against", "for", "abstain", "uncodable"].map(|stance| question.is_to_check(stance));
        assert_eq!(check, [true, false, true, false]);
        let contradict = [["against", "for"], ["for", "against"], ["for", "silent"]];
        assert_eq!(contradict.map(|both| question.contradict(&both)), [true, true, false]);
        let position = ["against", "for", "silent", "abstain"].map(|stance| question.takes_position(stance));
        assert_eq!(position, [true, true, false, false]);
        let departs = [("against", "no"), ("for", "yes"), ("for", "open"), ("for", "")];
        assert_eq!(departs.map(|(s, d)| question.departs(s, d)), [true, true, false, false]);
        assert_eq!(
            [("for", "yes"), ("for", ""), ("abstain", "")].map(|(s, d)| question.firmness(s, d)),
            [1, 2, usize::MAX]
        );
        assert_eq!([question.only_detail("against"), question.only_detail("for")], [Some("no"), None]);
    }

    #[test]
    fn the_sentence_counts_classes_and_details() {
        let question = question("{summary: \"{for + no} of {all}, {open} open\"}").unwrap();
        let count = |name: &str| match name {
            "for" => 3,
            "no" => 2,
            _ => 1,
        };
        assert_eq!(question.summary(9, count), "5 of 9, 1 open");
    }

    #[test]
    fn the_sentence_takes_away_and_leaves_out_what_is_none() {
        let question =
            question("{summary: \"{for - open} of {all}[, {no} against][ and {for - open - yes} more]\"}")
                .unwrap();
        let count = |no: usize| {
            move |name: &str| {
                [("for", 3), ("open", 1), ("yes", 2), ("no", no)]
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map_or(0, |(_, n)| *n)
            }
        };
        assert_eq!(question.summary(9, count(0)), "2 of 9");
        assert_eq!(question.summary(9, count(2)), "2 of 9, 2 against");
    }

    #[test]
    fn what_differs_from_a_class_is_told_of_it_and_its_details() {
        let text = "question: q\nlabel: Q\nreferents: {}\nfacets: {f: {question: F, values: {a: {definition: A, cues: [a]}, b: {definition: B, cues: [b]}}}}\n\
                    rules: [{detail: mute}]\nclasses: {for: {yes: Y}, silent: {mute: M}}\n\
                    tables: {cues_differ: {for: {f: [b]}, mute: {f: [a, b]}}}";
        let question = Question::read(text, "q.yml").unwrap();
        let of = |stance: &str, detail: &str| {
            question.differing(stance, detail).map(|(_, values)| values.join("|")).collect::<Vec<_>>()
        };
        assert_eq!(of("for", "yes"), ["b"]);
        assert_eq!(of("silent", "mute"), ["a|b"]);
        assert!(of("abstain", "").is_empty());
        let error = Question::read(&text.replace("f: [b]", "f: [c]"), "q.yml").unwrap_err().to_string();
        assert!(error.contains("`c` is not among the classes or values"), "{error}");
    }

    #[test]
    fn unknown_names_are_errors_with_a_remedy() {
        for (tables, says) in [
            ("{check_first: [agianst]}", "Write against."),
            ("{check_first: [yes]}", "`yes` is not among the classes"),
            ("{contradicts: {fro: [for]}}", "`fro` is not among the classes"),
            ("{departs: [opne]}", "Write open."),
            ("{summary: \"{fro} of {all}\"}", "`fro` is not among the classes"),
            ("{summary: \"{for of\"}", "a bracket is not closed"),
            ("{summary: \"{for} of[ no\"}", "a bracket is not closed"),
        ] {
            let error = question(tables).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }
}
