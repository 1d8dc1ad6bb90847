//! Who belongs to what, and when.

use super::Date;
use rustc_hash::FxHashMap;

/// Whether a grouping divides all actors into classes or lists members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupingKind {
    /// Each actor has one class, or none is known.
    Partition,
    /// An actor is a member or not.
    Membership,
}

/// A division of actors, such as the UN's regional groups or the European Union.
#[derive(Clone, Debug)]
pub struct Grouping {
    /// The name in the study file and in columns.
    pub name: String,
    /// The name to print.
    pub label: String,
    /// What kind it is.
    pub kind: GroupingKind,
    /// What its classes mean.
    pub definition: String,
    /// Memberships by actor.
    pub members: FxHashMap<String, Vec<Membership>>,
}

/// A class of an actor for a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Membership {
    /// The class, or `member`.
    pub value: String,
    /// The first day; none: always.
    pub from: Option<Date>,
    /// The first day after; none: still.
    pub until: Option<Date>,
    /// The number that the class was made from, or that the class is.
    pub figure: Option<f64>,
}

impl Membership {
    /// Whether it holds at a date; without a date, whether it still holds.
    pub fn holds(&self, date: Option<Date>) -> bool {
        holds(self.from, self.until, date)
    }
}

pub(super) fn holds(from: Option<Date>, until: Option<Date>, date: Option<Date>) -> bool {
    match date {
        Some(date) => from.is_none_or(|from| from <= date) && until.is_none_or(|until| date < until),
        None => until.is_none(),
    }
}

impl Grouping {
    /// The class of an actor at a date.
    pub fn value(&self, actor: &str, date: Option<Date>) -> Option<&str> {
        let rows = self.members.get(actor)?;
        rows.iter().find(|row| row.holds(date)).map(|row| row.value.as_str())
    }
}
