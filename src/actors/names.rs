//! From a name as printed to its actor at a date, without substring traps: a name is compared whole.

use super::groupings::holds;
use super::spelling::{joined, name_key};
use super::{Actor, ActorTable, Date};
use crate::statement::ActorKind;
use crate::text::distance;
use aho_corasick::{AhoCorasick, MatchKind};

/// An actor that has a name for a time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Named {
    /// Index into the table.
    pub actor: usize,
    /// The first day of the name; none: always.
    pub from: Option<Date>,
    /// The first day after; none: still.
    pub until: Option<Date>,
    pub kind: NameKind,
}

/// What a name is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameKind {
    /// It names a speaker.
    Name,
    /// The same in French or Spanish: no clue to a state in the midst of an English text.
    Foreign,
    /// A code: no list of a record has it.
    Code,
    /// It names a people, and a speaker only beside a word such as `delegation`.
    Demonym,
}

impl NameKind {
    /// Whether it names a speaker, in any language.
    fn is_name(self) -> bool {
        matches!(self, NameKind::Name | NameKind::Foreign)
    }
}

impl Named {
    fn holds(&self, date: Option<Date>) -> bool {
        holds(self.from, self.until, date)
    }
}

/// The actor that names of one spelling stand for, and whether the name holds at the date.
///
/// A name with dates that holds wins over one without, and that over one which does not hold. None
/// where two actors are equally meant.
pub(super) fn meant<'n>(named: impl Iterator<Item = &'n Named>, date: Option<Date>) -> Option<(usize, bool)> {
    let rank = |named: &Named| match (named.from.is_some() || named.until.is_some(), named.holds(date)) {
        (true, true) => 0,
        (false, _) => 1,
        (true, false) => 2,
    };
    let named: Vec<&Named> = named.collect();
    let best = named.iter().map(|named| rank(named)).min()?;
    let mut of_best = named.iter().filter(|named| rank(named) == best);
    let actor = of_best.next()?.actor;
    of_best.all(|other| other.actor == actor).then_some((actor, best < 2))
}

impl ActorTable {
    /// The actor that a name or code stands for at a date.
    ///
    /// Case, spaces, accents, apostrophes and broken hyphens do not count, nor do phrases around the
    /// name such as `Observer of`; `Korea, Republic of` is the Republic of Korea. A name that holds at the
    /// date is taken before one of another time. None where the name is not known, or means several
    /// actors at the date.
    pub fn resolve(&self, name: &str, date: Option<Date>) -> Option<&Actor> {
        self.resolve_among(name, date, |_| true)
    }

    /// The group that a name or code stands for at a date: `NAM` is here no code of a state.
    pub fn resolve_group(&self, name: &str, date: Option<Date>) -> Option<&Actor> {
        self.resolve_among(name, date, |actor| actor.kind == ActorKind::Group)
    }

    fn resolve_among(&self, name: &str, date: Option<Date>, is_meant: fn(&Actor) -> bool) -> Option<&Actor> {
        let words = self.spelling.words(name);
        let find = |words: &[String], has_peoples| self.spelt_so(words, date, has_peoples, is_meant);
        find(&words, false)
            .or_else(|| self.get(name.trim()).filter(|actor| is_meant(actor)))
            .or_else(|| find(self.spelling.inner(&words)?, true))
            .or_else(|| find(&self.spelling.words(&turned(name)?), false))
            .or_else(|| self.with_acronym(name, date, is_meant))
    }

    fn spelt_so(
        &self,
        words: &[String],
        date: Option<Date>,
        has_peoples: bool,
        is_meant: fn(&Actor) -> bool,
    ) -> Option<&Actor> {
        let named = self.spelt.get(&joined(words))?.iter();
        let named = named.filter(|named| has_peoples || named.kind != NameKind::Demonym);
        let (actor, _) = meant(named.filter(|named| is_meant(&self.actors[named.actor])), date)?;
        Some(&self.actors[actor])
    }

    /// `Caribbean Community (CARICOM)`: both parts mean the same.
    fn with_acronym(&self, name: &str, date: Option<Date>, is_meant: fn(&Actor) -> bool) -> Option<&Actor> {
        let (before, inside) = name.trim().strip_suffix(')')?.rsplit_once('(')?;
        let find = |part: &str| self.spelt_so(&self.spelling.words(part), date, false, is_meant);
        find(before).filter(|actor| find(inside).is_some_and(|other| other.id == actor.id))
    }

