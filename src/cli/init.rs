//! `plenary init`: a new study with every key explained.

use super::messages::Messages;
use clap::Args;
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::study::TEMPLATE;
use std::path::PathBuf;

/// What `plenary init` takes.
#[derive(Args)]
pub struct InitArgs {
    /// The folder of the new study
    pub dir: PathBuf,
}

/// Writes `plenary.toml` and a folder for statements; never over an existing study.
pub fn init(args: &InitArgs, messages: &mut Messages) -> Result<()> {
    let file = args.dir.join("plenary.toml");
    if file.exists() {
        return Err(Error::new(ErrorKind::Input, Place::file(&file), "there is a study here already")
            .remedy("Give another folder."));
    }
    let statements = args.dir.join("statements");
    std::fs::create_dir_all(&statements).map_err(|cause| Error::io(&statements, &cause))?;
    std::fs::write(&file, TEMPLATE).map_err(|cause| Error::io(&file, &cause))?;
    messages.say(&format!(
        "Wrote {}. Put the statements into {}, then run `plenary run` in {}.",
        file.display(),
        statements.display(),
        args.dir.display()
    ));
    Ok(())
}
