//! Reading the built-in tables of actors, names and groupings.

use super::groupings::{Grouping, GroupingKind, Membership};
use super::names::{NameKind, Named};
use super::spelling::{Spelling, atoms, joined, name_key};
use super::{Actor, ActorTable, Date};
use crate::error::{Error, Place, Result};
use crate::statement::ActorKind;
use crate::study::{built_in, built_in_files};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

pub(super) type Row = BTreeMap<String, String>;

/// The rows of a CSV file by column name, each with its line.
pub(super) fn rows(bytes: &[u8], file: &str) -> Result<Vec<(Place, Row)>> {
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

pub(super) fn cell<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

pub(super) fn kind(place: &Place, name: &str) -> Result<ActorKind> {
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
        let mut table = ActorTable { spelling: spelling()?, ..ActorTable::default() };
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
            let kind = match cell(&row, "kind") {
                "demonym" => NameKind::Demonym,
                "code" => NameKind::Code,
                "french" | "spanish" => NameKind::Foreign,
                _ => NameKind::Name,
            };
            let (from, until) = (Date::first(cell(&row, "from")), Date::first(cell(&row, "until")));
            table.add_name(cell(&row, "actor_id"), cell(&row, "name"), from, until, kind);
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
                        figure: cell(&row, "figure").parse().ok(),
                    });
                }
            }
            let (label, definition) = (cell(&row, "label").into(), cell(&row, "definition").into());
            self.groupings.push(Grouping { name: name.into(), label, kind, definition, members });
        }
        Ok(())
    }

    /// Adds an actor, or puts it in the place of the one with its id; its code is a name of it.
    pub(super) fn add(&mut self, actor: Actor) {
        let id = actor.id.clone();
        match self.ids.get(&id) {
            Some(index) => self.actors[*index] = actor,
            None => {
                self.ids.insert(id.clone(), self.actors.len());
                self.actors.push(actor);
            }
        }
        self.add_name(&id, &id, None, None, NameKind::Code);
    }

    pub(super) fn add_name(
        &mut self,
        id: &str,
        name: &str,
        from: Option<Date>,
        until: Option<Date>,
        kind: NameKind,
    ) {
        let Some(&actor) = self.ids.get(id) else { return };
        let key = joined(&self.spelling.words(name));
        if key.is_empty() {
            return;
        }
        if kind != NameKind::Foreign {
            self.longest_name = self.longest_name.max(atoms(name).len() + MORE_WORDS);
            // The codes of states are words of a text: `and`, `can`, `per`.
            if kind != NameKind::Code || self.actors[actor].kind != ActorKind::State {
                let sought = self.names.entry(name_key(name)).or_default();
                if !sought.contains(&actor) {
                    sought.insert(0, actor);
                }
            }
        }
        let named = Named { actor, from, until, kind };
        let known = self.spelt.entry(key).or_default();
        if !known.contains(&named) {
            known.push(named);
        }
    }
}

/// Into how many more words than it has a name may be broken by the ends of lines.
const MORE_WORDS: usize = 3;

/// The words around names and in place of others.
fn spelling() -> Result<Spelling> {
    let mut spelling = Spelling::default();
    for (place, row) in rows(built_in("data/actors/phrases.csv")?, "built-in data/actors/phrases.csv")? {
        let added = spelling.add(cell(&row, "place"), cell(&row, "words"), cell(&row, "stands_for"));
        added.ok_or_else(|| {
            Error::definition(place, format!("`{}` is no place of a phrase", cell(&row, "place")))
                .remedy("Places are word, ignored, between, before, after.")
        })?;
    }
    Ok(spelling)
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
