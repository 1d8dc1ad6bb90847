//! Words of the page for names of the tables: groupings, details and themes by their labels, titles without the study's.

use crate::analysis::Findings;
use crate::export::labels::in_words;
use std::collections::BTreeMap;

/// The labels of a run.
#[derive(Clone, Debug, Default)]
pub struct Names {
    groupings: BTreeMap<String, String>,
    details: BTreeMap<String, String>,
    themes: BTreeMap<String, String>,
    study: String,
    notice: String,
}

impl Names {
    /// The labels that a run knows; a name for which another grouping of the study stands has that one's label.
    pub fn of(findings: &Findings) -> Names {
        let study = findings.study;
        let known = |name: &str| findings.actors.grouping(name).filter(|known| !known.label.is_empty());
        let mut groupings: BTreeMap<String, String> = findings
            .actors
            .groupings
            .iter()
            .filter(|grouping| !grouping.label.is_empty())
            .map(|grouping| (grouping.name.clone(), grouping.label.clone()))
            .collect();
        let stands = study.tables.stands_for.iter();
        groupings.extend(stands.filter_map(|(name, own)| Some((name.clone(), known(own)?.label.clone()))));
        let own = findings.divisions();
        groupings.extend(own.iter().map(|division| (division.name().into(), division.label().into())));
        let details = findings.question.classes.iter();
        let themes = findings.lexicon.coded();
        Names {
            groupings,
            details: details.map(|known| (known.detail.clone(), known.label.clone())).collect(),
            themes: themes.map(|(_, category)| (category.slug.clone(), category.label.clone())).collect(),
            study: study.study.title.clone(),
            notice: study.study.notice.clone(),
        }
    }

    /// A grouping, or the definition of a comparison.
    pub fn grouping(&self, name: &str) -> String {
        self.groupings.get(name).cloned().unwrap_or_else(|| in_words(name))
    }

    /// A detail of a class.
    pub fn detail(&self, name: &str) -> String {
        self.details.get(name).cloned().unwrap_or_else(|| in_words(name))
    }

    /// A condition in words: a theme by its label, a value of a facet after its name.
    pub fn condition(&self, text: &str) -> String {
        let one = |text: &str| match (self.themes.get(text), text.split_once('=')) {
            (Some(label), _) => label.clone(),
            (None, Some((facet, values))) => {
                let values: Vec<String> = values.split('|').map(in_words).collect();
                format!("{}: {}", in_words(facet), values.join(" or "))
            }
            (None, None) => in_words(text),
        };
        text.split("; ").map(one).collect::<Vec<_>>().join("; ")
    }

    /// The head of a column: a theme by its label, another without underscores.
    pub fn head(&self, column: &str) -> String {
        let measures = [
            ("p_holm", "p (Holm)"),
            ("p_bh", "p (BH)"),
            ("p_blocs", "p (blocs)"),
            ("cramers_v", "Cramér's V"),
            ("cliffs_delta", "Cliff's delta"),
            ("u", "U"),
        ];
        let known = measures.iter().find(|(name, _)| *name == column).map(|(_, head)| head.to_string());
        known.or_else(|| self.themes.get(column).cloned()).unwrap_or_else(|| column.replace('_', " "))
    }

    /// A title without the study's in front and its notice behind, which stand at the head of the page.
    pub fn title<'t>(&self, title: &'t str) -> &'t str {
        bare(title, &self.study, &self.notice)
    }
}

/// A title of a table without the study's title in front and its notice behind.
pub fn bare<'t>(title: &'t str, study: &str, notice: &str) -> &'t str {
    let title = title.strip_prefix(study).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(title);
    let without = |rest: &'t str| rest.strip_suffix(')')?.strip_suffix(notice)?.strip_suffix(" (");
    if notice.is_empty() { title } else { without(title).unwrap_or(title) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_bare() {
        for (title, study, notice, expected) in [
            ("S: T (invented)", "S", "invented", "T"),
            ("T", "S", "invented", "T"),
            ("S: T (of all)", "S", "", "T (of all)"),
        ] {
            assert_eq!(bare(title, study, notice), expected);
        }
    }
}
