//! Coverage: who was expected, read, missing, and could not be coded, by group.

use super::{Findings, Unit};
use crate::actors::Date;
use crate::codebook::UNCODABLE;
use crate::table::{Cell, Table};
use std::collections::{BTreeMap, BTreeSet};

impl Findings<'_> {
    pub(super) fn coverage(&self, population: &[&Unit]) -> Table {
        let columns = ["grouping", "group", "expected", "read", "missing", "uncodable", "missing_actors"];
        let mut table = Table::new("coverage", self.title("Coverage"), &columns);
        let expected: BTreeMap<String, String> =
            self.speakers.rows.iter().filter_map(|row| self.expected(row)).collect();
        let read: BTreeSet<&str> = self.coded.iter().map(|coded| coded.actor.as_str()).collect();
        let mut row =
            |grouping: &str, group: &str, is_in: &dyn Fn(&str) -> bool, n_read: usize, n_uncodable: usize| {
                let here: Vec<(&String, &String)> = expected.iter().filter(|(id, _)| is_in(id)).collect();
                let missing: Vec<&str> = here
                    .iter()
                    .filter(|(id, _)| !read.contains(id.as_str()))
                    .map(|(_, name)| name.as_str())
                    .collect();
                let known = |n: usize| if self.speakers.rows.is_empty() { Cell::Blank } else { n.into() };
                table.push(vec![
                    grouping.into(),
                    group.into(),
                    known(here.len()),
                    n_read.into(),
                    known(missing.len()),
                    n_uncodable.into(),
                    missing.join("; ").into(),
                ]);
            };
        let uncodable = |units: &[&Unit]| units.iter().filter(|unit| unit.stance == UNCODABLE).count();
        row("all speakers", "all", &|_| true, read.len(), uncodable(population));
        for group in self.groups(population).iter().skip(1) {
            let grouping = self.actors.grouping(&group.grouping);
            let is_in = |id: &str| {
                let is_state =
                    self.actors.get(id).is_some_and(|actor| actor.kind == crate::statement::ActorKind::State);
                let date = Date::last(&self.study.study.date);
                let value = grouping.and_then(|grouping| self.actors.value(grouping, id, date));
                is_state && value.unwrap_or_else(|| "not known".into()) == group.group
            };
            row(&group.grouping, &group.group, &is_in, group.units.len(), uncodable(&group.units));
        }
        table.note(format!(
            "Expected: the study's list of speakers; blank where it names none. Groups count member states. {} files or rows were refused: see rejects.csv.",
            self.n_rejects
        ))
    }

    /// The id and name of an expected speaker that is known.
    fn expected(&self, row: &crate::ingest::Expected) -> Option<(String, String)> {
        let date = Date::last(&row.date).or(Date::last(&self.study.study.date));
        let actor = self.actors.resolve(row.code(), date).or_else(|| self.actors.resolve(&row.actor, date));
        let group = self.actors.resolve_group(&row.on_behalf_of, date);
        match group.or(actor) {
            Some(actor) => Some((actor.id.clone(), actor.name.clone())),
            None => Some((row.actor.clone(), row.actor.clone())).filter(|(name, _)| !name.is_empty()),
        }
    }
}
