//! The folder of a finished run, read back: its manifest and its tables of rows.

use super::cells::plain;
use crate::error::{Error, ErrorKind, Place, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A finished run.
#[derive(Clone, Debug)]
pub struct PastRun {
    folder: PathBuf,
    manifest: serde_json::Value,
    checksum: blake3::Hash,
}

/// A row of a table, by column.
pub type PastRow = BTreeMap<String, String>;

impl PastRun {
    /// Reads the manifest of a run's folder.
    ///
    /// # Errors
    /// Where the folder does not exist, or no run wrote it.
    pub fn open(folder: &Path) -> Result<PastRun> {
        let fault = |found: &str| {
            Error::new(ErrorKind::Input, Place::file(folder), found)
                .remedy("Give the folder that `plenary run` wrote: what --out named, else `out`.")
        };
        if !folder.is_dir() {
            return Err(fault("there is no such folder"));
        }
        let text = std::fs::read_to_string(folder.join("manifest.json"))
            .map_err(|_| fault("this is not the folder of a run: it holds no manifest.json"))?;
        let manifest: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        match manifest["plenary"].is_string() && manifest["options"].is_object() {
            true => {
                let checksum = blake3::hash(text.as_bytes());
                Ok(PastRun { folder: folder.into(), manifest, checksum })
            }
            false => Err(fault("this is not the folder of a run: its manifest.json is another file")),
        }
    }

    /// The BLAKE3 of the manifest, which no other run has.
    pub fn checksum(&self) -> blake3::Hash {
        self.checksum
    }

    /// The version of the program that made it.
    pub fn version(&self) -> &str {
        self.manifest["plenary"].as_str().unwrap_or_default()
    }

    /// The options that decide on results.
    pub fn options(&self) -> &serde_json::Value {
        &self.manifest["options"]
    }

    /// The files read, each with its BLAKE3.
    pub fn inputs(&self) -> impl Iterator<Item = (&str, &str)> {
        let entries = self.manifest["inputs"].as_array().into_iter().flatten();
        entries.filter_map(|entry| Some((entry["file"].as_str()?, entry["blake3"].as_str()?)))
    }

    /// The files written, each with its BLAKE3.
    pub fn outputs(&self) -> impl Iterator<Item = (&str, &str)> {
        let entries = self.manifest["outputs"].as_array().into_iter().flatten();
        entries.filter_map(|entry| Some((entry["file"].as_str()?, entry["blake3"].as_str()?)))
    }

    /// The BLAKE3 of a definition that was used, such as the `question` of a name.
    pub fn used(&self, what: &str, name: &str) -> Option<&str> {
        let mut entries = self.manifest["used"].as_array().into_iter().flatten();
        let entry = entries.find(|entry| entry["what"] == what && entry["name"] == name)?;
        entry["blake3"].as_str()
    }

    /// The rows of a table of the run, such as `statements.csv`.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn rows(&self, name: &str) -> Result<impl Iterator<Item = Result<PastRow>> + use<>> {
        let path = self.folder.join(name);
        let file = std::fs::File::open(&path).map_err(|cause| {
            Error::io(&path, &cause).remedy("The run is not complete: run `plenary run` again.")
        })?;
        let fault = move |error: csv::Error| {
            let place = Place { line: error.position().map(csv::Position::line), ..Place::file(&path) };
            Error::new(ErrorKind::Input, place, "the row cannot be read")
                .remedy("Run `plenary run` again; a spreadsheet program may have saved the file anew.")
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(std::io::BufReader::new(file));
        let columns = reader.headers().map_err(&fault)?.clone();
        Ok(reader.into_records().map(move |record| {
            let record = record.map_err(&fault)?;
            let cells = columns.iter().zip(&record);
            Ok(cells.map(|(column, cell)| (column.to_string(), plain(cell).to_string())).collect())
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_other_things_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let says = |folder: &Path| PastRun::open(folder).unwrap_err().to_string();
        assert!(says(&dir.path().join("gone")).contains("no such folder"));
        assert!(says(dir.path()).contains("no manifest.json"));
        std::fs::write(dir.path().join("manifest.json"), "{\"name\": \"web page\"}").unwrap();
        assert!(says(dir.path()).contains("another file"));
        let manifest = r#"{"plenary": "1", "options": {}, "inputs": [{"file": "a", "blake3": "b"}]}"#;
        std::fs::write(dir.path().join("manifest.json"), manifest).unwrap();
        std::fs::write(dir.path().join("t.csv"), "id,x\n'=a,1\n").unwrap();
        let run = PastRun::open(dir.path()).unwrap();
        assert_eq!(run.inputs().collect::<Vec<_>>(), [("a", "b")]);
        assert_eq!(run.rows("t.csv").unwrap().next().unwrap().unwrap()["id"], "=a");
        assert!(run.rows("gone.csv").is_err());
    }
}
