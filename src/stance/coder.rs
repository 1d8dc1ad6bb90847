//! Cues and model joined: the class of a statement, or `abstain`.

use super::cues::{self, Cue, CueReader, facets};
use super::features::{Feature, features};
use super::passages::{Finder, Found, Passage};
use super::terms::Term;
use crate::codebook::{ABSTAIN, Derived, Facets, Question};
use crate::lexicon::{Reading, WordMemory};
use crate::model::Model;
use crate::occasion::Occasion;
use crate::wording::Mask;
use std::ops::Range;

/// What a question's coder is made of.
#[derive(Clone, Debug)]
pub struct StanceCoder {
    /// The question.
    pub question: Question,
    finder: Finder,
    pub(super) cues: CueReader,
    mask: Mask,
    pub(super) model: Option<Model>,
    least_confidence: f64,
}

/// The position of one statement as the machine reads it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stance {
    /// The class, or `abstain`.
    pub class: String,
    /// The detail; empty where the coder abstains.
    pub detail: String,
    /// The most likely class, never `abstain`.
    pub best: String,
    /// Probability of the class; none where no passage speaks of the proposal.
    pub confidence: Option<f64>,
    /// What the class follows from.
    pub derived_by: String,
    /// Whether it speaks of the proposal.
    pub addresses_proposal: bool,
    /// The values of the facets.
    pub facets: Facets,
    /// The cues, those that do not count among them.
    pub cues: Vec<Cue>,
    /// The passages on the proposal.
    pub passages: Vec<Passage>,
    /// What the model read; none without a model.
    pub parts: Vec<Part>,
    /// The probability of each detail over all parts; empty where there is none.
    pub probabilities: Vec<f64>,
    /// What follows from the facets alone.
    pub by_cues: Derived,
    /// On what occasion it was made.
    pub occasion: Occasion,
    /// Where the class is the model's, the terms that spoke for it most.
    pub terms: Vec<Term>,
}

/// What the model read as one, and what it makes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Indices of its sentences.
    pub sentences: Range<usize>,
    /// The probability of each detail.
    pub probabilities: Vec<f64>,
    /// Its share in the statement's probabilities.
    pub share: f64,
}

/// What a class follows from where the model gives another detail than the cues.
const MODEL: &str = "model";

/// So sure a model needs no name and no cue for its class, wherever the statement was made.
pub const SURE: f64 = 0.98;

/// Why there is no answer where no cue shows the model's class.
const NO_CUE: &str = "no cue";

/// Why a statement is on something else.
pub(crate) const NO_NAME: &str = "no name";

/// How many terms of the model stand in the ledger.
const TERMS: usize = 5;

impl Stance {
    /// The same without a class, which is left to a person.
    fn abstain(self, why: &str) -> Stance {
        Stance { class: ABSTAIN.into(), detail: String::new(), derived_by: why.into(), ..self }
    }
}

impl StanceCoder {
    /// Makes a question ready; below `least_confidence` the coder abstains.
    pub fn new(question: Question, mask: Mask, model: Option<Model>, least_confidence: f64) -> Self {
        let (finder, cues) = (Finder::new(&question.referents), CueReader::new(&question));
        StanceCoder { question, finder, cues, mask, model, least_confidence }
    }

    /// The mask of names.
    pub fn mask(&self) -> &Mask {
        &self.mask
    }

    /// The model, where there is one.
    pub fn model(&self) -> Option<&Model> {
        self.model.as_ref()
    }

