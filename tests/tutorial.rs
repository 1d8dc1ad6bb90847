//! The tutorial, command by command, on the example: from the run through sample, two coders and their
//! agreement to the corrected table and the hold-out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

type Row = BTreeMap<String, String>;

fn rows(file: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let columns: Vec<String> = reader.headers().unwrap().iter().map(String::from).collect();
    let row =
        |record: csv::StringRecord| columns.iter().cloned().zip(record.iter().map(String::from)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn plenary(folder: &Path, args: &[&str]) -> (bool, String) {
    let output = Command::cargo_bin("plenary").unwrap().current_dir(folder).args(args).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The commands of the page, in order.
fn commands() -> Vec<String> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tutorial.md")).unwrap();
    let blocks = page.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap().to_string());
    blocks.flat_map(|block| block.lines().map(String::from).collect::<Vec<_>>()).collect()
}

/// What the example's author meant, by statement.
fn meant() -> BTreeMap<String, String> {
    let gold = rows(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/example/gold.csv"));
    gold.into_iter().map(|row| (row["statement_id"].clone(), row["stance"].clone())).collect()
}

/// The themes that the example's author meant, by statement.
fn themes_meant() -> BTreeMap<String, String> {
    let gold = rows(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/example/gold.csv"));
    gold.into_iter().map(|row| (row["statement_id"].clone(), row["themes"].clone())).collect()
}

/// Fills the sheet in as a coder who errs on every `nth` statement.
fn fill_in(folder: &Path, coder: &str, nth: Option<usize>) {
    let (meant, themes) = (meant(), themes_meant());
    let mut writer = csv::Writer::from_path(folder.join(format!("{coder}.csv"))).unwrap();
    let mut reader = csv::Reader::from_path(folder.join("sample.csv")).unwrap();
    let columns = reader.headers().unwrap().clone();
    writer.write_record(&columns).unwrap();
    for (number, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let right = meant[&record[0]].as_str();
        let errs = nth.is_some_and(|nth| number % nth == 1);
        let code = match errs {
            true if right == "noncommittal" => "independent",
            true => "noncommittal",
            false => right,
        };
        let filled = columns.iter().zip(&record).map(|(column, cell)| match column {
            "coder" => coder,
            "stance" => code,
            "themes" => themes[&record[0]].as_str(),
            _ => cell,
        });
        writer.write_record(filled).unwrap();
    }
    writer.flush().unwrap();
}

/// Settles what two coders differ on as it was meant.
fn settle(folder: &Path) {
    let meant = meant();
    let rows: String = rows(&folder.join("discuss.csv"))
        .iter()
        .map(|row| format!("{id},adjudicated,{}\n", meant[&row["statement_id"]], id = row["statement_id"]))
        .collect();
    fs::write(folder.join("settled.csv"), format!("statement_id,coder,stance\n{rows}")).unwrap();
}

#[test]
fn the_tutorial_leads_to_a_corrected_table() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    let mut said = String::new();
    for command in commands() {
        let args: Vec<&str> = command.strip_prefix("plenary ").unwrap().split_whitespace().collect();
        let (is_done, says) = plenary(here, &args);
        assert!(is_done, "{command}: {says}");
        said.push_str(&says);
        match args[0] {
            "sample" if here.join("sample.csv").exists() => {
                fill_in(here, "anna", None);
                fill_in(here, "bela", Some(9));
            }
            "agree" => settle(here),
            _ => {}
        }
    }
    assert!(said.contains("28 of 48"), "{said}");
    let sheet = rows(&here.join("sample.csv"));
    assert!(sheet.iter().all(|row| !row.contains_key("actor") && !row.contains_key("stance_machine")));
    let weights: f64 = sheet.iter().map(|row| 1.0 / row["probability"].parse::<f64>().unwrap()).sum();
    assert!((weights - 48.0).abs() < 1e-6, "{weights}");
    let n_holdout = sheet.iter().filter(|row| row["part"] == "holdout").count();
    assert_eq!((sheet.len(), n_holdout), (28, 7));
    let scored = |folder: &str| {
        let measures = rows(&here.join(folder).join("measures.csv"));
        let row =
            measures.into_iter().find(|row| row["variable"] == "stance" && row["row"] == "all").unwrap();
        (row["n_person"].parse::<usize>().unwrap(), row["same"].parse::<f64>().unwrap())
    };
    let (n_open, n_held) = (scored("validation").0, scored("holdout").0);
    assert_eq!((n_open, n_held), (21, 7));
    // People are right here, so what the machine got wrong are its known errors.
    let machine: BTreeMap<String, String> = rows(&here.join("out/statements.csv"))
        .into_iter()
        .map(|row| (row["statement_id"].clone(), row["stance_machine"].clone()))
        .collect();
    let mut wrong = rows(&here.join("validation/errors.csv"));
    wrong.retain(|row| row["variable"] == "stance");
    let is_wrong =
        |row: &&Row| row["part"] == "open" && machine[&row["statement_id"]] != meant()[&row["statement_id"]];
    assert_eq!(wrong.len(), sheet.iter().filter(is_wrong).count());
    let positions = rows(&here.join("final/tables/positions_by_detail.csv"));
    let corrected: f64 = positions
        .iter()
        .filter(|row| {
            row["label"] == "all of this class" || ["abstain", "uncodable"].contains(&row["class"].as_str())
        })
        .map(|row| row["share_corrected"].parse::<f64>().unwrap())
        .sum();
    assert!((corrected - 1.0).abs() < 0.02, "{corrected}");
    assert!(positions.iter().filter(|row| !row["share_corrected"].is_empty()).all(|row| {
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        row["ci_kind"] == "coding"
            && number("share_low") <= number("share_corrected")
            && number("share_corrected") <= number("share_high")
    }));
    let outcomes = rows(&here.join("final/tables/outcomes.csv"));
    assert_eq!((outcomes.len(), outcomes.iter().filter(|row| row["drawn"] == "1").count()), (48, 28));
    assert!(!here.join("out/tables/outcomes.csv").exists());
    themes_of_people_win(&here.join("final"), &sheet);
    let notes = fs::read_to_string(here.join("final/tables/README.md")).unwrap();
    assert!(
        notes.contains("a random sample of 28 of all 48") && !notes.contains("uncalibrated here"),
        "{notes}"
    );
    // The hold-out is closed for another run.
    let again = ["validate", "final", "--codings", "anna.csv", "--sample", "sample.csv", "--open-holdout"];
    let (is_done, says) = plenary(here, &again);
    assert!(!is_done && says.contains("opened before, for another run"), "{says}");
}

/// What people coded is what tables hold, and the ledger still adds up to it.
fn themes_of_people_win(out: &Path, sheet: &[Row]) {
    let themes = themes_meant();
    let found = rows(&out.join("themes.csv"));
    for row in sheet {
        let id = &row["statement_id"];
        let mut coded: Vec<&str> =
            found.iter().filter(|row| row["statement_id"] == *id).map(|row| row["theme"].as_str()).collect();
        coded.sort_unstable();
        let mut meant: Vec<&str> = themes[id].split(';').filter(|theme| !theme.is_empty()).collect();
        meant.sort_unstable();
        assert_eq!(coded, meant, "{id}");
    }
    assert!(found.iter().any(|row| row["origin"] == "person" && row["hits"] == "0"));
    let hits: usize = found.iter().map(|row| row["hits"].parse::<usize>().unwrap()).sum();
    let evidence = rows(&out.join("evidence.csv"));
    let is_hit = |row: &&Row| row["kind"].starts_with("theme") && row["suppressed_by"].is_empty();
    assert_eq!(evidence.iter().filter(is_hit).count(), hits);
    assert!(evidence.iter().any(|row| row["suppressed_by"] == "person"));
    let by_group = rows(&out.join("tables/themes_by_group.csv"));
    assert!(by_group.iter().all(|row| row["ci_kind"] == "coding" && !row["share_corrected"].is_empty()));
    let silent = rows(&out.join("tables/no_mention_found.csv"));
    assert!(silent.iter().any(|row| !row["share_corrected"].is_empty()));
}

#[test]
fn a_sample_that_is_not_coded_to_the_end_corrects_nothing_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    assert!(plenary(here, &["run", "--out", "out", "-q"]).0);
    assert!(plenary(here, &["sample", "out", "-n", "20", "-o", "sample.csv"]).0);
    let sheet = rows(&here.join("sample.csv"));
    let first = &sheet[0]["statement_id"];
    fs::write(here.join("anna.csv"), format!("statement_id,coder,stance\n{first},anna,independent\n"))
        .unwrap();
    let (_, says) =
        plenary(here, &["run", "--codings", "anna.csv", "--sample", "sample.csv", "--out", "two"]);
    assert!(
        says.contains("19 of 20 of the sample are not coded by people") && says.contains("not corrected"),
        "{says}"
    );
    let positions = rows(&here.join("two/tables/positions_by_detail.csv"));
    assert!(positions.iter().all(|row| row["share_corrected"].is_empty() && row["ci_kind"] == "none"));
}

#[test]
fn a_workbook_is_read_back_as_it_was_written() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    assert!(plenary(here, &["run", "--out", "out", "-q"]).0);
    assert!(plenary(here, &["sample", "out", "-n", "20", "-o", "sample.csv"]).0);
    assert!(plenary(here, &["sample", "out", "-n", "20", "-o", "sample.xlsx"]).0);
    // The sample of the workbook is that of the table: with the same codes it gives the same shares.
    fill_in(here, "anna", None);
    let corrected = |sheet: &str, out: &str| {
        let (is_done, says) =
            plenary(here, &["run", "--codings", "anna.csv", "--sample", sheet, "--out", out]);
        assert!(is_done, "{says}");
        fs::read_to_string(here.join(out).join("tables/positions_by_group.csv")).unwrap()
    };
    assert_eq!(corrected("sample.csv", "by_table"), corrected("sample.xlsx", "by_workbook"));
    let (is_done, says) = plenary(here, &["validate", "out", "--codings", "sample.xlsx"]);
    assert!(!is_done && says.contains("no statement of the run has a code"), "{says}");
}

#[test]
fn what_a_model_was_trained_on_is_not_scored() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    let training = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/training/global-forum.jsonl");
    let passage = fs::read_to_string(training).unwrap().lines().nth(40).map(String::from).unwrap();
    let passage: serde_json::Value = serde_json::from_str(&passage).unwrap();
    let text = format!("Madam President, I shall be brief today.\n\n{}", passage["text"].as_str().unwrap());
    fs::write(here.join("s1.txt"), text).unwrap();
    fs::write(here.join("anna.csv"), "statement_id,coder,stance\ns1,anna,independent\n").unwrap();
    assert!(plenary(here, &["run", "s1.txt", "--out", "out", "-q"]).0);
    let (is_done, says) = plenary(here, &["validate", "out", "--codings", "anna.csv"]);
    assert!(!is_done && says.contains("the model was trained on the text of `s1`"), "{says}");
}
