//! Recorded votes: who voted how on what, checked against the result that the record prints.

use crate::error::{Diagnostic, Place};
use crate::statement::Metadata;
use regex::Regex;
use std::sync::LazyLock;

/// The votes of one column of a ballot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vote {
    /// The record.
    pub document_symbol: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// What was voted on: the text as the record names it, else the item of the agenda.
    pub item: String,
    /// `in favour`, `against` or `abstaining`.
    pub vote: &'static str,
    /// The names of states as printed, in one list.
    pub states: String,
    /// How many the record says they are, where it does.
    pub stated: Option<usize>,
    /// Where it stands.
    pub place: Place,
}

/// A ballot while it is read.
#[derive(Debug, Default)]
pub(super) struct Ballot {
    item: String,
    page: Option<u32>,
    lists: Vec<(&'static str, String)>,
    result: String,
}

impl Ballot {
    /// Whether its result is still to come.
    pub fn is_open(&self) -> bool {
        self.result.is_empty()
    }

    /// Takes the rest of a result that a line end parted; says whether the text was one.
    pub fn goes_on(&mut self, text: &str) -> bool {
        let is_parted = !self.result.is_empty() && self.result != NO_RESULT && !self.result.ends_with('.');
        let is_rest = is_parted && text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        if is_rest {
            self.result.push(' ');
            self.result.push_str(text);
        }
        is_rest
    }
}

/// Stands for a result that was not found.
const NO_RESULT: &str = "-";

static LABEL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(in favou?r|against|abstaining|abstentions?)\s*:\s*").ok());

static RESULT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:(?:adopted|rejected|retained|carried|approved)\b.{0,120}?\bby\b.{0,60}?\b(?:votes|\d)|received \d+ (?:affirmative )?votes|adopted unanimously)").ok()
});

static NUMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)by (?:a (?:recorded )?vote of )?(\d+)(?: votes)? to (\d+|none)(?:,? (?:with |and )?(\d+|no|one) abstention)?|received (\d+) (?:affirmative )?votes?(?: in favou?r)?(?:, (\d+|none|no votes?) against)?(?:,? (?:and |with )?(\d+|no|one) abstention)?").ok()
});

/// Takes a paragraph of a ballot.
pub(super) fn take(ballots: &mut Vec<Ballot>, text: &str, item: &str, page: Option<u32>) {
    let begins = text.to_lowercase().contains("vote was taken")
        || ballots.last().is_none_or(|ballot| !ballot.is_open());
    if begins {
        ballots.push(Ballot { item: item.into(), page, ..Ballot::default() });
    }
    let Some(ballot) = ballots.last_mut() else { return };
    let Some(label) = LABEL.as_ref() else { return };
    let is_result = RESULT.as_ref().is_some_and(|result| result.is_match(text));
    if is_result && !ballot.lists.is_empty() {
        ballot.result = text.into();
        return;
    }
    let mut rest = 0;
    for found in label.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        add(ballot, &text[rest..whole.start()]);
        ballot.lists.push((vote(&found[1]), String::new()));
        rest = whole.end();
    }
    add(ballot, &text[rest..]);
}

/// Ends the open ballot at the next turn, in which the chair may tell the result.
pub(super) fn end(ballots: &mut [Ballot], text: &str) {
    let Some(ballot) = ballots.last_mut().filter(|ballot| ballot.is_open()) else { return };
    let is_result = RESULT.as_ref().is_some_and(|result| result.is_match(text));
    ballot.result = if is_result { text.into() } else { NO_RESULT.into() };
}

/// Adds text to the open list; before the first there is none.
fn add(ballot: &mut Ballot, text: &str) {
    if let Some((_, list)) = ballot.lists.last_mut().filter(|_| !text.trim().is_empty()) {
        if !list.is_empty() {
            list.push(' ');
        }
        list.push_str(text.trim());
    }
}

fn vote(label: &str) -> &'static str {
    match label.to_lowercase() {
        label if label.starts_with("in") => "in favour",
        label if label.starts_with("ag") => "against",
        _ => "abstaining",
    }
}

