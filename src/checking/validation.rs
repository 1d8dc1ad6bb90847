//! The machine held against the codes of people: accuracy, calibration, errors, and each pattern's precision.
//!
//! Refuses what the model was trained on, and statements on which people differ are left out and counted.

use super::errors::errors_table;
use super::run::{FinishedRun, cell};
use crate::codebook::{ABSTAIN, ADJUDICATED, Codings, DETAIL, NONE, STANCE, THEMES, is_person};
use crate::coding::BY_PERSON;
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result};
use crate::export::PastRow;
use crate::model::bins_of;
use crate::statistics::wilson;
use crate::table::{Cell, Table};
use crate::text::{Segmented, fingerprint, nearest};
use crate::theme::Origin;
use crate::validity::{Accuracy, Case, ClassAccuracy, DrawnSample, Estimate, FEW_CASES};
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
        codings: &Codings,
        sample: Option<&DrawnSample>,
        settings: ValidationSettings,
    ) -> Result<Validation> {
        let gold = Gold { finished, codings, sample, settings };
        let mut notes = gold.unknown_themes();
        let stance = gold.cases(STANCE, &mut notes);
        let detail = gold.cases(DETAIL, &mut notes);
        let themes = gold.theme_cases(&mut notes)?;
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
    codings: &'g Codings,
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

    /// The settled codes of a variable beside the machine's.
    fn cases(&self, variable: &str, notes: &mut Vec<Diagnostic>) -> Vec<Case> {
        let machine = |row: &PastRow| match variable {
            STANCE => Some(cell(row, "stance_machine").to_string()),
            _ if cell(row, "coded_by") == "machine" => Some(cell(row, DETAIL).to_string()),
            _ => None,
        };
        let mut differing = 0;
        let mut cases = Vec::new();
        for row in &self.finished.statements {
            let id = cell(row, "statement_id");
            let (Some(weight), Some(machine)) = (self.weight(id), machine(row)) else { continue };
            let Some(person) = self.settled(id, variable) else { continue };
            let Some(person) = person else {
                differing += 1;
                continue;
            };
            let machine = if machine.is_empty() { ABSTAIN.into() } else { machine };
            cases.push(Case {
                id: id.into(),
                person,
                machine: BTreeSet::from([machine]),
                confidence: cell(row, "confidence").parse().ok(),
                weight,
            });
        }
        notes.extend(told(variable, differing));
        cases
    }

    fn theme_cases(&self, notes: &mut Vec<Diagnostic>) -> Result<Vec<Case>> {
        let mut machine: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        // Where people's themes count in the run, the machine's are those that they did not add, and what they took out.
        for row in self.finished.run.rows("themes.csv")? {
            let row = row?;
            if cell(&row, "origin") == Origin::Person.name() {
                continue;
            }
            machine.entry(cell(&row, "statement_id").into()).or_default().insert(cell(&row, "theme").into());
        }
        for row in self.finished.run.rows("evidence.csv")? {
            let row = row?;
            if cell(&row, "suppressed_by") == BY_PERSON {
                machine
                    .entry(cell(&row, "statement_id").into())
                    .or_default()
                    .insert(cell(&row, "code").into());
            }
        }
        let mut differing = 0;
        let mut cases = Vec::new();
        for row in &self.finished.statements {
            let id = cell(row, "statement_id");
            let Some(weight) = self.weight(id) else { continue };
            match self.settled(id, THEMES) {
                None => {}
                Some(None) => differing += 1,
                Some(Some(person)) => cases.push(Case {
                    id: id.into(),
                    person,
                    machine: machine.get(id).cloned().unwrap_or_default(),
                    confidence: None,
                    weight,
                }),
            }
        }
        notes.extend(told(THEMES, differing));
        Ok(cases)
    }

    /// People's settled codes of a statement; none where nobody coded it, an inner none where they differ.
    fn settled(&self, id: &str, variable: &str) -> Option<Option<BTreeSet<String>>> {
        let code = |coder: &str| self.codings.code(id, coder, variable).map(|code| set(code, variable));
        if let Some(adjudicated) = code(ADJUDICATED) {
            return Some(Some(adjudicated));
        }
        let coders = self.codings.coders();
        let mut given = coders.into_iter().filter(|coder| is_person(coder)).filter_map(code);
        let first = given.next()?;
        Some(given.all(|other| other == first).then_some(first))
    }

    /// A warning for each theme that the lexicon does not have.
    fn unknown_themes(&self) -> Vec<Diagnostic> {
        let known: BTreeSet<&str> =
            self.finished.lexicon.coded().map(|(_, theme)| theme.slug.as_str()).collect();
        let codes: BTreeSet<String> = self.codings.codes(THEMES).flat_map(|code| set(code, THEMES)).collect();
        let unknown = codes.into_iter().filter(|code| !known.contains(code.as_str()));
        let warning = |code: String| {
            let near = nearest(&code, known.iter().copied());
            let found = format!("people code the theme `{code}`, which the lexicon does not have");
            let remedy = match near.is_empty() {
                true => "Its themes stand in the codebook".to_string(),
                false => format!("Did you mean {}?", near.join(" or ")),
            };
            Diagnostic::warning(Place::default(), found).remedy(remedy)
        };
        unknown.map(warning).collect()
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

/// A code as a set: of a variable with several values, those joined by ; or |.
fn set(code: &str, variable: &str) -> BTreeSet<String> {
    if variable != THEMES {
        return BTreeSet::from([code.to_string()]);
    }
    let parts = code.split([';', '|']).map(str::trim);
    parts.filter(|part| !part.is_empty() && *part != NONE).map(String::from).collect()
}

fn told(variable: &str, differing: usize) -> Option<Diagnostic> {
    let found = format!("{differing} statements on whose {variable} people differ are left out");
    let remedy = "Settle them by rows of the coder `adjudicated`";
    (differing > 0).then(|| Diagnostic::warning(Place::default(), found).remedy(remedy))
}

/// Confidence in each answer, and whether it is right.
fn calibrated(cases: &[Case]) -> Vec<(f64, bool)> {
    let answered = cases.iter().filter(|case| !case.machine.contains(ABSTAIN));
    answered.filter_map(|case| Some((case.confidence?, case.person == case.machine))).collect()
}

fn measures_table(measured: &[(&str, Accuracy)]) -> Table {
    let columns = [
        "variable",
        "row",
        "class",
        "n_person",
        "n_machine",
        "precision",
        "precision_low",
        "precision_high",
        "recall",
        "recall_low",
        "recall_high",
        "f1",
        "f1_low",
        "f1_high",
        "same",
        "same_low",
        "same_high",
        "answered",
        "macro_f1",
        "macro_f1_low",
        "macro_f1_high",
        "few_cases",
    ];
    let mut table = Table::new("measures", "The machine against people", &columns);
    for (variable, accuracy) in measured {
        let mut row = class_cells(variable, "all", &accuracy.all);
        row.extend(estimate(accuracy.same));
        row.push(accuracy.answered.into());
        row.extend(estimate(accuracy.macro_f1));
        row.push((accuracy.n < FEW_CASES).into());
        table.push(row);
        for class in &accuracy.classes {
            let mut row = class_cells(variable, "class", class);
            row.resize(columns.len() - 1, Cell::Blank);
            row.push((class.n_person < FEW_CASES).into());
            table.push(row);
        }
    }
    table.note(format!(
        "same: the share of statements with the same codes, an abstention counting as wrong; answered: those on which the \
         machine did not abstain. Statements of a random sample count by the inverse of their probability. Intervals are \
         of 95 %: Wilson's, of F1 by 2,000 draws of statements. few_cases: below {FEW_CASES}, so that the row shows little."
    ))
}

fn class_cells(variable: &str, row: &str, class: &ClassAccuracy) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![
        variable.into(),
        row.into(),
        class.class.as_str().into(),
        class.n_person.into(),
        class.n_machine.into(),
    ];
    [class.precision, class.recall, class.f1].into_iter().for_each(|found| cells.extend(estimate(found)));
    cells
}

fn estimate(found: Option<Estimate>) -> [Cell; 3] {
    let bounds = found.and_then(|found| found.interval);
    [
        found.map(|found| found.value).into(),
        bounds.map(|(low, _)| low).into(),
        bounds.map(|(_, high)| high).into(),
    ]
}

fn confusion_table(cases: &[Case]) -> Table {
    let mut counts: BTreeMap<(String, String), (usize, f64)> = BTreeMap::new();
    for case in cases {
        let joined = |codes: &BTreeSet<String>| codes.iter().cloned().collect::<Vec<_>>().join(";");
        let count = counts.entry((joined(&case.person), joined(&case.machine))).or_default();
        *count = (count.0 + 1, count.1 + case.weight);
    }
    let total: f64 = cases.iter().map(|case| case.weight).sum();
    let mut table =
        Table::new("confusion", "What people and the machine gave", &["person", "machine", "n", "share"]);
    for ((person, machine), (n, weight)) in counts {
        table.push(vec![person.into(), machine.into(), n.into(), (weight / total).into()]);
    }
    table.note(
        "share: of all statements, those of a random sample weighted by the inverse of their probability.",
    )
}

fn calibration_table(rows: &[(f64, bool)]) -> Table {
    let bins = bins_of(rows.to_vec());
    let mut table =
        Table::new("calibration", "Confidence and what was right", &["bin", "n", "confidence", "right"]);
    for (number, bin) in (1_usize..).zip(&bins) {
        table.push(vec![number.into(), bin.n.into(), bin.confidence.into(), bin.accuracy.into()]);
    }
    let n = rows.len().max(1) as f64;
    let ece = bins.iter().map(|bin| bin.n as f64 * (bin.accuracy - bin.confidence).abs()).sum::<f64>() / n;
    let brier = rows.iter().map(|(p, right)| (p - f64::from(u8::from(*right))).powi(2)).sum::<f64>() / n;
    table.note(format!(
        "Of {} answers: expected calibration error {ece:.3} over bins of equal mass, Brier score {brier:.3}.",
        rows.len()
    ))
}

fn coverage_table(rows: &[(f64, bool)]) -> Table {
    let columns = ["least_confidence", "answered", "right", "right_low", "right_high"];
    let mut table = Table::new("coverage", "What is left to a person, and how good the rest is", &columns);
    for tenths in 3..=9_u32 {
        let least = f64::from(tenths) / 10.0;
        let answered: Vec<bool> = rows.iter().filter(|(p, _)| *p >= least).map(|(_, right)| *right).collect();
        let n = answered.len() as f64;
        let right = answered.iter().filter(|right| **right).count() as f64 / n;
        let interval = wilson(right, n);
        table.push(vec![
            least.into(),
            (n / rows.len().max(1) as f64).into(),
            interval.map(|_| right).into(),
            interval.map(|(low, _)| low).into(),
            interval.map(|(_, high)| high).into(),
        ]);
    }
    table.note("Of the answers of the machine, those with at least this confidence, and the share of them that is right.")
}

/// The main result, for a methods section.
fn in_words(measured: &[(&str, Accuracy)]) -> String {
    let sentence = |(variable, accuracy): &(&str, Accuracy)| {
        let same = accuracy.same?;
        let (low, high) = same.interval?;
        let f1 = match *variable {
            THEMES => ("micro F1", accuracy.all.f1),
            _ => ("macro F1", accuracy.macro_f1),
        };
        let f1 = f1.1.map_or(String::new(), |found| format!("; {} {:.2}", f1.0, found.value));
        Some(format!(
            "{variable}: {} statements coded by people; the machine gives the same in {:.0} % (95 % interval {:.0} to {:.0} %){f1}.",
            accuracy.n,
            100.0 * same.value,
            100.0 * low,
            100.0 * high
        ))
    };
    measured.iter().filter_map(sentence).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_known_by_their_members() {
        assert_eq!(set("b; a|a", THEMES), set("a;b", THEMES));
        assert!(set("none", THEMES).is_empty() && set("none", STANCE).len() == 1);
    }

    #[test]
    fn calibration_and_coverage_are_of_answers() {
        let rows = [(0.9, true), (0.8, true), (0.4, false)];
        let table = coverage_table(&rows);
        let cells = |row: usize| table.rows[row].iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(cells(0)[..3], ["0.3000", "1.0000", "0.6667"]);
        assert_eq!(cells(3)[..3], ["0.6000", "0.6667", "1.0000"]);
        assert_eq!(table.rows[6][1].to_string(), "0.3333");
        assert!(
            calibration_table(&rows).note.contains("Brier score 0.070"),
            "{}",
            calibration_table(&rows).note
        );
        assert!(coverage_table(&[]).rows[0][2] == Cell::Blank);
    }
}
