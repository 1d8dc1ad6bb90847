//! Classes or values of a facet by group: shares, one test of the whole, and how alike two groups are shown to be.

use super::draft::{Count, Draft, Said, Test, Whole};
use super::groups::Slice;
use super::kinds::Of;
use super::lists::{NOT_CHECKED, ids, stance_quote};
use super::phrases::spaced;
use super::read::Entry;
use super::shares::{LEVEL, interval};
use crate::analysis::correction::in_group;
use crate::analysis::{Findings, Unit};
use crate::codebook::{ABSTAIN, UNCODABLE};
use crate::statistics::{
    cramers_v, equivalence_power, permutation_p, risk_difference, share, smallest_margin,
};
use crate::table::{Cell, LongTable, Table};
use std::collections::BTreeMap;

const COLUMNS: [&str; 20] = [
    "definition",
    "value",
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
    "smallest_margin",
    "power",
    "p",
    "p_blocs",
    "p_bh",
    "cramers_v",
];
/// The seed of the permutations.
const SEED: u64 = 2006;
/// Units times draws that cost about a tenth of a second.
const BUDGET: usize = 2_000_000;
/// The draws that are tried first, and the p above which they are enough.
const FIRST_DRAWS: usize = 1_999;
const DOUBT: f64 = 0.2;
/// The draws where the units are few.
const DRAWS: usize = 99_999;

/// The values of a distribution, and the value of a unit.
pub(super) struct Spread<'s> {
    /// Each with its label.
    pub values: Vec<(String, String)>,
    pub of: &'s dyn Fn(&Unit) -> usize,
    /// Whether a coded sample corrects the shares.
    pub is_corrected: bool,
}

