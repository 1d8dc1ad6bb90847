//! Hand-coding in the browser, served to this computer alone.
//!
//! Owns the page, the address of each coder, and the files of codes, a line a revision. Blind unless asked
//! otherwise: no coding of the machine and no code of another coder is sent to a coder's page.
//! Only this module knows HTTP, and of it only `server`.

mod access;
mod answer;
mod codes;
mod desk;
mod form;
mod journal;
mod server;
mod task;

use crate::codebook::{ADJUDICATED, MACHINE};
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result};
use crate::text::fold;
use access::Secret;
use answer::Room;
use desk::{Desk, Seat};
use journal::Journal;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use task::Task;

/// The folder of the coders' files, beside that of the run.
const FOLDER: &str = "codings";
/// The longest name of a coder, in characters.
const LONGEST_NAME: usize = 40;

/// What is asked of a review.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Who codes, each in a file of her name.
    pub coders: Vec<String>,
    /// Where the files are; without it, in `codings` beside the run.
    pub codings: Option<PathBuf>,
    /// Whether there is an address for who settles differences.
    pub adjudicates: bool,
    /// Whether the machine's code is shown, and what is to be checked first comes first.
    pub shows_machine: bool,
    /// The statements to code in their order: a table's name, and the table.
    pub sample: Option<(String, Vec<u8>)>,
    /// Whether who speaks is kept from the page.
    pub hides_actor: bool,
    /// The port; 0 takes any that is free.
    pub port: u16,
}

/// A review that is ready: addresses can be given out, and are answered by [`Review::serve`].
pub struct Review {
    /// Each coder's address, the adjudicator's last.
    pub links: Vec<Link>,
    /// The folder of the coders' files.
    pub folder: PathBuf,
    /// Number of statements to code.
    pub n_statements: usize,
    listener: TcpListener,
    room: Room,
}

/// A coder's address.
#[derive(Clone, Debug)]
pub struct Link {
    /// The coder.
    pub coder: String,
    /// Her address; whoever has it codes in her name.
    pub address: String,
    /// Statements of this review that she has coded so far.
    pub n_coded: usize,
}

impl Review {
    /// Reads the statements, opens the coders' files, and says what was mended or is doubtful.
    ///
    /// # Errors
    /// Where the folder is not that of a run, a source has changed, a name cannot be that of a coder, a
    /// file of codes cannot be opened or is held by another program, or the port is taken.
    pub fn open(out: &Path, settings: &Settings) -> Result<(Review, Vec<Diagnostic>)> {
        let coders = coders(settings)?;
        let (task, mut told) = Task::read(out, settings)?;
        let folder = folder(out, settings.codings.as_deref())?;
        let (listener, port) = listen(settings.port)?;
        let (mut seats, mut secrets, mut links) = (Vec::new(), Vec::new(), Vec::new());
        let columns = codes::columns(&task.question);
        for coder in coders {
            let (journal, mended) = Journal::open(&folder, &coder, &columns)?;
            told.extend(mended);
            let (secret, written) = Secret::new()?;
            let is_coded = |id: &str| journal.last(id).codes.is_coded();
            let n_coded = task.items.iter().filter(|item| is_coded(&item.id)).count();
            let address = format!("http://127.0.0.1:{port}/{written}/");
            links.push(Link { coder: coder.clone(), address, n_coded });
            seats.push(Seat { coder, journal });
            secrets.push(secret);
        }
        let (_, chance) = Secret::new()?;
        let n_statements = task.items.len();
        let desk = Desk {
            task,
            seats,
            folder: folder.clone(),
            shows_actor: !settings.hides_actor,
            shows_machine: settings.shows_machine,
            chance: *blake3::hash(chance.as_bytes()).as_bytes(),
        };
        let room = Room { desk, secrets, port };
        Ok((Review { links, folder, n_statements, listener, room }, told))
    }

    /// Answers the coders' pages until Ctrl-C; every code that a page calls saved is on disk.
    ///
    /// # Errors
    /// Where the system lets no connection be made.
    pub fn serve(self) -> Result<()> {
        server::serve(self.listener, self.room)
    }
}

