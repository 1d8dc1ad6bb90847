//! Reading a file of findings: which table is made, of what, for which groups.
//!
//! Refuses unknown names with line and remedy; what a table lacks because the study asks another question, has another
//! lexicon or supplies no such grouping is kept with the entry, which is then listed as not made.

use super::condition::Condition;
use super::kinds::{Kind, kind};
use super::names::Names;
use crate::actors::ActorTable;
use crate::codebook::Question;
use crate::coding::{Shows, Wanted};
use crate::error::{Error, Place, Result};
use crate::lexicon::{Lexicon, Pattern, read_patterns};
use crate::study::Study;
use crate::text::nearest;
use crate::yaml::Node;

/// A file of findings, checked against question, lexicon and actors.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The findings, in the order of the file.
    pub entries: Vec<Entry>,
    /// The divisions of states that they compare.
    pub(super) contrasts: Vec<Contrast>,
    /// What they ask of the words of statements.
    pub wanted: Wanted,
    /// What it was read from, and its BLAKE3; empty without a file.
    pub used: (String, String),
}

/// A finding to be made a table of.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The file name of its table.
    pub id: String,
    /// The title.
    pub title: String,
    pub(super) kind: Kind,
    /// What it counts.
    pub variables: Vec<Variable>,
    /// Indices of its contrasts.
    pub(super) contrasts: Vec<usize>,
    /// Which units it is about; none: all.
    pub(super) among: Option<Condition>,
    /// What those are called; empty: as the condition is written.
    pub(super) whom: String,
    /// Indices of the contrasts whose groups are derived from what is counted.
    pub(super) by_construction: Vec<usize>,
    /// Whether its note begins with the sentence of the question.
    pub(super) is_summed_up: bool,
    /// The family of tests for Holm's correction.
    pub(super) family: String,
    pub(super) list: Listing,
    /// Whether the share of sentences is told.
    pub(super) weighs: bool,
    /// Whether no sentence is made of it.
    pub(super) is_silent: bool,
    /// The grouping of which the study must name the source.
    pub(super) source_of: String,
    /// Groupings without which it says nothing.
    pub(super) needs: Vec<String>,
    /// What it asks for and the study does not have.
    pub(super) missing: Vec<String>,
}

/// Who stands in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Listing {
    #[default]
    None,
    Has,
    Absent,
}

/// Something that is counted.
#[derive(Clone, Debug)]
pub struct Variable {
    /// When it holds.
    pub is: Condition,
    /// The words to print.
    pub label: String,
    /// What such states do, after "states".
    pub says: String,
    /// At whom it is directed; may be empty.
    pub at: String,
    /// How an author's text names it, besides the lexicon's patterns.
    pub named: Vec<Pattern>,
    /// What a quotation must show.
    pub(super) shows: Vec<Shows>,
}

/// A division of states into groups; the first two are compared.
#[derive(Clone, Debug)]
pub(super) struct Contrast {
    pub name: String,
    /// What it is called in tables.
    pub label: String,
    /// Whether its first two groups are a pair to be compared.
    pub has_pair: bool,
    pub groups: Vec<GroupOf>,
    /// What it asks for and the study does not have.
    pub missing: Vec<String>,
}

/// A group of a contrast.
#[derive(Clone, Debug)]
pub(super) struct GroupOf {
    pub name: String,
    pub called: String,
    pub is: Condition,
}

impl Asked {
    /// Reads the findings of a study; none where it asks for none.
    ///
    /// # Errors
    /// Where the file cannot be read or names what is not known.
    pub fn of_study(
        study: &Study,
        question: &Question,
        lexicon: &Lexicon,
        actors: &ActorTable,
    ) -> Result<Asked> {
        if study.tables.findings.is_empty() {
            return Ok(Asked::default());
        }
        let (shown, text) = study.folder.read_named("lexicons/findings", &study.tables.findings)?;
        let root = Node::read(&text, &shown)?;
        let names = Names {
            question,
            lexicon,
            actors,
            study,
            is_other_question: false,
            is_other_lexicon: false,
            optional: Vec::new(),
            missing: Vec::new(),
            wanted: Wanted::default(),
        };
        let mut asked = Asked::read(&root, names)?;
        asked.used = (study.tables.findings.clone(), blake3::hash(text.as_bytes()).to_hex().to_string());
        Ok(asked)
    }

