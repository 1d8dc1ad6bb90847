//! `plenary lexicon measure`: each pattern held against coded sentences.

use super::files::OutputArgs;
use super::messages::Messages;
use clap::Args;
use plenary::actors::ActorTable;
use plenary::coding::Coder;
use plenary::error::{Error, Result};
use plenary::export::write_csv;
use plenary::study::{Study, ThemeCoder};
use plenary::training::{ThemeSentences, pattern_table};
use std::path::PathBuf;

const COLUMNS: &str = "A row a pattern, in the order of the lexicon:

  theme        the theme
  pattern      the pattern as written
  found        coded sentences that it finds; one that an exception takes out is not found
  right        those of them that have the theme
  precision    right / found
  recall       right / the sentences that have the theme
  share        found / the sentences that any pattern of the theme finds
  alone        sentences that no other pattern of the theme finds
  alone_right  those of them that have the theme: what would be lost without the pattern

A pattern that finds more falsely than rightly, and of which little would be lost, is to be narrowed or dropped.

  plenary lexicon measure migration-development --codings data/training/themes.jsonl -o patterns.csv
  plenary lexicon measure my-lexicon.yml --codings my-sentences.csv --column codes";

/// What `plenary lexicon measure` takes.
#[derive(Args)]
#[command(after_help = COLUMNS)]
pub struct MeasureArgs {
    /// The lexicon: a built-in name or a file of any dictionary format (docs/formats.md)
    #[arg(value_name = "NAME|FILE")]
    lexicon: String,
    /// Coded sentences: a spreadsheet or JSON lines with the column `text`
    #[arg(long, value_name = "FILE")]
    codings: PathBuf,
    /// The column that lists the themes, several joined by `;`
    #[arg(long, default_value = "themes")]
    column: String,
    #[command(flatten)]
    output: OutputArgs,
}

/// Writes the table of patterns.
pub fn measure(args: &MeasureArgs, messages: &mut Messages) -> Result<()> {
    let mut study = Study::default();
    study.themes.coder = ThemeCoder::Lexicon;
    study.themes.lexicon.clone_from(&args.lexicon);
    let coder = Coder::with_model(&study, &ActorTable::built_in()?, |_| Ok(None))?;
    let bytes = std::fs::read(&args.codings).map_err(|cause| Error::io(&args.codings, &cause))?;
    let file = args.codings.display().to_string();
    let table = pattern_table(&coder, ThemeSentences { bytes: &bytes, file: &file }, &args.column)?;
    messages.say(&format!("{}.", table.title));
    args.output.write(|out| write_csv(table, out).map(|_| ()))
}
