//! What the model's confidence is worth, as curves: error against coverage, and what is right against confidence.

use super::bars::scale;
use super::frame::{Figure, MARGIN, Rows, WIDTH, Words, finish, head, in_order};
use super::style::{GROUPS, marker};
use super::svg::{Anchor, GREY, LABEL, RULE, SMALL, Svg, Type, width};
use crate::table::Table;

/// The height of the plane.
const HEIGHT: f64 = 300.0;
/// The width of a plane with sides of one length.
const SQUARE: f64 = 400.0;

/// A plane of shares while points are drawn on it.
struct Plane {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// The largest share on the upright axis.
    most: f64,
}

impl Plane {
    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let across = self.left + (self.right - self.left) * x;
        (across, self.bottom - (self.bottom - self.top) * (y / self.most).min(1.0))
    }

    /// Draws the axes with their words; gives the height below them.
    fn draw(&self, svg: &mut Svg, across: &str, upright: &str) -> f64 {
        let step = if self.most > 0.5 { 0.25 } else { 0.1 };
        for tick in 0..=(self.most / step).round() as usize {
            let share = step * tick as f64;
            let y = self.at((0.0, share)).1;
            svg.line((self.left, y), (self.right, y), RULE, 0.75);
            let how = Type::of(SMALL).fill(GREY).at(Anchor::End);
            svg.text((self.left - 6.0, y + 4.0), how, &format!("{:.0}", 100.0 * share));
        }
        let middle = (self.left - 34.0, (self.top + self.bottom) / 2.0);
        svg.turned(middle, Type::of(LABEL).fill(GREY).at(Anchor::Middle), -90.0, upright);
        scale(svg, [self.left, self.right], [self.top, self.bottom], 1.0, across)
    }

    /// Draws points and the lines between them.
    fn points(&self, svg: &mut Svg, series: usize, points: &[(f64, f64)]) {
        for pair in points.windows(2) {
            svg.line(self.at(pair[0]), self.at(pair[1]), GROUPS[series % GROUPS.len()], 1.2);
        }
        points.iter().for_each(|point| marker(svg, series, self.at(*point)));
    }
}

/// Error against coverage, a point a threshold, a line for each of what it was measured on; none without a point.
pub fn coverage(table: &Table, words: &Words) -> Option<Figure> {
    let rows = Rows::of(table);
    let series = in_order(rows.rows().map(|row| rows.text(row, "measured_on")));
    // From the threshold at which least is answered.
    let points = |name: &str| -> Vec<(f64, f64, f64)> {
        let own = rows.rows().filter(|row| rows.text(row, "measured_on") == name);
        let number = |row, column| rows.number(row, column);
        own.filter_map(|row| {
            Some((number(row, "coverage")?, number(row, "error")?, number(row, "threshold")?))
        })
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect()
    };
    let largest = series.iter().flat_map(|name| points(name)).map(|(_, error, _)| error).reduce(f64::max)?;
    let most = ((largest * 10.0).ceil() / 10.0).clamp(0.1, 1.0);
    let most = if most > 0.5 { 1.0 } else { most };
    let mut svg = Svg::default();
    let top = head(&mut svg, words, WIDTH);
    let top = legend(&mut svg, top, &rows, &series);
    let plane = Plane { left: MARGIN + 52.0, right: WIDTH - MARGIN - 14.0, top, bottom: top + HEIGHT, most };
    let below = plane.draw(&mut svg, "Coverage: share that is answered (%)", "Error among the answered (%)");
    for (number, name) in series.iter().enumerate() {
        let points = points(name);
        let places: Vec<(f64, f64)> = points.iter().map(|(coverage, error, _)| (*coverage, *error)).collect();
        plane.points(&mut svg, number, &places);
        let mut last = f64::NEG_INFINITY;
        for (coverage, error, threshold) in points {
            let (x, y) = plane.at((coverage, error));
            let label = format!("≥ {threshold:.1}");
            // Points that lie close share the label of the first.
            if x - last > width(&label, SMALL) {
                svg.text((x - 8.0, y - 5.0), Type::of(SMALL).at(Anchor::End), &label);
                last = x;
            }
        }
    }
    Some(finish(svg, words, WIDTH, below))
}

