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
    let bins = bins(probabilities, given, truth);
    let n: usize = bins.iter().map(|bin| bin.n).sum();
    bins.iter().map(|bin| bin.n as f64 * (bin.accuracy - bin.confidence).abs()).sum::<f64>() / n.max(1) as f64
}

/// Rows of like confidence: what the probabilities say, and what is true.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Rows.
    pub n: usize,
    /// Mean probability of the class given.
    pub confidence: f64,
    /// Share of rows decided rightly.
    pub accuracy: f64,
}

/// Ten bins of about equal mass, from the least to the largest confidence; the expected calibration error is
/// the mean of their distances |accuracy - confidence|, weighted by n (Naeini, Cooper and Hauskrecht 2015,
/// "Obtaining well calibrated probabilities using Bayesian binning", AAAI). Fewer with fewer than ten rows.
pub fn reliability(probabilities: &[Vec<f64>], truth: &[usize]) -> Vec<Bin> {
    let given: Vec<usize> = probabilities.iter().map(|row| best(row)).collect();
    bins(probabilities, &given, truth)
}

fn bins(probabilities: &[Vec<f64>], given: &[usize], truth: &[usize]) -> Vec<Bin> {
    bins_of((0..truth.len()).map(|i| (probabilities[i][given[i]], given[i] == truth[i])).collect())
}

/// The bins of [`reliability`] from the confidence in each decision and whether it is right.
pub fn bins_of(mut rows: Vec<(f64, bool)>) -> Vec<Bin> {
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let bin = |rows: &[(f64, bool)]| {
        let confidence: f64 = rows.iter().map(|(p, _)| p).sum();
        let right = rows.iter().filter(|(_, is_right)| *is_right).count() as f64;
        let n = rows.len();
        Bin { n, confidence: confidence / n as f64, accuracy: right / n as f64 }
    };
    rows.chunks(rows.len().div_ceil(10).max(1)).map(bin).collect()
}

/// What is answered where low confidence is left to a person, and how well.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// The least confidence at which a row is answered.
    pub threshold: f64,
    /// Share of rows answered.
    pub share: f64,
    /// Share of the answered rows decided rightly; none where no row is answered.
    pub accuracy: Option<f64>,
    /// Mean F1 of the classes that are given or true among the answered rows; none where no row is answered.
    pub macro_f1: Option<f64>,
}

/// The curve of coverage at thresholds .3 to .9: the more is left to a person, the better the rest should be.
///
/// ```
/// let curve = plenary::model::coverage(&[vec![0.95, 0.05], vec![0.6, 0.4]], &[0, 1], 2);
/// assert_eq!((curve[0].share, curve[0].accuracy), (1.0, Some(0.5)));
/// assert_eq!((curve[6].share, curve[6].accuracy), (0.5, Some(1.0)));
/// ```
pub fn coverage(probabilities: &[Vec<f64>], truth: &[usize], n_classes: usize) -> Vec<Coverage> {
    let given: Vec<usize> = probabilities.iter().map(|row| best(row)).collect();
    let at = |tenths: u32| {
        let threshold = f64::from(tenths) / 10.0;
        let answered: Vec<usize> =
            (0..truth.len()).filter(|i| probabilities[*i][given[*i]] >= threshold).collect();
        let count = |test: &dyn Fn(usize) -> bool| answered.iter().filter(|i| test(**i)).count() as f64;
        let n = answered.len() as f64;
        let f1 = |class: usize| {
            let both = count(&|i| given[i] == class && truth[i] == class);
            let either = count(&|i| given[i] == class) + count(&|i| truth[i] == class);
            (either > 0.0).then(|| 2.0 * both / either)
        };
        let f1s: Vec<f64> = (0..n_classes).filter_map(f1).collect();
        Coverage {
            threshold,
            share: ratio(n, truth.len() as f64),
            accuracy: (n > 0.0).then(|| count(&|i| given[i] == truth[i]) / n),
            macro_f1: (n > 0.0).then(|| f1s.iter().sum::<f64>() / f1s.len() as f64),
        }
    };
    (3..=9).map(at).collect()
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

    #[test]
    fn leaving_the_unsure_to_a_person_raises_accuracy() {
        let sure = |p: f64| vec![p, 1.0 - p];
        // Confidence .9 for two right ones, .6 for a right and a wrong one, none of .95.
        let rows = [sure(0.9), sure(0.1), sure(0.6), sure(0.4)];
        let curve = coverage(&rows, &[0, 1, 0, 0], 2);
        let of = |i: usize| (curve[i].threshold, curve[i].share, curve[i].accuracy, curve[i].macro_f1);
        // Class 0: precision 1, recall 2/3; class 1: precision 1/2, recall 1.
        let f1 = (0.8 + 2.0 / 3.0) / 2.0;
        assert!((of(0).3.unwrap() - f1).abs() < 1e-12);
        assert_eq!((of(0).0, of(0).1, of(0).2), (0.3, 1.0, Some(0.75)));
        assert_eq!((of(4).0, of(4).1, of(4).2, of(4).3), (0.7, 0.5, Some(1.0), Some(1.0)));
        let unsure = coverage(&[vec![0.5, 0.5]], &[0], 2);
        assert_eq!((unsure[6].share, unsure[6].accuracy, unsure[6].macro_f1), (0.0, None, None));
        assert!(coverage(&[], &[], 2).iter().all(|point| point.share == 0.0));
    }

    #[test]
    fn bins_make_the_calibration_error() {
        let rows: Vec<Vec<f64>> = (0..40).map(|i| vec![0.5 + f64::from(i) / 100.0, 0.0]).collect();
        let truth: Vec<usize> = (0..40).map(|i| usize::from(i % 3 == 0)).collect();
        let bins = reliability(&rows, &truth);
        assert_eq!((bins.len(), bins[0].n), (10, 4));
        assert!((bins[0].confidence - 0.515).abs() < 1e-12 && bins[0].accuracy == 0.5);
        let ece = bins.iter().map(|bin| (bin.accuracy - bin.confidence).abs() / 10.0).sum::<f64>();
        assert!((scores(&rows, &truth, &["a".into(), "b".into()]).ece - ece).abs() < 1e-12);
        assert!(reliability(&[], &[]).is_empty());
    }
}
