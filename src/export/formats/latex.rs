//! Tables as LaTeX, with the packages booktabs and longtable.

use super::{is_numeric, printed_row, widths};
use crate::table::Table;

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
        let cells: Vec<String> = printed_row(table, row).map(|cell| escaped(&cell)).collect();
        text.push_str(&format!("{} \\\\\n", cells.join(" & ")));
    }
    text.push_str("\\end{longtable}\n");
    if !table.note.is_empty() {
        text.push_str(&format!("{{\\footnotesize\\noindent {}\\par}}\n", escaped(&table.note)));
    }
    text
}

/// The columns' kinds: each has its share of the line, numbers to the right.
fn columns(table: &Table) -> String {
    /// What the space between two columns takes of the line.
    const GAP: f64 = 0.02;
    let for_text = 1.0 - GAP * table.columns.len() as f64;
    let kind = |(column, share): (usize, f64)| {
        let side = if is_numeric(table, column) { "raggedleft" } else { "raggedright" };
        format!(">{{\\{side}\\arraybackslash}}p{{{:.3}\\linewidth}}", for_text * share)
    };
    widths(table).into_iter().enumerate().map(kind).collect()
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
            '−' => out.push_str("\\textminus{}"),
            '∞' => out.push_str("\\ensuremath{\\infty}"),
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
        assert!(text.contains("\n\\caption{Who said 5 \\% \\& why\\_not}"), "{text}");
        assert!(
            text.contains("Côte d'Ivoire \\textbar{} \\#1 & 3 & 0.500 \\\\\nB \\& C new line &  &  \\\\")
        );
        assert!(text.contains("All \\textless{}read\\textgreater{}."));
        assert_eq!(
            escaped("a\\b[c]^~{}−4∞"),
            "a\\textbackslash{}b{[}c{]}\\textasciicircum{}\\textasciitilde{}\\{\\}\\textminus{}4\\ensuremath{\\infty}"
        );
    }

    #[test]
    fn columns_share_the_line() {
        let kinds = columns(&super::super::tests::example());
        assert!(kinds.starts_with(">{\\raggedright\\arraybackslash}p{0.5"), "{kinds}");
        assert_eq!(kinds.matches("\\raggedleft").count(), 2);
    }
}
