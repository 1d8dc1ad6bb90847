//! The study file, and the files that are built into the program.
//!
//! Owns every setting and where files come from: a file of the study wins over a built-in one.

mod files;
mod read;
mod settings;

pub use files::{Folder, built_in, built_in_files};
pub use settings::{
    Actors, CodedByPeople, Columns, Format, Input, PdfReader, Speakers, Stance, Study, TEMPLATE, Tables,
    ThemeCoder, Themes,
};
