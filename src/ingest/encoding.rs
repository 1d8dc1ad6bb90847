//! From bytes to text: a byte-order mark wins, then UTF-8, then what the letters look like.
//!
//! Owns the naming of encodings. Refuses what is surely no text: zero bytes without UTF-16, and many
//! control characters.

use crate::error::{Diagnostic, Place};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// A text and, where it was not UTF-8, what it was read as.
#[derive(Debug)]
pub(super) struct Decoded<'b> {
    /// The text, without a byte-order mark.
    pub text: Cow<'b, str>,
    /// A note that names the encoding.
    pub note: Option<Diagnostic>,
}

/// The bytes of a file as text; `declared` is what the file says of its own encoding.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    place: &Place,
    declared: Option<&'static Encoding>,
) -> Result<Decoded<'b>, Diagnostic> {
    let marked = Encoding::for_bom(bytes);
    let body = &bytes[marked.map_or(0, |(_, length)| length)..];
    let plain = std::str::from_utf8(body).ok().filter(|_| marked.is_none_or(|(found, _)| found == UTF_8));
    if let Some(text) = plain.filter(|text| !text.contains('\0')) {
        refuse_controls(text, place)?;
        return Ok(Decoded { text: Cow::Borrowed(text), note: None });
    }
    let is_said = marked.map(|(found, _)| found).or_else(|| utf16(body));
    let encoding = match is_said {
        Some(encoding) => encoding,
        None if body.contains(&0) => return Err(no_text(place, "it holds zero bytes")),
        None => declared.filter(|declared| *declared != UTF_8).unwrap_or_else(|| guessed(body)),
    };
    let (text, is_broken) = encoding.decode_without_bom_handling(body);
    if text.contains('\0') {
        return Err(no_text(place, "it holds zero bytes"));
    }
    refuse_controls(&text, place)?;
    let mut read_as = format!("read as {}", encoding.name());
    if is_broken {
        read_as.push_str("; some letters could not be read and stand as �");
    }
    Ok(Decoded { note: Some(Diagnostic::note(place.clone(), read_as)), text })
}

/// UTF-16 without a mark: every second byte of western text is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    match () {
        () if bytes.len() % 2 == 1 || pairs < 2 => None,
        () if odd * 2 > pairs && even * 20 < pairs => Some(UTF_16LE),
        () if even * 2 > pairs && odd * 20 < pairs => Some(UTF_16BE),
        () => None,
    }
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// More than one sign in a hundred at its beginning that no text holds.
fn refuse_controls(text: &str, place: &Place) -> Result<(), Diagnostic> {
    let sample = &text.as_bytes()[..text.len().min(1 << 16)];
    let is_odd = |b: &&u8| **b < 32 && !b"\t\n\r\x0B\x0C\x1A\x1B".contains(b);
    match sample.iter().filter(is_odd).count() * 100 > sample.len() {
        true => Err(no_text(place, "it holds many characters that are no letters")),
        false => Ok(()),
    }
}

fn no_text(place: &Place, why: &str) -> Diagnostic {
    Diagnostic::reject(place.clone(), format!("this is not a text file: {why}"))
        .remedy("Save the statement as plain text, .docx, .odt, .rtf or .html")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, String), Diagnostic> {
        let decoded = decode(bytes, &Place::file("x.txt"), None)?;
        Ok((decoded.text.into_owned(), decoded.note.map_or(String::new(), |note| note.found)))
    }

    fn utf16(text: &str, as_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(as_bytes).collect()
    }

    #[test]
    fn encodings_are_found_and_named() {
        let text = "Señor Presidente, la migración es también un derecho. ¿Qué más? Año tras año.";
        let (western, ..) = encoding_rs::WINDOWS_1252.encode(text);
        let russian = "Госпожа Председатель, миграция является важным вопросом для нашей страны.";
        let (cyrillic, ..) = encoding_rs::WINDOWS_1251.encode(russian);
        let polish = "Pani Przewodnicząca, źródłem są również łączność i współpraca między państwami. Dziękuję, że każdy może mówić.";
        let (central, ..) = encoding_rs::ISO_8859_2.encode(polish);
        for (bytes, expected, note) in [
            (text.as_bytes(), text, ""),
            (&[b"\xEF\xBB\xBF", text.as_bytes()].concat(), text, ""),
            (&western, text, "read as windows-1252"),
            (&cyrillic, russian, "read as windows-1251"),
            (&central, polish, "read as ISO-8859-2"),
            (&utf16(text, u16::to_le_bytes), text, "read as UTF-16LE"),
            (&utf16(&format!("\u{FEFF}{text}"), u16::to_be_bytes), text, "read as UTF-16BE"),
        ] {
            assert_eq!(read(bytes).unwrap(), (expected.to_string(), note.to_string()));
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [
            &b"\0\0"[..],
            b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0",
            b"abc\x01\x02\x03\x04\x05\x06",
            b"\xFF\xFE\0\0a\0\0\0",
        ] {
            let refused = read(bytes).unwrap_err();
            assert!(refused.found.contains("not a text file"), "{refused}");
        }
    }

    #[test]
    fn a_declared_encoding_wins_over_a_guess() {
        let place = Place::file("x.html");
        let (bytes, ..) = encoding_rs::ISO_8859_5.encode("Да");
        let decoded = decode(&bytes, &place, Some(encoding_rs::ISO_8859_5)).unwrap();
        assert_eq!(decoded.text, "Да");
    }
}
