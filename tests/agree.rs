//! `plenary agree`: numbers of the literature from files as people write them, and messages with a remedy.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use tempfile::{TempDir, tempdir};

/// Runs `plenary agree` in a folder; gives the exit code, standard output and standard error.
fn agree(folder: &TempDir, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("plenary").unwrap();
    let output = command.current_dir(folder.path()).arg("agree").args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempdir().unwrap();
    files.iter().for_each(|(name, text)| fs::write(dir.path().join(name), text).unwrap());
    dir
}

/// A file of codings from a row a coder, a character a statement; `-` is a missing code.
fn codings(separator: &str, coders: &[(&str, &str)]) -> String {
    let mut text = ["statement_id", "coder", "stance"].join(separator) + "\n";
    for (coder, codes) in coders {
        for (statement, code) in codes.chars().enumerate() {
            let code = code.to_string().replace('-', "");
            text += &([&format!("S{statement:03}"), *coder, &code].join(separator) + "\n");
        }
    }
    text
}

/// The rows of a table, each from column to cell.
fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(table.as_bytes()).deserialize().map(Result::unwrap).collect()
}

const TEN: [(&str, &str); 2] = [("anna", "0100000010"), ("bela", "1110010000")];
const FOUR: [(&str, &str); 4] =
    [("a", "123321412---"), ("b", "1233224125-3"), ("c", "-3332342251-"), ("d", "12332441251-")];

#[test]
fn alpha_is_printed_to_four_places() {
    for (coders, separator, alpha) in
        [(&TEN[..], ",", "0.0952"), (&FOUR, ";", "0.7434"), (&FOUR, "\t", "0.7434")]
    {
        let dir = folder(&[("c.csv", &format!("\u{FEFF}{}", codings(separator, coders)))]);
        let (code, table, message) = agree(&dir, &["c.csv"]);
        assert_eq!(code, 0, "{message}");
        assert_eq!(rows(&table)[0]["alpha"], alpha);
        assert!(message.contains(&format!("Krippendorff's alpha (nominal) = {alpha}")), "{message}");
    }
}

#[test]
fn two_coders_have_one_kappa_and_four_have_six() {
    let kinds = |coders: &[(&str, &str)]| {
        let dir = folder(&[("c.csv", &codings(",", coders))]);
        let rows = rows(&agree(&dir, &["c.csv"]).1);
        let n = |kind: &str| rows.iter().filter(|row| row["row"] == kind && !row["kappa"].is_empty()).count();
        [n("variable"), n("class"), n("pair")]
    };
    assert_eq!(kinds(&TEN), [1, 2, 0]);
    assert_eq!(kinds(&FOUR), [0, 0, 6]);
}

#[test]
fn a_rare_class_is_explained() {
    let (a, b) = ("o".repeat(3) + &"n".repeat(124), "o".to_string() + &"n".repeat(124) + "oo");
    let dir = folder(&[("c.csv", &codings(",", &[("anna", &a), ("bela", &b)]))]);
    let (_, table, message) = agree(&dir, &["c.csv"]);
    let rows = rows(&table);
    let [all, opposed] = [&rows[0], &rows[2]];
    let found = ["agreement", "alpha", "kappa", "ac1"].map(|column| all[column].as_str());
    assert_eq!(found, ["0.9685", "0.3199", "0.3172", "0.9670"]);
    assert_eq!((opposed["class"].as_str(), opposed["specific_agreement"].as_str()), ("o", "0.3333"));
    assert!(all["p_below_667"].parse::<f64>().unwrap() > 0.9, "{all:?}");
    assert_eq!(all["verdict"], "no conclusions");
    assert!(message.contains("Alpha is low although agreement is high because 97.6 %"), "{message}");
}

#[test]
fn complete_agreement_is_one_and_one_class_is_undefined_with_its_reason() {
    let dir = folder(&[
        ("same.csv", &codings(",", &[("anna", "aabb-"), ("bela", "aabba")])),
        ("one.csv", &codings(",", &[("anna", "aaa"), ("bela", "aaa")])),
    ]);
    let (_, table, _) = agree(&dir, &["same.csv"]);
    for column in ["alpha", "alpha_low", "alpha_high", "kappa", "ac1", "agreement"] {
        assert_eq!(rows(&table)[0][column], "1.0000", "{column}");
    }
    let (code, table, message) = agree(&dir, &["one.csv"]);
    assert_eq!((code, rows(&table)[0]["alpha"].as_str()), (0, ""));
    assert!(message.contains("undefined, because codes that never vary"), "{message}");
    assert!(!(table + &message).contains("NaN"));
}

