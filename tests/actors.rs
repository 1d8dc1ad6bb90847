//! Names as they are printed, alone and in lists, against tables that a reader can check; and the tables of
//! the High-level Dialogue of 2006.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use plenary::actors::{Actor, ActorTable, Date};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

type Row = BTreeMap<String, String>;

static ACTORS: LazyLock<ActorTable> = LazyLock::new(|| ActorTable::built_in().unwrap());

fn rows(path: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

fn id(actor: Option<&Actor>) -> &str {
    actor.map_or("", |actor| actor.id.as_str())
}

fn resolved(name: &str, date: &str) -> &'static str {
    id(ACTORS.resolve(name, Date::last(date)))
}

/// Fails with all faults at once.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}\n", faults.len(), faults.join("\n"));
}

#[test]
fn names_resolve_as_the_table_says() {
    let rows = rows("tests/data/actors/names.csv");
    let faults = rows.iter().filter_map(|row| {
        let found = resolved(&row["name"], &row["date"]);
        (found != row["actor_id"])
            .then(|| format!("{} ({}): {found} for {}", row["name"], row["date"], row["actor_id"]))
    });
    none(&faults.collect::<Vec<_>>());
    assert!(rows.len() > 150);
}

#[test]
fn lists_are_read_as_the_table_says() {
    let faults = rows("tests/data/actors/lists.csv").into_iter().filter_map(|row| {
        let read: Vec<String> = ACTORS
            .resolve_list(&row["list"], Date::last(&row["date"]))
            .iter()
            .map(|listed| listed.actor.map_or_else(|| format!("?{}", listed.text), |actor| actor.id.clone()))
            .collect();
        let is_as_told = read.join(" ") == row["read"] || read.join("|") == row["read"];
        (!is_as_told).then(|| format!("{}: {} for {}", row["list"], read.join("|"), row["read"]))
    });
    none(&faults.collect::<Vec<_>>());
}

#[test]
fn a_group_is_meant_where_a_group_is_asked_for() {
    let date = Date::last("2006");
    assert_eq!(id(ACTORS.resolve_group("NAM", date)), "NONAL");
    assert_eq!(id(ACTORS.resolve_group("Namibia", date)), "");
    assert_eq!(id(ACTORS.resolve_group("the European Union", date)), "EU");
}

#[test]
fn what_is_near_is_offered() {
    for (name, nearest) in [
        ("Mexcio", "Mexico"),
        ("Czechoslovakja", "Czechoslovakia"),
        ("Bosnia Herzegowina", "Bosnia and Herzegovina"),
        ("Republic Congo Kinshasha", "Congo"),
    ] {
        assert!(ACTORS.nearest(name).contains(&nearest), "{name}: {:?}", ACTORS.nearest(name));
    }
    // Who has the very name, at some time, and nobody else.
    assert_eq!(ACTORS.nearest("Congo"), ["Congo", "Democratic Republic of the Congo"]);
    assert!(ACTORS.nearest("Xyzzyqwertz").is_empty());
}

/// Names that one actor alone has, each with a date at which it holds.
fn own_names() -> Vec<(String, String, String)> {
    let known = rows("data/actors/names.csv");
    let date = |row: &Row| match (row["from"].as_str(), row["until"].as_str()) {
        ("", "") => "2006-09-14".to_string(),
        ("", until) => format!("{}-01-01", until[..4].parse::<u32>().unwrap() - 1),
        (from, _) => from.to_string(),
    };
    let names = known.iter().filter(|row| row["kind"] != "demonym" && row["kind"] != "code");
    let names = names.map(|row| (row["name"].clone(), date(row), row["actor_id"].clone()));
    names.filter(|(name, date, actor)| resolved(name, date) == actor).collect()
}

