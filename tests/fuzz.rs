//! What the fuzz targets have found worth keeping, replayed: `fuzz/corpus/`.

#![allow(clippy::expect_used, reason = "a check that cannot be made must fail")]

#[path = "../fuzz/checks/actors.rs"]
mod actors;
#[path = "../fuzz/checks/lexicon.rs"]
mod lexicon;
#[path = "../fuzz/checks/readers.rs"]
mod readers;

use std::fs;
use std::path::Path;

/// The inputs that a target keeps.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = fs::read_dir(&folder).expect("the target has a corpus");
    files.map(|file| fs::read(file.expect("its entry").path()).expect("its bytes")).collect()
}

#[test]
fn lexicons_and_texts_of_any_bytes_hold() {
    let inputs = corpus("lexicon");
    assert!(inputs.len() >= 8, "at least a seed a format");
    assert!(inputs.iter().map(Vec::len).sum::<usize>() < 1 << 20, "the corpus stays under 1 MB");
    inputs.iter().for_each(|input| lexicon::check(input));
}

#[test]
fn files_of_any_bytes_are_read_or_refused() {
    let inputs = corpus("readers");
    assert!(inputs.len() >= 10, "a seed a kind of file");
    assert!(inputs.iter().map(Vec::len).sum::<usize>() < 1 << 20, "the corpus stays under 1 MB");
    inputs.iter().for_each(|input| readers::check(input));
}

#[test]
fn names_of_any_bytes_resolve_or_not() {
    let inputs = corpus("actors");
    assert!(inputs.len() >= 4, "names and lists");
    inputs.iter().for_each(|input| actors::check(input));
}
