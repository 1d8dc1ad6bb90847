//! Themes: by group, state by state, and where no mention is found.

use super::correction::{INTERVAL_COLUMNS, in_group};
use super::positions::names;
use super::{Findings, Unit};
use crate::coding::Coded;
use crate::lexicon::Category;
use crate::statement::ActorKind;
use crate::statistics::{Corrected, share, share_behind_findings};
use crate::table::{Cell, LongTable, Table};
use crate::theme::Depth;

impl Findings<'_> {
    pub(super) fn themes_by_group(&self, population: &[&Unit]) -> Table {
        let columns =
            ["theme", "label", "grouping", "group", "n", "n_extended", "denominator", "share", "ci_kind"];
        let columns = [&columns[..], &INTERVAL_COLUMNS].concat();
        let mut table = Table::new("themes_by_group", self.title("Themes by group"), &columns);
        let groups = self.groups(population);
        for (theme, category) in self.lexicon.coded() {
            for group in &groups {
                let depths: Vec<Depth> = group.units.iter().filter_map(|unit| unit.depth(theme)).collect();
                let extended = depths.iter().filter(|depth| **depth == Depth::Extended).count();
                let counted = (depths.len(), group.units.len());
                let (ci_kind, interval) = self.interval(counted, self.corrected_theme(theme, &group.units));
                let mut row: Vec<Cell> = vec![
                    category.slug.as_str().into(),
                    category.label.as_str().into(),
                    group.grouping.as_str().into(),
                    group.group.as_str().into(),
                    depths.len().into(),
                    extended.into(),
                    group.units.len().into(),
                    share(depths.len(), group.units.len()).into(),
                    ci_kind.into(),
                ];
                row.extend(interval);
                table.push(row);
            }
        }
        let checked = match self.correction.filter(|known| known.has_themes()) {
            Some(known) => format!(
                "share_corrected is the share corrected by a random sample of {} whose themes people coded.",
                known.counts().0
            ),
            None => "Machine-coded, not checked.".into(),
        };
        table.note(format!("n: member states that speak of the theme in their own words; n_extended: those with the depth that the study calls extended. {checked}"))
    }

    fn corrected_theme(&self, theme: usize, group: &[&Unit]) -> Option<Corrected> {
        let correction = self.correction.filter(|known| known.has_themes())?;
        correction.share(|unit| unit.depth(theme).is_some(), in_group(group))
    }

    pub(super) fn state_theme_matrix<'u>(&'u self, units: &'u [Unit<'u>]) -> LongTable<'u> {
        let mut columns = vec!["actor_id", "actor", "kind", "meeting"];
        columns.extend(self.lexicon.coded().map(|(_, category)| category.slug.as_str()));
        let row = |unit: &'u Unit<'u>| {
            let known = [unit.actor, unit.name, unit.kind.name(), unit.meeting];
            let depth = |(theme, _)| match unit.depth(theme) {
                None if !unit.is_coded() => Cell::Blank,
                None => Cell::Count(0),
                Some(Depth::Brief) => Cell::Count(1),
                Some(Depth::Extended) => Cell::Count(2),
            };
            known.into_iter().map(Cell::from).chain(self.lexicon.coded().map(depth)).collect()
        };
        Table::new("state_theme_matrix", self.title("Themes by state"), &columns)
            .note("0: no mention found; 1: brief; 2: extended; blank: not coded.")
            .with_rows(units.iter().map(row))
    }

    /// Where no mention is found in a state's own words, and neither there nor in the statement of a
    /// group with which it aligns itself.
    pub(super) fn no_mention<'u>(&'u self, population: Vec<&'u Unit<'u>>) -> LongTable<'u> {
        let columns = [
            "theme",
            "label",
            "n_own",
            "denominator",
            "share_own",
            "share_corrected",
            "n_own_and_attributed",
            "states_own",
            "states_own_and_attributed",
        ];
        let row = move |(theme, category): (usize, &Category)| {
            let said_by = self.groups_that_say(theme);
            let own: Vec<&Unit> =
                population.iter().copied().filter(|unit| unit.depth(theme).is_none()).collect();
            let is_attributed = |unit: &Unit| {
                let groups = unit.statements.iter().flat_map(|coded| &coded.aligns_with);
                groups.into_iter().any(|group| said_by.contains(&(group.as_str(), unit.meeting)))
            };
            let both: Vec<&Unit> = own.iter().copied().filter(|unit| !is_attributed(unit)).collect();
            vec![
                category.slug.as_str().into(),
                category.label.as_str().into(),
                own.len().into(),
                population.len().into(),
                share(own.len(), population.len()).into(),
                self.silence(theme, own.len(), population.len()).into(),
                both.len().into(),
                names(&own).into(),
                names(&both).into(),
            ]
        };
        Table::new("no_mention_found", self.title("No mention found"), &columns)
            .note("No mention found is not silence: the machine misses mentions. share_corrected, where people coded the themes of a random sample: the share that is silent, given how often the machine misses a mention or finds one that is none (Rogan and Gladen 1978). Machine-coded, not checked.")
            .with_rows(self.lexicon.coded().map(row))
    }

    /// The share that is silent, corrected for missed mentions.
    fn silence(&self, theme: usize, n: usize, of: usize) -> Option<f64> {
        let (sensitivity, specificity) = self.correction?.found(theme)?;
        let found = 1.0 - share(n, of)?;
        share_behind_findings(found, sensitivity, specificity).map(|mentioned| 1.0 - mentioned)
    }

    /// The groups, with their meetings, whose statements have a theme.
    fn groups_that_say(&self, theme: usize) -> Vec<(&str, &str)> {
        let says = |coded: &&Coded| {
            coded.kind == ActorKind::Group && coded.themes.iter().any(|coding| coding.theme as usize == theme)
        };
        self.coded.iter().filter(says).map(|coded| (coded.actor.as_str(), coded.meeting.as_str())).collect()
    }
}
