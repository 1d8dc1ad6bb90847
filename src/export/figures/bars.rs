//! Positions: a bar for each detail of all, and stacked bars by group.

use super::frame::{Figure, MARGIN, Rows, WIDTH, Words, finish, head, in_order};
use super::style::Fill;
use super::svg::{Anchor, GREY, INK, LABEL, RULE, SMALL, Svg, Type, width, wrap};
use crate::export::labels::in_words;
use crate::export::numbers::percent;
use crate::table::Table;

/// What a bar is parted into: a detail of a class, or a stance that is no class.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    class: String,
    detail: String,
    label: String,
    fill: Fill,
}

/// A bar: a group with its number, and how many of it each part counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The name of the group.
    pub group: String,
    /// How many are in it.
    pub n: usize,
    counts: Vec<usize>,
}

/// The parts in the order of the table by group, with their labels from the table by detail.
pub fn parts(by_detail: &Table, by_group: &Table) -> Vec<Part> {
    let (details, groups) = (Rows::of(by_detail), Rows::of(by_group));
    let of_all = groups.rows().filter(|row| groups.text(row, "grouping") == "all");
    let keys: Vec<(&str, &str)> =
        of_all.map(|row| (groups.text(row, "class"), groups.text(row, "detail"))).collect();
    let classes = in_order(keys.iter().filter(|(_, detail)| !detail.is_empty()).map(|(class, _)| *class));
    let mut n_without = 0;
    let part = |(class, detail): &(&str, &str)| {
        let number = keys.iter().filter(|(known, _)| known == class).position(|(_, known)| known == detail);
        let (label, fill) = match classes.iter().position(|known| known == class) {
            Some(_) if detail.is_empty() => ("no detail given", None),
            Some(at) => {
                let own = |row: &&[_]| details.text(row, "detail") == *detail;
                (details.rows().find(own).map_or(*detail, |row| details.text(row, "label")), Some(at))
            }
            None => {
                let own = |row: &&[_]| details.text(row, "class") == *class;
                (details.rows().find(own).map_or(*class, |row| details.text(row, "label")), None)
            }
        };
        let at = classes.iter().position(|known| known == class);
        let fill = match (fill.or(at), number) {
            (Some(class), Some(detail)) => Fill::of(class, detail),
            _ => {
                n_without += 1;
                Fill::of_no_class(n_without - 1)
            }
        };
        Part { class: class.to_string(), detail: detail.to_string(), label: label.to_string(), fill }
    };
    keys.iter().map(part).collect()
}

/// The bars of a grouping; each bar's counts add up to its number.
pub fn bars(by_group: &Table, grouping: &str, parts: &[Part]) -> Vec<Bar> {
    let rows = Rows::of(by_group);
    let own: Vec<_> = rows.rows().filter(|row| rows.text(row, "grouping") == grouping).collect();
    let groups = in_order(own.iter().map(|row| rows.text(row, "group")));
    let bar = |group: &str| {
        let here: Vec<_> = own.iter().filter(|row| rows.text(row, "group") == group).collect();
        let count = |part: &Part| {
            let is = |row: &&&&[_]| {
                (rows.text(row, "class"), rows.text(row, "detail"))
                    == (part.class.as_str(), part.detail.as_str())
            };
            here.iter().find(is).map_or(0, |row| rows.count(row, "n"))
        };
        let n = here.first().map_or(0, |row| rows.count(row, "denominator"));
        Bar { group: group.into(), n, counts: parts.iter().map(count).collect() }
    };
    groups.into_iter().map(bar).collect()
}

/// The width of the names of groups.
const NAMES: f64 = 220.0;

/// The heading over what is no class.
const NO_CLASS: &str = "no class";

/// Where a scale of shares ends: at the tenth above the largest, at the whole from a half on.
pub fn end_of_scale(largest: f64) -> f64 {
    let end = (largest * 10.0).floor() / 10.0 + 0.1;
    if end > 0.5 { 1.0 } else { end }
}

