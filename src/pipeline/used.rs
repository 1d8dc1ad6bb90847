//! The definitions that a study is coded with.

use crate::analysis::{Asked, Scale};
use crate::coding::Coder;
use crate::error::Result;
use crate::export::Used;
use crate::study::Study;

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
    for (what, file, note) in [
        ("speakers", &study.speakers.file, ""),
        ("actors", &study.actors.file, ""),
        ("template", &study.report.template, "how the report looks"),
        ("published", &study.tables.published, "published counts beside which ours stand"),
        ("hearings", &study.tables.hearings, "the themes of hearings"),
        ("sample", &study.codings.sample, "a random sample that people coded, by which shares are corrected"),
    ]
    .into_iter()
    .chain(
        study
            .codings
            .files
            .iter()
            .map(|file| ("codings", file, "codes by people, which win over the machine's")),
    ) {
        if !file.is_empty() {
            let blake3 = blake3::hash(&study.folder.read(file)?.1).to_hex().to_string();
            used.push(Used { what, name: file.clone(), blake3, note: note.into() });
        }
    }
    Ok(used)
}

/// The findings and the scale of quantifiers, as the manifest names them.
pub(super) fn used_for_findings(asked: &Asked, scale: &Scale) -> Vec<Used> {
    let of = |what, (name, blake3): &(String, String), note: &str| {
        let (name, blake3, note) = (name.clone(), blake3.clone(), note.into());
        Used { what, name, blake3, note }
    };
    let findings = of("findings", &asked.used, "which findings have tables of their own");
    let scale = of("quantifiers", &scale.used, "the words for shares");
    [findings, scale].into_iter().filter(|used| !used.name.is_empty()).collect()
}
