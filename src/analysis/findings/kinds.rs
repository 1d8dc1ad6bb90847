//! The kinds of tables that a file of findings asks for, and what each needs.

use super::condition::Condition;
use super::names::Names;
use super::read::needed;
use crate::codebook::{DETAIL, STANCE};
use crate::error::Result;
use crate::text::nearest;
use crate::yaml::Node;

/// What kind of table it is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Shares,
    Published,
    Sensitivity,
    Directed,
    Distribution(Of),
    Depth,
    Together(Vec<(Condition, Condition)>),
    Alignment,
    RankBreaking,
    Frames,
    TwoSided(Vec<Side>),
    Expected(Vec<Covariate>),
    Levels(String),
    Weight,
    Profiles,
    Quoted,
    RoundTables { grouping: String, by: String, quota: Vec<(String, usize)> },
    Agendas,
}

/// What is distributed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Of {
    Stance,
    Detail,
    Facet(usize),
}

/// Two sides of an item.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub label: String,
    pub of: String,
    pub one: Condition,
    pub other: Condition,
}

/// Numbers by which something can be expected: the first grouping that the study knows.
#[derive(Clone, Debug)]
pub(super) struct Covariate {
    pub of: Vec<String>,
    pub label: String,
}

/// Reads the kind of an entry with what belongs to it.
///
/// # Errors
/// Where it is no kind, or names what is not known.
pub(super) fn kind(node: &Node, names: &mut Names) -> Result<Kind> {
    let kind = needed(node, "kind")?;
    let list = |key: &str| node.get(key).map_or(Vec::new(), Node::items);
    Ok(match kind.text()? {
        "shares" => Kind::Shares,
        "published" => Kind::Published,
        "sensitivity" => Kind::Sensitivity,
        "directed" => Kind::Directed,
        "distribution" => Kind::Distribution(of(needed(node, "of")?, names)?),
        "depth" => Kind::Depth,
        "together" => {
            let mut pairs = Vec::new();
            for pair in list("pairs") {
                let [one, other] =
                    pair.items().try_into().map_err(|_| pair.fault("two things stand together"))?;
                pairs.push((names.condition(one)?, names.condition(other)?));
            }
            Kind::Together(pairs)
        }
        "alignment" => Kind::Alignment,
        "rank_breaking" => Kind::RankBreaking,
        "frames" => Kind::Frames,
        "two_sided" => {
            let mut sides = Vec::new();
            for side in list("sides") {
                side.only(&["label", "of", "one", "other"])?;
                sides.push(Side {
                    label: needed(side, "label")?.text()?.into(),
                    of: needed(side, "of")?.text()?.into(),
                    one: names.condition(needed(side, "one")?)?,
                    other: names.condition(needed(side, "other")?)?,
                });
            }
            Kind::TwoSided(sides)
        }
        "expected" => {
            let mut covariates = Vec::new();
            for covariate in list("covariates") {
                covariate.only(&["of", "label"])?;
                let of = needed(covariate, "of")?.texts()?;
                covariates.push(Covariate {
                    of: of.into_iter().map(|name| names.grouping(name).to_string()).collect(),
                    label: needed(covariate, "label")?.text()?.into(),
                });
            }
            Kind::Expected(covariates)
        }
        "levels" => Kind::Levels(node.get("preferred").map_or(Ok("preferred"), Node::text)?.into()),
        "weight" => Kind::Weight,
        "profiles" => Kind::Profiles,
        "quoted" => Kind::Quoted,
        "round_tables" => {
            let mut quota = Vec::new();
            for (group, n) in node.get("quota").map_or(&[][..], Node::entries) {
                let number = n.text()?.parse();
                quota.push((group.clone(), number.map_err(|_| n.fault("a quota is a whole number"))?));
            }
            let grouping = names.grouping(needed(node, "grouping")?.text()?).to_string();
            Kind::RoundTables { grouping, by: needed(node, "by")?.text()?.into(), quota }
        }
        "agendas" => Kind::Agendas,
        other => {
            const KINDS: &str = "shares, published, sensitivity, directed, distribution, depth, together, alignment, \
                                 rank_breaking, frames, two_sided, expected, levels, weight, profiles, quoted, \
                                 round_tables or agendas";
            return Err(kind
                .fault(format!("`{other}` is no kind of table"))
                .remedy(format!("Write {KINDS}.")));
        }
    })
}

fn of(node: &Node, names: &mut Names) -> Result<Of> {
    match node.text()? {
        STANCE => Ok(Of::Stance),
        DETAIL => Ok(Of::Detail),
        name => match names.question.facet(name) {
            Some(facet) if names.question.facets[facet].multi => {
                let remedy = "Count its values as shares: several of them can hold.";
                Err(node.fault(format!("`{name}` has several values at once")).remedy(remedy))
            }
            Some(facet) => Ok(Of::Facet(facet)),
            None if names.is_other_question => {
                names.missing.push(format!("the facet `{name}`"));
                Ok(Of::Stance)
            }
            None => {
                let near = nearest(name, names.question.variables());
                let remedy =
                    format!("Write {}.", if near.is_empty() { STANCE.into() } else { near.join(" or ") });
                Err(node.fault(format!("the question asks nothing called `{name}`")).remedy(remedy))
            }
        },
    }
}
