//! Groups and their members: own position beside the group's, and who departs from it.

use super::draft::{Draft, NotMade};
use super::lists::{NOT_CHECKED, ids, stance_quote};
use super::phrases::{counted, in_a_row, spaced};
use super::read::{Entry, Listing};
use crate::actors::Grouping;
use crate::analysis::{Findings, Unit};
use crate::coding::Coded;
use crate::statement::ActorKind;
use crate::statistics::share;
use crate::table::Table;
use std::collections::BTreeMap;

/// How to supply what groups said.
const SUPPLY: &str = "Give the statements made for groups too (their actor, or `on_behalf_of`, names the group), and read states that align \
                      themselves with one.";

impl Findings<'_> {
    /// Own class by the class of the groups with which a state aligns itself.
    pub(super) fn alignment(&self, entry: &Entry, units: &[&Unit], draft: &mut Draft) -> Result<(), NotMade> {
        draft.columns(&["attributed", "own", "n", "denominator", "share", "states"]);
        let mut by_both: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        let mut of_attributed: BTreeMap<&str, usize> = BTreeMap::new();
        let mut n_same = 0;
        for unit in units {
            let mut attributed = unit.statements.iter().map(|coded| coded.stance_attributed.as_str());
            if let Some(attributed) = attributed.find(|value| !value.is_empty()) {
                by_both.entry((attributed, unit.stance)).or_default().push(unit.name);
                // Who is silent on the proposal says nothing of it, whatever the class.
                n_same +=
                    usize::from(attributed == unit.stance && !self.question.is_unaddressed(unit.detail));
                *of_attributed.entry(attributed).or_default() += 1;
            }
        }
        if by_both.is_empty() {
            return Err(NotMade::of(
                entry,
                "no state that was read aligns itself with a group that speaks of the proposal",
                SUPPLY,
            ));
        }
        let n: usize = of_attributed.values().sum();
        for ((attributed, own), mut names) in by_both {
            names.sort_unstable();
            let of = of_attributed[attributed];
            draft.table.push(vec![
                attributed.into(),
                own.into(),
                names.len().into(),
                of.into(),
                share(names.len(), of).into(),
                names.join("; ").into(),
            ]);
        }
        let align = if n == 1 { "state aligns itself" } else { "states align themselves" };
        let same = match n_same {
            0 => "none of them says".to_string(),
            1 => "1 of them says".into(),
            _ => format!("{n_same} of them say"),
        };
        draft.say(format!(
            "{n} of {} {align} with a group that speaks of the proposal; {same} the same in their own words.",
            units.len()
        ));
        draft.remarks.push(
            "attributed: what the groups say with which the state aligns itself, conflict where they differ; own: its own words. The two are \
             never merged. share: of the states with this attributed position."
                .into(),
        );
        Ok(())
    }

    /// For each group that takes a position: which members say the same, are not found to speak of it, or depart.
    pub(super) fn rank_breaking(
        &self,
        entry: &Entry,
        units: &[&Unit],
        draft: &mut Draft,
    ) -> Result<(), NotMade> {
        draft.columns(&[
            "group_id",
            "group",
            "meeting",
            "position_of_group",
            "members_by",
            "members_read",
            "same",
            "no_mention_found",
            "other",
            "departs",
            "share_no_mention_found",
            "share_departs",
            "departing",
        ]);
        let is_read = |coded: &&Coded| coded.kind == ActorKind::Group && coded.uncoded.is_none();
        let (groups, others): (Vec<&Coded>, Vec<&Coded>) =
            self.coded.iter().filter(is_read).partition(|coded| self.question.takes_position(&coded.stance));
        draft.remarks.extend(self.left_out(&groups, &others, units));
        if groups.is_empty() {
            return Err(NotMade::of(entry, "no statement of a group that takes a position was read", SUPPLY));
        }
        let columns = [
            "group_id",
            "stance_of_group",
            "actor_id",
            "actor",
            "meeting",
            "stance",
            "detail",
            "sentence",
            "statement_id",
            "coded_by",
            "cues_differ",
        ];
        let mut list = Table::new(&format!("{}_list", entry.id), "", &columns);
        for group in groups {
            let grouping = self.actors.members_of(&group.actor);
            let members: Vec<&Unit> =
                units.iter().copied().filter(|unit| is_member(unit, group, grouping)).collect();
            if members.is_empty() {
                draft.remarks.push(format!(
                    "Left out: {}, of which no {} was read.",
                    group.actor_name,
                    match grouping {
                        Some(_) => "member",
                        None => "state that aligns itself with it",
                    }
                ));
                continue;
            }
            let is_silent = |unit: &&&Unit| {
                self.question
                    .class_of(unit.detail)
                    .is_some_and(|class| self.question.is_unaddressed(&class.detail))
            };
            let departs =
                |unit: &&&Unit| unit.statements.iter().any(|coded| coded.departs_from.contains(&group.actor));
            let same = members.iter().filter(|unit| unit.stance == group.stance).count();
            let silent = members.iter().filter(is_silent).count();
            let departing: Vec<&Unit> = members.iter().filter(departs).copied().collect();
            let other = members.len().saturating_sub(same + silent + departing.len());
            let mut names: Vec<&str> = departing.iter().map(|unit| unit.name).collect();
            names.sort_unstable();
            draft.table.push(vec![
                group.actor.as_str().into(),
                group.actor_name.as_str().into(),
                group.meeting.as_str().into(),
                group.stance.as_str().into(),
                grouping.map_or("aligning themselves", |known| &known.name).into(),
                members.len().into(),
                same.into(),
                silent.into(),
                other.into(),
                departing.len().into(),
                share(silent, members.len()).into(),
                share(departing.len(), members.len()).into(),
                names.join("; ").into(),
            ]);
            let whose = match grouping {
                Some(_) => counted(members.len(), "member that was read", "members that were read"),
                None => counted(
                    members.len(),
                    "state that aligns itself with it",
                    "states that align themselves with it",
                ),
            };
            let parts = [
                (same, "says the same", "say the same"),
                (silent, "is not found to speak of it", "are not found to speak of it"),
                (departing.len(), "departs", "depart"),
                (other, "says something else", "say something else"),
            ];
            let told: Vec<String> =
                parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, more)| counted(*n, one, more)).collect();
            let stance = spaced(&group.stance);
            draft.say(format!("{} ({stance}): of {whose} {}.", group.actor_name, in_a_row(&told)));
            for unit in departing {
                let quote = stance_quote(unit);
                list.push(vec![
                    group.actor.as_str().into(),
                    group.stance.as_str().into(),
                    unit.actor.into(),
                    unit.name.into(),
                    unit.meeting.into(),
                    unit.stance.into(),
                    unit.detail.into(),
                    quote.map_or("", |(_, quote)| &quote.text).into(),
                    quote.map_or_else(|| ids(unit), |(id, _)| id.to_string()).into(),
                    if unit.is_checked { "person" } else { NOT_CHECKED }.into(),
                    self.contrary(unit).into(),
                ]);
            }
        }
        if entry.list != Listing::None {
            draft.lists = Some(list);
        }
        draft.remarks.push(
            "members_by: the grouping that has the members; where the study has none, the states that align themselves with the group. A member departs \
             only where its own words say enough, as the question defines it; other: what says less, or cannot be told."
                .into(),
        );
        Ok(())
    }

    /// The groups that have no row, each with the reason.
    fn left_out(&self, groups: &[&Coded], others: &[&Coded], units: &[&Unit]) -> Option<String> {
        let name = |id: &str| self.actors.get(id).map_or(id.to_string(), |actor| actor.name.to_string());
        let mut without: Vec<String> = others.iter().map(|coded| coded.actor_name.to_string()).collect();
        let is_read = |id: &str| groups.iter().chain(others).any(|coded| coded.actor == id);
        let aligned = units.iter().flat_map(|unit| &unit.statements).flat_map(|coded| &coded.aligns_with);
        let mut unread: Vec<String> = aligned.filter(|id| !is_read(id)).map(|id| name(id)).collect();
        let mut reasons = Vec::new();
        for (names, why) in
            [(&mut without, "its statement takes no position"), (&mut unread, "no statement of it was read")]
        {
            names.sort();
            names.dedup();
            reasons.extend(names.iter().map(|name| format!("{name} ({why})")));
        }
        (!reasons.is_empty()).then(|| format!("Left out: {}.", in_a_row(&reasons)))
    }
}

fn is_member(unit: &Unit, group: &Coded, grouping: Option<&Grouping>) -> bool {
    let aligns = |coded: &&Coded| coded.aligns_with.contains(&group.actor);
    unit.meeting == group.meeting
        && match grouping {
            Some(known) => known.value(unit.actor, unit.date) == Some("member"),
            None => unit.statements.iter().any(aligns),
        }
}
