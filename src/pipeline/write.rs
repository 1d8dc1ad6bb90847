//! What is written once all statements are coded: their rows, the tables, figures and the report.

use crate::actors::ActorTable;
use crate::analysis::{Division, Findings, Unit};
use crate::codebook::Question;
use crate::coding::Coded;
use crate::error::Result;
use crate::export::{
    Captions, CsvFile, EVIDENCE_COLUMNS, KeptTable, OutFolder, Report, Spool, THEME_COLUMNS, Template,
    complete_statement_row, figures, row_kinds, statement_columns, states_table, write_and_keep,
    write_codebook, write_csv, write_formats, write_notes, write_parquet, write_variables,
};
use crate::lexicon::Lexicon;
use crate::study::Format;
use crate::table::{Kind, LongTable, Table};

/// The kinds of the columns of `statements.csv` and `states.csv`.
pub(super) type RowKinds = [(&'static str, Vec<Kind>); 2];

/// Writes the rows of statements and states, and what their columns mean.
pub(super) fn write_codes(
    coded: &[Coded],
    statements: Spool,
    actors: &ActorTable,
    question: &Question,
    lexicon: &Lexicon,
    folder: &mut OutFolder,
) -> Result<RowKinds> {
    let columns = statement_columns(question);
    let mut file = CsvFile::new(folder.create("statements.csv")?);
    file.row(&columns)?;
    statements.complete(file, |number, row| complete_statement_row(&columns, row, &coded[number]))?;
    let states = states_table(coded, actors, question, lexicon);
    write_variables(folder, &states, actors, question, lexicon)?;
    write_codebook(question, lexicon, folder.create("codebook.md")?)?;
    let kinds = [("statements", row_kinds(&columns)), ("states", states.kinds())];
    write_csv(states, folder.create("states.csv")?)?;
    Ok(kinds)
}

/// Writes all tables in the formats of the study, and notes on them.
pub(super) fn write_tables(
    findings: &Findings,
    units: &[Unit],
    kinds: RowKinds,
    folder: &mut OutFolder,
) -> Result<Vec<KeptTable>> {
    let formats = &findings.study.tables.formats;
    let is_printed = formats.iter().any(|format| *format != Format::Parquet);
    let (mut tables, mut whole) = (Vec::new(), Vec::new());
    let mut write = |table: LongTable| {
        let file = folder.create(&format!("tables/{}.csv", table.head.name))?;
        let table = match is_printed {
            false => table,
            true => {
                whole.push(Table { rows: table.rows.collect(), ..table.head });
                whole[whole.len() - 1].clone().into()
            }
        };
        tables.push(write_and_keep(table, file)?);
        Ok(())
    };
    findings.tables(units).into_iter().try_for_each(&mut write)?;
    let not_made = findings.make(units, &mut write)?;
    write_formats(folder, &whole, formats)?;
    if formats.contains(&Format::Parquet) {
        write_parquet(folder, &typed(kinds, &tables))?;
    }
    write_notes(&tables, &not_made, folder.create("tables/README.md")?)?;
    Ok(tables)
}

/// The files of a run that are tables, each with the kinds of its columns.
fn typed(known: RowKinds, tables: &[KeptTable]) -> Vec<(String, Vec<Kind>)> {
    let rows = [("themes", row_kinds(&THEME_COLUMNS)), ("evidence", row_kinds(&EVIDENCE_COLUMNS))];
    let rows = known.into_iter().chain(rows).map(|(name, kinds)| (name.to_string(), kinds));
    let table = |kept: &KeptTable| (format!("tables/{}", kept.table.name), kept.kinds.clone());
    rows.chain(tables.iter().map(table)).collect()
}

/// Writes figures and the report.
pub(super) fn show(
    findings: &Findings,
    units: &[Unit],
    tables: &[KeptTable],
    aside: &mut Spool,
    template: &Template,
    folder: &mut OutFolder,
) -> Result<()> {
    let study = findings.study;
    let divisions = findings.divisions();
    let label = |division: &Division| (division.name().to_string(), division.label().to_string());
    let groupings: Vec<(String, String)> = divisions.iter().map(label).collect();
    let coding = findings.coding_note(&findings.population(units));
    let captions = Captions {
        title: &study.study.title,
        notice: &study.study.notice,
        groupings: &groupings,
        role: &study.tables.role,
        coding: &coding,
    };
    let figures = figures(tables, captions);
    for figure in &figures {
        figure.write(folder.create(&format!("figures/{}.svg", figure.name))?)?;
    }
    let report = Report { findings, units, tables, figures: &figures };
    report.write(aside, template, folder.create("report.html")?)
}
