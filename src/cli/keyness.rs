//! `plenary keyness`: the words that mark a group of statements off from all others.

use super::files::{OutputArgs, ReadingArgs};
use super::messages::Messages;
use clap::{ArgGroup, Args, ValueEnum};
use plenary::actors::ActorTable;
use plenary::analysis::{
    Column, FeatureCounts, Features, KeynessSettings, Measure, Selection, keyness_table,
};
use plenary::error::{Diagnostic, Error, ErrorKind, Place, Result};
use plenary::export::write_csv;
use plenary::pipeline::Watch;
use plenary::statement::Statement;
use plenary::statistics;
use std::path::PathBuf;

const COLUMNS: &str = "A row a feature, those that mark the target first; `target` in front with --by.

  feature       the token, in lower case
  statistic     the measure: chi2 and g2 with one degree of freedom, negative where the target has no
                more than expected; pmi in nats; exact: the odds ratio
  p             of the statistic (exact: two-sided); blank for pmi, which has none
  p_holm, p_bh  adjusted after Holm, and after Benjamini and Hochberg, over all features tested for the
                target
  log_ratio     log2 of the ratio of relative frequencies (Hardie): 1 is twice as frequent; a count of
                0 is taken as 0.5
  diff_percent  difference of relative frequencies in per cent of the reference's (Gabrielatos and
                Marchi): 100 is twice as frequent; blank where the reference has none
  n_target, n_reference  occurrences

The tests take tokens as independent, which words in speeches are not: read p as an order, and look
the words up with `plenary kwic`.

  plenary keyness --target eu=member speeches
  plenary keyness --target 'iso3=A*,MEX' --measure g2 --min 5 speeches -o keys.csv
  plenary keyness --by un_regional_group --top 20 speeches";

/// What `plenary keyness` takes.
#[derive(Args)]
#[command(after_help = COLUMNS, group = ArgGroup::new("groups").args(["target", "by"]).required(true))]
pub struct KeynessArgs {
    /// Files or folders with statements, or - for standard input
    #[arg(required_unless_present = "study", value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// The statements with these values in a column (statement_id, actor, date, …) or a grouping of their actor (eu, g77, …); * is any run of characters
    #[arg(long, value_name = "COLUMN=VALUE[,VALUE]")]
    pub target: Option<String>,
    /// Each value of a column or grouping in turn against all other statements
    #[arg(long, value_name = "COLUMN")]
    pub by: Option<String>,
    /// What sorts the features
    #[arg(long, value_enum, default_value_t = MeasureName::Chi2, value_name = "MEASURE")]
    pub measure: MeasureName,
    /// The correction of chi2 and g2 for small counts, as in quanteda; the default is yates
    #[arg(long, value_enum, value_name = "CORRECTION")]
    pub correction: Option<CorrectionName>,
    /// Test features with at least so many occurrences in all
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min: u64,
    /// Print so many features a target; without it, all
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// Count punctuation marks too
    #[arg(long)]
    pub keep_punctuation: bool,
    /// Count words as they are written, not in lower case
    #[arg(long)]
    pub keep_case: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum MeasureName {
    /// Chi-squared
    Chi2,
    /// Log-likelihood ratio
    G2,
    /// Pointwise mutual information
    Pmi,
    /// Fisher's exact test
    Exact,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum CorrectionName {
    /// The same as yates
    Default,
    /// Cells nearer to expectation by 0.5, where one expected is below 5
    Yates,
    /// Williams' factor
    Williams,
    /// None
    None,
}

/// Prints keyness.
pub fn keyness(args: &KeynessArgs, messages: &mut Messages) -> Result<()> {
    let settings = KeynessSettings { measure: measure(args)?, least: args.min, top: args.top };
    let statements = args.reading.statements(&args.inputs)?;
    let actors = ActorTable::of_study(&statements.study)?;
    let mut groups = Groups::of(args, &actors)?;
    let mut counts =
        FeatureCounts::new(Features { punctuation: args.keep_punctuation, case: args.keep_case });
    statements.each(messages, |statement| {
        counts.add(&groups.group(&statement), &statement.text);
        Ok(())
    })?;
    groups.check()?;
    counts.check()?;
    if let (Groups::By(column), n @ 1..) = (&groups, counts.n_outside()) {
        let found = format!("{n} statements have no value there; they are part of every reference only");
        messages.diagnostic(&Diagnostic::warning(Place::file(column.name), found));
    }
    args.output.write(|out| write_csv(keyness_table(&counts, settings, args.by.is_some()), out).map(drop))
}

/// How statements are divided.
enum Groups<'a> {
    Target(Selection<'a>),
    By(Column<'a>),
}

impl<'a> Groups<'a> {
    fn of(args: &'a KeynessArgs, actors: &'a ActorTable) -> Result<Self> {
        match (&args.target, &args.by) {
            (Some(target), _) => Selection::read(target, actors).map(Groups::Target),
            (None, by) => Column::find(by.as_deref().unwrap_or_default(), actors).map(Groups::By),
        }
    }

    /// The group of a statement; empty where it is of none.
    fn group(&mut self, statement: &Statement) -> String {
        match self {
            Groups::Target(selection) => match selection.holds(statement) {
                true => "target".into(),
                false => String::new(),
            },
            Groups::By(column) => column.value(statement),
        }
    }

    fn check(&self) -> Result<()> {
        match self {
            Groups::Target(selection) => selection.check(),
            Groups::By(_) => Ok(()),
        }
    }
}

fn measure(args: &KeynessArgs) -> Result<Measure> {
    let correction = match args.correction {
        None | Some(CorrectionName::Default) => statistics::Correction::Default,
        Some(CorrectionName::Yates) => statistics::Correction::Yates,
        Some(CorrectionName::Williams) => statistics::Correction::Williams,
        Some(CorrectionName::None) => statistics::Correction::None,
    };
    match (args.measure, args.correction) {
        (MeasureName::Chi2, _) => Ok(Measure::ChiSquared(correction)),
        (MeasureName::G2, _) => Ok(Measure::GSquared(correction)),
        (MeasureName::Pmi, None) => Ok(Measure::MutualInformation),
        (MeasureName::Exact, None) => Ok(Measure::Exact),
        _ => Err(Error::new(ErrorKind::Usage, Place::default(), "only chi2 and g2 have a correction")
            .remedy("Leave out --correction, or take --measure chi2 or g2.")),
    }
}
