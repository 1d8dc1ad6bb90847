//! Names of states, groups and peoples taken out before any feature is made.

use crate::actors::ActorTable;
use crate::statement::ActorKind;
use crate::text::{fold, words};
use aho_corasick::{AhoCorasick, MatchKind};

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

    /// The words of a text in lower case, a space between them, each name a `_state` or `_group`.
    pub fn words(&self, text: &str) -> Vec<String> {
        let mut folded = String::from(" ");
        for token in words(text) {
            folded.push_str(&fold(token.span.of(text)));
            folded.push(' ');
        }
        let mut masked = String::with_capacity(folded.len());
        let mut end = 0;
        for hit in self.search.iter().flat_map(|search| search.find_iter(&folded)) {
            let is_whole = folded[..hit.start()].ends_with(' ') && folded[hit.end()..].starts_with(' ');
            if is_whole {
                masked.push_str(&folded[end..hit.start()]);
                masked.push_str(match self.kinds[hit.pattern().as_usize()] {
                    ActorKind::Group => "_group",
                    _ => "_state",
                });
                end = hit.end();
            }
        }
        masked.push_str(&folded[end..]);
        masked.split_whitespace().map(String::from).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_masked_as_whole_words() {
        let mask = Mask::new(&ActorTable::built_in().unwrap());
        let words = mask.words("Nigeria and the Group of 77 thank Belgium and the United Nations.");
        assert_eq!(words.join(" "), "_state and the _group thank _state and the united nations .");
    }
}
