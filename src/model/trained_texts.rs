//! The texts that a model was trained on, so that nobody scores it on them.

use serde::{Deserialize, Serialize};

/// The fingerprints of training texts, sorted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TrainedTexts(Vec<u32>);

impl TrainedTexts {
    /// Those of these texts; texts too short to be known again are left out.
    pub fn new(fingerprints: impl Iterator<Item = Option<u32>>) -> Self {
        let mut known: Vec<u32> = fingerprints.flatten().collect();
        known.sort_unstable();
        known.dedup();
        TrainedTexts(known)
    }

    /// Those of several models.
    pub fn joined(all: impl Iterator<Item = TrainedTexts>) -> Self {
        TrainedTexts::new(all.flat_map(|texts| texts.0).map(Some))
    }

    /// Whether a text of this fingerprint is among them.
    ///
    /// ```
    /// use plenary::{model::TrainedTexts, text::fingerprint};
    /// let texts = TrainedTexts::new([fingerprint("We welcome it and we shall come.")].into_iter());
    /// assert!(texts.contains(fingerprint("WE WELCOME IT, and we shall come")));
    /// assert!(!texts.contains(None));
    /// ```
    pub fn contains(&self, fingerprint: Option<u32>) -> bool {
        fingerprint.is_some_and(|known| self.0.binary_search(&known).is_ok())
    }
}
