//! What the model weighed: probabilities and terms.

use super::Subject;
use super::page::lines;
use crate::stance::{FeatureKind, Term};
use std::fmt::Write;

/// Terms shown for and against.
const MOST_TERMS: usize = 10;

impl Subject<'_> {
    /// The probabilities of classes and details, and what told most.
    pub(super) fn model(&self) -> String {
        let (stance, question) = (self.stance(), self.question());
        if stance.probabilities.is_empty() {
            return format!("MODEL\n{}", lines("  ", self.unread()));
        }
        let mut page = String::from("MODEL: probabilities\n");
        for class in question.class_names() {
            let probability = question.probability(class, &stance.probabilities);
            let _ = writeln!(page, "  {probability:.2}  {class}");
            let details = question.classes.iter().zip(&stance.probabilities);
            for (detail, probability) in details.filter(|(known, _)| known.class == class) {
                let _ = writeln!(page, "    {probability:.2}  {}: {}", detail.detail, detail.label);
            }
        }
        page + &self.terms()
    }

    fn terms(&self) -> String {
        let Some(terms) = &self.terms else { return String::new() };
        let detail = |index: usize| self.question().classes[index].detail.as_str();
        let (own, rival) = (detail(terms.detail), detail(terms.rival));
        let mut page = format!("MODEL: terms for {own} against {rival}\n");
        let meaning = format!(
            "{rival} is the likeliest detail of another class in the passage that counts most. Weights are log odds \
             (0.69 doubles the odds), each passage with its share; all terms and the constant ({:+.2}) come to \
             {:+.2}.",
            terms.constant,
            terms.sum()
        );
        page += &lines("  ", &meaning);
        for (title, found) in [(own, terms.most_for(MOST_TERMS)), (rival, terms.most_against(MOST_TERMS))] {
            let _ = writeln!(page, "  For {title}:");
            for term in &found {
                page += &lines(&format!("    {:+.2}  ", term.weight), &self.term(term));
            }
        }
        page
    }

    /// A term in words, with its sentence.
    fn term(&self, term: &Term) -> String {
        let sentence = self.coded.split.sentence_of(term.tokens.start) + 1;
        let named = match (term.kind, term.name.split_once('=')) {
            (FeatureKind::Detail, _) => {
                return format!("cues together: {} (from sentence {sentence})", term.name);
            }
            (FeatureKind::Cue, Some((variable, value))) => {
                let facet = self.question().facet(variable);
                format!("{}: {}", term.name, facet.map_or("", |facet| self.definition(facet, value)))
            }
            (FeatureKind::Turned, _) => format!("{}: “{}”", term.name, term.words),
            _ => format!("“{}”", term.words),
        };
        format!("{} {named} (sentence {sentence})", term.kind_in_words())
    }
}
