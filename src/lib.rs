//! Codes the positions and themes of plenary statements and writes the tables of a paper.
//!
//! `plenary` reads an archive of statements (text files, tables, JSON lines), finds for each who
//! speaks, looks up a lexicon of themes, reads what the speaker wants of a proposal by cues and a
//! classifier, and writes tables in which each number can be traced to its sentence.
//!
//! # Guide
//!
//! The modules stand in the order in which they build on each other; `ARCHITECTURE.md` has the
//! layers and what each may not do. To run a study from a program, call [`pipeline::run`]; to code
//! one statement, make a [`coding::Coder`]:
//!
//! ```
//! use plenary::{actors::ActorTable, coding::*, statement::Statement, study::Study};
//!
//! let study = Study::default();
//! let coder = Coder::new(&study, &ActorTable::of_study(&study)?)?;
//! let statement = Statement { text: "Remittances should be cheaper to send.".into(), ..Statement::default() };
//! let coded = coder.code(&statement, &mut Memory::default());
//! let theme = &coder.themes.lexicon.categories[coded.themes[0].theme as usize];
//! assert_eq!(theme.slug, "development.remittances");
//! # Ok::<(), plenary::error::Error>(())
//! ```

pub mod error;
pub mod occasion;
pub mod spreadsheet;
pub mod statistics;
pub mod table;
pub mod text;
pub mod wording;
pub mod yaml;

pub mod statement;
pub mod study;

pub mod actors;
pub mod lexicon;
pub mod model;

pub mod codebook;

pub mod ingest;
pub mod stance;
pub mod theme;

pub mod coding;
pub mod training;

pub mod attribution;

pub mod validity;

pub mod analysis;

pub mod export;

pub mod pipeline;

pub mod checking;

pub mod explanation;
pub mod replication;
pub mod review;
