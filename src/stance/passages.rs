//! The passages of a statement that speak of a proposal.

use crate::codebook::Referents;
use crate::lexicon::{Match, Pattern, PatternSet, WordMemory};
use crate::occasion::{Occasion, reads_on_topic};
use crate::text::{Segmented, Sentence};
use std::ops::Range;

/// Sentences of one paragraph that speak of the proposal without a break.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Indices of its sentences.
    pub sentences: Range<usize>,
    /// Whether the model found it; else it names the proposal.
    pub by_model: bool,
}

impl Passage {
    pub(super) fn new(sentences: Range<usize>) -> Self {
        Passage { sentences, by_model: false }
    }
}

/// What names of the proposal and words of its topic show of a statement.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// The passages that name the proposal, in order.
    pub passages: Vec<Passage>,
    /// For each sentence whether it is on the topic.
    pub on_topic: Vec<bool>,
    /// On what occasion it was made.
    pub occasion: Occasion,
    /// Whether it names the proposal by a name that nothing else has.
    pub is_named: bool,
    /// For each sentence whether it names the proposal or refers to it ("such a platform").
    pub refers: Vec<bool>,
}

/// The most tokens that are read as one; longer paragraphs are read in pieces.
const LONGEST: usize = 170;

impl Found {
    /// What is read as one: at a meeting on the topic each paragraph, so that none is missed that does
    /// not name the proposal; elsewhere the passages that name it.
    pub fn units(&self, split: &Segmented) -> Vec<Passage> {
        let whole: Vec<Range<usize>> = match self.occasion.is_on_topic() {
            true => paragraphs(split),
            false => self.passages.iter().map(|passage| passage.sentences.clone()).collect(),
        };
        whole.into_iter().flat_map(|run| pieces(split, run)).map(Passage::new).collect()
    }

    /// Whether a passage that names the proposal shares a sentence with a unit.
    pub fn names(&self, unit: &Passage) -> bool {
        let unit = &unit.sentences;
        self.passages.iter().any(|p| p.sentences.start < unit.end && unit.start < p.sentences.end)
    }
}

/// The sentences of each paragraph.
fn paragraphs(split: &Segmented) -> Vec<Range<usize>> {
    let mut start = 0;
    let paragraph = |chunk: &[Sentence]| {
        start += chunk.len();
        start - chunk.len()..start
    };
    split.sentences.chunk_by(|a, b| a.paragraph == b.paragraph).map(paragraph).collect()
}

/// A run of sentences, cut between sentences into pieces of about equal length where it is long.
fn pieces(split: &Segmented, run: Range<usize>) -> Vec<Range<usize>> {
    let sentences = &split.sentences[run.clone()];
    let Some((first, last)) = sentences.first().zip(sentences.last()) else { return Vec::new() };
    let (first, n_tokens) = (first.tokens.start, (last.tokens.end - first.tokens.start).max(1));
    let piece = |sentence: &Sentence| (sentence.tokens.start - first) * n_tokens.div_ceil(LONGEST) / n_tokens;
    let mut start = run.start;
    let range = |chunk: &[Sentence]| {
        start += chunk.len();
        start - chunk.len()..start
    };
    sentences.chunk_by(|a, b| piece(a) == piece(b)).map(range).collect()
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Direct,
    Contextual,
    Anaphora,
    Except,
    Topic,
    WiderTopic,
    Meeting,
}

/// The names of a proposal made ready.
#[derive(Clone, Debug)]
pub(super) struct Finder {
    set: PatternSet,
    roles: Vec<Role>,
}

/// Share of sentences with a word of the topic from which a whole statement is on the topic.
const ON_TOPIC: f64 = 0.1;

/// Sentences before and after one with a word of the topic that are still near it.
const NEAR: usize = 2;

impl Finder {
    pub fn new(referents: &Referents) -> Self {
        let lists = [
            (Role::Direct, &referents.direct),
            (Role::Contextual, &referents.contextual),
            (Role::Anaphora, &referents.anaphora),
            (Role::Except, &referents.except),
            (Role::Topic, &referents.topic),
            (Role::WiderTopic, &referents.wider_topic),
            (Role::Meeting, &referents.meeting),
        ];
        let all: Vec<(Role, &Pattern)> =
            lists.iter().flat_map(|(role, list)| list.iter().map(|pattern| (*role, pattern))).collect();
        let set = PatternSet::new(all.iter().map(|(_, pattern)| *pattern));
        Finder { set, roles: all.into_iter().map(|(role, _)| role).collect() }
    }

