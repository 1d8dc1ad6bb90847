//! The unit of the tables: an actor at a meeting, with the firmest of its own stances.

use crate::actors::Date;
use crate::codebook::{ABSTAIN, Question};
use crate::coding::{Coded, Uncoded};
use crate::statement::ActorKind;
use crate::theme::Depth;
use std::collections::BTreeMap;

/// An actor at a meeting.
#[derive(Clone, Debug)]
pub struct Unit<'c> {
    /// The actor's id; the statement's id where the actor is not known.
    pub actor: &'c str,
    /// The name to print.
    pub name: &'c str,
    /// What the actor is.
    pub kind: ActorKind,
    /// The meeting.
    pub meeting: &'c str,
    /// The date that decides on groupings.
    pub date: Option<Date>,
    /// The stance, `abstain` or `uncodable`.
    pub stance: &'c str,
    /// The detail.
    pub detail: &'c str,
    /// Whether a person coded the stance: of several statements, the one that counts.
    pub is_checked: bool,
    /// Whether a person coded the detail.
    pub is_detail_checked: bool,
    /// Its statements.
    pub statements: Vec<&'c Coded>,
    /// Whose codes these are.
    pub voice: Voice,
}

impl Unit<'_> {
    /// Whether the unit is a member state.
    pub fn is_state(&self) -> bool {
        self.kind == ActorKind::State
    }

    /// Whether any of its statements was coded.
    pub fn is_coded(&self) -> bool {
        self.statements.iter().any(|coded| coded.uncoded.is_none())
    }

    /// Whether people coded the themes of all its statements.
    pub fn has_themes_by_people(&self) -> bool {
        self.statements.iter().all(|coded| coded.uncoded.is_some() || coded.themes_machine.is_some())
    }

    /// The depth of a theme; none where no statement has it.
    pub fn depth(&self, theme: usize) -> Option<Depth> {
        let codings = self.statements.iter().flat_map(|coded| match (self.voice, &coded.themes_machine) {
            (Voice::Machine, Some(machine)) => machine,
            _ => &coded.themes,
        });
        codings.filter(|coding| coding.theme as usize == theme).map(|coding| coding.depth).max()
    }
}

/// Whose codes count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// People's where they coded, else the machine's.
    Final,
    /// The machine's alone.
    Machine,
}

/// The units of a corpus, in order of meeting and actor; the chair's words and duplicates are no one's.
///
/// Of several statements of an actor at a meeting the firmest own stance counts, among equals one that
/// a person coded; where two contradict each other by the question, the unit abstains.
pub fn units<'c>(all: &'c [Coded], question: &Question, voice: Voice) -> Vec<Unit<'c>> {
    let mut by_key: BTreeMap<(&str, &str), Vec<&Coded>> = BTreeMap::new();
    let counts = |coded: &&Coded| !matches!(coded.uncoded, Some(Uncoded::Chair | Uncoded::Duplicate));
    for coded in all.iter().filter(counts) {
        let actor = if coded.actor.is_empty() { &coded.id } else { &coded.actor };
        by_key.entry((&coded.meeting, actor)).or_default().push(coded);
    }
    by_key
        .into_iter()
        .map(|((meeting, actor), statements)| unit(meeting, actor, statements, question, voice))
        .collect()
}

fn unit<'c>(
    meeting: &'c str,
    actor: &'c str,
    statements: Vec<&'c Coded>,
    question: &Question,
    voice: Voice,
) -> Unit<'c> {
    let by_person = |coded: &Coded| voice == Voice::Final && coded.is_checked;
    let given = |coded: &'c Coded| match voice {
        Voice::Final => (coded.stance.as_str(), coded.detail.as_str()),
        Voice::Machine => (coded.stance_machine.as_str(), coded.detail_machine.as_str()),
    };
    let firmness = |coded: &'c Coded| {
        let (stance, detail) = given(coded);
        (question.firmness(stance, detail), !by_person(coded))
    };
    let firmest: Option<&'c Coded> = statements.iter().copied().min_by_key(|coded| firmness(coded));
    let stances: Vec<&str> = statements.iter().map(|coded| given(coded).0).collect();
    let (stance, detail, is_checked, is_detail_checked) = match firmest {
        Some(coded) if !question.contradict(&stances) => {
            let (stance, detail) = given(coded);
            (stance, detail, by_person(coded), by_person(coded) && coded.is_detail_checked)
        }
        _ => (ABSTAIN, "", statements.iter().all(|coded| by_person(coded)), false),
    };
    let first: Option<&'c Coded> = statements.first().copied();
    Unit {
        actor,
        name: first
            .map_or("", |coded| if coded.actor_name.is_empty() { &coded.id } else { &coded.actor_name }),
        kind: first.map(|coded| coded.kind).unwrap_or_default(),
        meeting,
        date: first.and_then(|coded| coded.date),
        stance,
        detail,
        is_checked,
        is_detail_checked,
        statements,
        voice,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_firmest_stance_counts_and_contradictions_abstain() {
        let question = Question::read(
            "question: q\nlabel: Q\nreferents: {}\nfacets: {}\nrules: [{detail: s}]\nclasses: {opposed: {o: O}, independent: {i: I}, noncommittal: {s: S}}\ntables: {contradicts: {opposed: [independent]}}",
            "q.yml",
        )
        .unwrap();
        let coded = |actor: &str, stance: &str, detail: &str| Coded {
            actor: actor.into(),
            stance: stance.into(),
            detail: detail.into(),
            stance_machine: "m".into(),
            ..Coded::default()
        };
        let all = [
            coded("A", "noncommittal", "s"),
            coded("A", "independent", "i"),
            coded("B", "opposed", "o"),
            coded("B", "independent", "i"),
            coded("C", "noncommittal", "s"),
            Coded { is_checked: true, ..coded("C", "independent", "") },
            coded("D", "opposed", "o"),
            Coded { is_checked: true, ..coded("D", "opposed", "o") },
        ];
        let machine = units(&all, &question, Voice::Machine);
        assert!(machine.iter().all(|unit| unit.stance == "m" && !unit.is_checked));
        let units = units(&all, &question, Voice::Final);
        let found: Vec<_> = units.iter().map(|unit| (unit.stance, unit.is_checked)).collect();
        assert_eq!(
            found,
            [("independent", false), ("abstain", false), ("independent", true), ("opposed", true)]
        );
    }
}
