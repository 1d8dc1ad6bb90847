//! What a statement has in a column: what is known of it, or a grouping of its actor at its date.
//!
//! Also the choice of statements by such values. Refuses a column or a value that does not exist,
//! and offers the nearest.

use crate::actors::{Actor, ActorTable, Date, Grouping};
use crate::attribution::actor_of;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::lexicon::is_glob_of;
use crate::statement::{ActorKind, Statement};
use crate::text::nearest;
use std::collections::BTreeSet;

/// Values of a column up to which all of them are named where one is not found.
const FEW: usize = 12;

type Known = for<'s> fn(&'s Statement, Option<&'s Actor>) -> &'s str;

/// The columns of what is known of a statement, named as in `statements.csv`.
const KNOWN: [(&str, Known); 15] = [
    ("statement_id", |statement, _| &statement.id),
    ("doc_id", |statement, _| &statement.id),
    ("source", |statement, _| &statement.source),
    ("actor", |statement, actor| actor.map_or(&statement.metadata.actor, |actor| &actor.name)),
    ("iso3", |statement, actor| actor.map_or(&statement.metadata.iso3, |actor| &actor.iso3)),
    ("actor_kind", |_, actor| actor.map_or(ActorKind::Unknown, |actor| actor.kind).name()),
    ("date", |statement, _| &statement.metadata.date),
    ("meeting", |statement, _| &statement.metadata.meeting),
    ("speaker", |statement, _| &statement.metadata.speaker),
    ("speaker_title", |statement, _| &statement.metadata.speaker_title),
    ("on_behalf_of", |statement, _| &statement.metadata.on_behalf_of),
    ("document_symbol", |statement, _| &statement.metadata.document_symbol),
    ("speaking_order", |statement, _| &statement.metadata.speaking_order),
    ("url", |statement, _| &statement.metadata.url),
    ("page", |statement, _| &statement.metadata.page),
];

/// A column of statements.
#[derive(Clone, Copy)]
pub struct Column<'a> {
    /// Its name.
    pub name: &'a str,
    kind: Kind<'a>,
    actors: &'a ActorTable,
}

#[derive(Clone, Copy)]
enum Kind<'a> {
    Known(Known),
    Grouping(&'a Grouping),
}

impl<'a> Column<'a> {
    /// The column of a name: one of a statement, or a grouping of the actors.
    ///
    /// # Errors
    /// Where there is none of that name; the error names all, the nearest first.
    pub fn find(name: &'a str, actors: &'a ActorTable) -> Result<Self> {
        let known = KNOWN.iter().find(|(known, _)| *known == name).map(|(_, value)| Kind::Known(*value));
        let kind = known.or_else(|| actors.grouping(name).map(Kind::Grouping));
        match kind {
            Some(kind) => Ok(Column { name, kind, actors }),
            None => Err(no_column(name, actors)),
        }
    }

    /// The value of a statement; empty where it is not known.
    ///
    /// A grouping has values for states and observers only: no group is a member of itself.
    pub fn value(&self, statement: &Statement) -> String {
        let date = Date::last(&statement.metadata.date);
        let actor = actor_of(&statement.metadata, date, self.actors);
        match self.kind {
            Kind::Known(value) => value(statement, actor).into(),
            Kind::Grouping(grouping) => {
                let is_state = |actor: &&Actor| matches!(actor.kind, ActorKind::State | ActorKind::Observer);
                let value = |actor: &Actor| self.actors.value(grouping, &actor.id, date);
                actor.filter(is_state).and_then(value).unwrap_or_default()
            }
        }
    }
}

fn no_column(name: &str, actors: &ActorTable) -> Error {
    let columns: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
    let groupings: Vec<&str> = actors.groupings.iter().map(|grouping| grouping.name.as_str()).collect();
    let near = nearest(name, columns.iter().chain(&groupings).copied());
    let columns = format!(
        "Columns of a statement: {}. Groupings of its actor: {}.",
        columns.join(", "),
        groupings.join(", ")
    );
    let remedy = match near.is_empty() {
        true => columns,
        false => format!("Did you mean {}? {columns}", near.join(" or ")),
    };
    usage(format!("there is no column `{name}`")).remedy(remedy)
}

fn usage(found: String) -> Error {
    Error::new(ErrorKind::Usage, Place::default(), found)
}

/// The statements that have one of some values in a column.
pub struct Selection<'a> {
    column: Column<'a>,
    values: Vec<&'a str>,
    is_met: Vec<bool>,
    seen: BTreeSet<String>,
}

