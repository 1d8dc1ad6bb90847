//! The rows of `statements.csv`, `themes.csv`, `evidence.csv` and `states.csv`.

use super::CsvFile;
use crate::actors::{ActorTable, GroupingKind};
use crate::analysis::{Voice, units};
use crate::codebook::Question;
use crate::coding::{Coded, Details, Evidence};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::statement::{ActorKind, TextKind};
use crate::table::{Cell, Kind, Table};
use crate::theme::Depth;
use std::collections::BTreeMap;
use std::io::Write;

/// Writes the themes of a statement; with none, writes nothing.
///
/// # Errors
/// Where writing fails.
pub fn theme_rows<W: Write>(
    file: &mut CsvFile<W>,
    coded: &Coded,
    iso3: &str,
    lexicon: &Lexicon,
) -> Result<()> {
    // How much of a summary is given to a theme is the reporter's doing.
    let is_summary = coded.text_kind == TextKind::Summary;
    for coding in &coded.themes {
        let category = &lexicon.categories[coding.theme as usize];
        let position =
            coding.position.map_or("", |position| category.positions[position as usize].0.as_str());
        file.row([
            coded.id.to_string(),
            coded.actor_name.to_string(),
            iso3.into(),
            category.slug.clone(),
            position.into(),
            coding.origin.name().into(),
            coding.confidence.map_or(String::new(), |confidence| format!("{confidence:.4}")),
            coding.hits.to_string(),
            coding.negated.to_string(),
            coding.sentences.to_string(),
            if is_summary { String::new() } else { format!("{:.4}", coding.share) },
            if is_summary { String::new() } else { coding.depth.name().into() },
            u8::from(coding.listed).to_string(),
        ])?;
    }
    Ok(())
}

/// The columns of `themes.csv`.
pub const THEME_COLUMNS: [&str; 13] = [
    "statement_id",
    "actor",
    "iso3",
    "theme",
    "position",
    "origin",
    "confidence",
    "hits",
    "negated",
    "sentences",
    "share",
    "depth",
    "listed",
];

/// The columns of `evidence.csv`.
pub const EVIDENCE_COLUMNS: [&str; 11] = [
    "statement_id",
    "sentence",
    "start",
    "end",
    "place",
    "text",
    "kind",
    "code",
    "pattern",
    "negated",
    "suppressed_by",
];

/// The columns of counts in the files of rows.
const COUNTS: [&str; 8] = ["words", "sentences", "hits", "negated", "listed", "sentence", "start", "end"];
/// Those of other numbers.
const NUMBERS: [&str; 2] = ["confidence", "share"];

/// The kinds of the columns of `statements.csv`, `themes.csv` or `evidence.csv`.
pub fn row_kinds(columns: &[&str]) -> Vec<Kind> {
    let kind = |column: &&str| match (COUNTS.contains(column), NUMBERS.contains(column)) {
        (true, _) => Kind::Count,
        (_, true) => Kind::Number,
        _ => Kind::Text,
    };
    columns.iter().map(kind).collect()
}

/// Writes the ledger of a statement.
///
/// # Errors
/// Where writing fails.
pub fn evidence_rows<W: Write>(file: &mut CsvFile<W>, statement_id: &str, rows: &[Evidence]) -> Result<()> {
    for row in rows {
        file.row([
            statement_id,
            &row.sentence.to_string(),
            &row.start.to_string(),
            &row.end.to_string(),
            &format!("paragraph {}", row.paragraph),
            &row.text,
            row.kind,
            &row.code,
            &row.pattern,
            if row.negated { "1" } else { "0" },
            &row.suppressed_by,
        ])?;
    }
    Ok(())
}

/// The columns of `statements.csv`.
pub fn statement_columns(question: &Question) -> Vec<&str> {
    let mut columns = vec![
        "statement_id",
        "source",
        "document_symbol",
        "url",
        "page",
        "date",
        "meeting",
        "agenda_item",
        "speaking_order",
        "speaker",
        "speaker_title",
        "actor",
        "iso3",
        "actor_kind",
        "text_kind",
        "on_behalf_of",
        "aligns_with",
        "language_text",
        "language_spoken",
        "words",
        "sentences",
        "stance",
        "stance_detail",
        "stance_best",
        "stance_machine",
        "stance_human",
        "coded_by",
        "confidence",
        "stance_attributed",
        "departs_from_group",
        "derived_by",
        "duplicate_of",
    ];
    columns.extend(question.facets.iter().map(|facet| facet.variable.as_str()));
    columns.extend(["group_alignment", "evidence", "citation"]);
    columns
}

