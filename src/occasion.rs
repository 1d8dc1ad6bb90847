//! On what occasion a statement was made: at a meeting on the topic, or in a debate on everything.
//!
//! The name of the meeting tells, or else the text. A statement at a meeting on a topic is short and may name it but once;
//! a speech in a debate on everything is long, and may speak of the topic in a paragraph or two. So the longer a text, the
//! more of it must be on the topic.

/// On what occasion a statement was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Occasion {
    /// At a meeting on the topic, by its name or as the speaker calls it.
    ByName,
    /// At a meeting on the topic, as the words of the statement show.
    ByWords,
    /// In a debate on everything, as far as can be told.
    #[default]
    Elsewhere,
}

impl Occasion {
    /// Whether it is a meeting on the topic.
    pub fn is_on_topic(self) -> bool {
        self != Occasion::Elsewhere
    }
}

/// A shorter text is mostly an excerpt, on what it was chosen for, and tells nothing of the occasion.
const LEAST_SENTENCES: usize = 6;

/// A text of so many sentences must have all of them on the topic, a text of a tenth of them a tenth: one sentence in 20,
/// four in 40, 16 in 80.
const ALL_OF: f64 = 400.0;

/// Whether a statement reads as made at a meeting on the topic; for each sentence is given whether it has a word of it.
pub fn reads_on_topic(has_word: &[bool]) -> bool {
    let n_on_topic = has_word.iter().filter(|has| **has).count() as f64;
    let n_sentences = has_word.len() as f64;
    has_word.len() >= LEAST_SENTENCES && n_on_topic >= n_sentences * n_sentences / ALL_OF
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A statement of this length with so many sentences on the topic.
    fn is_taken(length: usize, on_topic: usize) -> bool {
        reads_on_topic(&(0..length).map(|i| i < on_topic).collect::<Vec<_>>())
    }

    #[test]
    fn length_and_share_tell_a_meeting_on_the_topic_from_a_debate_on_everything() {
        assert!(is_taken(20, 1) && !is_taken(20, 0));
        assert!(is_taken(80, 16) && !is_taken(80, 15));
        assert!(!is_taken(5, 5) && !is_taken(0, 0));
    }
}
