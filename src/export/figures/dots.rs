//! Themes by group as a dot plot: a row a theme, a marker a group.

use super::bars::{in_words, scale};
use super::frame::{Figure, MARGIN, Rows, WIDTH, Words, finish, head, in_order};
use super::style::marker;
use super::svg::{Anchor, GREY, LABEL, Svg, Type, fit, width};
use crate::table::Table;

/// The most themes shown.
const MOST: usize = 25;
/// The height of a row.
const ROW: f64 = 21.0;

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

/// The shares of the most frequent themes in the groups of a grouping; none where it has no theme.
pub fn themes_by_group(table: &Table, grouping: &str, words: &Words) -> Option<Figure> {
    let rows = Rows::of(table);
    let own: Vec<_> = rows.rows().filter(|row| rows.text(row, "grouping") == grouping).collect();
    let groups = in_order(own.iter().map(|row| rows.text(row, "group")));
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
        let n = find(shown[0].0, group).map_or(0, |row| rows.count(row, "denominator"));
        let label = format!("{} (n = {n})", in_words(group));
        if x + width(&label, LABEL) + 24.0 > WIDTH - MARGIN {
            (x, y) = (MARGIN + 5.0, y + 19.0);
        }
        marker(&mut svg, number, (x, y + 9.0));
        svg.text((x + 10.0, y + 13.0), Type::of(LABEL), &label);
        x += width(&label, LABEL) + 32.0;
    }
    y += 28.0;
    let widest = shown.iter().map(|(_, label, _)| width(label, LABEL)).fold(0.0, f64::max);
    let [left, right] = [MARGIN + widest.min(290.0) + 14.0, WIDTH - MARGIN - 10.0];
    let shares = own.iter().map(|row| rows.number(row, "share").unwrap_or_default());
    let most = if shares.fold(0.0, f64::max) > 0.5 { 1.0 } else { 0.5 };
    let bottom = y + ROW * shown.len() as f64 + 4.0;
    let below =
        scale(&mut svg, [left, right], [y, bottom], most, "Share of member states that speak of it (%)");
    for (row, (theme, label, _)) in shown.iter().enumerate() {
        let middle = y + 2.0 + ROW * (row as f64 + 0.5);
        svg.text((left - 10.0, middle + 4.0), Type::of(LABEL).at(Anchor::End), &fit(label, LABEL, 290.0));
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
