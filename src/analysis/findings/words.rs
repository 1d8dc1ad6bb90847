//! Sentences in plain words, built from the numbers of a table.
//!
//! A test that does not reject never says that groups are alike: the data cannot tell, unless equivalence holds at the
//! declared margin. What the machine did not find is never silence.

use super::draft::{Claim, Draft, Said, Test};
use super::read::{Entry, Kind, Listing};
use crate::analysis::Findings;
use crate::analysis::quantifiers::Scale;
use crate::table::Table;

/// The error that a test may make.
const ERROR: f64 = 0.05;
/// Power below which a sentence says so.
const LOW_POWER: f64 = 0.5;
/// Below this share of states that speak of the proposal a table of positions begins with it.
const FEW_ADDRESS: f64 = 0.1;
/// The most variables of which each has a sentence of its own.
const FEW: usize = 3;

impl Findings<'_> {
    /// The note of a finding's table: its sentences first, then what a reader must know.
    pub(super) fn note(&self, entry: &Entry, draft: &Draft, n_all: usize) -> String {
        let mut parts = Vec::new();
        if !entry.is_silent {
            parts.extend(self.addressed(entry, draft));
            parts.extend(self.sentences(draft));
        }
        parts.extend(draft.remarks.iter().cloned());
        if draft.tests.iter().any(|test| test.difference.is_some()) {
            parts.push(TESTS.into());
        }
        if let Some(source) = self.study.tables.sources.get(&entry.source_of) {
            parts.push(format!("{}: {source}.", entry.source_of));
        }
        let whom = match &entry.among {
            Some(among) => format!(
                "{} of the {n_all} member states that were read and coded, those of which this holds: {}",
                draft.n_units, among.text
            ),
            None => format!("the {n_all} member states that were read and coded"),
        };
        if !matches!(entry.kind, Kind::Quoted | Kind::Agendas | Kind::RoundTables { .. }) {
            parts.push(format!(
                "Denominator: {whom}, or the group named. There is no sampling error (ci_kind none)."
            ));
        }
        parts.push(self.by_whom(entry));
        parts.retain(|part| !part.is_empty());
        parts.join(" ")
    }

    /// That few speak of the proposal at all, before a table of positions on it.
    fn addressed(&self, entry: &Entry, draft: &Draft) -> Option<String> {
        let of_position = |variable: &super::read::Variable| variable.is.is_of_position();
        let is_about = matches!(entry.kind, Kind::Distribution(_)) || entry.variables.iter().any(of_position);
        let (n, of) = (draft.n_addressing, draft.n_units);
        (is_about && (n as f64) < FEW_ADDRESS * of as f64)
            .then(|| format!("Only {n} of {of} states are found to speak of the proposal at all."))
    }

    fn by_whom(&self, entry: &Entry) -> String {
        let of_themes = entry.variables.iter().any(|variable| !variable.is.themes().is_empty());
        if let Some(known) = self.correction.filter(|known| !of_themes || known.has_themes()) {
            return format!(
                "share_corrected is the share corrected by a random sample of {}.",
                known.counts().0
            );
        }
        match entry.list {
            Listing::Absent => "Machine-coded, not checked; no mention found is not silence.".into(),
            _ => "Machine-coded but where a person coded; uncalibrated here.".into(),
        }
    }

    /// The sentences of a table.
    fn sentences(&self, draft: &Draft) -> Vec<String> {
        let claims: Vec<&Claim> = draft
            .said
            .iter()
            .filter_map(|said| if let Said::Claim(claim) = said { Some(claim) } else { None })
            .collect();
        let words = draft
            .said
            .iter()
            .filter_map(|said| if let Said::Words(words) = said { Some(words.clone()) } else { None });
        let mut sentences: Vec<String> = words.collect();
        let ranks = draft.said.iter().filter_map(|said| match said {
            Said::Ranks(test, delta) => Some(by_rank(&draft.tests[*test], *delta)),
            _ => None,
        });
        sentences.extend(ranks);
        match claims.len() > FEW {
            false => sentences.extend(claims.iter().map(|claim| self.claim(claim, &draft.tests))),
            true => sentences.extend(self.claims(&claims, &draft.tests)),
        }
        sentences
    }

    /// One share in a sentence, with its comparison.
    fn claim(&self, claim: &Claim, tests: &[Test]) -> String {
        let mut words = self.share_in_words(claim);
        if let Some(test) = claim.test.map(|test| &tests[test]) {
            let said = |count: &super::draft::Count| self.scale.say(count.n, count.of, &count.called);
            words.push_str(&format!(": {} and {}. ", said(&test.one), said(&test.other)));
            words.push_str(&verdict(test, self.study.tables.margin));
        } else {
            words.push('.');
        }
        capital(&words)
    }

    /// How many do so; of none it is said that the machine found none.
    fn share_in_words(&self, claim: &Claim) -> String {
        let Claim { all, says, .. } = claim;
        if all.n == 0 {
            let does = says.strip_prefix("are ").map_or_else(|| says.clone(), |rest| format!("be {rest}"));
            return format!("no state (of {}) is found to {does}", all.of);
        }
        format!("{} {says}", self.scale.say(all.n, all.of, "states"))
    }

    /// Many shares: in order of frequency, then the differences that hold.
    fn claims(&self, claims: &[&Claim], tests: &[Test]) -> Vec<String> {
        let mut by_share: Vec<&Claim> = claims.iter().copied().filter(|claim| claim.all.n > 0).collect();
        by_share.sort_by_key(|claim| std::cmp::Reverse(claim.all.n));
        let mut shown: Vec<String> = by_share.iter().map(|claim| self.share_in_words(claim)).collect();
        let absent: Vec<String> = claims
            .iter()
            .filter(|claim| claim.all.n == 0)
            .map(|claim| format!("“{}”", claim.label))
            .collect();
        if !absent.is_empty() {
            shown.push(format!("no state (of {}) is found with {}", claims[0].all.of, in_a_row(&absent)));
        }
        let mut sentences = vec![format!("{}.", capital(&shown.join("; ")))];
        let compared: Vec<&Test> =
            claims.iter().filter_map(|claim| claim.test).map(|test| &tests[test]).collect();
        let Some(first) = compared.first() else { return sentences };
        let (held, open): (Vec<&Test>, Vec<&Test>) = compared.iter().partition(|test| test.p_holm < ERROR);
        let said = |count: &super::draft::Count| self.scale.say(count.n, count.of, &count.called);
        for test in &held {
            let verdict = verdict(test, self.study.tables.margin);
            sentences.push(format!(
                "{}: {} and {}. {verdict}",
                test.label,
                said(&test.one),
                said(&test.other)
            ));
        }
        let alike = |test: &&&Test| is_alike(test, self.study.tables.margin);
        let (n, n_alike) = (compared.len(), open.iter().filter(alike).count());
        let n_open = open.len() - n_alike;
        let two = format!("{} and {}", first.one.called, first.other.called);
        if n_alike > 0 {
            let points = points(self.study.tables.margin);
            sentences
                .push(format!("In {n_alike} of {n} comparisons {two} are alike within {points} points."));
        }
        if n_open > 0 {
            let whether = format!("the data cannot tell whether {two} differ");
            sentences.push(match n_open == n {
                true if n == 1 => format!("Of the one comparison {whether}."),
                true => format!("In each of {n} comparisons {whether}."),
                false => format!("In {n_open} of {n} {whether}."),
            });
        }
        sentences
    }

    /// The scale of quantifiers as it is printed with the tables.
    pub(super) fn scale_table(&self) -> Table {
        let table = self.scale.table();
        Table { title: self.title(&table.title), ..table }
    }
}

