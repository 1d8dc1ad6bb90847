//! What a format can say of a lexicon, and what is lost in it, told one by one.
//!
//! All formats but our own are lists of words and phrases. Alternatives are written out as several
//! phrases; whatever else a format has no place for is left out with a warning.

use super::lines::tidy;
use crate::error::{Diagnostic, Place};
use crate::lexicon::pattern::Element;
use crate::lexicon::word_class::WordPattern;
use crate::lexicon::{Category, Expression, Lexicon, Pattern};

/// The most phrases that a pattern with alternatives is written out as.
const MOST_FORMS: usize = 200;

const KEEP: &str = "Keep the lexicon in a file of format plenary as well";

/// What a format can say.
pub(super) struct Limits {
    /// The format in a sentence, such as `a LIWC dictionary`.
    pub format: &'static str,
    /// Whether categories may have categories.
    pub is_nested: bool,
    /// Whether a category may have a definition.
    pub has_definitions: bool,
    /// Why a word or phrase cannot be written, if so.
    pub refuses: fn(&str) -> Option<&'static str>,
    /// A key in the form that can be written.
    pub key: fn(&str) -> String,
}

/// A category as a format can say it.
pub(super) struct Plain<'l> {
    /// The category.
    pub category: &'l Category,
    /// Levels above it; 0 in a flat format.
    pub depth: usize,
    /// Its key; in a flat format its path joined by `.`.
    pub key: String,
    /// Its words and phrases, none twice.
    pub values: Vec<String>,
    /// Whether categories follow that are below it.
    pub has_children: bool,
}

