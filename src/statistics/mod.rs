//! Statistics as pure functions: numbers in, numbers out.
//!
//! One file a matter; each function gives its formula, its units and its source, and is tested on
//! examples that others have published. Knows nothing of statements, features or tables as printed.

mod agreement;
mod alpha;
mod association;
mod bootstrap;
mod contingency;
mod corrected;
mod difference;
mod effect;
mod fisher;
mod interval;
mod logit;
mod multiple;
mod permutation;
mod ranks;
mod sampled;
mod share;
mod strata;
mod wilson;

pub use agreement::{
    Codes, Undefined, cohens_kappa, gwets_ac1, n_pairs, observed_agreement, specific_agreement,
};
pub use alpha::{Alpha, Distance, masi_distance};
pub use association::{Correction, TwoByTwo, p_of_chi_squared};
pub use bootstrap::Bootstrap;
pub use contingency::{cramers_v, odds_ratio, phi};
pub use corrected::{Corrected, Stratum, corrected_share, needed_codes, share_behind_findings};
pub use difference::{equivalence_power, risk_difference, smallest_margin};
pub use effect::{LogOdds, log_ratio, percent_difference, weighted_log_odds};
pub use fisher::{ExactTest, exact_test};
pub use interval::{Counted, Interval};
pub use logit::logit_on;
pub use multiple::{benjamini_hochberg, holm};
pub use permutation::permutation_p;
pub use ranks::{RankTest, rank_test};
pub use sampled::{sampled_share, with_second_error};
pub use share::{entropy, minority_share, share};
pub use strata::adjusted_difference;
pub use wilson::wilson;

#[cfg(test)]
mod published;
