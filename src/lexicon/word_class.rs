//! Patterns for a single word, looked up once per distinct word.

use crate::text::{compose, fold};
use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Whether capitals make a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Case {
    /// They make none.
    #[default]
    Ignored,
    /// `AIDS` and `aids` are two words.
    Kept,
}

impl Case {
    /// The form under which a word is compared: composed, with straight apostrophes, and folded to
    /// lower case where case is ignored.
    pub(super) fn key(self, word: &str) -> Cow<'_, str> {
        let form = match self {
            Case::Ignored => fold(word),
            Case::Kept => compose(word),
        };
        if form.contains('’') { Cow::Owned(form.replace('’', "'")) } else { form }
    }
}

/// A pattern for one word, in the form under which words are compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordPattern {
    /// Exactly this word.
    Literal(String),
    /// `*` stands for any run of characters, `?` for exactly one.
    Glob(String),
    /// A regular expression for the whole word.
    Regex(String),
}

impl WordPattern {
    /// A word in which `*` and `?` are special.
    pub fn glob(word: &str, case: Case) -> Self {
        match word.contains(['*', '?']) {
            true => WordPattern::Glob(case.key(word).into_owned()),
            false => WordPattern::literal(word, case),
        }
    }

    /// A word in which nothing is special.
    pub fn literal(word: &str, case: Case) -> Self {
        WordPattern::Literal(case.key(word).into_owned())
    }

    /// A regular expression for a whole word.
    pub fn regex(source: &str) -> Result<Self, String> {
        word_regex(source, Case::Ignored).map_err(|error| {
            let error = error.to_string();
            error.lines().last().unwrap_or_default().trim_start_matches("error: ").trim().to_string()
        })?;
        Ok(WordPattern::Regex(source.into()))
    }

    /// A regular expression for some part of a word.
    pub fn search(source: &str) -> Result<Self, String> {
        WordPattern::regex(source)?;
        WordPattern::regex(&format!("(?s:.*)(?:{source})(?s:.*)"))
    }
}

fn word_regex(source: &str, case: Case) -> Result<Regex, regex::Error> {
    RegexBuilder::new(&format!("^(?:{source})$")).case_insensitive(case == Case::Ignored).build()
}

/// The form under which a word is compared in any case.
pub(super) fn key(word: &str) -> Cow<'_, str> {
    Case::Ignored.key(word)
}

/// A number for each distinct set of words that some pattern asks for.
pub(super) type ClassId = u32;

/// Finds all classes that a word belongs to.
///
/// Literals and prefixes are found by hashing, so that thousands of them cost no more than one;
/// other globs of the same first letter and regular expressions are tried one by one, once per
/// distinct word.
#[derive(Clone, Debug, Default)]
pub(super) struct WordClasses {
    case: Case,
    literals: FxHashMap<String, Vec<ClassId>>,
    prefixes: FxHashMap<String, Vec<ClassId>>,
    suffixes: FxHashMap<String, Vec<ClassId>>,
    longest_affix: usize,
    /// By their first letter, or under `*` where they begin with a wildcard.
    globs: FxHashMap<char, Vec<(Vec<char>, ClassId)>>,
    regexes: Vec<(Regex, ClassId)>,
    every: Vec<ClassId>,
}

impl WordClasses {
    /// No classes yet, of patterns that were made with this case.
    pub fn new(case: Case) -> Self {
        WordClasses { case, ..WordClasses::default() }
    }

    /// Adds a pattern to a class.
    pub fn add(&mut self, pattern: &WordPattern, class: ClassId) {
        match pattern {
            WordPattern::Literal(word) => self.literals.entry(word.clone()).or_default().push(class),
            WordPattern::Regex(source) => {
                self.regexes.extend(word_regex(source, self.case).ok().map(|regex| (regex, class)))
            }
            WordPattern::Glob(glob) => self.add_glob(glob, class),
        }
    }

    fn add_glob(&mut self, glob: &str, class: ClassId) {
        let is_affix = |part: &str| !part.contains(['*', '?']);
        match (glob.strip_suffix('*'), glob.strip_prefix('*')) {
            _ if glob.chars().all(|c| c == '*') => self.every.push(class),
            (Some(prefix), _) if is_affix(prefix) => {
                self.longest_affix = self.longest_affix.max(prefix.len());
                self.prefixes.entry(prefix.into()).or_default().push(class);
            }
            (_, Some(suffix)) if is_affix(suffix) => {
                self.longest_affix = self.longest_affix.max(suffix.len());
                self.suffixes.entry(suffix.into()).or_default().push(class);
            }
            _ => {
                let first = glob.chars().next().filter(|c| *c != '?').unwrap_or('*');
                self.globs.entry(first).or_default().push((glob.chars().collect(), class));
            }
        }
    }

