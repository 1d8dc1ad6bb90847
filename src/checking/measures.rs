//! The tables of a validation: measures, confusion, calibration and coverage, and the main result in words.

use crate::codebook::{ABSTAIN, THEMES};
use crate::model::bins_of;
use crate::statistics::wilson;
use crate::table::{Cell, Table};
use crate::validity::{Accuracy, Case, ClassAccuracy, Estimate, FEW_CASES};
use std::collections::{BTreeMap, BTreeSet};

/// Confidence in each answer, and whether it is right.
pub(super) fn calibrated(cases: &[Case]) -> Vec<(f64, bool)> {
    let answered = cases.iter().filter(|case| !case.machine.contains(ABSTAIN));
    answered.filter_map(|case| Some((case.confidence?, case.person == case.machine))).collect()
}

pub(super) fn measures_table(measured: &[(&str, Accuracy)]) -> Table {
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

pub(super) fn confusion_table(cases: &[Case]) -> Table {
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

pub(super) fn calibration_table(rows: &[(f64, bool)]) -> Table {
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

pub(super) fn coverage_table(rows: &[(f64, bool)]) -> Table {
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
pub(super) fn in_words(measured: &[(&str, Accuracy)]) -> String {
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
