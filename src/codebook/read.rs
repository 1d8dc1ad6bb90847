//! Reading a question file.

use super::{ABSTAIN, Class, Condition, Facet, FacetValue, Question, Referents, Rule, TableRules, UNCODABLE};
use crate::error::Result;
use crate::lexicon::{Pattern, read_patterns};
use crate::yaml::{Node, Value};

impl Question {
    /// Reads a question; `file` names it in errors.
    ///
    /// # Errors
    /// Where the file is not valid, a key is not known, or a rule names a facet, value or detail that
    /// the question does not have.
    pub fn read(text: &str, file: &str) -> Result<Question> {
        let root = Node::read(text, file)?;
        root.only(&[
            "schema",
            "question",
            "label",
            "license",
            "referents",
            "facets",
            "classes",
            "rules",
            "unaddressed",
            "needs",
            "tables",
        ])?;
        let mut question = Question {
            name: required(&root, "question")?.text()?.into(),
            label: required(&root, "label")?.text()?.into(),
            referents: referents(required(&root, "referents")?)?,
            facets: Vec::new(),
            classes: classes(required(&root, "classes")?)?,
            rules: Vec::new(),
            unaddressed: Vec::new(),
            needs: Vec::new(),
            tables: TableRules::default(),
            checksum: blake3::hash(text.as_bytes()).to_hex().to_string(),
            coding_checksum: blake3::hash(without_tables(text).as_bytes()).to_hex().to_string(),
        };
        for (variable, node) in required(&root, "facets")?.entries() {
            question.facets.push(facet(variable, node)?);
        }
        for node in required(&root, "rules")?.items() {
            let rule = rule(&question, node)?;
            question.rules.push(rule);
        }
        for (class, node) in root.get("needs").map_or(&[][..], Node::entries) {
            let need = |(variable, values): &(String, Node)| {
                let facet = question.facet(variable);
                let facet = facet.ok_or_else(|| values.fault(format!("there is no facet `{variable}`")))?;
                let values = values.texts()?.into_iter().map(String::from).collect();
                Ok((class.clone(), facet, values))
            };
            let needs: Vec<_> = node.entries().iter().map(need).collect::<Result<_>>()?;
            question.needs.extend(needs);
        }
        for node in root.get("unaddressed").map_or(Vec::new(), Node::items) {
            let detail = node.text()?;
            if question.class_of(detail).is_none() {
                return Err(node.fault(format!("`{detail}` is not a detail of `classes`")));
            }
            question.unaddressed.push(detail.into());
        }
        if let Some(node) = root.get("tables") {
            question.tables = TableRules::read(node, &question)?;
        }
        Ok(question)
    }
}

/// The text of a question without its key `tables`, which stands at the beginning of a line.
///
/// How tables read classes changes nothing that a model has learned, so that it may be edited.
fn without_tables(text: &str) -> String {
    let mut is_inside = false;
    let mut is_kept = |line: &&str| {
        if !line.starts_with([' ', '\t', '\r', '\n']) {
            is_inside = line.starts_with("tables:");
        }
        !is_inside
    };
    text.split_inclusive('\n').filter(|line| is_kept(line)).collect()
}

fn required<'n>(node: &'n Node, key: &str) -> Result<&'n Node> {
    node.get(key).ok_or_else(|| node.fault(format!("the key `{key}` is missing")))
}

fn optional_patterns(node: &Node, key: &str) -> Result<Vec<Pattern>> {
    node.get(key).map_or(Ok(Vec::new()), read_patterns)
}

fn referents(node: &Node) -> Result<Referents> {
    node.only(&["direct", "contextual", "anaphora", "except", "topic", "wider_topic", "meeting"])?;
    Ok(Referents {
        direct: optional_patterns(node, "direct")?,
        contextual: optional_patterns(node, "contextual")?,
        anaphora: optional_patterns(node, "anaphora")?,
        except: optional_patterns(node, "except")?,
        topic: optional_patterns(node, "topic")?,
        wider_topic: optional_patterns(node, "wider_topic")?,
        meeting: optional_patterns(node, "meeting")?,
    })
}

fn facet(variable: &str, node: &Node) -> Result<Facet> {
    node.only(&["id", "question", "multi", "default", "anywhere", "values"])?;
    let text = |key: &str| node.get(key).map_or(Ok(""), Node::text);
    let mut values = Vec::new();
    for (name, value) in required(node, "values")?.entries() {
        values.push(facet_value(name, value)?);
    }
    Ok(Facet {
        variable: variable.into(),
        id: text("id")?.into(),
        question: text("question")?.into(),
        multi: text("multi")? == "true",
        default: text("default")?.into(),
        anywhere: text("anywhere")? == "true",
        values,
    })
}

/// `under: {negation: oppose, report: drop}` says what becomes of the value under a mark.
fn facet_value(name: &str, node: &Node) -> Result<FacetValue> {
    node.only(&["definition", "cues", "under"])?;
    let mut value =
        FacetValue { name: name.into(), cues: optional_patterns(node, "cues")?, ..FacetValue::default() };
    value.definition = node.get("definition").map_or(Ok(""), Node::text)?.into();
    for (mark, becomes) in node.get("under").map_or(&[][..], Node::entries) {
        let becomes = Some(becomes.text()?).filter(|value| *value != "drop").map(String::from);
        value.under.push((mark.clone(), becomes));
    }
    Ok(value)
}

