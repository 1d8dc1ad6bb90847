//! The vocabulary: features chosen by chi-squared, weighted by inverse document frequency.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Chosen features, sorted, with their weights.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// The features in order of the alphabet.
    pub features: Vec<String>,
    /// ln((1 + n) / (1 + df)) + 1 for each, n documents, df of them with the feature.
    pub idf: Vec<f64>,
}

/// A document as sorted pairs of column and weight, of Euclidean length 1 (or empty).
pub type Row = Vec<(usize, f64)>;

impl Vocabulary {
    /// Chooses at most `most` features that stand in at least two documents, by the largest
    /// chi-squared of a feature's presence against a class. Ties go by the alphabet.
    pub fn choose(documents: &[&[String]], labels: &[usize], n_classes: usize, most: usize) -> Self {
        let mut classes = vec![0.0; n_classes];
        labels.iter().for_each(|label| classes[*label] += 1.0);
        let n = documents.len() as f64;
        let mut scored: Vec<(f64, &str, f64)> = counts(documents, labels, n_classes)
            .into_iter()
            .map(|(feature, by_class)| {
                let df = by_class.iter().sum();
                (chi_squared(&by_class, &classes, df, n), feature, df)
            })
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        scored.truncate(most);
        scored.sort_by(|a, b| a.1.cmp(b.1));
        Vocabulary::new(scored.into_iter().map(|(_, feature, df)| (feature, df)), n)
    }

    /// All features that stand in at least two documents.
    pub fn all(documents: &[&[String]]) -> Self {
        let counts = counts(documents, &vec![0; documents.len()], 1);
        Vocabulary::new(counts.into_iter().map(|(feature, df)| (feature, df[0])), documents.len() as f64)
    }

    /// Features in order of the alphabet, each with the number of documents it stands in, of `n`.
    fn new<'f>(features: impl Iterator<Item = (&'f str, f64)>, n: f64) -> Self {
        let weighted =
            features.map(|(feature, df)| (feature.to_string(), round(((1.0 + n) / (1.0 + df)).ln() + 1.0)));
        let (features, idf) = weighted.unzip();
        Vocabulary { features, idf }
    }

    /// A document in the columns of the vocabulary.
    pub fn row(&self, document: &[String]) -> Row {
        normalised(self.weights(document))
    }

    /// The same before it is brought to length 1.
    pub fn weights(&self, document: &[String]) -> Row {
        let mut counts: FxHashMap<usize, f64> = FxHashMap::default();
        for feature in document {
            if let Ok(column) = self.features.binary_search(feature) {
                *counts.entry(column).or_default() += 1.0;
            }
        }
        let mut row: Row =
            counts.into_iter().map(|(column, n)| (column, (1.0 + n.ln()) * self.idf[column])).collect();
        row.sort_unstable_by_key(|(column, _)| *column);
        row
    }
}

/// The features that stand in at least two documents, in order of the alphabet: in how many of each class.
fn counts<'d>(documents: &[&'d [String]], labels: &[usize], n_classes: usize) -> BTreeMap<&'d str, Vec<f64>> {
    let mut counts: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (document, label) in documents.iter().zip(labels) {
        let distinct: BTreeSet<&str> = document.iter().map(String::as_str).collect();
        for feature in distinct {
            counts.entry(feature).or_insert_with(|| vec![0.0; n_classes])[*label] += 1.0;
        }
    }
    counts.retain(|_, by_class| by_class.iter().sum::<f64>() >= 2.0);
    counts
}

/// Weights brought to length 1.
pub fn normalised(mut weights: Row) -> Row {
    let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    weights.iter_mut().for_each(|(_, weight)| *weight /= length);
    weights
}

/// Weights with a share of those of other documents added.
pub fn with_share(own: &Row, others: &[&Row], share: f64) -> Row {
    let added = others.iter().flat_map(|row| row.iter().map(|(column, weight)| (*column, share * weight)));
    let mut all: Row = own.iter().copied().chain(added).collect();
    all.sort_by_key(|(column, _)| *column);
    let sum = |same: &[(usize, f64)]| (same[0].0, same.iter().map(|(_, weight)| weight).sum());
    all.chunk_by(|a, b| a.0 == b.0).map(sum).collect()
}

/// The largest chi-squared of presence against one class and the rest.
pub(super) fn chi_squared(by_class: &[f64], classes: &[f64], df: f64, n: f64) -> f64 {
    let one = |(a, class): (&f64, &f64)| {
        let (b, c) = (df - a, class - a);
        let d = n - df - c;
        let product = df * (n - df) * class * (n - class);
        if product > 0.0 { n * (a * d - b * c).powi(2) / product } else { 0.0 }
    };
    by_class.iter().zip(classes).map(one).fold(0.0, f64::max)
}

/// Six decimals: enough for the file, and the same file again.
pub(super) fn round(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telling_features_are_chosen_and_rows_have_length_one() {
        let documents: Vec<Vec<String>> =
            ["a x", "a y", "b x", "b y"].iter().map(|d| d.split(' ').map(String::from).collect()).collect();
        let views: Vec<&[String]> = documents.iter().map(Vec::as_slice).collect();
        let vocabulary = Vocabulary::choose(&views, &[0, 0, 1, 1], 2, 2);
        assert_eq!(vocabulary.features, ["a", "b"]);
        let row = Vocabulary::choose(&views, &[0, 0, 1, 1], 2, 9).row(&documents[0]);
        assert!((row.iter().map(|(_, w)| w * w).sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(vocabulary.row(&["z".into()]).is_empty());
        let (own, other) = (vec![(0, 1.0), (2, 1.0)], vec![(1, 1.0), (2, 2.0)]);
        assert_eq!(with_share(&own, &[&other, &other], 0.5), [(0, 1.0), (1, 1.0), (2, 3.0)]);
        assert_eq!(normalised(vec![(0, 3.0), (1, 4.0)]), [(0, 0.6), (1, 0.8)]);
        assert_eq!(Vocabulary::all(&views).features, ["a", "b", "x", "y"]);
    }
}
