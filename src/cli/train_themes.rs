//! `plenary train --themes`: the model of themes from coded sentences.

use super::messages::Messages;
use super::train::{TrainArgs, write};
use plenary::actors::ActorTable;
use plenary::coding::Coder;
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::model::LabelModel;
use plenary::study::{Folder, Study, ThemeCoder};
use plenary::training::{ThemeSentences, ThemeTraining, train_themes, training_checksum};
use std::path::{Path, PathBuf};

/// Trains the model of the built-in lexicon's themes and writes its file.
pub fn train(args: &TrainArgs, actors: &ActorTable, messages: &mut Messages) -> Result<()> {
    let mut study = Study::default();
    study.themes.coder = ThemeCoder::Lexicon;
    if let Some(lexicon) = &args.lexicon {
        study.themes.lexicon.clone_from(lexicon);
    }
    let coder = Coder::with_model(&study, actors, |_| Ok(None))?;
    let (_, lexicon) = study.folder.read_named_bytes("lexicons", &study.themes.lexicon)?;
    let checksum = blake3::hash(&lexicon).to_hex().to_string();
    let (folder, name) = match &args.passages {
        Some(file) => (Folder::default(), file.display().to_string()),
        None => (Folder::BuiltIn("data/training"), "themes.jsonl".to_string()),
    };
    let (shown, sentences) = folder.read(&name)?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("data/models/themes.json"));
    let built_in = ThemeSentences { bytes: &sentences, file: &shown };
    if args.check {
        return check(&out, &checksum, &training_checksum(built_in, None), messages);
    }
    let own_file = args.theme_codings.as_deref().unwrap_or(Path::new("")).display().to_string();
    let own = match &args.theme_codings {
        Some(file) => Some(std::fs::read(file).map_err(|cause| Error::io(file, &cause))?),
        None => None,
    };
    let own = own.as_ref().map(|bytes| ThemeSentences { bytes, file: &own_file });
    let model = train_themes(&coder, &checksum, built_in, own, &ThemeTraining::default())?;
    messages.say(&report(&model));
    let text = serde_json::to_string(&model).unwrap_or_default() + "\n";
    write(&out, &text, messages)
}

/// Whether the model file was made from this lexicon and these sentences.
fn check(out: &Path, lexicon: &str, sentences: &str, messages: &mut Messages) -> Result<()> {
    let text = std::fs::read_to_string(out).map_err(|cause| Error::io(out, &cause))?;
    let known = LabelModel::read(&text, &out.display().to_string())?;
    let is_of_sentences = known.training_checksum == sentences;
    let other = match (known.lexicon_checksum == lexicon, is_of_sentences) {
        (true, true) => {
            messages.say(&format!("{} is current.", out.display()));
            return Ok(());
        }
        (false, _) => "another lexicon",
        (_, false) => "other sentences",
    };
    Err(Error::new(ErrorKind::Difference, Place::file(out), format!("the model was made with {other}"))
        .remedy("Run `plenary train --themes`."))
}

/// The cross-validated figures as a small table, and the themes that were told worst.
fn report(model: &LabelModel) -> String {
    const WORST: usize = 10;
    let record = &model.record;
    let mean_f1 = model.labels.iter().map(|label| label.f1()).sum::<f64>() / model.labels.len().max(1) as f64;
    let mut text = format!(
        "{} sentences, {} themes; {} writers left out in turn, {} sentences of theirs (seed {}); penalty {}.\n{:<32} {:>8} {:>9} {:>8}\n",
        record.examples,
        model.labels.len(),
        record.left_out.len(),
        record.tested,
        record.seed,
        record.alpha,
        "of writers left out",
        "recall",
        "precision",
        "F1"
    );
    for (method, [recall, precision, f1]) in &record.methods {
        text.push_str(&format!("{method:<32} {recall:>8.3} {precision:>9.3} {f1:>8.3}\n"));
    }
    text.push_str(&format!("Mean F1 of the themes {mean_f1:.3}; calibration error {:.3}.\n", record.ece));
    text.push_str(&format!(
        "Positions, in {} sentences with a theme that has some:\n",
        record.position_cases
    ));
    for (method, [recall, precision, f1]) in &record.position_methods {
        text.push_str(&format!("{method:<32} {recall:>8.3} {precision:>9.3} {f1:>8.3}\n"));
    }
    let mut labels: Vec<_> = model.labels.iter().collect();
    labels.sort_by(|a, b| a.f1().total_cmp(&b.f1()).then(a.name.cmp(&b.name)));
    text.push_str("The themes told worst:\n");
    for label in labels.iter().take(WORST) {
        text.push_str(&format!(
            "  {:<40} n {:>4}  precision {:.3}  recall {:.3}  F1 {:.3}\n",
            label.name,
            label.n,
            label.precision,
            label.recall,
            label.f1()
        ));
    }
    text.trim_end().to_string()
}