/// What a note says of tests.
const TESTS: &str = "difference of shares with Newcombe's 95 % interval; p: Fisher's exact test, corrected by Holm inside the family and by \
                     Benjamini and Hochberg across the run (differences.csv; docs/findings.md).";

/// Whether two groups differ, in words.
pub(super) fn verdict(test: &Test, margin: f64) -> String {
    let Some(found) = test.difference else { return "The two cannot be compared.".into() };
    let interval = format!("95 % interval {} to {}", signed(found.low), signed(found.high));
    if test.p_holm < ERROR {
        let bounds = match found.estimate > 0.0 {
            true => (found.low, found.high),
            false => (-found.high, -found.low),
        };
        let interval = format!("95 % interval {} to {}", signed(bounds.0), signed(bounds.1));
        let (more, less) = match found.estimate > 0.0 {
            true => (&test.one.called, &test.other.called),
            false => (&test.other.called, &test.one.called),
        };
        let size = points(found.estimate.abs());
        return format!(
            "More of the {more} than of the {less} do so, by {size} points ({interval}; {}).",
            p_holm(test)
        );
    }
    if is_rare(test, margin) {
        let few =
            if 2 * (test.one.n + test.other.n) < test.one.of + test.other.of { "few" } else { "few others" };
        return format!(
            "With so {few} the data cannot tell whether the two differ (difference {} points, {interval}; {}).",
            signed(found.estimate),
            p_holm(test)
        );
    }
    if is_alike(test, margin) {
        return format!(
            "The two are alike within the declared margin of {} points (difference {}, {interval}).",
            points(margin),
            signed(found.estimate)
        );
    }
    let power = match test.power < LOW_POWER {
        true => format!(
            "; with so few states likeness within {} points would be shown with a probability of {} alone",
            points(margin),
            probability(test.power)
        ),
        false => String::new(),
    };
    format!(
        "The data cannot tell whether the two differ: difference {} points, {interval}; {}{power}.",
        signed(found.estimate),
        p_holm(test)
    )
}

