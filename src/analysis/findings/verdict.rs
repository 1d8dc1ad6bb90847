//! What a test shows, in words: no more than it bears in its family and across all tests of the run.
//!
//! A test that does not reject never says that groups are alike, unless equivalence holds at the declared margin; of few
//! states nothing is compared.

use super::draft::{Test, Whole};
use super::phrases::{at_most, capital, fraction, in_a_row, p_is, points, signed};

/// The error that a test may make.
pub(super) const ERROR: f64 = 0.05;
/// Power below which a sentence says so.
const LOW_POWER: f64 = 0.5;
/// A group of fewer states is compared with none, and its share is not drawn: one state more or less would move it by a
/// quarter and more.
pub const LEAST_STATES: usize = 5;

/// How two groups are told apart by a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// One of the groups has too few states.
    TooFew,
    /// They differ, in the family of the test and across the run.
    Differ,
    /// They would differ if fewer comparisons had been made.
    InFamilyAlone,
    /// Equivalence holds at the declared margin.
    Alike,
    /// The data cannot tell.
    Open,
}

impl Test {
    /// What it shows.
    pub fn shows(&self, margin: f64) -> Shown {
        match () {
            _ if self.one.of.min(self.other.of) < LEAST_STATES => Shown::TooFew,
            _ if self.p_holm < ERROR && self.p_bh < ERROR => Shown::Differ,
            _ if self.p_holm < ERROR => Shown::InFamilyAlone,
            _ if is_alike(self, margin) => Shown::Alike,
            _ => Shown::Open,
        }
    }

    /// Its p in its family and across the run.
    fn both_p(&self) -> String {
        let (p, across) = (p_is(self.p_holm), fraction(self.p_bh));
        format!("{p} in its family of {}, {across} across the run", self.n_family)
    }

    /// Its p, and what is left of it after correction inside the family.
    fn raw_p(&self) -> String {
        let (raw, holm) = (fraction(self.p), fraction(self.p_holm));
        match raw == holm {
            true => p_is(self.p),
            false => {
                format!("{}, {holm} after Holm's correction over {} comparisons", p_is(self.p), self.n_family)
            }
        }
    }
}

/// Whether two groups differ, in words.
pub(super) fn verdict(test: &Test, margin: f64) -> String {
    let Some(found) = test.difference else { return "The two cannot be compared.".into() };
    let interval = format!("95 % interval {} to {}", signed(found.low), signed(found.high));
    let numbers = format!("difference {} points, {interval}; {}", signed(found.estimate), test.raw_p());
    match test.shows(margin) {
        Shown::TooFew => {
            format!("There are too few states to compare ({} and {}).", test.one.of, test.other.of)
        }
        Shown::Differ => {
            let (more, less, low, high) = match found.estimate > 0.0 {
                true => (&test.one.called, &test.other.called, found.low, found.high),
                false => (&test.other.called, &test.one.called, -found.high, -found.low),
            };
            format!(
                "More of the {more} than of the {less} do so, by {} points (95 % interval {} to {}; {}).",
                points(found.estimate.abs()),
                signed(low),
                signed(high),
                test.both_p()
            )
        }
        Shown::InFamilyAlone => format!(
            "The difference of {} points ({interval}; {}) would not hold across the {} comparisons of the run.",
            signed(found.estimate),
            test.both_p(),
            test.n_run
        ),
        Shown::Alike => format!(
            "The two are alike within the declared margin of {} points (difference {}, {interval}).",
            points(margin),
            signed(found.estimate)
        ),
        Shown::Open if is_rare(test, margin) => {
            let has_few = 2 * (test.one.n + test.other.n) < test.one.of + test.other.of;
            let few = if has_few { "few" } else { "few others" };
            format!("With so {few} the data cannot tell whether the two differ ({numbers}).")
        }
        Shown::Open => format!("The data cannot tell whether the two differ ({numbers})."),
    }
}

