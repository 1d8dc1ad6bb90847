//! What stands between the words of speakers: directions, headings of items, votes; and what the chair
//! says on who speaks for whom.

use crate::ingest::document::Paragraph;
use regex::Regex;
use std::sync::LazyLock;

/// What a paragraph without a heading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Words of the speaker.
    Speech,
    /// A heading of the agenda.
    Item,
    /// Part of a recorded vote.
    Vote,
    /// A stage direction.
    Direction,
}

static DIRECTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?:The (?:public |formal |informal )?meeting (?:was (?:called|suspended|resumed|adjourned)|rose|resumed))|It was so decided|There being no objection|(?:The (?:agenda|draft resolution|draft decision|motion|amendment|proposal|provisional agenda)|Draft (?:resolution|decision)) .{0,80}was (?:adopted|rejected|approved)|(?:A|The) (?:recorded |roll-call )?vote was taken|.{3,90}(?:took|returned to) the Chair\.?$|The members of the .{3,40} observed|.{3,140} was escorted |At the invitation of the President|.{3,80} took (?:a|the) place at |\[.*\]$|\*\s*[A-Z0-9]|\*\d+\*$)",
    )
    .ok()
});

static VOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:a (?:recorded|roll-call) vote was taken|in favou?r\s*:|against\s*:|abstaining\s*:|abstentions?\s*:)").ok()
});

static CALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:call (?:up)?on|give the floor|floor is given|floor to|invite) .{0,60}(?:representative|member|speaker|minister|ambassador|observer|mr\.|ms\.|mrs\.)").ok()
});

static BEHALF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:speak|speaking|statement|intervention|address [^.]{3,60}|take the floor|delivering [^.]{3,40}|^)\s*on behalf of (?:the )?(?:States members? of )?(?:the )?([^.,;:—–]{3,90}?)(?:[.,;:—–]|$| as | and (?:to|in|on)\b)").ok()
});

/// What a paragraph without a heading is; `in_vote` says whether a vote is being listed.
pub(super) fn stage(paragraph: &Paragraph, in_vote: bool) -> Stage {
    let text = paragraph.text.as_str();
    let is = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text));
    if is(&VOTE) {
        Stage::Vote
    } else if is(&DIRECTION) {
        if in_vote { Stage::Vote } else { Stage::Direction }
    } else if in_vote && is_list(text) {
        Stage::Vote
    } else if paragraph.is_heading {
        Stage::Item
    } else if paragraph.is_italic && text.chars().any(char::is_alphabetic) {
        Stage::Direction
    } else {
        Stage::Speech
    }
}

/// Whether a text lists names: most of its words begin with a capital.
fn is_list(text: &str) -> bool {
    let words = || text.split_whitespace().filter(|word| !["and", "of", "the"].contains(word));
    words().filter(|word| word.starts_with(char::is_uppercase)).count() * 10 > words().count() * 6
}

/// Whether the chair's words give the floor to someone.
pub(super) fn calls_on_someone(paragraphs: &[String]) -> bool {
    CALL.as_ref().is_some_and(|call| paragraphs.iter().any(|paragraph| call.is_match(paragraph)))
}

/// For whom the chair says that the next speaker will speak; empty where it says nothing.
pub(super) fn introduced_for(paragraphs: &[String]) -> String {
    paragraphs.last().map_or(String::new(), |last| on_behalf_of(last))
}

/// For whom a speaker says, in the first sentences, that the statement is given; empty where none is named.
///
/// What is no known group (a delegation, a people) is left to those who know actors.
pub(super) fn on_behalf_of(text: &str) -> String {
    let opening: String = text.chars().take(600).collect();
    let found = BEHALF.as_ref().and_then(|behalf| behalf.captures(&opening));
    let named = found.map_or(String::new(), |found| found[1].trim().to_string());
    let named = named.split(" (").next().unwrap_or_default().split(" on th").next().unwrap_or_default();
    let is_own = ["my ", "our ", "his ", "her "].iter().any(|word| named.to_lowercase().starts_with(word));
    if is_own { String::new() } else { named.to_string() }
}
