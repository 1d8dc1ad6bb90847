//! Keyness: which features mark a group of statements off from all others.
//!
//! One group at a time is the target, and all other statements are the reference. The tests take
//! tokens as independent, which words of one speech are not: p orders features, it proves nothing.

use super::features::FeatureCounts;
use crate::statistics::{
    Correction, TwoByTwo, benjamini_hochberg, exact_test, holm, log_ratio, p_of_chi_squared,
    percent_difference,
};
use crate::table::{Cell, LongTable, Table};

/// What sorts the features.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// Signed chi-squared.
    ChiSquared(Correction),
    /// Signed log-likelihood ratio.
    GSquared(Correction),
    /// Pointwise mutual information in nats; without p.
    MutualInformation,
    /// The odds ratio of Fisher's exact test.
    Exact,
}

/// How keyness is measured and what is listed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeynessSettings {
    /// What sorts the features.
    pub measure: Measure,
    /// The fewest occurrences, target and reference together, with which a feature is tested.
    pub least: u64,
    /// The most rows a target; none: all.
    pub top: Option<usize>,
}

/// A feature compared between target and reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Key<'c> {
    /// The token.
    pub feature: &'c str,
    /// The measure.
    pub statistic: f64,
    /// Its p; none for mutual information.
    pub p: Option<f64>,
    /// p adjusted after Holm over all features tested for this target.
    pub p_holm: Option<f64>,
    /// p adjusted after Benjamini and Hochberg over the same.
    pub p_bh: Option<f64>,
    /// Hardie's log ratio.
    pub log_ratio: Option<f64>,
    /// %DIFF; none where the reference has none.
    pub percent_difference: Option<f64>,
    /// Occurrences in the target.
    pub n_target: u64,
    /// Occurrences in the reference.
    pub n_reference: u64,
}

/// The features of a group against all others: by statistic, largest first, then by feature.
///
/// Features that are rarer than the least count stay in the sizes of target and reference. Of a
/// group that does not exist nothing is in the target.
///
/// ```
/// use plenary::analysis::*;
/// let mut counts = FeatureCounts::new(Features::default());
/// counts.add("islands", "The sea rises; the sea is near.");
/// counts.add("", "The mountains are high.");
/// let settings = KeynessSettings { measure: Measure::MutualInformation, least: 2, top: None };
/// let keys: Vec<&str> = keyness(&counts, "islands", settings).iter().map(|key| key.feature).collect();
/// assert_eq!(keys, ["sea", "the"]);
/// ```
pub fn keyness<'c>(counts: &'c FeatureCounts, group: &str, settings: KeynessSettings) -> Vec<Key<'c>> {
    let (target_size, reference_size) = counts.sizes(group);
    let mut keys: Vec<Key> = counts
        .contrast(group)
        .filter(|(_, a, b)| a + b >= settings.least)
        .map(|(feature, a, b)| compare(feature, [a, target_size, b, reference_size], settings.measure))
        .collect();
    keys.sort_by(|x, y| y.statistic.total_cmp(&x.statistic).then(x.feature.cmp(y.feature)));
    adjust(&mut keys);
    keys.truncate(settings.top.unwrap_or(usize::MAX));
    keys
}

/// The table of keyness, all groups below each other; `with_target` names the group in front.
pub fn keyness_table(counts: &FeatureCounts, settings: KeynessSettings, with_target: bool) -> LongTable<'_> {
    let columns = if with_target { &COLUMNS[..] } else { &COLUMNS[1..] };
    let rows = counts.groups().flat_map(move |group| {
        let target = with_target.then(|| Cell::from(group));
        let keys = keyness(counts, group, settings).into_iter();
        keys.map(move |key| target.iter().cloned().chain(key.cells()).collect())
    });
    Table::new("keyness", "Keyness", columns).with_rows(rows)
}

/// The columns of the table of keyness.
const COLUMNS: [&str; 10] = [
    "target",
    "feature",
    "statistic",
    "p",
    "p_holm",
    "p_bh",
    "log_ratio",
    "diff_percent",
    "n_target",
    "n_reference",
];

impl Key<'_> {
    fn cells(&self) -> [Cell; 9] {
        let precise = |number: Option<f64>| number.map_or(Cell::Blank, Cell::Precise);
        [
            self.feature.into(),
            Cell::Precise(self.statistic),
            precise(self.p),
            precise(self.p_holm),
            precise(self.p_bh),
            precise(self.log_ratio),
            precise(self.percent_difference),
            Cell::Count(self.n_target),
            Cell::Count(self.n_reference),
        ]
    }
}

