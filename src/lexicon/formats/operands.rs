//! Words of other programs as parts of a pattern with operators, and such a pattern taken apart.

use super::lines::tidy;

/// The most words and phrases that stand in one bracket.
const MOST_ALTERNATIVES: usize = 5000;

/// Words as an operand; none where a character in them has a meaning of its own in a pattern.
///
/// They are put in lower case, so that no word is taken for an operator.
pub(super) fn operand(words: &str) -> Option<String> {
    let words = words.to_lowercase();
    let is_free = !words.trim().is_empty() && !words.contains(['(', ')', '|', '/']);
    is_free.then_some(words)
}

/// One of several words or phrases; none where there is not one, one is no operand, or they are
/// too many.
pub(super) fn any_of<'w>(words: impl IntoIterator<Item = &'w str>) -> Option<String> {
    let operands = words.into_iter().map(operand).collect::<Option<Vec<String>>>()?;
    match operands.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        several if several.len() > MOST_ALTERNATIVES => None,
        several => Some(format!("({})", several.join("|"))),
    }
}

/// A pattern of two operands with an operator between them.
#[derive(Debug, PartialEq)]
pub(super) struct Joined {
    /// The words and phrases of the first operand.
    pub left: Vec<String>,
    /// The operator, such as `NEAR/3`.
    pub operator: String,
    /// The words and phrases of the second operand.
    pub right: Vec<String>,
}

/// Takes apart a pattern such as `(a|b c) NEAR/3 d`; none where it is of another form.
pub(super) fn joined(source: &str) -> Option<Joined> {
    let is_operator = |word: &&str| {
        ["AND", "NOT"].contains(word) || word.starts_with("NEAR/") || word.starts_with("BEFORE/")
    };
    let operator = source.split_whitespace().find(is_operator)?;
    let (left, right) = source.split_once(&format!(" {operator} "))?;
    let is_single = !right.split_whitespace().any(|word| is_operator(&word));
    let (left, right) = (alternatives(left)?, alternatives(right)?);
    is_single.then(|| Joined { left, operator: operator.into(), right })
}

/// `a`, or `(a|b|c)`.
fn alternatives(side: &str) -> Option<Vec<String>> {
    let side = side.trim();
    let inside = side.strip_prefix('(').and_then(|side| side.strip_suffix(')')).unwrap_or(side);
    inside.split('|').map(|words| operand(&tidy(words))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_operands_or_nothing() {
        assert_eq!(any_of(["WAR AND PEACE", "treat*"]).as_deref(), Some("(war and peace|treat*)"));
        assert_eq!(any_of(["war"]).as_deref(), Some("war"));
        for words in [&[][..], &["and/or"], &["a", " "], &[":)"]] {
            assert_eq!(any_of(words.iter().copied()), None);
        }
    }

    #[test]
    fn patterns_of_two_operands_are_taken_apart() {
        let found = joined("(war and peace|treat*) BEFORE/2  law").unwrap();
        assert_eq!(
            (found.left.join("/"), found.operator.as_str()),
            ("war and peace/treat*".into(), "BEFORE/2")
        );
        assert_eq!(found.right, ["law"]);
        for source in ["a b", "a AND b NOT c", "(a|b) c NEAR/2 d", "/a/ AND b", "(a AND b) NOT c", "AND b"] {
            assert_eq!(joined(source), None, "{source}");
        }
    }
}
