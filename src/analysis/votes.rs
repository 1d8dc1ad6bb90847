//! Recorded votes by state, also as a division of the states, and the statements that were not coded.

use super::Findings;
use crate::actors::{ActorTable, Date};
use crate::ingest::Vote;
use crate::table::{Cell, Table};

/// The name under which a study asks for tables by vote: each ballot divides the states.
pub const BY_VOTE: &str = "vote";

/// What a ballot holds for a state that is in none of its lists.
const NOT_LISTED: &str = "not listed";

/// The order of the lists of a ballot.
const ORDER: [&str; 3] = ["in favour", "against", "abstaining"];

/// Stands in a list in which there is nobody.
const NOBODY: &str = "None";

/// A recorded vote: who voted how.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// Its name among groupings, no other's.
    pub name: String,
    /// The record.
    pub document_symbol: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// What was voted on.
    pub item: String,
    lists: Vec<List>,
}

/// Those who voted alike.
#[derive(Clone, Debug)]
struct List {
    vote: &'static str,
    stated: Option<usize>,
    place: String,
    /// Actor's id, code and name; the first two empty where the name is not known.
    voters: Vec<[String; 3]>,
}

impl Ballot {
    /// The ballots of records, in their order, with the actors by name at the day.
    pub fn of(votes: &[Vote], actors: &ActorTable) -> Vec<Ballot> {
        let place = |vote: &Vote| ORDER.iter().position(|known| *known == vote.vote);
        let same = |a: &Vote, b: &Vote| {
            let of = |vote: &Vote| [&vote.document_symbol, &vote.date, &vote.item].map(String::clone);
            of(a) == of(b) && place(a) < place(b)
        };
        let mut ballots: Vec<Ballot> = Vec::new();
        for votes in votes.chunk_by(same) {
            let first = &votes[0];
            let of_item = format!("{BY_VOTE}: {} {}", first.document_symbol, first.item);
            let is_on_it = |ballot: &&Ballot| ballot.item == first.item && ballot.date == first.date;
            let name = match ballots.iter().filter(is_on_it).count() {
                0 => of_item.trim_end().into(),
                earlier => format!("{} (vote {})", of_item.trim_end(), earlier + 1),
            };
            ballots.push(Ballot {
                name,
                document_symbol: first.document_symbol.clone(),
                date: first.date.clone(),
                item: first.item.clone(),
                lists: votes.iter().map(|vote| List::of(vote, actors)).collect(),
            });
        }
        ballots
    }

    /// How an actor voted.
    pub fn vote(&self, actor: &str) -> &'static str {
        let voted = |list: &&List| list.voters.iter().any(|[id, ..]| id == actor);
        self.lists.iter().find(voted).map_or(NOT_LISTED, |list| list.vote)
    }
}

impl List {
    fn of(vote: &Vote, actors: &ActorTable) -> List {
        let named = actors.resolve_list(&vote.states, Date::last(&vote.date));
        let voter = |(text, known): (&str, Option<&crate::actors::Actor>)| match known {
            Some(actor) => [actor.id.clone(), actor.iso3.clone(), actor.name.clone()],
            None => [String::new(), String::new(), text.to_string()],
        };
        let voters = named.into_iter().filter(|named| named.text != NOBODY);
        List {
            vote: vote.vote,
            stated: vote.stated,
            place: vote.place.to_string(),
            voters: voters.map(|named| voter((named.text, named.actor))).collect(),
        }
    }
}

impl Findings<'_> {
    /// A row a state and ballot, in the order of the records.
    pub(super) fn votes(&self) -> Table {
        let columns =
            ["document_symbol", "date", "item", "vote", "iso3", "actor_id", "state", "stated", "place"];
        let mut table = Table::new("votes", self.title("Recorded votes"), &columns);
        let mut n_differing = 0;
        for ballot in self.ballots {
            for list in &ballot.lists {
                n_differing += usize::from(list.stated.is_some_and(|stated| stated != list.voters.len()));
                for [id, iso3, name] in &list.voters {
                    table.push(vec![
                        ballot.document_symbol.as_str().into(),
                        ballot.date.as_str().into(),
                        ballot.item.as_str().into(),
                        list.vote.into(),
                        iso3.as_str().into(),
                        id.as_str().into(),
                        name.as_str().into(),
                        list.stated.map_or(Cell::Blank, Cell::from),
                        list.place.as_str().into(),
                    ]);
                }
            }
        }
        table.note(format!(
            "As the records print them; a state without iso3 is a name that is not known. stated: how many the record says \
             voted so; {n_differing} lists have another number."
        ))
    }

    /// A row a statement that is kept and not coded, but those of the chair.
    pub(super) fn not_coded(&self) -> Table {
        let columns = ["statement_id", "actor", "reason", "language", "duplicate_of"];
        let mut table = Table::new("not_coded", self.title("Statements that were not coded"), &columns);
        for coded in self.coded.iter().filter(|coded| coded.kind != crate::statement::ActorKind::Chair) {
            if let Some(why) = coded.uncoded {
                let cells =
                    [coded.id.as_str(), &coded.actor_name, why.name(), &coded.language, &coded.duplicate_of];
                table.push(cells.map(Cell::from).to_vec());
            }
        }
        table.note("They stand in statements.csv and count in no share. A language is told from the text.")
    }
}
