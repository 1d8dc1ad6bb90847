//! People win: their codes are the value in every table, and the sheet of a run is a file of codings.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::{TempDir, tempdir};

type Row = BTreeMap<String, String>;

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Runs the built-in example with codings; gives the exit code and the messages.
fn run(dir: &TempDir, args: &[&str]) -> (i32, String) {
    let args = [&["run", "-j", "2"], args].concat();
    let output = Command::cargo_bin("plenary").unwrap().current_dir(dir).args(args).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A folder with a run of the example and these codings.
fn coded(codings: &str) -> (TempDir, String) {
    let dir = tempdir().unwrap();
    fs::write(dir.path().join("people.csv"), codings).unwrap();
    let (code, message) = run(&dir, &["--codings", "people.csv"]);
    assert_eq!(code, 0, "{message}");
    (dir, message)
}

fn table(dir: &TempDir, name: &str) -> Vec<Row> {
    rows(&dir.path().join("out").join(name))
}

/// The one row with these values.
fn one<'r>(rows: &'r [Row], wanted: &[(&str, &str)]) -> &'r Row {
    let mut found = rows.iter().filter(|row| wanted.iter().all(|(column, value)| row[*column] == *value));
    let row = found.next().unwrap_or_else(|| panic!("no row {wanted:?}"));
    assert!(found.next().is_none(), "several rows {wanted:?}");
    row
}

fn cells<'r>(row: &'r Row, columns: &[&str]) -> Vec<&'r str> {
    columns.iter().map(|column| row[*column].as_str()).collect()
}

fn count(row: &Row, column: &str) -> usize {
    row[column].parse().unwrap()
}

const STANCE: [&str; 6] =
    ["stance", "stance_detail", "stance_best", "stance_machine", "stance_human", "coded_by"];

const HEAD: &str = "statement_id,coder,stance,stance_detail,venue\n";

#[test]
fn the_final_code_of_people_is_the_value_in_every_table() {
    let plain = coded(&format!("{HEAD}XDI_1_2006,machine,independent,,\n")).0;
    let statements = table(&plain, "statements.csv");
    let states_of = |detail: &str| -> Vec<&Row> {
        let is_of = |row: &&Row| row["stance_detail"] == detail && row["actor_kind"] == "state";
        statements.iter().filter(is_of).collect()
    };
    let (within, silent) = (states_of("within_un_forum"), states_of("noncommittal_silent"));
    assert!(within.len() > 1 && silent.len() > 1 && within.iter().all(|row| row["coded_by"] == "machine"));
    let (first, unchecked, second, third) = (within[0], within[1], silent[0], silent[1]);
    let detail = |dir: &TempDir, detail: &str| {
        one(&table(dir, "tables/positions_by_detail.csv"), &[("detail", detail)]).clone()
    };
    let n_states = |dir: &TempDir, name: &str| count(&detail(dir, name), "n");
    let before = detail(&plain, "within_un_forum");
    assert_eq!(before["checked_by_person"], "0");
    assert_eq!(before["states"].matches(" (machine-coded, not checked)").count(), within.len(), "{before:?}");

    // Bela confirms the first; two people agree on the second, and adjudication decides on the third.
    let (dir, message) = coded(&format!(
        "{HEAD}{0},bela,within_un,within_un_forum,\n{1},anna,independent,independent_stated,\n{1},bela,,independent_stated,\n\
         {2},anna,opposed,,\n{2},bela,uncodable,,\n{2},Adjudicated,opposed,,outside_un\n",
        first["statement_id"], second["statement_id"], third["statement_id"]
    ));
    assert!(message.contains("3 of them by people"), "{message}");
    let statements = table(&dir, "statements.csv");
    let found = |row: &Row| one(&statements, &[("statement_id", &row["statement_id"])]);
    let stance = |row: &Row| cells(found(row), &STANCE).join("|");
    assert_eq!(stance(first), "within_un|within_un_forum|within_un|within_un|within_un|person: bela");
    assert_eq!(
        stance(second),
        "independent|independent_stated|independent|noncommittal|independent|person: anna; bela"
    );
    assert_eq!(stance(third), "opposed|opposed|opposed|noncommittal|opposed|adjudicated");
    assert_eq!(found(third)["venue"], "outside_un");

    let states = table(&dir, "states.csv");
    let state = |row: &Row| {
        cells(one(&states, &[("iso3", &row["iso3"])]), &["stance", "stance_detail", "stance_checked"])
            .join("|")
    };
    assert_eq!(state(first), "within_un|within_un_forum|1");
    assert_eq!(state(second), "independent|independent_stated|1");
    assert_eq!(state(third), "opposed|opposed|1");
    assert_eq!(state(unchecked), "within_un|within_un_forum|0");

    let after = detail(&dir, "within_un_forum");
    assert_eq!((count(&after, "n"), count(&after, "checked_by_person")), (within.len(), 1));
    assert!(after["states"].contains(&format!("{} (machine-coded, not checked)", unchecked["actor"])));
    assert!(!after["states"].contains(&format!("{} (", first["actor"])), "{after:?}");
    assert!(detail(&dir, "independent_stated")["states"].contains(&second["actor"]));
    assert_eq!(n_states(&dir, "independent_stated"), n_states(&plain, "independent_stated") + 1);
    assert_eq!(n_states(&dir, "noncommittal_silent"), n_states(&plain, "noncommittal_silent") - 2);
    let groups = table(&dir, "tables/positions_by_group.csv");
    let all = one(&groups, &[("grouping", "all"), ("detail", "within_un_forum")]);
    assert_eq!(all["checked_by_person"], "1");
    let notes = fs::read_to_string(dir.path().join("out/tables/README.md")).unwrap();
    assert!(notes.contains("3 of 43 are coded by people"), "{notes}");
    let manifest = fs::read_to_string(dir.path().join("out/manifest.json")).unwrap();
    assert!(manifest.contains("coding_sheet.csv") && manifest.contains("people.csv"), "{manifest}");
}

