//! What is known of a word once it has been looked up, so that no word is looked up twice.
//!
//! Most of the time of a scan goes into finding words here, so short ones are compared as numbers.

use super::short_words::ShortWords;
use crate::text::{Segmented, Span};
use rustc_hash::FxHashMap;

const LARGEST_MEMORY: usize = 1 << 17;

/// What a thread remembers of the words it has seen: their classes and what they begin.
///
/// Starts afresh with the text after that which brought it to 131,072 distinct words, so that memory
/// stays bounded.
#[derive(Clone, Debug, Default)]
pub struct WordMemory {
    short: ShortWords,
    long: FxHashMap<Box<str>, WordId>,
    /// Where in `known` stand the classes, phrases and beginnings of each word that is in some class;
    /// the first of them has the number 1.
    words: Vec<KnownWord<Range>>,
    /// In one piece, so that a scan does not wait for memory.
    known: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Range {
    start: u32,
    end: u32,
}

/// A number for each distinct word that is in some class, or `IDLE`.
pub(super) type WordId = u32;

/// The number of all words that no pattern asks for.
pub(super) const IDLE: WordId = 0;

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KnownWord<T> {
    pub classes: T,
    /// The phrases that are this word alone.
    pub phrases: T,
    /// Where the phrases stand that begin with this word and go on.
    pub beginnings: T,
}

impl WordMemory {
    /// The numbers of all words of a text; `meet` says what is known of one that is met for the first
    /// time.
    ///
    /// All are found before any is used: the processor then looks for several at a time.
    pub(super) fn ids(
        &mut self,
        text: &str,
        split: &Segmented,
        meet: impl Fn(&str) -> KnownWord<Vec<u32>>,
    ) -> Vec<WordId> {
        if self.short.len() + self.long.len() >= LARGEST_MEMORY {
            *self = WordMemory::default();
        }
        let mut ids: Vec<WordId> =
            split.tokens.iter().map(|token| self.id(text, token.span, &meet)).collect();
        for (token, word) in split.joined() {
            ids[*token as usize] = self.id(word, Span::new(0, word.len()), &meet);
        }
        ids
    }

    #[inline]
    fn id(&mut self, text: &str, span: Span, meet: impl Fn(&str) -> KnownWord<Vec<u32>>) -> WordId {
        let packed = pack(text.as_bytes(), span);
        let known = match packed {
            Some(packed) => self.short.get(packed),
            None => self.long.get(span.of(text)).copied(),
        };
        known.unwrap_or_else(|| self.add(span.of(text), packed, meet))
    }

    #[cold]
    fn add(
        &mut self,
        word: &str,
        packed: Option<u128>,
        meet: impl Fn(&str) -> KnownWord<Vec<u32>>,
    ) -> WordId {
        let known = meet(word);
        let id = match known.classes.is_empty() {
            true => IDLE,
            false => {
                let [classes, phrases, beginnings] =
                    [known.classes, known.phrases, known.beginnings].map(|numbers| self.keep(&numbers));
                self.words.push(KnownWord { classes, phrases, beginnings });
                self.words.len() as WordId
            }
        };
        match packed {
            Some(packed) => self.short.insert(packed, id),
            None => {
                self.long.insert(word.into(), id);
            }
        }
        id
    }

    fn keep(&mut self, numbers: &[u32]) -> Range {
        let start = self.known.len() as u32;
        self.known.extend(numbers);
        Range { start, end: self.known.len() as u32 }
    }

    pub(super) fn word(&self, id: WordId) -> KnownWord<&[u32]> {
        let numbers = |at: Range| &self.known[at.start as usize..at.end as usize];
        let KnownWord { classes, phrases, beginnings } = self.words[id as usize - 1];
        KnownWord { classes: numbers(classes), phrases: numbers(phrases), beginnings: numbers(beginnings) }
    }
}

/// The bytes of a word as one number, which is hashed and compared at once; none for a long word.
fn pack(text: &[u8], span: Span) -> Option<u128> {
    const LONGEST: usize = size_of::<u128>();
    let (start, length) = (span.start as usize, (span.end - span.start) as usize);
    if length > LONGEST {
        return None;
    }
    let bytes = match text[start..].first_chunk::<LONGEST>() {
        Some(bytes) => *bytes,
        None => {
            let mut bytes = [0; LONGEST];
            bytes[..length].copy_from_slice(&text[start..start + length]);
            bytes
        }
    };
    // What stands after the word is shifted out; no word holds a zero byte.
    let unused = 8 * (LONGEST - length) as u32;
    Some(u128::from_le_bytes(bytes).checked_shl(unused).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_wherever_they_stand() {
        let text = "a aa b internationalisation internationalization 0123456789abcdef a aa";
        let mut memory = WordMemory::default();
        let ids = |text: &str, memory: &mut WordMemory| {
            let known = |word: &str| match word {
                "the" => KnownWord::default(),
                _ => KnownWord { classes: vec![1], ..KnownWord::default() },
            };
            memory.ids(text, &Segmented::unsplit(text), known)
        };
        assert_eq!(ids(text, &mut memory), [1, 2, 3, 4, 5, 6, 1, 2]);
        assert_eq!(ids("the b", &mut memory), [IDLE, 3]);
    }
}
