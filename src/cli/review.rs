//! `plenary review`: hand-coding in the browser.

use super::messages::Messages;
use clap::Args;
use plenary::error::Result;
use plenary::pipeline::Watch;
use plenary::review::{Review, Settings};
use plenary::study::Folder;
use std::io::Write;
use std::path::PathBuf;

const EXAMPLES: &str = "Prints an address for each coder, to be opened in a browser of this computer; nothing leaves it. \
Each code is a line added to NAME.jsonl in the folder of codings, and on disk before the page says \"saved\"; stop with \
Ctrl-C at any time. `plenary run --codings` and `plenary agree` read these files as they are (docs/review.md).

  plenary review out --coder anna --coder bela
  plenary review out --coder anna --sample sample.csv --hide-actor
  plenary review out --coder anna --check
  plenary review out --adjudicate";

/// What `plenary review` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct ReviewArgs {
    /// The folder of a finished run
    pub out: PathBuf,
    /// Who codes; may be given several times, each gets an address and a file
    #[arg(long, value_name = "NAME", required_unless_present = "adjudicate")]
    pub coder: Vec<String>,
    /// The folder of the coders' files; without it, codings beside OUT
    #[arg(long, value_name = "DIR")]
    pub codings: Option<PathBuf>,
    /// Give also an address to settle on what coders differ
    #[arg(long)]
    pub adjudicate: bool,
    /// Show the machine's code, and first what should be checked first; without it, coders see nothing of it
    #[arg(long)]
    pub check: bool,
    /// Only the statements of this table with a column statement_id, in its order
    #[arg(long, value_name = "FILE")]
    pub sample: Option<PathBuf>,
    /// Show who speaks (this is so unless --hide-actor is given)
    #[arg(long, overrides_with = "hide_actor")]
    pub show_actor: bool,
    /// Keep actor, speaker and country from the page; the text stays as it is
    #[arg(long, overrides_with = "show_actor")]
    pub hide_actor: bool,
    /// The port; without it, any that is free
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
}

/// Serves the coders until Ctrl-C.
pub fn review(args: &ReviewArgs, messages: &mut Messages) -> Result<()> {
    let sample = match &args.sample {
        Some(file) => {
            let (shown, bytes) = Folder::default().read(&file.to_string_lossy())?;
            Some((shown, bytes.into_owned()))
        }
        None => None,
    };
    let settings = Settings {
        coders: args.coder.clone(),
        codings: args.codings.clone(),
        adjudicates: args.adjudicate,
        shows_machine: args.check,
        sample,
        hides_actor: args.hide_actor,
        port: args.port,
    };
    let (review, told) = Review::open(&args.out, &settings)?;
    told.iter().for_each(|diagnostic| messages.diagnostic(diagnostic));
    messages.say(&format!(
        "{} statements to code; codes go to {}. Each coder opens her address in a browser of this computer:\n",
        review.n_statements,
        review.folder.display()
    ));
    print_links(&review);
    messages.say("\nStop with Ctrl-C; what a page calls saved is on disk.");
    review.serve()?;
    messages.say("\nStopped.");
    Ok(())
}

fn print_links(review: &Review) {
    let mut out = std::io::stdout().lock();
    for link in &review.links {
        // A closed standard output leaves nobody to tell.
        let _ = writeln!(out, "{}: {} ({} coded)", link.coder, link.address, link.n_coded);
    }
    let _ = out.flush();
}