impl Limits {
    /// The categories of a lexicon as the format can say them; the rest is told.
    pub fn plain<'l>(&self, lexicon: &'l Lexicon, told: &mut Vec<Diagnostic>) -> Vec<Plain<'l>> {
        self.tell_head(lexicon, told);
        let mut plain = Vec::new();
        for (i, category) in lexicon.categories.iter().enumerate() {
            let next = lexicon.categories.get(i + 1);
            let has_children = next.is_some_and(|next| next.path.len() > category.path.len());
            self.tell_category(category, told);
            let values = self.values(category, told);
            if self.is_nested || !has_children || !values.is_empty() {
                let depth = if self.is_nested { category.path.len().saturating_sub(1) } else { 0 };
                plain.push(Plain { category, depth, key: self.key_of(category, told), values, has_children });
            }
        }
        plain
    }

    fn key_of(&self, category: &Category, told: &mut Vec<Diagnostic>) -> String {
        let written =
            |key: &String| Some((self.key)(key)).filter(|key| !key.is_empty()).unwrap_or("_".into());
        let (keys, wanted) = match self.is_nested {
            true => (&category.path[category.path.len().saturating_sub(1)..], category.key()),
            false => (&category.path[..], category.slug.as_str()),
        };
        let key = keys.iter().map(written).collect::<Vec<String>>().join(".");
        if key != wanted {
            let found = format!("the category `{wanted}` is written as `{key}`");
            told.push(
                Diagnostic::warning(category.place.clone(), found)
                    .remedy(format!("{} cannot hold the name as it is", upper(self.format))),
            );
        }
        key
    }

    fn tell_head(&self, lexicon: &Lexicon, told: &mut Vec<Diagnostic>) {
        let parts = [
            ("label", lexicon.label.is_empty()),
            ("license", lexicon.license.is_empty()),
            ("source", lexicon.source.is_empty()),
            ("topic", lexicon.topic.is_empty()),
        ];
        let lost: Vec<&str> = parts.iter().filter(|(_, is_empty)| !is_empty).map(|(name, _)| *name).collect();
        let place = lexicon.categories.first().map_or("", |category| &category.place.file);
        if !lost.is_empty() {
            let found = format!("{} has no place for the lexicon's {}", upper(self.format), listed(&lost));
            told.push(Diagnostic::warning(Place::file(place), found).remedy(KEEP));
        }
        let nested = lexicon.categories.iter().find(|category| category.path.len() > 1);
        if let Some(nested) = nested.filter(|_| !self.is_nested) {
            let found = format!(
                "{} has no categories within categories; their names are joined, as in `{}`",
                upper(self.format),
                nested.slug
            );
            told.push(Diagnostic::warning(nested.place.clone(), found).remedy(KEEP));
        }
    }

    fn tell_category(&self, category: &Category, told: &mut Vec<Diagnostic>) {
        let described = [
            ("code", !category.code.is_empty()),
            ("label", category.label != category.slug),
            ("definition", !category.definition.is_empty() && !self.has_definitions),
            ("note", !category.note.is_empty()),
            ("examples", !category.examples_yes.is_empty() || !category.examples_no.is_empty()),
        ];
        let mut tell = |lost: &[&str], what_follows: &str| {
            let found = format!(
                "{} has no place for the {} of `{}`{what_follows}",
                upper(self.format),
                listed(lost),
                category.slug
            );
            told.push(Diagnostic::warning(category.place.clone(), found).remedy(KEEP));
        };
        let lost: Vec<&str> =
            described.iter().filter(|(_, is_lost)| *is_lost).map(|(name, _)| *name).collect();
        if !lost.is_empty() {
            tell(&lost, "");
        }
        if !category.except.is_empty() {
            tell(&["exceptions"], ": what they undo will count");
        }
        if !category.positions.is_empty() {
            tell(&["positions"], "");
        }
    }

    /// The words and phrases of a category.
    fn values(&self, category: &Category, told: &mut Vec<Diagnostic>) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for pattern in &category.patterns {
            let forms = match forms(pattern) {
                Ok(forms) => forms,
                Err(why) => {
                    told.push(self.lost_pattern(category, pattern, &pattern.source, why));
                    continue;
                }
            };
            if forms.len() > 1 {
                let found = format!("the pattern `{}` is written as {} phrases", pattern.source, forms.len());
                told.push(Diagnostic::note(pattern.place.clone(), found));
            }
            for form in forms {
                match (self.refuses)(&form) {
                    Some(why) => told.push(self.lost_pattern(category, pattern, &form, why)),
                    None if seen.insert(form.clone()) => values.push(form),
                    None => {}
                }
            }
        }
        values
    }

    fn lost_pattern(&self, category: &Category, pattern: &Pattern, form: &str, why: &str) -> Diagnostic {
        let found = format!("`{form}` of `{}` is left out: {} {why}", category.slug, self.format);
        Diagnostic::warning(pattern.place.clone(), found)
            .remedy("Write it in other words, or keep the lexicon in a file of format plenary")
    }
}

/// The words and phrases that together mean what a pattern means.
fn forms(pattern: &Pattern) -> Result<Vec<String>, &'static str> {
    let forms = match pattern.is_plain() {
        true => vec![tidy(&pattern.source)],
        false => forms_of(&pattern.expression)?,
    };
    match forms.iter().any(String::is_empty) {
        true => Err("has no empty patterns"),
        false => Ok(forms),
    }
}

fn forms_of(expression: &Expression) -> Result<Vec<String>, &'static str> {
    match expression {
        Expression::Phrase(elements) => sequence(elements),
        Expression::Any(options) => {
            let forms = options.iter().map(forms_of).collect::<Result<Vec<_>, _>>()?;
            few(forms.concat())
        }
        _ => Err("has no NEAR, BEFORE, AND or NOT"),
    }
}

