//! Shares of yes or no by group, with the difference of the first two groups.
//!
//! One path for all tables that count: plain shares, who accuses whom, and one headline under each definition.

use super::draft::{Claim, Count, Draft, Said, Test};
use super::groups::{Members, Slice};
use super::read::{Entry, Variable};
use super::verdict::LEAST_STATES;
use crate::analysis::correction::in_group;
use crate::analysis::{Findings, Unit};
use crate::statistics::{
    adjusted_difference, equivalence_power, exact_test, odds_ratio, risk_difference, share, smallest_margin,
};
use crate::table::Cell;

const COLUMNS: [&str; 19] = [
    "definition",
    "variable",
    "label",
    "group",
    "n",
    "denominator",
    "share",
    "ci_kind",
    "share_corrected",
    "share_low",
    "share_high",
    "difference",
    "difference_low",
    "difference_high",
    "odds_ratio",
    "p",
    "p_holm",
    "p_bh",
    "smallest_margin",
];
/// How much is said, where an entry asks for it.
const WEIGHT: [&str; 2] = ["sentences", "sentence_share"];
/// At whom something is directed.
const AT: [&str; 1] = ["at"];
/// The level of intervals of differences.
pub(super) const LEVEL: f64 = 0.95;

/// Of fewer states it is not said which group has more.
const ENOUGH: usize = 10;

/// What a row counts besides states.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Beside {
    Nothing,
    Sentences,
    Target,
}

