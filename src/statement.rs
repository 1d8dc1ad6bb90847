//! A statement: one speaker's turn, with what is known of it before coding.

use serde::{Deserialize, Serialize};

/// Who or what speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// A member state.
    State,
    /// A non-member observer state.
    Observer,
    /// A group of states.
    Group,
    /// An organization.
    Entity,
    /// The chair of the meeting.
    Chair,
    /// Not resolved.
    #[default]
    Unknown,
}

impl ActorKind {
    /// The value printed in tables.
    pub fn name(self) -> &'static str {
        match self {
            ActorKind::State => "state",
            ActorKind::Observer => "observer",
            ActorKind::Group => "group",
            ActorKind::Entity => "entity",
            ActorKind::Chair => "chair",
            ActorKind::Unknown => "unknown",
        }
    }

    /// The kind of a printed value.
    pub fn read(name: &str) -> Option<Self> {
        use ActorKind::{Chair, Entity, Group, Observer, State, Unknown};
        [State, Observer, Group, Entity, Chair, Unknown].into_iter().find(|kind| kind.name() == name)
    }
}

/// What a speaker is at the meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// One of those who address it.
    #[default]
    Speaker,
    /// Who presides over it.
    Chair,
}

/// How a text renders what was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TextKind {
    /// Word by word, by those who kept the record.
    Verbatim,
    /// As the delegation gave it out.
    #[default]
    Delivered,
    /// In the words of a reporter.
    Summary,
}

impl TextKind {
    /// The value printed in tables.
    pub fn name(self) -> &'static str {
        match self {
            TextKind::Verbatim => "verbatim",
            TextKind::Delivered => "delivered",
            TextKind::Summary => "summary",
        }
    }
}

/// What is known of a statement from its file, its row or the list of speakers. Empty: not known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The actor as the source names it.
    pub actor: String,
    /// A three-letter code, where the source gives one.
    pub iso3: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: String,
    /// The meeting or session.
    pub meeting: String,
    /// The place in the order of speakers.
    pub speaking_order: String,
    /// The person who spoke.
    pub speaker: String,
    /// That person's office.
    pub speaker_title: String,
    /// The group for which the statement was given.
    pub on_behalf_of: String,
    /// The symbol of the document.
    pub document_symbol: String,
    /// Where the text was found.
    pub url: String,
    /// The page of the document.
    pub page: String,
    /// The item of the agenda.
    pub agenda_item: String,
    /// The languages spoken, as ISO 639-1 joined by `;`.
    pub language_spoken: String,
    /// What the speaker is at the meeting.
    pub role: Role,
    /// How the text renders what was said.
    pub text_kind: TextKind,
}

/// One speaker's turn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    /// Unique in a run.
    pub id: String,
    /// The file it was read from, as the user named it.
    pub source: String,
    /// What is known of it.
    pub metadata: Metadata,
    /// The language of the text as ISO 639-1; empty where it cannot be told.
    pub language: String,
    /// The cleaned text: paragraphs separated by one empty line, no line breaks inside them.
    pub text: String,
}
