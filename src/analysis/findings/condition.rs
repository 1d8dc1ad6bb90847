//! Conditions: what is true or false of a unit.
//!
//! `A & B or not C`: themes and their positions, facets, classes, groupings, and two themes in one paragraph. `names` reads
//! them.

use crate::analysis::{Findings, Unit};
use crate::codebook::NONE;
use crate::coding::{Coded, Shows, Wanted};
use crate::theme::{Depth, ThemeCoding};

/// Stands for each definition of source and destination in turn.
pub const ROLE: &str = "$role";
/// The class of the groups with which a state aligns itself.
pub(super) const ATTRIBUTED: &str = "stance_attributed";
/// Whether a person coded the stance.
pub(super) const CHECKED: &str = "checked";
/// Any value at all.
pub(super) const ANY: &str = "any";
/// What can be asked of a theme besides its positions.
pub(super) const SAID: [(&str, Said); 4] = [
    ("brief", Said::Depth(Depth::Brief)),
    ("extended", Said::Depth(Depth::Extended)),
    ("in_one_sentence", Said::InOneSentence),
    ("in_more_sentences", Said::InMoreSentences),
];

/// What is true or false of a unit.
#[derive(Clone, Debug, Default)]
pub struct Condition {
    /// As written.
    pub text: String,
    /// Any of these holds, each where all of its terms do.
    pub(super) any: Vec<Vec<(bool, Term)>>,
}

/// What is asked of a unit.
#[derive(Clone, Debug)]
pub(super) enum Term {
    Theme(Vec<u16>, Said),
    Stance(Vec<String>),
    Detail(Vec<String>),
    Attributed(Vec<String>),
    Facet(usize, Vec<String>),
    Grouping(String, Vec<String>),
    Checked,
    Beside(u16),
}

/// How a theme is spoken of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    Any,
    Positions(Vec<u8>),
    Depth(Depth),
    InOneSentence,
    InMoreSentences,
}

impl Condition {
    /// What a quotation must show where the condition holds; none of what no sentence shows.
    pub fn shows(&self, wanted: &mut Wanted) -> Vec<Shows> {
        let mut shows = Vec::new();
        for (_, term) in self.any.iter().flatten().filter(|(holds, _)| *holds) {
            match term {
                Term::Theme(themes, _) => shows.extend(themes.iter().map(|theme| Shows::Theme(*theme))),
                Term::Stance(_) | Term::Detail(_) => shows.push(Shows::Stance),
                Term::Facet(facet, values) => {
                    for value in values {
                        let known = wanted.facets.iter().position(|own| own.0 == *facet && own.1 == *value);
                        let number = known.unwrap_or_else(|| {
                            wanted.facets.push((*facet, value.clone()));
                            wanted.facets.len() - 1
                        });
                        shows.push(Shows::Facet(number as u16));
                    }
                }
                Term::Beside(pair) => shows.push(Shows::Theme(wanted.pairs[*pair as usize].0)),
                Term::Attributed(_) | Term::Grouping(..) | Term::Checked => {}
            }
        }
        shows.dedup();
        shows
    }

    /// The theme that it asks for and nothing else.
    pub fn theme(&self) -> Option<usize> {
        match self.any.as_slice() {
            [all] => match all.as_slice() {
                [(true, Term::Theme(themes, Said::Any))] if themes.len() == 1 => Some(themes[0] as usize),
                _ => None,
            },
            _ => None,
        }
    }

    /// All themes that it names.
    pub fn themes(&self) -> Vec<u16> {
        let of = |term: &Term| match term {
            Term::Theme(themes, _) => themes.clone(),
            _ => Vec::new(),
        };
        self.any.iter().flatten().flat_map(|(_, term)| of(term)).collect()
    }

    /// Whether it names the definitions of source and destination.
    pub fn asks_for_role(&self) -> bool {
        self.any.iter().flatten().any(|(_, term)| matches!(term, Term::Grouping(name, _) if name == ROLE))
    }

    /// Whether it asks for what a person has read.
    pub fn asks_for_reading(&self) -> bool {
        self.any.iter().flatten().any(|(holds, term)| *holds && matches!(term, Term::Checked))
    }

    /// Whether it asks for a position on the proposal or a facet of one.
    pub fn is_of_position(&self) -> bool {
        let is = |term: &Term| matches!(term, Term::Stance(_) | Term::Detail(_) | Term::Facet(..));
        self.any.iter().flatten().any(|(_, term)| is(term))
    }

