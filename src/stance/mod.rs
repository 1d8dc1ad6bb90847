//! Positions: from the words about a proposal to facets and a class.
//!
//! Owns finding the passages that speak of a proposal, reading cues in them, and
//! joining cues with the model. The coder is blind to who speaks.

mod coder;
mod cues;
mod features;
mod passages;
mod terms;

pub(crate) use coder::NO_NAME;
pub use coder::{Part, SURE, Stance, StanceCoder};
pub use cues::Cue;
pub use features::FeatureKind;
pub use passages::Passage;
pub use terms::{Term, Terms};
