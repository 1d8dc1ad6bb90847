//! `plenary kwic`: every place where a pattern or a lexicon's category stands, in its context.

use super::files::{OutputArgs, ReadingArgs, read_lexicon};
use super::messages::Messages;
use clap::Args;
use plenary::analysis::Concordance;
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::export::CsvFile;
use plenary::lexicon::WordMemory;
use std::path::PathBuf;

const USAGE: &str =
    "plenary kwic [OPTIONS] PATTERN INPUT...\n       plenary kwic [OPTIONS] --lexicon FILE INPUT...";

const COLUMNS: &str = "A row a match, in order of statement, first and last token and pattern; nested and overlapping matches too.

  doc_id   the id of the statement
  from,to  its first and last token, counted from 1; punctuation marks are tokens
  pre      the tokens before it, joined by spaces
  keyword  its own tokens as they are written
  post     the tokens after it
  pattern  the pattern, or the category

A pattern is words with * and ?, (a|b), /regex/ for one word, NEAR/n, BEFORE/n, AND and NOT:
  plenary kwic 'brain drain' speeches
  plenary kwic '(loss|exodus) NEAR/4 (nurse*|doctor*)' speeches -o hits.csv";

/// What `plenary kwic` takes.
#[derive(Args)]
#[command(override_usage = USAGE, after_help = COLUMNS)]
pub struct KwicArgs {
    /// The pattern (left out with --lexicon), then files or folders with statements, or - for standard input
    #[arg(value_name = "PATTERN INPUT")]
    pub pattern_and_inputs: Vec<String>,
    /// Tokens shown on each side
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub window: usize,
    /// Look for the categories of a lexicon, a built-in name or a file, instead of a pattern
    #[arg(long, value_name = "NAME|FILE")]
    pub lexicon: Option<String>,
    /// Name categories by these levels of the lexicon, 1 being the outermost; without it, by their whole path
    #[arg(long, value_name = "N", value_delimiter = ',', requires = "lexicon")]
    pub levels: Vec<usize>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Prints a concordance.
pub fn kwic(args: &KwicArgs, messages: &mut Messages) -> Result<()> {
    let (concordance, inputs) = concordance(args, messages)?;
    let statements = args.reading.statements(&inputs)?;
    let (mut n_lines, mut n_with) = (0, 0);
    let mut n_statements = 0;
    args.output.write(|out| {
        let mut table = CsvFile::new(out);
        table.row(Concordance::COLUMNS)?;
        let mut memory = WordMemory::default();
        n_statements = statements.each(messages, |statement| {
            let lines = concordance.lines(&statement, &mut memory);
            n_lines += lines.len();
            n_with += usize::from(!lines.is_empty());
            lines.iter().try_for_each(|line| table.row(line.cells(&statement.id)))
        })?;
        table.finish()
    })?;
    messages.say(&format!("{n_lines} matches in {n_with} of {n_statements} statements."));
    Ok(())
}

/// What to look for, and where.
fn concordance(args: &KwicArgs, messages: &mut Messages) -> Result<(Concordance, Vec<PathBuf>)> {
    let paths = |inputs: &[String]| inputs.iter().map(PathBuf::from).collect();
    match (&args.lexicon, args.pattern_and_inputs.as_slice()) {
        (Some(name), inputs) => {
            let lexicon = read_lexicon(name, messages)?;
            Ok((Concordance::of_lexicon(&lexicon, &args.levels, args.window)?, paths(inputs)))
        }
        (None, [pattern, inputs @ ..]) if !inputs.is_empty() || args.reading.of.study.is_some() => {
            Ok((Concordance::of_pattern(pattern, args.window)?, paths(inputs)))
        }
        _ => Err(Error::new(ErrorKind::Usage, Place::default(), "there is no INPUT after the pattern")
            .remedy("Write: plenary kwic 'PATTERN' FILE_OR_FOLDER.")),
    }
}
