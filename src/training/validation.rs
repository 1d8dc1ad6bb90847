//! What all training shares: examples, folds left out, and what a model says of rows it did not see.

use crate::error::Result;
use crate::model::{Fitted, NaiveBayes, Vocabulary, fit, softmax};
use rayon::prelude::*;

/// A text to learn from: its features, the number of its class, and the group that no fold parts.
#[derive(Clone, Debug)]
pub(super) struct Example {
    pub features: Vec<String>,
    pub label: usize,
    pub group: String,
    /// What its text is known by.
    pub fingerprint: Option<u32>,
}

/// The settings of a fit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fitting {
    /// Most features.
    pub features: usize,
    /// The penalty.
    pub alpha: f64,
    /// Whether examples of rare classes are repeated until classes are about equal.
    pub is_balanced: bool,
}

/// Chooses features and fits a model to all examples.
///
/// # Errors
/// Where a class has no example or the fit does not converge.
pub(super) fn fit_all(
    examples: &[&Example],
    classes: &[String],
    fitting: &Fitting,
) -> Result<(Vocabulary, Fitted)> {
    let documents: Vec<&[String]> = examples.iter().map(|example| example.features.as_slice()).collect();
    let labels: Vec<usize> = examples.iter().map(|example| example.label).collect();
    let vocabulary = Vocabulary::choose(&documents, &labels, classes.len(), fitting.features);
    let repeats = repeats(&labels, classes.len(), fitting.is_balanced);
    let (mut rows, mut row_labels) = (Vec::new(), Vec::new());
    for (document, &label) in documents.iter().zip(&labels) {
        let row = vocabulary.row(document);
        rows.extend(std::iter::repeat_n(row, repeats[label]));
        row_labels.extend(std::iter::repeat_n(label, repeats[label]));
    }
    let fitted = fit(&rows, &row_labels, classes, vocabulary.features.len(), fitting.alpha)?;
    Ok((vocabulary, fitted))
}

/// How often the examples of each class count: once, or as often as brings it near the largest.
fn repeats(labels: &[usize], n_classes: usize, is_balanced: bool) -> Vec<usize> {
    let mut counts = vec![0_usize; n_classes];
    labels.iter().for_each(|label| counts[*label] += 1);
    let largest = counts.iter().copied().max().unwrap_or(0);
    let repeat = |count: usize| (2 * largest + count).checked_div(2 * count).unwrap_or(1);
    counts.into_iter().map(|count| if is_balanced { repeat(count) } else { 1 }).collect()
}

/// The logits of each example by a model that did not see its fold.
///
/// A class without an example outside a fold cannot be told there: its logit is that of no chance.
pub(super) fn out_of_fold(
    examples: &[&Example],
    folds: &[usize],
    classes: &[String],
    fitting: &Fitting,
) -> Result<Vec<Vec<f64>>> {
    let of_fold = |fold: usize| -> Result<Vec<(usize, Vec<f64>)>> {
        let seen: Vec<&Example> =
            examples.iter().zip(folds).filter(|(_, f)| **f != fold).map(|(example, _)| *example).collect();
        let (vocabulary, fitted, known) = fit_known(&seen, classes, fitting)?;
        let row = |i: usize| {
            let by_known = fitted.logits(&vocabulary.row(&examples[i].features));
            let mut row = vec![f64::NEG_INFINITY; classes.len()];
            known.iter().zip(by_known).for_each(|(class, logit)| row[*class] = logit);
            (i, row)
        };
        Ok((0..examples.len()).filter(|i| folds[*i] == fold).map(row).collect())
    };
    let rows: Vec<Vec<(usize, Vec<f64>)>> =
        distinct(folds).into_par_iter().map(of_fold).collect::<Result<_>>()?;
    let mut logits = vec![Vec::new(); examples.len()];
    rows.into_iter().flatten().for_each(|(i, row)| logits[i] = row);
    Ok(logits)
}

/// Fits the classes that have an example, and says which these are.
fn fit_known(
    examples: &[&Example],
    classes: &[String],
    fitting: &Fitting,
) -> Result<(Vocabulary, Fitted, Vec<usize>)> {
    let known = distinct(&examples.iter().map(|example| example.label).collect::<Vec<_>>());
    let renumber = |example: &&Example| {
        let label = known.binary_search(&example.label).unwrap_or(0);
        Example { label, ..(*example).clone() }
    };
    let renumbered: Vec<Example> = examples.iter().map(renumber).collect();
    let names: Vec<String> = known.iter().map(|class| classes[*class].clone()).collect();
    let (vocabulary, fitted) = fit_all(&renumbered.iter().collect::<Vec<_>>(), &names, fitting)?;
    Ok((vocabulary, fitted, known))
}

/// What naive Bayes gives each example, its fold left out.
pub(super) fn bayes_out_of_fold(examples: &[&Example], folds: &[usize], n_classes: usize) -> Vec<Vec<f64>> {
    let mut by_bayes = vec![Vec::new(); examples.len()];
    for fold in distinct(folds) {
        let seen = examples.iter().zip(folds).filter(|(_, f)| **f != fold).map(|(example, _)| example);
        let (documents, labels): (Vec<&[String]>, Vec<usize>) =
            seen.map(|example| (example.features.as_slice(), example.label)).unzip();
        let bayes = NaiveBayes::fit(&documents, &labels, n_classes);
        for i in (0..examples.len()).filter(|i| folds[*i] == fold) {
            by_bayes[i] = bayes.probabilities(&examples[i].features);
        }
    }
    by_bayes
}

/// Logits as probabilities at a temperature.
pub(super) fn probabilities(logits: &[Vec<f64>], temperature: f64) -> Vec<Vec<f64>> {
    let cooled = |row: &Vec<f64>| row.iter().map(|logit| logit / temperature).collect::<Vec<_>>();
    logits.iter().map(|row| softmax(&cooled(row))).collect()
}

/// The different numbers, sorted.
fn distinct(numbers: &[usize]) -> Vec<usize> {
    numbers.iter().copied().collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_classes_are_repeated() {
        assert_eq!(repeats(&[0, 0, 0, 0, 0, 1, 1, 2], 4, true), [1, 3, 5, 1]);
        assert_eq!(repeats(&[0, 0, 1], 2, false), [1, 1]);
    }

    #[test]
    fn a_class_of_one_fold_has_no_chance_there() {
        let example = |word: &str, label| Example {
            features: vec![word.into(), "and".into()],
            label,
            group: String::new(),
            fingerprint: None,
        };
        // Two of each in either fold, but for the last, which stands in one.
        let coded = [("yes", 0, 0), ("yes", 0, 1), ("no", 1, 0), ("no", 1, 1), ("so", 2, 1)];
        let twice: Vec<_> = coded.iter().flat_map(|row| [*row, *row]).collect();
        let examples: Vec<Example> = twice.iter().map(|(word, label, _)| example(word, *label)).collect();
        let folds: Vec<usize> = twice.iter().map(|(.., fold)| *fold).collect();
        let classes = ["yes", "no", "so"].map(String::from);
        let fitting = Fitting { features: 10, alpha: 0.1, is_balanced: true };
        let views: Vec<&Example> = examples.iter().collect();
        let logits = out_of_fold(&views, &folds, &classes, &fitting).unwrap();
        assert!(logits[0][0] > logits[0][1]);
        assert_eq!(logits[9][2], f64::NEG_INFINITY);
        assert_eq!(probabilities(&logits, 2.0)[9][2], 0.0);
        assert!(bayes_out_of_fold(&views, &folds, 3)[4][1] > 0.3);
    }
}
