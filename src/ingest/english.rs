//! English words in small letters, by which broken words and wrong signs are read: those of the texts that
//! were written to train the models.

use crate::study::built_in;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

static WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let files = ["data/training/global-forum.jsonl", "data/training/themes.jsonl"];
    let texts = files.iter().filter_map(|file| std::str::from_utf8(built_in(file).ok()?).ok());
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphabetic()));
    words.filter(|word| word.len() > 1 && word.chars().all(char::is_lowercase)).collect()
});

/// Whether a word in small letters is known.
pub(super) fn is_known(word: &str) -> bool {
    WORDS.contains(word)
}
