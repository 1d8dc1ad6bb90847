//! Reading actors: the built-in tables, and a study's own.

use super::groupings::{Grouping, GroupingKind, Membership};
use super::names::{Named, name_key};
use super::{Actor, ActorTable, Date};
use crate::error::{Error, Place, Result};
use crate::statement::ActorKind;
use crate::study::{Folder, Study, built_in, built_in_files};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

/// The rows of a CSV file by column name, each with its line.
fn rows(bytes: &[u8], file: &str) -> Result<Vec<(Place, Row)>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let fault = |error: csv::Error| {
        let line = error.position().map(csv::Position::line);
        Error::definition(Place { line, ..Place::file(file) }, format!("this is not a valid table: {error}"))
            .remedy("Save it as CSV in UTF-8, with the names of the columns in the first row.")
    };
    let headers = reader.headers().map_err(fault)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(fault)?;
        let place = Place { line: record.position().map(csv::Position::line), ..Place::file(file) };
        let cells = headers.iter().zip(record.iter());
        rows.push((
            place,
            cells
                .map(|(name, cell)| (name.trim_start_matches('\u{FEFF}').to_string(), cell.to_string()))
                .collect(),
        ));
    }
    Ok(rows)
}

fn cell<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

fn kind(place: &Place, name: &str) -> Result<ActorKind> {
    ActorKind::read(name).ok_or_else(|| {
        Error::definition(place.clone(), format!("`{name}` is not a kind of actor"))
            .remedy("Kinds are state, observer, group, entity, chair.")
    })
}

impl ActorTable {
    /// The actors that are built in.
    ///
    /// # Errors
    /// Where a built-in table is not valid; a test reads them all.
    pub fn built_in() -> Result<ActorTable> {
        let mut table = ActorTable::default();
        for (place, row) in rows(built_in("data/actors/actors.csv")?, "built-in data/actors/actors.csv")? {
            table.add(Actor {
                id: cell(&row, "actor_id").into(),
                name: cell(&row, "name").into(),
                kind: kind(&place, cell(&row, "kind"))?,
                iso3: cell(&row, "iso3").into(),
                m49: cell(&row, "m49").into(),
            });
        }
        for (_, row) in rows(built_in("data/actors/names.csv")?, "built-in data/actors/names.csv")? {
            let until = Date::first(cell(&row, "until"));
            let is_demonym = cell(&row, "kind") == "demonym";
            table.add_name(
                cell(&row, "actor_id"),
                cell(&row, "name"),
                Date::first(cell(&row, "from")),
                until,
                is_demonym,
            );
        }
        table.add_groupings()?;
        Ok(table)
    }

    fn add_groupings(&mut self) -> Result<()> {
        let files: Vec<_> = built_in_files("data/actors/groupings").collect();
        for (_, row) in rows(built_in("data/actors/groupings.csv")?, "built-in data/actors/groupings.csv")? {
            let name = cell(&row, "grouping");
            let kind = match cell(&row, "kind") {
                "partition" => GroupingKind::Partition,
                _ => GroupingKind::Membership,
            };
            let mut members: FxHashMap<String, Vec<Membership>> = FxHashMap::default();
            let of_name = |path: &std::path::Path| path.file_stem().is_some_and(|stem| stem == name);
            for (path, bytes) in files.iter().filter(|(path, _)| of_name(path)) {
                for (_, row) in rows(bytes, &path.display().to_string())? {
                    members.entry(cell(&row, "actor_id").into()).or_default().push(Membership {
                        value: cell(&row, "value").into(),
                        from: Date::first(cell(&row, "from")),
                        until: Date::first(cell(&row, "until")),
                    });
                }
            }
            let (label, definition) = (cell(&row, "label").into(), cell(&row, "definition").into());
            self.groupings.push(Grouping { name: name.into(), label, kind, definition, members });
        }
        Ok(())
    }

    /// The actors of a study: the built-in ones, then its own, which win.
    ///
    /// # Errors
    /// Where the study's table cannot be read or a row has no id or an unknown kind.
    pub fn of_study(study: &Study) -> Result<ActorTable> {
        let mut table = ActorTable::built_in()?;
        if study.actors.only {
            table = ActorTable { groupings: table.groupings, ..ActorTable::default() };
            table.groupings.iter_mut().for_each(|grouping| grouping.members.clear());
        }
        if !study.actors.file.is_empty() {
            table.add_own(&study.folder, &study.actors.file)?;
        }
        Ok(table)
    }