/// A row of `statements.csv`, as far as one statement tells: what needs all statements is blank.
pub fn statement_row(coded: &Coded, iso3: &str, details: &Details) -> Vec<Cell> {
    let known = &details.metadata;
    let actor = if coded.actor_name.is_empty() { known.actor.as_str() } else { &coded.actor_name };
    let alignment =
        if coded.aligns_with.is_empty() { "none".to_string() } else { coded.aligns_with.join(";") };
    let mut row: Vec<Cell> =
        [coded.id.as_str(), &details.source, &known.document_symbol, &known.url, &known.page, &known.date]
            .into_iter()
            .chain([
                &known.meeting,
                &known.agenda_item,
                &known.speaking_order,
                &known.speaker,
                &known.speaker_title,
                actor,
            ])
            .map(Cell::from)
            .collect();
    row.push(iso3.into());
    row.extend([coded.kind.name().into(), known.text_kind.name().into(), known.on_behalf_of.as_str().into()]);
    row.extend([
        coded.aligns_with.join(";").into(),
        coded.language.as_str().into(),
        known.language_spoken.as_str().into(),
        if coded.text_kind == TextKind::Summary { Cell::Blank } else { details.words.into() },
        details.sentences.into(),
    ]);
    row.extend([coded.stance.as_str(), &coded.detail, &details.best, &coded.stance_machine].map(Cell::from));
    row.extend([details.stance_human.as_str(), &details.coded_by].map(Cell::from));
    row.extend([details.confidence.into(), Cell::Blank, Cell::Blank]);
    row.extend([details.derived_by.as_str().into(), Cell::Blank]);
    row.extend(details.facets.iter().map(|value| Cell::from(value.as_str())));
    row.extend([alignment.into(), details.evidence.as_str().into(), coded.citation(known).into()]);
    row
}

/// Fills in a row of `statements.csv` what needs all statements.
pub fn complete_statement_row(columns: &[&str], row: &mut [String], coded: &Coded) {
    let values = [
        ("stance_attributed", coded.stance_attributed.to_string()),
        ("departs_from_group", coded.departs_from.join(";")),
        ("duplicate_of", coded.duplicate_of.to_string()),
    ];
    for (name, value) in values {
        if let Some(at) = columns.iter().position(|column| *column == name) {
            row[at] = value;
        }
    }
}

/// `states.csv`, a row an actor: groupings at the date, stances, and each theme as 0, 1 or blank.
///
/// The state that delivers a group's statement has a row of its own. Column names fit Stata;
/// `stance_checked` is 1 where a person coded the stance, blank where there is none.
pub fn states_table(all: &[Coded], actors: &ActorTable, question: &Question, lexicon: &Lexicon) -> Table {
    let themes: Vec<(usize, String)> =
        lexicon.coded().map(|(i, category)| (i, variable(&category.code, &category.slug))).collect();
    let mut columns: Vec<String> =
        ["iso3", "m49", "actor", "actor_kind", "n_statements"].map(String::from).to_vec();
    columns.extend(actors.groupings.iter().map(|grouping| grouping.name.clone()));
    columns.extend(
        ["stance", "stance_detail", "stance_checked", "stance_attributed", "delivered_for"].map(String::from),
    );
    for (_, variable) in &themes {
        columns.extend([variable.clone(), format!("{variable}_depth"), format!("{variable}_position")]);
    }
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut table = Table::new("states", "Actors", &names);
    let mut by_actor: BTreeMap<&str, Vec<&Coded>> = BTreeMap::new();
    all.iter()
        .filter(|coded| !coded.actor.is_empty())
        .for_each(|coded| by_actor.entry(&coded.actor).or_default().push(coded));
    let delivered = all.iter().filter(|coded| !coded.delivered_by.is_empty());
    for coded in delivered {
        by_actor.entry(&coded.delivered_by).or_default();
    }
    for (id, own) in by_actor {
        let delivered: Vec<&Coded> = all.iter().filter(|coded| coded.delivered_by == id).collect();
        let date = own.first().or(delivered.first()).and_then(|coded| coded.date);
        let known = actors.get(id);
        let is_state =
            known.is_some_and(|actor| matches!(actor.kind, ActorKind::State | ActorKind::Observer));
        let mut row: Vec<Cell> = vec![
            known.map_or("", |actor| actor.iso3.as_str()).into(),
            known.map_or("", |actor| actor.m49.as_str()).into(),
            known.map_or(id, |actor| actor.name.as_str()).into(),
            known.map_or("unknown", |actor| actor.kind.name()).into(),
            own.len().into(),
        ];
        row.extend(actors.groupings.iter().map(|grouping| {
            match (actors.value(grouping, id, date), grouping.kind) {
                (Some(value), GroupingKind::Membership) if is_state => match value.as_str() {
                    "non-member" => Cell::Count(0),
                    "member" | "party" | "top20" => Cell::Count(1),
                    other => other.into(),
                },
                (Some(value), GroupingKind::Partition) => value.into(),
                _ => Cell::Blank,
            }
        }));
        row.extend(stances(&own, &delivered, question));
        row.extend(themes.iter().flat_map(|(theme, _)| theme_cells(&own, *theme, lexicon)));
        table.push(row);
    }
    table
}

