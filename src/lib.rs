//! x
pub mod actors;
pub mod error;
pub mod lexicon;
pub mod statement;
pub mod statistics;
pub mod study;
pub mod table;
pub mod text;
pub mod yaml;
