//! Tables as the report shows them: as they stand, or groups side by side; counts that lead to statements.

use super::template::Lazy;
use crate::analysis::BARE;
use crate::export::KeptTable;
use crate::export::labels::in_words;
use crate::table::Cell;
use serde::Serialize;
use serde_json::{Map, Value};

/// Rows above which a table is folded.
const LONG: usize = 30;

/// The most rows of a list: the file has the others.
const LISTED: usize = 60;

/// A table on the page.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    name: String,
    title: String,
    note: String,
    n_rows: usize,
    is_long: bool,
    /// Rows that stand in the file alone.
    n_left_out: usize,
    /// Parts of it, each with its own columns.
    grids: Vec<Grid>,
}

/// A part of a table.
#[derive(Clone, Debug, Default, Serialize)]
struct Grid {
    heading: String,
    columns: Vec<String>,
    rows: Lazy<Vec<Entry>>,
}

/// A cell on the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct Entry {
    text: String,
    /// What stands below it, smaller.
    more: String,
    is_number: bool,
    /// What chooses the units that it counts, as JSON; empty where nothing is to be chosen.
    pick: String,
}

/// A row by its columns.
struct Row<'t> {
    columns: &'t [String],
    cells: &'t [Cell],
}

impl Row<'_> {
    fn text(&self, column: &str) -> String {
        let at = self.columns.iter().position(|known| known == column);
        at.and_then(|at| self.cells.get(at)).map(ToString::to_string).unwrap_or_default()
    }

    fn percent(&self, column: &str) -> Option<String> {
        let share: f64 = self.text(column).parse().ok()?;
        Some(format!("{:.1} %", 100.0 * share))
    }
}

/// A table for the page; `groupings` has the words to print for the names of groupings.
pub fn shown(kept: &KeptTable, groupings: &[(String, String)]) -> Shown {
    let grids = match kept.table.name.as_str() {
        "positions_by_group" => by_group(kept, groupings, &["class", "detail"]),
        "themes_by_group" => by_group(kept, groupings, &["label"]),
        _ => vec![plain(kept)],
    };
    let longest = grids.iter().map(|grid| grid.rows.len()).max().unwrap_or_default();
    Shown {
        name: kept.table.name.clone(),
        title: kept.table.title.clone(),
        note: kept.table.note.clone(),
        n_rows: kept.n_rows,
        is_long: longest > LONG,
        n_left_out: kept.n_rows - n_shown(kept),
        grids,
    }
}

/// Rows above which a table is a list to a reader, whatever it holds.
const MOST_ROWS: usize = 3000;

/// How many rows are on the page.
fn n_shown(kept: &KeptTable) -> usize {
    let is_list = kept.table.is_list || kept.n_rows > MOST_ROWS;
    let most = if is_list { LISTED } else { usize::MAX };
    kept.table.rows.len().min(most)
}

/// How many take a class, as the page says first.
#[derive(Clone, Debug, Serialize)]
pub struct Count {
    class: String,
    n: String,
    denominator: String,
    share: String,
    pick: String,
}

/// The classes of the table of positions with their numbers; what is no class only where there is one.
pub fn counts(kept: &KeptTable) -> Vec<Count> {
    let columns = &kept.table.columns;
    let rows = || kept.table.rows.iter().map(|cells| Row { columns, cells });
    let classes: Vec<String> =
        rows().filter(|row| !row.text("detail").is_empty()).map(|row| row.text("class")).collect();
    let is_shown = |row: &Row| {
        let is_whole = row.text("detail").is_empty() && row.text("label") != BARE;
        is_whole && (classes.contains(&row.text("class")) || row.text("n") != "0")
    };
    let count = |row: Row| Count {
        class: in_words(&row.text("class")),
        n: row.text("n"),
        denominator: row.text("denominator"),
        share: row.percent("share").unwrap_or_default(),
        pick: position(&row, "all", "all"),
    };
    rows().filter(is_shown).map(count).collect()
}

/// The table as it stands.
fn plain(kept: &KeptTable) -> Grid {
    let columns = &kept.table.columns;
    // Columns without any value stand in the file alone.
    let is_shown = |at: &usize| kept.table.rows.iter().any(|cells| cells.get(*at) != Some(&Cell::Blank));
    let shown: Vec<usize> = (0..columns.len()).filter(is_shown).collect();
    let row = |cells: &Vec<Cell>| {
        let row = Row { columns, cells };
        let entry = |(column, cell): (&String, &Cell)| Entry {
            text: cell.to_string(),
            more: String::new(),
            is_number: !matches!(cell, Cell::Text(_) | Cell::Blank),
            pick: match (kept.table.name.as_str(), column.as_str()) {
                ("positions_by_detail", "n") => position(&row, "all", "all"),
                _ => String::new(),
            },
        };
        shown.iter().map(|at| entry((&columns[*at], &cells[*at]))).collect()
    };
    let rows = kept.table.rows[..n_shown(kept)].iter().map(row).collect::<Vec<_>>().into();
    Grid { heading: String::new(), columns: shown.iter().map(|at| columns[*at].clone()).collect(), rows }
}

