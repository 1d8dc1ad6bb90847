//! The sheet that people fill in: a row a statement with its text, and the codebook beside it.
//!
//! Blind: nothing on it tells how the machine codes a statement. Strata have numbers instead of names.

use super::frame::{Frame, Next};
use super::run::{FinishedRun, cell};
use crate::error::Result;
use crate::export::PastRow;
use crate::table::{Cell, Table};
use crate::validity::{Drawn, HOLDOUT, OPEN};
use std::collections::BTreeMap;

/// The most characters that a cell of a spreadsheet holds, with room to spare.
const MOST_CHARACTERS: usize = 32_000;

/// How a sheet is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct SheetSettings {
    /// Whether the actor and the date are left out.
    pub hides_actor: bool,
}

/// A sheet to be filled in.
pub struct Sheet {
    /// A row a statement.
    pub rows: Table,
    /// A row a code: what people choose from.
    pub codebook: Table,
    /// The codes that a column may hold, for drop-downs: the column's name and its codes.
    pub choices: Vec<(&'static str, Vec<String>)>,
}

/// What stands in front of the empty columns: how a statement came onto the sheet.
struct Listed {
    statement: String,
    cells: Vec<Cell>,
}

impl Sheet {
    /// The sheet of a random sample.
    ///
    /// # Errors
    /// Where a text cannot be read again.
    pub fn of_sample(
        finished: &FinishedRun,
        frame: &Frame,
        drawn: &[Drawn],
        settings: SheetSettings,
    ) -> Result<Sheet> {
        let numbers: BTreeMap<&str, usize> = numbered(drawn);
        let cells = |drawn: &Drawn| -> Vec<Cell> {
            vec![
                format!("s{}", numbers[drawn.stratum.as_str()]).into(),
                Cell::Precise(drawn.probability),
                if drawn.is_holdout { HOLDOUT } else { OPEN }.into(),
            ]
        };
        let listed = drawn.iter().flat_map(|drawn| {
            let statements = frame.units[drawn.unit].statements.iter();
            statements.map(move |id| Listed { statement: id.clone(), cells: cells(drawn) })
        });
        Sheet::of(finished, &["stratum", "probability", "part"], listed.collect(), settings)
    }

    /// The sheet of the statements that tell most.
    ///
    /// # Errors
    /// Where a text cannot be read again.
    pub fn of_next(finished: &FinishedRun, next: &[Next], settings: SheetSettings) -> Result<Sheet> {
        let listed = next
            .iter()
            .map(|next| Listed { statement: next.statement.clone(), cells: vec![next.why.as_str().into()] });
        Sheet::of(finished, &["why"], listed.collect(), settings)
    }

