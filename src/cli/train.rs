//! `plenary train`: the model of a question from coded passages, or of a column of a spreadsheet.

use super::messages::Messages;
use super::train_themes;
use clap::Args;
use plenary::actors::ActorTable;
use plenary::coding::Coder;
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::model::{Model, Record};
use plenary::study::{Folder, Study};
use plenary::training::{
    CodedColumns, TrainingSettings, outdated, report as report_for_programs, train as train_model,
    train_on_codings,
};
use plenary::wording::Mask;
use std::path::{Path, PathBuf};

/// What `plenary train` takes.
#[derive(Args)]
pub struct TrainArgs {
    /// The question: a built-in name or a file
    #[arg(long, value_name = "NAME|FILE", default_value = "global-forum")]
    pub question: String,
    /// Coded passages, one a line (JSON lines); without it, the built-in ones of the question
    #[arg(long, value_name = "FILE")]
    pub passages: Option<PathBuf>,
    /// Train the model of themes instead, from coded sentences
    #[arg(long, conflicts_with_all = ["question", "codings"])]
    pub themes: bool,
    /// Your own coded sentences beside the built-in ones, weighing more: a spreadsheet with the columns text,
    /// themes (slugs joined by ;) and, if you like, document
    #[arg(long, value_name = "FILE", requires_all = ["themes", "out"], conflicts_with = "check")]
    pub theme_codings: Option<PathBuf>,
    /// The lexicon of the themes; without it the built-in one
    #[arg(long, value_name = "NAME|FILE", requires_all = ["themes", "out"], conflicts_with = "check")]
    pub lexicon: Option<String>,
    /// A coded spreadsheet (CSV, TSV) instead of a question: texts and the codes that people gave them
    #[arg(long, value_name = "FILE", requires = "label", conflicts_with_all = ["question", "passages", "check"])]
    pub codings: Option<PathBuf>,
    /// The spreadsheet's column of codes; rows without one are left out
    #[arg(long, value_name = "COLUMN", requires = "codings")]
    pub label: Option<String>,
    /// Its column of what must not be parted (speaker, document); without it each row stands alone
    #[arg(long, value_name = "COLUMN", requires = "codings")]
    pub group: Option<String>,
    /// Its column of folds; without it five folds keep groups whole
    #[arg(long, value_name = "COLUMN", requires = "codings")]
    pub fold: Option<String>,
    /// Its column of texts
    #[arg(long, value_name = "COLUMN", requires = "codings", default_value = "text")]
    pub text: String,
    /// Write the cross-validated figures to a file (JSON), with the curve of coverage and the bins of reliability
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// The model file to write; without it data/models/QUESTION.json, and none for a spreadsheet
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write nothing; exit with 5 where the model file is not what training gives
    #[arg(long)]
    pub check: bool,
}

/// Trains a model, or checks that the file is current.
pub fn train(args: &TrainArgs, messages: &mut Messages) -> Result<()> {
    let actors = ActorTable::built_in()?;
    if args.themes {
        return train_themes::train(args, &actors, messages);
    }
    let (model, out) = match &args.codings {
        Some(file) => (of_codings(args, file, &actors)?, args.out.clone()),
        None => {
            let task = Task::new(args, &actors)?;
            if args.check {
                return task.check(messages);
            }
            let settings = TrainingSettings::default();
            (train_model(&task.coder, &task.passages, &task.shown, &settings)?, Some(task.out))
        }
    };
    messages.say(&report(&model.record));
    if let Some(path) = &args.report {
        let figures = serde_json::to_string_pretty(&report_for_programs(&model.record)).unwrap_or_default();
        write(path, &(figures + "\n"), messages)?;
    }
    let text = serde_json::to_string(&model).unwrap_or_default() + "\n";
    out.map_or(Ok(()), |out| write(&out, &text, messages))
}

