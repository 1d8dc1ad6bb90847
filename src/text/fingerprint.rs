//! A number by which a text is known again, whatever its spaces, signs and capitals.

use super::{TokenKind, fold, words};

/// The least words of a text that is known again: shorter ones are said by many.
const LEAST_WORDS: usize = 6;

/// The fingerprint of a text: the first four bytes of the BLAKE3 of its words; none for fewer than six.
///
/// ```
/// use plenary::text::fingerprint;
/// let of = fingerprint("We welcome  it, and we shall come.");
/// assert!(of.is_some() && of == fingerprint("we welcome it and we shall come"));
/// assert_eq!(fingerprint("We thank you."), None);
/// ```
pub fn fingerprint(text: &str) -> Option<u32> {
    let tokens = words(text);
    let said = tokens.iter().filter(|token| token.kind == TokenKind::Word);
    let said: Vec<_> = said.map(|token| fold(token.span.of(text)).into_owned()).collect();
    let hash = blake3::hash(said.join(" ").as_bytes());
    let [a, b, c, d, ..] = *hash.as_bytes();
    (said.len() >= LEAST_WORDS).then_some(u32::from_be_bytes([a, b, c, d]))
}
