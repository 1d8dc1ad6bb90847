//! The dictionary formats: what a format can say is read, written and read again without loss.
//!
//! A random lexicon of what the format can say is written, read, and written again: the lexicon and
//! the bytes are the same, and nothing is told.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use plenary::error::Place;
use plenary::lexicon::formats::{Format, read, write};
use plenary::lexicon::{Category, Lexicon, Pattern};
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;

/// A category with the levels above it and what it holds.
#[derive(Clone, Debug)]
struct Sketch {
    depth: usize,
    key: String,
    values: Vec<String>,
}

/// What a format can say.
#[derive(Clone, Copy, Debug)]
struct Range {
    format: Format,
    /// Levels of categories.
    levels: usize,
    /// A regular expression for one word.
    word: &'static str,
    /// A regular expression for a key.
    key: &'static str,
    /// Whether terms come back in order of the alphabet.
    is_sorted: bool,
}

const ANY_WORD: &str = "[a-zé]{1,4}[*?]?|[*][a-z]{2}|[A-Z]{2}|[0-9]{1,4}|[#&<\"'%;,:|(@+.][a-z]?|AND|no";
const STAR_AT_END: &str = "[a-zé]{1,4}[*]?|[A-Z]{2}|[0-9]{1,4}|[#&<\"'%;,:|(@+.][a-z]?";
const ANY_KEY: &str = "[a-zA-Z]{1,3}|NO|19[0-9]{2}|é [&<\"#:]x|%|- a|\\+b|\\(1\\)";

const RANGES: [Range; 8] = [
    Range { format: Format::Plenary, levels: 4, word: ANY_WORD, key: ANY_KEY, is_sorted: false },
    Range { format: Format::Quanteda, levels: 4, word: ANY_WORD, key: ANY_KEY, is_sorted: false },
    Range { format: Format::Csv, levels: 4, word: ANY_WORD, key: ANY_KEY, is_sorted: false },
    Range { format: Format::Liwc, levels: 4, word: STAR_AT_END, key: ANY_KEY, is_sorted: true },
    Range { format: Format::Liwc22, levels: 1, word: STAR_AT_END, key: ANY_KEY, is_sorted: true },
    Range {
        format: Format::WordStat,
        levels: 4,
        word: "[a-zé]{1,4}[*?]?|[*][a-z]{2}|[0-9]{1,4}|\\([0-9]\\)|[#&<\"'%;,:|+.][a-z]?",
        key: "[a-zA-Z]{1,3}|NO|é [&<\"#:]x|%",
        is_sorted: false,
    },
    Range {
        format: Format::Yoshikoder,
        levels: 4,
        word: "[a-zé]{1,4}[*]?|[*][a-z]{2}|[#&<>\"'%;,:|(@+.][a-z]?",
        key: ANY_KEY,
        is_sorted: false,
    },
    Range {
        format: Format::Lexicoder,
        levels: 1,
        word: "[a-zé]{1,4}[*]?|[*][a-z]{2}|[#&<\"'%;,:|(@.][a-z]?",
        key: ANY_KEY,
        is_sorted: false,
    },
];

fn sketches(range: Range) -> impl Strategy<Value = Vec<Sketch>> {
    let value = prop::collection::vec(range.word, 1..4).prop_map(|words| words.join(" "));
    let sketch = (0..range.levels, range.key, prop::collection::vec(value, 0..5));
    let sketch = sketch.prop_map(|(depth, key, values)| Sketch { depth, key, values });
    prop::collection::vec(sketch, 1..8)
}

/// A lexicon without repetitions, each category at most one level below the one before.
fn lexicon(sketches: &[Sketch], range: Range) -> Lexicon {
    let mut lexicon = Lexicon::default();
    let mut path: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for sketch in sketches {
        let mut next = path.clone();
        next.truncate(sketch.depth);
        next.push(sketch.key.clone());
        if seen.insert(next.clone()) {
            path = next;
            lexicon.categories.push(category(&path, &sketch.values, range.is_sorted));
        }
    }
    lexicon
}

