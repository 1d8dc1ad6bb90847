//! The groups that tables compare: each contrast of the file under each definition that the study's states fill.

use super::draft::{Draft, NotMade};
use super::phrases::{capital, in_a_row};
use super::read::{Contrast, Entry};
use crate::analysis::{Findings, Unit};
use std::collections::BTreeSet;

/// A contrast under one definition, with the units of its groups.
#[derive(Clone, Debug)]
pub(super) struct Slice<'u> {
    /// Index of the contrast.
    pub contrast: usize,
    /// Its name.
    pub name: String,
    /// Whether its first two groups are a pair to be compared.
    pub has_pair: bool,
    /// The grouping that defines source and destination, else what the contrast is called.
    pub definition: String,
    /// Whether it is the first definition of its contrast.
    pub is_first: bool,
    /// The groups that have units; the first two are compared.
    pub groups: Vec<Members<'u>>,
}

/// The units of a group.
#[derive(Clone, Debug)]
pub(super) struct Members<'u> {
    pub name: String,
    pub called: String,
    pub units: Vec<&'u Unit<'u>>,
}

impl Findings<'_> {
    /// The definitions of source and destination: the study's role first, then the other `role_` groupings.
    fn roles(&self) -> Vec<&str> {
        let study = self.study.tables.role.as_str();
        let others = self.actors.groupings.iter().map(|grouping| grouping.name.as_str());
        let others = others.filter(|name| name.starts_with("role_") && *name != study);
        let own = self.actors.grouping(study).map(|grouping| grouping.name.as_str());
        own.into_iter().chain(others).collect()
    }

    /// All contrasts that at least two groups of units fill, under each definition.
    pub(super) fn slices<'u>(&self, units: &[&'u Unit<'u>]) -> Vec<Slice<'u>> {
        let mut slices: Vec<Slice> = Vec::new();
        for (contrast, known) in self.asked.contrasts.iter().enumerate() {
            if !known.missing.is_empty() {
                continue;
            }
            let asks_for_role = known.groups.iter().any(|group| group.is.asks_for_role());
            let roles = if asks_for_role { self.roles() } else { vec![""] };
            for role in roles {
                let groups = self.members(known, role, units);
                if known.is_filled(&groups) {
                    let is_first = !slices.iter().any(|slice| slice.contrast == contrast);
                    let definition = if role.is_empty() { known.label.as_str() } else { role };
                    let (name, definition) = (known.name.clone(), definition.to_string());
                    let has_pair = known.has_pair;
                    slices.push(Slice { contrast, name, has_pair, definition, is_first, groups });
                }
            }
        }
        slices
    }

    fn members<'u>(&self, contrast: &Contrast, role: &str, units: &[&'u Unit<'u>]) -> Vec<Members<'u>> {
        let group = |group: &super::read::GroupOf| Members {
            name: group.name.clone(),
            called: group.called.clone(),
            units: units.iter().copied().filter(|unit| self.holds(&group.is, unit, role)).collect(),
        };
        contrast.groups.iter().map(group).filter(|group| !group.units.is_empty()).collect()
    }

    /// The first definition of source and destination that the units fill.
    pub(super) fn first_role<'s>(&self, slices: &'s [Slice]) -> &'s str {
        let asks = |slice: &&Slice| {
            self.asked.contrasts[slice.contrast].groups.iter().any(|group| group.is.asks_for_role())
        };
        slices.iter().find(asks).map_or("", |slice| slice.definition.as_str())
    }

    /// The contrasts of an entry with the units that it is about; what has no two groups is noted as left out.
    pub(super) fn of_entry<'u>(
        &self,
        entry: &Entry,
        units: &[&'u Unit<'u>],
        slices: &[Slice<'u>],
        draft: &mut Draft,
    ) -> Result<Vec<Slice<'u>>, NotMade> {
        let mut own = Vec::new();
        for contrast in &entry.contrasts {
            let known = &self.asked.contrasts[*contrast];
            let mut found: Vec<Slice> =
                slices.iter().filter(|slice| slice.contrast == *contrast).cloned().collect();
            if entry.among.is_some() {
                let own: BTreeSet<(&str, &str)> =
                    units.iter().map(|unit| (unit.meeting, unit.actor)).collect();
                let is_in = |unit: &&Unit| own.contains(&(unit.meeting, unit.actor));
                for slice in &mut found {
                    slice.groups.iter_mut().for_each(|group| group.units.retain(is_in));
                    slice.groups.retain(|group| !group.units.is_empty());
                }
                found.retain(|slice| known.is_filled(&slice.groups));
            }
            if found.is_empty() {
                let mut why = self.no_groups(entry, known);
                if slices.iter().any(|slice| slice.contrast == *contrast) {
                    why.supply = format!(
                        "It is made where states on both sides are among these: {}.",
                        self.whom(entry)
                    );
                }
                if entry.contrasts.len() == 1 && entry.is_of_groups_alone() {
                    return Err(why);
                }
                why.table = format!("{} by {}", entry.id, known.label.replace('_', " "));
                draft.skipped.push(why);
            }
            own.extend(found);
        }
        Ok(own)
    }

    fn no_groups(&self, entry: &Entry, contrast: &Contrast) -> NotMade {
        let groups: Vec<&str> = contrast.groups.iter().take(2).map(|group| group.called.as_str()).collect();
        let asks = contrast.groups.iter().take(2).map(|group| group.is.text.as_str()).collect::<Vec<_>>();
        if !contrast.missing.is_empty() {
            return NotMade::of(entry, contrast.missing.join(", "), SUPPLY);
        }
        let missing =
            format!("of {} at least one side has no state ({})", groups.join(" and "), asks.join("; "));
        let asks_for_groupings = contrast.groups.iter().any(|group| !group.is.groupings().is_empty());
        let supply =
            if asks_for_groupings { SUPPLY } else { "It is made where states on both sides are read." };
        NotMade::of(entry, missing, supply)
    }

    /// Whether the study has what an entry cannot do without.
    pub(super) fn is_supplied(&self, entry: &Entry, units: &[&Unit]) -> Result<(), NotMade> {
        if !entry.missing.is_empty() {
            let missing = format!("{} (the study's question or lexicon has none)", entry.missing.join(", "));
            let remedy = "Write findings for your question and lexicon (docs/findings.md), or supply the grouping as \
                          a column of the table of `[actors] file`.";
            return Err(NotMade::of(entry, missing, remedy));
        }
        for name in &entry.needs {
            let grouping = self.actors.grouping(name);
            let has =
                |unit: &&Unit| grouping.is_some_and(|known| known.value(unit.actor, unit.date).is_some());
            if !units.iter().any(has) {
                let missing = format!("no state that was read has a value of the grouping `{name}`");
                return Err(NotMade::of(entry, missing, SUPPLY));
            }
        }
        if !entry.source_of.is_empty() && !self.study.tables.sources.contains_key(&entry.source_of) {
            let missing = format!("the study does not say whose index `{}` is", entry.source_of);
            let remedy = format!("Name it: [tables] sources = {{ {} = \"name, year\" }}.", entry.source_of);
            return Err(NotMade::of(entry, missing, remedy));
        }
        Ok(())
    }

    /// Says where groups are derived from what is counted, so that no test of theirs shows anything.
    pub(super) fn remark_on_construction(&self, entry: &Entry, slices: &[Slice], draft: &mut Draft) {
        let is_derived = |slice: &&Slice| entry.by_construction.contains(&slice.contrast);
        for slice in slices.iter().filter(is_derived).filter(|slice| slice.is_first) {
            let called: Vec<String> = slice.groups.iter().map(|group| group.called.clone()).collect();
            draft.remarks.push(format!(
                "{} differ by construction, as what is counted here helps to tell them apart: there is no test.",
                capital(&in_a_row(&called))
            ));
        }
    }

    /// Which units an entry is about, as the file calls them or as written.
    pub(super) fn whom(&self, entry: &Entry) -> String {
        match entry.whom.is_empty() {
            true => entry.among.as_ref().map_or_else(|| "all".into(), |among| among.text.clone()),
            false => entry.whom.clone(),
        }
    }
}

impl Contrast {
    /// Whether there are groups to set beside each other: the pair, or any two where none is a pair.
    fn is_filled(&self, groups: &[Members]) -> bool {
        let has = |name: &str| groups.iter().any(|group| group.name == name);
        match self.has_pair {
            true => self.groups.iter().take(2).all(|group| has(&group.name)),
            false => groups.len() > 1,
        }
    }
}

/// How a grouping is supplied.
const SUPPLY: &str = "Add a column of that name to the table of `[actors] file`, or name the grouping that stands for it \
                      in `[tables] stands_for`.";

impl Entry {
    /// Whether the table says nothing without two groups.
    fn is_of_groups_alone(&self) -> bool {
        matches!(self.kind, super::kinds::Kind::Frames) || self.is_silent
    }
}
