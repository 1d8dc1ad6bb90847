//! How far two spellings are apart, to offer the nearest known one.

use super::fold;

/// Levenshtein's distance in characters: the fewest that must be added, left out or changed.
///
/// ```
/// assert_eq!(plenary::text::distance("kitten", "sitting"), 3);
/// ```
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, d) in b.iter().enumerate() {
            let changed = diagonal + usize::from(c != *d);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// Known spellings near to an unknown one, nearest first, at most three; case does not count.
///
/// Near is a distance of at most a third of the characters, and one more.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    let word = fold(word);
    let far = word.chars().count() / 3 + 1;
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .map(|known| (distance(&word, &fold(known)), known))
        .filter(|(distance, _)| *distance <= far)
        .collect();
    near.sort();
    near.into_iter().take(3).map(|(_, known)| known).collect()
}

/// The remedy for an unknown spelling: the known ones near to it, or else what helps where there is none.
pub fn did_you_mean<'k>(
    word: &str,
    known: impl IntoIterator<Item = &'k str>,
    otherwise: impl Into<String>,
) -> String {
    match nearest(word, known).join(" or ") {
        near if near.is_empty() => otherwise.into(),
        near => format!("Did you mean {near}?"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first() {
        assert_eq!(nearest("Actr", ["date", "actor", "act"]), ["act", "actor"]);
        assert!(nearest("x", ["meeting"]).is_empty());
        assert_eq!(did_you_mean("Actr", ["actor", "act"], "Look it up."), "Did you mean act or actor?");
        assert_eq!(did_you_mean("x", ["meeting"], "Look it up."), "Look it up.");
    }
}
