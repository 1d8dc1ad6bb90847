//! Shares of the tables corrected by a random sample that people coded.
//!
//! Refuses to correct by a sample that is not of this run, or that people have not coded to the end, and
//! says which.

use super::{Findings, Unit};
use crate::codebook::ABSTAIN;
use crate::error::{Diagnostic, Error, Place, Result};
use crate::statistics::{
    Corrected, Counted, Interval, Stratum, corrected_share, sampled_share, with_second_error,
};
use crate::table::{Cell, Table};
use crate::validity::DrawnSample;
use std::collections::{BTreeMap, BTreeSet};

/// The columns of what is known of a share besides the count: the corrected share, and the interval that `ci_kind` names.
pub(super) const INTERVAL_COLUMNS: [&str; 3] = ["share_corrected", "share_low", "share_high"];

/// What a coded sample says of the units of a run.
#[derive(Clone, Debug)]
pub struct Correction<'c> {
    /// The units as the machine alone codes them.
    machine: &'c [Unit<'c>],
    /// The units with people's codes.
    checked: &'c [Unit<'c>],
    strata: Vec<Sampled>,
    has_details: bool,
    has_themes: bool,
}

/// A stratum: how many units it has, and which of them were drawn.
#[derive(Clone, Debug)]
struct Sampled {
    n_units: usize,
    drawn: Vec<usize>,
}

