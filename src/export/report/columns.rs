//! Which columns of a table a page shows: the file has all.

use super::names::Names;
use super::plain::words;
use crate::table::{Cell, Table};

/// Columns that name for a machine what the column beside them says.
const SAID_BESIDE: [(&str, &str); 5] = [
    ("variable", "label"),
    ("theme", "label"),
    ("detail", "label"),
    ("actor_id", "actor"),
    ("group_id", "group"),
];

/// Where a quotation is from: it stands below it.
const SOURCE: [&str; 4] = ["citation", "statement_id", "paragraph", "sentence"];

/// What a state's own cues say to the contrary of its class.
pub const CUES_DIFFER: &str = "cues_differ";

/// The matrix of states and themes.
pub const MATRIX: &str = "state_theme_matrix";

/// What becomes of the columns of a table.
#[derive(Default)]
pub struct Choice {
    /// Those on the page, in its order.
    pub shown: Vec<usize>,
    /// Those that stand in the file alone.
    left_out: Vec<usize>,
    /// Those that say the same in every row.
    same: Vec<usize>,
}

impl Choice {
    /// The choice for some rows of a table.
    pub fn of(table: &Table, rows: &[Vec<Cell>]) -> Choice {
        let mut choice = Choice::default();
        for (at, name) in table.columns.iter().enumerate() {
            let is_same = rows.len() > 1 && rows.windows(2).all(|pair| pair[0][at] == pair[1][at]);
            let place = match rows.first().map(|row| &row[at]) {
                _ if is_source(table, name) || base(table, name).is_some() => continue,
                _ if is_said_below_the_state(table, name) => continue,
                _ if is_for_machines(table, rows, at) => &mut choice.left_out,
                Some(Cell::Text(_)) if is_same && name != "quotation" => &mut choice.same,
                _ => &mut choice.shown,
            };
            place.push(at);
        }
        // Who it is stands first, and stays in sight.
        if let Some(at) = choice.shown.iter().position(|at| table.columns[*at] == "actor") {
            choice.shown[..=at].rotate_right(1);
        }
        // What a row is about stands before the definition of its group.
        let place = |name: &str| choice.shown.iter().position(|at| table.columns[*at] == name);
        if let (Some(definition), Some(label)) = (place("definition"), place("label"))
            && definition < label
        {
            choice.shown[definition..=label].rotate_right(1);
        }
        choice
    }

    /// What is to be said below the table: what a sign means, what its rows share, what the file has besides.
    pub fn beside(&self, table: &Table, rows: &[Vec<Cell>], names: &Names) -> Vec<String> {
        let name = |at: &usize| table.columns[*at].as_str();
        let same =
            |at: &usize| format!("{}: {}", names.head(name(at)), words(name(at), &rows[0][*at], names));
        let same: Vec<String> = self.same.iter().map(same).collect();
        let left_out: Vec<&str> = self.left_out.iter().map(name).collect();
        let mut beside = Vec::new();
        if table.name == MATRIX {
            beside.push("· stands for 0.".to_string());
        }
        if !same.is_empty() {
            beside.push(format!("In every row above: {}.", same.join("; ")));
        }
        if !left_out.is_empty() {
            beside.push(format!("Also in the CSV: {}.", left_out.join(", ")));
        }
        beside
    }
}

/// Whether a column says nothing to a reader: it is empty, says in code what another says in words, or tells no rows apart.
fn is_for_machines(table: &Table, rows: &[Vec<Cell>], at: usize) -> bool {
    let name = table.columns[at].as_str();
    let is_filled = |name: &str| {
        let beside = table.columns.iter().position(|known| known == name);
        beside.is_some_and(|beside| rows.iter().all(|row| row[beside] != Cell::Blank))
    };
    let says_nothing = |cell: &Cell| match cell {
        Cell::Blank => true,
        Cell::Text(text) => name == "ci_kind" && text == "none",
        Cell::Count(count) => table.name == MATRIX && *count == 0,
        _ => false,
    };
    let is_one_definition = || {
        let mut known: Vec<&Cell> =
            rows.iter().map(|row| &row[at]).filter(|cell| **cell != Cell::Blank).collect();
        known.dedup();
        name == "definition" && known.len() < 2
    };
    SAID_BESIDE.iter().any(|(of_machine, beside)| *of_machine == name && is_filled(beside))
        || rows.iter().all(|row| says_nothing(&row[at]))
        || is_one_definition()
}

/// Whether a column says where a quotation of the table is from.
fn is_source(table: &Table, name: &str) -> bool {
    is_quoting(table) && SOURCE.contains(&name)
}

/// Whether a column says what stands below the name of the state.
fn is_said_below_the_state(table: &Table, name: &str) -> bool {
    name == CUES_DIFFER && table.columns.iter().any(|known| known == "actor")
}

/// Whether a table is of quotations with their sources.
pub fn is_quoting(table: &Table) -> bool {
    ["quotation", "citation"].iter().all(|name| table.columns.iter().any(|known| known == name))
}

/// The column whose interval a column bounds: `difference` of `difference_low`; of `share_low` it is the corrected share
/// where the table has one.
pub fn base(table: &Table, name: &str) -> Option<usize> {
    let stem = name.strip_suffix("_low").or_else(|| name.strip_suffix("_high"))?;
    let at = |name: &str| table.columns.iter().position(|known| known == name);
    let is_filled = |at: &usize| table.rows.iter().any(|row| row[*at] != Cell::Blank);
    at(&format!("{stem}_corrected")).filter(is_filled).or_else(|| at(stem))
}
