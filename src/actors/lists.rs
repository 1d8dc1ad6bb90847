//! Lists of names that run together, as records print who voted how.
//!
//! Commas may be missing and names broken over lines. A name is never cut out of one that is not
//! known: `Equatoral Guinea` stays whole and unknown, and does not become Guinea.

use super::names::{NameKind, Named, meant};
use super::spelling::{Atom, atoms, joined};
use super::{Actor, ActorTable, Date};

/// A name in a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Listed<'t, 'a> {
    /// The name as it stands in the text.
    pub text: &'t str,
    /// Whom it names; none: not known at the date, or not one actor alone.
    pub actor: Option<&'a Actor>,
}

/// The words of a list, each with where it stands.
struct Words<'t> {
    text: &'t str,
    atoms: Vec<Atom>,
    words: Vec<Option<String>>,
}

/// What is wrong with a way of reading the rest of a list, the worst first: words in unknown names, commas
/// inside names, names that do not hold at the date; then the number of names.
type Cost = (usize, usize, usize, usize);

/// The best way to go on from a word: up to which word, naming whom.
#[derive(Clone, Copy)]
struct Step {
    cost: Cost,
    end: usize,
    what: What,
}

#[derive(Clone, Copy, PartialEq)]
enum What {
    Name(usize),
    Between,
    Unknown,
}

impl ActorTable {
    /// The names in a list such as that of a recorded vote, in order.
    ///
    /// Of all ways to read the list as names that are known, the one is taken that leaves the fewest words
    /// unknown, then has the fewest commas inside names, then the fewest names of another time,
    /// then the fewest and longest names. What is not known is kept from one comma to the next.
    /// Codes and peoples are no names in a list, and an acronym of three letters is one only in capitals.
    ///
    /// ```
    /// use plenary::actors::ActorTable;
    /// let actors = ActorTable::built_in()?;
    /// let list = actors.resolve_list("Albania Algeria, Iran (Islamic Republic of) and Niger", None);
    /// let ids: Vec<_> = list.iter().filter_map(|listed| Some(listed.actor?.id.as_str())).collect();
    /// assert_eq!(ids, ["ALB", "DZA", "IRN", "NER"]);
    /// # Ok::<(), plenary::error::Error>(())
    /// ```
    pub fn resolve_list<'t>(&self, text: &'t str, date: Option<Date>) -> Vec<Listed<'t, '_>> {
        let atoms = atoms(text);
        let words = atoms.iter().map(|atom| self.spelling.word(&text[atom.start..atom.end])).collect();
        let words = Words { text, atoms, words };
        let steps = self.steps(&words, date);
        let mut listed = Vec::new();
        let mut at = 0;
        while let Some(step) = steps.get(at).copied().flatten() {
            let text = words.printed(at, step.end);
            match step.what {
                What::Name(actor) => listed.push(Listed { text, actor: Some(&self.actors[actor]) }),
                // A phrase may stand around the name.
                What::Unknown if step.end > at + 1 => {
                    listed.push(Listed { text, actor: self.resolve(text, date) })
                }
                What::Unknown => listed.push(Listed { text, actor: None }),
                What::Between => {}
            }
            at = step.end;
        }
        listed
    }

    /// For each word the best way to read what begins with it; none where no name may begin.
    fn steps(&self, words: &Words, date: Option<Date>) -> Vec<Option<Step>> {
        let n = words.atoms.len();
        let mut steps: Vec<Option<Step>> = vec![None; n];
        for start in (0..n).rev().filter(|start| !words.is_tied(*start)) {
            let mut ways: Vec<Step> = self.names_from(words, start, date).collect();
            let joins = words.words[start].as_deref().is_some_and(|word| self.spelling.is_between(word));
            if joins && start > 0 {
                ways.push(Step { cost: (0, 0, 0, 0), end: start + 1, what: What::Between });
            }
            if self.may_be_unknown(words, start) {
                let end = words.end_of_part(start);
                ways.push(Step { cost: (end - start, 0, 0, 1), end, what: What::Unknown });
            }
            let whole = |step: Step| match step.end {
                end if end == n => Some(step),
                end => steps[end].map(|next| Step { cost: sum(step.cost, next.cost), ..step }),
            };
            let best = ways.into_iter().filter_map(whole).min_by_key(|step| (step.cost, n - step.end));
            steps[start] = best;
        }
        steps
    }

    /// The known names that begin with a word.
    fn names_from<'w>(
        &'w self,
        words: &'w Words,
        start: usize,
        date: Option<Date>,
    ) -> impl Iterator<Item = Step> + 'w {
        let n = words.atoms.len();
        let ends = (start + 1..=n.min(start + self.longest_name)).filter(move |end| !words.is_tied(*end));
        ends.filter_map(move |end| {
            let spelt: Vec<String> = words.words[start..end].iter().flatten().cloned().collect();
            let named = self.spelt.get(&joined(&spelt))?.iter();
            let printed = words.printed(start, end);
            let (actor, holds) = meant(named.filter(|named| is_listed(named, printed)), date)?;
            let n_commas = words.atoms[start + 1..end].iter().filter(|atom| atom.is_apart).count();
            Some(Step { cost: (0, n_commas, usize::from(!holds), 1), end, what: What::Name(actor) })
        })
    }

    /// Whether what is not known may begin here: after a comma, or after the `and` that follows it.
    fn may_be_unknown(&self, words: &Words, start: usize) -> bool {
        let begins = |at: usize| at == 0 || words.atoms[at].is_apart;
        let is_between =
            |at: usize| words.words[at].as_deref().is_some_and(|word| self.spelling.is_between(word));
        begins(start) || begins(start - 1) && is_between(start - 1)
    }
}

fn is_listed(named: &Named, printed: &str) -> bool {
    let n_letters = printed.chars().filter(|c| c.is_alphanumeric()).count();
    named.kind == NameKind::Name && (n_letters > 3 || !printed.chars().any(char::is_lowercase))
}

fn sum(a: Cost, b: Cost) -> Cost {
    (a.0 + b.0, a.1 + b.1, a.2 + b.2, a.3 + b.3)
}

impl<'t> Words<'t> {
    fn is_tied(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.is_tied)
    }

    /// The first word after the next comma.
    fn end_of_part(&self, start: usize) -> usize {
        let mut later = (start + 1..self.atoms.len()).filter(|at| self.atoms[*at].is_apart);
        later.next().unwrap_or(self.atoms.len())
    }

    /// The text of some words, with the bracket that closes them.
    fn printed(&self, start: usize, end: usize) -> &'t str {
        let (from, to) = (self.atoms[start].start, self.atoms[end - 1].end);
        let is_open = self.text[from..to].rfind('(') > self.text[from..to].rfind(')');
        let closed = self.text[to..].starts_with(')') && is_open;
        &self.text[from..to + usize::from(closed)]
    }
}
