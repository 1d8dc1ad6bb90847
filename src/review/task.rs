//! What is to be coded: the statements of a finished run with their texts, and in which order.
//!
//! Statements that the run did not code (the chair's, duplicates, other languages) are not offered.

use super::Settings;
use crate::codebook::{ABSTAIN, MACHINE, Question, UNCODABLE};
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result};
use crate::export::{PastRow, PastRun};
use crate::lexicon::{Lexicon, formats};
use crate::pipeline::read_again;
use crate::spreadsheet;
use crate::study::Study;
use crate::text::nearest;
use std::collections::BTreeMap;
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
        let run = PastRun::open(out)?;
        let study = Study::of_options(run.options(), &out.join("manifest.json").display().to_string())?;
        let (shown, text) = study.folder.read_named("lexicons/questions", &study.stance.question)?;
        let question = Question::read(&text, &shown)?;
        let (lexicon, _) = formats::read_named(&study.folder, &study.themes.lexicon)?;
        let mut told = Vec::new();
        if run.used("question", &question.name) != Some(&question.checksum) {
            let found = "the question is another than at the run; people code by what it says now";
            told.push(Diagnostic::warning(Place::file(shown), found));
        }
        let mut rows: Vec<PastRow> = run.rows("statements.csv")?.collect::<Result<_>>()?;
        if let Some((file, bytes)) = &settings.sample {
            rows = sampled(rows, file, bytes, &mut told)?;
        }
        rows.retain(is_offered);
        if settings.shows_machine {
            rows.sort_by_key(|row| !is_to_check(row, &question));
        }
        match rows.is_empty() {
            true => Err(Error::new(ErrorKind::Input, Place::file(out), "there is no statement to code")
                .remedy("The chair's words, duplicates and texts in other languages are not offered.")),
            false => Ok((Task { items: with_texts(&run, &study, rows)?, question, lexicon }, told)),
        }
    }
}

fn cell<'r>(row: &'r PastRow, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

/// The machine says `uncodable` of what it does not code; of versions of a text one is coded.
fn is_offered(row: &PastRow) -> bool {
    cell(row, "stance_machine") != UNCODABLE && cell(row, "duplicate_of").is_empty()
}

fn is_to_check(row: &PastRow, question: &Question) -> bool {
    let stance = cell(row, "stance_machine");
    stance == ABSTAIN || question.is_to_check(stance)
}

/// The rows that a sample names, in its order, each once.
fn sampled(rows: Vec<PastRow>, file: &str, bytes: &[u8], told: &mut Vec<Diagnostic>) -> Result<Vec<PastRow>> {
    let (_, sample) = spreadsheet::read(file, bytes, &[STATEMENT])?;
    let mut rows: Vec<Option<PastRow>> = rows.into_iter().map(Some).collect();
    let ids: Vec<String> = rows.iter().flatten().map(|row| cell(row, STATEMENT).to_string()).collect();
    let mut found = Vec::new();
    for wanted in &sample {
        let Some(id) = wanted.cell(STATEMENT) else { continue };
        let Some(at) = ids.iter().position(|known| known == id) else {
            let near = nearest(id, ids.iter().map(String::as_str));
            let remedy = match near.is_empty() {
                true => "Copy the statement_id from statements.csv.".into(),
                false => format!("Did you mean {}?", near.join(" or ")),
            };
            let found = format!("the run has no statement `{id}`");
            return Err(Error::new(ErrorKind::Input, wanted.place.clone(), found).remedy(remedy));
        };
        let Some(row) = rows[at].take() else { continue };
        if !is_offered(&row) {
            let found = format!("`{id}` is left out: the run did not code it ({})", why_not(&row));
            told.push(Diagnostic::warning(wanted.place.clone(), found));
        }
        found.push(row);
    }
    Ok(found)
}

fn why_not(row: &PastRow) -> String {
    match cell(row, "duplicate_of") {
        "" => cell(row, "derived_by").into(),
        other => format!("another version of {other}"),
    }
}

/// Reads the texts, each source once.
fn with_texts(run: &PastRun, study: &Study, rows: Vec<PastRow>) -> Result<Vec<Item>> {
    let mut by_source: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &rows {
        by_source.entry(cell(row, "source")).or_default().push(cell(row, STATEMENT));
    }
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (source, ids) in by_source {
        let statements = read_again(run, study, source, &ids)?;
        texts.extend(statements.into_iter().map(|statement| (statement.id, statement.text)));
    }
    let item = |mut known: PastRow| {
        known.retain(|_, cell| !cell.is_empty());
        let id = known.remove(STATEMENT).unwrap_or_default();
        Item { text: texts.remove(&id).unwrap_or_default(), id, known }
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
        let rows =
            || vec![row("a", "for", ""), row("b", UNCODABLE, ""), row("c", "for", "a"), row("d", "x", "")];
        let sample = |text: &str| {
            let mut told = Vec::new();
            let rows = sampled(rows(), "s.csv", text.as_bytes(), &mut told)?;
            let offered = rows.iter().filter(|row| is_offered(row));
            let ids: Vec<String> = offered.map(|row| cell(row, STATEMENT).to_string()).collect();
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
