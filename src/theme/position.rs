//! Which position a sentence takes on its theme: what cues show, and what the model makes of its words.

/// From this probability the model's position stands where no cue shows one.
const ALONE_FROM: f64 = 0.6;

/// Below this probability the model doubts a position that a cue shows.
const DOUBTED_BELOW: f64 = 0.1;

/// A position that a cue shows in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Index of the category.
    pub theme: u32,
    /// The sentence.
    pub sentence: u32,
    /// Index of the position in its category.
    pub position: u8,
}

/// What the model says of the positions of a theme in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaning {
    /// Index of the category.
    pub theme: u32,
    /// The sentence.
    pub sentence: u32,
    /// The probability of each position that the model knows, by its index in the category.
    pub probabilities: Vec<(u8, f64)>,
}

/// The position of one sentence on one theme: of those that cues show the likeliest, unless the model doubts it; where
/// none is shown the model's, where it is sure; else none.
///
/// ```
/// use plenary::theme::settled;
/// assert_eq!(settled(&[1], &[]), Some(1));
/// assert_eq!(settled(&[0, 1], &[]), None);
/// assert_eq!(settled(&[0, 1], &[(0, 0.2), (1, 0.7)]), Some(1));
/// assert_eq!(settled(&[0], &[(0, 0.05), (1, 0.7)]), None);
/// assert_eq!(settled(&[], &[(0, 0.9)]), Some(0));
/// assert_eq!(settled(&[], &[(0, 0.5)]), None);
/// ```
pub fn settled(shown: &[u8], leaning: &[(u8, f64)]) -> Option<u8> {
    let probability = |position: u8| {
        leaning.iter().find(|(known, _)| *known == position).map(|(_, probability)| *probability)
    };
    let likeliest = |among: &[(u8, f64)]| among.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
    let mut shown = shown.to_vec();
    shown.sort_unstable();
    shown.dedup();
    match shown.as_slice() {
        [] => likeliest(leaning)
            .filter(|(_, probability)| *probability >= ALONE_FROM)
            .map(|(position, _)| position),
        [one] => Some(*one).filter(|one| probability(*one).is_none_or(|known| known >= DOUBTED_BELOW)),
        several => {
            let known: Vec<(u8, f64)> =
                several.iter().filter_map(|one| Some((*one, probability(*one)?))).collect();
            likeliest(&known).filter(|(_, probability)| *probability >= 0.5).map(|(position, _)| position)
        }
    }
}
