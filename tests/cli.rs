//! The command line: exit codes, and messages that name the place and the remedy.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

/// Runs in a folder; gives the exit code, standard output and standard error.
fn plenary(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("plenary").unwrap().current_dir(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn exit_codes_tell_what_kind_of_fault_it_was() {
    let dir = tempdir().unwrap();
    fs::write(dir.path().join("bad.yml"), "a:\n  $patern: [x]\n").unwrap();
    fs::write(dir.path().join("bad.toml"), "[study]\ntitel = 'x'\n").unwrap();
    fs::write(dir.path().join("s.txt"), "We thank you.").unwrap();
    for (args, code, says) in [
        (&["run", "nowhere.txt"][..], 1, "nowhere.txt: there is no such file or folder"),
        (&["run", "--nonsense"], 2, "--nonsense"),
        (&["run", "s.txt", "--lexicon", "bad.yml"], 4, "bad.yml, line 2"),
        (&["run", "s.txt", "--lexicon", "none.yml"], 4, "migration-development"),
        (&["run", "--study", "bad.toml"], 4, "bad.toml, line 2"),
        (&["run", "s.txt", "--question", "none"], 4, "global-forum"),
        (&["run", "s.txt", "--by", "g78"], 4, "Near to it: g77"),
    ] {
        let (found, _, message) = plenary(dir.path(), args);
        assert!(message.contains(says), "{args:?} says {message}");
        // A definition that is not there is an input that is missing.
        assert!(
            found == code || (code == 4 && found == 1 && message.contains("no such file")),
            "{args:?}: {found} {message}"
        );
    }
}

#[test]
fn bad_input_is_refused_with_place_and_remedy_and_the_rest_is_coded() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("in");
    for folder in ["", "a", "b"] {
        fs::create_dir_all(input.join(folder)).unwrap();
    }
    let random: Vec<u8> = (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    fs::write(input.join("random.txt"), random).unwrap();
    fs::write(input.join("empty.txt"), "").unwrap();
    fs::write(input.join("untitled.csv"), "id,body\n1,We agree.\n").unwrap();
    let mut lines: Vec<String> = (1..=8)
        .map(|i| {
            format!("{{\"id\": \"j{i}\", \"text\": \"Migrants send money home.\", \"actor\": \"Peru\"}}")
        })
        .collect();
    lines[6] = "{\"id\": \"j7\", \"text\": ".into();
    fs::write(input.join("lines.jsonl"), lines.join("\n")).unwrap();
    fs::write(input.join("unknown.csv"), "id,text,actor\nu1,We welcome migrants.,Mexcio\n").unwrap();
    fs::write(input.join("a/PER_61_2006.txt"), "Remittances matter to us.").unwrap();
    fs::write(input.join("b/PER_61_2006.txt"), "Remittances matter here too.").unwrap();
    fs::write(input.join("bom.txt"), b"\xEF\xBB\xBFRefugees are welcome.\r\n").unwrap();

    let (code, _, message) = plenary(dir.path(), &["run", "in", "--out", "out"]);
    assert_eq!(code, 0, "{message}");
    let rejects = fs::read_to_string(dir.path().join("out/rejects.csv")).unwrap();
    for says in [
        "in/random.txt",
        "in/empty.txt,,the file is empty",
        "in/untitled.csv,line 1",
        "there is no column `text`",
        "in/lines.jsonl,\"line 7",
    ] {
        assert!(rejects.contains(says), "{says} in {rejects}");
    }
    assert_eq!(rejects.lines().count(), 5, "{rejects}");
    assert!(message.contains("Mexcio") && message.contains("Mexico"), "{message}");
    let statements = fs::read_to_string(dir.path().join("out/statements.csv")).unwrap();
    for id in ["\na/PER_61_2006,", "\nb/PER_61_2006,", "\nu1,", "\nj8,", "\nbom,"] {
        assert!(statements.contains(id), "{id} in {statements}");
    }
    assert_eq!(statements.lines().count(), 12);
    let (code, ..) = plenary(dir.path(), &["run", "in", "--out", "out", "--strict"]);
    assert_eq!(code, 3);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_refused_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempdir().unwrap();
    fs::write(dir.path().join("ok.txt"), "Migrants.").unwrap();
    let locked = dir.path().join("locked.txt");
    fs::write(&locked, "Migrants.").unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let is_superuser = fs::read(&locked).is_ok();
    let (code, _, message) = plenary(dir.path(), &["run", "ok.txt", "locked.txt", "--out", "out"]);
    assert_eq!(code, 0, "{message}");
    assert!(is_superuser || message.contains("locked.txt: permission to open it is denied"), "{message}");
}

#[test]
fn a_new_study_runs_as_it_is_written() {
    let dir = tempdir().unwrap();
    assert_eq!(plenary(dir.path(), &["init", "mine"]).0, 0);
    let study = dir.path().join("mine");
    fs::write(study.join("statements/MEX_61_2006.txt"), "Migrants send remittances home. We thank you.")
        .unwrap();
    let (code, _, message) = plenary(&study, &["run"]);
    assert_eq!(code, 0, "{message}");
    assert!(message.contains("look first at out/tables/positions_by_detail.csv"), "{message}");
    assert_eq!(plenary(dir.path(), &["init", "mine"]).0, 1);
    fs::write(study.join("out/notes.docx"), "mine").unwrap();
    let (code, _, message) = plenary(&study, &["run"]);
    assert!(code == 1 && message.contains("notes.docx"), "{message}");
}

#[test]
fn ingest_prints_a_row_a_statement_and_verbose_lists_what_was_cleaned() {
    let dir = tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), "We welcome it\n\n06-52737 4\n\nwarmly.\n").unwrap();
    let (code, table, message) = plenary(dir.path(), &["ingest", "a.txt", "-v"]);
    assert_eq!(code, 0);
    assert!(table.starts_with("statement_id,source"), "{table}");
    assert!(message.contains("a.txt, line 3: removed the line `06-52737 4`"), "{message}");
}

