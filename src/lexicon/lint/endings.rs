//! Whether a word goes on after a wildcard's root with an English ending, or is another word.
//!
//! The parts of endings are data (`data/text/endings.txt`).

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

static PARTS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| parts().map(|(part, _)| part).collect());
static INFLECTIONS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| parts().filter(|(_, is_inflection)| *is_inflection).map(|(part, _)| part).collect());

/// The parts of the file, each with whether it stands above the derivations.
fn parts() -> impl Iterator<Item = (&'static str, bool)> {
    let mut is_inflection = true;
    include_str!("../../../data/text/endings.txt").lines().filter_map(move |line| {
        is_inflection &= line != "# derivations";
        (!line.starts_with('#') && !line.is_empty()).then_some((line, is_inflection))
    })
}

/// Letters of a root that may belong to its ending: `migra*` is `migr` with an `a`.
const SHARED: usize = 3;

/// Whether a word that a wildcard takes may be of its root: after the root, or a beginning of it with
/// at least three letters, an ending follows. What follows a hyphen or an apostrophe is left aside.
pub(super) fn is_of_root(root: &str, rest: &str) -> bool {
    let end = rest.find(['-', '–', '—', '\'', '’', '.', '_']).unwrap_or(rest.len());
    let rest = &rest[..end];
    if rest.is_empty() {
        return true;
    }
    let letters: Vec<char> = root.chars().collect();
    let shortest = letters.len().saturating_sub(SHARED).max(3);
    let follows = |n: usize| {
        let ending: String = letters[n..].iter().collect::<String>() + rest;
        // The last letter of a root may be doubled: plan, planning.
        let undoubled = (n == letters.len()).then(|| ending.strip_prefix(letters[n - 1])).flatten();
        [Some(ending.as_str()), undoubled].into_iter().flatten().any(|ending| match n {
            3 => INFLECTIONS.contains(ending) || ending.len() >= 3 && is_ending(ending),
            _ => is_ending(ending),
        })
    };
    (shortest..=letters.len()).any(follows)
}

/// Whether an ending can be put together from parts.
fn is_ending(ending: &str) -> bool {
    ending.is_empty()
        || ending
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .any(|end| PARTS.contains(&ending[..end]) && is_ending(&ending[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_root_go_on_with_an_ending() {
        for (root, rests, expected) in [
            ("migra", &["nt", "nts", "tion", "tory", "te", "ting", "nts'"][..], true),
            ("refugee", &["", "s", "-hosting", "’s"], true),
            ("develop", &["ment", "mental", "ing", "ers"], true),
            ("countr", &["y", "ies"], true),
            ("plan", &["ning", "ned", "s"], true),
            ("ratif", &["ication", "ied", "y"], true),
            ("war", &["s", "ring"], true),
            ("rat", &["her", "io", "e"], false),
            ("niger", &["i"], true),
            ("host", &["ile", "ilities"], false),
            ("invest", &["igation", "igate"], false),
            ("port", &["ugal", "folio"], false),
            ("responsib", &["ility", "ilities", "le", "ly"], true),
            ("memorand", &["um", "ums"], true),
            ("land", &["mine", "mines", "locked"], false),
        ] {
            for rest in rests {
                assert_eq!(is_of_root(root, rest), expected, "{root} {rest}");
            }
        }
    }
}
