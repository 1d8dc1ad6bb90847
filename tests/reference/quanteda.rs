//! Against quanteda: counts and keyness of speeches, and every case of `oracle.json`.
//!
//! A case that does not hold is named here and in `docs/quanteda.md`, with the reason.

use super::{Row, ensure, printed, rows};
use libtest_mimic::Failed;
use plenary::text::{Removals, Splits, Tokenizer};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

type Tested = Result<(), Failed>;
/// Tokens by document.
type TokensOf = BTreeMap<String, Vec<String>>;

fn oracle(folder: &Path) -> Result<Value, Failed> {
    let text = std::fs::read_to_string(folder.join("reference/quanteda/oracle.json"))?;
    Ok(serde_json::from_str(&text)?)
}

fn object(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// The words of a value that is a list of texts or a single one.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

/// Documents by name as a table that the program reads.
fn documents(input: &Value, dir: &Path) -> Result<PathBuf, Failed> {
    let path = dir.join("input.csv");
    let mut table = csv::Writer::from_path(&path)?;
    table.write_record(["id", "text"])?;
    for (id, text) in object(input) {
        table.write_record([id, text.as_str().unwrap_or_default()])?;
    }
    table.flush()?;
    Ok(path)
}

/// The rows of a ledger that count add up to the counts.
fn adds_up(ledger: &[Row], counts: &[Row]) -> Tested {
    let mut added: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in ledger.iter().filter(|row| row["suppressed_by"].is_empty()) {
        *added.entry((&row["doc_id"], &row["category"])).or_default() += 1;
    }
    for row in counts {
        for (category, count) in row.iter().filter(|(name, _)| !["doc_id", "tokens"].contains(&name.as_str()))
        {
            let id = &row["doc_id"];
            let rows = added.get(&(id, category)).copied().unwrap_or(0);
            ensure(
                rows.to_string() == *count,
                format!("the ledger of {id} has {rows} {category}, not {count}"),
            )?;
        }
    }
    Ok(())
}

/// What `tag` makes of documents: the counts and, by document, the tokens after the lookup.
///
/// The ledger is checked on the way.
fn tagged(lexicon: &Value, input: &Value, args: &[&str]) -> Result<(Vec<Row>, TokensOf), Failed> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name).display().to_string();
    std::fs::write(at("lexicon.yml"), lexicon.to_string())?;
    std::fs::write(
        at("list.txt"),
        LISTS.iter().find(|(name, _)| args.contains(name)).map_or("", |(_, list)| list),
    )?;
    let (lexicon, ledger, tokens, list) =
        (at("lexicon.yml"), at("ledger.csv"), at("tokens.csv"), at("list.txt"));
    let mut all = vec!["tag", "-q", "--lexicon", &lexicon, "--ledger", &ledger, "--tokens", &tokens];
    all.extend(
        args.iter().map(|arg| if LISTS.iter().any(|(name, _)| name == arg) { list.as_str() } else { *arg }),
    );
    let counts = printed(&all, &documents(input, dir.path())?)?;
    adds_up(&rows(ledger.as_ref()), &counts)?;
    let mut found = TokensOf::new();
    for row in rows(tokens.as_ref()) {
        found.entry(row["doc_id"].clone()).or_default().push(row["token"].clone());
    }
    Ok((counts, found))
}

/// Lists of words by the name that stands for their file among arguments.
const LISTS: [(&str, &str); 3] =
    [("{human rights}", "human rights\n"), ("{york}", "York\n"), ("{and, of}", "and\nof\n")];

/// Every cell of quanteda's counts, in both scopes, and the number of tokens.
pub fn counts(folder: &Path) -> Result<(), Failed> {
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
        adds_up(&rows(&ledger), &ours)?;
    }
    Ok(())
}

