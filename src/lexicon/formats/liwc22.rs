//! LIWC-22 `.dicx`: a table with a row a term and a column a category, marked by `X`.
//!
//! Weights in place of marks are read as marks, and told. Categories within categories have no
//! place; their names are joined by `.`.

use super::limits::{Limits, only_star_at_end};
use super::lines::tidy;
use super::table::{line, rows};
use crate::error::{Diagnostic, Error, Place, Result};
use crate::lexicon::tree::{NodeId, ROOT, Tree};
use crate::lexicon::{Lexicon, Pattern};
use csv::StringRecord;
use std::collections::BTreeMap;

const TERM: &str = "DicTerm";

const LIMITS: Limits = Limits {
    format: "a LIWC-22 dictionary",
    is_nested: false,
    has_definitions: false,
    refuses: only_star_at_end,
    key: tidy,
};

pub(super) fn read(text: &str, file: &str, told: &mut Vec<Diagnostic>) -> Result<Lexicon> {
    let mut tree = Tree::new();
    let mut rows = rows(text, file).into_iter();
    let Some((place, header)) = rows.next().transpose()? else { return Ok(Lexicon::default()) };
    let columns = columns(&header, &place, &mut tree)?;
    let mut weights = Vec::new();
    for row in rows {
        let (place, row) = row?;
        let term = tidy(row.get(0).unwrap_or_default());
        let mut is_used = false;
        for (id, cell) in columns.iter().zip(row.iter().skip(1).map(str::trim)) {
            let mark = mark(cell);
            match mark {
                Mark::No => continue,
                Mark::Unknown => told.push(unknown_mark(cell, &place)),
                Mark::Weight => weights.push(place.clone()),
                Mark::Member => {}
            }
            if mark != Mark::Unknown && !term.is_empty() {
                tree.add(*id, Pattern::plain(&term, place.clone()));
                is_used = true;
            }
        }
        if !is_used && row.iter().any(|cell| !cell.trim().is_empty()) {
            let found = format!("the term `{term}` belongs to no category and is left out");
            told.push(Diagnostic::warning(place, found).remedy("Mark its category with X"));
        }
    }
    told.extend(dropped_weights(&weights));
    Ok(tree.into_lexicon())
}

/// The category of each column after the first.
fn columns(header: &StringRecord, place: &Place, tree: &mut Tree) -> Result<Vec<NodeId>> {
    if !header.get(0).is_some_and(|cell| cell.trim().eq_ignore_ascii_case(TERM)) {
        return Err(Error::definition(place.clone(), "the first column is not DicTerm")
            .remedy("A LIWC-22 dictionary begins with the line DicTerm,category,category; check the file."));
    }
    let column = |name: String| match name.is_empty() {
        true => Err(Error::definition(place.clone(), "a column has no name").remedy("Name its category.")),
        false => Ok(tree.child(ROOT, &name, place.clone())),
    };
    header.iter().skip(1).map(tidy).map(column).collect()
}

fn unknown_mark(cell: &str, place: &Place) -> Diagnostic {
    Diagnostic::warning(place.clone(), format!("`{cell}` is neither X nor a weight"))
        .remedy("Write X where the term belongs to the category, else nothing")
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Member,
    Weight,
    No,
    Unknown,
}

fn mark(cell: &str) -> Mark {
    match cell.replace(',', ".").parse::<f64>() {
        _ if cell.is_empty() => Mark::No,
        _ if cell.eq_ignore_ascii_case("x") => Mark::Member,
        Ok(0.0) => Mark::No,
        Ok(weight) if weight.is_finite() => Mark::Weight,
        _ => Mark::Unknown,
    }
}

/// One diagnostic for all weights of a file, at the first of them.
pub(super) fn dropped_weights(places: &[Place]) -> Option<Diagnostic> {
    let first = places.first()?;
    let found =
        format!("weights are not kept ({} of them, the first here): each term counts once", places.len());
    Some(Diagnostic::warning(first.clone(), found).remedy("If weights matter, weigh the counts afterwards"))
}

pub(super) fn write(lexicon: &Lexicon, told: &mut Vec<Diagnostic>) -> String {
    let categories = LIMITS.plain(lexicon, told);
    let mut terms: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (column, plain) in categories.iter().enumerate() {
        plain.values.iter().for_each(|value| terms.entry(value).or_default().push(column));
    }
    let names = categories.iter().map(|plain| plain.key.as_str());
    let mut text = line(&[TERM].into_iter().chain(names).collect::<Vec<_>>());
    for (term, columns) in terms {
        let marks = (0..categories.len()).map(|column| if columns.contains(&column) { "X" } else { "" });
        text.push_str(&line(&[term].into_iter().chain(marks).collect::<Vec<_>>()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::formats::tests::shown;

    #[test]
    fn marks_and_weights_are_read() {
        for (text, expected, says) in [
            ("DicTerm,a,b\nmove*,X,\nof late,x,X\n", "a: move*, of late; b: of late", ""),
            ("dicterm;a;a\nmove*;X;\nstay;;X\n", "a: move*, stay", ""),
            (
                "DicTerm,a,b\nmove*,0.5,0\nstay,-1,\n",
                "a: move*, stay; b: ",
                "d.dicx, line 2: weights are not kept (2 of them",
            ),
            ("DicTerm,a\nmove*,yes\n", "a: ", "line 2: `yes` is neither X nor a weight"),
            ("DicTerm,a\nmove*,\n", "a: ", "line 2: the term `move*` belongs to no category"),
        ] {
            let (categories, told) = shown(text, "d.dicx");
            assert_eq!(categories, expected);
            assert!(told.contains(says) && told.is_empty() == says.is_empty(), "{told}");
        }
    }

    #[test]
    fn faults_name_the_line() {
        for (text, line) in
            [("term,a\nx,X\n", 1), ("DicTerm,a,\nx,X,\n", 1), ("DicTerm,a\nx,X\n\"y,X\nz,X\n", 3)]
        {
            assert_eq!(read(text, "d.dicx", &mut Vec::new()).unwrap_err().place.line, Some(line), "{text}");
        }
    }
}
