//! Statistics as pure functions: numbers in, numbers out.
//!
//! One file a matter; each function gives its formula, its units and its source, and is tested on
//! examples that others have published. Knows nothing of statements, features or tables as printed.

mod association;
mod effect;
mod fisher;
mod multiple;
mod share;

pub use association::{Correction, TwoByTwo, p_of_chi_squared};
pub use effect::{log_ratio, percent_difference};
pub use fisher::{ExactTest, exact_test};
pub use multiple::{benjamini_hochberg, holm};
pub use share::share;
