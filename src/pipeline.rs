//! The stages of a run in order: read, tokenize, look up, code, heed people, attribute, measure, write.
//!
//! Statements are coded in parallel, a batch at a time, and written in their order, so that memory
//! stays bounded and the bytes are the same at any number of threads.

use crate::actors::ActorTable;
use crate::analysis::{Findings, Quotations, units};
use crate::attribution::{attribute, mark_duplicates, resolve};
use crate::codebook::{ABSTAIN, Codings, People, Question, UNCODABLE};
use crate::coding::{Coded, CodedStatement, Coder, Evidence, Memory, Uncoded};
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result, Severity};
use crate::export::{
    CsvFile, EVIDENCE_COLUMNS, Manifest, OutFolder, SHEET, SHEET_COLUMNS, Spool, THEME_COLUMNS, Used,
    complete_statement_row, evidence_rows, sheet_row, statement_columns, statement_row, states_table,
    theme_rows, write_csv, write_notes,
};
use crate::ingest::{
    Checksum, Contents, Opened, Raw, SpeakersList, Vote, find, nothing_found, open, read, reader_version,
};
use crate::statement::{Role, Statement};
use crate::study::Study;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::path::Path;

/// Statements coded at a time: enough for the threads, few enough for memory.
const BATCH: usize = 32;

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
}

