//! Actors: from names as printed to one state or group, and what it belongs to at a date.
//!
//! Owns the tables under `data/actors/` and a study's own actors. Knows nothing of statements.

mod date;
mod groupings;
mod lists;
mod names;
mod own;
mod read;
mod spelling;

pub use date::Date;
pub use groupings::{Grouping, GroupingKind, Membership};
pub use lists::Listed;
pub use names::find_named;

use crate::statement::ActorKind;
use names::Named;
use rustc_hash::FxHashMap;
use spelling::Spelling;

/// A state, group or organization that can speak.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actor {
    /// ISO 3166-1 alpha-3 for states, a short acronym for others.
    pub id: String,
    /// The name to print.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3; empty for groups and organizations.
    pub iso3: String,
    /// The United Nations' number for statistics; may be empty.
    pub m49: String,
}

/// All actors, their names and their groupings.
#[derive(Clone, Debug, Default)]
pub struct ActorTable {
    actors: Vec<Actor>,
    ids: FxHashMap<String, usize>,
    /// Actors by their names as sought in a text, the last read first.
    names: FxHashMap<String, Vec<usize>>,
    /// What is named so, by names as compared.
    spelt: FxHashMap<String, Vec<Named>>,
    /// Words of the longest name.
    longest_name: usize,
    spelling: Spelling,
    /// The groupings, in the order of their file.
    pub groupings: Vec<Grouping>,
}

impl ActorTable {
    /// The actor of an id such as `MEX` or `EU`.
    pub fn get(&self, id: &str) -> Option<&Actor> {
        self.ids.get(id).map(|index| &self.actors[*index])
    }

    /// All actors in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Actor> {
        self.actors.iter()
    }

    /// The grouping of a name such as `eu`.
    pub fn grouping(&self, name: &str) -> Option<&Grouping> {
        self.groupings.iter().find(|grouping| grouping.name == name)
    }

    /// The number of an actor in a grouping at a date: what its class was made from, else 1 for a member
    /// and 0 for others; none of a class without numbers.
    pub fn number(&self, grouping: &Grouping, actor: &str, date: Option<Date>) -> Option<f64> {
        let rows = grouping.members.get(actor).map_or(&[][..], Vec::as_slice);
        let own = rows.iter().find(|row| row.holds(date));
        match grouping.kind {
            GroupingKind::Membership => Some(f64::from(u8::from(own.is_some()))),
            GroupingKind::Partition => own?.figure,
        }
    }

    /// The value of an actor in a grouping at a date.
    ///
    /// For a membership that does not hold the value is `non-member`; for a class that is not known
    /// it is none.
    pub fn value(&self, grouping: &Grouping, actor: &str, date: Option<Date>) -> Option<String> {
        match (grouping.value(actor, date), grouping.kind) {
            (Some(value), _) => Some(value.into()),
            (None, GroupingKind::Membership) => Some("non-member".into()),
            (None, GroupingKind::Partition) => None,
        }
    }
}
