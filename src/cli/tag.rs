//! `plenary tag`: how often the categories of a lexicon stand in each document, as quanteda counts them.

use super::files::{OutputArgs, input_files, read_lexicon, write_to};
use super::messages::Messages;
use clap::{Args, ValueEnum};
use plenary::error::{Diagnostic, Error, ErrorKind, Place, Result};
use plenary::export::CsvFile;
use plenary::ingest::{InputFile, open_as_is, raw_statements};
use plenary::lexicon::{NestedScope, Tagger, WordMemory};
use plenary::pipeline::Watch;
use plenary::study::Columns;
use plenary::text::CharacterOffsets;
use rayon::prelude::*;
use std::path::PathBuf;

const COLUMNS: &str =
    "A row a document, texts as they stand: doc_id (the file's stem), a column a category, and tokens, \
the number of words and signs.

The ledger (--ledger FILE) has a row a match, and its rows without suppressed_by add up to the counts:

  doc_id         the document
  category       the category
  from,to        its first and last token, counted from 1
  start,end      its first character, counted from 0, and the one after its last
  text           its words
  pattern        the pattern that found it
  line           the line of the lexicon on which that pattern stands
  suppressed_by  the longer or earlier pattern that counts instead, or the exception that undoes it";

/// What `plenary tag` takes.
#[derive(Args)]
#[command(after_help = COLUMNS)]
pub struct TagArgs {
    /// The lexicon: a built-in name or a file of any dictionary format (docs/formats.md); quanteda's YAML is one as it stands
    #[arg(long, value_name = "NAME|FILE")]
    pub lexicon: String,
    /// Files or folders with documents, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Among which matches the longest wins: those of one category, or those of all
    #[arg(long, value_enum, default_value_t = Scope::Key, value_name = "SCOPE")]
    pub nested_scope: Scope,
    /// Name categories by these levels of the lexicon, 1 being the outermost; without it, by their whole path
    #[arg(long, value_name = "N", value_delimiter = ',')]
    pub levels: Vec<usize>,
    /// Write every match, with what suppressed it, to a file
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The scopes by name.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum Scope {
    Key,
    Dictionary,
}

/// Files counted at a time where there is a ledger, which is held until it is written.
const WITH_LEDGER: usize = 256;

/// Files counted at a time where there is none.
const WITHOUT_LEDGER: usize = 8192;

/// Prints the counts.
pub fn tag(args: &TagArgs, messages: &mut Messages) -> Result<()> {
    let tagger = Tagger::new(&read_lexicon(&args.lexicon, messages)?, &args.levels)?;
    let counting = Counting {
        tagger: &tagger,
        scope: match args.nested_scope {
            Scope::Key => NestedScope::Key,
            Scope::Dictionary => NestedScope::Dictionary,
        },
        has_ledger: args.ledger.is_some(),
    };
    let files = input_files(&args.inputs)?;
    let mut n_documents = 0;
    args.output.write(|out| match &args.ledger {
        None => {
            n_documents = counting.write(&files, CsvFile::new(out), None, messages)?;
            Ok(())
        }
        Some(path) => write_to(Some(path), |ledger| {
            n_documents = counting.write(&files, CsvFile::new(out), Some(CsvFile::new(ledger)), messages)?;
            Ok(())
        }),
    })?;
    match n_documents {
        0 => Err(Error::new(ErrorKind::Input, Place::default(), "no document could be read")
            .remedy("See the messages above: each names a file and what to do.")),
        n => {
            messages.say(&format!("{n} documents counted."));
            Ok(())
        }
    }
}

/// A document counted: its row, and its rows of the ledger.
struct Counted {
    row: Vec<String>,
    ledger: Vec<Vec<String>>,
}

struct Counting<'c> {
    tagger: &'c Tagger,
    scope: NestedScope,
    has_ledger: bool,
}

type Csv<'w> = CsvFile<&'w mut dyn std::io::Write>;

impl Counting<'_> {
    /// Writes the counts of all files, in their order; gives the number of documents.
    fn write(
        &self,
        files: &[InputFile],
        mut table: Csv,
        mut ledger: Option<Csv>,
        messages: &mut Messages,
    ) -> Result<usize> {
        let names = self.tagger.names().iter().map(String::as_str);
        table.row(["doc_id"].into_iter().chain(names).chain(["tokens"]))?;
        if let Some(ledger) = &mut ledger {
            ledger.row([
                "doc_id",
                "category",
                "from",
                "to",
                "start",
                "end",
                "text",
                "pattern",
                "line",
                "suppressed_by",
            ])?;
        }
        let mut n_documents = 0;
        let size = if self.has_ledger { WITH_LEDGER } else { WITHOUT_LEDGER };
        for (batch, chunk) in files.chunks(size).enumerate() {
            messages.progress(batch * size, files.len());
            let counted: Vec<Vec<Result<Counted, Diagnostic>>> = chunk
                .par_iter()
                .map_init(WordMemory::default, |memory, file| self.file(file, memory))
                .collect();
            for document in counted.into_iter().flatten() {
                match document {
                    Err(diagnostic) => messages.diagnostic(&diagnostic),
                    Ok(document) => {
                        n_documents += 1;
                        table.row(document.row)?;
                        if let Some(ledger) = &mut ledger {
                            document.ledger.into_iter().try_for_each(|row| ledger.row(row))?;
                        }
                    }
                }
            }
        }
        messages.end_progress();
        table.finish()?;
        ledger.map_or(Ok(()), CsvFile::finish)?;
        Ok(n_documents)
    }

    fn file(&self, file: &InputFile, memory: &mut WordMemory) -> Vec<Result<Counted, Diagnostic>> {
        let (raw, faults, _) = raw_statements(file, &Columns::default());
        let counted = raw.into_iter().map(|raw| match open_as_is(raw) {
            Ok(opened) => Ok(self.count(&opened.statement.id, &opened.statement.text, memory)),
            Err(refused) => Err(refused.diagnostic),
        });
        let counted: Vec<_> = counted.collect();
        faults.into_iter().map(Err).chain(counted).collect()
    }

    fn count(&self, id: &str, text: &str, memory: &mut WordMemory) -> Counted {
        let split = self.tagger.split(text);
        let tags = self.tagger.tag(text, &split, self.scope, memory);
        let counts = self.tagger.counts(&tags);
        let mut row = vec![id.to_string()];
        row.extend(counts.iter().map(u32::to_string));
        row.push(split.tokens.len().to_string());
        if !self.has_ledger {
            return Counted { row, ledger: Vec::new() };
        }
        let offsets = CharacterOffsets::new(text);
        let ledger = tags.iter().map(|tag| {
            let (from, to) = (tag.tokens.start as usize, tag.tokens.end as usize);
            let span = split.span(from..to);
            let pattern = self.tagger.pattern(tag.tokens.pattern);
            let winner = tag.suppressed_by.map(|winner| self.tagger.pattern(winner).source.clone());
            vec![
                id.to_string(),
                self.tagger.names()[tag.name].clone(),
                (from + 1).to_string(),
                to.to_string(),
                offsets.at(span.start as usize).to_string(),
                offsets.at(span.end as usize).to_string(),
                span.of(text).to_string(),
                pattern.source.clone(),
                pattern.place.line.map_or(String::new(), |line| line.to_string()),
                winner.unwrap_or_default(),
            ]
        });
        Counted { row, ledger: ledger.collect() }
    }
}