/// Runs a study and writes its folder.
///
/// # Errors
/// Where a definition is not valid, an input is missing, a person's code is none of the question,
/// nothing could be coded, or writing fails.
pub fn run(study: &Study, out: &Path, watch: &mut dyn Watch) -> Result<Summary> {
    let actors = ActorTable::of_study(study)?;
    let coder = Coder::new(study, &actors)?;
    let speakers = speakers(study)?;
    let (people, doubts) = people(study, &coder.stance.question, watch)?;
    let mut folder = OutFolder::prepare(out)?;
    let mut stream = Stream::begin(&mut folder)?;
    coder.notes.iter().chain(&doubts).try_for_each(|note| stream.note(note, watch))?;
    let mut coded = read_and_code(study, &actors, &coder, &speakers, &people, &mut stream, watch)?;
    not_read(&people, &coded).iter().try_for_each(|reject| stream.note(reject, watch))?;
    let (question, lexicon) = (&coder.stance.question, &coder.themes.lexicon);
    mark_duplicates(&mut coded, &study.statements.prefer);
    attribute(&mut coded, &actors, question);
    let Stream {
        statements,
        themes,
        evidence,
        sheet,
        rejects,
        quotations,
        inputs,
        votes,
        n_rejects,
        n_warnings,
        n_to_check,
    } = stream;
    themes.finish()?;
    evidence.finish()?;
    sheet.finish()?;
    rejects.finish()?;
    let columns = statement_columns(question);
    let mut file = CsvFile::new(folder.create("statements.csv")?);
    file.row(&columns)?;
    statements.complete(file, |number, row| complete_statement_row(&columns, row, &coded[number]))?;
    write_csv(states_table(&coded, &actors, question, lexicon), folder.create("states.csv")?)?;
    let findings = Findings {
        study,
        actors: &actors,
        question,
        lexicon,
        coded: &coded,
        speakers: &speakers,
        quotations: &quotations,
        votes: &votes,
        n_rejects,
    };
    let units = units(&coded, question);
    let mut written = Vec::new();
    for table in findings.tables(&units) {
        let head = table.head.clone();
        let n_rows = write_csv(table, folder.create(&format!("tables/{}.csv", head.name))?)?;
        written.push((head, n_rows));
    }
    write_notes(&written, folder.create("tables/README.md")?)?;
    let mut used = used(study, &coder)?;
    if inputs.iter().any(Checksum::is_pdf) {
        let (name, note) = ("pdf".into(), reader_version(study.statements.pdf_reader));
        used.push(Used { what: "reader", name, blake3: String::new(), note });
    }
    let manifest = Manifest::new(study.options(), used, inputs);
    let outputs = folder.checksums()?;
    manifest.write(outputs, folder.create("manifest.json")?)?;
    folder.finish()?;
    let counted =
        Summary { rejects: n_rejects, warnings: n_warnings, to_check: n_to_check, ..Summary::default() };
    Ok(summary(&coded, question, counted))
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

/// What is written while statements are read.
struct Stream {
    statements: Spool,
    themes: CsvFile<std::io::BufWriter<std::fs::File>>,
    evidence: CsvFile<std::io::BufWriter<std::fs::File>>,
    sheet: CsvFile<std::io::BufWriter<std::fs::File>>,
    rejects: CsvFile<std::io::BufWriter<std::fs::File>>,
    quotations: Quotations,
    inputs: Vec<Checksum>,
    votes: Vec<Vote>,
    n_rejects: usize,
    n_warnings: usize,
    n_to_check: usize,
}

impl Stream {
    fn begin(folder: &mut OutFolder) -> Result<Stream> {
        let statements = folder.spool("statements")?;
        let mut file = |name: &str, columns: &[&str]| {
            let mut file = CsvFile::new(folder.create(name)?);
            file.row(columns)?;
            Ok::<_, Error>(file)
        };
        Ok(Stream {
            statements,
            themes: file("themes.csv", &THEME_COLUMNS)?,
            evidence: file("evidence.csv", &EVIDENCE_COLUMNS)?,
            sheet: file(SHEET, &SHEET_COLUMNS)?,
            rejects: file("rejects.csv", &["source", "place", "reason"])?,
            quotations: Quotations::default(),
            inputs: Vec::new(),
            votes: Vec::new(),
            n_rejects: 0,
            n_warnings: 0,
            n_to_check: 0,
        })
    }

    fn note(&mut self, diagnostic: &Diagnostic, watch: &mut dyn Watch) -> Result<()> {
        watch.diagnostic(diagnostic);
        self.n_warnings += usize::from(diagnostic.severity == Severity::Warning);
        if diagnostic.severity == Severity::Reject {
            self.n_rejects += 1;
            self.rejects.row([&diagnostic.place.file, &diagnostic.place.within(), &diagnostic.reason()])?;
        }
        Ok(())
    }
}

/// A statement on its way through a batch.
struct Done {
    opened: Opened,
    coded: CodedStatement,
    evidence: Vec<Evidence>,
    place: Place,
}

type Outcome = Result<Done, Box<Diagnostic>>;

fn read_and_code(
    study: &Study,
    actors: &ActorTable,
    coder: &Coder,
    speakers: &SpeakersList,
    people: &People,
    stream: &mut Stream,
    watch: &mut dyn Watch,
) -> Result<Vec<Coded>> {
    let files = find(&study.folder, &study.statements.input)?;
    if files.is_empty() {
        return Err(nothing_found(&study.statements.input));
    }
    let mut all = Vec::with_capacity(files.len());
    let mut ids: FxHashSet<blake3::Hash> = FxHashSet::default();
    let mut done = 0;
    for batch in files.chunks(BATCH) {
        let contents: Vec<Contents> = batch.par_iter().map(|file| read(file, &study.statements)).collect();
        let mut waiting = Vec::new();
        for Contents { raw, votes, diagnostics, checksum } in contents {
            diagnostics.iter().try_for_each(|diagnostic| stream.note(diagnostic, watch))?;
            stream.inputs.extend(checksum);
            stream.votes.extend(votes);
            for raw in raw {
                match ids.insert(blake3::hash(raw.id.as_bytes())) {
                    true => waiting.push(raw),
                    false => stream.note(&repeated_id(&raw), watch)?,
                }
            }
        }
        while !waiting.is_empty() {
            let rest = waiting.split_off(waiting.len().min(BATCH));
            for outcome in code_batch(waiting, study, coder, speakers) {
                all.extend(keep(outcome, actors, coder, people, stream, watch)?);
            }
            waiting = rest;
        }
        done += batch.len();
        watch.progress(done, files.len());
    }
    match all.is_empty() {
        true => Err(Error::new(ErrorKind::Input, Place::default(), "nothing could be coded")
            .remedy("See the messages above: each names a file and what to do.")),
        false => Ok(all),
    }
}

fn repeated_id(raw: &Raw) -> Diagnostic {
    Diagnostic::reject(raw.place.clone(), format!("the id `{}` stands here a second time", raw.id))
        .remedy("Give each statement an id of its own")
}

fn code_batch(batch: Vec<Raw>, study: &Study, coder: &Coder, speakers: &SpeakersList) -> Vec<Outcome> {
    let code = |memory: &mut Memory, raw: Raw| {
        let place = raw.place.clone();
        let mut opened = open(raw)?;
        complete(&mut opened.statement, study, speakers);
        let coded = coder.code(&opened.statement, memory);
        let evidence = coded.evidence(&opened.statement, coder);
        Ok(Done { opened, coded, evidence, place })
    };
    batch.into_par_iter().map_init(Memory::default, code).collect()
}

/// Fills what a statement's source does not say from the list of speakers and the study.
pub fn complete(statement: &mut Statement, study: &Study, speakers: &SpeakersList) {
    let known = &mut statement.metadata;
    speakers.complete(&statement.id, known);
    let is_number = known.meeting.bytes().all(|b| b.is_ascii_digit());
    if is_number && !study.study.meeting.is_empty() {
        known.meeting.clone_from(&study.study.meeting);
    }
    if known.date.is_empty() {
        known.date.clone_from(&study.study.date);
    }
}

/// Takes the actor of a statement that names none from its title, and says so.
fn name_by_title(
    statement: &mut Statement,
    coder: &Coder,
    actors: &ActorTable,
    place: &Place,
) -> Option<Diagnostic> {
    let known = &mut statement.metadata;
    if known.role == Role::Chair || !known.actor.is_empty() || !known.iso3.is_empty() {
        return None;
    }
    let id = coder.named_in_title(&statement.text)?;
    let name = &actors.get(&id)?.name;
    known.actor.clone_from(name);
    let found = format!("it is taken for the statement of {name}, which its title names");
    Some(Diagnostic::warning(place.clone(), found).remedy(
        "Where that is wrong, name the actor in a column, in the file name, or in the list of speakers",
    ))
}

/// Writes what a statement yields and keeps its coding.
fn keep(
    outcome: Outcome,
    actors: &ActorTable,
    coder: &Coder,
    people: &People,
    stream: &mut Stream,
    watch: &mut dyn Watch,
) -> Result<Option<Coded>> {
    let Done { opened, coded, evidence, place } = match outcome {
        Ok(done) => done,
        Err(diagnostic) => {
            stream.note(&diagnostic, watch)?;
            return Ok(None);
        }
    };
    opened.notes.iter().try_for_each(|note| stream.note(note, watch))?;
    let mut opened = opened;
    if let Some(found) = name_by_title(&mut opened.statement, coder, actors, &place) {
        stream.note(&found, watch)?;
    }
    let question = &coder.stance.question;
    let (mut record, mut details) = Coded::new(&opened.statement, &coded, question);
    let verdict = people.verdict(&record.id, question);
    verdict.differences.iter().try_for_each(|warning| stream.note(warning, watch))?;
    record.heed(&mut details, verdict, question);
    if let Some(diagnostic) = resolve(&mut record, &details.metadata, actors, &place) {
        stream.note(&diagnostic, watch)?;
    }
    let iso3 = actors.get(&record.actor).map_or("", |actor| actor.iso3.as_str());
    stream.statements.push(&statement_row(&record, iso3, &details))?;
    theme_rows(&mut stream.themes, &record, iso3, &coder.themes.lexicon)?;
    evidence_rows(&mut stream.evidence, &record.id, &evidence)?;
    if let Some(row) = sheet_row(&record, &details, question) {
        stream.sheet.row(row.iter().map(ToString::to_string))?;
        stream.n_to_check += 1;
    }
    stream.quotations.offer(&opened.statement.text, &coded, &record, &record.citation(&details.metadata));
    Ok(Some(record))
}

/// The definitions that a study is coded with, each with its BLAKE3.
///
/// # Errors
/// Where a file cannot be read.
pub fn used(study: &Study, coder: &Coder) -> Result<Vec<Used>> {
    let (_, lexicon) = study.folder.read_named_bytes("lexicons", &study.themes.lexicon)?;
    let mut used = vec![
        Used {
            what: "lexicon",
            name: study.themes.lexicon.clone(),
            blake3: blake3::hash(&lexicon).to_hex().to_string(),
            note: coder.themes.lexicon.label.clone(),
        },
        Used {
            what: "question",
            name: coder.stance.question.name.clone(),
            blake3: coder.stance.question.checksum.clone(),
            note: coder.stance.question.label.clone(),
        },
    ];
    used.extend(coder.stance.model().map(|model| Used {
        what: "model",
        name: model.question.clone(),
        blake3: model.training_checksum.clone(),
        note: format!(
            "trained on {} passages written for this purpose by {} writers; the checksum is that of the passages",
            model.record.passages, model.record.groups
        ),
    }));
    used.extend(coder.themes.judge().map(|judge| Used {
        what: "model",
        name: "themes".into(),
        blake3: judge.training_checksum.clone(),
        note: format!(
            "trained on {} sentences written for this purpose by {} writers; the checksum is that of the sentences",
            judge.record.examples, judge.record.writers
        ),
    }));
    for (what, file, note) in
        [("speakers", &study.speakers.file, ""), ("actors", &study.actors.file, "")].into_iter().chain(
            study
                .codings
                .files
                .iter()
                .map(|file| ("codings", file, "codes by people, which win over the machine's")),
        )
    {
        if !file.is_empty() {
            let blake3 = blake3::hash(&study.folder.read(file)?.1).to_hex().to_string();
            used.push(Used { what, name: file.clone(), blake3, note: note.into() });
        }
    }
    Ok(used)
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
