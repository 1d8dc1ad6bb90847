//! Comparisons as a reader wants them: groups beside each other, their difference in points, its test.
//!
//! The file has a row for each number; here a row holds all that belongs together.

use super::counted::{
    TESTS, called, count, difference, group, label, n_and_share, number, points_with_bounds, tests,
};
use super::names::Names;
use super::tables::{Entry, Grid, Head, Row};
use crate::export::KeptTable;
use crate::export::labels::groups_in_words;
use crate::export::numbers::bound;
use crate::table::Cell;

/// The columns that every table of comparisons has.
const COMPARED: [&str; 4] = ["definition", "group", "n", "denominator"];

/// What parts the rows of a group, where they are not of one thing: a value, or how much is said.
const PARTS: [&str; 2] = ["value", "depth"];

/// Columns besides, whose numbers have their places.
const SHOWN: [&str; 9] = [
    "label",
    "share",
    "share_corrected",
    "share_low",
    "share_high",
    "sentences",
    "sentence_share",
    "delta_low",
    "delta_high",
];

/// The depth of what is not spoken of.
const ABSENT: &str = "absent";

/// The parts of a table of comparisons; none where a table compares nothing.
pub fn compared(kept: &KeptTable, names: &Names) -> Option<Vec<Grid>> {
    let columns = &kept.table.columns;
    let has = |name: &&str| columns.iter().any(|known| known == name);
    if kept.table.is_list || !COMPARED.iter().all(has) {
        return None;
    }
    let rows: Vec<Row> = kept.table.rows.iter().map(|cells| Row { columns, cells }).collect();
    let rows = without_absent(rows);
    let mut grids = match PARTS.into_iter().find(has) {
        Some(part) => by_definition(&rows, part, names),
        None => vec![by_label(&rows, names)],
    };
    let shown = [&COMPARED[..], &PARTS, &TESTS, &SHOWN].concat();
    let is_filled = |at: usize| {
        kept.table.rows.iter().any(|row| !matches!(&row[at], Cell::Blank) && row[at] != Cell::from("none"))
    };
    let left_out = columns.iter().enumerate().filter(|(at, name)| {
        !shown.contains(&name.as_str()) && !name.starts_with("difference") && is_filled(*at)
    });
    let left_out: Vec<&str> = left_out.map(|(_, name)| name.as_str()).collect();
    if let Some(last) = grids.last_mut().filter(|_| !left_out.is_empty()) {
        last.beside.push(format!("Also in the CSV: {}.", left_out.join(", ")));
    }
    Some(grids)
}

/// The rows without those on what nobody speaks of: a depth that all share says nothing by group.
fn without_absent(rows: Vec<Row>) -> Vec<Row> {
    let is_said = |row: &Row| !["", "0"].contains(&row.text("n").as_str()) && row.text("depth") != ABSENT;
    let said: Vec<String> = rows.iter().filter(|row| is_said(row)).map(label).collect();
    let has_depth = rows.iter().any(|row| row.text("depth") == ABSENT);
    let is_kept = |row: &Row| !has_depth || row.text("definition").is_empty() || said.contains(&label(row));
    rows.into_iter().filter(|row| is_kept(row)).collect()
}

/// A row for each division into groups, under a heading for each thing that is compared.
fn by_label(rows: &[Row], names: &Names) -> Grid {
    let tests: Vec<&str> = ["p", "p_holm"].into_iter().filter(|test| is_filled(rows, test)).collect();
    let is_tested = is_filled(rows, "difference");
    let (has_groups, has_many) =
        (is_filled(rows, "definition"), rows.windows(2).any(|pair| label(&pair[0]) != label(&pair[1])));
    let mut columns = vec![head("", "label"), head("states with it, of all", "lines")];
    if is_tested {
        columns.push(head("difference, points", "lines"));
        columns.extend(tests.iter().map(|test| head(&names.head(test), "n")));
    }
    let mut lines: Vec<Vec<Entry>> = Vec::new();
    for of_label in rows.chunk_by(|a, b| label(a) == label(b)) {
        let called = label(&of_label[0]);
        if has_groups && has_many {
            lines.push(vec![entry(called.clone())]);
        }
        for division in of_label.chunk_by(|a, b| a.text("definition") == b.text("definition")) {
            let definition = division[0].text("definition");
            let first = match (has_groups, definition.is_empty()) {
                (false, _) => called.clone(),
                (true, true) => "all states".into(),
                (true, false) => names.grouping(&definition),
            };
            let counts: Vec<String> = division.iter().filter_map(count).collect();
            let mut line = vec![entry(first), entry(counts.join("\n"))];
            if is_tested {
                let test = division.iter().find(|row| !row.text("difference").is_empty());
                line.push(entry(test.map(difference).unwrap_or_default()));
                line.extend(
                    tests.iter().map(|name| entry(test.map(|row| number(row, name)).unwrap_or_default())),
                );
            }
            lines.push(line);
        }
    }
    let beside = match has_groups && !has_many {
        true => vec![format!("In every row above: {}.", rows.first().map(label).unwrap_or_default())],
        false => Vec::new(),
    };
    Grid { columns, rows: lines.into(), beside, ..Grid::default() }
}

