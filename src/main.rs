//! The program: parses the command line, runs a command, and exits with the code that fits.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
