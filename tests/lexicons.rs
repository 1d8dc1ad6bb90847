//! The lexicons are tested code: each theme has what a reader needs, and its examples hold.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use plenary::actors::ActorTable;
use plenary::coding::{Coder, Memory};
use plenary::statement::Statement;
use plenary::study::{Study, ThemeCoder};
use std::collections::BTreeSet;

/// The lexicon alone: what its examples claim, its patterns must do.
fn coder() -> Coder {
    let mut study = Study::default();
    study.themes.coder = ThemeCoder::Lexicon;
    Coder::new(&study, &ActorTable::built_in().unwrap()).unwrap()
}

fn themes(coder: &Coder, memory: &mut Memory, text: &str) -> BTreeSet<String> {
    let statement = Statement { text: text.into(), ..Statement::default() };
    let coded = coder.code(&statement, memory);
    coded
        .themes
        .iter()
        .map(|coding| coder.themes.lexicon.categories[coding.theme as usize].slug.clone())
        .collect()
}

#[test]
fn every_theme_is_documented() {
    let coder = coder();
    let coded: Vec<_> = coder.themes.lexicon.coded().map(|(_, category)| category).collect();
    assert_eq!(coded.len(), 98);
    for category in coded {
        let is_full =
            !category.definition.is_empty() && category.label != category.slug && !category.code.is_empty();
        let has_examples = !category.examples_yes.is_empty() && !category.examples_no.is_empty();
        assert!(is_full && has_examples, "{} at {} lacks something", category.slug, category.place);
    }
}

#[test]
fn every_example_does_what_it_claims() {
    let coder = coder();
    let mut memory = Memory::default();
    let mut wrong = Vec::new();
    for (_, category) in coder.themes.lexicon.coded() {
        for (examples, expected) in [(&category.examples_yes, true), (&category.examples_no, false)] {
            for example in examples
                .iter()
                .filter(|text| themes(&coder, &mut memory, text).contains(&category.slug) != expected)
            {
                wrong.push(format!("{} ({expected}): {example}", category.slug));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples do not do what they claim:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_page_on_themes_is_what_the_command_prints() {
    let mut command = assert_cmd::Command::cargo_bin("plenary").unwrap();
    let printed = command.args(["lexicon", "describe", "migration-development"]).output().unwrap();
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/themes.md")).unwrap();
    let hint = "run: plenary lexicon describe migration-development -o docs/themes.md";
    assert!(String::from_utf8(printed.stdout).unwrap() == page, "docs/themes.md is another; {hint}");
    assert!(page.contains("| lexicon and model |"), "the model belongs to the lexicon");
}

#[test]
fn the_model_of_another_lexicon_is_left_out_with_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let texts = "text\nRemittances of migrants feed many.\n";
    std::fs::write(folder.path().join("own.yml"), "money: [remittance*]\n").unwrap();
    std::fs::write(folder.path().join("texts.csv"), texts).unwrap();
    let mut command = assert_cmd::Command::cargo_bin("plenary").unwrap();
    let run =
        command.current_dir(folder.path()).args(["run", "--lexicon", "own.yml", "texts.csv", "--out", "o"]);
    let told = String::from_utf8(run.output().unwrap().stderr).unwrap();
    assert!(told.contains("trained with another lexicon"), "{told}");
    let themes = std::fs::read_to_string(folder.path().join("o/themes.csv")).unwrap();
    assert!(themes.contains("money,,lexicon,"), "{themes}");
}

#[test]
fn patterns_are_measured_on_coded_sentences() {
    let dir = tempfile::tempdir().unwrap();
    let coded = dir.path().join("coded.csv");
    std::fs::write(
        &coded,
        "text,codes\nThe brain drain hurts us.,development.brain_drain\nA brain drain of ideas.,\n",
    )
    .unwrap();
    let measure = |column: &str| {
        let mut command = assert_cmd::Command::cargo_bin("plenary").unwrap();
        command.args(["lexicon", "measure", "migration-development", "--column", column, "--codings"]);
        command.arg(&coded).output().unwrap()
    };
    let table = String::from_utf8(measure("codes").stdout).unwrap();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let drain = rows.iter().find(|row| &row[0] == "development.brain_drain" && &row[2] != "0").unwrap();
    assert!(drain[3].parse::<usize>().unwrap() >= 1, "{drain:?}");
    let refused = measure("themes");
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("there is no column `themes`"));
}
