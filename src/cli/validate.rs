//! `plenary validate`: the machine against people.

use super::files::{OutputArgs, read_codings};
use super::messages::Messages;
use clap::Args;
use plenary::checking::{FinishedRun, Validation, ValidationSettings};
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::export::write_csv;
use plenary::pipeline::Watch;
use plenary::study::Folder;
use plenary::validity::DrawnSample;
use std::path::{Path, PathBuf};

const HELP: &str = "Scores what the machine coded by what people agree on: the codes of the coder `adjudicated`, else \
those that all people gave. With --sample, statements count by the inverse of the probability with which they were \
drawn, and the hold-out stays closed until --open-holdout, which is allowed for one run alone.

The folder gets measures.csv (precision, recall, F1, with intervals), confusion.csv, calibration.csv, coverage.csv, \
errors.csv (each difference, with a column for its cause) and patterns.csv (the precision of each pattern of the \
lexicon, where people coded themes). See docs/validation.md.

  plenary validate out --codings sample.xlsx --sample sample.xlsx
  plenary validate out --codings anna.csv --codings bela.csv --codings settled.csv --to checked";

/// What `plenary validate` takes.
#[derive(Args)]
#[command(after_help = HELP)]
pub struct ValidateArgs {
    /// The folder of a finished run
    pub out: PathBuf,
    /// What people coded; may be given several times
    #[arg(long, value_name = "FILE", required = true)]
    pub codings: Vec<PathBuf>,
    /// The sheet of `plenary sample` by which the statements were drawn
    #[arg(long, value_name = "FILE")]
    pub sample: Option<PathBuf>,
    /// Score the hold-out of the sample, once
    #[arg(long, requires = "sample")]
    pub open_holdout: bool,
    /// The folder for the tables
    #[arg(long, value_name = "DIR", default_value = "validation")]
    pub to: PathBuf,
    /// The seed of the bootstrap
    #[arg(long, value_name = "N", default_value_t = 2_006)]
    pub seed: u64,
}

/// Scores a run and writes the tables.
pub fn validate(args: &ValidateArgs, messages: &mut Messages) -> Result<()> {
    let finished = FinishedRun::open(&args.out)?;
    let codings = read_codings(&args.codings)?;
    let sample = args.sample.as_deref().map(read_sample).transpose()?;
    let settings = ValidationSettings { of_holdout: args.open_holdout, seed: args.seed };
    let opened = match (&args.sample, args.open_holdout) {
        (Some(sheet), true) => Some(open_holdout(sheet, &finished)?),
        _ => None,
    };
    let found = Validation::of(&finished, codings, sample.as_ref(), settings)?;
    found.notes.iter().for_each(|note| messages.diagnostic(note));
    std::fs::create_dir_all(&args.to).map_err(|cause| Error::io(&args.to, &cause))?;
    for table in found.tables {
        let file = args.to.join(format!("{}.csv", table.name));
        OutputArgs { output: Some(file) }.write(|out| write_csv(table, out).map(drop))?;
    }
    if let Some((file, run)) = opened {
        let line = format!("run {run}\n{}\n", found.in_words);
        std::fs::write(&file, line).map_err(|cause| Error::io(&file, &cause))?;
    }
    messages.say(&format!("{}\n\nLook first at {}.", found.in_words, args.to.join("measures.csv").display()));
    Ok(())
}

fn read_sample(file: &Path) -> Result<DrawnSample> {
    let (shown, bytes) = Folder::default().read(&file.to_string_lossy())?;
    DrawnSample::read(&shown, &bytes)
}

/// Where it is written that a hold-out was opened, and for which run; an error where it was for another.
fn open_holdout(sheet: &Path, finished: &FinishedRun) -> Result<(PathBuf, String)> {
    let mut name = sheet.file_name().unwrap_or_default().to_os_string();
    name.push(".opened.txt");
    let (file, run) = (sheet.with_file_name(name), finished.run.checksum().to_string());
    match std::fs::read_to_string(&file) {
        Ok(text) if !text.starts_with(&format!("run {run}\n")) => {
            Err(Error::new(ErrorKind::Usage, Place::file(&file), "the hold-out was opened before, for another run")
                .remedy("A hold-out tells the truth once: report what stands in this file, or draw a new sample and code it."))
        }
        _ => Ok((file, run)),
    }
}
