//! A table on its way: its rows, its tests before they are corrected, and what is to be said of it.

use super::groups::Slice;
use super::read::Entry;
use crate::statistics::{Interval, benjamini_hochberg, holm};
use crate::table::{Cell, Table};
use std::collections::BTreeMap;

/// A table that was not made, and what it would take.
#[derive(Clone, Debug, PartialEq)]
pub struct NotMade {
    /// Its name.
    pub table: String,
    /// Its title.
    pub title: String,
    /// What is missing.
    pub missing: String,
    /// How to supply it.
    pub supply: String,
}

impl NotMade {
    /// An entry that was not made.
    pub(super) fn of(entry: &Entry, missing: impl Into<String>, supply: impl Into<String>) -> NotMade {
        NotMade {
            table: entry.id.clone(),
            title: entry.title.clone(),
            missing: missing.into(),
            supply: supply.into(),
        }
    }
}

/// How many of how many.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Count {
    /// The group's name.
    pub group: String,
    /// What its states are called.
    pub called: String,
    pub n: usize,
    pub of: usize,
}

/// A comparison of two groups.
#[derive(Clone, Debug)]
pub(super) struct Test {
    /// What is compared.
    pub label: String,
    pub variable: String,
    pub contrast: String,
    pub definition: String,
    /// Whether it is under the first definition of its contrast.
    pub is_first: bool,
    pub one: Count,
    pub other: Count,
    pub difference: Option<Interval>,
    /// The difference inside thirds of length.
    pub adjusted: Option<Interval>,
    pub odds_ratio: Option<Interval>,
    pub p: f64,
    pub p_holm: f64,
    pub p_bh: f64,
    /// How many tests its family has, and how many the run.
    pub n_family: usize,
    pub n_run: usize,
    pub family: String,
    pub smallest_margin: Option<f64>,
    pub power: f64,
    /// The row of the table that holds it.
    pub row: usize,
}

impl Test {
    /// A comparison of the first two groups of a slice; its p is still to be corrected.
    pub fn new(
        entry: &Entry,
        slice: &Slice,
        (label, variable): (&str, &str),
        counts: [Count; 2],
        p: f64,
    ) -> Test {
        let [one, other] = counts;
        Test {
            label: label.into(),
            variable: variable.into(),
            contrast: slice.name.clone(),
            definition: slice.definition.clone(),
            is_first: slice.is_first,
            one,
            other,
            difference: None,
            adjusted: None,
            odds_ratio: None,
            p,
            p_holm: p,
            p_bh: p,
            n_family: 1,
            n_run: 1,
            family: if entry.family.is_empty() { entry.id.clone() } else { entry.family.clone() },
            smallest_margin: None,
            power: 1.0,
            row: 0,
        }
    }
}

/// What a sentence is made of.
#[derive(Clone, Debug)]
pub(super) enum Said {
    /// Words that need no test.
    Words(String),
    /// A share, in groups and compared.
    Claim(Claim),
    /// A rank test by its index, with Cliff's delta.
    Ranks(usize, f64),
    /// A test of a whole distribution by its index.
    Whole(usize, Whole),
}

/// What is said of a whole distribution besides its test.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    /// What the groups are called, and how many states they have.
    pub called: Vec<String>,
    pub sizes: Vec<usize>,
    pub p_blocs: Option<f64>,
    /// Cramér's V.
    pub v: Option<f64>,
}

/// A share in all and in groups, under the first definition.
#[derive(Clone, Debug, Default)]
pub(super) struct Claim {
    pub label: String,
    pub variable: String,
    pub says: String,
    pub all: Count,
    pub groups: Vec<Count>,
    /// Index of the test of the first two groups.
    pub test: Option<usize>,
    /// Groups and tests of further contrasts.
    pub further: Vec<(Vec<Count>, usize)>,
}

/// A table on its way.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub table: Table,
    /// The units that it is about.
    pub n_units: usize,
    /// Those of them that speak of the proposal.
    pub n_addressing: usize,
    /// Which of them say the contrary of their class, in words.
    pub contrary: Option<String>,
    pub tests: Vec<Test>,
    pub said: Vec<Said>,
    pub lists: Option<Table>,
    /// Parts that were left out.
    pub skipped: Vec<NotMade>,
    /// More for the note, such as the draws of a permutation test.
    pub remarks: Vec<String>,
}

/// The columns that hold corrected p, in tables that have tests.
pub(super) const CORRECTED_P: [&str; 2] = ["p_holm", "p_bh"];

impl Draft {
    pub fn new(name: &str, n_units: usize) -> Draft {
        Draft {
            table: Table::new(name, "", &[]),
            n_units,
            n_addressing: 0,
            contrary: None,
            tests: Vec::new(),
            said: Vec::new(),
            lists: None,
            skipped: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// Adds a remark to the note, once.
    pub fn remark(&mut self, words: String) {
        if !self.remarks.contains(&words) {
            self.remarks.push(words);
        }
    }

    /// Names the columns.
    pub fn columns(&mut self, columns: &[&str]) {
        self.table.columns = columns.iter().map(ToString::to_string).collect();
    }

    pub fn say(&mut self, words: impl Into<String>) {
        self.said.push(Said::Words(words.into()));
    }

    /// Writes the corrected p of all tests into their rows.
    pub fn fill(&mut self) {
        let at = CORRECTED_P.map(|name| self.table.columns.iter().position(|column| column == name));
        for test in &self.tests {
            let Some(row) = self.table.rows.get_mut(test.row) else { continue };
            for (at, p) in at.iter().zip([test.p_holm, test.p_bh]) {
                if let Some(cell) = at.and_then(|at| row.get_mut(at)) {
                    *cell = Cell::Precise(p);
                }
            }
        }
    }
}

/// Corrects p: Holm inside a family under one definition, Benjamini and Hochberg across all tests of the run.
pub(super) fn correct(mut tests: Vec<&mut Test>) {
    let all: Vec<f64> = tests.iter().map(|test| test.p).collect();
    tests.iter_mut().for_each(|test| test.n_run = all.len());
    benjamini_hochberg(&all).iter().zip(&mut tests).for_each(|(p, test)| test.p_bh = *p);
    let mut families: BTreeMap<(String, String, String), Vec<usize>> = BTreeMap::new();
    for (number, test) in tests.iter().enumerate() {
        let family = (test.family.clone(), test.contrast.clone(), test.definition.clone());
        families.entry(family).or_default().push(number);
    }
    for family in families.values() {
        let own: Vec<f64> = family.iter().map(|number| all[*number]).collect();
        for (p, number) in holm(&own).into_iter().zip(family) {
            (tests[*number].p_holm, tests[*number].n_family) = (p, own.len());
        }
    }
}
