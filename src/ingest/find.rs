//! The files of an input, in order of path, and the ids of those that hold one statement.

use super::archive::{self, Member};
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result, io_words};
use crate::study::{Folder, built_in_files};
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The input that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// What it is called where statements are said to come from it.
const STANDARD_INPUT_NAME: &str = "standard input";

/// A file of the input.
#[derive(Clone, Debug, PartialEq)]
pub struct InputFile {
    /// The file as the user named it.
    pub path: Arc<Path>,
    /// The id of its statement, if it holds one: the stem, or the shortest path that tells it apart.
    pub id: CompactString,
    bytes: Bytes,
}

#[derive(Clone, Debug, PartialEq)]
enum Bytes {
    Disk,
    BuiltIn(&'static [u8]),
    Packed(Member),
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Comma,
    Tab,
    JsonLines,
    Pdf,
    Markdown,
    Html,
    Rtf,
    Docx,
    Odt,
    Xlsx,
    Ods,
    #[cfg(feature = "parquet")]
    Parquet,
    Gzip,
    /// An archive that is no folder of files.
    Zip,
    /// A kind that is known and not read, by the words for it.
    Unread(&'static str),
}

impl InputFile {
    /// A file of that name whose bytes are elsewhere; its statement is named after its stem.
    pub(super) fn named(name: &str) -> Self {
        let path = Path::new(name);
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into();
        InputFile { path: path.into(), id, bytes: Bytes::BuiltIn(&[]) }
    }

    /// The bytes of standard input, a statement in plain text; they are held until the program ends.
    pub(super) fn standard_input(bytes: Vec<u8>) -> Self {
        InputFile {
            path: Path::new(STANDARD_INPUT_NAME).into(),
            id: "stdin".into(),
            bytes: Bytes::BuiltIn(bytes.leak()),
        }
    }

    /// The end of its name in small letters, without `.gz`.
    pub(super) fn ending(&self) -> String {
        let name = without_gz(&self.path);
        name.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
    }

    /// Its name without any ending.
    pub(super) fn stem(&self) -> String {
        without_gz(&self.path).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }

    pub(super) fn read(&self) -> Result<Cow<'static, [u8]>, Diagnostic> {
        match &self.bytes {
            Bytes::BuiltIn(bytes) => Ok(Cow::Borrowed(bytes)),
            Bytes::Packed(member) => member.read(&Place::file(&self.path)).map(Cow::Owned),
            Bytes::Disk => std::fs::read(&self.path).map(Cow::Owned).map_err(|cause| {
                Diagnostic::reject(Place::file(&self.path), io_words(&cause))
                    .remedy("Make it readable and run again")
            }),
        }
    }
}

/// A path without the ending of a packed file.
fn without_gz(path: &Path) -> Cow<'_, Path> {
    match path.extension() {
        Some(ending) if ending.eq_ignore_ascii_case("gz") => Cow::Owned(path.with_extension("")),
        _ => Cow::Borrowed(path),
    }
}

/// All files of the inputs; folders and `.zip` archives are searched in depth, in order of path, hidden
/// files left out.
///
/// # Errors
/// Where an input does not exist, or a folder cannot be listed.
pub fn find(folder: &Folder, inputs: &[String]) -> Result<Vec<InputFile>> {
    let mut files = Vec::new();
    for input in inputs {
        match folder {
            Folder::BuiltIn(root) => {
                let inside = format!("{root}/{input}");
                files.extend(built_in_files(&inside).map(|(path, bytes)| InputFile {
                    path: Path::new("built-in data").join(path).into(),
                    id: CompactString::default(),
                    bytes: Bytes::BuiltIn(bytes),
                }));
            }
            Folder::Disk(_) if input == STANDARD_INPUT => {
                let mut bytes = Vec::new();
                let read = std::io::stdin().lock().read_to_end(&mut bytes);
                read.map_err(|cause| Error::io(STANDARD_INPUT_NAME.as_ref(), &cause))?;
                files.push(InputFile::standard_input(bytes));
            }
            Folder::Disk(root) => walk(&root.join(input), &mut files)?,
        }
    }
    files.dedup();
    name_statements(&mut files);
    Ok(files)
}

