//! What must hold of every name and every list of names, shared by the fuzz target and by the tests that
//! replay its corpus.

use plenary::actors::{ActorTable, Date};
use std::sync::LazyLock;

static ACTORS: LazyLock<ActorTable> =
    LazyLock::new(|| ActorTable::built_in().expect("the tables are built in"));

/// Resolves a name and a list at a date that the first byte gives: what is listed stands in the text, in order.
pub fn check(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let date = Date::first(&(1945 + u32::from(*first) % 80).to_string());
    let text = String::from_utf8_lossy(rest);
    if let Some(actor) = ACTORS.resolve(&text, date) {
        assert!(ACTORS.get(&actor.id).is_some(), "an actor is of the table");
    }
    let _ = ACTORS.nearest(&text);
    let mut from = 0;
    for listed in ACTORS.resolve_list(&text, date) {
        let at = text[from..].find(listed.text).map(|at| at + from);
        assert!(at.is_some() && !listed.text.is_empty(), "what is listed stands in the text, in order");
        from = at.unwrap_or_default() + listed.text.len();
    }
}
