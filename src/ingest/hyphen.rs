//! Words broken by a hyphen at a line end: joined, or a true hyphen kept.

use super::english::is_known;
use crate::text::{fold, words};
use rustc_hash::FxHashSet;

/// Beginnings that take a true hyphen (`non-governmental`, `long-term`).
const BEGINNINGS: [&str; 38] = [
    "non", "co", "pre", "post", "sub", "re", "ex", "bi", "tri", "un", "de", "mid", "all", "two", "six",
    "ten", "far", "so", "on", "off", "up", "out", "low", "mis", "pro", "one", "new", "old", "now", "war",
    "age", "aid", "air", "tax", "oil", "set", "by", "à",
];

/// Ends of words that cannot stand alone (`interna-tional`, `develop-ment`).
const ENDS: [&str; 34] = [
    "tion", "tions", "tional", "tionally", "sion", "sions", "ment", "ments", "mental", "ing", "ings", "ed",
    "er", "ers", "ly", "ness", "ity", "ities", "ble", "bility", "ance", "ances", "ence", "ences", "ous",
    "ive", "ives", "ism", "ists", "ical", "ization", "isation", "ized", "rity",
];

/// Words after a hyphen that stands for a part left out (`short- and long-term`).
const SUSPENDED: [&str; 10] = ["and", "or", "to", "nor", "but", "as", "et", "y", "o", "ou"];

/// The words of a text, by which broken words are judged.
pub(super) struct Vocabulary(FxHashSet<String>);

impl Vocabulary {
    /// The words of lines, without those that a line end may have broken.
    pub fn of<'l>(lines: impl Iterator<Item = &'l str>) -> Self {
        let mut known = FxHashSet::default();
        let mut is_second_half = false;
        for line in lines {
            let tokens = words(line);
            let is_broken = line.ends_with('-');
            let end = tokens.len() - if is_broken { tokens.len().min(2) } else { 0 };
            let whole = &tokens[usize::from(is_second_half).min(end)..end];
            known.extend(whole.iter().map(|token| fold(token.span.of(line)).into_owned()));
            is_second_half = is_broken;
        }
        Vocabulary(known)
    }

    /// Appends a line to the paragraph that it goes on, joining a word broken between them; says what it joined.
    pub fn append(&self, text: &mut String, line: &str) -> Option<String> {
        let left = text
            .strip_suffix('-')
            .map(|rest| rest.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(""));
        let right = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        match left.filter(|left| !left.is_empty() && !right.is_empty()).map(String::from) {
            Some(left) => {
                let word = self.join(&left, right);
                text.truncate(text.len() - left.len() - 1);
                text.push_str(&word);
                text.push_str(&line[right.len()..]);
                Some(format!("joined `{left}-` and `{right}` to `{word}`"))
            }
            None => {
                text.push(' ');
                text.push_str(line);
                None
            }
        }
    }

    /// A line in which words broken before a space are joined (`asylum- seekers`, where a text was wrapped before it
    /// came here), and what was joined.
    pub fn mend(&self, line: &str) -> (String, Vec<String>) {
        let mut parts = line.split("- ");
        let mut text = parts.next().unwrap_or_default().to_string();
        let mut joined = Vec::new();
        for part in parts {
            let follows_word = text.ends_with(char::is_alphabetic);
            let next = part.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let is_broken =
                follows_word && part.starts_with(char::is_lowercase) && !SUSPENDED.contains(&next);
            text.push('-');
            match is_broken {
                true => joined.extend(self.append(&mut text, part)),
                false => text.extend([" ", part]),
            }
        }
        (text, joined)
    }

    /// The word that `left-` at a line end and `right` on the next make.
    ///
    /// Where the joined word stands elsewhere in the text, or is known, it is that; where the second part cannot
    /// stand alone, or the first is a stump, they are joined; else the hyphen is true.
    pub fn join(&self, left: &str, right: &str) -> String {
        let (joined, hyphened) = (format!("{left}{right}"), format!("{left}-{right}"));
        let has = |word: &str| self.0.contains(fold(word).as_ref());
        let (first, second) = (fold(left), fold(right));
        let is_stump = first.chars().count() <= 3 && !BEGINNINGS.contains(&first.as_ref()) && !has(left);
        let is_lower = right.starts_with(char::is_lowercase) && left.ends_with(char::is_alphabetic);
        let is_word = || has(&joined) || is_known(fold(&joined).as_ref());
        let is_broken =
            is_lower && !has(&hyphened) && (ENDS.contains(&second.as_ref()) || is_stump || is_word());
        if is_broken { joined } else { hyphened }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_words_are_joined_and_true_hyphens_kept() {
        let vocabulary = Vocabulary::of(["Migration is old. The well-known case."].into_iter());
        for (left, right, expected) in [
            ("interna", "tional", "international"),
            ("mi", "gration", "migration"),
            ("well", "known", "well-known"),
            ("long", "standing", "long-standing"),
            ("non", "governmental", "non-governmental"),
            ("Secretary", "General", "Secretary-General"),
            ("post", "2015", "post-2015"),
            ("develop", "ment", "development"),
        ] {
            assert_eq!(vocabulary.join(left, right), expected);
        }
    }

    #[test]
    fn words_broken_inside_a_line_are_joined_and_suspended_ones_left() {
        let vocabulary = Vocabulary::of(["The asylum of the seekers."].into_iter());
        let mend = |line| vocabulary.mend(line);
        let (text, joined) = mend("Asylum- seekers and interna- tional, rule-of- law aims.");
        assert_eq!(text, "Asylum-seekers and international, rule-of-law aims.");
        assert_eq!(joined[0], "joined `Asylum-` and `seekers` to `Asylum-seekers`");
        for kept in
            ["Short- and long-term aims - so it is.", "In 2006- we came; self- .", "- first\tsecond", ""]
        {
            assert_eq!(mend(kept), (kept.to_string(), vec![]));
        }
    }
}