/// Three statements; the first is hard-wrapped and broken at a line end.
fn speeches(folder: &Path) {
    fs::create_dir(folder.join("in")).unwrap();
    for (name, text) in [
        ("FIN_61_2006", "We wel-\ncome the plan, and\nwelcome it gladly."),
        ("MEX_61_2006", "Migrants welcome the plan."),
        ("PER_61_2006", "Migrants and the sea; the sea."),
    ] {
        fs::write(folder.join("in").join(name).with_extension("txt"), text).unwrap();
    }
}

#[test]
fn a_concordance_shows_each_match_in_its_context() {
    let dir = tempdir().unwrap();
    speeches(dir.path());
    let kwic = |args: &[&str]| plenary(dir.path(), &[&["kwic"], args, &["in"]].concat());
    let (code, table, message) = kwic(&["welcome", "--window", "2"]);
    let rows = "doc_id,from,to,pre,keyword,post,pattern\n\
                FIN_61_2006,2,2,We,welcome,the plan,welcome\n\
                FIN_61_2006,7,7,\", and\",welcome,it gladly,welcome\n\
                MEX_61_2006,2,2,Migrants,welcome,the plan,welcome\n";
    assert_eq!((code, table.as_str()), (0, rows), "{message}");
    assert!(message.contains("3 matches in 2 of 3 statements"), "{message}");
    assert_eq!(kwic(&["welcome", "--as-is"]).1.lines().count(), 3);
    assert_eq!(kwic(&["migrants NEAR/3 sea"]).1.lines().nth(1).unwrap().matches(",1,4,").count(), 1);
    fs::write(dir.path().join("l.yml"), "sea: {all: [sea, 'the sea']}\nno: [none]\n").unwrap();
    let (_, table, _) = kwic(&["--lexicon", "l.yml", "--window", "0", "-q"]);
    let keywords: Vec<&str> = table.lines().skip(1).map(|row| row.split(',').nth(4).unwrap()).collect();
    assert_eq!(keywords, ["the sea", "sea", "the sea", "sea"]);
    assert!(table.contains("PER_61_2006,3,4,,the sea,,sea.all\n"), "{table}");
    for (args, says) in
        [(&["(a"][..], "a bracket is not closed"), (&["--lexicon", "l.yml", "--levels", "3"], "--levels")]
    {
        let (code, _, message) = kwic(args);
        assert!(code == 2 && message.contains(says), "{args:?}: {code} {message}");
    }
    assert!(plenary(dir.path(), &["kwic", "sea"]).2.contains("no INPUT"));
    fs::write(dir.path().join("mine.csv"), "mine").unwrap();
    assert_eq!(plenary(dir.path(), &["kwic", "sea", "gone", "-o", "mine.csv"]).0, 1);
    assert_eq!(fs::read_to_string(dir.path().join("mine.csv")).unwrap(), "mine");
}

