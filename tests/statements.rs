//! Whole statements of invented delegations, written by hands that knew neither cues nor passages.
//!
//! The coder was looked at with sets A to D, never with the texts of set E: what E gives is the honest figure.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::path::Path;

type Row = BTreeMap<String, String>;

const CLASSES: [&str; 4] = ["opposed", "within_un", "independent", "noncommittal"];

/// The intended and the coded class of each statement of a set.
fn coded(set: &str) -> Vec<(String, String)> {
    let file = format!("tests/data/forum_statements_{set}.jsonl");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("input.jsonl"), dir.path().join("out"));
    let mut lines = String::new();
    let mut gold = BTreeMap::new();
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let meeting = "High-level Dialogue on International Migration and Development";
        let statement = serde_json::json!({"id": row["id"], "text": row["text"], "meeting": meeting});
        lines.push_str(&format!("{statement}\n"));
        gold.insert(row["id"].as_str().unwrap().to_string(), row["stance"].as_str().unwrap().to_string());
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
    rows.iter().map(|row| (gold[&row["statement_id"]].clone(), row["stance"].clone())).collect()
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

/// What the coder reached when this was written, rounded down; a change that reaches less must say why.
#[test]
fn positions_of_unseen_statements() {
    for (set, least) in [("a", 0.85), ("b", 0.85), ("c", 0.85), ("d", 0.80), ("e", 0.90)] {
        let pairs = coded(set);
        assert_eq!(pairs.len(), 45);
        let right = pairs.iter().filter(|(gold, found)| gold == found).count();
        let abstained = pairs.iter().filter(|(_, found)| found == "abstain").count();
        let f1 = macro_f1(&pairs);
        println!("set {set}: {right} of 45 right, {abstained} abstentions, macro F1 {f1:.3}");
        assert!(f1 >= least, "set {set}: macro F1 {f1:.3}");
    }
}
