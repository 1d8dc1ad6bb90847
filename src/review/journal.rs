//! The file of a coder's codes: a line a revision, only ever added to.
//!
//! Owns the promise that a code which is answered as saved is on disk. Refuses a file that another
//! program holds, and one with a line that it did not write. The only file of `review` that writes.

use super::codes::Codes;
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The ending of a coder's file.
const ENDING: &str = "jsonl";

/// A coder's file, held against other programs for as long as this lives.
pub(super) struct Journal {
    coder: String,
    /// The variables in the order in which a line has them; one without a code is an empty string.
    columns: Vec<String>,
    path: PathBuf,
    file: File,
    /// Bytes of whole lines.
    length: u64,
    /// Whether a line may stand half written at the end.
    is_torn: bool,
    statements: BTreeMap<String, Vec<Revision>>,
}

/// The codes of a statement at one time.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Revision {
    /// Counted from 1.
    pub number: u64,
    /// All codes; those of earlier revisions no longer count.
    pub codes: Codes,
}

impl Journal {
    /// Opens or creates `FOLDER/CODER.jsonl`, and says what was mended.
    ///
    /// What stands behind the last whole line, as a write leaves it that was cut off, goes to a file beside it.
    ///
    /// # Errors
    /// Where it cannot be read or written, another program holds it, or a line is not one of this coder.
    pub fn open(folder: &Path, coder: &str, columns: &[&str]) -> Result<(Journal, Option<Diagnostic>)> {
        let path = folder.join(format!("{coder}.{ENDING}"));
        let fault = |cause: std::io::Error| Error::io(&path, &cause);
        std::fs::create_dir_all(folder).map_err(|cause| Error::io(folder, &cause))?;
        let is_new = !path.exists();
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&path).map_err(fault)?;
        hold(&file, &path)?;
        if is_new {
            sync_folder(folder).map_err(fault)?;
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(fault)?;
        let (statements, whole) = read_lines(&path, coder, &bytes)?;
        let mut journal = Journal {
            coder: coder.into(),
            columns: columns.iter().map(|name| name.to_string()).collect(),
            path: path.clone(),
            file,
            length: whole as u64,
            is_torn: false,
            statements,
        };
        let mended = journal.mend(&bytes, whole).map_err(fault)?;
        Ok((journal, mended))
    }

    /// Makes the file end with a whole line; nothing is lost: what is cut off was first written elsewhere.
    fn mend(&mut self, bytes: &[u8], whole: usize) -> std::io::Result<Option<Diagnostic>> {
        let torn = &bytes[whole..];
        if torn.is_empty() {
            if bytes.last().is_some_and(|last| *last != b'\n') {
                self.file.write_all(b"\n")?;
                self.file.sync_all()?;
                self.length += 1;
            }
            return Ok(None);
        }
        let aside = self.path.with_extension(format!("{ENDING}.torn"));
        let mut file = OpenOptions::new().append(true).create(true).open(&aside)?;
        file.write_all(torn)?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        self.file.set_len(whole as u64)?;
        self.file.sync_all()?;
        let found = "the last line was cut off while it was written, so that it was never told to be saved";
        let place = Place::file(&self.path).at_line(count_lines(&bytes[..whole]) + 1);
        let remedy = format!("It is set aside in {}; all lines before it are whole", aside.display());
        Ok(Some(Diagnostic::warning(place, found).remedy(remedy)))
    }

    /// The last revision of a statement; number 0 and no codes where there is none.
    pub fn last(&self, statement: &str) -> Revision {
        self.statements.get(statement).and_then(|all| all.last()).cloned().unwrap_or_default()
    }

    /// The codes before the last revision of a statement.
    pub fn before(&self, statement: &str) -> Codes {
        let earlier = self.statements.get(statement).and_then(|all| all.iter().rev().nth(1));
        earlier.map_or_else(Codes::default, |revision| revision.codes.clone())
    }

