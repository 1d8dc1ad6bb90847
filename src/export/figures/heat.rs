//! Depth of themes state by state as a map of cells; for many states, shares by group.

use super::bars::in_words;
use super::dots::by_frequency;
use super::frame::{Figure, MARGIN, Rows, WIDTH, Words, finish, head, in_order};
use super::style::{BLANK, STEPS};
use super::svg::{Anchor, GREY, LABEL, RULE, SMALL, Svg, Type, fit, width};
use crate::table::{Cell, Table};

/// The most states shown one by one.
const MOST_STATES: usize = 60;
/// The most themes shown.
const MOST_THEMES: usize = 40;
/// The side of a cell.
const SIDE: f64 = 15.0;

/// A row of cells; each a step of the scale, none where nothing was coded.
struct Line {
    label: String,
    steps: Vec<Option<usize>>,
}

/// The map of states and themes, or of groups and themes where the states are too many.
///
/// `words` are those of the map of states, `in_place` those of the other; `n_rows` is how many the matrix has,
/// all of which must be at hand.
pub fn depths(
    matrix: &Table,
    by_group: &Table,
    n_rows: usize,
    words: &Words,
    in_place: &Words,
) -> Option<Figure> {
    let themes = by_frequency(by_group);
    let slugs: Vec<&str> = themes.iter().take(MOST_THEMES).map(|(slug, ..)| *slug).collect();
    // In the order of the lexicon, so that related themes stand side by side.
    let order = in_order(Rows::of(by_group).rows().map(|row| Rows::of(by_group).text(row, "theme")));
    let columns: Vec<(&str, &str)> = order
        .into_iter()
        .filter(|slug| slugs.contains(slug))
        .filter_map(|slug| {
            themes.iter().find(|(known, ..)| *known == slug).map(|(slug, label, _)| (*slug, *label))
        })
        .collect();
    let states = if n_rows == matrix.rows.len() { states(matrix, &columns) } else { Vec::new() };
    if columns.is_empty() {
        return None;
    }
    let mut words = words.clone();
    let (lines, legend) = match states.len() {
        1..=MOST_STATES => (states, [(0, "no mention found"), (2, "brief"), (4, "extended")].to_vec()),
        _ => {
            words = in_place.clone();
            words.note = format!("Share of the member states of each group. {}", words.note);
            let steps = ["none", "up to 20 %", "up to 40 %", "up to 60 %", "up to 80 %", "above 80 %"];
            (groups(by_group, &columns), steps.into_iter().enumerate().collect())
        }
    };
    if themes.len() > columns.len() {
        words.note = format!(
            "The {} most frequent of {} themes that are spoken of, in the order of the lexicon; the others are in the \
             table. {}",
            columns.len(),
            themes.len(),
            words.note
        );
    }
    Some(draw(&lines, &columns, &legend, &words))
}

/// A row a state; a row an actor where there is no state.
fn states(matrix: &Table, columns: &[(&str, &str)]) -> Vec<Line> {
    let rows = Rows::of(matrix);
    let has_states = rows.rows().any(|row| rows.text(row, "kind") == "state");
    let meetings = in_order(rows.rows().map(|row| rows.text(row, "meeting"))).len();
    let line = |row| Line {
        label: match meetings {
            0 | 1 => rows.text(row, "actor").into(),
            _ => format!("{} ({})", rows.text(row, "actor"), rows.text(row, "meeting")),
        },
        steps: columns
            .iter()
            .map(|(slug, _)| rows.number(row, slug).map(|depth| 2 * depth as usize))
            .collect(),
    };
    let is_shown = |row: &&[Cell]| !has_states || rows.text(row, "kind") == "state";
    let mut lines: Vec<Line> = rows.rows().filter(is_shown).map(line).collect();
    lines.sort_by(|a, b| a.label.cmp(&b.label));
    lines
}

/// A row a group.
fn groups(by_group: &Table, columns: &[(&str, &str)]) -> Vec<Line> {
    let rows = Rows::of(by_group);
    let name = |row| (rows.text(row, "grouping"), rows.text(row, "group"), rows.count(row, "denominator"));
    let mut names: Vec<(&str, &str, usize)> = Vec::new();
    for row in rows.rows() {
        if !names.contains(&name(row)) {
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
            format!("{}: {}", in_words(grouping), in_words(group))
        };
        Line { label: format!("{label} ({n})"), steps: columns.iter().map(|(slug, _)| of(slug)).collect() }
    };
    names.into_iter().map(line).collect()
}

fn draw(lines: &[Line], columns: &[(&str, &str)], legend: &[(usize, &str)], words: &Words) -> Figure {
    let widest = lines.iter().map(|line| width(&line.label, LABEL)).fold(0.0, f64::max).min(250.0);
    let left = MARGIN + widest + 8.0;
    let deepest = columns.iter().map(|(_, label)| width(label, SMALL)).fold(0.0, f64::max).min(300.0);
    let right = left + SIDE * columns.len() as f64;
    // The labels lean to the right.
    let whole = f64::max(WIDTH, right + deepest * 0.5 + MARGIN);
    let mut svg = Svg::default();
    let mut y = head(&mut svg, words, whole);
    let mut x = MARGIN;
    let is_blank = lines.iter().any(|line| line.steps.contains(&None));
    let blank = is_blank.then_some((BLANK, "not coded"));
    for (fill, label) in legend.iter().map(|(step, label)| (STEPS[*step], *label)).chain(blank) {
        svg.rect([x, y, 14.0, 14.0], fill, GREY);
        svg.text((x + 20.0, y + 11.5), Type::of(LABEL), label);
        x += width(label, LABEL) + 42.0;
    }
    y += 26.0 + deepest * 0.87 + 6.0;
    for (column, (_, label)) in columns.iter().enumerate() {
        let x = left + SIDE * (column as f64 + 0.5);
        svg.turned((x + 4.0, y - 5.0), Type::of(SMALL), -60.0, &fit(label, SMALL, 300.0));
    }
    for (row, line) in lines.iter().enumerate() {
        let y = y + SIDE * row as f64;
        svg.text((left - 6.0, y + 11.5), Type::of(LABEL).at(Anchor::End), &fit(&line.label, LABEL, 250.0));
        for (column, step) in line.steps.iter().enumerate() {
            let fill = step.map_or(BLANK, |step| STEPS[step.min(STEPS.len() - 1)]);
            svg.rect([left + SIDE * column as f64, y, SIDE, SIDE], fill, RULE);
        }
    }
    finish(svg, words, whole, y + SIDE * lines.len() as f64 + 4.0)
}
