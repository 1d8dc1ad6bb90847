//! The codes that a page sends for one statement: what is accepted, and as what it is kept.
//!
//! Whether a code is one of the question is decided as `plenary run` decides it, by [`People`].

use crate::codebook::{Codings, NONE, People, Question, THEMES};
use crate::error::Severity;
use crate::lexicon::Lexicon;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// The variable of the words that a coder went by.
const EVIDENCE: &str = "evidence";
/// The variable of a remark.
const NOTE: &str = "note";

/// The codes of a statement by variable; none of them is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Codes(pub BTreeMap<String, String>);

/// The variables of a coder's file, in their order.
pub(super) fn columns(question: &Question) -> Vec<&str> {
    question.variables().chain([THEMES, EVIDENCE, NOTE]).collect()
}

impl Codes {
    /// Whether there is a code: marked words and a remark are none.
    pub fn is_coded(&self) -> bool {
        self.0.keys().any(|name| name != EVIDENCE && name != NOTE)
    }

    /// Checks what a page sent for a text of so many characters; empty values are left out.
    ///
    /// # Errors
    /// In plain words, where a variable or a code is none of the question or the lexicon.
    pub fn checked(
        self,
        question: &Question,
        lexicon: &Lexicon,
        n_characters: usize,
    ) -> Result<Codes, String> {
        let given = self.0.into_iter().map(|(name, code)| (name, code.trim().to_string()));
        let codes: BTreeMap<String, String> = given.filter(|(_, code)| !code.is_empty()).collect();
        for (name, code) in &codes {
            match name.as_str() {
                NOTE => {}
                THEMES => themes(code, lexicon)?,
                EVIDENCE => code.split("; ").try_for_each(|piece| evidence(piece, question, n_characters))?,
                name if question.variables().any(|known| known == name) => {}
                unknown => return Err(format!("The question has no variable “{unknown}”.")),
            }
        }
        of_question(&codes, question)?;
        Ok(Codes(codes))
    }
}

/// The codes must be such that `plenary run --codings` takes them.
fn of_question(codes: &BTreeMap<String, String>, question: &Question) -> Result<(), String> {
    let mut line = json!({"statement_id": "s", "coder": "c", NOTE: ""});
    for (name, code) in codes.iter().filter(|(name, _)| *name != NOTE) {
        line[name] = code.as_str().into();
    }
    let mut codings = Codings::default();
    codings.add("", line.to_string().as_bytes()).map_err(|error| error.found)?;
    let refused =
        People::new(codings, question).1.into_iter().find(|found| found.severity == Severity::Reject);
    refused.map_or(Ok(()), |refused| Err(refused.reason()))
}

fn themes(code: &str, lexicon: &Lexicon) -> Result<(), String> {
    let is_known = |slug: &str| lexicon.coded().any(|(_, category)| category.slug == slug);
    match code.split(';').find(|slug| !is_known(slug)) {
        Some(unknown) if code != NONE => Err(format!("The lexicon has no theme “{unknown}”.")),
        _ => Ok(()),
    }
}

/// `12-40 venue=outside_un`: words by their characters in the text, from 0, end excluded, and their code.
fn evidence(piece: &str, question: &Question, n_characters: usize) -> Result<(), String> {
    let parts = || {
        let (place, code) = piece.split_once(' ')?;
        let (start, end) = place.split_once('-')?;
        let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
        let (variable, value) = code.split_once('=')?;
        let is_known = variable == THEMES || question.variables().any(|known| known == variable);
        (start < end && end <= n_characters && is_known && !value.is_empty()).then_some(())
    };
    parts().ok_or_else(|| format!("“{piece}” marks no words of the text."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_question_are_taken_and_others_refused() {
        let question = Question::read(
            "question: q\nlabel: Q\nreferents: {}\nfacets: {venue: {default: open, values: {un: {}}}}\n\
             rules: [{detail: y}]\nclasses: {against: {n: N}, for: {y: Y, z: Z}}",
            "q.yml",
        )
        .unwrap();
        let lexicon = Lexicon::read("a: [b]\nc: [d]\n", "l.yml").unwrap();
        let check = |pairs: &[(&str, &str)]| {
            let given = pairs.iter().map(|(name, code)| (name.to_string(), code.to_string()));
            Codes(given.collect()).checked(&question, &lexicon, 40)
        };
        for pairs in [
            &[][..],
            &[("stance", "for"), ("stance_detail", "z"), ("venue", "open"), ("note", "a\nb")],
            &[("stance", "uncodable"), ("themes", "none")],
            &[("themes", "a;c"), ("evidence", "0-12 stance=for; 39-40 themes=a")],
        ] {
            assert_eq!(check(pairs).map(|codes| codes.0.len()), Ok(pairs.len()), "{pairs:?}");
        }
        assert_eq!(check(&[("stance", " "), ("note", " x ")]).unwrap().0["note"], "x");
        for (pairs, says) in [
            (&[("stance", "agianst")][..], "Did you mean against?"),
            (&[("stance", "for"), ("stance_detail", "n")], "`n` is a detail of against"),
            (&[("mood", "x")], "no variable “mood”"),
            (&[("statement_id", "x")], "no variable"),
            (&[("themes", "a;e")], "no theme “e”"),
            (&[("evidence", "12-12 stance=for")], "marks no words"),
            (&[("evidence", "0-41 stance=for")], "marks no words"),
            (&[("evidence", "0-4 mood=for")], "marks no words"),
        ] {
            let error = check(pairs).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}
