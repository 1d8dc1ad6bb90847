//! Examples that do not do what they claim.

use super::{Finding, Kind, Lint, Weight, shortened};
use crate::lexicon::entries::Purpose;
use crate::lexicon::word_memory::WordMemory;

/// Characters of an example that are shown.
const SHOWN: usize = 80;

impl Lint<'_> {
    /// A finding for each `yes` without a hit and each `no` with one, in order of the lexicon.
    pub(super) fn wrong_examples(&self) -> Vec<Finding> {
        let mut memory = WordMemory::default();
        let mut findings = Vec::new();
        for (category, own) in self.lexicon.categories.iter().enumerate() {
            for (examples, claims_hit) in [(&own.examples_yes, true), (&own.examples_no, false)] {
                for example in examples {
                    let hit = self.first_hit(category, example, &mut memory);
                    if hit.is_some() != claims_hit {
                        findings.push(self.wrong_example(category, example, hit));
                    }
                }
            }
        }
        findings
    }

    /// The words and the entry of the first hit of a category that counts.
    fn first_hit(&self, category: usize, text: &str, memory: &mut WordMemory) -> Option<(String, u32)> {
        let split = self.entries.split(text);
        let is_hit = |number: u32| {
            let entry = self.entries.entry(number);
            entry.category == category && entry.purpose == Purpose::Hit
        };
        let found = self.entries.found(text, &split, memory);
        let hit = found.iter().find(|f| f.suppressed_by.is_none() && is_hit(f.tokens.pattern))?;
        let span = split.span(hit.tokens.start as usize..hit.tokens.end as usize);
        Some((span.of(text).to_string(), hit.tokens.pattern))
    }

    fn wrong_example(&self, category: usize, example: &str, hit: Option<(String, u32)>) -> Finding {
        let own = &self.lexicon.categories[category];
        let shown = shortened(example, SHOWN);
        let finding = |pattern: &str, found: String| Finding {
            kind: Kind::Example,
            weight: Weight::Error,
            place: own.place.clone(),
            category: own.slug.clone(),
            pattern: pattern.into(),
            found,
            remedy: String::new(),
            hits: None,
            share: None,
        };
        match hit {
            None => finding("", format!("no pattern matches the example “{shown}”")).remedy(format!(
                "Ask `plenary lexicon explain` with --category {} what is lacking.",
                own.slug
            )),
            Some((words, number)) => {
                let pattern = &self.entries.entry(number).pattern.source;
                finding(
                    pattern,
                    format!("it matches “{words}” in the example that must have no hit, “{shown}”"),
                )
                .remedy("Narrow the pattern, or add an exception under `$except`.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::lexicon::lint::Lint;

    #[test]
    fn examples_are_held_to_their_claim() {
        let text = "a:\n  $patterns: [drain]\n  $except: [drain pipe*]\n  $examples:\n    \
                    yes: [A brain drain., A drain pipe.]\n    no: [The drain pipes leak., Drain it.]\n";
        let lexicon = Lexicon::read(text, "l.yml").unwrap();
        let found: Vec<String> = Lint::new(&lexicon)
            .wrong_examples()
            .into_iter()
            .map(|f| format!("{}|{}", f.pattern, f.found))
            .collect();
        let expected = [
            "|no pattern matches the example “A drain pipe.”",
            "drain|it matches “Drain” in the example that must have no hit, “Drain it.”",
        ];
        assert_eq!(found, expected);
    }
}
