//! What the styles of a document say of bold, italics and headings.

use crate::ingest::paragraphs::Look;
use rustc_hash::FxHashMap;

/// How far styles may be based on each other.
const MOST_PARENTS: usize = 20;

/// What is said of a run or style; none where nothing is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Said {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
}

impl Said {
    /// What is said here, else what is said there.
    pub fn or(self, other: Said) -> Said {
        Said { bold: self.bold.or(other.bold), italic: self.italic.or(other.italic) }
    }

    /// How it looks.
    pub fn look(self) -> Look {
        Look { bold: self.bold.unwrap_or(false), italic: self.italic.unwrap_or(false) }
    }
}

/// A style.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    pub said: Said,
    /// Whether paragraphs of it are headings.
    pub is_heading: bool,
    /// Whether paragraphs of it are lines of a table of contents.
    pub is_contents: bool,
    /// The style it is based on.
    pub parent: String,
}

/// The styles of a document by their names.
#[derive(Debug, Default)]
pub(super) struct Styles(pub FxHashMap<String, Style>);

impl Styles {
    /// A style with all it has from those it is based on.
    pub fn resolve(&self, name: &str) -> Style {
        let mut known = Style::default();
        let mut name = name;
        for _ in 0..MOST_PARENTS {
            let Some(style) = self.0.get(name) else { break };
            known.said = known.said.or(style.said);
            known.is_heading |= style.is_heading;
            known.is_contents |= style.is_contents;
            name = &style.parent;
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_inherit_and_circles_end() {
        let style = |bold, is_heading, parent: &str| Style {
            said: Said { bold, italic: None },
            is_heading,
            parent: parent.into(),
            ..Style::default()
        };
        let styles = [
            ("a", style(None, false, "b")),
            ("b", style(Some(true), true, "c")),
            ("c", style(Some(false), false, "a")),
        ];
        let styles = Styles(styles.into_iter().map(|(name, style)| (name.to_string(), style)).collect());
        assert!(styles.resolve("a").said.look().bold && styles.resolve("a").is_heading);
        assert!(!styles.resolve("c").said.look().bold);
        assert!(!styles.resolve("none").is_heading);
    }
}
