//! Tables as Markdown, for notes and repositories.

use super::{is_numeric, printed_row};
use crate::table::Table;

/// A table with its title above and its note below.
pub(super) fn table(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let rule = (0..table.columns.len()).map(|column| if is_numeric(table, column) { "---:" } else { "---" });
    let mut text = format!("## {}\n\n", table.title);
    text.push_str(&line(table.columns.iter().map(|name| escaped(name)).collect()));
    text.push_str(&line(rule.map(String::from).collect()));
    for row in &table.rows {
        text.push_str(&line(printed_row(table, row).map(|cell| escaped(&cell)).collect()));
    }
    if !table.note.is_empty() {
        text.push_str(&format!("\n{}\n", table.note));
    }
    text
}

fn escaped(cell: &str) -> String {
    cell.replace('\\', "\\\\").replace('|', "\\|").replace('_', "\\_").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_row_has_all_its_cells() {
        let text = super::table(&super::super::tests::example());
        assert!(
            text.starts_with("## Who said 5 % & why_not\n\n| state | n | share |\n| --- | ---: | ---: |\n")
        );
        assert!(
            text.contains("| Côte d'Ivoire \\| #1 | 3 | 0.500 |\n| B & C new line |  |  |\n\nAll <read>.\n")
        );
    }
}
