//! Statements read and coded, a batch at a time, and what is written meanwhile.

use super::Watch;
use crate::actors::ActorTable;
use crate::analysis::Quotations;
use crate::attribution::resolve;
use crate::codebook::{People, Verdict};
use crate::coding::{BY_PERSON, Coded, CodedStatement, Coder, Evidence, Memory, Taken, Wanted, excerpts};
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result, Severity};
use crate::export::{
    CsvFile, EVIDENCE_COLUMNS, OutFolder, SHEET, SHEET_COLUMNS, Spool, THEME_COLUMNS, evidence_rows,
    sheet_row, spool_row, statement_row, theme_rows,
};
use crate::ingest::{Checksum, Contents, Opened, Raw, SpeakersList, Vote, find, nothing_found, open, read};
use crate::occasion::Occasion;
use crate::statement::{Role, Statement};
use crate::study::Study;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// Statements coded at a time: enough for the threads, few enough for memory.
const BATCH: usize = 32;

/// What is written while statements are read.
pub(super) struct Stream {
    pub statements: Spool,
    pub themes: CsvFile<std::io::BufWriter<std::fs::File>>,
    pub evidence: CsvFile<std::io::BufWriter<std::fs::File>>,
    pub sheet: CsvFile<std::io::BufWriter<std::fs::File>>,
    pub rejects: CsvFile<std::io::BufWriter<std::fs::File>>,
    /// What the report shows of each statement.
    pub aside: Spool,
    /// Whether whole texts are put aside for the report.
    pub shares_texts: bool,
    pub quotations: Quotations,
    /// What the tables ask of the words of each statement.
    pub wanted: Wanted,
    pub inputs: Vec<Checksum>,
    pub votes: Vec<Vote>,
    pub n_rejects: usize,
    pub n_warnings: usize,
    pub n_to_check: usize,
    /// Statements that only their words show to be made at a meeting on the topic.
    pub n_by_words: usize,
    /// Statements made elsewhere, as far as can be told.
    pub n_elsewhere: usize,
}

impl Stream {
    pub fn begin(folder: &mut OutFolder, shares_texts: bool, wanted: Wanted) -> Result<Stream> {
        let statements = folder.spool("statements")?;
        let aside = folder.spool("report")?;
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
            aside,
            shares_texts,
            quotations: Quotations::default(),
            wanted,
            inputs: Vec::new(),
            votes: Vec::new(),
            n_rejects: 0,
            n_warnings: 0,
            n_to_check: 0,
            n_by_words: 0,
            n_elsewhere: 0,
        })
    }

    pub fn note(&mut self, diagnostic: &Diagnostic, watch: &mut dyn Watch) -> Result<()> {
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

/// Reads and codes all statements of a study; what is refused is noted.
pub(super) fn read_and_code(
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

/// Marks what speaks for a theme that people did not give.
fn heed_themes(evidence: &mut [Evidence], verdict: &Verdict) {
    let Some(themes) = &verdict.themes else { return };
    let is_taken_out = |row: &&mut Evidence| {
        row.kind.starts_with("theme") && row.suppressed_by.is_empty() && !themes.contains(&row.code)
    };
    evidence.iter_mut().filter(is_taken_out).for_each(|row| row.suppressed_by = BY_PERSON.into());
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
    let Done { mut opened, coded, mut evidence, place } = match outcome {
        Ok(done) => done,
        Err(diagnostic) => {
            stream.note(&diagnostic, watch)?;
            return Ok(None);
        }
    };
    opened.notes.iter().try_for_each(|note| stream.note(note, watch))?;
    if let Some(found) = name_by_title(&mut opened.statement, coder, actors, &place) {
        stream.note(&found, watch)?;
    }
    let question = &coder.stance.question;
    let (mut record, mut details) = Coded::new(&opened.statement, &coded, question);
    let verdict = people.verdict(&record.id, question);
    verdict.differences.iter().try_for_each(|warning| stream.note(warning, watch))?;
    let lexicon = &coder.themes.lexicon;
    heed_themes(&mut evidence, &verdict);
    record.heed(&mut details, verdict, question, lexicon);
    record.taken = Taken::of(&opened.statement, &coded, &record, &details.facets, question, &stream.wanted);
    if let Some(diagnostic) = resolve(&mut record, &details.metadata, actors, &place) {
        stream.note(&diagnostic, watch)?;
    }
    let iso3 = actors.get(&record.actor).map_or("", |actor| actor.iso3.as_str());
    // Before any row of the statement is written.
    let shown = excerpts(&opened.statement, &coded, &evidence, &place)?;
    stream.statements.push(&statement_row(&record, iso3, &details))?;
    theme_rows(&mut stream.themes, &record, iso3, &coder.themes.lexicon)?;
    evidence_rows(&mut stream.evidence, &record.id, &evidence)?;
    let text = if stream.shares_texts { opened.statement.text.as_str() } else { "" };
    stream.aside.push(&spool_row(&record, &details, &shown, text)?)?;
    if let Some(row) = sheet_row(&record, &details, question) {
        stream.sheet.row(row.iter().map(ToString::to_string))?;
        stream.n_to_check += 1;
    }
    match coded.stance.occasion {
        _ if coded.uncoded.is_some() => {}
        Occasion::ByName => {}
        Occasion::ByWords => stream.n_by_words += 1,
        Occasion::Elsewhere => stream.n_elsewhere += 1,
    }
    stream.quotations.offer(&opened.statement.text, &coded, &record, &record.citation(&details.metadata));
    Ok(Some(record))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::Codings;

    type Change = dyn Fn(&mut Vec<Evidence>);

    struct Unheard;

    impl Watch for Unheard {
        fn diagnostic(&mut self, _: &Diagnostic) {}
        fn progress(&mut self, _: usize, _: usize) {}
    }

    #[test]
    fn a_quotation_that_is_not_in_the_text_stops_the_run() {
        let dir = tempfile::tempdir().unwrap();
        let mut folder = OutFolder::prepare(&dir.path().join("out")).unwrap();
        let mut stream = Stream::begin(&mut folder, false, Wanted::default()).unwrap();
        let actors = ActorTable::built_in().unwrap();
        let coder = Coder::new(&Study::default(), &actors).unwrap();
        let (people, _) = People::new(Codings::default(), &coder.stance.question);
        let mut keep_with = |change: &Change| {
            let text = "Señor Presidente, we do not want a new global forum on migration. Remittances help.";
            let statement = Statement { id: "s".into(), text: text.into(), ..Statement::default() };
            let coded = coder.code(&statement, &mut Memory::default());
            let mut evidence = coded.evidence(&statement, &coder);
            change(&mut evidence);
            let opened = Opened { statement, notes: Vec::new() };
            let done = Done { opened, coded, evidence, place: Place::file("s.txt") };
            keep(Ok(done), &actors, &coder, &people, &mut stream, &mut Unheard)
        };
        assert!(keep_with(&|_| ()).unwrap().is_some());
        let changes: [&Change; 4] = [
            &|rows| rows[0].text.make_ascii_uppercase(),
            &|rows| rows[0].start += 1,
            &|rows| rows[0].end += 1,
            &|rows| {
                let last = rows.len() - 1;
                rows[last].suppressed_by = "model".into();
                rows[last].text.push('x');
            },
        ];
        for change in changes {
            let refused = keep_with(change).unwrap_err().to_string();
            assert!(refused.contains("s.txt") && refused.contains("letter by letter"), "{refused}");
        }
    }
}
