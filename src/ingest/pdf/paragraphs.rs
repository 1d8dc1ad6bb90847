//! Lines to paragraphs: by indents, gaps, short last lines and changes of type; footnotes apart.

use super::columns::Line;
use super::page::Word;
use crate::ingest::clean::normalize;
use crate::ingest::document::Paragraph;
use crate::ingest::hyphen::Vocabulary;
use std::collections::BTreeMap;

/// The least indent, as a share of the size of type.
const INDENT: f64 = 0.8;

/// How much more than the usual distance of lines parts paragraphs.
const GAP: f64 = 1.3;

/// The largest size of footnotes, as a share of the usual size.
const SMALL: f64 = 0.9;

/// How far above the line, as a share of the size, a mark of a footnote stands.
const RAISED: f64 = 0.15;

/// What lines make.
#[derive(Debug, Default)]
pub(super) struct Assembled {
    /// The paragraphs, in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// The footnotes, each with its page from 0.
    pub footnotes: Vec<(usize, String)>,
}

/// The paragraphs of a document's lines.
pub(super) fn assemble(lines: Vec<Line>) -> Assembled {
    let size = usual(lines.iter().map(|line| (line.size, line.words.len())));
    let (lines, footnotes) = without_footnotes(lines, size);
    let texts: Vec<String> = lines.iter().map(text).collect();
    let vocabulary = Vocabulary::of(texts.iter().map(String::as_str));
    let frame = Frame::of(&lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut before: Option<(&Line, &str, bool)> = None;
    for (line, text) in lines.iter().zip(&texts) {
        let begins =
            before.is_none_or(|(last, last_text, is_first)| frame.begins(last, last_text, is_first, line));
        match paragraphs.last_mut().filter(|_| !begins) {
            Some(open) => extend(open, line, text, &vocabulary),
            None => paragraphs.push(begin(line, text)),
        }
        before = Some((line, text, begins));
    }
    Assembled { paragraphs, footnotes }
}

fn begin(line: &Line, text: &str) -> Paragraph {
    Paragraph {
        bold: bold(line, text),
        is_italic: is_italic(line),
        is_heading: line.words.iter().all(|word| word.is_bold),
        page: Some(line.page as u32 + 1),
        text: text.into(),
    }
}

fn extend(open: &mut Paragraph, line: &Line, text: &str, vocabulary: &Vocabulary) {
    let was = open.text.len();
    vocabulary.append(&mut open.text, text);
    if open.bold >= was {
        open.bold = open.text.len() - text.len().min(open.text.len()) + bold(line, text);
    }
    open.is_italic &= is_italic(line);
    open.is_heading &= line.words.iter().all(|word| word.is_bold);
}

/// The bytes at the beginning of a line that are set in bold.
fn bold(line: &Line, text: &str) -> usize {
    match line.words.iter().position(|word| !word.is_bold) {
        Some(0) => 0,
        Some(end) => joined(&line.words[..end]).len(),
        None => text.len(),
    }
}

fn text(line: &Line) -> String {
    joined(&line.words)
}

/// Words with a space between, unless they touch.
fn joined(words: &[Word]) -> String {
    let mut text = String::new();
    for (i, word) in words.iter().enumerate() {
        let touches = i > 0 && {
            let last = &words[i - 1];
            (word.left - last.right).max(last.left - word.right) < 0.1 * word.size.max(last.size)
        };
        if i > 0 && !touches {
            text.push(' ');
        }
        text.push_str(&word.text);
    }
    // A soft hyphen shows only where it breaks a word.
    if text.ends_with('\u{AD}') {
        text.pop();
        text.push('-');
    }
    normalize(&text)
}

/// Parts small print at the foot of pages, and drops the marks that point to it.
fn without_footnotes(lines: Vec<Line>, size: f64) -> (Vec<Line>, Vec<(usize, String)>) {
    let mut last: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.size > SMALL * size) {
        let lowest = last.entry((line.page, line.block)).or_insert(line.baseline);
        *lowest = lowest.max(line.baseline);
    }
    let is_note = |line: &Line| {
        line.size <= SMALL * size
            && last.get(&(line.page, line.block)).is_none_or(|lowest| line.baseline > *lowest)
            && last.range((line.page, 0)..(line.page + 1, 0)).next().is_some()
    };
    let (notes, mut kept): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(is_note);
    for line in &mut kept {
        let (baseline, size) = (line.baseline, line.size);
        let is_mark = |word: &Word| {
            word.size < 0.8 * size
                && baseline - word.baseline > RAISED * size
                && word.text.chars().all(|c| c.is_ascii_digit() || "*†‡".contains(c))
        };
        line.words.retain(|word| !is_mark(word));
    }
    kept.retain(|line| !line.words.is_empty());
    (kept, notes.iter().map(|line| (line.page, text(line))).collect())
}

