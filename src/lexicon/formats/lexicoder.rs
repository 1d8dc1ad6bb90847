//! Lexicoder 3 `.lc3`: `+category`, then a word or phrase a line.
//!
//! The colour that may follow the name, as in `+negative#AA0000`, is no part of it. Categories
//! within categories have no place; their names are joined by `.`.

use super::limits::{Limits, no_question_mark};
use super::lines::{filled, tidy};
use crate::error::{Diagnostic, Error, Place, Result};
use crate::lexicon::tree::{ROOT, Tree};
use crate::lexicon::{Lexicon, Pattern};

const LIMITS: Limits = Limits {
    format: "a Lexicoder dictionary",
    is_nested: false,
    has_definitions: false,
    refuses,
    key: |key| without_color(&tidy(key)).to_string(),
};

fn refuses(value: &str) -> Option<&'static str> {
    let is_name = value.starts_with('+').then_some("takes what begins with + for a category");
    is_name.or_else(|| no_question_mark(value))
}

pub(super) fn read(text: &str, file: &str, told: &mut Vec<Diagnostic>) -> Result<Lexicon> {
    let mut tree = Tree::new();
    let mut category = None;
    for (place, line) in filled(text, file) {
        match (line.trim().strip_prefix('+').map(tidy), category) {
            (Some(whole), _) => {
                let name = without_color(&whole);
                if name != whole {
                    let found = format!("the colour of `{name}` is not kept");
                    told.push(Diagnostic::note(place.clone(), found));
                }
                if name.is_empty() {
                    return Err(Error::definition(place, "a category has no name")
                        .remedy("Write its name after the plus sign."));
                }
                category = Some(tree.child(ROOT, name, place));
            }
            (None, Some(id)) => tree.add(id, Pattern::plain(&tidy(line), place)),
            (None, None) => told.push(
                Diagnostic::warning(
                    place,
                    format!("`{}` stands before the first category and is left out", line.trim()),
                )
                .remedy("Write +category above it"),
            ),
        }
    }
    match category {
        Some(_) => Ok(tree.into_lexicon()),
        None => {
            Err(Error::definition(Place::file(file).at_line(1), "no line begins with + and names a category")
                .remedy("Write +category above its words."))
        }
    }
}

/// A name without a colour of six hexadecimal digits at its end.
fn without_color(name: &str) -> &str {
    match name.rsplit_once('#') {
        Some((bare, color)) if color.len() == 6 && color.bytes().all(|b| b.is_ascii_hexdigit()) => {
            bare.trim_end()
        }
        _ => name,
    }
}

pub(super) fn write(lexicon: &Lexicon, told: &mut Vec<Diagnostic>) -> String {
    let mut text = String::new();
    for plain in LIMITS.plain(lexicon, told) {
        text.push_str(&format!("+{}\n", plain.key));
        plain.values.iter().for_each(|value| text.push_str(&format!("{value}\n")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_plus_and_color_and_merge() {
        let mut told = Vec::new();
        let text =
            "made by hand\n+loss #AA0000\nleav*\n  brain  drain \n\n+gain#00ff00\nsend home\n+loss\nleav*\n";
        let lexicon = read(text, "d.lc3", &mut told).unwrap();
        let found: Vec<String> = lexicon
            .categories
            .iter()
            .map(|c| {
                format!(
                    "{} {}",
                    c.slug,
                    c.patterns.iter().map(|p| p.source.as_str()).collect::<Vec<_>>().join("/")
                )
            })
            .collect();
        assert_eq!(found, ["loss leav*/brain drain", "gain send home"]);
        let lines: Vec<Option<u64>> = told.iter().map(|told| told.place.line).collect();
        assert_eq!(lines, [Some(1), Some(2), Some(6)]);
    }

    #[test]
    fn faults_name_the_line() {
        for (text, line) in [("leav*\nstay\n", 1), ("+a\nx\n+#AA0000\n", 3)] {
            assert_eq!(read(text, "d.lc3", &mut Vec::new()).unwrap_err().place.line, Some(line), "{text}");
        }
    }
}