#[test]
fn keyness_compares_a_group_with_all_others() {
    let dir = tempdir().unwrap();
    speeches(dir.path());
    let keyness = |args: &[&str]| plenary(dir.path(), &[&["keyness"], args, &["in"]].concat());
    let (code, table, message) = keyness(&["--target", "eu=member", "--correction", "none"]);
    assert_eq!(code, 0, "{message}");
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows[0], "feature,statistic,p,p_holm,p_bh,log_ratio,diff_percent,n_target,n_reference");
    assert!(rows[1].starts_with("gladly,") && rows[1].ends_with(",,1,0"), "{table}");
    assert!(rows.iter().any(|row| row.starts_with("welcome,") && row.ends_with(",2,1")), "{table}");
    let (_, table, _) =
        keyness(&["--by", "iso3", "--top", "1", "--min", "2", "--measure", "g2", "--correction", "none"]);
    let keys: Vec<String> =
        table.lines().map(|row| row.split(',').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(keys, ["target feature", "FIN welcome", "MEX migrants", "PER sea"]);
    for (args, says) in [
        (&["--target", "continent=Asia"][..], "un_regional_group"),
        (&["--target", "actr=Peru"], "Did you mean actor"),
        (&["--target", "actor=Peur"], "Values found: Finland, Mexico, Peru"),
        (&["--target", "actor"], "names no value"),
        (&["--target", "iso3=*"], "nothing to compare it with"),
        (&["--by", "speaker"], "no statement has a value"),
        (&["--by", "eu", "--measure", "pmi", "--correction", "yates"], "only chi2 and g2"),
        (&[], "--target"),
        (&["--by", "eu", "--target", "eu=member"], "cannot be used"),
    ] {
        let (code, _, message) = keyness(args);
        assert!(code == 2 && message.contains(says), "{args:?}: {code} {message}");
    }
}

#[test]
fn counts_come_with_a_ledger_that_adds_up_to_them() {
    let dir = tempdir().unwrap();
    fs::write(dir.path().join("d.yml"), "drain: [brain drain, brain]\nNO: [norw*]\n").unwrap();
    fs::write(dir.path().join("a.txt"), "\u{feff}The brain drain of brains: Norway's, and a brain.").unwrap();
    fs::write(dir.path().join("b.txt"), [0xff, 0x00, 0xfe]).unwrap();
    let args = ["tag", "--lexicon", "d.yml", "--ledger", "ledger.csv", "a.txt", "b.txt"];
    let (code, table, messages) = plenary(dir.path(), &args);
    assert_eq!((code, table.as_str()), (0, "doc_id,drain,NO,tokens\na,2,1,12\n"));
    assert!(messages.contains("b.txt"), "{messages}");
    let ledger = fs::read_to_string(dir.path().join("ledger.csv")).unwrap();
    assert!(ledger.contains("a,drain,2,3,4,15,brain drain,brain drain,1,\n"), "{ledger}");
    assert!(ledger.contains("a,drain,2,2,4,9,brain,brain,1,brain drain\n"), "{ledger}");
}