/// The commonest of values, rounded to a tenth, each with its weight; 0 where there is none.
fn usual(values: impl Iterator<Item = (f64, usize)>) -> f64 {
    let mut weights: BTreeMap<i64, usize> = BTreeMap::new();
    for (value, weight) in values {
        *weights.entry((value * 10.0).round() as i64).or_default() += weight;
    }
    weights
        .into_iter()
        .max_by_key(|(value, weight)| (*weight, *value))
        .map_or(0.0, |(value, _)| value as f64 / 10.0)
}

/// Where lines of a document stand: the edges of its columns and the distance of its lines.
struct Frame {
    edges: BTreeMap<(usize, usize), (f64, f64)>,
    leading: f64,
    is_indented: bool,
}

impl Frame {
    fn of(lines: &[Line]) -> Self {
        let mut blocks: BTreeMap<(usize, usize), Vec<&Line>> = BTreeMap::new();
        for line in lines {
            blocks.entry((line.page, line.block)).or_default().push(line);
        }
        let edges: BTreeMap<(usize, usize), (f64, f64)> =
            blocks.into_iter().map(|(block, lines)| (block, edges(&lines))).collect();
        let steps = lines
            .windows(2)
            .filter(|pair| is_same_block(&pair[0], &pair[1]))
            .map(|pair| (pair[1].baseline - pair[0].baseline, 1));
        let leading = usual(steps);
        let indented = |line: &&Line| {
            edges.get(&(line.page, line.block)).is_some_and(|(left, _)| is_indent(line, *left))
        };
        let is_indented = lines.iter().filter(indented).count() * 12 > lines.len();
        Frame { edges, leading, is_indented }
    }

    /// Whether a line begins a paragraph after another; `is_first` says whether that one did.
    fn begins(&self, last: &Line, last_text: &str, is_first: bool, line: &Line) -> bool {
        let edge = |line: &Line| self.edges.get(&(line.page, line.block)).copied().unwrap_or_default();
        let ((left, _), (last_left, last_right)) = (edge(line), edge(last));
        let (indent, last_indent) = (line.left() - left, last.left() - last_left);
        let is_short = last.right() < last_right - 0.12 * (last_right - last_left);
        let is_closed =
            last_text.trim_end_matches(['"', '”', '’', ')', ']']).ends_with(['.', '!', '?', ':', ';']);
        let is_indented = is_indent(line, left);
        let starts_bold = line.words.first().is_some_and(|word| word.is_bold);
        let ends_bold = last.words.last().is_some_and(|word| word.is_bold);
        let changes = starts_bold && !ends_bold
            || ends_bold && !starts_bold && last.words.iter().all(|word| word.is_bold)
            || (line.size / last.size - 1.0).abs() > 0.1
            || is_italic(line) != is_italic(last) && (is_short || is_indented);
        if changes {
            return true;
        }
        if !is_same_block(last, line) {
            return if self.is_indented { is_indented } else { is_closed && is_short };
        }
        let is_apart = line.baseline - last.baseline > GAP * self.leading.max(line.size);
        let is_deeper = is_indented && indent > last_indent + INDENT * 0.5 * line.size;
        let is_again = is_indented
            && is_first
            && (is_short || is_closed && self.is_indented && is_indent(last, last_left));
        is_apart || is_deeper || is_again || !self.is_indented && is_closed && is_short
    }
}

/// Whether a line is set in italics, but for a word or two.
fn is_italic(line: &Line) -> bool {
    line.words.iter().filter(|word| word.is_italic).count() * 10 >= line.words.len() * 7
}

fn is_same_block(last: &Line, line: &Line) -> bool {
    (last.page, last.block) == (line.page, line.block) && line.baseline > last.baseline
}

fn is_indent(line: &Line, left: f64) -> bool {
    line.left() - left > INDENT * line.size
}

/// The left edge at which most lines begin, and the right edge that the long ones reach.
fn edges(lines: &[&Line]) -> (f64, f64) {
    let mut lefts: Vec<f64> = lines.iter().map(|line| line.left()).collect();
    let mut rights: Vec<f64> = lines.iter().map(|line| line.right()).collect();
    lefts.sort_unstable_by(f64::total_cmp);
    rights.sort_unstable_by(f64::total_cmp);
    (lefts[lefts.len() / 10], rights[rights.len() * 9 / 10])
}
