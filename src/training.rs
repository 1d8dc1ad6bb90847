//! A model from coded passages, with its cross-validated record.

use crate::codebook::{Facets, Question};
use crate::coding::{Coder, Memory};
use crate::error::{Error, Place, Result};
use crate::model::{
    Fitted, Model, NaiveBayes, Record, SCHEMA, Scores, Vocabulary, fit, grouped_folds, scores, softmax,
    temperature,
};
use crate::study::Stance;
use rayon::prelude::*;

/// How a model is trained.
#[derive(Clone, Debug)]
pub struct TrainingSettings {
    /// Folds of the cross-validation.
    pub folds: usize,
    /// The seed of the folds.
    pub seed: u64,
    /// The penalties to choose from.
    pub alphas: Vec<f64>,
    /// Most features.
    pub features: usize,
    /// The weights of cues to choose from.
    pub cue_weights: Vec<f64>,
}

impl Default for TrainingSettings {
    fn default() -> Self {
        TrainingSettings {
            folds: 5,
            seed: 20060914,
            alphas: vec![0.3, 1.0, 3.0],
            features: 2000,
            cue_weights: vec![0.0, 0.2, 0.35, 0.5, 0.65],
        }
    }
}

/// A coded passage: features, the class that its codes give, its writer.
#[derive(Clone, Debug)]
struct Passage {
    features: Vec<String>,
    label: usize,
    by_cues: usize,
    writer: String,
}

/// Trains a model of the coder's question from a file of passages (JSON lines).
///
/// # Errors
/// Where a line is not valid, a class has no passage, or the fit does not converge.
pub fn train(coder: &Coder, bytes: &[u8], file: &str, settings: &TrainingSettings) -> Result<Model> {
    let question = &coder.stance.question;
    let classes: Vec<String> = question.class_names().iter().map(|name| name.to_string()).collect();
    let passages = read(coder, bytes, file, &classes)?;
    let labels: Vec<usize> = passages.iter().map(|passage| passage.label).collect();
    let writers: Vec<&str> = passages.iter().map(|passage| passage.writer.as_str()).collect();
    let folds = grouped_folds(&writers, &labels, settings.folds, settings.seed);
    let validated: Vec<(f64, Vec<Vec<f64>>)> = settings
        .alphas
        .par_iter()
        .map(|alpha| Ok((*alpha, out_of_fold(&passages, &folds, &classes, settings, *alpha)?)))
        .collect::<Result<_>>()?;
    let heat = |logits: &[Vec<f64>]| temperature(logits, &labels);
    let probabilities = |logits: &[Vec<f64>], t: f64| -> Vec<Vec<f64>> {
        logits.iter().map(|row| softmax(&row.iter().map(|logit| logit / t).collect::<Vec<_>>())).collect()
    };
    let loss = |logits: &[Vec<f64>]| scores(&probabilities(logits, heat(logits)), &labels, &classes).log_loss;
    let best = validated.iter().min_by(|a, b| loss(&a.1).total_cmp(&loss(&b.1)).then(a.0.total_cmp(&b.0)));
    let Some((alpha, logits)) = best else {
        return Err(Error::definition(Place::file(file), "no penalty was given to choose from"));
    };
    let t = heat(logits);
    let by_model = probabilities(logits, t);
    let needs_cue: Vec<bool> = classes.iter().map(|class| question.fallback(class).is_none()).collect();
    let (cue_weight, methods) = methods(&passages, &by_model, &folds, &classes, &needs_cue, settings);
    let (vocabulary, fitted) = fit_all(&passages.iter().collect::<Vec<_>>(), &classes, settings, *alpha)?;
    let groups = writers.iter().collect::<std::collections::BTreeSet<_>>().len();
    let record = Record {
        passages: passages.len(),
        groups,
        folds: settings.folds,
        seed: settings.seed,
        alpha: *alpha,
        cue_weight,
        methods,
    };
    Ok(Model {
        schema: SCHEMA,
        question: question.name.clone(),
        question_checksum: question.checksum.clone(),
        training_checksum: blake3::hash(bytes).to_hex().to_string(),
        record,
        vocabulary,
        fitted,
        temperature: t,
    })
}

