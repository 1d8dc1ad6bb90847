//! What the model's confidence is worth: how much is answered at each threshold, and how often it is right.
//!
//! Owns two tables from the record of the model's training. They are of its training passages, and say so; a
//! coded sample adds the rows of this run.

use super::{Correction, Findings};
use crate::codebook::ABSTAIN;
use crate::model::{Bin, Coverage, Record};
use crate::table::{Cell, Table};

/// Where a row was measured.
const IN_TRAINING: &str = "training passages";
const IN_THIS_RUN: &str = "this run";
const IN_THEMES: &str = "training sentences of the themes";

impl Findings<'_> {
    /// Coverage and error by threshold, and confidence beside what is right; none without a model that has a
    /// record of them.
    pub(super) fn confidence(&self) -> Vec<Table> {
        let Some(record) = self.record else { return Vec::new() };
        let tables = [self.coverage_curve(record), self.reliability(record)];
        tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
    }

    fn coverage_curve(&self, record: &Record) -> Table {
        let columns = ["measured_on", "question", "n", "threshold", "coverage", "error"];
        let title = self.title("Coverage and error of the model");
        let mut table = Table::new("coverage_curve", title, &columns);
        let mut push = |measured_on: &str, n: usize, (threshold, coverage, error): Point| {
            let known = [measured_on.into(), self.question.name.as_str().into(), n.into()];
            table.push(known.into_iter().chain([threshold.into(), coverage.into(), error.into()]).collect());
        };
        for point in &record.coverage {
            push(IN_TRAINING, record.passages, of_record(point));
        }
        let mut note = format!(
            "coverage: the share with at least this confidence, which is answered; error: the share of the answered whose class is \
             wrong, empty where none is. {}",
            origin(record)
        );
        if let Some(correction) = self.correction {
            let thresholds = record.coverage.iter().map(|point| point.threshold);
            thresholds
                .for_each(|threshold| push(IN_THIS_RUN, correction.counts().0, correction.at(threshold)));
            note.push_str(&format!(
                " {IN_THIS_RUN}: the statements of the random sample that people coded, weighted by the inverse of their \
                 probability; there the machine abstains below the study's least confidence. Its intervals: `plenary validate`."
            ));
        }
        table.note(note)
    }

    fn reliability(&self, record: &Record) -> Table {
        let columns = ["measured_on", "question", "bin", "n", "confidence", "right"];
        let title = self.title("Confidence of the model and what is right");
        let mut table = Table::new("reliability", title, &columns);
        let of_themes = self.theme_record.map_or(&[][..], |record| &record.reliability);
        let question = self.question.name.as_str();
        for (measured_on, what, bins) in
            [(IN_TRAINING, question, &record.reliability[..]), (IN_THEMES, "themes", of_themes)]
        {
            for (number, Bin { n, confidence, accuracy }) in (1_usize..).zip(bins) {
                let known: [Cell; 4] = [measured_on.into(), what.into(), number.into(), (*n).into()];
                table.push(known.into_iter().chain([(*confidence).into(), (*accuracy).into()]).collect());
            }
        }
        let themes = match of_themes {
            [] => "",
            _ => {
                " Of themes a case is a sentence and a theme with a chance of at least 1 in 20; right: the sentence has it."
            }
        };
        table.note(format!(
            "Bins of equal size, from the least to the largest confidence. confidence: the mean probability of the class \
             given; right: the share of the bin whose class is right; the two are alike where confidence can be believed.{themes} {}",
            origin(record)
        ))
    }
}

/// Threshold, coverage, error.
type Point = (f64, f64, Option<f64>);

fn of_record(point: &Coverage) -> Point {
    (point.threshold, point.share, point.accuracy.map(|accuracy| 1.0 - accuracy))
}

/// Says of what the figures are.
fn origin(record: &Record) -> String {
    format!(
        "{IN_TRAINING}: cross-validated figures of the {} training passages of the model, in {} folds that keep each of {} \
         writers whole. They are not of this corpus: how good the coding is here, a coded sample alone can tell.",
        record.passages, record.folds, record.groups
    )
}

impl Correction<'_> {
    /// Coverage and error of the machine at a threshold, among all units by the sample that people coded.
    fn at(&self, threshold: f64) -> Point {
        let (mut all, mut answered, mut wrong) = (0.0, 0.0, 0.0);
        for (weight, machine, person) in self.coded() {
            let confidences =
                machine.statements.iter().filter(|coded| coded.stance_machine == machine.stance);
            let confidence = confidences.filter_map(|coded| coded.confidence).reduce(f64::max);
            let is_answered =
                machine.stance != ABSTAIN && confidence.is_some_and(|confidence| confidence >= threshold);
            let is_wrong = is_answered && machine.stance != person.stance;
            all += weight;
            answered += if is_answered { weight } else { 0.0 };
            wrong += if is_wrong { weight } else { 0.0 };
        }
        let coverage = if all > 0.0 { answered / all } else { 0.0 };
        (threshold, coverage, (answered > 0.0).then(|| wrong / answered))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Unit, Voice};
    use crate::coding::Coded;
    use crate::validity::DrawnSample;

    #[test]
    fn a_sample_is_measured_by_its_weights() {
        let coded = |(i, confidence): (usize, Option<f64>)| Coded {
            id: format!("s{i}").into(),
            stance_machine: "for".into(),
            confidence,
            ..Coded::default()
        };
        let all: Vec<Coded> = [Some(0.9), Some(0.6), Some(0.7), None, Some(0.9), Some(0.9)]
            .into_iter()
            .enumerate()
            .map(coded)
            .collect();
        let unit = |coded, stance| Unit {
            actor: "",
            name: "",
            kind: Default::default(),
            meeting: "",
            date: None,
            stance,
            detail: "",
            is_checked: true,
            is_detail_checked: false,
            statements: vec![coded],
            voice: Voice::Final,
        };
        let machine: Vec<Unit> = all.iter().map(|coded| unit(coded, "for")).collect();
        let people = ["for", "against", "against", "for", "for", "for"];
        let checked: Vec<Unit> = all.iter().zip(people).map(|(coded, stance)| unit(coded, stance)).collect();
        // Two of two in one stratum, two of four in the other: a weight of 1 and of 2.
        let rows = "statement_id,stratum,probability\ns0,a,1\ns1,a,1\ns2,b,0.5\ns3,b,0.5\n";
        let sample = DrawnSample::read("s.csv", rows.as_bytes()).unwrap();
        let correction = Correction::of(&sample, &machine, &checked).unwrap();
        for (threshold, coverage, error) in [
            (0.3, 4.0 / 6.0, Some(3.0 / 4.0)),
            (0.7, 3.0 / 6.0, Some(2.0 / 3.0)),
            (0.8, 1.0 / 6.0, Some(0.0)),
            (0.95, 0.0, None),
        ] {
            assert_eq!(correction.at(threshold), (threshold, coverage, error));
        }
    }
}
