//! Reading a lexicon from YAML: quanteda's dictionaries as they stand, and ours with `$` keys.

use super::tree::{NodeId, ROOT, Tree};
use super::{Category, Lexicon, Pattern};
use crate::error::Result;
use crate::yaml::{Node, Value};

const ROOT_KEYS: [&str; 5] = ["$schema", "$label", "$license", "$source", "$topic"];
const CATEGORY_KEYS: [&str; 8] =
    ["$code", "$label", "$definition", "$patterns", "$except", "$positions", "$examples", "$note"];

impl Lexicon {
    /// Reads a lexicon in YAML; `file` names it in errors.
    ///
    /// # Errors
    /// Where the YAML or a pattern is not valid, a key that begins with `$` is not known, the schema
    /// is newer than 1, or there is no category at all.
    pub fn read(text: &str, file: &str) -> Result<Lexicon> {
        let root = Node::read(text, file)?;
        let mut lexicon = Lexicon::default();
        let mut tree = Tree::new();
        for (key, node) in root.entries() {
            match key.as_str() {
                "$schema" if node.text()? != "1" => {
                    return Err(node.fault(format!("the schema {} is not known", node.text()?)).remedy(
                        "This version reads `$schema: 1`; a newer version of plenary may read this file.",
                    ));
                }
                "$schema" => {}
                "$label" => lexicon.label = node.text()?.into(),
                "$license" => lexicon.license = node.text()?.into(),
                "$source" => lexicon.source = node.text()?.into(),
                "$topic" => lexicon.topic = patterns(node)?,
                unknown if unknown.starts_with('$') => return Err(unknown_key(unknown, node, &ROOT_KEYS)),
                _ => add(&mut tree, ROOT, key, node)?,
            }
        }
        lexicon.categories = tree.into_categories();
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
fn add(tree: &mut Tree, parent: NodeId, key: &str, node: &Node) -> Result<()> {
    let id = tree.child(parent, key, node.place.clone());
    let Value::Map(entries) = &node.value else { return plain_values(tree, id, node) };
    for (key, value) in entries {
        match key.as_str() {
            "__" => plain_values(tree, id, value)?,
            own if own.starts_with('$') => own_key(tree.category(id), own, value)?,
            child => add(tree, id, child, value)?,
        }
    }
    Ok(())
}

/// The values of a plain list: words and phrases in which only `*` and `?` are special.
///
/// A list in a list is read as if its items stood in the outer one, as quanteda reads it; a mapping
/// in a list has categories, whose keys quanteda would lose.
fn plain_values(tree: &mut Tree, id: NodeId, node: &Node) -> Result<()> {
    for item in node.items() {
        match &item.value {
            Value::Text(text) => tree.category(id).patterns.push(Pattern::plain(text, item.place.clone())),
            Value::List(_) => plain_values(tree, id, item)?,
            Value::Map(entries) => entries.iter().try_for_each(|(key, value)| add(tree, id, key, value))?,
        }
    }
    Ok(())
}

fn own_key(category: &mut Category, key: &str, node: &Node) -> Result<()> {
    match key {
        "$code" => category.code = node.text()?.into(),
        "$label" => category.label = node.text()?.into(),
        "$definition" => category.definition = node.text()?.into(),
        "$note" => category.note = node.text()?.into(),
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
    fn lists_in_lists_are_read_and_keys_in_them_kept() {
        let lexicon = Lexicon::read("a:\n- [b, c]\n- {sub: [d]}\n- {sub: [e]}\n- f\n", "d.yml").unwrap();
        let found: Vec<(&str, usize)> =
            lexicon.categories.iter().map(|c| (c.slug.as_str(), c.patterns.len())).collect();
        assert_eq!(found, [("a", 3), ("a.sub", 2)]);
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