/// A part for each division into groups: values in rows, groups in columns, tests below.
fn by_definition(rows: &[Row], part: &str, names: &Names) -> Vec<Grid> {
    let has_many = part == "depth" && rows.windows(2).any(|pair| label(&pair[0]) != label(&pair[1]));
    let mut order: Vec<String> = Vec::new();
    for row in rows {
        let definition = row.text("definition");
        if !order.contains(&definition) {
            order.push(definition);
        }
    }
    // Where all states have one value, groups have nothing to tell.
    let is_of_all =
        |row: &&Row| row.text("definition").is_empty() && !["", "0"].contains(&row.text("n").as_str());
    if part == "value" && order.iter().any(String::is_empty) && rows.iter().filter(is_of_all).count() == 1 {
        order.retain(String::is_empty);
    }
    let grid = |definition: &String| {
        let own: Vec<&Row> = rows.iter().filter(|row| row.text("definition") == *definition).collect();
        let heading = if definition.is_empty() { "All states".into() } else { names.grouping(definition) };
        let mut grid = Grid { heading, columns: vec![head("", "label")], ..Grid::default() };
        let mut keys: Vec<[String; 2]> = Vec::new();
        let key = |row: &Row| [row.text("label"), row.text(part)];
        for row in own.iter().filter(|row| !row.text("n").is_empty()) {
            let group = group(row);
            let name = match group.is_empty() {
                true => format!("states (n = {})", row.text("denominator")),
                false => format!("{group} (n = {})", row.text("denominator")),
            };
            let column = position(&mut grid.columns, head(&bound(&name), "n"));
            if !keys.contains(&key(row)) {
                // Of more than one thing each is named once, above what is said of it.
                if has_many && keys.last().is_none_or(|last| last[0] != row.text("label")) {
                    grid.rows.push(vec![entry(label(row))]);
                    keys.push([row.text("label"), String::new()]);
                }
                keys.push(key(row));
                grid.rows.push(vec![entry(called(row, part))]);
            }
            let line = keys.iter().position(|known| *known == key(row)).unwrap_or_default();
            grid.rows[line].resize(column, Entry::default());
            grid.rows[line].push(entry(n_and_share(row)));
        }
        let differs = |row: &&&Row| !row.text("difference").is_empty();
        if let Some(first) = own.iter().find(differs) {
            let column = position(
                &mut grid.columns,
                head(&format!("{}, points", groups_in_words(&first.text("group"))), "n"),
            );
            for row in own.iter().filter(differs) {
                if let Some(line) = keys.iter().position(|known| *known == key(row)) {
                    grid.rows[line].resize(column, Entry::default());
                    grid.rows[line].push(entry(points_with_bounds(row, "difference")));
                }
            }
            let n_columns = grid.columns.len();
            grid.rows
                .iter_mut()
                .filter(|line| line.len() > 1)
                .for_each(|line| line.resize(n_columns, Entry::default()));
        }
        let is_test = |row: &&&Row| row.text("n").is_empty() && row.text("difference").is_empty();
        grid.beside = own.iter().filter(is_test).map(|row| tests(row, names)).collect();
        grid
    };
    order.iter().map(grid).collect()
}

/// Where a column is, put at the end where it is not yet.
fn position(columns: &mut Vec<Head>, column: Head) -> usize {
    columns.iter().position(|known| *known == column).unwrap_or_else(|| {
        columns.push(column);
        columns.len() - 1
    })
}

fn head(name: &str, class: &'static str) -> Head {
    Head { name: name.into(), class }
}

fn entry(text: String) -> Entry {
    Entry { text, ..Entry::default() }
}

