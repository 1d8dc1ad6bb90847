//! The coders and what they may see and do: each her own codes, the adjudicator all of them.
//!
//! Owns revisions: codes are saved only by who has seen the last ones.

use super::codes::{Codes, columns};
use super::form;
use super::journal::{Journal, Revision, read_all};
use super::task::{Item, Task};
use crate::codebook::{ADJUDICATED, Codings, THEMES};
use crate::error::Result;
use crate::validity::{AgreementSettings, disagreements_table};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The statements, and those who code them.
pub(super) struct Desk {
    pub task: Task,
    pub seats: Vec<Seat>,
    /// The folder of the coders' files.
    pub folder: PathBuf,
    pub shows_actor: bool,
    pub shows_machine: bool,
    /// Names are given letters in an order of chance, which a coder's name does not tell.
    pub chance: [u8; 32],
}

/// A coder with her file.
pub(super) struct Seat {
    pub coder: String,
    pub journal: Journal,
}

impl Seat {
    pub fn is_adjudicator(&self) -> bool {
        self.coder == ADJUDICATED
    }
}

/// What a page sends to be saved.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sent {
    /// The revision that the page has seen.
    revision: u64,
    codes: Codes,
}

/// What became of it.
pub(super) enum Saved {
    /// It is on disk.
    Yes(Value),
    /// Newer codes are there, which the page has not seen.
    Newer(Value),
    /// It cannot be a code, in plain words.
    Refused(String),
    /// The disk did not take it.
    Failed(String),
}

impl Desk {
    /// The codebook, and the list of statements for a coder.
    pub fn task(&self, seat: usize) -> Result<Value> {
        let seat = &self.seats[seat];
        let disputed = if seat.is_adjudicator() { Some(self.disputed()?) } else { None };
        let is_listed = |item: &Item| disputed.as_ref().is_none_or(|ids| ids.contains_key(&item.id));
        let items = self.task.items.iter().enumerate().filter(|(_, item)| is_listed(item));
        let listed = |(number, item): (usize, &Item)| {
            let last = seat.journal.last(&item.id);
            json!({
                "number": number,
                "name": if self.shows_actor { item.id.clone() } else { format!("Statement {}", number + 1) },
                "is_coded": last.codes.is_coded(),
            })
        };
        let mut task = form::codebook(&self.task);
        task["coder"] = seat.coder.as_str().into();
        task["is_adjudicator"] = seat.is_adjudicator().into();
        task["statements"] = items.map(listed).collect();
        Ok(task)
    }

    /// A statement with the coder's own codes; for the adjudicator, with those of all.
    pub fn statement(&self, seat: usize, number: usize) -> Result<Option<Value>> {
        let Some(item) = self.task.items.get(number) else { return Ok(None) };
        let seat = &self.seats[seat];
        let mut shown = form::statement(item, self.shows_actor, self.shows_machine);
        shown["number"] = number.into();
        shown["saved"] = revision(&seat.journal, &item.id, seat.journal.last(&item.id));
        if seat.is_adjudicator() {
            shown["coders"] = self.side_by_side(&item.id)?;
        }
        Ok(Some(shown))
    }

    /// Saves the codes of a statement; none where there is no such statement.
    pub fn save(&mut self, seat: usize, number: usize, sent: Sent) -> Option<Saved> {
        let item = self.task.items.get(number)?;
        let checked = sent.codes.checked(&self.task.question, &self.task.lexicon, item.n_characters());
        let codes = match checked {
            Ok(codes) => codes,
            Err(why) => return Some(Saved::Refused(why)),
        };
        let journal = &mut self.seats[seat].journal;
        let last = journal.last(&item.id);
        // The same codes a second time are those of a page that did not hear the answer.
        if last.number != sent.revision && last.codes != codes {
            return Some(Saved::Newer(revision(journal, &item.id, last)));
        }
        Some(match journal.save(&item.id, codes) {
            Ok(saved) => Saved::Yes(revision(journal, &item.id, saved)),
            Err(error) => Saved::Failed(error.to_string()),
        })
    }

