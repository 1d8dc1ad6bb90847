//! Who was to sit at which round table: regional groups against their quota, and what those who spoke said.

use super::draft::Draft;
use super::phrases::in_a_row;
use crate::actors::Date;
use crate::analysis::{Findings, Unit};
use crate::statement::ActorKind;
use crate::table::Cell;
use std::collections::BTreeMap;

impl Findings<'_> {
    pub(super) fn round_tables(
        &self,
        grouping: &str,
        by: &str,
        quota: &[(String, usize)],
        units: &[&Unit],
        draft: &mut Draft,
    ) {
        let classes = self.question.class_names();
        draft.columns(
            &[&["round_table", "group", "n", "quota", "deviation", "n_read"], &classes[..]].concat(),
        );
        let date = Date::last(&self.study.study.date);
        let value = |name: &str, actor: &str, date| {
            let known = self.actors.grouping(name)?;
            known.value(actor, date).map(String::from)
        };
        let mut cells: BTreeMap<(String, String), (usize, Vec<&Unit>)> = BTreeMap::new();
        let mut tables: Vec<String> = Vec::new();
        for actor in self.actors.iter().filter(|actor| actor.kind == ActorKind::State) {
            let Some(table) = value(grouping, &actor.id, date) else { continue };
            let group = value(by, &actor.id, date).unwrap_or_else(|| "not known".into());
            let own = units.iter().copied().filter(|unit| unit.actor == actor.id);
            let cell = cells.entry((table.clone(), group)).or_default();
            cell.0 += 1;
            cell.1.extend(own);
            tables.push(table);
        }
        tables.sort();
        tables.dedup();
        for table in &tables {
            for (group, _) in quota {
                cells.entry((table.clone(), group.clone())).or_default();
            }
        }
        let (mut n_fewer, mut n_more) = (0, 0);
        for ((table, group), (n, read)) in &cells {
            let quota = quota.iter().find(|(known, _)| known == group).map(|(_, quota)| *quota);
            let deviation = quota.map(|quota| *n as f64 - quota as f64);
            n_fewer += usize::from(deviation.is_some_and(|deviation| deviation < 0.0));
            n_more += usize::from(deviation.is_some_and(|deviation| deviation > 0.0));
            let mut row: Vec<Cell> = vec![
                table.as_str().into(),
                group.as_str().into(),
                (*n).into(),
                quota.into(),
                deviation.map_or(Cell::Blank, Cell::Precise),
                read.len().into(),
            ];
            row.extend(
                classes.iter().map(|class| read.iter().filter(|unit| unit.stance == *class).count().into()),
            );
            draft.table.push(row);
        }
        let told: Vec<String> = [(n_fewer, "fewer"), (n_more, "more")]
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{what} states were assigned than the quota has places in {n}"))
            .collect();
        draft.say(match told.is_empty() {
            true => format!("In each of {} cells of round table and group as many states were assigned as the quota has places.", cells.len()),
            false => format!("Of {} cells of round table and group, {}.", cells.len(), in_a_row(&told)),
        });
        draft.remarks.push(
            "n: states assigned to the round table, whether they spoke or not; quota: as the file of findings has it; n_read and the classes: those \
             whose statements were read."
                .into(),
        );
    }
}
