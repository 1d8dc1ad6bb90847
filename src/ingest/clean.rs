//! From text as files hold it to paragraphs without line breaks.
//!
//! Page numbers, job numbers and document symbols on lines of their own are taken out, hard-wrapped
//! lines and broken words joined; each change is listed with its line.

use super::hyphen::Vocabulary;
use regex::Regex;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A cleaned text and what was done to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cleaned {
    /// Paragraphs separated by one empty line, no line breaks inside them.
    pub text: String,
    /// What was removed or joined, with its line counted from 1.
    pub changes: Vec<(u64, String)>,
}

/// A line that is page furniture: page numbers, job numbers (`06-52737`), symbols (`A/61/PV.10`), dates of mastheads.
static FURNITURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\d{1,3}(?:/\d{1,3})?|[-–—]\s*\d{1,3}\s*[-–—]|(?:\d{1,3}(?:/\d{1,3})?\s+)?(?:GE\.)?\d{2}-\d{5}(?:\s*\([EFRSCA]\))?(?:\s+\d{1,3}(?:/\d{1,3})?)?|(?:\d{2}/\d{2}/\d{4}\s+)?[AS]/(?:\d+/|ES-\d+/)?PV\.\d+(?:\s*\(.{1,20}\))?(?:\s+\d{2}/\d{2}/\d{4})?|\*\d{5,}\*|Page \d{1,3}(?: of \d{1,3})?)$",
    )
    .ok()
});

/// The same inside a line, as OCR leaves it: `17 11-50847` or `08-51606 28`.
static INLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\b\d{1,3}(?:/\d{1,3})? )\d{2}-\d{5}\b ?|\b\d{2}-\d{5}(?: \d{1,3}(?:/\d{1,3})?\b) ?").ok()
});

#[derive(Clone, Debug)]
struct Line {
    number: u64,
    text: String,
    is_indented: bool,
    follows_gap: bool,
    follows_furniture: bool,
}

/// Cleans a text.
///
/// ```
/// let cleaned = plenary::ingest::clean("We wel-\ncome it\r\n\r\n12\r\n\r\ngladly.\r\n\r\nThank you.");
/// assert_eq!(cleaned.text, "We welcome it gladly.\n\nThank you.");
/// assert_eq!(cleaned.changes.len(), 2);
/// ```
pub fn clean(raw: &str) -> Cleaned {
    let mut changes = Vec::new();
    let mut lines = lines(&normalize(raw), &mut changes);
    let vocabulary = Vocabulary::of(lines.iter().map(|line| line.text.as_str()));
    for line in lines.iter_mut().filter(|line| line.text.contains("- ")) {
        let (text, joined) = vocabulary.mend(&line.text);
        line.text = text;
        changes.extend(joined.into_iter().map(|joined| (line.number, joined)));
    }
    let wrap = wrap_width(&lines);
    let mut text = String::with_capacity(raw.len());
    let mut before: Option<&Line> = None;
    for line in &lines {
        match before {
            None => text.push_str(&line.text),
            Some(last) if begins_paragraph(last, line, wrap) => {
                text.push_str("\n\n");
                text.push_str(&line.text);
            }
            Some(_) => append(&mut text, line, &vocabulary, &mut changes),
        }
        before = Some(line);
    }
    changes.sort();
    Cleaned { text, changes }
}

