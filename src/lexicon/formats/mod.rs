//! The dictionary formats: which there are, which one a file has, reading and writing.
//!
//! One file a format. What a format cannot say is a diagnostic, on reading and on writing; what
//! cannot be read at all is an error with its line.

mod encoding;
mod lexicoder;
mod limits;
mod lines;
mod list;
mod liwc;
mod liwc22;
mod liwc_conditions;
mod liwc_terms;
mod operands;
mod table;
mod wordstat;
mod wordstat_rules;
mod yaml;
mod yoshikoder;

pub use list::read_phrases;

use super::Lexicon;
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result};
use crate::study::Folder;

/// A dictionary format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML with `$` keys: all that a lexicon can say.
    Plenary,
    /// YAML as quanteda reads it.
    Quanteda,
    /// A table with the columns `category` and `pattern`.
    Csv,
    /// LIWC 2001 to 2015 (`.dic`).
    Liwc,
    /// LIWC-22 (`.dicx`).
    Liwc22,
    /// WordStat (`.cat`).
    WordStat,
    /// Yoshikoder (`.ykd`, `.lcd`).
    Yoshikoder,
    /// Lexicoder 3 (`.lc3`).
    Lexicoder,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 8] = [
        Format::Plenary,
        Format::Quanteda,
        Format::Csv,
        Format::Liwc,
        Format::Liwc22,
        Format::WordStat,
        Format::Yoshikoder,
        Format::Lexicoder,
    ];

    /// The name by which a user asks for the format.
    pub fn name(self) -> &'static str {
        match self {
            Format::Plenary => "plenary",
            Format::Quanteda => "quanteda",
            Format::Csv => "csv",
            Format::Liwc => "liwc",
            Format::Liwc22 => "liwc22",
            Format::WordStat => "wordstat",
            Format::Yoshikoder => "yoshikoder",
            Format::Lexicoder => "lexicoder",
        }
    }

    /// The format of a name.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The endings of its files, in lower case; those of YAML stand for [`Format::Plenary`], which
    /// reads both.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Format::Plenary => &["yml", "yaml"],
            Format::Quanteda => &[],
            Format::Csv => &["csv"],
            Format::Liwc => &["dic"],
            Format::Liwc22 => &["dicx"],
            Format::WordStat => &["cat"],
            Format::Yoshikoder => &["ykd", "lcd"],
            Format::Lexicoder => &["lc3"],
        }
    }

    /// The format that the ending of a file name stands for, in any case.
    ///
    /// ```
    /// use plenary::lexicon::formats::Format;
    /// assert_eq!(Format::of_file("Lists/MORAL.DIC"), Some(Format::Liwc));
    /// assert_eq!(Format::of_file("notes.txt"), None);
    /// ```
    pub fn of_file(file: &str) -> Option<Format> {
        let (_, ending) = file.rsplit_once('.')?;
        let ending = ending.to_lowercase();
        Format::ALL.into_iter().find(|format| format.endings().contains(&ending.as_str()))
    }
}

/// Reads a lexicon in a format, or in that of the file's ending; `file` names it in messages.
///
/// A byte-order mark says how the bytes are meant; without one they are UTF-8, else what an XML
/// file declares, else what they look like, with a warning.
///
/// # Errors
/// Where the ending is not known and no format is given, the file is not valid in its format, or
/// there is no category in it.
pub fn read(bytes: &[u8], file: &str, format: Option<Format>) -> Result<(Lexicon, Vec<Diagnostic>)> {
    let format = format.or_else(|| Format::of_file(file)).ok_or_else(|| unknown_ending(file))?;
    let (text, told) = encoding::decode(bytes, file)?;
    let mut diagnostics: Vec<Diagnostic> = told.into_iter().collect();
    let lexicon = match format {
        Format::Plenary | Format::Quanteda => Lexicon::read(&text, file)?,
        Format::Csv => table::read(&text, file, &mut diagnostics)?,
        Format::Liwc => liwc::read(&text, file, &mut diagnostics)?,
        Format::Liwc22 => liwc22::read(&text, file, &mut diagnostics)?,
        Format::WordStat => wordstat::read(&text, file, &mut diagnostics)?,
        Format::Yoshikoder => yoshikoder::read(&text, file, &mut diagnostics)?,
        Format::Lexicoder => lexicoder::read(&text, file, &mut diagnostics)?,
    };
    match lexicon.categories.is_empty() {
        true => Err(Error::definition(Place::file(file), "there is no category in this file")
            .remedy(format!("It was read as {}: check that it is one.", format.name()))),
        false => Ok((lexicon, diagnostics)),
    }
}

