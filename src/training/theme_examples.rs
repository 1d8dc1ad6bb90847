//! Coded sentences to learn themes from: reading them, and which of them a fit sees.

use super::themes::ThemeTraining;
use crate::coding::{Coder, Memory};
use crate::error::{Error, Result};
use crate::spreadsheet::{self, Row};
use crate::text::fingerprint;
use crate::theme::Shown;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How many of ours a sentence of the author's own weighs.
const OWN_WEIGHT: usize = 3;

/// A coded sentence.
pub(super) struct Sentence {
    pub features: Vec<String>,
    /// The themes that it has, sorted.
    pub themes: Vec<usize>,
    /// The theme that it was written for: one that it has, or one that it only looks like; none of a sentence as
    /// they come in speeches.
    pub written_for: Option<usize>,
    pub writer: String,
    /// The themes of which a pattern matches.
    pub hits: Vec<usize>,
    /// The positions that people gave, by theme and index; none where they coded no positions.
    pub positions: Option<Vec<(usize, u8)>>,
    /// The positions that cues show.
    pub shown: Vec<(usize, u8)>,
    /// Whether it is of the author's own material.
    pub is_own: bool,
    /// What its text is known by.
    pub fingerprint: Option<u32>,
}

/// A file of coded sentences: a spreadsheet or JSON lines, its bytes and its name.
///
/// Columns: `text`; `themes` (slugs, several joined by `;`); of built-in sentences also `writer` and `for`,
/// the theme that a sentence was written to have or to look like, empty where it was written as sentences come in
/// speeches, and `positions` (of JSON lines an object from theme to position, where positions were coded); of an author's
/// own `document`, which may be left out.
#[derive(Clone, Copy, Debug)]
pub struct ThemeSentences<'f> {
    /// What the file holds.
    pub bytes: &'f [u8],
    /// Its name for people.
    pub file: &'f str,
}

/// The sentences and the themes that they have.
pub(super) struct Examples {
    pub sentences: Vec<Sentence>,
    pub names: Vec<String>,
    /// The positions of each theme.
    pub positions: Vec<Vec<String>>,
}

impl Examples {
    /// How many writers there are.
    pub fn writers(&self) -> usize {
        self.sentences.iter().map(|sentence| &sentence.writer).collect::<BTreeSet<_>>().len()
    }

    /// The writers who can be left out in turn: of no theme they wrote more than half of the sentences.
    pub fn writers_to_leave_out(&self) -> Vec<String> {
        let mut counts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut all = vec![0; self.names.len()];
        for sentence in &self.sentences {
            let own = counts.entry(&sentence.writer).or_insert_with(|| vec![0; self.names.len()]);
            for theme in &sentence.themes {
                own[*theme] += 1;
                all[*theme] += 1;
            }
        }
        let spares = |own: &Vec<usize>| own.iter().zip(&all).all(|(own, all)| 2 * own <= *all);
        counts.into_iter().filter(|(_, own)| spares(own)).map(|(writer, _)| writer.to_string()).collect()
    }

