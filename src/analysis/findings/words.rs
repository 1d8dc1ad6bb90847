//! Sentences in plain words, built from the numbers of a table.
//!
//! A test that does not reject never says that groups are alike: the data cannot tell, unless equivalence holds at the
//! declared margin. What the machine did not find is never silence.

use super::draft::{Claim, Count, Draft, Said, Test};
use super::kinds::Kind;
use super::phrases::{capital, counted, fraction, in_a_row, p_is, points, to_do};
use super::read::{Entry, Listing};
use super::verdict::{ERROR, Shown, by_rank, low_power, of_whole, verdict};
use crate::analysis::Findings;
use crate::analysis::quantifiers::Scale;
use crate::table::Table;

/// What holds of all tables of findings, to stand before them once.
pub const HOW_TO_READ: &str = "\
* The unit is a member state at a meeting whose statements were read and coded. The denominator is all of them, or the group named.
* Statements are coded by machine, without a check, but where `coded_by` says that a person coded. A sentence beside a state is the one nearest \
to the decision, not proof of it; `cues_differ` has what the state says to the contrary of its class, and such states should be read first. `group` in a list is the first division of its table.
* Where all statements made are read there is no sampling error (`ci_kind` none); `ci_kind` coding is of shares corrected by a coded sample, sampling where \
the study declares that the statements are one. Tests and 95 % intervals take what was said as one outcome of what \
such states say. Intervals stand each for itself and are not corrected for their number, so that one may exclude 0 where the test does not hold.
* `difference` is the first group's share less the second's, with Newcombe's interval; `p` is Fisher's exact test, `p_holm` corrected inside its family, `p_bh` \
(Benjamini and Hochberg) across all tests of the run. Of whole distributions `p` is by permutations of the chi-squared, `p_blocs` permutes \
states that align themselves with one group as a whole, and `cramers_v` is Bergsma's.
* A sentence says which group does more only where p is below .05 in the family and across the run, and each group has 5 states; that groups are alike only where two \
one-sided tests at .05 exclude a difference of the declared margin (`smallest_margin`, `power`). Else the data cannot tell, which shows nothing.
* Where no state has something, the groups have no rows.
";
/// Below this share of states that speak of the proposal a table of positions begins with it.
const FEW_ADDRESS: f64 = 0.1;
/// The most variables of which each has a sentence of its own.
const FEW: usize = 3;
/// The most comparisons under other definitions that are told one by one.
const MOST_OTHERS: usize = 4;