    /// Codes a statement made at a meeting of this name; the name may be empty.
    pub fn code(&self, reading: &Reading, meeting: &str, memory: &mut [WordMemory; 2]) -> Stance {
        let found = self.finder.passages(reading.text, reading.split, meeting, &mut memory[0]);
        let all = self.cues.cues(&self.question, reading, &mut memory[1]);
        let (passages, parts) = self.read(reading, &found, &all);
        let in_passage = |i: usize| passages.iter().any(|passage| passage.sentences.contains(&i));
        // Cues of most facets count in passages on the proposal, others wherever the topic is.
        let counts = |cue: &Cue| {
            in_passage(cue.sentence)
                || found.on_topic[cue.sentence] && self.question.facets[cue.facet].anywhere
        };
        let cues: Vec<Cue> = all.into_iter().filter(counts).collect();
        let facets = facets(&self.question, &cues);
        let by_cues = self.question.derive(&facets).unwrap_or_default();
        let probabilities = self.mean(&parts);
        let decided = self.decide(&by_cues, &probabilities, &parts);
        // Elsewhere than at a meeting on the topic a few words may only look like a position.
        let referring = cues.iter().filter(|cue| found.refers[cue.sentence]);
        let shown = cues::facets(&self.question, referring);
        let is_shown = |class: &str| {
            found.occasion.is_on_topic() || self.question.is_shown(class, found.is_named, &shown)
        };
        let is_sure = decided.confidence.is_some_and(|confidence| confidence >= SURE);
        let decided = match is_sure || is_shown(&decided.class) {
            true => decided,
            false if found.is_named => self.by_cues(decided, &shown, is_shown),
            false => self.unnamed(decided, &by_cues),
        };
        let addresses_proposal = !passages.is_empty() && !self.question.is_unaddressed(&decided.detail);
        let stance = Stance {
            addresses_proposal,
            facets,
            cues,
            passages,
            parts,
            probabilities,
            by_cues,
            occasion: found.occasion,
            ..decided
        };
        let terms = match stance.derived_by == MODEL {
            true => self.terms(reading, &stance, memory).into_iter().flat_map(|terms| terms.most_for(TERMS)),
            false => return stance,
        };
        Stance { terms: terms.collect(), ..stance }
    }

    /// The passages on the proposal, and what the model makes of each part of the statement.
    ///
    /// At a meeting on the topic the model may find paragraphs that no name of the proposal gives away.
    fn read(&self, reading: &Reading, found: &Found, cues: &[Cue]) -> (Vec<Passage>, Vec<Part>) {
        let mut passages = found.passages.clone();
        let Some(model) = &self.model else { return (passages, Vec::new()) };
        let units = found.units(reading.split);
        let rows: Vec<Vec<f64>> = units
            .iter()
            .map(|unit| self.joined_probabilities(model, reading, &unit.sentences, cues))
            .collect();
        let silent = self.question.silent();
        let is_found = |(unit, row): &(&Passage, &Vec<f64>)| {
            !found.names(unit) && 1.0 - row[silent] >= model.record.relevance
        };
        let by_model = units.iter().zip(&rows).filter(is_found);
        passages.extend(by_model.map(|(unit, _)| Passage { by_model: true, ..unit.clone() }));
        passages.sort_by_key(|passage| passage.sentences.start);
        let total: f64 = rows.iter().map(|row| self.weight(row)).sum();
        let part = |(unit, row): (Passage, Vec<f64>)| Part {
            sentences: unit.sentences,
            share: self.weight(&row) / total,
            probabilities: row,
        };
        (passages, units.into_iter().zip(rows).map(part).collect())
    }

    /// The probability of each detail of the question for some sentences, the cues' verdict joined.
    fn joined_probabilities(
        &self,
        model: &Model,
        reading: &Reading,
        sentences: &Range<usize>,
        cues: &[Cue],
    ) -> Vec<f64> {
        let (features, facets) = self.features(reading, sentences, cues);
        let row = model.probabilities(&names(&features));
        let by_cues = self.question.derive(&facets).map(|derived| derived.detail);
        let weight = model.record.cue_weight;
        let joined = |(detail, probability): (String, f64)| {
            (1.0 - weight) * probability + if Some(detail) == by_cues { weight } else { 0.0 }
        };
        row.into_iter().map(joined).collect()
    }

    /// The features of some sentences, and the facets that their cues show.
    pub(super) fn features(
        &self,
        reading: &Reading,
        sentences: &Range<usize>,
        cues: &[Cue],
    ) -> (Vec<Feature>, Facets) {
        let own: Vec<&Cue> = cues.iter().filter(|cue| sentences.contains(&cue.sentence)).collect();
        let facets = facets(&self.question, own.iter().copied());
        (features(&self.question, &self.mask, reading, sentences.clone(), &own, &facets), facets)
    }

    /// The weight of a part in the mean: what speaks of the proposal weighs more.
    fn weight(&self, row: &[f64]) -> f64 {
        /// The weight of a part that surely does not speak of the proposal.
        const LEAST_WEIGHT: f64 = 0.02;
        (1.0 - row[self.question.silent()]).powi(2) + LEAST_WEIGHT
    }

