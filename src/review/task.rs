//! What is to be coded: the statements of a finished run with their texts, and in which order.
//!
//! Statements that the run did not code (the chair's, duplicates, other languages) are not offered.

use super::Settings;
use crate::checking::{FinishedRun, cell};
use crate::codebook::{ABSTAIN, MACHINE, Question};
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result};
use crate::export::PastRow;
use crate::lexicon::Lexicon;
use crate::spreadsheet;
use crate::text::did_you_mean;
use std::path::Path;

/// The column of statements, in a run and in a sample.
const STATEMENT: &str = "statement_id";

/// What a run asks of each of its statements.
pub(super) struct Task {
    pub question: Question,
    pub lexicon: Lexicon,
    /// In the order in which they are offered; never empty.
    pub items: Vec<Item>,
}

/// A statement to be coded.
pub(super) struct Item {
    pub id: String,
    /// The cleaned text: paragraphs separated by one empty line.
    pub text: String,
    /// What is known of it beside the text, by column; empty cells are left out.
    pub known: PastRow,
}

impl Item {
    /// The column of a run's `statements.csv`; empty where it has none.
    pub fn cell(&self, column: &str) -> &str {
        cell(&self.known, column)
    }

    /// Number of characters of the text.
    pub fn n_characters(&self) -> usize {
        self.text.chars().count()
    }
}

impl Task {
    /// Reads what a run asks for, and its statements again from their sources.
    ///
    /// # Errors
    /// Where the folder is not that of a run, a source was moved or changed, the sample names a
    /// statement that the run has not, or there is nothing to code.
    pub fn read(out: &Path, settings: &Settings) -> Result<(Task, Vec<Diagnostic>)> {
        let finished = FinishedRun::open(out)?;
        let question = &finished.question;
        let mut told = Vec::new();
        if finished.run.used("question", &question.name) != Some(&question.checksum) {
            let found = "the question is another than at the run; people code by what it says now";
            told.push(Diagnostic::warning(Place::file(&question.name), found));
        }
        let mut rows = match &settings.sample {
            None => finished.statements.clone(),
            Some((file, bytes)) => sampled(&finished.statements, &finished.uncoded, file, bytes, &mut told)?,
        };
        if settings.shows_machine {
            rows.sort_by_key(|row| !is_to_check(row, question));
        }
        match rows.is_empty() {
            true => Err(Error::new(ErrorKind::Input, Place::file(out), "there is no statement to code")
                .remedy("The chair's words, duplicates and texts in other languages are not offered.")),
            false => {
                let items = with_texts(&finished, rows)?;
                Ok((Task { items, question: finished.question, lexicon: finished.lexicon }, told))
            }
        }
    }
}

fn is_to_check(row: &PastRow, question: &Question) -> bool {
    let stance = cell(row, "stance_machine");
    stance == ABSTAIN || question.is_to_check(stance)
}

/// The coded rows that a sample names, in its order, each once; it warns of those that were not coded.
fn sampled(
    coded: &[PastRow],
    uncoded: &[PastRow],
    file: &str,
    bytes: &[u8],
    told: &mut Vec<Diagnostic>,
) -> Result<Vec<PastRow>> {
    let (_, sample) = spreadsheet::read(file, bytes, &[STATEMENT])?;
    let ids = || coded.iter().chain(uncoded).map(|row| cell(row, STATEMENT));
    let mut found: Vec<PastRow> = Vec::new();
    for wanted in &sample {
        let Some(id) = wanted.cell(STATEMENT) else { continue };
        let of = |rows: &'_ [PastRow]| rows.iter().find(|row| cell(row, STATEMENT) == id).cloned();
        match (of(coded), of(uncoded)) {
            (Some(_), _) if found.iter().any(|row| cell(row, STATEMENT) == id) => {}
            (Some(row), _) => found.push(row),
            (None, Some(row)) => {
                let found = format!("`{id}` is left out: the run did not code it ({})", why_not(&row));
                told.push(Diagnostic::warning(wanted.place.clone(), found));
            }
            (None, None) => {
                let remedy = did_you_mean(id, ids(), "Copy the statement_id from statements.csv.");
                let found = format!("the run has no statement `{id}`");
                return Err(Error::new(ErrorKind::Input, wanted.place.clone(), found).remedy(remedy));
            }
        }
    }
    Ok(found)
}

fn why_not(row: &PastRow) -> String {
    match cell(row, "duplicate_of") {
        "" => cell(row, "derived_by").into(),
        other => format!("another version of {other}"),
    }
}

/// The rows with their texts.
fn with_texts(finished: &FinishedRun, rows: Vec<PastRow>) -> Result<Vec<Item>> {
    let mut texts = finished.texts(&rows.iter().map(|row| cell(row, STATEMENT)).collect::<Vec<_>>())?;
    let item = |mut known: PastRow| {
        known.retain(|_, cell| !cell.is_empty());
        let id = known.remove(STATEMENT).unwrap_or_default();
        Item { text: texts.remove(&id).map(|statement| statement.text).unwrap_or_default(), id, known }
    };
    Ok(rows.into_iter().map(item).collect())
}

/// The machine's class and confidence, and its detail where people have not replaced it.
pub(super) fn machine(item: &Item) -> [&str; 3] {
    let detail = if item.cell("coded_by") == MACHINE { item.cell("stance_detail") } else { "" };
    [item.cell("stance_machine"), detail, item.cell("confidence")]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, stance: &str, duplicate_of: &str) -> PastRow {
        let cells = [
            (STATEMENT, id),
            ("stance_machine", stance),
            ("duplicate_of", duplicate_of),
            ("derived_by", "words of the chair"),
        ];
        cells.map(|(name, cell)| (name.to_string(), cell.to_string())).into_iter().collect()
    }

    #[test]
    fn a_sample_limits_and_orders() {
        let coded = [row("a", "for", ""), row("d", "x", "")];
        let uncoded = [row("b", "uncodable", ""), row("c", "for", "a")];
        let sample = |text: &str| {
            let mut told = Vec::new();
            let rows = sampled(&coded, &uncoded, "s.csv", text.as_bytes(), &mut told)?;
            let ids: Vec<&str> = rows.iter().map(|row| cell(row, STATEMENT)).collect();
            Ok::<_, Error>((ids.join(" "), told.iter().map(ToString::to_string).collect::<Vec<_>>()))
        };
        let (ids, told) = sample("statement_id,why\nd,x\na,\nd,\n").unwrap();
        assert_eq!((ids.as_str(), told.len()), ("d a", 0));
        let (ids, told) = sample("statement_id\nb\nc\na\n").unwrap();
        assert_eq!(ids, "a");
        assert!(told[0].contains("line 2: `b` is left out") && told[0].contains("the chair"), "{told:?}");
        assert!(told[1].contains("another version of a"), "{told:?}");
        assert!(sample("statement_id\na\nf\n").unwrap_err().to_string().contains("s.csv, line 3"));
    }
}
