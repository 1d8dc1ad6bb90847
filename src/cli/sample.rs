//! `plenary sample`: the statements that people should code.

use super::files::OutputArgs;
use super::messages::Messages;
use clap::{ArgGroup, Args};
use plenary::checking::{FinishedRun, Frame, Sheet, SheetSettings};
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::export::{Book, write_csv};
use plenary::statistics::needed_codes;
use plenary::validity::{SampleSettings, draw};
use std::path::PathBuf;

const HELP: &str = "A row of the sheet is a statement with its text. Fill in `coder` and `stance` (and, if you like, \
`stance_detail` and `themes`, joined by ; or none); nothing on the sheet tells how the machine codes it. Keep the \
columns `stratum` and `probability`: they make the sample one from which shares can be corrected.

  plenary sample out --half-width 0.10                  how many to code
  plenary sample out -n 40 -o sample.xlsx               a random sample, at least 4 of each of the machine's classes
  plenary sample out -n 60 --holdout 0.3 -o sample.csv  a part set apart, to be scored once at the end
  plenary sample out --next 20 -o next.xlsx             those that tell most; no random sample
  plenary run --study plenary.toml --codings sample.xlsx --sample sample.xlsx";

/// What `plenary sample` takes.
#[derive(Args)]
#[command(after_help = HELP, group = ArgGroup::new("what").args(["n", "half_width", "next"]).required(true))]
pub struct SampleArgs {
    /// The folder of a finished run
    pub out: PathBuf,
    /// Draw so many actors, each with all its statements at a meeting
    #[arg(short, value_name = "N")]
    pub n: Option<usize>,
    /// Say how many to code so that the 95 % interval of a share reaches at most so far to each side, such as 0.10; with -o, draw as many
    #[arg(long, value_name = "SHARE")]
    pub half_width: Option<f64>,
    /// List the N statements that tell most when coded: where cues and model differ, and of low confidence
    #[arg(long, value_name = "N")]
    pub next: Option<usize>,
    /// How often the machine is wrong, as far as you know; for --half-width
    #[arg(long, value_name = "SHARE", default_value_t = 0.15)]
    pub error_rate: f64,
    /// At least so many of each of the machine's classes, or all that it has
    #[arg(long, value_name = "N", default_value_t = SampleSettings::default().least_per_class)]
    pub least: usize,
    /// Spread the sample over the groups of this grouping, a column of states.csv
    #[arg(long, value_name = "GROUPING")]
    pub by: Option<String>,
    /// Set this share of the sample apart, to be scored once at the end
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub holdout: f64,
    /// Leave actor and date out of the sheet
    #[arg(long)]
    pub hide_actor: bool,
    /// The seed of the draws
    #[arg(long, value_name = "N", default_value_t = SampleSettings::default().seed)]
    pub seed: u64,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Draws a sample, or says how large it should be.
pub fn sample(args: &SampleArgs, messages: &mut Messages) -> Result<()> {
    check(args)?;
    let finished = FinishedRun::open(&args.out)?;
    let settings = SheetSettings { hides_actor: args.hide_actor };
    if let Some(n) = args.next {
        let next = Frame::next(&finished, n);
        messages.say(&format!("{} statements that tell most; they are no random sample.", next.len()));
        return write(args, &Sheet::of_next(&finished, &next, settings)?);
    }
    let frame = Frame::of(&finished, args.by.as_deref())?;
    let n_units = frame.units.len();
    let n = match (args.n, args.half_width) {
        (Some(n), _) => n,
        (None, half_width) => {
            let half_width = half_width.unwrap_or(0.1);
            messages.say(&sizes(n_units, half_width, args.error_rate));
            needed_codes(n_units, args.error_rate, half_width)
        }
    };
    if args.n.is_none() && args.output.output.is_none() {
        return Ok(());
    }
    let draw_settings =
        SampleSettings { n, least_per_class: args.least, holdout: args.holdout, seed: args.seed };
    let drawn = draw(&frame.units, draw_settings);
    let n_holdout = drawn.iter().filter(|drawn| drawn.is_holdout).count();
    messages.say(&format!(
        "{} of {n_units} actors drawn with seed {}, {n_holdout} of them set apart as hold-out.",
        drawn.len(),
        args.seed
    ));
    write(args, &Sheet::of_sample(&finished, &frame, &drawn, settings)?)
}

fn check(args: &SampleArgs) -> Result<()> {
    let is_share = |value: f64| (0.0..1.0).contains(&value);
    let wrong = [
        ("--holdout", args.holdout),
        ("--error-rate", args.error_rate),
        ("--half-width", args.half_width.unwrap_or(0.1)),
    ]
    .into_iter()
    .find(|(_, value)| !is_share(*value));
    match wrong {
        None => Ok(()),
        Some((name, value)) => {
            let found = format!("{name} is {value}");
            Err(Error::new(ErrorKind::Usage, Place::default(), found)
                .remedy("Write a share below 1, such as 0.10."))
        }
    }
}

/// How many to code, at several rates of error.
fn sizes(n_units: usize, half_width: f64, error_rate: f64) -> String {
    let line = |rate: f64| {
        let n = needed_codes(n_units, rate, half_width);
        let mark = if rate == error_rate { "  <- --error-rate" } else { "" };
        format!("  wrong in {:>2.0} %: {n:>4} of {n_units}{mark}", 100.0 * rate)
    };
    let mut rates = vec![0.05, 0.10, 0.15, 0.20, 0.30, error_rate];
    rates.sort_by(f64::total_cmp);
    rates.dedup();
    let lines: Vec<String> = rates.into_iter().map(line).collect();
    format!(
        "To know a share to within {:.0} points (95 %), people code, if the machine is\n{}\nFor a group, count its members alone.",
        100.0 * half_width,
        lines.join("\n")
    )
}

/// Writes the sheet as a workbook where the file's name ends so, else as CSV.
fn write(args: &SampleArgs, sheet: &Sheet) -> Result<()> {
    let is_workbook =
        args.output.output.as_ref().is_some_and(|file| file.extension().is_some_and(|end| end == "xlsx"));
    if !is_workbook {
        return args.output.write(|out| write_csv(sheet.rows.clone(), out).map(drop));
    }
    let mut book = Book::default();
    book.add(&sheet.rows, &sheet.choices)?;
    book.add(&sheet.codebook, &[])?;
    let bytes = book.finish()?;
    args.output.write(|out| out.write_all(&bytes).map_err(|cause| Error::io("the workbook".as_ref(), &cause)))
}
