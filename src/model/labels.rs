//! Many labels of one document: a logistic regression for each, over one vocabulary.
//!
//! Owns the form of the model's file, the fit of a label and what it says of a document. Which
//! documents to learn from, and thresholds, are the caller's matter.

use super::TrainedTexts;
use super::features::{Row, Vocabulary, chi_squared, round};
use super::fit::{fit_binary, sigmoid};
use super::metrics::Bin;
use crate::error::{Error, Place, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A trained model of many labels with its own record, as its file holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelModel {
    /// The version of the file's form.
    pub schema: u32,
    /// BLAKE3 of the lexicon whose hits are among its features.
    pub lexicon_checksum: String,
    /// BLAKE3 of the training examples.
    pub training_checksum: String,
    /// What it was trained on, text by text.
    pub texts: TrainedTexts,
    /// Settings and cross-validated figures.
    pub record: LabelRecord,
    /// Features and their weights.
    pub vocabulary: Vocabulary,
    /// The labels.
    pub labels: Vec<Label>,
    /// The positions on them, each named `label=position`: regressions on the texts that have the label.
    pub positions: Vec<Label>,
}

/// How a model of labels was trained, and how well it did on writers that it had not seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LabelRecord {
    /// Training examples.
    pub examples: usize,
    /// How many wrote them.
    pub writers: usize,
    /// The writers who were left out in turn: all whose sentences no theme depends on.
    pub left_out: Vec<String>,
    /// Their sentences, on which the figures are.
    pub tested: usize,
    /// The seed of the examples drawn for each fit.
    pub seed: u64,
    /// The penalty of all labels.
    pub alpha: f64,
    /// Out of fold, each way to decide: its name, and recall, precision and F1 over all labels.
    pub methods: Vec<(String, [f64; 3])>,
    /// Out of fold, the expected calibration error, of pairs of text and label that have a chance.
    pub ece: f64,
    /// The bins of the calibration error.
    pub reliability: Vec<Bin>,
    /// The texts of writers left out in which positions were coded, once for each label that has positions.
    pub position_cases: usize,
    /// Out of fold, each way to tell positions: its name, and recall, precision and F1 over all of them.
    pub position_methods: Vec<(String, [f64; 3])>,
}

/// One label: its regression, from which probability it is given, and its out-of-fold figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Its name.
    pub name: String,
    /// The logit of a document without any feature.
    pub constant: f64,
    /// What each feature adds to the logit: its column and its weight, in order of columns.
    pub weights: Vec<(u32, f64)>,
    /// From this probability the label is given where the lexicon has a hit.
    pub confirmed_from: f64,
    /// From this probability it is given where the lexicon has none.
    pub proposed_from: f64,
    /// Examples that have the label.
    pub n: usize,
    /// Of the examples given it out of fold, the share that have it.
    pub precision: f64,
    /// Of the examples that have it, the share given it out of fold.
    pub recall: f64,
    /// Precision and recall of the lexicon alone on the same examples.
    pub of_lexicon: [f64; 2],
}

impl Label {
    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 2.0 * self.precision * self.recall / sum } else { 0.0 }
    }

    /// Takes `shift` off the logit and divides it by `temperature`, for good.
    pub fn rescale(&mut self, shift: f64, temperature: f64) {
        self.constant = round((self.constant - shift) / temperature);
        self.weights
            .iter_mut()
            .for_each(|(_, weight)| *weight = (*weight / temperature * 100.0).round() / 100.0);
        self.weights.retain(|(_, weight)| *weight != 0.0);
    }
}

/// The form of files that this version reads.
pub const LABEL_SCHEMA: u32 = 3;

impl LabelModel {
    /// Reads a model file; `file` names it in errors.
    ///
    /// # Errors
    /// Where the file is not a model of this version.
    pub fn read(text: &str, file: &str) -> Result<LabelModel> {
        let fault = |found: String| {
            Error::definition(Place::file(file), found).remedy("Make it anew with `plenary train --themes`.")
        };
        let model: LabelModel = serde_json::from_str(text)
            .map_err(|error| fault(format!("this is not a model of themes: {error}")))?;
        let n_features = model.vocabulary.features.len();
        let is_whole =
            |label: &Label| label.weights.iter().all(|(column, _)| (*column as usize) < n_features);
        match model.schema {
            LABEL_SCHEMA if model.labels.iter().chain(&model.positions).all(is_whole) => Ok(model),
            LABEL_SCHEMA => Err(fault("a weight has no feature".into())),
            other => Err(fault(format!("the model has form {other}, this version reads {LABEL_SCHEMA}"))),
        }
    }
}

/// The weights of a model's labels by feature, so that a document costs what its features cost.
#[derive(Clone, Debug, Default)]
pub struct LabelIndex {
    constants: Vec<f64>,
    /// For each column the labels it bears on, with the weight.
    postings: Vec<Vec<(u32, f64)>>,
}

