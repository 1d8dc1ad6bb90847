//! What the model makes of the lexicon's hits: it confirms or doubts them, and proposes themes that no
//! pattern found.
//!
//! A proposal needs a sentence on the topic of the lexicon, and a hit far from it must be likely: most of what the model
//! learnt from is on the topic, and a speech on everything has hundreds of sentences that are not.

use super::features::features;
use super::{Leaning, Proposal, ThemeHit};
use crate::lexicon::{Lexicon, PatternSet, Reading, WordMemory};
use crate::model::{LabelIndex, LabelModel, LabelRecord, Row, Vocabulary, normalised, with_share};
use crate::wording::Mask;
use std::cell::OnceCell;

/// How much of the sentence before and of the one after stands beside a sentence: what it speaks of is
/// often named there.
const NEIGHBOUR: f64 = 0.5;

/// How many times as probable its neighbours can make a theme of a sentence: it must say something of it
/// itself.
const MOST_GAIN: f64 = 3.0;

/// More likely than not: so probable a sentence must make a theme by its own words before the model proposes it, and a
/// hit far from the topic must be.
const LIKELY: f64 = 0.5;

/// So probable a hit must be in a speech on everything: readers of the General Debate defended 53 of 73 hits below it, 82 of 96 between it and
/// twice as much, and 961 of 1,017 others.
const CONFIRMED_IN_SPEECH: f64 = 0.05;

/// How much of the doubt that a threshold leaves a proposal in a speech on everything may have.
const DOUBT_LEFT: f64 = 0.15;

/// An excerpt is no longer than this many sentences, as are 99 in 100 of 117,281 paragraphs of the General Debate. Longer texts
/// without paragraphs are whole speeches.
const LONGEST_EXCERPT: usize = 12;

/// What the model said of a doubted hit, as `evidence.csv` has it.
pub const DOUBTED: &str = "model";

/// A model of themes made ready for a lexicon.
#[derive(Clone, Debug)]
pub struct Judge {
    /// How the model was trained.
    pub record: LabelRecord,
    /// BLAKE3 of the sentences it was trained on.
    pub training_checksum: String,
    vocabulary: Vocabulary,
    index: LabelIndex,
    /// For each label of the model its category, and the probabilities from which it is given with a hit and
    /// without.
    labels: Vec<(u32, [f64; 2])>,
    positions: LabelIndex,
    /// For each label of a position its category, and its index there.
    stands: Vec<(u32, u8)>,
    /// None where every sentence is on the topic.
    topic: Option<PatternSet>,
    mask: Mask,
}

/// What the model makes of a statement, in order of sentences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// Themes that no pattern found.
    pub proposals: Vec<Proposal>,
    /// What it says of the positions, in each sentence that has their theme.
    pub leanings: Vec<Leaning>,
}

impl Judge {
    /// Makes a model ready; labels that the lexicon does not have are left out.
    pub fn new(model: LabelModel, lexicon: &Lexicon, mask: Mask) -> Self {
        let category = |name: &str| lexicon.categories.iter().position(|category| category.slug == name);
        let (mut kept, mut labels) = (Vec::new(), Vec::new());
        for label in model.labels {
            if let Some(theme) = category(&label.name) {
                labels.push((theme as u32, [label.confirmed_from, label.proposed_from]));
                kept.push(label);
            }
        }
        let (mut of_positions, mut stands) = (Vec::new(), Vec::new());
        for label in model.positions {
            let known = label.name.split_once('=').and_then(|(theme, position)| {
                let theme = category(theme)?;
                let mut names = lexicon.categories[theme].positions.iter();
                Some((theme as u32, names.position(|(name, _)| name == position)? as u8))
            });
            if let Some(known) = known {
                stands.push(known);
                of_positions.push(label);
            }
        }
        let LabelModel { vocabulary, record, training_checksum, .. } = model;
        let index = LabelIndex::new(&kept, vocabulary.features.len());
        let positions = LabelIndex::new(&of_positions, vocabulary.features.len());
        let topic = Some(PatternSet::new(&lexicon.topic)).filter(|_| !lexicon.topic.is_empty());
        Judge { record, training_checksum, vocabulary, index, labels, positions, stands, topic, mask }
    }

