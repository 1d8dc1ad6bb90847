//! Words for names of the tables: values of groupings by their labels, other names without underscores.

use crate::analysis::spaced;
use crate::study::built_in;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The labels of the values of built-in groupings; a study's own are printed as the study writes them.
static VALUES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let file = built_in("data/actors/values.csv").unwrap_or_default();
    csv::Reader::from_reader(file).deserialize().filter_map(|row| row.ok()).collect()
});

/// The words for a class or a group: its label, or the name without underscores, and the UN in capitals.
pub fn in_words(name: &str) -> String {
    VALUES.get(&name.replace(' ', "_")).cloned().unwrap_or_else(|| spaced(name))
}

/// The words for groups that are compared, such as `african less asia pacific`, or listed.
pub fn groups_in_words(names: &str) -> String {
    let listed = |names: &str| names.split(", ").map(in_words).collect::<Vec<_>>().join(", ");
    names.split(" less ").map(listed).collect::<Vec<_>>().join(" less ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::{ActorTable, GroupingKind};

    #[test]
    fn names_are_printed_in_words() {
        for (name, words) in [
            ("grulac", "Latin America and the Caribbean"),
            ("within_un", "within UN"),
            ("Gulf_states", "Gulf states"),
        ] {
            assert_eq!(in_words(name), words);
        }
        for (names, words) in [
            ("african less asia pacific", "Africa less Asia and the Pacific"),
            ("african, grulac", "Africa, Latin America and the Caribbean"),
            ("source less destination", "source less destination"),
        ] {
            assert_eq!(groups_in_words(names), words);
        }
    }

    #[test]
    fn each_label_is_that_of_a_value_of_a_grouping() {
        let actors = ActorTable::built_in().unwrap();
        let is_value = |value: &str| {
            let divided = actors.groupings.iter().filter(|known| known.kind == GroupingKind::Partition);
            divided.flat_map(|known| known.members.values().flatten()).any(|known| known.value == value)
        };
        assert_eq!(VALUES.keys().find(|value| !is_value(value)), None);
        assert!(VALUES.len() > 4);
    }
}
