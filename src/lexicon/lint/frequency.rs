//! Patterns without a match in the corpus, and the share of each in the hits of its category.

use super::{Finding, Kind, Lint, Tally, Weight};
use crate::lexicon::entries::{Entry, Purpose};
use crate::lexicon::pattern::{Element, Expression};
use crate::lexicon::word_class::{Case, WordClasses, WordPattern};
use rustc_hash::FxHashMap;

/// A pattern above this share of its category's hits is worth a warning …
const DOMINANT: f64 = 0.9;
/// … in a category with at least so many patterns …
const LEAST_PATTERNS: usize = 5;
/// … and so many hits.
const LEAST_HITS: u32 = 20;

/// Which words of the lexicon stand in the corpus, and how often.
struct Occurrences {
    counts: FxHashMap<WordPattern, u32>,
}

impl Lint<'_> {
    /// The patterns that could match and never do, with the word that the corpus lacks.
    pub(super) fn never_matching(&self, tally: &Tally) -> Vec<Finding> {
        let is_possible = |entry: &Entry| self.unmatchable(entry).is_none_or(|f| f.kind != Kind::CannotMatch);
        let is_silent = |(i, entry): &(usize, &Entry)| {
            tally.matched.get(*i).is_none_or(|n| *n == 0) && is_possible(entry)
        };
        let silent: Vec<&Entry> =
            self.entries.list.iter().enumerate().filter(is_silent).map(|(_, entry)| entry).collect();
        let occurrences = Occurrences::of(&silent, tally);
        let finding = |entry: &&Entry| {
            let found = occurrences.reason(&entry.pattern.expression);
            let weight = if entry.purpose == Purpose::Hit { Weight::Warning } else { Weight::Note };
            let finding = self.finding(Kind::NeverMatches, weight, entry, found);
            match occurrences.otherwise_written(&entry.pattern.expression) {
                Some((word, n)) => finding.remedy(format!("Add `{word}`, which is there {n} times.")),
                None => finding,
            }
        };
        silent.iter().map(finding).collect()
    }

    /// The share of each pattern, and a warning where one makes nearly all hits.
    pub(super) fn shares(&self, tally: &Tally) -> Vec<Finding> {
        let hits = |i: usize| tally.counted.get(i).copied().unwrap_or(0);
        let list = self.entries.list.iter().enumerate();
        let own: Vec<(usize, &Entry)> = list.filter(|(_, entry)| entry.purpose == Purpose::Hit).collect();
        let mut findings = Vec::new();
        for category in own.chunk_by(|a, b| a.1.category == b.1.category) {
            let all: u32 = category.iter().map(|(i, _)| hits(*i)).sum();
            for (i, entry) in category {
                let share = (all > 0).then(|| f64::from(hits(*i)) / f64::from(all));
                let with = |kind, weight, found: String| Finding {
                    hits: Some(hits(*i)),
                    share,
                    ..self.finding(kind, weight, entry, found)
                };
                let found = format!("{} of {all} hits of its category", hits(*i));
                let is_dominant = share.is_some_and(|share| share > DOMINANT)
                    && category.len() >= LEAST_PATTERNS
                    && all >= LEAST_HITS;
                findings.push(with(Kind::Share, Weight::Note, found.clone()));
                if is_dominant {
                    let remedy =
                        "Is it too wide, or is it the category? Look at its matches with `plenary kwic`.";
                    findings.push(with(Kind::Dominant, Weight::Warning, found).remedy(remedy));
                }
            }
        }
        findings
    }
}

impl Occurrences {
    /// Counts the words of patterns, and the ways in which they might be written instead.
    fn of(silent: &[&Entry], tally: &Tally) -> Self {
        let mut wanted = Vec::new();
        for entry in silent {
            let mut words = Vec::new();
            super::unmatchable::words_of(&entry.pattern.expression, &mut words);
            wanted.extend(words.into_iter().cloned());
            wanted.extend(other_spellings(&entry.pattern.expression));
        }
        wanted.sort();
        wanted.dedup();
        let mut classes = WordClasses::default();
        wanted.iter().enumerate().for_each(|(i, word)| classes.add(word, i as u32));
        let mut counts = vec![0; wanted.len()];
        for (word, n) in tally.vocabulary() {
            classes.of(&word).into_iter().for_each(|class| counts[class as usize] += n);
        }
        Occurrences { counts: wanted.into_iter().zip(counts).collect() }
    }

    fn count(&self, word: &WordPattern) -> u32 {
        // Signs are not counted as words; they are everywhere.
        let is_sign = matches!(word, WordPattern::Literal(word) if !word.chars().any(char::is_alphanumeric));
        if is_sign { 1 } else { self.counts.get(word).copied().unwrap_or(0) }
    }

    /// Why a pattern never matches.
    fn reason(&self, expression: &Expression) -> String {
        let is_one_word = matches!(expression, Expression::Phrase(elements) if elements.len() == 1);
        match (self.lacking(expression).as_deref(), expression) {
            (Some([_]), _) if is_one_word => "it is not in these texts".into(),
            (Some([only]), _) => format!("`{only}` is not in these texts"),
            (Some([first, second]), _) => format!("neither `{first}` nor `{second}` is in these texts"),
            (Some([first, rest @ ..]), _) => {
                format!("neither `{first}` nor any of {} alternatives is in these texts", rest.len())
            }
            (_, Expression::Phrase(_)) => "its words are there, but never side by side".into(),
            (_, _) => "its words are there, but never as it asks".into(),
        }
    }

