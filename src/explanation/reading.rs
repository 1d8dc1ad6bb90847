//! What was read: passages, cues and facets.

use super::Subject;
use super::page::lines;
use crate::occasion::Occasion;
use crate::stance::{Cue, Part};
use std::ops::Range;

/// Cues shown for a value of a facet.
const MOST_CUES: usize = 3;
/// Details shown of a passage.
const MOST_DETAILS: usize = 3;

impl Subject<'_> {
    /// What the statement was taken for, and what of it is therefore read.
    fn occasion(&self) -> &'static str {
        match self.stance().occasion {
            Occasion::ByName => {
                "Made at a meeting on the topic, by its name or as the speaker calls it, so that each paragraph was read."
            }
            Occasion::ByWords => {
                "The name of the meeting does not show it, but its words read as said at a meeting on the topic, so that each \
                 paragraph was read."
            }
            Occasion::Elsewhere => {
                "Not made at a meeting on the topic as far as can be told, so that only what may name the proposal was read."
            }
        }
    }

    /// The passages on the proposal, each with its cues and what the model makes of it.
    pub(super) fn passages(&self) -> String {
        let stance = self.stance();
        let paragraphs = self.coded.split.sentences.last().map_or(0, |sentence| sentence.paragraph + 1);
        let mut page = format!(
            "PASSAGES READ: {} of {paragraphs} paragraphs, {} sentences\n",
            stance.passages.len(),
            self.coded.split.sentences.len()
        );
        page += &lines("  ", self.occasion());
        if stance.passages.is_empty() {
            page += "  None speaks of the proposal.\n";
        }
        for (number, passage) in stance.passages.iter().enumerate() {
            let ground = if passage.by_model {
                "the model found it"
            } else {
                "it names the proposal or goes on about it"
            };
            let place = format!("{}. {}; {ground}.", number + 1, self.place(&passage.sentences));
            page += &lines("  ", &place);
            page += &lines("     ", &format!("“{}”", self.text(&passage.sentences)));
            let is_in = |cue: &&Cue| passage.sentences.contains(&cue.sentence);
            self.cues().into_iter().filter(is_in).for_each(|cue| page += &lines("     - ", &self.cue(cue)));
            let read = |part: &&Part| overlap(&part.sentences, &passage.sentences);
            for part in stance.parts.iter().filter(read) {
                page += &lines("     ", &self.verdict(part));
            }
        }
        let is_elsewhere = |cue: &&Cue| !stance.passages.iter().any(|p| p.sentences.contains(&cue.sentence));
        let elsewhere: Vec<&Cue> = self.cues().into_iter().filter(is_elsewhere).collect();
        if !elsewhere.is_empty() {
            page += "  Elsewhere, cues of what counts wherever the topic is:\n";
        }
        elsewhere.into_iter().for_each(|cue| page += &lines("     - ", &self.cue(cue)));
        page
    }

    /// The cues; of several patterns that find the same words for the same value, one.
    fn cues(&self) -> Vec<&Cue> {
        let key = |cue: &Cue| (cue.tokens.start, cue.tokens.end, cue.facet, cue.value.clone());
        let mut cues: Vec<&Cue> = self.stance().cues.iter().collect();
        cues.sort_by_key(|cue| key(cue));
        cues.dedup_by_key(|cue| key(cue));
        cues
    }

    /// A cue, what it says, and what its context made of it.
    fn cue(&self, cue: &Cue) -> String {
        let words = self.coded.split.span(cue.tokens.start as usize..cue.tokens.end as usize);
        let facet = &self.question().facets[cue.facet].variable;
        let mark = cue.changed_by.replace('_', " ");
        let says = match (cue.value.as_str(), cue.changed_by.as_str()) {
            ("", _) => format!("would speak of {facet}, but does not count under {mark}"),
            (value, "") => format!("{facet}={value}"),
            (value, _) => format!("{facet}={value}, for {mark} turns it"),
        };
        format!("“{}” (sentence {}): {says}", words.of(&self.statement.text), cue.sentence + 1)
    }

    /// What the model makes of a part.
    fn verdict(&self, part: &Part) -> String {
        let mut ranked: Vec<(f64, &str)> = part
            .probabilities
            .iter()
            .zip(&self.question().classes)
            .map(|(probability, class)| (*probability, class.detail.as_str()))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let first: Vec<String> =
            ranked.iter().take(MOST_DETAILS).map(|(p, detail)| format!("{detail} {p:.2}")).collect();
        let place = self.place(&part.sentences).to_lowercase();
        format!("Model on {place}: {}; {:.0} % of the mean below.", first.join(", "), 100.0 * part.share)
    }

    /// The facets that cues settled, with their evidence.
    pub(super) fn facets(&self) -> String {
        let (stance, question) = (self.stance(), self.question());
        let mut page = String::from("FACETS\n");
        let mut at_default = Vec::new();
        for (index, facet) in question.facets.iter().enumerate() {
            let values = stance.facets.settled(question, index);
            if stance.facets.values[index].is_empty() {
                at_default.push(facet.variable.as_str());
                continue;
            }
            for value in &values {
                let definition = self.definition(index, value);
                let evidence = self.evidence(index, value);
                page += &lines("  ", &format!("{}={value}: {definition} {evidence}", facet.variable));
            }
            let beside: Vec<&String> = stance.facets.values[index]
                .iter()
                .filter(|value| !values.contains(&value.as_str()))
                .collect();
            for value in beside {
                page += &lines(
                    "    ",
                    &format!("beside it {value}, which yields: {}", self.evidence(index, value)),
                );
            }
        }
        if !at_default.is_empty() {
            page += &lines("  ", &format!("Without a cue, at their default: {}.", at_default.join(", ")));
        }
        page
    }

    /// What a facet's value means.
    pub(super) fn definition(&self, facet: usize, value: &str) -> &str {
        let known = self.question().facets[facet].values.iter().find(|known| known.name == value);
        known.map_or("", |known| known.definition.as_str())
    }

    /// The cues of a facet's value.
    fn evidence(&self, facet: usize, value: &str) -> String {
        let cues: Vec<&Cue> =
            self.cues().into_iter().filter(|cue| cue.facet == facet && cue.value == value).collect();
        let shown = cues.iter().take(MOST_CUES).map(|cue| {
            let words = self.coded.split.span(cue.tokens.start as usize..cue.tokens.end as usize);
            format!("“{}” (sentence {})", words.of(&self.statement.text), cue.sentence + 1)
        });
        let mut shown: Vec<String> = shown.collect();
        if cues.len() > MOST_CUES {
            shown.push(format!("and {} more", cues.len() - MOST_CUES));
        }
        shown.join(", ")
    }

    /// `Paragraph 4, sentences 9 to 11`.
    pub(super) fn place(&self, sentences: &Range<usize>) -> String {
        let paragraph =
            self.coded.split.sentences.get(sentences.start).map_or(0, |found| found.paragraph + 1);
        match sentences.len() {
            1 => format!("Paragraph {paragraph}, sentence {}", sentences.start + 1),
            _ => format!("Paragraph {paragraph}, sentences {} to {}", sentences.start + 1, sentences.end),
        }
    }

    fn text(&self, sentences: &Range<usize>) -> String {
        let found = &self.coded.split.sentences[sentences.clone()];
        found.iter().map(|sentence| sentence.span.of(&self.statement.text)).collect::<Vec<_>>().join(" ")
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
