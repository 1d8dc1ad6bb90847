//! A short signature of a text, by which versions of one text are found.

use super::fold;
use std::hash::{Hash, Hasher};

/// Values of a signature: each costs eight bytes.
const LENGTH: usize = 64;

/// Words of a run of words that is compared.
const RUN: usize = 4;

/// The least values of the hashes of a text's runs of words (bottom-k sketch): Broder, On the
/// resemblance and containment of documents, 1997.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature(Box<[u64]>);

impl Signature {
    /// The signature of a text's words; of fewer words than a run it is empty.
    pub fn of<'t>(words: impl Iterator<Item = &'t str>) -> Self {
        let hashes: Vec<u64> = words.map(|word| hash(fold(word).as_ref())).collect();
        let mut runs: Vec<u64> = hashes.windows(RUN).map(hash).collect();
        runs.sort_unstable();
        runs.dedup();
        runs.truncate(LENGTH);
        Signature(runs.into())
    }

    /// Whether the text is long enough to be told from others: 32 different runs of words and more.
    pub fn is_telling(&self) -> bool {
        self.0.len() >= LENGTH / 2
    }

    /// The estimated share of runs of words that two texts have in common, 0 to 1; 0 where either is empty.
    ///
    /// ```
    /// use plenary::text::Signature;
    /// let of = |text: &'static str| Signature::of(text.split(' '));
    /// assert_eq!(of("we thank you all for it").resemblance(&of("We thank you all for that")), 0.5);
    /// assert_eq!(of("one two three four").resemblance(&of("")), 0.0);
    /// ```
    pub fn resemblance(&self, other: &Signature) -> f64 {
        if self.0.is_empty() || other.0.is_empty() {
            return 0.0;
        }
        let mut union: Vec<u64> = self.0.iter().chain(&other.0).copied().collect();
        union.sort_unstable();
        union.dedup();
        union.truncate(LENGTH);
        let is_of = |signature: &Signature, value: &u64| signature.0.binary_search(value).is_ok();
        let common = union.iter().filter(|value| is_of(self, value) && is_of(other, value)).count();
        common as f64 / union.len() as f64
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    value.hash(&mut hasher);
    // The least values are kept, so that all bits must be mixed.
    hasher.finish().wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_resemble_each_other_and_others_do_not() {
        let text: Vec<String> = (0..400).map(|n| format!("word{}", n * n % 97)).collect();
        let version: Vec<String> =
            text.iter().enumerate().filter(|(n, _)| n % 40 != 7).map(|(_, word)| word.clone()).collect();
        let other: Vec<String> = (0..400).map(|n| format!("term{}", n * n % 89)).collect();
        let of = |words: &[String]| Signature::of(words.iter().map(String::as_str));
        assert!(of(&text).resemblance(&of(&version)) > 0.6);
        assert!(of(&text).resemblance(&of(&other)) < 0.1);
        assert_eq!(of(&text).resemblance(&of(&text)), 1.0);
    }
}
