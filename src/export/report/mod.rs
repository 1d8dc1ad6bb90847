//! The report: one page that holds all it needs, made of the tables, figures and statements of a run.
//!
//! It starts with the answer and how sure it is. Its look is a template, which a study may replace; it computes
//! nothing that the tables do not hold.

mod columns;
mod compared;
mod counted;
mod data;
mod names;
mod pieces;
mod plain;
mod statements;
mod tables;
mod template;

pub use statements::spool_row;
use template::Lazy;
pub use template::Template;

use super::labels::in_words;
use super::numbers::bound;
use super::{Figure, KeptTable, Spool};
use crate::analysis::{Findings, HOW_TO_READ, Unit};
use crate::error::Result;
use data::Data;
use names::Names;
pub(super) use names::bare;
use serde::Serialize;
use statements::Entry;
use std::io::Write;

/// The most statements of which the report shows each.
const MOST_STATEMENTS: usize = 1000;
/// The most statements whose whole texts it carries.
const MOST_TEXTS: usize = 500;

/// What a report is made of.
pub struct Report<'r> {
    /// What was found.
    pub findings: &'r Findings<'r>,
    /// The units of the tables.
    pub units: &'r [Unit<'r>],
    /// The tables.
    pub tables: &'r [KeptTable],
    /// The figures.
    pub figures: &'r [Figure],
}

/// What a template can print.
#[derive(Serialize)]
struct Page<'p> {
    title: &'p str,
    notice: &'p str,
    question: &'p str,
    version: &'static str,
    /// The note of the table of positions.
    answer: String,
    counts: Vec<tables::Count>,
    css: &'static str,
    script: &'static str,
    data: String,
    figures: Vec<FigureEntry<'p>>,
    tables: Vec<tables::Shown>,
    /// What holds of all tables of findings; empty where there are none.
    how_to_read: Vec<String>,
    /// The tables without rows.
    empty: Vec<tables::Empty>,
    statements: Lazy<Entry>,
    n_statements: usize,
    /// Whether the statements are too many to be shown.
    is_too_many: bool,
    groupings: Vec<Choices>,
    classes: Vec<Choices>,
    themes: Vec<String>,
    actors: Vec<String>,
}

#[derive(Serialize)]
struct FigureEntry<'p> {
    name: &'p str,
    /// Its number on the page, from 1.
    number: usize,
    title: String,
    note: String,
    svg: &'p str,
    /// The drawing without title, notice and note.
    drawing: &'p str,
}

impl<'p> FigureEntry<'p> {
    fn of((number, figure): (usize, &'p Figure)) -> Self {
        FigureEntry {
            name: &figure.name,
            number,
            title: bound(&figure.title),
            note: bound(&figure.note),
            svg: &figure.svg,
            drawing: &figure.drawing,
        }
    }
}

/// What a filter offers under a heading: values with the words to print.
#[derive(Serialize)]
struct Choices {
    name: String,
    label: String,
    values: Vec<(String, String)>,
}

impl Report<'_> {
    /// Writes the report, with what was put aside of each statement.
    ///
    /// # Errors
    /// Where reading back or writing fails, or the template asks for what there is not.
    pub fn write(&self, aside: &mut Spool, template: &Template, mut out: impl Write) -> Result<()> {
        let n_statements = self.findings.coded.len();
        let is_too_many = n_statements > MOST_STATEMENTS;
        let statements = if is_too_many { Vec::new() } else { self.statements(aside)? };
        let study = &self.findings.study.study;
        let find = |name: &str| self.tables.iter().find(|kept| kept.table.name == name);
        let (tables, empty) = tables::shown(self.tables, &Names::of(self.findings));
        let page = Page {
            title: &study.title,
            notice: &study.notice,
            question: &self.findings.question.label,
            version: env!("CARGO_PKG_VERSION"),
            answer: find("positions_by_detail").map_or_else(String::new, |kept| bound(&kept.table.note)),
            counts: find("positions_by_detail").map(tables::counts).unwrap_or_default(),
            css: include_str!("report.css"),
            script: include_str!("report.js"),
            data: if is_too_many { String::new() } else { Data::of(self.findings, self.units).block() },
            figures: (1..).zip(self.figures).map(FigureEntry::of).collect(),
            tables,
            how_to_read: self.how_to_read(),
            empty,
            statements: statements.into(),
            n_statements,
            is_too_many,
            groupings: self.group_choices(),
            classes: self.class_choices(),
            themes: self.findings.lexicon.coded().map(|(_, category)| category.label.clone()).collect(),
            actors: self.actors(),
        };
        template.render(&page, &mut out)
    }

    fn how_to_read(&self) -> Vec<String> {
        let lines = if self.findings.asked.entries.is_empty() { "" } else { HOW_TO_READ };
        lines.lines().map(|line| line.trim_start_matches("* ").replace('`', "")).collect()
    }

    fn statements(&self, aside: &mut Spool) -> Result<Vec<Entry>> {
        let coded = self.findings.coded;
        let rows = aside.rows()?.zip(coded).enumerate();
        rows.map(|(number, (row, one))| {
            let mut row = row?;
            if coded.len() > MOST_TEXTS {
                row.last_mut().map(std::mem::take);
            }
            Entry::read(number, row, one, self.findings)
        })
        .collect()
    }

    fn group_choices(&self) -> Vec<Choices> {
        let choices = |division: crate::analysis::Division| {
            let mut values: Vec<String> =
                self.units.iter().map(|unit| division.value(self.findings.actors, unit)).collect();
            values.sort();
            values.dedup();
            let values = values.into_iter().map(|value| (value.clone(), in_words(&value))).collect();
            Choices { name: division.name().into(), label: division.label().into(), values }
        };
        self.findings.divisions().into_iter().map(choices).collect()
    }

    fn class_choices(&self) -> Vec<Choices> {
        let question = self.findings.question;
        let choices = |class: &str| {
            let own = question.classes.iter().filter(|known| known.class == class);
            let values = own.map(|known| (known.detail.clone(), known.label.clone())).collect();
            Choices { name: class.into(), label: in_words(class), values }
        };
        question.class_names().into_iter().map(choices).collect()
    }

    fn actors(&self) -> Vec<String> {
        let name = |coded: &crate::coding::Coded| match coded.actor_name.is_empty() {
            true => coded.id.to_string(),
            false => coded.actor_name.to_string(),
        };
        let mut actors: Vec<String> = self.findings.coded.iter().map(name).collect();
        actors.sort();
        actors.dedup();
        actors
    }
}
