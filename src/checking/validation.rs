//! The machine held against the codes of people: accuracy, calibration, errors, and each pattern's precision.
//!
//! Refuses what the model was trained on, and statements on which people differ are left out and counted.

use super::errors::errors_table;
use super::measures::{
    calibrated, calibration_table, confusion_table, coverage_table, in_words, measures_table,
};
use super::run::{FinishedRun, cell};
use crate::codebook::{ABSTAIN, Codings, DETAIL, MACHINE, People, STANCE, THEMES};
use crate::coding::BY_PERSON;
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result};
use crate::export::PastRow;
use crate::statistics::wilson;
use crate::table::Table;
use crate::text::{Segmented, fingerprint};
use crate::theme::Origin;
use crate::validity::{Accuracy, Case, DrawnSample};
use std::collections::{BTreeMap, BTreeSet};

/// How a run is validated.
#[derive(Clone, Copy, Debug, Default)]
pub struct ValidationSettings {
    /// Whether the hold-out of the sample is scored, and nothing else.
    pub of_holdout: bool,
    /// The seed of the bootstrap.
    pub seed: u64,
}

/// What was found.
pub struct Validation {
    /// The tables, the measures first.
    pub tables: Vec<Table>,
    /// What is to be told besides.
    pub notes: Vec<Diagnostic>,
    /// The main result in a sentence.
    pub in_words: String,
}

impl Validation {
    /// Scores the codings of a run.
    ///
    /// # Errors
    /// Where no statement of the run has a settled code, or one was among the model's training texts.
    pub fn of(
        finished: &FinishedRun,
        codings: Codings,
        sample: Option<&DrawnSample>,
        settings: ValidationSettings,
    ) -> Result<Validation> {
        let (people, mut notes) = People::valid(codings, &finished.question)?;
        notes.extend(people.unknown_themes(&finished.lexicon));
        let gold = Gold { finished, people: &people, sample, settings };
        let [stance, detail, themes] = gold.cases(&mut notes)?;
        if stance.is_empty() && themes.is_empty() {
            let found = "no statement of the run has a code that people agree on";
            return Err(Error::new(ErrorKind::Input, Place::default(), found)
                .remedy("Name the codings of statements of this run; settle differences by rows of the coder `adjudicated`."));
        }
        gold.refuse_trained(stance.iter().chain(&themes))?;
        let mut tables = Vec::new();
        let measured = [(STANCE, &stance), (DETAIL, &detail), (THEMES, &themes)];
        let measured: Vec<(&str, Accuracy)> = measured
            .into_iter()
            .filter(|(_, cases)| !cases.is_empty())
            .map(|(variable, cases)| (variable, Accuracy::of(cases, settings.seed)))
            .collect();
        tables.push(measures_table(&measured));
        tables.push(confusion_table(&stance));
        let rows = calibrated(&stance);
        tables.push(calibration_table(&rows));
        tables.push(coverage_table(&rows));
        tables.push(errors_table(finished, &[(STANCE, &stance), (THEMES, &themes)]));
        tables.push(gold.patterns_table(&themes)?);
        Ok(Validation { tables, notes, in_words: in_words(&measured) })
    }
}

/// People's codes beside a run.
struct Gold<'g> {
    finished: &'g FinishedRun,
    people: &'g People,
    sample: Option<&'g DrawnSample>,
    settings: ValidationSettings,
}