#[test]
fn machine_and_adjudicated_are_left_out_and_it_is_said() {
    let mut coders = TEN.to_vec();
    coders.extend([("machine", "1111111111"), ("Adjudicated", "0000000000")]);
    let dir = folder(&[("two.csv", &codings(",", &TEN)), ("all.csv", &codings(",", &coders))]);
    let (two, all) = (agree(&dir, &["two.csv"]), agree(&dir, &["all.csv"]));
    assert_eq!(two.1, all.1);
    assert!(all.2.contains("The codes of adjudicated and machine are left out"), "{}", all.2);
    assert!(!two.2.contains("left out"), "{}", two.2);
}

#[test]
fn order_of_rows_and_choice_of_variables_change_no_number() {
    let text = codings(",", &FOUR);
    let (head, body) = text.split_once('\n').unwrap();
    let mut lines: Vec<&str> = body.lines().collect();
    lines.reverse();
    let (first, second) = lines.split_at(20);
    let file = |lines: &[&str]| format!("{head},venue\n{}\n", lines.join(",x\n") + ",x");
    let dir = folder(&[("c.csv", &text), ("1.csv", &file(first)), ("2.csv", &file(second))]);
    let whole = agree(&dir, &["c.csv"]).1;
    assert_eq!(agree(&dir, &["1.csv", "2.csv", "--variable", "stance"]).1, whole);
    let interval = |seed: &str| rows(&agree(&dir, &["c.csv", "--seed", seed]).1)[0]["alpha_low"].clone();
    assert_ne!(interval("1"), interval("2"));
}

#[test]
fn sets_and_disagreements() {
    let text = "statement_id,coder,themes,venue,notes\ns1,anna,a;b,un,x\ns1,bela,b|a,un,y\ns2,anna,a,un,\n\
                s2,bela,a;c,other,\ns3,anna,c,un,\ns3,bela,c,,\n";
    let dir = folder(&[("c.csv", text)]);
    let (_, _, warned) = agree(&dir, &["c.csv"]);
    assert!(warned.contains("give --multi themes"), "{warned}");
    let args = ["c.csv", "--multi", "themes", "-o", "out.csv", "--disagreements", "discuss.csv"];
    let (code, table, message) = agree(&dir, &args);
    assert_eq!((code, table.as_str()), (0, ""), "{message}");
    assert!(message.contains("For themes, 2 coders coded 3 statements (3 pairs of codes)"), "{message}");
    assert!(message.contains("MASI distance, Passonneau 2006"), "{message}");
    let table = fs::read_to_string(dir.path().join("out.csv")).unwrap();
    let variables: Vec<String> =
        rows(&table).iter().map(|row| row["variable"].clone() + &row["class"]).collect();
    assert_eq!(variables, ["themes", "themesa", "themesb", "themesc", "venue", "venueother", "venueun"]);
    let discuss = fs::read_to_string(dir.path().join("discuss.csv")).unwrap();
    assert_eq!(discuss, "statement_id,variable,anna,bela\ns2,themes,a,a;c\ns2,venue,un,other\n");
}

#[test]
fn faults_name_the_place_and_the_remedy() {
    let dir = folder(&[
        ("ok.csv", &codings(",", &TEN)),
        ("no-coder.csv", "statement_id,stance\nS1,a\n"),
        ("twice.csv", "statement_id,coder,stance\nS001,anna,0\n"),
        ("empty.csv", "statement_id,coder,stance\n"),
        ("alone.csv", "statement_id,coder,stance\nS1,anna,a\nS1,machine,a\n"),
        ("apart.csv", "statement_id,coder,stance\nS1,anna,a\nS2,bela,a\n"),
    ]);
    for (args, code, says) in [
        (&["none.csv"][..], 1, "none.csv: there is no such file"),
        (
            &["no-coder.csv"],
            1,
            "no-coder.csv, line 1: there is no column `coder`; its columns are statement_id, stance",
        ),
        (
            &["ok.csv", "twice.csv"],
            1,
            "twice.csv, line 2: anna codes stance of `S001` as `0`, but as `1` in ok.csv, line 3",
        ),
        (&["empty.csv"], 1, "empty.csv: there is no row below the header"),
        (&["alone.csv"], 1, "there is one coder only: anna"),
        (&["apart.csv"], 1, "no statement was coded by two people"),
        (&["ok.csv", "-o", "./ok.csv"], 2, "./ok.csv: this is a file of codings, which would be lost"),
        (&["ok.csv", "--variable", "stanse"], 2, "there is no variable `stanse`\n  There is: stance."),
    ] {
        let (found, _, message) = agree(&dir, args);
        assert_eq!(found, code, "{args:?}: {message}");
        assert!(message.contains(says), "{args:?}: {message}");
    }
}