/// Draws a scale from 0 to 100 % with its title below a height; gives the height below it.
pub fn scale(svg: &mut Svg, [left, right]: [f64; 2], [top, bottom]: [f64; 2], most: f64, title: &str) -> f64 {
    let step = if most > 0.5 { 0.25 } else { 0.1 };
    let mut tick = 0.0;
    while tick <= most + 1e-9 {
        let x = left + (right - left) * tick / most;
        svg.line((x, top), (x, bottom), RULE, 0.75);
        let label = format!("{:.0}", 100.0 * tick);
        svg.text((x, bottom + SMALL + 4.0), Type::of(SMALL).fill(GREY).at(Anchor::Middle), &label);
        tick += step;
    }
    svg.text(
        ((left + right) / 2.0, bottom + 2.0 * SMALL + 11.0),
        Type::of(LABEL).fill(GREY).at(Anchor::Middle),
        title,
    );
    bottom + 2.0 * SMALL + 16.0
}

/// A bar for each detail of all units, with the corrected share and its interval where there is one.
pub fn of_all(by_detail: &Table, parts: &[Part], words: &Words) -> Figure {
    let rows = Rows::of(by_detail);
    let mut svg = Svg::default();
    let top = head(&mut svg, words, WIDTH);
    let shown: Vec<(&Part, &[_])> = parts
        .iter()
        .filter_map(|part| Some((part, row_of(&rows, part)?)))
        .filter(|(part, row)| !part.detail.is_empty() || rows.count(row, "n") > 0)
        .collect();
    let number = |row: &[_], column: &str| rows.number(row, column);
    let [left, right] = [MARGIN, WIDTH - MARGIN - 84.0];
    let shares = shown.iter().flat_map(|(_, row)| {
        ["share", "share_high"].map(|column| rows.number(row, column).unwrap_or_default())
    });
    let most = end_of_scale(shares.fold(0.0, f64::max));
    let x = |share: f64| left + (right - left) * share.clamp(0.0, most) / most;
    let classes = in_order(shown.iter().map(|(part, _)| part.class.as_str()));
    // What is no class stands together at the end.
    let has_details =
        |class: &str| shown.iter().any(|(part, _)| part.class == class && !part.detail.is_empty());
    let first_without = classes.iter().position(|class| !has_details(class));
    let heading = |at: usize, class: &str| match has_details(class) {
        true => in_words(class),
        false if Some(at) == first_without => NO_CLASS.into(),
        false => String::new(),
    };
    let headings: Vec<String> = classes.iter().enumerate().map(|(at, class)| heading(at, class)).collect();
    let n_headings = headings.iter().filter(|heading| !heading.is_empty()).count();
    let n_lines = shown.iter().map(|(part, _)| wrap(&part.label, LABEL, right - left).len()).sum::<usize>();
    let bottom = top + 26.0 * n_headings as f64 + 21.0 * shown.len() as f64 + 15.0 * n_lines as f64 + 4.0;
    let below = scale(&mut svg, [left, right], [top, bottom], most, "Share of member states (%)");
    let (mut y, mut has_intervals, mut is_corrected) = (top + 4.0, false, false);
    for (class, heading) in classes.into_iter().zip(&headings) {
        if !heading.is_empty() {
            svg.text((left + 8.0, y + LABEL + 6.0), Type::of(LABEL).bold().plate(), heading);
            y += 26.0;
        }
        for (part, row) in shown.iter().filter(|(part, _)| part.class == class) {
            let id = format!("{}-{}", words.name, parts.iter().position(|p| p == *part).unwrap_or(0));
            let fill = part.fill.define(&mut svg, &id);
            let (n, share) = (rows.count(row, "n"), number(row, "share").unwrap_or_default());
            // Above its bar, so that both are seen on a narrow screen.
            for line in wrap(&part.label, LABEL, right - left) {
                svg.text((left + 8.0, y + 10.0), Type::of(LABEL).plate(), &line);
                y += 15.0;
            }
            if n > 0 {
                svg.rect([left, y + 1.0, x(share) - left, 15.0], &fill, INK);
            }
            let mut end = x(share);
            if let Some((low, high)) = number(row, "share_low").zip(number(row, "share_high")) {
                let corrected = number(row, "share_corrected");
                is_corrected |= corrected.is_some();
                has_intervals = true;
                svg.line((x(low), y + 8.5), (x(high), y + 8.5), "#FFFFFF", 4.0);
                svg.line((x(low), y + 8.5), (x(high), y + 8.5), INK, 1.6);
                if let Some(mid) = corrected {
                    svg.circle((x(mid), y + 8.5), 3.4, "#FFFFFF", INK);
                }
                end = end.max(x(high));
            }
            let says = format!("{n} ({})", percent(share));
            svg.text((end + 8.0, y + 12.5), Type::of(LABEL).plate(), &says);
            y += 21.0;
        }
    }
    svg.line((left, top), (left, bottom), INK, 1.0);
    let mut words = words.clone();
    if has_intervals {
        let lines = match is_corrected {
            true => "Circles with lines: the share corrected by the coded sample, with its 95 % interval.",
            false => "Lines: 95 % intervals.",
        };
        words.note = format!("Bars: as coded. {lines} {}", words.note);
    }
    finish(svg, &words, WIDTH, below)
}

