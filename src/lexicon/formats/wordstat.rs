//! WordStat `.cat`: categories by indentation, and words that end with a weight, as in `word (1)`.
//!
//! `_` joins the words of a phrase. Weights are not kept, and told. Rules are read and
//! made in `wordstat_rules`.

use super::limits::Limits;
use super::lines::{filled, indentation, tidy};
use super::liwc22::dropped_weights;
use super::wordstat_rules::{self, Rule};
use crate::error::{Diagnostic, Result};
use crate::lexicon::tree::{NodeId, ROOT, Tree};
use crate::lexicon::{Lexicon, Pattern};

const LIMITS: Limits = Limits {
    format: "a WordStat dictionary",
    is_nested: true,
    has_definitions: false,
    refuses,
    key: category_name,
};

fn refuses(value: &str) -> Option<&'static str> {
    match (value.contains('_'), value.starts_with('@')) {
        (true, _) => Some("takes _ for a space"),
        (_, true) => Some("takes what begins with @ for a rule"),
        _ => None,
    }
}

/// A name that does not end like a word with its weight.
fn category_name(key: &str) -> String {
    let key = tidy(key);
    match value_and_weight(&key) {
        None => key,
        Some((name, weight)) => format!("{name}_({weight})"),
    }
}

pub(super) fn read(text: &str, file: &str, told: &mut Vec<Diagnostic>) -> Result<Lexicon> {
    let mut tree = Tree::new();
    let mut open: Vec<(usize, NodeId)> = Vec::new();
    let mut rules: Vec<Rule> = Vec::new();
    let mut weights = Vec::new();
    for (place, line) in filled(text, file) {
        let indent = indentation(line);
        while open.last().is_some_and(|(above, _)| *above >= indent) {
            open.pop();
        }
        let above = open.last().map(|(_, id)| *id);
        match (value_and_weight(line.trim()), above) {
            (None, _) => {
                let id = tree.child(above.unwrap_or(ROOT), &tidy(line), place);
                open.push((indent, id));
            }
            (Some((value, _)), None) => told.push(
                Diagnostic::warning(place, format!("`{value}` stands in no category and is left out"))
                    .remedy("Indent it by a tab below its category"),
            ),
            (Some((value, weight)), Some(id)) => {
                if weight.trim_start_matches('0') != "1" {
                    weights.push(place.clone());
                }
                match value.starts_with('@') {
                    true => rules.push(Rule { category: id, text: value.into(), place }),
                    false => tree.add(id, Pattern::plain(&tidy(&value.replace('_', " ")), place)),
                }
            }
        }
    }
    told.extend(dropped_weights(&weights));
    wordstat_rules::add(&mut tree, &rules, told);
    Ok(tree.into_lexicon())
}

/// The word and the weight of a line that ends with a weight in brackets.
fn value_and_weight(line: &str) -> Option<(&str, &str)> {
    let (value, weight) = line.strip_suffix(')')?.rsplit_once('(')?;
    let is_number = weight.trim().replace(',', ".").parse::<f64>().is_ok_and(f64::is_finite);
    let is_apart = value.ends_with([' ', '\t']);
    (is_number && is_apart && !value.trim().is_empty()).then(|| (value.trim(), weight.trim()))
}

pub(super) fn write(lexicon: &Lexicon, told: &mut Vec<Diagnostic>) -> String {
    let mut text = String::new();
    let mut lexicon = lexicon.clone();
    let rules = wordstat_rules::take(&mut lexicon);
    for (plain, rules) in LIMITS.plain(&lexicon, told).iter().zip(rules) {
        let within = "\t".repeat(plain.depth + 1);
        text.push_str(&format!("{}{}\n", "\t".repeat(plain.depth), plain.key));
        let values = plain.values.iter().map(|value| value.replace(' ', "_"));
        values.chain(rules).for_each(|entry| text.push_str(&format!("{within}{entry} (1)\n")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::formats::tests::shown;

    #[test]
    fn trees_words_and_weights() {
        for (text, expected, says) in [
            (
                "MOVES\n\tBRAIN_DRAIN (1)\n\tKINDS (OLD)\n\t\tLEAV* (1)\n\tRETURN (1)\n",
                "MOVES: BRAIN DRAIN, RETURN; MOVES.KINDS (OLD): LEAV*",
                "",
            ),
            ("A\n    B\n        x (1)\n    C\n\ty (1)\n", "A: y; A.B: x; A.C: ", ""),
            (
                "A\n\tx (10)\n\ty (0.5)\n\tz (1)\n",
                "A: x, y, z",
                "d.cat, line 2: weights are not kept (2 of them",
            ),
            ("x (1)\nA\n\ty (1)\n", "A: y", "line 1: `x` stands in no category"),
            ("A\n\tx (1)\nA\n\ty (1)\n", "A: x, y", ""),
        ] {
            let (categories, told) = shown(text, "d.cat");
            assert_eq!(categories, expected);
            assert!(told.contains(says) && told.is_empty() == says.is_empty(), "{told}");
        }
    }

    #[test]
    fn what_would_read_back_otherwise_is_told() {
        let lexicon = Lexicon::read("a (2): [b_c, '@d', e f]\n", "l.yml").unwrap();
        let mut told = Vec::new();
        assert_eq!(write(&lexicon, &mut told), "a_(2)\n\te_f (1)\n");
        assert_eq!(told.len(), 3);
    }
}