    /// Marks the hits of a statement that the model doubts, gives the others their probability, and
    /// returns what it proposes besides, and what it says of positions.
    ///
    /// Every sentence is on the topic where the meeting is, in an excerpt, and where the lexicon names no topic. Hits
    /// of themes that the model does not know stand as they are.
    pub fn judge(
        &self,
        lexicon: &Lexicon,
        reading: &Reading,
        meeting_on_topic: bool,
        hits: &mut [ThemeHit],
        memory: &mut WordMemory,
    ) -> Judged {
        let is_on_topic = self.topic.is_none() || meeting_on_topic || is_excerpt(reading);
        let on_topic = self.on_topic(reading, is_on_topic, memory);
        // What is proposed in an excerpt of a speech must be surer than at a meeting on the topic, where what is more likely
        // than not is proposed; in a speech on everything, of which most sentences say nothing of a theme, surer still.
        let proposed = |threshold: f64| match (meeting_on_topic, is_on_topic) {
            (true, _) => threshold.min(LIKELY),
            (false, true) => threshold,
            (false, false) => 1.0 - DOUBT_LEFT * (1.0 - threshold),
        };
        let is_near = |sentence: usize| {
            on_topic[sentence] || neighbours(reading, sentence).any(|beside| on_topic[beside])
        };
        let mut by_sentence: Vec<Vec<usize>> = vec![Vec::new(); on_topic.len()];
        hits.iter().enumerate().for_each(|(i, hit)| by_sentence[hit.sentence as usize].push(i));
        let themes_of = |own: &Vec<usize>| -> Vec<u32> {
            let mut themes: Vec<u32> =
                own.iter().filter(|i| hits[**i].suppressed_by.is_none()).map(|i| hits[*i].theme).collect();
            themes.dedup();
            themes
        };
        let themes: Vec<Vec<u32>> = by_sentence.iter().map(themes_of).collect();
        let weights = |sentence: usize| -> Row {
            let slug = |theme: &u32| lexicon.categories[*theme as usize].slug.as_str();
            let slugs: Vec<&str> = themes[sentence].iter().map(slug).collect();
            self.vocabulary.weights(&features(&self.mask, reading, sentence, &slugs))
        };
        let known: Vec<OnceCell<Row>> = vec![OnceCell::new(); on_topic.len()];
        let mut judged = Judged::default();
        for (sentence, own) in by_sentence.iter().enumerate() {
            let themes = &themes[sentence];
            if themes.is_empty() && !on_topic[sentence] {
                continue;
            }
            let weights = |sentence: usize| known[sentence].get_or_init(|| weights(sentence));
            let beside: Vec<&Row> = neighbours(reading, sentence).map(weights).collect();
            let row = normalised(weights(sentence).clone());
            let alone = self.index.probabilities(&row);
            let mut given: Vec<u32> = Vec::new();
            let beside = normalised(with_share(weights(sentence), &beside, NEIGHBOUR));
            let beside = self.index.probabilities(&beside);
            let probabilities =
                alone.into_iter().zip(beside).map(|(alone, beside)| (alone, beside.min(MOST_GAIN * alone)));
            for ((theme, [confirmed_from, proposed_from]), (alone, probability)) in
                self.labels.iter().zip(probabilities)
            {
                if themes.contains(theme) {
                    let from = match is_near(sentence) {
                        true if is_on_topic => *confirmed_from,
                        true => confirmed_from.max(CONFIRMED_IN_SPEECH),
                        false => LIKELY,
                    };
                    let same = own.iter().filter(|i| hits[**i].theme == *theme).copied().collect::<Vec<_>>();
                    same.into_iter().for_each(|i| settle(&mut hits[i], probability, from));
                    given.extend(Some(*theme).filter(|_| probability >= from));
                } else if probability >= proposed(*proposed_from) && alone >= LIKELY && on_topic[sentence] {
                    judged.proposals.push(Proposal { theme: *theme, sentence: sentence as u32, probability });
                    given.push(*theme);
                }
            }
            judged.leanings.extend(self.leanings(sentence as u32, &given, &row));
        }
        judged
    }