impl<'a> Selection<'a> {
    /// Reads `COLUMN=VALUE` or `COLUMN=VALUE,VALUE`; in a value `*` is any run of characters, `?` one
    /// of them, and case does not count.
    ///
    /// # Errors
    /// Where it has not this form or there is no such column.
    pub fn read(text: &'a str, actors: &'a ActorTable) -> Result<Self> {
        let (name, values) = text.split_once('=').unwrap_or((text, ""));
        let column = Column::find(name.trim(), actors)?;
        let values: Vec<&str> = values.split(',').map(str::trim).filter(|value| !value.is_empty()).collect();
        if values.is_empty() {
            return Err(usage(format!("`{text}` names no value")).remedy("Write it as eu=member or iso3=A*."));
        }
        Ok(Selection { column, is_met: vec![false; values.len()], values, seen: BTreeSet::new() })
    }

    /// Whether a statement is one of them; what it has is remembered for [`Selection::check`].
    pub fn holds(&mut self, statement: &Statement) -> bool {
        let value = self.column.value(statement);
        let mut holds = false;
        for (asked, is_met) in self.values.iter().zip(&mut self.is_met) {
            let is_this = is_glob_of(asked, &value) && !value.is_empty();
            *is_met |= is_this;
            holds |= is_this;
        }
        if !value.is_empty() {
            self.seen.insert(value);
        }
        holds
    }

    /// Checks, after the last statement, that each value was found.
    ///
    /// # Errors
    /// Where a value was not; the error names the values that there are, or the nearest.
    pub fn check(&self) -> Result<()> {
        let missing = self.values.iter().zip(&self.is_met).find(|(_, is_met)| !**is_met);
        match missing {
            None => Ok(()),
            Some((value, _)) => {
                let found = format!("no statement has `{value}` in the column `{}`", self.column.name);
                Err(usage(found).remedy(self.known_values(value)))
            }
        }
    }

    fn known_values(&self, value: &str) -> String {
        let seen = || self.seen.iter().map(String::as_str);
        let near = nearest(value, seen());
        let some: Vec<&str> = seen().take(FEW).collect();
        match self.seen.len() {
            0 => "No statement has a value there.".into(),
            n if n <= FEW => format!("Values found: {}.", some.join(", ")),
            _ if !near.is_empty() => format!("Did you mean {}?", near.join(" or ")),
            n => format!("{n} values were found, such as {}.", some.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::Metadata;

    fn statement(iso3: &str, on_behalf_of: &str, date: &str) -> Statement {
        let metadata = Metadata {
            iso3: iso3.into(),
            on_behalf_of: on_behalf_of.into(),
            date: date.into(),
            ..Metadata::default()
        };
        Statement { id: format!("{iso3}_1"), metadata, ..Statement::default() }
    }

    #[test]
    fn values_are_those_of_the_actor_at_the_date() {
        let actors = ActorTable::built_in().unwrap();
        for (column, statement, value) in [
            ("statement_id", statement("MEX", "", ""), "MEX_1"),
            ("actor", statement("MEX", "", ""), "Mexico"),
            ("actor", statement("FIN", "European Union", "2006"), "European Union"),
            ("iso3", statement("XXX", "", ""), "XXX"),
            ("actor_kind", statement("EU", "", ""), "group"),
            ("eu", statement("BGR", "", "2006"), "acceding"),
            ("eu", statement("BGR", "", "2007"), "member"),
            ("eu", statement("MEX", "", "2007"), "non-member"),
            ("eu", statement("EU", "", "2007"), ""),
            ("eu", statement("XXX", "", "2007"), ""),
        ] {
            assert_eq!(Column::find(column, &actors).unwrap().value(&statement), value, "{column}");
        }
    }

    #[test]
    fn what_does_not_exist_is_named_with_the_nearest() {
        let actors = ActorTable::built_in().unwrap();
        for (text, says) in [
            ("actr=x", "Did you mean actor"),
            ("continent=x", "un_regional_group"),
            ("eu", "names no value"),
            ("eu=,", "names no value"),
        ] {
            let error = Selection::read(text, &actors).err().unwrap().to_string();
            assert!(error.contains(says), "{error}");
        }
        let mut selection = Selection::read("iso3=m*,mxe", &actors).unwrap();
        assert!(selection.holds(&statement("MEX", "", "")) && !selection.holds(&statement("PER", "", "")));
        let error = selection.check().unwrap_err().to_string();
        assert!(error.contains("`mxe`") && error.contains("Values found: MEX, PER"), "{error}");
        assert!(Selection::read("iso3=m*", &actors).map(|mut s| s.holds(&statement("MLI", "", ""))).unwrap());
    }
}