/// Reads passages; each line has `text`, `writer` and `facets`.
fn read(coder: &Coder, bytes: &[u8], file: &str, classes: &[String]) -> Result<Vec<Passage>> {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<(usize, &str)> =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    lines
        .par_iter()
        .map_init(Memory::default, |memory, (number, line)| {
            let fault =
                |found: String| Error::definition(Place::file(file).at_line(*number as u64 + 1), found);
            let row: serde_json::Value = serde_json::from_str(line)
                .map_err(|error| fault(format!("the line is not valid JSON: {error}")))?;
            let (Some(text), Some(writer)) = (row["text"].as_str(), row["writer"].as_str()) else {
                return Err(fault("a passage needs `text` and `writer`".into()));
            };
            let coded = facets(&coder.stance.question, &row["facets"]).map_err(fault)?;
            let class = |facets: &Facets| {
                let detail =
                    coder.stance.question.derive(facets).map(|derived| derived.detail).unwrap_or_default();
                let class = coder.stance.question.class_of(&detail).map(|class| class.class.clone());
                classes.iter().position(|known| Some(known) == class.as_ref()).unwrap_or(0)
            };
            let found = coder.facets_of_passage(text, memory);
            let features = coder.stance.features(text, &found);
            Ok(Passage { features, label: class(&coded), by_cues: class(&found), writer: writer.into() })
        })
        .collect()
}

/// The facets of a passage as a person coded them.
fn facets(question: &Question, row: &serde_json::Value) -> Result<Facets, String> {
    let mut facets = Facets::empty(question);
    for (index, facet) in question.facets.iter().enumerate() {
        let values: Vec<String> = match &row[&facet.variable] {
            serde_json::Value::Array(items) => {
                items.iter().filter_map(|item| item.as_str().map(String::from)).collect()
            }
            serde_json::Value::String(value) => vec![value.clone()],
            serde_json::Value::Number(value) => vec![value.to_string()],
            _ => Vec::new(),
        };
        for value in values.iter().filter(|value| **value != facet.default && *value != "none") {
            if !facet.values.iter().any(|known| known.name == *value) {
                return Err(format!("`{value}` is not a value of `{}`", facet.variable));
            }
            facets.add(question, index, value);
        }
    }
    Ok(facets)
}

fn fit_all(
    passages: &[&Passage],
    classes: &[String],
    settings: &TrainingSettings,
    alpha: f64,
) -> Result<(Vocabulary, Fitted)> {
    let documents: Vec<&[String]> = passages.iter().map(|passage| passage.features.as_slice()).collect();
    let labels: Vec<usize> = passages.iter().map(|passage| passage.label).collect();
    let vocabulary = Vocabulary::choose(&documents, &labels, classes.len(), settings.features);
    let rows: Vec<_> = documents.iter().map(|document| vocabulary.row(document)).collect();
    let fitted = fit(&rows, &labels, classes, vocabulary.features.len(), alpha)?;
    Ok((vocabulary, fitted))
}

/// The logits of each passage by a model that did not see its writer.
fn out_of_fold(
    passages: &[Passage],
    folds: &[usize],
    classes: &[String],
    settings: &TrainingSettings,
    alpha: f64,
) -> Result<Vec<Vec<f64>>> {
    let mut logits = vec![Vec::new(); passages.len()];
    for fold in 0..settings.folds {
        let train: Vec<&Passage> =
            passages.iter().zip(folds).filter(|(_, f)| **f != fold).map(|(p, _)| p).collect();
        let (vocabulary, fitted) = fit_all(&train, classes, settings, alpha)?;
        for i in (0..passages.len()).filter(|i| folds[*i] == fold) {
            logits[i] = fitted.logits(&vocabulary.row(&passages[i].features));
        }
    }
    Ok(logits)
}

