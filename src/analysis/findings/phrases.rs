//! Numbers and names as sentences print them.

/// A p without the zero before its point.
pub(super) fn fraction(p: f64) -> String {
    match p {
        p if p < 0.001 => "less than .001".into(),
        p if p > 0.9995 => "1".into(),
        p => format!("{p:.3}").trim_start_matches('0').to_string(),
    }
}

/// `p = .042` or `p < .001`.
pub(super) fn p_is(p: f64) -> String {
    if p < 0.001 { "p < .001".into() } else { format!("p = {}", fraction(p)) }
}

/// The largest of several probabilities, with two digits and without the zero before its point.
pub(super) fn at_most(p: f64) -> String {
    match format!("{p:.2}").as_str() {
        "0.00" => "below .01".into(),
        text => format!("at most {}", text.trim_start_matches('0')),
    }
}

/// A name without underscores, the United Nations in capitals.
pub(crate) fn spaced(name: &str) -> String {
    name.split('_').map(|word| if word == "un" { "UN" } else { word }).collect::<Vec<_>>().join(" ")
}

/// A share in points.
pub(super) fn points(share: f64) -> String {
    format!("{:.0}", (100.0 * share).round())
}

/// A difference in points with its sign; what is not 0 is not printed as 0.
pub(super) fn signed(share: f64) -> String {
    let points = 100.0 * share;
    let digits = (0..4).find(|digits| points.abs() >= 0.5 * 10_f64.powi(-digits));
    match digits {
        None => "0".into(),
        // Halves are rounded away from 0, as readers do who check.
        Some(digits) => {
            let whole = 10_f64.powi(digits);
            format!("{:+.*}", digits as usize, (points * whole).round() / whole).replace('-', "−")
        }
    }
}

/// The words with a capital at their head.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Names in a row: `a, b and c`.
pub(super) fn in_a_row(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}

/// `1 item`, `3 items`.
pub(super) fn counted(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// What several states do, as one does it that is found to: `are for it` becomes `be for it`.
pub(super) fn to_do(says: &str, is_one: bool) -> String {
    let does = says.strip_prefix("are ").map_or_else(|| says.to_string(), |rest| format!("be {rest}"));
    let of_one = |word: &str| match word {
        "their" => "its".into(),
        "themselves" => "itself".into(),
        other => other.to_string(),
    };
    if is_one { does.split(' ').map(of_one).collect::<Vec<_>>().join(" ") } else { does }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_printed_as_a_reader_expects() {
        assert_eq!([0.042, 1.0, 0.0004].map(fraction), [".042", "1", "less than .001"]);
        assert_eq!([0.0004, 0.5].map(p_is), ["p < .001", "p = .500"]);
        assert_eq!([0.0, -0.004, -0.0004, 0.31, -0.43].map(signed), ["0", "−0.4", "−0.04", "+31", "−43"]);
        assert_eq!(in_a_row(&["a", "b", "c"].map(String::from)), "a, b and c");
        assert_eq!(to_do("are for it", false), "be for it");
        assert_eq!(to_do("name their own ratification", true), "name its own ratification");
    }
}