impl<'c> Correction<'c> {
    /// Joins a sample to the units of a run, once with the machine's codes and once with people's, in the
    /// same order; or says why the shares cannot be corrected by it.
    pub fn of(
        sample: &DrawnSample,
        machine: &'c [Unit<'c>],
        checked: &'c [Unit<'c>],
    ) -> std::result::Result<Correction<'c>, Diagnostic> {
        let framed: Vec<usize> = (0..checked.len()).filter(|i| checked[*i].is_coded()).collect();
        let mut strata: BTreeMap<&str, (f64, Vec<usize>)> = BTreeMap::new();
        let mut met = 0;
        for unit in framed.iter().copied() {
            let rows: Vec<_> = checked[unit]
                .statements
                .iter()
                .filter_map(|coded| sample.statements.get(coded.id.as_str()))
                .collect();
            met += rows.len();
            if let Some(row) = rows.first() {
                let stratum = strata.entry(&row.stratum).or_insert((row.probability, Vec::new()));
                stratum.1.push(unit);
            }
        }
        let sampled: Vec<Sampled> = strata
            .into_values()
            .map(|(probability, drawn)| Sampled {
                n_units: (drawn.len() as f64 / probability).round() as usize,
                drawn,
            })
            .collect();
        let n_known: usize = sampled.iter().map(|stratum| stratum.n_units).sum();
        if met != sample.statements.len() || n_known != framed.len() {
            return Err(of_another_run(sample, checked, n_known, framed.len()));
        }
        let is_settled = |unit: &Unit| unit.is_checked && unit.stance != ABSTAIN;
        let drawn = || sampled.iter().flat_map(|stratum| &stratum.drawn).map(|i| &checked[*i]);
        let waiting: Vec<&Unit> = drawn().filter(|unit| !is_settled(unit)).collect();
        if let Some(first) = waiting.first() {
            return Err(not_finished(sample, first, waiting.len(), drawn().count()));
        }
        let has_details = drawn().all(|unit| unit.is_detail_checked || unit.detail.is_empty());
        let has_themes = drawn().all(Unit::has_themes_by_people);
        Ok(Correction { machine, checked, strata: sampled, has_details, has_themes })
    }

    /// How many units people coded, of how many.
    pub fn counts(&self) -> (usize, usize) {
        (self.drawn().count(), self.strata.iter().map(|stratum| stratum.n_units).sum())
    }

    /// Whether people gave the details of all drawn units, so that their shares can be corrected too.
    pub fn has_details(&self) -> bool {
        self.has_details
    }

    /// Whether people coded the themes of all drawn units.
    pub fn has_themes(&self) -> bool {
        self.has_themes
    }

    /// Of the units that truly have a theme the share in which the machine finds it, and of those without it the
    /// share in which it finds none: sensitivity and specificity.
    pub fn found(&self, theme: usize) -> Option<(f64, f64)> {
        let has = |unit: &Unit| unit.depth(theme).is_some();
        let weighted = |test: &dyn Fn(bool, bool) -> bool| -> f64 {
            let of_stratum = |sampled: &Sampled| {
                let weight = sampled.n_units as f64 / sampled.drawn.len() as f64;
                let n = sampled
                    .drawn
                    .iter()
                    .filter(|i| test(has(&self.checked[**i]), has(&self.machine[**i])))
                    .count();
                weight * n as f64
            };
            self.strata.iter().map(of_stratum).sum::<f64>() + 0.0
        };
        let (with, without) = (weighted(&|person, _| person), weighted(&|person, _| !person));
        let both = weighted(&|person, machine| person && machine);
        let neither = weighted(&|person, machine| !person && !machine);
        (self.has_themes && with > 0.0 && without > 0.0).then(|| (both / with, neither / without))
    }

    /// The share of what holds of a unit among the units of a group.
    pub fn share(
        &self,
        holds: impl Fn(&Unit) -> bool,
        is_in_group: impl Fn(&Unit) -> bool,
    ) -> Option<Corrected> {
        let value = |unit: &Unit| f64::from(u8::from(holds(unit)));
        let difference = |i: usize| match is_in_group(&self.checked[i]) {
            true => value(&self.checked[i]) - value(&self.machine[i]),
            false => 0.0,
        };
        let in_group = |unit: &&Unit| is_in_group(unit);
        let n_machine = self.machine.iter().filter(in_group).filter(|unit| holds(unit)).count();
        let n_group = self.checked.iter().filter(in_group).count();
        let corrected = self.of_strata(n_machine, difference, n_group)?;
        // What people saw is certain: so many have it, and so many have not.
        let seen = || self.drawn().map(|i| &self.checked[i]).filter(in_group);
        let n_seen = seen().filter(|unit| holds(unit)).count();
        let least = n_seen as f64 / n_group as f64;
        let most = 1.0 - (seen().count() - n_seen) as f64 / n_group as f64;
        let cut = |bound: f64| bound.clamp(least, most);
        let Corrected { share, error, low, high } = corrected;
        Some(Corrected { share: cut(share), error, low: cut(low), high: cut(high) })
    }

    /// Each drawn unit as the machine and as people code it, with the inverse of its probability.
    pub(super) fn coded(&self) -> impl Iterator<Item = (f64, &Unit<'c>, &Unit<'c>)> {
        let (machine, checked) = (self.machine, self.checked);
        self.strata.iter().flat_map(move |sampled| {
            let weight = sampled.n_units as f64 / sampled.drawn.len() as f64;
            sampled.drawn.iter().map(move |i| (weight, &machine[*i], &checked[*i]))
        })
    }

    /// The units that were drawn.
    fn drawn(&self) -> impl Iterator<Item = usize> {
        self.strata.iter().flat_map(|stratum| stratum.drawn.iter().copied())
    }

    /// For each unit whether it was drawn, and its outcomes: the machine's code of each class, for a drawn unit plus
    /// the difference from people's over its probability.
    fn outcomes(&self, classes: &[&str]) -> Vec<(bool, Vec<f64>)> {
        let value = |unit: &Unit, class: &str| f64::from(u8::from(unit.stance == class));
        let of_machine =
            |unit: &Unit| (false, classes.iter().map(|class| value(unit, class)).collect::<Vec<_>>());
        let mut outcomes: Vec<(bool, Vec<f64>)> = self.machine.iter().map(of_machine).collect();
        for sampled in &self.strata {
            let weight = sampled.n_units as f64 / sampled.drawn.len() as f64;
            for unit in sampled.drawn.iter().copied() {
                outcomes[unit].0 = true;
                for (outcome, class) in outcomes[unit].1.iter_mut().zip(classes) {
                    *outcome +=
                        weight * (value(&self.checked[unit], class) - value(&self.machine[unit], class));
                }
            }
        }
        outcomes
    }

    /// The share of units of which the machine gave the class that people gave, an abstention being wrong.
    pub fn accuracy(&self) -> Option<Corrected> {
        let is_right = |i: usize| f64::from(u8::from(self.machine[i].stance == self.checked[i].stance));
        self.of_strata(0, is_right, self.counts().1)
    }

    fn of_strata(&self, n_machine: usize, value: impl Fn(usize) -> f64, n_group: usize) -> Option<Corrected> {
        let stratum = |sampled: &Sampled| Stratum {
            n_units: sampled.n_units,
            differences: sampled.drawn.iter().map(|i| value(*i)).collect(),
        };
        corrected_share(n_machine, &self.strata.iter().map(stratum).collect::<Vec<_>>(), n_group)
    }
}

