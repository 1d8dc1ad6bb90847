//! The classifier: features, folds, fit, calibration and metrics. Nothing else imports linfa.
//!
//! A document is a list of features (words, word pairs, cues); what they mean is the caller's
//! matter.

mod features;
mod fit;
mod folds;
mod labels;
mod metrics;
mod naive_bayes;
mod trained_texts;

pub use features::{Row, Vocabulary, normalised, with_share};
pub use fit::{Fitted, fit, sigmoid};
pub use folds::grouped_folds;
pub use labels::{LABEL_SCHEMA, Label, LabelIndex, LabelModel, LabelRecord, fit_label};
pub use metrics::{Bin, ClassScore, Coverage, Scores, bins_of, coverage, reliability, scores};
pub use naive_bayes::NaiveBayes;
pub use trained_texts::TrainedTexts;

use crate::error::{Error, Place, Result};
use serde::{Deserialize, Serialize};

/// A trained model with its own record, as its file holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The version of the file's form.
    pub schema: u32,
    /// The question that it answers.
    pub question: String,
    /// BLAKE3 of the question file that it was trained with, without its key `tables`.
    pub question_checksum: String,
    /// BLAKE3 of the training passages.
    pub training_checksum: String,
    /// What it was trained on, text by text.
    pub texts: TrainedTexts,
    /// Settings and cross-validated figures.
    pub record: Record,
    /// Features and their weights.
    pub vocabulary: Vocabulary,
    /// The classes and their weights.
    pub fitted: Fitted,
    /// What logits are divided by before they become probabilities.
    pub temperature: f64,
}

/// How a model was trained and how well it did on writers that it had not seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Training passages.
    pub passages: usize,
    /// Groups (writers) that were kept whole in the folds.
    pub groups: usize,
    /// Folds.
    pub folds: usize,
    /// The seed of the folds.
    pub seed: u64,
    /// The penalty.
    pub alpha: f64,
    /// The weight of the cues in the joint decision.
    pub cue_weight: f64,
    /// From this probability of not being silent a paragraph counts as one on the proposal.
    pub relevance: f64,
    /// Out-of-fold figures of each way to decide.
    pub methods: Vec<(String, Scores)>,
    /// Out of fold, by the way chosen: what is answered and how well where low confidence is left to a person.
    #[serde(default)]
    pub coverage: Vec<Coverage>,
    /// Out of fold, by the way chosen: what probabilities say and what is true.
    #[serde(default)]
    pub reliability: Vec<Bin>,
}

/// The form of model files that this version reads.
pub const SCHEMA: u32 = 2;

impl Model {
    /// Reads a model file; `file` names it in errors.
    ///
    /// # Errors
    /// Where the file is not a model of this version.
    pub fn read(text: &str, file: &str) -> Result<Model> {
        let fault = |found: String| {
            Error::definition(Place::file(file), found).remedy("Make it anew with `plenary train`.")
        };
        let model: Model =
            serde_json::from_str(text).map_err(|error| fault(format!("this is not a model: {error}")))?;
        match model.schema {
            SCHEMA => Ok(model),
            other => Err(fault(format!("the model has form {other}, this version reads {SCHEMA}"))),
        }
    }

    /// The probability of each class for a document.
    pub fn probabilities(&self, document: &[String]) -> Vec<(String, f64)> {
        let row = self.vocabulary.row(document);
        let logits: Vec<f64> =
            self.fitted.logits(&row).iter().map(|logit| logit / self.temperature).collect();
        self.fitted.classes.iter().cloned().zip(softmax(&logits)).collect()
    }

    /// What each feature of a document adds to the log odds of one class against another: value times the
    /// difference of the coefficients, over the temperature. In the order of the vocabulary; with
    /// [`Model::constant`] they add up to the log odds of the two probabilities.
    pub fn log_odds(&self, document: &[String], class: usize, rival: usize) -> Vec<(&str, f64)> {
        let weights = &self.fitted.weights;
        let adds = |(column, value): (usize, f64)| {
            let difference = weights[class][column] - weights[rival][column];
            (self.vocabulary.features[column].as_str(), value * difference / self.temperature)
        };
        self.vocabulary.row(document).into_iter().map(adds).collect()
    }

    /// The log odds of one class against another in a document without known features.
    pub fn constant(&self, class: usize, rival: usize) -> f64 {
        (self.fitted.intercept[class] - self.fitted.intercept[rival]) / self.temperature
    }
}

/// Logits as probabilities, without overflow.
pub fn softmax(logits: &[f64]) -> Vec<f64> {
    let highest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logits.iter().map(|logit| (logit - highest).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// The temperature that makes held-out logits most likely: the least mean log loss on a grid.
pub fn temperature(logits: &[Vec<f64>], labels: &[usize]) -> f64 {
    let loss = |temperature: f64| -> f64 {
        let one = |(logits, label): (&Vec<f64>, &usize)| {
            let scaled: Vec<f64> = logits.iter().map(|logit| logit / temperature).collect();
            -softmax(&scaled)[*label].max(1e-12).ln()
        };
        logits.iter().zip(labels).map(one).sum()
    };
    let grid = (1..=80).map(|step| 0.05 * f64::from(step));
    grid.map(|t| (loss(t), t)).min_by(|a, b| a.0.total_cmp(&b.0)).map_or(1.0, |(_, t)| t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one() {
        let probabilities = softmax(&[1000.0, 999.0, -1000.0]);
        assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(probabilities[0] > probabilities[1]);
    }

    #[test]
    fn too_sure_logits_are_cooled() {
        let logits: Vec<Vec<f64>> = vec![vec![4.0, 0.0]; 10];
        let labels = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1];
        assert!(temperature(&logits, &labels) > 2.0);
    }
}