impl Findings<'_> {
    pub(super) fn distribution(
        &self,
        entry: &Entry,
        of: Of,
        units: &[&Unit],
        slices: &[Slice],
        draft: &mut Draft,
    ) {
        let values = self.values(of, units);
        let value = |unit: &Unit| {
            let own = self.value(of, unit);
            values.iter().position(|(value, _)| *value == own).unwrap_or_default()
        };
        let is_corrected = match of {
            Of::Stance => true,
            Of::Detail => self.correction.is_some_and(|known| known.has_details()),
            Of::Facet(_) => false,
        };
        let spread = Spread { values: values.clone(), of: &value, is_corrected };
        self.spread(entry, &spread, units, slices, draft);
    }

    fn values(&self, of: Of, units: &[&Unit]) -> Vec<(String, String)> {
        let question = self.question;
        let mut values: Vec<(String, String)> = match of {
            Of::Stance => {
                question.class_names().iter().map(|name| (name.to_string(), String::new())).collect()
            }
            Of::Detail => {
                let details = question.classes.iter();
                details.map(|class| (class.detail.clone(), class.label.clone())).collect()
            }
            Of::Facet(facet) => {
                let known = &question.facets[facet];
                let of_value = |name: &str| known.values.iter().find(|value| value.name == name);
                let label = |name: &str| {
                    of_value(name)
                        .map_or("No word on it found", |value| value.definition.trim_end_matches('.'))
                };
                known.codes().iter().map(|name| (name.to_string(), label(name).to_string())).collect()
            }
        };
        values.dedup();
        let rest = [(ABSTAIN, "No answer: a person decides"), (UNCODABLE, "Cannot be coded")];
        for (name, label) in rest.map(|(name, label)| (name.to_string(), label.to_string())) {
            if units.iter().any(|unit| self.value(of, unit) == name) {
                values.push((name, label));
            }
        }
        for name in question.class_names() {
            // A class to which people gave no detail.
            let is_bare = of == Of::Detail && units.iter().any(|unit| self.value(of, unit) == name);
            if is_bare && !values.iter().any(|(known, _)| known == name) {
                values.push((name.into(), "Without a detail".into()));
            }
        }
        values
    }

    fn value<'u>(&'u self, of: Of, unit: &Unit<'u>) -> &'u str {
        match of {
            Of::Stance => unit.stance,
            Of::Detail if self.question.class_of(unit.detail).is_some() => unit.detail,
            Of::Detail => unit.stance,
            Of::Facet(facet) => self.facet_values(unit, facet).first().copied().unwrap_or_default(),
        }
    }

    /// Rows and tests of a distribution, and its sentences.
    pub(super) fn spread(
        &self,
        entry: &Entry,
        spread: &Spread,
        units: &[&Unit],
        slices: &[Slice],
        draft: &mut Draft,
    ) {
        draft.columns(&COLUMNS);
        let all = self.rows("", "all", spread, units, draft);
        let total: usize = all.iter().sum();
        let mut by_count: Vec<usize> = (0..all.len()).filter(|value| all[*value] > 0).collect();
        by_count.sort_by_key(|value| std::cmp::Reverse(all[*value]));
        let named = |value: usize| {
            let (name, label) = &spread.values[value];
            if label.is_empty() { spaced(name) } else { label.clone() }
        };
        draft.say(match by_count.as_slice() {
            [one] => format!("All {total} states have one value: “{}”.", named(*one)),
            several => {
                let percent = |value: usize| 100.0 * all[value] as f64 / total.max(1) as f64;
                let said = several
                    .iter()
                    .map(|value| format!("“{}” {} ({:.0} %)", named(*value), all[*value], percent(*value)));
                format!("Of {total} states: {}.", said.collect::<Vec<_>>().join("; "))
            }
        });
        let margin = self.study.tables.margin;
        let is_of_one = all.iter().max().is_some_and(|most| *most as f64 > (1.0 - margin) * total as f64);
        if is_of_one && by_count.len() > 1 && !slices.is_empty() {
            draft.say("With nearly all in one of them there is too little to compare groups by.");
        }
        let draws = (BUDGET / units.len().max(1)).clamp(999, DRAWS);
        for slice in slices {
            let counts: Vec<Vec<usize>> = slice
                .groups
                .iter()
                .map(|group| self.rows(&slice.definition, &group.name, spread, &group.units, draft))
                .collect();
            if !entry.by_construction.contains(&slice.contrast) {
                self.test(entry, spread, slice, &counts, draws, draft);
            }
        }
        self.remark_on_construction(entry, slices, draft);
        if !draft.tests.is_empty() {
            draft.remarks.push(format!(
                "p is that of the chi-squared among random divisions of the states ({} of them, {draws} where p is at most {DOUBT}; seed {SEED}). smallest_margin of all \
                 values is the largest of those that some of the two groups have.",
                FIRST_DRAWS.min(draws)
            ));
        }
    }

    /// The rows of a group; gives its counts.
    fn rows(
        &self,
        definition: &str,
        group: &str,
        spread: &Spread,
        units: &[&Unit],
        draft: &mut Draft,
    ) -> Vec<usize> {
        let mut counts = vec![0; spread.values.len()];
        units.iter().for_each(|unit| counts[(spread.of)(unit)] += 1);
        for (number, (value, label)) in spread.values.iter().enumerate() {
            let known = self.correction.filter(|_| spread.is_corrected);
            let holds = |unit: &Unit| (spread.of)(unit) == number;
            let corrected = known.and_then(|known| known.share(holds, in_group(units)));
            let (ci_kind, interval) = self.interval((counts[number], units.len()), corrected);
            let mut row: Vec<Cell> = vec![
                definition.into(),
                value.as_str().into(),
                label.as_str().into(),
                group.into(),
                counts[number].into(),
                units.len().into(),
                share(counts[number], units.len()).into(),
                ci_kind.into(),
            ];
            row.extend(interval);
            draft.table.push(row);
        }
        counts
    }

    fn test(
        &self,
        entry: &Entry,
        spread: &Spread,
        slice: &Slice,
        counts: &[Vec<usize>],
        draws: usize,
        draft: &mut Draft,
    ) {
        let margin = self.study.tables.margin;
        let of = |at: usize| slice.groups[at].units.len();
        let mut widest: Option<f64> = None;
        let mut least_power: f64 = 1.0;
        for (number, (value, label)) in spread.values.iter().enumerate().filter(|_| slice.has_pair) {
            let (a, b) = ((counts[0][number], of(0)), (counts[1][number], of(1)));
            let found = smallest_margin(a, b);
            let pooled = share(a.0 + b.0, a.1 + b.1).unwrap_or_default();
            let power = equivalence_power(a.1, b.1, pooled, margin);
            // A value that nobody has tells nothing of the power for those that some have.
            if a.0 + b.0 > 0 {
                widest = Some(widest.unwrap_or(0.0).max(found.unwrap_or(1.0)));
                least_power = least_power.min(power);
            }
            let mut row: Vec<Cell> =
                [&slice.definition, value, label].map(|text| Cell::from(text.as_str())).to_vec();
            row.push(format!("{} less {}", slice.groups[0].name, slice.groups[1].name).into());
            row.resize(11, Cell::Blank);
            row.extend(interval(risk_difference(a, b, LEVEL)));
            row.extend([found.into(), power.into()]);
            draft.table.push(row);
        }
        let members = || {
            slice
                .groups
                .iter()
                .enumerate()
                .flat_map(|(at, group)| group.units.iter().map(move |unit| (at, unit)))
        };
        let groups: Vec<usize> = members().map(|(at, _)| at).collect();
        let classes: Vec<usize> = members().map(|(_, unit)| (spread.of)(unit)).collect();
        let blocs = blocs(members().map(|(_, unit)| *unit));
        let has_blocs = blocs.iter().max().is_some_and(|last| last + 1 < blocs.len());
        let p = p_of(&classes, &groups, None, draws);
        let p_blocs = has_blocs.then(|| p_of(&classes, &groups, Some(&blocs), draws)).flatten();
        let v = cramers_v(counts);
        let mut row: Vec<Cell> = vec![slice.definition.as_str().into(), "(all values)".into(), Cell::Blank];
        row.push(slice.groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>().join(", ").into());
        row.resize(14, Cell::Blank);
        row.extend([widest.into(), widest.map(|_| least_power).into()]);
        row.extend([p, p_blocs, None, v].map(|number| number.map_or(Cell::Blank, Cell::Precise)));
        draft.table.push(row);
        let count = |at: usize| Count {
            group: slice.groups[at].name.clone(),
            called: slice.groups[at].called.clone(),
            n: of(at),
            of: of(at),
        };
        let Some(p) = p else { return };
        let test = Test::new(entry, slice, (&entry.title, "(all values)"), [count(0), count(1)], p);
        let (family, row) = (entry.id.clone(), draft.table.rows.len() - 1);
        // Of more than two groups the pair that is compared tells nothing of the power of the whole.
        let power = if slice.groups.len() == 2 { least_power } else { 1.0 };
        draft.tests.push(Test { family, smallest_margin: widest, power, row, ..test });
        let is_varied = |number: usize| {
            let n: usize = counts.iter().map(|counts| counts[number]).sum();
            n as f64 <= (1.0 - margin) * groups.len() as f64
        };
        if slice.is_first && (0..spread.values.len()).all(is_varied) {
            let called = slice.groups.iter().map(|group| group.called.clone()).collect();
            let sizes = slice.groups.iter().map(|group| group.units.len()).collect();
            draft.said.push(Said::Whole(draft.tests.len() - 1, Whole { called, sizes, p_blocs, v }));
        }
    }

    /// Who takes which position, with the sentence.
    pub(super) fn position_list<'l>(&'l self, entry: &Entry, units: &[&'l Unit<'l>]) -> LongTable<'l> {
        let columns = [
            "stance",
            "detail",
            "actor_id",
            "actor",
            "meeting",
            "sentence",
            "sentence_number",
            "statement_id",
            "coded_by",
            "cues_differ",
        ];
        let mut listed: Vec<&Unit> = units.to_vec();
        listed
            .sort_by_key(|unit| (self.question.firmness(unit.stance, unit.detail), unit.name, unit.meeting));
        let row = |unit: &Unit| {
            let quote = stance_quote(unit);
            vec![
                unit.stance.into(),
                unit.detail.into(),
                unit.actor.into(),
                unit.name.into(),
                unit.meeting.into(),
                quote.map_or("", |(_, quote)| &quote.text).into(),
                quote.map(|(_, quote)| quote.sentence).into(),
                quote.map_or_else(|| ids(unit), |(id, _)| id.to_string()).into(),
                if unit.is_checked { "person" } else { NOT_CHECKED }.into(),
                self.contrary(unit).into(),
            ]
        };
        Table::new(&format!("{}_list", entry.id), "", &columns).with_rows(listed.into_iter().map(row))
    }
}

/// The p of permutations: of few where these leave no doubt, else of all.
fn p_of(classes: &[usize], groups: &[usize], blocs: Option<&[usize]>, draws: usize) -> Option<f64> {
    let first = permutation_p(classes, groups, blocs, draws.min(FIRST_DRAWS), SEED)?;
    match first > DOUBT {
        true => Some(first),
        false => permutation_p(classes, groups, blocs, draws, SEED),
    }
}

/// Blocs by number: states that align themselves with one group's statement; another is alone in its own.
fn blocs<'u>(units: impl Iterator<Item = &'u Unit<'u>>) -> Vec<usize> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut blocs = Vec::new();
    for unit in units {
        let mut groups = unit.statements.iter().flat_map(|coded| &coded.aligns_with);
        let key = match groups.next() {
            Some(group) => format!("group {group} {}", unit.meeting),
            None => format!("state {} {}", unit.actor, unit.meeting),
        };
        let next = numbers.len();
        blocs.push(*numbers.entry(key).or_insert(next));
    }
    blocs
}
