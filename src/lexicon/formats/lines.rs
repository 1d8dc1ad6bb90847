//! What the formats by lines and the tables have in common: places, indentation, white space.

use crate::error::Place;

/// The lines of a file that hold something, each with its place.
pub(super) fn filled<'t>(text: &'t str, file: &str) -> impl Iterator<Item = (Place, &'t str)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(move |(i, line)| (Place::file(file).at_line(i as u64 + 1), line.trim_end()))
}

/// How far a line is indented; a tab is worth four spaces, whichever of them a file uses.
pub(super) fn indentation(line: &str) -> usize {
    let white = line.chars().take_while(|c| c.is_whitespace());
    white.map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// Words with one space between them, none around them.
pub(super) fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_and_spaces_both_indent() {
        assert_eq!((indentation("\ta"), indentation("    a"), indentation("a b")), (4, 4, 0));
        assert_eq!(tidy(" a \t b\u{A0}c "), "a b c");
        let found: Vec<_> = filled("a\n \n b \n", "f").map(|(place, line)| (place.line, line)).collect();
        assert_eq!(found, [(Some(1), "a"), (Some(3), " b")]);
    }
}
