//! Coded sentences to learn themes from: reading them, and which of them a fit sees.

use super::themes::ThemeTraining;
use crate::coding::{Coder, Memory};
use crate::error::{Error, Place, Result};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A coded sentence.
pub(super) struct Sentence {
    pub features: Vec<String>,
    /// The themes that it has, sorted.
    pub themes: Vec<usize>,
    /// The theme that it was written for: one that it has, or one that it only looks like.
    pub written_for: Option<usize>,
    pub writer: String,
    /// The themes of which a pattern matches.
    pub hits: Vec<usize>,
}

/// The sentences and the themes that they have.
pub(super) struct Examples {
    pub sentences: Vec<Sentence>,
    pub names: Vec<String>,
}

impl Examples {
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

    pub fn read(coder: &Coder, bytes: &[u8], file: &str) -> Result<Examples> {
        let text = String::from_utf8_lossy(bytes);
        let rows: Vec<(u64, serde_json::Value)> = (1..)
            .zip(text.lines())
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(number, line)| match serde_json::from_str(line) {
                Ok(row) => Ok((number, row)),
                Err(cause) => Err(fault(file, number, format!("the line is not valid JSON: {cause}"))),
            })
            .collect::<Result<_>>()?;
        let listed = |row: &serde_json::Value| -> Vec<String> {
            let items = row["themes"].as_array().into_iter().flatten();
            items.filter_map(|item| item.as_str().map(String::from)).collect()
        };
        let known = |name: &str| coder.themes.lexicon.categories.iter().any(|category| category.slug == name);
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for (number, row) in &rows {
            for name in listed(row) {
                if !known(&name) {
                    return Err(fault(file, *number, format!("`{name}` is not a theme of the lexicon")));
                }
                names.insert(name, 0);
            }
        }
        names.values_mut().enumerate().for_each(|(number, value)| *value = number);
        let number = |name: &str| names.get(name).copied();
        let sentence = |memory: &mut Memory, (line, row): &(u64, serde_json::Value)| {
            let (Some(text), Some(writer)) = (row["text"].as_str(), row["writer"].as_str()) else {
                return Err(fault(file, *line, "a sentence needs `text` and `writer`".into()));
            };
            let (features, hits) = coder.features_of_sentence(text, memory);
            let mut themes: Vec<usize> = listed(row).iter().filter_map(|name| number(name)).collect();
            themes.sort_unstable();
            themes.dedup();
            Ok(Sentence {
                features,
                themes,
                written_for: row["for"].as_str().and_then(number),
                writer: writer.into(),
                hits: hits.iter().filter_map(|name| number(name)).collect(),
            })
        };
        let sentences = rows.par_iter().map_init(Memory::default, sentence).collect::<Result<_>>()?;
        Ok(Examples { sentences, names: names.into_keys().collect() })
    }

    /// Of the sentences seen, the places of those that a theme's fit sees.
    pub fn drawn(&self, theme: usize, seen: &[usize], settings: &ThemeTraining) -> Vec<usize> {
        let must = |at: &usize| {
            let sentence = &self.sentences[seen[*at]];
            sentence.themes.contains(&theme)
                || sentence.written_for == Some(theme)
                || sentence.hits.contains(&theme)
        };
        let (mut drawn, mut others): (Vec<usize>, Vec<usize>) = (0..seen.len()).partition(must);
        let order = |at: &usize| {
            let hash = blake3::hash(format!("{}-{theme}-{}", settings.seed, seen[*at]).as_bytes());
            (*hash.as_bytes(), *at)
        };
        others.sort_by_cached_key(order);
        others.truncate(settings.sentences.saturating_sub(drawn.len()).max(drawn.len()));
        drawn.extend(others);
        drawn
    }
}

fn fault(file: &str, line: u64, found: String) -> Error {
    Error::definition(Place::file(file).at_line(line), found)
}
