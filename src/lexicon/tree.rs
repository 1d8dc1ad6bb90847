//! A tree of categories while it is read: categories may come in any order and more than once.
//!
//! Owns merging: a key that stands twice at one level is one category, in the place of the first,
//! and a pattern that stands twice in a category is one. Knows no file format.

use super::{Category, Lexicon, Pattern};
use crate::error::Place;
use std::collections::BTreeSet;

/// A category of a [`Tree`].
pub(super) type NodeId = usize;

/// Above all categories.
pub(super) const ROOT: NodeId = 0;

#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The first is the root.
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    category: Category,
    children: Vec<NodeId>,
    /// The sources of its patterns, so that long lists are read in one pass.
    sources: BTreeSet<String>,
}

impl Tree {
    pub fn new() -> Self {
        Tree { nodes: vec![Node::default()] }
    }

    /// The category of a key below another: the one that is there, or a new one.
    pub fn child(&mut self, parent: NodeId, key: &str, place: Place) -> NodeId {
        let known = self.nodes[parent].children.iter().find(|id| self.nodes[**id].category.key() == key);
        if let Some(known) = known {
            return *known;
        }
        let mut path = self.nodes[parent].category.path.clone();
        path.push(key.into());
        let slug = path.join(".");
        let category = Category { label: slug.clone(), slug, path, place, ..Category::default() };
        let id = self.nodes.len();
        self.nodes.push(Node { category, ..Node::default() });
        self.nodes[parent].children.push(id);
        id
    }

    /// The category that a path of keys leads to.
    pub fn at_path<'k>(&mut self, keys: impl Iterator<Item = &'k str>, place: &Place) -> NodeId {
        let mut at = ROOT;
        for key in keys {
            at = self.child(at, key, place.clone());
        }
        at
    }

    pub fn category(&mut self, id: NodeId) -> &mut Category {
        &mut self.nodes[id].category
    }

    /// Adds a pattern, unless the category has it.
    pub fn add(&mut self, id: NodeId, pattern: Pattern) {
        let node = &mut self.nodes[id];
        if node.sources.insert(pattern.source.clone()) {
            node.category.patterns.push(pattern);
        }
    }

    /// Adds an exception, unless the category has it.
    pub fn except(&mut self, id: NodeId, pattern: Pattern) {
        let except = &mut self.nodes[id].category.except;
        if except.iter().all(|known| known.source != pattern.source) {
            except.push(pattern);
        }
    }

    /// The patterns of a category and of all below it.
    pub fn patterns_below(&self, id: NodeId) -> Vec<&Pattern> {
        let node = &self.nodes[id];
        let below = node.children.iter().flat_map(|child| self.patterns_below(*child));
        node.category.patterns.iter().chain(below).collect()
    }

    /// The first category of a name, in any case and at any level.
    pub fn find(&self, name: &str) -> Option<NodeId> {
        let is_named = |id: &NodeId| self.nodes[*id].category.key().to_lowercase() == name.to_lowercase();
        (ROOT + 1..self.nodes.len()).find(is_named)
    }

    /// All categories, parents before their children, in the order in which they were first seen.
    pub fn into_categories(mut self) -> Vec<Category> {
        let mut categories = Vec::new();
        let mut open = vec![ROOT];
        while let Some(id) = open.pop() {
            open.extend(self.nodes[id].children.iter().rev());
            if id != ROOT {
                categories.push(std::mem::take(&mut self.nodes[id].category));
            }
        }
        categories
    }

    /// A lexicon of these categories that says nothing of itself.
    pub fn into_lexicon(self) -> Lexicon {
        Lexicon { categories: self.into_categories(), ..Lexicon::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_one_level_merge_where_they_were_first_seen() {
        let mut tree = Tree::new();
        for (path, word) in [("a.x", "1"), ("b", "2"), ("a", "3"), ("a.x", "4"), ("a.x", "1")] {
            let id = tree.at_path(path.split('.'), &Place::default());
            tree.add(id, Pattern::plain(word, Place::default()));
        }
        assert_eq!((tree.find("X"), tree.find("y"), tree.patterns_below(1).len()), (Some(2), None, 3));
        let lexicon = tree.into_lexicon();
        let found: Vec<(&str, usize)> =
            lexicon.categories.iter().map(|c| (c.slug.as_str(), c.patterns.len())).collect();
        assert_eq!(found, [("a", 1), ("a.x", 2), ("b", 1)]);
    }
}