/// The figures of each way to decide, and the weight of the cues at which the coder decides best.
fn methods(
    passages: &[Passage],
    by_model: &[Vec<f64>],
    folds: &[usize],
    classes: &[String],
    needs_cue: &[bool],
    settings: &TrainingSettings,
) -> (f64, Vec<(String, Scores)>) {
    let labels: Vec<usize> = passages.iter().map(|passage| passage.label).collect();
    let sure =
        |class: usize| (0..classes.len()).map(|c| f64::from(u8::from(c == class))).collect::<Vec<f64>>();
    let by_cues: Vec<Vec<f64>> = passages.iter().map(|passage| sure(passage.by_cues)).collect();
    let mut counts = vec![0.0; classes.len()];
    labels.iter().for_each(|label| counts[*label] += 1.0 / labels.len() as f64);
    let mut by_bayes = vec![Vec::new(); passages.len()];
    for fold in 0..settings.folds {
        let train: Vec<usize> = (0..passages.len()).filter(|i| folds[*i] != fold).collect();
        let documents: Vec<&[String]> = train.iter().map(|i| passages[*i].features.as_slice()).collect();
        let bayes =
            NaiveBayes::fit(&documents, &train.iter().map(|i| labels[*i]).collect::<Vec<_>>(), classes.len());
        for i in (0..passages.len()).filter(|i| folds[*i] == fold) {
            by_bayes[i] = bayes.probabilities(&passages[i].features);
        }
    }
    let score = |probabilities: &[Vec<f64>]| scores(probabilities, &labels, classes);
    let mut methods = vec![
        ("majority class".to_string(), score(&vec![counts; passages.len()])),
        ("cues alone".to_string(), score(&by_cues)),
        ("naive Bayes".to_string(), score(&by_bayes)),
        ("model alone".to_string(), score(by_model)),
    ];
    let mut best = (0.0, f64::NEG_INFINITY);
    for &weight in &settings.cue_weights {
        let mix = |(cues, model): (&Vec<f64>, &Vec<f64>)| {
            cues.iter().zip(model).map(|(c, m)| weight * c + (1.0 - weight) * m).collect::<Vec<f64>>()
        };
        let joined: Vec<Vec<f64>> = by_cues.iter().zip(by_model).map(mix).collect();
        let decided =
            joined.iter().zip(passages).map(|(row, passage)| decide(row, passage.by_cues, needs_cue));
        let f1 = macro_f1(&decided.collect::<Vec<_>>(), &labels, classes.len());
        if f1 > best.1 {
            best = (weight, f1);
        }
        methods.push((format!("cues at weight {weight} with model"), score(&joined)));
    }
    (best.0, methods)
}

/// The coder's decision: the likeliest class, if it is likely enough and, where it must, has a cue.
fn decide(probabilities: &[f64], by_cues: usize, needs_cue: &[bool]) -> Option<usize> {
    let best = (0..probabilities.len()).max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]))?;
    let is_sure = probabilities[best] >= Stance::default().least_confidence;
    (is_sure && (best == by_cues || !needs_cue[best])).then_some(best)
}

/// Mean F1 of the classes; no decision counts as an error.
fn macro_f1(decided: &[Option<usize>], truth: &[usize], n_classes: usize) -> f64 {
    let count = |test: &dyn Fn(usize) -> bool| (0..truth.len()).filter(|i| test(*i)).count() as f64;
    let f1 = |class: usize| {
        let both = count(&|i| decided[i] == Some(class) && truth[i] == class);
        let sum = count(&|i| decided[i] == Some(class)) + count(&|i| truth[i] == class);
        if sum > 0.0 { 2.0 * both / sum } else { 0.0 }
    };
    (0..n_classes).map(f1).sum::<f64>() / n_classes as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_decision_counts_as_an_error() {
        assert_eq!(macro_f1(&[Some(0), Some(1)], &[0, 1], 2), 1.0);
        assert_eq!(macro_f1(&[Some(0), None], &[0, 1], 2), 0.5);
        assert_eq!(decide(&[0.7, 0.3], 1, &[true, false]), None);
        assert_eq!(decide(&[0.7, 0.3], 0, &[true, false]), Some(0));
        assert_eq!(decide(&[0.4, 0.3, 0.3], 0, &[false; 3]), None);
    }
}
