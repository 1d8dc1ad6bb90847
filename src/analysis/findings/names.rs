//! Reading a condition as a file of findings writes it.
//!
//! A name that is not known is an error with its line, unless the file says that it was made for another question or
//! lexicon.

use super::condition::{ANY, ATTRIBUTED, CHECKED, Condition, ROLE, SAID, Said, Term};
use crate::actors::ActorTable;
use crate::codebook::{DETAIL, Question, STANCE};
use crate::coding::Wanted;
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::study::Study;
use crate::text::nearest;
use crate::yaml::Node;

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