    /// What the words of a sentence say of the positions on its themes.
    fn leanings(&self, sentence: u32, themes: &[u32], row: &Row) -> Vec<Leaning> {
        let has_positions = |theme: &&u32| self.stands.iter().any(|(known, _)| known == *theme);
        let asked: Vec<u32> = themes.iter().filter(has_positions).copied().collect();
        if asked.is_empty() {
            return Vec::new();
        }
        let all = self.positions.probabilities(row);
        let leaning = |theme: u32| {
            let own = self.stands.iter().zip(&all).filter(|((known, _), _)| *known == theme);
            let probabilities = own.map(|((_, position), probability)| (*position, *probability)).collect();
            Leaning { theme, sentence, probabilities }
        };
        asked.into_iter().map(leaning).collect()
    }

    /// For each sentence whether it is on the topic: it has a word of it, or the whole text is.
    fn on_topic(&self, reading: &Reading, is_on_topic: bool, memory: &mut WordMemory) -> Vec<bool> {
        let mut named = vec![is_on_topic; reading.split.sentences.len()];
        let found = self.topic.iter().flat_map(|topic| topic.matches(reading.text, reading.split, memory));
        for found in found.collect::<Vec<_>>() {
            named[reading.split.sentence_of(found.start as usize)] = true;
        }
        named
    }

    /// Whether a meeting of this name is on the topic.
    pub fn is_on_topic(&self, meeting: &str, memory: &mut WordMemory) -> bool {
        let meeting_words = crate::text::Segmented::new(meeting);
        self.topic.as_ref().is_some_and(|topic| !topic.matches(meeting, &meeting_words, memory).is_empty())
    }
}

/// Whether a text is one paragraph, chosen for what it speaks of.
fn is_excerpt(reading: &Reading) -> bool {
    let sentences = &reading.split.sentences;
    sentences.len() <= LONGEST_EXCERPT && sentences.last().is_none_or(|last| last.paragraph == 0)
}

/// The sentences just before and after one in its paragraph.
fn neighbours(reading: &Reading, sentence: usize) -> impl Iterator<Item = usize> {
    let sentences = &reading.split.sentences;
    let is_near = move |other: &usize| sentences[*other].paragraph == sentences[sentence].paragraph;
    let before = sentence.checked_sub(1);
    before.into_iter().chain(Some(sentence + 1).filter(|after| *after < sentences.len())).filter(is_near)
}

fn settle(hit: &mut ThemeHit, probability: f64, confirmed_from: f64) {
    hit.probability = Some(probability);
    if probability < confirmed_from && hit.suppressed_by.is_none() {
        hit.suppressed_by = Some(DOUBTED.into());
    }
}

#[cfg(test)]
mod tests {
    use crate::actors::ActorTable;
    use crate::lexicon::{Context, Lexicon, WordMemory};
    use crate::model::{LABEL_SCHEMA, Label, LabelModel, LabelRecord, TrainedTexts, Vocabulary};
    use crate::study::Themes;
    use crate::text::Segmented;
    use crate::theme::{Found, Judge, Origin, ThemeCoder, ThemeMemory};
    use crate::wording::Mask;

    /// "war" speaks against poverty, "plague" for disease.
    fn model() -> LabelModel {
        let label = |name: &str, constant, weight| Label {
            name: name.into(),
            constant,
            weights: vec![weight],
            confirmed_from: 0.1,
            proposed_from: 0.9,
            ..Label::default()
        };
        LabelModel {
            schema: LABEL_SCHEMA,
            lexicon_checksum: String::new(),
            training_checksum: String::new(),
            texts: TrainedTexts::default(),
            record: LabelRecord::default(),
            vocabulary: Vocabulary { features: vec!["plagu".into(), "war".into()], idf: vec![1.0, 1.0] },
            labels: vec![
                label("poverty", 1.0, (1, -9.0)),
                label("disease", -2.0, (0, 9.0)),
                label("other", 9.0, (0, 9.0)),
            ],
            positions: Vec::new(),
        }
    }