#[test]
fn every_group_adds_up_where_people_give_no_detail_differ_or_give_up() {
    let (dir, message) = coded(&format!(
        "{HEAD}XDT_1_2006,anna,within_un,,\nXDI_1_2006,anna,uncodable,,\nXEF_1_2006,anna,independent,,\n\
         XEF_1_2006,bela,opposed,,\n"
    ));
    let says = "people.csv, line 5: people differ on stance of `XEF_1_2006`: anna says independent, bela says opposed. \
                It is abstain until a row of the coder `adjudicated` settles it";
    assert!(message.contains(says), "{message}");
    let statements = table(&dir, "statements.csv");
    let stance = |id: &str| one(&statements, &[("statement_id", id)])["stance"].clone();
    assert_eq!(
        ["XDT", "XDI", "XEF"].map(|id| stance(&format!("{id}_1_2006"))),
        ["within_un", "uncodable", "abstain"]
    );
    let mut sums: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
    for row in table(&dir, "tables/positions_by_group.csv") {
        let sum = sums.entry((row["grouping"].clone(), row["group"].clone())).or_default();
        *sum = (sum.0 + count(&row, "n"), count(&row, "denominator"));
    }
    assert!(sums.len() > 5 && sums.values().all(|(sum, denominator)| sum == denominator), "{sums:?}");
    let sheet = table(&dir, "coding_sheet.csv");
    assert_eq!(one(&sheet, &[("statement_id", "XEF_1_2006")])["why"], "people differ");
    assert!(sheet.iter().all(|row| row["statement_id"] != "XDI_1_2006"));
}

#[test]
fn all_gold_codes_of_the_example_are_taken() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/example/gold.csv");
    let (dir, message) = coded(&fs::read_to_string(&gold).unwrap());
    assert!(!message.contains("codes under `themes`"), "{message}");
    let statements = table(&dir, "statements.csv");
    for row in rows(&gold) {
        let found = one(&statements, &[("statement_id", &row["statement_id"])]);
        let columns = ["stance", "stance_detail", "venue", "un_role", "permanence"];
        assert_eq!(cells(found, &columns), cells(&row, &columns), "{}", row["statement_id"]);
    }
    assert!(table(&dir, "coding_sheet.csv").is_empty());
    let notes = fs::read_to_string(dir.path().join("out/tables/README.md")).unwrap();
    assert!(notes.contains("All 43 are coded by people."), "{notes}");
}

