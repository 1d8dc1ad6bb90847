//! How far a coding can be trusted: agreement between coders, and samples for people to code.
//!
//! Owns what assembles codings into tables for `statistics`, and what the numbers mean in words.
//! Codes nothing and reads no statement.

mod accuracy;
mod agreement;
mod agreement_table;
mod agreement_words;
mod assembled;
mod sample;

pub use accuracy::{Accuracy, Case, ClassAccuracy, Estimate, FEW_CASES};
pub use agreement::{Agreement, AgreementSettings, ClassAgreement, Measures, PairAgreement, Verdict};
pub use agreement_table::{agreement_table, disagreements_table};
pub use sample::{Drawn, DrawnSample, FrameUnit, HOLDOUT, OPEN, SampleSettings, SheetRow, draw};