    fn add_own(&mut self, folder: &Folder, file: &str) -> Result<()> {
        const FIXED: [&str; 7] = ["actor_id", "actor", "kind", "names", "iso3", "m49", "note"];
        let (shown, bytes) = folder.read(file)?;
        for (place, row) in rows(&bytes, &shown)? {
            let id = cell(&row, "actor_id");
            if id.is_empty() || cell(&row, "actor").is_empty() {
                return Err(Error::definition(place, "an actor needs `actor_id` and `actor`")
                    .remedy("Give each row a short id (three letters for a state) and a name."));
            }
            let kind = kind(&place, cell(&row, "kind"))?;
            let is_state = matches!(kind, ActorKind::State | ActorKind::Observer);
            let iso3 = if is_state { id.to_string() } else { String::new() };
            self.add(Actor {
                id: id.into(),
                name: cell(&row, "actor").into(),
                kind,
                iso3,
                m49: cell(&row, "m49").into(),
            });
            for name in std::iter::once(cell(&row, "actor")).chain(cell(&row, "names").split(';')) {
                self.add_name(id, name, None, None, false);
            }
            for (column, value) in row.iter().filter(|(column, _)| !FIXED.contains(&column.as_str())) {
                self.add_own_value(column, id, value);
            }
        }
        Ok(())
    }

    /// A column of a study's own actors: 1 or a date is a membership, 0 or empty is none.
    fn add_own_value(&mut self, grouping: &str, id: &str, value: &str) {
        let is_date = Date::first(value).is_some();
        let is_class = !(value.is_empty() || is_date || matches!(value, "0" | "1"));
        let index = match self.groupings.iter().position(|known| known.name == grouping) {
            Some(index) => index,
            None => {
                let (name, label) = (grouping.to_string(), grouping.replace('_', " "));
                let kind = if is_class { GroupingKind::Partition } else { GroupingKind::Membership };
                let members = FxHashMap::default();
                self.groupings.push(Grouping {
                    name,
                    label,
                    kind,
                    definition: "From the study's own actors.".into(),
                    members,
                });
                self.groupings.len() - 1
            }
        };
        let known = &mut self.groupings[index];
        known.members.remove(id);
        if is_class {
            known.kind = GroupingKind::Partition;
        }
        if is_class || is_date || value == "1" {
            let class = if is_class { value } else { "member" };
            let membership = Membership { value: class.into(), from: Date::first(value), until: None };
            known.members.insert(id.into(), vec![membership]);
        }
    }

    fn add(&mut self, actor: Actor) {
        let names = [actor.name.clone(), actor.id.clone()];
        let id = actor.id.clone();
        match self.ids.get(&id) {
            Some(index) => self.actors[*index] = actor,
            None => {
                self.ids.insert(id.clone(), self.actors.len());
                self.actors.push(actor);
            }
        }
        names.iter().for_each(|name| self.add_name(&id, name, None, None, false));
    }

    fn add_name(&mut self, id: &str, name: &str, from: Option<Date>, until: Option<Date>, is_demonym: bool) {
        let (Some(&actor), key) = (self.ids.get(id), name_key(name)) else { return };
        if key.is_empty() {
            return;
        }
        let known = self.names.entry(key).or_default();
        let named = Named { actor, from, until, is_demonym };
        if !known.iter().any(|other| other.actor == actor && other.from.is_none() && other.until.is_none()) {
            known.insert(0, named);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memberships_hold_at_a_date() {
        let table = ActorTable::built_in().unwrap();
        let value = |grouping: &str, id: &str, date: &str| {
            table.value(table.grouping(grouping).unwrap(), id, Date::last(date)).unwrap_or_default()
        };
        assert_eq!(value("eu", "BGR", "2006-09-14"), "acceding");
        assert_eq!(value("eu", "BGR", "2007-01-01"), "member");
        assert_eq!(value("eu", "GBR", "2021"), "non-member");
        assert_eq!(value("ldc", "CPV", "2006"), "member");
        assert_eq!(value("ldc", "CPV", "2010"), "non-member");
        assert_eq!(value("un_regional_group", "MEX", "2006"), "grulac");
    }

    #[test]
    fn counts_of_2006_are_those_of_the_record() {
        let table = ActorTable::built_in().unwrap();
        let members = |grouping: &str| {
            let grouping = table.grouping(grouping).unwrap();
            table
                .iter()
                .filter(|actor| grouping.value(&actor.id, Date::first("2006-09-14")) == Some("member"))
                .count()
        };
        let counts = ["eu", "oecd", "asean", "gcc", "ldc", "lldc", "au"].map(members);
        // The 53 members of the African Union include one that is no member of the United Nations.
        assert_eq!(counts, [25, 30, 10, 6, 50, 31, 52]);
    }

    #[test]
    fn each_row_names_a_known_actor() {
        let table = ActorTable::built_in().unwrap();
        let outside: Vec<&str> = table
            .groupings
            .iter()
            .flat_map(|grouping| grouping.members.keys())
            .filter(|id| table.get(id).is_none())
            .map(String::as_str)
            .collect();
        assert!(outside.iter().all(|id| *id == "ESH"), "{outside:?}");
        assert_eq!(table.groupings.iter().filter(|grouping| grouping.members.is_empty()).count(), 0);
    }
}
