//! Tables as the report shows them: as they stand, or groups side by side; counts that lead to statements.

use super::compared::compared;
use super::names::Names;
use super::plain::plain;
use super::template::Lazy;
use crate::analysis::BARE;
use crate::export::KeptTable;
use crate::export::labels::in_words;
use crate::export::numbers::{bound, percent};
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
    /// Its number on the page, from 1.
    number: usize,
    title: String,
    note: String,
    n_rows: usize,
    is_long: bool,
    /// Rows that stand in the file alone.
    n_left_out: usize,
    /// Parts of it, each with its own columns.
    grids: Vec<Grid>,
}

/// A table without rows.
#[derive(Clone, Debug, Serialize)]
pub struct Empty {
    name: String,
    title: String,
}

/// A part of a table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Grid {
    pub heading: String,
    pub columns: Vec<Head>,
    /// Its rows; one of a single cell is a heading for those below it.
    pub rows: Lazy<Vec<Entry>>,
    /// Sentences below it: what its rows share, what the file has besides.
    pub beside: Vec<String>,
}

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Head {
    pub name: String,
    /// `n` of numbers, `label` or `sentence` of words that need room, `lines` of cells with more than one line; may be empty.
    pub class: &'static str,
}

/// A cell on the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Entry {
    pub text: String,
    /// What stands below it, smaller.
    pub more: String,
    /// What announces a text that is folded; empty where it stands open.
    pub folded: String,
    /// What chooses the units that it counts, as JSON; empty where nothing is to be chosen.
    pub pick: String,
    /// Whether the row above says the same.
    pub is_again: bool,
}

/// A row by its columns.
pub struct Row<'t> {
    pub columns: &'t [String],
    pub cells: &'t [Cell],
}

impl Row<'_> {
    pub fn text(&self, column: &str) -> String {
        self.cell(column).map(ToString::to_string).unwrap_or_default()
    }

    /// The cell of a column; none where the table has no such column.
    pub fn cell(&self, column: &str) -> Option<&Cell> {
        let at = self.columns.iter().position(|known| known == column)?;
        self.cells.get(at)
    }

    /// The number of a cell; none where there is none.
    pub fn number(&self, column: &str) -> Option<f64> {
        match self.cell(column)? {
            Cell::Number(number) | Cell::Precise(number) => Some(*number),
            Cell::Count(count) => Some(*count as f64),
            Cell::Text(_) | Cell::Blank => None,
        }
    }

    fn percent(&self, column: &str) -> Option<String> {
        self.number(column).map(percent)
    }
}

/// The tables for the page, numbered, and those that have no rows.
pub fn shown(tables: &[KeptTable], names: &Names) -> (Vec<Shown>, Vec<Empty>) {
    let (empty, filled): (Vec<&KeptTable>, Vec<&KeptTable>) =
        tables.iter().partition(|kept| kept.n_rows == 0);
    let without = |kept: &&KeptTable| Empty {
        name: kept.table.name.clone(),
        title: bound(names.title(&kept.table.title)),
    };
    let filled = (1..).zip(filled).map(|(number, kept)| one(kept, number, names));
    (filled.collect(), empty.iter().map(without).collect())
}

fn one(kept: &KeptTable, number: usize, names: &Names) -> Shown {
    let grids = match kept.table.name.as_str() {
        "positions_by_group" => by_group(kept, names, &["class", "detail"]),
        "themes_by_group" => by_group(kept, names, &["label"]),
        _ => compared(kept, names).unwrap_or_else(|| vec![plain(kept, names)]),
    };
    let longest = grids.iter().map(|grid| grid.rows.len()).max().unwrap_or_default();
    Shown {
        name: kept.table.name.clone(),
        number,
        title: bound(names.title(&kept.table.title)),
        note: bound(&kept.table.note),
        n_rows: kept.n_rows,
        is_long: longest > LONG,
        n_left_out: kept.n_rows - n_shown(kept),
        grids,
    }
}

