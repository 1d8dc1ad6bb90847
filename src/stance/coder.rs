//! Cues and model joined: the class of a statement, or `abstain`.

use super::Mask;
use super::cues::{Cue, CueReader, facets};
use super::passages::{Finder, Passage};
use crate::codebook::{Derived, Facets, Question};
use crate::lexicon::{Reading, WordMemory};
use crate::model::Model;

/// How often a cue stands among the features of a passage.
const CUE_REPEATS: usize = 3;

/// What a question's coder is made of.
#[derive(Clone, Debug)]
pub struct StanceCoder {
    /// The question.
    pub question: Question,
    finder: Finder,
    cues: CueReader,
    mask: Mask,
    model: Option<Model>,
    settings: StanceSettings,
}

/// How cues and model are joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StanceSettings {
    /// The weight of the cues' class against the model's probabilities, from 0 to 1.
    pub cue_weight: f64,
    /// Below this confidence the coder abstains.
    pub least_confidence: f64,
}

/// The position of one statement as the machine reads it.
#[derive(Clone, Debug, PartialEq)]
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
    /// The values of the facets.
    pub facets: Facets,
    /// The cues, those that do not count among them.
    pub cues: Vec<Cue>,
    /// The passages on the proposal.
    pub passages: Vec<Passage>,
}

impl StanceCoder {
    /// Makes a question ready.
    pub fn new(question: Question, mask: Mask, model: Option<Model>, settings: StanceSettings) -> Self {
        let (finder, cues) = (Finder::new(&question.referents), CueReader::new(&question));
        StanceCoder { question, finder, cues, mask, model, settings }
    }

    /// The model, where there is one.
    pub fn model(&self) -> Option<&Model> {
        self.model.as_ref()
    }

    /// Codes a statement made at a meeting of this name; the name may be empty.
    pub fn code(&self, reading: &Reading, meeting: &str, memory: &mut [WordMemory; 2]) -> Stance {
        let is_meeting_on_topic = self.finder.is_on_topic(meeting, &mut memory[0]);
        let (passages, on_topic) =
            self.finder.passages(reading.text, reading.split, is_meeting_on_topic, &mut memory[0]);
        let cues = self.cues_in(&passages, &on_topic, reading, &mut memory[1]);
        let facets = facets(&self.question, &cues);
        let derived = self.question.derive(&facets).unwrap_or_default();
        let joined = self.join(&derived, &facets, &passage_text(reading, &passages));
        Stance { facets, cues, passages, ..joined }
    }

    /// The facets that the cues of a text show when all of it is taken to speak of the proposal.
    pub fn facets_of_passage(&self, reading: &Reading, memory: &mut WordMemory) -> Facets {
        let n = reading.split.sentences.len();
        let whole = Passage { sentences: 0..n };
        facets(&self.question, &self.cues_in(&[whole], &vec![true; n], reading, memory))
    }

    fn cues_in(
        &self,
        passages: &[Passage],
        on_topic: &[bool],
        reading: &Reading,
        memory: &mut WordMemory,
    ) -> Vec<Cue> {
        let mut in_passage = vec![false; reading.split.sentences.len()];
        passages.iter().for_each(|passage| in_passage[passage.sentences.clone()].fill(true));
        let cues = self.cues.cues(&self.question, reading, memory);
        // Cues of most facets count in passages on the proposal, others wherever the topic is.
        let counts = |cue: &Cue| {
            in_passage[cue.sentence] || on_topic[cue.sentence] && self.question.facets[cue.facet].anywhere
        };
        cues.into_iter().filter(counts).collect()
    }

    /// The features of a passage: its masked words, and the values that its cues show.
    pub fn features(&self, text: &str, facets: &Facets) -> Vec<String> {
        let words = self.mask.words(text);
        let mut features: Vec<String> =
            words.windows(2).map(|pair| format!("{} {}", pair[0], pair[1])).collect();
        features.extend(words);
        let mut cues: Vec<String> = Vec::new();
        for (facet, values) in self.question.facets.iter().zip(&facets.values) {
            cues.extend(values.iter().map(|value| format!("={}:{value}", facet.variable)));
        }
        if let Some(derived) = self.question.derive(facets) {
            cues.push(format!("=detail:{}", derived.detail));
        }
        // Cues are few among many words: said again, they keep their weight when rows are normalised.
        for _ in 0..CUE_REPEATS {
            features.extend_from_slice(&cues);
        }
        features
    }

    fn join(&self, derived: &Derived, facets: &Facets, passage_text: &str) -> Stance {
        let class_of = |detail: &str| self.question.class_of(detail).map_or("", |class| class.class.as_str());
        let by_cues = class_of(&derived.detail);
        let stance =
            |class: &str, detail: &str, best: &str, confidence: Option<f64>, derived_by: &str| Stance {
                class: class.into(),
                detail: detail.into(),
                best: best.into(),
                confidence,
                derived_by: derived_by.into(),
                facets: Facets::default(),
                cues: Vec::new(),
                passages: Vec::new(),
            };
        let Some(model) = self.model.as_ref().filter(|_| !passage_text.is_empty()) else {
            return stance(by_cues, &derived.detail, by_cues, None, &derived.derived_by);
        };
        let mut probabilities = model.probabilities(&self.features(passage_text, facets));
        for (class, probability) in &mut probabilities {
            let agrees = f64::from(u8::from(class == by_cues));
            *probability =
                self.settings.cue_weight * agrees + (1.0 - self.settings.cue_weight) * *probability;
        }
        let best = probabilities.iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let Some((best, confidence)) = best.map(|(class, p)| (class.as_str(), *p)) else {
            return stance(by_cues, &derived.detail, by_cues, None, &derived.derived_by);
        };
        if confidence < self.settings.least_confidence {
            return stance("abstain", "", best, Some(confidence), "low confidence");
        }
        // A class that the words do not show is given only where the question allows it.
        match (best == by_cues, self.question.fallback(best)) {
            (true, _) => stance(by_cues, &derived.detail, best, Some(confidence), &derived.derived_by),
            (false, Some(detail)) => stance(best, detail, best, Some(confidence), "model"),
            (false, None) => stance("abstain", "", best, Some(confidence), "cues and model differ"),
        }
    }
}

/// The sentences of all passages, a space between them.
fn passage_text(reading: &Reading, passages: &[Passage]) -> String {
    let sentences = passages.iter().flat_map(|passage| &reading.split.sentences[passage.sentences.clone()]);
    sentences.map(|sentence| sentence.span.of(reading.text)).collect::<Vec<_>>().join(" ")
}
