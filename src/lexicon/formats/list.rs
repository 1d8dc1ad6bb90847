//! A list of words and phrases without categories: a text file with one a line, or any dictionary.

use super::{Format, encoding, read};
use crate::error::{Diagnostic, Place, Result};
use crate::lexicon::Pattern;
use crate::study::Folder;

/// Reads words and phrases with `*` and `?`: all patterns of a dictionary, or, where the ending of
/// the file says no format, its lines. Empty lines are passed over.
///
/// # Errors
/// Where the file cannot be opened, is empty or is not text, and as [`read`].
pub fn read_phrases(folder: &Folder, name: &str) -> Result<(Vec<Pattern>, Vec<Diagnostic>)> {
    let (shown, bytes) = folder.read_named_bytes("lexicons", name)?;
    phrases(&bytes, &shown)
}

fn phrases(bytes: &[u8], file: &str) -> Result<(Vec<Pattern>, Vec<Diagnostic>)> {
    if Format::of_file(file).is_some() {
        let (lexicon, told) = read(bytes, file, None)?;
        return Ok((lexicon.categories.into_iter().flat_map(|own| own.patterns).collect(), told));
    }
    let (text, told) = encoding::decode(bytes, file)?;
    let lines = (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty());
    let patterns = lines.map(|(number, line)| Pattern::plain(line, Place::file(file).at_line(number)));
    Ok((patterns.collect(), told.into_iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_dictionaries_are_lists() {
        for (file, text, expected) in [
            ("a.txt", "human rights\r\n\r\n  Viet Nam* \n", vec!["1 human rights", "3 Viet Nam*"]),
            ("a.yml", "x: [a b]\ny: {z: [c]}\n", vec!["1 a b", "2 c"]),
        ] {
            let (patterns, _) = phrases(text.as_bytes(), file).unwrap();
            let found: Vec<String> = patterns
                .iter()
                .map(|pattern| format!("{} {}", pattern.place.line.unwrap(), pattern.source))
                .collect();
            assert_eq!(found, expected);
        }
        assert!(phrases(b" \n", "a.txt").is_err());
    }
}
