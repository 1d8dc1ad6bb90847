//! Differences of shares between two groups, each with its interval, as a forest plot.

use super::frame::{Figure, MARGIN, Rows, Words, finish, head, in_order, label_of_row};
use super::svg::{Anchor, GREY, INK, LABEL, RULE, SMALL, Svg, Type};
use crate::export::labels::in_words;
use crate::export::numbers::points;
use crate::table::{Cell, Table};

/// The most comparisons shown.
const MOST: usize = 40;
/// The height of a row.
const ROW: f64 = 19.0;
/// The width of the figure, and of the names of what is compared.
const WIDTH: f64 = 820.0;
const NAMES: f64 = 310.0;
/// The width of the numbers at the right.
const NUMBERS: f64 = 136.0;
/// The contrast that is shown where the table has it.
const ROLE: &str = "role";
/// Differences that hold after correction are filled.
const ERROR: f64 = 0.05;
const COLOUR: &str = "#0072B2";

/// Which comparisons are shown, and of how many.
struct Chosen<'t> {
    shown: Vec<&'t [Cell]>,
    /// The sizes of the two groups in each of them.
    sizes: (usize, usize),
    /// The variables that are compared between groups of these sizes.
    n_of_size: usize,
    /// Those that are compared between others alone.
    n_others: usize,
}

/// The comparisons of one contrast under its first definition that most states bear on, a row a variable, the largest
/// difference first. A table that is about few states compares other groups: those of all stand here alone.
fn chosen<'t>(rows: &Rows<'t>) -> Option<Chosen<'t>> {
    let first: Vec<&[Cell]> = rows.rows().filter(|row| rows.count(row, "is_first") == 1).collect();
    let contrasts = in_order(first.iter().map(|row| rows.text(row, "contrast")));
    let contrast = contrasts.iter().find(|name| **name == ROLE).or(contrasts.first())?;
    let own: Vec<&[Cell]> = first.into_iter().filter(|row| rows.text(row, "contrast") == *contrast).collect();
    let variables = in_order(own.iter().map(|row| rows.text(row, "variable")));
    let size = |row: &&[Cell]| (rows.count(row, "of_one"), rows.count(row, "of_two"));
    let sizes = own.iter().map(size).max_by_key(|(one, two)| (one + two, *one))?;
    let is = |variable: &str| {
        own.iter().find(|row| size(row) == sizes && rows.text(row, "variable") == variable).copied()
    };
    let mut shown: Vec<&[Cell]> = variables.iter().filter_map(|variable| is(variable)).collect();
    let n_of_size = shown.len();
    shown.sort_by_key(|row| std::cmp::Reverse(rows.count(row, "n_one") + rows.count(row, "n_two")));
    shown.truncate(MOST);
    let difference = |row: &[Cell]| rows.number(row, "difference").unwrap_or_default();
    shown.sort_by(|a, b| difference(b).total_cmp(&difference(a)));
    Some(Chosen { shown, sizes, n_of_size, n_others: variables.len() - n_of_size })
}

/// What the figure leaves out, as a sentence of its note.
fn left_out(chosen: &Chosen) -> String {
    let Chosen { shown, n_of_size, n_others, .. } = chosen;
    let fewer = match n_others {
        0 => String::new(),
        n => format!("{n} that compare part of the states"),
    };
    match (shown.len() < *n_of_size, fewer.as_str()) {
        (false, "") => String::new(),
        (false, fewer) => format!("The table also has {fewer}. "),
        (true, "") => {
            format!(
                "The {} of {n_of_size} comparisons that most states bear on; the table has all. ",
                shown.len()
            )
        }
        (true, fewer) => format!(
            "The {} of {n_of_size} comparisons that most states bear on; the table has the others, and {fewer}. ",
            shown.len()
        ),
    }
}

