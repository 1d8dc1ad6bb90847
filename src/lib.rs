//! x
pub mod actors;
pub mod codebook;
pub mod error;
pub mod ingest;
pub mod lexicon;
pub mod model;
pub mod stance;
pub mod statement;
pub mod statistics;
pub mod study;
pub mod table;
pub mod text;
pub mod theme;
pub mod yaml;
