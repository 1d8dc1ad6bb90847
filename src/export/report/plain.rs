//! A table as it stands, its cells as a reader wants them.

use super::columns::{CUES_DIFFER, Choice, MATRIX, base, is_quoting};
use super::names::Names;
use super::tables::{Entry, Grid, Head, Row, n_shown, position};
use crate::export::KeptTable;
use crate::export::labels::{groups_in_words, in_words};
use crate::export::numbers::printed;
use crate::table::{Cell, Table};

/// Columns whose values are names of groupings, of details, and of groups and classes.
const GROUPINGS: [&str; 3] = ["grouping", "definition", "contrast"];
const DETAILS: [&str; 1] = ["detail"];
const GROUPS: [&str; 13] = [
    "group_one",
    "group_two",
    "class",
    "value",
    "stance",
    "stance_of_group",
    "position",
    "position_of_group",
    "attributed",
    "own",
    "members_by",
    "round_table",
    "role",
];

/// Columns of conditions, such as `venue=within_un|linked_un`.
const CONDITIONS: [&str; 6] = ["one", "other", "first", "second", "shows", "facets"];

/// Columns of words that need room, and of sentences, which need more.
const LABELS: [&str; 7] = ["label", "title", "item", "states", "others", "why", "definition"];
const SENTENCES: [&str; 4] = ["sentence", "quotation", "citation", "passage"];

/// Columns whose words are paler where the row above has the same.
const REPEATED: [&str; 3] = ["label", "definition", "grouping"];

/// Names in a cell above which they are folded, and characters of a cell of more than one name.
const MOST_NAMES: usize = 8;
const MOST_CHARACTERS: usize = 120;

/// The table as it stands.
pub fn plain(kept: &KeptTable, names: &Names) -> Grid {
    let table = &kept.table;
    let rows = &table.rows[..n_shown(kept)];
    let choice = Choice::of(table, rows);
    let mut entries: Vec<Vec<Entry>> = Vec::new();
    for cells in rows {
        let mut row: Vec<Entry> = choice.shown.iter().map(|at| entry(table, cells, *at, names)).collect();
        for (at, (own, above)) in
            choice.shown.iter().zip(row.iter_mut().zip(entries.last().into_iter().flatten()))
        {
            own.is_again = REPEATED.contains(&table.columns[*at].as_str()) && above.text == own.text;
        }
        entries.push(row);
    }
    Grid {
        columns: choice.shown.iter().map(|at| head(table, rows, *at, names)).collect(),
        rows: entries.into(),
        beside: choice.beside(table, rows, names),
        ..Grid::default()
    }
}

fn head(table: &Table, rows: &[Vec<Cell>], at: usize, names: &Names) -> Head {
    let name = table.columns[at].as_str();
    let is_number = |cell: &Cell| !matches!(cell, Cell::Text(_) | Cell::Blank);
    let class = match name {
        _ if rows.iter().any(|row| is_number(&row[at])) => "n",
        label if LABELS.contains(&label) || label.starts_with("states_") => "label",
        sentence if SENTENCES.contains(&sentence) => "sentence",
        _ => "",
    };
    Head { name: names.head(name), class }
}

fn entry(table: &Table, cells: &[Cell], at: usize, names: &Names) -> Entry {
    let (name, cell) = (table.columns[at].as_str(), &cells[at]);
    let row = Row { columns: &table.columns, cells };
    let text = match cell {
        Cell::Count(0) if table.name == MATRIX => "·".into(),
        cell => words(name, cell, names) + &interval(table, cells, at),
    };
    let pick = match (table.name.as_str(), name) {
        ("positions_by_detail", "n") => position(&row, "all", "all"),
        _ => String::new(),
    };
    let more = match name == "quotation" && is_quoting(table) {
        true => format!(
            "{}, paragraph {}, sentence {}",
            row.text("citation"),
            row.text("paragraph"),
            row.text("sentence")
        ),
        // A warning that is read with the name.
        false if name == "actor" && !row.text(CUES_DIFFER).is_empty() => {
            format!("cues differ: {}", row.text(CUES_DIFFER).replace(['_', '='], " "))
        }
        false => String::new(),
    };
    Entry { text, more, folded: folded(name, cell), pick, is_again: false }
}

/// A cell as a reader wants it.
pub fn words(column: &str, cell: &Cell, names: &Names) -> String {
    match cell {
        Cell::Text(name) if GROUPINGS.contains(&column) => names.grouping(name),
        Cell::Text(name) if DETAILS.contains(&column) => names.detail(name),
        Cell::Text(names) if column == "group" => groups_in_words(names),
        Cell::Text(name) if GROUPS.contains(&column) => in_words(name),
        Cell::Text(name) if CONDITIONS.contains(&column) => names.condition(name),
        cell => printed(column, cell),
    }
}

/// The interval of a number, where the table has its bounds.
fn interval(table: &Table, cells: &[Cell], at: usize) -> String {
    let bound = |end: &str| {
        let is = |name: &String| name.ends_with(end) && base(table, name) == Some(at);
        let bound = table.columns.iter().position(is)?;
        (cells[bound] != Cell::Blank).then(|| printed(&table.columns[at], &cells[bound]))
    };
    match (bound("_low"), bound("_high")) {
        (Some(low), Some(high)) => format!(" ({low} to {high})"),
        _ => String::new(),
    }
}

