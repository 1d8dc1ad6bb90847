//! Whole statements of invented delegations, written by hands that knew neither cues nor passages.
//!
//! The coder was looked at with sets A to D and F to H, never with the texts of E and I to N: what these give is the
//! honest figure.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::path::Path;

type Row = BTreeMap<String, String>;

const CLASSES: [&str; 4] = ["opposed", "within_un", "independent", "noncommittal"];

const MEETING: &str = "High-level Dialogue on International Migration and Development";

/// The intended and the coded class and detail of each statement of a set, made at a meeting of this name.
fn coded(set: &str, meeting: &str) -> Vec<[(String, String); 2]> {
    let file = format!("tests/data/forum_statements_{set}.jsonl");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("input.jsonl"), dir.path().join("out"));
    let mut lines = String::new();
    let mut gold = BTreeMap::new();
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let statement = serde_json::json!({"id": row["id"], "text": row["text"], "meeting": meeting});
        lines.push_str(&format!("{statement}\n"));
        let given = ["id", "stance", "stance_detail"].map(|cell| row[cell].as_str().unwrap().to_string());
        gold.insert(given[0].clone(), given);
    }
    std::fs::write(&input, lines).unwrap();
    Command::cargo_bin("plenary")
        .unwrap()
        .args(["run", "-q", "--out"])
        .arg(&out)
        .arg(&input)
        .assert()
        .success();
    let rows: Vec<Row> = csv::Reader::from_path(out.join("statements.csv"))
        .unwrap()
        .deserialize()
        .map(Result::unwrap)
        .collect();
    let pair = |row: &Row, at: usize, cell: &str| (gold[&row["statement_id"]][at].clone(), row[cell].clone());
    rows.iter().map(|row| [pair(row, 1, "stance"), pair(row, 2, "stance_detail")]).collect()
}

/// Mean F1 of the classes; an abstention is an error.
fn macro_f1(pairs: &[(String, String)]) -> f64 {
    let count = |test: &dyn Fn(&str, &str) -> bool| {
        pairs.iter().filter(|(gold, found)| test(gold, found)).count() as f64
    };
    let f1 = |class: &str| {
        let both = count(&|gold, found| gold == class && found == class);
        2.0 * both / (count(&|gold, _| gold == class) + count(&|_, found| found == class))
    };
    CLASSES.iter().map(|class| f1(class)).sum::<f64>() / CLASSES.len() as f64
}

/// What the coder must reach, somewhat below what it reached when this was written; a change that reaches less must
/// say why.
const REACHED: [(&str, f64); 14] = [
    ("a", 0.85),
    ("b", 0.85),
    ("c", 0.85),
    ("d", 0.80),
    ("e", 0.90),
    ("f", 0.80),
    ("g", 0.80),
    ("h", 0.90),
    ("i", 0.80),
    ("j", 0.80),
    ("k", 0.85),
    ("l", 0.85),
    ("m", 0.85),
    ("n", 0.80),
];

#[test]
fn positions_of_unseen_statements() {
    let (mut n_details, mut n_told) = (0, 0);
    for (set, least) in REACHED {
        let coded = coded(set, MEETING);
        assert_eq!(coded.len(), 45);
        let (pairs, details): (Vec<_>, Vec<_>) =
            coded.into_iter().map(|[stance, detail]| (stance, detail)).unzip();
        let right = pairs.iter().filter(|(gold, found)| gold == found).count();
        let abstained = pairs.iter().filter(|(_, found)| found == "abstain").count();
        let f1 = macro_f1(&pairs);
        println!("set {set}: {right} of 45 right, {abstained} abstentions, macro F1 {f1:.3}");
        assert!(f1 >= least, "set {set}: macro F1 {f1:.3}");
        let uncommitted = details.iter().filter(|(gold, _)| gold.starts_with("noncommittal"));
        n_details += uncommitted.clone().count();
        n_told += uncommitted.filter(|(gold, found)| gold == found).count();
    }
    println!("silent, dialogue, noted and cautious: {n_told} of {n_details} told");
    assert!(n_told * 100 >= n_details * 88, "{n_told} of {n_details}");
}

/// A folder of statements often does not say at which meeting they were made.
#[test]
fn statements_of_a_meeting_that_is_not_named_lose_little() {
    let all = REACHED.iter().flat_map(|(set, _)| coded(set, ""));
    let pairs: Vec<(String, String)> = all.map(|[stance, _]| stance).collect();
    let right = pairs.iter().filter(|(gold, found)| gold == found).count();
    let f1 = macro_f1(&pairs);
    println!("without the name of the meeting: {right} of {} right, macro F1 {f1:.3}", pairs.len());
    assert!(f1 >= 0.85, "{f1:.3}");
}
