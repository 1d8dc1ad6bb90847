//! A question of an author's own, from her file to a run with her model, as `docs/new-question.md` tells it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::path::Path;
use std::process::Command;

fn plenary(dir: &Path, args: &[&str]) -> (Option<i32>, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_plenary")).args(args).current_dir(dir).output().unwrap();
    (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
}

/// The question file as the page has it.
fn question() -> String {
    let page = std::fs::read_to_string("docs/new-question.md").unwrap();
    page.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap().to_string()
}

fn passages() -> String {
    let said = [
        (
            "support",
            [
                "We gladly pay our share into the harbour fund.",
                "Our share of the harbour fund is gladly paid.",
            ],
        ),
        (
            "oppose",
            ["Our ports have no use for the harbour fund.", "The harbour fund is of no use to our ports."],
        ),
        (
            "silent",
            ["Grandparents built the harbour at home.", "At home the harbour was built by grandparents."],
        ),
    ];
    let of_writer = |writer: &'static str| {
        said.into_iter().flat_map(move |(detail, texts)| {
            texts.map(|text| {
                serde_json::json!({"text": text, "writer": writer, "detail": detail}).to_string() + "\n"
            })
        })
    };
    ["a", "b", "c", "d", "e"].into_iter().flat_map(of_writer).collect()
}

/// The stances of a run, in order of the statements.
fn stances(out: &Path) -> Vec<String> {
    let mut rows = csv::Reader::from_path(out.join("statements.csv")).unwrap();
    let column = rows.headers().unwrap().iter().position(|name| name == "stance").unwrap();
    rows.records().map(|row| row.unwrap()[column].to_string()).collect()
}

#[test]
fn from_the_question_file_to_a_run_with_its_model() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write("harbour-fund.yml", &question());
    write("passages.jsonl", &passages());
    let texts = "id,text\n\
        1,We support the harbour fund.\n\
        2,\"As to the harbour fund, we have no use for it in our ports.\"\n\
        3,Grandparents tell stories.\n";
    write("texts.csv", texts);
    let by_cues = ["run", "texts.csv", "--question", "harbour-fund.yml", "--out", "cues", "-q"];
    assert_eq!(plenary(dir.path(), &by_cues), (Some(0), String::new()));
    assert_eq!(stances(&dir.path().join("cues")), ["support", "none", "none"]);

    let train =
        ["train", "--question", "harbour-fund.yml", "--passages", "passages.jsonl", "--out", "m.json", "-q"];
    assert_eq!(plenary(dir.path(), &train), (Some(0), String::new()));
    write(
        "study.toml",
        "[statements]\ninput = [\"texts.csv\"]\n[stance]\nquestion = \"harbour-fund.yml\"\nmodel = \"m.json\"\n",
    );
    let by_model = ["run", "--study", "study.toml", "--out", "model", "-q"];
    assert_eq!(plenary(dir.path(), &by_model), (Some(0), String::new()));
    assert_eq!(stances(&dir.path().join("model")), ["support", "oppose", "none"]);

    write("harbour-fund.yml", &question().replace("no need", "no use"));
    let (code, told) = plenary(dir.path(), &by_model);
    assert!(code == Some(4) && told.contains("m.json") && told.contains("plenary train"), "{told}");
}
