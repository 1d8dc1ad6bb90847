//! A model from a spreadsheet of coded text: any column of codes, learnt from the words alone.
//!
//! What a person coded few times counts more, so that rare classes are found too. Nothing here knows
//! of a question, its cues or its facets.

use super::validation::{Example, Fitting, bayes_out_of_fold, fit_all, out_of_fold, probabilities};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::model::{
    Model, Record, SCHEMA, Scores, TrainedTexts, coverage, grouped_folds, reliability, scores, temperature,
};
use crate::spreadsheet::{self, Row};
use crate::text::{Segmented, fingerprint};
use crate::wording::Mask;
use rayon::prelude::*;
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::collections::{BTreeMap, BTreeSet};

/// The columns of a coded spreadsheet.
#[derive(Clone, Copy, Debug)]
pub struct CodedColumns<'c> {
    /// What is read.
    pub text: &'c str,
    /// What a person coded.
    pub label: &'c str,
    /// What no fold parts: the speaker, the document, the debate. Without it each row stands alone.
    pub group: Option<&'c str>,
    /// The folds, where they are given.
    pub fold: Option<&'c str>,
}

const FOLDS: usize = 5;
const SEED: u64 = 20060914;
/// Folds inside the examples of a fold's training part, where its penalty is chosen.
const INNER_FOLDS: usize = 3;
/// Penalties to choose from, and how much macro F1 a larger one may cost.
const ALPHAS: [f64; 3] = [0.3, 0.6, 1.0];
const TOLERANCE: f64 = 0.01;
const FEATURES: usize = 6000;
/// The lengths of the pieces of words that count beside whole words.
const PIECES: std::ops::RangeInclusive<usize> = 3..=5;

/// The rows of a spreadsheet that can be learnt from.
struct Coded {
    examples: Vec<Example>,
    classes: Vec<String>,
    folds: Vec<usize>,
}

/// Trains a model on a spreadsheet; `file` names it for people. The record has the figures on folds that it did not see, with
/// the penalty of each fold chosen without it. Rows without a code are left out.
///
/// # Errors
/// Where a column is missing, there are fewer than two classes or folds, or a fit does not converge.
pub fn train_on_codings(bytes: &[u8], file: &str, columns: &CodedColumns, mask: &Mask) -> Result<Model> {
    let coded = read(bytes, file, columns, mask)?;
    let examples: Vec<&Example> = coded.examples.iter().collect();
    let labels: Vec<usize> = examples.iter().map(|example| example.label).collect();
    let classes = &coded.classes;
    let logits = nested(&examples, &coded.folds, classes)?;
    let t = temperature(&logits, &labels);
    let by_model = probabilities(&logits, t);
    let alpha = best_alpha(&examples, &coded.folds, classes)?;
    let (vocabulary, fitted) = fit_all(&examples, classes, &fitting(alpha))?;
    let score = |name: &str, rows: &[Vec<f64>]| (name.to_string(), scores(rows, &labels, classes));
    let methods = vec![
        score("majority class", &vec![shares(&labels, classes.len()); labels.len()]),
        score("naive Bayes", &bayes_out_of_fold(&examples, &coded.folds, classes.len())),
        score("model", &by_model),
    ];
    let distinct = |values: Vec<&str>| values.into_iter().collect::<BTreeSet<_>>().len();
    let record = Record {
        passages: examples.len(),
        groups: distinct(examples.iter().map(|example| example.group.as_str()).collect()),
        folds: coded.folds.iter().collect::<BTreeSet<_>>().len(),
        seed: SEED,
        alpha,
        methods,
        coverage: coverage(&by_model, &labels, classes.len()),
        reliability: reliability(&by_model, &labels),
        ..Record::default()
    };
    Ok(Model {
        schema: SCHEMA,
        question: columns.label.to_string(),
        question_checksum: String::new(),
        training_checksum: blake3::hash(bytes).to_hex().to_string(),
        texts: TrainedTexts::new(examples.iter().map(|example| example.fingerprint)),
        record,
        vocabulary,
        fitted,
        temperature: t,
    })
}

fn fitting(alpha: f64) -> Fitting {
    Fitting { features: FEATURES, alpha, is_balanced: true }
}

