//! The reader that a study can ask for instead: `pdftotext` of Poppler, where it is installed.
//!
//! It tells no weight of type, so that headings are found by their words alone.

use super::page::{Page, Word};
use quick_xml::events::{BytesStart, Event};
use std::io::Write;
use std::process::{Command, Stdio};

/// The program.
const PROGRAM: &str = "pdftotext";

/// Where the baseline lies in the box of a word, as a share of its height.
const BASELINE: f64 = 0.78;

/// The first line of what the program says of its version; none where it is not installed.
pub(in crate::ingest) fn version() -> Option<String> {
    let said = Command::new(PROGRAM).arg("-v").output().ok()?;
    String::from_utf8_lossy(&said.stderr).lines().next().map(String::from)
}

/// The pages of a file; none where the program cannot read it.
///
/// # Errors
/// Where the program is not installed or cannot be run.
pub(super) fn pages(bytes: &[u8]) -> std::io::Result<Option<Vec<Page>>> {
    let mut program = Command::new(PROGRAM)
        .args(["-bbox", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let input = program.stdin.take();
    let said = std::thread::scope(|scope| {
        // A program that reads no further is told by its status.
        scope.spawn(move || input.map(|mut input| input.write_all(bytes)));
        program.wait_with_output()
    })?;
    Ok(said.status.success().then(|| read(&String::from_utf8_lossy(&said.stdout))))
}

/// The pages of the program's table of words, as far as it is well formed.
fn read(table: &str) -> Vec<Page> {
    let mut reader = quick_xml::Reader::from_str(table);
    let mut pages: Vec<Page> = Vec::new();
    let mut open: Option<Word> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.name().as_ref() == "page" => {
                let (width, height) = (number(&tag, "width"), number(&tag, "height"));
                pages.push(Page { width, height, ..Page::default() });
            }
            Ok(Event::Start(tag)) if tag.name().as_ref() == "word" => open = Some(place(&tag)),
            Ok(Event::Text(text)) => {
                if let Some(word) = open.as_mut() {
                    word.text.push_str(&text);
                }
            }
            Ok(Event::GeneralRef(entity)) => {
                if let Some(word) = open.as_mut() {
                    word.text.push_str(character(&entity));
                }
            }
            Ok(Event::End(tag)) if tag.name().as_ref() == "word" => {
                let word = open.take().filter(|word| !word.text.trim().is_empty());
                if let (Some(word), Some(page)) = (word, pages.last_mut()) {
                    page.words.push(word);
                }
            }
            Ok(Event::Eof) | Err(_) => return pages,
            Ok(_) => {}
        }
    }
}

fn place(tag: &BytesStart) -> Word {
    let (top, foot) = (number(tag, "yMin"), number(tag, "yMax"));
    Word {
        left: number(tag, "xMin"),
        right: number(tag, "xMax"),
        baseline: top + BASELINE * (foot - top),
        size: foot - top,
        ..Word::default()
    }
}

fn number(tag: &BytesStart, name: &str) -> f64 {
    let value = tag.try_get_attribute(name).ok().flatten();
    value.and_then(|value| value.value.parse().ok()).unwrap_or(0.0)
}

fn character(entity: &str) -> &'static str {
    match entity {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_places() {
        let table = r#"<doc><page width="612.0" height="792.0"><word xMin="10" yMin="100" xMax="30.5" yMax="110">A&amp;B</word></page></doc>"#;
        let pages = read(table);
        let word = &pages[0].words[0];
        assert_eq!((word.text.as_str(), word.left, word.right, word.size), ("A&B", 10.0, 30.5, 10.0));
        assert!((word.baseline - 107.8).abs() < 1e-9);
    }
}
