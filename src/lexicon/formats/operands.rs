//! Words of other programs as parts of a pattern with operators.

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
}
