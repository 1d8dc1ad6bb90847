//! `plenary run`: the main job.

use super::files::{read_study, study_paths};
use super::messages::Messages;
use clap::{Args, ValueEnum};
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::export::SHEET;
use plenary::pipeline::{self, Summary};
use plenary::study::{Folder, Format, Study, ThemeCoder};
use std::path::{Path, PathBuf};

/// What `plenary run` takes.
#[derive(Args)]
pub struct RunArgs {
    /// Files or folders with statements, or - for standard input; without any, the study plenary.toml here, else the built-in example
    pub inputs: Vec<PathBuf>,
    /// The study file
    #[arg(long, value_name = "FILE")]
    pub study: Option<PathBuf>,
    /// A question: a built-in name or a file
    #[arg(long, value_name = "NAME|FILE")]
    pub question: Option<String>,
    /// A lexicon of themes: a built-in name or a file
    #[arg(long, value_name = "NAME|FILE")]
    pub lexicon: Option<String>,
    /// What codes themes: the lexicon with a model that confirms, doubts and proposes, or the lexicon alone
    #[arg(long, value_name = "CODER")]
    pub theme_coder: Option<CoderName>,
    /// What people coded, which wins over the machine: a table with statement_id, coder and stance, stance_detail or facets, such as a filled coding_sheet.csv; may be given several times
    #[arg(long, value_name = "FILE")]
    pub codings: Vec<PathBuf>,
    /// The sheet of `plenary sample`, coded to the end: shares are corrected by it, with intervals
    #[arg(long, value_name = "FILE")]
    pub sample: Option<PathBuf>,
    /// Groupings of the tables by group, separated by commas
    #[arg(long, value_name = "GROUPING", value_delimiter = ',')]
    pub by: Vec<String>,
    /// Formats of the tables besides CSV, separated by commas
    #[arg(long, value_enum, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<FormatName>,
    /// The folder for the results
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Exit with 3 where a file or row was refused
    #[arg(long)]
    pub strict: bool,
}

/// A format of tables.
#[derive(Clone, Copy, ValueEnum)]
pub enum FormatName {
    /// Comma-separated values, which are always written
    Csv,
    /// One workbook for Excel and LibreOffice, a sheet a table
    Xlsx,
    /// A file a table for LaTeX, with booktabs
    Latex,
    /// One document for Word with all tables that fit on a page
    Docx,
    /// A file a table in Markdown
    Markdown,
    /// Each CSV also in Parquet, with typed columns
    Parquet,
}

/// What codes themes.
#[derive(Clone, Copy, ValueEnum)]
pub enum CoderName {
    /// The lexicon with the model
    Model,
    /// The lexicon alone
    Lexicon,
}

impl FormatName {
    fn of_study(self) -> Option<Format> {
        match self {
            FormatName::Csv => None,
            FormatName::Xlsx => Some(Format::Xlsx),
            FormatName::Latex => Some(Format::Latex),
            FormatName::Docx => Some(Format::Docx),
            FormatName::Markdown => Some(Format::Markdown),
            FormatName::Parquet => Some(Format::Parquet),
        }
    }
}

/// Runs a study, the inputs, or the example.
pub fn run(args: &RunArgs, messages: &mut Messages) -> Result<()> {
    let (study, is_example) = study_of(args)?;
    if is_example {
        messages.say(
            "No INPUT and no plenary.toml here: this is the built-in example, a dialogue of invented states.",
        );
    }
    let summary = pipeline::run(&study, &args.out, messages)?;
    messages.end_progress();
    messages.say(&closing(&summary, &args.out));
    match args.strict && summary.rejects > 0 {
        true => Err(Error::new(
            ErrorKind::Rejects,
            Place::default(),
            format!("{} files or rows were refused", summary.rejects),
        )
        .remedy(format!("See {}.", args.out.join("rejects.csv").display()))),
        false => Ok(()),
    }
}

/// The study that the command line asks for, and whether it is the built-in example.
fn study_of(args: &RunArgs) -> Result<(Study, bool)> {
    let here = Path::new("plenary.toml");
    let (mut study, is_example) = match (&args.study, args.inputs.is_empty()) {
        (Some(file), _) => (read_study(file)?, false),
        (None, false) => (Study::default(), false),
        (None, true) if here.exists() => (read_study(here)?, false),
        (None, true) => (Study::read(Folder::BuiltIn("data/example"), "plenary.toml")?, true),
    };
    if !args.inputs.is_empty() {
        study.statements.input = study_paths(&study.folder, &args.inputs)?;
    }
    if !args.codings.is_empty() {
        study.codings.files = study_paths(&study.folder, &args.codings)?;
    }
    if let Some(sample) = &args.sample {
        study.codings.sample = study_paths(&study.folder, std::slice::from_ref(sample))?.concat();
    }
    if let Some(question) = &args.question {
        study.stance.question.clone_from(question);
    }
    if let Some(lexicon) = &args.lexicon {
        study.themes.lexicon.clone_from(lexicon);
    }
    if let Some(coder) = args.theme_coder {
        study.themes.coder = match coder {
            CoderName::Model => ThemeCoder::Model,
            CoderName::Lexicon => ThemeCoder::Lexicon,
        };
    }
    if !args.format.is_empty() {
        study.tables.formats = args.format.iter().filter_map(|format| format.of_study()).collect();
    }
    if !args.by.is_empty() {
        study.tables.by.clone_from(&args.by);
    }
    Ok((study, is_example))
}

/// The last lines of a run: what was coded, what was refused, and where to look.
fn closing(summary: &Summary, out: &Path) -> String {
    let classes: Vec<String> = summary.classes.iter().map(|(class, n)| format!("{class} {n}")).collect();
    let show = |file: &str| out.join(file).display().to_string();
    let refused = match summary.rejects {
        0 => "nothing refused".to_string(),
        n => format!("{n} files or rows refused (see {})", show("rejects.csv")),
    };
    let by_people = match summary.checked {
        0 => String::new(),
        n => format!(", {n} of them by people"),
    };
    let to_check = match summary.to_check {
        0 => String::new(),
        n => {
            format!(
                "\nCheck first the {n} statements in {}; filled in, it is fed back by --codings.",
                show(SHEET)
            )
        }
    };
    let untold = match summary.by_words + summary.elsewhere {
        0 => String::new(),
        n => format!(
            "\nFor {n} statements the name of the meeting does not show whether it was on the topic: {} read as if it was, {} as \
             speeches on everything, where a position must name the proposal, or the model be nearly sure. If that is wrong, name the \
             meeting in a column `meeting` or by `meeting` under [study].",
            summary.by_words, summary.elsewhere
        ),
    };
    format!(
        "{} statements coded{by_people}, {} member states; {}.\n{refused}; {} warnings.{untold}\n\nOpen {} in a browser; look first at {}: who takes which position.\nEach number there can be traced in {} to the sentence; {} explains the tables.{to_check}",
        summary.statements,
        summary.states,
        classes.join(", "),
        summary.warnings,
        show("report.html"),
        show("tables/positions_by_detail.csv"),
        show("evidence.csv"),
        show("tables/README.md"),
    )
}
