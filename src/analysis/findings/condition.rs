//! Conditions: what is true or false of a unit, as a file of findings writes it.
//!
//! `A & B or not C`: themes and their positions, facets, classes, groupings, and two themes in one paragraph. A name that
//! is not known is an error with its line, unless the file says that it was made for another question or lexicon.

use crate::actors::ActorTable;
use crate::analysis::{Findings, Unit};
use crate::codebook::{DETAIL, NONE, Question, STANCE};
use crate::coding::{Coded, Shows, Wanted};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::study::Study;
use crate::text::nearest;
use crate::theme::{Depth, ThemeCoding};
use crate::yaml::Node;

/// Stands for each definition of source and destination in turn.
pub const ROLE: &str = "$role";
/// The class of the groups with which a state aligns itself.
const ATTRIBUTED: &str = "stance_attributed";
/// Whether a person coded the stance.
const CHECKED: &str = "checked";
/// Any value at all.
const ANY: &str = "any";
/// What can be asked of a theme besides its positions.
const SAID: [(&str, Said); 4] = [
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
    any: Vec<Vec<(bool, Term)>>,
}

#[derive(Clone, Debug)]
enum Term {
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
enum Said {
    Any,
    Positions(Vec<u8>),
    Depth(Depth),
    InOneSentence,
    InMoreSentences,
}

/// The names that conditions may use, and what reading them gathers.
pub struct Names<'n> {
    /// The question.
    pub question: &'n Question,
    /// The lexicon.
    pub lexicon: &'n Lexicon,
    /// The actors.
    pub actors: &'n ActorTable,
    /// The study.
    pub study: &'n Study,
    /// Whether the file was made for another question, so that facets and classes may be unknown.
    pub is_other_question: bool,
    /// The same of the lexicon and themes.
    pub is_other_lexicon: bool,
    /// Groupings that a study may supply.
    pub optional: Vec<String>,
    /// What is not known and may be: of the entry that is being read.
    pub missing: Vec<String>,
    /// What the tables ask of statements.
    pub wanted: Wanted,
}

