//! RTF documents as paragraphs.
//!
//! Owns what of a document is its text: headers, footers, footnotes, comments, pictures, fields' codes and
//! deleted text are not; inserted text is. What is left out is told. After the Rich Text Format
//! Specification 1.9.1 (Microsoft, 2008).

mod code_pages;
mod tokens;

use super::document::Document;
use super::left_out::LeftOut;
use super::paragraphs::{Look, Paragraphs};
use crate::error::{Diagnostic, Place};
use code_pages::{charset, code_page};
use encoding_rs::{Encoding, WINDOWS_1252};
use rustc_hash::FxHashMap;
use tokens::{Token, Tokens};

/// How deep groups may stand in each other.
const MOST_DEPTH: usize = 10_000;

/// Groups that are no part of the text; `\*` marks others of this kind.
const LEFT_OUT: [&str; 26] = [
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "fldinst",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "objdata",
    "xe",
    "tc",
    "generator",
    "filetbl",
    "shpinst",
];

/// What a group is set in.
#[derive(Clone, Copy, Debug)]
struct State {
    look: Look,
    is_left_out: bool,
    is_font_table: bool,
    is_hidden: bool,
    is_deleted: bool,
    is_inserted: bool,
    /// Signs that follow a character in Unicode for readers that know none.
    n_substitutes: usize,
    font: i32,
}

const OUTSIDE: State = State {
    look: Look { bold: false, italic: false },
    is_left_out: false,
    is_font_table: false,
    is_hidden: false,
    is_deleted: false,
    is_inserted: false,
    n_substitutes: 1,
    font: -1,
};

/// A document as it is read.
struct Page {
    paragraphs: Paragraphs,
    state: State,
    outer: Vec<State>,
    encoding: &'static Encoding,
    fonts: FxHashMap<i32, &'static Encoding>,
    default_font: i32,
    /// Bytes in an encoding and halves of characters in UTF-16 that are not text yet.
    bytes: Vec<u8>,
    halves: Vec<u16>,
    /// Substitutes that are still to be passed over.
    n_passed: usize,
    is_heading: bool,
    left_out: LeftOut,
}

/// Reads a document.
pub(super) fn read(bytes: &[u8], place: &Place) -> Result<Document, Diagnostic> {
    let mut page = Page::new();
    let mut tokens = Tokens::new(bytes);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open if page.outer.len() >= MOST_DEPTH => {
                return Err(Diagnostic::reject(
                    place.clone(),
                    "the document is damaged: its groups never end",
                )
                .remedy("Open it in the program that made it and save it again"));
            }
            Token::Open => page.open(),
            Token::Close => page.close(),
            Token::Word("bin", n) => tokens.pass_over(n.unwrap_or(0)),
            Token::Word(word, n) => page.word(word, n),
            Token::Sign(b'*') => page.leave_out(),
            Token::Sign(sign) => page.sign(sign),
            Token::Byte(byte) => page.byte(byte),
        }
    }
    let is_whole = page.outer.is_empty();
    page.flush();
    let mut notes = page.left_out.notes(place);
    if !is_whole {
        notes.push(
            Diagnostic::warning(place.clone(), "the document ends in the middle; what is there is read")
                .remedy("Get it anew from where it came"),
        );
    }
    Ok(Document { paragraphs: page.paragraphs.finish(), notes, ..Document::default() })
}

impl Page {
    fn new() -> Self {
        Page {
            paragraphs: Paragraphs::default(),
            state: OUTSIDE,
            outer: Vec::new(),
            encoding: WINDOWS_1252,
            fonts: FxHashMap::default(),
            default_font: -1,
            bytes: Vec::new(),
            halves: Vec::new(),
            n_passed: 0,
            is_heading: false,
            left_out: LeftOut::default(),
        }
    }

    fn open(&mut self) {
        self.flush();
        self.n_passed = 0;
        self.outer.push(self.state);
    }

