//! `plenary lexicon check` and `plenary lexicon explain`: what they say of lexicons with known faults.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

/// Runs `plenary lexicon` in a folder; gives the exit code, standard output and standard error.
fn lexicon(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("plenary").unwrap();
    let output = command.current_dir(folder).arg("lexicon").args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

const FAULTY: &str = "law:
  - U.S.
  - safe, orderly
  - migrant*
  - migrants
  - rat*
  - burden sharing
";

#[test]
fn faults_are_named_with_line_and_remedy() {
    let dir = tempdir().unwrap();
    fs::write(dir.path().join("l.yml"), FAULTY).unwrap();
    let (code, page, messages) = lexicon(dir.path(), &["check", "l.yml"]);
    assert_eq!(code, 0, "{messages}");
    for says in [
        "law, line 2: `U.S.`: `U.S.` is never one word: it is cut into `U.S` `.`. Write `U.S`",
        "law, line 3: `safe, orderly`:",
        "law, line 5: `migrants`: `migrant*` (line 4) matches wherever it does. Take it out",
    ] {
        assert!(page.contains(says), "{says} in {page}");
    }
    assert!(!page.contains("never match in") && messages.contains("Give INPUT"), "{page}{messages}");
    assert!(messages.contains("0 errors, 3 warnings, 0 notes"), "{messages}");
}

#[test]
fn a_corpus_shows_what_never_matches_and_what_wildcards_take() {
    let dir = tempdir().unwrap();
    fs::write(dir.path().join("l.yml"), FAULTY).unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    let text = "They would rather ratify at this rate. Migrants need burden-sharing. ".repeat(3);
    fs::write(dir.path().join("in/a.txt"), &text).unwrap();
    fs::write(dir.path().join("in/b.txt"), &text).unwrap();
    let (code, page, messages) = lexicon(dir.path(), &["check", "l.yml", "in"]);
    assert_eq!(code, 0, "{messages}");
    for says in [
        "`rat*` also takes rate 6, rather 6: 12 of 18 words",
        "`burden sharing`: `burden` is not in these texts. Add `burden-sharing`, which is there 6 times",
    ] {
        assert!(page.contains(says), "{says} in {page}");
    }
    assert!(messages.contains("2 statements read"), "{messages}");

    let (code, page, _) = lexicon(dir.path(), &["check", "l.yml", "in", "-o", "report.csv"]);
    assert_eq!((code, page.as_str()), (0, ""));
    let report = fs::read_to_string(dir.path().join("report.csv")).unwrap();
    assert!(
        report.starts_with("file,line,category,pattern,kind,weight,found,remedy,hits,share\n"),
        "{report}"
    );
    assert!(
        report.contains("l.yml,6,law,rat*,share,note,18 of 24 hits of its category,,18,0.7500\n"),
        "{report}"
    );
    for threads in ["1", "4"] {
        lexicon(dir.path(), &["check", "l.yml", "in", "-o", "again.csv", "-j", threads]);
        assert_eq!(fs::read_to_string(dir.path().join("again.csv")).unwrap(), report);
    }
}

#[test]
fn what_stops_a_lexicon_has_an_exit_code_of_its_own() {
    let dir = tempdir().unwrap();
    let examples =
        "a:\n  $patterns: [drain]\n  $examples:\n    yes: [A brain drain., Exodus.]\n    no: [Drain it.]\n";
    for (name, text) in
        [("examples.yml", examples), ("bad.yml", "a:\n  $patern: [x]\n"), ("ok.yml", "a: [b]\n")]
    {
        fs::write(dir.path().join(name), text).unwrap();
    }
    let (code, page, messages) = lexicon(dir.path(), &["check", "examples.yml"]);
    assert_eq!(code, 4, "{messages}");
    assert!(page.contains("no pattern matches the example “Exodus.”"), "{page}");
    assert!(page.contains("`drain`: it matches “Drain” in the example"), "{page}");
    for (args, expected, says) in [
        (&["check", "bad.yml"][..], 4, "bad.yml, line 2"),
        (&["check", "ok.yml", "gone"], 1, "gone"),
        (&["check", "gone.yml"], 1, "migration-development"),
        (&["check", "ok.yml"], 0, "0 errors"),
        (&["explain", "examples.yml", "x", "--category", "b.c"], 2, "is not the name of one category"),
    ] {
        let (code, _, messages) = lexicon(dir.path(), args);
        assert!(code == expected && messages.contains(says), "{args:?}: {code} {messages}");
    }
}

#[test]
fn the_built_in_lexicon_has_no_error_and_no_pattern_that_cannot_match() {
    let dir = tempdir().unwrap();
    let (code, page, messages) = lexicon(dir.path(), &["check", "migration-development"]);
    assert_eq!(code, 0, "{page}{messages}");
    assert!(!page.contains("cannot match"), "{page}");
}

#[test]
fn an_explanation_names_words_hits_and_near_misses() {
    let dir = tempdir().unwrap();
    let text = "loss:\n  drain:\n    $patterns: [brain drain, drain, 'exodus NEAR/2 nurse*']\n    $except: [drain pipe*]\n";
    fs::write(dir.path().join("l.yml"), text).unwrap();
    let text = "There is no brain drain. The drain pipes and the exodus of our young nurses.";
    let (code, page, messages) = lexicon(dir.path(), &["explain", "l.yml", text, "--category", "drain"]);
    assert_eq!(code, 0, "{messages}");
    for says in [
        "17 words and signs",
        "4 brain  5 drain  6 .\n",
        "1 hit:\n",
        "loss.drain: “brain drain” (words 4-5) by `brain drain` (line 3): counts, negated",
        "“drain” (word 5) by `drain` (line 3): does not count: `brain drain` (line 3) takes more words here",
        "“drain” (word 8) by `drain` (line 3): does not count: undone by the exception `drain pipe*` (line 4)",
        "`exodus NEAR/2 nurse*` (line 3): “exodus” (12) and “nurses” (16) are found, but 4 words apart; NEAR/2 allows 2",
    ] {
        assert!(page.contains(says), "{says} in {page}");
    }
    let mut command = Command::cargo_bin("plenary").unwrap();
    command.current_dir(dir.path()).args(["lexicon", "explain", "l.yml", "-"]).write_stdin("Drain it.");
    let page = command.output().unwrap().stdout;
    assert!(String::from_utf8(page).unwrap().contains("“Drain” (word 1)"));
}
