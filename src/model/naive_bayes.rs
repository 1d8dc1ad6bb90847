//! Multinomial naive Bayes with add-one smoothing: a baseline to beat.

use super::softmax;
use rustc_hash::FxHashMap;

/// A fitted baseline.
#[derive(Clone, Debug, Default)]
pub struct NaiveBayes {
    priors: Vec<f64>,
    counts: FxHashMap<String, Vec<f64>>,
    totals: Vec<f64>,
}

impl NaiveBayes {
    /// Fits documents to the numbers of their classes.
    pub fn fit(documents: &[&[String]], labels: &[usize], n_classes: usize) -> Self {
        let mut model = NaiveBayes {
            priors: vec![0.0; n_classes],
            counts: FxHashMap::default(),
            totals: vec![0.0; n_classes],
        };
        for (document, &label) in documents.iter().zip(labels) {
            model.priors[label] += 1.0;
            model.totals[label] += document.len() as f64;
            for feature in *document {
                model.counts.entry(feature.clone()).or_insert_with(|| vec![0.0; n_classes])[label] += 1.0;
            }
        }
        model
    }

    /// The probability of each class; words never seen are left out.
    pub fn probabilities(&self, document: &[String]) -> Vec<f64> {
        let size = self.counts.len() as f64;
        let n: f64 = self.priors.iter().sum();
        let logit = |class: usize| {
            let known = document.iter().filter_map(|feature| self.counts.get(feature));
            let words: f64 =
                known.map(|counts| ((counts[class] + 1.0) / (self.totals[class] + size)).ln()).sum();
            ((self.priors[class] + 1.0) / (n + self.priors.len() as f64)).ln() + words
        };
        softmax(&(0..self.priors.len()).map(logit).collect::<Vec<f64>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_classes_apart() {
        let words = |text: &str| text.split(' ').map(String::from).collect::<Vec<_>>();
        let (a, b) = (words("yes good"), words("no bad"));
        let model = NaiveBayes::fit(&[&a, &b], &[0, 1], 2);
        assert!(model.probabilities(&words("good"))[0] > 0.6);
        assert!((model.probabilities(&words("unseen"))[0] - 0.5).abs() < 1e-12);
    }
}
