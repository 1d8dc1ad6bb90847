//! The tables: who takes which position, who says what, and where no mention is found.
//!
//! The unit is an actor at a meeting. Shares are of member states; observers, groups and
//! organizations are coded and listed, and stay out of every denominator.

mod columns;
mod concordance;
mod confidence;
mod contrary;
mod correction;
mod coverage;
mod features;
mod findings;
mod keyness;
mod positions;
mod quantifiers;
mod quotations;
mod themes;
mod units;
mod votes;

pub use columns::{Column, Selection};
pub use concordance::{Concordance, Line};
pub use correction::Correction;
pub use features::{FeatureCounts, Features};
pub(crate) use findings::spaced;
pub use findings::{Asked, Entry, HOW_TO_READ, LEAST_STATES, NotMade, Supplied, Variable, checked_margin};
pub use keyness::{Key, KeynessSettings, Measure, keyness, keyness_table};
pub use positions::{BARE, NOT_CHECKED_AT_ALL};
pub use quantifiers::{Quantifier, Scale};
pub use quotations::{Candidate, Quotations};
pub use units::{Unit, Voice, units};
pub use votes::{BY_VOTE, Ballot};

use crate::actors::{ActorTable, Grouping};
use crate::codebook::Question;
use crate::coding::Coded;
use crate::ingest::SpeakersList;
use crate::lexicon::Lexicon;
use crate::model::{LabelRecord, Record};
use crate::study::Study;
use crate::table::LongTable;
use std::collections::BTreeMap;

/// All that the tables are made of.
pub struct Findings<'f> {
    /// The study.
    pub study: &'f Study,
    /// The actors.
    pub actors: &'f ActorTable,
    /// The question.
    pub question: &'f Question,
    /// The lexicon of themes.
    pub lexicon: &'f Lexicon,
    /// All statements, coded and attributed.
    pub coded: &'f [Coded],
    /// Who should be there.
    pub speakers: &'f SpeakersList,
    /// The best quotations.
    pub quotations: &'f Quotations,
    /// Recorded votes.
    pub ballots: &'f [Ballot],
    /// A random sample that people coded to the end.
    pub correction: Option<&'f Correction<'f>>,
    /// Which part of all statements of member states those read are, where the study declares a random sample.
    pub part_of_all: Option<f64>,
    /// How the model of the question did in its training; none without a model.
    pub record: Option<&'f Record>,
    /// How the model of themes was trained; none where there is none.
    pub theme_record: Option<&'f LabelRecord>,
    /// The findings that have tables of their own.
    pub asked: &'f Asked,
    /// The words for shares.
    pub scale: &'f Scale,
    /// What the study supplies from outside.
    pub supplied: &'f Supplied,
    /// Rejected files and rows.
    pub n_rejects: usize,
}

/// A group of a grouping: its label, its value, and the units in it.
struct Group<'u> {
    grouping: String,
    group: String,
    units: Vec<&'u Unit<'u>>,
}

impl Findings<'_> {
    /// All tables, in the order in which a reader wants them.
    pub fn tables<'u>(&'u self, units: &'u [Unit<'u>]) -> Vec<LongTable<'u>> {
        let population = self.population(units);
        let coded: Vec<&Unit> = population.iter().copied().filter(|unit| unit.is_coded()).collect();
        let mut tables: Vec<LongTable> = vec![
            self.coverage(&population).into(),
            self.positions_by_detail(units, &population).into(),
            self.positions_by_group(&population).into(),
            self.themes_by_group(&coded).into(),
            self.state_theme_matrix(units),
            self.no_mention(coded),
            self.quotations.table(self.lexicon).into(),
            self.not_coded().into(),
            self.votes().into(),
        ];
        for table in self.confidence() {
            tables.push(table.into());
        }
        tables.extend(self.outcomes().map(LongTable::from));
        let notice = &self.study.study.notice;
        for table in tables.iter_mut().filter(|_| !notice.is_empty()) {
            table.head.title = format!("{} ({notice})", table.head.title);
        }
        tables
    }

    /// The units of the denominators: member states, or all where no state is known.
    pub fn population<'u>(&self, units: &'u [Unit<'u>]) -> Vec<&'u Unit<'u>> {
        let states: Vec<&Unit> = units.iter().filter(|unit| unit.is_state()).collect();
        if states.is_empty() { units.iter().collect() } else { states }
    }

    /// All units, then the groups of each grouping of the study; empty groups are left out.
    fn groups<'u>(&self, population: &[&'u Unit<'u>]) -> Vec<Group<'u>> {
        let mut groups =
            vec![Group { grouping: "all".into(), group: "all".into(), units: population.to_vec() }];
        for division in self.divisions() {
            groups.extend(divided(division.name(), population, |unit| division.value(self.actors, unit)));
        }
        groups
    }

    /// What divides the units in the tables by group: the groupings of the study, and each vote in place of
    /// the name that stands for all.
    pub fn divisions(&self) -> Vec<Division<'_>> {
        let mut divisions = Vec::new();
        for name in &self.study.tables.by {
            match name == BY_VOTE {
                true => divisions.extend(self.ballots.iter().map(Division::Ballot)),
                false => divisions.extend(self.actors.grouping(name).map(Division::Grouping)),
            }
        }
        divisions
    }

    /// A title with the study's own in front.
    fn title(&self, title: &str) -> String {
        match self.study.study.title.is_empty() {
            true => title.to_string(),
            false => format!("{}: {title}", self.study.study.title),
        }
    }
}

/// What divides units into groups.
#[derive(Clone, Copy, Debug)]
pub enum Division<'f> {
    /// How they voted.
    Ballot(&'f Ballot),
    /// A grouping at the date of the statement.
    Grouping(&'f Grouping),
}

impl Division<'_> {
    /// The name in the tables.
    pub fn name(&self) -> &str {
        match self {
            Division::Ballot(ballot) => &ballot.name,
            Division::Grouping(grouping) => &grouping.name,
        }
    }

    /// The words to print.
    pub fn label(&self) -> &str {
        match self {
            Division::Ballot(ballot) => &ballot.name,
            Division::Grouping(grouping) if grouping.label.is_empty() => &grouping.name,
            Division::Grouping(grouping) => &grouping.label,
        }
    }

    /// The group of a unit.
    pub fn value(&self, actors: &ActorTable, unit: &Unit) -> String {
        match self {
            Division::Ballot(ballot) => ballot.vote(unit.actor).into(),
            Division::Grouping(grouping) => {
                actors.value(grouping, unit.actor, unit.date).unwrap_or_else(|| "not known".into())
            }
        }
    }
}

/// The units by a value of theirs, in order of values.
fn divided<'u>(
    grouping: &str,
    population: &[&'u Unit<'u>],
    value: impl Fn(&Unit) -> String,
) -> impl Iterator<Item = Group<'u>> {
    let mut values: BTreeMap<String, Vec<&Unit>> = BTreeMap::new();
    population.iter().for_each(|unit| values.entry(value(unit)).or_default().push(unit));
    let grouping = grouping.to_string();
    values.into_iter().map(move |(group, units)| Group { grouping: grouping.clone(), group, units })
}