impl Findings<'_> {
    /// Which uncertainty the interval of a share means, and its cells in the columns of [`INTERVAL_COLUMNS`].
    pub(super) fn interval(
        &self,
        counted: Counted,
        corrected: Option<Corrected>,
    ) -> (&'static str, [Cell; 3]) {
        let of_sample = self.part_of_all.and_then(|part| sampled_share(counted, part));
        let of_coding = corrected.map(Interval::from);
        let (kind, bounds) = match (of_coding, of_sample) {
            (None, None) => ("none", None),
            (Some(coding), None) => ("coding", Some(coding)),
            (None, Some(sampling)) => ("sampling", Some(sampling)),
            (Some(coding), Some(sampling)) => {
                ("coding and sampling", Some(with_second_error(coding, sampling)))
            }
        };
        let cell = |number: Option<f64>| number.map_or(Cell::Blank, Cell::from);
        let cells = [corrected.map(|it| it.share), bounds.map(|it| it.low), bounds.map(|it| it.high)];
        (kind, cells.map(cell))
    }

    /// What an interval of a share means in this study.
    pub(super) fn interval_note(&self) -> String {
        let sample_of = self.study.statements.sample_of;
        match self.part_of_all {
            None => "All statements read are counted, so there is no sampling error (ci_kind none); an interval of kind coding says what \
                     the machine's errors leave open."
                .into(),
            Some(_) => format!(
                "The statements are a random sample of {sample_of}, says the study: an interval of kind sampling leaves room for those \
                 that were not drawn, one of kind coding for the machine's errors."
            ),
        }
    }

    /// Which part of all statements of member states those read are, where the study declares a random sample.
    ///
    /// # Errors
    /// Where more were read than there are said to be.
    pub fn declared_part(&self, units: &[Unit]) -> Result<Option<f64>> {
        let (n, all) = (self.population(units).len(), self.study.statements.sample_of);
        let is_too_few = all > 0 && n > all;
        if is_too_few {
            let found = format!("a random sample of {all} statements is declared, and {n} states were read");
            return Err(Error::definition(Place::file("[statements] sample_of"), found)
                .remedy("Give the number of statements of member states from which these were drawn, or 0 where these are all."));
        }
        Ok((all > 0 && n > 0).then(|| n as f64 / all as f64))
    }

    /// The outcomes that regressions take instead of codes; none without a coded sample.
    pub(super) fn outcomes(&self) -> Option<Table> {
        let correction = self.correction?;
        let classes = self.question.class_names();
        let columns = [&["actor_id", "actor", "meeting", "drawn"], &classes[..]].concat();
        let mut table = Table::new("outcomes", self.title("Outcomes for regressions"), &columns);
        for (unit, (is_drawn, outcomes)) in correction.checked.iter().zip(correction.outcomes(&classes)) {
            if unit.is_coded() {
                let known = [unit.actor, unit.name, unit.meeting].map(Cell::from);
                let outcomes = outcomes.into_iter().map(Cell::Precise);
                table.push(known.into_iter().chain([is_drawn.into()]).chain(outcomes).collect());
            }
        }
        Some(table.note(
            "Of each class 1 or 0 as the machine codes it, corrected where people did: the code plus their difference over the \
             probability of being drawn. As the outcome of a least-squares regression, with robust standard errors, its estimates \
             are unbiased whatever the machine's errors (Egami and others 2023); single values mean nothing.",
        ))
    }
}

/// Whether a unit is one of a group.
pub(super) fn in_group(group: &[&Unit]) -> impl Fn(&Unit) -> bool {
    let keys: BTreeSet<(String, String)> =
        group.iter().map(|unit| (unit.meeting.to_string(), unit.actor.to_string())).collect();
    move |unit| keys.contains(&(unit.meeting.to_string(), unit.actor.to_string()))
}

const NOT_CORRECTED: &str = "so the shares are not corrected";