    /// Reads a file of findings with the names that it may use.
    pub(super) fn read(root: &Node, mut names: Names) -> Result<Asked> {
        root.only(&[
            "schema",
            "label",
            "license",
            "question",
            "lexicon",
            "may_be_supplied",
            "contrasts",
            "findings",
        ])?;
        let text = |key: &str| root.get(key).map_or(Ok(""), Node::text);
        let (question, lexicon) = (text("question")?, text("lexicon")?);
        names.is_other_question = !question.is_empty() && question != names.question.name;
        names.is_other_lexicon = !lexicon.is_empty() && lexicon != names.study.themes.lexicon;
        if let Some(optional) = root.get("may_be_supplied") {
            names.optional = optional.texts()?.into_iter().map(String::from).collect();
        }
        let mut contrasts = Vec::new();
        for (name, node) in root.get("contrasts").map_or(&[][..], Node::entries) {
            contrasts.push(contrast(name, node, &mut names)?);
        }
        let list = root.get("findings").ok_or_else(|| root.fault("the key `findings` is missing"))?;
        let mut entries: Vec<Entry> = Vec::new();
        for node in list.items() {
            let entry = entry(node, &contrasts, &mut names)?;
            if entries.iter().any(|known| known.id == entry.id) {
                return Err(node
                    .fault(format!("the finding `{}` stands here a second time", entry.id))
                    .remedy("Give each finding an id of its own: it names the file."));
            }
            entries.push(entry);
        }
        Ok(Asked { entries, contrasts, wanted: names.wanted, used: Default::default() })
    }
}

fn contrast(name: &str, node: &Node, names: &mut Names) -> Result<Contrast> {
    node.only(&["label", "pair", "groups"])?;
    let label = names.filled(node.get("label").map_or(Ok(name), Node::text)?);
    let has_pair = node.get("pair").map_or(Ok("yes"), Node::text)? == "yes";
    let groups = node.get("groups").map_or(&[][..], Node::entries);
    if groups.len() < 2 {
        return Err(node.fault("a contrast has two groups at least").remedy("Name them under `groups`."));
    }
    let mut read = Vec::new();
    for (group, node) in groups {
        node.only(&["is", "called"])?;
        let is = names.condition(needed(node, "is")?)?;
        let called = names.filled(node.get("called").map_or(Ok(group.as_str()), Node::text)?);
        read.push(GroupOf { name: group.clone(), called, is });
    }
    let missing = std::mem::take(&mut names.missing);
    Ok(Contrast { name: name.into(), label, has_pair, groups: read, missing })
}

const KEYS: [&str; 25] = [
    "id",
    "claim",
    "title",
    "kind",
    "variables",
    "contrast",
    "contrasts",
    "among",
    "whom",
    "by_construction",
    "summary",
    "family",
    "list",
    "weight",
    "silent",
    "source_of",
    "needs",
    "of",
    "pairs",
    "sides",
    "covariates",
    "preferred",
    "grouping",
    "by",
    "quota",
];