/// The lists of all ballots, and where one has no result.
pub(super) fn read(ballots: Vec<Ballot>, known: &Metadata, place: &Place) -> (Vec<Vote>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut votes = Vec::new();
    for ballot in ballots.into_iter().filter(|ballot| !ballot.lists.is_empty()) {
        let place = ballot.page.map_or(place.clone(), |page| place.clone().at_page(page));
        if ballot.result.is_empty() || ballot.result == NO_RESULT {
            let found = "a recorded vote ends without its result";
            diagnostics.push(
                Diagnostic::warning(place.clone(), found)
                    .remedy("Check the table of votes against the record"),
            );
        }
        let item = named(&ballot.result).unwrap_or_else(|| ballot.item.clone());
        votes.extend(ballot.lists.into_iter().map(|(vote, states)| Vote {
            document_symbol: known.document_symbol.clone(),
            date: known.date.clone(),
            item: item.clone(),
            vote,
            states,
            stated: stated(&ballot.result, vote),
            place: place.clone(),
        }));
    }
    (votes, diagnostics)
}

/// How many the result says voted so: `by 143 votes to 4, with 11 abstentions`.
fn stated(result: &str, vote: &str) -> Option<usize> {
    let found = NUMBERS.as_ref()?.captures(result)?;
    let column = match vote {
        "in favour" => 1,
        "against" => 2,
        _ => 3,
    };
    let number = found.get(column).or(found.get(column + 3)).map_or("none", |number| number.as_str());
    match number.to_lowercase().as_str() {
        "one" => Some(1),
        word if word.starts_with("no") => Some(0),
        digits => digits.parse().ok(),
    }
}

/// What the result says was voted on: the words before `was adopted`.
fn named(result: &str) -> Option<String> {
    let end = [" was ", " were "].iter().filter_map(|verb| result.find(verb)).min()?;
    Some(result[..end].trim().to_string()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ballot_is_read_with_what_the_record_states() {
        let mut ballots = Vec::new();
        for text in [
            "A recorded vote was taken.",
            "In favour:",
            "Angola, Chad",
            "Against: Palau Abstaining: None",
            "The draft resolution was adopted by 2 votes to 1.",
        ] {
            take(&mut ballots, text, "Item 7", Some(3));
        }
        let (votes, faults) = read(ballots, &Metadata::default(), &Place::file("x.pdf"));
        let found: Vec<_> = votes.iter().map(|vote| (vote.vote, vote.states.as_str(), vote.stated)).collect();
        let expected = [
            ("in favour", "Angola, Chad", Some(2)),
            ("against", "Palau", Some(1)),
            ("abstaining", "None", Some(0)),
        ];
        assert_eq!(found, expected);
        assert_eq!(
            (votes[0].item.as_str(), votes[0].place.page, faults.len()),
            ("The draft resolution", Some(3), 0)
        );
    }

    #[test]
    fn results_of_a_show_of_hands_are_read() {
        for (result, stated_so) in [
            ("The draft resolution received 15 votes in favour.", [Some(15), Some(0), Some(0)]),
            ("It received 13 votes in favour, none against and 2 abstentions.", [Some(13), Some(0), Some(2)]),
            ("It received 9 affirmative votes, 1 against, with one abstention.", [Some(9), Some(1), Some(1)]),
            ("It was adopted unanimously.", [None; 3]),
        ] {
            let found = ["in favour", "against", "abstaining"].map(|vote| stated(result, vote));
            assert_eq!(found, stated_so, "{result}");
        }
    }

    #[test]
    fn a_vote_without_result_is_told() {
        let mut ballots = Vec::new();
        take(&mut ballots, "In favour: Angola", "Item 7", None);
        end(&mut ballots, "I call on the representative of Chad.");
        let (votes, faults) = read(ballots, &Metadata::default(), &Place::file("x.pdf"));
        assert_eq!((votes[0].item.as_str(), votes[0].stated, faults.len()), ("Item 7", None, 1));
    }
}