fn of_codings(args: &TrainArgs, file: &Path, actors: &ActorTable) -> Result<Model> {
    let columns = CodedColumns {
        text: &args.text,
        label: args.label.as_deref().unwrap_or_default(),
        group: args.group.as_deref(),
        fold: args.fold.as_deref(),
    };
    let bytes = std::fs::read(file).map_err(|cause| Error::io(file, &cause))?;
    train_on_codings(&bytes, &file.display().to_string(), &columns, &Mask::new(actors))
}

/// A question, its coded passages, and where its model belongs.
struct Task {
    coder: Coder,
    passages: Vec<u8>,
    shown: String,
    out: PathBuf,
}

impl Task {
    fn new(args: &TrainArgs, actors: &ActorTable) -> Result<Task> {
        let mut study = Study::default();
        study.stance.question.clone_from(&args.question);
        let coder = Coder::with_model(&study, actors, |_| Ok(None))?;
        let question = &coder.stance.question.name;
        let (folder, name) = match &args.passages {
            Some(file) => (Folder::default(), file.display().to_string()),
            None => (Folder::BuiltIn("data/training"), format!("{question}.jsonl")),
        };
        let (shown, passages) = folder.read(&name)?;
        let out = args.out.clone().unwrap_or_else(|| format!("data/models/{question}.json").into());
        Ok(Task { coder, passages: passages.into_owned(), shown, out })
    }

    /// Whether the model file was made from these passages and this question.
    fn check(&self, messages: &mut Messages) -> Result<()> {
        let text = std::fs::read_to_string(&self.out).map_err(|cause| Error::io(&self.out, &cause))?;
        let known = Model::read(&text, &self.out.display().to_string())?;
        let settings = TrainingSettings::default();
        match outdated(&known, &self.coder, &self.passages, &self.shown, &settings)? {
            None => {
                messages.say(&format!("{} is current.", self.out.display()));
                Ok(())
            }
            Some(what) => Err(Error::new(
                ErrorKind::Difference,
                Place::file(&self.out),
                format!("the model was made with {what}"),
            )
            .remedy("Run `plenary train`.")),
        }
    }
}

pub(super) fn write(path: &Path, text: &str, messages: &mut Messages) -> Result<()> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(|cause| Error::io(parent, &cause))?;
    }
    std::fs::write(path, text).map_err(|cause| Error::io(path, &cause))?;
    messages.say(&format!("Wrote {} ({} kB).", path.display(), text.len().div_ceil(1000)));
    Ok(())
}

/// The cross-validated figures as a small table.
fn report(record: &Record) -> String {
    let mut text = format!(
        "{} texts of {} groups (writers, speakers); {} folds that keep each group whole (seed {}); penalty {}, weight of the cues {}.\n{:<32} {:>8} {:>8} {:>8} {:>8} {:>8}\n",
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
    // Of the way that was chosen; a model of a spreadsheet has one way only.
    let chosen = format!("cues at weight {} with model", record.cue_weight);
    let of_chosen = record.methods.iter().find(|(method, _)| *method == chosen).or(record.methods.last());
    for class in of_chosen.map_or(&[][..], |(_, scores)| &scores.classes) {
        text.push_str(&format!(
            "  {:<30} n {:>4}  precision {:.3}  recall {:.3}  F1 {:.3}\n",
            class.class, class.n, class.precision, class.recall, class.f1
        ));
    }
    text.push_str(&curve(record));
    text.trim_end().to_string()
}

/// What is answered, and how well, where low confidence is left to a person; empty where it was not measured.
fn curve(record: &Record) -> String {
    let heads = ["least confidence", "answered", "accuracy", "macro F1"];
    let mut text = match record.coverage.is_empty() {
        true => String::new(),
        false => format!("{:<32} {:>8} {:>8} {:>8}\n", heads[0], heads[1], heads[2], heads[3]),
    };
    let figure = |figure: Option<f64>| figure.map_or("-".to_string(), |figure| format!("{figure:.3}"));
    for point in &record.coverage {
        text.push_str(&format!(
            "  {:<30.1} {:>8.3} {:>8} {:>8}\n",
            point.threshold,
            point.share,
            figure(point.accuracy),
            figure(point.macro_f1)
        ));
    }
    text
}
