//! Whether one pattern matches wherever another does.
//!
//! Judged by the patterns alone and on the safe side: what is not seen to be covered counts as not
//! covered. Regular expressions cover only themselves.

use crate::lexicon::pattern::{Element, Expression};
use crate::lexicon::word_class::{WordPattern, is_glob_match};

/// Phrases into which a pattern with alternatives is written out; one with more covers nothing.
const MOST_PHRASES: usize = 512;

/// Longer than what `?` can stand for in any pattern, so that only `*` takes it.
const LONG_RUN: usize = 64;

/// A pattern in a form that can be compared.
#[derive(Clone, Debug)]
pub(super) enum Form {
    Phrases(Vec<Vec<Word>>),
    Any(Vec<Form>),
    Near { n: u32, is_ordered: bool, sides: Box<(Form, Form)> },
    And(Box<(Form, Form)>),
    Not(Box<(Form, Form)>),
    TooMany,
}

/// A word pattern, and for a glob two words that stand for all that it takes: the shortest, and one
/// with a long run of a sign that no word has.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pattern: WordPattern,
    glob: Vec<char>,
    shortest: Vec<char>,
    longest: Vec<char>,
}

impl Word {
    fn new(pattern: &WordPattern) -> Self {
        let (WordPattern::Literal(word) | WordPattern::Glob(word)) = pattern else {
            return Word {
                pattern: pattern.clone(),
                glob: Vec::new(),
                shortest: Vec::new(),
                longest: Vec::new(),
            };
        };
        let single = word.replace('?', "\u{E000}");
        Word {
            pattern: pattern.clone(),
            glob: word.chars().collect(),
            shortest: single.replace('*', "").chars().collect(),
            longest: single.replace('*', &"\u{E001}".repeat(LONG_RUN)).chars().collect(),
        }
    }

    fn covers(&self, narrow: &Word) -> bool {
        match (&self.pattern, &narrow.pattern) {
            (wide, narrow) if wide == narrow => true,
            (WordPattern::Glob(_), WordPattern::Literal(_)) => is_glob_match(&self.glob, &narrow.glob),
            (WordPattern::Glob(_), WordPattern::Glob(_)) => {
                is_glob_match(&self.glob, &narrow.shortest) && is_glob_match(&self.glob, &narrow.longest)
            }
            _ => false,
        }
    }
}

impl Form {
    pub fn of(expression: &Expression) -> Form {
        let sides = |a, b| Box::new((Form::of(a), Form::of(b)));
        match expression {
            Expression::Phrase(elements) => written_out(elements).map_or(Form::TooMany, Form::Phrases),
            Expression::Any(options) => Form::Any(options.iter().map(Form::of).collect()),
            Expression::Near(n, a, b) => Form::Near { n: *n, is_ordered: false, sides: sides(a, b) },
            Expression::Before(n, a, b) => Form::Near { n: *n, is_ordered: true, sides: sides(a, b) },
            Expression::And(a, b) => Form::And(sides(a, b)),
            Expression::Not(a, b) => Form::Not(sides(a, b)),
        }
    }

    /// Whether each match of the narrow one is a match of this one.
    pub fn covers(&self, narrow: &Form) -> bool {
        match (self, narrow) {
            (_, Form::Any(options)) => options.iter().all(|option| self.covers(option)),
            (Form::Any(options), _) => options.iter().any(|option| option.covers(narrow)),
            (Form::Phrases(wide), Form::Phrases(narrow)) => {
                narrow.iter().all(|narrow| wide.iter().any(|wide| covers_phrase(wide, narrow)))
            }
            (
                Form::Near { n, is_ordered, sides },
                Form::Near { n: narrower, is_ordered: narrow_ordered, sides: own },
            ) => {
                let straight = sides.0.covers(&own.0) && sides.1.covers(&own.1);
                let crossed = || !is_ordered && sides.0.covers(&own.1) && sides.1.covers(&own.0);
                n >= narrower && (!is_ordered || *narrow_ordered) && (straight || crossed())
            }
            (Form::And(wide), Form::And(narrow)) if wide.0.covers(&narrow.0) && wide.1.covers(&narrow.1) => {
                true
            }
            (Form::Not(wide), Form::Not(narrow)) => wide.0.covers(&narrow.0) && narrow.1.covers(&wide.1),
            (_, Form::And(narrow) | Form::Not(narrow)) => self.covers(&narrow.0),
            _ => false,
        }
    }

