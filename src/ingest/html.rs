//! Pages of the web (HTML) as paragraphs of their main content.
//!
//! Owns what of a page is its text: menus, headers, footers, asides, scripts and controls are not. Where the
//! page names its main part, that alone is read. Tags are read one by one and never as a tree, so that
//! no nesting costs more than its bytes.

use super::document::{Document, Paragraph};
use super::paragraphs::{Look, Paragraphs};
use crate::statement::Metadata;
use encoding_rs::Encoding;
use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{HtmlString, Tokenizer};
use regex::bytes::Regex;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Elements that are no part of a page's text.
const DROPPED: [&str; 20] = [
    "script", "style", "nav", "header", "footer", "aside", "noscript", "template", "svg", "iframe", "object",
    "button", "select", "textarea", "title", "dialog", "menu", "canvas", "datalist", "math",
];

/// Roles that say the same of any element.
const DROPPED_ROLES: [&str; 6] = ["navigation", "banner", "contentinfo", "complementary", "search", "dialog"];

/// Elements that stand in a line of text; all others begin a paragraph.
const INLINE: [&str; 33] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong",
    "sub", "sup", "time", "tt", "u",
];

/// Elements that have no end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Names under which pages give the date of what they show.
const DATES: [&str; 9] = [
    "article:published_time",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "datepublished",
    "pubdate",
    "publish-date",
];

/// What an element means for the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Part {
    Dropped,
    Main,
    Article,
    Form,
    Heading,
    Bold,
    Italic,
    Lines,
    /// An element of the same name inside one that means something.
    Inner,
}

/// Where a paragraph stands.
#[derive(Clone, Copy, Debug, Default)]
struct Area {
    is_main: bool,
    is_article: bool,
    is_form: bool,
}

/// Reads a page.
pub(super) fn read(text: &str) -> Document {
    let mut page = Page::default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter).flatten() {
        match token {
            Token::StartTag(tag) => page.begin(&tag),
            Token::EndTag(tag) => page.end(&string(&tag.name)),
            Token::String(text) => page.text(&string(&text)),
            _ => {}
        }
    }
    page.document()
}

fn string(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The encoding that a page says it is written in.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    static CHARSET: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?i-u)<meta[^>]{0,200}charset\s*=\s*["']?([-\w:]+)"#).ok());
    let head = &bytes[..bytes.len().min(4096)];
    Encoding::for_label(CHARSET.as_ref()?.captures(head)?.get(1)?.as_bytes())
}

/// A page as it is read.
#[derive(Default)]
struct Page {
    paragraphs: Paragraphs,
    areas: Vec<Area>,
    /// Elements that are open and mean something, and those of their names inside them.
    open: Vec<(String, Part)>,
    n_open: FxHashMap<String, usize>,
    n_parts: FxHashMap<Part, usize>,
    n_articles: usize,
    metadata: Metadata,
}

impl Page {
    fn is_in(&self, part: Part) -> bool {
        self.n_parts.get(&part).is_some_and(|n| *n > 0)
    }

    fn begin(&mut self, tag: &StartTag<()>) {
        let name = string(&tag.name);
        let attribute = |name: &[u8]| {
            tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).trim().to_string())
        };
        match name.as_str() {
            "br" => return self.line_break(),
            "meta" | "link" => return self.describe(&name, attribute),
            _ if !INLINE.contains(&name.as_str()) => self.end_paragraph(),
            _ => {}
        }
        if VOID.contains(&name.as_str()) {
            return;
        }
        let part = part(&name, attribute(b"role"), attribute(b"style"), attribute(b"hidden").is_some());
        if matches!(part, Some(Part::Main)) || name == "body" {
            // What was never closed above the text does not swallow it.
            while self.is_in(Part::Dropped) {
                self.pop();
            }
        }
        self.n_articles += usize::from(part == Some(Part::Article));
        let is_inner = self.n_open.get(&name).is_some_and(|n| *n > 0);
        let Some(part) = part.or(is_inner.then_some(Part::Inner)) else { return };
        *self.n_open.entry(name.clone()).or_default() += 1;
        *self.n_parts.entry(part).or_default() += 1;
        self.open.push((name, part));
    }

    fn end(&mut self, name: &str) {
        if !INLINE.contains(&name) {
            self.end_paragraph();
        }
        if self.n_open.get(name).is_some_and(|n| *n > 0) {
            while self.pop().is_some_and(|closed| closed != name) {}
        }
    }

    fn pop(&mut self) -> Option<String> {
        let (name, part) = self.open.pop()?;
        for n in [self.n_open.get_mut(&name), self.n_parts.get_mut(&part)].into_iter().flatten() {
            *n = n.saturating_sub(1);
        }
        Some(name)
    }

    fn text(&mut self, text: &str) {
        if self.is_in(Part::Dropped) {
            return;
        }
        let look = Look { bold: self.is_in(Part::Bold), italic: self.is_in(Part::Italic) };
        if !self.is_in(Part::Lines) {
            return self.paragraphs.text(text, look);
        }
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.line_break();
            }
            self.paragraphs.text(line, look);
        }
    }

    fn line_break(&mut self) {
        self.paragraphs.line_break();
        self.place_paragraphs();
    }

    fn end_paragraph(&mut self) {
        if self.is_in(Part::Heading) {
            self.paragraphs.set_heading(true);
        }
        self.paragraphs.end();
        self.place_paragraphs();
    }

    /// Remembers where the paragraphs stand that were just ended.
    fn place_paragraphs(&mut self) {
        let area = Area {
            is_main: self.is_in(Part::Main),
            is_article: self.is_in(Part::Article),
            is_form: self.is_in(Part::Form),
        };
        self.areas.resize(self.paragraphs.done().len(), area);
    }

    /// What `meta` and `link` say of the page.
    fn describe(&mut self, name: &str, attribute: impl Fn(&[u8]) -> Option<String>) {
        let value = |name: &[u8]| attribute(name).unwrap_or_default();
        let known = &mut self.metadata;
        let named = [value(b"name"), value(b"property"), value(b"itemprop")].map(|name| name.to_lowercase());
        match name {
            "link" if value(b"rel").eq_ignore_ascii_case("canonical") => known.url = value(b"href"),
            "meta" if named.iter().any(|name| name == "og:url") && known.url.is_empty() => {
                known.url = value(b"content");
            }
            "meta" if named.iter().any(|name| DATES.contains(&name.as_str())) && known.date.is_empty() => {
                known.date = value(b"content");
            }
            _ => {}
        }
    }

    /// The paragraphs of the main part: what the page says it is, else all but forms.
    fn document(mut self) -> Document {
        self.end_paragraph();
        let placed: Vec<(Paragraph, Area)> = self.paragraphs.finish().into_iter().zip(self.areas).collect();
        let length = |is_of: fn(&Area) -> bool| -> usize {
            placed.iter().filter(|(_, area)| is_of(area)).map(|(paragraph, _)| paragraph.text.len()).sum()
        };
        let (all, forms) = (length(|_| true), length(|area| area.is_form));
        let has_main = length(|area| area.is_main) > 0;
        let has_article = self.n_articles == 1 && length(|area| area.is_article) * 2 > all;
        // Some sites put the whole page into one form.
        let is_all_form = forms * 2 > all;
        let is_text = |area: &Area| {
            (!has_main || area.is_main)
                && (has_main || !has_article || area.is_article)
                && (is_all_form || !area.is_form)
        };
        let paragraphs =
            placed.into_iter().filter(|(_, area)| is_text(area)).map(|(paragraph, _)| paragraph).collect();
        Document { paragraphs, metadata: self.metadata, ..Document::default() }
    }
}

