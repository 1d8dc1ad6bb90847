//! The language of a text, where it can be told.

use std::sync::LazyLock;

/// The English names of languages and their codes by ISO 639-1 (ISO 639-3 where there is none).
static NAMES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let table = include_str!("../../data/text/languages.csv");
    table.lines().skip(1).filter_map(|line| line.split_once(',')).collect()
});

/// Characters of a sample, and the samples taken of a text.
const SAMPLE: usize = 800;

/// The code of a language by its English name.
///
/// ```
/// assert_eq!(plenary::text::language_code("french"), Some("fr"));
/// assert_eq!(plenary::text::language_code("Klingon"), None);
/// ```
pub fn language_code(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, code)| *code)
}

/// The language of a text as ISO 639-1; none where no reliable guess can be made.
///
/// The beginning, the middle and the end are looked at, so that a greeting in another language does not
/// decide.
///
/// ```
/// let text = "We thank the Secretary-General for his report on migration, which we have read with great interest.";
/// assert_eq!(plenary::text::language(text), Some("en"));
/// assert_eq!(plenary::text::language("Thank you."), None);
/// ```
pub fn language(text: &str) -> Option<&'static str> {
    let guess = whatlang::detect(&samples(text)).filter(whatlang::Info::is_reliable)?;
    language_code(guess.lang().eng_name())
}

/// Three samples, or the whole of a short text.
fn samples(text: &str) -> String {
    let n = text.chars().count();
    if n <= 3 * SAMPLE {
        return text.into();
    }
    let sample = |from: usize| text.chars().skip(from).take(SAMPLE);
    [sample(0), sample((n - SAMPLE) / 2), sample(n - SAMPLE)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_in_another_language_does_not_decide() {
        let greeting =
            "Permettez-moi de vous féliciter, Monsieur le Président, et de vous souhaiter plein succès. ";
        let speech = "My delegation is of the view that migration concerns every State, rich or poor, and wishes to say why. ";
        assert_eq!(language(&format!("{greeting}{}", speech.repeat(40))), Some("en"));
        assert_eq!(language(&greeting.repeat(40)), Some("fr"));
    }
}
