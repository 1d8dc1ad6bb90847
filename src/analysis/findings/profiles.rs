//! Everything said: the weight of each theme, and a row for each state.

use super::condition::codings;
use super::draft::Draft;
use super::groups::Slice;
use super::lists::{NOT_CHECKED, ids, stance_quote};
use crate::analysis::{Findings, Unit};
use crate::statistics::share;
use crate::table::Cell;
use crate::theme::Depth;

impl Findings<'_> {
    /// Of each theme the states, the sentences and their shares, in all and in the groups of the first role.
    pub(super) fn weight(&self, units: &[&Unit], slices: &[Slice], draft: &mut Draft) {
        draft.columns(&[
            "theme",
            "label",
            "group",
            "n",
            "n_extended",
            "denominator",
            "share",
            "ci_kind",
            "sentences",
            "sentence_share",
        ]);
        let mut groups: Vec<(&str, Vec<&Unit>)> = vec![("all", units.to_vec())];
        let first = slices.iter().find(|slice| slice.is_first);
        groups.extend(
            first
                .into_iter()
                .flat_map(|slice| &slice.groups)
                .map(|group| (group.name.as_str(), group.units.clone())),
        );
        let mut frequent: Vec<(usize, usize, &str)> = Vec::new();
        for (theme, category) in self.lexicon.coded() {
            for (group, units) in &groups {
                let depths: Vec<Depth> = units.iter().filter_map(|unit| unit.depth(theme)).collect();
                let extended = depths.iter().filter(|depth| **depth == Depth::Extended).count();
                let own = units.iter().flat_map(|unit| codings(unit, theme as u16));
                let sentences: usize = own.map(|coding| usize::from(coding.sentences)).sum();
                let all = units.iter().flat_map(|unit| &unit.statements);
                let of: usize = all.map(|coded| coded.taken.sentences as usize).sum();
                if *group == "all" {
                    frequent.push((depths.len(), sentences, &category.label));
                }
                let mut row: Vec<Cell> =
                    [category.slug.as_str(), &category.label, group].map(Cell::from).to_vec();
                row.extend([
                    depths.len().into(),
                    extended.into(),
                    units.len().into(),
                    share(depths.len(), units.len()).into(),
                ]);
                row.extend(["none".into(), sentences.into(), share(sentences, of).into()]);
                draft.table.push(row);
            }
        }
        frequent.sort_by_key(|(n, sentences, _)| std::cmp::Reverse((*n, *sentences)));
        let unnamed = frequent.iter().filter(|(n, ..)| *n == 0).count();
        let first: Vec<String> =
            frequent.iter().take(5).map(|(n, _, label)| format!("{label} ({n})")).collect();
        draft.say(format!(
            "The themes that the largest numbers of the {} states name are {}; of {unnamed} of {} themes no mention is found.",
            units.len(),
            super::phrases::in_a_row(&first),
            frequent.len()
        ));
        draft.remarks.push(
            "sentences: those in which the theme is found; sentence_share: of all sentences of the group. A sentence can have several themes. \
             state_theme_matrix.csv has the same by state, themes.csv by statement with positions."
                .into(),
        );
    }

    /// What is said of the rows of states; [`profile`](Self::profile) makes each.
    pub(super) fn profiles(&self, units: &[&Unit], draft: &mut Draft) {
        draft.columns(&[
            "actor_id",
            "actor",
            "meeting",
            "role",
            "stance",
            "detail",
            "attributed",
            "departs_from",
            "facets",
            "themes_extended",
            "themes_brief",
            "words",
            "sentence",
            "statement_ids",
            "coded_by",
            "cues_differ",
        ]);
        draft.say(format!(
            "A row for each of the {} states; `plenary explain` shows why a statement is coded as it is.",
            units.len()
        ));
        draft.remarks.push("facets: those that differ from what stands where nothing is found; sentence: the one nearest to the decision on the position, not proof of it; cues_differ: what the state says to the contrary of its class.".into());
    }

    /// The row of a state with all that is coded of it.
    pub(super) fn profile(&self, unit: &Unit) -> Vec<Cell> {
        let role = self.actors.grouping(&self.study.tables.role);
        let role = role.and_then(|known| self.actors.value(known, unit.actor, unit.date));
        let of_depth = |depth: Depth| {
            let own = self.lexicon.coded().filter(|(theme, _)| unit.depth(*theme) == Some(depth));
            own.map(|(_, category)| category.slug.as_str()).collect::<Vec<_>>().join("; ")
        };
        let joined = |value: &dyn Fn(&crate::coding::Coded) -> String| {
            let values = unit.statements.iter().map(|coded| value(coded));
            let mut all: Vec<String> = values.filter(|text| !text.is_empty()).collect();
            all.dedup();
            all.join("; ")
        };
        let words: u32 = unit.statements.iter().map(|coded| coded.taken.words).sum();
        vec![
            unit.actor.into(),
            unit.name.into(),
            unit.meeting.into(),
            role.unwrap_or_default().into(),
            unit.stance.into(),
            unit.detail.into(),
            joined(&|coded| coded.stance_attributed.to_string()).into(),
            joined(&|coded| coded.departs_from.join("; ")).into(),
            self.facets_in_words(unit).into(),
            of_depth(Depth::Extended).into(),
            of_depth(Depth::Brief).into(),
            words.into(),
            stance_quote(unit).map_or("", |(_, quote)| &quote.text).into(),
            ids(unit).into(),
            if unit.is_checked { "person" } else { NOT_CHECKED }.into(),
            self.contrary(unit).into(),
        ]
    }

    /// The facets of a unit that say something.
    fn facets_in_words(&self, unit: &Unit) -> String {
        let facets = self.question.facets.iter().enumerate();
        let said = facets.filter_map(|(number, facet)| {
            let values = self.facet_values(unit, number);
            let is_empty = |value: &str| [facet.default.as_str(), crate::codebook::NONE, ""].contains(&value);
            match values.iter().all(|value| is_empty(value)) {
                true => None,
                false => Some(format!("{}={}", facet.variable, values.join("|"))),
            }
        });
        said.collect::<Vec<_>>().join("; ")
    }
}
