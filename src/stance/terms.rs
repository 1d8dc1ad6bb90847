//! The terms by which the model told one detail from another: what each adds to the log odds, and where it
//! stands.
//!
//! In a part of a statement the weights and the constant add up to the log odds of the two details; over the
//! statement each part counts with its share. Names of actors stay masked.

use super::coder::{Part, Stance, StanceCoder, names};
use super::cues::Cue;
use super::features::{Feature, FeatureKind};
use crate::lexicon::{Reading, WordMemory};
use std::collections::BTreeMap;
use std::ops::Range;

/// A term of the model and what it says for one detail against another.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// What it is made of.
    pub kind: FeatureKind,
    /// Its stems (`bond to`), `facet=value`, or the detail that cues show together.
    pub name: String,
    /// What it adds to the log odds of the detail; below 0 it speaks for the other.
    pub weight: f64,
    /// Where it stands first in the part that counts most of those that have it.
    pub tokens: Range<usize>,
    /// Its words there, names of states and groups masked; empty for cues.
    pub words: String,
}

/// All terms of a statement that the model knows.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Index of the detail that they speak for.
    pub detail: usize,
    /// Index of the detail that they speak against.
    pub rival: usize,
    /// The log odds before any term.
    pub constant: f64,
    /// By name in the vocabulary.
    found: BTreeMap<String, Term>,
}

impl Terms {
    /// The terms that speak for the detail, the largest weight first, ties by the alphabet.
    pub fn most_for(&self, most: usize) -> Vec<Term> {
        self.most(most, 1.0)
    }

    /// The terms that speak for the other detail, the largest weight first, ties by the alphabet.
    pub fn most_against(&self, most: usize) -> Vec<Term> {
        self.most(most, -1.0)
    }

    fn most(&self, most: usize, sign: f64) -> Vec<Term> {
        let mut terms: Vec<&Term> = self.found.values().filter(|term| term.weight * sign > 0.0).collect();
        terms.sort_by(|a, b| (b.weight * sign).total_cmp(&(a.weight * sign)));
        terms.into_iter().take(most).cloned().collect()
    }

    /// The log odds of the two details: the constant and all terms.
    pub fn sum(&self) -> f64 {
        self.constant + self.found.values().map(|term| term.weight).sum::<f64>()
    }
}

impl Term {
    /// The kind in words, such as `word pair`.
    pub fn kind_in_words(&self) -> &'static str {
        match self.kind {
            FeatureKind::Word => "word",
            FeatureKind::Pair => "word pair",
            FeatureKind::Negated => "negated word",
            FeatureKind::Cue => "cue",
            FeatureKind::Turned => "turned cue",
            FeatureKind::Detail => "cues together",
        }
    }
}

impl StanceCoder {
    /// What the model's terms say for the detail given, or for the likeliest, against the likeliest detail of
    /// another class in the part that counts most; none where no model read the statement.
    pub fn terms(&self, reading: &Reading, stance: &Stance, memory: &mut [WordMemory; 2]) -> Option<Terms> {
        let model = self.model.as_ref()?;
        let (detail, rival) = self.compared(stance)?;
        let mut terms =
            Terms { detail, rival, constant: model.constant(detail, rival), found: BTreeMap::new() };
        let cues = self.cues.cues(&self.question, reading, &mut memory[1]);
        let mut parts: Vec<&Part> = stance.parts.iter().collect();
        parts.sort_by(|a, b| b.share.total_cmp(&a.share));
        for part in parts {
            let (features, _) = self.features(reading, &part.sentences, &cues);
            let document = names(&features);
            for (name, weight) in model.log_odds(&document, detail, rival) {
                let Some(feature) = features.iter().find(|feature| feature.name == name) else { continue };
                let new = || self.term(feature, part, &cues, reading);
                terms.found.entry(name.into()).or_insert_with(new).weight += weight * part.share;
            }
        }
        Some(terms)
    }

    /// The detail given, or the likeliest of the likeliest class, and the likeliest detail of another class in
    /// the part that counts most: over all parts silence would win, which most paragraphs speak for.
    fn compared(&self, stance: &Stance) -> Option<(usize, usize)> {
        let classes = &self.question.classes;
        let given = match stance.detail.as_str() {
            "" => self.question.likeliest_detail(&stance.best, &stance.probabilities),
            detail => detail,
        };
        let detail = classes.iter().position(|class| class.detail == given)?;
        let counts_most = stance.parts.iter().rev().max_by(|a, b| a.share.total_cmp(&b.share))?;
        let probability = |i: usize| counts_most.probabilities[i];
        let is_of_another = |i: &usize| classes[*i].class != classes[detail].class;
        let others = (0..classes.len()).filter(is_of_another).rev();
        let rival = others.max_by(|a, b| probability(*a).total_cmp(&probability(*b)))?;
        Some((detail, rival))
    }

    /// A feature of a part as a term without weight.
    fn term(&self, feature: &Feature, part: &Part, cues: &[Cue], reading: &Reading) -> Term {
        let (name, tokens) = match feature.kind {
            FeatureKind::Detail => {
                (feature.name.trim_start_matches("=detail:").into(), tokens_of(reading, &part.sentences))
            }
            FeatureKind::Cue => {
                let name = feature.name.trim_start_matches('=').replacen(':', "=", 1);
                let tokens = self.place_of_cue(&name, part, cues);
                (name, tokens)
            }
            FeatureKind::Turned => {
                let name =
                    feature.name.trim_start_matches('≠').replacen(':', "=", 1).replacen(' ', " under ", 1);
                (name, feature.tokens.clone())
            }
            _ => (feature.name.trim_start_matches('¬').into(), feature.tokens.clone()),
        };
        let words = match feature.kind {
            FeatureKind::Turned => reading.split.span(tokens.clone()).of(reading.text).to_string(),
            _ if feature.tokens.is_empty() => String::new(),
            _ => words(&name, &tokens, reading),
        };
        Term { kind: feature.kind, name, weight: 0.0, tokens, words }
    }

    /// The tokens of the first cue of a part that shows `facet=value`.
    fn place_of_cue(&self, shown: &str, part: &Part, cues: &[Cue]) -> Range<usize> {
        let shows = |cue: &&Cue| {
            let variable = &self.question.facets[cue.facet].variable;
            part.sentences.contains(&cue.sentence) && shown == format!("{variable}={}", cue.value)
        };
        let cue = cues.iter().find(shows);
        cue.map_or(0..0, |cue| cue.tokens.start as usize..cue.tokens.end as usize)
    }
}

/// The words of one or two stems as the text has them; a masked name is `[state]` or `[group]`.
fn words(stems: &str, tokens: &Range<usize>, reading: &Reading) -> String {
    let ends = [tokens.start, tokens.end - 1];
    let word = |(stem, token): (&str, usize)| match stem {
        "_state" => "[state]".to_string(),
        "_group" => "[group]".to_string(),
        _ => reading.split.tokens[token].span.of(reading.text).to_string(),
    };
    stems.split(' ').zip(ends).map(word).collect::<Vec<_>>().join(" ")
}

fn tokens_of(reading: &Reading, sentences: &Range<usize>) -> Range<usize> {
    match &reading.split.sentences[sentences.clone()] {
        [] => 0..0,
        [only] => only.tokens.clone(),
        [first, .., last] => first.tokens.start..last.tokens.end,
    }
}
