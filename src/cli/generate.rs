//! `plenary completions` and `plenary man`.

use super::Cli;
use super::files::write_to;
use clap::{Args, CommandFactory};
use plenary::error::{Error, Result};

/// What `plenary completions` takes.
#[derive(Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// Prints the completions of a shell.
pub fn completions(args: &CompletionsArgs) -> Result<()> {
    write_to(None, |out| {
        let mut out = out;
        clap_complete::generate(args.shell, &mut Cli::command(), "plenary", &mut out);
        Ok(())
    })
}

/// Prints the manual page.
pub fn man() -> Result<()> {
    write_to(None, |out| {
        let mut out = out;
        let page = clap_mangen::Man::new(Cli::command());
        page.render(&mut out).map_err(|cause| Error::io("standard output".as_ref(), &cause))
    })
}
