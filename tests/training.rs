//! Training passages: near-duplicates are few, and none stands in a text by which the coder is measured.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Two texts are near-duplicates from this share of common five-word sequences.
const ALIKE: f64 = 0.4;

/// A passage stands in a text from this share of its sequences; titles of conventions are long.
const STANDS: f64 = 0.6;

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn texts(path: &str) -> Vec<String> {
    let lines = std::fs::read_to_string(at(path)).unwrap();
    let text = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().map(String::from)
    };
    lines.lines().map(|line| text(line).unwrap()).collect()
}

/// All sequences of five words.
fn sequences(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.windows(5).map(|five| five.join(" ")).collect()
}

/// For each text the others that share a sequence with it, with the number that they share.
fn shared(of: &[BTreeSet<String>], with: &[BTreeSet<String>]) -> Vec<BTreeMap<usize, usize>> {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, set) in with.iter().enumerate() {
        set.iter().for_each(|sequence| holders.entry(sequence).or_default().push(i));
    }
    let count = |set: &BTreeSet<String>| {
        let mut counts = BTreeMap::new();
        let found = set.iter().filter_map(|sequence| holders.get(sequence.as_str())).flatten();
        found.for_each(|i| *counts.entry(*i).or_insert(0) += 1);
        counts
    };
    of.iter().map(count).collect()
}

#[test]
fn no_passage_stands_in_a_text_by_which_the_coder_is_measured() {
    let mut measured: Vec<String> = std::fs::read_dir(at("data/example/statements"))
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    for set in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"] {
        measured.extend(texts(&format!("tests/data/forum_statements_{set}.jsonl")));
    }
    assert_eq!(measured.len(), 48 + 14 * 45);
    let measured: Vec<BTreeSet<String>> = measured.iter().map(|text| sequences(text)).collect();
    let passages = texts("data/training/global-forum.jsonl");
    assert!(passages.len() >= 2000, "{} passages", passages.len());
    let sets: Vec<BTreeSet<String>> = passages.iter().map(|text| sequences(text)).collect();
    for ((passage, set), others) in passages.iter().zip(&sets).zip(shared(&sets, &measured)) {
        let most = others.values().max().copied().unwrap_or(0) as f64;
        assert!(most < STANDS * set.len().max(5) as f64, "stands in a measured text: {passage}");
    }
}

#[test]
fn near_duplicates_are_few() {
    // Some near misses of a theme differ on purpose from a sentence that has it by a word or two.
    for (file, most) in [("global-forum", 5), ("global-compact", 2), ("themes", 50)] {
        let passages = texts(&format!("data/training/{file}.jsonl"));
        let sets: Vec<BTreeSet<String>> = passages.iter().map(|text| sequences(text)).collect();
        let mut alike = Vec::new();
        for (i, others) in shared(&sets, &sets).into_iter().enumerate() {
            for (j, n) in others.into_iter().filter(|(j, _)| *j > i) {
                if n as f64 > ALIKE * (sets[i].len() + sets[j].len() - n) as f64 {
                    alike.push(format!("{} | {}", passages[i], passages[j]));
                }
            }
        }
        assert!(alike.len() <= most, "{file}: {} pairs, such as {:#?}", alike.len(), &alike[..3]);
    }
}