/// Stance, detail, whether a person coded it, attributed stance, and the groups for which the actor spoke.
fn stances(own: &[&Coded], delivered: &[&Coded], question: &Question) -> [Cell; 5] {
    let mut groups: Vec<&str> = delivered.iter().map(|coded| coded.actor.as_str()).collect();
    groups.dedup();
    let mut attributed: Vec<&str> =
        own.iter().map(|coded| coded.stance_attributed.as_str()).filter(|s| !s.is_empty()).collect();
    attributed.extend(delivered.iter().map(|coded| coded.stance.as_str()));
    attributed.sort_unstable();
    attributed.dedup();
    let attributed = match attributed.as_slice() {
        [] => "",
        [one] => one,
        _ => "conflict",
    };
    let own: Vec<Coded> = own.iter().map(|coded| (*coded).clone()).collect();
    let mut units = units(&own, question, Voice::Final);
    units.sort_by_key(|unit| question.firmness(unit.stance, unit.detail));
    let firmest = units.first();
    let (stance, detail) = firmest.map_or(("", ""), |unit| (unit.stance, unit.detail));
    let is_checked = firmest.map(|unit| unit.is_checked);
    [stance.into(), detail.into(), is_checked.into(), attributed.into(), groups.join(";").into()]
}

/// 0 or 1, the depth, and the position of a theme over an actor's statements.
fn theme_cells(own: &[&Coded], theme: usize, lexicon: &Lexicon) -> [Cell; 3] {
    if own.iter().all(|coded| coded.uncoded.is_some()) {
        return [Cell::Blank, Cell::Blank, Cell::Blank];
    }
    let codings: Vec<_> =
        own.iter().flat_map(|coded| &coded.themes).filter(|coding| coding.theme as usize == theme).collect();
    let depth = codings.iter().map(|coding| coding.depth).max().map_or("absent", Depth::name);
    let mut positions: Vec<u8> = codings.iter().filter_map(|coding| coding.position).collect();
    positions.sort_unstable();
    positions.dedup();
    let position = match positions.as_slice() {
        [one] => lexicon.categories[theme].positions[*one as usize].0.as_str(),
        _ => "",
    };
    [Cell::Count(u64::from(!codings.is_empty())), depth.into(), position.into()]
}

/// The name of a variable that Stata takes: `t3_4` for the code `T3.4`, else from the slug.
pub(super) fn variable(code: &str, slug: &str) -> String {
    let source = if code.is_empty() { slug } else { code };
    let name: String =
        source.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let name = if name.starts_with(|c: char| c.is_ascii_digit()) { format!("t{name}") } else { name };
    name.chars().take(22).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_fit_stata() {
        assert_eq!(variable("T3.4", "irregular.x"), "t3_4");
        assert_eq!(variable("", "economy.free trade"), "economy_free_trade");
        assert!(variable("", &"x".repeat(60)).len() + "_position".len() <= 32);
    }
}