    /// Whether each match of the long one has a match of this one in it.
    pub fn stands_in(&self, long: &Form) -> bool {
        match (self, long) {
            (_, Form::Any(options)) => options.iter().all(|option| self.stands_in(option)),
            (Form::Any(options), _) => options.iter().any(|option| option.stands_in(long)),
            (Form::Phrases(short), Form::Phrases(long)) => long.iter().all(|long| {
                let has = |short: &Vec<Word>| {
                    !short.is_empty() && long.windows(short.len()).any(|part| covers_phrase(short, part))
                };
                short.iter().any(has)
            }),
            (Form::Phrases(_), Form::Near { sides, .. }) => {
                self.stands_in(&sides.0) || self.stands_in(&sides.1)
            }
            (Form::Phrases(_), Form::And(sides) | Form::Not(sides)) => self.stands_in(&sides.0),
            _ => false,
        }
    }
}

fn covers_phrase(wide: &[Word], narrow: &[Word]) -> bool {
    wide.len() == narrow.len() && wide.iter().zip(narrow).all(|(wide, narrow)| wide.covers(narrow))
}

/// All sequences of words that a phrase with alternatives stands for; none where they are too many.
fn written_out(elements: &[Element]) -> Option<Vec<Vec<Word>>> {
    let mut all: Vec<Vec<Word>> = vec![Vec::new()];
    for element in elements {
        let options = match element {
            Element::Word(word) => vec![vec![Word::new(word)]],
            Element::Alternatives(sequences) => {
                let each = sequences.iter().map(|sequence| written_out(sequence));
                each.collect::<Option<Vec<_>>>()?.concat()
            }
        };
        if all.len() * options.len() > MOST_PHRASES {
            return None;
        }
        let longer = |start: &Vec<Word>| {
            options.iter().map(|option| [start.as_slice(), option].concat()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place;
    use crate::lexicon::Pattern;

    fn form(source: &str) -> Form {
        Form::of(&Pattern::parse(source, Place::default()).unwrap().expression)
    }

    #[test]
    fn wide_patterns_cover_narrow_ones() {
        for (wide, narrow, expected) in [
            ("migrant*", "migrant", true),
            ("migra*", "migrant*", true),
            ("migrant*", "migra*", false),
            ("labo?r", "labour", true),
            ("labo?r", "labo*r", false),
            ("migrant?", "migrant*", false),
            ("*migra*", "emigrat*", true),
            ("(brain|skill) drain", "brain drain", true),
            ("brain drain", "(brain|skill) drain", false),
            ("countr* of (origin|transit)", "country of origin", true),
            ("a|b c", "b c", true),
            ("a NEAR/5 b", "b NEAR/3 a", true),
            ("a BEFORE/5 b", "a NEAR/3 b", false),
            ("a NEAR/5 b", "a BEFORE/3 b", true),
            ("a", "a AND b", true),
            ("a AND b*", "a AND bc", true),
            ("a AND b", "a", false),
            ("a NOT bc", "a NOT b*", true),
            ("a NOT b*", "a NOT bc", false),
            ("/a.*/", "ab", false),
            ("a", "a b", false),
        ] {
            assert_eq!(form(wide).covers(&form(narrow)), expected, "{wide} over {narrow}");
        }
    }

    #[test]
    fn short_patterns_stand_in_long_ones() {
        for (short, long, expected) in [
            ("displace*", "internally displaced person*", true),
            ("brain drain", "the brain drain debate", true),
            ("brain", "(brain|skill) drain", false),
            ("nurse*", "loss NEAR/3 nurses", true),
            ("nurse*", "loss AND nurses", false),
        ] {
            assert_eq!(form(short).stands_in(&form(long)), expected, "{short} in {long}");
        }
    }
}
