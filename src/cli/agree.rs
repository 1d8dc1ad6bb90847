//! `plenary agree`: how far people who coded the same statements agree.

use super::files::{OutputArgs, read_codings, write_to};
use super::messages::Messages;
use clap::Args;
use plenary::codebook::{Codings, is_of_codes, is_person};
use plenary::error::{Diagnostic, Error, ErrorKind, Place, Result};
use plenary::export::write_csv;
use plenary::pipeline::Watch;
use plenary::text::nearest;
use plenary::validity::{Agreement, AgreementSettings, agreement_table, disagreements_table};
use std::path::PathBuf;

const COLUMNS: &str = "FILE has a row a statement and coder: statement_id, coder, and a column a variable; an empty cell is a \
missing code. CSV with commas, semicolons or tabs, or JSON lines; several files add up. The coders machine and \
adjudicated never count: reliability is between people.

A row a variable, then (row: class) each class against all others and (row: pair) each pair of three coders or more:

  n_statements        statements with two codes or more; n_coders, n_pairs and n_codes in them
  agreement           share of agreeing pairs of codes, averaged over statements
  specific_agreement  where one coder gives the class, how often another does
  alpha               Krippendorff's, nominal, or with --multi by the MASI distance
  alpha_low, _high    its 95 % interval, by bootstrap over statements
  p_below_667, _800   the probability that alpha is below these thresholds
  kappa, ac1          Cohen's, of two coders; Gwet's
  verdict             rely (alpha from .800), tentative (from .667), no conclusions
  in_words            a sentence for a methods section; why a number is undefined and so blank

The thresholds are Krippendorff's (2004). See also docs/agreement.md.

  plenary agree anna.csv bela.csv
  plenary agree codings.csv --variable stance -o agreement.csv --disagreements discuss.csv
  plenary agree codings.csv --multi themes";

/// What `plenary agree` takes.
#[derive(Args)]
#[command(after_help = COLUMNS)]
pub struct AgreeArgs {
    /// Files of codings, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Measure this variable; without it, all columns but remarks (notes, evidence, …) and what is known of a statement (actor, date, …)
    #[arg(long, value_name = "NAME")]
    pub variable: Vec<String>,
    /// The codes of this variable are sets of labels, joined by ; or |
    #[arg(long, value_name = "NAME")]
    pub multi: Vec<String>,
    /// Write the statements on which people disagree: a column a coder
    #[arg(long, value_name = "FILE")]
    pub disagreements: Option<PathBuf>,
    /// The seed of the bootstrap
    #[arg(long, value_name = "N", default_value_t = AgreementSettings::default().seed)]
    pub seed: u64,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Prints agreement.
pub fn agree(args: &AgreeArgs, messages: &mut Messages) -> Result<()> {
    check_outputs(args)?;
    let codings = read_codings(&args.files)?;
    codings.alike().iter().for_each(|warning| messages.diagnostic(warning));
    check_coders(&codings, messages)?;
    let variables = variables(args, &codings, messages)?;
    let settings =
        AgreementSettings { seed: args.seed, multi: args.multi.clone(), ..AgreementSettings::default() };
    let measure = |variable: &&str| Agreement::of(&codings, variable, &settings);
    let agreements: Vec<Agreement> = variables.iter().map(measure).collect();
    if agreements.iter().all(|agreement| agreement.overall.n_pairs == 0) {
        let found = "no statement was coded by two people";
        return Err(fault(ErrorKind::Input, found).remedy(
            "Let two people code the same statements; a statement needs the same statement_id in all rows.",
        ));
    }
    args.output.write(|out| write_csv(agreement_table(&agreements), out).map(drop))?;
    if let Some(file) = &args.disagreements {
        let table = disagreements_table(&codings, &variables, &settings);
        let n = table.rows.len();
        write_to(Some(file), |out| write_csv(table, out).map(drop))?;
        messages.say(&format!("Wrote {} ({n} to discuss).", file.display()));
    }
    agreements.iter().for_each(|agreement| messages.say(&agreement.in_words()));
    Ok(())
}

fn fault(kind: ErrorKind, found: impl Into<String>) -> Error {
    Error::new(kind, Place::default(), found)
}

/// Codings cost weeks of work: no output replaces one of the files read.
fn check_outputs(args: &AgreeArgs) -> Result<()> {
    let inputs: Vec<PathBuf> = args.files.iter().filter_map(|file| file.canonicalize().ok()).collect();
    for output in [&args.output.output, &args.disagreements].into_iter().flatten() {
        if output.canonicalize().is_ok_and(|path| inputs.contains(&path)) {
            let found = "this is a file of codings, which would be lost";
            return Err(Error::new(ErrorKind::Usage, Place::file(output), found)
                .remedy("Name another file to write."));
        }
    }
    Ok(())
}

/// Says who is left out; it is an error where fewer than two people are left.
fn check_coders(codings: &Codings, messages: &mut Messages) -> Result<()> {
    let (people, others): (Vec<&str>, Vec<&str>) =
        codings.coders().into_iter().partition(|coder| is_person(coder));
    if !others.is_empty() {
        let verb = if others.len() == 1 { "is" } else { "are" };
        messages.say(&format!(
            "The codes of {} {verb} left out: reliability is between people.",
            others.join(" and ")
        ));
    }
    match people[..] {
        [] => Err(fault(ErrorKind::Input, "there is no coder who is a person")),
        [only] => Err(fault(ErrorKind::Input, format!("there is one coder only: {only}"))),
        _ => return Ok(()),
    }
    .map_err(|error: Error| error.remedy("Agreement needs two people who coded the same statements."))
}

/// The variables to measure, in the order of the command line or of the files.
fn variables<'c>(args: &'c AgreeArgs, codings: &'c Codings, messages: &mut Messages) -> Result<Vec<&'c str>> {
    let known: Vec<&str> = codings.variables().collect();
    for name in args.variable.iter().chain(&args.multi) {
        if !known.contains(&name.as_str()) {
            let near = nearest(name, known.iter().copied());
            let offered = if near.is_empty() { &known } else { &near };
            let found = format!("there is no variable `{name}`");
            return Err(fault(ErrorKind::Usage, found).remedy(format!("There is: {}.", offered.join(", "))));
        }
    }
    let variables: Vec<&str> = match args.variable.is_empty() {
        true => known.into_iter().filter(|name| is_of_codes(name)).collect(),
        false => known.into_iter().filter(|name| args.variable.iter().any(|asked| asked == name)).collect(),
    };
    if variables.is_empty() {
        return Err(fault(ErrorKind::Input, "the files have remarks only, no variable that was coded")
            .remedy("Name the columns to measure by --variable."));
    }
    for name in variables.iter().filter(|name| !args.multi.iter().any(|multi| multi == *name)) {
        if let Some(code) = codings.codes(name).find(|code| code.contains([';', '|'])) {
            let found = format!("`{code}` looks like several codes, and is measured as one");
            let remedy = format!("If it is a set of labels, give --multi {name}");
            messages.diagnostic(&Diagnostic::warning(Place::file(name), found).remedy(remedy));
        }
    }
    Ok(variables)
}
