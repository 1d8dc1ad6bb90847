//! What the words around a hit do to it: negation, report, condition, concession, question.
//!
//! The words are data (`lexicons/marks/context.yml`); the rule is here. A mark reaches the words after it
//! in its sentence, up to its reach in words and not beyond a stop (`but`, `;` …). A question mark
//! reaches the whole sentence before it.

use super::matching::{Match, PatternSet};
use super::pattern::Pattern;
use super::read::patterns;
use super::word_memory::WordMemory;
use crate::error::Result;
use crate::text::{Segmented, TokenKind};
use crate::yaml::Node;

/// The marks of context and how far they reach.
#[derive(Clone, Debug)]
pub struct Context {
    kinds: Vec<Kind>,
    set: PatternSet,
    roles: Vec<Role>,
}

#[derive(Clone, Debug)]
struct Kind {
    name: String,
    reach: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Mark(usize),
    /// Looks like a mark of this kind and is none ("not only").
    Except(usize),
    Stop,
}

/// The marks found in one text.
#[derive(Clone, Debug, Default)]
struct Marks {
    found: Vec<Found>,
    stops: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Found {
    kind: usize,
    tokens: Match,
}

/// A text with its sentences and words, and the marks of context in it.
#[derive(Clone, Debug)]
pub struct Reading<'t> {
    /// The text.
    pub text: &'t str,
    /// Its sentences and words.
    pub split: &'t Segmented,
    context: &'t Context,
    marks: Marks,
}

impl Reading<'_> {
    /// Number of marks of a kind that reach a hit; marks inside the hit do not count.
    ///
    /// Two marks that share a token count once, so that "no longer" is one negation.
    pub fn count(&self, kind: &str, hit: &Match) -> usize {
        self.context.count(kind, &self.marks, hit, self.split)
    }

    /// Whether a hit is negated: an odd number of negations reaches it.
    pub fn is_negated(&self, hit: &Match) -> bool {
        self.count("negation", hit) % 2 == 1
    }
}

impl Context {
    /// Reads the marks of context; `file` names it in errors.
    ///
    /// # Errors
    /// Where the file or a pattern is not valid, or a mark has no `reach`.
    pub fn read(text: &str, file: &str) -> Result<Context> {
        let root = Node::read(text, file)?;
        let mut all: Vec<Pattern> = Vec::new();
        let mut roles = Vec::new();
        let mut kinds = Vec::new();
        let mut push = |role: Role, node: &Node| -> Result<()> {
            let found = patterns(node)?;
            roles.extend(std::iter::repeat_n(role, found.len()));
            all.extend(found);
            Ok(())
        };
        for (name, node) in root.entries().iter().filter(|(name, _)| !name.starts_with('$')) {
            if name == "stops" {
                push(Role::Stop, node)?;
                continue;
            }
            node.only(&["reach", "marks", "except"])?;
            let reach = node.get("reach").map(Node::text).transpose()?.and_then(|digits| digits.parse().ok());
            let Some(reach) = reach else {
                return Err(node
                    .fault(format!("`{name}` has no reach"))
                    .remedy("Write `reach: 6` for six words."));
            };
            node.get("marks").map_or(Ok(()), |marks| push(Role::Mark(kinds.len()), marks))?;
            node.get("except").map_or(Ok(()), |except| push(Role::Except(kinds.len()), except))?;
            kinds.push(Kind { name: name.clone(), reach });
        }
        Ok(Context { kinds, set: PatternSet::new(&all), roles })
    }

    /// Finds the marks in a text that is split into words.
    pub fn reading<'t>(
        &'t self,
        text: &'t str,
        split: &'t Segmented,
        memory: &mut WordMemory,
    ) -> Reading<'t> {
        Reading { text, split, context: self, marks: self.marks(text, split, memory) }
    }

    fn marks(&self, text: &str, split: &Segmented, memory: &mut WordMemory) -> Marks {
        let matches = self.set.matches(text, split, memory);
        let of = |role: Role| matches.iter().filter(move |m| self.roles[m.pattern as usize] == role);
        let mut marks = Marks { found: Vec::new(), stops: of(Role::Stop).map(|m| m.start).collect() };
        for kind in 0..self.kinds.len() {
            for tokens in of(Role::Mark(kind)) {
                if !of(Role::Except(kind)).any(|except| except.overlaps(tokens)) {
                    marks.found.push(Found { kind, tokens: *tokens });
                }
            }
        }
        marks
    }

    fn count(&self, kind: &str, marks: &Marks, hit: &Match, split: &Segmented) -> usize {
        let Some(number) = self.kinds.iter().position(|known| known.name == kind) else { return 0 };
        let sentence = split.sentence_of(hit.start as usize);
        let reaching = marks.found.iter().filter(|found| {
            found.kind == number
                && split.sentence_of(found.tokens.start as usize) == sentence
                && self.reaches(number, marks, &found.tokens, hit, split)
        });
        let mut counted: Vec<Match> = Vec::new();
        for found in reaching {
            if !counted.iter().any(|known| known.overlaps(&found.tokens)) {
                counted.push(found.tokens);
            }
        }
        counted.len()
    }

    fn reaches(&self, kind: usize, marks: &Marks, mark: &Match, hit: &Match, split: &Segmented) -> bool {
        if self.kinds[kind].name == "question" {
            return hit.end <= mark.start;
        }
        let between = mark.end as usize..hit.start as usize;
        if mark.end > hit.start || marks.stops.iter().any(|stop| between.contains(&(*stop as usize))) {
            return false;
        }
        let words = split.tokens[between].iter().filter(|token| token.kind == TokenKind::Word).count();
        words < self.kinds[kind].reach as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place;

    const CONTEXT: &str = "
negation: {reach: 4, marks: [not, cannot, no longer, 'no'], except: [not only]}
question: {reach: 1, marks: ['/[?]/']}
stops: [but, ';']
";

    fn count(kind: &str, text: &str) -> usize {
        let context = Context::read(CONTEXT, "c.yml").unwrap();
        let split = Segmented::new(text);
        let pattern = Pattern::parse("support*", Place::default()).unwrap();
        let mut memory = WordMemory::default();
        let hit = PatternSet::new([&pattern]).matches(text, &split, &mut memory)[0];
        context.reading(text, &split, &mut WordMemory::default()).count(kind, &hit)
    }

    #[test]
    fn negation_has_scope() {
        assert_eq!(count("negation", "We do not support it."), 1);
        assert_eq!(count("negation", "We not only support it."), 0);
        assert_eq!(count("negation", "We do not like it, but support it."), 0);
        assert_eq!(count("negation", "We can no longer support it."), 1);
        assert_eq!(count("negation", "We cannot not support it."), 2);
        assert_eq!(count("negation", "It is not. We support it."), 0);
        assert_eq!(count("question", "Do we support it?"), 1);
    }
}
