//! Runs on the reference corpora, which are not distributed; ignored, with the reason, without them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

#[path = "reference/quanteda.rs"]
mod quanteda;
#[path = "reference/records.rs"]
mod records;

use assert_cmd::Command;
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Row = BTreeMap<String, String>;
type Test = fn(&Path) -> Result<(), Failed>;

fn main() {
    let folder = std::env::var_os("PLENARY_REFERENCE")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let is_there = folder.join("corpora/ungd").is_dir();
    if !is_there {
        println!("ignored: no reference corpora in {} (set PLENARY_REFERENCE)", folder.display());
    }
    let tests: [(&str, Test); 14] = [
        ("session_61_has_193_statements_each_with_its_actor", session_61),
        ("themes_of_coded_sentences", themes_of_coded_sentences),
        ("every_code_of_the_corpus_is_an_actor_at_its_date", every_code),
        ("counts_are_quantedas", quanteda::counts),
        ("every_case_of_quanteda_is_tested_or_named", quanteda::every_case),
        ("lookups_are_quantedas", quanteda::lookups),
        ("tokens_are_quantedas", quanteda::tokens),
        ("keyness_is_quantedas", quanteda::keyness),
        ("concordances_are_quantedas", quanteda::concordances),
        ("a_coded_debate_is_learnt", a_coded_debate),
        ("records_give_their_turns", records::turns),
        ("a_recorded_vote_gives_each_state", records::votes),
        ("statements_as_delivered_give_state_and_language", records::delivered),
        ("transcripts_give_their_turns", records::transcripts),
    ];
    let trials = tests.map(|(name, test)| {
        let folder = folder.clone();
        Trial::test(name, move || test(&folder)).with_ignored_flag(!is_there)
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit();
}

fn rows(path: &Path) -> Vec<Row> {
    csv::Reader::from_path(path).and_then(|mut reader| reader.deserialize().collect()).unwrap_or_default()
}

/// The table that a command prints; messages are lost.
fn printed(args: &[&str], input: &Path) -> Result<Vec<Row>, Failed> {
    let output = Command::cargo_bin("plenary")?.args(args).arg(input).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(csv::Reader::from_reader(output.stdout.as_slice()).deserialize().collect::<Result<_, _>>()?)
}

fn run(input: &Path, out: &Path) -> Result<String, Failed> {
    run_with("model", input, out)
}

fn run_with(theme_coder: &str, input: &Path, out: &Path) -> Result<String, Failed> {
    let output = Command::cargo_bin("plenary")?
        .args(["run", "-q", "--theme-coder", theme_coder, "--out"])
        .arg(out)
        .arg(input)
        .output()?;
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(message) } else { Err(message.into()) }
}

fn ensure(holds: bool, says: impl Into<String>) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(says.into().into()) }
}

fn session_61(folder: &Path) -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let out = dir.path().join("out");
    let message = run(&folder.join("corpora/ungd/Session 61 - 2006"), &out)?;
    let statements = rows(&out.join("statements.csv"));
    ensure(
        statements.len() == 193 && message.is_empty(),
        format!("{} statements; {message}", statements.len()),
    )?;
    ensure(rows(&out.join("rejects.csv")).is_empty(), "something was refused")?;
    for row in &statements {
        ensure(!row["iso3"].is_empty(), format!("{} has no actor", row["statement_id"]))?;
        let is_firm = matches!(row["stance"].as_str(), "opposed" | "within_un");
        ensure(
            !is_firm || !row["evidence"].is_empty(),
            format!("{} is {} without a sentence", row["statement_id"], row["stance"]),
        )?;
    }
    Ok(())
}

/// The even lines are held out: what was asked of them is asserted, no more.
fn themes_of_coded_sentences(folder: &Path) -> Result<(), Failed> {
    let (odd, even) = themes_by("model", folder)?;
    ensure(even >= 0.72, format!("even lines: micro F1 {even:.3}"))?;
    ensure((odd - even).abs() <= 0.06, format!("odd lines {odd:.3}, even lines {even:.3}"))?;
    let (_, alone) = themes_by("lexicon", folder)?;
    ensure(even > alone, format!("even lines: {even:.3} with the model, {alone:.3} without"))
}

