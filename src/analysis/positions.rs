//! Positions: by detail with the list of states, and by group.

use super::{Findings, Unit};
use crate::statement::ActorKind;
use crate::statistics::share;
use crate::table::Table;

/// Below this share of statements that speak of the proposal, the positions table opens with it.
const FEW: f64 = 0.10;

impl Findings<'_> {
    pub(super) fn positions_by_detail<'u>(
        &self,
        units: &'u [Unit<'u>],
        population: &[&'u Unit<'u>],
    ) -> Table {
        let columns = [
            "class",
            "detail",
            "label",
            "n",
            "denominator",
            "share",
            "ci_kind",
            "checked_by_person",
            "states",
            "others",
        ];
        let mut table = Table::new("positions_by_detail", self.title("Positions on the proposal"), &columns);
        let others: Vec<&Unit> =
            units.iter().filter(|unit| !population.iter().any(|known| std::ptr::eq(*known, *unit))).collect();
        let mut row = |class: &str, detail: &str, label: &str, holds: &dyn Fn(&Unit) -> bool| {
            let here: Vec<&Unit> = population.iter().copied().filter(|unit| holds(unit)).collect();
            let beside: Vec<&Unit> = others.iter().copied().filter(|unit| holds(unit)).collect();
            table.push(vec![
                class.into(),
                detail.into(),
                label.into(),
                here.len().into(),
                population.len().into(),
                share(here.len(), population.len()).into(),
                "none".into(),
                0_usize.into(),
                names(&here).into(),
                names(&beside).into(),
            ]);
        };
        for class in self.question.class_names() {
            row(class, "", "all of this class", &|unit| unit.stance == class);
            for detail in self.question.classes.iter().filter(|known| known.class == class) {
                row(class, &detail.detail, &detail.label, &|unit| unit.detail == detail.detail);
            }
        }
        row("abstain", "", "The machine gives no answer: a person decides", &|unit| unit.stance == "abstain");
        table.note(self.positions_note(population))
    }

    fn positions_note(&self, population: &[&Unit]) -> String {
        let n = |test: &dyn Fn(&Unit) -> bool| population.iter().filter(|unit| test(unit)).count();
        let addressed = n(&|unit| unit.statements.iter().any(|coded| coded.addresses_proposal));
        let support = n(&|unit| matches!(unit.stance, "independent" | "within_un"));
        let detail = |name: &str| n(&|unit| unit.detail == name);
        let (stated, open) = (detail("independent_stated"), detail("independent_venue_open"));
        let total = population.len();
        let mut note = String::new();
        if share(addressed, total).is_some_and(|share| share < FEW) {
            note.push_str(&format!("Only {addressed} of {total} speak of the proposal at all. "));
        }
        if self.question.class_names().contains(&"independent") {
            let within = n(&|unit| unit.stance == "within_un");
            note.push_str(&format!(
                "{support} of {total} supported the forum or a body in its place; of these {stated} outside the United Nations or by its stated design, {within} within it, {open} named no venue. Independent is a range: {stated} (stated only) to {} (stated and venue open). ",
                stated + open
            ));
        }
        note.push_str("Machine-coded, not checked; uncalibrated here. Unit: a member state at a meeting. All statements read are counted, so there is no sampling error (ci_kind none).");
        note
    }

    pub(super) fn positions_by_group(&self, population: &[&Unit]) -> Table {
        let columns = ["grouping", "group", "class", "detail", "n", "denominator", "share", "ci_kind"];
        let mut table = Table::new("positions_by_group", self.title("Positions by group"), &columns);
        for group in self.groups(population) {
            let mut row = |class: &str, detail: &str, n: usize| {
                let total = group.units.len();
                table.push(vec![
                    group.grouping.as_str().into(),
                    group.group.as_str().into(),
                    class.into(),
                    detail.into(),
                    n.into(),
                    total.into(),
                    share(n, total).into(),
                    "none".into(),
                ]);
            };
            for class in &self.question.classes {
                row(
                    &class.class,
                    &class.detail,
                    group.units.iter().filter(|unit| unit.detail == class.detail).count(),
                );
            }
            row("abstain", "", group.units.iter().filter(|unit| unit.stance == "abstain").count());
        }
        table.note("Each grouping as it stood at the date of the statement. Machine-coded, not checked.")
    }
}

/// Names of units; with the meeting where the units are of several meetings.
pub(super) fn names(units: &[&Unit]) -> String {
    let has_many = units.windows(2).any(|pair| pair[0].meeting != pair[1].meeting);
    let name = |unit: &&Unit| match (has_many, unit.kind) {
        (true, _) if !unit.meeting.is_empty() => format!("{} ({})", unit.name, unit.meeting),
        (_, ActorKind::Unknown) => unit.actor.to_string(),
        _ => unit.name.to_string(),
    };
    let mut names: Vec<String> = units.iter().map(name).collect();
    names.sort();
    names.join("; ")
}