/// What an element means for the text in it; none where nothing.
fn part(name: &str, role: Option<String>, style: Option<String>, is_hidden: bool) -> Option<Part> {
    let role = role.unwrap_or_default().to_lowercase();
    let style = style.unwrap_or_default().to_lowercase().replace(' ', "");
    let is_style = |values: &[&str]| values.iter().any(|value| style.contains(value));
    match name {
        _ if DROPPED.contains(&name) || DROPPED_ROLES.contains(&role.as_str()) => Some(Part::Dropped),
        _ if is_hidden || is_style(&["display:none"]) => Some(Part::Dropped),
        "main" => Some(Part::Main),
        _ if role == "main" => Some(Part::Main),
        "article" => Some(Part::Article),
        "form" => Some(Part::Form),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Part::Heading),
        "b" | "strong" => Some(Part::Bold),
        "i" | "em" => Some(Part::Italic),
        "pre" => Some(Part::Lines),
        _ if is_style(&["font-weight:bold", "font-weight:700", "font-weight:600"]) => Some(Part::Bold),
        _ if is_style(&["font-style:italic"]) => Some(Part::Italic),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::shown;

    #[test]
    fn the_main_content_is_read() {
        for (page, expected) in [
            ("<p>Fish &amp; chips&nbsp;&eacute;<p>Two", "Fish & chips é|Two"),
            (
                "<title>T</title><nav>Menu <a>x</a></nav><h1>Speech</h1><p><b>Mr. Li</b> (China): Yes.</p><script>var a = '<p>';</script><footer>Contact</footer>",
                "#Speech|[Mr. Li] (China): Yes.",
            ),
            ("<div role=navigation><div>Home</div>About</div><p>Text</p>", "Text"),
            ("<div>Menu</div><main><p>a</p></main><div>News</div>", "a"),
            ("<nav>Menu<body><p>a</p>", "a"),
            (
                "<p>We speak of peace and of much else.</p><form><label>Search</label><input></form>",
                "We speak of peace and of much else.",
            ),
            (
                "<form id=aspnetForm><p>We speak of peace and of much else.</p></form>Top",
                "We speak of peace and of much else.|Top",
            ),
            ("<ul><li>one<li>two</ul><table><tr><td>x<td>y</table>", "one|two|x|y"),
            ("a<br>b<br><br>c<pre>d\ne\n\nf</pre>", "a b|c|d e|f"),
            ("<p style='font-weight: bold'>All</p><p hidden>No</p><!-- no -->", "[All]"),
        ] {
            assert_eq!(shown(&read(page)).join("|"), expected, "{page}");
        }
    }

    #[test]
    fn a_page_says_its_address_date_and_encoding() {
        let page = "<head><meta http-equiv='content-type' content='text/html; charset=windows-1251'><link rel='canonical' href='https://x.org/a'><meta property='og:url' content='b'><meta name='Date' content='2025-09-16T00:00'></head>";
        let known = read(page).metadata;
        assert_eq!((known.url.as_str(), known.date.as_str()), ("https://x.org/a", "2025-09-16T00:00"));
        assert_eq!(declared(page.as_bytes()), Some(encoding_rs::WINDOWS_1251));
    }

    #[test]
    fn absurd_nesting_costs_no_more_than_its_bytes() {
        let n = 200_000;
        let attributes: String = (0..n).map(|i| format!(" a{i}")).collect();
        for page in [
            "<div role=main>".repeat(n) + &"</p>".repeat(n),
            "<b><p>".repeat(n),
            format!("<p{attributes}>"),
            "<".repeat(n),
        ] {
            read(&page);
        }
    }
}
