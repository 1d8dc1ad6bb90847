//! What is kept of a statement after its text is let go: under 4 kB.

use super::CodedStatement;
use crate::actors::Date;
use crate::codebook::Question;
use crate::statement::{ActorKind, Metadata, Statement};
use crate::theme::ThemeCoding;
use compact_str::CompactString;

/// The coding of one statement, as all later stages need it.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// The statement's id.
    pub id: CompactString,
    /// The meeting.
    pub meeting: CompactString,
    /// The actor's id; empty where it is not known.
    pub actor: CompactString,
    /// The actor's name.
    pub actor_name: CompactString,
    /// What the actor is.
    pub kind: ActorKind,
    /// The state that delivered a group's statement.
    pub delivered_by: CompactString,
    /// The date that decides on groupings.
    pub date: Option<Date>,
    /// The class as the machine reads it, or `abstain`.
    pub stance: CompactString,
    /// The detail.
    pub detail: CompactString,
    /// Whether a passage speaks of the proposal.
    pub addresses_proposal: bool,
    /// The groups with which it aligns itself, by id.
    pub aligns_with: Vec<CompactString>,
    /// The class of the groups with which it aligns itself, `conflict` where they differ.
    pub stance_attributed: CompactString,
    /// The groups from whose stance it departs.
    pub departs_from: Vec<CompactString>,
    /// The themes.
    pub themes: Vec<ThemeCoding>,
}

/// What else `statements.csv` says of a statement; let go once it is written.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// The file it was read from.
    pub source: String,
    /// What is known of it.
    pub metadata: Metadata,
    /// Words.
    pub words: usize,
    /// Sentences.
    pub sentences: usize,
    /// The most likely class.
    pub best: String,
    /// The probability of the class.
    pub confidence: Option<f64>,
    /// What the class follows from.
    pub derived_by: String,
    /// The settled values of the facets, in the order of the question.
    pub facets: Vec<String>,
    /// The sentences that show the position.
    pub evidence: String,
}

impl Coded {
    /// Keeps what later stages need, and hands out the rest.
    pub fn new(statement: &Statement, coded: &CodedStatement, question: &Question) -> (Self, Details) {
        let stance = &coded.stance;
        let details = Details {
            words: coded.split.n_words(),
            sentences: coded.split.sentences.len(),
            best: stance.best.clone(),
            confidence: stance.confidence,
            derived_by: stance.derived_by.clone(),
            facets: (0..question.facets.len())
                .map(|i| stance.facets.settled(question, i).join(";"))
                .collect(),
            evidence: coded.stance_sentences(statement).join(" […] "),
            source: statement.source.clone(),
            metadata: statement.metadata.clone(),
        };
        let record = Coded {
            id: statement.id.as_str().into(),
            meeting: details.metadata.meeting.as_str().into(),
            date: Date::last(&details.metadata.date),
            stance: stance.class.as_str().into(),
            detail: stance.detail.as_str().into(),
            addresses_proposal: stance.addresses_proposal,
            aligns_with: coded.aligns_with.iter().map(CompactString::from).collect(),
            themes: coded.themes.clone(),
            ..Coded::default()
        };
        (record, details)
    }

    /// How the statement is cited: actor, speaker, meeting, date and document, as far as known.
    pub fn citation(&self, metadata: &Metadata) -> String {
        let name = if self.actor_name.is_empty() { metadata.actor.as_str() } else { &self.actor_name };
        let speaker = match metadata.speaker.is_empty() {
            true => String::new(),
            false => format!("statement by {}", metadata.speaker),
        };
        let meeting = match self.meeting.as_str() {
            "" => String::new(),
            session if session.bytes().all(|b| b.is_ascii_digit()) => format!("session {session}"),
            meeting => meeting.to_string(),
        };
        let parts = [name, &speaker, &meeting, &metadata.date, &metadata.document_symbol, &self.id];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}
