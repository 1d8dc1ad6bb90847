//! Reading a lexicon from YAML: quanteda's dictionaries as they stand, and ours with `$` keys.

use super::{Category, Lexicon, Pattern};
use crate::error::Result;
use crate::yaml::{Node, Value};

const ROOT_KEYS: [&str; 4] = ["$schema", "$label", "$license", "$source"];
const CATEGORY_KEYS: [&str; 8] =
    ["$code", "$label", "$definition", "$patterns", "$except", "$positions", "$examples", "$note"];

impl Lexicon {
    /// Reads a lexicon; `file` names it in errors.
    ///
    /// # Errors
    /// Where the YAML or a pattern is not valid, a key that begins with `$` is not known, the schema
    /// is newer than 1, or there is no category at all.
    pub fn read(text: &str, file: &str) -> Result<Lexicon> {
        let root = Node::read(text, file)?;
        let mut lexicon = Lexicon::default();
        for (key, node) in root.entries() {
            match key.as_str() {
                "$schema" if node.text()? != "1" => {
                    return Err(node.fault(format!("the schema {} is not known", node.text()?)).remedy(
                        "This version reads `$schema: 1`; a newer version of plenary may read this file.",
                    ));
                }
                "$label" => lexicon.label = node.text()?.into(),
                known if ROOT_KEYS.contains(&known) => {}
                unknown if unknown.starts_with('$') => return Err(unknown_key(unknown, node, &ROOT_KEYS)),
                _ => add(&mut lexicon, key, node)?,
            }
        }
        match lexicon.categories.is_empty() {
            true => Err(root
                .fault("there is no category in this lexicon")
                .remedy("Write `category: [pattern, pattern]`.")),
            false => Ok(lexicon),
        }
    }
}

fn unknown_key(key: &str, node: &Node, known: &[&str]) -> crate::error::Error {
    node.fault(format!("the key `{key}` is not known here"))
        .remedy(format!("Known keys: {}.", known.join(", ")))
}

/// Adds a category and, below it, its children.
fn add(lexicon: &mut Lexicon, slug: &str, node: &Node) -> Result<()> {
    let mut category =
        Category { slug: slug.into(), label: slug.into(), place: node.place.clone(), ..Category::default() };
    let mut children = Vec::new();
    match &node.value {
        Value::Text(_) | Value::List(_) => plain_values(node, &mut category)?,
        Value::Map(entries) => {
            for (key, value) in entries {
                match key.as_str() {
                    "__" => plain_values(value, &mut category)?,
                    own if own.starts_with('$') => own_key(&mut category, own, value)?,
                    child => children.push((format!("{slug}.{child}"), value)),
                }
            }
        }
    }
    lexicon.categories.push(category);
    children.into_iter().try_for_each(|(slug, value)| add(lexicon, &slug, value))
}

/// The values of a plain list: words and phrases in which only `*` and `?` are special.
fn plain_values(node: &Node, category: &mut Category) -> Result<()> {
    for item in node.items() {
        category.patterns.push(Pattern::plain(item.text()?, item.place.clone()));
    }
    Ok(())
}

fn own_key(category: &mut Category, key: &str, node: &Node) -> Result<()> {
    match key {
        "$code" => category.code = node.text()?.into(),
        "$label" => category.label = node.text()?.into(),
        "$definition" => category.definition = node.text()?.into(),
        "$note" => {}
        "$patterns" => category.patterns.extend(patterns(node)?),
        "$except" => category.except.extend(patterns(node)?),
        "$positions" => {
            for (name, values) in node.entries() {
                category.positions.push((name.clone(), patterns(values)?));
            }
        }
        "$examples" => {
            node.only(&["yes", "no"])?;
            let sentences = |key| node.get(key).map_or(Ok(Vec::new()), Node::texts);
            category.examples_yes = sentences("yes")?.into_iter().map(String::from).collect();
            category.examples_no = sentences("no")?.into_iter().map(String::from).collect();
        }
        unknown => return Err(unknown_key(unknown, node, &CATEGORY_KEYS)),
    }
    Ok(())
}

/// The patterns, with operators, of a list in a YAML file.
///
/// # Errors
/// Where an item is no single value or a pattern is not valid.
pub fn patterns(node: &Node) -> Result<Vec<Pattern>> {
    node.items().into_iter().map(|item| Pattern::parse(item.text()?, item.place.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quanteda_dictionaries_are_valid_as_they_stand() {
        let lexicon =
            Lexicon::read("movement:\n  general: [migrant*, human mobility]\nNO: norway\n", "d.yml").unwrap();
        let slugs: Vec<&str> = lexicon.categories.iter().map(|c| c.slug.as_str()).collect();
        assert_eq!(slugs, ["movement", "movement.general", "NO"]);
        assert_eq!(lexicon.coded().count(), 2);
        assert_eq!(lexicon.parent("movement.general").unwrap().slug, "movement");
    }

    #[test]
    fn own_keys_are_read_and_unknown_ones_refused() {
        let text =
            "a:\n  b:\n    $label: B\n    $patterns: ['(x|y) NEAR/2 z']\n    $positions: {for: [yes]}\n";
        let category = &Lexicon::read(text, "d.yml").unwrap().categories[1];
        assert_eq!((category.label.as_str(), category.patterns.len(), category.positions.len()), ("B", 1, 1));
        let error = Lexicon::read("a:\n  $patern: [x]\n", "d.yml").unwrap_err();
        assert_eq!(error.place.line, Some(2));
        assert!(error.to_string().contains("$patterns"));
        assert!(Lexicon::read("$schema: 2\na: [b]", "d.yml").is_err());
    }
}
