//! The findings of a paper, each as a table with a sentence in plain words.
//!
//! Which findings is data (`lexicons/findings/`); here is a small file for each kind of table. What a study does not supply
//! is listed as not made, never an empty table. Tests are corrected over the whole run before any sentence is made.

mod alignment;
mod condition;
mod depth;
mod differences;
mod distribution;
mod draft;
mod expected;
mod frames;
mod groups;
mod kinds;
mod levels;
mod lists;
mod names;
mod outside;
mod phrases;
mod profiles;
mod read;
mod round_tables;
mod shares;
mod together;
mod two_sided;
mod verdict;
mod words;

pub use draft::NotMade;
pub use outside::Supplied;
pub(crate) use phrases::spaced;
pub use read::{Asked, Entry, Variable, checked_margin};
pub use verdict::LEAST_STATES;
pub use words::HOW_TO_READ;

use super::{Findings, Unit};
use crate::error::Result;
use crate::table::{LongTable, Table};
use draft::{Draft, correct};
use groups::Slice;
use kinds::{Kind, Of};
use read::Listing;

impl Findings<'_> {
    /// Makes a table of each finding that the study asks for, in the order of the file, and hands each on as soon as it
    /// is made: those with a row a state are long. Says what could not be made, and why.
    ///
    /// # Errors
    /// Where a table cannot be handed on.
    pub fn make(
        &self,
        units: &[Unit],
        hand_on: &mut dyn FnMut(LongTable) -> Result<()>,
    ) -> Result<Vec<NotMade>> {
        let mut not_made = Vec::new();
        if self.asked.entries.is_empty() {
            return Ok(not_made);
        }
        let population: Vec<&Unit> =
            self.population(units).into_iter().filter(|unit| unit.is_coded()).collect();
        let slices = self.slices(&population);
        let mut drafts: Vec<(&Entry, Draft)> = Vec::new();
        for entry in &self.asked.entries {
            match self.draft(entry, &population, &slices) {
                Ok(draft) => drafts.push((entry, draft)),
                Err(why) => not_made.push(why),
            }
        }
        correct(drafts.iter_mut().flat_map(|(_, draft)| &mut draft.tests).collect());
        let last = [
            self.differences(drafts.iter().map(|(_, draft)| draft)),
            self.in_words(&population, &slices, drafts.iter().map(|(_, draft)| draft)),
            self.scale_table(),
        ];
        let notice = &self.study.study.notice;
        let mut hand_on = |mut table: LongTable| {
            if !notice.is_empty() {
                table.head.title = format!("{} ({notice})", table.head.title);
            }
            hand_on(table)
        };
        for (entry, mut draft) in drafts {
            draft.fill();
            let note = self.note(entry, &draft, population.len());
            let list =
                draft.lists.take().map(LongTable::from).or_else(|| self.listed(entry, &population, &slices));
            let (title, is_list) =
                (self.title(&entry.title), matches!(entry.kind, Kind::Profiles | Kind::Quoted));
            let table = Table { title, is_list, ..draft.table }.note(note);
            let units = self.chosen(entry, &population, &slices).into_iter();
            hand_on(match entry.kind {
                Kind::Profiles => table.with_rows(units.map(|unit| self.profile(unit))),
                Kind::Quoted => table.with_rows(units.flat_map(|unit| self.quotes(unit))),
                _ => table.into(),
            })?;
            list.map(|list| self.list_title(entry, list)).map_or(Ok(()), &mut hand_on)?;
            not_made.extend(draft.skipped);
        }
        last.into_iter().try_for_each(|table| hand_on(table.into()))?;
        Ok(not_made)
    }

    /// The list of an entry whose kind has one.
    fn listed<'l>(
        &'l self,
        entry: &'l Entry,
        all: &[&'l Unit<'l>],
        slices: &[Slice<'l>],
    ) -> Option<LongTable<'l>> {
        let units = self.chosen(entry, all, slices);
        match &entry.kind {
            _ if entry.list == Listing::None => None,
            Kind::Shares | Kind::Directed => {
                let slices = self.of_entry(entry, &units, slices, &mut Draft::new("", 0)).ok()?;
                Some(self.list(entry, &units, &slices))
            }
            Kind::Distribution(_) => Some(self.position_list(entry, &units)),
            _ => None,
        }
    }

    /// The units that an entry is about.
    fn chosen<'u>(&self, entry: &Entry, all: &[&'u Unit<'u>], slices: &[Slice]) -> Vec<&'u Unit<'u>> {
        let role = self.first_role(slices);
        let is_among = |unit: &&Unit| entry.among.as_ref().is_none_or(|among| self.holds(among, unit, role));
        all.iter().copied().filter(is_among).collect()
    }

    /// One finding, or why it cannot be made.
    fn draft(&self, entry: &Entry, all: &[&Unit], slices: &[Slice]) -> Result<Draft, NotMade> {
        self.is_supplied(entry, all)?;
        let units = &self.chosen(entry, all, slices)[..];
        if units.is_empty() {
            let missing =
                format!("no state that was read is one of those it is about ({})", self.whom(entry));
            return Err(NotMade::of(entry, missing, "It is made as soon as one is read."));
        }
        let mut draft = Draft::new(&entry.id, units.len());
        let addresses = |unit: &&&Unit| unit.statements.iter().any(|coded| coded.addresses_proposal);
        draft.n_addressing = units.iter().filter(addresses).count();
        if entry.is_summed_up {
            draft.say(self.summary(units));
        }
        if entry.is_summed_up || matches!(entry.kind, Kind::Distribution(Of::Detail)) {
            draft.contrary = self.contrary_in_words(units);
        }
        let slices = self.of_entry(entry, units, slices, &mut draft)?;
        match &entry.kind {
            Kind::Shares => self.shares(entry, units, &slices, &mut draft),
            Kind::Sensitivity => self.sensitivity(entry, units, &slices, &mut draft),
            Kind::Directed => self.directed(entry, units, &slices, &mut draft),
            Kind::Published => self.published(entry, units, &mut draft),
            Kind::Distribution(of) => self.distribution(entry, *of, units, &slices, &mut draft),
            Kind::Depth => self.depths(entry, units, &slices, &mut draft),
            Kind::Together(pairs) => self.together(pairs, units, &slices, &mut draft),
            Kind::Alignment => self.alignment(entry, units, &mut draft)?,
            Kind::RankBreaking => self.rank_breaking(entry, units, &mut draft)?,
            Kind::Frames => self.frames(entry, &slices, &mut draft),
            Kind::TwoSided(sides) => self.two_sided(sides, units, &mut draft),
            Kind::Expected(covariates) => self.expected_but_absent(entry, covariates, units, &mut draft)?,
            Kind::Levels(preferred) => self.levels(entry, preferred, units, &slices, &mut draft),
            Kind::Weight => self.weight(units, &slices, &mut draft),
            Kind::Profiles => self.profiles(units, &mut draft),
            Kind::Quoted => self.quoted(units, &mut draft),
            Kind::RoundTables { grouping, by, quota } => {
                self.round_tables(grouping, by, quota, units, &mut draft)
            }
            Kind::Agendas => self.agendas(entry, units, &mut draft)?,
        }
        Ok(draft)
    }
}
