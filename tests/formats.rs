//! The dictionary formats: what a format can say is read, written and read again without loss.
//!
//! A random lexicon of what the format can say is written, read, and written again: the lexicon and
//! the bytes are the same, and nothing is told. Files as they occur in the wild are read, and every
//! command reads every format.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use plenary::error::Place;
use plenary::lexicon::formats::{Format, read, write};
use plenary::lexicon::{Category, Lexicon, Pattern};
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

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
    lexicon.topic.iter_mut().for_each(|pattern| pattern.place = Place::default());
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
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_format_says_what_it_can((range, sketches) in select(&RANGES[..]).prop_flat_map(|range| {
        (Just(range), sketches(range))
    })) {
        check(&lexicon(&sketches, range), range.format)?;
    }

    #[test]
    fn any_file_is_read_or_refused(
        format in select(&Format::ALL[..]),
        pieces in prop::collection::vec("[ -~é\n\t]{0,3}|%\n|\t1|<of>1/2|[(]1[)]1/2| [(]1[)]\n|@R \\[#a NEAR b /S 3\\]|<cnode name='a'>|</cnode>|<dictionary>|,X|DicTerm,|category,pattern\n|[+]a\n|[$]patterns|NEAR/2", 0..20),
        bytes in prop::collection::vec(any::<u8>(), 0..4),
    ) {
        let file = [pieces.concat().as_bytes(), &bytes].concat();
        if let Ok((lexicon, _)) = read(&file, "d", Some(format)) {
            for to in Format::ALL {
                let (written, _) = write(&lexicon, to);
                let again = read(&written, "d", Some(to));
                prop_assert!(again.is_ok(), "{:?} {}", again, String::from_utf8_lossy(&written));
            }
        }
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
        lexicon.topic = vec![parse(&operators[0])];
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

#[test]
fn operators_survive_where_the_format_has_them() {
    for (file, text) in [
        (
            "d.dic",
            "%\n07\tmodal\n\t8\twish\n9\tfilled\n%\nwould\t7\ncould*\t7\nlike\t(7)8/9\nkind\t<of>8/9\n",
        ),
        (
            "d.cat",
            "LOSS\n\tDRAIN (1)\n\tEXODUS (1)\nGAIN\n\t@A [#LOSS NEAR RETURN_HOME /S 4] (1)\n\t@B [WAR NOT #LOSS /S] (1)\n",
        ),
    ] {
        let format = Format::of_file(file).unwrap();
        let (first, _) = read(text.as_bytes(), file, None).unwrap();
        let (written, lost) = write(&first, format);
        let (second, _) = read(&written, file, None).unwrap();
        assert!(lost.is_empty() && write(&second, format).0 == written, "{lost:?}");
        assert_eq!(sorted(second), sorted(first));
    }
}

/// The same lexicon without places, its patterns in order of the alphabet.
fn sorted(lexicon: Lexicon) -> Lexicon {
    let mut lexicon = without_places(lexicon);
    for category in &mut lexicon.categories {
        category.patterns.sort_by(|a, b| a.source.cmp(&b.source));
        category.except.sort_by(|a, b| a.source.cmp(&b.source));
    }
    lexicon
}

/// Windows-1252, for letters up to ÿ.
fn western(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn files_of_the_wild_are_read() {
    let expected = "loss: réfugié*, brain drain; gain: send home, brain drain";
    for (file, bytes) in [
        // Double tabs, zero-padded ids, blanks for tabs, CRLF, an empty line, no line end at the end.
        ("a.dic", western("%\r\n01\tloss\r\n02  gain\r\n%\r\nréfugié*\t\t01\r\n\r\nsend  home  2\r\nbrain drain \t1\t2")),
        ("b.dicx", b"\xEF\xBB\xBF\"DicTerm\";\"loss\";\"gain\"\r\nr\xC3\xA9fugi\xC3\xA9*;x;\r\nsend home;;X\r\nbrain drain;X;X\r\n".to_vec()),
        ("c.CAT", western("loss\r\n\tréfugié* (1)\r\n\tbrain_drain (1)\r\ngain\r\n\tsend_home (1)\r\n\tbrain_drain (1)\r\n")),
        ("d.ykd", western("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\r\n<dictionary style=\"050805\" patternengine=\"substring\"><cnode name=\"loss\"><pnode name=\"réfugié*\"></pnode><pnode name=\"brain drain\"/></cnode><cnode name=\"gain\"><pnode name=\"send home\"/><pnode name=\"brain&#32;drain\"/></cnode></dictionary>")),
        ("e.lc3", utf16("+loss #AA0000\r\nréfugié*\r\nbrain drain\r\n\r\n+gain\r\nsend home\r\nbrain drain\r\n")),
        ("f.csv", western("Pattern;Category\r\nréfugié*;loss\r\nbrain drain;loss\r\nsend home;gain\r\nbrain drain;gain\r\n")),
        ("g.yaml", utf16("loss: [réfugié*, brain drain]\r\ngain:\r\n  - send home\r\n  - brain drain\r\n")),
    ] {
        let (lexicon, _) = read(&bytes, file, None).unwrap_or_else(|error| panic!("{file}: {error}"));
        let category = |category: &Category| {
            let words: Vec<&str> = category.patterns.iter().map(|pattern| pattern.source.as_str()).collect();
            format!("{}: {}", category.slug, words.join(", "))
        };
        let found: Vec<String> = lexicon.categories.iter().map(category).collect();
        assert_eq!(found.join("; "), expected, "{file}");
    }
}

/// Runs the program in a folder; gives standard output.
fn plenary(folder: &Path, args: &[&str]) -> String {
    let output = Command::cargo_bin("plenary").unwrap().current_dir(folder).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_command_reads_every_format() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    fs::write(folder.join("l.yml"), "loss: [brain drain, leav*]\ngain: [return*]\n").unwrap();
    fs::write(folder.join("t.txt"), "The brain drain goes on: nurses leave. They return.\n").unwrap();
    let tag = |file: &str| plenary(folder, &["tag", "--lexicon", file, "t.txt"]);
    let kwic = |file: &str| plenary(folder, &["kwic", "--lexicon", file, "t.txt"]);
    for format in Format::ALL {
        let file = format!("m.{}", format.endings().first().unwrap_or(&"yml"));
        plenary(folder, &["lexicon", "convert", "l.yml", "--to", format.name(), "-o", &file]);
        assert_eq!(tag(&file), "doc_id,loss,gain,tokens\nt,2,1,12\n");
        assert_eq!(kwic(&file), kwic("l.yml"));
        plenary(folder, &["lexicon", "check", &file]);
        assert!(plenary(folder, &["lexicon", "explain", &file, "They left."]).contains("No hit."));
        plenary(folder, &["run", "t.txt", "--lexicon", &file, "--out", "out", "-q"]);
        assert!(fs::read_to_string(folder.join("out/themes.csv")).unwrap().contains(",loss,"), "{file}");
        let back = plenary(folder, &["lexicon", "convert", &file, "--to", "quanteda"]);
        let lines: BTreeSet<&str> = back.lines().collect();
        assert_eq!(lines, BTreeSet::from(["loss:", "gain:", "  - brain drain", "  - leav*", "  - return*"]));
    }
}
