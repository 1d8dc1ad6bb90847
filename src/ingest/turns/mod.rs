//! A record of a meeting to the turns of its speakers.
//!
//! A turn begins at a heading such as `Mr. Amani (Kenya) (spoke in French):` or `The President:`.
//! Stage directions, headings of items and votes are no one's words; what stands before the first turn
//! is the masthead. A press release gives each speaker's paragraphs in the words of a reporter. A document
//! that is neither is one statement.

mod heading;
mod masthead;
mod press;
mod stage;
mod votes;

pub use votes::Vote;

use super::document::{Document, Paragraph};
use super::{Contents, InputFile, Raw};
use crate::error::{Diagnostic, Place};
use crate::statement::{Metadata, Role, TextKind};
use heading::{Heading, heading, name_alone};
use masthead::masthead;
use stage::{Stage, stage};
use votes::Ballot;

/// The least number of headings that makes a document a record.
const LEAST_HEADINGS: usize = 2;

/// The share of a document's paragraphs in which the first heading stands.
const FIRST_HEADING: f64 = 0.34;

/// One speaker's turn while its paragraphs are gathered.
struct Turn {
    heading: Heading,
    page: Option<u32>,
    item: String,
    languages: Vec<&'static str>,
    paragraphs: Vec<String>,
}

/// The statements of a document: the turns of a record or a press release, else the whole.
pub(super) fn read(document: Document, file: &InputFile) -> Contents {
    // A file that is named after its speaker holds one statement.
    let is_named = !document.metadata.iso3.is_empty();
    let turns = || record(&document, file).or_else(|| press::split(&document, file));
    let mut contents = if is_named { None } else { turns() }.unwrap_or_else(|| whole(&document, file));
    contents.diagnostics.splice(0..0, document.notes);
    contents
}

/// Whether the lines of a text begin as those of a record or a press release do.
pub(super) fn is_record(text: &str) -> bool {
    let begins = |line: &Paragraph| heading(line).is_some() || press::begins(&line.text);
    text.lines().map(|line| Paragraph::plain(line.trim())).filter(begins).take(LEAST_HEADINGS).count()
        == LEAST_HEADINGS
}

/// The document as one statement.
fn whole(document: &Document, file: &InputFile) -> Contents {
    let texts: Vec<&str> = document.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
    let raw = Raw {
        id: file.id.to_string(),
        place: Place::file(&file.path),
        metadata: document.metadata.clone(),
        text: texts.join("\n\n"),
        is_cleaned: true,
    };
    Contents { raw: vec![raw], ..Contents::default() }
}

fn record(document: &Document, file: &InputFile) -> Option<Contents> {
    let mut headings: Vec<Option<Heading>> = document.paragraphs.iter().map(heading).collect();
    if headings.iter().flatten().any(|heading| heading.is_parted) {
        for (heading, paragraph) in headings.iter_mut().zip(&document.paragraphs) {
            *heading = heading.take().or_else(|| name_alone(paragraph));
        }
    }
    let first = headings.iter().position(Option::is_some)?;
    let n_headings = headings.iter().flatten().count();
    let is_record =
        n_headings >= LEAST_HEADINGS && first as f64 <= FIRST_HEADING * headings.len() as f64 + 3.0;
    if !is_record {
        return None;
    }
    let known = masthead(&document.paragraphs[..first], &document.furniture);
    let mut gathered = Gathered::default();
    for (paragraph, heading) in document.paragraphs.iter().zip(headings) {
        gathered.take(paragraph, heading);
    }
    let turns = joined(gathered.turns);
    let place = Place::file(&file.path);
    let (votes, mut diagnostics) = votes::read(gathered.ballots, &known, &place);
    diagnostics.extend(masthead_note(&document.paragraphs[..first], &place));
    diagnostics.extend(gathered.directions.into_iter().map(|(page, text)| {
        let place = page.map_or(place.clone(), |page| place.clone().at_page(page));
        Diagnostic::note(place, format!("left out the stage direction `{text}`"))
    }));
    let mut introduced = String::new();
    let mut raw = Vec::with_capacity(turns.len());
    for (number, turn) in (1..).zip(turns) {
        let by_chair = std::mem::take(&mut introduced);
        if turn.heading.is_chair {
            introduced = stage::introduced_for(&turn.paragraphs);
        }
        raw.push(turn.raw(number, file, &known, by_chair));
    }
    Some(Contents { raw, votes, diagnostics, checksum: None })
}

/// What stands before the first turn is told, so that nothing is lost in silence.
fn masthead_note(paragraphs: &[Paragraph], place: &Place) -> Option<Diagnostic> {
    let (first, rest) = paragraphs.split_first()?;
    let begin: String = first.text.chars().take(60).collect();
    let found = match rest.len() {
        0 => format!("left out `{begin}` before the first turn, as masthead"),
        n => format!("left out `{begin}` and {n} more paragraphs before the first turn, as masthead"),
    };
    Some(Diagnostic::note(place.clone(), found))
}

