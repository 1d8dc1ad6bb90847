//! From the bytes of a dictionary to text with plain line ends.
//!
//! A byte-order mark wins, then what an XML file declares, then UTF-8, then what the bytes look
//! like. Any choice but UTF-8 is told; what is not text is refused.

use crate::error::{Diagnostic, Error, Place, Result};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The bytes of an XML file in which its declaration ends.
const LONGEST_DECLARATION: usize = 200;

/// The text of a file, and which encoding was taken where it is not plain UTF-8.
pub(super) fn decode(bytes: &[u8], file: &str) -> Result<(String, Option<Diagnostic>)> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::definition(Place::file(file), "the file is empty")
            .remedy("Save the dictionary into it again."));
    }
    let (encoding, bytes, told) = encoding_of(bytes, file);
    let (text, is_broken) = encoding.decode_without_bom_handling(bytes);
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let fault = if is_broken { lines.find('\u{FFFD}') } else { lines.find('\0') };
    match fault {
        None => Ok((lines, told)),
        Some(at) => {
            let line = lines[..at].matches('\n').count() as u64 + 1;
            let found = format!("this is not text in {}", encoding.name());
            Err(Error::definition(Place::file(file).at_line(line), found)
                .remedy("Open the file in the program that made it and save it as plain text in UTF-8."))
        }
    }
}

/// The encoding, the bytes after a byte-order mark, and what to tell.
fn encoding_of<'b>(bytes: &'b [u8], file: &str) -> (&'static Encoding, &'b [u8], Option<Diagnostic>) {
    let note = |encoding: &'static Encoding, why: &str| {
        Some(Diagnostic::note(Place::file(file), format!("read as {}, {why}", encoding.name())))
    };
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let is_said = encoding != UTF_8;
        let told = note(encoding, "as its byte-order mark says").filter(|_| is_said);
        return (encoding, &bytes[length..], told);
    }
    if let Some(encoding) = wide(bytes) {
        return (encoding, bytes, note(encoding, "as every other byte is zero"));
    }
    if let Some(encoding) = declared(bytes) {
        return (encoding, bytes, note(encoding, "as the file declares"));
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => (UTF_8, bytes, None),
        Err(fault) => {
            let encoding = guess(bytes);
            (encoding, bytes, Some(guessed(encoding, &bytes[..fault.valid_up_to()], file)))
        }
    }
}

fn guessed(encoding: &'static Encoding, before: &[u8], file: &str) -> Diagnostic {
    let line = before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    let found = format!("the file is not UTF-8; it was read as {}", encoding.name());
    Diagnostic::warning(Place::file(file).at_line(line), found)
        .remedy("Check the accented letters there; if they are wrong, save the file as UTF-8")
}

/// UTF-16 without a byte-order mark: Latin text then has a zero in every other byte.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1000)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let most = head.len() * 2 / 5;
    match (zeros(0), zeros(1)) {
        _ if !bytes.len().is_multiple_of(2) => None,
        (0, odd) if odd > most => Some(UTF_16LE),
        (even, 0) if even > most => Some(UTF_16BE),
        _ => None,
    }
}

/// What an XML declaration names, where it is an encoding that begins like ASCII.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let head = String::from_utf8_lossy(&head[..head.len().min(LONGEST_DECLARATION)]);
    let (declaration, _) = head.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let label = value.split(['"', '\'']).nth(1)?;
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| encoding.is_ascii_compatible() && *encoding != UTF_8)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_gives_the_same_text_and_is_told() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let text = "+réfugiés\r\nréfugié*\rdéplacé*\r\n";
        let western: Vec<u8> = text.chars().map(|c| c as u8).collect();
        let xml = [b"<?xml version='1.0' encoding='iso-8859-1'?>".as_slice(), &western].concat();
        for (bytes, says) in [
            (text.as_bytes().to_vec(), ""),
            (format!("\u{FEFF}{text}").into_bytes(), ""),
            (wide(&format!("\u{FEFF}{text}")), "UTF-16LE, as its byte-order mark says"),
            (wide(text), "UTF-16LE, as every other byte is zero"),
            (western, "windows-1252"),
            (xml, "windows-1252, as the file declares"),
        ] {
            let (found, told) = decode(&bytes, "d.lc3").unwrap();
            assert!(found.ends_with("+réfugiés\nréfugié*\ndéplacé*\n"), "{found}");
            let told = told.map_or(String::new(), |told| told.to_string());
            assert!(told.contains(says) && told.is_empty() == says.is_empty(), "{told}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        assert!(decode(b"\n \n", "d.cat").unwrap_err().found.contains("empty"));
        assert_eq!(decode(b"a\nb\0c\n", "d.cat").unwrap_err().place.line, Some(2));
        assert_eq!(decode(b"\xFF\xFEa\0\n\0\0\xD8b\0", "d.cat").unwrap_err().place.line, Some(2));
    }
}