    /// The mean of the parts' probabilities by their shares. Empty without parts.
    fn mean(&self, parts: &[Part]) -> Vec<f64> {
        let mean = |detail: usize| parts.iter().map(|part| part.share * part.probabilities[detail]).sum();
        let n_details = if parts.is_empty() { 0 } else { self.question.classes.len() };
        (0..n_details).map(mean).collect()
    }

    /// The class and detail from what cues show and the probabilities of the details.
    fn decide(&self, derived: &Derived, probabilities: &[f64], parts: &[Part]) -> Stance {
        let class_of = |detail: &str| self.question.class_of(detail).map_or("", |class| class.class.as_str());
        if probabilities.is_empty() {
            let class = class_of(&derived.detail).to_string();
            let (detail, derived_by) = (derived.detail.clone(), derived.derived_by.clone());
            return Stance { best: class.clone(), class, detail, derived_by, ..Stance::default() };
        }
        let (best, confidence) = self.question.likeliest_class(probabilities);
        let decided = Stance { best: best.into(), confidence: Some(confidence), ..Stance::default() };
        if confidence < self.least_confidence {
            return decided.abstain("low confidence");
        }
        let detail = self.question.likeliest_detail(best, probabilities);
        // A wish for dialogue counts anywhere in the statement, outside the passages too.
        let is_shown = detail == derived.detail
            || self.question.is_unaddressed(detail) && self.question.is_unaddressed(&derived.detail);
        let (detail, derived_by) = match self.wished(parts) {
            Some(wished) if is_shown && self.is_silent(&derived.detail) => (wished, MODEL),
            _ if is_shown => (derived.detail.as_str(), derived.derived_by.as_str()),
            _ => (detail, MODEL),
        };
        Stance { class: best.into(), detail: detail.into(), derived_by: derived_by.into(), ..decided }
    }

    fn is_silent(&self, detail: &str) -> bool {
        self.question.classes[self.question.silent()].detail == detail
    }

    /// A detail that does not speak of the proposal, but is not silence, which one part of the statement is likelier
    /// than not to have: a wish for dialogue is often in words that no cue knows, and the mean over all parts hides it.
    fn wished(&self, parts: &[Part]) -> Option<&str> {
        let is_meant = |(number, probability): &(usize, &f64)| {
            **probability >= 0.5
                && *number != self.question.silent()
                && self.question.is_unaddressed(&self.question.classes[*number].detail)
        };
        let mut all = parts.iter().flat_map(|part| part.probabilities.iter().enumerate());
        all.find(is_meant).map(|(number, _)| self.question.classes[number].detail.as_str())
    }

    /// What cues in sentences on the proposal show, where the model's class has none; else no answer.
    fn by_cues(&self, decided: Stance, shown: &Facets, is_shown: impl Fn(&str) -> bool) -> Stance {
        let Some(derived) = self.question.derive(shown) else { return decided.abstain(NO_CUE) };
        match self.question.class_of(&derived.detail) {
            Some(class) if !self.question.is_unaddressed(&class.detail) && is_shown(&class.class) => {
                let (class, detail) = (class.class.clone(), derived.detail);
                Stance { class, detail, derived_by: derived.derived_by, confidence: None, ..decided }
            }
            _ => decided.abstain(NO_CUE),
        }
    }

    /// Outside a meeting on the topic, what no name tells from other proposals is on one of those.
    fn unnamed(&self, decided: Stance, by_cues: &Derived) -> Stance {
        let silent = &self.question.classes[self.question.silent()];
        let is_unaddressed = self.question.is_unaddressed(&by_cues.detail);
        let detail = if is_unaddressed { by_cues.detail.clone() } else { silent.detail.clone() };
        let class = silent.class.clone();
        Stance { class, detail, derived_by: NO_NAME.into(), confidence: None, ..decided }
    }

    /// The features of a text that speaks of the proposal throughout, and the facets that its cues show.
    pub fn features_of_passage(&self, reading: &Reading, memory: &mut WordMemory) -> (Vec<String>, Facets) {
        let cues = self.cues.cues(&self.question, reading, memory);
        let (features, facets) = self.features(reading, &(0..reading.split.sentences.len()), &cues);
        (names(&features), facets)
    }
}

pub(super) fn names(features: &[Feature]) -> Vec<String> {
    features.iter().map(|feature| feature.name.clone()).collect()
}
