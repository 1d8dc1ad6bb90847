//! A study's own actors, and its own names for built-in ones; both win over what is built in.

use super::groupings::{Grouping, GroupingKind, Membership};
use super::names::NameKind;
use super::read::{Row, cell, kind, rows};
use super::spelling::{joined, name_key};
use super::{Actor, ActorTable, Date};
use crate::error::{Error, Place, Result};
use crate::statement::ActorKind;
use crate::study::{Folder, Study};
use rustc_hash::FxHashMap;

impl ActorTable {
    /// The actors of a study: the built-in ones, then its own, which win.
    ///
    /// # Errors
    /// Where the study's table cannot be read or a row has no id or an unknown kind.
    pub fn of_study(study: &Study) -> Result<ActorTable> {
        let mut table = ActorTable::built_in()?;
        if study.actors.only {
            table =
                ActorTable { groupings: table.groupings, spelling: table.spelling, ..ActorTable::default() };
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
            let (id, name) = (cell(&row, "actor_id"), cell(&row, "actor"));
            let known = self.get(id);
            if id.is_empty() || name.is_empty() && known.is_none() {
                return Err(Error::definition(place, "an actor needs `actor_id` and `actor`").remedy(
                    "Give each row a short id (three letters for a state) and a name; only a row that adds to a built-in actor needs no name.",
                ));
            }
            if !name.is_empty() {
                self.add(own_actor(&place, &row, known)?);
            }
            let names = std::iter::once(name).chain(cell(&row, "names").split(';'));
            names.for_each(|name| self.add_own_name(id, name));
            let is_given = |value: &str| !(name.is_empty() && value.is_empty());
            for (column, value) in row.iter().filter(|(column, _)| !FIXED.contains(&column.as_str())) {
                if is_given(value) {
                    self.add_own_value(column, id, value);
                }
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
            let figure = value.parse().ok();
            let membership =
                Membership { value: class.into(), from: Date::first(value), until: None, figure };
            known.members.insert(id.into(), vec![membership]);
        }
    }

    /// A name that a study gives an actor means no other.
    fn add_own_name(&mut self, id: &str, name: &str) {
        let actor = self.ids.get(id).copied();
        if let Some(named) = self.spelt.get_mut(&joined(&self.spelling.words(name))) {
            named.retain(|named| Some(named.actor) == actor);
        }
        self.names.remove(&name_key(name));
        self.add_name(id, name, None, None, NameKind::Name);
    }
}

/// The actor of a study's row; what the row leaves open is as in the built-in actor of its id.
fn own_actor(place: &Place, row: &Row, known: Option<&Actor>) -> Result<Actor> {
    let id = cell(row, "actor_id");
    let kind = match (cell(row, "kind"), known) {
        ("", Some(known)) => known.kind,
        (name, _) => kind(place, name)?,
    };
    let is_state = matches!(kind, ActorKind::State | ActorKind::Observer);
    let iso3 = match known {
        Some(known) if known.kind == kind => known.iso3.clone(),
        _ if is_state => id.to_string(),
        _ => String::new(),
    };
    let m49 = match (cell(row, "m49"), known) {
        ("", Some(known)) => known.m49.clone(),
        (m49, _) => m49.into(),
    };
    Ok(Actor { id: id.into(), name: cell(row, "actor").into(), kind, iso3, m49 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table_of(text: &str) -> Result<ActorTable> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("actors.csv"), text).unwrap();
        std::fs::write(dir.path().join("plenary.toml"), "[actors]\nfile = \"actors.csv\"\n").unwrap();
        ActorTable::of_study(&Study::read(Folder::Disk(dir.path().into()), "plenary.toml").unwrap())
    }

    #[test]
    fn a_row_may_only_add_names_to_a_built_in_actor() {
        let table = table_of(
            "actor_id,actor,kind,names,eu,sea_league\nMEX,,,Estados Unidos Mexicanos; México ;Aztlan,,1\n\
             COD,,,Congo,,\nXAA,Abrenda,state,Abrendan Republic;Abr.,,0\nFRA,Gallia,,,2007,\n",
        )
        .unwrap();
        let id = |name: &str| table.resolve(name, Date::last("2006")).map_or("", |actor| actor.id.as_str());
        for (name, is) in [
            ("Estados Unidos Mexicanos", "MEX"),
            ("MÉXICO", "MEX"),
            ("Aztlan", "MEX"),
            ("Mexico", "MEX"),
            ("Congo", "COD"),
            ("Congo (Brazzaville)", "COG"),
            ("Abrendan Republic", "XAA"),
            ("ABR", "XAA"),
            ("Gallia", "FRA"),
            ("France", "FRA"),
        ] {
            assert_eq!(id(name), is, "{name}");
        }
        let mexico = table.get("MEX").unwrap();
        assert_eq!(
            (mexico.name.as_str(), mexico.kind, mexico.m49.as_str()),
            ("Mexico", ActorKind::State, "484")
        );
        let value = |grouping: &str, id: &str| {
            table.value(table.grouping(grouping).unwrap(), id, Date::last("2008")).unwrap_or_default()
        };
        assert_eq!(value("sea_league", "MEX"), "member");
        assert_eq!(value("un_regional_group", "MEX"), "grulac");
        // An empty cell of a row with a name is none, of a row without one it changes nothing.
        assert_eq!((value("eu", "FRA"), value("sea_league", "COD")), ("member".into(), "non-member".into()));
    }

    #[test]
    fn a_row_without_an_actor_is_refused() {
        for text in [
            "actor_id,names\n,Aztlan\n",
            "actor_id,names\nXAA,Abrenda\n",
            "actor_id,actor,kind\nXAA,Abrenda,\n",
        ] {
            assert!(table_of(text).is_err(), "{text}");
        }
    }
}
