//! Phrases as sequences of word classes over tokens, all found in one pass.
//!
//! A phrase with wildcards or alternatives is a path of classes, never the product of its
//! expansions: ten thousand patterns cost little more than a hundred.

use super::pattern::Element;
use super::word_class::{ClassId, WordClasses, WordPattern};
use crate::text::{Span, Token};
use rustc_hash::FxHashMap;

/// A number for each distinct phrase.
pub(super) type PhraseId = u32;
type StateId = u32;

/// A place where a phrase stands: token indices, end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PhraseHit {
    pub phrase: PhraseId,
    pub start: u32,
    pub end: u32,
}

#[derive(Clone, Debug, Default)]
struct State {
    /// Sorted by class once the automaton is complete.
    steps: Vec<(ClassId, StateId)>,
    phrases: Vec<PhraseId>,
    /// Reached by several sequences of words: no other phrase may pass through it.
    is_join: bool,
}

/// All phrases of a set of patterns.
#[derive(Clone, Debug)]
pub(super) struct Automaton {
    classes: WordClasses,
    class_ids: FxHashMap<Vec<WordPattern>, ClassId>,
    states: Vec<State>,
}

/// What a thread remembers of the words it has seen: their classes and first steps.
///
/// Holds at most 65,536 distinct words, then starts afresh, so that memory stays bounded.
#[derive(Clone, Debug, Default)]
pub struct WordMemory {
    ids: FxHashMap<Box<str>, u32>,
    words: Vec<KnownWord>,
}

#[derive(Clone, Debug, Default)]
struct KnownWord {
    classes: Box<[ClassId]>,
    first_steps: Box<[StateId]>,
}

const LARGEST_MEMORY: usize = 1 << 16;
const ROOT: StateId = 0;

impl Automaton {
    pub fn new() -> Self {
        Automaton {
            classes: WordClasses::default(),
            class_ids: FxHashMap::default(),
            states: vec![State::default()],
        }
    }

    /// Adds a phrase and returns its number.
    pub fn add(&mut self, elements: &[Element], phrase: PhraseId) {
        let end = self.path(ROOT, elements, None);
        self.states[end as usize].phrases.push(phrase);
    }

    /// Sorts the steps; call once, after the last phrase.
    pub fn complete(&mut self) {
        for state in &mut self.states {
            state.steps.sort_unstable();
            state.steps.dedup();
            state.phrases.sort_unstable();
        }
    }

    /// Walks and extends the automaton along a sequence; the last step leads to `target` if given.
    fn path(&mut self, from: StateId, elements: &[Element], target: Option<StateId>) -> StateId {
        let mut at = from;
        for (i, element) in elements.iter().enumerate() {
            let target = target.filter(|_| i + 1 == elements.len());
            at = match single_words(element) {
                Some(words) => {
                    let class = self.class(words);
                    self.step(at, class, target)
                }
                None => self.join(at, element, target),
            };
        }
        at
    }

    /// Alternatives of several words leave one state and meet in another.
    fn join(&mut self, from: StateId, element: &Element, target: Option<StateId>) -> StateId {
        let end = target.unwrap_or_else(|| self.new_state());
        self.states[end as usize].is_join = true;
        if let Element::Alternatives(sequences) = element {
            for sequence in sequences {
                self.path(from, sequence, Some(end));
            }
        }
        end
    }

    fn step(&mut self, from: StateId, class: ClassId, target: Option<StateId>) -> StateId {
        let steps = &self.states[from as usize].steps;
        let shared = steps.iter().find(|(known, to)| *known == class && !self.states[*to as usize].is_join);
        match (target, shared) {
            (None, Some((_, to))) => *to,
            _ => {
                let to = target.unwrap_or_else(|| self.new_state());
                self.states[from as usize].steps.push((class, to));
                to
            }
        }
    }

    fn new_state(&mut self) -> StateId {
        self.states.push(State::default());
        (self.states.len() - 1) as StateId
    }

    fn class(&mut self, mut words: Vec<WordPattern>) -> ClassId {
        words.sort();
        words.dedup();
        let next = self.class_ids.len() as ClassId;
        if let Some(known) = self.class_ids.get(&words) {
            return *known;
        }
        for word in &words {
            self.classes.add(word, next);
        }
        self.class_ids.insert(words, next);
        next
    }

    /// Finds all phrases in a tokenized text, overlapping ones too, in order of their last word.
    pub fn scan(&self, text: &str, tokens: &[Token], memory: &mut WordMemory) -> Vec<PhraseHit> {
        let mut found = Vec::new();
        let mut active: Vec<(StateId, u32)> = Vec::new();
        let mut next: Vec<(StateId, u32)> = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            let word = self.known(text, token.span, memory);
            // Most words begin nothing and go on with nothing.
            if active.is_empty() && word.first_steps.is_empty() {
                continue;
            }
            next.clear();
            for &(state, start) in &active {
                self.follow(state, &word.classes, |to| next.push((to, start)));
            }
            next.extend(word.first_steps.iter().map(|state| (*state, i as u32)));
            std::mem::swap(&mut active, &mut next);
            for &(state, start) in &active {
                let phrases = &self.states[state as usize].phrases;
                found.extend(phrases.iter().map(|phrase| PhraseHit {
                    phrase: *phrase,
                    start,
                    end: i as u32 + 1,
                }));
            }
            active.retain(|(state, _)| !self.states[*state as usize].steps.is_empty());
            active.dedup();
        }
        found
    }

    fn follow(&self, state: StateId, classes: &[ClassId], mut to: impl FnMut(StateId)) {
        let steps = &self.states[state as usize].steps;
        for class in classes {
            let from = steps.partition_point(|(known, _)| known < class);
            steps[from..].iter().take_while(|(known, _)| known == class).for_each(|(_, next)| to(*next));
        }
    }

    fn known<'m>(&self, text: &str, span: Span, memory: &'m mut WordMemory) -> &'m KnownWord {
        let word = span.of(text);
        if let Some(&id) = memory.ids.get(word) {
            return &memory.words[id as usize];
        }
        if memory.words.len() >= LARGEST_MEMORY {
            *memory = WordMemory::default();
        }
        let classes = self.classes.of(word).into_boxed_slice();
        let mut first_steps = Vec::new();
        self.follow(ROOT, &classes, |to| first_steps.push(to));
        let id = memory.words.len();
        memory.ids.insert(word.into(), id as u32);
        memory.words.push(KnownWord { classes, first_steps: first_steps.into_boxed_slice() });
        &memory.words[id]
    }
}

/// The words of an element that is one word long whatever alternative is taken.
fn single_words(element: &Element) -> Option<Vec<WordPattern>> {
    match element {
        Element::Word(word) => Some(vec![word.clone()]),
        Element::Alternatives(sequences) => sequences
            .iter()
            .map(|sequence| match sequence.as_slice() {
                [only] => single_words(only),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()
            .map(|words| words.concat()),
    }
}
