//! Records of meetings, from a PDF in two columns to the statements of its speakers and its votes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

#[path = "records/pdf.rs"]
mod pdf;

use assert_cmd::Command;
use pdf::{Line, pdf};
use std::collections::BTreeMap;
use std::path::Path;

type Row = BTreeMap<String, String>;

/// The lines of a column: a line that begins with a sign is set in bold (`*`), in italics (`/`), both at
/// its beginning alone up to the next sign, or indented (`>`).
fn column<'l>(left: u32, top: u32, lines: &[&'l str]) -> Vec<Line<'l>> {
    let mut drawn = Vec::new();
    for (n, line) in (0..).zip(lines) {
        let baseline = top - 12 * n;
        let (left, line) = line.strip_prefix('>').map_or((left, *line), |line| (left + 20, line));
        match line.strip_prefix('*').map(|line| line.split_once('*').unwrap_or((line, ""))) {
            Some((bold, rest)) => {
                drawn.push(('B', 10, left, baseline, bold));
                // Bold type is about half its size wide.
                let end = left + bold.len() as u32 * 5 + 8;
                drawn.push(('R', 10, end, baseline, rest));
            }
            None => match line.strip_prefix('/') {
                Some(line) => drawn.push(('I', 10, left, baseline, line)),
                None => drawn.push(('R', 10, left, baseline, line)),
            },
        }
    }
    drawn.retain(|(.., words)| !words.is_empty());
    drawn
}

/// A record of two pages: the speech of Kenya runs over columns, pages and a word of the chair.
fn record() -> Vec<u8> {
    let first = [
        column(60, 760, &["A/61/PV.7"]),
        column(60, 730, &["General Assembly", "Sixty-first session"]),
        column(60, 700, &["7th plenary meeting", "Thursday, 14 September 2006, 10 a.m."]),
        column(
            60,
            640,
            &[
                ">/The meeting was called to order at 10 a.m.",
                "*Agenda item 55 (continued)*",
                "*Migration and development*",
                ">*The President:* I call on the representative",
                "of Kenya, who will speak on behalf of the",
                "Group of African States.",
                ">*Mr. Amani* (Kenya) (spoke in French): We are",
                "glad to be here and bring the good wishes of",
                "many villages that know what it is to miss a",
                "son who works abroad and sends home all that",
            ],
        ),
        column(
            320,
            640,
            &[
                "he earns. The money is private, and it is not",
                "a substitute for the duties of Governments of",
                "rich countries, which have been forgotten too",
                "easily.",
                ">*The President:* I must remind the speaker of",
                "the time that is left.",
                ">*Mr. Amani* (Kenya): I shall be brief. The inter-",
                "national community should open its doors to a",
            ],
        ),
        column(60, 40, &["06-50000", ""]),
    ];
    let second = [
        column(500, 760, &["A/61/PV.7"]),
        column(
            60,
            700,
            &[
                "larger number of nurses and teachers, for the",
                "good of all.",
                ">*Ms. Duval* (France), Vice-President, took the",
                "Chair.",
                ">/A recorded vote was taken.",
                ">/In favour:",
                ">Angola, Bosnia and Herzegovina, Iran (Islamic",
                "Republic of), Niger, Nigeria, Trinidad and",
                "Tobago",
            ],
        ),
        column(
            320,
            700,
            &[
                ">/Against:",
                ">Palau",
                ">/Abstaining:",
                ">Congo, Democratic Republic of the Congo",
                ">/Draft resolution A/61/L.1 was adopted by 6",
                "/votes to 1, with 2 abstentions.",
                ">*Mr. Briz* (Guatemala) We agree with it.",
                ">/The meeting rose at noon.",
            ],
        ),
        column(300, 40, &["2 06-50000"]),
    ];
    pdf(&[first.concat(), second.concat()])
}

fn rows(path: &Path) -> Vec<Row> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

