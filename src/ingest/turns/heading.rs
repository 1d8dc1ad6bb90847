//! The heading of a turn: who speaks, for whom, and in which language.

use crate::ingest::document::Paragraph;
use crate::study::built_in;
use crate::text::language_code;
use regex::Regex;
use std::sync::LazyLock;

/// Who speaks, as the heading of a turn says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Heading {
    /// `Mr.`, `Sir`, or the office of the chair.
    pub title: String,
    /// The name with its title; the office of the chair.
    pub speaker: String,
    /// The state or organization in parentheses; may be empty.
    pub actor: String,
    /// The languages spoken, as ISO 639-1; empty where the heading names none.
    pub languages: Vec<&'static str>,
    /// Whether the chair of the meeting speaks.
    pub is_chair: bool,
    /// Whether it stands alone and in parts, as transcripts have it.
    pub is_parted: bool,
    /// Where the speech begins in the paragraph, in bytes.
    pub end: usize,
}

impl Heading {
    /// Whether another heading names the same person.
    pub fn is_same_speaker(&self, other: &Heading) -> bool {
        self.speaker.to_lowercase() == other.speaker.to_lowercase()
            && (self.actor == other.actor || other.actor.is_empty())
    }
}

/// The words that stand before a name: `Mr.`, `Sir`, `Archbishop`.
static TITLES: LazyLock<String> = LazyLock::new(|| {
    let text = built_in("data/records/titles.txt").ok().and_then(|bytes| std::str::from_utf8(bytes).ok());
    let titles: Vec<String> =
        text.unwrap_or_default().lines().filter(|line| !line.is_empty()).map(regex::escape).collect();
    titles.join("|")
});

/// A note on the language: `(spoke in Arabic)`, `(interpretation from French; …)`.
static LANGUAGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\(\s*(?:(?:continued|resumed|continues|continuing) in|(?:he |she )?(?:spoke|speaks|speaking) in|interpretation from|interpreted from|translated from|translation from|original in|delivered in)\s+(?:the\s+)?([\p{L}, ]+?)\s*(?:[;,.][^()]*)?\)").ok()
});

static CHAIR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(The (?:(?:Acting|Temporary|Provisional|Deputy|Honorary) )?(?:(?:Co-|Vice-)?(?:President|Chairm[ae]n|Chairperson|Chairwoman|Chair|Moderator|Facilitator)))((?:\s*\([^()]*\))*)\s*:").ok()
});

/// Title and name, then whatever stands in parentheses, with the colon before or behind it.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^((?i:{}))\s+([\p{{Lu}}’'‘“][^:;()\[\]]{{0,70}}?)\s*(?:(:)\s*((?:\([^()]*\)\s*)*):?|((?:\([^()]*\)\s*)+)(:)?)",
        TITLES.as_str()
    ))
    .ok()
});

/// An office that speaks under its own name: `The Secretary-General:`.
static OFFICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(The (?:Deputy )?(?:Secretary-General|SECRETARY-GENERAL|Under-Secretary-General|Assistant Secretary-General|High Commissioner|Secretary|Clerk))((?:\s*\([^()]*\))*)\s*:").ok()
});

/// The heading with which a paragraph begins a turn.
pub(super) fn heading(paragraph: &Paragraph) -> Option<Heading> {
    let text = paragraph.text.as_str();
    office(text, &CHAIR, true)
        .or_else(|| office(text, &OFFICE, false))
        .or_else(|| named(text, paragraph.bold))
        .or_else(|| parted(paragraph))
}

fn office(text: &str, pattern: &Option<Regex>, is_chair: bool) -> Option<Heading> {
    let found = pattern.as_ref()?.captures(text)?;
    let (name, notes) = (found.get(1)?.as_str(), found.get(2)?.as_str());
    Some(Heading {
        title: name.trim_start_matches("The ").into(),
        speaker: name.into(),
        actor: if is_chair { String::new() } else { "United Nations".into() },
        languages: languages(notes),
        is_chair,
        end: found.get(0)?.end(),
        ..Heading::default()
    })
}

