//! Differences of shares between two groups, each with its interval, as a forest plot.

use super::frame::{Figure, MARGIN, Rows, Words, finish, head, in_order};
use super::svg::{Anchor, GREY, INK, LABEL, RULE, SMALL, Svg, Type, fit};
use crate::table::{Cell, Table};

/// The most comparisons shown.
const MOST: usize = 40;
/// The height of a row.
const ROW: f64 = 19.0;
/// The width of the figure, and of the names of what is compared.
const WIDTH: f64 = 780.0;
const NAMES: f64 = 300.0;
/// The width of the numbers at the right.
const NUMBERS: f64 = 118.0;
/// The contrast that is shown where the table has it.
const ROLE: &str = "role";
/// Differences that hold after correction are filled.
const ERROR: f64 = 0.05;
const COLOUR: &str = "#0072B2";

/// The differences of the first two groups of one contrast under its first definition; none where there is none.
pub fn differences(table: &Table, words: &Words) -> Option<Figure> {
    let rows = Rows::of(table);
    let first: Vec<&[Cell]> = rows.rows().filter(|row| rows.count(row, "is_first") == 1).collect();
    let contrasts = in_order(first.iter().map(|row| rows.text(row, "contrast")));
    let contrast = contrasts.iter().find(|name| **name == ROLE).or(contrasts.first())?;
    let mut own: Vec<&[Cell]> = Vec::new();
    for row in first.into_iter().filter(|row| rows.text(row, "contrast") == *contrast) {
        if !own.iter().any(|known| rows.text(known, "label") == rows.text(row, "label")) {
            own.push(row);
        }
    }
    let n_all = own.len();
    // A table that is about few states has other groups: those of all stand here alone.
    let size = |row: &&[Cell]| (rows.count(row, "of_one"), rows.count(row, "of_two"));
    let largest = own.iter().map(size).max()?;
    own.retain(|row| size(row) == largest);
    own.sort_by_key(|row| std::cmp::Reverse(rows.count(row, "n_one") + rows.count(row, "n_two")));
    own.truncate(MOST);
    let value = |row: &[Cell], column: &str| rows.number(row, column).unwrap_or_default();
    own.sort_by(|a, b| value(b, "difference").total_cmp(&value(a, "difference")));
    let first = own.first()?;
    let groups = [rows.text(first, "group_one"), rows.text(first, "group_two")];
    let mut svg = Svg::default();
    let top = head(&mut svg, words, WIDTH) + SMALL + 8.0;
    let [left, right] = [MARGIN + NAMES + 12.0, WIDTH - MARGIN - NUMBERS];
    let bounds =
        own.iter().flat_map(|row| [value(row, "difference_low").abs(), value(row, "difference_high").abs()]);
    let most = if bounds.fold(0.0, f64::max) > 0.5 { 1.0 } else { 0.5 };
    let x = |share: f64| left + (right - left) * (share.clamp(-most, most) + most) / (2.0 * most);
    let bottom = top + ROW * own.len() as f64 + 4.0;
    let heads = [(x(0.0) - 10.0, Anchor::End, 1), (x(0.0) + 10.0, Anchor::Start, 0)];
    for (at, anchor, group) in heads {
        let label = match group {
            1 => format!("← more of {}", super::in_words(groups[1])),
            _ => format!("more of {} →", super::in_words(groups[0])),
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
    let title = format!("Difference of shares in points (n = {} and {})", largest.0, largest.1);
    svg.text(
        ((left + right) / 2.0, bottom + 2.0 * SMALL + 11.0),
        Type::of(LABEL).fill(GREY).at(Anchor::Middle),
        &title,
    );
    for (number, row) in own.iter().enumerate() {
        let middle = top + 2.0 + ROW * (number as f64 + 0.5);
        let label = rows.text(row, "label");
        svg.text((MARGIN + NAMES, middle + 4.0), Type::of(LABEL).at(Anchor::End), &fit(label, LABEL, NAMES));
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
    let mut words = words.clone();
    let left_out = match n_all > own.len() {
        true => format!(
            "The {} of {n_all} comparisons that most states bear on; the others are in the table. ",
            own.len()
        ),
        false => String::new(),
    };
    words.note = format!(
        "{left_out}Bars: 95 % intervals. Filled: p below .05 after Holm's correction inside the family; what is not filled shows no likeness. {}",
        words.note
    );
    Some(finish(svg, &words, WIDTH, bottom + 2.0 * SMALL + 16.0))
}

/// A share in points with its sign.
fn points(share: f64) -> String {
    match format!("{:+.0}", 100.0 * share).as_str() {
        "+0" | "-0" => "0".into(),
        text => text.replace('-', "−"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comparison_of_the_first_definition_has_its_numbers() {
        let columns = [
            "contrast",
            "is_first",
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
        let mut table = Table::new("differences", "D", &columns);
        for (contrast, is_first, label, of, p) in [
            ("role", true, "A", 9_usize, 0.01),
            ("role", false, "A", 9, 0.01),
            ("role", true, "B", 3, 0.5),
            ("x", true, "C", 9, 0.5),
        ] {
            let mut row: Vec<Cell> = vec![
                contrast.into(),
                is_first.into(),
                label.into(),
                "source".into(),
                3usize.into(),
                of.into(),
            ];
            row.extend(["destination".into(), 1usize.into(), 5usize.into()]);
            row.extend([0.25, -0.1, 0.4, p].map(Cell::from));
            table.push(row);
        }
        let words = Words {
            name: "differences".into(),
            title: "T".into(),
            notice: String::new(),
            note: String::new(),
        };
        let svg = differences(&table, &words).unwrap().svg;
        assert_eq!(svg.matches("+25 (−10 to +40)").count(), 1, "{svg}");
        assert!(svg.contains(">A</text>") && !svg.contains(">C</text>") && svg.contains("n = 9 and 5"));
    }
}
