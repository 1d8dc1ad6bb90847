//! A finished run with the definitions that it was coded with.

use crate::codebook::Question;
use crate::coding::{Uncoded, stance_model, theme_model};
use crate::error::{Error, Result};
use crate::export::{PastRow, PastRun};
use crate::lexicon::{Lexicon, formats};
use crate::model::TrainedTexts;
use crate::pipeline::{MOVED, read_again};
use crate::statement::Statement;
use crate::study::Study;
use std::collections::BTreeMap;
use std::path::Path;

/// A finished run, its statements, and what they were asked.
pub struct FinishedRun {
    /// The folder.
    pub run: PastRun,
    /// The study.
    pub study: Study,
    /// The question.
    pub question: Question,
    /// The lexicon of themes.
    pub lexicon: Lexicon,
    /// The rows of `statements.csv` that were coded and count in tables.
    pub statements: Vec<PastRow>,
    /// Its other rows: the chair's words, duplicates, other languages.
    pub uncoded: Vec<PastRow>,
}

impl FinishedRun {
    /// Opens the folder of a run.
    ///
    /// # Errors
    /// Where no run wrote it, or the definitions that it was coded with cannot be read.
    pub fn open(folder: &Path) -> Result<FinishedRun> {
        let run = PastRun::open(folder)?;
        let study = Study::of_options(run.options(), &folder.join("manifest.json").display().to_string())?;
        let moved = |error: Error| error.remedy(MOVED);
        let (lexicon, _) = formats::read_named(&study.folder, &study.themes.lexicon).map_err(moved)?;
        let (shown, text) =
            study.folder.read_named("lexicons/questions", &study.stance.question).map_err(moved)?;
        let question = Question::read(&text, &shown)?;
        let rows: Vec<PastRow> = run.rows("statements.csv")?.collect::<Result<_>>()?;
        let uncoded = [Uncoded::Chair, Uncoded::Language, Uncoded::Duplicate].map(Uncoded::name);
        let counts = |row: &PastRow| {
            cell(row, "duplicate_of").is_empty() && !uncoded.contains(&cell(row, "derived_by"))
        };
        let (statements, uncoded) = rows.into_iter().partition(counts);
        Ok(FinishedRun { run, study, question, lexicon, statements, uncoded })
    }

    /// The texts that the models of the run were trained on.
    ///
    /// # Errors
    /// Where a model cannot be read.
    pub fn trained_texts(&self) -> Result<TrainedTexts> {
        let stance = stance_model(&self.study, &self.question)?.map(|model| model.texts);
        let themes = theme_model(&self.study, &mut Vec::new())?.map(|model| model.texts);
        Ok(TrainedTexts::joined([stance, themes].into_iter().flatten()))
    }

    /// The statements of these ids, read again from their sources, by id.
    ///
    /// # Errors
    /// Where a source is not there any more, or is not as it was.
    pub fn texts(&self, ids: &[&str]) -> Result<BTreeMap<String, Statement>> {
        let mut by_source: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in self.statements.iter().filter(|row| ids.contains(&cell(row, "statement_id"))) {
            by_source.entry(cell(row, "source")).or_default().push(cell(row, "statement_id"));
        }
        let mut texts = BTreeMap::new();
        for (source, ids) in by_source {
            let read = read_again(&self.run, &self.study, source, &ids)?;
            texts.extend(read.into_iter().map(|statement| (statement.id.clone(), statement)));
        }
        Ok(texts)
    }
}

/// A cell of a row; empty where the table has no such column.
pub fn cell<'r>(row: &'r PastRow, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}
