//! `plenary lexicon describe`: a lexicon as a page to read, for the appendix of a paper.

use super::files::OutputArgs;
use super::messages::Messages;
use clap::Args;
use plenary::coding::theme_model;
use plenary::error::{Error, Result};
use plenary::lexicon::formats;
use plenary::pipeline::Watch;
use plenary::study::Study;
use plenary::theme::page;

const USAGE: &str =
    "Markdown: each category with its definition, positions and examples, and, where a model was \
trained with this very lexicon, how well it was found on sentences that the model had not seen.

  plenary lexicon describe migration-development -o themes.md";

/// What `plenary lexicon describe` takes.
#[derive(Args)]
#[command(after_help = USAGE)]
pub struct DescribeArgs {
    /// The lexicon: a built-in name or a file of any dictionary format
    #[arg(value_name = "NAME|FILE")]
    file: String,
    #[command(flatten)]
    output: OutputArgs,
}

/// Writes the page of a lexicon.
pub fn describe(args: &DescribeArgs, messages: &mut Messages) -> Result<()> {
    let mut study = Study::default();
    study.themes.lexicon.clone_from(&args.file);
    let (lexicon, doubtful) = formats::read_named(&study.folder, &args.file)?;
    doubtful.iter().for_each(|diagnostic| messages.diagnostic(diagnostic));
    // That another lexicon has no model is no fault here.
    let model = theme_model(&study, &mut Vec::new())?;
    args.output.write(|out| {
        out.write_all(page(&lexicon, model.as_ref()).as_bytes())
            .map_err(|cause| Error::io("the page".as_ref(), &cause))
    })
}
