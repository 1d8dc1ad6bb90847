//! Statistics as pure functions: numbers in, numbers out.
//!
//! One file a matter; each function gives its formula, its units and its source, and is tested on
//! examples that others have published. Knows nothing of statements, features or tables as printed.

mod agreement;
mod alpha;
mod association;
mod bootstrap;
mod corrected;
mod effect;
mod fisher;
mod multiple;
mod share;
mod wilson;

pub use agreement::{
    Codes, Undefined, cohens_kappa, gwets_ac1, n_pairs, observed_agreement, specific_agreement,
};
pub use alpha::{Alpha, Distance, masi_distance};
pub use association::{Correction, TwoByTwo, p_of_chi_squared};
pub use bootstrap::Bootstrap;
pub use corrected::{Corrected, Stratum, corrected_share, needed_codes, share_behind_findings};
pub use effect::{log_ratio, percent_difference};
pub use fisher::{ExactTest, exact_test};
pub use multiple::{benjamini_hochberg, holm};
pub use share::share;
pub use wilson::wilson;

#[cfg(test)]
mod published;
