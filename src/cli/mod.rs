//! The command line: one file a command. The only part that prints.

mod agree;
mod check_text;
mod explain;
mod files;
mod generate;
mod ingest;
mod init;
mod keyness;
mod kwic;
mod lexicon;
mod lexicon_check;
mod lexicon_convert;
mod lexicon_describe;
mod lexicon_explain;
mod lexicon_measure;
mod messages;
mod package;
mod review;
mod run;
mod sample;
mod tag;
mod train;
mod train_themes;
mod validate;
mod verify;

use clap::{Args, Parser, Subcommand, ValueEnum};
use messages::Messages;
use plenary::error::ErrorKind;
use std::process::ExitCode;

/// An INPUT is missing, nothing could be coded, or reading or writing failed.
const FAILED: u8 = 1;
/// The command line is not valid.
const USAGE: u8 = 2;
/// Inputs were refused under `--strict`.
const REJECTS: u8 = 3;
/// A lexicon, question, actors or study file is not valid.
const DEFINITION: u8 = 4;
/// A check found a difference.
const DIFFERENCE: u8 = 5;

/// Codes the positions and themes of plenary statements and writes the tables of a paper.
#[derive(Parser)]
#[command(version, max_term_width = 100, arg_required_else_help = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 an INPUT is missing, nothing could be coded, or reading or writing failed; \
2 usage; 3 inputs were refused under --strict; 4 a lexicon, question, actors or study file is not valid; \
5 a check found a difference.";

/// What every command takes.
#[derive(Args)]
struct Common {
    /// Threads; without it, as many as the machine has
    #[arg(short = 'j', long, global = true, value_name = "N")]
    jobs: Option<usize>,
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say also what cleaning removed or joined
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Colour in messages
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    /// Read statements, code themes and positions, write tables
    Run(run::RunArgs),
    /// Say why one statement of a finished run is coded so
    Explain(explain::ExplainArgs),
    /// Print a row a statement, without coding
    Ingest(ingest::IngestArgs),
    /// Count the categories of a lexicon in each document, as quanteda does
    Tag(tag::TagArgs),
    /// Print every place where a pattern stands, in its context
    Kwic(kwic::KwicArgs),
    /// Print the words that mark a group of statements off from all others
    Keyness(keyness::KeynessArgs),
    /// Check a lexicon, say why a text is a hit or not, or write it in another format
    Lexicon(lexicon::LexiconArgs),
    /// Measure how far people who coded the same statements agree
    Agree(agree::AgreeArgs),
    /// Draw a random sample of statements for people to code, or list those that tell most
    Sample(sample::SampleArgs),
    /// Hold the machine's coding against people's
    Validate(validate::ValidateArgs),
    /// Code statements by hand in the browser
    Review(review::ReviewArgs),
    /// List sentences of a text whose quantifiers the tables of a run do not bear
    CheckText(check_text::CheckTextArgs),
    /// Put a run with all that it was made of into a folder for an archive
    Package(package::PackageArgs),
    /// Run a package or a study again and compare every output
    Verify(verify::VerifyArgs),
    /// Train the model of a question from coded passages
    Train(train::TrainArgs),
    /// Write a new study with every key explained
    Init(init::InitArgs),
    /// Print the completions of a shell
    Completions(generate::CompletionsArgs),
    /// Print the manual page
    Man,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { USAGE } else { 0 });
        }
    };
    let mut messages = Messages::new(cli.common.quiet, cli.common.verbose, cli.common.color);
    if let Some(jobs) = cli.common.jobs {
        // Fails only where a pool exists already, and none does yet.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    }
    let done = match cli.command {
        Command::Run(args) => run::run(&args, &mut messages),
        Command::Explain(args) => explain::explain(&args),
        Command::Ingest(args) => ingest::ingest(&args, &mut messages),
        Command::Tag(args) => tag::tag(&args, &mut messages),
        Command::Kwic(args) => kwic::kwic(&args, &mut messages),
        Command::Keyness(args) => keyness::keyness(&args, &mut messages),
        Command::Lexicon(args) => lexicon::lexicon(&args, &mut messages),
        Command::Agree(args) => agree::agree(&args, &mut messages),
        Command::Sample(args) => sample::sample(&args, &mut messages),
        Command::Validate(args) => validate::validate(&args, &mut messages),
        Command::Review(args) => review::review(&args, &mut messages),
        Command::CheckText(args) => check_text::check_text(&args, &mut messages),
        Command::Package(args) => package::package(&args, &mut messages),
        Command::Verify(args) => verify::verify(&args, &mut messages),
        Command::Train(args) => train::train(&args, &mut messages),
        Command::Init(args) => init::init(&args, &mut messages),
        Command::Completions(args) => generate::completions(&args),
        Command::Man => generate::man(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            messages.error(&error);
            ExitCode::from(exit_code(error.kind))
        }
    }
}

fn exit_code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Input => FAILED,
        ErrorKind::Usage => USAGE,
        ErrorKind::Rejects => REJECTS,
        ErrorKind::Definition => DEFINITION,
        ErrorKind::Difference => DIFFERENCE,
    }
}
