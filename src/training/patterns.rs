//! Each pattern of a lexicon held against coded sentences: what it finds rightly, and what would be lost without it.

use super::theme_examples::{ThemeSentences, listed};
use crate::coding::{Coder, Memory};
use crate::error::{Error, Result};
use crate::spreadsheet;
use crate::statement::Statement;
use crate::table::{Cell, Table};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The columns of [`pattern_table`].
pub const PATTERN_COLUMNS: [&str; 9] =
    ["theme", "pattern", "found", "right", "precision", "recall", "share", "alone", "alone_right"];

/// What the patterns of one theme find.
#[derive(Default)]
struct OfTheme {
    /// The sentences that people gave the theme.
    given: BTreeSet<usize>,
    /// For each pattern the sentences that it finds.
    found: BTreeMap<u32, BTreeSet<usize>>,
}

/// A row a pattern, in the order of the lexicon: sentences found and rightly found, precision, recall (both of the
/// theme's sentences), share (of what all patterns of the theme find), and what no other pattern of the theme finds.
///
/// `column` names the column with the themes that people gave; of a hit that a longer one covers both patterns
/// found it, one that an exception takes out was not found.
///
/// # Errors
/// Where the file cannot be read, lacks a column, or a row has no text.
pub fn pattern_table(coder: &Coder, sentences: ThemeSentences, column: &str) -> Result<Table> {
    let (_, rows) = spreadsheet::read(sentences.file, sentences.bytes, &["text", column])?;
    let found = |memory: &mut Memory, row: &spreadsheet::Row| -> Result<Vec<(u32, u32)>> {
        let text = row.cell("text").filter(|text| !text.is_empty()).ok_or_else(|| {
            Error::definition(row.place.clone(), "a row has no text").remedy("Fill it in, or take it out.")
        })?;
        let coded = coder.code(&Statement { text: text.into(), ..Statement::default() }, memory);
        let is_excepted = |by: &Option<String>| by.as_ref().is_some_and(|by| by.starts_with("except: "));
        let counted = coded.hits.iter().filter(|hit| !is_excepted(&hit.suppressed_by));
        Ok(counted.map(|hit| (hit.theme, hit.pattern)).collect())
    };
    let hits: Vec<Vec<(u32, u32)>> =
        rows.par_iter().map_init(Memory::default, found).collect::<Result<_>>()?;
    let lexicon = &coder.themes.lexicon;
    let mut themes: Vec<OfTheme> = lexicon.categories.iter().map(|_| OfTheme::default()).collect();
    for (number, (row, hits)) in rows.iter().zip(hits).enumerate() {
        for given in listed(row, column) {
            if let Some(theme) = lexicon.categories.iter().position(|category| category.slug == given) {
                themes[theme].given.insert(number);
            }
        }
        for (theme, pattern) in hits {
            themes[theme as usize].found.entry(pattern).or_default().insert(number);
        }
    }
    let title = format!("Patterns held against {} coded sentences", rows.len());
    let mut table = Table::new("patterns", title, &PATTERN_COLUMNS);
    for (category, theme) in lexicon.categories.iter().zip(&themes) {
        for (number, pattern) in (0..).zip(&category.patterns) {
            let figures = theme.figures(number);
            let names = [category.slug.as_str(), &pattern.source].map(Cell::from);
            table.push(names.into_iter().chain(figures).collect());
        }
    }
    Ok(table)
}

impl OfTheme {
    /// The figures of a pattern, as the columns after the first two.
    fn figures(&self, pattern: u32) -> [Cell; 7] {
        let nothing = BTreeSet::new();
        let own = self.found.get(&pattern).unwrap_or(&nothing);
        let others = self.found.iter().filter(|(other, _)| **other != pattern);
        let by_others: BTreeSet<usize> = others.flat_map(|(_, found)| found).copied().collect();
        let all = by_others.union(own).count();
        let alone: BTreeSet<usize> = own.difference(&by_others).copied().collect();
        let right = |found: &BTreeSet<usize>| found.intersection(&self.given).count();
        let share = |n: usize, of: usize| match of {
            0 => Cell::Blank,
            of => Cell::Number(n as f64 / of as f64),
        };
        [
            own.len().into(),
            right(own).into(),
            share(right(own), own.len()),
            share(right(own), self.given.len()),
            share(own.len(), all),
            alone.len().into(),
            right(&alone).into(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::ActorTable;
    use crate::study::{Folder, Study, ThemeCoder};

    #[test]
    fn a_pattern_is_told_what_it_finds_rightly_and_what_it_alone_finds() {
        let dir = tempfile::tempdir().unwrap();
        let lexicon =
            "drain:\n  $patterns: [brain drain, drain*, nurse*]\n  $except: [drain pipe*]\nother: [none]\n";
        std::fs::write(dir.path().join("l.yml"), lexicon).unwrap();
        let mut study = Study { folder: Folder::Disk(dir.path().into()), ..Study::default() };
        study.themes.lexicon = "l.yml".into();
        study.themes.coder = ThemeCoder::Lexicon;
        let coder = Coder::with_model(&study, &ActorTable::default(), |_| Ok(None)).unwrap();
        let bytes = b"text,given\nThe brain drain hurts.,drain\nThey drain the lake.,\nThe drain pipe broke.,\nNurses leave.,drain;other\n";
        let table = pattern_table(&coder, ThemeSentences { bytes, file: "g.csv" }, "given").unwrap();
        let rows: Vec<String> = table
            .rows
            .iter()
            .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "))
            .collect();
        assert_eq!(
            rows,
            [
                "drain | brain drain | 1 | 1 | 1.0000 | 0.5000 | 0.3333 | 0 | 0",
                "drain | drain* | 2 | 1 | 0.5000 | 0.5000 | 0.6667 | 1 | 0",
                "drain | nurse* | 1 | 1 | 1.0000 | 0.5000 | 0.3333 | 1 | 1",
                "other | none | 0 | 0 |  | 0.0000 |  | 0 | 0",
            ]
        );
        let missing = pattern_table(&coder, ThemeSentences { bytes, file: "g.csv" }, "themes").unwrap_err();
        assert!(missing.to_string().contains("themes"), "{missing}");
    }
}