    fn close(&mut self) {
        self.flush();
        self.n_passed = 0;
        self.state = self.outer.pop().unwrap_or(OUTSIDE);
    }

    fn leave_out(&mut self) {
        self.state.is_left_out = true;
    }

    fn is_silent(&self) -> bool {
        self.state.is_left_out || self.state.is_font_table || self.state.is_hidden || self.state.is_deleted
    }

    /// A byte of text in the encoding of its font.
    fn byte(&mut self, byte: u8) {
        if self.n_passed > 0 {
            self.n_passed -= 1;
        } else if !self.is_silent() {
            self.flush_halves();
            self.bytes.push(byte);
        }
    }

    fn sign(&mut self, sign: u8) {
        match sign {
            b'~' => self.text("\u{A0}"),
            b'_' => self.text("-"),
            b'\n' | b'\r' => self.end_paragraph(),
            b'{' | b'}' | b'\\' => self.byte(sign),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.flush();
        if self.n_passed > 0 {
            self.n_passed -= 1;
        } else if !self.is_silent() {
            self.paragraphs.text(text, self.state.look);
        }
    }

    /// Turns bytes and halves into text, before anything changes how they are read.
    fn flush(&mut self) {
        self.flush_halves();
        if !self.bytes.is_empty() {
            let font = if self.state.font < 0 { self.default_font } else { self.state.font };
            let encoding = self.fonts.get(&font).copied().unwrap_or(self.encoding);
            let (text, _) = encoding.decode_without_bom_handling(&self.bytes);
            self.paragraphs.text(&text, self.state.look);
            self.bytes.clear();
        }
    }

    fn flush_halves(&mut self) {
        if !self.halves.is_empty() {
            self.paragraphs.text(&String::from_utf16_lossy(&self.halves), self.state.look);
            self.halves.clear();
        }
    }

    /// A character in Unicode, or half of one.
    fn unicode(&mut self, number: i32) {
        if !self.is_silent() {
            if self.halves.is_empty() {
                self.flush();
            }
            self.halves.push((number & 0xFFFF) as u16);
        }
        self.n_passed = self.state.n_substitutes;
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if !self.state.is_left_out {
            if self.is_heading {
                self.paragraphs.set_heading(true);
            }
            self.paragraphs.end();
        }
    }

    fn word(&mut self, word: &str, n: Option<i32>) {
        if word == "u" {
            return self.unicode(n.unwrap_or(0));
        }
        self.flush();
        let is_on = n != Some(0);
        match word {
            "b" => self.state.look.bold = is_on,
            "i" => self.state.look.italic = is_on,
            "v" => self.state.is_hidden = is_on,
            "plain" => {
                self.state =
                    State { is_hidden: false, is_deleted: false, look: Look::default(), ..self.state };
            }
            "deleted" => {
                self.left_out.n_deletions += usize::from(is_on && !self.state.is_deleted);
                self.state.is_deleted = is_on;
            }
            "revised" => {
                self.left_out.n_insertions += usize::from(is_on && !self.state.is_inserted);
                self.state.is_inserted = is_on;
            }
            "uc" => self.state.n_substitutes = n.and_then(|n| n.try_into().ok()).unwrap_or(1).min(100),
            "pard" => self.is_heading = false,
            "outlinelevel" => self.is_heading = n.is_some_and(|level| (0..9).contains(&level)),
            "par" | "sect" | "page" | "cell" | "nestcell" | "row" | "nestrow" => self.end_paragraph(),
            "line" if !self.is_silent() => self.paragraphs.line_break(),
            _ => self.encoding_word(word, n.unwrap_or(0)),
        }
    }

    /// Words on encodings and fonts.
    fn encoding_word(&mut self, word: &str, n: i32) {
        match word {
            "ansicpg" => self.encoding = code_page(n).unwrap_or(self.encoding),
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "deff" => self.default_font = n,
            "fonttbl" => self.state.is_font_table = true,
            "f" => self.state.font = n,
            "fcharset" if self.state.is_font_table => {
                if let Some(encoding) = charset(n).and_then(code_page) {
                    self.fonts.insert(self.state.font, encoding);
                }
            }
            _ => self.text_word(word),
        }
    }

    /// Words that begin a group of their own, or stand for a character.
    fn text_word(&mut self, word: &str) {
        let is_read = !self.state.is_left_out;
        match word {
            "footnote" if is_read => {
                self.left_out.n_footnotes += 1;
                self.leave_out();
            }
            "annotation" => self.leave_out(),
            "chatn" if is_read => self.left_out.n_comments += 1,
            "tab" => self.text(" "),
            "emdash" => self.text("—"),
            "endash" => self.text("–"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "enspace" | "emspace" | "qmspace" => self.text(" "),
            _ if LEFT_OUT.contains(&word) => self.leave_out(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::shown;

    fn read_all(text: &str) -> (String, Vec<String>) {
        let document = read(text.as_bytes(), &Place::file("a.rtf")).unwrap();
        (shown(&document).join("|"), document.notes.into_iter().map(|note| note.found).collect())
    }

    #[test]
    fn text_is_read_as_it_is_set() {
        for (text, expected) in [
            (r"{\rtf1\ansi We agree.\par And \{you\}?}", "We agree.|And {you}?"),
            (
                r"{\rtf1{\b Mr. Li} (China): Yes.\par\pard\plain\i The meeting rose.}",
                "[Mr. Li] (China): Yes.|/The meeting rose.",
            ),
            (r"{\rtf1\ansicpg1251 \'c4\'e0}", "Да"),
            (
                r"{\rtf1\ansi{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Arial;}}\f0 Se\'f1or {\f1\'c4\'e0}}",
                "Señor Да",
            ),
            (
                r"{\rtf1\uc1\u8220?Yes\u8221? \u-10179?\u-8704? {\uc2\u233ab}c{\uc0\u233}d}",
                "“Yes” \u{1F600} écéd",
            ),
            (r"{\rtf1\ansi\ldblquote a\rdblquote\emdash b\~c\_d\-e}", "“a”—b c-de"),
            (
                r"{\rtf1{\stylesheet{\s1 heading 1;}}{\*\generator X}{\info{\title T}}{\header Page}{\pict 0fff}Text}",
                "Text",
            ),
            (
                r"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt here}}\par\trowd a\cell b\cell\row}",
                "here|a|b",
            ),
            (r"{\rtf1\pard\outlinelevel0 Agenda\par\pard Text}", "#Agenda|Text"),
            ("{\\rtf1 split\r\nword\\\nnext\\line line}", "splitword|next line"),
            (r"{\rtf1 a\bin3 }}}b}", "ab"),
        ] {
            assert_eq!(read_all(text).0, expected, "{text}");
        }
    }

    #[test]
    fn what_is_left_out_is_told() {
        let (text, notes) = read_all(
            r"{\rtf1 We{\footnote See.}{\deleted not}{\revised  do} agree{\chatn}{\*\annotation Really?}.}",
        );
        assert_eq!(text, "We do agree.");
        assert_eq!(notes.len(), 3, "{notes:?}");
        assert!(read_all(r"{\rtf1 We agree").1[0].contains("ends in the middle"));
    }

    #[test]
    fn absurd_documents_end() {
        assert!(read(&b"{\\rtf1 ".repeat(MOST_DEPTH + 1), &Place::default()).is_err());
        for text in [
            r"{\rtf1\bin99999999999 x",
            r"{\rtf1\u99999999999999 \uc-5 \u-1",
            r"{\rtf1\'",
            "}}}}\\",
            r"{\rtf1\'zz\f-99999}",
        ] {
            assert!(read(text.as_bytes(), &Place::default()).is_ok());
        }
    }
}