/// The differences of the first two groups of one contrast under its first definition; none where there is none.
/// `groupings` has the words to print for a definition.
pub fn differences(table: &Table, groupings: &[(String, String)], words: &Words) -> Option<Figure> {
    let rows = Rows::of(table);
    let chosen = chosen(&rows)?;
    let (own, sizes) = (&chosen.shown, chosen.sizes);
    let first = own.first()?;
    let groups = ["group_one", "group_two"].map(|column| in_words(rows.text(first, column)));
    let definition = rows.text(first, "definition");
    let definition = groupings.iter().find(|(name, _)| name == definition).map(|(_, label)| label.as_str());
    let mut words = words.clone();
    words.title.push_str(&format!(": {} ({}) less {} ({})", groups[0], sizes.0, groups[1], sizes.1));
    definition.into_iter().for_each(|label| words.title.push_str(&format!(", {label}")));
    words.note = format!(
        "{}Bars: 95 % intervals, each by itself. Filled: p below .05 after Holm's correction inside the family. Hollow: it is \
         not, which does not show that the groups are alike. {}",
        left_out(&chosen),
        words.note
    );
    let value = |row: &[Cell], column: &str| rows.number(row, column).unwrap_or_default();
    let mut svg = Svg::default();
    let top = head(&mut svg, &words, WIDTH) + SMALL + 8.0;
    let [left, right] = [MARGIN + NAMES + 12.0, WIDTH - MARGIN - NUMBERS];
    let bounds =
        own.iter().flat_map(|row| [value(row, "difference_low").abs(), value(row, "difference_high").abs()]);
    let most = ((4.0 * bounds.fold(0.0, f64::max)).ceil() / 4.0).clamp(0.25, 1.0);
    let x = |share: f64| left + (right - left) * (share.clamp(-most, most) + most) / (2.0 * most);
    let labels: Vec<(Vec<String>, f64)> =
        own.iter().map(|row| label_of_row(rows.text(row, "label"), NAMES, ROW)).collect();
    let bottom = top + labels.iter().map(|(_, height)| height).sum::<f64>() + 4.0;
    let heads = [(x(0.0) - 10.0, Anchor::End, 1), (x(0.0) + 10.0, Anchor::Start, 0)];
    for (at, anchor, group) in heads {
        let label = match group {
            1 => format!("← more of {}", groups[1]),
            _ => format!("more of {} →", groups[0]),
        };
        svg.text((at, top - 6.0), Type::of(SMALL).fill(GREY).at(anchor), &label);
    }
    let steps = (most / 0.25) as i32;
    for step in -steps..=steps {
        let share = 0.25 * f64::from(step);
        let (stroke, thick) = if step == 0 { (GREY, 1.2) } else { (RULE, 0.75) };
        svg.line((x(share), top), (x(share), bottom), stroke, thick);
        let below = Type::of(SMALL).fill(GREY).at(Anchor::Middle);
        svg.text((x(share), bottom + SMALL + 4.0), below, &points(share));
    }
    let title = format!("Share of {} less share of {}, in points", groups[0], groups[1]);
    svg.text(
        ((left + right) / 2.0, bottom + 2.0 * SMALL + 11.0),
        Type::of(LABEL).fill(GREY).at(Anchor::Middle),
        &title,
    );
    let mut above = top + 2.0;
    for (row, (lines, height)) in own.iter().zip(&labels) {
        let middle = above + height / 2.0;
        above += height;
        svg.lines_to((MARGIN + NAMES, middle), LABEL, lines);
        let [estimate, low, high] =
            ["difference", "difference_low", "difference_high"].map(|column| value(row, column));
        svg.line((x(low), middle), (x(high), middle), INK, 1.4);
        for end in [low, high] {
            svg.line((x(end), middle - 3.0), (x(end), middle + 3.0), INK, 1.4);
        }
        let holds = rows.number(row, "p_holm").is_some_and(|p| p < ERROR);
        svg.circle((x(estimate), middle), 4.2, if holds { COLOUR } else { "#FFFFFF" }, COLOUR);
        let numbers = format!("{} ({} to {})", points(estimate), points(low), points(high));
        svg.text((WIDTH - MARGIN, middle + 4.0), Type::of(SMALL).at(Anchor::End), &numbers);
    }
    Some(finish(svg, &words, WIDTH, bottom + 2.0 * SMALL + 16.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [&str; 15] = [
        "contrast",
        "definition",
        "is_first",
        "variable",
        "label",
        "group_one",
        "n_one",
        "of_one",
        "group_two",
        "n_two",
        "of_two",
        "difference",
        "difference_low",
        "difference_high",
        "p_holm",
    ];

    /// A comparison of source and destination states.
    fn row(contrast: &str, is_first: bool, [variable, label]: [&str; 2], of: (usize, usize)) -> Vec<Cell> {
        let mut row: Vec<Cell> = vec![contrast.into(), "g".into(), is_first.into()];
        row.extend([variable.into(), label.into(), "source".into(), 3usize.into(), of.0.into()]);
        row.extend(["destination".into(), 1usize.into(), of.1.into()]);
        row.extend([0.25, -0.1, 0.4, 0.01].map(Cell::from));
        row
    }

    #[test]
    fn each_comparison_of_the_first_definition_has_its_numbers() {
        let mut table = Table::new("differences", "D", &COLUMNS);
        for (contrast, is_first, names, of) in [
            // The same label of few states and of all: that of all is the one to show.
            ("role", true, ["few", "A"], (3, 5)),
            ("role", true, ["a", "A"], (9, 5)),
            ("role", false, ["a", "A"], (9, 5)),
            ("role", true, ["b", "B"], (3, 5)),
            ("x", true, ["c", "C"], (9, 5)),
        ] {
            table.push(row(contrast, is_first, names, of));
        }
        let groupings = [("g".to_string(), "Role by flows".to_string())];
        let figure = differences(&table, &groupings, &Words::of_test("")).unwrap();
        let svg = &figure.svg;
        assert_eq!(svg.matches("+25 (−10 to +40)").count(), 1, "{svg}");
        assert!(svg.contains(">A</text>") && !svg.contains(">B</text>") && !svg.contains(">C</text>"));
        assert_eq!(figure.title, "T: source (9) less destination (5), Role by flows");
        assert!(figure.note.starts_with("The table also has 2 that compare part of the states. Bars"));
    }

    #[test]
    fn a_table_above_the_limit_of_lists_is_drawn_from_all_its_rows() {
        let mut table = Table::new("differences", "D", &COLUMNS);
        table.is_list = true;
        for number in 0..400 {
            table.push(row("role", false, [&format!("v{number}"), "early"], (9, 5)));
        }
        table.push(row("role", true, ["late", "The last of all"], (9, 5)));
        for number in 0..50 {
            table.push(row("role", true, [&format!("w{number}"), "other"], (9, 5)));
        }
        let kept = crate::export::write_and_keep(table.into(), Vec::new()).unwrap();
        let figure = differences(&kept.table, &[], &Words::of_test("")).unwrap();
        assert!(figure.svg.contains(">The last of all</text>"));
        assert!(
            figure.note.starts_with("The 40 of 51 comparisons that most states bear on; the table has all.")
        );
    }
}