/// Compares a feature; `counts` are occurrences and size of the target, then of the reference.
fn compare(feature: &str, counts: [u64; 4], measure: Measure) -> Key<'_> {
    let [a, target, b, reference] = counts;
    let table = TwoByTwo::of_counts(a, target, b, reference);
    let with_p = |statistic: f64| (statistic, Some(p_of_chi_squared(statistic)));
    let (statistic, p) = match measure {
        Measure::ChiSquared(correction) => with_p(table.chi_squared(correction)),
        Measure::GSquared(correction) => with_p(table.g_squared(correction)),
        Measure::MutualInformation => (table.pointwise_mutual_information(), None),
        Measure::Exact => {
            let test = exact_test(a, b, target - a, reference - b);
            (test.odds_ratio, Some(test.p))
        }
    };
    Key {
        feature,
        statistic,
        p,
        p_holm: None,
        p_bh: None,
        log_ratio: log_ratio(a, target, b, reference),
        percent_difference: percent_difference(a, target, b, reference),
        n_target: a,
        n_reference: b,
    }
}

/// Fills the adjusted p, where there is any.
fn adjust(keys: &mut [Key]) {
    let p: Vec<f64> = keys.iter().filter_map(|key| key.p).collect();
    let tested = keys.iter_mut().filter(|key| key.p.is_some());
    for (key, (holm, bh)) in tested.zip(holm(&p).into_iter().zip(benjamini_hochberg(&p))) {
        (key.p_holm, key.p_bh) = (Some(holm), Some(bh));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Features;

    const SETTINGS: KeynessSettings =
        KeynessSettings { measure: Measure::ChiSquared(Correction::None), least: 1, top: None };

    fn counts(texts: &[(&str, &str)]) -> FeatureCounts {
        let mut counts = FeatureCounts::new(Features::default());
        texts.iter().for_each(|(group, text)| counts.add(group, text));
        counts
    }

    #[test]
    fn features_are_sorted_by_statistic_then_by_name() {
        let counts = counts(&[("t", "sea sea b a x"), ("", "x x x land b a")]);
        let keys: Vec<&str> = keyness(&counts, "t", SETTINGS).iter().map(|key| key.feature).collect();
        assert_eq!(keys, ["sea", "a", "b", "land", "x"]);
    }

    #[test]
    fn rare_features_stay_in_the_sizes_and_out_of_the_family() {
        let counts = counts(&[("t", "sea sea b x"), ("", "x x land")]);
        let all = keyness(&counts, "t", SETTINGS);
        let common = keyness(&counts, "t", KeynessSettings { least: 2, ..SETTINGS });
        assert_eq!(common.iter().map(|key| key.feature).collect::<Vec<_>>(), ["sea", "x"]);
        assert_eq!((common[0].statistic, common[0].p), (all[0].statistic, all[0].p));
        assert!(common[0].p_holm < all[0].p_holm);
        let first = keyness(&counts, "t", KeynessSettings { top: Some(1), ..SETTINGS });
        assert_eq!(first, all[..1]);
        assert!(keyness(&counts, "none", SETTINGS).iter().all(|key| key.n_target == 0));
    }

    #[test]
    fn the_table_has_the_groups_below_each_other() {
        let counts = counts(&[("b", "y z"), ("a", "x y"), ("", "z")]);
        let rows: Vec<Vec<Cell>> = keyness_table(&counts, SETTINGS, true).rows.collect();
        let targets: Vec<String> = rows.iter().map(|row| row[0].to_string()).collect();
        assert_eq!((targets.concat().as_str(), rows[0].len()), ("aaabbb", COLUMNS.len()));
        let rows: Vec<Vec<Cell>> = keyness_table(&counts, SETTINGS, false).rows.collect();
        assert_eq!(rows[0].len(), COLUMNS.len() - 1);
    }

    #[test]
    fn mutual_information_has_no_p() {
        let counts = counts(&[("t", "x"), ("", "y")]);
        let with = |measure| keyness(&counts, "t", KeynessSettings { measure, ..SETTINGS });
        let keys = with(Measure::MutualInformation);
        assert_eq!((keys[0].feature, keys[0].p, keys[0].p_bh), ("x", None, None));
        let keys = with(Measure::Exact);
        assert_eq!((keys[0].statistic, keys[0].p, keys[1].statistic), (f64::INFINITY, Some(1.0), 0.0));
    }
}
