//! Runs on the reference corpora, which are not distributed; ignored, with the reason, without them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use libtest_mimic::{Arguments, Failed, Trial};
use plenary::error::Place;
use plenary::lexicon::{Lexicon, NestedScope, Pattern, Tagger, WordMemory};
use plenary::text::words;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

type Row = BTreeMap<String, String>;
type Test = fn(&Path) -> Result<(), Failed>;

fn main() {
    let folder = std::env::var_os("PLENARY_REFERENCE")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let is_there = folder.join("corpora/ungd").is_dir();
    if !is_there {
        println!("ignored: no reference corpora in {} (set PLENARY_REFERENCE)", folder.display());
    }
    let tests: [(&str, Test); 9] = [
        ("session_61_has_193_statements_each_with_its_actor", session_61),
        ("themes_of_coded_sentences", themes_of_coded_sentences),
        ("every_code_of_the_corpus_is_an_actor_at_its_date", every_code),
        ("counts_are_quantedas", counts),
        ("lookups_are_quantedas", lookups),
        ("tokens_are_quantedas", tokens),
        ("keyness_is_quantedas", keyness),
        ("concordances_are_quantedas", concordances),
        ("a_coded_debate_is_learnt", a_coded_debate),
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
    let output = Command::cargo_bin("plenary")?.args(["run", "-q", "--out"]).arg(out).arg(input).output()?;
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

/// The even lines are held out: only the floor that was reached once is asserted.
fn themes_of_coded_sentences(folder: &Path) -> Result<(), Failed> {
    let lines = std::fs::read_to_string(folder.join("gold/themes_dev.jsonl"))?;
    let scored: BTreeSet<String> = rows(&folder.join("codebook/themes.csv"))
        .into_iter()
        .filter(|row| row["in_gold"] == "yes")
        .map(|row| row["slug"].clone())
        .collect();
    let dir = tempfile::tempdir()?;
    let out = dir.path().join("out");
    run(&folder.join("gold/themes_dev.jsonl"), &out)?;
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(&out.join("themes.csv")).into_iter().filter(|row| scored.contains(&row["theme"])) {
        found.entry(row["statement_id"].clone()).or_default().insert(row["theme"].clone());
    }
    for (parity, least) in [(1, 0.60), (0, 0.60)] {
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
        ensure(
            f1 >= least,
            format!("{which} lines: micro F1 {f1:.3}, recall {recall:.3}, precision {precision:.3}"),
        )?;
    }
    Ok(())
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
            ensure(found.is_some(), format!("{name} has no actor"))?;
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

/// The first and last rows of each measure and correction, on the speeches as they stand.
fn keyness(folder: &Path) -> Result<(), Failed> {
    let speeches = folder.join("corpora/ungd/Session 61 - 2006");
    let mut expected: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    for row in rows(&folder.join("reference/quanteda/ungd61_keyness.csv")) {
        expected.entry((row["measure"].clone(), row["correction"].clone())).or_default().push(row);
    }
    ensure(expected.len() == 8, format!("{} measures and corrections", expected.len()))?;
    for ((measure, correction), expected) in expected {
        let name = if measure == "lr" { "g2" } else { &measure };
        let args =
            ["keyness", "--as-is", "--target", "statement_id=A*,B*,C*", "--measure", name, "--correction"];
        let found = printed(&[&args[..], &[&correction]].concat(), &speeches)?;
        let ends = found.iter().take(12).chain(&found[found.len() - 6..]);
        for (found, expected) in ends.zip(&expected) {
            let differs = |what: &str| format!("{measure} {correction}: {what}: {found:?} for {expected:?}");
            for same in ["feature", "n_target", "n_reference"] {
                ensure(found[same] == expected[same], differs(same))?;
            }
            for (ours, theirs) in [("statistic", "stat"), ("p", "p")] {
                let distance = found[ours].parse::<f64>()? - expected[theirs].parse::<f64>()?;
                ensure(distance.abs() < 1e-6, differs(ours))?;
            }
        }
        ensure(expected.len() == 18, format!("{} rows", expected.len()))?;
    }
    Ok(())
}

fn concordances(folder: &Path) -> Result<(), Failed> {
    let oracle = std::fs::read_to_string(folder.join("reference/quanteda/oracle.json"))?;
    let oracle: serde_json::Value = serde_json::from_str(&oracle)?;
    let dir = tempfile::tempdir()?;
    let input = dir.path().join("input.csv");
    let mut texts = csv::Writer::from_path(&input)?;
    texts.write_record(["id", "text"])?;
    for (id, text) in oracle["lookup_input"].as_object().into_iter().flatten() {
        texts.write_record([id, text.as_str().unwrap_or_default()])?;
    }
    texts.flush()?;
    let lexicon = dir.path().join("hr.yml");
    std::fs::write(&lexicon, "hr: [human rights, human, rights]\n")?;
    let lexicon = lexicon.to_string_lossy();
    let cases: [(&[&str], &serde_json::Value); 2] = [
        (&["--window", "2", "--levels", "1", "--lexicon", &lexicon], &oracle["kwic"]["df"]),
        (&["--window", "1", "a b"], &oracle["kwic2"]),
    ];
    for (args, expected) in cases {
        let found = printed(&[&["kwic", "--as-is"], args].concat(), &input)?;
        let expected = expected.as_array().ok_or("no concordance in the oracle")?;
        ensure(!expected.is_empty() && found.len() == expected.len(), format!("{} rows", found.len()))?;
        for (found, expected) in found.iter().zip(expected) {
            for (column, value) in expected.as_object().into_iter().flatten() {
                let column = if column == "docname" { "doc_id" } else { column };
                let value = value.as_str().map_or_else(|| value.to_string(), String::from);
                ensure(found[column] == value, format!("{column}: {found:?} for {expected}"))?;
            }
        }
    }
    Ok(())
}

/// Every cell of quanteda's counts, in both scopes, and the number of tokens.
fn counts(folder: &Path) -> Result<(), Failed> {
    let reference = folder.join("reference/quanteda");
    let lexicon = reference.join("migration.yml").display().to_string();
    for scope in ["key", "dictionary"] {
        let dir = tempfile::tempdir()?;
        let ledger = dir.path().join("ledger.csv");
        let path = ledger.display().to_string();
        let args = ["tag", "-q", "--lexicon", &lexicon, "--nested-scope", scope, "--ledger", &path];
        let ours = printed(&args, &folder.join("corpora/ungd/Session 61 - 2006"))?;
        let theirs = rows(&reference.join(format!("ungd61_counts_{scope}.csv")));
        ensure(theirs.len() == 193 && ours == theirs, format!("counts with the scope {scope} differ"))?;
        let mut added: BTreeMap<(String, String), usize> = BTreeMap::new();
        for row in rows(&ledger).into_iter().filter(|row| row["suppressed_by"].is_empty()) {
            *added.entry((row["doc_id"].clone(), row["category"].clone())).or_default() += 1;
        }
        for row in &ours {
            let categories = row.iter().filter(|(name, _)| !["doc_id", "tokens"].contains(&name.as_str()));
            for (category, count) in categories {
                let rows = added.get(&(row["doc_id"].clone(), category.clone())).copied().unwrap_or(0);
                ensure(
                    rows.to_string() == *count,
                    format!("the ledger of {} has {rows} {category}", row["doc_id"]),
                )?;
            }
        }
    }
    Ok(())
}

fn oracle(folder: &Path) -> Result<serde_json::Value, Failed> {
    let text = std::fs::read_to_string(folder.join("reference/quanteda/oracle.json"))?;
    Ok(serde_json::from_str(&text)?)
}

/// The words of a value that is a list of texts or a single one.
fn texts(value: &serde_json::Value) -> Vec<&str> {
    match value {
        serde_json::Value::Array(items) => items.iter().filter_map(|item| item.as_str()).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

/// The keys that a lookup puts in the place of matches, in order.
fn keys(tagger: &Tagger, text: &str, scope: NestedScope) -> Vec<String> {
    let mut tags = tagger.tag(text, &tagger.split(text), scope, &mut WordMemory::default());
    tags.retain(|tag| tag.suppressed_by.is_none());
    tags.sort_by_key(|tag| (tag.tokens.start, tag.name));
    tags.iter().map(|tag| tagger.names()[tag.name].clone()).collect()
}

/// All lookups of the oracle that `plenary tag` offers; brackets in a glob are literal in ours.
fn lookups(folder: &Path) -> Result<(), Failed> {
    let oracle = oracle(folder)?;
    let lexicon = |value: &serde_json::Value| Lexicon::read(&value.to_string(), "oracle");
    let dictionary = lexicon(&oracle["lookup"]["dict"]).map_err(|error| error.to_string())?;
    let mut cases: Vec<(String, Tagger, NestedScope, &serde_json::Value)> = Vec::new();
    for (variant, levels, scope) in [
        ("key", &[][..], NestedScope::Key),
        ("dictionary", &[], NestedScope::Dictionary),
        ("lvl1", &[1], NestedScope::Key),
        ("lvl2", &[2], NestedScope::Key),
    ] {
        let tagger = Tagger::new(&dictionary, levels).map_err(|error| error.to_string())?;
        cases.push((variant.into(), tagger, scope, &oracle["lookup"][variant]));
    }
    let globs = oracle["lookup_glob"]["dict"].as_object().ok_or("no globs")?;
    for (name, glob) in globs.iter().filter(|(name, _)| *name != "g7") {
        let tagger = Tagger::of_pattern(Pattern::plain(glob.as_str().unwrap_or_default(), Place::default()));
        cases.push((name.clone(), tagger, NestedScope::Key, &oracle["lookup_glob"]["each"][name]));
    }
    for (name, tagger, scope, expected) in &cases {
        for (document, text) in oracle["lookup_input"].as_object().ok_or("no input")? {
            let ours = keys(tagger, text.as_str().unwrap_or_default(), *scope);
            let theirs = texts(&expected[document]);
            let agree = match name.starts_with('g') {
                true => ours.len() == theirs.len(),
                false => ours == theirs,
            };
            ensure(agree, format!("{name} of {document}: {ours:?} instead of {theirs:?}"))?;
        }
    }
    Ok(())
}

/// Tokens of quanteda's default, but for what `docs/quanteda.md` names.
fn tokens(folder: &Path) -> Result<(), Failed> {
    /// E-mail addresses, URLs and tags; scripts without spaces.
    const OTHERWISE: [&str; 2] = ["t04", "t13"];
    let oracle = oracle(folder)?;
    for (id, text) in oracle["input"].as_object().ok_or("no input")? {
        let text = text.as_str().unwrap_or_default();
        let ours: Vec<String> = words(text).iter().map(|token| token.span.of(text).nfc().collect()).collect();
        let theirs = texts(&oracle["tokens"]["default"][id]);
        ensure(
            ours == theirs || OTHERWISE.contains(&id.as_str()),
            format!("{id}: {ours:?} instead of {theirs:?}"),
        )?;
    }
    Ok(())
}
