//! Recorded votes by state, and the statements that were not coded.

use super::Findings;
use crate::actors::Date;
use crate::table::{Cell, Table};

/// Stands in a list in which there is nobody.
const NOBODY: &str = "None";

impl Findings<'_> {
    /// A row a state and ballot, in the order of the records.
    pub(super) fn votes(&self) -> Table {
        let columns =
            ["document_symbol", "date", "item", "vote", "iso3", "actor_id", "state", "stated", "place"];
        let mut table = Table::new("votes", self.title("Recorded votes"), &columns);
        let mut n_differing = 0;
        for vote in self.votes {
            let listed = self.actors.resolve_list(&vote.states, Date::last(&vote.date));
            let listed: Vec<_> = listed.into_iter().filter(|named| named.text != NOBODY).collect();
            n_differing += usize::from(vote.stated.is_some_and(|stated| stated != listed.len()));
            for named in listed {
                let known = named.actor;
                table.push(vec![
                    vote.document_symbol.as_str().into(),
                    vote.date.as_str().into(),
                    vote.item.as_str().into(),
                    vote.vote.into(),
                    known.map_or("", |actor| actor.iso3.as_str()).into(),
                    known.map_or("", |actor| actor.id.as_str()).into(),
                    known.map_or(named.text, |actor| actor.name.as_str()).into(),
                    vote.stated.map_or(Cell::Blank, Cell::from),
                    vote.place.to_string().into(),
                ]);
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
