//! Models from coded text, each with its cross-validated record.
//!
//! Owns reading passages coded for a question and spreadsheets coded by people, the choice of a
//! model's settings and its figures on groups that it did not see, and what each pattern of a lexicon does on them.

mod codings;
mod decision;
mod passages;
mod patterns;
mod positions;
mod theme_examples;
mod themes;
mod validation;

pub use codings::{CodedColumns, report, train_on_codings};
pub use passages::{outdated, train};
pub use patterns::{PATTERN_COLUMNS, pattern_table};
pub use theme_examples::ThemeSentences;
pub use themes::{ThemeTraining, train_themes, training_checksum};

use validation::Fitting;

/// How a model is trained.
#[derive(Clone, Debug)]
pub struct TrainingSettings {
    /// Folds of the cross-validation.
    pub folds: usize,
    /// The seed of the folds.
    pub seed: u64,
    /// The penalties to choose from.
    pub alphas: Vec<f64>,
    /// Most features.
    pub features: usize,
    /// The weights of cues to choose from.
    pub cue_weights: Vec<f64>,
}

impl Default for TrainingSettings {
    fn default() -> Self {
        TrainingSettings {
            folds: 5,
            seed: 20060914,
            alphas: vec![0.01],
            features: 16000,
            cue_weights: vec![0.0, 0.2, 0.35, 0.5, 0.65],
        }
    }
}

impl TrainingSettings {
    fn fitting(&self, alpha: f64) -> Fitting {
        Fitting { features: self.features, alpha, is_balanced: false }
    }
}