/// The cases with quanteda's output for each document; the last says where its lexicon is.
const LOOKUPS: [(&str, &[&str], &str); 26] = [
    ("/lookup/key", &[], "/lookup/dict"),
    ("/lookup/dictionary", &["--nested-scope", "dictionary"], "/lookup/dict"),
    ("/lookup/lvl1", &["--levels", "1"], "/lookup/dict"),
    ("/lookup/lvl2", &["--levels", "2"], "/lookup/dict"),
    ("/lookup/nonexcl", &["--non-exclusive", "--capkeys"], "/lookup/dict"),
    (
        "/lookup/nonexcl_dict",
        &["--non-exclusive", "--capkeys", "--nested-scope", "dictionary"],
        "/lookup/dict",
    ),
    ("/lookup/nonexcl_nocap", &["--non-exclusive"], "/lookup/dict"),
    ("/lookup/capkeys", &["--capkeys"], "/lookup/dict"),
    ("/lookup/nomatch", &["--nomatch", "_NO"], "/lookup/dict"),
    ("/lookup/append", &["--append-key"], "/lookup/dict"),
    ("/lookup/append_nonexcl", &["--append-key", "--non-exclusive", "--capkeys"], "/lookup/dict"),
    ("/lookup/append_sep", &["--append-key", "--concatenator", "+", "--separator", "|"], "/lookup/dict"),
    ("/lookup/case", &["--case-sensitive"], "/lookup/dict"),
    ("/lookup/fixed", &["--valuetype", "fixed"], "/lookup/dict"),
    ("/lookup/apply_if", &["--apply-if", "d1,d3,d4,d5,d6"], "/lookup/dict"),
    ("/lookup_regex/res", &["--valuetype", "regex"], "/lookup_regex/dict"),
    ("/lookup_regex/res_case", &["--valuetype", "regex", "--case-sensitive"], "/lookup_regex/dict"),
    ("/compounded/res", &["--compounds", "{human rights}"], "/lookup/dict"),
    ("/compounded/tokens", &["--compounds", "{human rights}", "--non-exclusive"], "none"),
    ("/padded/res", &["--remove", "{york}", "--padding"], "/lookup/dict"),
    ("/padded/tokens", &["--remove", "{york}", "--padding", "--non-exclusive"], "none"),
    (
        "/padded/res_excl_false",
        &["--remove", "{york}", "--padding", "--non-exclusive", "--capkeys"],
        "/lookup/dict",
    ),
    ("/unpadded/res", &["--remove", "{and, of}"], "/lookup/dict"),
    ("/unpadded/tokens", &["--remove", "{and, of}", "--non-exclusive"], "none"),
    ("/punct_phrase/keep", &[], "phrases"),
    ("/punct_phrase/nopunct", &["--remove-punct"], "phrases"),
];

/// Lookups by the program itself; where it writes categories alone, they are also what it counts.
pub fn lookups(folder: &Path) -> Tested {
    let oracle = oracle(folder)?;
    let phrases = serde_json::json!({"p": ["safe, orderly"], "q": ["safe orderly"], "r": ["safe , orderly"]});
    let none = serde_json::json!({"none": ["zzz"]});
    let own_input = serde_json::json!({"text1": "a safe, orderly way"});
    for (case, args, lexicon) in LOOKUPS {
        let (lexicon, input) = match lexicon {
            "phrases" => (&phrases, &own_input),
            "none" => (&none, &oracle["lookup_input"]),
            path => (oracle.pointer(path).ok_or("no lexicon")?, &oracle["lookup_input"]),
        };
        is_same(case, args, lexicon, input, oracle.pointer(case).ok_or("no such case")?)?;
    }
    for (name, glob) in object(&oracle["lookup_glob"]["dict"]) {
        let lexicon = serde_json::json!({name: glob});
        is_same(name, &[], &lexicon, &oracle["lookup_input"], &oracle["lookup_glob"]["each"][name])?;
    }
    Ok(())
}

fn is_same(case: &str, args: &[&str], lexicon: &Value, input: &Value, expected: &Value) -> Tested {
    let (counts, tokens) = tagged(lexicon, input, args)?;
    ensure(object(input).count() > 0 && object(expected).count() > 0, format!("{case} is empty"))?;
    for (id, expected) in object(expected) {
        let (ours, theirs) = (tokens.get(id).map_or(&[][..], Vec::as_slice), texts(expected));
        ensure(ours == theirs, format!("{case} of {id}: {ours:?} instead of {theirs:?}"))?;
    }
    let only_categories =
        ["--non-exclusive", "--append-key", "--capkeys"].iter().all(|arg| !args.contains(arg));
    for row in counts.iter().filter(|_| only_categories) {
        let found = tokens.get(&row["doc_id"]).map_or(&[][..], Vec::as_slice);
        for (category, count) in row.iter().filter(|(name, _)| !["doc_id", "tokens"].contains(&name.as_str()))
        {
            let n = found.iter().filter(|token| *token == category).count();
            ensure(n.to_string() == *count, format!("{case}: {n} {category} instead of {count}"))?;
        }
    }
    Ok(())
}

