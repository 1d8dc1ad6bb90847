//! Names of states, groups and peoples taken out before any feature is made.

use crate::actors::ActorTable;
use crate::statement::ActorKind;
use crate::text::{Segmented, fold};
use aho_corasick::{AhoCorasick, MatchKind};
use std::ops::Range;

/// What stands for the name of a state.
pub const STATE: &str = "_state";

/// Replaces names of actors in folded text.
#[derive(Clone, Debug)]
pub struct Mask {
    search: Option<AhoCorasick>,
    kinds: Vec<ActorKind>,
}

impl Mask {
    /// Prepares all names of states, observers, groups and peoples; organizations stay.
    pub fn new(actors: &ActorTable) -> Self {
        let mut names = actors.all_names();
        names.retain(|(_, kind)| !matches!(kind, ActorKind::Entity | ActorKind::Chair));
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(names.iter().map(|(name, _)| name))
            .ok();
        Mask { search, kinds: names.into_iter().map(|(_, kind)| kind).collect() }
    }

    /// The words of a range of tokens in lower case, each with its (first) token; a name of a state,
    /// group or people is `_state` or `_group`.
    pub fn words(&self, text: &str, split: &Segmented, tokens: Range<usize>) -> Vec<(String, usize)> {
        let mut folded = String::from(" ");
        let mut places = Vec::new();
        for token in tokens {
            let start = folded.len();
            folded.push_str(&fold(split.tokens[token].span.of(text)));
            places.push((token, start..folded.len()));
            folded.push(' ');
        }
        let is_whole = |hit: &aho_corasick::Match| {
            folded[..hit.start()].ends_with(' ') && folded[hit.end()..].starts_with(' ')
        };
        let hits = self.search.iter().flat_map(|search| search.find_iter(&folded)).filter(is_whole);
        let mut hits = hits.peekable();
        let mut words = Vec::new();
        for (token, place) in places {
            while hits.next_if(|hit| hit.end() <= place.start).is_some() {}
            match hits.peek().filter(|hit| hit.start() <= place.start) {
                None => words.push((folded[place].to_string(), token)),
                Some(hit) if hit.start() == place.start => words.push((self.name_of(hit).into(), token)),
                Some(_) => {}
            }
        }
        words
    }

    fn name_of(&self, hit: &aho_corasick::Match) -> &'static str {
        match self.kinds[hit.pattern().as_usize()] {
            ActorKind::Group => "_group",
            _ => STATE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_masked_as_whole_words() {
        let mask = Mask::new(&ActorTable::built_in().unwrap());
        let text = "Nigeria and the Group of 77 thank Belgium and the United Nations.";
        let split = Segmented::new(text);
        let words = mask.words(text, &split, 0..split.tokens.len());
        let masked: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
        assert_eq!(masked.join(" "), "_state and the _group thank _state and the united nations .");
        assert_eq!((words[3].1, words[4].1), (3, 6));
    }
}
