//! What needs all statements: who speaks for whom, and what a group's statement says for a state.
//!
//! Own words and attributed stance are two columns, never merged. Of several versions of a statement one
//! counts.

use crate::actors::{Actor, ActorTable, Date, Grouping};
use crate::codebook::Question;
use crate::coding::{Coded, Uncoded};
use crate::error::{Diagnostic, Place};
use crate::statement::{ActorKind, Metadata, Role, TextKind};
use crate::text::Signature;
use compact_str::CompactString;
use std::collections::BTreeMap;

/// Resolves the actor of a statement; a statement for a group is the group's.
pub fn resolve(
    coded: &mut Coded,
    known: &Metadata,
    actors: &ActorTable,
    place: &Place,
) -> Option<Diagnostic> {
    if known.role == Role::Chair {
        return None;
    }
    let Some(actor) = actor_of(known, coded.date, actors) else {
        return Some(unknown(name_of(known), actors, place));
    };
    let speaker = speaker_of(known, coded.date, actors).filter(|speaker| speaker.id != actor.id);
    coded.delivered_by = speaker.map_or("", |speaker| &speaker.id).into();
    coded.actor = actor.id.as_str().into();
    coded.actor_name = actor.name.as_str().into();
    coded.kind = actor.kind;
    None
}

/// The actor whose words a statement is: the group where it is given for one, else who speaks.
pub fn actor_of<'a>(known: &Metadata, date: Option<Date>, actors: &'a ActorTable) -> Option<&'a Actor> {
    let is_group = |actor: &&Actor| actor.kind == ActorKind::Group;
    let speaker = speaker_of(known, date, actors);
    let group = actors.resolve_group(&known.on_behalf_of, date);
    speaker.filter(is_group).or(group).or(speaker)
}

fn speaker_of<'a>(known: &Metadata, date: Option<Date>, actors: &'a ActorTable) -> Option<&'a Actor> {
    actors.resolve(name_of(known), date).or_else(|| actors.resolve(&known.actor, date))
}

/// The code or name by which the source says who speaks.
fn name_of(known: &Metadata) -> &str {
    if known.iso3.is_empty() { &known.actor } else { &known.iso3 }
}

fn unknown(named: &str, actors: &ActorTable, place: &Place) -> Diagnostic {
    if named.is_empty() {
        return Diagnostic::warning(place.clone(), "it does not say who speaks; it is coded without an actor")
            .remedy("Name the actor in a column `actor` or `iso3`, in the file name (MEX_61_2006.txt), or in the list of speakers");
    }
    let near = actors.nearest(named);
    let add = "the study's actors file: a row with `actor_id` and `names` for an actor that is built in, with `actor` and `kind` for another";
    let remedy = match near.is_empty() {
        true => format!("Add it to {add}"),
        false => format!("Did you mean {}? Add the name to {add}", near.join(" or ")),
    };
    let what = if actors.is_known(named) { "may be one of several at this date" } else { "is not known" };
    Diagnostic::warning(place.clone(), format!("the actor `{named}` {what}; it is coded without an actor"))
        .remedy(remedy)
}

/// How much of their runs of words two texts share at least, if they are versions of one.
const SAME_TEXT: f64 = 0.5;

/// Finds versions of one statement: the same actor, the same date as far as known, and the same text; or
/// the summary of what another text of that day gives in full. The kind that stands first in `prefer`
/// counts, among equals the one read first. Nothing else asks for the signatures of the texts: they are let go.
pub fn mark_duplicates(all: &mut [Coded], prefer: &[TextKind]) {
    let rank =
        |coded: &Coded| prefer.iter().position(|kind| *kind == coded.text_kind).unwrap_or(prefer.len());
    let mut by_actor: BTreeMap<CompactString, Vec<usize>> = BTreeMap::new();
    for (i, coded) in all.iter().enumerate().filter(|(_, coded)| coded.kind != ActorKind::Chair) {
        by_actor.entry(coded.actor.clone()).or_default().push(i);
    }
    for (_, mut of_actor) in by_actor {
        of_actor.sort_by_key(|&i| (rank(&all[i]), i));
        let mut kept: Vec<usize> = Vec::new();
        for i in of_actor {
            match kept.iter().find(|&&first| is_version(&all[first], &all[i])) {
                Some(&first) => {
                    all[i].duplicate_of = all[first].id.clone();
                    all[i].uncoded = Some(Uncoded::Duplicate);
                }
                None => kept.push(i),
            }
        }
    }
    all.iter_mut().for_each(|coded| coded.signature = Signature::default());
}

fn is_version(one: &Coded, other: &Coded) -> bool {
    let is_same_day = one.date.is_none() || other.date.is_none() || one.date == other.date;
    let is_one_summary = (one.text_kind == TextKind::Summary) != (other.text_kind == TextKind::Summary);
    is_same_day
        && (one.signature.is_telling() && one.signature.resemblance(&other.signature) >= SAME_TEXT
            || is_one_summary && !one.actor.is_empty() && one.date.is_some() && one.date == other.date)
}