    /// Whether the name is known, be it of several actors so that none is meant.
    pub fn is_known(&self, name: &str) -> bool {
        let named = self.spelt.get(&joined(&self.spelling.words(name)));
        named.is_some_and(|named| named.iter().any(|named| named.kind.is_name()))
    }

    /// Known actors near to an unknown name, nearest first, at most three; of an ambiguous one those that it may mean.
    pub fn nearest(&self, name: &str) -> Vec<&str> {
        let words = self.spelling.words(name);
        let key = joined(&words);
        let far = key.chars().count() / 3 + 1;
        let of_states =
            |named: &&Named| named.kind.is_name() && self.actors[named.actor].kind != ActorKind::Entity;
        let mut near: Vec<(usize, &str)> = Vec::new();
        for (spelt, named) in &self.spelt {
            let is_part = words.len() > 1
                && words.iter().any(|word| word.len() > 3 && joined(std::slice::from_ref(word)) == *spelt);
            let apart = if is_part { far } else { distance(&key, spelt) };
            if apart <= far {
                near.extend(
                    named
                        .iter()
                        .filter(of_states)
                        .map(|named| (apart, self.actors[named.actor].name.as_str())),
                );
            }
        }
        near.sort();
        if near.first().is_some_and(|(apart, _)| *apart == 0) {
            near.retain(|(apart, _)| *apart == 0);
        }
        let mut names: Vec<&str> = Vec::new();
        for (_, name) in near {
            if names.len() < 3 && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// All names of states, observers, groups and peoples, longest first, each with its actor's kind.
    pub fn all_names(&self) -> Vec<(String, ActorKind)> {
        let mut names: Vec<(String, ActorKind)> = self
            .names
            .iter()
            .filter(|(name, _)| name.chars().count() > 3)
            .map(|(name, named)| (name.clone(), self.actors[named[0]].kind))
            .collect();
        names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        names
    }
}

/// `Korea, Republic of` and `Korea (Republic of)` as `Republic of Korea`.
fn turned(name: &str) -> Option<String> {
    let (last, first) = name.split_once(['(', ','])?;
    Some(format!("{} {last}", first.trim().trim_end_matches(')')))
}

/// Actors of a kind that a text names, each once, in order of first mention.
///
/// Names are compared in lower case on word boundaries, the longest first. Names of states of two letters (`us`), and of
/// other actors names of up to three letters that are not their id, do not count.
pub fn find_named(table: &ActorTable, kind: ActorKind) -> impl Fn(&str) -> Vec<String> + Send + Sync + use<> {
    let mut names: Vec<(String, String)> = Vec::new();
    for (name, actors) in &table.names {
        let actor = &table.actors[actors[0]];
        let is_long = match kind {
            ActorKind::State => name.chars().count() >= 3,
            _ => name.chars().count() > 3 || actor.id.to_lowercase() == *name,
        };
        if actor.kind == kind && is_long {
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
            ("République dominicaine", "DOM"),
            ("Iran (République islamique d’)", "IRN"),
            ("Estados Unidos de América", "USA"),
            ("Países Bajos", "NLD"),
            ("Guinée", "GIN"),
            ("Corea del Sur", "KOR"),
            ("Atlantis", ""),
        ] {
            assert_eq!(resolved(name, "2006"), id, "{name}");
        }
    }

    #[test]
    fn a_foreign_name_is_no_clue_in_a_text() {
        let table = ActorTable::built_in().unwrap();
        let find = find_named(&table, ActorKind::State);
        assert_eq!(find("Ms. Suiza Malte of Chad likes the Maurice"), ["TCD"]);
        assert_eq!(find("Labour and migration per capita are what us can do"), [""; 0]);
        assert_eq!(find("the delegation of the USA"), ["USA"]);
        assert_eq!(table.nearest("Allemange").first(), Some(&"Germany"));
    }

    #[test]
    fn nearest_names_are_offered() {
        let table = ActorTable::built_in().unwrap();
        assert_eq!(table.nearest("Mexcio").first(), Some(&"Mexico"));
    }

    #[test]
    fn groups_are_found_in_text() {
        let find = find_named(&ActorTable::built_in().unwrap(), ActorKind::Group);
        assert_eq!(find("on behalf of the Group of 77 and China, and of the European Union"), ["G77", "EU"]);
    }
}
