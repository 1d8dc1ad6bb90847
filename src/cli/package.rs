//! `plenary package`: a run with all that it was made of, for an archive.

use super::messages::Messages;
use clap::Args;
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::pipeline;
use plenary::replication::{Package, STATEMENTS};
use std::fs;
use std::path::{Path, PathBuf};

const HELP: &str = "The folder gets the study with all its paths inside, the statements, codings (coders as numbers, \
remarks left out), lexicon, question, the results of a run made there, and a README with the one command. Without \
--share-texts the statements stay out and stand in a list with their checksums.

  plenary package out --to replication --share-texts
  plenary verify replication";

/// What `plenary package` takes.
#[derive(Args)]
#[command(after_help = HELP)]
pub struct PackageArgs {
    /// The folder of a finished run
    pub out: PathBuf,
    /// The folder of the package, which must not exist yet
    #[arg(long, value_name = "DIR", default_value = "package")]
    pub to: PathBuf,
    /// Put the texts of the statements in, where they may be shared; also `[report] share_texts` of the study
    #[arg(long)]
    pub share_texts: bool,
}

/// Writes the package and runs it there.
pub fn package(args: &PackageArgs, messages: &mut Messages) -> Result<()> {
    if args.to.exists() {
        return Err(Error::new(ErrorKind::Usage, Place::file(&args.to), "the folder exists already")
            .remedy("Name a new one with --to, or move it away."));
    }
    let package = Package::of(&args.out)?;
    let share_texts = args.share_texts || package.study.report.share_texts;
    for (name, bytes) in &package.files {
        write(&args.to.join(name), bytes)?;
    }
    write(&args.to.join("plenary.toml"), package.study_file()?.as_bytes())?;
    write(&args.to.join("README.md"), readme(&package, share_texts).as_bytes())?;
    let back = std::env::current_dir().map_err(|cause| Error::io(Path::new("."), &cause))?;
    enter(&args.to)?;
    let summary = pipeline::run(&package.study, Path::new("results"), messages);
    messages.end_progress();
    let summary = summary?;
    if !share_texts {
        fs::remove_dir_all(STATEMENTS).map_err(|cause| Error::io(Path::new(STATEMENTS), &cause))?;
    }
    enter(&back)?;
    messages.say(&format!(
        "{} statements in {}; `plenary verify {}` runs it again and compares.",
        summary.statements,
        args.to.display(),
        args.to.display()
    ));
    Ok(())
}

/// Makes a folder the working folder.
pub(super) fn enter(folder: &Path) -> Result<()> {
    std::env::set_current_dir(folder).map_err(|cause| Error::io(folder, &cause))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let fault = |cause: std::io::Error| Error::io(path, &cause);
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(fault)?;
    fs::write(path, bytes).map_err(fault)
}

fn readme(package: &Package, share_texts: bool) -> String {
    let study = &package.study.study;
    let title = if study.title.is_empty() { "A study of statements" } else { study.title.as_str() };
    let texts = match share_texts {
        true => "The statements are in `statements/`.".to_string(),
        false => {
            let rows: Vec<String> =
                package.inputs.iter().map(|(name, checksum)| format!("| `{name}` | {checksum} |")).collect();
            format!(
                "The statements are not part of it. Put these files at these places to run it; the checksums are BLAKE3.\n\n\
                 | file | checksum |\n|---|---|\n{}",
                rows.join("\n")
            )
        }
    };
    format!(
        "# {title}: replication package\n\nMade with plenary {}. To run it again and compare every output with `results/`:\n\n\
         ```\nplenary verify .\n```\n\n`plenary.toml` has all settings, `results/` what the run wrote (`results/tables/README.md` \
         explains the tables, `results/manifest.json` has versions and checksums), `definitions/` the lexicon and the question, \
         `codings/` what people coded, coders as numbers.\n\n{texts}\n",
        env!("CARGO_PKG_VERSION")
    )
}
