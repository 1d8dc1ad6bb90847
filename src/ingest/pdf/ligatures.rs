//! Ligatures for which a font gives a wrong character: `Na5ons` where the page shows `Nations`.
//!
//! Some programs save no character for the sign that joins `t` and `i`, or that of another sign. Such a
//! sign stands between letters again and again; it is read as the letters with which most of its words
//! are English words, and that is said.

use super::glyphs::Sign;
use crate::ingest::english::is_known;
use rustc_hash::{FxHashMap, FxHashSet};

/// What a ligature can stand for.
const LIGATURES: [&str; 14] =
    ["ti", "tt", "tti", "fi", "fl", "ff", "ffi", "ffl", "ft", "fti", "th", "ct", "st", "tf"];

/// Signs that stand between letters by right.
const JOINERS: &str = "-‐‑–—'’‘´`./&@_:()";

/// The least letters of a word that tells how a sign is read.
const LEAST_LETTERS: usize = 5;

/// The least share of its different words that must be known when the sign is read.
const LEAST_KNOWN: f64 = 0.5;

/// A sign that was read as letters: the character that the font gives, the letters, and in how many words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mended {
    pub given: String,
    pub letters: &'static str,
    pub n_words: usize,
}

/// Reads wrong ligatures as the letters that they stand for.
pub(super) fn mend<'s>(words: impl Iterator<Item = &'s mut Vec<Sign>>) -> Vec<Mended> {
    let mut words: Vec<&mut Vec<Sign>> = words.collect();
    let mut places: FxHashMap<u128, Vec<(usize, usize)>> = FxHashMap::default();
    for (w, word) in words.iter().enumerate() {
        for s in (1..word.len().saturating_sub(1)).filter(|s| is_wrong(word, *s)) {
            places.entry(word[s].key).or_default().push((w, s));
        }
    }
    if places.is_empty() {
        return Vec::new();
    }
    let mut mended: Vec<(u128, Mended)> = Vec::new();
    for (key, places) in places {
        let read_as = |letters: &str| {
            let read = places.iter().map(|(w, s)| read(words[*w], *s, letters));
            read.filter(|word| word.chars().count() >= LEAST_LETTERS).collect::<FxHashSet<String>>()
        };
        let n_known = |letters: &str| read_as(letters).iter().filter(|word| is_known(word)).count();
        let ways = LIGATURES.iter().enumerate();
        let best = ways.map(|(order, letters)| (n_known(letters), std::cmp::Reverse(order), *letters)).max();
        let is_sure =
            |n: usize, letters: &str| n > 0 && n as f64 >= LEAST_KNOWN * read_as(letters).len() as f64;
        if let Some((_, _, letters)) = best.filter(|(n, _, letters)| is_sure(*n, letters)) {
            let (w, s) = places[0];
            mended.push((key, Mended { given: words[w][s].text.clone(), letters, n_words: places.len() }));
        }
    }
    for word in &mut words {
        for sign in word.iter_mut() {
            if let Some((_, mended)) = mended.iter().find(|(key, _)| *key == sign.key) {
                sign.text = mended.letters.into();
            }
        }
    }
    let mut mended: Vec<Mended> = mended.into_iter().map(|(_, mended)| mended).collect();
    mended.sort_by(|a, b| (a.letters, &a.given).cmp(&(b.letters, &b.given)));
    mended
}

/// Whether a sign that is no letter stands between two.
fn is_wrong(word: &[Sign], at: usize) -> bool {
    let is_letter = |sign: &Sign| sign.text.chars().all(char::is_alphabetic) && !sign.text.is_empty();
    let sign = &word[at];
    !is_letter(sign)
        && is_letter(&word[at - 1])
        && is_letter(&word[at + 1])
        && !(sign.text.chars().all(|c| JOINERS.contains(c)) && sign.text != ":")
}

/// The word in lower case, letters alone, with the sign read as letters.
fn read(word: &[Sign], at: usize, letters: &str) -> String {
    let texts = word.iter().enumerate().map(|(s, sign)| if s == at { letters } else { sign.text.as_str() });
    texts.collect::<String>().to_lowercase().trim_matches(|c: char| !c.is_alphabetic()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_ligature_is_read_by_its_words() {
        let word = |text: &str| {
            let signs = text.chars().map(|c| Sign { text: c.into(), key: c as u128, ..Sign::default() });
            signs.collect::<Vec<_>>()
        };
        let mut words: Vec<Vec<Sign>> =
            ["Na5ons", "migra5on", "interna5onal", "be?er", "see:", "a5x"].map(word).into();
        let mended = mend(words.iter_mut());
        let text = |word: &Vec<Sign>| word.iter().map(|sign| sign.text.as_str()).collect::<String>();
        let read: Vec<String> = words.iter().map(text).collect();
        assert_eq!(read, ["Nations", "migration", "international", "better", "see:", "atix"]);
        let mended: Vec<_> = mended.iter().map(|m| (m.given.as_str(), m.letters, m.n_words)).collect();
        assert_eq!(mended, [("5", "ti", 4), ("?", "tt", 1)]);
    }
}
