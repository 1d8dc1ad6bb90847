//! Themes by group as a dot plot: a row a theme, a marker a group.

use super::bars::scale;
use super::frame::{Figure, MARGIN, Rows, WIDTH, Words, finish, head, in_order, label_of_row};
use super::style::marker;
use super::svg::{GREY, LABEL, Svg, Type, width};
use crate::export::labels::in_words;
use crate::table::{Cell, Table};

/// The most themes shown.
const MOST: usize = 25;
/// The height of a row.
const ROW: f64 = 21.0;
/// The width of the names of themes.
const NAMES: f64 = 300.0;
/// The fewest states of a group whose share is drawn: of fewer one state would be the widest spread.
pub const LEAST: usize = 5;

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
        .partition(|group| size(group) >= LEAST);
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
    let shares = own.iter().filter(is_drawn).map(|row| rows.number(row, "share").unwrap_or_default());
    let most = if shares.fold(0.0, f64::max) > 0.5 { 1.0 } else { 0.5 };
    let labels: Vec<(Vec<String>, f64)> =
        shown.iter().map(|(_, label, _)| label_of_row(label, NAMES, ROW)).collect();
    let bottom = y + labels.iter().map(|(_, height)| height).sum::<f64>() + 4.0;
    let below =
        scale(&mut svg, [left, right], [y, bottom], most, "Share of member states that speak of it (%)");
    for ((theme, ..), (lines, height)) in shown.iter().zip(&labels) {
        let middle = y + 2.0 + height / 2.0;
        y += height;
        svg.lines_to((left - 10.0, middle), LABEL, lines);
        let share = |group: &&str| find(theme, group).and_then(|row| rows.number(row, "share"));
        let shares: Vec<Option<f64>> = groups.iter().map(share).collect();
        let x = |share: f64| left + (right - left) * share / most;
        let known = || shares.iter().flatten().copied();
        svg.line(
            (x(known().fold(1.0, f64::min)), middle),
            (x(known().fold(0.0, f64::max)), middle),
            GREY,
            1.0,
        );
        for (group, share) in shares.iter().enumerate() {
            // Markers at one place stand one above the other.
            let alike = |shares: &[Option<f64>]| shares.iter().filter(|other| *other == share).count() as f64;
            let down = ROW / 3.2 * (alike(&shares[..group]) - (alike(&shares) - 1.0) / 2.0);
            if let Some(share) = share {
                marker(&mut svg, group, (x(*share), middle + down));
            }
        }
    }
    let mut words = words.clone();
    if !small.is_empty() {
        let named: Vec<String> =
            small.iter().map(|group| format!("{} ({})", in_words(group), size(group))).collect();
        words.note = format!(
            "Groups of fewer than {LEAST} states are not drawn: {}. {}",
            named.join(", "),
            words.note
        );
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
        table.rows.retain(|row| row[1] != Cell::from("large"));
        assert!(themes_by_group(&table, "g", &Words::of_test("")).is_none());
    }
}