/// What is right against confidence, a point a bin; none without a bin.
pub fn reliability(table: &Table, words: &Words) -> Option<Figure> {
    let rows = Rows::of(table);
    let point = |row| Some((rows.number(row, "confidence")?, rows.number(row, "right")?));
    rows.rows().find_map(point)?;
    let series = in_order(rows.rows().map(|row| rows.text(row, "measured_on")));
    let mut svg = Svg::default();
    let top = head(&mut svg, words, WIDTH);
    let top = legend(&mut svg, top, &rows, &series);
    let left = (WIDTH - SQUARE) / 2.0;
    let plane = Plane { left, right: left + SQUARE, top, bottom: top + SQUARE, most: 1.0 };
    let below = plane.draw(&mut svg, "Mean confidence in a bin (%)", "Right in the bin (%)");
    svg.line(plane.at((0.0, 0.0)), plane.at((1.0, 1.0)), GREY, 1.0);
    // Points lie along the line, so its words stand in the corner below it.
    let (x, y) = plane.at((0.97, 0.05));
    let how = Type::of(SMALL).fill(GREY).at(Anchor::End).plate();
    svg.text((x, y), how, "on the grey line: right as often as it is sure");
    for (number, name) in series.iter().enumerate() {
        let own = rows.rows().filter(|row| rows.text(row, "measured_on") == *name);
        plane.points(&mut svg, number, &own.filter_map(point).collect::<Vec<_>>());
    }
    Some(finish(svg, words, WIDTH, below))
}

/// What each series was measured on; gives the height below.
fn legend(svg: &mut Svg, y: f64, rows: &Rows, series: &[&str]) -> f64 {
    let mut x = MARGIN + 5.0;
    for (number, name) in series.iter().enumerate() {
        let own = rows.rows().filter(|row| rows.text(row, "measured_on") == *name);
        // Bins add up; rows of a curve all have the number of the whole.
        let n: usize = match rows.rows().next().is_some_and(|row| rows.number(row, "bin").is_some()) {
            true => own.map(|row| rows.count(row, "n")).sum(),
            false => own.map(|row| rows.count(row, "n")).max().unwrap_or_default(),
        };
        let label = format!("{name} (n = {n})");
        marker(svg, number, (x, y + 9.0));
        svg.text((x + 10.0, y + 13.0), Type::of(LABEL), &label);
        x += width(&label, LABEL) + 32.0;
    }
    y + 32.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cell;

    #[test]
    fn each_known_point_is_drawn() {
        let mut curve =
            Table::new("coverage_curve", "", &["measured_on", "n", "threshold", "coverage", "error"]);
        for (name, n) in [("training passages", 90_usize), ("this run", 12)] {
            for (threshold, coverage, error) in
                [(0.3, 1.0, Some(0.2)), (0.6, 0.7, Some(0.1)), (0.9, 0.0, None)]
            {
                curve.push(vec![name.into(), n.into(), threshold.into(), coverage.into(), error.into()]);
            }
        }
        let figure = coverage(&curve, &Words::of_test("")).unwrap().svg;
        assert!(figure.contains("this run (n = 12)") && figure.contains("training passages (n = 90)"));
        assert_eq!((figure.matches("≥ 0.3").count(), figure.matches("≥ 0.9").count()), (2, 0));
        // One in the legend, one a point; the other series has squares.
        assert_eq!(figure.matches("<circle").count(), 3);
        curve.rows.iter_mut().for_each(|row| row[4] = Cell::Blank);
        assert!(coverage(&curve, &Words::of_test("")).is_none());
        let mut bins = Table::new("reliability", "", &["measured_on", "bin", "n", "confidence", "right"]);
        assert!(reliability(&bins, &Words::of_test("")).is_none());
        bins.push(vec!["training passages".into(), 1usize.into(), 7usize.into(), 0.4.into(), 0.5.into()]);
        bins.push(vec!["training passages".into(), 2usize.into(), 6usize.into(), 0.8.into(), 0.7.into()]);
        let figure = reliability(&bins, &Words::of_test("")).unwrap().svg;
        assert!(figure.contains("(n = 13)") && figure.matches("<circle").count() == 3);
    }
}
