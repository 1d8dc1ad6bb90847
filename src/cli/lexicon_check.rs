//! `plenary lexicon check`: what is wrong or doubtful in a lexicon.

use super::files::{OutputArgs, ReadingArgs, Statements, read_lexicon};
use super::messages::Messages;
use clap::Args;
use plenary::error::{Diagnostic, Error, ErrorKind, Place, Result};
use plenary::export::CsvFile;
use plenary::ingest::InputFile;
use plenary::lexicon::lint::{Finding, Lint, Tally, TallyMemory, Weight};
use plenary::pipeline::Watch;
use rayon::prelude::*;
use std::io::Write;
use std::path::PathBuf;

const COLUMNS: &str = "Without INPUT the lexicon is checked on its own: examples, patterns that cannot match, duplicates. With \
INPUT also over those texts: patterns that never match, wildcards that take words of another root, shares.

The report (-o) has a row a finding, notes too:

  file, line  where it stands
  category    the category, and the list in it where that is $except or $positions
  pattern     the pattern as written
  kind        example, cannot-match, operator, undone, duplicate, shadowed, contained, never-matches,
              other-words, dominant, words, share
  weight      error: to be mended; warning: to be looked at; note: to be known
  found       what was found
  remedy      what to do about it
  hits        of share and dominant: hits of the pattern that count
  share       their share in the hits of the category

docs/lexicon-check.md explains each kind. Exit code 4 where an example does not do what it claims.

  plenary lexicon check my-dictionary.yml
  plenary lexicon check my-dictionary.yml speeches -o report.csv";

/// What `plenary lexicon check` takes.
#[derive(Args)]
#[command(after_help = COLUMNS)]
pub struct CheckArgs {
    /// The lexicon: a built-in name or a file of any dictionary format (docs/formats.md); quanteda's YAML is one as it stands
    #[arg(value_name = "NAME|FILE")]
    pub lexicon: String,
    /// Files or folders with statements, or - for standard input
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Files counted between two steps of the progress bar.
const BATCH: usize = 1024;

/// Characters of a pattern that a line shows.
const MOST_SHOWN: usize = 70;

/// Files that a thread counts into one tally.
const PART: usize = 32;

/// Prints the findings.
pub fn check(args: &CheckArgs, messages: &mut Messages) -> Result<()> {
    let lexicon = read_lexicon(&args.lexicon, messages)?;
    let has_text = !args.inputs.is_empty() || args.reading.of.study.is_some();
    let lint = Lint::new(&lexicon);
    let mut findings = lint.findings();
    if has_text {
        let tally = tally(&lint, &args.reading.statements(&args.inputs)?, messages)?;
        messages.say(&format!("{} statements read.", tally.n_texts));
        findings.extend(lint.findings_in(&tally));
    }
    args.output.write(|out| match args.output.output {
        Some(_) => write_rows(&findings, out),
        None => write_lines(&findings, messages.is_verbose(), out),
    })?;
    conclude(&findings, &args.lexicon, !has_text, messages)
}

/// Counts all statements; a part of the files at a time on each thread.
fn tally(lint: &Lint, statements: &Statements, messages: &mut Messages) -> Result<Tally> {
    let files = &statements.files;
    let mut all = Tally::default();
    for (batch, chunk) in files.chunks(BATCH).enumerate() {
        messages.progress(batch * BATCH, files.len());
        let parts: Vec<(Tally, Vec<Diagnostic>)> = chunk
            .par_chunks(PART)
            .map_init(TallyMemory::default, |memory, part| {
                let (mut tally, mut diagnostics) = (Tally::default(), Vec::new());
                part.iter()
                    .for_each(|file| count(lint, file, statements, &mut tally, &mut diagnostics, memory));
                (tally, diagnostics)
            })
            .collect();
        for (tally, diagnostics) in parts {
            diagnostics.iter().for_each(|diagnostic| messages.diagnostic(diagnostic));
            all.add(tally);
        }
    }
    messages.end_progress();
    match all.n_texts {
        0 => Err(Error::new(ErrorKind::Input, Place::default(), "no statement could be read")
            .remedy("See the messages above: each names a file and what to do.")),
        _ => Ok(all),
    }
}

fn count(
    lint: &Lint,
    file: &InputFile,
    statements: &Statements,
    tally: &mut Tally,
    diagnostics: &mut Vec<Diagnostic>,
    memory: &mut TallyMemory,
) {
    let contents = statements.contents(file);
    diagnostics.extend(contents.diagnostics);
    for raw in contents.raw {
        match statements.open(raw) {
            Ok(opened) => lint.count(&opened.statement.text, tally, memory),
            Err(refused) => diagnostics.push(*refused),
        }
    }
}

/// All findings as CSV.
fn write_rows(findings: &[Finding], out: &mut dyn Write) -> Result<()> {
    let mut table = CsvFile::new(out);
    table
        .row(["file", "line", "category", "pattern", "kind", "weight", "found", "remedy", "hits", "share"])?;
    for finding in findings {
        let line = finding.place.line.map_or(String::new(), |line| line.to_string());
        table.row([
            finding.place.file.as_str(),
            &line,
            &finding.category,
            &finding.pattern,
            finding.kind.name(),
            finding.weight.name(),
            &finding.found,
            &finding.remedy,
            &finding.hits.map_or(String::new(), |hits| hits.to_string()),
            &finding.share.map_or(String::new(), |share| format!("{share:.4}")),
        ])?;
    }
    table.finish()
}

/// The findings as lines under a heading a kind; notes only where they are asked for.
fn write_lines(findings: &[Finding], is_verbose: bool, out: &mut dyn Write) -> Result<()> {
    let mut text = String::new();
    let shown: Vec<&Finding> =
        findings.iter().filter(|finding| is_verbose || finding.weight > Weight::Note).collect();
    for kind in shown.chunk_by(|a, b| a.kind == b.kind) {
        let gap = if text.is_empty() { "" } else { "\n" };
        text += &format!("{gap}{} ({})\n", kind[0].kind.heading(), kind.len());
        let shared = kind[0].remedy.as_str();
        let is_shared = kind.len() > 1 && kind.iter().all(|finding| finding.remedy == shared);
        if is_shared && !shared.is_empty() {
            text += &format!("  {shared}\n");
        }
        alike(kind).iter().for_each(|alike| text += &line(alike, is_shared));
    }
    out.write_all(text.as_bytes()).map_err(|cause| Error::io("standard output".as_ref(), &cause))
}

/// Findings of one category that say the same, together; in order of the first.
fn alike<'f>(kind: &[&'f Finding]) -> Vec<Vec<&'f Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for category in kind.chunk_by(|a, b| a.category == b.category) {
        let first = groups.len();
        for finding in category {
            let said = |group: &Vec<&Finding>| {
                (&group[0].found, &group[0].remedy) == (&finding.found, &finding.remedy)
            };
            match groups[first..].iter().position(said) {
                Some(known) => groups[first + known].push(finding),
                None => groups.push(vec![finding]),
            }
        }
    }
    groups
}