    /// The names behind the letters.
    pub fn names(&self) -> Result<Value> {
        let letters = self.letters(&self.codings()?);
        Ok(letters.into_iter().map(|(coder, letter)| json!({"letter": letter, "name": coder})).collect())
    }

    /// The codes of all coders in the folder, read again: another server may have added some.
    fn codings(&self) -> Result<Codings> {
        let mut codings = Codings::default();
        for (file, lines) in read_all(&self.folder)? {
            codings.add(&file, &lines)?;
        }
        Ok(codings)
    }

    /// The statements on which people differ, each with the variables.
    fn disputed(&self) -> Result<BTreeMap<String, BTreeSet<String>>> {
        Ok(disputed(&self.codings()?, self.variables()))
    }

    fn variables(&self) -> Vec<&str> {
        self.task.question.variables().chain([THEMES]).collect()
    }

    /// A letter for each person with a row.
    fn letters(&self, codings: &Codings) -> BTreeMap<String, String> {
        let mut people: Vec<String> = codings.people().into_iter().map(String::from).collect();
        people.sort_by_key(|coder| *blake3::keyed_hash(&self.chance, coder.as_bytes()).as_bytes());
        people.into_iter().enumerate().map(|(at, coder)| (coder, letter(at))).collect()
    }

    /// What each coder said of a statement, under letters, and on what they differ.
    fn side_by_side(&self, id: &str) -> Result<Value> {
        let codings = self.codings()?;
        let differ = disputed(&codings, self.variables()).remove(id).unwrap_or_default();
        let shown = columns(&self.task.question);
        let mut coders: Vec<Value> = Vec::new();
        for (coder, letter) in self.letters(&codings) {
            let code = |name: &&str| Some((name.to_string(), codings.code(id, &coder, name)?.to_string()));
            let codes: BTreeMap<String, String> = shown.iter().filter_map(code).collect();
            if !codes.is_empty() {
                coders.push(json!({"letter": letter, "codes": codes}));
            }
        }
        coders.sort_by_key(|coder| coder["letter"].to_string());
        Ok(json!({"all": coders, "differ": differ}))
    }
}

fn disputed(codings: &Codings, variables: Vec<&str>) -> BTreeMap<String, BTreeSet<String>> {
    let settings = AgreementSettings { multi: vec![THEMES.into()], ..AgreementSettings::default() };
    let mut disputed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in disagreements_table(codings, &variables, &settings).rows {
        if let [statement, variable, ..] = &row[..] {
            disputed.entry(statement.to_string()).or_default().insert(variable.to_string());
        }
    }
    disputed
}

/// A, B, … Z, then AA, AB, …
fn letter(at: usize) -> String {
    let last = char::from(b'A' + (at % 26) as u8);
    if at < 26 { last.to_string() } else { letter(at / 26 - 1) + &last.to_string() }
}

/// Codes as a page needs them: with their revision, and those before, for undo.
fn revision(journal: &Journal, id: &str, revision: Revision) -> Value {
    json!({"revision": revision.number, "codes": revision.codes, "before": journal.before(id)})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_disputes() {
        assert_eq!([0, 25, 26, 27].map(letter), ["A", "Z", "AA", "AB"]);
        let mut codings = Codings::default();
        let rows = "s1,anna,for,a;b,\ns1,bela,for,b;a,x\ns2,anna,for,,\ns2,bela,against,a,\ns3,anna,for,,\n";
        let text = format!("statement_id,coder,stance,themes,note\n{rows}");
        codings.add("c.csv", text.as_bytes()).unwrap();
        let found = disputed(&codings, vec!["stance", "themes"]);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["s2"]);
        assert_eq!(found["s2"].iter().collect::<Vec<_>>(), ["stance"]);
    }
}
