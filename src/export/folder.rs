//! The folder of a run: written beside, put in place at the end.

use super::{SHEET, Spool};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::ingest::Checksum;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

/// A run's folder while it is written.
#[derive(Debug)]
pub struct OutFolder {
    target: PathBuf,
    staging: PathBuf,
    files: Vec<String>,
    is_finished: bool,
}

impl OutFolder {
    /// Prepares to write a folder; its present files stay until the end.
    ///
    /// # Errors
    /// Where the folder holds files that no earlier run wrote (a README may stand there), or a coding
    /// sheet that was filled in since, or cannot be written.
    pub fn prepare(target: &Path) -> Result<OutFolder> {
        refuse_foreign_files(target)?;
        refuse_filled_sheet(target)?;
        let name =
            target.file_name().map_or_else(|| "out".into(), |name| name.to_string_lossy().into_owned());
        let staging = target.with_file_name(format!(".{name}.unfinished"));
        let fault = |cause: std::io::Error| Error::io(target, &cause);
        if staging.exists() {
            fs::remove_dir_all(&staging).map_err(fault)?;
        }
        fs::create_dir_all(&staging).map_err(fault)?;
        Ok(OutFolder { target: target.into(), staging, files: Vec::new(), is_finished: false })
    }

    /// Opens a file of the folder, such as `tables/coverage.csv`.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn create(&mut self, name: &str) -> Result<BufWriter<File>> {
        let path = self.staging.join(name);
        create_parent(&path)?;
        let file = File::create(&path).map_err(|cause| Error::io(&path, &cause))?;
        self.files.push(name.into());
        Ok(BufWriter::new(file))
    }

    /// Opens a file of the folder to read what was written into it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read_back(&self, name: &str) -> Result<BufReader<File>> {
        let path = self.staging.join(name);
        File::open(&path).map(BufReader::new).map_err(|cause| Error::io(&path, &cause))
    }

    /// Puts rows aside in a file that is not part of the run.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn spool(&self, name: &str) -> Result<Spool> {
        Spool::new(self.staging.join(format!(".{name}")))
    }

    /// Each file so far with its BLAKE3, in order of name.
    ///
    /// # Errors
    /// Where a file cannot be read back.
    pub fn checksums(&self) -> Result<Vec<Checksum>> {
        let mut names = self.files.clone();
        names.sort();
        let checksum = |name: String| {
            let path = self.staging.join(&name);
            let mut hasher = blake3::Hasher::new();
            let read = File::open(&path)
                .and_then(|file| std::io::copy(&mut std::io::BufReader::new(file), &mut hasher));
            read.map_err(|cause| Error::io(&path, &cause))?;
            Ok(Checksum { file: Path::new(&name).into(), hash: hasher.finalize() })
        };
        names.into_iter().map(checksum).collect()
    }

    /// Removes the files of the former run and puts the new ones in place.
    ///
    /// # Errors
    /// Where a file cannot be moved.
    pub fn finish(mut self) -> Result<()> {
        let fault = |path: &Path, cause: std::io::Error| Error::io(path, &cause);
        for old in former_files(&self.target) {
            let path = self.target.join(old);
            if path.exists() {
                fs::remove_file(&path).map_err(|cause| fault(&path, cause))?;
            }
        }
        for name in &self.files {
            let path = self.target.join(name);
            create_parent(&path)?;
            fs::rename(self.staging.join(name), &path).map_err(|cause| fault(&path, cause))?;
        }
        self.is_finished = true;
        fs::remove_dir_all(&self.staging).map_err(|cause| fault(&self.staging, cause))
    }
}

impl Drop for OutFolder {
    fn drop(&mut self) {
        if !self.is_finished {
            let _ = fs::remove_dir_all(&self.staging);
        }
    }
}

/// Makes the folder that a file of a run stands in.
fn create_parent(path: &Path) -> Result<()> {
    let Some(folder) = path.parent() else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|cause| Error::io(folder, &cause))
}