impl Findings<'_> {
    pub(super) fn shares(&self, entry: &Entry, units: &[&Unit], slices: &[Slice], draft: &mut Draft) {
        let beside = if entry.weighs { Beside::Sentences } else { Beside::Nothing };
        self.count_all(entry, units, slices, beside, draft);
    }

    /// Who accuses whom: the same shares, each with its target.
    pub(super) fn directed(&self, entry: &Entry, units: &[&Unit], slices: &[Slice], draft: &mut Draft) {
        self.count_all(entry, units, slices, Beside::Target, draft);
    }

    /// One headline under each way of counting it and each definition of the groups; the sentence is its range.
    pub(super) fn sensitivity(&self, entry: &Entry, units: &[&Unit], slices: &[Slice], draft: &mut Draft) {
        self.count_all(entry, units, slices, Beside::Nothing, draft);
        // They are variants of one share, not findings of their own.
        draft.tests.iter_mut().for_each(|test| test.is_first = false);
        let Draft { said, tests, .. } = draft;
        let claims =
            || said.iter().filter_map(|said| if let Said::Claim(claim) = said { Some(claim) } else { None });
        let least = claims().min_by_key(|claim| claim.all.n);
        let most = claims().max_by_key(|claim| claim.all.n);
        let (Some(least), Some(most)) = (least, most) else { return };
        let mut words = format!(
            "Between {} of {} states ({}) and {} of {} ({}) {}, by what counts as it.",
            least.all.n, least.all.of, least.label, most.all.n, most.all.of, most.label, least.says
        );
        let signs: Vec<f64> =
            tests.iter().filter_map(|test| test.difference).map(|found| found.estimate).collect();
        let n_more = signs.iter().filter(|estimate| **estimate > 0.0).count();
        if let Some(test) = tests.first().filter(|_| most.all.n >= ENOUGH) {
            words.push_str(&format!(
                " The share is larger among {} than among {} in {n_more} of {} ways of counting and defining, which share most of their states.",
                test.one.called,
                test.other.called,
                signs.len()
            ));
        }
        draft.said = vec![Said::Words(words)];
    }

    fn count_all(&self, entry: &Entry, units: &[&Unit], slices: &[Slice], beside: Beside, draft: &mut Draft) {
        let more: &[&str] = match beside {
            Beside::Nothing => &[],
            Beside::Sentences => &WEIGHT,
            Beside::Target => &AT,
        };
        draft.columns(&[&COLUMNS[..], more].concat());
        let role = self.first_role(slices);
        let nobody_read = !units.iter().any(|unit| unit.is_checked);
        for variable in &entry.variables {
            if nobody_read && variable.is.asks_for_reading() {
                draft.remarks.push(format!(
                    "Not counted, as no statement was read by a person: “{}”.",
                    variable.label
                ));
                continue;
            }
            let row = Row { findings: self, variable, beside };
            let all = row.push("", "all", "states", units, role, draft);
            let mut claim = Claim {
                label: variable.label.clone(),
                variable: variable.is.text.clone(),
                says: variable.says.clone(),
                all,
                ..Claim::default()
            };
            // Of what no state has, groups have nothing to tell, unless a coded sample says how much the machine misses.
            let is_absent = claim.all.n == 0 && self.correction.is_none();
            if let Some(first) = slices.first().filter(|_| is_absent) {
                let count = |group: &Members| Count {
                    group: group.name.clone(),
                    called: group.called.clone(),
                    n: 0,
                    of: group.units.len(),
                };
                claim.groups = first.groups.iter().map(count).collect();
            }
            for slice in slices.iter().filter(|_| !is_absent) {
                let counts: Vec<Count> = slice
                    .groups
                    .iter()
                    .map(|group| {
                        let definition = slice.definition.as_str();
                        row.push(definition, &group.name, &group.called, &group.units, definition, draft)
                    })
                    .collect();
                let test = row.compare(entry, slice, &counts, draft);
                match test.filter(|_| slice.is_first) {
                    // The first division that can be compared, or else the first.
                    test if claim.test.is_none() && (claim.groups.is_empty() || test.is_some()) => {
                        (claim.groups, claim.test) = (counts, test);
                    }
                    Some(test) => claim.further.push((counts, test)),
                    None => {}
                }
            }
            draft.said.push(Said::Claim(claim));
        }
        self.remark_on_construction(entry, slices, draft);
    }

    /// How many of some units a condition holds of.
    pub(super) fn count(&self, variable: &Variable, units: &[&Unit], role: &str) -> usize {
        units.iter().filter(|unit| self.holds(&variable.is, unit, role)).count()
    }

    /// The difference of two groups inside thirds of length, so that long statements explain none of it.
    pub(super) fn adjusted(
        &self,
        holds: impl Fn(&Unit) -> bool,
        one: &[&Unit],
        other: &[&Unit],
    ) -> Option<crate::statistics::Interval> {
        let words = |unit: &Unit| unit.statements.iter().map(|coded| coded.taken.words).sum::<u32>();
        let mut lengths: Vec<u32> = one.iter().chain(other).map(|unit| words(unit)).collect();
        lengths.sort_unstable();
        let cut = |part: usize| lengths.get(part * lengths.len() / 3).copied().unwrap_or_default();
        let third = |unit: &Unit| usize::from(words(unit) >= cut(1)) + usize::from(words(unit) >= cut(2));
        let counted = |units: &[&Unit], stratum: usize| {
            let own = units.iter().filter(|unit| third(unit) == stratum);
            (own.clone().filter(|unit| holds(unit)).count(), own.count())
        };
        let strata: Vec<_> = (0..3)
            .map(|stratum| (counted(one, stratum), counted(other, stratum)))
            .filter(|(one, other)| one.1 > 0 && other.1 > 0)
            .collect();
        adjusted_difference(&strata)
    }
}

/// A variable on its way into rows.
struct Row<'r> {
    findings: &'r Findings<'r>,
    variable: &'r Variable,
    beside: Beside,
}

