//! Where files come from: a folder on disk, or the files built into the program.

use crate::error::{Error, Place, Result};
use include_dir::{Dir, File, include_dir};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

static DATA: Dir = include_dir!("$CARGO_MANIFEST_DIR/data");
static LEXICONS: Dir = include_dir!("$CARGO_MANIFEST_DIR/lexicons");

/// A folder from which files are read.
#[derive(Clone, Debug, PartialEq)]
pub enum Folder {
    /// On disk.
    Disk(PathBuf),
    /// In the program, such as `data/example`.
    BuiltIn(&'static str),
}

impl Default for Folder {
    fn default() -> Self {
        Folder::Disk(PathBuf::new())
    }
}

/// The folders of the program that hold a study.
const STUDIES: [&str; 1] = ["data/example"];

impl std::fmt::Display for Folder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Folder::Disk(path) => write!(f, "{}", path.display()),
            Folder::BuiltIn(path) => write!(f, "built-in {path}"),
        }
    }
}

impl Folder {
    /// The folder of a study by the name that it prints.
    pub fn named(name: &str) -> Folder {
        let built_in = name.strip_prefix("built-in ").and_then(|path| STUDIES.iter().find(|s| **s == path));
        built_in.map_or_else(|| Folder::Disk(name.into()), |path| Folder::BuiltIn(path))
    }

    /// Reads a file; the first value names it for people. A path from the root is on disk in any folder.
    ///
    /// # Errors
    /// Where the file does not exist or cannot be read.
    pub fn read(&self, path: &str) -> Result<(String, Cow<'static, [u8]>)> {
        match self {
            Folder::Disk(folder) => {
                let path = folder.join(path);
                let bytes = std::fs::read(&path).map_err(|cause| Error::io(&path, &cause))?;
                Ok((path.display().to_string(), Cow::Owned(bytes)))
            }
            Folder::BuiltIn(_) if Path::new(path).is_absolute() => Folder::default().read(path),
            Folder::BuiltIn(folder) => {
                let file = built_in(&format!("{folder}/{path}"))?;
                Ok((format!("built-in {folder}/{path}"), Cow::Borrowed(file)))
            }
        }
    }

    /// Reads a definition as text in UTF-8; see [`Folder::read_named_bytes`].
    pub fn read_named(&self, kind: &str, name: &str) -> Result<(String, String)> {
        let (shown, bytes) = self.read_named_bytes(kind, name)?;
        match String::from_utf8(bytes.into_owned()) {
            Ok(text) => Ok((shown, text)),
            Err(_) => {
                Err(Error::definition(Place::file(shown), "the file is not UTF-8")
                    .remedy("Save it as UTF-8."))
            }
        }
    }

    /// Reads a definition: a built-in one by its name, else a file of this folder.
    ///
    /// `kind` is the folder of the built-in ones, such as `lexicons`; `.yml` may be left out.
    pub fn read_named_bytes(&self, kind: &str, name: &str) -> Result<(String, Cow<'static, [u8]>)> {
        let known = format!("{kind}/{name}.yml");
        match built_in(&known) {
            Ok(bytes) => Ok((format!("built-in {known}"), Cow::Borrowed(bytes))),
            Err(_) => self.read(name).map_err(|error| {
                let is_definition = |path: &Path| path.extension().is_some_and(|ending| ending == "yml");
                let names: Vec<String> = built_in_files(kind)
                    .filter(|(path, _)| is_definition(path))
                    .map(|(path, _)| stem(path))
                    .collect();
                error.remedy(format!("Give a file, or one of the built-in names: {}.", names.join(", ")))
            }),
        }
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The bytes of a built-in file, such as `data/actors/actors.csv`.
///
/// # Errors
/// Where there is no such file.
pub fn built_in(path: &str) -> Result<&'static [u8]> {
    let file = match path.split_once('/') {
        Some(("data", rest)) => DATA.get_file(rest),
        Some(("lexicons", rest)) => LEXICONS.get_file(rest),
        _ => None,
    };
    let missing = || Error::definition(Place::file(path), "there is no such built-in file");
    file.map(File::contents).ok_or_else(missing)
}

/// The built-in files of a folder, not of its sub-folders, in order of path.
pub fn built_in_files(folder: &str) -> impl Iterator<Item = (&'static Path, &'static [u8])> {
    let dir = match folder.split_once('/') {
        Some(("data", rest)) => DATA.get_dir(rest),
        Some(("lexicons", rest)) => LEXICONS.get_dir(rest),
        _ => Some(&LEXICONS).filter(|_| folder == "lexicons"),
    };
    let mut files: Vec<_> =
        dir.into_iter().flat_map(Dir::files).map(|file| (file.path(), file.contents())).collect();
    files.sort();
    files.into_iter()
}
