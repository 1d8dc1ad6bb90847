//! Rules of WordStat, such as `@NAME [#A AFTER #B /S 3]`, from and to patterns with operators.
//!
//! An operand is a word, a phrase joined by `_`, or `#` with a category, which stands for all that
//! is in it and below it. `/S` means the same sentence and a number the most words apart; what
//! looks beyond a sentence has no pattern and is told.

use super::operands::{Joined, any_of, joined, operand};
use crate::error::{Diagnostic, Place};
use crate::lexicon::tree::{NodeId, Tree};
use crate::lexicon::{Lexicon, Pattern};

const OPERATORS: [&str; 5] = ["NEAR", "BEFORE", "AFTER", "AND", "NOT"];

/// A rule as it stands in the file.
pub(super) struct Rule {
    pub category: NodeId,
    pub text: String,
    pub place: Place,
}

/// Translates the rules; call when all words are read.
pub(super) fn add(tree: &mut Tree, rules: &[Rule], told: &mut Vec<Diagnostic>) {
    // All are translated before one is added, so that no rule is taken for a word of a category.
    let patterns: Vec<_> = rules.iter().map(|rule| pattern(tree, rule)).collect();
    for (rule, pattern) in rules.iter().zip(patterns) {
        match pattern {
            Ok(pattern) => {
                let found = format!("the rule `{}` is read as a pattern within one sentence", rule.text);
                told.push(Diagnostic::note(rule.place.clone(), found));
                tree.add(rule.category, pattern);
            }
            Err(why) => told.push(
                Diagnostic::warning(
                    rule.place.clone(),
                    format!("the rule `{}` is left out: {why}", rule.text),
                )
                .remedy(
                    "Write it by hand with NEAR/n, BEFORE/n, AND or NOT under $patterns of a plenary file",
                ),
            ),
        }
    }
}

fn pattern(tree: &Tree, rule: &Rule) -> Result<Pattern, String> {
    let inside = rule.text.split_once('[').and_then(|(_, rest)| rest.trim_end().strip_suffix(']'));
    let inside = inside.ok_or("it has no square brackets")?;
    let parts: Parts = parts(inside)?;
    let side = |name: &str| {
        operand_of(tree, name).ok_or_else(|| format!("`{name}` has no words that a pattern can hold"))
    };
    let (left, right) = (side(parts.left)?, side(parts.right)?);
    let source = match (parts.operator.as_str(), parts.distance) {
        ("AND" | "NEAR", None) => format!("{left} AND {right}"),
        ("AND" | "NEAR", Some(n)) => format!("{left} NEAR/{n} {right}"),
        ("BEFORE", Some(n)) => format!("{left} BEFORE/{n} {right}"),
        ("AFTER", Some(n)) => format!("{right} BEFORE/{n} {left}"),
        ("NOT" | "NOT NEAR", None) => format!("{left} NOT {right}"),
        (operator @ ("BEFORE" | "AFTER"), None) => return Err(format!("{operator} needs a number of words")),
        (operator, _) => return Err(format!("{operator} within a number of words has no pattern")),
    };
    Pattern::parse(&source, rule.place.clone()).map_err(|error| error.found)
}

struct Parts<'r> {
    left: &'r str,
    operator: String,
    right: &'r str,
    distance: Option<u32>,
}

/// `LEFT OPERATOR RIGHT`, then `/S` and a number of words.
fn parts(inside: &str) -> Result<Parts<'_>, String> {
    let is_operator = |word: &&str| is_operator(word);
    let words: Vec<&str> = inside.split_whitespace().collect();
    let n_operators = words.iter().skip(1).take_while(|word| is_operator(word)).count();
    let (Some(left), Some(right), 1..=2) = (words.first(), words.get(1 + n_operators), n_operators) else {
        return Err("it is not two operands with NEAR, BEFORE, AFTER, AND or NOT between them".into());
    };
    let mut distance = None;
    for option in words[2 + n_operators..].iter().flat_map(|word| word.split_inclusive("/S")) {
        match (option.to_uppercase().as_str(), option.parse::<u32>()) {
            ("/S", _) => {}
            (_, Ok(n)) if n > 0 => distance = Some(n),
            _ => return Err(format!("`{option}` is neither /S nor a number of words")),
        }
    }
    let operator = words[1..=n_operators].join(" ").to_uppercase();
    Ok(Parts { left, operator, right, distance })
}

fn is_operator(word: &str) -> bool {
    OPERATORS.contains(&word.to_uppercase().as_str())
}

/// An operand in our words; of a category, its plain patterns and those below it.
fn operand_of(tree: &Tree, name: &str) -> Option<String> {
    match name.strip_prefix('#') {
        None => operand(&name.replace('_', " ")),
        Some(category) => {
            let id = tree.find(category).or_else(|| tree.find(&category.replace('_', " ")))?;
            any_of(tree.patterns_below(id).into_iter().map(|pattern| pattern.source.as_str()))
        }
    }
}

/// Takes the patterns that a rule can say out of a lexicon; gives the rules of each category.
pub(super) fn take(lexicon: &mut Lexicon) -> Vec<Vec<String>> {
    let named = named(lexicon);
    let mut n_rules = 0;
    let mut rules = Vec::with_capacity(named.len());
    for category in &mut lexicon.categories {
        let mut own = Vec::new();
        category.patterns.retain(|pattern| {
            let rule = joined(&pattern.source).filter(|_| !pattern.is_plain());
            let rule = rule.and_then(|joined| rule_of(&joined, &named));
            n_rules += usize::from(rule.is_some());
            own.extend(rule.as_ref().map(|rule| format!("@RULE{n_rules} [{rule}]")));
            rule.is_none()
        });
        rules.push(own);
    }
    rules
}

