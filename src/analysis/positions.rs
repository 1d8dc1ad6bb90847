//! Positions: by detail with the list of states, and by group.
//!
//! A state that is named with a class to be checked first says so until a person coded it.

use super::correction::{INTERVAL_COLUMNS, in_group};
use super::{Findings, Unit};
use crate::codebook::{ABSTAIN, Question, UNCODABLE};
use crate::statement::ActorKind;
use crate::statistics::{Corrected, share};
use crate::table::{Cell, Table};

/// Below this share of statements that speak of the proposal, the positions table opens with it.
const FEW: f64 = 0.10;

/// How a note begins where no statement was read by a person.
pub const NOT_CHECKED_AT_ALL: &str = "Machine-coded, not checked;";

/// The label of a row that counts those of a class to which people gave no detail.
pub const BARE: &str = "of these without a detail";

impl Findings<'_> {
    pub(super) fn positions_by_detail<'u>(
        &self,
        units: &'u [Unit<'u>],
        population: &[&'u Unit<'u>],
    ) -> Table {
        let columns = ["class", "detail", "label", "n", "denominator", "share", "ci_kind"];
        let columns = [&columns[..], &INTERVAL_COLUMNS, &["checked_by_person", "states", "others"]].concat();
        let mut table = Table::new("positions_by_detail", self.title("Positions on the proposal"), &columns);
        let others: Vec<&Unit> =
            units.iter().filter(|unit| !population.iter().any(|known| std::ptr::eq(*known, *unit))).collect();
        let mut row = |class: &str, detail: &str, label: &str, seen: Seen, holds: &dyn Fn(&Unit) -> bool| {
            let here: Vec<&Unit> = population.iter().copied().filter(|unit| holds(unit)).collect();
            let beside: Vec<&Unit> = others.iter().copied().filter(|unit| holds(unit)).collect();
            let (ci_kind, interval) =
                self.interval((here.len(), population.len()), self.corrected(population, detail, holds));
            let mut row: Vec<Cell> = vec![
                class.into(),
                detail.into(),
                label.into(),
                here.len().into(),
                population.len().into(),
                share(here.len(), population.len()).into(),
                ci_kind.into(),
            ];
            row.extend(interval);
            row.extend([
                here.iter().filter(|unit| seen(unit)).count().into(),
                self.checked_names(&here).into(),
                self.checked_names(&beside).into(),
            ]);
            table.push(row);
        };
        for class in self.question.class_names() {
            row(class, "", "all of this class", class_seen, &|unit| unit.stance == class);
            for detail in self.question.classes.iter().filter(|known| known.class == class) {
                row(class, &detail.detail, &detail.label, detail_seen, &|unit| unit.detail == detail.detail);
            }
            let is_bare = |unit: &Unit| unit.stance == class && has_no_detail(unit, self.question);
            if units.iter().any(is_bare) {
                row(class, "", BARE, class_seen, &is_bare);
            }
        }
        for (stance, label) in NO_CLASS {
            row(stance, "", label, class_seen, &|unit| unit.stance == stance);
        }
        table.note(self.positions_note(population))
    }

    /// The corrected share of a row; none without a coded sample, or for a detail that people did not give.
    fn corrected(&self, group: &[&Unit], detail: &str, holds: &dyn Fn(&Unit) -> bool) -> Option<Corrected> {
        let correction = self.correction.filter(|known| detail.is_empty() || known.has_details())?;
        correction.share(holds, in_group(group))
    }

    fn positions_note(&self, population: &[&Unit]) -> String {
        let n = |test: &dyn Fn(&Unit) -> bool| population.iter().filter(|unit| test(unit)).count();
        let addressed = n(&|unit| unit.statements.iter().any(|coded| coded.addresses_proposal));
        let total = population.len();
        let mut note = String::new();
        if share(addressed, total).is_some_and(|share| share < FEW) {
            note.push_str(&format!("Only {addressed} of {total} speak of the proposal at all. "));
        }
        let summary = self.summary(population);
        if !summary.is_empty() {
            note.push_str(&format!("{summary} "));
        }
        if let Some(contrary) = self.contrary_in_words(population) {
            note.push_str(&format!("{contrary} "));
        }
        note.push_str(&self.coding_note(population));
        if population.iter().any(|unit| !unit.is_checked && self.question.is_to_check(unit.stance)) {
            note.push_str(" Names of a class to be read first say whether a person did; of the other classes none is said.");
        }
        note.push_str(" Unit: a member state at a meeting. ");
        note.push_str(&self.interval_note());
        note
    }

    /// The sentence of the question with its numbers; empty where it has none.
    pub(super) fn summary(&self, population: &[&Unit]) -> String {
        let n = |test: &dyn Fn(&Unit) -> bool| population.iter().filter(|unit| test(unit)).count();
        self.question.summary(population.len(), |name| match self.question.is_class(name) {
            true => n(&|unit| unit.stance == name),
            false => n(&|unit| unit.detail == name),
        })
    }

    /// How far the coding can be trusted, in words: how much people coded, and what a coded sample showed.
    pub fn coding_note(&self, population: &[&Unit]) -> String {
        let (n, total) = (population.iter().filter(|unit| unit.is_checked).count(), population.len());
        let checked = match n {
            0 => NOT_CHECKED_AT_ALL.into(),
            _ if n == total => return format!("All {total} are coded by people."),
            _ => format!("{n} of {total} are coded by people, the others by machine, not checked;"),
        };
        let accuracy = self.correction.and_then(|known| Some((known.counts(), known.accuracy()?)));
        match accuracy {
            None => format!("{checked} uncalibrated here: its confidence was tested on other texts."),
            Some(((n, of), right)) => format!(
                "{checked} in a random sample of {n} of all {of} that people coded, the machine's class was right in \
                 {:.0} % (95 % interval {:.0} to {:.0} %). share_corrected is the share corrected by this sample.",
                100.0 * right.share,
                100.0 * right.low,
                100.0 * right.high
            ),
        }
    }

    /// Names of units; one of a class to be checked first says where nobody has.
    fn checked_names(&self, units: &[&Unit]) -> String {
        names_with(units, |unit| {
            match self.question.is_class(unit.stance) && self.question.is_to_check(unit.stance) {
                true if !unit.is_checked => " (machine-coded, not checked)",
                _ => "",
            }
        })
    }

    pub(super) fn positions_by_group(&self, population: &[&Unit]) -> Table {
        let columns = ["grouping", "group", "class", "detail", "n", "denominator", "share", "ci_kind"];
        let columns = [&columns[..], &INTERVAL_COLUMNS, &["checked_by_person"]].concat();
        let mut table = Table::new("positions_by_group", self.title("Positions by group"), &columns);
        let is_bare = |unit: &Unit, class: &str| unit.stance == class && has_no_detail(unit, self.question);
        for group in self.groups(population) {
            let mut row = |class: &str, detail: &str, seen: Seen, holds: &dyn Fn(&Unit) -> bool| {
                let here: Vec<&Unit> = group.units.iter().copied().filter(|unit| holds(unit)).collect();
                let total = group.units.len();
                let (ci_kind, interval) =
                    self.interval((here.len(), total), self.corrected(&group.units, detail, holds));
                let mut row: Vec<Cell> = vec![
                    group.grouping.as_str().into(),
                    group.group.as_str().into(),
                    class.into(),
                    detail.into(),
                    here.len().into(),
                    total.into(),
                    share(here.len(), total).into(),
                    ci_kind.into(),
                ];
                row.extend(interval);
                row.push(here.iter().filter(|unit| seen(unit)).count().into());
                table.push(row);
            };
            for known in &self.question.classes {
                row(&known.class, &known.detail, detail_seen, &|unit| unit.detail == known.detail);
            }
            // Without these rows a group would not add up.
            for class in self.question.class_names() {
                if population.iter().any(|unit| is_bare(unit, class)) {
                    row(class, "", class_seen, &|unit| is_bare(unit, class));
                }
            }
            for (stance, _) in NO_CLASS {
                row(stance, "", class_seen, &|unit| unit.stance == stance);
            }
        }
        let has_bare = self
            .question
            .class_names()
            .iter()
            .any(|class| population.iter().any(|unit| is_bare(unit, class)));
        let bare =
            if has_bare { " A class without a detail is one for which people gave no detail." } else { "" };
        table.note(format!(
            "Each grouping as it stood at the date of the statement.{bare} {}",
            self.coding_note(population)
        ))
    }
}