#[test]
fn the_sheet_lists_what_to_check_and_is_a_file_of_codings_once_filled() {
    let dir = tempdir().unwrap();
    let (code, message) = run(&dir, &[]);
    assert_eq!(code, 0, "{message}");
    let statements = table(&dir, "statements.csv");
    let to_check: Vec<&str> = statements
        .iter()
        .filter(|row| ["opposed", "within_un", "abstain"].contains(&row["stance"].as_str()))
        .map(|row| row["statement_id"].as_str())
        .collect();
    let sheet = table(&dir, "coding_sheet.csv");
    let listed: Vec<&str> = sheet.iter().map(|row| row["statement_id"].as_str()).collect();
    assert_eq!(listed, to_check);
    assert!(message.contains(&format!("Check first the {} statements in", to_check.len())), "{message}");
    for row in &sheet {
        assert!(cells(row, &["coder", "stance", "stance_detail", "note"]).iter().all(|cell| cell.is_empty()));
    }
    let within = sheet.iter().find(|row| row["stance_machine"] == "within_un").unwrap();
    assert_eq!(within["why"], "coded within_un");
    assert!(within["stance_detail_machine"].starts_with("within_un_") && within["passage"].len() > 40);

    // Not filled in, it changes nothing but what says where codes came from.
    let unfilled = dir.path().join("unfilled.csv");
    fs::copy(dir.path().join("out/coding_sheet.csv"), &unfilled).unwrap();
    let (code, message) = run(&dir, &["--codings", "unfilled.csv", "--out", "again"]);
    assert_eq!(code, 0, "{message}");
    for file in ["statements.csv", "states.csv", "coding_sheet.csv", "tables/positions_by_detail.csv"] {
        let bytes = |out: &str| fs::read(dir.path().join(out).join(file)).unwrap();
        assert_eq!(bytes("out"), bytes("again"), "{file}");
    }

    // Filled in where it stands, it is not written over.
    let path = dir.path().join("out/coding_sheet.csv");
    let mut writer = csv::Writer::from_path(&path).unwrap();
    let columns = plenary::export::SHEET_COLUMNS;
    writer.write_record(columns).unwrap();
    for (number, row) in sheet.iter().enumerate() {
        let mut row = row.clone();
        if number < 2 {
            row.insert("coder".into(), "anna".into());
            row.insert("stance".into(), "noncommittal".into());
            row.insert("note".into(), "read it twice".into());
        }
        writer.write_record(columns.iter().map(|column| &row[*column])).unwrap();
    }
    writer.flush().unwrap();
    let (code, message) = run(&dir, &["--codings", "out/coding_sheet.csv"]);
    assert!(code == 1 && message.contains("out/coding_sheet.csv: the sheet was changed"), "{message}");
    fs::rename(&path, dir.path().join("filled.csv")).unwrap();
    let (code, message) = run(&dir, &["--codings", "filled.csv"]);
    assert_eq!(code, 0, "{message}");
    let statements = table(&dir, "statements.csv");
    for (number, row) in sheet.iter().enumerate() {
        let found = one(&statements, &[("statement_id", &row["statement_id"])]);
        assert_eq!(found["stance_machine"], row["stance_machine"]);
        let expected = if number < 2 { "noncommittal" } else { row["stance_machine"].as_str() };
        assert_eq!(found["stance"], expected, "{}", row["statement_id"]);
    }
    assert_eq!(table(&dir, "coding_sheet.csv").len(), sheet.len() - 2);
}

#[test]
fn codes_that_cannot_be_used_are_all_told_and_nothing_is_written() {
    let dir = tempdir().unwrap();
    let text = format!(
        "{HEAD}XDI_1_2006,anna,oposed,,\nXEF_1_2006,anna,opposed,within_un_forum,\nXDT_1_2006,anna,,,mars\n"
    );
    fs::write(dir.path().join("people.csv"), text).unwrap();
    let (code, message) = run(&dir, &["--codings", "people.csv"]);
    assert_eq!(code, 1, "{message}");
    for says in [
        "people.csv, line 2: `oposed` is no code of stance in the question `global-forum`. Did you mean opposed?",
        "line 3: `within_un_forum` is a detail of within_un, but the stance is coded as opposed",
        "line 4: `mars` is no code of venue",
        "3 codes by people cannot be used",
    ] {
        assert!(message.contains(says), "{says}: {message}");
    }
    assert!(!dir.path().join("out").exists());
    fs::write(dir.path().join("twice.csv"), format!("{HEAD}X,anna,opposed,,\nX,anna,within_un,,\n")).unwrap();
    let (code, message) = run(&dir, &["--codings", "twice.csv"]);
    assert!(code == 1 && message.contains("twice.csv, line 3: anna codes stance of `X`"), "{message}");
}

#[test]
fn a_study_names_its_codings_and_a_statement_that_was_not_read_is_refused() {
    let dir = tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write(
        "plenary.toml",
        "[statements]\ninput = [\"MEX_61_2006.txt\"]\n[codings]\nfiles = [\"a.csv\", \"b.csv\"]\n",
    );
    write("MEX_61_2006.txt", "Migrants send remittances home. We thank you.");
    write("a.csv", "statement_id;coder;stance\nMEX_61_2006;anna;opposed\n");
    write("b.csv", "statement_id,coder,stance\nMEX_61_2006,bela,opposed\nMXE_61_2006,bela,opposed\n");
    let (code, message) = run(&dir, &["--strict"]);
    assert_eq!(code, 3, "{message}");
    assert_eq!(table(&dir, "statements.csv")[0]["coded_by"], "person: anna; bela");
    let rejects = table(&dir, "rejects.csv");
    assert_eq!(rejects.len(), 1);
    assert!(rejects[0]["source"].ends_with("b.csv") && rejects[0]["place"] == "line 3", "{rejects:?}");
    assert!(rejects[0]["reason"].contains("Did you mean MEX_61_2006"), "{rejects:?}");
}
