//! Names as printed, without substring traps: a name matches whole words only.

use super::groupings::holds;
use super::{Actor, ActorTable, Date};
use crate::statement::ActorKind;
use crate::text::{distance, fold, words};
use aho_corasick::{AhoCorasick, MatchKind};

/// An actor that has a name for a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Index into the table.
    pub(super) actor: usize,
    /// The first day of the name; none: always.
    pub from: Option<Date>,
    /// The first day after; none: still.
    pub until: Option<Date>,
    /// A demonym names a people, not a speaker.
    pub is_demonym: bool,
}

/// The form under which names are compared: words in lower case, without `the` in front.
pub(super) fn name_key(name: &str) -> String {
    let mut key = String::new();
    for token in words(name) {
        let word = fold(token.span.of(name)).replace('’', "'");
        if word != "." && word != "," && !(key.is_empty() && word == "the") {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(word.trim_end_matches('.'));
        }
    }
    key
}

impl ActorTable {
    /// The actor that a name or code stands for at a date.
    ///
    /// A name that holds at the date is taken before one of another time.
    pub fn resolve(&self, name: &str, date: Option<Date>) -> Option<&Actor> {
        if let Some(actor) = self.get(name.trim()) {
            return Some(actor);
        }
        let known: Vec<&Named> =
            self.names.get(&name_key(name))?.iter().filter(|named| !named.is_demonym).collect();
        let current = known.iter().find(|named| holds(named.from, named.until, date));
        current.or(known.first()).map(|named| &self.actors[named.actor])
    }

    /// Known names near to an unknown one, nearest first, at most three.
    pub fn nearest(&self, name: &str) -> Vec<&str> {
        let key = name_key(name);
        let mut near: Vec<(usize, &str)> = self
            .actors
            .iter()
            .filter(|actor| actor.kind != ActorKind::Entity)
            .map(|actor| (distance(&key, &name_key(&actor.name)), actor.name.as_str()))
            .filter(|(distance, _)| *distance <= key.chars().count() / 3 + 1)
            .collect();
        near.sort();
        near.into_iter().take(3).map(|(_, name)| name).collect()
    }

    /// All names of states, observers, groups and peoples, longest first, each with its actor's kind.
    pub fn all_names(&self) -> Vec<(String, ActorKind)> {
        let mut names: Vec<(String, ActorKind)> = self
            .names
            .iter()
            .filter(|(name, _)| name.chars().count() > 3)
            .map(|(name, named)| (name.clone(), self.actors[named[0].actor].kind))
            .collect();
        names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        names
    }
}

/// Groups named in a text, each once, in order of first mention.
///
/// Names are compared in lower case on word boundaries, the longest first.
pub fn find_groups(table: &ActorTable) -> impl Fn(&str) -> Vec<String> + Send + Sync + use<> {
    let mut names: Vec<(String, String)> = Vec::new();
    for (name, named) in &table.names {
        let actor = &table.actors[named[0].actor];
        if actor.kind == ActorKind::Group && (name.chars().count() > 3 || actor.id.to_lowercase() == *name) {
            names.push((name.clone(), actor.id.clone()));
        }
    }
    names.sort();
    let ids: Vec<String> = names.iter().map(|(_, id)| id.clone()).collect();
    let search = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(names.iter().map(|(name, _)| name))
        .ok();
    move |text| {
        let text = format!(" {} ", name_key(text));
        let mut found = Vec::new();
        for hit in search.iter().flat_map(|search| search.find_iter(&text)) {
            let is_whole = text[..hit.start()].ends_with(' ') && text[hit.end()..].starts_with(' ');
            let id = &ids[hit.pattern().as_usize()];
            if is_whole && !found.contains(id) {
                found.push(id.clone());
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(name: &str, date: &str) -> String {
        let table = ActorTable::built_in().unwrap();
        table.resolve(name, Date::last(date)).map(|actor| actor.id.clone()).unwrap_or_default()
    }

    #[test]
    fn names_resolve_without_substring_traps() {
        for (name, id) in [
            ("Niger", "NER"),
            ("Nigeria", "NGA"),
            ("Guinea-Bissau", "GNB"),
            ("The Gambia", "GMB"),
            ("Congo", "COG"),
            ("Democratic Republic of the Congo", "COD"),
            ("Côte d’Ivoire", "CIV"),
            ("UNITED STATES OF AMERICA", "USA"),
            ("Dominica", "DMA"),
            ("European Union", "EU"),
            ("Group of 77 and China", "G77"),
            ("Atlantis", ""),
        ] {
            assert_eq!(resolved(name, "2006"), id, "{name}");
        }
    }

    #[test]
    fn nearest_names_are_offered() {
        let table = ActorTable::built_in().unwrap();
        assert_eq!(table.nearest("Mexcio").first(), Some(&"Mexico"));
    }

    #[test]
    fn groups_are_found_in_text() {
        let find = find_groups(&ActorTable::built_in().unwrap());
        assert_eq!(find("on behalf of the Group of 77 and China, and of the European Union"), ["G77", "EU"]);
    }
}
