//! The built-in reader: the words of each page with their places, from the signs that a page draws.
//!
//! Alone here stands what knows the PDF library. Many fonts carry no name, so bold and italics are
//! measured on the outlines: see [`Cut`].

use super::Fault;
use super::columns::is_from_right;
use super::ligatures::{Mended, mend};
use super::page::{Page, Word};
use hayro_cmap::BfString;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use hayro_syntax::{LoadPdfError, Pdf};
use kurbo::{Affine, BezPath, ParamCurveMoments, Rect, Shape};
use rustc_hash::FxHashMap;

/// The gap between two signs, as a share of their size, from which they are of two words.
const WORD_GAP: f64 = 0.16;

/// The height of the line to the next, as a share of the size, from which two signs are of two lines.
const LINE_SHIFT: f64 = 0.12;

/// The distance, as a share of the size, at which the same sign again is one drawn twice to look bold.
const SAME_PLACE: f64 = 0.12;

/// How much blacker than the document's usual letter a bold one is.
const BOLD: f64 = 1.18;

/// How much more than the document's usual letter an italic one leans to the right.
const ITALIC: f64 = 0.09;

/// The pages of a file, and the ligatures that were read against its font.
///
/// # Errors
/// Where it cannot be opened.
pub(super) fn pages(bytes: &[u8]) -> Result<(Vec<Page>, Vec<Mended>), Fault> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|fault| match fault {
        LoadPdfError::Decryption(_) => Fault::Locked,
        LoadPdfError::Invalid => Fault::Broken,
    })?;
    if pdf.pages().is_empty() {
        return Err(Fault::Broken);
    }
    let cache = InterpreterCache::new();
    let mut cuts = Cuts::default();
    let mut drawn = Vec::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let [a, b, c, d, e, f] = page.initial_transform(true).as_coeffs();
        let upright = Affine::new([a, b, c, d, e, f]);
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let settings = InterpreterSettings::default();
        let mut context = Context::new(upright, area, &cache, pdf.xref(), settings);
        let mut pen = Pen { cuts: &mut cuts, signs: Vec::new(), n_turned: 0, has_picture: false };
        interpret_page(page, &mut context, &mut pen);
        let Pen { signs, n_turned, has_picture, .. } = pen;
        drawn.push(Drawing { width: area.width(), height: area.height(), signs, n_turned, has_picture });
    }
    let usual = Usual::of(drawn.iter().flat_map(|drawing| &drawing.signs));
    let mut words: Vec<Vec<Vec<Sign>>> = Vec::new();
    let mut pages = Vec::new();
    for Drawing { width, height, signs, n_turned, has_picture } in drawn {
        let n_unread = signs.iter().filter(|sign| sign.text.is_empty()).count();
        words.push(joined(signs));
        pages.push(Page { width, height, words: Vec::new(), n_unread, n_turned, has_picture });
    }
    let mended = mend(words.iter_mut().flatten());
    for (page, words) in pages.iter_mut().zip(words) {
        let styles = styles(&words, &usual);
        page.words = words.into_iter().zip(styles).filter_map(|(signs, style)| word(signs, style)).collect();
    }
    Ok((pages, mended))
}

/// Whether each word is bold, and whether it is italic; a number is set as the word before it in its line, or
/// the one behind it.
fn styles(words: &[Vec<Sign>], usual: &Usual) -> Vec<(bool, bool)> {
    let own: Vec<Option<(bool, bool)>> = words.iter().map(|signs| usual.style(signs)).collect();
    let baseline = |n: usize| words.get(n).and_then(|signs| signs.first()).map(|sign| sign.baseline);
    let beside =
        |n: usize, other: usize| if baseline(n) == baseline(other) { *own.get(other)? } else { None };
    let style = |n: usize| own[n].or_else(|| beside(n, n.checked_sub(1)?)).or_else(|| beside(n, n + 1));
    (0..words.len()).map(|n| style(n).unwrap_or_default()).collect()
}

/// What a page draws.
struct Drawing {
    width: f64,
    height: f64,
    signs: Vec<Sign>,
    n_turned: usize,
    has_picture: bool,
}

/// A sign drawn on a page; lengths in points, from the upper left corner.
#[derive(Clone, Debug, Default)]
pub(super) struct Sign {
    /// Empty where the font does not say which character it is.
    pub text: String,
    /// Equal for equal signs of one font.
    pub key: u128,
    /// Its left end.
    pub left: f64,
    /// Its right end.
    pub right: f64,
    /// The line on which it stands.
    pub baseline: f64,
    /// The size of its type.
    pub size: f64,
    /// How its letter is cut; none where it has no outline.
    pub cut: Option<Cut>,
}

/// The black of a letter in thousandths of its square, and how far it leans: the slope of the axis of
/// its moments of area. Both are compared with the same letter as the document usually prints it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    black: f64,
    lean: f64,
}

impl Cut {
    fn of(outline: &BezPath) -> Option<Cut> {
        let area = outline.area();
        if area.abs() < 1.0 {
            return None;
        }
        let moments = outline.moments();
        let (x, y) = (moments.moment_y / area, moments.moment_x / area);
        let (xy, yy) = (moments.moment_xy / area - x * y, moments.moment_xx / area - y * y);
        Some(Cut { black: area.abs(), lean: if yy > 0.0 { xy / yy } else { 0.0 } })
    }
}