fn row_of<'t>(rows: &Rows<'t>, part: &Part) -> Option<&'t [crate::table::Cell]> {
    let is_bare = part.detail.is_empty() && part.label == "no detail given";
    rows.rows().find(|row| {
        (rows.text(row, "class"), rows.text(row, "detail")) == (part.class.as_str(), part.detail.as_str())
            && (!is_bare || rows.text(row, "label") == crate::analysis::BARE)
    })
}

/// The bars of a grouping, each parted by details.
pub fn by_group(bars: &[Bar], parts: &[Part], words: &Words) -> Figure {
    let mut svg = Svg::default();
    let top = head(&mut svg, words, WIDTH);
    let label = |bar: &Bar| (in_words(&bar.group), format!("n = {}", bar.n));
    let widest = bars.iter().map(|bar| width(&label(bar).0, LABEL)).fold(60.0, f64::max);
    let left = MARGIN + widest.min(NAMES) + 12.0;
    let right = WIDTH - MARGIN - 14.0;
    let names: Vec<Vec<String>> = bars.iter().map(|bar| wrap(&label(bar).0, LABEL, NAMES)).collect();
    // A bar is as high as two lines; a name of more needs more room.
    let heights: Vec<f64> = names.iter().map(|lines| 40.0 + 14.0 * (lines.len() as f64 - 1.0)).collect();
    let bottom = top + heights.iter().sum::<f64>() + 2.0;
    let mut y = scale(
        &mut svg,
        [left, right],
        [top, bottom],
        1.0,
        "Share of member states (%); in the bars: how many",
    );
    let is_seen = |part: usize| bars.iter().any(|bar| bar.counts[part] > 0);
    let fills: Vec<String> = parts
        .iter()
        .enumerate()
        .map(|(i, part)| part.fill.define(&mut svg, &format!("{}-{i}", words.name)))
        .collect();
    let mut above = top + 6.0;
    for ((bar, name), height) in bars.iter().zip(&names).zip(heights) {
        let y = above;
        above += height;
        for (number, line) in name.iter().enumerate() {
            let base = y + 12.0 + 14.0 * number as f64;
            svg.text((left - 8.0, base), Type::of(LABEL).at(Anchor::End), line);
        }
        let base = y + 12.0 + 14.0 * name.len() as f64;
        svg.text((left - 8.0, base), Type::of(SMALL).fill(GREY).at(Anchor::End), &label(bar).1);
        for (part, [from, to]) in segments(bar).into_iter().enumerate() {
            let (x, w) = (left + (right - left) * from, (right - left) * (to - from));
            if bar.counts[part] > 0 {
                svg.rect([x, y, w, 30.0], &fills[part], INK);
                if w >= 15.0 {
                    let count = bar.counts[part].to_string();
                    let how = Type::of(LABEL).bold().at(Anchor::Middle).plate();
                    svg.text((x + w / 2.0, y + 19.5), how, &count);
                }
            }
        }
    }
    svg.line((left, top), (left, bottom), INK, 1.0);
    y = legend(&mut svg, parts, &fills, &is_seen, y + 10.0);
    finish(svg, words, WIDTH, y)
}

/// Where each part begins and ends, as shares of the bar.
pub fn segments(bar: &Bar) -> Vec<[f64; 2]> {
    let mut from = 0;
    let share = |n: usize| n as f64 / bar.n.max(1) as f64;
    let segment = |count: &usize| {
        from += count;
        [share(from - count), share(from)]
    };
    bar.counts.iter().map(segment).collect()
}

