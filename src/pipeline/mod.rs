//! The stages of a run in order: read, tokenize, look up, code, heed people, attribute, measure, write.
//!
//! Statements are coded in parallel, a batch at a time, and written in their order, so that memory
//! stays bounded and the bytes are the same at any number of threads.

mod again;
mod stream;
mod used;
mod write;

pub use again::{CHANGED, MOVED, read_again};
pub use stream::complete;
pub use used::used;

use crate::actors::ActorTable;
use crate::analysis::{
    Asked, BY_VOTE, Ballot, Correction, Findings, Scale, Supplied, Unit, Voice, checked_margin, units,
};
use crate::attribution::{attribute, mark_duplicates};
use crate::codebook::{ABSTAIN, Codings, People, Question, UNCODABLE};
use crate::coding::{Coded, Coder, Definitions, Uncoded};
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result, Severity};
use crate::export::{CsvFile, Manifest, OutFolder, Template, Used, refuse_unbuilt};
use crate::ingest::{Checksum, SpeakersList, reader_version};
use crate::study::Study;
use crate::text::nearest;
use crate::validity::DrawnSample;
use rustc_hash::FxHashSet;
use std::path::Path;
use stream::{Stream, read_and_code};
use used::used_for_findings;
use write::{show, write_codes, write_tables};

/// What a run tells while it works: diagnostics as they come, and progress.
pub trait Watch {
    /// A diagnostic.
    fn diagnostic(&mut self, diagnostic: &Diagnostic);
    /// Files done, of all.
    fn progress(&mut self, done: usize, of: usize);
}

/// What a run did.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Statements coded.
    pub statements: usize,
    /// Files and rows refused.
    pub rejects: usize,
    /// Warnings.
    pub warnings: usize,
    /// Member states among the statements.
    pub states: usize,
    /// Statements by class, in the order of the question, those without one last.
    pub classes: Vec<(String, usize)>,
    /// Statements whose stance a person coded.
    pub checked: usize,
    /// Statements on the coding sheet.
    pub to_check: usize,
    /// Statements that only their words show to be made at a meeting on the topic.
    pub by_words: usize,
    /// Statements made elsewhere, as far as can be told.
    pub elsewhere: usize,
}

/// Runs a study and writes its folder.
///
/// # Errors
/// Where a definition is not valid, an input is missing, a person's code is none of the question,
/// nothing could be coded, or writing fails.
pub fn run(study: &Study, out: &Path, watch: &mut dyn Watch) -> Result<Summary> {
    let actors = ActorTable::of_study(study)?;
    known_groupings(study, &actors)?;
    refuse_unbuilt(&study.tables.formats)?;
    let coder = Coder::new(study, &actors)?;
    let template = Template::of_study(study)?;
    let speakers = speakers(study)?;
    let (people, doubts) = people(study, &coder.stance.question, watch)?;
    let asked = Asked::of_study(study, &coder.stance.question, &coder.themes.lexicon, &actors)?;
    let scale = Scale::of_study(study)?;
    let supplied = Supplied::of_study(study, &coder.themes.lexicon)?;
    checked_margin(study)?;
    let mut folder = OutFolder::prepare(out)?;
    let mut stream = Stream::begin(&mut folder, study.report.share_texts, asked.wanted.clone())?;
    let unknown = people.unknown_themes(&coder.themes.lexicon);
    coder.notes.iter().chain(&doubts).chain(&unknown).try_for_each(|note| stream.note(note, watch))?;
    let mut coded = read_and_code(study, &actors, &coder, &speakers, &people, &mut stream, watch)?;
    not_read(&people, &coded).iter().try_for_each(|reject| stream.note(reject, watch))?;
    let mut used = used(study, &coder)?;
    used.extend(used_for_findings(&asked, &scale));
    let Definitions { question, lexicon, record, theme_record } = &coder.into_definitions();
    mark_duplicates(&mut coded, &study.statements.prefer);
    attribute(&mut coded, &actors, question);
    let is_corrected = !study.codings.sample.is_empty();
    let by_machine = if is_corrected { units(&coded, question, Voice::Machine) } else { Vec::new() };
    let units = units(&coded, question, Voice::Final);
    let correction = correction(study, &by_machine, &units)?;
    if let Some(Err(refused)) = &correction {
        stream.note(refused, watch)?;
    }
    let Stream {
        statements,
        themes,
        evidence,
        sheet,
        rejects,
        mut aside,
        quotations,
        inputs,
        votes,
        n_rejects,
        n_warnings,
        n_to_check,
        n_by_words,
        n_elsewhere,
        ..
    } = stream;
    [themes, evidence, sheet, rejects].into_iter().try_for_each(CsvFile::finish)?;
    let kinds = write_codes(&coded, statements, &actors, question, lexicon, &mut folder)?;
    let mut findings = Findings {
        study,
        actors: &actors,
        question,
        lexicon,
        coded: &coded,
        speakers: &speakers,
        quotations: &quotations,
        ballots: &Ballot::of(&votes, &actors),
        correction: correction.as_ref().and_then(|known| known.as_ref().ok()),
        part_of_all: None,
        record: record.as_ref(),
        theme_record: theme_record.as_ref(),
        asked: &asked,
        scale: &scale,
        supplied: &supplied,
        n_rejects,
    };
    findings.part_of_all = findings.declared_part(&units)?;
    let tables = write_tables(&findings, &units, kinds, &mut folder)?;
    show(&findings, &units, &tables, &mut aside, &template, &mut folder)?;
    if inputs.iter().any(Checksum::is_pdf) {
        let (name, note) = ("pdf".into(), reader_version(study.statements.pdf_reader));
        used.push(Used { what: "reader", name, blake3: String::new(), note });
    }
    let manifest = Manifest::new(study.options(), used, inputs);
    let outputs = folder.checksums()?;
    manifest.write(outputs, folder.create("manifest.json")?)?;
    folder.finish()?;
    let counted = Summary {
        rejects: n_rejects,
        warnings: n_warnings,
        to_check: n_to_check,
        by_words: n_by_words,
        elsewhere: n_elsewhere,
        ..Summary::default()
    };
    Ok(summary(&coded, question, counted))
}

