//! `plenary explain`: why one statement of a finished run is coded so.

use super::files::OutputArgs;
use clap::Args;
use plenary::error::{Error, Result};
use plenary::explanation::explanation;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Prints the class and how it was reached; the passages that were read, with the cues in each and \
what they say; the facets with their evidence; the rule that fired; the model's probabilities and the terms that told \
most; what groups add. The statement is read again from its source, which must be as it was (docs/explain.md).

  plenary run && plenary explain out XDA_1_2006
  plenary explain results MEX_61_2006 -o why.txt";

/// What `plenary explain` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct ExplainArgs {
    /// The folder of a finished run
    pub out: PathBuf,
    /// The statement's id, as in the first column of statements.csv
    pub statement_id: String,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Prints the explanation.
pub fn explain(args: &ExplainArgs) -> Result<()> {
    let page = explanation(&args.out, &args.statement_id)?;
    args.output.write(|out| {
        let place = args.output.output.as_deref().unwrap_or(Path::new("standard output"));
        out.write_all(page.as_bytes()).map_err(|cause| Error::io(place, &cause))
    })
}