fn is_filled(rows: &[Row], column: &str) -> bool {
    rows.iter().any(|row| !row.text(column).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    fn kept(columns: &[&str], rows: Vec<Vec<Cell>>) -> KeptTable {
        let mut table = Table::new("a4", "T", columns);
        rows.into_iter().for_each(|row| table.push(row));
        KeptTable { n_rows: table.rows.len(), table, ..KeptTable::default() }
    }

    fn texts(grid: &Grid) -> Vec<String> {
        let text = |row: &Vec<Entry>| {
            row.iter().map(|cell| cell.text.replace(['\u{a0}', '\n'], " ")).collect::<Vec<_>>().join("|")
        };
        grid.rows.iter().map(text).collect()
    }

    const COLUMNS: [&str; 10] = [
        "definition",
        "variable",
        "label",
        "group",
        "n",
        "denominator",
        "share",
        "difference",
        "difference_low",
        "difference_high",
    ];

    fn counted(definition: &str, label: &str, group: &str, n: usize, of: usize) -> Vec<Cell> {
        let mut row: Vec<Cell> = [definition, "v", label, group].map(Cell::from).to_vec();
        row.extend([n.into(), of.into(), (n as f64 / of as f64).into()]);
        row.extend([Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank]);
        row
    }

    #[test]
    fn groups_and_their_difference_stand_in_one_row() {
        let columns = [&COLUMNS[..], &["p"]].concat();
        let mut tested: Vec<Cell> = ["role", "v", "Opposed", "a less b"].map(Cell::from).to_vec();
        tested.extend([Cell::Blank, Cell::Blank, Cell::Blank]);
        tested.extend([-0.1875, -0.4301, -0.0036, 0.0567].map(Cell::Precise));
        let rows = vec![
            counted("", "Opposed", "all", 3, 40),
            counted("role", "Opposed", "a", 0, 24),
            counted("role", "Opposed", "b", 3, 16),
            tested,
            counted("", "For it", "all", 1, 40),
        ];
        let grids = compared(&kept(&columns, rows.clone()), &Names::default()).unwrap();
        let [grid] = grids.as_slice() else { panic!("{grids:?}") };
        assert_eq!(
            texts(grid),
            [
                "Opposed",
                "all states|3 of 40 (8 %)||",
                "role|a: 0 of 24 b: 3 of 16 (19 %)|a less b −19 (−43 to −0.4)|.057",
                "For it",
                "all states|1 of 40 (3 %)||",
            ]
        );
        assert_eq!(grid.beside, ["Also in the CSV: variable."]);
        // Without groups a row is what is counted; a list and a table of another kind stay as they are.
        let plain = vec![rows[0].clone(), rows[4].clone()];
        let grids = compared(&kept(&columns, plain), &Names::default()).unwrap();
        assert_eq!(texts(&grids[0]), ["Opposed|3 of 40 (8 %)", "For it|1 of 40 (3 %)"]);
        assert!(compared(&kept(&["label", "n"], Vec::new()), &Names::default()).is_none());
    }

    #[test]
    fn values_stand_in_rows_and_groups_in_columns() {
        let columns = ["definition", "value", "label", "group", "n", "denominator", "share", "p"];
        let row = |definition: &str, value: &str, group: &str, n: usize, of: usize| -> Vec<Cell> {
            let mut row: Vec<Cell> = [definition, value, "", group].map(Cell::from).to_vec();
            row.extend([n.into(), of.into(), (n as f64 / of as f64).into(), Cell::Blank]);
            row
        };
        let mut test: Vec<Cell> = ["role", "(all values)", "", "a, b"].map(Cell::from).to_vec();
        test.extend([Cell::Blank, Cell::Blank, Cell::Blank, Cell::Precise(0.171)]);
        let rows = vec![
            row("", "within_un", "all", 2, 5),
            row("", "opposed", "all", 3, 5),
            row("role", "within_un", "a", 2, 4),
            row("role", "opposed", "a", 2, 4),
            row("role", "within_un", "b", 0, 1),
            row("role", "opposed", "b", 1, 1),
            test,
        ];
        let one_value = vec![rows[0].clone(), rows[2].clone()];
        assert_eq!(compared(&kept(&columns, one_value), &Names::default()).unwrap().len(), 1);
        let grids = compared(&kept(&columns, rows), &Names::default()).unwrap();
        assert_eq!(
            grids.iter().map(|grid| grid.heading.as_str()).collect::<Vec<_>>(),
            ["All states", "role"]
        );
        let heads: Vec<String> =
            grids[1].columns.iter().map(|head| head.name.replace('\u{a0}', " ")).collect();
        assert_eq!(heads, ["", "a (n = 4)", "b (n = 1)"]);
        assert_eq!(texts(&grids[1]), ["within UN|2 (50 %)|0", "opposed|2 (50 %)|1 (100 %)"]);
        assert_eq!(
            grids[1].beside.iter().map(|line| line.replace('\u{a0}', " ")).collect::<Vec<_>>(),
            ["a, b: p .171."]
        );
    }
}
