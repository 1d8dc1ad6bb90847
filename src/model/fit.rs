//! Multinomial logistic regression by linfa, with the gradient checked after the fit.

use super::features::{Row, round};
use super::softmax;
use crate::error::{Error, Place, Result};
use linfa::Dataset;
use linfa::traits::Fit;
use linfa_logistic::{LogisticRegression, MultiLogisticRegression};
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

/// Weights of a fitted model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// The classes, in the order of the weights.
    pub classes: Vec<String>,
    /// For each class its constant.
    pub intercept: Vec<f64>,
    /// For each class a weight a feature.
    pub weights: Vec<Vec<f64>>,
}

impl Fitted {
    /// The logit of each class for a row.
    pub fn logits(&self, row: &Row) -> Vec<f64> {
        let of_class = |(weights, constant): (&Vec<f64>, &f64)| {
            constant + row.iter().map(|(column, weight)| weights[*column] * weight).sum::<f64>()
        };
        self.weights.iter().zip(&self.intercept).map(of_class).collect()
    }
}

/// The largest mean gradient at which a fit counts as converged.
const TOLERANCE: f64 = 1e-3;

/// Fits rows (of length 1) to labels, which are numbers of `classes`.
///
/// # Errors
/// Where a class has no row, the solver fails, or the gradient at its solution is not near 0.
pub fn fit(
    rows: &[Row],
    labels: &[usize],
    classes: &[String],
    n_features: usize,
    alpha: f64,
) -> Result<Fitted> {
    let fault = |found: String| {
        Error::definition(Place::default(), found)
            .remedy("Give more training passages of each class, or a larger alpha.")
    };
    if let Some(empty) = (0..classes.len()).find(|class| !labels.contains(class)) {
        return Err(fault(format!("there is no training passage of the class `{}`", classes[empty])));
    }
    let dataset = Dataset::new(dense(rows, n_features), Array1::from_vec(labels.to_vec()));
    // The solver's gradient is that of the sum over rows, ours that of the mean.
    let tolerance = 0.5 * TOLERANCE * rows.len() as f64;
    let solver =
        MultiLogisticRegression::default().alpha(alpha).max_iterations(2000).gradient_tolerance(tolerance);
    let model = solver.fit(&dataset).map_err(|error| fault(format!("the fit failed: {error}")))?;
    // Four decimals: of the many weights of a question the file would else be a third larger.
    let brief = |weight: &f64| (weight * 1e4).round() / 1e4;
    let column = |class: usize| model.params().column(class).iter().map(brief).collect();
    let fitted = Fitted {
        classes: classes.to_vec(),
        intercept: model.intercept().iter().map(|constant| round(*constant)).collect(),
        weights: (0..classes.len()).map(column).collect(),
    };
    match gradient(&fitted, rows, labels, alpha) {
        norm if norm <= TOLERANCE => Ok(fitted),
        norm => Err(fault(format!("the fit did not converge: its gradient is {norm:.5}"))),
    }
}

/// Rows as linfa's records, in which most cells are 0.
fn dense(rows: &[Row], n_features: usize) -> Array2<f64> {
    let mut records = Array2::<f64>::zeros((rows.len(), n_features));
    for (i, row) in rows.iter().enumerate() {
        row.iter().for_each(|(column, weight)| records[[i, *column]] = *weight);
    }
    records
}

/// Fits rows (of length 1) to a yes or no: the constant of its logit and a weight a feature.
///
/// # Errors
/// Where all rows say the same, the solver fails, or the gradient at its solution is not near 0.
pub fn fit_binary(rows: &[Row], has: &[bool], n_features: usize, alpha: f64) -> Result<(f64, Vec<f64>)> {
    let fault = |found: String| {
        Error::definition(Place::default(), found).remedy("Give more examples, or a larger alpha.")
    };
    let dataset = Dataset::new(dense(rows, n_features), Array1::from_vec(has.to_vec()));
    let solver = LogisticRegression::default().alpha(alpha).max_iterations(400).gradient_tolerance(1e-4);
    let model = solver.fit(&dataset).map_err(|error| fault(format!("the fit failed: {error}")))?;
    let sign = if model.labels().pos.class { 1.0 } else { -1.0 };
    let constant = sign * model.intercept();
    let weights: Vec<f64> = model.params().iter().map(|weight| sign * weight).collect();
    let mut slopes: Vec<f64> = weights.iter().map(|weight| alpha * weight).collect();
    for (row, has) in rows.iter().zip(has) {
        let logit = constant + row.iter().map(|(column, value)| weights[*column] * value).sum::<f64>();
        let error = sigmoid(logit) - f64::from(u8::from(*has));
        row.iter().for_each(|(column, value)| slopes[*column] += error * value);
    }
    match slopes.iter().map(|slope| slope * slope).sum::<f64>().sqrt() / rows.len() as f64 {
        norm if norm <= TOLERANCE => Ok((round(constant), weights.into_iter().map(round).collect())),
        norm => Err(fault(format!("the fit did not converge: its gradient is {norm:.5}"))),
    }
}

/// The probability that a logit stands for.
pub fn sigmoid(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// The Euclidean norm of the gradient of the mean penalized loss, with a softmax of each row.
fn gradient(fitted: &Fitted, rows: &[Row], labels: &[usize], alpha: f64) -> f64 {
    let mut slopes: Vec<Vec<f64>> =
        fitted.weights.iter().map(|class| class.iter().map(|w| alpha * w).collect()).collect();
    for (row, label) in rows.iter().zip(labels) {
        for (class, probability) in softmax(&fitted.logits(row)).into_iter().enumerate() {
            let error = probability - f64::from(u8::from(class == *label));
            row.iter().for_each(|(column, weight)| slopes[class][*column] += error * weight);
        }
    }
    slopes.iter().flatten().map(|slope| slope * slope).sum::<f64>().sqrt() / rows.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separable_rows_are_told_apart() {
        let rows: Vec<Row> = vec![
            vec![(0, 1.0)],
            vec![(0, 1.0)],
            vec![(1, 1.0)],
            vec![(1, 1.0)],
            vec![(2, 1.0)],
            vec![(2, 1.0)],
        ];
        let classes = ["a", "b", "c"].map(String::from);
        let fitted = fit(&rows, &[0, 0, 1, 1, 2, 2], &classes, 3, 0.1).unwrap();
        let logits = fitted.logits(&rows[2]);
        assert!(logits[1] > logits[0] && logits[1] > logits[2]);
        assert!(fit(&rows, &[0, 0, 1, 1, 1, 1], &classes, 3, 0.1).is_err());
    }
}
