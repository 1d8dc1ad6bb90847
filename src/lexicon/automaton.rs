//! Phrases as sequences of word classes over tokens, all found in one pass.
//!
//! A phrase with wildcards or alternatives is a path of classes, never the product of its
//! expansions: ten thousand patterns cost little more than a hundred.

use super::word_class::{ClassId, WordClasses};
use super::word_memory::{IDLE, KnownWord, WordMemory};
use crate::text::Segmented;

/// A number for each distinct phrase.
pub(super) type PhraseId = u32;

/// A number for each place in the paths of phrases.
pub(super) type StateId = u32;

/// Where all paths begin.
pub(super) const ROOT: StateId = 0;

/// A place where a phrase stands: token indices, end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PhraseHit {
    pub phrase: PhraseId,
    pub start: u32,
    pub end: u32,
}

/// Where the steps and the phrases of a state end; they begin where those of the state before end.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    pub steps_end: u32,
    pub phrases_end: u32,
}

/// All phrases of a set of patterns.
#[derive(Clone, Debug)]
pub(super) struct Automaton {
    pub classes: WordClasses,
    pub states: Vec<State>,
    pub steps: Vec<(ClassId, StateId)>,
    pub phrases: Vec<PhraseId>,
}

impl Automaton {
    /// Finds all phrases in a tokenized text, overlapping ones too, in order of their last word.
    ///
    /// The place of a removed token is a word that no pattern takes.
    pub fn scan(&self, text: &str, split: &Segmented, memory: &mut WordMemory) -> Vec<PhraseHit> {
        let ids = memory.ids(text, split, |word| self.known(word));
        let mut found = Vec::new();
        let mut active: Vec<(StateId, u32)> = Vec::new();
        let mut next: Vec<(StateId, u32)> = Vec::new();
        let mut expected = 0;
        for (i, &id) in (0..).zip(&ids).filter(|(_, id)| **id != IDLE) {
            let word = memory.word(id);
            if i == expected {
                for &(state, start) in &active {
                    self.follow(state, word.classes, |to| next.push((to, start)));
                }
            }
            for &(state, start) in &next {
                let ending = self.phrases(state).iter();
                found.extend(ending.map(|&phrase| PhraseHit { phrase, start, end: i + 1 }));
            }
            next.retain(|(state, _)| self.goes_on(*state));
            next.dedup();
            next.extend(word.beginnings.iter().map(|state| (*state, i)));
            found.extend(word.phrases.iter().map(|&phrase| PhraseHit { phrase, start: i, end: i + 1 }));
            std::mem::swap(&mut active, &mut next);
            next.clear();
            expected = i + 1;
        }
        found
    }

    fn goes_on(&self, state: StateId) -> bool {
        !self.steps(state).is_empty()
    }

    /// The steps of a state, sorted by class.
    fn steps(&self, state: StateId) -> &[(ClassId, StateId)] {
        let end = self.states[state as usize].steps_end;
        let start = state.checked_sub(1).map_or(0, |before| self.states[before as usize].steps_end);
        &self.steps[start as usize..end as usize]
    }

    /// The phrases that end in a state.
    fn phrases(&self, state: StateId) -> &[PhraseId] {
        let end = self.states[state as usize].phrases_end;
        let start = state.checked_sub(1).map_or(0, |before| self.states[before as usize].phrases_end);
        &self.phrases[start as usize..end as usize]
    }

    /// Where the steps of a state lead over a word of these classes, which are sorted.
    fn follow(&self, state: StateId, classes: &[ClassId], mut to: impl FnMut(StateId)) {
        let steps = self.steps(state);
        // The shorter list is gone through, the longer one searched.
        if steps.len() < classes.len() {
            let fits = |step: &&(ClassId, StateId)| classes.binary_search(&step.0).is_ok();
            steps.iter().filter(fits).for_each(|(_, next)| to(*next));
            return;
        }
        for class in classes {
            let from = steps.partition_point(|(known, _)| known < class);
            steps[from..].iter().take_while(|(known, _)| known == class).for_each(|(_, next)| to(*next));
        }
    }

    fn known(&self, word: &str) -> KnownWord<Vec<u32>> {
        if word.is_empty() {
            return KnownWord::default();
        }
        let classes = self.classes.of(word);
        let (mut phrases, mut beginnings) = (Vec::new(), Vec::new());
        self.follow(ROOT, &classes, |to| {
            phrases.extend(self.phrases(to));
            beginnings.extend(self.goes_on(to).then_some(to));
        });
        // In order, as the matches are wanted: most then need no sorting.
        phrases.sort_unstable();
        KnownWord { classes, phrases, beginnings }
    }
}