    /// Whether the name of a meeting tells that it is on the topic.
    fn is_on_topic(&self, meeting: &str, memory: &mut WordMemory) -> bool {
        let matches = self.set.matches(meeting, &Segmented::new(meeting), memory);
        matches.iter().any(|found| matches!(self.roles[found.pattern as usize], Role::Topic | Role::Meeting))
    }

    /// The passages of a statement made at a meeting of this name, and which of its sentences are on the topic: all of
    /// them where the meeting is, or a tenth of them have a word of the topic.
    ///
    /// The meeting is on the topic by its name, as the statement calls it, or else as the words of the statement show.
    pub fn passages(&self, text: &str, split: &Segmented, meeting: &str, memory: &mut WordMemory) -> Found {
        let matches = self.set.matches(text, split, memory);
        let of = |role: Role| matches.iter().filter(move |m| self.roles[m.pattern as usize] == role);
        let sentence = |found: &Match| split.sentence_of(found.start as usize);
        // "The Secretary-General … the Pacific Islands Forum" names another forum.
        let is_other = |found: &Match| of(Role::Except).any(|except| except.overlaps(found));
        let mark = |role: Role| {
            let mut marked = vec![false; split.sentences.len()];
            of(role).filter(|found| !is_other(found)).for_each(|found| marked[sentence(found)] = true);
            marked
        };
        let (direct, contextual, anaphora, topic) =
            (mark(Role::Direct), mark(Role::Contextual), mark(Role::Anaphora), mark(Role::Topic));
        let n_topic = topic.iter().filter(|is| **is).count();
        let has_word = mark(Role::WiderTopic).into_iter().zip(&topic).map(|(wider, topic)| wider || *topic);
        let occasion = match () {
            () if self.is_on_topic(meeting, memory) || of(Role::Meeting).next().is_some() => Occasion::ByName,
            () if reads_on_topic(&has_word.collect::<Vec<_>>()) => Occasion::ByWords,
            () => Occasion::Elsewhere,
        };
        let is_on_topic = occasion.is_on_topic()
            || n_topic > 0 && n_topic as f64 >= ON_TOPIC * split.sentences.len() as f64;
        let paragraph = |i: usize| split.sentences[i].paragraph;
        let near_topic = |i: usize| {
            let around = i.saturating_sub(NEAR)..(i + NEAR + 1).min(topic.len());
            around.into_iter().any(|j| topic[j] && paragraph(j) == paragraph(i))
        };
        let on_topic: Vec<bool> = (0..split.sentences.len()).map(|i| is_on_topic || near_topic(i)).collect();
        let mut passages: Vec<Passage> = Vec::new();
        let mut named_in = None;
        for i in 0..split.sentences.len() {
            let is_named = direct[i] || on_topic[i] && contextual[i];
            // Where all is on the topic, a paragraph that names the proposal goes on about it.
            let is_meant = (anaphora[i] || is_on_topic) && named_in == Some(paragraph(i));
            if is_named {
                named_in = Some(paragraph(i));
            }
            if is_named || is_meant {
                match passages
                    .last_mut()
                    .filter(|last| last.sentences.end == i && paragraph(i) == paragraph(i - 1))
                {
                    Some(last) => last.sentences.end = i + 1,
                    None => passages.push(Passage::new(i..i + 1)),
                }
            }
        }
        let refers = (0..on_topic.len()).map(|i| direct[i] || contextual[i] || anaphora[i]).collect();
        Found { passages, on_topic, occasion, is_named: direct.contains(&true), refers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paragraphs_are_read_in_pieces() {
        let sentence = "We spoke of it again. ";
        let text = format!("Thank you.\n\n{}\n\nWe end.", sentence.repeat(60).trim());
        let split = Segmented::new(&text);
        let sizes: Vec<usize> =
            paragraphs(&split).into_iter().flat_map(|run| pieces(&split, run)).map(|p| p.len()).collect();
        assert_eq!(sizes, [1, 20, 20, 20, 1]);
        assert!(paragraphs(&Segmented::new("")).is_empty());
    }
}
