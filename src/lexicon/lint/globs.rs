//! Words that a `*` at the end of a word takes: those of its root, and others.

use super::endings::is_of_root;
use super::unmatchable::words_of;
use super::{Finding, Kind, Lint, Tally, Weight};
use crate::lexicon::entries::Entries;
use crate::lexicon::pattern::Expression;
use crate::lexicon::word_class::{WordPattern, is_glob_match, key};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Share of what a wildcard takes above which words of another root are worth a warning.
const LEAST_SHARE: f64 = 0.05;

/// Words of another root below which they are not.
const LEAST_WORDS: u32 = 5;

/// Letters that both parts of a compound have at least.
const LEAST_PART: usize = 4;

/// Words that a finding names.
const NAMED: usize = 8;

/// The words with a `*` at their end, each once, and the patterns that have them.
pub(super) struct Globs {
    globs: Vec<Glob>,
    by_entry: Vec<OfEntry>,
}

struct Glob {
    /// As written, in lower case.
    source: String,
    all: Vec<char>,
    /// Without the `*` at the end.
    body: Vec<char>,
    /// The first entry that has it.
    entry: usize,
}

#[derive(Default)]
struct OfEntry {
    globs: Vec<u32>,
    asks_beside: bool,
}

impl Globs {
    pub fn of(entries: &Entries) -> Self {
        let mut globs: Vec<Glob> = Vec::new();
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let mut by_entry = Vec::new();
        for (entry, found) in entries.list.iter().enumerate() {
            let mut words = Vec::new();
            words_of(&found.pattern.expression, &mut words);
            let mut own =
                OfEntry { asks_beside: asks_beside(&found.pattern.expression), ..OfEntry::default() };
            for source in words.into_iter().filter_map(ends_open) {
                let number = *numbers.entry(source).or_insert(globs.len() as u32);
                own.globs.push(number);
                if number as usize == globs.len() {
                    globs.push(Glob::new(source, entry));
                }
            }
            own.globs.sort_unstable();
            own.globs.dedup();
            by_entry.push(own);
        }
        Globs { globs, by_entry }
    }

    /// The globs of an entry.
    pub fn of_entry(&self, entry: u32) -> &[u32] {
        &self.by_entry[entry as usize].globs
    }

    /// Whether an entry asks for words outside its match, in the same sentence.
    pub fn asks_beside(&self, entry: u32) -> bool {
        self.by_entry[entry as usize].asks_beside
    }

    /// The globs of an entry that take a word.
    pub fn taking(&self, word: &str, entry: u32) -> impl Iterator<Item = u32> {
        let characters: Vec<char> = key(word).chars().collect();
        let takes = move |glob: &u32| is_glob_match(&self.globs[*glob as usize].all, &characters);
        self.of_entry(entry).iter().copied().filter(takes)
    }
}

/// The source of a glob that ends with `*` and has letters.
fn ends_open(word: &WordPattern) -> Option<&str> {
    match word {
        WordPattern::Glob(glob) if glob.ends_with('*') && glob.chars().any(char::is_alphabetic) => Some(glob),
        _ => None,
    }
}

fn asks_beside(expression: &Expression) -> bool {
    match expression {
        Expression::Phrase(_) => false,
        Expression::Any(options) => options.iter().any(asks_beside),
        Expression::Near(_, a, b) | Expression::Before(_, a, b) => asks_beside(a) || asks_beside(b),
        Expression::And(..) => true,
        Expression::Not(a, _) => asks_beside(a),
    }
}

impl Glob {
    fn new(source: &str, entry: usize) -> Self {
        let body = source.trim_end_matches('*').chars().collect();
        Glob { source: source.into(), all: source.chars().collect(), body, entry }
    }

    /// Whether a word that the glob takes may be of its root: by its ending, or as a compound of the
    /// root with another word of the texts (`cyber` with `security`).
    fn is_own(&self, word: &str, vocabulary: &BTreeMap<String, u32>) -> bool {
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
        let root = ends
            .map(|end| word.split_at(end))
            .find(|(root, _)| is_glob_match(&self.body, &root.chars().collect::<Vec<char>>()));
        let Some((root, rest)) = root else { return true };
        let is_long = |part: &str| part.chars().count() >= LEAST_PART;
        let is_compound =
            || is_long(root) && is_long(rest) && vocabulary.get(rest).is_some_and(|n| *n >= LEAST_WORDS);
        is_of_root(root, rest) || is_compound()
    }

    /// Whether a pattern has the glob in capitals: `LGBT*` takes longer acronyms.
    fn is_acronym_in(&self, pattern: &str) -> bool {
        let capitals: String = self.source.to_uppercase();
        self.body.len() > 1 && pattern.contains(&capitals)
    }
}

impl Lint<'_> {
    /// The words that each glob took, and a warning where many are of another root.
    pub(super) fn words_taken(&self, tally: &Tally) -> Vec<Finding> {
        let taken = tally.taken();
        let vocabulary = tally.vocabulary();
        let found = taken.iter().map(|(number, words)| {
            let glob = &self.globs.globs[*number as usize];
            let all: u32 = words.iter().map(|(n, _)| n).sum();
            let others: Vec<(u32, &str)> =
                words.iter().filter(|(_, word)| !glob.is_own(word, &vocabulary)).copied().collect();
            let n: u32 = others.iter().map(|(n, _)| n).sum();
            let share = f64::from(n) / f64::from(all.max(1));
            let entry = &self.entries.list[glob.entry];
            let is_doubtful =
                n >= LEAST_WORDS && share > LEAST_SHARE && !glob.is_acronym_in(&entry.pattern.source);
            let note = format!("`{}` takes {}", glob.source, listed(words));
            let note = self.finding(Kind::Words, Weight::Note, entry, note);
            let warning = is_doubtful.then(|| {
                let found = format!("`{}` also takes {}: {n} of {all} words", glob.source, listed(&others));
                self.finding(Kind::OtherWords, Weight::Warning, entry, found)
                    .remedy("Write the endings out, as in (word|words), or a longer root, unless these words are meant.")
            });
            [Some(note), warning]
        });
        found.flatten().flatten().collect()
    }
}

/// The most frequent words with their numbers.
fn listed(words: &[(u32, &str)]) -> String {
    let mut named: Vec<String> = words.iter().take(NAMED).map(|(n, word)| format!("{word} {n}")).collect();
    if words.len() > NAMED {
        named.push(format!("and {} more", words.len() - NAMED));
    }
    named.join(", ")
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::lexicon::lint::{Kind, Lint, Tally, TallyMemory};

    #[test]
    fn words_of_another_root_are_named() {
        let lexicon = Lexicon::read("a: [rat*, migra*, '* per cent']", "l.yml").unwrap();
        let lint = Lint::new(&lexicon);
        let mut tally = Tally::default();
        let text =
            "Rather rats. Migrants and migration rather. The ratio is rather one per cent of migrants. ";
        (0..2).for_each(|_| lint.count(text, &mut tally, &mut TallyMemory::default()));
        let of = |kind: Kind| {
            let found = lint.words_taken(&tally).into_iter().filter(|f| f.kind == kind);
            found.map(|f| f.found).collect::<Vec<_>>()
        };
        assert_eq!(of(Kind::OtherWords), ["`rat*` also takes rather 6, ratio 2: 8 of 10 words"]);
        assert_eq!(of(Kind::Words)[1], "`migra*` takes migrants 4, migration 2");
        assert_eq!(of(Kind::Words).len(), 2);
    }
}