impl Gold<'_> {
    /// The weight of a statement; none where it is not to be scored now.
    fn weight(&self, id: &str) -> Option<f64> {
        let Some(sample) = self.sample else { return Some(1.0) };
        let row = sample.statements.get(id)?;
        (row.is_holdout == self.settings.of_holdout).then(|| 1.0 / row.probability)
    }

    /// The settled codes beside the machine's: positions, their details, and themes; where people differ is told.
    fn cases(&self, notes: &mut Vec<Diagnostic>) -> Result<[Vec<Case>; 3]> {
        let machine_themes = self.machine_themes()?;
        let [mut stances, mut details, mut themes] = [const { Vec::new() }; 3];
        for row in &self.finished.statements {
            let id = cell(row, "statement_id");
            let Some(weight) = self.weight(id) else { continue };
            let verdict = self.people.verdict(id, &self.finished.question);
            notes.extend(verdict.differences);
            let case = |person: BTreeSet<String>, machine: BTreeSet<String>| Case {
                id: id.into(),
                person,
                machine,
                confidence: cell(row, "confidence").parse().ok(),
                weight,
            };
            let given =
                |code: &str| BTreeSet::from([if code.is_empty() { ABSTAIN } else { code }.to_string()]);
            let settled = |code: Option<String>| code.filter(|code| code != ABSTAIN).map(|code| given(&code));
            stances.extend(
                settled(verdict.stance).map(|person| case(person, given(cell(row, "stance_machine")))),
            );
            if cell(row, "coded_by") == MACHINE {
                details.extend(settled(verdict.detail).map(|person| case(person, given(cell(row, DETAIL)))));
            }
            let machine = machine_themes.get(id).cloned().unwrap_or_default();
            let person = verdict.themes.map(|themes| themes.into_iter().collect());
            themes.extend(person.map(|person| Case { confidence: None, ..case(person, machine) }));
        }
        Ok([stances, details, themes])
    }

    /// The machine's themes by statement. Where people's count in the run, they are those that people did not add,
    /// and what people took out.
    fn machine_themes(&self) -> Result<BTreeMap<String, BTreeSet<String>>> {
        let mut themes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut add = |row: &PastRow, column: &str| {
            themes.entry(cell(row, "statement_id").into()).or_default().insert(cell(row, column).into());
        };
        for row in self.finished.run.rows("themes.csv")? {
            let row = row?;
            if cell(&row, "origin") != Origin::Person.name() {
                add(&row, "theme");
            }
        }
        for row in self.finished.run.rows("evidence.csv")? {
            let row = row?;
            if cell(&row, "suppressed_by") == BY_PERSON {
                add(&row, "code");
            }
        }
        Ok(themes)
    }

    /// What a model was trained on says nothing of how good it is.
    fn refuse_trained<'c>(&self, cases: impl Iterator<Item = &'c Case>) -> Result<()> {
        let ids: BTreeSet<&str> = cases.map(|case| case.id.as_str()).collect();
        let trained = self.finished.trained_texts()?;
        let texts = self.finished.texts(&ids.into_iter().collect::<Vec<_>>())?;
        let is_known = |text: &str| trained.contains(fingerprint(text));
        let sentences = |text: &str| {
            Segmented::new(text).sentences.iter().any(|sentence| is_known(sentence.span.of(text)))
        };
        let was_trained_on =
            |text: &str| is_known(text) || text.split("\n\n").any(is_known) || sentences(text);
        match texts.iter().find(|(_, statement)| was_trained_on(&statement.text)) {
            None => Ok(()),
            Some((id, statement)) => {
                let found = format!(
                    "the model was trained on the text of `{id}`, so that its codes say nothing of how good it is"
                );
                Err(Error::new(ErrorKind::Input, Place::file(&statement.source), found)
                    .remedy("Score statements that no model was trained on, or run with another model."))
            }
        }
    }

    /// The precision of each pattern: of the statements where it counts, those with the theme by people.
    fn patterns_table(&self, cases: &[Case]) -> Result<Table> {
        let columns = [
            "theme",
            "pattern",
            "n_statements",
            "n_right",
            "precision",
            "precision_low",
            "precision_high",
            "worth_dropping",
        ];
        let mut table = Table::new("patterns", "Precision of each pattern of the lexicon", &columns);
        let by_id: BTreeMap<&str, &Case> = cases.iter().map(|case| (case.id.as_str(), case)).collect();
        let mut found: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for row in self.finished.run.rows("evidence.csv")? {
            let row = row?;
            let counts =
                cell(&row, "kind") == "theme" && ["", BY_PERSON].contains(&cell(&row, "suppressed_by"));
            if counts && by_id.contains_key(cell(&row, "statement_id")) {
                let key = (cell(&row, "code").to_string(), cell(&row, "pattern").to_string());
                found.entry(key).or_default().insert(cell(&row, "statement_id").into());
            }
        }
        for ((theme, pattern), ids) in found {
            let n_right = ids.iter().filter(|id| by_id[id.as_str()].person.contains(&theme)).count();
            let precision = n_right as f64 / ids.len() as f64;
            let interval = wilson(precision, ids.len() as f64);
            table.push(vec![
                theme.into(),
                pattern.into(),
                ids.len().into(),
                n_right.into(),
                precision.into(),
                interval.map(|(low, _)| low).into(),
                interval.map(|(_, high)| high).into(),
                interval.is_some_and(|(_, high)| high < 0.5).into(),
            ]);
        }
        Ok(table.note(
            "Of the statements that people coded and in which the pattern counts, those that people gave the theme, with \
             Wilson's 95 % interval. worth_dropping: even the upper bound is below one half.",
        ))
    }
}