#[test]
fn every_option_of_tag_acts_on_counts_tokens_and_ledger() {
    let dir = tempdir().unwrap();
    let write = |file: &str, text: &str| fs::write(dir.path().join(file), text).unwrap();
    write("d.yml", "hr: [human rights, right*]\nun: [UN, '#un']\nyear: ['19*', e-mail]\n");
    write("list.txt", "human rights\n");
    write(
        "a.txt",
        "Human rights = a right in 1951. E-mail un@un.org or see www.un.org/a, #UN @UN human, rights",
    );
    for (args, row) in [
        ("", "3,1,2,19"),
        ("--case-sensitive", "3,0,1,19"),
        ("--valuetype fixed", "1,1,1,19"),
        ("--valuetype regex", "3,4,2,19"),
        ("--remove-punct", "3,1,2,16"),
        ("--remove-punct --padding", "3,1,2,19"),
        ("--remove-symbols", "3,1,2,18"),
        ("--remove-numbers", "3,1,1,18"),
        ("--remove-url", "3,1,2,17"),
        ("--split-hyphens", "3,1,1,21"),
        ("--split-tags", "3,2,2,23"),
        ("--compounds list.txt", "3,1,2,18"),
        ("--compounds list.txt --concatenator + --valuetype fixed", "1,1,1,18"),
        ("--remove list.txt", "2,1,2,17"),
        ("--remove list.txt --padding", "2,1,2,19"),
        ("--remove-punct --compounds list.txt", "3,1,2,14"),
        ("--nomatch other", "3,1,2,12,19"),
        ("--nomatch other --padding --remove-punct", "3,1,2,12,19"),
        ("--apply-if b*", "0,0,0,19"),
    ] {
        let mut all = vec!["tag", "a.txt", "--lexicon", "d.yml", "--ledger", "l.csv", "--tokens", "t.csv"];
        all.extend(args.split_whitespace());
        let (code, table, message) = plenary(dir.path(), &all);
        assert_eq!((code, table.lines().nth(1)), (0, Some(format!("a,{row}").as_str())), "{args}: {message}");
        let cells = |file: &str, column: usize, of: &str| {
            let rows = csv::Reader::from_path(dir.path().join(file)).unwrap().into_records();
            let is_of = |row: &csv::StringRecord| row[column] == *of && row.get(9).is_none_or(str::is_empty);
            rows.filter(|row| is_of(row.as_ref().unwrap())).count().to_string()
        };
        let counts = row.rsplit_once(',').unwrap().0.split(',');
        for (name, count) in ["hr", "un", "year", "other"].into_iter().zip(counts) {
            assert_eq!(
                (cells("l.csv", 1, name), cells("t.csv", 2, name)),
                (count.into(), count.into()),
                "{args} {name}"
            );
        }
    }
}

#[test]
fn tag_refuses_what_contradicts_itself() {
    let dir = tempdir().unwrap();
    fs::write(dir.path().join("d.yml"), "a: ['(x']\n").unwrap();
    fs::write(dir.path().join("a.txt"), "x").unwrap();
    for (args, code, says) in [
        ("--nomatch a", 2, "another column"),
        ("--capkeys", 2, "--tokens"),
        ("--tokens t.csv --non-exclusive --nomatch z", 2, "cannot be used"),
        (
            "--valuetype regex",
            4,
            "line 1, column 5: the pattern `(x` is not a valid regular expression: unclosed group",
        ),
        ("--compounds none.txt", 1, "none.txt"),
    ] {
        let mut all = vec!["tag", "a.txt", "--lexicon", "d.yml"];
        all.extend(args.split_whitespace());
        let (found, _, message) = plenary(dir.path(), &all);
        assert!(found == code && message.contains(says), "{args}: {found} {message}");
    }
}

#[test]
fn standard_input_is_a_statement() {
    let dir = tempdir().unwrap();
    let mut command = Command::cargo_bin("plenary").unwrap();
    command.current_dir(dir.path()).args(["run", "-", "-q", "--out", "o"]).write_stdin("Remittances matter.");
    command.assert().success();
    assert!(fs::read_to_string(dir.path().join("o/themes.csv")).unwrap().contains("development.remittances"));
}

#[test]
fn the_manual_and_completions_are_printed() {
    let dir = tempdir().unwrap();
    assert!(plenary(dir.path(), &["man"]).1.contains("plenary"));
    assert!(plenary(dir.path(), &["completions", "bash"]).1.contains("plenary"));
}

#[test]
fn commands_read_statements_as_a_study_does() {
    let dir = tempdir().unwrap();
    fs::create_dir(dir.path().join("study")).unwrap();
    fs::write(dir.path().join("study/a.csv"), "code,body\n1,Nurses leave for good.\n").unwrap();
    let study = "[study]\nmeeting = 'Dialogue'\n[statements]\ninput = ['a.csv']\ncolumns = {id = 'code', text = 'body'}\n";
    fs::write(dir.path().join("study/plenary.toml"), study).unwrap();
    let (code, rows, says) = plenary(dir.path(), &["ingest", "--study", "study/plenary.toml"]);
    assert!(code == 0 && rows.contains("\n1,study/a.csv,line 2,,,,Dialogue,"), "{rows}{says}");
    let (code, rows, says) = plenary(dir.path(), &["kwic", "nurse*", "--study", "study/plenary.toml"]);
    assert!(code == 0 && rows.contains("1,1,1,,Nurses,leave for good"), "{rows}{says}");
    let (code, _, says) = plenary(dir.path(), &["kwic", "nurse*"]);
    assert!(code == 2 && says.contains("there is no INPUT"), "{says}");
}