/// Rows above which a table is a list to a reader, whatever it holds.
const MOST_ROWS: usize = 3000;

/// How many rows are on the page.
pub fn n_shown(kept: &KeptTable) -> usize {
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

/// A part for each grouping: what is counted in rows, groups in columns.
fn by_group(kept: &KeptTable, names: &Names, heads: &[&str]) -> Vec<Grid> {
    let columns = &kept.table.columns;
    let rows: Vec<Row> = kept.table.rows.iter().map(|cells| Row { columns, cells }).collect();
    let mut grids: Vec<(String, Grid)> = Vec::new();
    for row in &rows {
        let grouping = row.text("grouping");
        let at = grids.iter().position(|(known, _)| *known == grouping).unwrap_or_else(|| {
            let heading = if grouping == "all" { "All".into() } else { names.grouping(&grouping) };
            let head = |head: &&str| match *head {
                "label" => Head { name: "theme".into(), class: "label" },
                "detail" => Head { name: "detail".into(), class: "label" },
                other => Head { name: other.into(), class: "" },
            };
            let columns = heads.iter().map(head).collect();
            grids.push((grouping.clone(), Grid { heading, columns, ..Grid::default() }));
            grids.len() - 1
        });
        let grid = &mut grids[at].1;
        let name = bound(&format!("{} (n = {})", in_words(&row.text("group")), row.text("denominator")));
        let group = Head { name, class: "n" };
        let column = grid.columns.iter().position(|known| *known == group).unwrap_or_else(|| {
            grid.columns.push(group);
            grid.columns.len() - 1
        });
        let words = |head: &&str| match *head {
            "class" => in_words(&row.text("class")),
            "detail" => names.detail(&row.text("detail")),
            other => row.text(other),
        };
        let own: Vec<Entry> =
            heads.iter().map(|head| Entry { text: words(head), ..Entry::default() }).collect();
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
    // Of none a share says nothing more.
    if let Some(share) = row.percent("share").filter(|_| text != "0") {
        text.push_str(&format!(" ({share})"));
    }
    let extended = row.text("n_extended");
    if !extended.is_empty() && extended != "0" {
        more = format!("{extended} extended");
    }
    if let (Some(share), Some(low), Some(high)) =
        (row.percent("share_corrected"), row.percent("share_low"), row.percent("share_high"))
    {
        let said = format!("corrected {share} ({low} to {high})");
        more = [more, said].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
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
    Entry { text, more, pick, ..Entry::default() }
}

/// What chooses the units of a position.
pub fn position(row: &Row, grouping: &str, group: &str) -> String {
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
        let kept = |table: Table| KeptTable { n_rows: table.rows.len(), table, ..KeptTable::default() };
        let tables = [kept(Table::new("not_coded", "None", &["a"])), kept(table)];
        let (shown, empty) = shown(&tables, &Names::default());
        let [Shown { number: 1, grids, .. }] = shown.as_slice() else { panic!("{shown:?}") };
        assert_eq!(empty.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["None"]);
        let [grid] = grids.as_slice() else { panic!("{grids:?}") };
        let heads: Vec<&str> = grid.columns.iter().map(|head| head.name.as_str()).collect();
        assert_eq!(
            (grid.heading.as_str(), heads.join("|").replace('\u{a0}', " ").as_str()),
            ("g", "class|detail|a (n = 3)|b (n = 1)")
        );
        let texts: Vec<String> = grid
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|"))
            .collect();
        let texts: Vec<String> = texts.iter().map(|text| text.replace('\u{a0}', " ")).collect();
        assert_eq!(texts, ["for|yes|2 (67 %)|0", "for||1 (33 %)|1 (100 %)"]);
        assert_eq!(grid.rows[0][3].pick, "");
        assert!(grid.rows[1][2].pick.contains(r#""bare":true"#));
    }
}
