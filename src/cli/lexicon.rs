//! `plenary lexicon`: what concerns a lexicon alone.

use super::lexicon_check::{CheckArgs, check};
use super::lexicon_convert::{ConvertArgs, convert};
use super::lexicon_describe::{DescribeArgs, describe};
use super::lexicon_explain::{ExplainArgs, explain};
use super::lexicon_measure::{MeasureArgs, measure};
use super::messages::Messages;
use clap::{Args, Subcommand};
use plenary::error::Result;

/// What `plenary lexicon` takes.
#[derive(Args)]
pub struct LexiconArgs {
    #[command(subcommand)]
    command: LexiconCommand,
}

#[derive(Subcommand)]
enum LexiconCommand {
    /// Find what is wrong or doubtful in a lexicon, on its own and over texts
    Check(CheckArgs),
    /// Write a page on each category: definition, examples, measured precision and recall
    Describe(DescribeArgs),
    /// Say why a text is or is not a hit
    Explain(ExplainArgs),
    /// Hold each pattern against coded sentences: precision, recall, share, what it alone finds
    Measure(MeasureArgs),
    /// Write a lexicon in another dictionary format, and say what that format cannot hold
    Convert(ConvertArgs),
}

/// Runs a command on a lexicon.
pub fn lexicon(args: &LexiconArgs, messages: &mut Messages) -> Result<()> {
    match &args.command {
        LexiconCommand::Check(args) => check(args, messages),
        LexiconCommand::Describe(args) => describe(args, messages),
        LexiconCommand::Explain(args) => explain(args, messages),
        LexiconCommand::Measure(args) => measure(args, messages),
        LexiconCommand::Convert(args) => convert(args, messages),
    }
}