/// The stances that are no class, with what they mean.
const NO_CLASS: [(&str, &str); 2] = [
    (ABSTAIN, "No answer: a person decides"),
    (UNCODABLE, "Cannot be coded: a person found so, or it is in another language"),
];

/// Whether a person has seen the cell that a row counts.
type Seen = fn(&Unit) -> bool;

fn class_seen(unit: &Unit) -> bool {
    unit.is_checked
}

fn detail_seen(unit: &Unit) -> bool {
    unit.is_detail_checked
}

fn has_no_detail(unit: &Unit, question: &Question) -> bool {
    question.class_of(unit.detail).is_none()
}

/// Names of units; with the meeting where the units are of several meetings.
pub(super) fn names(units: &[&Unit]) -> String {
    names_with(units, |_| "")
}

fn names_with(units: &[&Unit], mark: impl Fn(&Unit) -> &'static str) -> String {
    let has_many = units.windows(2).any(|pair| pair[0].meeting != pair[1].meeting);
    let name = |unit: &&Unit| match (has_many, unit.kind) {
        (true, _) if !unit.meeting.is_empty() => format!("{} ({})", unit.name, unit.meeting),
        (_, ActorKind::Unknown) => unit.actor.to_string(),
        _ => unit.name.to_string(),
    };
    let mut names: Vec<String> = units.iter().map(|unit| name(unit) + mark(unit)).collect();
    names.sort();
    names.join("; ")
}
