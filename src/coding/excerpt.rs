//! The sentences of a statement that hold evidence which counts, cut from its text letter by letter.
//!
//! What is no longer found in the text as it was cut is an error: nothing is quoted that was not said.

use super::{CodedStatement, Evidence, Quoted};
use crate::error::{Place, Result};
use crate::statement::Statement;
use crate::text::{CharacterOffsets, Sentence, Span};
use serde::{Deserialize, Serialize};

/// A sentence with evidence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Excerpt {
    /// Number of the sentence, from 1.
    pub sentence: usize,
    /// Number of the paragraph, from 1.
    pub paragraph: u32,
    /// The first character in the cleaned text, from 0.
    pub start: usize,
    /// The sentence.
    pub text: String,
    /// What counts in it, in order of place.
    pub marks: Vec<Mark>,
}

/// Words that count as evidence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// First character in the sentence, from 0.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// `theme`, `theme_model`, `cue` or `model_term`.
    pub kind: String,
    /// The theme, `facet=value`, or the detail.
    pub code: String,
}

impl Mark {
    /// Whether it speaks for a theme, not for the position.
    pub fn is_of_theme(&self) -> bool {
        self.kind.starts_with("theme")
    }
}

/// The sentences that hold rows of the ledger that count, in order.
///
/// All rows of the ledger are held against the text, those that do not count too; `place` is where the
/// statement was read.
///
/// # Errors
/// Where a sentence or the words of a row do not stand so in the text.
pub fn excerpts(
    statement: &Statement,
    coded: &CodedStatement,
    ledger: &[Evidence],
    place: &Place,
) -> Result<Vec<Excerpt>> {
    let text = statement.text.as_str();
    let quoted = Quoted::of(statement, place);
    ledger.iter().try_for_each(|row| quoted.check(&row.text, row.start, row.end, row.sentence))?;
    let offsets = CharacterOffsets::new(text);
    let counts = |row: &&Evidence| row.suppressed_by.is_empty();
    let mut rows: Vec<&Evidence> = ledger.iter().filter(counts).collect();
    rows.sort_by_key(|row| row.sentence);
    let cut = |rows: &[&Evidence]| {
        // A phrase may run on into the next sentence, which is then quoted with it.
        let end = rows.iter().map(|row| row.end).max().unwrap_or_default();
        let sentences = &coded.split.sentences[rows[0].sentence - 1..];
        let is_whole = |sentence: &&Sentence| offsets.at(sentence.span.end as usize) >= end;
        let last = sentences.iter().find(is_whole).unwrap_or(&sentences[0]);
        let span = Span { start: sentences[0].span.start, end: last.span.end };
        let mut excerpt = Excerpt {
            sentence: rows[0].sentence,
            paragraph: rows[0].paragraph,
            start: offsets.at(span.start as usize),
            text: span.of(text).to_string(),
            marks: Vec::new(),
        };
        rows.iter().for_each(|row| excerpt.mark(row));
        excerpt.refuse_other_text(&quoted)?;
        Ok(excerpt)
    };
    rows.chunk_by(|a, b| a.sentence == b.sentence).map(cut).collect()
}

impl Excerpt {
    /// Refuses the excerpt unless it stands letter by letter in the text at its place.
    ///
    /// # Errors
    /// Where it does not.
    pub fn refuse_other_text(&self, quoted: &Quoted) -> Result<()> {
        let end = self.start + self.text.chars().count();
        quoted.check(&self.text, self.start, end, self.sentence)
    }

    /// Marks the words of a row.
    fn mark(&mut self, row: &Evidence) {
        let [start, end] = [row.start, row.end].map(|at| at.saturating_sub(self.start));
        self.marks.push(Mark { start, end, kind: row.kind.into(), code: row.code.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::ActorTable;
    use crate::coding::{Coder, Memory};
    use crate::study::Study;

    const TEXT: &str = "Señor Présidente, thank you.\n\nWe do not want a new global forum on migration. Remittances help families.";

    fn place() -> Place {
        Place::file("s.txt")
    }

    fn coded() -> (Statement, CodedStatement, Vec<Evidence>) {
        let coder = Coder::new(&Study::default(), &ActorTable::built_in().unwrap()).unwrap();
        let statement = Statement { id: "s".into(), text: TEXT.into(), ..Statement::default() };
        let coded = coder.code(&statement, &mut Memory::default());
        let ledger = coded.evidence(&statement, &coder);
        (statement, coded, ledger)
    }

    #[test]
    fn only_sentences_with_evidence_that_counts_are_cut() {
        let (statement, coded, mut ledger) = coded();
        let found = excerpts(&statement, &coded, &ledger, &place()).unwrap();
        assert!(found.iter().all(|excerpt| excerpt.sentence > 1 && !excerpt.marks.is_empty()));
        assert!(found.iter().any(|excerpt| excerpt.marks.iter().any(Mark::is_of_theme)));
        assert!(found.iter().any(|excerpt| excerpt.marks.iter().any(|mark| !mark.is_of_theme())));
        ledger.iter_mut().for_each(|row| row.suppressed_by = "model".into());
        assert_eq!(excerpts(&statement, &coded, &ledger, &place()).unwrap(), []);
    }

    #[test]
    fn a_quotation_that_is_not_in_the_text_is_an_error() {
        let (mut statement, coded, mut ledger) = coded();
        let good = excerpts(&statement, &coded, &ledger, &place()).unwrap();
        for changed in [TEXT.replace("global", "Global"), TEXT.replace("forum", "forvm"), format!(" {TEXT}")]
        {
            let (other, place) = (Statement { text: changed.clone(), ..statement.clone() }, place());
            let quoted = Quoted::of(&other, &place);
            assert!(good.iter().any(|excerpt| excerpt.refuse_other_text(&quoted).is_err()), "{changed}");
        }
        ledger[0].text.push('x');
        assert!(
            excerpts(&statement, &coded, &ledger, &place())
                .unwrap_err()
                .to_string()
                .contains("letter by letter")
        );
        ledger[0].suppressed_by = "model".into();
        assert!(
            excerpts(&statement, &coded, &ledger, &place()).is_err(),
            "what does not count is quoted too"
        );
        ledger[0].text.pop();
        statement.text = TEXT.replace("not want", "now want");
        assert!(excerpts(&statement, &coded, &ledger, &place()).is_err());
    }
}
