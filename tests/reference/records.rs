//! The records and statements of the reference corpora, with counts made by eye.

use super::{Row, printed, rows, run};
use libtest_mimic::Failed;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn is_speaker(row: &&Row) -> bool {
    row["role"] == "speaker"
}

/// Speakers, and those who did not speak in English.
pub fn turns(shared: &Path) -> Result<(), Failed> {
    let files = [
        ("A_61_PV.107", 34, 12, "2007-09-13"),
        ("A_64_PV.121", 6, 3, "2010-09-13"),
        ("A_65_PV.71", 22, 7, "2010-12-21"),
        ("S_PV.8422", 8, 4, "2018-12-13"),
    ];
    for (file, n_speakers, n_languages, date) in files {
        let dir = tempfile::tempdir()?;
        let path = shared.join(format!("corpora/pv/{file}.pdf"));
        let texts = dir.path().display().to_string();
        let table = printed(&["ingest", "-q", "--texts", &texts], &path)?;
        let speakers: Vec<&Row> = table.iter().filter(is_speaker).collect();
        let n_foreign = speakers.iter().filter(|row| row["language_spoken"] != "en").count();
        assert_eq!((speakers.len(), n_foreign), (n_speakers, n_languages), "{file}");
        assert!(table.iter().all(|row| row["date"] == date), "{file}");
        let symbol = file.replacen('_', "/", 2).replacen('_', "/", 1);
        for text in std::fs::read_dir(dir.path())? {
            let text = std::fs::read_to_string(text?.path())?;
            let is_furniture = |line: &str| line == symbol || plenary::ingest::clean(line).text.is_empty();
            assert!(!text.lines().any(|line| !line.is_empty() && is_furniture(line)), "{file}: {text}");
        }
    }
    Ok(())
}

/// Each name of recorded votes is resolved, and each list has the number that the record states.
pub fn votes(shared: &Path) -> Result<(), Failed> {
    for (file, n_ballots) in [("A_61_PV.107", 1), ("A_65_PV.71", 15)] {
        let dir = tempfile::tempdir()?;
        run(&shared.join(format!("corpora/pv/{file}.pdf")), &dir.path().join("out"))?;
        let votes = rows(&dir.path().join("out/tables/votes.csv"));
        assert!(votes.iter().all(|row| !row["iso3"].is_empty()), "{file}");
        let mut lists: BTreeMap<[&str; 4], usize> = BTreeMap::new();
        for row in &votes {
            let list = ["place", "item", "vote", "stated"].map(|column| row[column].as_str());
            *lists.entry(list).or_default() += 1;
        }
        assert!(lists.iter().all(|(list, n)| list[3] == n.to_string()), "{file}: {lists:?}");
        let ballots: BTreeSet<[&str; 2]> = lists.keys().map(|list| [list[0], list[1]]).collect();
        assert_eq!(ballots.len(), n_ballots, "{file}");
        if file == "A_61_PV.107" {
            assert_eq!(lists.into_values().collect::<Vec<_>>(), [11, 4, 143]);
        }
    }
    Ok(())
}

/// State and language of the statements as delivered; the scan and the poor recognition are refused.
pub fn delivered(shared: &Path) -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    run(&shared.join("corpora/pdf"), &dir.path().join("out"))?;
    let statements = rows(&dir.path().join("out/statements.csv"));
    let found: Vec<_> =
        statements.iter().map(|row| (row["iso3"].as_str(), row["language_text"].as_str())).collect();
    let expected = [
        ("BLR", "ru"),
        ("COL", "es"),
        ("JPN", "en"),
        ("KNA", "en"),
        ("MLI", "fr"),
        ("NZL", "en"),
        ("TUN", "ar"),
        ("WSM", "en"),
    ];
    assert_eq!(found, expected);
    assert!(statements.iter().all(|row| (row["stance"] == "uncodable") == (row["language_text"] != "en")));
    let rejects = rows(&dir.path().join("out/rejects.csv"));
    assert!(rejects.len() == 1 && rejects[0]["reason"].contains("scan"), "{rejects:?}");
    let poor = printed(&["ingest", "-q"], &shared.join("corpora/pv/S_PV.492-ocr.pdf"))?;
    assert!(poor.len() == 1 && poor[0]["refused"].contains("too poor"), "{poor:?}");
    Ok(())
}

/// Transcripts of a working group, as turns in Markdown and as sentences in a table.
pub fn transcripts(shared: &Path) -> Result<(), Failed> {
    for (file, n) in [
        ("session_3_Oct_23_2025_mandate_creation_consultations.md", 89),
        ("session_5_Nov_14_2025_mandate_implementation_consultations.md", 73),
    ] {
        assert_eq!(printed(&["ingest", "-q"], &shared.join("corpora/un80").join(file))?.len(), n, "{file}");
    }
    let dir = tempfile::tempdir()?;
    let table = shared.join("corpora/un80/iahwg_sentences.csv").canonicalize()?;
    let study = format!(
        "[statements]\ninput = [{table:?}]\ngroup_by = [\"asset_id\", \"statement_idx\"]\n[statements.columns]\n\
         actor = \"speaker_affiliation_name\"\ndate = \"session_date\"\nparagraph = \"paragraph_idx\"\n"
    );
    std::fs::write(dir.path().join("plenary.toml"), study)?;
    let out = dir.path().join("out");
    assert_cmd::Command::cargo_bin("plenary")?
        .args(["run", "-q", "--study"])
        .arg(dir.path().join("plenary.toml"))
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    assert_eq!(rows(&out.join("statements.csv")).len(), 397);
    Ok(())
}