#[test]
fn only_homonyms_do_not_resolve() {
    let own: BTreeSet<String> = own_names().into_iter().map(|(name, ..)| name).collect();
    let others: BTreeSet<String> = rows("data/actors/names.csv")
        .into_iter()
        .filter(|row| row["kind"] != "demonym" && row["kind"] != "code" && !own.contains(&row["name"]))
        .map(|row| row["name"].clone())
        .collect();
    assert_eq!(others.into_iter().collect::<Vec<_>>(), ["NAM"]);
}

static OWN_NAMES: LazyLock<Vec<(String, String, String)>> = LazyLock::new(own_names);

/// One of the ways in which the same name is printed.
fn printed(name: &str, way: usize) -> String {
    match way {
        0 => name.to_uppercase(),
        1 => name.to_lowercase(),
        2 => name.replace(' ', "  "),
        3 => name.replace(' ', "\n"),
        4 => name.replace('\'', "’"),
        5 => name.replace(['\'', '’'], "‘"),
        6 => format!(" the {name}. "),
        7 => name.replace(" and ", " & "),
        8 => name.replace('-', "- "),
        _ => name.replace('-', "‑"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_known_name_is_known_in_any_print(name in 0..OWN_NAMES.len(), way in 0..10_usize, other in 0..10_usize) {
        let (name, date, actor) = &OWN_NAMES[name];
        let print = printed(&printed(name, way), other);
        prop_assert_eq!(resolved(&print, date), actor, "{}", print);
    }

    #[test]
    fn nothing_of_a_list_is_lost(text in "([A-Za-z]{0,4}|Peru|Guinea|and|Niger)([ ,&'’-]{1,3}([A-Za-z]{0,4}|Peru|Guinea|and|Chad)){0,8}") {
        // Where the listed names stand is told by their addresses.
        let mut left = text.clone().into_bytes();
        for listed in ACTORS.resolve_list(&text, None) {
            let at = listed.text.as_ptr() as usize - text.as_ptr() as usize;
            left[at..at + listed.text.len()].fill(b' ');
        }
        let left = String::from_utf8(left).unwrap();
        let words = left.split(|c: char| !c.is_alphanumeric());
        let lost: Vec<&str> = words.filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("and")).collect();
        prop_assert!(lost.is_empty(), "{:?} of {}", lost, text);
    }

    #[test]
    fn a_list_of_names_gives_each(names in prop::collection::vec(0..OWN_NAMES.len(), 1..6)) {
        let is_state = |i: &&usize| ACTORS.get(&OWN_NAMES[**i].2).is_some_and(|actor| !actor.iso3.is_empty());
        let short: Vec<&str> =
            names.iter().filter(is_state).map(|i| ACTORS.get(&OWN_NAMES[*i].2).unwrap().name.as_str()).collect();
        let read: Vec<String> =
            ACTORS.resolve_list(&short.join(", "), Date::last("2006-06-01")).iter().map(|l| id(l.actor).to_string()).collect();
        let expected: Vec<String> =
            names.iter().filter(is_state).map(|i| OWN_NAMES[*i].2.clone()).collect();
        prop_assert_eq!(read, expected);
    }
}

/// The date of the last list before the High-level Dialogue of 14 and 15 September.
const LAST_LIST: &str = "2006-09-08";

/// In which round tables each actor stands on each list; `open` where a list gives none.
fn round_tables() -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
    let mut lists: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for row in rows("data/hld2006/round_tables.csv") {
        let table = if row["round_table"].is_empty() { "open" } else { &row["round_table"] };
        let list = lists.entry(row["list_date"].clone()).or_default();
        list.entry(row["actor_id"].clone()).or_default().insert(table.into());
    }
    lists
}