fn classes(node: &Node) -> Result<Vec<Class>> {
    let mut classes = Vec::new();
    for (class, details) in node.entries() {
        if [ABSTAIN, UNCODABLE].contains(&class.as_str()) {
            return Err(details
                .fault(format!("`{class}` means that there is no class"))
                .remedy("Give the class another name."));
        }
        for (detail, label) in details.entries() {
            let firmness = classes.len();
            classes.push(Class {
                class: class.clone(),
                detail: detail.clone(),
                label: label.text()?.into(),
                firmness,
            });
        }
    }
    Ok(classes)
}

fn rule(question: &Question, node: &Node) -> Result<Rule> {
    node.only(&["when", "detail", "derived_by"])?;
    let detail = required(node, "detail")?;
    if question.class_of(detail.text()?).is_none() {
        return Err(detail.fault(format!("the detail `{}` is not among the classes", detail.text()?)));
    }
    let mut when = Vec::new();
    for (variable, values) in node.get("when").map_or(&[][..], Node::entries) {
        when.push(condition(question, variable, values)?);
    }
    let derived_by = node.get("derived_by").map_or(Ok(""), Node::text)?;
    Ok(Rule { when, detail: detail.text()?.into(), derived_by: derived_by.into() })
}

/// `venue: [within_un]`, or `nature: {at_least: 2, of: [informal, voluntary]}`.
fn condition(question: &Question, variable: &str, node: &Node) -> Result<Condition> {
    let Some(facet) = question.facet(variable) else {
        return Err(node.fault(format!("the facet `{variable}` is not among the facets")));
    };
    let is_counted = matches!(node.value, Value::Map(_));
    let list = if is_counted { required(node, "of")? } else { node };
    let mut values = Vec::new();
    for item in list.items() {
        let value = item.text()?;
        let definition = &question.facets[facet];
        if definition.default != value && !definition.values.iter().any(|known| known.name == value) {
            return Err(item.fault(format!("`{value}` is not a value of `{variable}`")));
        }
        values.push(value.to_string());
    }
    if !is_counted {
        return Ok(Condition::Any(facet, values));
    }
    let least = required(node, "at_least")?;
    match least.text()?.parse() {
        Ok(number) => Ok(Condition::AtLeast(facet, number, values)),
        Err(_) => Err(least.fault("`at_least` needs a number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::Facets;

    const QUESTION: &str = "
question: q
label: Q
referents: {direct: [forum]}
facets:
  support: {default: none, values: {oppose: {cues: [oppos*]}, support: {cues: [support*], under: {negation: oppose, report: drop}}}}
  nature: {multi: true, values: {informal: {}, voluntary: {}}}
classes:
  against: {against: Against}
  for: {for_stated: For and said how, for_open: For}
  none: {silent: Silent}
rules:
  - {when: {support: [oppose]}, detail: against}
  - {when: {support: [support], nature: {at_least: 2, of: [informal, voluntary]}}, detail: for_stated}
  - {when: {support: [support]}, detail: for_open, derived_by: plain}
  - {detail: silent}
tables:
  check_first: [against]
";

    #[test]
    fn the_first_rule_that_holds_decides() {
        let question = Question::read(QUESTION, "q.yml").unwrap();
        let mut facets = Facets::empty(&question);
        assert_eq!(question.derive(&facets).unwrap().detail, "silent");
        facets.add(&question, 0, "support");
        assert_eq!(question.derive(&facets).unwrap().derived_by, "plain");
        facets.add(&question, 1, "voluntary");
        facets.add(&question, 1, "informal");
        assert_eq!(question.derive(&facets).unwrap().detail, "for_stated");
        facets.add(&question, 0, "oppose");
        assert_eq!(question.derive(&facets).unwrap().detail, "against");
    }

    #[test]
    fn a_model_outlives_a_change_of_tables_alone() {
        let read = |text: &str| Question::read(text, "q.yml").unwrap().coding_checksum;
        let known = read(QUESTION);
        assert_eq!(read(&QUESTION.replace("[against]\n", "[for, against]\n  uncommitted: none\n")), known);
        assert_eq!(read(QUESTION.split("tables:").next().unwrap()), known);
        assert_ne!(read(&QUESTION.replace("[oppos*]", "[against]")), known);
    }

    #[test]
    fn unknown_names_are_errors_with_a_line() {
        for (good, bad) in [
            ("detail: against}", "detail: agianst}"),
            ("support: [oppose]", "support: [opose]"),
            ("multi: true", "mutli: true"),
            ("check_first: [against]", "check_first: [agianst]"),
            ("against: {against", "abstain: {against"),
        ] {
            let error = Question::read(&QUESTION.replacen(good, bad, 1), "q.yml").unwrap_err();
            assert!(error.place.line.is_some(), "{error}");
        }
    }
}