/// Refuses a grouping of the tables that does not exist.
fn known_groupings(study: &Study, actors: &ActorTable) -> Result<()> {
    let is_known = |name: &String| name == BY_VOTE || actors.grouping(name).is_some();
    let Some(unknown) = study.tables.by.iter().find(|name| !is_known(name)) else { return Ok(()) };
    let names: Vec<&str> =
        actors.groupings.iter().map(|known| known.name.as_str()).chain([BY_VOTE]).collect();
    let near: Vec<&str> = nearest(unknown, names.iter().copied());
    let remedy = match near.is_empty() {
        true => format!("The groupings are {}.", names.join(", ")),
        false => format!("Near to it: {}. All groupings: {}.", near.join(", "), names.join(", ")),
    };
    let found = format!("there is no grouping `{unknown}` for the tables by group");
    Err(Error::definition(Place::file("[tables] by"), found).remedy(remedy))
}

/// The codings of a study, checked, and what is doubtful in them.
fn people(study: &Study, question: &Question, watch: &mut dyn Watch) -> Result<(People, Vec<Diagnostic>)> {
    let mut codings = Codings::default();
    for file in &study.codings.files {
        let (shown, bytes) = study.folder.read(file)?;
        codings.add(&shown, &bytes)?;
    }
    let (people, found) = People::new(codings, question);
    let (refused, doubts): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|found| found.severity == Severity::Reject);
    refused.iter().for_each(|refused| watch.diagnostic(refused));
    match refused.len() {
        0 => Ok((people, doubts)),
        n => Err(Error::new(
            ErrorKind::Input,
            Place::file(study.codings.files.join(", ")),
            format!("{n} codes by people cannot be used, so nothing was written"),
        )
        .remedy("See the messages above: each names a line and what to do.")),
    }
}

/// What the study's coded sample says of the units, or why it cannot be used; none where it has no sample.
fn correction<'c>(
    study: &Study,
    machine: &'c [Unit<'c>],
    checked: &'c [Unit<'c>],
) -> Result<Option<Result<Correction<'c>, Diagnostic>>> {
    if study.codings.sample.is_empty() {
        return Ok(None);
    }
    let (shown, bytes) = study.folder.read(&study.codings.sample)?;
    Ok(Some(Correction::of(&DrawnSample::read(&shown, &bytes)?, machine, checked)))
}

/// A reject for each statement that people coded and that was not read.
fn not_read(people: &People, coded: &[Coded]) -> Vec<Diagnostic> {
    let ids: FxHashSet<&str> = coded.iter().map(|coded| coded.id.as_str()).collect();
    people.not_read(|id| ids.contains(id), coded.iter().map(|coded| coded.id.as_str()))
}

/// The list of speakers of a study; empty where it has none.
pub fn speakers(study: &Study) -> Result<SpeakersList> {
    match study.speakers.file.as_str() {
        "" => Ok(SpeakersList::default()),
        file => SpeakersList::read(&study.folder, file),
    }
}

/// Fills what is counted among the coded statements.
fn summary(all: &[Coded], question: &Question, counted: Summary) -> Summary {
    let is_counted = |coded: &&Coded| !matches!(coded.uncoded, Some(Uncoded::Chair | Uncoded::Duplicate));
    let statements = all.iter().filter(is_counted).count();
    let count = |class: &str| all.iter().filter(is_counted).filter(|coded| coded.stance == class).count();
    let stances = question.class_names().into_iter().chain([ABSTAIN, UNCODABLE]);
    let classes = stances.map(|stance| (stance.to_string(), count(stance))).collect();
    let states: FxHashSet<&str> = all
        .iter()
        .filter(|coded| coded.kind == crate::statement::ActorKind::State)
        .map(|coded| coded.actor.as_str())
        .collect();
    let checked = all.iter().filter(|coded| coded.is_checked).count();
    Summary { statements, states: states.len(), classes, checked, ..counted }
}