/// The legend in two columns, classes above their details; gives the height below it.
fn legend(svg: &mut Svg, parts: &[Part], fills: &[String], is_seen: &dyn Fn(usize) -> bool, top: f64) -> f64 {
    let seen: Vec<usize> = (0..parts.len()).filter(|part| is_seen(*part)).collect();
    let column = (WIDTH - 2.0 * MARGIN) / 2.0;
    let lines = |part: usize| wrap(&parts[part].label, SMALL, column - 34.0);
    let mut blocks: Vec<(String, Vec<usize>)> = Vec::new();
    for part in seen {
        let class = if parts[part].detail.is_empty() && parts[part].label != "no detail given" {
            String::from(NO_CLASS)
        } else {
            in_words(&parts[part].class)
        };
        match blocks.last_mut().filter(|(known, _)| *known == class) {
            Some((_, own)) => own.push(part),
            None => blocks.push((class, vec![part])),
        }
    }
    let height = |(_, own): &(String, Vec<usize>)| {
        22.0 + own.iter().map(|part| 14.0 * lines(*part).len() as f64 + 4.0).sum::<f64>()
    };
    let total: f64 = blocks.iter().map(height).sum();
    let (mut x, mut y, mut deepest) = (MARGIN, top, top);
    for block in &blocks {
        // The second column begins where the first has half.
        if x == MARGIN && y > top && y - top + height(block) / 2.0 > total / 2.0 {
            (x, y) = (MARGIN + column, top);
        }
        svg.text((x, y + 13.0), Type::of(LABEL).bold(), &block.0);
        y += 19.0;
        for part in &block.1 {
            svg.rect([x, y, 22.0, 12.0], &fills[*part], INK);
            for line in lines(*part) {
                svg.text((x + 29.0, y + 10.0), Type::of(SMALL), &line);
                y += 14.0;
            }
            y += 4.0;
        }
        y += 3.0;
        deepest = f64::max(deepest, y);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cell;

    fn tables() -> (Table, Table) {
        let mut by_detail = Table::new("d", "D", &["class", "detail", "label", "n", "share"]);
        for (class, detail, label) in
            [("for", "yes", "Yes <b>"), ("against", "no", "No"), ("abstain", "", "None")]
        {
            by_detail.push(vec![class.into(), detail.into(), label.into(), 1usize.into(), 0.25.into()]);
        }
        let mut by_group =
            Table::new("g", "G", &["grouping", "group", "class", "detail", "n", "denominator"]);
        for (grouping, group, counts) in
            [("all", "all", [3, 4, 1]), ("g", "a", [3, 0, 0]), ("g", "b", [0, 4, 1])]
        {
            let n: usize = counts.iter().sum();
            for ((class, detail), count) in
                [("for", "yes"), ("against", "no"), ("abstain", "")].into_iter().zip(counts)
            {
                let mut row: Vec<Cell> = [grouping, group, class, detail].map(Cell::from).to_vec();
                row.extend([count.into(), n.into()]);
                by_group.push(row);
            }
        }
        (by_detail, by_group)
    }

    #[test]
    fn segments_of_a_bar_add_up_to_its_number() {
        let (by_detail, by_group_table) = tables();
        let parts = parts(&by_detail, &by_group_table);
        let bars = bars(&by_group_table, "g", &parts);
        assert_eq!(bars.iter().map(|bar| bar.n).collect::<Vec<_>>(), [3, 5]);
        for bar in &bars {
            assert_eq!(bar.counts.iter().sum::<usize>(), bar.n);
            let segments = segments(bar);
            assert!(segments.windows(2).all(|pair| pair[0][1] == pair[1][0]));
            assert_eq!((segments[0][0], segments.last().unwrap()[1]), (0.0, 1.0));
        }
        let words = Words::of_test("invented");
        let figure = by_group(&bars, &parts, &words).svg;
        assert!(
            figure.contains("n = 5") && figure.contains("(invented)") && figure.contains("Yes &lt;b&gt;")
        );
        assert!(of_all(&by_detail, &parts, &words).svg.contains("1 (25\u{a0}%)"));
    }
}
