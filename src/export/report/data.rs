//! The data of the page: units and statements as its script filters them, in one block of JSON.

use crate::analysis::{Findings, Unit};
use crate::coding::Coded;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the script of the page knows.
#[derive(Clone, Debug, Serialize)]
pub struct Data {
    /// The groupings, in the order of the values of units and statements.
    groupings: Vec<String>,
    /// The classes with their details.
    classes: Vec<(String, Vec<String>)>,
    /// The themes, to which numbers point.
    themes: Vec<String>,
    /// The units of the tables.
    units: Vec<UnitData>,
    /// The statements, in the order of the page.
    statements: Vec<StatementData>,
}

#[derive(Clone, Debug, Serialize)]
struct UnitData {
    name: String,
    stance: String,
    detail: String,
    /// Whether it counts in denominators.
    counted: bool,
    /// Whether its themes are coded.
    coded: bool,
    themes: Vec<usize>,
    groups: Vec<String>,
    statements: Vec<usize>,
}

#[derive(Clone, Debug, Default, Serialize)]
struct StatementData {
    actor: String,
    stance: String,
    detail: String,
    themes: Vec<usize>,
    groups: Vec<String>,
}

impl Data {
    /// The data of a run.
    pub fn of(findings: &Findings, units: &[Unit]) -> Data {
        let divisions = findings.divisions();
        let counted = findings.population(units);
        let numbers: BTreeMap<&str, usize> =
            findings.coded.iter().enumerate().map(|(number, coded)| (coded.id.as_str(), number)).collect();
        let mut statements: Vec<StatementData> =
            findings.coded.iter().map(|coded| statement(coded, findings)).collect();
        let unit = |unit: &Unit| {
            let groups: Vec<String> =
                divisions.iter().map(|division| division.value(findings.actors, unit)).collect();
            let own: Vec<usize> =
                unit.statements.iter().filter_map(|coded| numbers.get(coded.id.as_str()).copied()).collect();
            own.iter().for_each(|number| statements[*number].groups.clone_from(&groups));
            let mut themes: Vec<usize> =
                own.iter().flat_map(|number| statements[*number].themes.clone()).collect();
            themes.sort_unstable();
            themes.dedup();
            UnitData {
                name: unit.name.into(),
                stance: unit.stance.into(),
                detail: unit.detail.into(),
                counted: counted.iter().any(|known| std::ptr::eq(*known, unit)),
                coded: unit.is_coded(),
                themes,
                groups,
                statements: own,
            }
        };
        let units = units.iter().map(unit).collect();
        let details = |class: &&str| {
            let own = findings.question.classes.iter().filter(|known| known.class == **class);
            (class.to_string(), own.map(|known| known.detail.clone()).collect())
        };
        Data {
            groupings: divisions.iter().map(|division| division.name().to_string()).collect(),
            classes: findings.question.class_names().iter().map(details).collect(),
            themes: findings.lexicon.coded().map(|(_, category)| category.slug.clone()).collect(),
            units,
            statements,
        }
    }

    /// The block as it can stand in a script element: no text can end it.
    pub fn block(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let mut block = String::with_capacity(json.len());
        for c in json.chars() {
            match c {
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => block.push_str(&format!("\\u{:04x}", c as u32)),
                c => block.push(c),
            }
        }
        block
    }
}

fn statement(coded: &Coded, findings: &Findings) -> StatementData {
    let theme = |theme: u16| findings.lexicon.coded().position(|(known, _)| known == usize::from(theme));
    StatementData {
        actor: if coded.actor_name.is_empty() { coded.id.to_string() } else { coded.actor_name.to_string() },
        stance: coded.stance.to_string(),
        detail: coded.detail.to_string(),
        themes: coded.themes.iter().filter_map(|coding| theme(coding.theme)).collect(),
        groups: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_end_the_block() {
        let evil = "</script><!-- & \u{2028}";
        let data = Data {
            groupings: vec![evil.into()],
            classes: Vec::new(),
            themes: Vec::new(),
            units: Vec::new(),
            statements: Vec::new(),
        };
        let block = data.block();
        assert!(!block.contains(['<', '>', '&', '\u{2028}']), "{block}");
        let back: serde_json::Value = serde_json::from_str(&block).unwrap();
        assert_eq!(back["groupings"][0], evil);
    }
}
