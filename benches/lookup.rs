//! Words, lexicons and lookups on the built-in example: how each grows with the number and kind of patterns.
//!
//! `cargo bench` prints times of this machine; only their ratios in one run mean anything.

#![allow(clippy::expect_used, reason = "a bench that cannot go on must stop")]

use divan::{Bencher, black_box};
use plenary::lexicon::{Lexicon, NestedScope, Tagger, WordMemory};
use plenary::text::{Segmented, words};
use std::collections::BTreeSet;
use std::path::Path;

fn main() {
    divan::main();
}

/// The statements of the example as one text.
fn text() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/example/statements");
    let files = std::fs::read_dir(folder).expect("the example is there");
    let mut paths: Vec<_> = files.filter_map(|file| file.ok().map(|file| file.path())).collect();
    paths.sort();
    let texts: Vec<String> = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    texts.join("\n\n")
}

/// A lexicon of `n` patterns in ten categories: words and pairs of words of the text, spelt as `spell` says.
fn lexicon(text: &str, n: usize, spell: impl Fn(&str, &str) -> String) -> String {
    let spelt: Vec<&str> = words(text).iter().map(|token| token.span.of(text)).collect();
    let is_plain = |word: &str| word.chars().all(char::is_alphabetic);
    let pairs: BTreeSet<(&str, &str)> = spelt
        .windows(2)
        .filter(|pair| is_plain(pair[0]) && is_plain(pair[1]))
        .map(|pair| (pair[0], pair[1]))
        .collect();
    let patterns: Vec<String> = pairs.iter().cycle().take(n).map(|(a, b)| spell(a, b)).collect();
    let category = |(number, patterns): (usize, &[String])| {
        let lines: Vec<String> = patterns.iter().map(|pattern| format!("    - \"{pattern}\"\n")).collect();
        format!("c{number}:\n  $patterns:\n{}", lines.concat())
    };
    patterns.chunks(n.div_ceil(10)).enumerate().map(category).collect()
}

fn phrase(a: &str, b: &str) -> String {
    format!("{a} {b}")
}

fn tagger(lexicon: &str) -> Tagger {
    let read = Lexicon::read(lexicon, "bench.yml").expect("the lexicon is valid");
    Tagger::new(&read, &[]).expect("it has categories")
}

#[divan::bench]
fn split_into_words(bencher: Bencher) {
    let text = text();
    bencher.bench(|| words(black_box(&text)));
}

#[divan::bench]
fn split_into_sentences(bencher: Bencher) {
    let text = text();
    bencher.bench(|| Segmented::new(black_box(&text)));
}

#[divan::bench(args = [100, 1_000, 10_000])]
fn compile(bencher: Bencher, n: usize) {
    let lexicon = lexicon(&text(), n, phrase);
    bencher.bench(|| tagger(black_box(&lexicon)));
}

#[divan::bench(args = [100, 1_000, 10_000])]
fn look_up_phrases(bencher: Bencher, n: usize) {
    look_up(bencher, n, phrase);
}

#[divan::bench(args = [100, 1_000])]
fn look_up_globs(bencher: Bencher, n: usize) {
    look_up(bencher, n, |a, b| format!("{}* {b}", a.chars().take(4).collect::<String>()));
}

#[divan::bench(args = [100, 1_000])]
fn look_up_wildcard_phrases(bencher: Bencher, n: usize) {
    look_up(bencher, n, |a, b| format!("{a} * {b}"));
}

#[divan::bench(args = [100, 1_000])]
fn look_up_near(bencher: Bencher, n: usize) {
    look_up(bencher, n, |a, b| format!("{a} NEAR/4 {b}"));
}

fn look_up(bencher: Bencher, n: usize, spell: impl Fn(&str, &str) -> String) {
    let text = text();
    let tagger = tagger(&lexicon(&text, n, spell));
    let mut memory = WordMemory::default();
    bencher.bench_local(|| {
        let split = tagger.split(black_box(&text));
        tagger.tag(&text, &split, NestedScope::Key, &mut memory)
    });
}