    fn of(
        finished: &FinishedRun,
        own: &[&str],
        listed: Vec<Listed>,
        settings: SheetSettings,
    ) -> Result<Sheet> {
        let ids: Vec<&str> = listed.iter().map(|listed| listed.statement.as_str()).collect();
        let texts = finished.texts(&ids)?;
        let parts: BTreeMap<&str, Vec<&str>> =
            texts.iter().map(|(id, statement)| (id.as_str(), cut(&statement.text))).collect();
        let n_parts = parts.values().map(Vec::len).max().unwrap_or(1);
        let of_text: Vec<String> =
            (1..=n_parts).map(|n| if n == 1 { "text".into() } else { format!("text_{n}") }).collect();
        let known: &[&str] = if settings.hides_actor { &[] } else { &["actor", "date"] };
        let columns: Vec<&str> =
            [&["statement_id"], known, own, &["coder", "stance", "stance_detail", "themes", "note"]]
                .concat()
                .into_iter()
                .chain(of_text.iter().map(String::as_str))
                .collect();
        let mut rows = Table::new("sample", "Statements to code", &columns);
        let by_id: BTreeMap<&str, &PastRow> =
            finished.statements.iter().map(|row| (cell(row, "statement_id"), row)).collect();
        for Listed { statement, cells } in &listed {
            let mut row: Vec<Cell> = vec![statement.as_str().into()];
            row.extend(
                known.iter().map(|column| {
                    Cell::from(by_id.get(statement.as_str()).map_or("", |row| cell(row, column)))
                }),
            );
            row.extend(cells.iter().cloned());
            row.resize(columns.len() - n_parts, Cell::Blank);
            row.extend(parts.get(statement.as_str()).into_iter().flatten().map(|part| Cell::from(*part)));
            rows.push(row);
        }
        Ok(Sheet { rows, codebook: codebook(finished), choices: choices(finished) })
    }
}

/// Numbers for strata, in an order that tells nothing: that of their first statement in the sample.
fn numbered(drawn: &[Drawn]) -> BTreeMap<&str, usize> {
    let mut numbers = BTreeMap::new();
    for drawn in drawn {
        let next = numbers.len() + 1;
        numbers.entry(drawn.stratum.as_str()).or_insert(next);
    }
    numbers
}

/// A text in parts that a cell holds.
fn cut(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.chars().nth(MOST_CHARACTERS).is_some() {
        let most: usize = rest.chars().take(MOST_CHARACTERS).map(char::len_utf8).sum();
        let at = rest[..most].rfind("\n\n").filter(|at| *at > 0).unwrap_or(most);
        parts.push(rest[..at].trim_end());
        rest = rest[at..].trim_start();
    }
    parts.push(rest);
    parts
}

fn choices(finished: &FinishedRun) -> Vec<(&'static str, Vec<String>)> {
    let question = &finished.question;
    let classes = question.class_names().into_iter().chain([crate::codebook::UNCODABLE]);
    let details = question.classes.iter().map(|class| class.detail.clone());
    vec![("stance", classes.map(String::from).collect()), ("stance_detail", details.collect())]
}

/// What can be coded: each class, detail and theme with what it means.
fn codebook(finished: &FinishedRun) -> Table {
    let columns = ["variable", "code", "label", "definition", "example", "no_example"];
    let mut table = Table::new("codebook", finished.question.label.clone(), &columns);
    let mut push = |cells: [&str; 6]| table.push(cells.map(Cell::from).to_vec());
    for class in finished.question.class_names() {
        push(["stance", class, "", "", "", ""]);
    }
    push(["stance", crate::codebook::UNCODABLE, "Nobody could tell", "", "", ""]);
    for class in &finished.question.classes {
        push([
            "stance_detail",
            &class.detail,
            &class.label,
            &format!("A detail of {}.", class.class),
            "",
            "",
        ]);
    }
    push(["themes", "none", "None of the themes", "Several themes are joined by ; in the cell.", "", ""]);
    for (_, theme) in finished.lexicon.coded() {
        let first = |examples: &[String]| examples.first().cloned().unwrap_or_default();
        push([
            "themes",
            &theme.slug,
            &theme.label,
            &theme.definition,
            &first(&theme.examples_yes),
            &first(&theme.examples_no),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_paragraphs_and_loses_nothing() {
        let paragraph = "We thank you. ".repeat(1_000);
        let text = [paragraph.trim_end(); 6].join("\n\n");
        let parts = cut(&text);
        assert!(
            parts.len() == 3 && parts.iter().all(|part| part.len() <= MOST_CHARACTERS),
            "{}",
            parts.len()
        );
        assert_eq!(parts.join("\n\n"), text);
        assert_eq!(cut("short"), ["short"]);
        assert_eq!(cut(&"é".repeat(70_000)).concat(), "é".repeat(70_000));
    }

    #[test]
    fn strata_are_numbered_by_their_first_statement() {
        let drawn =
            |stratum: &str| Drawn { unit: 0, stratum: stratum.into(), probability: 1.0, is_holdout: false };
        let drawn = [drawn("opposed"), drawn("abstain"), drawn("opposed"), drawn("independent")];
        let numbers = numbered(&drawn);
        assert_eq!((numbers["opposed"], numbers["abstain"], numbers["independent"]), (1, 2, 3));
    }
}
