//! How well a coding agrees with the truth: accuracy, F1, kappa, log loss, calibration.

use serde::{Deserialize, Serialize};

/// Figures of one way to decide.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Rows.
    pub n: usize,
    /// Share of rows decided rightly.
    pub accuracy: f64,
    /// Mean of the classes' F1.
    pub macro_f1: f64,
    /// Cohen's kappa.
    pub kappa: f64,
    /// Mean negative log of the true class's probability.
    pub log_loss: f64,
    /// Expected calibration error over ten bins of equal mass.
    pub ece: f64,
    /// The classes.
    pub classes: Vec<ClassScore>,
}

/// Figures of one class.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClassScore {
    /// The class.
    pub class: String,
    /// Rows that truly have it.
    pub n: usize,
    /// Of the rows given it, the share that have it.
    pub precision: f64,
    /// Of the rows that have it, the share given it.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

/// Scores probabilities of classes (a row a document) against the numbers of the true classes.
///
/// A class neither given nor true has precision, recall and F1 of 0 and counts in the mean.
///
/// ```
/// let scores = plenary::model::scores(&[vec![0.9, 0.1], vec![0.6, 0.4]], &[0, 1], &["a".into(), "b".into()]);
/// assert_eq!((scores.accuracy, scores.classes[0].recall, scores.classes[0].precision), (0.5, 1.0, 0.5));
/// ```
pub fn scores(probabilities: &[Vec<f64>], truth: &[usize], classes: &[String]) -> Scores {
    let n = truth.len();
    let given: Vec<usize> = probabilities.iter().map(|row| best(row)).collect();
    let count = |test: &dyn Fn(usize) -> bool| (0..n).filter(|i| test(*i)).count() as f64;
    let class_scores: Vec<ClassScore> = classes
        .iter()
        .enumerate()
        .map(|(c, class)| {
            let both = count(&|i| given[i] == c && truth[i] == c);
            let (is_given, is_true) = (count(&|i| given[i] == c), count(&|i| truth[i] == c));
            let (precision, recall) = (ratio(both, is_given), ratio(both, is_true));
            let f1 = ratio(2.0 * both, is_given + is_true);
            ClassScore { class: class.clone(), n: is_true as usize, precision, recall, f1 }
        })
        .collect();
    let accuracy = ratio(count(&|i| given[i] == truth[i]), n as f64);
    let by_chance: f64 = (0..classes.len())
        .map(|c| ratio(count(&|i| given[i] == c), n as f64) * ratio(count(&|i| truth[i] == c), n as f64))
        .sum();
    let log_loss = truth.iter().zip(probabilities).map(|(t, row)| -row[*t].max(1e-12).ln()).sum::<f64>();
    Scores {
        n,
        accuracy,
        macro_f1: ratio(class_scores.iter().map(|class| class.f1).sum(), classes.len() as f64),
        kappa: ratio(accuracy - by_chance, 1.0 - by_chance),
        log_loss: ratio(log_loss, n as f64),
        ece: calibration_error(probabilities, &given, truth),
        classes: class_scores,
    }
}

/// The first of the largest values.
fn best(row: &[f64]) -> usize {
    (0..row.len()).max_by(|a, b| row[*a].total_cmp(&row[*b]).then(b.cmp(a))).unwrap_or(0)
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Mean distance of confidence from accuracy over ten bins of equal mass.
fn calibration_error(probabilities: &[Vec<f64>], given: &[usize], truth: &[usize]) -> f64 {
    let mut rows: Vec<(f64, bool)> =
        (0..truth.len()).map(|i| (probabilities[i][given[i]], given[i] == truth[i])).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let n = rows.len().max(1);
    let size = n.div_ceil(10);
    let bin = |bin: &[(f64, bool)]| {
        let confidence: f64 = bin.iter().map(|(p, _)| p).sum();
        let right = bin.iter().filter(|(_, is_right)| *is_right).count() as f64;
        (right - confidence).abs()
    };
    rows.chunks(size).map(bin).sum::<f64>() / n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn perfect_and_useless_codings() {
        let classes = ["a", "b"].map(String::from);
        let perfect = scores(&[vec![1.0, 0.0], vec![0.0, 1.0]], &[0, 1], &classes);
        assert_eq!((perfect.accuracy, perfect.macro_f1, perfect.kappa, perfect.ece), (1.0, 1.0, 1.0, 0.0));
        let constant = scores(&[vec![1.0, 0.0], vec![1.0, 0.0]], &[0, 1], &classes);
        assert_eq!((constant.accuracy, constant.kappa), (0.5, 0.0));
        assert!((constant.ece - 0.5).abs() < 1e-12);
        assert_eq!(scores(&[], &[], &classes).n, 0);
    }
}