/// The names of all who code, checked, the adjudicator last.
fn coders(settings: &Settings) -> Result<Vec<String>> {
    let fault = |found: String, remedy: &str| {
        Err(Error::new(ErrorKind::Usage, Place::default(), found).remedy(remedy))
    };
    let mut coders: Vec<String> = Vec::new();
    for name in &settings.coders {
        let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let is_name = name.chars().all(is_sign) && (1..=LONGEST_NAME).contains(&name.chars().count());
        if !is_name {
            return fault(
                format!("`{name}` cannot be the name of a coder"),
                "Take letters, digits, - and _: the name is also that of the coder's file.",
            );
        }
        if [ADJUDICATED, MACHINE].contains(&&*fold(name)) {
            return fault(
                format!("the coder `{name}` is no person"),
                "Give a person's name; --adjudicate opens a page to settle differences.",
            );
        }
        // Some file systems do not tell Anna.jsonl from anna.jsonl.
        if coders.iter().any(|known| fold(known) == fold(name)) {
            return fault(format!("the coder `{name}` is named twice"), "Give each coder a name of her own.");
        }
        coders.push(name.clone());
    }
    coders.extend(settings.adjudicates.then(|| ADJUDICATED.to_string()));
    match coders.is_empty() {
        true => fault("nobody is named who codes".into(), "Give --coder NAME, or --adjudicate."),
        false => Ok(coders),
    }
}

/// The folder of the coders' files: never in that of a run, which a next run replaces.
fn folder(out: &Path, given: Option<&Path>) -> Result<PathBuf> {
    let absolute = |path: &Path| std::path::absolute(path).map_err(|cause| Error::io(path, &cause));
    let run = out.canonicalize().map_err(|cause| Error::io(out, &cause))?;
    let folder = match given {
        Some(given) => absolute(given)?,
        None => run.parent().unwrap_or(&run).join(FOLDER),
    };
    let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
    match real.starts_with(&run) || folder.starts_with(absolute(out)?) {
        false => Ok(folder),
        true => {
            Err(Error::new(ErrorKind::Usage, Place::file(&folder), "codes cannot lie in the folder of a run")
                .remedy("A next run refuses that folder then: name another by --codings."))
        }
    }
}

fn listen(port: u16) -> Result<(TcpListener, u16)> {
    let fault = |cause: std::io::Error| {
        let found = format!("port {port} of this computer cannot be opened ({cause})");
        Error::new(ErrorKind::Input, Place::default(), found).remedy("Give another --port, or none.")
    };
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(fault)?;
    let port = listener.local_addr().map_err(fault)?.port();
    Ok((listener, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_people_and_of_files() {
        let all = |names: &[&str], adjudicates| {
            let coders = names.iter().map(|name| name.to_string()).collect();
            coders_of(&Settings { coders, adjudicates, ..Settings::default() })
        };
        fn coders_of(settings: &Settings) -> String {
            coders(settings).map_or_else(|error| error.found, |coders| coders.join(" "))
        }
        for (names, adjudicates, expected) in [
            (&["anna", "Zoë-2"][..], true, "anna Zoë-2 adjudicated"),
            (&[], true, "adjudicated"),
            (&[], false, "nobody is named who codes"),
            (&["../anna"], false, "`../anna` cannot be the name of a coder"),
            (&["a.b"], false, "`a.b` cannot be the name of a coder"),
            (&[""], false, "`` cannot be the name of a coder"),
            (&["Machine"], false, "the coder `Machine` is no person"),
            (&["anna", "Anna"], false, "the coder `Anna` is named twice"),
        ] {
            assert_eq!(all(names, adjudicates), expected);
        }
    }

    #[test]
    fn codes_lie_beside_the_run() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let out = root.join("out");
        std::fs::create_dir(&out).unwrap();
        assert_eq!(folder(&out, None).unwrap(), root.join("codings"));
        assert_eq!(folder(&out.join("."), None).unwrap(), root.join("codings"));
        assert_eq!(folder(&out, Some(&root.join("mine"))).unwrap(), root.join("mine"));
        assert!(folder(&out, Some(&out.join("codings"))).is_err());
        assert!(folder(&out, Some(&out)).is_err());
    }
}