#[test]
fn a_record_gives_its_turns_and_votes() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in");
    std::fs::create_dir(&input).unwrap();
    std::fs::write(input.join("A_61_PV.7.pdf"), record()).unwrap();
    let out = dir.path().join("out");
    let run = Command::cargo_bin("plenary")
        .unwrap()
        .arg("run")
        .arg(&input)
        .args(["--by", "g77,vote", "--out"])
        .arg(&out)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let statements = rows(&out.join("statements.csv"));
    let found: Vec<[&str; 6]> = statements
        .iter()
        .map(|row| {
            ["speaker", "actor", "actor_kind", "language_spoken", "page", "agenda_item"]
                .map(|column| row[column].as_str())
        })
        .collect();
    let item = "Agenda item 55 (continued) Migration and development";
    assert_eq!(
        found,
        [
            ["The President", "", "chair", "en", "1", item],
            ["Mr. Amani", "African Group", "group", "fr", "1", item],
            ["The President", "", "chair", "en", "1", item],
            ["Mr. Briz", "Guatemala", "state", "en", "2", item],
        ]
    );
    assert!(
        statements
            .iter()
            .all(|row| row["meeting"] == "General Assembly, sixty-first session, 7th plenary meeting")
    );
    assert!(
        statements.iter().all(|row| row["date"] == "2006-09-14" && row["document_symbol"] == "A/61/PV.7")
    );
    assert!(statements.iter().all(|row| row["text_kind"] == "verbatim"));
    let texts = dir.path().join("texts");
    Command::cargo_bin("plenary")
        .unwrap()
        .arg("ingest")
        .arg(&input)
        .arg("--texts")
        .arg(&texts)
        .output()
        .unwrap();
    let speech = std::fs::read_to_string(texts.join("A_61_PV.7#2.txt")).unwrap();
    assert_eq!(
        speech,
        "We are glad to be here and bring the good wishes of many villages that know what it is to miss a son who works \
         abroad and sends home all that he earns. The money is private, and it is not a substitute for the duties of \
         Governments of rich countries, which have been forgotten too easily.\n\nI shall be brief. The international \
         community should open its doors to a larger number of nurses and teachers, for the good of all.\n"
    );
    let votes = rows(&out.join("tables/votes.csv"));
    let cast = |vote: &str| -> Vec<String> {
        votes.iter().filter(|row| row["vote"] == vote).map(|row| row["iso3"].clone()).collect()
    };
    assert_eq!(cast("in favour"), ["AGO", "BIH", "IRN", "NER", "NGA", "TTO"]);
    assert_eq!(
        (cast("against"), cast("abstaining")),
        (vec!["PLW".to_string()], vec!["COG".into(), "COD".into()])
    );
    assert!(votes.iter().all(|row| row["item"] == "Draft resolution A/61/L.1"));
    // The vote divides the states of the tables; the one state that spoke is in none of the lists.
    let by_group = rows(&out.join("tables/positions_by_group.csv"));
    let is_of_vote =
        |row: &&Row| row["grouping"] == "vote: A/61/PV.7 Draft resolution A/61/L.1" && row["n"] != "0";
    let of_vote: Vec<_> = by_group.iter().filter(is_of_vote).collect();
    assert_eq!(of_vote.len(), 1);
    assert_eq!((of_vote[0]["group"].as_str(), of_vote[0]["denominator"].as_str()), ("not listed", "1"));
}

