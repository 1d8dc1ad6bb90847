//! What tables ask of a statement's words, taken while the text is there.
//!
//! Kept small: counts, the values of facets, and of what some table lists one sentence each.

use super::{Coded, CodedStatement};
use crate::codebook::Question;
use crate::statement::Statement;
use crate::text::Sentence;
use compact_str::CompactString;

/// What the tables of findings ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// The themes of which a sentence is quoted.
    pub themes: Vec<u16>,
    /// The facets and values of which a sentence is quoted.
    pub facets: Vec<(usize, String)>,
    /// Whether a sentence that shows the position is quoted.
    pub stance: bool,
    /// Two themes of which is asked whether they stand in one paragraph.
    pub pairs: Vec<(u16, u16)>,
}

/// What a quotation shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shows {
    /// A theme.
    Theme(u16),
    /// A value of a facet: an index into [`Wanted::facets`].
    Facet(u16),
    /// The position on the proposal.
    Stance,
}

/// A sentence, letter by letter as in the cleaned text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// What it shows.
    pub shows: Shows,
    /// Number of the sentence, from 1.
    pub sentence: u32,
    /// The sentence.
    pub text: Box<str>,
}

/// What was taken from a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// Words.
    pub words: u32,
    /// Sentences.
    pub sentences: u32,
    /// The settled values of the facets, in the order of the question, several joined by `;`.
    pub facets: Vec<CompactString>,
    /// A sentence for each thing that is listed.
    pub quotes: Vec<Quote>,
    /// The pairs of [`Wanted::pairs`], by index, that stand in one paragraph.
    pub pairs: Vec<u16>,
}

impl Taken {
    /// Takes what is wanted from a coded statement; facets are those settled at last.
    pub fn of(
        statement: &Statement,
        coded: &CodedStatement,
        record: &Coded,
        facets: &[String],
        question: &Question,
        wanted: &Wanted,
    ) -> Taken {
        let mut taken = Taken {
            words: coded.split.n_words() as u32,
            sentences: coded.split.sentences.len() as u32,
            facets: facets.iter().map(CompactString::from).collect(),
            ..Taken::default()
        };
        if coded.uncoded.is_some() {
            return taken;
        }
        let sentences = &coded.split.sentences;
        let mut quote = |shows: Shows, sentence: usize| {
            let found: Option<&Sentence> = sentences.get(sentence);
            let text: Option<Box<str>> = found.map(|found| found.span.of(&statement.text).into());
            taken.quotes.extend(text.map(|text| Quote { shows, sentence: sentence as u32 + 1, text }));
        };
        for coding in record.themes.iter().filter(|coding| coding.hits > 0) {
            if wanted.themes.contains(&coding.theme) {
                quote(Shows::Theme(coding.theme), coding.shown_in.into());
            }
        }
        for (number, (facet, value)) in wanted.facets.iter().enumerate() {
            let has = facets.get(*facet).is_some_and(|known| known.split(';').any(|one| one == value));
            let cue = coded
                .stance
                .cues
                .iter()
                .find(|cue| cue.facet == *facet && cue.value == *value)
                .filter(|_| has);
            cue.into_iter().for_each(|cue| quote(Shows::Facet(number as u16), cue.sentence));
        }
        if wanted.stance && question.is_class(&record.stance) {
            coded.stance_sentence().into_iter().for_each(|sentence| quote(Shows::Stance, sentence));
        }
        taken.pairs = (0..wanted.pairs.len() as u16)
            .filter(|number| coded.are_in_one_paragraph(wanted.pairs[*number as usize]))
            .collect();
        taken
    }
}

impl CodedStatement {
    /// The first sentence of a passage on the proposal that holds a cue that counts, else of the model's terms.
    fn stance_sentence(&self) -> Option<usize> {
        let in_passage = |i: &usize| self.stance.passages.iter().any(|passage| passage.sentences.contains(i));
        let cues = self.stance.cues.iter().filter(|cue| !cue.value.is_empty()).map(|cue| cue.sentence);
        let terms = self.stance.terms.iter().filter(|term| !term.words.is_empty());
        let of_terms = terms.map(|term| self.split.sentence_of(term.tokens.start));
        cues.filter(in_passage).min().or_else(|| of_terms.min())
    }

    /// Whether two themes have hits that count, or proposals, in one paragraph.
    fn are_in_one_paragraph(&self, (one, other): (u16, u16)) -> bool {
        let paragraphs = |theme: u16| -> Vec<u32> {
            let is_of = |known: u32| known == u32::from(theme);
            let hits = self.hits.iter().filter(|hit| is_of(hit.theme) && hit.suppressed_by.is_none());
            let proposals = self.proposals.iter().filter(|proposal| is_of(proposal.theme));
            let sentences = hits.map(|hit| hit.sentence).chain(proposals.map(|found| found.sentence));
            sentences.map(|sentence| self.split.sentences[sentence as usize].paragraph).collect()
        };
        let of_one = paragraphs(one);
        !of_one.is_empty() && paragraphs(other).iter().any(|paragraph| of_one.contains(paragraph))
    }
}
