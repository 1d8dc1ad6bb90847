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

    /// The grouping that has the members of a group: that of its id, else that of its name.
    pub fn members_of(&self, group: &str) -> Option<&Grouping> {
        self.grouping(&group.to_lowercase()).or_else(|| {
            let name = plain(&self.get(group)?.name);
            self.groupings
                .iter()
                .find(|known| [&known.name, &known.label].iter().any(|own| plain(own) == name))
        })
    }

    /// What a grouping is called in sentences: as the group of its name, else by its label, or by its name with capitals.
    pub fn called(&self, grouping: &Grouping) -> String {
        let name = plain(&grouping.name);
        let is_own = |actor: &&Actor| actor.kind == ActorKind::Group && plain(&actor.name) == name;
        match self.iter().find(is_own) {
            Some(group) => group.name.to_string(),
            None if grouping.label.is_empty() || grouping.label == name => {
                let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
                let is_ascii = name.split_whitespace().all(|word| word.as_bytes()[0].is_ascii());
                if is_ascii {
                    name.split_whitespace().map(capital).collect::<Vec<_>>().join(" ")
                } else {
                    name
                }
            }
            None => grouping.label.clone(),
        }
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

/// A name in small letters, as names of columns are compared with names of groups.
fn plain(name: &str) -> String {
    name.to_lowercase().replace('_', " ")
}