/// Whether one group says more than the other, in words.
pub(super) fn by_rank(test: &Test, delta: f64) -> String {
    let (one, other) = (&test.one.called, &test.other.called);
    let delta_is = format!("Cliff's delta {}", format!("{delta:.2}").replace('-', "−"));
    let label = &test.label;
    match test.shows(0.0) {
        Shown::TooFew => {
            format!(
                "On “{label}” there are too few states to compare {one} and {other} ({} and {}).",
                test.one.of, test.other.of
            )
        }
        Shown::Differ => {
            let (more, less) = if delta > 0.0 { (one, other) } else { (other, one) };
            format!("On “{label}” {more} say more than {less} ({delta_is}, {}).", test.both_p())
        }
        Shown::InFamilyAlone => format!(
            "On “{label}” the difference between {one} and {other} ({delta_is}, {}) would not hold across the {} \
             comparisons of the run.",
            test.both_p(),
            test.n_run
        ),
        _ => format!(
            "On “{label}” the data cannot tell whether {one} or {other} say more ({delta_is}, {}).",
            test.raw_p()
        ),
    }
}

/// Whether groups differ in a whole distribution, in words.
pub(super) fn of_whole(test: &Test, whole: &Whole, margin: f64) -> String {
    let whom = in_a_row(&whole.called);
    let is_two = whole.called.len() == 2;
    let strength = whole.v.map_or(String::new(), |v| format!(", Cramér's V {v:.2}"));
    let of_blocs =
        whole.p_blocs.map_or(String::new(), |p| format!(", with whole blocs permuted {}", fraction(p)));
    let across = format!(", {} across the run", fraction(test.p_bh));
    let numbers = |across: &str| format!("{}{of_blocs}{across}{strength}", p_is(test.p));
    let is_shown = test.p < ERROR && whole.p_blocs.is_none_or(|p| p < ERROR);
    let widest = test.smallest_margin.filter(|_| is_two);
    match widest {
        _ if whole.sizes.iter().filter(|size| **size >= LEAST_STATES).count() < 2 => {
            let sizes: Vec<String> = whole.sizes.iter().map(usize::to_string).collect();
            format!("There are too few states to compare {whom} ({}).", in_a_row(&sizes))
        }
        _ if is_shown && test.p_bh < ERROR => format!("{} differ ({}).", capital(&whom), numbers(&across)),
        _ if is_shown => format!(
            "That {whom} differ ({}) would not hold across the {} comparisons of the run.",
            numbers(&across),
            test.n_run
        ),
        Some(widest) if widest <= margin => {
            format!("{} are alike within {} points ({}).", capital(&whom), points(margin), numbers(""))
        }
        Some(widest) => format!(
            "The data cannot tell whether {whom} differ ({}); at the 5 % level only differences above {} points can be ruled out.",
            numbers(""),
            points(widest)
        ),
        None => format!("The data cannot tell whether {whom} differ ({}).", numbers("")),
    }
}

/// That likeness could hardly be shown, once for all open tests of a table; nothing where it could.
pub(super) fn low_power<'t>(open: impl Iterator<Item = &'t Test>, margin: f64) -> Option<String> {
    let is_compared = |test: &&Test| test.shows(margin) == Shown::Open;
    let most = open.filter(is_compared).map(|test| test.power).max_by(f64::total_cmp)?;
    (most < LOW_POWER).then(|| {
        format!(
            "With these numbers likeness within {} points could hardly have been shown by any of these comparisons if it were there (power {}).",
            points(margin),
            at_most(most)
        )
    })
}

/// Whether so few of both groups have it, or have it not, that any difference is smaller than the margin.
fn is_rare(test: &Test, margin: f64) -> bool {
    let share = (test.one.n + test.other.n) as f64 / (test.one.of + test.other.of).max(1) as f64;
    test.difference.is_some() && (share < margin || share > 1.0 - margin)
}

/// Whether two groups are shown to differ by less than the margin, of what is frequent enough to differ by more.
fn is_alike(test: &Test, margin: f64) -> bool {
    !is_rare(test, margin) && test.smallest_margin.is_some_and(|smallest| smallest <= margin)
}

