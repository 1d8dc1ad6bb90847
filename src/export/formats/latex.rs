//! Tables as LaTeX, with the packages booktabs and longtable.

use super::{is_numeric, printed, widths};
use crate::table::Table;

/// From so many characters on a column of text is broken into lines.
const LONG_CELL: usize = 24;

/// A table to be read with `\input`; its first line says which packages it needs.
pub(super) fn table(table: &Table) -> String {
    let header: Vec<String> = table.columns.iter().map(|name| escaped(&name.replace('_', " "))).collect();
    let mut text = String::from("% \\usepackage{booktabs,longtable,array}\n");
    text.push_str(&format!("\\begin{{longtable}}{{{}}}\n", columns(table)));
    text.push_str(&format!("\\caption{{{}}}\\label{{tab:{}}}\\\\\n", escaped(&table.title), table.name));
    text.push_str(&format!(
        "\\toprule\n{} \\\\\n\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n",
        header.join(" & ")
    ));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| escaped(&printed(cell))).collect();
        text.push_str(&format!("{} \\\\\n", cells.join(" & ")));
    }
    text.push_str("\\end{longtable}\n");
    if !table.note.is_empty() {
        text.push_str(&format!("{{\\footnotesize\\noindent {}\\par}}\n", escaped(&table.note)));
    }
    text
}

/// The columns' kinds: numbers to the right, long texts in a share of the line.
fn columns(table: &Table) -> String {
    let longest = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.to_string().chars().count()).max().unwrap_or_default()
    };
    let is_long = |column: &usize| !is_numeric(table, *column) && longest(*column) > LONG_CELL;
    let shares = widths(table);
    let kind = |column: usize| match () {
        () if is_numeric(table, column) => "r".to_string(),
        () if is_long(&column) => {
            format!(">{{\\raggedright\\arraybackslash}}p{{{:.2}\\linewidth}}", 0.9 * shares[column])
        }
        () => "l".to_string(),
    };
    (0..table.columns.len()).map(kind).collect()
}

/// A text in which no sign is a command.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', sign]),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '[' | ']' => out.extend(['{', sign, '}']),
            '\n' | '\r' => out.push(' '),
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_a_cell_is_a_command() {
        let text = table(&super::super::tests::example());
        assert!(text.contains("\\begin{longtable}{lrr}\n\\caption{Who said 5 \\% \\& why\\_not}"), "{text}");
        assert!(
            text.contains("Côte d'Ivoire \\textbar{} \\#1 & 3 & 0.500 \\\\\nB \\& C new line &  &  \\\\")
        );
        assert!(text.contains("All \\textless{}read\\textgreater{}."));
        assert_eq!(
            escaped("a\\b[c]^~{}"),
            "a\\textbackslash{}b{[}c{]}\\textasciicircum{}\\textasciitilde{}\\{\\}"
        );
    }

    #[test]
    fn long_texts_share_the_line() {
        let mut long = super::super::tests::example();
        long.rows[0][0] = "x".repeat(80).into();
        assert!(
            columns(&long).starts_with(">{\\raggedright\\arraybackslash}p{0.73\\linewidth}rr"),
            "{}",
            columns(&long)
        );
    }
}
