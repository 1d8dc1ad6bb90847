//! The lookup counts what a slow, plainly right search counts, on random lexicons and texts.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use plenary::lexicon::{Lexicon, NestedScope, Tagger, WordMemory};
use plenary::text::words;
use proptest::prelude::*;

/// Whether a glob is a whole word, tried letter by letter.
fn is_word(glob: &[u8], word: &[u8]) -> bool {
    match (glob, word) {
        ([], []) => true,
        ([b'*', rest @ ..], _) => is_word(rest, word) || !word.is_empty() && is_word(glob, &word[1..]),
        ([b'?', rest @ ..], [_, after @ ..]) => is_word(rest, after),
        ([c, rest @ ..], [d, after @ ..]) => c == d && is_word(rest, after),
        _ => false,
    }
}

/// A category's number and where it stands.
type Hit = (usize, usize, usize);

/// All places of all patterns, the longest first, then the leftmost, then by category.
fn places(lexicon: &[Vec<Vec<String>>], text: &[&str]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (category, patterns) in lexicon.iter().enumerate() {
        for pattern in patterns {
            for start in 0..(text.len() + 1).saturating_sub(pattern.len()) {
                let is_here = pattern
                    .iter()
                    .zip(&text[start..])
                    .all(|(glob, word)| is_word(glob.as_bytes(), word.as_bytes()));
                hits.extend(is_here.then_some((category, start, start + pattern.len())));
            }
        }
    }
    hits.sort_unstable_by_key(|&(category, start, end)| (text.len() - (end - start), start, category));
    hits.dedup();
    hits
}

fn counts(lexicon: &[Vec<Vec<String>>], text: &[&str], scope: NestedScope) -> Vec<u32> {
    let mut counts = vec![0; lexicon.len()];
    let mut taken = vec![Vec::new(); text.len()];
    for same_place in places(lexicon, text).chunk_by(|a, b| (a.1, a.2) == (b.1, b.2)) {
        let (_, start, end) = same_place[0];
        let is_swallowed = taken[start..end].iter().all(|takers| !takers.is_empty());
        for &(category, ..) in same_place {
            let is_free = taken[start..end].iter().all(|takers| !takers.contains(&category));
            if is_free && !(scope == NestedScope::Dictionary && is_swallowed) {
                counts[category] += 1;
                taken[start..end].iter_mut().for_each(|takers| takers.push(category));
            }
        }
    }
    counts
}

fn written(lexicon: &[Vec<Vec<String>>]) -> String {
    let category = |(number, patterns): (usize, &Vec<Vec<String>>)| {
        let lines: Vec<String> =
            patterns.iter().map(|words| format!("  - \"{}\"\n", words.join(" "))).collect();
        format!("c{number}:\n{}", lines.concat())
    };
    lexicon.iter().enumerate().map(category).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn lookup_is_the_plain_search(
        lexicon in prop::collection::vec(
            prop::collection::vec(prop::collection::vec("[ab*?]{1,3}", 1..4), 1..5), 1..4),
        text in "([ab]{1,3} ){0,14}",
    ) {
        let tagger = Tagger::new(&Lexicon::read(&written(&lexicon), "l.yml").unwrap(), &[]).unwrap();
        let tokens = words(&text);
        let spelt: Vec<&str> = tokens.iter().map(|token| token.span.of(&text)).collect();
        for scope in [NestedScope::Key, NestedScope::Dictionary] {
            let tags = tagger.tag(&text, &tagger.split(&text), scope, &mut WordMemory::default());
            prop_assert_eq!(tagger.counts(&tags), counts(&lexicon, &spelt, scope), "{:?} {}", scope, text);
        }
    }
}
