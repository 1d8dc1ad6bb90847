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

/// The note of a table.
fn note(name: &str) -> String {
    let notes = file("tables/README.md");
    let (_, rest) = notes.split_once(&format!("\n`{name}.csv`, ")).unwrap();
    rest.split("\n\n").next().unwrap().to_string()
}

#[test]
fn a_comparison_is_made_only_where_it_holds_across_the_run() {
    let notes = file("tables/README.md");
    let differences = rows("tables/differences.csv");
    assert!(differences.iter().all(|row| row["p_bh"].parse::<f64>().unwrap() >= 0.05));
    assert!(!notes.contains("More of the "), "nothing holds across the run");
    let too_few = "There are too few states to compare members of the Pearl League and other destination states (2 and 14).";
    assert!(
        note("f6_temporariness").contains(too_few)
            && note("f6_temporariness").contains("of 24 source states")
    );
    let of_temporariness = rows("tables/f6_temporariness.csv");
    assert!(of_temporariness.iter().all(|row| row["group"] != "gulf less other destination"));
    let of_treaty = note("e6_ratification");
    assert!(
        of_treaty.contains("in its family of ") && of_treaty.contains("would not hold across the "),
        "{of_treaty}"
    );
    let position = note("a4_opposition");
    assert!(
        position.contains("1 of 24 source states") || position.contains("none of 24 source states"),
        "{position}"
    );
    assert!(position.contains(" points, 95 % interval −") && position.contains("; p = ."), "{position}");
    // What another definition of the groups makes of it is not kept back.
    let others = "Under other definitions of the groups: “Opposed to any new global forum”, Role ";
    assert!(position.contains(others), "{position}");
}

#[test]
fn a_state_whose_own_cues_differ_is_marked_where_it_is_listed() {
    let marked = |file: &str| rows(file).iter().filter(|row| !row["cues_differ"].is_empty()).count();
    let n = marked("tables/a2_positions_list.csv");
    assert!(n > 0 && n == marked("tables/x2_profiles.csv"));
    for name in ["positions_by_detail", "a1_support", "a2_positions"] {
        assert!(note(name).contains(&format!("{n} of 43 states have cues of their own")), "{}", note(name));
    }
    for row in rows("tables/a2_positions_list.csv") {
        let says_so = row["cues_differ"].contains("forum support: oppose");
        assert!(!says_so || row["stance"] != "opposed", "{row:?}");
    }
    assert!(note("a2_positions_list").contains("nearest to what is listed, which is no proof of it"));
}

#[test]
fn the_parts_of_an_answer_add_up() {
    let of: BTreeMap<String, usize> = rows("tables/positions_by_detail.csv")
        .into_iter()
        .map(|row| (format!("{} {}", row["class"], row["detail"]), row["n"].parse().unwrap()))
        .collect();
    let n = |name: &str| of[name];
    let for_it = n("independent ") + n("within_un within_un_forum");
    let parts = [
        n("independent independent_stated"),
        n("independent independent_venue_open"),
        n("independent independent_host_offer"),
        n("within_un within_un_forum"),
    ];
    assert_eq!(parts.iter().sum::<usize>(), for_it);
    for name in ["positions_by_detail", "a1_support"] {
        let note = note(name);
        for says in [
            format!("{for_it} of 43 supported the forum: {} outside", parts[0]),
            format!("; {} without naming a venue; {} by a welcome", parts[1], parts[2]),
            format!("; {} within the United Nations.", parts[3]),
            format!("it is {}.", n("independent ") + n("within_un ")),
            format!(", {} in all.", n("independent ")),
        ] {
            assert!(note.contains(&says), "{says}: {note}");
        }
    }
    // A text is held to groups of which none has it too.
    let is_absent =
        |row: &Row| row["variable"] == "integration.against_assimilation" && row["group"] == "source";
    assert!(rows("tables/in_words.csv").iter().any(|row| is_absent(row) && row["word"] == "none"));
    // Where the two groups that are compared do not add up to all, the rest is named.
    assert!(file("tables/README.md").contains("and 1 of 3 states of both kinds"));
}

#[test]
fn members_of_a_group_are_those_of_its_grouping() {
    let members = rows("states.csv").iter().filter(|row| row["southern_caucus"] == "1").count();
    let caucus = rows("tables/a6_rank_breaking.csv")
        .into_iter()
        .find(|row| row["group"] == "Southern Caucus")
        .unwrap();
    assert_eq!(
        (caucus["members_by"].as_str(), caucus["members_read"].as_str()),
        ("southern_caucus", &*members.to_string())
    );
    let n = |column: &str| caucus[column].parse::<usize>().unwrap();
    assert_eq!(["same", "no_mention_found", "other", "departs"].map(n).iter().sum::<usize>(), members);
    assert!(note("a6_rank_breaking").contains("Left out: Steppe Council (its statement takes no position)"));
    let notes = file("tables/README.md");
    assert!(notes.contains("Shore Union: its members on the forum") && !notes.contains("shore union"));
    assert!(rows("tables/a3_position_by_group.csv").iter().any(|row| row["definition"] == "Shore Union"));
}