    /// Writes codes as a new revision; they are on disk when this returns. The same codes again are no new one.
    ///
    /// # Errors
    /// Where they could not be written; then the file is as it was.
    pub fn save(&mut self, statement: &str, codes: Codes) -> Result<Revision> {
        let last = self.last(statement);
        if last.codes == codes {
            return Ok(last);
        }
        let revision = Revision { number: last.number + 1, codes };
        let line = self.line(statement, &revision);
        self.append(line.as_bytes()).map_err(|cause| Error::io(&self.path, &cause))?;
        self.statements.entry(statement.into()).or_default().push(revision.clone());
        Ok(revision)
    }

    fn line(&self, statement: &str, revision: &Revision) -> String {
        let mut line = Map::new();
        line.insert("statement_id".into(), statement.into());
        line.insert("coder".into(), self.coder.as_str().into());
        line.insert("revision".into(), revision.number.into());
        let code = |name: &String| revision.codes.0.get(name).map_or("", String::as_str);
        line.extend(self.columns.iter().map(|name| (name.clone(), code(name).into())));
        format!("{}\n", Value::Object(line))
    }

    fn append(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.cut_back()?;
        self.is_torn = true;
        let written = self.file.write_all(line).and_then(|()| self.file.sync_all());
        match written {
            Ok(()) => {
                self.length += line.len() as u64;
                self.is_torn = false;
                Ok(())
            }
            Err(cause) => self.cut_back().and(Err(cause)),
        }
    }

    /// Takes away what a failed write has left.
    fn cut_back(&mut self) -> std::io::Result<()> {
        if self.is_torn {
            self.file.set_len(self.length)?;
            self.file.sync_all()?;
            self.is_torn = false;
        }
        Ok(())
    }
}

/// The files of all coders in a folder, each with its name and its whole lines, in order of name.
///
/// # Errors
/// Where the folder or a file cannot be read.
pub(super) fn read_all(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let fault = |cause: std::io::Error| Error::io(folder, &cause);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: PathBuf| {
        let mut bytes = std::fs::read(&path).map_err(|cause| Error::io(&path, &cause))?;
        bytes.truncate(last_line_end(&bytes));
        Ok((path.display().to_string(), bytes))
    };
    paths.into_iter().map(read).filter(|file| !matches!(file, Ok((_, bytes)) if bytes.is_empty())).collect()
}

fn hold(file: &File, path: &Path) -> Result<()> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => {
            Error::new(ErrorKind::Input, Place::file(path), "another `plenary review` has this file open")
                .remedy("Stop that one first (Ctrl-C), or give another --coder or --codings.")
        }
        TryLockError::Error(cause) => Error::io(path, &cause),
    })
}

/// Makes a new file's name as lasting as its contents.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    // Elsewhere a folder cannot be opened as a file, and its entries are written with the file.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn last_line_end(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
}

fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The revisions of each statement, and how many bytes are whole lines: the last may lack its line end.
fn read_lines(path: &Path, coder: &str, bytes: &[u8]) -> Result<(BTreeMap<String, Vec<Revision>>, usize)> {
    let mut statements: BTreeMap<String, Vec<Revision>> = BTreeMap::new();
    let ended = last_line_end(bytes);
    let lines = (1..).zip(bytes[..ended].split(|byte| *byte == b'\n'));
    for (number, line) in lines.filter(|(_, line)| !line.trim_ascii().is_empty()) {
        let fault = |found: &str| {
            Error::new(ErrorKind::Input, Place::file(path).at_line(number), found)
                .remedy("Put the file back as `plenary review` wrote it, or move it away; it is not changed.")
        };
        let (statement, revision) =
            read_line(coder, line).ok_or_else(|| fault("the line is not a code of this coder"))?;
        let known = statements.entry(statement).or_default();
        if known.last().is_some_and(|last| last.number >= revision.number) {
            return Err(fault("the revision is not higher than the one before it"));
        }
        known.push(revision);
    }
    let is_next = |statement: &str, revision: &Revision| {
        statements.get(statement).and_then(|all| all.last()).is_none_or(|last| last.number < revision.number)
    };
    let unended =
        read_line(coder, &bytes[ended..]).filter(|(statement, revision)| is_next(statement, revision));
    let whole = if unended.is_some() { bytes.len() } else { ended };
    if let Some((statement, revision)) = unended {
        statements.entry(statement).or_default().push(revision);
    }
    Ok((statements, whole))
}