    /// The groupings that it names.
    pub fn groupings(&self) -> Vec<&str> {
        let of = |term: &'_ Term| matches!(term, Term::Grouping(..));
        let terms = self.any.iter().flatten().map(|(_, term)| term).filter(|term| of(term));
        terms
            .filter_map(|term| if let Term::Grouping(name, _) = term { Some(name.as_str()) } else { None })
            .collect()
    }

    /// Whether it asks for nothing but what a coded sample corrects: themes, or else classes.
    pub fn is_correctable(&self, has_themes: bool, has_details: bool) -> bool {
        self.any.iter().flatten().all(|(_, term)| match term {
            Term::Theme(_, Said::Any) => has_themes,
            Term::Stance(_) => true,
            Term::Detail(_) => has_details,
            _ => false,
        })
    }
}

impl Findings<'_> {
    /// Whether a condition holds of a unit, under a definition of source and destination.
    pub(super) fn holds(&self, condition: &Condition, unit: &Unit, role: &str) -> bool {
        condition.any.iter().any(|all| all.iter().all(|(holds, term)| self.is(term, unit, role) == *holds))
    }

    fn is(&self, term: &Term, unit: &Unit, role: &str) -> bool {
        let among = |values: &[String], value: &str| values.iter().any(|known| known == value);
        match term {
            Term::Theme(themes, said) => themes.iter().any(|theme| is_said(unit, *theme, said)),
            Term::Stance(values) => among(values, unit.stance),
            Term::Detail(values) => among(values, unit.detail),
            Term::Attributed(values) => unit.statements.iter().any(|coded| {
                let value = coded.stance_attributed.as_str();
                !value.is_empty() && (among(values, value) || among(values, ANY))
            }),
            Term::Facet(facet, values) => {
                self.facet_values(unit, *facet).iter().any(|value| among(values, value))
            }
            Term::Grouping(name, values) => {
                let name = if name == ROLE { role } else { name };
                let grouping = self.actors.grouping(name);
                let value = grouping.and_then(|known| self.actors.value(known, unit.actor, unit.date));
                value.is_some_and(|value| among(values, &value) || among(values, ANY))
            }
            Term::Checked => unit.is_checked,
            Term::Beside(pair) => unit.statements.iter().any(|coded| coded.taken.pairs.contains(pair)),
        }
    }

    /// The values of a facet in a unit's statements: all of one with several, else that which wins.
    pub(in crate::analysis) fn facet_values<'u>(&'u self, unit: &Unit<'u>, facet: usize) -> Vec<&'u str> {
        let known = &self.question.facets[facet];
        let coded = unit.statements.iter().filter(|coded| coded.uncoded.is_none());
        let given = |coded: &&'u Coded| coded.taken.facets.get(facet).map_or("", |value| value.as_str());
        let given: Vec<&str> = coded.flat_map(|coded| given(coded).split(';')).collect();
        let mut found: Vec<&str> = known
            .values
            .iter()
            .map(|value| value.name.as_str())
            .filter(|name| given.contains(name))
            .collect();
        if !known.multi {
            let default = known.default.as_str();
            // A default that is also a value loses against any other.
            let told = found.iter().copied().find(|name| *name != default);
            return vec![told.unwrap_or(default)];
        }
        if found.is_empty() {
            found.push(NONE);
        }
        found
    }
}

/// The codings of a theme in a unit's statements.
pub(super) fn codings<'u>(unit: &Unit<'u>, theme: u16) -> impl Iterator<Item = &'u ThemeCoding> {
    unit.statements
        .iter()
        .copied()
        .flat_map(|coded| &coded.themes)
        .filter(move |coding| coding.theme == theme)
}

fn is_said(unit: &Unit, theme: u16, said: &Said) -> bool {
    if *said == Said::Any {
        return unit.depth(theme.into()).is_some();
    }
    let sentences: u32 = codings(unit, theme).map(|coding| u32::from(coding.sentences)).sum();
    match said {
        Said::Any => true,
        Said::Positions(positions) => {
            codings(unit, theme).any(|coding| coding.position.is_some_and(|at| positions.contains(&at)))
        }
        Said::Depth(depth) => unit.depth(theme.into()) == Some(*depth),
        // A theme that people alone found has no sentences and counts as one.
        Said::InOneSentence => sentences <= 1 && unit.depth(theme.into()).is_some(),
        Said::InMoreSentences => sentences > 1,
    }
}