/// Micro F1 over the themes that were coded, on the odd and on the even lines; both are printed.
fn themes_by(theme_coder: &str, folder: &Path) -> Result<(f64, f64), Failed> {
    let lines = std::fs::read_to_string(folder.join("gold/themes_dev.jsonl"))?;
    let scored: BTreeSet<String> = rows(&folder.join("codebook/themes.csv"))
        .into_iter()
        .filter(|row| row["in_gold"] == "yes")
        .map(|row| row["slug"].clone())
        .collect();
    let dir = tempfile::tempdir()?;
    let out = dir.path().join("out");
    run_with(theme_coder, &folder.join("gold/themes_dev.jsonl"), &out)?;
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(&out.join("themes.csv")).into_iter().filter(|row| scored.contains(&row["theme"])) {
        found.entry(row["statement_id"].clone()).or_default().insert(row["theme"].clone());
    }
    let score = |parity: usize| -> Result<f64, Failed> {
        let (mut required, mut reached, mut given, mut right) = (0, 0, 0, 0);
        for (_, line) in (1..).zip(lines.lines()).filter(|(number, _)| number % 2 == parity) {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let list = |key: &str| -> BTreeSet<String> {
                let items = row[key].as_array().into_iter().flatten().filter_map(|item| item.as_str());
                items.map(String::from).filter(|theme| scored.contains(theme)).collect()
            };
            let here = found.get(row["id"].as_str().unwrap_or_default()).cloned().unwrap_or_default();
            required += list("required").len();
            reached += list("required").intersection(&here).count();
            given += here.len();
            right += list("allowed").intersection(&here).count();
        }
        let (recall, precision) = (reached as f64 / required as f64, right as f64 / given as f64);
        let f1 = 2.0 * recall * precision / (recall + precision);
        let which = if parity == 1 { "odd" } else { "even" };
        println!(
            "themes by {theme_coder}, {which} lines: micro F1 {f1:.3}, recall {recall:.3}, precision {precision:.3}"
        );
        Ok(f1)
    };
    Ok((score(1)?, score(0)?))
}

fn every_code(folder: &Path) -> Result<(), Failed> {
    use plenary::actors::{ActorTable, Date};
    let actors = ActorTable::built_in().map_err(|error| error.to_string())?;
    let mut n = 0;
    for session in std::fs::read_dir(folder.join("corpora/ungd"))? {
        for file in std::fs::read_dir(session?.path())? {
            let name = file?.file_name().to_string_lossy().into_owned();
            let parts: Vec<&str> = name.trim_end_matches(".txt").split('_').collect();
            let found = actors.resolve(parts[0], Date::last(parts[2]));
            // The corpus keeps the code of Yugoslavia for Serbia and Montenegro, as it was named from 2003.
            let actor = if parts[0] == "YUG" && parts[2] >= "2003" { "SCG" } else { parts[0] };
            let id = found.map_or("none", |found| found.id.as_str());
            ensure(id == actor, format!("{name}: {id} for {actor}"))?;
            n += 1;
        }
    }
    ensure(n == 4793, format!("{n} files"))
}

/// Out of fold on the crowd-coded debate on coal subsidies the model beats what usual tools reach.
fn a_coded_debate(folder: &Path) -> Result<(), Failed> {
    let report = tempfile::NamedTempFile::new()?;
    let sheet = folder.join("gold/epcoal/epcoal_en.csv");
    let columns = ["--label", "label", "--group", "speaker", "--fold", "fold", "--report"];
    let mut train = Command::cargo_bin("plenary")?;
    train.args(["train", "-q", "--codings"]).arg(sheet).args(columns).arg(report.path());
    train.assert().try_success()?;
    let figures: serde_json::Value = serde_json::from_slice(&std::fs::read(report.path())?)?;
    ensure(figures["n"] == 417 && figures["folds"] == 5, figures.to_string())?;
    ensure(figures["macro_f1"].as_f64() > Some(0.547), figures.to_string())
}
