//! Case folding of single words, so that offsets into the text stay true.

use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A word in lower case and composed form (NFC); borrowed where nothing changes.
///
/// ß stays ß and İ becomes i with a dot above, as full Unicode lower casing without a locale has it.
///
/// ```
/// assert_eq!(plenary::text::fold("Éire"), "éire");
/// ```
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return match word.bytes().any(|b| b.is_ascii_uppercase()) {
            true => Cow::Owned(word.to_ascii_lowercase()),
            false => Cow::Borrowed(word),
        };
    }
    let composed = compose(word);
    match composed.chars().any(char::is_uppercase) {
        true => Cow::Owned(composed.to_lowercase()),
        false => composed,
    }
}

/// A word in composed form (NFC), its case as it is; borrowed where nothing changes.
pub fn compose(word: &str) -> Cow<'_, str> {
    match is_nfc(word) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(word.nfc().collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        for (word, folded) in [
            ("migration", "migration"),
            ("UN", "un"),
            ("CÔTE", "côte"),
            ("Cafe\u{301}", "café"),
            ("Straße", "straße"),
            ("İstanbul", "i\u{307}stanbul"),
        ] {
            assert_eq!(fold(word), folded);
        }
    }
}