/// Composed characters, plain spaces, ligatures and soft hyphens resolved, line ends as `\n`.
pub(super) fn normalize(raw: &str) -> String {
    let text = raw.strip_prefix('\u{FEFF}').unwrap_or(raw).replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            '\r' | '\u{C}' | '\u{B}' | '\u{85}' | '\u{2028}' => out.push('\n'),
            '\u{2029}' => out.push_str("\n\n"),
            '\u{AD}' | '\u{200B}' | '\u{FEFF}' => {}
            'ﬀ'..='ﬆ' => out.extend(c.to_string().nfkc()),
            '\n' => out.push('\n'),
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A text as one line: composed characters, single spaces.
pub(super) fn line(raw: &str) -> String {
    normalize(raw).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines that hold text, without page furniture and emphasis marks.
fn lines(text: &str, changes: &mut Vec<(u64, String)>) -> Vec<Line> {
    let mut kept: Vec<Line> = Vec::new();
    let (mut follows_gap, mut follows_furniture) = (false, false);
    for (number, line) in (1..).zip(text.split('\n')) {
        let trimmed = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if trimmed.is_empty() {
            follows_gap = true;
            continue;
        }
        if is_furniture(&trimmed) {
            changes.push((number, format!("removed the line `{trimmed}`")));
            follows_furniture = true;
            continue;
        }
        let text = without_emphasis(&without_inline_furniture(&trimmed, number, changes), number, changes);
        if text.is_empty() {
            follows_gap = true;
            continue;
        }
        let is_indented = line.starts_with(' ');
        kept.push(Line { number, text, is_indented, follows_gap, follows_furniture });
        (follows_gap, follows_furniture) = (false, false);
    }
    kept
}

/// Whether a line is page furniture, whatever stands around it.
pub(super) fn is_furniture(line: &str) -> bool {
    FURNITURE.as_ref().is_some_and(|furniture| furniture.is_match(line))
}

fn without_inline_furniture(line: &str, number: u64, changes: &mut Vec<(u64, String)>) -> String {
    let Some(inline) = INLINE.as_ref().filter(|inline| inline.is_match(line)) else { return line.into() };
    for found in inline.find_iter(line) {
        changes.push((number, format!("removed `{}` inside the line", found.as_str().trim())));
    }
    inline.replace_all(line, "").trim().to_string()
}

/// Takes out the asterisks of Markdown's emphasis and the signs of its headings.
fn without_emphasis(line: &str, number: u64, changes: &mut Vec<(u64, String)>) -> String {
    let plain = line.trim_start_matches('#').trim_start().replace("**", "");
    if plain != line {
        changes.push((number, "removed marks of emphasis".into()));
    }
    plain
}

/// The usual length of a full line where the text is hard-wrapped; none where a line is a paragraph.
fn wrap_width(lines: &[Line]) -> Option<usize> {
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.text.chars().count()).collect();
    lengths.sort_unstable();
    let (median, long) = (*lengths.get(lengths.len() / 2)?, *lengths.get(lengths.len() * 9 / 10)?);
    let open = lines.iter().filter(|line| !is_closed(&line.text)).count();
    let is_wrapped = lines.len() > 1 && long <= 120 && median * 2 > long && open * 2 > lines.len();
    is_wrapped.then_some(long)
}

fn is_closed(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '’', ')', '*', ' ']);
    end.ends_with(['.', '!', '?', ':', ';', '…'])
}

/// Whether a line begins a paragraph.
fn begins_paragraph(last: &Line, line: &Line, wrap: Option<usize>) -> bool {
    let is_closed = is_closed(&last.text);
    let goes_on =
        line.text.starts_with(|c: char| c.is_lowercase()) || last.text.ends_with([',', '-', '–', '—']);
    match wrap {
        None => is_closed || !goes_on,
        Some(_) if goes_on => false,
        Some(_) if line.follows_furniture => is_closed && line.is_indented,
        Some(_) if line.follows_gap => true,
        Some(width) => {
            let is_short = last.text.chars().count() * 4 < width * 3;
            is_closed && (is_short || line.is_indented && !last.is_indented)
        }
    }
}

/// Appends a wrapped line to its paragraph, and lists a word that it joins.
fn append(text: &mut String, line: &Line, vocabulary: &Vocabulary, changes: &mut Vec<(u64, String)>) {
    if let Some(joined) = vocabulary.append(text, &line.text) {
        changes.push((line.number, joined));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &str) {
        assert_eq!(clean(raw).text, expected, "{raw:?}");
    }

    #[test]
    fn paragraphs_are_kept() {
        check(
            "One line is a paragraph here.\nAnd this another.",
            "One line is a paragraph here.\n\nAnd this another.",
        );
        check(
            "We say this on a wrapped line that\ngoes on here, and ends\nsoon.\nNext paragraph comes after a short line\nand goes on.",
            "We say this on a wrapped line that goes on here, and ends soon.\n\nNext paragraph comes after a short line and goes on.",
        );
        check(
            "A heading\n\nText that is wrapped after some words\nand goes on.\n\nMore of it.",
            "A heading\n\nText that is wrapped after some words and goes on.\n\nMore of it.",
        );
    }

    #[test]
    fn furniture_is_removed_and_listed() {
        let cleaned = clean(
            "We remember the victims of the sixtieth\n \n06-52737 4 \n \nand for his contribution to the process\nof reform.",
        );
        assert_eq!(
            cleaned.text,
            "We remember the victims of the sixtieth and for his contribution to the process of reform."
        );
        assert_eq!(cleaned.changes, [(3, "removed the line `06-52737 4`".to_string())]);
        check("crucial. 17 11-50847 There can be no gain.", "crucial. There can be no gain.");
        check("\u{FEFF}The ﬁrst **bold** claim.", "The first bold claim.");
        check("See (A/61/PV.10) in 2006-2010.", "See (A/61/PV.10) in 2006-2010.");
    }

    #[test]
    fn nothing_but_furniture_leaves_nothing() {
        check("12\n\n13\n", "");
        check("Ours is a promise.\n**\nAnd here it ends.", "Ours is a promise.\n\nAnd here it ends.");
        check("", "");
    }
}
