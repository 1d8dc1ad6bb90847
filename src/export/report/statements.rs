//! Each statement as the report shows it: citation, stance, and the sentences that are evidence.

use super::pieces::{Piece, cut, name, paragraphs};
use crate::analysis::Findings;
use crate::coding::{Coded, Details, Excerpt, Mark};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::export::labels::in_words;
use crate::table::Cell;
use serde::Serialize;

/// A statement on the page.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Its number on the page, from 0.
    number: usize,
    id: String,
    actor: String,
    citation: String,
    /// An address of the web, or empty.
    url: String,
    stance: String,
    detail: String,
    confidence: String,
    coded_by: String,
    derived_by: String,
    attributed: String,
    duplicate_of: String,
    quotes: Vec<Quote>,
    themes: Vec<ThemeEntry>,
    /// The paragraphs of the whole text, where it is shared.
    paragraphs: Vec<Vec<Piece>>,
}

/// A sentence that is evidence.
#[derive(Clone, Debug, Serialize)]
struct Quote {
    sentence: usize,
    paragraph: u32,
    pieces: Vec<Piece>,
}

/// A theme of a statement.
#[derive(Clone, Debug, Serialize)]
struct ThemeEntry {
    /// Its number in the data of the page.
    number: usize,
    label: String,
    position: String,
    depth: &'static str,
    origin: &'static str,
    confidence: String,
    quotes: Vec<Quote>,
}

/// What is put aside of a statement for the report: cells that the page is made of.
///
/// # Errors
/// Where the excerpts cannot be written as JSON.
pub fn spool_row(record: &Coded, details: &Details, excerpts: &[Excerpt], text: &str) -> Result<Vec<Cell>> {
    let excerpts = serde_json::to_string(excerpts).map_err(|error| broken(&record.id, &error.to_string()))?;
    let cells = [
        record.citation(&details.metadata),
        details.metadata.actor.clone(),
        details.metadata.url.clone(),
        details.confidence.map_or(String::new(), |confidence| format!("{confidence:.2}")),
        details.coded_by.clone(),
        details.derived_by.clone(),
        excerpts,
        text.to_string(),
    ];
    Ok(cells.map(Cell::from).into())
}

fn broken(id: &str, cause: &str) -> Error {
    let found = format!("what was put aside of `{id}` for the report cannot be read back ({cause})");
    Error::new(ErrorKind::Input, Place::file("report.html"), found).remedy("Is the disk full?")
}

impl Entry {
    /// A statement from what was put aside of it and its coding.
    pub fn read(number: usize, row: Vec<String>, coded: &Coded, findings: &Findings) -> Result<Entry> {
        let Ok([citation, actor, url, confidence, coded_by, derived_by, excerpts, text]) =
            <[String; 8]>::try_from(row)
        else {
            return Err(broken(&coded.id, "a row is too short"));
        };
        let excerpts: Vec<Excerpt> =
            serde_json::from_str(&excerpts).map_err(|error| broken(&coded.id, &error.to_string()))?;
        let class = findings.question.class_of(&coded.detail);
        let coded_by = match coded.is_checked && class.is_some() && !coded.is_detail_checked {
            true => format!("{coded_by} (the detail by machine, not checked)"),
            false => coded_by,
        };
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        Ok(Entry {
            number,
            id: coded.id.to_string(),
            actor: if coded.actor_name.is_empty() { actor } else { coded.actor_name.to_string() },
            citation,
            url: if is_web { url } else { String::new() },
            stance: in_words(&coded.stance),
            detail: class.map_or(String::new(), |class| class.label.clone()),
            confidence: if coded.is_checked { String::new() } else { confidence },
            coded_by,
            derived_by,
            attributed: in_words(&coded.stance_attributed),
            duplicate_of: coded.duplicate_of.to_string(),
            quotes: quotes(&excerpts, |mark| !mark.is_of_theme()),
            themes: themes(coded, &excerpts, findings),
            paragraphs: if text.is_empty() { Vec::new() } else { paragraphs(&text, &excerpts) },
        })
    }
}

fn themes(coded: &Coded, excerpts: &[Excerpt], findings: &Findings) -> Vec<ThemeEntry> {
    let entry = |coding: &crate::theme::ThemeCoding| {
        let theme = usize::from(coding.theme);
        let category = &findings.lexicon.categories[theme];
        let number = findings.lexicon.coded().position(|(known, _)| known == theme)?;
        Some(ThemeEntry {
            number,
            label: category.label.clone(),
            position: coding
                .position
                .map_or(String::new(), |at| category.positions[usize::from(at)].0.clone()),
            depth: coding.depth.name(),
            origin: coding.origin.name(),
            confidence: coding.confidence.map_or(String::new(), |confidence| format!("{confidence:.2}")),
            quotes: quotes(excerpts, |mark| mark.is_of_theme() && mark.code == category.slug),
        })
    };
    coded.themes.iter().filter_map(entry).collect()
}

/// The sentences with marks of a kind, those marked.
fn quotes(excerpts: &[Excerpt], is_shown: impl Fn(&Mark) -> bool) -> Vec<Quote> {
    let quote = |excerpt: &Excerpt| {
        let marks: Vec<&Mark> = excerpt.marks.iter().filter(|mark| is_shown(mark)).collect();
        // Where all of a sentence is evidence, nothing in it stands out.
        let words = marks.iter().filter(|mark| name(mark) != "sentence");
        (!marks.is_empty()).then(|| Quote {
            sentence: excerpt.sentence,
            paragraph: excerpt.paragraph,
            pieces: cut(&excerpt.text, words.map(|mark| (mark.start, mark.end, name(mark)))),
        })
    };
    excerpts.iter().filter_map(quote).collect()
}
