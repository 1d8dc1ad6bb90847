//! Classes of characters for word boundaries, after Unicode Standard Annex #29.

use icu_properties::props::{ExtendedPictographic, GeneralCategory, GeneralCategoryGroup, WordBreak};
use icu_properties::{CodePointMapData, CodePointSetData};

/// What a character does at a word boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Letters, and `@` as in quanteda.
    Letter,
    /// Letters of scripts that put no spaces between words: Chinese, Japanese, Thai and the like.
    Unspaced,
    /// Decimal digits.
    Digit,
    /// `_` and the like, which join words.
    Joiner,
    /// Marks and format characters, which belong to the character before them.
    Mark,
    /// Joins two letters (`·`).
    MidLetter,
    /// Joins two digits (`,` `;`).
    MidNumber,
    /// Joins two letters or two digits (`.` and apostrophes).
    MidBoth,
    /// A hyphen or dash: joins what stands on both its sides.
    Dash,
    /// White space and controls.
    Blank,
    /// Half of a flag.
    Regional,
    /// An emoji, which a zero-width joiner may tie to the next.
    Pictograph,
    /// Any other sign.
    Punctuation,
    /// Currency signs, arithmetic signs and the like.
    Symbol,
}

/// The class of a character.
///
/// Two departures from the annex, both quanteda's: `@` is a letter and `:` joins nothing.
#[inline]
pub(super) fn class(c: char) -> Class {
    ASCII.get(c as usize).copied().unwrap_or_else(|| other(c))
}

/// The number of bytes at the beginning of a text that are letters of ASCII.
pub(super) fn leading_letters(bytes: &[u8]) -> usize {
    let mut n = 0;
    while let Some(eight) = bytes[n..].first_chunk() {
        match others_of_eight(u64::from_le_bytes(*eight)) {
            0 => n += 8,
            others => return n + others.trailing_zeros() as usize / 8,
        }
    }
    n + bytes[n..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// The high bit of each of eight bytes that is no letter of ASCII, without a branch a byte.
fn others_of_eight(bytes: u64) -> u64 {
    const EACH: u64 = u64::MAX / 255;
    // In small letters, seven bits a byte, so that no sum reaches the next byte.
    let low = (bytes | (EACH * 0x20)) & (EACH * 0x7F);
    let from_a = low + EACH * (0x80 - b'a' as u64);
    let beyond_z = low + EACH * (0x7F - b'z' as u64);
    !(from_a & !beyond_z & !bytes) & (EACH * 0x80)
}

/// The number of bytes at the beginning of a text that are blanks of ASCII.
pub(super) fn leading_blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte <= b' ').count()
}

/// The classes of ASCII, looked up faster than they are matched.
static ASCII: [Class; 128] = {
    let mut classes = [Class::Blank; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = ascii(byte as u8);
        byte += 1;
    }
    classes
};

const fn ascii(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'@' => Class::Letter,
        b'0'..=b'9' => Class::Digit,
        b'_' => Class::Joiner,
        b'.' | b'\'' => Class::MidBoth,
        b',' | b';' => Class::MidNumber,
        b'-' => Class::Dash,
        0..=b' ' | 127 => Class::Blank,
        b'$' | b'+' | b'<' | b'=' | b'>' | b'^' | b'`' | b'|' | b'~' => Class::Symbol,
        _ => Class::Punctuation,
    }
}

fn other(c: char) -> Class {
    use GeneralCategory as G;
    use WordBreak as W;
    let general = general_category(c);
    if general == G::DashPunctuation {
        return Class::Dash;
    }
    match CodePointMapData::<WordBreak>::new().get(c) {
        W::Katakana => Class::Unspaced,
        W::ALetter | W::HebrewLetter => Class::Letter,
        W::Numeric => Class::Digit,
        W::ExtendNumLet => Class::Joiner,
        W::Extend | W::Format | W::ZWJ => Class::Mark,
        W::MidLetter if c != '\u{FE55}' && c != '\u{FF1A}' => Class::MidLetter,
        W::MidNum => Class::MidNumber,
        W::MidNumLet | W::SingleQuote => Class::MidBoth,
        W::RegionalIndicator => Class::Regional,
        _ => match general {
            G::SpaceSeparator | G::LineSeparator | G::ParagraphSeparator | G::Control | G::Format => {
                Class::Blank
            }
            G::OtherLetter => Class::Unspaced,
            G::CurrencySymbol | G::MathSymbol | G::ModifierSymbol | G::OtherSymbol => {
                match CodePointSetData::new::<ExtendedPictographic>().contains(c) {
                    true => Class::Pictograph,
                    false => Class::Symbol,
                }
            }
            G::OtherNumber | G::LetterNumber => Class::Digit,
            _ => Class::Punctuation,
        },
    }
}

/// Whether a character is punctuation (general category P).
pub(super) fn is_punctuation(c: char) -> bool {
    GeneralCategoryGroup::Punctuation.contains(general_category(c))
}

/// Whether a character is a symbol (general category S).
pub(super) fn is_symbol(c: char) -> bool {
    GeneralCategoryGroup::Symbol.contains(general_category(c))
}

/// Whether a character is a digit or another number (general category N).
pub(super) fn is_number(c: char) -> bool {
    GeneralCategoryGroup::Number.contains(general_category(c))
}

/// Whether a character is the sign of a currency (general category Sc).
pub(super) fn is_currency(c: char) -> bool {
    general_category(c) == GeneralCategory::CurrencySymbol
}

fn general_category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_letters_are_counted_wherever_they_end() {
        for byte in 0..=255u8 {
            for place in 0..20 {
                let mut bytes = *b"aZqAzMnBbYxCcWdDeVfE";
                bytes[place] = byte;
                let expected = if byte.is_ascii_alphabetic() { bytes.len() } else { place };
                assert_eq!(leading_letters(&bytes), expected, "{byte} at {place}");
            }
        }
        assert_eq!(leading_letters(b""), 0);
    }
}
