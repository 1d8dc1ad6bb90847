//! The tables of findings on the built-in example: all made or listed as not made, adding up, said with care; and a text
//! held against them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

type Row = BTreeMap<String, String>;

const FINDINGS: &str = include_str!("../lexicons/findings/migration-development.yml");

/// The folder of one run of the example.
static OUT: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    Command::cargo_bin("plenary").unwrap().args(["run", "-q", "--out"]).arg(&out).assert().success();
    dir
});

fn file(name: &str) -> String {
    fs::read_to_string(OUT.path().join("out").join(name)).unwrap()
}

fn rows(name: &str) -> Vec<Row> {
    csv::Reader::from_reader(file(name).as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn ids() -> Vec<&'static str> {
    FINDINGS.lines().filter_map(|line| line.strip_prefix("  - id: ")).collect()
}

/// Runs in a folder; gives the exit code, standard output and standard error.
fn plenary(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("plenary").unwrap().current_dir(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn each_finding_is_made_or_listed_as_not_made() {
    let notes = file("tables/README.md");
    let (_, not_made) = notes.split_once("\n# Not made\n").unwrap();
    let mut n_made = 0;
    for id in ids() {
        let is_made = OUT.path().join(format!("out/tables/{id}.csv")).exists();
        n_made += usize::from(is_made);
        assert!(is_made != not_made.contains(&format!("| `{id}`:")), "{id}");
        if is_made {
            assert!(!rows(&format!("tables/{id}.csv")).is_empty(), "{id} is empty");
        }
    }
    assert!(n_made >= 45 && n_made == ids().len(), "{n_made} of {}", ids().len());
}

#[test]
fn the_shares_are_those_of_themes_and_statements() {
    let statements = rows("statements.csv");
    let states: BTreeMap<&str, &str> = statements
        .iter()
        .filter(|row| row["actor_kind"] == "state")
        .map(|row| (row["statement_id"].as_str(), row["iso3"].as_str()))
        .collect();
    let mut by_theme: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let themes = rows("themes.csv");
    for row in &themes {
        let Some(state) = states.get(row["statement_id"].as_str()) else { continue };
        by_theme.entry(row["theme"].clone()).or_default().insert(state);
        if !row["position"].is_empty() {
            by_theme.entry(format!("{}={}", row["theme"], row["position"])).or_default().insert(state);
        }
    }
    let is_theme =
        |text: &str| text.contains('.') && !text.contains([' ', '&', '$', '|']) && !text.contains("in_");
    let mut checked = 0;
    for id in ids() {
        let table = rows(&format!("tables/{id}.csv"));
        let is_of_all =
            |row: &&Row| row.get("group").is_some_and(|group| group == "all") && row.contains_key("n");
        for row in table.iter().filter(is_of_all) {
            let Some(variable) = row.get("variable").filter(|text| is_theme(text)) else { continue };
            if row.contains_key("depth") || row["denominator"] != "43" {
                continue;
            }
            let n = by_theme.get(variable.as_str()).map_or(0, BTreeSet::len);
            assert_eq!(row["n"], n.to_string(), "{id} {variable}");
            checked += 1;
        }
    }
    assert!(checked > 80, "{checked}");
    for row in rows("tables/a2_positions.csv").iter().filter(|row| row["group"] == "all") {
        let has = |statement: &&Row| {
            statement["actor_kind"] == "state" && statement["stance_detail"] == row["value"]
        };
        assert_eq!(row["n"], statements.iter().filter(has).count().to_string(), "{}", row["value"]);
    }
    // Groups of a definition add up to all.
    for role in ["role_net_migration", "role_paper"] {
        let table = rows("tables/b1_root_causes.csv");
        let of = |group: &str, name: &str| {
            let own = table
                .iter()
                .filter(|row| row["definition"] == group && row["variable"] == name && !row["n"].is_empty());
            own.map(|row| row["n"].parse::<usize>().unwrap()).sum::<usize>()
        };
        for name in ["causes.poverty", "causes.inequality"] {
            assert_eq!(of(role, name), of("", name), "{role} {name}");
        }
    }
}

#[test]
fn what_is_not_shown_is_not_said() {
    let notes = file("tables/README.md");
    assert!(!notes.to_lowercase().contains(" silent on rights") && !notes.contains("states are silent"));
    for row in rows("tables/differences.csv") {
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        assert!(
            number("difference_low") <= number("difference")
                && number("difference") <= number("difference_high")
        );
        assert!(number("p") <= number("p_holm") + 1e-12 && number("p") <= number("p_bh") + 1e-12, "{row:?}");
    }
    // A finding that judges states by an index has no sentence.
    let (_, of_index) = notes.split_once("`e4_record.csv`").unwrap();
    let of_index = of_index.split("\n## ").next().unwrap();
    assert!(
        !of_index.contains("The data cannot tell") && of_index.contains("invented for this example"),
        "{of_index}"
    );
}

#[test]
fn every_quotation_stands_in_its_statement() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/example/statements");
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = rows("tables/x3_quoted.csv");
    assert!(quoted.len() > 50);
    for row in quoted {
        let text = fs::read_to_string(folder.join(format!("{}.txt", row["statement_id"]))).unwrap();
        assert!(fold(&text).contains(&fold(&row["sentence"])), "{}", row["sentence"]);
    }
}

#[test]
fn a_findings_file_is_checked_with_its_lines() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("s.txt"), "We speak of poverty and migration.").unwrap();
    let study = |findings: &str| {
        let text = format!("[statements]\ninput = ['s.txt']\n[tables]\nfindings = '{findings}'\n");
        fs::write(dir.path().join("plenary.toml"), text).unwrap();
    };
    let head = "findings:\n  - id: t\n    title: T\n    kind: shares\n    variables:\n";
    for (findings, says) in [
        (format!("{head}      - causes.povrty\n"), "f.yml, line 6, column 9: `causes.povrty` is no theme"),
        (format!("{head}      - causes.poverty=big\n"), "`big` is no position"),
        (format!("{head}      - venue=nowhere\n"), "`nowhere` is no value"),
        (format!("{head}      - g78=member\n"), "`g78` is neither a theme, a facet nor a grouping"),
        (format!("{head}      - causes.poverty\n    contrast: role\n"), "there is no contrast `role`"),
        (head.replace("shares", "sums"), "`sums` is no kind of table"),
    ] {
        fs::write(dir.path().join("f.yml"), &findings).unwrap();
        study("f.yml");
        let (code, _, message) = plenary(dir.path(), &["run", "--out", "o"]);
        assert!(code == 4 && message.contains(says), "{findings}: {code} {message}");
    }
    // Made for another question, what is unknown is not made and no error.
    let other = format!("question: other\n{head}      - demand=peace\n");
    fs::write(dir.path().join("f.yml"), other).unwrap();
    let (code, _, message) = plenary(dir.path(), &["run", "--out", "o"]);
    assert_eq!(code, 0, "{message}");
    assert!(
        fs::read_to_string(dir.path().join("o/tables/README.md"))
            .unwrap()
            .contains("| `t`: T | the facet `demand`")
    );
}

#[test]
fn a_text_is_held_to_the_tables() {
    let out = OUT.path().join("out");
    let dir = tempfile::tempdir().unwrap();
    let text = dir.path().join("paper.md");
    let borne =
        "Most states supported the forum. Some source states and many destination states like ice cream.";
    for (said, code, listed) in [
        (borne.to_string(), 0, ""),
        (
            format!("{borne} Virtually all states named brain drain."),
            5,
            "virtually all,development.brain_drain",
        ),
        (format!("{borne} Many source states spoke of trafficking in persons."), 5, "source"),
    ] {
        fs::write(&text, &said).unwrap();
        let args = ["check-text", text.to_str().unwrap(), out.to_str().unwrap()];
        let (found, table, message) = plenary(dir.path(), &args);
        assert!(found == code && table.contains(listed), "{said}: {found} {table} {message}");
        assert_eq!(table.lines().count(), 1 + usize::from(code == 5), "{table}");
    }
}
