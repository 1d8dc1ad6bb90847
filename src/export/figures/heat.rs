//! Depth of themes state by state as a map of cells, a row a theme; for many states, shares by group.

use super::dots::by_frequency;
use super::frame::{Figure, MARGIN, Rows, WIDTH, Words, finish, head, in_order};
use super::style::{BLANK, STEPS};
use super::svg::{Anchor, GREY, LABEL, RULE, SMALL, Svg, Type, width};
use crate::analysis::LEAST_STATES;
use crate::export::labels::in_words;
use crate::table::{Cell, Table};

/// The most states shown one by one.
const MOST_STATES: usize = 60;
/// The most themes shown.
const MOST_THEMES: usize = 40;
/// The side of a cell.
const SIDE: f64 = 15.0;
/// How steep the names of columns stand, in degrees.
const LEAN: f64 = 60.0;

/// A theme: its slug, its label and how many speak of it.
type Theme<'t> = (&'t str, &'t str, usize);

/// A column of cells; each a step of the scale, none where nothing was coded.
struct Line {
    label: String,
    steps: Vec<Option<usize>>,
}

/// The map of states and themes, or of groups and themes where the states are too many.
///
/// `words` are those of the map of states, `in_place` those of the other; `n_rows` is how many the matrix has,
/// all of which must be at hand; `groupings` has the words to print.
pub fn depths(
    matrix: &Table,
    by_group: &Table,
    n_rows: usize,
    groupings: &[(String, String)],
    words: &Words,
    in_place: &Words,
) -> Option<Figure> {
    let themes = by_frequency(by_group);
    let slugs: Vec<&str> = themes.iter().take(MOST_THEMES).map(|(slug, ..)| *slug).collect();
    // In the order of the lexicon, so that related themes stand side by side.
    let order = in_order(Rows::of(by_group).rows().map(|row| Rows::of(by_group).text(row, "theme")));
    let shown: Vec<Theme> = order
        .into_iter()
        .filter(|slug| slugs.contains(slug))
        .filter_map(|slug| themes.iter().find(|(known, ..)| *known == slug).copied())
        .collect();
    let states = if n_rows == matrix.rows.len() { states(matrix, &shown) } else { Vec::new() };
    if shown.is_empty() {
        return None;
    }
    let mut words = words.clone();
    let (lines, legend) = match states.len() {
        1..=MOST_STATES => (states, [(0, "no mention found"), (2, "brief"), (4, "extended")].to_vec()),
        _ => {
            words = in_place.clone();
            words.note = format!(
                "Share of the member states of each group of {LEAST_STATES} or more; at the right how many of all. {}",
                words.note
            );
            let steps = ["none", "up to 20 %", "up to 40 %", "up to 60 %", "up to 80 %", "above 80 %"];
            (groups(by_group, &shown, groupings), steps.into_iter().enumerate().collect())
        }
    };
    if themes.len() > shown.len() {
        words.note = format!(
            "The {} most frequent of {} themes that are spoken of, in the order of the lexicon; the others are in the \
             table. {}",
            shown.len(),
            themes.len(),
            words.note
        );
    }
    Some(draw(&lines, &shown, &legend, &words))
}

/// A column a state; a column an actor where there is no state.
fn states(matrix: &Table, themes: &[Theme]) -> Vec<Line> {
    let rows = Rows::of(matrix);
    let has_states = rows.rows().any(|row| rows.text(row, "kind") == "state");
    let meetings = in_order(rows.rows().map(|row| rows.text(row, "meeting"))).len();
    let line = |row| Line {
        label: match meetings {
            0 | 1 => rows.text(row, "actor").into(),
            _ => format!("{} ({})", rows.text(row, "actor"), rows.text(row, "meeting")),
        },
        steps: themes
            .iter()
            .map(|(slug, ..)| rows.number(row, slug).map(|depth| 2 * depth as usize))
            .collect(),
    };
    let is_shown = |row: &&[Cell]| !has_states || rows.text(row, "kind") == "state";
    let mut lines: Vec<Line> = rows.rows().filter(is_shown).map(line).collect();
    lines.sort_by(|a, b| a.label.cmp(&b.label));
    lines
}

/// A column a group that is large enough for a share.
fn groups(by_group: &Table, themes: &[Theme], groupings: &[(String, String)]) -> Vec<Line> {
    let rows = Rows::of(by_group);
    let name = |row| (rows.text(row, "grouping"), rows.text(row, "group"), rows.count(row, "denominator"));
    let mut names: Vec<(&str, &str, usize)> = Vec::new();
    for row in rows.rows() {
        if !names.contains(&name(row)) && name(row).2 >= LEAST_STATES {
            names.push(name(row));
        }
    }
    let step = |share: f64| if share == 0.0 { 0 } else { 1 + ((share * 5.0 - 1e-9).floor() as usize).min(4) };
    let line = |(grouping, group, n): (&str, &str, usize)| {
        let of = |slug: &str| {
            let is = |row: &&[Cell]| {
                (rows.text(row, "theme"), rows.text(row, "grouping"), rows.text(row, "group"))
                    == (slug, grouping, group)
            };
            rows.rows().find(is).and_then(|row| rows.number(row, "share")).map(step)
        };
        let label = if grouping == "all" {
            "all".into()
        } else {
            let words = groupings.iter().find(|(name, _)| name == grouping);
            format!("{}: {}", words.map_or(grouping, |(_, label)| label), in_words(group))
        };
        Line { label: format!("{label} ({n})"), steps: themes.iter().map(|(slug, ..)| of(slug)).collect() }
    };
    names.into_iter().map(line).collect()
}

