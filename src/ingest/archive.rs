//! Packed files: a `.zip` as a folder of files, and `.gz`.
//!
//! Owns how far a file may unpack. Nothing is ever written to disk, so that names of members are only
//! names. A member is read when its statement is, not before.

use crate::error::{Diagnostic, Place};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{Cursor, Error, ErrorKind, Read, Result as IoResult, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zip::ZipArchive;
use zip::result::ZipError;

/// What a packed file may hold: no statement and no table of statements comes near it.
const MOST_BYTES: u64 = 256 << 20;

/// How many times its size a packed file may hold, beyond the first bytes; text packs to a tenth.
const MOST_TIMES: u64 = 200;
const FIRST_BYTES: u64 = 16 << 20;

/// A file in an archive on disk.
#[derive(Clone, Debug)]
pub(super) struct Member {
    archive: Arc<ZipArchive<OnDisk>>,
    index: usize,
}

impl PartialEq for Member {
    /// Whether two files of one path are the same.
    fn eq(&self, other: &Member) -> bool {
        self.index == other.index
    }
}

impl Member {
    /// Unpacks it.
    pub fn read(&self, place: &Place) -> Result<Vec<u8>, Diagnostic> {
        let mut archive = ZipArchive::clone(&self.archive);
        let file = archive.by_index(self.index).map_err(|fault| refused(&fault, place))?;
        let packed = file.compressed_size();
        unpack(file, packed, place)
    }
}

/// Whether the name of a file says that it is an archive.
pub(super) fn is_named_so(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// The files of an archive on disk, each with its path below that of the archive, in order of path.
///
/// None where it is no folder of files: no archive, empty, or of names that stand twice. Hidden files are
/// left out.
pub(super) fn members(path: &Path) -> Option<Vec<(PathBuf, Member)>> {
    is_named_so(path).then_some(())?;
    let archive = ZipArchive::new(OnDisk { path: path.into(), file: None }).ok()?;
    if archive.has_duplicate_names() || is_office(&archive) {
        return None;
    }
    // A clone keeps the directory and no open file.
    let archive = Arc::new(archive.clone());
    let member = |index: usize| {
        let name = archive.name_for_index(index)?.ok()?;
        let below = inside(&name).filter(|_| !name.ends_with('/'))?;
        Some((path.join(below), Member { archive: Arc::clone(&archive), index }))
    };
    let mut members: Vec<_> = (0..archive.len()).filter_map(member).collect();
    members.sort_by(|a, b| a.0.cmp(&b.0));
    Some(members).filter(|members| !members.is_empty())
}

/// The file that a path below an archive names.
pub(super) fn member(path: &Path) -> Option<Member> {
    let archive = path.ancestors().skip(1).find(|above| is_named_so(above) && above.is_file())?;
    members(archive)?.into_iter().find(|(known, _)| known == path).map(|(_, member)| member)
}

/// The name of a member as a path below its archive; none where it is hidden.
fn inside(name: &str) -> Option<PathBuf> {
    let is_step = |part: &&str| !["", ".", ".."].contains(part);
    let parts: Vec<&str> = name.split(['/', '\\']).filter(is_step).collect();
    let is_hidden = parts.is_empty() || parts.iter().any(|part| part.starts_with('.') || *part == "__MACOSX");
    (!is_hidden).then(|| parts.iter().collect())
}

/// Documents and workbooks are archives too.
fn is_office<R: Read + Seek>(archive: &ZipArchive<R>) -> bool {
    archive.index_for_name("[Content_Types].xml").is_some() || archive.index_for_name("mimetype") == Some(0)
}

/// Unpacks a `.gz`.
pub(super) fn gunzip(bytes: &[u8], place: &Place) -> Result<Vec<u8>, Diagnostic> {
    unpack(MultiGzDecoder::new(bytes), bytes.len() as u64, place)
}

/// A part of a document or workbook, by its name.
pub(super) fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    place: &Place,
) -> Result<Option<Vec<u8>>, Diagnostic> {
    match archive.by_name(name) {
        Ok(file) => {
            let packed = file.compressed_size();
            unpack(file, packed, place).map(Some)
        }
        Err(ZipError::FileNotFound) => Ok(None),
        Err(fault) => Err(refused(&fault, place)),
    }
}

/// Refuses an archive that would unpack too far, whatever its directory says.
pub(super) fn check_sizes(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    packed: u64,
    place: &Place,
) -> Result<(), Diagnostic> {
    let most = most_bytes(packed);
    let mut left = most;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|fault| refused(&fault, place))?;
        let n = std::io::copy(&mut file.take(left + 1), &mut std::io::sink());
        let n = n.map_err(|fault| failed(&fault, place))?;
        left = left.checked_sub(n).ok_or_else(|| too_large(place, most))?;
    }
    Ok(())
}

fn most_bytes(packed: u64) -> u64 {
    MOST_BYTES.min(FIRST_BYTES.saturating_add(packed.saturating_mul(MOST_TIMES)))
}

fn unpack(from: impl Read, packed: u64, place: &Place) -> Result<Vec<u8>, Diagnostic> {
    let most = most_bytes(packed);
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes).map_err(|fault| failed(&fault, place))?;
    match bytes.len() as u64 > most {
        true => Err(too_large(place, most)),
        false => Ok(bytes),
    }
}

fn too_large(place: &Place, most: u64) -> Diagnostic {
    let found = format!("it is packed, and would be larger than {} megabytes", most >> 20);
    Diagnostic::reject(place.clone(), found).remedy("Unpack it, and see what it is")
}

fn failed(fault: &Error, place: &Place) -> Diagnostic {
    if fault.kind() == ErrorKind::Unsupported { unknown(place) } else { broken(place) }
}

