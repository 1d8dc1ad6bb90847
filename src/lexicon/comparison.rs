//! How the patterns of a whole lexicon are compared with words: quanteda's value types and case.
//!
//! A plain pattern is read anew from its source. One with operators has a language of its own, which
//! no value type touches.

use super::pattern::{Element, Expression, Pattern};
use super::word_class::{Case, WordPattern};
use crate::error::{Error, Result};

/// What the plain patterns of a lexicon are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValueType {
    /// Words in which `*` and `?` are special.
    #[default]
    Glob,
    /// Words in which nothing is special.
    Fixed,
    /// Regular expressions, one for each word between blanks, that are found anywhere in it.
    Regex,
}

/// How patterns are compared with words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What plain patterns are made of.
    pub value_type: ValueType,
    /// Whether capitals make a difference.
    pub case: Case,
    /// What joins the words of compounds. A plain phrase then also matches a single token in which
    /// its words are joined so: `human rights` the token `human_rights`.
    pub concatenator: Option<String>,
}

impl Comparison {
    /// A pattern under this comparison; its source and place stay.
    ///
    /// # Errors
    /// Where a word of the pattern is to be a regular expression and is no valid one.
    pub(super) fn read(&self, pattern: &Pattern) -> Result<Pattern> {
        match (pattern.is_plain(), self.case) {
            (true, _) => self.plain(pattern),
            (false, Case::Kept) => Pattern::parse_in(&pattern.source, pattern.place.clone(), Case::Kept),
            (false, Case::Ignored) => Ok(pattern.clone()),
        }
    }

    fn plain(&self, pattern: &Pattern) -> Result<Pattern> {
        let words: Vec<&str> = pattern.source.split_whitespace().collect();
        let phrase = |words: &[&str]| {
            let words = words.iter().map(|word| self.word(word, pattern).map(Element::Word));
            words.collect::<Result<Vec<Element>>>().map(Expression::Phrase)
        };
        let expression = match &self.concatenator {
            Some(concatenator) if words.len() > 1 => {
                Expression::Any(vec![phrase(&words)?, phrase(&[&words.join(concatenator)])?])
            }
            _ => phrase(&words)?,
        };
        Ok(Pattern { expression, ..pattern.clone() })
    }

    fn word(&self, word: &str, pattern: &Pattern) -> Result<WordPattern> {
        match self.value_type {
            ValueType::Glob => Ok(WordPattern::glob(word, self.case)),
            ValueType::Fixed => Ok(WordPattern::literal(word, self.case)),
            ValueType::Regex => WordPattern::search(word).map_err(|cause| {
                let found =
                    format!("the pattern `{}` is not a valid regular expression: {cause}", pattern.source);
                Error::definition(pattern.place.clone(), found)
                    .remedy("Mend it, or read the lexicon as words with * and ?: --valuetype glob.")
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place;
    use crate::lexicon::{PatternSet, WordMemory};
    use crate::text::Segmented;

    fn count(value_type: ValueType, case: Case, pattern: Pattern, text: &str) -> usize {
        let comparison = Comparison { value_type, case, concatenator: Some("_".into()) };
        let set = PatternSet::in_case([&comparison.read(&pattern).unwrap()], case);
        set.matches(text, &Segmented::new(text), &mut WordMemory::default()).len()
    }

    #[test]
    fn value_types_and_case() {
        use Case::{Ignored, Kept};
        use ValueType::{Fixed, Glob, Regex};
        for (value_type, case, pattern, text, expected) in [
            (Glob, Ignored, "migra*", "Migrants migra* emigrate", 2),
            (Glob, Kept, "migra*", "Migrants migra* emigrate", 1),
            (Fixed, Ignored, "c?", "C? c? ca", 0),
            (Fixed, Ignored, "migrant", "Migrant migrants", 1),
            (Fixed, Ignored, "human* right", "human rights human* right", 0),
            (Regex, Ignored, "igra", "Migrants emigrate IGRA", 3),
            (Regex, Kept, "igra", "Migrants emigrate IGRA", 2),
            (Regex, Ignored, "^New$ ^York$", "new york news york", 1),
            (Regex, Ignored, r"\S+tion\W", "nation nation's", 1),
            (Glob, Ignored, "human rights", "Human_Rights human rights humanrights", 2),
            (Glob, Ignored, "migrant* right*", "Migrants_rights migrant rights", 2),
            (Fixed, Kept, "human rights", "Human_Rights human_rights", 1),
            (Regex, Ignored, "human right", "my_human_rights", 1),
        ] {
            let found = count(value_type, case, Pattern::plain(pattern, Place::default()), text);
            assert_eq!(found, expected, "{value_type:?} {case:?} {pattern} in {text}");
        }
    }

    #[test]
    fn operators_keep_their_language() {
        for (source, case, expected) in [
            ("(A|b) NEAR/2 c*", Case::Kept, 1),
            ("(A|b) NEAR/2 c*", Case::Ignored, 2),
            ("A/b", Case::Kept, 1),
        ] {
            let pattern = Pattern::parse(source, Place::default()).unwrap();
            let found = count(ValueType::Regex, case, pattern, "a cx. A cx. A/b a/b");
            assert_eq!(found, expected, "{source} {case:?}");
        }
    }

    #[test]
    fn a_regular_expression_that_is_none_names_its_place() {
        let pattern = Pattern::plain("a ([", Place::file("d.yml").at_line(3));
        let comparison = Comparison { value_type: ValueType::Regex, ..Comparison::default() };
        assert_eq!(comparison.read(&pattern).unwrap_err().place.line, Some(3));
        assert!(Comparison::default().read(&pattern).is_ok());
    }
}