/// A part for each grouping: what is counted in rows, groups in columns.
fn by_group(kept: &KeptTable, groupings: &[(String, String)], heads: &[&str]) -> Vec<Grid> {
    let columns = &kept.table.columns;
    let rows: Vec<Row> = kept.table.rows.iter().map(|cells| Row { columns, cells }).collect();
    let mut grids: Vec<(String, Grid)> = Vec::new();
    for row in &rows {
        let grouping = row.text("grouping");
        let at = grids.iter().position(|(known, _)| *known == grouping).unwrap_or_else(|| {
            let label = groupings.iter().find(|(name, _)| *name == grouping);
            let heading = label.map_or_else(|| "All".into(), |(_, label)| label.clone());
            let heads = heads.iter().map(|head| if *head == "label" { "theme" } else { head }.to_string());
            grids.push((grouping.clone(), Grid { heading, columns: heads.collect(), rows: Lazy::default() }));
            grids.len() - 1
        });
        let grid = &mut grids[at].1;
        let group = format!("{} (n = {})", in_words(&row.text("group")), row.text("denominator"));
        let column = grid.columns.iter().position(|known| *known == group).unwrap_or_else(|| {
            grid.columns.push(group);
            grid.columns.len() - 1
        });
        let own: Vec<Entry> =
            heads.iter().map(|head| Entry { text: row.text(head), ..Entry::default() }).collect();
        // Rows of one grouping are those of its groups, each in the same order.
        let place = grid.rows.iter().position(|known| known[..own.len()] == own && known.len() == column);
        match place {
            Some(place) => grid.rows[place].push(count(row, &grouping)),
            None => grid.rows.push(own.into_iter().chain([count(row, &grouping)]).collect()),
        }
    }
    grids.into_iter().map(|(_, grid)| grid).collect()
}

/// A count with its share, and what else the row says of it.
fn count(row: &Row, grouping: &str) -> Entry {
    let (mut text, mut more) = (row.text("n"), String::new());
    if let Some(share) = row.percent("share") {
        text.push_str(&format!(" ({share})"));
    }
    let extended = row.text("n_extended");
    if !extended.is_empty() && extended != "0" {
        text.push_str(&format!(", {extended} extended"));
    }
    if let (Some(share), Some(low), Some(high)) =
        (row.percent("share_corrected"), row.percent("corrected_low"), row.percent("corrected_high"))
    {
        more = format!("corrected {share} ({low} to {high})");
    }
    let (group, theme) = (row.text("group"), row.text("theme"));
    let pick = match (row.text("n").as_str(), theme.as_str()) {
        ("0", _) => String::new(),
        (_, "") => position(row, grouping, &group),
        (_, theme) => {
            let keys = [("grouping", grouping), ("group", &group), ("theme", theme)];
            json(keys.map(|(key, value)| (key, value.into())))
        }
    };
    Entry { text, more, is_number: true, pick }
}

/// What chooses the units of a position.
fn position(row: &Row, grouping: &str, group: &str) -> String {
    if row.text("n") == "0" {
        return String::new();
    }
    // In the table by group a class without a detail is one to which people gave none.
    let is_bare = row.text("label") == BARE || row.text("label").is_empty();
    let detail = row.text("detail");
    json([
        ("grouping", grouping.into()),
        ("group", group.into()),
        ("class", row.text("class").into()),
        ("bare", (is_bare && detail.is_empty()).into()),
        ("detail", detail.into()),
    ])
}

fn json<const N: usize>(keys: [(&str, Value); N]) -> String {
    Value::Object(Map::from_iter(keys.map(|(key, value)| (key.to_string(), value)))).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    #[test]
    fn groups_stand_side_by_side_with_their_counts() {
        let columns = ["grouping", "group", "class", "detail", "n", "denominator", "share"];
        let mut table = Table::new("positions_by_group", "T", &columns);
        for (grouping, group, class, detail, n, of) in [
            ("g", "a", "for", "yes", 2usize, 3usize),
            ("g", "a", "for", "", 1, 3),
            ("g", "b", "for", "yes", 0, 1),
            ("g", "b", "for", "", 1, 1),
        ] {
            let mut row: Vec<Cell> = [grouping, group, class, detail].map(Cell::from).to_vec();
            row.extend([n.into(), of.into(), (n as f64 / of as f64).into()]);
            table.push(row);
        }
        let shown =
            shown(&KeptTable { table, n_rows: 4, ..KeptTable::default() }, &[("g".into(), "Group".into())]);
        let [grid] = shown.grids.as_slice() else { panic!("{shown:?}") };
        assert_eq!(
            (grid.heading.as_str(), grid.columns.join("|").as_str()),
            ("Group", "class|detail|a (n = 3)|b (n = 1)")
        );
        let texts: Vec<String> = grid
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|"))
            .collect();
        assert_eq!(texts, ["for|yes|2 (66.7 %)|0 (0.0 %)", "for||1 (33.3 %)|1 (100.0 %)"]);
        assert_eq!(grid.rows[0][3].pick, "");
        assert!(grid.rows[1][2].pick.contains(r#""bare":true"#));
    }
}