fn named(text: &str, bold: usize) -> Option<Heading> {
    let found = NAMED.as_ref()?.captures(text)?;
    let (title, name, notes) = (found.get(1)?, found.get(2)?, found.get(4).or(found.get(5))?);
    let has_colon = found.get(3).or(found.get(6)).is_some() || notes.as_str().contains(":)");
    let notes_end = found.get(0)?.end();
    let is_bold = bold >= name.end();
    let actor = actor(notes.as_str());
    let words = name.as_str().split_whitespace().count();
    let is_short_title = title.as_str().ends_with('.') || title.as_str().len() <= 4;
    let is_address = ["president", "chair", "speaker", "secretary-general"]
        .iter()
        .any(|office| name.as_str().to_lowercase().starts_with(office));
    // A printer may lose the colon; then the bold name and the state must show the heading.
    let begins_speech = || text[notes_end..].trim_start().starts_with(char::is_uppercase);
    let is_heading = match (has_colon, actor.is_empty()) {
        (true, false) => words <= 10,
        (true, true) => {
            is_bold
                || is_short_title
                    && words <= 4
                    && name.as_str().split_whitespace().all(is_name)
                    && text[notes_end..].starts_with(' ')
        }
        (false, false) => is_bold && begins_speech(),
        (false, true) => false,
    };
    (is_heading && !is_address).then(|| Heading {
        title: title.as_str().into(),
        speaker: format!("{} {}", title.as_str(), name.as_str().trim()),
        actor,
        languages: languages(notes.as_str()),
        end: notes_end,
        ..Heading::default()
    })
}

/// A heading of parts, in bold and alone in its line: `State | Name | Office`.
fn parted(paragraph: &Paragraph) -> Option<Heading> {
    let parts: Vec<&str> = paragraph.text.split('|').map(str::trim).collect();
    let is_heading = paragraph.bold == paragraph.text.len()
        && (2..=4).contains(&parts.len())
        && paragraph.text.len() < 160;
    is_heading.then(|| {
        let office = parts.last().filter(|_| parts.len() > 2).copied().unwrap_or_default();
        Heading {
            title: office.into(),
            speaker: parts[1].into(),
            actor: parts[0].into(),
            is_chair: parts[1..].iter().any(|part| is_chairing(part)),
            is_parted: true,
            end: paragraph.text.len(),
            ..Heading::default()
        }
    })
}

/// A name in bold and alone in its line; in a transcript whose other headings have parts it is one too.
pub(super) fn name_alone(paragraph: &Paragraph) -> Option<Heading> {
    let text = paragraph.text.as_str();
    let is_heading =
        paragraph.bold == text.len() && text.split(' ').count() <= 5 && text.split(' ').all(is_name);
    is_heading.then(|| Heading {
        speaker: text.into(),
        is_parted: true,
        end: text.len(),
        ..Heading::default()
    })
}

/// Whether an office is that of the chair.
fn is_chairing(office: &str) -> bool {
    let words = office.split([' ', '-']).map(str::to_lowercase).collect::<Vec<_>>();
    words
        .last()
        .is_some_and(|last| ["chair", "chairman", "chairperson", "chairwoman"].contains(&last.as_str()))
}

/// Whether a word can be of a name: a capital in front, or a particle such as `de`.
fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || "’'‘“".contains(c))
        || ["de", "da", "del", "der", "van", "von", "bin", "al", "el", "la", "du", "dos", "y", "e"]
            .contains(&word)
}

/// The first parentheses that do not tell the language.
fn actor(notes: &str) -> String {
    let parts = notes.split('(').skip(1).filter_map(|part| part.split(')').next());
    let mut actors = parts.filter(|part| {
        languages(&format!("({part})")).is_empty() && !part.to_lowercase().starts_with("spoke")
    });
    actors.next().unwrap_or_default().trim().trim_end_matches(':').into()
}

/// The languages that notes name, each once.
fn languages(notes: &str) -> Vec<&'static str> {
    let Some(pattern) = LANGUAGE.as_ref() else { return Vec::new() };
    let mut found = Vec::new();
    for note in pattern.captures_iter(notes) {
        for word in note[1].split([',', ' ']) {
            found.extend(language_code(word).filter(|code| !found.contains(code)));
        }
    }
    found
}