    const CATEGORIES: &str = "poverty: [poverty]\ndisease: [disease]\n";

    fn code(text: &str, meeting: &str) -> Found {
        code_by(&format!("$topic: [migrant*]\n{CATEGORIES}"), text, meeting)
    }

    fn code_by(lexicon: &str, text: &str, meeting: &str) -> Found {
        let lexicon = Lexicon::read(lexicon, "l.yml").unwrap();
        let mask = Mask::new(&ActorTable::built_in().unwrap());
        let judge = Judge::new(model(), &lexicon, mask);
        let coder = ThemeCoder::new(lexicon, Some(judge), &Themes::default());
        let context = Context::read("negation: {reach: 5, marks: [not]}", "c.yml").unwrap();
        let split = Segmented::new(text);
        let reading = context.reading(text, &split, &mut WordMemory::default());
        coder.code(&reading, meeting, &mut ThemeMemory::default())
    }

    #[test]
    fn a_hit_is_confirmed_or_doubted() {
        let found = code("Poverty drives them.\n\nWar on poverty.", "");
        let suppressed: Vec<_> = found.hits.iter().map(|hit| hit.suppressed_by.as_deref()).collect();
        assert_eq!(suppressed, [None, Some(super::DOUBTED)]);
        assert_eq!((found.themes.len(), found.themes[0].origin, found.themes[0].hits), (1, Origin::Both, 1));
        assert!(found.themes[0].confidence.unwrap() > 0.7);
    }

    #[test]
    fn a_hit_far_from_the_topic_must_be_likely() {
        let themes = |text| code(text, "").themes.len();
        // By its own words alone disease stands at .12 where nothing speaks of a plague: above what a hit must have.
        assert_eq!(themes("Disease was named.\n\nWe thank you."), 0);
        assert_eq!(themes("Disease was named. Migrants left.\n\nWe thank you."), 1);
        assert_eq!(themes("Disease was named.\n\nMigrants left."), 0);
        assert_eq!(themes("The plague is a disease.\n\nWe thank you."), 1);
        assert_eq!(themes("Poverty was named.\n\nWe thank you."), 1);
    }

    #[test]
    fn a_proposal_needs_the_topic_save_in_an_excerpt() {
        let themes = |text, meeting| code(text, meeting).themes;
        assert!(themes("The plague came.\n\nWe thank you.", "").is_empty());
        assert!(themes("The plague came.\n\nMigrants left.", "").is_empty());
        assert_eq!(themes("The plague came.", "").len(), 1);
        assert_eq!(themes("The plague came.", "Dialogue on migrants").len(), 2);
        let found = themes("The plague made migrants leave.\n\nWe thank you.", "");
        assert_eq!((found.len(), found[0].origin, found[0].sentences), (1, Origin::Model, 1));
        // At a meeting on the topic what is more likely than not is proposed: poverty too, at .73.
        assert_eq!(themes("The plague came.\n\nWe thank you.", "Dialogue on migrants").len(), 2);
    }

    #[test]
    fn without_a_topic_every_sentence_is_on_it() {
        let found = code_by(CATEGORIES, "Disease was named.\n\nThe plague came.\n\nWe thank you.", "");
        assert_eq!(found.hits.iter().filter(|hit| hit.suppressed_by.is_none()).count(), 1);
        assert_eq!(found.proposals.iter().map(|found| found.sentence).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn a_speech_without_paragraphs_is_no_excerpt() {
        let proposed = |text: &str| code(text, "").proposals.len();
        assert_eq!(proposed(&format!("The plague came. {}", "We thank you. ".repeat(11))), 1);
        assert_eq!(proposed(&format!("The plague came. {}", "We thank you. ".repeat(12))), 0);
    }

    #[test]
    fn neighbours_alone_do_not_make_a_theme() {
        let found = code("The plague came. We wept.", "").proposals;
        assert_eq!(found.iter().map(|found| found.sentence).collect::<Vec<_>>(), [0]);
    }
}