/// The key of each category in lower case, and the words in it and below it.
fn named(lexicon: &Lexicon) -> Vec<(String, Vec<String>)> {
    let categories = &lexicon.categories;
    let words = |path: &[String]| {
        let below = categories.iter().filter(|category| category.path.starts_with(path));
        let patterns = below.flat_map(|category| &category.patterns).filter(|pattern| pattern.is_plain());
        patterns.map(|pattern| pattern.source.to_lowercase()).collect()
    };
    categories.iter().map(|category| (category.key().to_lowercase(), words(&category.path))).collect()
}

/// `LEFT OPERATOR RIGHT /S 3`.
fn rule_of(joined: &Joined, named: &[(String, Vec<String>)]) -> Option<String> {
    let (operator, distance) = joined.operator.split_once('/').unwrap_or((&joined.operator, ""));
    let (left, right) = (operand_for(&joined.left, named)?, operand_for(&joined.right, named)?);
    Some(format!("{left} {operator} {right} /S {distance}").trim_end().into())
}

/// A word or phrase, or the name of the category that has just these.
fn operand_for(words: &[String], named: &[(String, Vec<String>)]) -> Option<String> {
    let is_free = |text: &str| text.chars().all(|c| c.is_alphanumeric() || " *?-'.".contains(c));
    let (mark, text) = match words {
        [only] => ("", only),
        several => {
            let (name, _) = named.iter().find(|(_, own)| own == several)?;
            let (_, first) = named.iter().find(|(other, _)| other == name)?;
            ("#", Some(name).filter(|_| first == several)?)
        }
    };
    (is_free(text) && !is_operator(text)).then(|| format!("{mark}{}", text.replace(' ', "_")))
}

#[cfg(test)]
mod tests {
    use crate::lexicon::formats::{Format, read, write};

    #[test]
    fn rules_become_patterns_or_are_told() {
        for (rule, expected) in [
            ("@R [#A NEAR #B /S 3]", "(loss|brain drain) NEAR/3 gain*"),
            ("@R [#A AFTER #B /S 3]", "gain* BEFORE/3 (loss|brain drain)"),
            ("@R [#b BEFORE RETURN_HOME /S3]", "gain* BEFORE/3 return home"),
            ("@R [#A AND WAR_AND_PEACE /S]", "(loss|brain drain) AND war and peace"),
            ("@R [#A NOT NEAR #B /S]", "(loss|brain drain) NOT gain*"),
            ("@R [#A NOT NEAR #B /S 4]", ": NOT NEAR within a number of words"),
            ("@R [#A BEFORE #B /S]", ": BEFORE needs a number"),
            ("@R [#A NEAR #B /P 3]", ": `/P` is neither"),
            ("@R [#A NEAR #C /S 3]", ": `#C` has no words"),
            ("@R [#A WITH #B]", ": it is not two operands"),
            ("@R #A", ": it has no square brackets"),
        ] {
            let text = format!("R\n\t{rule} (1)\nA\n\tLOSS (1)\n\tBRAIN_DRAIN (1)\nB\n\tGAIN* (1)\n");
            let (lexicon, told) = read(text.as_bytes(), "d.cat", None).unwrap();
            assert_eq!((told.len(), told[0].place.line), (1, Some(2)), "{rule}");
            match (lexicon.categories[0].patterns.first(), expected.strip_prefix(": ")) {
                (Some(pattern), None) => assert_eq!(pattern.source, expected),
                (None, Some(says)) => assert!(told[0].found.contains(says), "{}", told[0].found),
                (found, _) => panic!("{rule}: {found:?}"),
            }
        }
    }

    #[test]
    fn rules_are_written_where_their_operands_can_be_named() {
        for (pattern, rule) in [
            ("loss NEAR/3 brain drain", "loss NEAR brain_drain /S 3"),
            ("gain* BEFORE/3 (loss|brain drain)", "gain* BEFORE #a_b /S 3"),
            ("(loss|brain drain) AND gain*", "#a_b AND gain* /S"),
            ("gain* NOT war", "gain* NOT war /S"),
            ("(war|peace) AND gain*", ""),
            ("/gain.*/ AND war", ""),
            ("near AND war", ""),
        ] {
            let text = format!("R:\n  $patterns:\n    - {pattern}\nA b: [loss, brain drain]\n");
            let (lexicon, _) = read(text.as_bytes(), "l.yml", None).unwrap();
            let (written, lost) = write(&lexicon, Format::WordStat);
            let written = String::from_utf8(written).unwrap();
            let expected = if rule.is_empty() { String::new() } else { format!("\t@RULE1 [{rule}] (1)\n") };
            assert_eq!(written, format!("R\n{expected}A b\n\tloss (1)\n\tbrain_drain (1)\n"));
            assert_eq!(lost.len(), usize::from(rule.is_empty()), "{lost:?}");
            let (again, _) = read(written.as_bytes(), "d.cat", None).unwrap();
            let source = again.categories[0].patterns.first().map(|pattern| pattern.source.as_str());
            assert_eq!(source, Some(pattern).filter(|_| !rule.is_empty()));
        }
    }
}
