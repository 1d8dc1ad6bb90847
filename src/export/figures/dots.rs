//! Themes by group as a dot plot: a row a theme, a marker a group.

use super::bars::{end_of_scale, scale};
use super::frame::{Figure, MARGIN, Rows, WIDTH, Words, finish, head, in_order, label_of_row, not_drawn};
use super::style::{GROUPS, marker};
use super::svg::{GREY, LABEL, Svg, Type, width};
use crate::analysis::LEAST_STATES;
use crate::export::labels::in_words;
use crate::table::{Cell, Table};

/// The most themes shown.
const MOST: usize = 25;
/// The height of a row.
const ROW: f64 = 21.0;
/// The width of the names of themes.
const NAMES: f64 = 300.0;

/// The themes of a table by group, the most frequent of all first; ties in the order of the table.
pub fn by_frequency(table: &Table) -> Vec<(&str, &str, usize)> {
    let rows = Rows::of(table);
    let all = rows.rows().filter(|row| rows.text(row, "grouping") == "all");
    let mut themes: Vec<(&str, &str, usize)> = all
        .map(|row| (rows.text(row, "theme"), rows.text(row, "label"), rows.count(row, "n")))
        .filter(|(_, _, n)| *n > 0)
        .collect();
    themes.sort_by_key(|(_, _, n)| std::cmp::Reverse(*n));
    themes
}