/// The logits of each example by a model, and a penalty, that did not see its fold.
fn nested(examples: &[&Example], folds: &[usize], classes: &[String]) -> Result<Vec<Vec<f64>>> {
    let outer: BTreeSet<usize> = folds.iter().copied().collect();
    let of_fold = |fold: usize| -> Result<Vec<(usize, Vec<f64>)>> {
        let (held, seen): (Vec<usize>, Vec<usize>) = (0..examples.len()).partition(|i| folds[*i] == fold);
        let inner: Vec<&Example> = seen.iter().map(|i| examples[*i]).collect();
        let labels: Vec<usize> = inner.iter().map(|example| example.label).collect();
        let groups: Vec<&str> = inner.iter().map(|example| example.group.as_str()).collect();
        let alpha = best_alpha(&inner, &grouped_folds(&groups, &labels, INNER_FOLDS, SEED), classes)?;
        // One fold against all others: what is held out learns nothing from itself.
        let is_held: Vec<usize> = (0..examples.len()).map(|i| usize::from(folds[i] == fold)).collect();
        let logits = out_of_fold(examples, &is_held, classes, &fitting(alpha))?;
        Ok(held.into_iter().map(|i| (i, logits[i].clone())).collect())
    };
    let by_fold: Vec<Vec<(usize, Vec<f64>)>> = outer.into_par_iter().map(of_fold).collect::<Result<_>>()?;
    let mut logits = vec![Vec::new(); examples.len()];
    by_fold.into_iter().flatten().for_each(|(i, row)| logits[i] = row);
    Ok(logits)
}

/// The largest penalty whose macro F1 over folds is as good as the best, but for a tolerance: among
/// few examples small differences are chance.
fn best_alpha(examples: &[&Example], folds: &[usize], classes: &[String]) -> Result<f64> {
    let labels: Vec<usize> = examples.iter().map(|example| example.label).collect();
    let f1 = |alpha: &f64| -> Result<(f64, f64)> {
        let logits = out_of_fold(examples, folds, classes, &fitting(*alpha))?;
        Ok((*alpha, scores(&probabilities(&logits, 1.0), &labels, classes).macro_f1))
    };
    let tried: Vec<(f64, f64)> = ALPHAS.par_iter().map(f1).collect::<Result<_>>()?;
    let best = tried.iter().map(|(_, f1)| *f1).fold(f64::NEG_INFINITY, f64::max);
    let good = tried.iter().filter(|(_, f1)| *f1 >= best - TOLERANCE).map(|(alpha, _)| *alpha);
    Ok(good.fold(ALPHAS[0], f64::max))
}

fn shares(labels: &[usize], n_classes: usize) -> Vec<f64> {
    let share = |class| labels.iter().filter(|label| **label == class).count() as f64 / labels.len() as f64;
    (0..n_classes).map(share).collect()
}

/// The coded rows, their classes in the order of the alphabet, and their folds.
fn read(bytes: &[u8], file: &str, columns: &CodedColumns, mask: &Mask) -> Result<Coded> {
    let needed: Vec<&str> =
        [columns.text, columns.label].into_iter().chain(columns.group).chain(columns.fold).collect();
    let (_, mut rows) = spreadsheet::read(file, bytes, &needed)?;
    rows.retain(|row| row.cell(columns.label).is_some());
    let label = |row: &Row| row.cell(columns.label).unwrap_or_default().to_string();
    let classes: Vec<String> = rows.iter().map(label).collect::<BTreeSet<_>>().into_iter().collect();
    if classes.len() < 2 {
        return Err(fault(file, format!("the column `{}` has fewer than two codes", columns.label)));
    }
    let group = |row: &Row| match columns.group {
        Some(group) => row.cell(group).unwrap_or_default().to_string(),
        None => row.place.within(),
    };
    let example = |row: &Row| Example {
        features: features(row.cell(columns.text).unwrap_or_default(), mask),
        label: classes.binary_search(&label(row)).unwrap_or(0),
        group: group(row),
        fingerprint: fingerprint(row.cell(columns.text).unwrap_or_default()),
    };
    let examples: Vec<Example> = rows.par_iter().map(example).collect();
    let labels: Vec<usize> = examples.iter().map(|example| example.label).collect();
    let groups: Vec<&str> = examples.iter().map(|example| example.group.as_str()).collect();
    let folds = match columns.fold {
        None => grouped_folds(&groups, &labels, FOLDS, SEED),
        Some(fold) => numbered(rows.iter().map(|row| row.cell(fold).unwrap_or_default())),
    };
    if folds.iter().collect::<BTreeSet<_>>().len() < 2 {
        return Err(fault(file, "all rows are of one group or fold: nothing is left to be tested on".into()));
    }
    Ok(Coded { examples, classes, folds })
}