impl Findings<'_> {
    /// The note of a finding's table: its sentences first, then what a reader must know.
    pub(super) fn note(&self, entry: &Entry, draft: &Draft, n_all: usize) -> String {
        let mut parts = Vec::new();
        if !entry.is_silent {
            parts.extend(self.addressed(entry, draft));
            parts.extend(self.sentences(draft));
            parts.extend(draft.contrary.clone());
        }
        if entry.is_silent {
            parts.push("No sentence is made of this table, which holds states against an index: it is left to the reader.".into());
        }
        parts.extend(draft.remarks.iter().cloned());
        if let Some(source) = self.study.tables.sources.get(&entry.source_of) {
            parts.push(format!("{}: {source}.", entry.source_of));
        }
        if entry.among.is_some() {
            let (n, whom) = (draft.n_units, self.whom(entry));
            parts.push(format!("Denominator: {n} of the {n_all} member states, {whom}."));
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
            Listing::Absent => "No mention found is not silence.".into(),
            _ => String::new(),
        }
    }

    /// The sentences of a table.
    fn sentences(&self, draft: &Draft) -> Vec<String> {
        let (tests, margin) = (&draft.tests, self.study.tables.margin);
        let (mut sentences, mut claims) = (Vec::new(), Vec::new());
        let mut told: Vec<&Test> = Vec::new();
        for said in &draft.said {
            match said {
                Said::Words(words) => sentences.push(words.clone()),
                Said::Claim(claim) => {
                    claims.push(claim);
                    told.extend(claim.test.map(|test| &tests[test]));
                }
                Said::Ranks(test, delta) => sentences.push(by_rank(&tests[*test], *delta)),
                Said::Whole(test, whole) => {
                    sentences.push(of_whole(&tests[*test], whole, margin));
                    told.push(&tests[*test]);
                }
            }
        }
        let (found, absent): (Vec<&Claim>, Vec<&Claim>) =
            claims.into_iter().partition(|claim| claim.all.n > 0);
        match found.len() > FEW {
            false => sentences.extend(found.iter().map(|claim| self.claim(claim, tests))),
            true => sentences.extend(self.claims(&found, tests)),
        }
        sentences.extend(found.iter().flat_map(|claim| self.further(claim, tests)));
        sentences.extend(not_found(&absent));
        sentences.extend(low_power(told.into_iter(), margin));
        sentences.extend(self.under_others(tests));
        sentences
    }

    /// What other definitions of the groups make of comparisons that do not reject under the first, where a test would
    /// reject before correction: a reader must see it.
    fn under_others(&self, tests: &[Test]) -> Option<String> {
        let is_of =
            |one: &Test, other: &Test| one.variable == other.variable && one.contrast == other.contrast;
        let is_open =
            |test: &Test| tests.iter().any(|first| first.is_first && is_of(first, test) && first.p >= ERROR);
        let rejects = |test: &&Test| !test.is_first && test.p < ERROR && is_open(test);
        let mut others: Vec<&Test> = tests.iter().filter(rejects).collect();
        others.sort_by(|a, b| a.p.total_cmp(&b.p));
        let said = |test: &&Test| {
            let grouping = self.actors.grouping(&test.definition).map(|known| known.label.as_str());
            let label = grouping.filter(|label| !label.is_empty()).unwrap_or(&test.definition);
            let what =
                if test.difference.is_some() { format!("“{}”, ", test.label) } else { String::new() };
            let corrected = match test.p_holm > test.p {
                true => format!(
                    ", {} corrected for {}",
                    fraction(test.p_holm),
                    counted(test.n_family, "comparison", "comparisons")
                ),
                false => String::new(),
            };
            format!("{what}{label}: {}{corrected}", p_is(test.p))
        };
        let most: Vec<String> = others.iter().take(MOST_OTHERS).map(said).collect();
        let more = others.len().saturating_sub(MOST_OTHERS);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        (!most.is_empty())
            .then(|| format!("Under other definitions of the groups: {}{more}.", most.join("; ")))
    }

    /// One share in a sentence, with its comparison.
    fn claim(&self, claim: &Claim, tests: &[Test]) -> String {
        let words = capital(&self.share_in_words(claim));
        let Some(test) = claim.test.map(|test| &tests[test]) else { return format!("{words}.") };
        let verdict = verdict(test, self.study.tables.margin);
        format!("{words}: {}. {verdict}", self.divided(&claim.all, &claim.groups, test))
    }

    /// How many of each of the groups that are compared, and of the others where they do not add up to all.
    fn divided(&self, all: &Count, groups: &[Count], test: &Test) -> String {
        let said = |count: &Count| self.scale.say(count.n, count.of, &count.called);
        let mut parts = vec![said(&test.one), said(&test.other)];
        let is_compared = |count: &&Count| [&test.one.group, &test.other.group].contains(&&count.group);
        parts.extend(groups.iter().filter(|count| !is_compared(count) && count.n > 0).map(said));
        let sum = |of: fn(&Count) -> usize| groups.iter().map(of).sum::<usize>();
        let rest = (all.n.saturating_sub(sum(|count| count.n)), all.of.saturating_sub(sum(|count| count.of)));
        if rest.0 > 0 && rest.1 > 0 {
            parts.push(format!("{} of {} others", rest.0, rest.1));
        }
        in_a_row(&parts)
    }

    /// What further contrasts show of a share, where their tests reject.
    fn further(&self, claim: &Claim, tests: &[Test]) -> Vec<String> {
        let margin = self.study.tables.margin;
        let held = claim.further.iter().map(|(groups, test)| (groups, &tests[*test]));
        let held =
            held.filter(|(_, test)| matches!(test.shows(margin), Shown::Differ | Shown::InFamilyAlone));
        held.map(|(groups, test)| {
            let divided = self.divided(&claim.all, groups, test);
            format!("{}: {divided}. {}", claim.label, verdict(test, margin))
        })
        .collect()
    }

    /// How many do so; `{states}` in the words stands for them.
    fn share_in_words(&self, claim: &Claim) -> String {
        let Claim { all, says, .. } = claim;
        match says.split_once("{states}") {
            Some((before, after)) => format!("{before}{}{after}", self.scale.say(all.n, all.of, "states")),
            None if all.of == 1 => format!("the one state counted here is found to {}", to_do(says, true)),
            None if all.n == 1 => format!("1 of {} states is found to {}", all.of, to_do(says, true)),
            None => format!("{} {says}", self.scale.say(all.n, all.of, "states")),
        }
    }

    /// Many shares: in order of frequency, then what their comparisons show.
    fn claims(&self, claims: &[&Claim], tests: &[Test]) -> Vec<String> {
        let margin = self.study.tables.margin;
        let mut by_share: Vec<&Claim> = claims.to_vec();
        by_share.sort_by_key(|claim| std::cmp::Reverse(claim.all.n));
        let shown: Vec<String> = by_share.iter().map(|claim| self.share_in_words(claim)).collect();
        let mut sentences = vec![format!("{}.", capital(&shown.join("; ")))];
        let compared = claims.iter().filter_map(|claim| Some((*claim, &tests[claim.test?])));
        let compared: Vec<(&Claim, &Test)> = compared.collect();
        let Some((_, first)) = compared.first() else { return sentences };
        let n_that = |shown: Shown| compared.iter().filter(|(_, test)| test.shows(margin) == shown).count();
        for (claim, test) in &compared {
            if matches!(test.shows(margin), Shown::Differ | Shown::InFamilyAlone) {
                let divided = self.divided(&claim.all, &claim.groups, test);
                sentences.push(format!("{}: {divided}. {}", test.label, verdict(test, margin)));
            }
        }
        let n = compared.len();
        let of_n = |part: usize| match (part, n) {
            (1, 1) => "In the one comparison made".to_string(),
            _ if part == n => format!("In each of {n} comparisons"),
            _ => format!("In {part} of {n} comparisons"),
        };
        let two = format!("{} and {}", first.one.called, first.other.called);
        if n_that(Shown::TooFew) > 0 {
            let sizes = format!("{} and {}", first.one.of, first.other.of);
            sentences.push(format!("There are too few states to compare {two} ({sizes})."));
        }
        if n_that(Shown::Alike) > 0 {
            let alike = format!("{two} are alike within {} points", points(margin));
            sentences.push(format!("{} {alike}.", of_n(n_that(Shown::Alike))));
        }
        if n_that(Shown::Open) > 0 {
            sentences
                .push(format!("{} the data cannot tell whether {two} differ.", of_n(n_that(Shown::Open))));
        }
        sentences
    }

    /// The scale of quantifiers as it is printed with the tables.
    pub(super) fn scale_table(&self) -> Table {
        let table = self.scale.table();
        Table { title: self.title(&table.title), ..table }
    }
}

/// What no state is found with, in one sentence.
fn not_found(absent: &[&Claim]) -> Option<String> {
    let first = absent.first()?;
    let (says, of) = (&first.says, first.all.of);
    if let ([_], false) = (absent, says.contains("{states}")) {
        return Some(match of {
            1 => format!("The one state counted here is not found to {}.", to_do(says, true)),
            _ => format!("No state (of {of}) is found to {}.", to_do(says, false)),
        });
    }
    let labels: Vec<String> = absent.iter().map(|claim| format!("“{}”", claim.label)).collect();
    Some(format!("Found in none of the {of} states: {}.", in_a_row(&labels)))
}

/// The word for a count, or its numbers alone.
pub(super) fn in_words(scale: &Scale, n: usize, of: usize) -> String {
    scale.word(n, of).map_or_else(|| format!("{n} of {of}"), String::from)
}