impl LabelIndex {
    /// Turns the labels of a model with `n_features` features round.
    pub fn new(labels: &[Label], n_features: usize) -> Self {
        let mut postings = vec![Vec::new(); n_features];
        for (number, label) in labels.iter().enumerate() {
            let add =
                |(column, weight): &(u32, f64)| postings[*column as usize].push((number as u32, *weight));
            label.weights.iter().for_each(add);
        }
        LabelIndex { constants: labels.iter().map(|label| label.constant).collect(), postings }
    }

    /// The probability of each label for a document.
    pub fn probabilities(&self, row: &Row) -> Vec<f64> {
        self.logits(row).into_iter().map(sigmoid).collect()
    }

    /// The logit of each label for a document.
    pub fn logits(&self, row: &Row) -> Vec<f64> {
        let mut logits = self.constants.clone();
        for (column, value) in row {
            for (label, weight) in &self.postings[*column] {
                logits[*label as usize] += weight * value;
            }
        }
        logits
    }
}

/// The regression of one label: its constant and weights in the columns of the vocabulary.
///
/// It has at most `most` columns, each in two rows at least: those that tell the label best by
/// chi-squared of their presence.
///
/// # Errors
/// Where no row has the label, all have it, or the fit does not converge.
pub fn fit_label(rows: &[&Row], has: &[bool], most: usize, alpha: f64) -> Result<(f64, Vec<(u32, f64)>)> {
    let columns = telling_columns(rows, has, most);
    let narrow = |row: &&Row| -> Row {
        row.iter()
            .filter_map(|(column, value)| columns.binary_search(column).ok().map(|at| (at, *value)))
            .collect()
    };
    let narrow: Vec<Row> = rows.iter().map(narrow).collect();
    let (constant, weights) = fit_binary(&narrow, has, columns.len(), alpha)?;
    Ok((constant, columns.iter().map(|column| *column as u32).zip(weights).collect()))
}

/// The columns that tell a label best, sorted; ties go by the column.
fn telling_columns(rows: &[&Row], has: &[bool], most: usize) -> Vec<usize> {
    let mut counts: BTreeMap<usize, [f64; 2]> = BTreeMap::new();
    for (row, has) in rows.iter().zip(has) {
        for (column, _) in row.iter() {
            counts.entry(*column).or_default()[usize::from(*has)] += 1.0;
        }
    }
    let (n, n_has) = (rows.len() as f64, has.iter().filter(|has| **has).count() as f64);
    let score = |(column, [without, with]): (usize, [f64; 2])| {
        (chi_squared(&[with], &[n_has], with + without, n), column)
    };
    let mut scored: Vec<(f64, usize)> =
        counts.into_iter().filter(|(_, [without, with])| without + with >= 2.0).map(score).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut columns: Vec<usize> = scored.into_iter().take(most).map(|(_, column)| column).collect();
    columns.sort_unstable();
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_learnt_and_looked_up_by_feature() {
        let (a, b): (Row, Row) = (vec![(2, 1.0)], vec![(5, 1.0)]);
        let (constant, weights) = fit_label(&[&a, &a, &b, &b], &[true, true, false, false], 9, 0.02).unwrap();
        assert_eq!(weights.iter().map(|(column, _)| *column).collect::<Vec<_>>(), [2, 5]);
        let label = Label { constant, weights, ..Label::default() };
        let index = LabelIndex::new(&[label.clone(), Label::default()], 6);
        let probabilities = index.probabilities(&a);
        assert!(probabilities[0] > 0.8 && index.probabilities(&b)[0] < 0.2);
        assert_eq!(probabilities[1], 0.5);
        assert!(fit_label(&[&a, &b], &[true, true], 9, 0.1).is_err());
    }

    #[test]
    fn a_model_file_is_whole_or_refused() {
        let label = Label { weights: vec![(1, 0.5)], ..Label::default() };
        let mut model = LabelModel {
            schema: LABEL_SCHEMA,
            lexicon_checksum: String::new(),
            training_checksum: String::new(),
            texts: TrainedTexts::default(),
            record: LabelRecord::default(),
            vocabulary: Vocabulary { features: vec!["a".into(), "b".into()], idf: vec![1.0, 1.0] },
            labels: vec![label],
            positions: Vec::new(),
        };
        let text = |model: &LabelModel| serde_json::to_string(model).unwrap();
        assert_eq!(LabelModel::read(&text(&model), "m.json").unwrap(), model);
        model.vocabulary.features.pop();
        assert!(LabelModel::read(&text(&model), "m.json").is_err());
        model.schema = 9;
        assert!(LabelModel::read(&text(&model), "m.json").is_err());
    }
}
