//! Figures of a run as SVG, each made of tables of `tables/` alone, so that every number is also there.
//!
//! Text stays text. Nothing here computes a share; what a figure leaves out its note says.

mod bars;
mod curves;
mod dots;
mod forest;
mod frame;
mod heat;
mod style;
mod svg;

pub use frame::Figure;

use super::KeptTable;
use super::report::bare;
use crate::analysis::LEAST_STATES;
use crate::table::Table;
use bars::Bar;
use frame::{Words, in_order, not_drawn};

/// The tables whose rows a figure needs all; a map of states too long to be kept is drawn by group instead.
pub(super) const DRAWN_WHOLE: [&str; 6] = [
    "positions_by_detail",
    "positions_by_group",
    "themes_by_group",
    "coverage_curve",
    "reliability",
    "differences",
];

/// What figures say besides their tables.
#[derive(Clone, Copy, Debug)]
pub struct Captions<'c> {
    /// The study's title; may be empty.
    pub title: &'c str,
    /// The study's notice; may be empty.
    pub notice: &'c str,
    /// The groupings by name, with the words to print.
    pub groupings: &'c [(String, String)],
    /// The grouping of the study that tells source from destination.
    pub role: &'c str,
    /// How far the coding of positions can be trusted.
    pub coding: &'c str,
}

/// The figures of a run, in the order in which a reader wants them; none of an empty table.
pub fn figures(tables: &[KeptTable], captions: Captions) -> Vec<Figure> {
    let find = |name: &str| tables.iter().find(|kept| kept.table.name == name && !kept.table.rows.is_empty());
    let mut figures = Vec::new();
    if let (Some(by_detail), Some(by_group)) = (find("positions_by_detail"), find("positions_by_group")) {
        let parts = bars::parts(&by_detail.table, &by_group.table);
        let note = format!("In brackets: the share of the member states. {}", captions.coding);
        let words = captions.words("positions", "Positions on the proposal", "positions_by_detail", &note);
        figures.push(bars::of_all(&by_detail.table, &parts, &words));
        for (name, label) in captions.groupings {
            let (bars, small): (Vec<Bar>, Vec<Bar>) =
                bars::bars(&by_group.table, name, &parts).into_iter().partition(|bar| bar.n >= LEAST_STATES);
            if bars.len() > 1 {
                let title = format!("Positions by group: {label}");
                let file = format!("positions_{}", file_name(name));
                let small: Vec<(&str, usize)> = small.iter().map(|bar| (bar.group.as_str(), bar.n)).collect();
                let note = format!("{}{}", not_drawn(&small), by_group.table.note);
                let words = captions.words(&file, &title, "positions_by_group", &note);
                figures.push(bars::by_group(&bars, &parts, &words));
            }
        }
    }
    if let Some(themes) = find("themes_by_group") {
        let rows = frame::Rows::of(&themes.table);
        let known = in_order(rows.rows().map(|row| rows.text(row, "grouping")));
        // Without the study's role there is still the division into all.
        let grouping = if known.contains(&captions.role) { captions.role } else { "all" };
        let title = match captions.groupings.iter().find(|(name, _)| name == grouping) {
            Some((_, label)) => format!("Themes by group: {label}"),
            None => "Themes".into(),
        };
        let words = captions.words("themes_by_group", &title, "themes_by_group", &themes.table.note);
        figures.extend(dots::themes_by_group(&themes.table, grouping, &words));
        if let Some(matrix) = find("state_theme_matrix") {
            let note =
                format!("At the right: how many member states speak of the theme. {}", captions.by_whom());
            let words = captions.words("theme_depth", "Depth of themes", "state_theme_matrix", &note);
            let in_place =
                captions.words("theme_depth", "Themes in all groups", "themes_by_group", &themes.table.note);
            figures.extend(heat::depths(
                &matrix.table,
                &themes.table,
                matrix.n_rows,
                captions.groupings,
                &words,
                &in_place,
            ));
        }
    }
    for (name, draw) in [("coverage_curve", curves::coverage as Draw), ("reliability", curves::reliability)] {
        if let Some(kept) = find(name) {
            let title = bare(&kept.table.title, captions.title, captions.notice);
            figures.extend(draw(&kept.table, &captions.words(name, title, name, &kept.table.note)));
        }
    }
    if let Some(table) = find("differences") {
        let words = captions.words("differences", "Differences of shares", "differences", captions.by_whom());
        figures.extend(forest::differences(&table.table, captions.groupings, &words));
    }
    figures
}

/// Draws one table.
type Draw = fn(&Table, &Words) -> Option<Figure>;

impl Captions<'_> {
    /// Who coded, in a sentence.
    fn by_whom(&self) -> &'static str {
        match self.coding.starts_with(crate::analysis::NOT_CHECKED_AT_ALL) {
            true => "Machine-coded, not checked.",
            false => "Machine-coded but where a person coded.",
        }
    }

    fn words(&self, name: &str, title: &str, table: &str, note: &str) -> Words {
        let note = format!("{note} Numbers: tables/{table}.csv.");
        Words {
            name: name.into(),
            title: title.into(),
            study: self.title.into(),
            notice: self.notice.into(),
            note,
        }
    }
}

/// A name that any file system takes.
fn file_name(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let name: String = name.chars().map(plain).collect();
    let parts: Vec<&str> = name.split('_').filter(|part| !part.is_empty()).collect();
    parts.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_table_has_no_figure() {
        let captions = Captions { title: "", notice: "", groupings: &[], role: "", coding: "" };
        let empty =
            |name: &str| KeptTable { table: Table::new(name, "T", &["grouping"]), ..KeptTable::default() };
        let tables = ["positions_by_detail", "positions_by_group", "themes_by_group"].map(empty);
        assert!(figures(&tables, captions).is_empty());
        assert_eq!(file_name("vote: A/61/PV.80 item (vote 2)"), "vote_a_61_pv_80_item_vote_2");
    }
}
