//! Texts cut at their marks, so that a page can set marked words apart. Joined, the pieces are the text.

use crate::coding::{Excerpt, Mark};
use serde::Serialize;

/// A part of a text, marked or not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// `hit`, `cue`, `term` or `sentence`; empty where nothing is marked.
    pub mark: &'static str,
}

/// The marks of a page, the one that is seen where two overlap last.
const MARKS: [&str; 5] = ["", "sentence", "term", "hit", "cue"];

/// How a page marks the words of a mark: the model names a whole sentence for a theme.
pub fn name(mark: &Mark) -> &'static str {
    match mark.kind.as_str() {
        "cue" => "cue",
        "theme" => "hit",
        "model_term" => "term",
        _ => "sentence",
    }
}

/// A text cut at marks, which are ranges of characters with their names.
pub fn cut(text: &str, marks: impl Iterator<Item = (usize, usize, &'static str)>) -> Vec<Piece> {
    let mut of_characters = vec![0; text.chars().count()];
    for (start, end, name) in marks {
        let rank = MARKS.iter().position(|known| *known == name).unwrap_or_default();
        let end = end.min(of_characters.len());
        of_characters[start.min(end)..end].iter_mut().for_each(|known| *known = rank.max(*known));
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last = usize::MAX;
    for (c, rank) in text.chars().zip(of_characters) {
        match pieces.last_mut().filter(|_| rank == last) {
            Some(piece) => piece.text.push(c),
            None => pieces.push(Piece { text: c.into(), mark: MARKS[rank] }),
        }
        last = rank;
    }
    pieces
}

/// The paragraphs of a whole text, with all that counts in it marked.
pub fn paragraphs(text: &str, excerpts: &[Excerpt]) -> Vec<Vec<Piece>> {
    let marks: Vec<(usize, usize, &'static str)> = excerpts
        .iter()
        .flat_map(|excerpt| {
            let at = |mark: &Mark| (excerpt.start + mark.start, excerpt.start + mark.end, name(mark));
            excerpt.marks.iter().map(at).collect::<Vec<_>>()
        })
        .collect();
    let mut from = 0;
    let mut paragraphs = Vec::new();
    for paragraph in text.split("\n\n") {
        let length = paragraph.chars().count();
        let until = from + length;
        let here = marks.iter().filter(|(start, end, _)| *start < until && *end > from);
        paragraphs.push(cut(
            paragraph,
            here.map(|(start, end, name)| (start.saturating_sub(from), end.saturating_sub(from), *name)),
        ));
        from = until + 2;
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        let piece = |piece: &Piece| match piece.mark {
            "" => piece.text.clone(),
            mark => format!("[{mark} {}]", piece.text),
        };
        pieces.iter().map(piece).collect()
    }

    #[test]
    fn joined_pieces_are_the_text() {
        let text = "Señor, we support <b> it.";
        for (marks, expected) in [
            (vec![], text.to_string()),
            (vec![(10, 17, "cue")], "Señor, we [cue support] <b> it.".into()),
            (vec![(0, 25, "sentence"), (7, 17, "hit"), (10, 17, "cue")], {
                "[sentence Señor, ][hit we ][cue support][sentence  <b> it.]".into()
            }),
            (vec![(22, 99, "term"), (50, 40, "hit")], "Señor, we support <b> [term it.]".into()),
        ] {
            let pieces = cut(text, marks.into_iter());
            assert_eq!(shown(&pieces), expected);
            assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        }
    }

    #[test]
    fn marks_stand_in_their_paragraph() {
        let text = "Née.\n\nWe agree.\n\nThank you.";
        let mark = Mark { start: 3, end: 8, kind: "cue".into(), code: "f=v".into() };
        let excerpt = Excerpt { start: 6, text: "We agree.".into(), marks: vec![mark], ..Excerpt::default() };
        let found: Vec<String> = paragraphs(text, &[excerpt]).iter().map(|pieces| shown(pieces)).collect();
        assert_eq!(found, ["Née.", "We [cue agree].", "Thank you."]);
    }
}
