//! `plenary explain`: what it says of statements of the example, and what it refuses.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

type Row = BTreeMap<String, String>;

/// Runs in a folder; gives the exit code, standard output and standard error.
fn plenary(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("plenary").unwrap().current_dir(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn explain(folder: &Path, id: &str) -> (i32, String, String) {
    plenary(folder, &["explain", "out", id])
}

fn rows(path: &Path) -> Vec<Row> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// A text in one line, as wrapping leaves its words.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_abstention_says_how_sure_the_machine_would_have_to_be() {
    let dir = tempdir().unwrap();
    let study = "[study]\nmeeting = 'Dialogue on migration and development'\n[statements]\ninput = ['s.txt']\n[stance]\nleast_confidence = 0.9999\n";
    std::fs::write(dir.path().join("plenary.toml"), study).unwrap();
    std::fs::write(
        dir.path().join("s.txt"),
        "My delegation has heard of the proposed forum on migration; it may help, and it may not.",
    )
    .unwrap();
    assert_eq!(plenary(dir.path(), &["run", "-q"]).0, 0);
    let (code, page, _) = explain(dir.path(), "s");
    let page = joined(&page);
    assert!(code == 0 && page.contains("CLASS: abstain"), "{page}");
    assert!(
        page.contains("Left to a person, for low confidence: the likeliest class has less than the 0.9999"),
        "{page}"
    );
}

#[test]
fn a_statement_of_the_example_is_explained() {
    let dir = tempdir().unwrap();
    assert_eq!(plenary(dir.path(), &["run", "-q"]).0, 0);
    let statements = rows(&dir.path().join("out/statements.csv"));
    let evidence = rows(&dir.path().join("out/evidence.csv"));
    // One by a rule, one by the model.
    for derived_by in ["support", "model"] {
        let row = statements.iter().find(|row| row["derived_by"] == derived_by).unwrap();
        let (code, page, message) = explain(dir.path(), &row["statement_id"]);
        assert_eq!((code, message.as_str()), (0, ""));
        let page = joined(&page);
        assert!(page.contains(&format!("CLASS: {}", row["stance"])), "{page}");
        assert!(page.contains(&row["stance_detail"]) && page.contains("(invented states)"), "{page}");
        for sentence in row["evidence"].split(" […] ") {
            assert!(page.contains(&joined(sentence)), "{sentence} in {page}");
        }
        let own = evidence.iter().filter(|found| found["statement_id"] == row["statement_id"]);
        for cue in own.clone().filter(|found| found["kind"] == "cue") {
            let says = format!("“{}” (sentence {}):", joined(&cue["text"]), cue["sentence"]);
            assert!(page.contains(&says), "{says} in {page}");
        }
        let terms: Vec<_> = own.filter(|found| found["kind"] == "model_term").collect();
        assert_eq!(!terms.is_empty(), derived_by == "model");
        for term in terms {
            let (kind, name) = term["pattern"].split_once(": ").unwrap();
            let shown = match kind {
                "cue" | "cues together" => name.to_string(),
                "turned cue" => {
                    format!("{kind} {name}: “{}” (sentence {})", joined(&term["text"]), term["sentence"])
                }
                _ if name.contains('_') => "[".to_string(),
                _ => format!("{kind} “{}” (sentence {})", term["text"], term["sentence"]),
            };
            assert!(page.contains(&shown) && term["code"] == row["stance_detail"], "{shown} in {page}");
        }
        assert!(page.contains("RULE THAT FIRED") && page.contains("Weights are log odds"), "{page}");
    }
    let (_, page, _) = explain(dir.path(), "XAK_1_2006");
    assert!(
        joined(&page).contains("It aligns itself with Southern Caucus (GSOUTH_1_2006: within_un)"),
        "{page}"
    );
    assert!(page.contains("Attributed stance: within_un."), "{page}");
}

#[test]
fn each_class_by_the_model_shows_its_terms_and_a_sentence() {
    let dir = tempdir().unwrap();
    assert_eq!(plenary(dir.path(), &["run", "-q"]).0, 0);
    let evidence = rows(&dir.path().join("out/evidence.csv"));
    let of_model: Vec<Row> = rows(&dir.path().join("out/statements.csv"))
        .into_iter()
        .filter(|row| row["derived_by"] == "model")
        .collect();
    assert!(of_model.len() > 5);
    for row in of_model {
        let is_own =
            |found: &&Row| found["statement_id"] == row["statement_id"] && found["kind"] == "model_term";
        let n = evidence.iter().filter(is_own).count();
        assert!((1..=5).contains(&n) && !row["evidence"].is_empty(), "{} {n}", row["statement_id"]);
    }
    let is_theirs = |found: &&Row| found["kind"] == "model_term";
    assert!(evidence.iter().filter(is_theirs).all(|found| !found["text"].is_empty()));
}

/// A run over text files, a table and a file that is refused.
fn small_run(folder: &Path) {
    fs::create_dir_all(folder.join("in/more")).unwrap();
    let text = "We support the proposed global forum on migration.\n\nWe thank you.";
    fs::write(folder.join("in/PER_61_2006.txt"), text).unwrap();
    fs::write(folder.join("in/more/PER_61_2006.txt"), text).unwrap();
    fs::write(folder.join("in/empty.txt"), "").unwrap();
    fs::write(folder.join("in/t.csv"), "id,text,actor\n-a,We oppose a forum on migration.,Chile\nb,.,Peru\n")
        .unwrap();
    assert_eq!(plenary(folder, &["run", "-q", "in"]).0, 0);
}

#[test]
fn sources_are_read_again_as_they_were() {
    let dir = tempdir().unwrap();
    small_run(dir.path());
    for id in ["in/PER_61_2006", "more/PER_61_2006", "-a"] {
        let (code, page, message) = plenary(dir.path(), &["explain", "out", "--", id]);
        assert!(code == 0 && page.contains("Source: in/"), "{id}: {message}");
    }
    let (code, page, _) = plenary(dir.path(), &["explain", "out", "more/PER_61_2006", "-o", "why.txt"]);
    assert_eq!((code, page.as_str()), (0, ""));
    assert!(fs::read_to_string(dir.path().join("why.txt")).unwrap().contains("forum_support=support"));

    fs::rename(dir.path().join("in/more"), dir.path().join("in/less")).unwrap();
    let (code, _, message) = explain(dir.path(), "more/PER_61_2006");
    assert_eq!(code, 1);
    assert!(message.contains("in/more/PER_61_2006.txt") && message.contains("was moved"), "{message}");
    assert!(message.contains("Put it back"), "{message}");
    fs::write(dir.path().join("in/t.csv"), "id,text,actor\n-a,We want a forum on migration.,Chile\n")
        .unwrap();
    let (code, _, message) = plenary(dir.path(), &["explain", "out", "--", "-a"]);
    assert!(code == 5 && message.contains("has changed since the run"), "{code} {message}");
    assert!(message.contains("run `plenary run` again"), "{message}");
}

#[test]
fn what_cannot_be_explained_is_said_with_a_remedy() {
    let dir = tempdir().unwrap();
    small_run(dir.path());
    for (args, code, says) in [
        (&["explain", "in", "x"][..], 1, "holds no manifest.json"),
        (&["explain", "gone", "x"], 1, "no such folder"),
        (&["explain", "out", "PER_61_206"], 2, "Did you mean"),
        (&["explain", "out", "something else"], 2, "first column of statements.csv"),
        (&["explain", "out", "empty"], 2, "refused the statement `empty`: the file is empty"),
        (&["explain", "out", "b"], 2, "refused the statement `b`: there are no words in it"),
    ] {
        let (found, page, message) = plenary(dir.path(), args);
        assert!(found == code && page.is_empty() && message.contains(says), "{args:?}: {found} {message}");
    }
    let mut stdin = Command::cargo_bin("plenary").unwrap();
    stdin
        .current_dir(dir.path())
        .args(["run", "-", "-q", "--out", "o"])
        .write_stdin("A forum.")
        .assert()
        .success();
    let (code, _, message) = plenary(dir.path(), &["explain", "o", "standard input"]);
    assert!(code == 1 && message.contains("Save it to a file"), "{message}");
}

#[test]
fn another_definition_or_coding_than_the_runs_is_refused() {
    let dir = tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::write(at("s.txt"), "Remittances matter.").unwrap();
    fs::write(at("l.yml"), "money: [remittances]\n").unwrap();
    assert_eq!(plenary(dir.path(), &["run", "-q", "s.txt", "--lexicon", "l.yml"]).0, 0);
    assert!(explain(dir.path(), "s").1.contains("money: 1 hit"));
    fs::write(at("l.yml"), "money: [remittances, matter]\n").unwrap();
    let (code, _, message) = explain(dir.path(), "s");
    assert!(code == 5 && message.contains("the lexicon `l.yml` is not the one of the run"), "{message}");
    fs::write(at("l.yml"), "money: [remittances]\n").unwrap();
    let statements = fs::read_to_string(at("out/statements.csv")).unwrap();
    fs::write(at("out/statements.csv"), statements.replace(",noncommittal,,machine", ",opposed,,machine"))
        .unwrap();
    let (code, _, message) = explain(dir.path(), "s");
    assert!(code == 5 && message.contains("codes the statement as noncommittal"), "{message}");
}