/// Reads a lexicon, a built-in one by its name or a file of a folder, in the format of its ending.
///
/// # Errors
/// Where it cannot be opened, and as [`read`].
pub fn read_named(folder: &Folder, name: &str) -> Result<(Lexicon, Vec<Diagnostic>)> {
    let (shown, bytes) = folder.read_named_bytes("lexicons", name)?;
    read(&bytes, &shown, None)
}

fn unknown_ending(file: &str) -> Error {
    let endings: Vec<String> =
        Format::ALL.iter().flat_map(|f| f.endings()).map(|ending| format!(".{ending}")).collect();
    Error::new(ErrorKind::Usage, Place::file(file), "the ending of the file does not say its format")
        .remedy(format!(
            "Name the file with one of the endings {}; or convert it first: plenary lexicon convert FILE --from FORMAT --to plenary -o FILE.yml.",
            endings.join(", ")
        ))
}

/// Writes a lexicon in UTF-8, with what the format cannot say.
pub fn write(lexicon: &Lexicon, format: Format) -> (Vec<u8>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let told = &mut diagnostics;
    let text = match format {
        Format::Plenary => yaml::write(lexicon, told),
        Format::Quanteda => yaml::write_plain(lexicon, told),
        Format::Csv => table::write(lexicon, told),
        Format::Liwc => liwc::write(lexicon, told),
        Format::Liwc22 => liwc22::write(lexicon, told),
        Format::WordStat => wordstat::write(lexicon, told),
        Format::Yoshikoder => yoshikoder::write(lexicon, told),
        Format::Lexicoder => lexicoder::write(lexicon, told),
    };
    (text.into_bytes(), diagnostics)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Category;

    /// The categories of a file as `slug: word, word; …` and all that is told, for the tables of each format.
    pub fn shown(text: &str, file: &str) -> (String, String) {
        let (lexicon, told) = read(text.as_bytes(), file, None).unwrap();
        let category = |c: &Category| {
            let words: Vec<&str> = c.patterns.iter().map(|p| p.source.as_str()).collect();
            format!("{}{}: {}", c.slug, c.definition, words.join(", "))
        };
        let categories: Vec<String> = lexicon.categories.iter().map(category).collect();
        (categories.join("; "), told.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn each_format_has_a_name_and_no_ending_stands_for_two() {
        let mut endings: Vec<&str> = Vec::new();
        for format in Format::ALL {
            assert_eq!(Format::named(format.name()), Some(format));
            endings.extend(format.endings());
        }
        let n = endings.len();
        endings.sort_unstable();
        endings.dedup();
        assert_eq!(endings.len(), n);
    }

    #[test]
    fn a_file_without_category_or_known_ending_is_refused() {
        for (file, text, says) in [
            ("a.txt", "x", ".dicx"),
            ("a.dic", "%\n%\n", "there is no category"),
            ("a.csv", "category,pattern\n", "there is no category"),
            ("a.ykd", "<dictionary/>", "there is no category"),
            ("a.lc3", "", "the file is empty"),
        ] {
            let error = read(text.as_bytes(), file, None).unwrap_err().to_string();
            assert!(error.contains(says), "{file}: {error}");
        }
    }
}