impl Names<'_> {
    /// Reads a condition at its place in a file.
    ///
    /// # Errors
    /// Where a name or a value is not known; with line and remedy.
    pub fn condition(&mut self, node: &Node) -> Result<Condition> {
        let text = node.text()?;
        let mut any = Vec::new();
        for part in text.split(" or ") {
            let mut all = Vec::new();
            for term in part.split('&').map(str::trim) {
                let (holds, term) = match term.strip_prefix("not ") {
                    Some(term) => (false, term.trim()),
                    None => (true, term),
                };
                all.extend(self.term(node, term)?.map(|term| (holds, term)));
            }
            any.push(all);
        }
        Ok(Condition { text: text.into(), any })
    }

    fn term(&mut self, node: &Node, term: &str) -> Result<Option<Term>> {
        if let Some((one, other)) = term.split_once(" beside ") {
            let (one, other) = (self.themes(node, one.trim())?, self.themes(node, other.trim())?);
            let (Some(one), Some(other)) = (one, other) else { return Ok(None) };
            let ([one], [other]) = (one.as_slice(), other.as_slice()) else {
                return Err(node
                    .fault("two single themes stand beside each other")
                    .remedy("Name themes that have patterns of their own, not the parents of others."));
            };
            let pairs = &mut self.wanted.pairs;
            let known = pairs.iter().position(|pair| *pair == (*one, *other));
            let number = known.unwrap_or_else(|| {
                pairs.push((*one, *other));
                pairs.len() - 1
            });
            return Ok(Some(Term::Beside(number as u16)));
        }
        let Some((name, values)) = term.split_once('=') else {
            return Ok(self.themes(node, term)?.map(|themes| Term::Theme(themes, Said::Any)));
        };
        let values: Vec<String> = values.split('|').map(|value| value.trim().to_string()).collect();
        match name {
            STANCE | ATTRIBUTED => {
                let mut known = self.question.class_names();
                known.extend([crate::codebook::ABSTAIN, crate::codebook::UNCODABLE, "conflict", ANY]);
                let known = self.known(node, "class", &values, &known, self.is_other_question)?;
                Ok(known.then_some(match name {
                    STANCE => Term::Stance(values),
                    _ => Term::Attributed(values),
                }))
            }
            DETAIL => {
                let details: Vec<&str> =
                    self.question.classes.iter().map(|class| class.detail.as_str()).collect();
                let known = self.known(node, "detail", &values, &details, self.is_other_question)?;
                Ok(known.then_some(Term::Detail(values)))
            }
            CHECKED => Ok(Some(Term::Checked)),
            _ => self.named(node, name, values),
        }
    }

    /// A facet, a theme with positions, or a grouping.
    fn named(&mut self, node: &Node, name: &str, values: Vec<String>) -> Result<Option<Term>> {
        if let Some(facet) = self.question.facet(name) {
            let known = self.question.facets[facet].codes();
            let known = self.known(node, "value", &values, &known, self.is_other_question)?;
            return Ok(known.then_some(Term::Facet(facet, values)));
        }
        if self.lexicon.categories.iter().any(|category| category.slug == name) {
            return self.theme_said(node, name, &values);
        }
        if name == ROLE || self.actors.grouping(self.grouping(name)).is_some() {
            let name = self.grouping(name).to_string();
            return Ok(Some(Term::Grouping(name, values)));
        }
        if self.optional.iter().any(|known| known == name) {
            self.missing.push(format!("the grouping `{name}`"));
            return Ok(None);
        }
        let themes = self.lexicon.categories.iter().map(|category| category.slug.as_str());
        let facets = self.question.facets.iter().map(|facet| facet.variable.as_str());
        let groupings = self.actors.groupings.iter().map(|grouping| grouping.name.as_str());
        let (is_theme, is_foreign) = match name.contains('.') {
            true => (true, self.is_other_lexicon),
            false => (false, self.is_other_question),
        };
        if is_foreign {
            self.missing.push(format!("the {} `{name}`", if is_theme { "theme" } else { "facet" }));
            return Ok(None);
        }
        let near = nearest(name, themes.chain(facets).chain(groupings));
        Err(node.fault(format!("`{name}` is neither a theme, a facet nor a grouping")).remedy(offer(&near)))
    }

    fn theme_said(&mut self, node: &Node, slug: &str, values: &[String]) -> Result<Option<Term>> {
        let Some(themes) = self.themes(node, slug)? else { return Ok(None) };
        let value = values.first().map_or("", String::as_str);
        if let Some((_, said)) = SAID.iter().find(|(name, _)| *name == value) {
            return Ok(Some(Term::Theme(themes, said.clone())));
        }
        let positions: Vec<&str> = match themes.as_slice() {
            [one] => {
                let category = &self.lexicon.categories[*one as usize];
                category.positions.iter().map(|(name, _)| name.as_str()).collect()
            }
            _ => Vec::new(),
        };
        if !self.known(node, "position", values, &positions, self.is_other_lexicon)? {
            return Ok(None);
        }
        let index = |value: &String| positions.iter().position(|known| known == value).map(|at| at as u8);
        Ok(Some(Term::Theme(themes, Said::Positions(values.iter().filter_map(index).collect()))))
    }

    /// A theme, or all below it; none where it is not known and need not be.
    fn themes(&mut self, node: &Node, slug: &str) -> Result<Option<Vec<u16>>> {
        let is_below =
            |known: &str| known == slug || known.strip_prefix(slug).is_some_and(|rest| rest.starts_with('.'));
        let found: Vec<u16> = self
            .lexicon
            .coded()
            .filter(|(_, category)| is_below(&category.slug))
            .map(|(theme, _)| theme as u16)
            .collect();
        if !found.is_empty() {
            return Ok(Some(found));
        }
        if self.is_other_lexicon {
            self.missing.push(format!("the theme `{slug}`"));
            return Ok(None);
        }
        let near = nearest(slug, self.lexicon.categories.iter().map(|category| category.slug.as_str()));
        let remedy = format!("{} A value of anything else is written as name=value.", offer(&near));
        Err(node.fault(format!("`{slug}` is no theme of the lexicon")).remedy(remedy))
    }

    /// Whether all values are known; an error where one is not and should be.
    fn known(
        &mut self,
        node: &Node,
        what: &str,
        values: &[String],
        known: &[&str],
        is_other: bool,
    ) -> Result<bool> {
        let Some(value) = values.iter().find(|value| !known.contains(&value.as_str())) else {
            return Ok(true);
        };
        if is_other {
            self.missing.push(format!("the {what} `{value}`"));
            return Ok(false);
        }
        let near = nearest(value, known.iter().copied());
        let offered = if near.is_empty() { known.to_vec() } else { near };
        Err(node.fault(format!("`{value}` is no {what} that is known here")).remedy(offer(&offered)))
    }

    /// A text with `{grouping}` replaced by what is said for the grouping that stands for it.
    pub fn filled(&self, text: &str) -> String {
        let mut filled = String::new();
        for (number, piece) in text.split('{').enumerate() {
            let (name, rest) =
                if number == 0 { ("", piece) } else { piece.split_once('}').unwrap_or(("", piece)) };
            let known = self.actors.grouping(self.grouping(name));
            filled.push_str(&known.map_or(name.to_string(), |known| self.actors.called(known)));
            filled.push_str(rest);
        }
        filled
    }

    /// The grouping that stands for a name.
    pub fn grouping<'a>(&'a self, name: &'a str) -> &'a str {
        self.study.tables.stands_for.get(name).map_or(name, String::as_str)
    }
}

fn offer(names: &[&str]) -> String {
    match names.is_empty() {
        true => "Check the spelling.".into(),
        false => format!("Write {}.", names.join(" or ")),
    }
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