/// What is gathered while a record is read from top to bottom.
#[derive(Default)]
struct Gathered {
    turns: Vec<Turn>,
    item: String,
    is_item_open: bool,
    ballots: Vec<Ballot>,
    /// Stage directions, each with its page.
    directions: Vec<(Option<u32>, String)>,
}

impl Gathered {
    fn take(&mut self, paragraph: &Paragraph, heading: Option<Heading>) {
        if let Some(heading) = heading {
            let text = paragraph.text[heading.end..].trim_start().to_string();
            votes::end(&mut self.ballots, &text);
            self.is_item_open = false;
            let turn = Turn {
                languages: heading.languages.clone(),
                heading,
                page: paragraph.page,
                item: self.item.clone(),
                paragraphs: Vec::new(),
            };
            self.turns.push(turn);
            self.say(&text);
            return;
        }
        if self.ballots.last_mut().is_some_and(|ballot| ballot.goes_on(&paragraph.text)) {
            return;
        }
        match stage(paragraph, self.ballots.last().is_some_and(Ballot::is_open)) {
            Stage::Speech => {
                self.is_item_open = false;
                self.say(&paragraph.text);
            }
            Stage::Item => {
                if !self.is_item_open {
                    self.item.clear();
                }
                self.is_item_open = true;
                let last_word = self.item.rsplit(' ').next().unwrap_or_default();
                let goes_on = paragraph.text.starts_with(|c: char| c.is_lowercase())
                    || ["a", "and", "for", "in", "of", "on", "the", "to"].contains(&last_word);
                self.item.push_str(match self.item.is_empty() {
                    true => "",
                    false if goes_on => " ",
                    false => "; ",
                });
                self.item.push_str(&paragraph.text);
            }
            Stage::Vote => votes::take(&mut self.ballots, &paragraph.text, &self.item, paragraph.page),
            Stage::Direction => {
                self.is_item_open = false;
                self.directions.push((paragraph.page, paragraph.text.clone()));
            }
        }
    }

    /// Adds a paragraph to the open turn, without the notes on the language that it holds.
    fn say(&mut self, text: &str) {
        if let Some(turn) = self.turns.last_mut().filter(|_| !text.is_empty()) {
            let (text, languages) = heading::without_languages(text);
            for language in languages {
                if !turn.languages.contains(&language) {
                    turn.languages.push(language);
                }
            }
            turn.paragraphs.push(text);
        }
    }
}

/// Joins the turns of a speaker whom only the chair interrupted, unless the chair called on someone. A
/// transcript with headings of parts tells its turns itself.
fn joined(turns: Vec<Turn>) -> Vec<Turn> {
    let mut joined: Vec<Turn> = Vec::new();
    for turn in turns {
        let last = joined.iter().rposition(|earlier| !earlier.heading.is_chair);
        let goes_on = last.filter(|last| {
            let between = &joined[last + 1..];
            !turn.heading.is_chair
                && !turn.heading.is_parted
                && joined[*last].heading.is_same_speaker(&turn.heading)
                && !between.iter().any(|chair| stage::calls_on_someone(&chair.paragraphs))
        });
        match goes_on {
            Some(last) => joined[last].paragraphs.extend(turn.paragraphs),
            None => joined.push(turn),
        }
    }
    joined
}

impl Turn {
    fn raw(self, number: usize, file: &InputFile, known: &Metadata, by_chair: String) -> Raw {
        let place = Place::file(&file.path);
        let place = match self.page {
            Some(page) => place.at_page(page),
            None => place,
        };
        let text = self.paragraphs.join("\n\n");
        // A verbatim record of the United Nations in English names every other language.
        let is_english = self.languages.is_empty() && known.document_symbol.contains("PV");
        let spoken = if is_english { "en".to_string() } else { self.languages.join(";") };
        let on_behalf_of = match self.heading.is_chair {
            true => String::new(),
            false if by_chair.is_empty() => stage::on_behalf_of(&text),
            false => by_chair,
        };
        let metadata = Metadata {
            actor: self.heading.actor,
            speaker: self.heading.speaker,
            speaker_title: self.heading.title,
            on_behalf_of,
            page: self.page.map_or(String::new(), |page| page.to_string()),
            speaking_order: number.to_string(),
            agenda_item: self.item,
            language_spoken: spoken,
            role: if self.heading.is_chair { Role::Chair } else { Role::Speaker },
            text_kind: TextKind::Verbatim,
            ..known.clone()
        };
        Raw { id: format!("{}#{number}", file.id), place, metadata, text, is_cleaned: true }
    }
}
