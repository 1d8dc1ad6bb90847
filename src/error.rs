//! What went wrong, where it stands, and what to do about it.
//!
//! An [`Error`] stops a run. A [`Diagnostic`] is data: it is counted, printed and written to a
//! table while the run goes on. Nothing here prints.

use std::fmt;
use std::path::Path;

/// The place of a fault: a file, and within it a page, or a line and a column, where they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the user named it, or `built-in FILE`.
    pub file: String,
    /// Page of a document, counted from 1.
    pub page: Option<u32>,
    /// Line, counted from 1.
    pub line: Option<u64>,
    /// Column in characters, counted from 1.
    pub column: Option<u64>,
}

impl Place {
    /// The whole of a file.
    pub fn file(path: impl AsRef<Path>) -> Self {
        Place { file: path.as_ref().display().to_string(), ..Place::default() }
    }

    /// The same file at a page counted from 1.
    pub fn at_page(mut self, page: u32) -> Self {
        self.page = Some(page);
        self
    }

    /// The same file at a line counted from 1.
    pub fn at_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The same line at a column counted from 1.
    pub fn at_column(mut self, column: u64) -> Self {
        self.column = Some(column);
        self
    }

    /// The place in the file alone, as a table prints it: empty, `page 3`, `line 7` or `line 7, column 3`.
    pub fn within(&self) -> String {
        let parts = [
            self.page.map(|page| format!("page {page}")),
            self.line.map(|line| format!("line {line}")),
            self.column.map(|column| format!("column {column}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let within = self.within();
        match (self.file.is_empty(), within.is_empty()) {
            (true, _) => f.write_str(&within),
            (false, true) => f.write_str(&self.file),
            (false, false) => write!(f, "{}, {within}", self.file),
        }
    }
}

/// The part of the work that an error belongs to; it decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// An input is missing, nothing could be coded, or reading or writing failed.
    Input,
    /// The command line asks for something that does not exist.
    Usage,
    /// Inputs were refused and `--strict` was given.
    Rejects,
    /// A lexicon, question, actors or study file is not valid.
    Definition,
    /// A check found a difference.
    Difference,
}

/// A fault that stops the run.
#[derive(Clone, Debug)]
pub struct Error {
    /// What kind of fault it is.
    pub kind: ErrorKind,
    /// Where it stands.
    pub place: Place,
    /// What was found, in the user's words.
    pub found: String,
    /// What to do about it; may be empty.
    pub remedy: String,
}

impl Error {
    /// An error of a kind at a place.
    pub fn new(kind: ErrorKind, place: Place, found: impl Into<String>) -> Self {
        Error { kind, place, found: found.into(), remedy: String::new() }
    }

    /// An error in a lexicon, question, actors or study file.
    pub fn definition(place: Place, found: impl Into<String>) -> Self {
        Error::new(ErrorKind::Definition, place, found)
    }

    /// A failed read or write of a path.
    pub fn io(path: &Path, cause: &std::io::Error) -> Self {
        let remedy = match cause.kind() {
            std::io::ErrorKind::NotFound => "Check the spelling of the path.",
            std::io::ErrorKind::PermissionDenied => "Give yourself permission to read and write it.",
            _ => "",
        };
        Error::new(ErrorKind::Input, Place::file(path), io_words(cause)).remedy(remedy)
    }

    /// The same error with a remedy.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }
}

/// The words for a failed read or write, without the system's error number.
pub fn io_words(cause: &std::io::Error) -> String {
    match cause.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".into(),
        std::io::ErrorKind::PermissionDenied => "permission to open it is denied".into(),
        _ => format!("it could not be read or written ({cause})"),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place.to_string();
        if !place.is_empty() {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.found)?;
        if !self.remedy.is_empty() {
            write!(f, "\n  {}", self.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// The result of an operation that an [`Error`] can stop.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was cleaned or assumed; shown under `-v`.
    Note,
    /// Something should be looked at; everything is coded.
    Warning,
    /// A file or row was not read: it stands in `rejects.csv`.
    Reject,
}

/// Something that the user should know while the run goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What was found.
    pub found: String,
    /// What to do about it; may be empty.
    pub remedy: String,
}

impl Diagnostic {
    /// A note on something cleaned or assumed.
    pub fn note(place: Place, found: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Note, place, found: found.into(), remedy: String::new() }
    }

    /// A warning: coded, but to be looked at.
    pub fn warning(place: Place, found: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::note(place, found) }
    }

    /// A refusal of a file or a row.
    pub fn reject(place: Place, found: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Reject, ..Diagnostic::note(place, found) }
    }

    /// The same diagnostic with a remedy.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }

    /// Found and remedy in one sentence or two, as `rejects.csv` prints them.
    pub fn reason(&self) -> String {
        match self.remedy.is_empty() {
            true => self.found.clone(),
            false => format!("{}. {}", self.found, self.remedy),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.to_string() {
            place if place.is_empty() => f.write_str(&self.reason()),
            place => write!(f, "{place}: {}", self.reason()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_names_what_is_known() {
        let place = Place::file("a.csv");
        assert_eq!(place.to_string(), "a.csv");
        assert_eq!(place.clone().at_line(7).to_string(), "a.csv, line 7");
        assert_eq!(place.at_line(7).at_column(3).to_string(), "a.csv, line 7, column 3");
    }

    #[test]
    fn reason_ends_with_the_remedy() {
        let found = Diagnostic::reject(Place::file("x.txt"), "the file is empty");
        assert_eq!(found.reason(), "the file is empty");
        assert_eq!(found.remedy("Save it again.").reason(), "the file is empty. Save it again.");
    }
}