/// One line for findings that say the same.
fn line(alike: &[&Finding], without_remedy: bool) -> String {
    let first = alike[0];
    let numbers: Vec<String> =
        alike.iter().filter_map(|finding| finding.place.line).map(|line| line.to_string()).collect();
    let lines = match numbers.len() {
        0 => String::new(),
        1 => format!(", line {}", numbers[0]),
        _ => format!(", lines {}", numbers.join(", ")),
    };
    let patterns = alike.iter().filter(|finding| !finding.pattern.is_empty());
    let patterns: Vec<String> = patterns.map(|finding| shortened(&finding.pattern)).collect();
    let patterns = if patterns.is_empty() { String::new() } else { format!("{}: ", patterns.join(", ")) };
    let share = first.share.map_or(String::new(), |share| format!(" ({:.1} %)", 100.0 * share));
    let remedy = match first.remedy.is_empty() || without_remedy {
        true => String::new(),
        false => format!(". {}", first.remedy),
    };
    format!("  {}{lines}: {patterns}{}{share}{remedy}\n", first.category, first.found)
}

/// A pattern between quotation marks, cut to what fits a line; the report has all of it.
fn shortened(pattern: &str) -> String {
    match pattern.char_indices().nth(MOST_SHOWN) {
        None => format!("`{pattern}`"),
        Some((end, _)) => format!("`{} …`", pattern[..end].trim_end()),
    }
}

/// Says how many findings there are; it is an error where an example does not do what it claims.
fn conclude(findings: &[Finding], file: &str, is_alone: bool, messages: &mut Messages) -> Result<()> {
    let n = |weight: Weight| findings.iter().filter(|finding| finding.weight == weight).count();
    let (errors, warnings, notes) = (n(Weight::Error), n(Weight::Warning), n(Weight::Note));
    let alone = match is_alone {
        true => " Give INPUT to see also which patterns never match, what wildcards take, and shares.",
        false => "",
    };
    messages.say(&format!(
        "{}, {}, {} (-v or -o shows the notes).{alone}",
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(notes, "note")
    ));
    match errors {
        0 => Ok(()),
        n => Err(Error::definition(Place::file(file), format!("{} not as claimed", counted(n, "example")))
            .remedy("Mend the patterns or the examples listed above or in the report.")),
    }
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