#[test]
fn every_name_of_2006_resolves() {
    let mut faults = Vec::new();
    let mut check = |name: &str, date: &str, actor: &str| {
        let found = resolved(name, date);
        if found != actor || actor.is_empty() {
            faults.push(format!("{name} ({date}): {found} for {actor}"));
        }
    };
    for row in rows("data/hld2006/round_tables.csv") {
        check(&row["name_as_printed"], &row["list_date"], &row["actor_id"]);
    }
    for row in rows("data/hld2006/reported.csv") {
        check(&row["name_in_paper"], LAST_LIST, &row["actor_id"]);
    }
    for row in rows("data/hld2006/name_variants.csv") {
        match row["kind"].as_str() {
            "name" => check(&row["name"], LAST_LIST, &row["actor_id"]),
            "people" => check(&format!("{} delegation", row["name"]), LAST_LIST, &row["actor_id"]),
            _ => {
                let listed = ACTORS.resolve_list(&row["name"], Date::last(LAST_LIST));
                let found = listed.iter().find(|listed| id(listed.actor) == row["actor_id"]);
                check(found.map_or("", |listed| listed.text), LAST_LIST, &row["actor_id"]);
            }
        }
    }
    none(&faults);
}

#[test]
fn kinds_of_2006_are_those_of_the_actors() {
    use plenary::statement::ActorKind::{Entity, Group, Observer, State};
    let faults = rows("data/hld2006/round_tables.csv").into_iter().filter_map(|row| {
        let actor = ACTORS.get(&row["actor_id"])?;
        let fits = match row["kind"].as_str() {
            "member_state" => actor.kind == State,
            "permanent_observer" => matches!(actor.kind, Observer | Entity | Group),
            "intergovernmental" | "ngo" => actor.kind == Entity,
            _ => false,
        };
        (!fits).then(|| format!("{}: {} is no {}", row["list_date"], row["name_as_printed"], row["kind"]))
    });
    none(&faults.collect::<Vec<_>>());
}

#[test]
fn moves_follow_from_the_lists() {
    let lists = round_tables();
    let nowhere = BTreeSet::new();
    let mut moves = Vec::new();
    for ((from, before), (to, after)) in lists.iter().zip(lists.iter().skip(1)) {
        for actor in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
            let at = |list: &BTreeMap<String, BTreeSet<String>>| list.get(actor).unwrap_or(&nowhere).clone();
            let (was, is) = (at(before), at(after));
            let change = match (was.is_empty(), is.is_empty()) {
                _ if was == is => continue,
                (true, _) => "added",
                (_, true) => "removed",
                _ if is.is_subset(&was) || was.contains("open") => "settled",
                _ => "moved",
            };
            let joined = |tables: BTreeSet<String>| tables.into_iter().collect::<Vec<_>>().join(";");
            moves.push([actor.as_str(), from, &joined(was), to, &joined(is), change].join(","));
        }
    }
    let columns = ["actor_id", "from_list", "from_round_table", "to_list", "to_round_table", "change"];
    let told: Vec<String> = rows("data/hld2006/moves.csv")
        .iter()
        .map(|row| columns.map(|name| row[name].as_str()).join(","))
        .collect();
    assert_eq!(moves, told);
}

#[test]
fn the_round_table_is_a_grouping_and_the_covariates_are_those_of_the_groupings() {
    let date = Date::last("2006-09-14");
    let value = |grouping: &str, actor: &str| {
        ACTORS.value(ACTORS.grouping(grouping).unwrap(), actor, date).unwrap_or_default()
    };
    let last = &round_tables()[LAST_LIST];
    let rows = rows("data/hld2006/covariates.csv");
    for row in &rows {
        let actor = row["actor_id"].as_str();
        for name in ["un_regional_group", "eu", "oecd", "g77", "gcc", "caricom"] {
            assert_eq!(value(name, actor), row[name], "{actor} {name}");
        }
        let listed =
            last.get(actor).map(|tables| tables.iter().cloned().collect::<String>()).unwrap_or_default();
        assert_eq!(row["round_table"], listed, "{actor}");
        assert_eq!(value("hld2006_round_table", actor).replace("round_table_", ""), listed, "{actor}");
    }
    let unverified: Vec<&str> =
        rows.iter().filter(|row| !row["unverified"].is_empty()).map(|row| row["actor_id"].as_str()).collect();
    assert_eq!((rows.len(), unverified), (192, vec!["KIR", "ROU"]));
}