/// How a cell of many names is announced; empty where it is no such cell.
fn folded(column: &str, cell: &Cell) -> String {
    let is_of_names = column.starts_with("states") || ["others", "missing_actors"].contains(&column);
    let n = |names: &str| names.split("; ").count();
    let is_long = |names: &str| n(names) > MOST_NAMES || n(names) > 1 && names.len() > MOST_CHARACTERS;
    match cell {
        Cell::Text(names) if is_of_names && is_long(names) => format!("{} names", n(names)),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(name: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> KeptTable {
        let mut table = Table::new(name, "T", columns);
        rows.into_iter().for_each(|row| table.push(row));
        KeptTable { n_rows: table.rows.len(), table, ..KeptTable::default() }
    }

    fn shown(grid: &Grid) -> Vec<String> {
        let heads = grid.columns.iter().map(|head| format!("{}.{}", head.name, head.class));
        let rows = grid
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|"));
        std::iter::once(heads.collect::<Vec<_>>().join("|")).chain(rows).collect()
    }

    #[test]
    fn a_reader_is_spared_what_only_machines_need() {
        let columns = [
            "definition",
            "variable",
            "label",
            "group",
            "n",
            "share",
            "ci_kind",
            "share_corrected",
            "difference",
            "difference_low",
            "difference_high",
            "p",
            "meeting",
        ];
        let row = |definition: &str, group: &str, difference: [Option<f64>; 4]| -> Vec<Cell> {
            let mut row: Vec<Cell> = [definition, "stance=a", "Opposed", group].map(Cell::from).to_vec();
            row.extend([3usize.into(), 0.5.into(), "none".into(), Cell::Blank]);
            row.extend(difference.map(|number| number.map_or(Cell::Blank, Cell::Precise)));
            row.extend(["Dialogue".into()]);
            row
        };
        let none = [None; 4];
        let rows = vec![
            row("", "all", none),
            row("role_paper", "asia_pacific", [Some(-0.25), Some(-0.5), Some(0.0), Some(0.04)]),
            row("role_flows", "grulac", none),
        ];
        let mut grid = plain(&kept("a4", &columns, rows.clone()), &Names::default());
        assert_eq!(
            shown(&grid),
            [
                "definition.label|group.|n.n|share.n|difference.n|p.n",
                "|all|3|0.500||",
                "role paper|Asia and the Pacific|3|0.500|−0.250 (−0.500 to 0.000)|.040",
                "role flows|Latin America and the Caribbean|3|0.500||",
            ]
        );
        assert_eq!(
            grid.beside,
            [
                "In every row above: label: Opposed; meeting: Dialogue.",
                "Also in the CSV: variable, ci_kind, share_corrected."
            ]
        );
        // One definition tells no rows apart; a label that varies stands first.
        let mut rows = rows;
        rows.truncate(2);
        rows[1][2] = "Other".into();
        grid = plain(&kept("a4", &columns, rows), &Names::default());
        assert_eq!(shown(&grid)[0], "label.label|group.|n.n|share.n|difference.n|p.n");
        assert_eq!(grid.beside[1], "Also in the CSV: definition, variable, ci_kind, share_corrected.");
    }

    #[test]
    fn many_names_are_folded_and_zeros_are_dots() {
        let names: Vec<String> = (0..20).map(|number| format!("State {number}")).collect();
        let rows = vec![vec![20usize.into(), names.join("; ").into()], vec![1usize.into(), "State 1".into()]];
        let grid = plain(&kept("no_mention_found", &["n_own", "states_own"], rows), &Names::default());
        assert_eq!([&grid.rows[0][1].folded, &grid.rows[1][1].folded], ["20 names", ""]);
        let rows = vec![
            vec!["A".into(), 0usize.into(), 0usize.into()],
            vec!["B".into(), 2usize.into(), 0usize.into()],
        ];
        let grid = plain(&kept(MATRIX, &["actor", "x", "y"], rows), &Names::default());
        assert_eq!(shown(&grid), ["actor.|x.n", "A|·", "B|2"]);
        assert_eq!(grid.beside, ["· stands for 0.", "Also in the CSV: y."]);
    }

    #[test]
    fn a_quotation_has_its_source_below() {
        let columns =
            ["theme", "label", "quotation", "actor", "statement_id", "paragraph", "sentence", "citation"];
        let row = |label: &str| {
            let mut row: Vec<Cell> =
                ["a", label, &format!("{label} is so."), "Mexico", "MEX_1"].map(Cell::from).to_vec();
            row.extend([2usize.into(), 4usize.into(), "Mexico, MEX_1".into()]);
            row
        };
        let rows = vec![row("A"), row("A"), row("B")];
        let grid = plain(&kept("quotations", &columns, rows), &Names::default());
        assert_eq!(shown(&grid)[..2], ["label.label|quotation.sentence", "A|A is so."]);
        assert_eq!(grid.rows[0][1].more, "Mexico, MEX_1, paragraph 2, sentence 4");
        assert_eq!([0, 1, 2].map(|row| grid.rows[row][0].is_again), [false, true, false]);
        assert_eq!(grid.beside, ["In every row above: actor: Mexico.", "Also in the CSV: theme."]);
    }
}
