//! What people check of a finished run: the sample that they code, and the machine held against their codes.
//!
//! Reads a run's folder and writes none. What is no longer as it was at the run is refused.

mod errors;
mod frame;
mod measures;
mod prose;
mod run;
mod sheet;
mod validation;

pub use frame::{Frame, Next};
pub use prose::{Held, Prose};
pub use run::{FinishedRun, cell};
pub use sheet::{Sheet, SheetSettings};
pub use validation::{Validation, ValidationSettings};
