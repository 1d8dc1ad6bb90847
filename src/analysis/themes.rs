//! Themes: by group, state by state, and where no mention is found.

use super::positions::names;
use super::{Findings, Unit};
use crate::statement::ActorKind;
use crate::statistics::share;
use crate::table::{Cell, Table};
use crate::theme::Depth;

impl Findings<'_> {
    pub(super) fn themes_by_group(&self, population: &[&Unit]) -> Table {
        let columns =
            ["theme", "label", "grouping", "group", "n", "n_extended", "denominator", "share", "ci_kind"];
        let mut table = Table::new("themes_by_group", self.title("Themes by group"), &columns);
        let groups = self.groups(population);
        for (theme, category) in self.lexicon.coded() {
            for group in &groups {
                let depths: Vec<Depth> = group.units.iter().filter_map(|unit| unit.depth(theme)).collect();
                let extended = depths.iter().filter(|depth| **depth == Depth::Extended).count();
                table.push(vec![
                    category.slug.as_str().into(),
                    category.label.as_str().into(),
                    group.grouping.as_str().into(),
                    group.group.as_str().into(),
                    depths.len().into(),
                    extended.into(),
                    group.units.len().into(),
                    share(depths.len(), group.units.len()).into(),
                    "none".into(),
                ]);
            }
        }
        table.note("n: member states with at least one hit of the theme's patterns in their own words; n_extended: those with the depth that the study calls extended. Lexicon-coded, not checked.")
    }

    pub(super) fn state_theme_matrix(&self, units: &[Unit]) -> Table {
        let mut columns = vec!["actor_id", "actor", "kind", "meeting"];
        let slugs: Vec<String> = self.lexicon.coded().map(|(_, category)| category.slug.clone()).collect();
        columns.extend(slugs.iter().map(String::as_str));
        let mut table = Table::new("state_theme_matrix", self.title("Themes by state"), &columns);
        for unit in units {
            let mut row: Vec<Cell> = vec![
                unit.actor.as_str().into(),
                unit.name.as_str().into(),
                unit.kind.name().into(),
                unit.meeting.as_str().into(),
            ];
            row.extend(self.lexicon.coded().map(|(theme, _)| match unit.depth(theme) {
                None => Cell::Count(0),
                Some(Depth::Brief) => Cell::Count(1),
                Some(Depth::Extended) => Cell::Count(2),
            }));
            table.push(row);
        }
        table.note("0: no mention found; 1: brief; 2: extended.")
    }

    /// Where no mention is found in a state's own words, and neither there nor in the statement of a
    /// group with which it aligns itself.
    pub(super) fn no_mention(&self, population: &[&Unit]) -> Table {
        let columns = [
            "theme",
            "label",
            "n_own",
            "denominator",
            "share_own",
            "n_own_and_attributed",
            "states_own",
            "states_own_and_attributed",
        ];
        let mut table = Table::new("no_mention_found", self.title("No mention found"), &columns);
        let has = |statement: &crate::coding::Coded, theme: usize| {
            statement.themes.iter().any(|c| c.theme as usize == theme)
        };
        for (theme, category) in self.lexicon.coded() {
            let said_by: Vec<(&str, &str)> = self
                .coded
                .iter()
                .filter(|coded| coded.kind == ActorKind::Group && has(coded, theme))
                .map(|coded| (coded.actor.as_str(), coded.metadata.meeting.as_str()))
                .collect();
            let own: Vec<&Unit> =
                population.iter().copied().filter(|unit| unit.depth(theme).is_none()).collect();
            let is_attributed = |unit: &Unit| {
                let groups = unit.statements.iter().flat_map(|coded| &coded.aligns_with);
                groups.into_iter().any(|group| said_by.contains(&(group.as_str(), unit.meeting.as_str())))
            };
            let both: Vec<&Unit> = own.iter().copied().filter(|unit| !is_attributed(unit)).collect();
            table.push(vec![
                category.slug.as_str().into(),
                category.label.as_str().into(),
                own.len().into(),
                population.len().into(),
                share(own.len(), population.len()).into(),
                both.len().into(),
                names(&own).into(),
                names(&both).into(),
            ]);
        }
        table.note("No mention found is not silence: the lexicon misses what it has no words for. Machine-coded, not checked.")
    }
}
