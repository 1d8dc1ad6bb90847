//! What must hold of every file of any format, shared by the fuzz target and by the tests that replay its
//! corpus.

use plenary::ingest::{open, read_as};
use plenary::study::Input;
use std::collections::BTreeSet;

/// The ends of names; the first byte names one.
pub const ENDINGS: [&str; 14] =
    ["txt", "md", "html", "pdf", "docx", "odt", "rtf", "csv", "jsonl", "xlsx", "ods", "parquet", "gz", "zip"];

/// Reads a file of the kind that the first byte names.
pub fn check(data: &[u8]) {
    if let Some((first, bytes)) = data.split_first() {
        check_as(ENDINGS[usize::from(*first) % ENDINGS.len()], bytes);
    }
}

/// Reads a file and cleans its statements: each has an id of its own and words, or a reason why not.
pub fn check_as(ending: &str, bytes: &[u8]) {
    let read = read_as(&format!("a.{ending}"), bytes, &Input::default());
    let is_table = ["csv", "jsonl", "xlsx", "ods", "parquet", "gz"].contains(&ending);
    assert!(is_table || !(read.raw.is_empty() && read.diagnostics.is_empty()), "a file is read or refused");
    let is_unique = read.raw.iter().map(|raw| &raw.id).collect::<BTreeSet<_>>().len() == read.raw.len();
    assert!(is_table || is_unique, "each turn has an id of its own");
    for raw in read.raw {
        match open(raw) {
            Ok(opened) => {
                let text = &opened.statement.text;
                assert!(text.contains(char::is_alphanumeric), "a statement has words");
                assert!(
                    !text.contains("\n\n\n") && !text.contains('\r'),
                    "paragraphs stand apart by one line"
                );
            }
            Err(refused) => assert!(!refused.reason().is_empty(), "a refusal has its reason"),
        }
    }
}