fn entry(node: &Node, contrasts: &[Contrast], names: &mut Names) -> Result<Entry> {
    node.only(&KEYS)?;
    let text = |key: &str| node.get(key).map_or(Ok(""), Node::text).map(String::from);
    let id = needed(node, "id")?;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !id.text()?.chars().all(is_name) || id.text()?.is_empty() {
        return Err(id.fault("an id names a file").remedy("Write small letters, digits and _ alone."));
    }
    let mut of_contrasts = Vec::new();
    for key in ["contrast", "contrasts"] {
        for name in node.get(key).map_or(Vec::new(), Node::items) {
            of_contrasts.push(index_of(name, contrasts)?);
        }
    }
    let mut by_construction = Vec::new();
    for name in node.get("by_construction").map_or(Vec::new(), Node::items) {
        by_construction.push(index_of(name, contrasts)?);
    }
    let list = match text("list")?.as_str() {
        "" | "no" => Listing::None,
        "yes" => Listing::Has,
        "absent" => Listing::Absent,
        other => {
            let fault = format!("`{other}` is no way to list states");
            return Err(node.fault(fault).remedy("Write yes, absent or no."));
        }
    };
    let mut variables = Vec::new();
    for item in node.get("variables").map_or(Vec::new(), Node::items) {
        variables.push(variable(item, names)?);
    }
    let needs_quotes = list == Listing::Has;
    for variable in variables.iter_mut().filter(|_| needs_quotes) {
        variable.shows = variable.is.shows(&mut names.wanted);
        for shows in &variable.shows {
            match shows {
                Shows::Theme(theme) if !names.wanted.themes.contains(theme) => {
                    names.wanted.themes.push(*theme)
                }
                _ => {}
            }
        }
    }
    let among = node.get("among").map(|node| names.condition(node)).transpose()?;
    let kind = kind(node, names)?;
    names.wanted.stance |= needs_quotes;
    let needs = node.get("needs").map_or(Ok(Vec::new()), Node::texts)?;
    Ok(Entry {
        id: id.text()?.into(),
        title: names.filled(needed(node, "title")?.text()?),
        kind,
        variables,
        contrasts: of_contrasts,
        among,
        whom: names.filled(&text("whom")?),
        by_construction,
        is_summed_up: text("summary")? == "yes",
        family: text("family")?,
        list,
        weighs: text("weight")? == "yes",
        is_silent: text("silent")? == "yes",
        source_of: text("source_of")?,
        needs: needs.into_iter().map(|name| names.grouping(name).to_string()).collect(),
        missing: std::mem::take(&mut names.missing),
    })
}

pub(super) fn needed<'n>(node: &'n Node, key: &str) -> Result<&'n Node> {
    node.get(key).ok_or_else(|| node.fault(format!("the key `{key}` is missing here")))
}

fn index_of(name: &Node, contrasts: &[Contrast]) -> Result<usize> {
    let text = name.text()?;
    contrasts.iter().position(|known| known.name == text).ok_or_else(|| {
        let all: Vec<&str> = contrasts.iter().map(|known| known.name.as_str()).collect();
        let near = nearest(text, all.iter().copied());
        let offered = if near.is_empty() { all } else { near };
        name.fault(format!("there is no contrast `{text}` in this file"))
            .remedy(format!("Write {}.", offered.join(" or ")))
    })
}

fn variable(node: &Node, names: &mut Names) -> Result<Variable> {
    let is_bare = node.entries().is_empty();
    if !is_bare {
        node.only(&["is", "label", "says", "at", "named"])?;
    }
    let is = names.condition(if is_bare { node } else { needed(node, "is")? })?;
    let text = |key: &str| node.get(key).map_or(Ok(""), Node::text);
    let label = match (text("label")?, is.theme()) {
        ("", Some(theme)) => names.lexicon.categories[theme].label.clone(),
        ("", None) => is.text.replace('_', " ").replace('=', ": "),
        (label, _) => label.into(),
    };
    let says = match text("says")? {
        "" => format!("are coded “{label}”"),
        says => says.into(),
    };
    let named = node.get("named").map_or(Ok(Vec::new()), read_patterns)?;
    Ok(Variable { is, label, says, at: text("at")?.into(), named, shows: Vec::new() })
}

/// Refuses a margin that is none.
///
/// # Errors
/// Where it is not between 0 and 1.
pub fn checked_margin(study: &Study) -> Result<f64> {
    let margin = study.tables.margin;
    match margin > 0.0 && margin < 1.0 {
        true => Ok(margin),
        false => Err(Error::definition(
            Place::file("[tables] margin"),
            format!("{margin} is no difference of two shares"),
        )
        .remedy("Write a share above 0 and below 1, such as 0.15.")),
    }
}