    /// Reads the built-in sentences and the author's own.
    pub fn read(coder: &Coder, built_in: ThemeSentences, own: Option<ThemeSentences>) -> Result<Examples> {
        let rows = |sentences: ThemeSentences| -> Result<Vec<Row>> {
            Ok(spreadsheet::read(sentences.file, sentences.bytes, &["text", "themes"])?.1)
        };
        let mut all: Vec<(bool, Row)> = rows(built_in)?.into_iter().map(|row| (false, row)).collect();
        all.extend(own.map(rows).transpose()?.into_iter().flatten().map(|row| (true, row)));
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let is_known =
            |name: &str| coder.themes.lexicon.categories.iter().any(|category| category.slug == name);
        for (is_own, row) in &all {
            // Of the author's lexicon the built-in sentences may not know all themes, nor it all of theirs.
            let is_asked = |name: &&str| *is_own || own.is_none() || is_known(name);
            match listed(row, "themes").filter(is_asked).find(|name| !is_known(name)) {
                None => {
                    names.extend(listed(row, "themes").filter(is_asked).map(|name| (name.to_string(), 0)))
                }
                Some(name) => {
                    return Err(Error::definition(
                        row.place.clone(),
                        format!("`{name}` is not a theme of the lexicon"),
                    )
                    .remedy("Write the slug of a theme, as `plenary lexicon describe` has it."));
                }
            }
        }
        names.values_mut().enumerate().for_each(|(number, value)| *value = number);
        let number = |name: &str| names.get(name).copied();
        let category =
            |name: &String| coder.themes.lexicon.categories.iter().find(|known| known.slug == *name);
        let of_theme = |name: &String| -> Vec<String> {
            let own = category(name).map_or(&[][..], |category| &category.positions);
            own.iter().map(|(position, _)| position.clone()).collect()
        };
        let positions: Vec<Vec<String>> = names.keys().map(of_theme).collect();
        let sentence = |memory: &mut Memory, (is_own, row): &(bool, Row)| {
            let text = row.cell("text").ok_or_else(|| {
                Error::definition(row.place.clone(), "a row has no text")
                    .remedy("Fill it in, or take it out.")
            })?;
            let (features, found) = coder.features_of_sentence(text, memory);
            let slug = |theme: usize| coder.themes.lexicon.categories[theme].slug.as_str();
            let given = |cell: &str| -> Vec<(usize, u8)> {
                let given: BTreeMap<String, String> = serde_json::from_str(cell).unwrap_or_default();
                let known = |(theme, position): (String, String)| {
                    let theme = number(&theme)?;
                    let index = positions[theme].iter().position(|known| *known == position)?;
                    Some((theme, index as u8))
                };
                given.into_iter().filter_map(known).collect()
            };
            let shown = |shown: &Shown| Some((number(slug(shown.theme as usize))?, shown.position));
            let mut themes: Vec<usize> = listed(row, "themes").filter_map(number).collect();
            themes.sort_unstable();
            themes.dedup();
            Ok(Sentence {
                features,
                themes,
                written_for: row.cell("for").and_then(number),
                writer: if *is_own { own_part(row) } else { row.cell("writer").unwrap_or_default().into() },
                hits: found.themes.iter().filter_map(|known| number(slug(known.theme.into()))).collect(),
                positions: row.cell("positions").map(given),
                shown: found.shown.iter().filter_map(shown).collect(),
                is_own: *is_own,
                fingerprint: fingerprint(text),
            })
        };
        let sentences = all.par_iter().map_init(Memory::default, sentence).collect::<Result<_>>()?;
        let names = names.keys().cloned().collect();
        Ok(Examples { sentences, names, positions })
    }

    /// Of the sentences seen, the places of those that a theme's fit sees.
    pub fn drawn(&self, theme: usize, seen: &[usize], settings: &ThemeTraining) -> Vec<usize> {
        let must = |at: &usize| {
            let sentence = &self.sentences[seen[*at]];
            sentence.themes.contains(&theme)
                || sentence.written_for == Some(theme)
                || sentence.hits.contains(&theme)
                || sentence.is_own
        };
        let (mut drawn, mut others): (Vec<usize>, Vec<usize>) = (0..seen.len()).partition(must);
        // Sentences as they come in speeches first: they are what the model is to tell a theme from.
        let order = |at: &usize| {
            let hash = blake3::hash(format!("{}-{theme}-{}", settings.seed, seen[*at]).as_bytes());
            (self.sentences[seen[*at]].written_for.is_some(), *hash.as_bytes(), *at)
        };
        others.sort_by_cached_key(order);
        others.truncate(settings.sentences.saturating_sub(drawn.len()).max(drawn.len()));
        drawn.extend(others);
        let again: Vec<usize> = drawn.iter().copied().filter(|at| self.sentences[seen[*at]].is_own).collect();
        (1..OWN_WEIGHT).for_each(|_| drawn.extend(&again));
        drawn
    }
}

/// The themes that a column of a row lists.
pub(super) fn listed<'r>(row: &'r Row, column: &str) -> impl Iterator<Item = &'r str> {
    let cell = row.cell(column).unwrap_or_default();
    cell.split(';').map(str::trim).filter(|name| !name.is_empty())
}

/// The part of an author's own sentences that is left out together: a document's are never parted.
fn own_part(row: &Row) -> String {
    const PARTS: u8 = 3;
    let whole = row.cell("document").or(row.cell("text")).unwrap_or_default();
    format!("own {}", blake3::hash(whole.as_bytes()).as_bytes()[0] % PARTS + 1)
}