/// A paragraph without notes on the language, and the languages that they name.
pub(super) fn without_languages(text: &str) -> (String, Vec<&'static str>) {
    let found = languages(text);
    match LANGUAGE.as_ref().filter(|_| !found.is_empty()) {
        Some(pattern) => {
            (pattern.replace_all(text, "").split_whitespace().collect::<Vec<_>>().join(" "), found)
        }
        None => (text.to_string(), found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, bold: usize, expected: Option<(&str, &str, &str, &str)>) {
        let found = heading(&Paragraph { text: text.into(), bold, ..Paragraph::default() });
        let found = found.map(|found| {
            (found.speaker, found.actor, found.languages.join(";"), text[found.end..].trim().to_string())
        });
        let expected = expected.map(|(speaker, actor, languages, speech)| {
            (speaker.into(), actor.into(), languages.into(), speech.into())
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn headings_give_speaker_actor_and_language() {
        check("Mr. Amani (Kenya): We agree.", 0, Some(("Mr. Amani", "Kenya", "", "We agree.")));
        check(
            "Ms. Ortiz de Rozas (Peru) (spoke in Spanish): We agree.",
            0,
            Some(("Ms. Ortiz de Rozas", "Peru", "es", "We agree.")),
        );
        check(
            "Mr. MALIN (Union of Soviet Socialist Republics) (translated from Russian): No.",
            0,
            Some(("Mr. MALIN", "Union of Soviet Socialist Republics", "ru", "No.")),
        );
        check(
            "The President (interpretation from French): I call.",
            0,
            Some(("The President", "", "fr", "I call.")),
        );
        check("The ACTING PRESIDENT: I call.", 0, Some(("The ACTING PRESIDENT", "", "", "I call.")));
        check(
            "Archbishop Moro (Holy See) (spoke in Arabic; English text provided by the delegation): Peace.",
            0,
            Some(("Archbishop Moro", "Holy See", "ar", "Peace.")),
        );
        check("Mr. Onari: Thank you.", 10, Some(("Mr. Onari", "", "", "Thank you.")));
        check(
            "The Secretary-General: Thank you.",
            0,
            Some(("The Secretary-General", "United Nations", "", "Thank you.")),
        );
    }

    #[test]
    fn printers_errors_are_survived() {
        check(
            "Mr. Amani: (Kenya) (spoke in French): We agree.",
            9,
            Some(("Mr. Amani", "Kenya", "fr", "We agree.")),
        );
        check("Mr. Amani (Kenya:) We agree.", 9, Some(("Mr. Amani", "Kenya", "", "We agree.")));
        check("Mr. Amani (Kenya) We agree.", 9, Some(("Mr. Amani", "Kenya", "", "We agree.")));
    }

    #[test]
    fn transcripts_have_headings_of_parts() {
        let bold = |text: &str| Paragraph { bold: text.len(), ..Paragraph::plain(text) };
        let read = |text: &str| {
            let found = heading(&bold(text)).or_else(|| name_alone(&bold(text)))?;
            Some((found.actor, found.speaker, found.is_chair))
        };
        assert_eq!(read("Kenya | Ana Moro | Delegate"), Some(("Kenya".into(), "Ana Moro".into(), false)));
        assert_eq!(read("Group | Co-Chair"), Some(("Group".into(), "Co-Chair".into(), true)));
        assert_eq!(read("Ana Moro"), Some((String::new(), "Ana Moro".into(), false)));
        assert_eq!(read("A note on the work of the day"), None);
    }

    #[test]
    fn mentions_are_no_headings() {
        check("Mr. Amani of Kenya had a long career: he served twice.", 0, None);
        check("Mr. President: I congratulate you.", 0, None);
        check("Mr. Amani (Kenya), Vice-President, took the Chair.", 0, None);
        check("The President of the session was a man of talent: all agree.", 0, None);
        check("Ms. Amani said: we agree to it, and more.", 0, None);
    }
}
