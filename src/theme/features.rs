//! The features of a sentence for the model of themes: stems, pairs of them, and the lexicon's hits.

use crate::lexicon::Reading;
use crate::wording::{Mask, stems};

/// How often a hit stands among the features: hits are few among many words, and rows are normalised.
const HIT_REPEATS: usize = 2;

/// The mark before the feature of a hit.
const HIT: char = '=';

/// The features of one sentence in which these themes have a hit that counts.
///
/// A word is its stem; a pair is two stems with a space; `=` is before the theme of a hit.
pub fn features(mask: &Mask, reading: &Reading, sentence: usize, hits: &[&str]) -> Vec<String> {
    let words = stems(mask, reading, reading.split.sentences[sentence].tokens.clone());
    let pairs = words.windows(2).map(|pair| format!("{} {}", pair[0].stem, pair[1].stem));
    let mut features: Vec<String> = pairs.collect();
    features.extend(words.iter().map(|word| word.stem.clone()));
    features.extend(hit_features(hits));
    features
}

/// The features of hits.
pub fn hit_features(hits: &[&str]) -> Vec<String> {
    hits.iter().flat_map(|theme| vec![format!("{HIT}{theme}"); HIT_REPEATS]).collect()
}

/// Whether a feature is the hit of a theme.
pub fn is_hit(feature: &str) -> bool {
    feature.starts_with(HIT)
}
