//! Conditions of a LIWC dictionary written: `kind <of>131/135`, as `liwc_terms` reads them.
//!
//! A condition is a pattern with `BEFORE/1` in one category that is an exception of another, which
//! has the term. What is not of this form stays in the lexicon, where its loss is told.

use super::operands::{Joined, joined};
use crate::lexicon::{Category, Lexicon, Pattern};
use std::collections::BTreeSet;

/// A term with what stands after it.
pub(super) struct Conditional {
    pub term: String,
    /// Such as `(2 134)125/464`; the id of a category is its index and one.
    pub target: String,
}

/// Takes the conditions out of a lexicon.
pub(super) fn take(lexicon: &mut Lexicon) -> Vec<Conditional> {
    let members: Vec<BTreeSet<String>> = lexicon.categories.iter().map(members).collect();
    let mut found = Vec::new();
    let mut taken: BTreeSet<(usize, String)> = BTreeSet::new();
    for (then, category) in lexicon.categories.iter().enumerate() {
        for pattern in &category.patterns {
            let others = excepting(lexicon, &pattern.source);
            let Some((term, condition)) = condition(&pattern.source, &members, lexicon, &others) else {
                continue;
            };
            taken.insert((then, pattern.source.clone()));
            for otherwise in others {
                let target = format!("{condition}{}/{}", then + 1, otherwise + 1);
                found.push(Conditional { term: term.clone(), target });
                taken.extend([(otherwise, pattern.source.clone()), (otherwise, term.clone())]);
            }
        }
    }
    for (i, category) in lexicon.categories.iter_mut().enumerate() {
        let stays = |pattern: &Pattern| !taken.contains(&(i, pattern.source.clone()));
        category.patterns.retain(stays);
        category.except.retain(stays);
    }
    found
}

/// The categories that have a pattern as exception.
fn excepting(lexicon: &Lexicon, source: &str) -> Vec<usize> {
    let has = |category: &Category| category.except.iter().any(|pattern| pattern.source == source);
    (0..lexicon.categories.len()).filter(|i| has(&lexicon.categories[*i])).collect()
}

/// The terms of a category that stand there without condition.
fn members(category: &Category) -> BTreeSet<String> {
    let conditions: Vec<Joined> = category.except.iter().filter_map(|p| joined(&p.source)).collect();
    let is_member = |word: &String| {
        let is_term = |side: &[String]| side == std::slice::from_ref(word);
        !conditions.iter().any(|condition| is_term(&condition.left) || is_term(&condition.right))
    };
    let plain = category.patterns.iter().filter(|pattern| pattern.is_plain());
    plain.map(|pattern| pattern.source.to_lowercase()).filter(is_member).collect()
}

/// The term of a pattern and its condition, where the other categories have the term.
fn condition(
    source: &str,
    members: &[BTreeSet<String>],
    lexicon: &Lexicon,
    others: &[usize],
) -> Option<(String, String)> {
    let Joined { left, right, .. } = joined(source).filter(|joined| joined.operator == "BEFORE/1")?;
    let others_have = |term: &str| {
        let has = |i: &usize| lexicon.categories[*i].patterns.iter().any(|pattern| pattern.source == term);
        !others.is_empty() && others.iter().all(has)
    };
    match (left.as_slice(), right.as_slice()) {
        (before, [term]) if others_have(term) => Some((term.clone(), format!("({})", ids(before, members)?))),
        ([term], after) if others_have(term) && !after.iter().any(|word| word.contains([' ', '>', ','])) => {
            Some((term.clone(), format!("<{}>", after.join(" "))))
        }
        _ => None,
    }
}

/// The ids of the categories that together have just these words.
fn ids(words: &[String], members: &[BTreeSet<String>]) -> Option<String> {
    let words: BTreeSet<String> = words.iter().cloned().collect();
    let parts = members.iter().enumerate().filter(|(_, own)| !own.is_empty() && own.is_subset(&words));
    let (ids, own): (Vec<String>, Vec<&BTreeSet<String>>) =
        parts.map(|(i, own)| ((i + 1).to_string(), own)).unzip();
    (own.into_iter().flatten().cloned().collect::<BTreeSet<String>>() == words).then(|| ids.join(" "))
}

#[cfg(test)]
mod tests {
    use crate::lexicon::formats::{Format, read, write};

    #[test]
    fn conditions_are_written_as_they_are_read() {
        let text = "%\n1\tmodal\n2\twish\n3\tfilled\n4\tunit\n5\tmore\n%\ncould*\t1\nkind\t<of as>4/3\nlike\t(1 5)2/3\nrather\t5\nwould\t1\n";
        let (lexicon, _) = read(text.as_bytes(), "d.dic", None).unwrap();
        let (written, lost) = write(&lexicon, Format::Liwc);
        assert_eq!(String::from_utf8(written).unwrap(), text);
        assert!(lost.is_empty(), "{lost:?}");
    }

    #[test]
    fn what_is_no_condition_of_liwc_is_told() {
        for (patterns, except) in [
            ("[w BEFORE/1 like]", "[x BEFORE/1 like]"),
            ("[w BEFORE/2 like]", "[w BEFORE/2 like]"),
            ("[(w|x) BEFORE/1 like]", "[(w|x) BEFORE/1 like]"),
            ("[other BEFORE/1 y z]", "[other BEFORE/1 y z]"),
        ] {
            let text = format!(
                "a:\n  $patterns: {patterns}\nb:\n  $patterns: [like, other]\n  $except: {except}\nc: [w]\n"
            );
            let (lexicon, _) = read(text.as_bytes(), "l.yml", None).unwrap();
            let (_, lost) = write(&lexicon, Format::Liwc);
            assert_eq!(lost.len(), 2, "{text}{lost:?}");
        }
    }
}
