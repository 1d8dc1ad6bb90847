//! What is kept of a statement after its text is let go: under 4 kB.

use super::CodedStatement;
use crate::actors::Date;
use crate::statement::{ActorKind, Metadata, Statement};
use crate::theme::ThemeCoding;

/// The coding of one statement.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// The statement's id.
    pub id: String,
    /// The file it was read from.
    pub source: String,
    /// What is known of it.
    pub metadata: Metadata,
    /// The actor's id; empty where it is not known.
    pub actor: String,
    /// The actor's name.
    pub actor_name: String,
    /// ISO 3166-1 alpha-3; empty for groups.
    pub iso3: String,
    /// What the actor is.
    pub kind: ActorKind,
    /// The state that delivered a group's statement.
    pub delivered_by: String,
    /// The date that decides on groupings.
    pub date: Option<Date>,
    /// Words.
    pub words: u32,
    /// Sentences.
    pub sentences: u32,
    /// The class as the machine reads it, or `abstain`.
    pub stance: String,
    /// The detail.
    pub detail: String,
    /// The most likely class.
    pub best: String,
    /// The probability of the class.
    pub confidence: Option<f64>,
    /// What the class follows from.
    pub derived_by: String,
    /// The settled values of the facets, in the order of the question.
    pub facets: Vec<String>,
    /// Whether a passage speaks of the proposal.
    pub addresses_proposal: bool,
    /// The sentences that show the position.
    pub evidence: String,
    /// The groups with which it aligns itself, by id.
    pub aligns_with: Vec<String>,
    /// The class of the groups with which it aligns itself, `conflict` where they differ.
    pub stance_attributed: String,
    /// The groups from whose stance it departs.
    pub departs_from: Vec<String>,
    /// The themes.
    pub themes: Vec<ThemeCoding>,
}

impl Coded {
    /// Keeps what later stages need.
    pub fn new(statement: Statement, coded: &CodedStatement, question: &crate::codebook::Question) -> Self {
        let evidence = coded.stance_sentences(&statement).join(" […] ");
        let facet = |i: usize| coded.stance.facets.settled(question, i).join(";");
        Coded {
            words: coded.split.n_words() as u32,
            sentences: coded.split.sentences.len() as u32,
            stance: coded.stance.class.clone(),
            detail: coded.stance.detail.clone(),
            best: coded.stance.best.clone(),
            confidence: coded.stance.confidence,
            derived_by: coded.stance.derived_by.clone(),
            facets: (0..question.facets.len()).map(facet).collect(),
            addresses_proposal: !coded.stance.passages.is_empty(),
            evidence,
            aligns_with: coded.aligns_with.clone(),
            themes: coded.themes.clone(),
            id: statement.id,
            source: statement.source,
            metadata: statement.metadata,
            ..Coded::default()
        }
    }

    /// How the statement is cited: actor, title of the speaker, meeting and date, as far as known.
    pub fn citation(&self) -> String {
        let name = if self.actor_name.is_empty() { &self.metadata.actor } else { &self.actor_name };
        let speaker = match self.metadata.speaker.is_empty() {
            true => String::new(),
            false => format!("statement by {}", self.metadata.speaker),
        };
        let meeting = match self.metadata.meeting.as_str() {
            "" => String::new(),
            session if session.bytes().all(|b| b.is_ascii_digit()) => format!("session {session}"),
            meeting => meeting.to_string(),
        };
        let parts = [name, &speaker, &meeting, &self.metadata.date, &self.metadata.document_symbol, &self.id];
        parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}