/// The cut of each outline, measured once.
#[derive(Default)]
struct Cuts(FxHashMap<u128, Option<Cut>>);

/// The usual cut of each character in a document.
struct Usual(FxHashMap<String, Cut>);

impl Usual {
    fn of<'s>(signs: impl Iterator<Item = &'s Sign>) -> Self {
        let mut cuts: FxHashMap<&str, Vec<Cut>> = FxHashMap::default();
        for sign in signs.filter(|sign| sign.text.chars().all(char::is_alphabetic)) {
            cuts.entry(&sign.text).or_default().extend(sign.cut);
        }
        let median = |cuts: &[Cut], of: fn(&Cut) -> f64| {
            let mut values: Vec<f64> = cuts.iter().map(of).collect();
            values.sort_unstable_by(f64::total_cmp);
            values[values.len() / 2]
        };
        let usual = cuts.into_iter().filter(|(_, cuts)| !cuts.is_empty()).map(|(text, cuts)| {
            (
                text.to_string(),
                Cut { black: median(&cuts, |cut| cut.black), lean: median(&cuts, |cut| cut.lean) },
            )
        });
        Usual(usual.collect())
    }

    /// Whether the letters of a word are bold, and whether they are italic; none where it has none.
    fn style(&self, signs: &[Sign]) -> Option<(bool, bool)> {
        let compared: Vec<(f64, f64)> = signs
            .iter()
            .filter_map(|sign| {
                let (cut, usual) = (sign.cut?, self.0.get(&sign.text)?);
                Some((cut.black / usual.black, cut.lean - usual.lean))
            })
            .collect();
        if compared.is_empty() {
            return None;
        }
        let n = compared.len() as f64;
        let black = compared.iter().map(|(black, _)| black).sum::<f64>() / n;
        let lean = compared.iter().map(|(_, lean)| lean).sum::<f64>() / n;
        Some((black >= BOLD, lean >= ITALIC))
    }
}

/// Notes each sign of a page.
struct Pen<'c> {
    cuts: &'c mut Cuts,
    signs: Vec<Sign>,
    n_turned: usize,
    has_picture: bool,
}

impl Pen<'_> {
    fn note(&mut self, glyph: &Glyph<'_>, transform: Affine) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        let [a, b, c, d, left, baseline] = transform.as_coeffs();
        // Outlines are drawn in a square of a thousand.
        let (size, across) = (1000.0 * c.hypot(d), a.hypot(b));
        let is_upright = b.abs() <= 0.1 * a.abs() && a > 0.0;
        if !is_upright || !size.is_finite() || !left.is_finite() || !baseline.is_finite() {
            self.n_turned += usize::from(!text.trim().is_empty());
            return;
        }
        let (advance, cut, key) = match glyph {
            Glyph::Outline(outline) => {
                let key = outline.identifier().cache_key();
                let cut = *self.cuts.0.entry(key).or_insert_with(|| Cut::of(&outline.outline()));
                (outline.advance_width(), cut, key)
            }
            Glyph::Type3(drawing) => (drawing.advance_width(), None, 0),
        };
        let right = left + across * f64::from(advance.unwrap_or(500.0));
        self.signs.push(Sign { text, key, left, right, baseline, size, cut });
    }
}

impl<'a> Device<'a> for Pen<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.note(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.has_picture = true;
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.has_picture = true;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// The signs of each word, in the order in which they were drawn.
fn joined(signs: Vec<Sign>) -> Vec<Vec<Sign>> {
    let mut words: Vec<Vec<Sign>> = Vec::new();
    let mut open: Vec<Sign> = Vec::new();
    for sign in signs {
        if sign.text.trim().is_empty() {
            words.push(std::mem::take(&mut open));
            continue;
        }
        if let Some(last) = open.last() {
            let is_again = last.text == sign.text
                && (last.left - sign.left).abs() < SAME_PLACE * sign.size
                && (last.baseline - sign.baseline).abs() < SAME_PLACE * sign.size;
            if is_again {
                continue;
            }
            let gap = (sign.left - last.right).max(last.left - sign.right);
            let is_of_word = gap < WORD_GAP * sign.size.max(last.size)
                && (sign.baseline - last.baseline).abs() < LINE_SHIFT * last.size
                && (sign.size / last.size - 1.0).abs() < 0.15;
            if !is_of_word {
                words.push(std::mem::take(&mut open));
            }
        }
        open.push(sign);
    }
    words.push(open);
    words
}

/// The word of its signs, set in bold or italics or not; none where there are none.
fn word(mut signs: Vec<Sign>, (is_bold, is_italic): (bool, bool)) -> Option<Word> {
    let first = signs.first()?;
    let (baseline, size) = (first.baseline, first.size);
    // Signs of scripts that run from right to left may be drawn from left to right.
    let is_drawn_rightwards = signs.last().is_some_and(|last| last.left > first.left);
    if is_drawn_rightwards && signs.iter().any(|sign| sign.text.chars().any(is_from_right)) {
        signs.reverse();
    }
    Some(Word {
        text: signs.iter().map(|sign| sign.text.as_str()).collect(),
        left: signs.iter().map(|sign| sign.left).fold(f64::INFINITY, f64::min),
        right: signs.iter().map(|sign| sign.right).fold(f64::NEG_INFINITY, f64::max),
        baseline,
        size,
        is_bold,
        is_italic,
    })
}