fn of_another_run(sample: &DrawnSample, units: &[Unit], n_known: usize, n_units: usize) -> Diagnostic {
    let is_read = |id: &str| units.iter().flat_map(|unit| &unit.statements).any(|coded| coded.id == id);
    let missing = sample.statements.iter().find(|(id, _)| !is_read(id));
    let place = missing.or(sample.statements.iter().next()).map(|(_, row)| row.place.clone());
    let found = match missing {
        Some((id, _)) => format!(
            "the sample was drawn from another run, for `{id}` is not among its statements, {NOT_CORRECTED}"
        ),
        None => format!(
            "the sample was drawn from another run: its probabilities are those of {n_known} units, and there are {n_units}, {NOT_CORRECTED}"
        ),
    };
    Diagnostic::warning(place.unwrap_or_default(), found)
        .remedy("Run on the statements from which it was drawn, or draw a new one with `plenary sample`")
}

fn not_finished(sample: &DrawnSample, first: &Unit, waiting: usize, of: usize) -> Diagnostic {
    let id = first.statements.first().map_or("", |coded| coded.id.as_str());
    let found = format!(
        "{waiting} of {of} of the sample are not coded by people or not settled, the first `{id}`, {NOT_CORRECTED}"
    );
    let place = sample.statements.get(id).map_or_else(Place::default, |row| row.place.clone());
    Diagnostic::warning(place, found).remedy(format!(
        "Code all of them, and settle what people differ on by rows of the coder `{}`",
        crate::codebook::ADJUDICATED
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Voice;
    use crate::coding::Coded;

    fn unit<'c>(coded: &'c Coded, stance: &'c str, is_checked: bool) -> Unit<'c> {
        Unit {
            actor: &coded.actor,
            name: &coded.id,
            kind: coded.kind,
            meeting: "",
            date: None,
            stance,
            detail: "",
            is_checked,
            is_detail_checked: false,
            statements: vec![coded],
            voice: Voice::Final,
        }
    }

    #[test]
    fn shares_move_by_what_people_found_in_the_sample() {
        let all: Vec<Coded> =
            (0..10).map(|i| Coded { id: format!("s{i}").into(), ..Coded::default() }).collect();
        // The machine says for of 0 to 5; of the five drawn it is wrong about 0.
        let stance = |i: usize| if i < 6 { "for" } else { "against" };
        let machine: Vec<Unit> = (0..10).map(|i| unit(&all[i], stance(i), false)).collect();
        let by_people = |i: usize| if i == 0 { "against" } else { stance(i) };
        let checked: Vec<Unit> = (0..10).map(|i| unit(&all[i], by_people(i), i % 2 == 0)).collect();
        let sheet = |stratum: &str, probability: &str, ids: &[usize]| {
            let rows: String = ids.iter().map(|i| format!("s{i},{stratum},{probability}\n")).collect();
            DrawnSample::read("s.csv", format!("statement_id,stratum,probability\n{rows}").as_bytes())
                .unwrap()
        };
        let sample = sheet("a", "0.5", &[0, 2, 4, 6, 8]);
        let correction = Correction::of(&sample, &machine, &checked).unwrap();
        let share = correction.share(|unit| unit.stance == "for", |_| true).unwrap();
        assert!((share.share - 0.4).abs() < 1e-12 && share.low < 0.4 && share.high > 0.4);
        assert!((correction.accuracy().unwrap().share - 0.8).abs() < 1e-12);
        let outcomes = correction.outcomes(&["for"]);
        assert_eq!(outcomes[..3], [(true, vec![-1.0]), (false, vec![1.0]), (true, vec![1.0])]);
        let mean = outcomes.iter().map(|(_, values)| values[0]).sum::<f64>() / 10.0;
        assert!((mean - share.share).abs() < 1e-12);
        let group = correction.share(|unit| unit.stance == "for", |unit| unit.name != "s0").unwrap();
        assert!((group.share - 5.0 / 9.0).abs() < 1e-12);
        for (sample, says) in [
            (
                sheet("a", "0.5", &[0, 1, 2, 3, 4]),
                "2 of 5 of the sample are not coded by people or not settled, the first `s1`",
            ),
            (sheet("a", "0.25", &[0, 2, 4, 6, 8]), "those of 20 units, and there are 10"),
            (sheet("a", "0.5", &[0, 2, 4, 6, 17]), "for `s17` is not among its statements"),
        ] {
            let refused = Correction::of(&sample, &machine, &checked).unwrap_err().to_string();
            assert!(refused.contains(says), "{refused}");
        }
    }
}
