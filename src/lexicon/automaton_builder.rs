//! The automaton while phrases are added to it.
//!
//! A phrase is a path of word classes; phrases that begin alike share their beginning. Alternatives
//! of several words part at one state and meet in another, through which no other phrase may pass.

use super::automaton::{Automaton, PhraseId, ROOT, State, StateId};
use super::pattern::Element;
use super::word_class::{Case, ClassId, WordClasses, WordPattern};
use rustc_hash::FxHashMap;

#[derive(Default)]
struct OpenState {
    steps: Vec<(ClassId, StateId)>,
    phrases: Vec<PhraseId>,
}

pub(super) struct AutomatonBuilder {
    classes: WordClasses,
    class_ids: FxHashMap<Vec<WordPattern>, ClassId>,
    states: Vec<OpenState>,
    /// The steps that any phrase may share.
    shared: FxHashMap<(StateId, ClassId), StateId>,
}

impl AutomatonBuilder {
    pub fn new(case: Case) -> Self {
        AutomatonBuilder {
            classes: WordClasses::new(case),
            class_ids: FxHashMap::default(),
            states: vec![OpenState::default()],
            shared: FxHashMap::default(),
        }
    }

    /// Adds a phrase under a number.
    pub fn add(&mut self, elements: &[Element], phrase: PhraseId) {
        let end = self.path(ROOT, elements, None);
        self.states[end as usize].phrases.push(phrase);
    }

    /// The automaton of all phrases added.
    pub fn finish(self) -> Automaton {
        let (mut states, mut steps, mut phrases) = (Vec::new(), Vec::new(), Vec::new());
        for mut state in self.states {
            state.steps.sort_unstable();
            state.steps.dedup();
            steps.append(&mut state.steps);
            phrases.append(&mut state.phrases);
            states.push(State { steps_end: steps.len() as u32, phrases_end: phrases.len() as u32 });
        }
        Automaton { classes: self.classes, states, steps, phrases }
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
        if let Element::Alternatives(sequences) = element {
            for sequence in sequences {
                self.path(from, sequence, Some(end));
            }
        }
        end
    }

    fn step(&mut self, from: StateId, class: ClassId, target: Option<StateId>) -> StateId {
        if target.is_none()
            && let Some(shared) = self.shared.get(&(from, class))
        {
            return *shared;
        }
        let to = target.unwrap_or_else(|| self.new_state());
        self.states[from as usize].steps.push((class, to));
        if target.is_none() {
            self.shared.insert((from, class), to);
        }
        to
    }

    fn new_state(&mut self) -> StateId {
        self.states.push(OpenState::default());
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
