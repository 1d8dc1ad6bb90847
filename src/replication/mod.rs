//! A run made again: the package that others can run, and the comparison of two runs.
//!
//! A package holds a study with all that it names, copied beside it under names of its own, coders as numbers.
//! Refuses to pack what is not as it was at the run.

mod comparison;
mod package;

pub use comparison::{Comparison, compare};
pub use package::{Package, STATEMENTS};
