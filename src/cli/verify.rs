//! `plenary verify`: a package or a run made again and compared.

use super::files::read_study;
use super::messages::Messages;
use super::package::enter;
use clap::Args;
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::export::PastRun;
use plenary::pipeline;
use plenary::replication::{Comparison, compare};
use plenary::study::Study;
use std::path::{Path, PathBuf};

/// The most names that a line lists.
const MOST: usize = 60;

/// What `plenary verify` takes.
#[derive(Args)]
pub struct VerifyArgs {
    /// A package, or the folder of a finished run
    pub folder: PathBuf,
}

/// Runs again and says what differs; exit code 5 where anything does.
pub fn verify(args: &VerifyArgs, messages: &mut Messages) -> Result<()> {
    let is_package = args.folder.join("plenary.toml").is_file() && args.folder.join("results").is_dir();
    let (study, former) = match is_package {
        true => {
            enter(&args.folder)?;
            (read_study(Path::new("plenary.toml"))?, PastRun::open(Path::new("results"))?)
        }
        false => {
            let run = PastRun::open(&args.folder)?;
            let manifest = args.folder.join("manifest.json").display().to_string();
            (Study::of_options(run.options(), &manifest)?, run)
        }
    };
    let again = std::env::temp_dir().join(format!("plenary-verify-{}", std::process::id()));
    let done = pipeline::run(&study, &again, messages);
    messages.end_progress();
    let compared = done.and_then(|_| PastRun::open(&again)).and_then(|present| compare(&former, &present));
    let _ = std::fs::remove_dir_all(&again);
    report(&compared?, messages)
}

fn report(found: &Comparison, messages: &mut Messages) -> Result<()> {
    if found.is_same() {
        messages.say("Identical: all inputs are as they were, and all outputs are the same, byte for byte.");
        return Ok(());
    }
    let mut lines = Vec::new();
    for (what, names) in [
        ("inputs that are not as they were", &found.inputs),
        ("statements that moved", &found.statements),
        ("outputs that moved", &found.outputs),
    ] {
        if !names.is_empty() {
            let more = names.len().saturating_sub(MOST);
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            lines.push(format!("{what}: {}{rest}", names[..names.len().min(MOST)].join(", ")));
        }
    }
    let remedy = match &found.versions {
        Some((before, now)) => format!("The run was made with plenary {before}, this is {now}."),
        None => "Put the former files back, or run `plenary run` again where the change is meant.".into(),
    };
    Err(Error::new(ErrorKind::Difference, Place::default(), lines.join("\n")).remedy(remedy))
}