/// Fills the attributed stance and the groups departed from, over all statements.
///
/// A speaker departs from a group that takes another position, where the question says that her own
/// is explicit enough.
pub fn attribute(all: &mut [Coded], actors: &ActorTable, question: &Question) {
    let of_groups: Vec<_> = all
        .iter()
        .filter(|coded| coded.kind == ActorKind::Group && coded.addresses_proposal)
        .map(|coded| {
            let members = actors.members_of(&coded.actor);
            (coded.actor.clone(), coded.meeting.clone(), coded.stance.clone(), members)
        })
        .collect();
    for coded in all.iter_mut().filter(|coded| coded.kind != ActorKind::Group) {
        let stance_of = |group: &str| {
            let mut known =
                of_groups.iter().filter(|(id, meeting, ..)| id == group && *meeting == coded.meeting);
            known.next().map(|(_, _, stance, _)| stance.as_str())
        };
        let mut stances: Vec<&str> = coded.aligns_with.iter().filter_map(|group| stance_of(group)).collect();
        stances.sort_unstable();
        stances.dedup();
        let attributed = match stances.as_slice() {
            [] => CompactString::default(),
            [one] => CompactString::from(*one),
            _ => "conflict".into(),
        };
        let is_member = |members: &Option<&Grouping>| {
            members.is_some_and(|grouping| grouping.value(&coded.actor, coded.date) == Some("member"))
        };
        let is_explicit = question.departs(&coded.stance, &coded.detail);
        let mut departs: Vec<CompactString> = of_groups
            .iter()
            .filter(|(id, meeting, stance, members)| {
                *meeting == coded.meeting
                    && (coded.aligns_with.contains(id) || is_member(members))
                    && is_explicit
                    && *stance != coded.stance
                    && question.takes_position(stance)
            })
            .map(|(id, ..)| id.clone())
            .collect();
        departs.dedup();
        coded.stance_attributed = attributed;
        coded.departs_from = departs;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded(actor: &str, kind: ActorKind, stance: &str, aligns: &[&str]) -> Coded {
        Coded {
            actor: actor.into(),
            kind,
            stance: stance.into(),
            addresses_proposal: stance != "noncommittal",
            aligns_with: aligns.iter().copied().map(CompactString::from).collect(),
            ..Coded::default()
        }
    }

    #[test]
    fn attributed_stance_is_the_groups_and_conflict_is_a_value() {
        let mut all = [
            coded("G77", ActorKind::Group, "within_un", &[]),
            coded("EU", ActorKind::Group, "independent", &[]),
            coded("PER", ActorKind::State, "noncommittal", &["G77"]),
            coded("CYP", ActorKind::State, "noncommittal", &["G77", "EU"]),
            coded("AUS", ActorKind::State, "opposed", &["EU"]),
            coded("MEX", ActorKind::State, "independent", &[]),
        ];
        let question = Question::read(
            "question: q\nlabel: Q\nreferents: {}\nfacets: {}\nrules: [{detail: s}]\n\
             classes: {opposed: {o: O}, within_un: {w: W}, independent: {i: I}, noncommittal: {s: S}}\n\
             tables: {departs: [opposed, within_un], uncommitted: [noncommittal]}",
            "q.yml",
        )
        .unwrap();
        attribute(&mut all, &ActorTable::default(), &question);
        let attributed: Vec<&str> = all.iter().map(|coded| coded.stance_attributed.as_str()).collect();
        assert_eq!(attributed, ["", "", "within_un", "conflict", "independent", ""]);
        assert_eq!(all[4].departs_from, ["EU"]);
        assert!(all[2].departs_from.is_empty());
    }

    #[test]
    fn a_statement_for_a_group_is_the_groups() {
        let actors = ActorTable::built_in().unwrap();
        let mut spoken = Coded::default();
        let known = Metadata {
            iso3: "ZAF".into(),
            on_behalf_of: "Group of 77 and China".into(),
            ..Metadata::default()
        };
        assert!(resolve(&mut spoken, &known, &actors, &Place::default()).is_none());
        assert_eq!((spoken.actor.as_str(), spoken.delivered_by.as_str()), ("G77", "ZAF"));
        let known = Metadata { actor: "Mexcio".into(), ..Metadata::default() };
        let found = resolve(&mut Coded::default(), &known, &actors, &Place::file("x")).unwrap();
        assert!(found.reason().contains("is not known") && found.reason().contains("Mexico"));
        let known = Metadata { actor: "Congo".into(), ..Metadata::default() };
        let mut spoken = Coded { date: Date::last("1965"), ..Coded::default() };
        let found = resolve(&mut spoken, &known, &actors, &Place::file("x")).unwrap();
        assert!(found.reason().contains("Congo or Democratic Republic of the Congo?"), "{}", found.reason());
        assert!(found.reason().contains("may be one of several"));
    }
}
