//! The manifest: what a run was made of, so that it can be made again and compared.

use crate::error::{Error, Result};
use crate::ingest::Checksum;
use serde::Serialize;
use std::io::Write;

/// What a run was made of. Holds no clock, no number of threads and no name of the machine.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// The program's version.
    pub plenary: &'static str,
    /// Options that decide on results.
    pub options: serde_json::Value,
    /// Lexicon, question and model.
    pub used: Vec<Used>,
    /// Input files with checksums.
    pub inputs: Vec<Checksum>,
    /// Output files with checksums.
    pub outputs: Vec<Checksum>,
}

/// A definition that was used.
#[derive(Clone, Debug, Serialize)]
pub struct Used {
    /// `lexicon`, `question`, `model`, …
    pub what: &'static str,
    /// Its name.
    pub name: String,
    /// BLAKE3 of its file.
    pub blake3: String,
    /// What else is to be known, such as what a model was trained on.
    pub note: String,
}

impl Manifest {
    /// A manifest without outputs yet.
    pub fn new(options: serde_json::Value, used: Vec<Used>, inputs: Vec<Checksum>) -> Self {
        Manifest { plenary: env!("CARGO_PKG_VERSION"), options, used, inputs, outputs: Vec::new() }
    }

    /// Writes the manifest with the outputs' checksums.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn write(mut self, outputs: Vec<Checksum>, mut out: impl Write) -> Result<()> {
        self.outputs = outputs;
        serde_json::to_writer_pretty(&mut out, &self)
            .map_err(std::io::Error::from)
            .and_then(|()| out.write_all(b"\n"))
            .and_then(|()| out.flush())
            .map_err(|cause| Error::io("manifest.json".as_ref(), &cause))
    }
}
