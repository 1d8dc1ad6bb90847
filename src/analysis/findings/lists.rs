//! Who has it, with the sentence; or of whom no mention is found.

use super::groups::Slice;
use super::read::{Entry, Listing, Variable};
use crate::analysis::{Findings, Unit};
use crate::coding::{Quote, Shows};
use crate::table::{Cell, LongTable, Table};
use compact_str::CompactString;
use std::collections::{BTreeMap, BTreeSet};

/// What a person has not looked at.
pub(super) const NOT_CHECKED: &str = "machine-coded, not checked";

const LIST_COLUMNS: [&str; 11] = [
    "variable",
    "label",
    "actor_id",
    "actor",
    "meeting",
    "group",
    "sentence",
    "sentence_number",
    "statement_id",
    "coded_by",
    "cues_differ",
];

impl Findings<'_> {
    /// A row a state and variable, in order of variable and name.
    pub(super) fn list<'l>(
        &'l self,
        entry: &'l Entry,
        units: &[&'l Unit<'l>],
        slices: &[Slice],
    ) -> LongTable<'l> {
        let role = self.first_role(slices);
        let first = slices.iter().find(|slice| slice.is_first);
        let mut group_of: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        for group in first.map_or(&[][..], |slice| &slice.groups[..]) {
            for unit in &group.units {
                group_of.entry((unit.meeting, unit.actor)).or_insert(&group.name);
            }
        }
        let mut listed: Vec<(&Variable, &Unit, CompactString)> = Vec::new();
        for variable in &entry.variables {
            let has = |unit: &&&Unit| self.holds(&variable.is, unit, role) == (entry.list == Listing::Has);
            let mut own: Vec<&Unit> = units.iter().filter(has).copied().collect();
            own.sort_by_key(|unit| (unit.name, unit.meeting));
            let group = |unit: &Unit| group_of.get(&(unit.meeting, unit.actor)).copied().unwrap_or_default();
            listed.extend(own.into_iter().map(|unit| (variable, unit, group(unit).into())));
        }
        let row = move |(variable, unit, group): (&Variable, &Unit, CompactString)| {
            let quote = if entry.list == Listing::Has { quote_of(unit, variable) } else { None };
            vec![
                variable.is.text.as_str().into(),
                variable.label.as_str().into(),
                unit.actor.into(),
                unit.name.into(),
                unit.meeting.into(),
                group.as_str().into(),
                quote.map_or("", |(_, quote)| &quote.text).into(),
                quote.map(|(_, quote)| quote.sentence).into(),
                quote.map_or_else(|| ids(unit), |(id, _)| id.to_string()).into(),
                coded_by(unit, variable),
                if variable.is.is_of_position() { self.contrary(unit).into() } else { Cell::Blank },
            ]
        };
        let head = Table::new(&format!("{}_list", entry.id), "", &LIST_COLUMNS);
        head.with_rows(listed.into_iter().map(row))
    }

    /// The list of an entry with its title and note.
    pub(super) fn list_title<'l>(&self, entry: &Entry, list: LongTable<'l>) -> LongTable<'l> {
        let is_of_absence = entry.title.to_lowercase().contains("no mention");
        let (what, note) = match entry.list {
            _ if is_of_absence || entry.list == Listing::Absent => (
                "no mention found",
                "No mention found is not silence: the machine misses mentions. Each should be read before it is named.",
            ),
            _ => (
                "which states",
                "The sentence is the one nearest to what is listed, which is no proof of it. Where none stands, no single sentence is near, or a person found it.",
            ),
        };
        let title = match is_of_absence {
            true => format!("{}: which states", entry.title),
            false => format!("{}: {what}", entry.title),
        };
        let is_of_position = entry.variables.iter().any(|variable| variable.is.is_of_position());
        let note = match is_of_position || entry.variables.is_empty() {
            true => format!(
                "{note} cues_differ: where the state's own cues say the contrary of its class; it is to be read first."
            ),
            false => note.to_string(),
        };
        let LongTable { head, rows } = list;
        LongTable { head: Table { title: self.title(&title), is_list: true, note, ..head }, rows }
    }

    /// What is said of the sentences that the lists quote; [`quotes`](Self::quotes) makes their rows.
    pub(super) fn quoted(&self, units: &[&Unit], draft: &mut super::draft::Draft) {
        draft.columns(&["statement_id", "sentence_number", "actor", "shows", "sentence"]);
        let own = || units.iter().flat_map(|unit| &unit.statements);
        let n: usize = own().map(|coded| coded.taken.quotes.len()).sum();
        let sentences =
            own().flat_map(|coded| coded.taken.quotes.iter().map(|quote| (&coded.id, quote.sentence)));
        let n_different = sentences.collect::<BTreeSet<_>>().len();
        draft.say(format!(
            "{n} quotations stand in the lists of these tables, of {n_different} sentences; each with its statement and the number of its sentence."
        ));
    }

    /// A row for each sentence that the lists quote of a unit.
    pub(super) fn quotes<'l>(&'l self, unit: &'l Unit) -> impl Iterator<Item = Vec<Cell>> + 'l {
        let own = unit
            .statements
            .iter()
            .flat_map(|coded| coded.taken.quotes.iter().map(move |quote| (coded, quote)));
        own.map(|(coded, quote)| {
            vec![
                coded.id.as_str().into(),
                quote.sentence.into(),
                unit.name.into(),
                self.shown(&quote.shows).into(),
                (&*quote.text).into(),
            ]
        })
    }

    fn shown(&self, shows: &Shows) -> String {
        match shows {
            Shows::Theme(theme) => self.lexicon.categories[*theme as usize].slug.clone(),
            Shows::Stance => crate::codebook::STANCE.into(),
            Shows::Facet(number) => {
                let (facet, value) = &self.asked.wanted.facets[*number as usize];
                format!("{}={value}", self.question.facets[*facet].variable)
            }
        }
    }
}

/// The first sentence that shows a variable, with the statement's id.
pub(super) fn quote_of<'u>(unit: &Unit<'u>, variable: &Variable) -> Option<(&'u str, &'u Quote)> {
    let mut all = variable.shows.iter().flat_map(|shows| {
        let own = unit.statements.iter().copied();
        own.flat_map(move |coded| coded.taken.quotes.iter().map(move |quote| (coded.id.as_str(), quote)))
            .filter(move |(_, quote)| quote.shows == *shows)
    });
    all.next()
}

/// The sentence that shows a unit's position.
pub(super) fn stance_quote<'u>(unit: &Unit<'u>) -> Option<(&'u str, &'u Quote)> {
    let own = unit.statements.iter().copied().filter(|coded| coded.stance == unit.stance);
    let mut all =
        own.flat_map(|coded| coded.taken.quotes.iter().map(move |quote| (coded.id.as_str(), quote)));
    all.find(|(_, quote)| quote.shows == Shows::Stance)
}

/// The ids of a unit's statements.
pub(super) fn ids(unit: &Unit) -> String {
    unit.statements.iter().map(|coded| coded.id.as_str()).collect::<Vec<_>>().join("; ")
}

fn coded_by(unit: &Unit, variable: &Variable) -> Cell {
    let of_themes = !variable.is.themes().is_empty();
    let is_seen = if of_themes { unit.has_themes_by_people() } else { unit.is_checked };
    if is_seen { "person" } else { NOT_CHECKED }.into()
}
