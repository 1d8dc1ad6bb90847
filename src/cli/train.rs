//! `plenary train`: the model of a question from coded passages.

use super::messages::Messages;
use clap::Args;
use plenary::actors::ActorTable;
use plenary::coding::Coder;
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::model::{Model, Record};
use plenary::study::{Folder, Study};
use plenary::training::{TrainingSettings, train as train_model};
use std::path::PathBuf;

/// What `plenary train` takes.
#[derive(Args)]
pub struct TrainArgs {
    /// The question: a built-in name or a file
    #[arg(long, value_name = "NAME|FILE", default_value = "global-forum")]
    pub question: String,
    /// Coded passages, one a line (JSON lines); without it, the built-in ones
    #[arg(long, value_name = "FILE")]
    pub passages: Option<PathBuf>,
    /// The model file to write
    #[arg(long, value_name = "FILE", default_value = "data/models/global-forum.json")]
    pub out: PathBuf,
    /// Write nothing; exit with 5 where the model file is not what training gives
    #[arg(long)]
    pub check: bool,
}

/// Trains a model, or checks that the file is current.
pub fn train(args: &TrainArgs, messages: &mut Messages) -> Result<()> {
    let mut study = Study::default();
    study.stance.question.clone_from(&args.question);
    let actors = ActorTable::built_in()?;
    let coder = Coder::with_model(&study, &actors, |_| Ok(None))?;
    let (folder, name) = match &args.passages {
        Some(file) => (Folder::default(), file.display().to_string()),
        None => (Folder::BuiltIn("data/training"), format!("{}.jsonl", coder.stance.question.name)),
    };
    let (shown, bytes) = folder.read(&name)?;
    let model = train_model(&coder, &bytes, &shown, &TrainingSettings::default())?;
    messages.say(&report(&model.record));
    let text = serde_json::to_string(&model).unwrap_or_default() + "\n";
    if args.check {
        return check(args, &model);
    }
    if let Some(parent) = args.out.parent() {
        std::fs::create_dir_all(parent).map_err(|cause| Error::io(parent, &cause))?;
    }
    std::fs::write(&args.out, &text).map_err(|cause| Error::io(&args.out, &cause))?;
    messages.say(&format!("Wrote {} ({} kB).", args.out.display(), text.len() / 1000));
    Ok(())
}

/// Whether the model file was made from these passages and this question.
fn check(args: &TrainArgs, model: &Model) -> Result<()> {
    let text = std::fs::read_to_string(&args.out).map_err(|cause| Error::io(&args.out, &cause))?;
    let known = Model::read(&text, &args.out.display().to_string())?;
    let difference = |what: &str| {
        Err(Error::new(
            ErrorKind::Difference,
            Place::file(&args.out),
            format!("the model was made with {what}"),
        )
        .remedy("Run `plenary train`."))
    };
    match () {
        () if known.question_checksum != model.question_checksum => {
            difference("another version of the question")
        }
        () if known.training_checksum != model.training_checksum => difference("other training passages"),
        () if known.vocabulary != model.vocabulary || known.record.cue_weight != model.record.cue_weight => {
            difference("another version of the features")
        }
        () => Ok(()),
    }
}

/// The cross-validated figures as a small table.
fn report(record: &Record) -> String {
    let mut text = format!(
        "{} passages by {} writers; {} folds that keep each writer whole (seed {}); penalty {}, weight of the cues {}.\n{:<32} {:>8} {:>8} {:>8} {:>8} {:>8}\n",
        record.passages,
        record.groups,
        record.folds,
        record.seed,
        record.alpha,
        record.cue_weight,
        "out of fold",
        "accuracy",
        "macro F1",
        "kappa",
        "log loss",
        "ECE"
    );
    for (method, scores) in &record.methods {
        text.push_str(&format!(
            "{method:<32} {:>8.3} {:>8.3} {:>8.3} {:>8.3} {:>8.3}\n",
            scores.accuracy, scores.macro_f1, scores.kappa, scores.log_loss, scores.ece
        ));
    }
    let classes = record.methods.last().map_or(&[][..], |(_, scores)| &scores.classes);
    for class in classes {
        text.push_str(&format!(
            "  {:<30} n {:>4}  precision {:.3}  recall {:.3}  F1 {:.3}\n",
            class.class, class.n, class.precision, class.recall, class.f1
        ));
    }
    text.trim_end().to_string()
}