/// Whether one group says more than the other, in words.
fn by_rank(test: &Test, delta: f64) -> String {
    let (one, other) = (&test.one.called, &test.other.called);
    let numbers = format!("Cliff's delta {}, {}", format!("{delta:.2}").replace('-', "−"), p_holm(test));
    match test.p_holm < ERROR {
        true => {
            let (more, less) = if delta > 0.0 { (one, other) } else { (other, one) };
            format!("On “{}” {more} say more than {less} ({numbers}).", test.label)
        }
        false => {
            format!("On “{}” the data cannot tell whether {one} or {other} say more ({numbers}).", test.label)
        }
    }
}

/// Whether so few of both groups have it, or have it not, that any difference is smaller than the margin.
fn is_rare(test: &Test, margin: f64) -> bool {
    let share = (test.one.n + test.other.n) as f64 / (test.one.of + test.other.of).max(1) as f64;
    share < margin || share > 1.0 - margin
}

/// Whether two groups are shown to differ by less than the margin, of what is frequent enough to differ by more.
fn is_alike(test: &Test, margin: f64) -> bool {
    !is_rare(test, margin) && test.smallest_margin.is_some_and(|smallest| smallest <= margin)
}

fn p_holm(test: &Test) -> String {
    match test.p_holm < 0.001 {
        true => "p < .001 after Holm".into(),
        false => format!("p = {} after Holm", fraction(test.p_holm)),
    }
}

/// A p without the zero before its point.
pub(super) fn fraction(p: f64) -> String {
    let text = format!("{p:.3}");
    text.strip_prefix('0').map_or(text.clone(), String::from)
}

/// A probability with two digits, without the zero before its point.
pub(super) fn probability(p: f64) -> String {
    let text = format!("{p:.2}");
    match text.as_str() {
        "0.00" => "less than .01".into(),
        _ => text.strip_prefix('0').map_or(text.clone(), String::from),
    }
}

/// A share in points.
fn points(share: f64) -> String {
    format!("{:.0}", 100.0 * share)
}

fn signed(share: f64) -> String {
    let text = format!("{:+.0}", 100.0 * share);
    match text.as_str() {
        "+0" | "-0" => "0".into(),
        _ => text.replace('-', "−"),
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

/// The word for a count, or its numbers alone.
pub(super) fn in_words(scale: &Scale, n: usize, of: usize) -> String {
    scale.word(n, of).map_or_else(|| format!("{n} of {of}"), String::from)
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
            ((28, 42), (57, 85), "with a probability of .04 alone", "alike within the declared margin"),
            (
                (400, 600),
                (402, 600),
                "The two are alike within the declared margin of 15 points",
                "cannot tell",
            ),
        ] {
            let said = verdict(&test(one, other), 0.15);
            assert!(said.contains(says) && !said.contains(never), "{said}");
        }
        assert_eq!([0.042, 1.0].map(fraction), [".042", "1.000"]);
        assert_eq!(in_a_row(&["a", "b", "c"].map(String::from)), "a, b and c");
    }
}