fn unknown(place: &Place) -> Diagnostic {
    Diagnostic::reject(place.clone(), "it is packed in a way that is not known here")
        .remedy("Unpack the archive and give the folder")
}

fn broken(place: &Place) -> Diagnostic {
    Diagnostic::reject(place.clone(), "it is packed, and cannot be unpacked: the file is damaged")
        .remedy("Get it anew from where it came, or unpack it")
}

fn refused(fault: &ZipError, place: &Place) -> Diagnostic {
    match fault {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Diagnostic::reject(place.clone(), "it is locked with a password")
                .remedy("Unpack the archive, or save the file without a password")
        }
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => unknown(place),
        _ => broken(place),
    }
}

/// Why the files of an archive that is itself a file of the input are not read.
pub(super) fn refuse(place: &Place, bytes: &[u8]) -> Diagnostic {
    let reject = |found: &str| Diagnostic::reject(place.clone(), found);
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return broken(place) };
    let is_empty = archive.file_names().flatten().all(|name| inside(&name).is_none() || name.ends_with('/'));
    match () {
        () if is_office(&archive) => reject("documents of this kind are not read").remedy(
            "Open it in the program that made it and save it as .docx, .odt, .rtf, .html or plain text",
        ),
        () if is_empty => {
            reject("there is no file in the archive").remedy("Put the statements into it again")
        }
        () if archive.has_duplicate_names() => {
            reject("two files in the archive have one name").remedy("Unpack it and give the folder")
        }
        () if is_named_so(Path::new(&place.file)) => {
            reject("this is an archive inside another").remedy("Unpack it and give the folder")
        }
        () => reject("this is an archive of files").remedy("Name it .zip, or unpack it and give the folder"),
    }
}

/// A file that is opened when it is first read; a clone opens it again.
#[derive(Debug)]
struct OnDisk {
    path: Arc<Path>,
    file: Option<File>,
}

impl Clone for OnDisk {
    fn clone(&self) -> Self {
        OnDisk { path: Arc::clone(&self.path), file: None }
    }
}

impl OnDisk {
    fn opened(&mut self) -> IoResult<&mut File> {
        if self.file.is_none() {
            self.file = Some(File::open(&self.path)?);
        }
        self.file.as_mut().ok_or_else(|| Error::from(ErrorKind::NotFound))
    }
}

impl Read for OnDisk {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        self.opened()?.read(buffer)
    }
}

impl Seek for OnDisk {
    fn seek(&mut self, position: SeekFrom) -> IoResult<u64> {
        self.opened()?.seek(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::packed;

    fn on_disk(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    #[test]
    fn an_archive_is_a_folder_of_files() {
        let names = ["b/x.txt", "a.txt", "b/", "__MACOSX/a.txt", "b/.hidden", "../../etc/c.txt", "/d\\e.txt"];
        let files: Vec<(&str, &str)> =
            names.iter().map(|name| (*name, if name.ends_with('/') { "" } else { *name })).collect();
        let (_folder, path) = on_disk(&packed(&files));
        let found = members(&path).unwrap();
        let place = Place::file(&path);
        let read = found.iter().map(|(below, member)| {
            let below = below.strip_prefix(&path).unwrap().to_string_lossy().into_owned();
            (below, String::from_utf8(member.read(&place).unwrap()).unwrap())
        });
        let expected = [
            ("a.txt", "a.txt"),
            ("b/x.txt", "b/x.txt"),
            ("d/e.txt", "/d\\e.txt"),
            ("etc/c.txt", "../../etc/c.txt"),
        ];
        assert_eq!(read.collect::<Vec<_>>(), expected.map(|(below, text)| (below.into(), text.into())));
        assert_eq!(member(&path.join("etc/c.txt")).as_ref(), Some(&found[3].1));
        assert!(member(&path.join("nothing.txt")).is_none());
    }

    #[test]
    fn what_cannot_be_unpacked_is_refused() {
        let locked = |mut bytes: Vec<u8>| {
            let central = bytes.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
            (bytes[6], bytes[central + 8]) = (1, 1);
            bytes
        };
        let other_way = |mut bytes: Vec<u8>| {
            let central = bytes.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
            (bytes[8], bytes[central + 10]) = (98, 98);
            bytes
        };
        // The directory says one byte; the member has 64 million.
        let lying = |mut bytes: Vec<u8>| {
            let central = bytes.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
            bytes[central + 24..central + 28].copy_from_slice(&[1, 0, 0, 0]);
            bytes
        };
        let large = "a".repeat(64 << 20);
        for (bytes, says) in [
            (locked(packed(&[("a.txt", "We agree.")])), "locked with a password"),
            (other_way(packed(&[("a.txt", "We agree.")])), "packed in a way that is not known"),
            (packed(&[("a.txt", &large)]), "would be larger than"),
            (lying(packed(&[("a.txt", &large)])), "it is packed, and"),
        ] {
            let (_folder, path) = on_disk(&bytes);
            let refused = members(&path).unwrap()[0].1.read(&Place::file("a.zip/a.txt")).unwrap_err();
            assert!(refused.found.contains(says), "{says}: {refused}");
        }
    }

    #[test]
    fn what_is_no_folder_of_files_stays_a_file() {
        let twice = packed(&[("a.txt", "1"), ("b.txt", "2")])
            .iter()
            .map(|b| if *b == b'b' { b'a' } else { *b })
            .collect();
        for bytes in
            [Vec::new(), b"We agree.".to_vec(), packed(&[]), packed(&[("[Content_Types].xml", "")]), twice]
        {
            assert!(members(&on_disk(&bytes).1).is_none());
        }
        assert!(members(Path::new("none.zip")).is_none());
    }
}