impl Row<'_> {
    /// Adds the row of a group.
    fn push(
        &self,
        definition: &str,
        group: &str,
        called: &str,
        units: &[&Unit],
        role: &str,
        draft: &mut Draft,
    ) -> Count {
        let holds = |unit: &Unit| self.findings.holds(&self.variable.is, unit, role);
        let n = units.iter().filter(|unit| holds(unit)).count();
        let correction = self
            .findings
            .correction
            .filter(|known| self.variable.is.is_correctable(known.has_themes(), known.has_details()));
        let corrected = correction.and_then(|known| known.share(holds, in_group(units)));
        let (ci_kind, interval) = self.findings.interval((n, units.len()), corrected);
        let mut row: Vec<Cell> = vec![
            definition.into(),
            self.variable.is.text.as_str().into(),
            self.variable.label.as_str().into(),
            group.into(),
            n.into(),
            units.len().into(),
            share(n, units.len()).into(),
            ci_kind.into(),
        ];
        row.extend(interval);
        row.resize(COLUMNS.len(), Cell::Blank);
        match self.beside {
            Beside::Nothing => {}
            Beside::Target => row.push(self.variable.at.as_str().into()),
            Beside::Sentences => row.extend(self.sentences(units)),
        }
        draft.table.push(row);
        Count { group: group.into(), called: called.into(), n, of: units.len() }
    }

    /// Sentences on the theme, and their share of all; blank of what is not one theme.
    fn sentences(&self, units: &[&Unit]) -> [Cell; 2] {
        let Some(theme) = self.variable.is.theme() else { return [Cell::Blank, Cell::Blank] };
        let own = units.iter().flat_map(|unit| super::condition::codings(unit, theme as u16));
        let n: usize = own.map(|coding| usize::from(coding.sentences)).sum();
        let all = units.iter().flat_map(|unit| &unit.statements);
        let of: usize = all.map(|coded| coded.taken.sentences as usize).sum();
        [n.into(), share(n, of).into()]
    }

    /// Compares the first two groups of a slice and adds the row of their difference.
    fn compare(&self, entry: &Entry, slice: &Slice, counts: &[Count], draft: &mut Draft) -> Option<usize> {
        if !slice.has_pair || entry.by_construction.contains(&slice.contrast) {
            return None;
        }
        let names: Vec<&str> = self.findings.asked.contrasts[slice.contrast]
            .groups
            .iter()
            .map(|group| group.name.as_str())
            .collect();
        let place = |name: &str| counts.iter().position(|count| count.group == name);
        let (at, to) = (place(names[0])?, place(names[1])?);
        let (one, other) = (&counts[at], &counts[to]);
        let (a, b) = ((one.n, one.of), (other.n, other.of));
        if a.1.min(b.1) < LEAST_STATES {
            if slice.is_first {
                let whom = format!("{} and {}", one.called, other.called);
                draft.remark(format!("There are too few states to compare {whom} ({} and {}).", a.1, b.1));
            }
            return None;
        }
        let holds = |unit: &Unit| self.findings.holds(&self.variable.is, unit, &slice.definition);
        let adjusted = self.findings.adjusted(holds, &slice.groups[at].units, &slice.groups[to].units);
        // Where all or none of both have it there is nothing to compare, and no test to correct for.
        if a.0 + b.0 == 0 || a.0 + b.0 == a.1 + b.1 {
            return None;
        }
        let cell = |n: usize| n as u64;
        let p = exact_test(cell(a.0), cell(a.1 - a.0), cell(b.0), cell(b.1 - b.0)).p;
        let pooled = share(a.0 + b.0, a.1 + b.1).unwrap_or_default();
        let named = (self.variable.label.as_str(), self.variable.is.text.as_str());
        let test = Test {
            difference: risk_difference(a, b, LEVEL),
            adjusted,
            odds_ratio: odds_ratio(a, b),
            smallest_margin: smallest_margin(a, b),
            power: equivalence_power(a.1, b.1, pooled, self.findings.study.tables.margin),
            row: draft.table.rows.len(),
            ..Test::new(entry, slice, named, [one.clone(), other.clone()], p)
        };
        let mut row: Vec<Cell> = vec![
            slice.definition.as_str().into(),
            self.variable.is.text.as_str().into(),
            self.variable.label.as_str().into(),
            format!("{} less {}", one.group, other.group).into(),
        ];
        row.resize(11, Cell::Blank);
        row.extend(interval(test.difference));
        row.push(test.odds_ratio.map(|found| Cell::Precise(found.estimate)).unwrap_or(Cell::Blank));
        row.extend([Cell::Precise(p), Cell::Blank, Cell::Blank, test.smallest_margin.into()]);
        draft.table.push(row);
        draft.tests.push(test);
        Some(draft.tests.len() - 1)
    }
}

/// Estimate, lower and upper bound.
pub(super) fn interval(found: Option<crate::statistics::Interval>) -> [Cell; 3] {
    found.map_or([Cell::Blank, Cell::Blank, Cell::Blank], |found| {
        [found.estimate.into(), found.low.into(), found.high.into()]
    })
}