fn fault(file: &str, found: String) -> Error {
    Error::new(ErrorKind::Input, Place::file(file), found).remedy("Name other columns, or give more rows.")
}

/// Values as numbers in the order of the alphabet.
fn numbered<'v>(values: impl Iterator<Item = &'v str> + Clone) -> Vec<usize> {
    let names: BTreeSet<&str> = values.clone().collect();
    let numbers: BTreeMap<&str, usize> = names.into_iter().zip(0..).collect();
    values.map(|value| numbers.get(value).copied().unwrap_or(0)).collect()
}

/// The stems of a text, names of states and groups masked, and the pieces of its words.
///
/// A piece begins with `#`; a space in it is the edge of the word.
fn features(text: &str, mask: &Mask) -> Vec<String> {
    let split = Segmented::unsplit(text);
    let stemmer = Stemmer::create(Algorithm::English);
    let mut features = Vec::new();
    for (word, _) in mask.words(text, &split, 0..split.tokens.len()) {
        features.extend(pieces(&word));
        features.push(stemmer.stem(&word).into_owned());
    }
    features
}

fn pieces(word: &str) -> Vec<String> {
    let letters: Vec<char> = std::iter::once(' ').chain(word.chars()).chain([' ']).collect();
    let of_length =
        |length| letters.windows(length).map(|piece| format!("#{}", piece.iter().collect::<String>()));
    PIECES.flat_map(of_length).collect()
}

/// The figures of a model's record under the names by which programs read them.
pub fn report(record: &Record) -> serde_json::Value {
    let scores = record.methods.last().map(|(_, scores)| scores.clone()).unwrap_or_default();
    let baselines: BTreeMap<&str, &Scores> =
        record.methods.iter().rev().skip(1).map(|(name, scores)| (name.as_str(), scores)).collect();
    let mut report = serde_json::to_value(&scores).unwrap_or_default();
    report["baselines"] = serde_json::to_value(baselines).unwrap_or_default();
    for (name, value) in [("groups", record.groups), ("folds", record.folds)] {
        report[name] = value.into();
    }
    report["coverage"] = serde_json::to_value(&record.coverage).unwrap_or_default();
    report["reliability"] = serde_json::to_value(&record.reliability).unwrap_or_default();
    (report["alpha"], report["seed"]) = (record.alpha.into(), record.seed.into());
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::ActorTable;

    fn trained(text: &str) -> Result<Model> {
        let mask = Mask::new(&ActorTable::built_in().unwrap());
        train_on_codings(text.as_bytes(), "c.csv", &COLUMNS, &mask)
    }

    const COLUMNS: CodedColumns =
        CodedColumns { text: "text", label: "code", group: Some("who"), fold: None };

    #[test]
    fn words_and_their_pieces_are_learnt() {
        let mask = Mask::new(&ActorTable::built_in().unwrap());
        let found = features("Kenya rejects", &mask);
        assert!(found.contains(&"_state".into()) && found.contains(&"reject".into()));
        assert!(found.contains(&"# rej".into()) && found.contains(&"#cts ".into()));
        let mut rows = String::from("text,code,who\n");
        for i in 0..12 {
            let (word, code) = if i % 2 == 0 { ("support", "pro") } else { ("reject", "anti") };
            rows += &format!("we {word} point {i},{code},speaker {}\n", i / 2);
        }
        let report = report(&trained(&(rows + "left out,,x\n")).unwrap().record);
        assert_eq!((report["macro_f1"].as_f64(), report["n"].as_u64()), (Some(1.0), Some(12)));
        assert_eq!(report["baselines"]["majority class"]["accuracy"], 0.5);
        let curve = report["coverage"].as_array().unwrap();
        assert_eq!((curve.len(), &curve[0]["share"], &curve[0]["accuracy"]), (7, &1.0.into(), &1.0.into()));
        let bins = report["reliability"].as_array().unwrap();
        assert_eq!(bins.iter().filter_map(|bin| bin["n"].as_u64()).sum::<u64>(), 12);
    }

    #[test]
    fn sheets_that_cannot_be_learnt_from_are_refused() {
        for (text, message) in [
            ("text,who\na,b\n", "no column `code`"),
            ("text,code,who\na,x,1\nb,x,2\n", "fewer than two codes"),
            ("text,code,who\na,x,1\nb,y,1\n", "all rows are of one group"),
        ] {
            let error = trained(text).unwrap_err();
            assert!(error.to_string().contains(message), "{error}");
        }
    }
}