#[cfg(test)]
mod tests {
    use super::super::draft::Count;
    use super::*;
    use crate::statistics::{equivalence_power, exact_test, risk_difference, smallest_margin};

    fn test((a, n_a): (usize, usize), (b, n_b): (usize, usize)) -> Test {
        let count = |called: &str, n, of| Count { group: called.into(), called: called.into(), n, of };
        let p = exact_test(a as u64, (n_a - a) as u64, b as u64, (n_b - b) as u64).p;
        Test {
            label: "L".into(),
            variable: "v".into(),
            contrast: "role".into(),
            definition: "role".into(),
            is_first: true,
            one: count("source states", a, n_a),
            other: count("destination states", b, n_b),
            difference: risk_difference((a, n_a), (b, n_b), 0.95),
            adjusted: None,
            odds_ratio: None,
            p,
            p_holm: p,
            p_bh: p,
            n_family: 1,
            n_run: 1,
            family: String::new(),
            smallest_margin: smallest_margin((a, n_a), (b, n_b)),
            power: equivalence_power(n_a, n_b, (a + b) as f64 / (n_a + n_b) as f64, 0.15),
            row: 0,
        }
    }

    #[test]
    fn what_a_test_does_not_show_is_not_said() {
        for (one, other, says, never) in [
            (
                (30, 40),
                (10, 40),
                "More of the source states than of the destination states do so, by 50 points",
                "alike",
            ),
            ((10, 40), (30, 40), "More of the destination states than of the source states do so", "alike"),
            (
                (28, 42),
                (57, 85),
                "The data cannot tell whether the two differ",
                "alike within the declared margin",
            ),
            (
                (400, 600),
                (402, 600),
                "The two are alike within the declared margin of 15 points",
                "cannot tell",
            ),
            ((2, 2), (0, 14), "too few states to compare (2 and 14)", "More of"),
            ((0, 24), (3, 16), "difference −19 points, 95 % interval −43 to −0.4; p = .057", "alike"),
        ] {
            let said = verdict(&test(one, other), 0.15);
            assert!(said.contains(says) && !said.contains(never), "{said}");
        }
        let open = test((28, 42), (57, 85));
        assert!(low_power([&open].into_iter(), 0.15).unwrap().contains("(power at most .04)"));
        assert!(low_power([&test((30, 40), (10, 40))].into_iter(), 0.15).is_none());
    }

    #[test]
    fn what_does_not_hold_across_the_run_is_no_finding() {
        let found = Test { p_holm: 0.008, p_bh: 0.89, n_family: 3, n_run: 364, ..test((9, 10), (2, 14)) };
        let said = verdict(&found, 0.15);
        assert!(said.contains("p = .008 in its family of 3, .890 across the run"), "{said}");
        assert!(said.contains("would not hold across the 364 comparisons of the run"), "{said}");
        let said = by_rank(&found, 0.6);
        assert!(said.contains("would not hold across the 364") && !said.contains("say more than"), "{said}");
        let whole = |sizes: [usize; 2], p_blocs| Whole {
            called: vec!["a".into(), "b".into()],
            sizes: sizes.to_vec(),
            p_blocs,
            v: Some(0.2),
        };
        let small = Test { p: 0.01, ..found.clone() };
        for (p_bh, sizes, p_blocs, says) in [
            (0.02, [10, 14], Some(0.01), "A and b differ (p = .010"),
            (0.50, [10, 14], Some(0.01), "would not hold across the 364"),
            (0.02, [10, 14], Some(0.30), "The data cannot tell whether a and b differ"),
            (0.02, [10, 4], Some(0.01), "too few states to compare a and b (10 and 4)"),
        ] {
            let said = of_whole(&Test { p_bh, ..small.clone() }, &whole(sizes, p_blocs), 0.15);
            assert!(said.contains(says), "{said}");
        }
    }
}
