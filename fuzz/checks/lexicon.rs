//! What must hold of every lexicon and every text, shared by the fuzz target and by the tests that
//! replay its corpus.

use plenary::lexicon::formats::{self, Format};
use plenary::lexicon::{NestedScope, Tagger, WordMemory};

/// Reads a lexicon, writes it in every format, reads each again, and looks it up in a text.
///
/// The first byte names the format; a zero byte stands between the lexicon and the text, and without
/// one the lexicon is also the text.
pub fn check(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let format = Format::ALL[usize::from(*first) % Format::ALL.len()];
    let mut parts = rest.splitn(2, |byte| *byte == 0);
    let file = parts.next().unwrap_or_default();
    let text = String::from_utf8_lossy(parts.next().unwrap_or(file));
    let Ok((lexicon, _)) = formats::read(file, "d", Some(format)) else { return };
    for to in Format::ALL {
        let (written, _) = formats::write(&lexicon, to);
        let again = formats::read(&written, "d", Some(to));
        assert!(again.is_ok(), "{again:?}\n{}", String::from_utf8_lossy(&written));
    }
    let Ok(tagger) = Tagger::new(&lexicon, &[]) else { return };
    let split = tagger.split(&text);
    for scope in [NestedScope::Key, NestedScope::Dictionary] {
        let tags = tagger.tag(&text, &split, scope, &mut WordMemory::default());
        assert!(tags.is_sorted_by_key(|tag| tag.tokens), "the ledger is in the order of the text");
        for tag in &tags {
            let (start, end) = (tag.tokens.start as usize, tag.tokens.end as usize);
            assert!(start < end && !split.span(start..end).of(&text).is_empty(), "a hit has words");
        }
        let rows = tags.iter().filter(|tag| tag.suppressed_by.is_none()).count();
        assert_eq!(tagger.counts(&tags).iter().sum::<u32>() as usize, rows, "rows add up to counts");
    }
}