    /// The word, or the alternatives, without which a pattern cannot match.
    fn lacking<'e>(&self, expression: &'e Expression) -> Option<Vec<&'e str>> {
        match expression {
            Expression::Phrase(elements) => elements.iter().find_map(|element| self.lacking_element(element)),
            Expression::Any(options) => all_of(options.iter().map(|option| self.lacking(option))),
            Expression::Near(_, a, b) | Expression::Before(_, a, b) | Expression::And(a, b) => {
                self.lacking(a).or_else(|| self.lacking(b))
            }
            Expression::Not(a, _) => self.lacking(a),
        }
    }

    fn lacking_element<'e>(&self, element: &'e Element) -> Option<Vec<&'e str>> {
        match element {
            Element::Word(word) => (self.count(word) == 0).then(|| vec![shown(word)]),
            Element::Alternatives(options) => {
                let lacking =
                    |option: &'e Vec<Element>| option.iter().find_map(|inner| self.lacking_element(inner));
                all_of(options.iter().map(lacking))
            }
        }
    }

    /// Another way of writing the pattern that is in the corpus: with a hyphen, or in one word.
    fn otherwise_written(&self, expression: &Expression) -> Option<(String, u32)> {
        let spellings = other_spellings(expression).into_iter();
        let counted = spellings.map(|word| (shown(&word).to_string(), self.count(&word)));
        counted.filter(|(_, n)| *n > 0).max_by_key(|(_, n)| *n)
    }
}

/// What alternatives lack, where each lacks something.
fn all_of<'e>(options: impl Iterator<Item = Option<Vec<&'e str>>>) -> Option<Vec<&'e str>> {
    let mut all = options.collect::<Option<Vec<_>>>()?.concat();
    all.dedup();
    Some(all)
}

/// A phrase of two or more words with hyphens and in one word, a word without its hyphens.
fn other_spellings(expression: &Expression) -> Vec<WordPattern> {
    let Expression::Phrase(elements) = expression else { return Vec::new() };
    let word = |element: &Element| match element {
        Element::Word(word @ (WordPattern::Literal(_) | WordPattern::Glob(_))) => {
            Some(shown(word).to_string())
        }
        _ => None,
    };
    let Some(words) = elements.iter().map(word).collect::<Option<Vec<String>>>() else { return Vec::new() };
    let glob = |word: &str| WordPattern::glob(word, Case::Ignored);
    match words.as_slice() {
        [] => Vec::new(),
        [only] if only.contains('-') => vec![glob(&only.replace('-', ""))],
        [_] => Vec::new(),
        several => vec![glob(&several.join("-")), glob(&several.concat())],
    }
}

fn shown(word: &WordPattern) -> &str {
    let (WordPattern::Literal(word) | WordPattern::Glob(word) | WordPattern::Regex(word)) = word;
    word
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::lexicon::lint::{Kind, Lint, Tally, TallyMemory};

    fn findings(lexicon: &str, text: &str) -> Vec<String> {
        let lexicon = Lexicon::read(lexicon, "l.yml").unwrap();
        let lint = Lint::new(&lexicon);
        let mut tally = Tally::default();
        lint.count(text, &mut tally, &mut TallyMemory::default());
        let found = lint.findings_in(&tally).into_iter().filter(|f| f.kind != Kind::Words);
        let line = |f: super::Finding| match f.hits {
            Some(_) => format!("{} {}: {}", f.kind.name(), f.pattern, f.found),
            None => format!("{}: {}. {}", f.pattern, f.found, f.remedy),
        };
        found.map(line).collect()
    }

    #[test]
    fn a_silent_pattern_says_what_is_lacking() {
        for (pattern, expected) in [
            ("kafala", "kafala: it is not in these texts. "),
            ("brain loss", "brain loss: `loss` is not in these texts. "),
            ("drain brain", "drain brain: its words are there, but never side by side. "),
            (
                "burden sharing",
                "burden sharing: `burden` is not in these texts. Add `burden-sharing`, which is there 2 times.",
            ),
        ] {
            let found = findings(&format!("a: [{pattern}]"), "Brain drain; burden-sharing, burden-sharing.");
            assert_eq!(found[0], expected);
        }
        let found = findings("a: {$patterns: ['(x|y) NEAR/2 drain']}", "A drain.");
        assert_eq!(found[0], "(x|y) NEAR/2 drain: neither `x` nor `y` is in these texts. ");
    }

    #[test]
    fn a_pattern_with_nearly_all_hits_is_named() {
        let text = "a ".repeat(20) + "b";
        let found = findings("x: [a, b, c, d, e]", &text);
        assert!(found.contains(&"dominant a: 20 of 21 hits of its category".to_string()), "{found:?}");
        assert!(found.contains(&"share b: 1 of 21 hits of its category".to_string()), "{found:?}");
        assert!(!findings("x: [a, b, c, d]", &text).iter().any(|line| line.starts_with("dominant")));
    }
}
