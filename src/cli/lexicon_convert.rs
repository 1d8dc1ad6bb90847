//! `plenary lexicon convert`: a lexicon from one dictionary format into another.

use super::files::OutputArgs;
use super::messages::Messages;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use plenary::error::{Error, Result};
use plenary::lexicon::formats::{self, Format};
use plenary::pipeline::Watch;
use plenary::study::Folder;
use std::borrow::Cow;
use std::io::Read;

const FORMATS: &str = "Formats, and the endings of their files:

  plenary     YAML with $ keys, all that a lexicon can say (.yml, .yaml; quanteda's is read too)
  quanteda    YAML as quanteda reads it
  csv         a table with the columns category and pattern (.csv)
  liwc        LIWC 2001 to 2015 (.dic)
  liwc22      LIWC-22 (.dicx)
  wordstat    WordStat (.cat)
  yoshikoder  Yoshikoder (.ykd, .lcd)
  lexicoder   Lexicoder 3 (.lc3)

What a format cannot hold is left out with a warning each (docs/formats.md). UTF-8 is written; UTF-16
and the encodings before Unicode are read.

  plenary lexicon convert moral.dic --to plenary -o moral.yml
  plenary lexicon convert migration-development --to wordstat -o migration.cat";

/// What `plenary lexicon convert` takes.
#[derive(Args)]
#[command(after_help = FORMATS)]
pub struct ConvertArgs {
    /// The lexicon: a built-in name, a file, or - for standard input
    #[arg(value_name = "NAME|FILE")]
    file: String,
    /// The format to write
    #[arg(long, value_name = "FORMAT", value_parser = format())]
    to: Format,
    /// The format to read; without it, the one of the file's ending
    #[arg(long, value_name = "FORMAT", value_parser = format())]
    from: Option<Format>,
    #[command(flatten)]
    output: OutputArgs,
}

fn format() -> impl TypedValueParser<Value = Format> {
    let unknown = "there is no such format";
    PossibleValuesParser::new(Format::ALL.map(Format::name))
        .try_map(move |name| Format::named(&name).ok_or(unknown))
}

/// Reads a lexicon in one format and writes it in another.
pub fn convert(args: &ConvertArgs, messages: &mut Messages) -> Result<()> {
    let (shown, bytes) = bytes(&args.file)?;
    let (lexicon, doubtful) = formats::read(&bytes, &shown, args.from)?;
    let (written, lost) = formats::write(&lexicon, args.to);
    doubtful.iter().chain(&lost).for_each(|diagnostic| messages.diagnostic(diagnostic));
    messages.end_progress();
    let io = |cause| Error::io("the output".as_ref(), &cause);
    args.output.write(|out| out.write_all(&written).and_then(|()| out.flush()).map_err(io))
}

/// What names a lexicon in messages, and its bytes.
fn bytes(name: &str) -> Result<(String, Cow<'static, [u8]>)> {
    if name != "-" {
        return Folder::default().read_named_bytes("lexicons", name);
    }
    let (shown, mut bytes) = ("standard input", Vec::new());
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|cause| Error::io(shown.as_ref(), &cause))?;
    Ok((shown.into(), bytes.into()))
}
