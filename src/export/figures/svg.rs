//! A small builder of SVG: shapes and text, escaped, with fixed decimals, so that bytes are the same on each run.

use std::fmt::Write;

/// The typefaces of all figures.
pub const FONT: &str = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
/// Sizes of type, in pixels.
pub const TITLE: f64 = 15.0;
/// Axes, legends and rows.
pub const LABEL: f64 = 12.0;
/// Numbers and notes.
pub const SMALL: f64 = 11.0;

/// From line to line, in the size of the type.
pub const LEADING: f64 = 1.18;

/// The colour of text.
pub const INK: &str = "#1a1a1a";
/// The colour of notes and axes.
pub const GREY: &str = "#555555";
/// The colour of thin lines.
pub const RULE: &str = "#cccccc";

/// Where a text is anchored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Anchor {
    /// It begins at the point.
    Start,
    /// The point is its middle.
    Middle,
    /// It ends at the point.
    End,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// Pixels.
    pub size: f64,
    /// A colour.
    pub fill: &'static str,
    /// Where it is anchored.
    pub anchor: Anchor,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether a white plate keeps it readable on a pattern: an edge of the letters would hide them in programs
    /// that know no `paint-order`.
    pub plate: bool,
}

impl Type {
    /// Plain text of a size.
    pub fn of(size: f64) -> Type {
        Type { size, fill: INK, anchor: Anchor::Start, bold: false, plate: false }
    }

    /// The same, anchored elsewhere.
    pub fn at(self, anchor: Anchor) -> Type {
        Type { anchor, ..self }
    }

    /// The same in another colour.
    pub fn fill(self, fill: &'static str) -> Type {
        Type { fill, ..self }
    }

    /// The same, bold.
    pub fn bold(self) -> Type {
        Type { bold: true, ..self }
    }

    /// The same on a white plate.
    pub fn plate(self) -> Type {
        Type { plate: true, ..self }
    }

    /// How wide a text is in pixels at most.
    pub fn width(self, text: &str) -> f64 {
        text.chars().map(|sign| sign_width(sign)[usize::from(self.bold)]).sum::<f64>() * self.size
    }

    /// A text in lines of at most so many pixels; a word that is longer is broken.
    pub fn wrap(self, text: &str, most: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()).flat_map(|word| self.parts(word, most)) {
            match lines.last_mut() {
                Some(line) if self.width(line) + self.width(" ") + self.width(&word) <= most => {
                    line.push(' ');
                    line.push_str(&word);
                }
                _ => lines.push(word),
            }
        }
        lines
    }

    /// A word in parts that each have room in a line.
    fn parts(self, word: &str, most: f64) -> Vec<String> {
        let mut parts = vec![String::new()];
        for sign in word.chars() {
            let last = parts.len() - 1;
            if !parts[last].is_empty()
                && self.width(&parts[last]) + self.width(sign.encode_utf8(&mut [0; 4])) > most
            {
                parts.push(sign.into());
            } else {
                parts[last].push(sign);
            }
        }
        parts
    }
}

/// A figure while it is drawn.
#[derive(Clone, Debug, Default)]
pub struct Svg {
    /// What stands above the drawing: title and notice.
    head: String,
    /// What is being drawn.
    body: String,
    /// Where the drawing begins.
    top: f64,
}

/// A number with two decimals at most.
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// A text that can stand in an element or an attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // XML has no other control characters.
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// How wide a sign is, plain and bold, in its size: the widths of DejaVu Sans, the widest face that stands in where
/// those of [`FONT`] are not there.
fn sign_width(sign: char) -> [f64; 2] {
    match sign {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '/' | ' ' | '\u{a0}' | '·' => {
            [0.34, 0.40]
        }
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '!' | '-' => [0.41, 0.49],
        's' | 'z' | 'c' | 'k' | 'v' | 'x' | 'y' => [0.59, 0.67],
        'm' | '%' | '@' | '—' | '…' | '½' | 'W' => [1.0, 1.1],
        'w' | 'M' | '−' | '+' | '=' | '<' | '>' | '≥' | '≤' | '×' | '→' | '←' | '#' => [0.87, 1.0],
        'O' | 'Q' | 'D' | 'G' | 'H' | 'N' | 'U' | '&' => [0.79, 0.87],
        sign if sign.is_uppercase() => [0.76, 0.84],
        sign if sign as u32 > 0x2e80 => [1.0, 1.0],
        _ => [0.64, 0.72],
    }
}

