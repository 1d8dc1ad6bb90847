//! Statements that are kept and not coded.

use super::CodedStatement;
use crate::codebook::{Facets, Question, UNCODABLE};
use crate::stance::Stance;
use crate::text::Segmented;

/// Why a statement is not coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncoded {
    /// The chair of the meeting speaks.
    Chair,
    /// It is in a language that the lexicons do not cover.
    Language,
    /// Another version of the same statement counts.
    Duplicate,
}

impl Uncoded {
    /// The reason as tables print it.
    pub fn name(self) -> &'static str {
        match self {
            Uncoded::Chair => "words of the chair",
            Uncoded::Language => "another language",
            Uncoded::Duplicate => "duplicate",
        }
    }
}

impl CodedStatement {
    /// A statement without themes, whose position is [`UNCODABLE`].
    pub(super) fn uncoded(split: Segmented, why: Uncoded, question: &Question) -> Self {
        let stance = Stance {
            class: UNCODABLE.into(),
            derived_by: why.name().into(),
            facets: Facets::empty(question),
            ..Stance::default()
        };
        CodedStatement {
            split,
            hits: Vec::new(),
            proposals: Vec::new(),
            themes: Vec::new(),
            stance,
            aligns_with: Vec::new(),
            uncoded: Some(why),
        }
    }
}