/// All sequences of words that a phrase stands for, where they are few.
fn sequence(elements: &[Element]) -> Result<Vec<String>, &'static str> {
    let mut sequences = vec![String::new()];
    for element in elements {
        let options = match element {
            Element::Word(WordPattern::Literal(word) | WordPattern::Glob(word)) => vec![word.clone()],
            Element::Word(WordPattern::Regex(_)) => return Err("has no regular expressions"),
            Element::Alternatives(options) => {
                options.iter().map(|option| sequence(option)).collect::<Result<Vec<_>, _>>()?.concat()
            }
        };
        let longer = sequences.iter().flat_map(|start| {
            options.iter().map(move |option| format!("{start} {option}").trim().to_string())
        });
        sequences = few(longer.collect())?;
    }
    Ok(sequences)
}

fn few(forms: Vec<String>) -> Result<Vec<String>, &'static str> {
    match forms.len() {
        0..=MOST_FORMS => Ok(forms),
        _ => Err("would need more than 200 phrases for it"),
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

fn upper(format: &str) -> String {
    let mut characters = format.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

/// Refuses `?`, and `*` anywhere but at the end of a word.
pub(super) fn only_star_at_end(value: &str) -> Option<&'static str> {
    let is_inside = |word: &str| word.strip_suffix('*').unwrap_or(word).contains('*');
    match value.split(' ').any(is_inside) {
        true => Some("allows * at the end of a word alone"),
        false => no_question_mark(value),
    }
}

/// Refuses `?`.
pub(super) fn no_question_mark(value: &str) -> Option<&'static str> {
    value.contains('?').then_some("has no ? for one character")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLAT: Limits = Limits {
        format: "a flat list",
        is_nested: false,
        has_definitions: false,
        refuses: only_star_at_end,
        key: tidy,
    };

    fn plain(text: &str) -> (Vec<(String, Vec<String>)>, String) {
        let lexicon = Lexicon::read(text, "l.yml").unwrap();
        let mut told = Vec::new();
        let plain = FLAT.plain(&lexicon, &mut told).into_iter();
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        (plain.map(|category| (category.key, category.values)).collect(), told.join("\n"))
    }

    #[test]
    fn alternatives_are_written_out_and_levels_joined() {
        let (found, told) =
            plain("a:\n  b:\n    $patterns: ['countr* of (origin|rapid transit)|x']\n  c: [y, y]\n");
        let expected =
            [("a.b", vec!["countr* of origin", "countr* of rapid transit", "x"]), ("a.c", vec!["y"])];
        assert_eq!(
            found,
            expected.map(|(key, values)| (key.into(), values.into_iter().map(String::from).collect()))
        );
        assert!(told.contains("l.yml, line 3") && told.contains("as in `a.b`"), "{told}");
    }

    #[test]
    fn each_loss_is_told_with_its_line() {
        for (text, line, says) in [
            ("$license: free\na: [x]\n", "l.yml", "the lexicon's license"),
            ("$topic: [x]\na: [x]\n", "l.yml", "the lexicon's topic"),
            ("a:\n  $definition: d\n  $code: T1\n  $patterns: [x]\n", "line 2", "code and definition of `a`"),
            ("a:\n  $patterns: [x]\n  $except: [x y]\n", "line 2", "what they undo will count"),
            ("a:\n  $patterns:\n    - x\n    - y NEAR/3 z\n", "line 4", "`y NEAR/3 z` of `a` is left out"),
            ("a:\n  $patterns:\n    - /labou?r/\n", "line 3", "no regular expressions"),
            ("a:\n - x\n - '*x'\n", "line 3", "* at the end"),
            ("a:\n - x\n - labo?r\n", "line 3", "no ? for one character"),
            ("a:\n - ' '\n", "line 2", "no empty patterns"),
            ("a  b: [x]\n", "line 1", "`a  b` is written as `a b`"),
            ("'': [x]\n", "line 1", "`` is written as `_`"),
            ("a:\n  $patterns: ['(a|b|c|d) (a|b|c|d) (a|b|c|d) (a|b|c|d)']\n", "line 2", "more than 200"),
        ] {
            let (_, told) = plain(text);
            assert!(told.contains(line) && told.contains(says), "{text}: {told}");
        }
    }
}