fn category(path: &[String], values: &[String], is_sorted: bool) -> Category {
    let mut known = BTreeSet::new();
    let mut values: Vec<&String> = values.iter().filter(|value| known.insert(*value)).collect();
    if is_sorted {
        values.sort();
    }
    let slug = path.join(".");
    let patterns = values.into_iter().map(|value| Pattern::plain(value, Place::default())).collect();
    Category { path: path.to_vec(), label: slug.clone(), slug, patterns, ..Category::default() }
}

/// The same lexicon without the places where it was read.
fn without_places(mut lexicon: Lexicon) -> Lexicon {
    for category in &mut lexicon.categories {
        category.place = Place::default();
        let positions = category.positions.iter_mut().flat_map(|(_, patterns)| patterns);
        let patterns = category.patterns.iter_mut().chain(&mut category.except).chain(positions);
        patterns.for_each(|pattern| pattern.place = Place::default());
    }
    lexicon
}

fn check(lexicon: &Lexicon, format: Format) -> Result<(), TestCaseError> {
    let (bytes, lost) = write(lexicon, format);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    // Yoshikoder's own limit of one outermost category is told and loses nothing here.
    let lost: Vec<_> = lost.iter().filter(|lost| !lost.found.contains("outermost")).collect();
    prop_assert!(lost.is_empty(), "{lost:?}");
    let (again, told) = match read(&bytes, "d", Some(format)) {
        Ok(read) => read,
        Err(error) => return Err(TestCaseError::fail(format!("{error}\n{text}"))),
    };
    let told: Vec<_> = told.iter().filter(|told| !told.found.contains("question mark")).collect();
    prop_assert!(told.is_empty(), "{told:?}\n{text}");
    prop_assert_eq!(&without_places(again.clone()), lexicon, "{}", text);
    let (bytes_again, _) = write(&again, format);
    prop_assert_eq!(String::from_utf8_lossy(&bytes_again), text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_format_says_what_it_can((range, sketches) in select(&RANGES[..]).prop_flat_map(|range| {
        (Just(range), sketches(range))
    })) {
        check(&lexicon(&sketches, range), range.format)?;
    }

    #[test]
    fn our_format_says_all(
        sketches in sketches(RANGES[0]),
        texts in prop::collection::vec("[ -~é\n\t]{0,12}", 8),
        operators in prop::collection::vec("a NEAR/[1-9] (b c|d)|/[a-c]+/|x y NOT z|w BEFORE/2 v|[a-z]{2}", 1..4),
    ) {
        let mut lexicon = lexicon(&sketches, RANGES[0]);
        let parse = |source: &String| Pattern::parse(source, Place::default()).unwrap();
        let last = lexicon.categories.last_mut().unwrap();
        [&mut last.code, &mut last.definition, &mut last.note].into_iter().zip(&texts).for_each(|(to, text)| to.clone_from(text));
        last.label = if texts[3].is_empty() { last.slug.clone() } else { texts[3].clone() };
        last.patterns = operators.iter().map(parse).collect();
        last.except = vec![parse(&operators[0])];
        last.positions = vec![("for".into(), vec![parse(&operators[0])]), ("no".into(), vec![])];
        last.examples_yes = vec![texts[4].clone()];
        last.examples_no = vec![texts[4].clone(), "No.".into()];
        for (to, text) in [&mut lexicon.label, &mut lexicon.license, &mut lexicon.source].into_iter().zip(&texts[5..]) {
            to.clone_from(text);
        }
        check(&lexicon, Format::Plenary)?;
    }
}

#[test]
fn the_built_in_lexicon_survives_our_format() {
    let bytes = include_bytes!("../lexicons/migration-development.yml");
    let (lexicon, told) = read(bytes, "migration-development.yml", None).unwrap();
    let (written, lost) = write(&lexicon, Format::Plenary);
    let (again, _) = read(&written, "again.yml", None).unwrap();
    assert!(told.is_empty() && lost.is_empty());
    assert_eq!(without_places(again), without_places(lexicon));
}

#[test]
fn a_definition_survives_yoshikoder() {
    let mut lexicon = lexicon(&[Sketch { depth: 0, key: "a".into(), values: vec!["x".into()] }], RANGES[6]);
    lexicon.categories[0].definition = "Who \"moves\" & why:\n\tall.".into();
    check(&lexicon, Format::Yoshikoder).unwrap();
}