/// The width of the numbers at the right, and what they are.
const TOTALS: f64 = 40.0;
const TOTAL: &str = "all";

fn draw(lines: &[Line], themes: &[Theme], legend: &[(usize, &str)], words: &Words) -> Figure {
    let names = themes.iter().map(|(_, label, _)| width(label, LABEL)).fold(0.0, f64::max);
    let left = MARGIN + names + 8.0;
    let right = left + SIDE * lines.len() as f64;
    // The names of columns lean to the right: each has its own reach.
    let long = |text: &str| width(text, SMALL);
    let deepest = lines.iter().map(|line| long(&line.label)).fold(0.0, f64::max) * LEAN.to_radians().sin();
    let x = |column: usize| left + SIDE * (column as f64 + 0.5) + 4.0;
    let reach = lines
        .iter()
        .enumerate()
        .map(|(column, line)| x(column) + long(&line.label) * LEAN.to_radians().cos())
        .fold(right + TOTALS, f64::max);
    let whole = f64::max(WIDTH, reach + MARGIN);
    let mut svg = Svg::default();
    let mut y = head(&mut svg, words, whole);
    let is_blank = lines.iter().any(|line| line.steps.contains(&None));
    let blank = is_blank.then_some((BLANK, "not coded"));
    let mut at = MARGIN;
    for (fill, label) in legend.iter().map(|(step, label)| (STEPS[*step], *label)).chain(blank) {
        svg.rect([at, y, 14.0, 14.0], fill, GREY);
        svg.text((at + 20.0, y + 11.5), Type::of(LABEL), label);
        at += width(label, LABEL) + 42.0;
    }
    y += 30.0 + deepest;
    for (column, line) in lines.iter().enumerate() {
        svg.turned((x(column), y - 5.0), Type::of(SMALL), -LEAN, &line.label);
    }
    let total = Type::of(SMALL).fill(GREY).at(Anchor::End);
    svg.text((right + TOTALS - 4.0, y + SIDE * themes.len() as f64 + SMALL + 3.0), total, TOTAL);
    for (row, (_, label, n)) in themes.iter().enumerate() {
        let y = y + SIDE * row as f64;
        svg.text((left - 6.0, y + 11.5), Type::of(LABEL).at(Anchor::End), label);
        for (column, line) in lines.iter().enumerate() {
            let fill = line.steps[row].map_or(BLANK, |step| STEPS[step.min(STEPS.len() - 1)]);
            svg.rect([left + SIDE * column as f64, y, SIDE, SIDE], fill, RULE);
        }
        svg.text((right + TOTALS - 4.0, y + 11.5), total, &n.to_string());
    }
    finish(svg, words, whole, y + SIDE * themes.len() as f64 + SMALL + 6.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_are_rows_and_small_groups_are_left_out() {
        let mut by_group =
            Table::new("t", "", &["grouping", "group", "theme", "label", "n", "denominator", "share"]);
        for (grouping, group, n, of) in
            [("all", "all", 7usize, 70usize), ("g", "large", 5, 8), ("g", "tiny", 2, 2)]
        {
            let mut row: Vec<Cell> = [grouping, group, "a", "A theme"].map(Cell::from).to_vec();
            row.extend([n.into(), of.into(), (n as f64 / of as f64).into()]);
            by_group.push(row);
        }
        let mut matrix = Table::new("m", "", &["actor", "kind", "meeting", "a"]);
        matrix.push(vec!["Mexico".into(), "state".into(), "M".into(), 2usize.into()]);
        let words = Words::of_test("");
        let groupings = [("g".to_string(), "Group".to_string())];
        let draw = |n_rows| depths(&matrix, &by_group, n_rows, &groupings, &words, &words).unwrap();
        let of_states = draw(1).svg;
        assert!(of_states.contains(">Mexico</text>") && of_states.contains(">A theme</text>"));
        assert!(of_states.contains(">7</text>") && of_states.contains("rotate(-60"));
        // Of a matrix that is not at hand whole, shares by group are drawn.
        let of_groups = draw(2);
        assert!(of_groups.svg.contains("Group: large (8)") && !of_groups.svg.contains("tiny"));
        assert!(of_groups.note.starts_with("Share of the member states of each group of 5 or more"));
    }
}