/// The file of an earlier run by its name, with the id that it had among all files of that run.
///
/// Files on disk are not looked at: what became of one is told when it is read. None where no file has
/// that name, or it was standard input.
pub fn find_again(folder: &Folder, inputs: &[String], names: &[&str], name: &str) -> Option<InputFile> {
    let mut files = match folder {
        Folder::BuiltIn(_) => find(folder, inputs).ok()?,
        Folder::Disk(_) => {
            let file = |name: &&str| InputFile {
                path: Path::new(name).into(),
                id: CompactString::default(),
                bytes: Bytes::Disk,
            };
            names.iter().filter(|name| **name != STANDARD_INPUT_NAME).map(file).collect()
        }
    };
    name_statements(&mut files);
    let mut found = files.into_iter().find(|file| file.path.to_string_lossy() == name)?;
    if let (Bytes::Disk, Some(member)) = (&found.bytes, archive::member(&found.path)) {
        found.bytes = Bytes::Packed(member);
    }
    Some(found)
}

fn walk(path: &Path, files: &mut Vec<InputFile>) -> Result<()> {
    let fault = |cause: std::io::Error| Error::io(path, &cause);
    if !std::fs::metadata(path).map_err(fault)?.is_dir() {
        let file = |path: &Path, bytes| InputFile { path: path.into(), id: CompactString::default(), bytes };
        match archive::members(path) {
            None => files.push(file(path, Bytes::Disk)),
            Some(members) => {
                files.extend(members.into_iter().map(|(path, member)| file(&path, Bytes::Packed(member))))
            }
        }
        return Ok(());
    }
    let entries = std::fs::read_dir(path).map_err(fault)?;
    let mut inside: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(fault)?;
    inside.sort();
    let is_hidden =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    inside.iter().filter(|path| !is_hidden(path)).try_for_each(|path| walk(path, files))
}

/// Gives each file its stem as id; where stems clash, the shortest path that tells them apart, with the
/// ending where only that does.
fn name_statements(files: &mut [InputFile]) {
    let longest = files.iter().map(|file| file.path.iter().count()).max().unwrap_or(1);
    let mut open: Vec<usize> = (0..files.len()).collect();
    for (has_ending, n) in [false, true].into_iter().flat_map(|is_so| (1..=longest).map(move |n| (is_so, n)))
    {
        let mut counts: FxHashMap<CompactString, usize> = FxHashMap::default();
        for &i in &open {
            files[i].id = last_parts(&files[i].path, n, has_ending);
            *counts.entry(files[i].id.clone()).or_default() += 1;
        }
        open.retain(|&i| counts[&files[i].id] > 1);
    }
}

/// The last `n` parts of a path, with the file's ending or without.
fn last_parts(path: &Path, n: usize, has_ending: bool) -> CompactString {
    let path = if has_ending { Cow::Borrowed(path) } else { Cow::Owned(without_gz(path).with_extension("")) };
    let parts: Vec<Cow<str>> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts[parts.len().saturating_sub(n)..].join("/").into()
}

/// The error for a run without any file.
pub fn nothing_found(inputs: &[String]) -> Error {
    Error::new(ErrorKind::Input, Place::default(), format!("there is no file in {}", inputs.join(", ")))
        .remedy("Give a file or a folder with statements, such as .txt, .docx, .html, .csv, .xlsx or .zip.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clashing_stems_get_the_shortest_path_that_differs() {
        let file = |name: &str| InputFile {
            path: Path::new(name).into(),
            id: CompactString::default(),
            bytes: Bytes::BuiltIn(b""),
        };
        let mut files = ["a/x/s.txt", "a/y/s.txt", "a/y/t.txt", "a/y/u.docx", "a/y/u.txt.gz"].map(file);
        name_statements(&mut files);
        assert_eq!(files.map(|file| file.id), ["x/s", "y/s", "t", "u.docx", "u.txt.gz"]);
        let packed = file("a/z/MEX_61_2006.txt.gz");
        assert_eq!((packed.ending().as_str(), packed.stem().as_str()), ("txt", "MEX_61_2006"));
        let names = ["a/x/s.txt", "a/y/s.txt", "standard input"];
        let again = |name| find_again(&Folder::default(), &[], &names, name).map(|file| file.id);
        assert_eq!((again("a/y/s.txt").as_deref(), again("standard input")), (Some("y/s"), None));
    }
}
