//! Groups and their members: own position beside the group's, and who departs from it.

use super::draft::{Draft, NotMade};
use super::lists::{NOT_CHECKED, ids, stance_quote};
use super::read::{Entry, Listing};
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
        for unit in units {
            let mut attributed = unit.statements.iter().map(|coded| coded.stance_attributed.as_str());
            if let Some(attributed) = attributed.find(|value| !value.is_empty()) {
                by_both.entry((attributed, unit.stance)).or_default().push(unit.name);
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
        let n_same: usize = by_both
            .iter()
            .filter(|((attributed, own), _)| attributed == own)
            .map(|(_, names)| names.len())
            .sum();
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
        draft.say(format!(
            "{n} of {} states align themselves with a group that takes a position; {n_same} of these {n} say the same in their own words.",
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
            "members_read",
            "same",
            "no_mention_found",
            "other",
            "departs",
            "share_no_mention_found",
            "share_departs",
            "departing",
        ]);
        let takes = |coded: &&Coded| {
            coded.kind == ActorKind::Group
                && coded.uncoded.is_none()
                && self.question.takes_position(&coded.stance)
        };
        let groups: Vec<&Coded> = self.coded.iter().filter(takes).collect();
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
        ];
        let mut list = Table::new(&format!("{}_list", entry.id), "", &columns);
        for group in groups {
            let members: Vec<&Unit> =
                units.iter().copied().filter(|unit| self.is_member(unit, group)).collect();
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
                members.len().into(),
                same.into(),
                silent.into(),
                other.into(),
                departing.len().into(),
                share(silent, members.len()).into(),
                share(departing.len(), members.len()).into(),
                names.join("; ").into(),
            ]);
            if members.is_empty() {
                continue;
            }
            draft.say(format!(
                "{} ({}): of {} members that were read {same} say the same, {silent} are not found to speak of it, {} depart, {other} say something else.",
                group.actor_name,
                group.stance.replace('_', " "),
                members.len(),
                departing.len()
            ));
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
                ]);
            }
        }
        if entry.list != Listing::None {
            draft.lists = Some(list);
        }
        draft.remarks.push(
            "Members: by the grouping of the group's id, or by aligning themselves with it. A member departs only where its own words say \
             enough, as the question defines it; other: what says less, or cannot be told."
                .into(),
        );
        Ok(())
    }

    fn is_member(&self, unit: &Unit, group: &Coded) -> bool {
        let aligns = |coded: &&Coded| coded.aligns_with.contains(&group.actor);
        let grouping = self.actors.grouping(&group.actor.to_lowercase());
        let belongs = grouping.is_some_and(|known| known.value(unit.actor, unit.date) == Some("member"));
        unit.meeting == group.meeting && (belongs || unit.statements.iter().any(aligns))
    }
}