/// The manifest of a former run.
fn former_manifest(target: &Path) -> Option<serde_json::Value> {
    let text = fs::read_to_string(target.join("manifest.json")).ok()?;
    serde_json::from_str(&text).ok()
}

/// The files that the manifest of a former run names, itself among them.
fn former_files(target: &Path) -> Vec<String> {
    let Some(manifest) = former_manifest(target) else { return Vec::new() };
    let names =
        manifest["outputs"].as_array().into_iter().flatten().filter_map(|output| output["file"].as_str());
    let is_inside = |name: &str| !name.contains("..") && !Path::new(name).is_absolute();
    names.filter(|name| is_inside(name)).map(String::from).chain(["manifest.json".into()]).collect()
}

fn refuse_foreign_files(target: &Path) -> Result<()> {
    if target.is_file() {
        return Err(Error::new(ErrorKind::Input, Place::file(target), "this is a file, not a folder")
            .remedy("Give another folder with --out."));
    }
    let known = former_files(target);
    let foreign = files_below(target, "").into_iter().find(|name| {
        let is_readme = name.to_lowercase().starts_with("readme");
        !is_readme && !known.contains(name)
    });
    match foreign {
        None => Ok(()),
        Some(name) => Err(Error::new(
            ErrorKind::Input,
            Place::file(target),
            format!("the folder holds `{name}`, which no earlier run wrote"),
        )
        .remedy("Give an empty or new folder with --out, or move the file away.")),
    }
}

/// A person's codes are never written over: the sheet must be as the former run wrote it.
fn refuse_filled_sheet(target: &Path) -> Result<()> {
    let (Some(manifest), Ok(sheet)) = (former_manifest(target), fs::read(target.join(SHEET))) else {
        return Ok(());
    };
    let checksum = blake3::hash(&sheet).to_hex();
    let outputs = manifest["outputs"].as_array().into_iter().flatten();
    let written = outputs.filter(|output| output["file"] == SHEET);
    match written.into_iter().all(|output| output["blake3"] == checksum.as_str()) {
        true => Ok(()),
        false => Err(Error::new(
            ErrorKind::Input,
            Place::file(target.join(SHEET)),
            "the sheet was changed since it was written, and this run would replace it",
        )
        .remedy("Move it beside your study, or another place outside the folder of results, and name it by --codings.")),
    }
}

/// The files in a folder and its sub-folders, by path inside it; none where it does not exist.
fn files_below(folder: &Path, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => found.extend(files_below(&entry.path(), &format!("{name}/"))),
            false => found.push(name),
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_run_replaces_its_own_files_and_refuses_others() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        let run = |name: &str| {
            let mut out = OutFolder::prepare(&target)?;
            out.create(name)?.write_all(b"x").unwrap();
            let manifest = format!("{{\"outputs\": [{{\"file\": \"{name}\"}}]}}");
            out.create("manifest.json")?.write_all(manifest.as_bytes()).unwrap();
            out.finish()
        };
        run("a.csv").unwrap();
        run("tables/b.csv").unwrap();
        assert_eq!(files_below(&target, ""), ["manifest.json", "tables/b.csv"]);
        fs::write(target.join("README.md"), "mine").unwrap();
        run("a.csv").unwrap();
        fs::write(target.join("thesis.docx"), "mine").unwrap();
        assert!(run("a.csv").unwrap_err().to_string().contains("thesis.docx"));
        assert!(target.join("a.csv").exists());
    }

    #[test]
    fn a_filled_sheet_is_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        let run = || {
            let mut out = OutFolder::prepare(&target)?;
            out.create(SHEET)?.write_all(b"empty").unwrap();
            let outputs = out.checksums()?;
            let manifest = serde_json::json!({ "outputs": outputs }).to_string();
            out.create("manifest.json")?.write_all(manifest.as_bytes()).unwrap();
            out.finish()
        };
        run().unwrap();
        run().unwrap();
        fs::write(target.join(SHEET), "filled").unwrap();
        assert!(run().unwrap_err().to_string().contains("--codings"));
        assert_eq!(fs::read_to_string(target.join(SHEET)).unwrap(), "filled");
    }
}
