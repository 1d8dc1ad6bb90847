//! A package is run again in another folder and is the same; what is changed in it is named.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use assert_cmd::Command;
use std::fs;
use std::path::Path;

fn plenary(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::cargo_bin("plenary").unwrap().current_dir(folder).args(args).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Statements in two folders, a study with codings, and a run of them.
fn run(folder: &Path) {
    let text = |money: &str| format!("Madam President, we thank you. {money} help many families.");
    for (name, money) in [("north/NOR_61_2006.txt", "Remittances"), ("south/PER_61_2006.txt", "Remittances")]
    {
        let path = folder.join("texts").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text(money)).unwrap();
    }
    let codings = "statement_id,coder,stance,note\nPER_61_2006,Anna Petrova,noncommittal,my own remark\n";
    fs::write(folder.join("anna.csv"), codings).unwrap();
    let study = "[study]\ntitle = 'Two'\n[statements]\ninput = ['texts']\n[codings]\nfiles = ['anna.csv']\n";
    fs::write(folder.join("plenary.toml"), study).unwrap();
    let (code, says) = plenary(folder, &["run", "--out", "out", "-q"]);
    assert_eq!(code, 0, "{says}");
}

#[test]
fn a_package_is_the_same_in_another_folder_and_a_changed_letter_is_named() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path());
    let (code, says) = plenary(dir.path(), &["package", "out", "--to", "pack", "--share-texts"]);
    assert_eq!(code, 0, "{says}");
    let codings = fs::read_to_string(dir.path().join("pack/codings/codings.csv")).unwrap();
    assert_eq!(codings, "statement_id,coder,stance\nPER_61_2006,coder_1,noncommittal\n");
    let other = dir.path().join("elsewhere");
    fs::create_dir(&other).unwrap();
    fs::rename(dir.path().join("pack"), other.join("copy")).unwrap();
    let (code, says) = plenary(&other, &["verify", "copy"]);
    assert!(code == 0 && says.contains("Identical"), "{says}");
    let file = other.join("copy/statements/south/PER_61_2006.txt");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("Remittances", "Remittonces")).unwrap();
    let (code, says) = plenary(&other, &["verify", "copy"]);
    assert_eq!(code, 5, "{says}");
    assert!(says.contains("not as they were: statements/south/PER_61_2006.txt\n"), "{says}");
    assert!(says.contains("statements that moved: PER_61_2006\n"), "{says}");
    assert!(
        says.contains("tables/") && says.contains("themes.csv") && !says.contains("tables/votes.csv"),
        "{says}"
    );
}

#[test]
fn texts_stay_out_unless_they_may_be_shared() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path());
    assert_eq!(plenary(dir.path(), &["package", "out", "--to", "pack"]).0, 0);
    assert!(!dir.path().join("pack/statements").exists());
    let readme = fs::read_to_string(dir.path().join("pack/README.md")).unwrap();
    let checksum = blake3::hash(&fs::read(dir.path().join("texts/north/NOR_61_2006.txt")).unwrap()).to_hex();
    assert!(readme.contains(&format!("| `statements/north/NOR_61_2006.txt` | {checksum} |")), "{readme}");
    let (code, says) = plenary(dir.path(), &["verify", "pack"]);
    assert!(code == 1 && says.contains("statements"), "{code} {says}");
    // A source that has changed since the run is not packed.
    fs::write(dir.path().join("texts/north/NOR_61_2006.txt"), "Another text.").unwrap();
    let (code, says) = plenary(dir.path(), &["package", "out", "--to", "late"]);
    assert!(
        code == 5 && says.contains("has changed since the run") && !dir.path().join("late").exists(),
        "{says}"
    );
    let (code, says) = plenary(dir.path(), &["package", "out", "--to", "pack"]);
    assert!(code == 2 && says.contains("exists already"), "{says}");
}
