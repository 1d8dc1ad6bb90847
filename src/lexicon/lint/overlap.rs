//! Patterns that stand twice, that others cover or contain, and that exceptions always undo.

use super::cover::Form;
use super::{Finding, Kind, Lint, Weight, shortened};
use crate::lexicon::entries::{Entry, Purpose};
use rayon::prelude::*;

/// Characters that are shown of another pattern.
const SHOWN: usize = 60;

impl Lint<'_> {
    /// At most two findings a pattern: one beside its own list, one beside another category.
    pub(super) fn overlaps(&self) -> Vec<Finding> {
        let list = &self.entries.list;
        let forms: Vec<Form> = list.iter().map(|entry| Form::of(&entry.pattern.expression)).collect();
        let of_one = |i: usize| {
            let mut found: Vec<Finding> = self.undone(i, &forms).into_iter().collect();
            found.extend(self.beside_own(i, &forms).or_else(|| self.beside_others(i, &forms)));
            found
        };
        (0..list.len()).into_par_iter().flat_map_iter(of_one).collect()
    }

    /// An exception that overlaps each match.
    fn undone(&self, i: usize, forms: &[Form]) -> Option<Finding> {
        let list = &self.entries.list;
        let (own, form) = (&list[i], &forms[i]);
        let is_exception =
            |j: &usize| list[*j].category == own.category && list[*j].purpose == Purpose::Exception;
        let undoes = |j: &usize| forms[*j].stands_in(form) || forms[*j].covers(form);
        let undoing = (0..list.len()).filter(is_exception).find(undoes)?;
        (own.purpose == Purpose::Hit).then(|| {
            let found = format!("{} undoes each of its matches", named(&list[undoing]));
            self.finding(Kind::Undone, Weight::Warning, own, found)
                .remedy("Narrow the exception, or take the pattern out.")
        })
    }

    /// A pattern of the same list that is the same, covers it or stands in it.
    fn beside_own(&self, i: usize, forms: &[Form]) -> Option<Finding> {
        let list = &self.entries.list;
        let (own, form) = (&list[i], &forms[i]);
        let others: Vec<usize> = (0..list.len())
            .filter(|j| *j != i && (list[*j].category, list[*j].purpose) == (own.category, own.purpose))
            .collect();
        let covering = others.iter().filter(|j| forms[**j].covers(form));
        let (same, wider): (Vec<usize>, Vec<usize>) = covering.partition(|j| form.covers(&forms[**j]));
        if let Some(first) = same.iter().find(|j| **j < i) {
            let found = format!("it says the same as {}", named(&list[*first]));
            return Some(
                self.finding(Kind::Duplicate, Weight::Warning, own, found).remedy("Take one of them out."),
            );
        }
        if let Some(wide) = wider.first() {
            let found = format!("{} matches wherever it does", named(&list[*wide]));
            let remedy = "Take it out, or narrow the other.";
            return Some(self.finding(Kind::Shadowed, Weight::Warning, own, found).remedy(remedy));
        }
        let stands_in = |j: &&usize| !same.contains(*j) && forms[**j].stands_in(form);
        let inside = others.iter().find(stands_in).filter(|_| own.purpose == Purpose::Hit)?;
        let found =
            format!("each of its matches holds one of {}, which counts without it", named(&list[*inside]));
        Some(self.finding(Kind::Contained, Weight::Note, own, found))
    }

    /// A pattern of another category that is the same or covers it: what matches counts in both.
    fn beside_others(&self, i: usize, forms: &[Form]) -> Option<Finding> {
        let list = &self.entries.list;
        let (own, form) = (&list[i], &forms[i]);
        let is_other = |j: &usize| list[*j].category != own.category && list[*j].purpose == Purpose::Hit;
        let mut others = (0..list.len()).filter(is_other).filter(|j| forms[*j].covers(form));
        let first = others.next().filter(|_| own.purpose == Purpose::Hit)?;
        let category = &self.lexicon.categories[list[first].category].slug;
        let is_same = |j: usize| form.covers(&forms[j]);
        match std::iter::once(first).chain(others).find(|j| is_same(*j)) {
            Some(j) if j > i => None,
            Some(j) => {
                let category = &self.lexicon.categories[list[j].category].slug;
                let found = format!(
                    "it says the same as {} in {category}: each match counts in both",
                    named(&list[j])
                );
                Some(
                    self.finding(Kind::Duplicate, Weight::Warning, own, found)
                        .remedy("Keep it in one category, unless both are meant."),
                )
            }
            None => {
                let found = format!("{} in {category} matches wherever it does", named(&list[first]));
                Some(self.finding(Kind::Shadowed, Weight::Note, own, found))
            }
        }
    }
}

/// A pattern and its line, as other findings name it.
fn named(entry: &Entry) -> String {
    let line = entry.pattern.place.line.map_or(String::new(), |line| format!(" (line {line})"));
    format!("`{}`{line}", shortened(&entry.pattern.source, SHOWN))
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::lexicon::lint::Lint;

    fn check(lexicon: &str, expected: &[&str]) {
        let lexicon = Lexicon::read(lexicon, "l.yml").unwrap();
        let found = Lint::new(&lexicon).overlaps();
        let found: Vec<String> = found
            .iter()
            .map(|f| format!("{} {} {}: {}", f.weight.name(), f.kind.name(), f.pattern, f.found))
            .collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found} for {expected}");
        }
    }

    #[test]
    fn one_finding_names_the_later_or_the_narrower() {
        check("a: [migrant, migrant*]", &["warning shadowed migrant: `migrant*` (line 1)"]);
        check(
            "a: [Migrant, refugee, migrant]",
            &["warning duplicate migrant: it says the same as `Migrant`"],
        );
        check(
            "a: [migrant]\nb: [migrant]",
            &["warning duplicate migrant: it says the same as `migrant` (line 1) in a"],
        );
        check("a: [migrant]\nb: [migrant*]", &["note shadowed migrant: `migrant*` (line 2) in b"]);
        check("a: [displace*, displaced person*]", &["note contained displaced person*"]);
        check("a: [displaced person*]\nb: [displace*]", &[]);
        check("a: [migration, migrants]", &[]);
    }

    #[test]
    fn exceptions_that_undo_all_are_named() {
        check(
            "a: {$patterns: [brain drain, drain], $except: [brain*]}",
            &["warning undone brain drain: `brain*` (line 1) undoes", "note contained brain drain"],
        );
        check("a: {$patterns: [drain], $except: [drain pipe, drain AND pipe]}", &[]);
    }
}