#[test]
fn what_follows_from_how_groups_are_made_is_not_tested() {
    for (table, group) in
        [("a8_venue", "independent less within_un"), ("b5_forced", "african less asia_pacific")]
    {
        assert!(rows(&format!("tables/{table}.csv")).iter().all(|row| row["group"] != group), "{table}");
    }
    assert!(note("a8_venue").contains("differ by construction") && !note("a8_venue").contains("(p = .010"));
    assert!(rows("tables/differences.csv").iter().all(|row| row["contrast"] != "region"));
}

#[test]
fn sentences_are_sentences() {
    let notes = file("tables/README.md");
    for bad in [
        "most speak",
        "Of the one comparison",
        " being found",
        " 0 say",
        "1 also speak ",
        "1 depart,",
        "by a person's reading: ",
    ] {
        assert!(!notes.contains(bad), "{bad}");
    }
    let words: Vec<&str> = notes.split_whitespace().collect();
    for at in words.windows(5).filter(|at| at[0] == "1" && at[1] == "of" && at[3] == "states") {
        assert!(at[4].ends_with('s') || !at[4].starts_with(char::is_lowercase) || at[4] == "of", "{at:?}");
    }
    assert!(rows("tables/a4_opposition.csv").iter().all(|row| !row["variable"].contains("checked")));
    assert!(note("a4_opposition").contains("Not counted, as no statement was read by a person"));
    assert!(note("a11_two_sided").contains("too few items to compare"));
    assert_eq!(notes.matches("no sampling error (`ci_kind` none)").count(), 1);
    assert!(!notes.contains("Machine-coded but where a person coded"));
    // Of what no state has, groups have no rows.
    for table in ["a8_design", "b1_root_causes", "f5_assimilation"] {
        let table = rows(&format!("tables/{table}.csv"));
        let absent: Vec<&str> = table
            .iter()
            .filter(|row| row["group"] == "all" && row["n"] == "0")
            .map(|row| row["variable"].as_str())
            .collect();
        assert!(!absent.is_empty());
        assert!(table.iter().all(|row| row["group"] == "all" || !absent.contains(&row["variable"].as_str())));
    }
}

#[test]
fn a_declared_sample_has_intervals() {
    let dir = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/example");
    fs::create_dir(dir.path().join("statements")).unwrap();
    for folder in ["", "statements"] {
        for file in fs::read_dir(example.join(folder))
            .unwrap()
            .map(|file| file.unwrap().path())
            .filter(|file| file.is_file())
        {
            fs::copy(&file, dir.path().join(folder).join(file.file_name().unwrap())).unwrap();
        }
    }
    let study = fs::read_to_string(example.join("plenary.toml")).unwrap();
    let declared = |all: &str| {
        let changed = study.replace("[statements]\n", &format!("[statements]\nsample_of = {all}\n"));
        assert_ne!(changed, study);
        fs::write(dir.path().join("plenary.toml"), changed).unwrap();
        plenary(dir.path(), &["run", "-q", "--theme-coder", "lexicon", "--out", "out"])
    };
    let (code, _, problems) = declared("86");
    assert_eq!(code, 0, "{problems}");
    for name in ["positions_by_detail", "positions_by_group", "themes_by_group", "a4_opposition"] {
        let text = fs::read_to_string(dir.path().join(format!("out/tables/{name}.csv"))).unwrap();
        let rows: Vec<Row> =
            csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect();
        let counted: Vec<&Row> = rows.iter().filter(|row| !row["share"].is_empty()).collect();
        assert!(!counted.is_empty());
        for row in counted {
            let number = |column: &str| row[column].parse::<f64>().unwrap();
            assert_eq!(
                (row["ci_kind"].as_str(), row["share_corrected"].as_str()),
                ("sampling", ""),
                "{name}"
            );
            assert!(
                number("share_low") <= number("share") && number("share") <= number("share_high"),
                "{row:?}"
            );
        }
    }
    let notes = fs::read_to_string(dir.path().join("out/tables/README.md")).unwrap();
    assert!(notes.contains("The statements are a random sample of 86, says the study"), "{notes}");
    let (code, _, problems) = declared("12");
    assert_ne!(code, 0);
    assert!(
        problems.contains("a random sample of 12 statements is declared, and 43 states were read"),
        "{problems}"
    );
}