    /// The sorted classes of a word as it stands in a text.
    pub fn of(&self, word: &str) -> Vec<ClassId> {
        let word = self.case.key(word);
        let mut found = self.every.clone();
        found.extend(self.literals.get(word.as_ref()).into_iter().flatten());
        for (at, c) in word.char_indices() {
            let end = at + c.len_utf8();
            if end <= self.longest_affix {
                found.extend(self.prefixes.get(&word[..end]).into_iter().flatten());
            }
            if word.len() - at <= self.longest_affix {
                found.extend(self.suffixes.get(&word[at..]).into_iter().flatten());
            }
        }
        if !self.globs.is_empty() {
            let characters: Vec<char> = word.chars().collect();
            let firsts = [Some(&'*'), characters.first().filter(|c| **c != '*')];
            let globs = firsts.into_iter().flatten().filter_map(|first| self.globs.get(first)).flatten();
            let matching = globs.filter(|(glob, _)| is_glob_match(glob, &characters));
            found.extend(matching.map(|(_, class)| *class));
        }
        found.extend(self.regexes.iter().filter(|(regex, _)| regex.is_match(&word)).map(|(_, class)| *class));
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Whether a value as a whole is what a glob stands for, in any case: `A*`, `2006-0?-*`.
///
/// ```
/// assert!(plenary::lexicon::is_glob_of("a*", "AFG_61_2006"));
/// ```
pub fn is_glob_of(glob: &str, value: &str) -> bool {
    let characters = |text: &str| key(text).chars().collect::<Vec<char>>();
    is_glob_match(&characters(glob), &characters(value))
}

/// Whether a glob matches a whole word, in time proportional to the product of their lengths.
pub(super) fn is_glob_match(glob: &[char], word: &[char]) -> bool {
    let (mut g, mut w) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while w < word.len() {
        match glob.get(g) {
            Some('*') => {
                star = Some((g, w));
                g += 1;
            }
            Some(&c) if c == '?' || c == word[w] => {
                g += 1;
                w += 1;
            }
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    g = at + 1;
                    w = taken + 1;
                }
                None => return false,
            },
        }
    }
    glob[g..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_whole_words() {
        for (glob, word, expected) in [
            ("migra*", "Migrants", true),
            ("migra*", "migra", true),
            ("migra*", "emigrate", false),
            ("*migra*", "emigrate", true),
            ("*tion", "nation", true),
            ("labo?r", "labour", true),
            ("labo?r", "labor", false),
            ("*", "any", true),
            ("don't", "don’t", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
        ] {
            let mut classes = WordClasses::default();
            classes.add(&WordPattern::glob(glob, Case::Ignored), 7);
            assert_eq!(classes.of(word) == [7], expected, "{glob} {word}");
        }
        let mut classes = WordClasses::default();
        classes.add(&WordPattern::regex("globali[sz]ation").unwrap(), 1);
        assert_eq!(classes.of("Globalization"), [1]);
        assert!(classes.of("deglobalization").is_empty());
        classes.add(&WordPattern::search("^deg|s$").unwrap(), 2);
        assert_eq!(
            (classes.of("Deglobalization"), classes.of("degS"), classes.of("adeg")),
            (vec![2], vec![2], vec![])
        );
    }

    #[test]
    fn case_is_kept_where_it_counts() {
        let mut classes = WordClasses::new(Case::Kept);
        let patterns =
            ["AIDS", "Mig*", "?Id*s", "Cafe\u{301}"].map(|word| WordPattern::glob(word, Case::Kept));
        (1..).zip(&patterns).for_each(|(class, pattern)| classes.add(pattern, class));
        classes.add(&WordPattern::regex("[ab]id").unwrap(), 9);
        for (word, expected) in [
            ("AIDS", vec![1]),
            ("aids", vec![]),
            ("Migrants", vec![2]),
            ("migrants", vec![]),
            ("aIdes", vec![3]),
            ("Café", vec![4]),
            ("aid", vec![9]),
            ("Aid", vec![]),
        ] {
            assert_eq!(classes.of(word), expected, "{word}");
        }
    }
}
