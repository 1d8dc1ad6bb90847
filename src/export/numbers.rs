//! Numbers as people print them: whole percent, a real minus, p with three decimals. Files to compute with keep all
//! digits.

use crate::table::Cell;

/// Digits after the point in printed tables.
pub const DIGITS: usize = 3;

/// A space at which no line is broken.
pub const BOUND: char = '\u{a0}';

/// A cell as it is printed in a column: p to a thousandth, a ratio of odds with three figures, other numbers with three
/// decimals.
pub fn printed(column: &str, cell: &Cell) -> String {
    let text = match cell {
        Cell::Number(number) | Cell::Precise(number) if !number.is_finite() => {
            cell.to_string().replace("Inf", "∞")
        }
        Cell::Number(number) | Cell::Precise(number) if is_p(column) => p(*number),
        Cell::Number(number) | Cell::Precise(number) if is_odds_ratio(column) => three_figures(*number),
        Cell::Number(number) | Cell::Precise(number) => {
            // Halves are rounded away from 0, as readers do who check.
            let whole = 10_f64.powi(DIGITS as i32);
            without_sign_of_zero(format!("{:.DIGITS$}", (number * whole).round() / whole))
        }
        Cell::Text(_) | Cell::Count(_) | Cell::Blank => return cell.to_string(),
    };
    text.replace('-', "−")
}

/// Whether a column holds a probability: a p, corrected or not, or a power.
pub fn is_p(column: &str) -> bool {
    column == "p" || column.starts_with("p_") || column == "power"
}

/// Whether a column holds a ratio of odds or a bound of one.
pub fn is_odds_ratio(column: &str) -> bool {
    column.starts_with("odds_ratio")
}

/// A probability; what would be rounded to nothing as what it is below.
fn p(value: f64) -> String {
    match value {
        small if small < 0.001 => "<.001".into(),
        sure if sure > 0.9995 => "1".into(),
        value => format!("{value:.DIGITS$}").trim_start_matches('0').to_string(),
    }
}

/// A number with three figures at least.
fn three_figures(value: f64) -> String {
    let below_one = |digits: usize| value.abs() < 0.1_f64.powi(digits as i32);
    let digits = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 || size == 0.0 => 2,
        _ => 3 + (1..5).take_while(|digits| below_one(*digits)).count(),
    };
    without_sign_of_zero(format!("{value:.digits$}"))
}

fn without_sign_of_zero(text: String) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_string(),
        _ => text,
    }
}

/// A share in whole percent; neither some nor not quite all is rounded away.
pub fn percent(share: f64) -> String {
    let said = match (100.0 * share).round() {
        0.0 if share > 0.0 => "<1".into(),
        100.0 if share < 1.0 => ">99".into(),
        whole => format!("{whole:.0}"),
    };
    format!("{said}{BOUND}%")
}

/// A difference of shares in points with its sign; one that is not nothing is not rounded to nothing.
pub fn points(share: f64) -> String {
    let points = 100.0 * share;
    let text = match points.round() == 0.0 {
        true => format!("{points:+.1}"),
        false => format!("{:+.0}", points.round()),
    };
    if text.ends_with("0.0") { "0".into() } else { text.replace('-', "−") }
}

/// A text in which no line ends between a number and its sign of percent, or between `n =` or `p =` and its number.
pub fn bound(text: &str) -> String {
    let mut out = text.replace(" %", "\u{a0}%");
    for letter in ["n", "N", "p"] {
        for sign in ["=", "<", ">"] {
            for before in [" ", "("] {
                let loose = format!("{before}{letter} {sign} ");
                out = out.replace(&loose, &format!("{before}{letter}{BOUND}{sign}{BOUND}"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_by_their_column() {
        for (column, number, expected) in [
            ("p", 0.056_680_161_94, ".057"),
            ("p_holm", 0.000_02, "<.001"),
            ("p_bh", 1.0, "1"),
            ("odds_ratio", 0.078_717, "0.0787"),
            ("odds_ratio", 0.5, "0.500"),
            ("odds_ratio_low", 1.6403, "1.64"),
            ("odds_ratio_high", 9137.2, "9137"),
            ("odds_ratio_high", f64::INFINITY, "∞"),
            ("difference", -0.1875, "−0.188"),
            ("difference", -0.0001, "0.000"),
            ("position", 0.5, "0.500"),
        ] {
            assert_eq!(printed(column, &Cell::Precise(number)), expected, "{column} {number}");
        }
        assert_eq!(printed("p", &3usize.into()), "3");
        assert_eq!(printed("p", &"a-b".into()), "a-b");
    }

    #[test]
    fn shares_are_whole_and_halves_go_up() {
        for (share, expected) in [
            (0.0, "0 %"),
            (0.001, "<1 %"),
            (0.125, "13 %"),
            (0.667, "67 %"),
            (0.998, ">99 %"),
            (1.0, "100 %"),
        ] {
            assert_eq!(percent(share), expected.replace(' ', "\u{a0}"));
        }
        for (share, expected) in
            [(0.125, "+13"), (-0.43, "−43"), (-0.004, "−0.4"), (0.0, "0"), (0.0001, "0"), (0.997, "+100")]
        {
            assert_eq!(points(share), expected);
        }
    }

    #[test]
    fn a_number_stays_with_its_sign() {
        assert_eq!(
            bound("16 % (n = 5; p = .374, p < .001), soon = now"),
            "16\u{a0}% (n\u{a0}=\u{a0}5; p\u{a0}=\u{a0}.374, p\u{a0}<\u{a0}.001), soon = now"
        );
    }
}