/// How wide a plain text is in pixels at most.
pub fn width(text: &str, size: f64) -> f64 {
    Type::of(size).width(text)
}

/// A plain text in lines of at most so many pixels.
pub fn wrap(text: &str, size: f64, most: f64) -> Vec<String> {
    Type::of(size).wrap(text, most)
}

impl Svg {
    /// Ends what stands above the drawing, at a height.
    pub fn end_head(&mut self, top: f64) {
        self.head = std::mem::take(&mut self.body);
        self.top = top;
    }

    /// The drawing alone between heights and without the margin at its left, for a page that sets title and note itself.
    pub fn alone(&self, id: &str, [left, w, bottom]: [f64; 3], title: &str) -> String {
        let frame = Frame { id, title, says: "", left, top: self.top, w: w - left, h: bottom - self.top };
        frame.around(&self.body)
    }

    /// A rectangle; `fill` is a colour or `url(#pattern)`, `stroke` a colour or empty.
    pub fn rect(&mut self, [x, y, w, h]: [f64; 4], fill: &str, stroke: &str) {
        let [x, y, w, h] = [x, y, w, h].map(number);
        let edge = match stroke {
            "" => String::new(),
            stroke => format!(r#" stroke="{stroke}" stroke-width="0.75""#),
        };
        let _ =
            writeln!(self.body, r#"<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{fill}"{edge}/>"#);
    }

    /// A line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: &str, thick: f64) {
        let [x1, y1, x2, y2, thick] = [from.0, from.1, to.0, to.1, thick].map(number);
        let _ = writeln!(
            self.body,
            r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{stroke}" stroke-width="{thick}"/>"#
        );
    }

    /// A closed shape of points.
    pub fn polygon(&mut self, points: &[(f64, f64)], fill: &str, stroke: &str) {
        let points: Vec<String> =
            points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
        let points = points.join(" ");
        let _ = writeln!(
            self.body,
            r#"<polygon points="{points}" fill="{fill}" stroke="{stroke}" stroke-width="1.2"/>"#
        );
    }

    /// A circle.
    pub fn circle(&mut self, (x, y): (f64, f64), r: f64, fill: &str, stroke: &str) {
        let [x, y, r] = [x, y, r].map(number);
        let _ = writeln!(
            self.body,
            r#"<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}" stroke="{stroke}" stroke-width="1.2"/>"#
        );
    }

    /// A text whose base line starts, ends or is centred at a point.
    pub fn text(&mut self, at: (f64, f64), how: Type, text: &str) {
        self.turned(at, how, 0.0, text);
    }

    /// A text turned by degrees about its point.
    pub fn turned(&mut self, (x, y): (f64, f64), how: Type, degrees: f64, text: &str) {
        if how.plate {
            let wide = how.width(text) + 3.0;
            let from = match how.anchor {
                Anchor::Start => x - 1.5,
                Anchor::Middle => x - wide / 2.0,
                Anchor::End => x - wide + 1.5,
            };
            self.rect([from, y - how.size * 0.85, wide, how.size * 1.12], "#FFFFFF", "");
        }
        let (x, y, size) = (number(x), number(y), number(how.size));
        let mut with = String::new();
        match how.anchor {
            Anchor::Start => {}
            Anchor::Middle => with.push_str(r#" text-anchor="middle""#),
            Anchor::End => with.push_str(r#" text-anchor="end""#),
        }
        if how.bold {
            with.push_str(r#" font-weight="bold""#);
        }
        if degrees != 0.0 {
            let _ = write!(with, r#" transform="rotate({} {x} {y})""#, number(degrees));
        }
        let text = escape(text);
        let fill = how.fill;
        let _ = writeln!(
            self.body,
            r#"<text x="{x}" y="{y}" font-size="{size}" fill="{fill}"{with}>{text}</text>"#
        );
    }

    /// What is drawn by another builder of ours.
    pub fn raw(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// A plain text in lines about a height, which end at a place.
    pub fn lines_to(&mut self, (x, middle): (f64, f64), size: f64, lines: &[String]) {
        let first = middle + 0.35 * size - LEADING * size * (lines.len().saturating_sub(1)) as f64 / 2.0;
        for (number, line) in lines.iter().enumerate() {
            self.text((x, first + LEADING * size * number as f64), Type::of(size).at(Anchor::End), line);
        }
    }

    /// The file: `id` parts its names from other figures' on one page, `says` tells what it shows.
    pub fn finish(self, id: &str, [w, h]: [f64; 2], title: &str, says: &str) -> String {
        Frame { id, title, says, left: 0.0, top: 0.0, w, h }
            .around(&(ground([w, h]) + &self.head + &self.body))
    }
}

/// The white ground of a file; a page has its own.
fn ground([w, h]: [f64; 2]) -> String {
    format!("<rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>\n", number(w), number(h))
}

/// What stands around a drawing in a file.
struct Frame<'f> {
    id: &'f str,
    title: &'f str,
    says: &'f str,
    left: f64,
    top: f64,
    w: f64,
    h: f64,
}

impl Frame<'_> {
    fn around(&self, body: &str) -> String {
        let [left, top, w, h] = [self.left, self.top, self.w, self.h].map(number);
        let [id, title, says] = [self.id, self.title, self.says].map(escape);
        format!(
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="{left} {top} {w} {h}" "#,
                r#"role="img" aria-labelledby="{id}-title {id}-says" font-family="{font}">"#,
                "\n<title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-says\">{says}</desc>\n",
                "{body}</svg>\n"
            ),
            left = left,
            top = top,
            w = w,
            h = h,
            id = id,
            font = FONT,
            title = title,
            says = says,
            body = body
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_numbers_fixed() {
        let mut svg = Svg::default();
        svg.text((1.0 / 3.0, -0.001), Type::of(12.0), "</text><script>\"a\" & 'b'\u{1}");
        let file = svg.finish("a\"b", [10.0, 20.5], "<t>", "x & y");
        assert!(file.contains("&lt;/text&gt;&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39; <"), "{file}");
        assert!(file.contains(r#"x="0.33" y="0""#) && file.contains("x &amp; y"), "{file}");
        assert_eq!(file.matches('<').count(), file.matches('>').count());
        assert!(!file.contains("<script"));
    }

    #[test]
    fn lines_are_no_wider_than_asked_and_lose_no_word() {
        let text = "Machine-coded, not checked; uncalibrated here. Unit: a member state at a meeting.";
        let lines = wrap(text, 11.0, 160.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| width(line, 11.0) <= 160.0), "{lines:?}");
        assert_eq!(lines.join(" "), text);
        let how = Type::of(15.0).bold();
        assert!(how.width("Positions by group") > 1.08 * Type::of(15.0).width("Positions by group"));
        let word = "positions_of_all_states_by_group";
        let parts = how.wrap(word, 100.0);
        assert!(parts.len() > 2 && parts.iter().all(|part| how.width(part) <= 100.0), "{parts:?}");
        assert_eq!(parts.concat(), word);
    }

    #[test]
    fn no_face_is_wider_than_the_measure() {
        // The widths of DejaVu Sans and its bold at a size of 1000, as its font files have them.
        for (text, plain, bold) in [
            ("The quick brown fox jumps over the lazy dog", 22_492.0, 25_341.0),
            ("Confidence of the model and what is right (n = 7519)", 26_803.0, 30_006.0),
            ("MWQOG %@… −+=≥ ijl frt() sz", 15_907.0, 17_239.0),
        ] {
            let of = |how: Type| how.width(text);
            assert!(of(Type::of(1000.0)) >= plain, "{text}: {}", of(Type::of(1000.0)));
            assert!(of(Type::of(1000.0).bold()) >= bold, "{text}: {}", of(Type::of(1000.0).bold()));
        }
    }
}