fn read_line(coder: &str, line: &[u8]) -> Option<(String, Revision)> {
    let Ok(Value::Object(mut line)) = serde_json::from_slice(line) else { return None };
    let statement = line.remove("statement_id")?.as_str()?.to_string();
    let is_own = line.remove("coder")?.as_str()? == coder;
    let number = line.remove("revision")?.as_u64().filter(|number| *number > 0)?;
    let code = |(name, value): (String, Value)| Some((name, value.as_str()?.to_string()));
    let mut codes = line.into_iter().map(code).collect::<Option<BTreeMap<_, _>>>()?;
    codes.retain(|_, code| !code.is_empty());
    is_own.then_some((statement, Revision { number, codes: Codes(codes) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(stance: &str) -> Codes {
        Codes([("stance".to_string(), stance.to_string())].into_iter().collect())
    }

    fn line(statement: &str, revision: u64, stance: &str) -> String {
        format!(
            "{{\"statement_id\":\"{statement}\",\"coder\":\"anna\",\"revision\":{revision},\"stance\":\"{stance}\"}}"
        )
    }

    #[test]
    fn what_was_saved_is_there_again_and_the_same_codes_are_no_new_revision() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("codings");
        let (mut journal, _) = Journal::open(&folder, "anna", &["stance"]).unwrap();
        for stance in ["for", "for", "against"] {
            journal.save("s1", codes(stance)).unwrap();
        }
        assert!(
            Journal::open(&folder, "anna", &["stance"])
                .map(|_| ())
                .unwrap_err()
                .to_string()
                .contains("another")
        );
        drop(journal);
        let (journal, mended) = Journal::open(&folder, "anna", &["stance"]).unwrap();
        assert_eq!(journal.last("s1"), Revision { number: 2, codes: codes("against") });
        assert_eq!((journal.before("s1"), journal.last("s2").number, mended), (codes("for"), 0, None));
        let text = std::fs::read_to_string(folder.join("anna.jsonl")).unwrap();
        assert_eq!(text, [line("s1", 1, "for"), line("s1", 2, "against"), String::new()].join("\n"));
    }

    #[test]
    fn a_torn_last_line_is_set_aside_and_no_whole_one_is_lost() {
        let (one, two) = (line("s1", 1, "for"), line("s2", 1, "for"));
        for (text, kept, aside) in [
            (format!("{one}\n{two}\n"), format!("{one}\n{two}\n"), None),
            (format!("{one}\n{two}"), format!("{one}\n{two}\n"), None),
            (format!("{one}\n{}", &two[..20]), format!("{one}\n"), Some(&two[..20])),
            (format!("{one}\n\0\0\0"), format!("{one}\n"), Some("\0\0\0")),
            (two[..5].to_string(), String::new(), Some(&two[..5])),
            (String::new(), String::new(), None),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("anna.jsonl");
            std::fs::write(&path, &text).unwrap();
            let (mut journal, mended) = Journal::open(dir.path(), "anna", &["stance"]).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), kept, "{text}");
            assert_eq!(mended.is_some(), aside.is_some(), "{text}");
            if let Some(aside) = aside {
                let found = std::fs::read_to_string(dir.path().join("anna.jsonl.torn")).unwrap();
                assert_eq!(found, format!("{aside}\n"));
            }
            journal.save("s9", codes("for")).unwrap();
            let after = std::fs::read_to_string(&path).unwrap();
            assert_eq!(after, format!("{kept}{}\n", line("s9", 1, "for")), "{text}");
        }
    }

    #[test]
    fn a_file_that_was_changed_is_refused_with_its_line_and_left_alone() {
        let one = line("s1", 1, "for");
        for (text, says) in [
            (format!("{one}\nhello\n{one}\n"), "line 2: the line is not a code of this coder"),
            (one.replace("anna", "bela") + "\n", "line 1: the line is not a code of this coder"),
            (format!("{one}\n{one}\n"), "line 2: the revision is not higher"),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("anna.jsonl");
            std::fs::write(&path, &text).unwrap();
            let error = Journal::open(dir.path(), "anna", &["stance"]).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }
}