/// The settings of `tokens()`; blanks, which ours never keeps, are left out of quanteda's.
const SETTINGS: [&str; 9] = [
    "default",
    "remove_punct",
    "punct_sym_num",
    "split_hyphens",
    "split_tags",
    "remove_url",
    "split_hyph_punct",
    "keep_sep",
    "padding",
];

fn tokenizer(setting: &str) -> Tokenizer {
    let (punctuation, all) = (setting.contains("punct") || setting == "padding", setting == "punct_sym_num");
    Tokenizer {
        split: Splits { hyphens: setting.contains("split_hyph"), tags: setting == "split_tags" },
        remove: Removals { punctuation, symbols: all, numbers: all, addresses: setting == "remove_url" },
        padding: setting == "padding",
    }
}

pub fn tokens(folder: &Path) -> Tested {
    let oracle = oracle(folder)?;
    for setting in SETTINGS {
        let mut differs = 0;
        for (id, text) in object(&oracle["input"]) {
            let text = text.as_str().unwrap_or_default();
            let split = tokenizer(setting).segment(text, false);
            let ours = (0..split.tokens.len()).map(|token| split.word(text, token).nfc().collect());
            let ours: Vec<String> = ours.collect();
            let is_blank = |token: &str| token.chars().all(|c| c.is_whitespace() || c == '\u{200B}');
            let mut theirs = texts(&oracle["tokens"][setting][id]);
            theirs.retain(|token| token.is_empty() || !is_blank(token));
            ensure(ours == theirs, format!("{setting} of {id}: {ours:?} instead of {theirs:?}"))?;
            differs += usize::from(theirs != texts(&oracle["tokens"]["default"][id]));
        }
        let is_default = matches!(setting, "default" | "keep_sep");
        ensure((differs == 0) == is_default, format!("{setting} makes no difference"))?;
    }
    Ok(())
}

/// Cases that do not hold; `docs/quanteda.md` has the reasons.
const OTHERWISE: [&str; 5] =
    ["/tokens/word1", "/tokens/word2", "/tokens/fasterword", "/tokens/sentence", "/kwic_nophrase_nrow"];

/// No case of the oracle is forgotten.
pub fn every_case(folder: &Path) -> Tested {
    let oracle = oracle(folder)?;
    let mut known: BTreeSet<String> = LOOKUPS.iter().map(|(case, ..)| case.to_string()).collect();
    known.extend(SETTINGS.iter().map(|setting| format!("/tokens/{setting}")));
    known.extend(OTHERWISE.map(String::from));
    // Concordances have a test of their own; the rest is what cases are made of.
    let parts = [
        "/lookup_glob/each",
        "/kwic/df",
        "/kwic2",
        "/lookup/dict",
        "/lookup_regex/dict",
        "/lookup_glob/dict",
    ];
    known.extend(parts.map(String::from));
    let mut cases = Vec::new();
    for (part, value) in
        object(&oracle).filter(|(part, _)| !["versions", "input", "lookup_input"].contains(part))
    {
        match value {
            Value::Object(_) => cases.extend(object(value).map(|(case, _)| format!("/{part}/{case}"))),
            _ => cases.push(format!("/{part}")),
        }
    }
    let unknown: Vec<&String> = cases.iter().filter(|case| !known.contains(*case)).collect();
    ensure(unknown.is_empty() && cases.len() == known.len(), format!("not tested: {unknown:?}"))
}

pub fn concordances(folder: &Path) -> Result<(), Failed> {
    let oracle = oracle(folder)?;
    let dir = tempfile::tempdir()?;
    let input = documents(&oracle["lookup_input"], dir.path())?;
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

/// The first and last rows of each measure and correction, on the speeches as they stand.
pub fn keyness(folder: &Path) -> Result<(), Failed> {
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
