//! All comparisons of shares in one table, and all shares with their word.

use super::draft::{Claim, Count, Draft, Said, Test};
use super::groups::Slice;
use super::phrases::spaced;
use super::shares::interval;
use super::words::in_words;
use crate::analysis::{Findings, Unit};
use crate::statistics::share;
use crate::table::{Cell, Table};

const COLUMNS: [&str; 28] = [
    "table",
    "contrast",
    "definition",
    "is_first",
    "variable",
    "label",
    "group_one",
    "n_one",
    "of_one",
    "share_one",
    "group_two",
    "n_two",
    "of_two",
    "share_two",
    "difference",
    "difference_low",
    "difference_high",
    "adjusted_difference",
    "adjusted_low",
    "adjusted_high",
    "odds_ratio",
    "odds_ratio_low",
    "odds_ratio_high",
    "p",
    "p_holm",
    "p_bh",
    "smallest_margin",
    "power",
];

impl Findings<'_> {
    /// A row a comparison of two shares, in the order of the tables.
    pub(super) fn differences<'d>(&self, drafts: impl Iterator<Item = &'d Draft>) -> Table {
        let mut table = Table::new("differences", self.title("All comparisons of two groups"), &COLUMNS);
        let (mut n, mut n_held) = (0, 0);
        for draft in drafts {
            for test in draft.tests.iter().filter(|test| test.difference.is_some()) {
                (n, n_held) = (n + 1, n_held + usize::from(test.p_bh < 0.05));
                table.push(row(&draft.table.name, test));
            }
        }
        table.is_list = true;
        table.note(format!(
            "{n_held} of {n} comparisons of two shares hold at .05 after Benjamini and Hochberg's correction across all tests of the run. difference: group_one less group_two, \
             with Newcombe's 95 % interval; intervals stand each for itself, not corrected for their number. A test takes what \
             was said as one outcome of what such states say. adjusted_difference: inside thirds of the length of statements (Mantel and Haenszel), since who speaks longer names \
             more; odds_ratio: with Woolf's 95 % interval; p: Fisher's exact test, p_holm inside the family under one definition; smallest_margin: the smallest \
             difference that two one-sided tests at .05 would exclude; power: the probability of showing likeness within the declared margin of {} if there is no \
             difference. is_first: under the first definition of the groups, and no variant of another row; the others show how far the result hangs on it.",
            self.study.tables.margin
        ))
    }

    /// Each share of the findings, and of all themes, with the word of the scale.
    pub(super) fn in_words<'d>(
        &self,
        units: &[&Unit],
        slices: &[Slice],
        drafts: impl Iterator<Item = &'d Draft>,
    ) -> Table {
        let columns = ["table", "variable", "label", "group", "n", "denominator", "share", "word"];
        let mut table = Table::new("in_words", self.title("Shares in words"), &columns);
        let mut known: Vec<(String, String)> = Vec::new();
        let mut push = |file: &str, variable: &str, label: &str, count: &Count| {
            let key = (variable.to_string(), format!("{} {}", count.group, count.of));
            if known.contains(&key) {
                return;
            }
            known.push(key);
            let word = in_words(self.scale, count.n, count.of);
            let mut row: Vec<Cell> = [file, variable, label, &count.group].map(Cell::from).to_vec();
            row.extend([count.n.into(), count.of.into(), share(count.n, count.of).into(), word.into()]);
            table.push(row);
        };
        for draft in drafts {
            let claims = draft
                .said
                .iter()
                .filter_map(|said| if let Said::Claim(claim) = said { Some(claim) } else { None });
            for Claim { label, variable, all, groups, .. } in claims {
                for count in std::iter::once(all).chain(groups) {
                    push(&draft.table.name, variable, label, count);
                }
            }
        }
        let first = slices.iter().find(|slice| slice.is_first);
        for (theme, category) in self.lexicon.coded() {
            let count = |group: &str, units: &[&Unit]| Count {
                group: group.into(),
                called: String::new(),
                n: units.iter().filter(|unit| unit.depth(theme).is_some()).count(),
                of: units.len(),
            };
            push("themes_by_group", &category.slug, &category.label, &count("all", units));
            for group in first.into_iter().flat_map(|slice| &slice.groups) {
                push("themes_by_group", &category.slug, &category.label, &count(&group.name, &group.units));
            }
        }
        let n_classes = self.question.class_names();
        for class in n_classes {
            let n = units.iter().filter(|unit| unit.stance == class).count();
            let all = Count { group: "all".into(), called: String::new(), n, of: units.len() };
            push("a2_positions", &format!("stance={class}"), &spaced(class), &all);
        }
        table.is_list = true;
        table.note(
            "word: of the scale that was declared before the run (quantifier_scale.csv); numbers where the group is small. `plenary check-text` holds an author's \
             text to these rows.",
        )
    }
}

fn row(table: &str, test: &Test) -> Vec<Cell> {
    let count = |count: &Count| {
        [Cell::from(count.group.as_str()), count.n.into(), count.of.into(), share(count.n, count.of).into()]
    };
    let mut row: Vec<Cell> = [table, &test.contrast, &test.definition].map(Cell::from).to_vec();
    row.extend([test.is_first.into(), test.variable.as_str().into(), test.label.as_str().into()]);
    row.extend(count(&test.one).into_iter().chain(count(&test.other)));
    row.extend(
        interval(test.difference).into_iter().chain(interval(test.adjusted)).chain(interval(test.odds_ratio)),
    );
    row.extend([test.p, test.p_holm, test.p_bh].map(Cell::Precise));
    row.extend([test.smallest_margin.into(), test.power.into()]);
    row
}