/// The shares of the most frequent themes in the groups of a grouping that are large enough; none where it has no
/// theme or no such group.
pub fn themes_by_group(table: &Table, grouping: &str, words: &Words) -> Option<Figure> {
    let rows = Rows::of(table);
    let own: Vec<_> = rows.rows().filter(|row| rows.text(row, "grouping") == grouping).collect();
    let size = |group: &str| {
        own.iter()
            .find(|row| rows.text(row, "group") == group)
            .map_or(0, |row| rows.count(row, "denominator"))
    };
    let (groups, small): (Vec<&str>, Vec<&str>) = in_order(own.iter().map(|row| rows.text(row, "group")))
        .into_iter()
        .partition(|group| size(group) >= LEAST_STATES);
    let themes = by_frequency(table);
    let shown = &themes[..themes.len().min(MOST)];
    if shown.is_empty() || groups.is_empty() {
        return None;
    }
    let find = |theme: &str, group: &str| {
        own.iter().find(|row| rows.text(row, "theme") == theme && rows.text(row, "group") == group)
    };
    let mut svg = Svg::default();
    let mut y = head(&mut svg, words, WIDTH);
    let mut x = MARGIN + 5.0;
    for (number, group) in groups.iter().enumerate() {
        let label = format!("{} (n = {})", in_words(group), size(group));
        if x + width(&label, LABEL) + 24.0 > WIDTH - MARGIN {
            (x, y) = (MARGIN + 5.0, y + 19.0);
        }
        marker(&mut svg, number, (x, y + 9.0));
        svg.text((x + 10.0, y + 13.0), Type::of(LABEL), &label);
        x += width(&label, LABEL) + 32.0;
    }
    y += 28.0;
    let widest = shown.iter().map(|(_, label, _)| width(label, LABEL)).fold(0.0, f64::max);
    let [left, right] = [MARGIN + widest.min(NAMES) + 14.0, WIDTH - MARGIN - 10.0];
    let is_drawn = |row: &&&[Cell]| groups.contains(&rows.text(row, "group"));
    let has_intervals = own.iter().filter(is_drawn).any(|row| rows.number(row, "share_low").is_some());
    let bounds = ["share", "share_high"];
    let shares = own
        .iter()
        .filter(is_drawn)
        .flat_map(|row| bounds.map(|name| rows.number(row, name).unwrap_or_default()));
    let most = end_of_scale(shares.fold(0.0, f64::max));
    let labels: Vec<(Vec<String>, f64)> =
        shown.iter().map(|(_, label, _)| label_of_row(label, NAMES, ROW)).collect();
    let bottom = y + labels.iter().map(|(_, height)| height).sum::<f64>() + 4.0;
    let below =
        scale(&mut svg, [left, right], [y, bottom], most, "Share of member states that speak of it (%)");
    for ((theme, ..), (lines, height)) in shown.iter().zip(&labels) {
        let middle = y + 2.0 + height / 2.0;
        y += height;
        svg.lines_to((left - 10.0, middle), LABEL, lines);
        let number = |group: &str, column: &str| find(theme, group).and_then(|row| rows.number(row, column));
        let share = |group: &&str| number(group, "share_corrected").or(number(group, "share"));
        let shares: Vec<Option<f64>> = groups.iter().map(share).collect();
        let x = |share: f64| left + (right - left) * share / most;
        if !has_intervals {
            let known = || shares.iter().flatten().copied();
            let [from, to] = [known().fold(1.0, f64::min), known().fold(0.0, f64::max)];
            svg.line((x(from), middle), (x(to), middle), GREY, 1.0);
        }
        for (number_of_group, (group, share)) in groups.iter().zip(&shares).enumerate() {
            // Intervals stand one above the other, and so do markers at one place.
            let alike = |shares: &[Option<f64>]| shares.iter().filter(|other| *other == share).count() as f64;
            let down = match has_intervals {
                true => ROW * ((number_of_group as f64 + 0.5) / groups.len() as f64 - 0.5),
                false => ROW / 3.2 * (alike(&shares[..number_of_group]) - (alike(&shares) - 1.0) / 2.0),
            };
            if let Some((low, high)) = number(group, "share_low").zip(number(group, "share_high")) {
                let ends = [(x(low), middle + down), (x(high), middle + down)];
                svg.line(ends[0], ends[1], GROUPS[number_of_group % GROUPS.len()], 1.4);
            }
            if let Some(share) = share {
                marker(&mut svg, number_of_group, (x(*share), middle + down));
            }
        }
    }
    let mut words = words.clone();
    let small: Vec<(&str, usize)> = small.iter().map(|group| (*group, size(group))).collect();
    words.note = not_drawn(&small) + &words.note;
    if has_intervals {
        words.note = format!("Lines: 95 % intervals. {}", words.note);
    }
    if themes.len() > shown.len() {
        words.note = format!(
            "The {} most frequent of {} themes that are spoken of; the others are in the table. {}",
            shown.len(),
            themes.len(),
            words.note
        );
    }
    Some(finish(svg, &words, WIDTH, below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_group_is_named_and_not_drawn() {
        let mut table =
            Table::new("t", "", &["grouping", "group", "theme", "label", "n", "denominator", "share"]);
        for (grouping, group, n, of) in
            [("all", "all", 4usize, 10usize), ("g", "large", 2, 8), ("g", "small", 2, 2)]
        {
            let mut row: Vec<Cell> = [grouping, group, "a", "A theme"].map(Cell::from).to_vec();
            row.extend([n.into(), of.into(), (n as f64 / of as f64).into()]);
            table.push(row);
        }
        let figure = themes_by_group(&table, "g", &Words::of_test("")).unwrap();
        assert!(figure.svg.contains("large (n = 8)") && !figure.svg.contains("small (n"));
        assert!(figure.note.contains("fewer than 5 states are not drawn: small (2)."), "{}", figure.note);
        // One in the legend, one on the row, and the scale of a share of a quarter.
        assert_eq!(figure.svg.matches("<circle").count(), 2);
        assert!(!figure.svg.contains(">75</text>"));
        // With an interval a line more, and the scale reaches to its end.
        table.columns.extend(["share_low", "share_high"].map(String::from));
        table.rows.iter_mut().for_each(|row| row.extend([0.1.into(), 0.6.into()]));
        let bounded = themes_by_group(&table, "g", &Words::of_test("")).unwrap();
        assert!(
            bounded.svg.contains(">75</text>") && bounded.note.starts_with("Lines: 95"),
            "{}",
            bounded.note
        );
        table.rows.retain(|row| row[1] != Cell::from("large"));
        assert!(themes_by_group(&table, "g", &Words::of_test("")).is_none());
    }
}