#[test]
fn broken_and_empty_pdfs_are_refused_with_a_remedy() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("cut.pdf"), &record()[..300]).unwrap();
    let whole = record();
    std::fs::write(dir.path().join("cut_late.pdf"), &whole[..whole.len() - 60]).unwrap();
    std::fs::write(dir.path().join("empty.pdf"), pdf(&[Vec::new()])).unwrap();
    std::fs::write(dir.path().join("PER_61_2006.txt"), "We thank you for the floor.").unwrap();
    let out = dir.path().join("out");
    let run = Command::cargo_bin("plenary")
        .unwrap()
        .arg("run")
        .arg(dir.path())
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    assert!(run.status.success());
    let reasons: Vec<String> =
        rows(&out.join("rejects.csv")).iter().map(|row| row["reason"].clone()).collect();
    assert!(reasons[0].contains("broken") && reasons[0].contains("Download"), "{reasons:?}");
    assert!(reasons[1].contains("its end is missing"), "{reasons:?}");
    assert!(reasons[2].contains("holds no text"), "{reasons:?}");
    assert_eq!(rows(&out.join("statements.csv")).len(), 1);
}

/// The speech of Kenya as the delegation gave it out, with a slip here and there.
const DELIVERED: &str = "Thank you, Mr. President. We are glad to be here and bring the good wishes of many villages that know \
    what it is to miss a son who works abroad and sends home all that he earns. The money is private, and it is not a \
    substitute for the duties of Governments of rich countries, which have been forgotten too easily.\n\nI shall be brief. The \
    international community should open its doors to a larger number of nurses and teachers, for the good of all.";

#[test]
fn one_version_of_a_statement_counts_and_the_study_says_which() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in");
    std::fs::create_dir(&input).unwrap();
    let press = "<html><body><p>14 September 2006</p><p>JOHN AMANI (Kenya), speaking on behalf of the African Group, said that \
        remittances were private.</p><p>He added that doors should open.</p><p>LUIS BRIZ (Guatemala) said that he agreed.</p>\
        <p>ANA DUVAL (France) noted that it was late.</p></body></html>";
    std::fs::write(input.join("press.html"), press).unwrap();
    std::fs::write(input.join("record.pdf"), record()).unwrap();
    let row = |id: &str, text: &str| {
        serde_json::json!({"id": id, "actor": "African Group", "date": "2006-09-14", "text": text})
            .to_string()
    };
    let french = "Monsieur le Président, nous sommes heureux de prendre la parole sur les migrations internationales et le développement.";
    std::fs::write(input.join("rows.jsonl"), format!("{}\n{}\n", row("kenya", DELIVERED), row("fr", french)))
        .unwrap();
    let run = |prefer: &str| {
        let study =
            format!("[statements]\ninput = [\"in\"]\nprefer = [{prefer}]\n[study]\ndate = \"2006-09-14\"\n");
        std::fs::write(dir.path().join("plenary.toml"), study).unwrap();
        let out = dir.path().join("out");
        let study = dir.path().join("plenary.toml");
        let run = Command::cargo_bin("plenary")
            .unwrap()
            .args(["run", "--study"])
            .arg(study)
            .arg("--out")
            .arg(&out)
            .output();
        assert!(run.as_ref().unwrap().status.success(), "{run:?}");
        let statements = rows(&out.join("statements.csv"));
        let of = |row: &Row| {
            [row["statement_id"].clone(), row["text_kind"].clone(), row["duplicate_of"].clone()].join(" ")
        };
        let duplicates: Vec<String> =
            statements.iter().filter(|row| !row["duplicate_of"].is_empty()).map(of).collect();
        (duplicates, rows(&out.join("tables/not_coded.csv")))
    };
    let (duplicates, not_coded) = run("\"verbatim\", \"delivered\", \"summary\"");
    assert_eq!(
        duplicates,
        ["press#1 summary record#2", "press#2 summary record#4", "kenya delivered record#2"]
    );
    let of_language: Vec<&Row> = not_coded.iter().filter(|row| row["reason"] == "another language").collect();
    assert_eq!((of_language.len(), of_language[0]["language"].as_str(), not_coded.len()), (1, "fr", 4));
    let (duplicates, _) = run("\"delivered\", \"verbatim\", \"summary\"");
    assert_eq!(duplicates, ["press#1 summary kenya", "press#2 summary record#4", "record#2 verbatim kenya"]);
}
