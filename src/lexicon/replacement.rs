//! The tokens of a text after a lookup: categories in the place of what they match.
//!
//! As in quanteda's `tokens_lookup()`: a category stands where its match begins, several at one place
//! in the order of the lexicon.

use super::tagger::{NestedScope, Tag, Tagger, settle};
use super::word_memory::WordMemory;
use crate::text::Segmented;
use rustc_hash::FxHashMap;

/// What becomes of the tokens that no category covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Others {
    /// They are left out.
    #[default]
    LeftOut,
    /// They stay as they are.
    Kept,
    /// Each becomes this word.
    Named(String),
}

/// The matched words in front of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// What joins the words.
    pub concatenator: String,
    /// What stands between them and the category.
    pub separator: String,
}

/// How a lookup replaces tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    /// What becomes of the other tokens.
    pub others: Others,
    /// Whether categories are written in capitals.
    pub capitals: bool,
    /// The matched words in front of the category. Each sequence of words is then a category of its
    /// own, beside which shorter ones count: `human rights`, `human` and `rights` are three.
    pub appended: Option<Appended>,
}

impl Replacement {
    /// The tokens of a text after the lookup; an empty one is the place of a removed token.
    pub fn tokens(
        &self,
        tagger: &Tagger,
        text: &str,
        split: &Segmented,
        scope: NestedScope,
        memory: &mut WordMemory,
    ) -> Vec<String> {
        let mut tags = match &self.appended {
            None => tagger.tag(text, split, scope, memory),
            Some(appended) => {
                let mut tags = tagger.matches(text, split, memory);
                let keys = numbered(tags.iter().map(|tag| (tag.name, appended.words(tag, text, split))));
                settle(&mut tags, &keys, scope, split.tokens.len());
                tags
            }
        };
        tags.retain(|tag| tag.suppressed_by.is_none());
        tags.sort_by_key(|tag| (tag.tokens.start, tag.name, tag.tokens.pattern));
        let covered = covered(&tags, split.tokens.len());
        let mut tags = tags.iter().peekable();
        let mut tokens = Vec::new();
        for (i, is_covered) in covered.into_iter().enumerate() {
            while let Some(tag) = tags.next_if(|tag| tag.tokens.start as usize == i) {
                tokens.push(self.spelt(tag, tagger, text, split));
            }
            match &self.others {
                Others::Kept if !is_covered => tokens.push(split.word(text, i).into()),
                Others::Named(name) if !is_covered => tokens.push(name.clone()),
                _ => {}
            }
        }
        tokens
    }

    fn spelt(&self, tag: &Tag, tagger: &Tagger, text: &str, split: &Segmented) -> String {
        let name = &tagger.names()[tag.name];
        let name = if self.capitals { name.to_uppercase() } else { name.clone() };
        match &self.appended {
            None => name,
            Some(appended) => appended.words(tag, text, split) + &appended.separator + &name,
        }
    }
}

impl Appended {
    fn words(&self, tag: &Tag, text: &str, split: &Segmented) -> String {
        let tokens = tag.tokens.start as usize..tag.tokens.end as usize;
        let words: Vec<&str> = tokens.map(|token| split.word(text, token)).collect();
        words.join(&self.concatenator)
    }
}

/// For each token whether some match that counts covers it.
pub fn covered(tags: &[Tag], n_tokens: usize) -> Vec<bool> {
    let mut covered = vec![false; n_tokens];
    for tag in tags.iter().filter(|tag| tag.suppressed_by.is_none()) {
        covered[tag.tokens.start as usize..tag.tokens.end as usize].fill(true);
    }
    covered
}

/// A number for each distinct item, in order of first appearance.
fn numbered<T: std::hash::Hash + Eq>(items: impl Iterator<Item = T>) -> Vec<usize> {
    let mut numbers: FxHashMap<T, usize> = FxHashMap::default();
    items
        .map(|item| {
            let next = numbers.len();
            *numbers.entry(item).or_insert(next)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn tokens(replacement: &Replacement, scope: NestedScope) -> String {
        let lexicon = Lexicon::read("new: [new york*]\ntime: [times, new york times]\n", "l.yml").unwrap();
        let tagger = Tagger::new(&lexicon, &[]).unwrap();
        let text = "The New York Times, a new york.";
        let split = tagger.split(text);
        replacement.tokens(&tagger, text, &split, scope, &mut WordMemory::default()).join(" ")
    }

    #[test]
    fn categories_stand_where_matches_begin() {
        let key = |others| tokens(&Replacement { others, ..Replacement::default() }, NestedScope::Key);
        assert_eq!(key(Others::LeftOut), "new time new");
        assert_eq!(key(Others::Kept), "The new time , a new .");
        assert_eq!(key(Others::Named("_".into())), "_ new time _ _ new _");
        let capitals = Replacement { capitals: true, ..Replacement::default() };
        assert_eq!(tokens(&capitals, NestedScope::Dictionary), "TIME NEW");
        let appended = Some(Appended { concatenator: "+".into(), separator: "|".into() });
        let appended = Replacement { appended, ..capitals };
        let expected = "New+York|NEW New+York+Times|TIME Times|TIME new+york|NEW";
        assert_eq!(tokens(&appended, NestedScope::Key), expected);
    }
}
