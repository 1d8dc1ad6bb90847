//! What the program says on standard error: errors, warnings, notes, progress.

use super::Color;
use indicatif::{ProgressBar, ProgressStyle};
use plenary::error::{Diagnostic, Error, Severity};
use plenary::pipeline::Watch;
use std::io::{IsTerminal, Write};

/// Warnings of one run that are printed before the rest is only counted.
const MOST_WARNINGS: usize = 20;

/// Prints messages, as many as the user asked for.
pub struct Messages {
    is_quiet: bool,
    is_verbose: bool,
    has_color: bool,
    bar: Option<ProgressBar>,
    n_warnings: usize,
}

impl Messages {
    pub fn new(is_quiet: bool, is_verbose: bool, color: Color) -> Self {
        let has_color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        };
        Messages { is_quiet, is_verbose, has_color, bar: None, n_warnings: 0 }
    }

    /// Whether the user asked for all that there is to say.
    pub fn is_verbose(&self) -> bool {
        self.is_verbose
    }

    /// Prints an error.
    pub fn error(&mut self, error: &Error) {
        self.end_progress();
        self.line(&format!("{} {error}", self.paint("error:", "31;1")));
    }

    /// Prints a line, unless the user asked for quiet.
    pub fn say(&mut self, text: &str) {
        if !self.is_quiet {
            self.line(text);
        }
    }

    /// Takes the progress bar away.
    pub fn end_progress(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if self.n_warnings > MOST_WARNINGS && !self.is_verbose && !self.is_quiet {
            let rest = self.n_warnings - MOST_WARNINGS;
            self.line(&format!("… and {rest} more warnings; -v shows them all."));
        }
        self.n_warnings = 0;
    }

    fn paint(&self, text: &str, code: &str) -> String {
        if self.has_color { format!("\u{1B}[{code}m{text}\u{1B}[0m") } else { text.into() }
    }

    fn line(&self, text: &str) {
        let print = || {
            // A closed standard error leaves nobody to tell.
            let _ = writeln!(std::io::stderr(), "{text}");
        };
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

impl Watch for Messages {
    fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        let (label, code) = match diagnostic.severity {
            Severity::Note => ("note:", "2"),
            Severity::Warning => ("warning:", "33"),
            Severity::Reject => ("refused:", "35;1"),
        };
        self.n_warnings += usize::from(diagnostic.severity == Severity::Warning);
        let is_shown = match diagnostic.severity {
            Severity::Note => self.is_verbose,
            Severity::Warning => !self.is_quiet && (self.is_verbose || self.n_warnings <= MOST_WARNINGS),
            Severity::Reject => !self.is_quiet,
        };
        if is_shown {
            self.line(&format!("{} {diagnostic}", self.paint(label, code)));
        }
    }

    fn progress(&mut self, done: usize, of: usize) {
        if self.is_quiet || !std::io::stderr().is_terminal() {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let style =
                ProgressStyle::with_template("reading and coding {bar:30} {pos} of {len} files, {eta} left");
            let bar = ProgressBar::new(of as u64);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        bar.set_position(done as u64);
    }
}
