//! `plenary check-text`: an author's text held against the tables of a run.

use super::files::{OutputArgs, input_files};
use super::messages::Messages;
use clap::Args;
use plenary::checking::Prose;
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::export::write_csv;
use plenary::ingest::{open, read_as_is};
use plenary::pipeline::Watch;
use plenary::study::Input;
use std::path::{Path, PathBuf};

const HELP: &str = "Looks at each sentence that has a quantifier of the run's scale (a few, many, most ...) and names a theme or \
position, and lists those of which the tables bear another word. The scale is that of `[report] quantifiers`, \
printed in tables/quantifier_scale.csv. Exits with 5 where a sentence is listed.

  plenary check-text paper.docx out";

/// What `plenary check-text` takes.
#[derive(Args)]
#[command(after_help = HELP)]
pub struct CheckTextArgs {
    /// The text: txt, md, docx, or what else is read
    pub file: PathBuf,
    /// The folder of a finished run
    #[arg(default_value = "out")]
    pub out: PathBuf,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Checks a text.
pub fn check_text(args: &CheckTextArgs, messages: &mut Messages) -> Result<()> {
    let prose = Prose::of_run(&args.out)?;
    let mut table = Prose::table();
    let (mut faults, mut looked_at) = (0, 0);
    let mut read = Vec::new();
    for file in input_files(std::slice::from_ref(&args.file))? {
        let contents = read_as_is(&file, &Input::default());
        contents.diagnostics.iter().for_each(|found| messages.diagnostic(found));
        read.extend(contents.raw);
    }
    if read.is_empty() {
        return Err(unread(&args.file));
    }
    for raw in read {
        let opened =
            open(raw).map_err(|found| Error::new(ErrorKind::Input, found.place.clone(), found.reason()))?;
        let held = prose.hold(&opened.statement, &mut table);
        (faults, looked_at) = (faults + held.faults, looked_at + held.looked_at);
    }
    args.output.write(|out| write_csv(table, out).map(drop))?;
    let found =
        format!("{faults} of {looked_at} quantifiers that could be looked at are not borne by the tables");
    match faults {
        0 => {
            messages.say(&format!("{found}."));
            Ok(())
        }
        _ => Err(Error::new(ErrorKind::Difference, Place::file(&args.file), found)
            .remedy("Each row names the sentence, the number of the table and the word that it bears.")),
    }
}

fn unread(file: &Path) -> Error {
    Error::new(ErrorKind::Input, Place::file(file), "no text could be read")
        .remedy("Give a text: .txt, .md, .docx, .odt, .rtf, .html or .pdf.")
}
