//! Whose statement a text is, by its title: the short paragraphs before it turns to someone or begins to speak.

use super::Finder;
use crate::actors::{ActorTable, find_named};
use crate::statement::ActorKind;
use regex::Regex;

/// The most paragraphs of a title, and the most bytes of each.
const PARAGRAPHS: usize = 8;
const LENGTH: usize = 250;

/// The most words of a title that ends as a sentence does: `Check against delivery.`
const WORDS_OF_SENTENCE: usize = 5;

/// How a title says in which language a statement was made: `Translated from French`, `Russian version`.
const LANGUAGE_NOTE: &str = r"(?ix)
    \b (?: translat | interpret | original | version | deliver | speak | spo[ck]e | statement ) \w*
    (?: \s+ (?: from | in | is ) | \s* : )? (?: \s+ the )? \s+ (?: arabic | chinese | english | french | portuguese | russian | spanish ) \b
    | \b in \s+ (?: arabic | chinese | english | french | portuguese | russian | spanish ) \b
    | \b (?: arabic | chinese | english | french | portuguese | russian | spanish )
    \s+ (?: text | version | translation | original ) \b";

/// Finds the state that a title names.
pub(super) struct Titles {
    states: Box<Finder>,
    language_note: Option<Regex>,
}

impl Titles {
    pub fn new(actors: &ActorTable) -> Self {
        Titles {
            states: Box::new(find_named(actors, ActorKind::State)),
            language_note: Regex::new(LANGUAGE_NOTE).ok(),
        }
    }

    /// The one state that the title of a text names, by id; none where it names several.
    pub fn state(&self, text: &str) -> Option<String> {
        let opening = text.split("\n\n").take(PARAGRAPHS);
        let title: Vec<&str> = opening.take_while(|paragraph| is_of_title(paragraph)).collect();
        let title = title.join("\n");
        let title = match &self.language_note {
            Some(note) => note.replace_all(&title, ""),
            None => title.as_str().into(),
        };
        let mut named = (self.states)(&title);
        if named.len() == 1 { named.pop() } else { None }
    }
}

/// Whether a paragraph can stand in a title: it is short, turns to nobody, and is no sentence.
fn is_of_title(paragraph: &str) -> bool {
    let is_sentence = paragraph.trim_end_matches(['"', '”', '’']).ends_with(['.', '!', '?'])
        && paragraph.split_whitespace().count() > WORDS_OF_SENTENCE;
    paragraph.len() < LENGTH && !paragraph.ends_with(',') && !is_sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(title: &str) -> Option<String> {
        let titles = Titles::new(&ActorTable::built_in().unwrap());
        titles.state(&format!("{title}\n\nMadam President, I wish to thank the Minister of Chad."))
    }

    #[test]
    fn a_title_names_the_speaker() {
        assert_eq!(
            state("Check against delivery.\n\nStatement by the Minister of Morocco").as_deref(),
            Some("MAR")
        );
        assert_eq!(state("Permanent Mission of the USA").as_deref(), Some("USA"));
        assert_eq!(state("Statement delivered by Peru, in Spanish").as_deref(), Some("PER"));
        assert_eq!(state("Delivered by the Minister of the Russian Federation").as_deref(), Some("RUS"));
        assert_eq!(state("Talks of Peru and Chile"), None);
    }

    #[test]
    fn words_that_look_like_states_name_none() {
        assert_eq!(state("Statement by the Minister of Labour and Migration"), None);
        assert_eq!(state("(Translated from French)\n\n[Original: Spanish]\n\nRussian version"), None);
        assert_eq!(state("Statement in French"), None);
        assert_eq!(state("We fully subscribe to what Finland said before us."), None);
    }
}
