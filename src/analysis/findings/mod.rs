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
mod levels;
mod lists;
mod outside;
mod profiles;
mod read;
mod round_tables;
mod shares;
mod together;
mod two_sided;
mod words;

pub use draft::NotMade;
pub use outside::Supplied;
pub use read::{Asked, Entry, Variable, checked_margin};

use super::{Findings, Unit};
use crate::table::Table;
use draft::{Draft, Test, correct};
use groups::Slice;
use read::Kind;

/// The tables of the findings, and what could not be made.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// The tables, in the order of the file.
    pub tables: Vec<Table>,
    /// What was not made, and why.
    pub not_made: Vec<NotMade>,
}

impl Findings<'_> {
    /// Makes a table of each finding that the study asks for.
    pub fn made(&self, units: &[Unit]) -> Made {
        if self.asked.entries.is_empty() {
            return Made::default();
        }
        let population: Vec<&Unit> =
            self.population(units).into_iter().filter(|unit| unit.is_coded()).collect();
        let slices = self.slices(&population);
        let mut not_made = Vec::new();
        let mut drafts: Vec<(usize, Draft)> = Vec::new();
        for (number, entry) in self.asked.entries.iter().enumerate() {
            match self.draft(entry, &population, &slices) {
                Ok(draft) => drafts.push((number, draft)),
                Err(why) => not_made.push(why),
            }
        }
        let tests: Vec<&mut Test> = drafts.iter_mut().flat_map(|(_, draft)| &mut draft.tests).collect();
        correct(tests);
        let mut made = Made { not_made, ..Made::default() };
        let differences = self.differences(drafts.iter().map(|(_, draft)| draft));
        let in_words = self.in_words(&population, &slices, drafts.iter().map(|(_, draft)| draft));
        for (number, mut draft) in drafts {
            let entry = &self.asked.entries[number];
            draft.fill();
            let note = self.note(entry, &draft, population.len());
            let mut table = draft.table;
            table.title = self.title(&entry.title);
            table.is_list = matches!(entry.kind, Kind::Profiles | Kind::Quoted);
            made.tables.push(table.note(note));
            made.tables.extend(draft.lists.into_iter().map(|list| self.list_title(entry, list)));
            made.not_made.extend(draft.skipped);
        }
        made.tables.push(differences);
        made.tables.push(in_words);
        made.tables.push(self.scale_table());
        let notice = &self.study.study.notice;
        for table in made.tables.iter_mut().filter(|_| !notice.is_empty()) {
            table.title = format!("{} ({notice})", table.title);
        }
        made
    }

    /// One finding, or why it cannot be made.
    fn draft(&self, entry: &Entry, all: &[&Unit], slices: &[Slice]) -> Result<Draft, NotMade> {
        self.is_supplied(entry, all)?;
        let chosen: Vec<&Unit>;
        let units = match &entry.among {
            None => all,
            Some(among) => {
                let role = self.first_role(slices);
                chosen = all.iter().copied().filter(|unit| self.holds(among, unit, role)).collect();
                &chosen
            }
        };
        if units.is_empty() {
            let missing =
                format!("no state that was read is one of those it is about ({})", self.whom(entry));
            return Err(NotMade::of(entry, missing, "It is made as soon as one is read."));
        }
        let mut draft = Draft::new(&entry.id, units.len());
        let addresses = |unit: &&&Unit| unit.statements.iter().any(|coded| coded.addresses_proposal);
        draft.n_addressing = units.iter().filter(addresses).count();
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
