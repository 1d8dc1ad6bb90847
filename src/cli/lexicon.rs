//! `plenary lexicon`: what concerns a lexicon alone.

use super::files::write_to;
use super::messages::Messages;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::lexicon::formats::{self, Format};
use plenary::pipeline::Watch;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What `plenary lexicon` takes.
#[derive(Args)]
pub struct LexiconArgs {
    #[command(subcommand)]
    command: LexiconCommand,
}

#[derive(Subcommand)]
enum LexiconCommand {
    /// Write a dictionary in another format, and say what that format cannot hold
    Convert(ConvertArgs),
}

/// What `plenary lexicon convert` takes.
#[derive(Args)]
struct ConvertArgs {
    /// The dictionary, or - for standard input
    file: PathBuf,
    /// Its format; without it, the one of the file's ending
    #[arg(long, value_name = "FORMAT", value_parser = names())]
    from: Option<String>,
    /// The format to write
    #[arg(long, value_name = "FORMAT", value_parser = names())]
    to: String,
    /// Write to a file instead of standard output
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(Format::ALL.map(Format::name))
}

/// Runs a command on a lexicon.
pub fn lexicon(args: &LexiconArgs, messages: &mut Messages) -> Result<()> {
    match &args.command {
        LexiconCommand::Convert(args) => convert(args, messages),
    }
}

/// Reads a dictionary in one format and writes it in another.
fn convert(args: &ConvertArgs, messages: &mut Messages) -> Result<()> {
    let format = |name: &String| Format::named(name);
    let to = format(&args.to).ok_or_else(|| {
        Error::new(ErrorKind::Usage, Place::default(), format!("there is no format {}", args.to))
    })?;
    let (file, bytes) = bytes_of(&args.file)?;
    let (lexicon, read) = formats::read(&bytes, &file, args.from.as_ref().and_then(format))?;
    let (written, lost) = formats::write(&lexicon, to);
    read.iter().chain(&lost).for_each(|diagnostic| messages.diagnostic(diagnostic));
    messages.end_progress();
    write_to(args.output.as_deref(), |out| {
        let path = args.output.as_deref().unwrap_or(Path::new("standard output"));
        out.write_all(&written).and_then(|()| out.flush()).map_err(|cause| Error::io(path, &cause))
    })
}

/// The name of a file for messages, and what is in it.
fn bytes_of(file: &Path) -> Result<(String, Vec<u8>)> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let name = "standard input";
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|cause| Error::io(name.as_ref(), &cause))?;
        return Ok((name.into(), bytes));
    }
    let bytes = std::fs::read(file).map_err(|cause| Error::io(file, &cause))?;
    Ok((file.display().to_string(), bytes))
}
