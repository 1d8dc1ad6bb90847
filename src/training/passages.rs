//! A model from coded passages, with its cross-validated record.

use super::TrainingSettings;
use super::validation::{Example, bayes_out_of_fold, fit_all, out_of_fold, probabilities};
use crate::codebook::{Facets, Question};
use crate::coding::{Coder, Memory};
use crate::error::{Error, Place, Result};
use crate::model::{
    Model, Record, SCHEMA, Scores, TrainedTexts, Vocabulary, coverage, grouped_folds, reliability, scores,
    temperature,
};
use crate::study::Stance;
use crate::text::fingerprint;
use rayon::prelude::*;

/// A coded passage as an example of its detail, its writer being the group, and the detail by its cues.
#[derive(Clone, Debug)]
struct Passage {
    example: Example,
    by_cues: usize,
}

/// Trains a model of the coder's question from a file of passages (JSON lines).
///
/// The model tells details apart; figures are of the classes, whose details are summed.
///
/// # Errors
/// Where a line is not valid, a detail has no passage, or the fit does not converge.
pub fn train(coder: &Coder, bytes: &[u8], file: &str, settings: &TrainingSettings) -> Result<Model> {
    let question = &coder.stance.question;
    let details: Vec<String> = question.classes.iter().map(|class| class.detail.clone()).collect();
    let passages = read(coder, bytes, file)?;
    let examples: Vec<&Example> = passages.iter().map(|passage| &passage.example).collect();
    let labels: Vec<usize> = examples.iter().map(|example| example.label).collect();
    let writers: Vec<&str> = examples.iter().map(|example| example.group.as_str()).collect();
    let folds = grouped_folds(&writers, &labels, settings.folds, settings.seed);
    let validated: Vec<(f64, Vec<Vec<f64>>)> = settings
        .alphas
        .par_iter()
        .map(|alpha| Ok((*alpha, out_of_fold(&examples, &folds, &details, &settings.fitting(*alpha))?)))
        .collect::<Result<_>>()?;
    let heat = |logits: &[Vec<f64>]| temperature(logits, &labels);
    let loss = |logits: &[Vec<f64>]| scores(&probabilities(logits, heat(logits)), &labels, &details).log_loss;
    let best = validated.iter().min_by(|a, b| loss(&a.1).total_cmp(&loss(&b.1)).then(a.0.total_cmp(&b.0)));
    let Some((alpha, logits)) = best else {
        return Err(Error::definition(Place::file(file), "no penalty was given to choose from"));
    };
    let t = heat(logits);
    let by_model = probabilities(logits, t);
    let compared = Compared { question, passages: &passages, folds: &folds, settings };
    let (cue_weight, methods) = compared.methods(&by_model);
    let (decided, truth) = (compared.of_classes(&compared.joined(&by_model, cue_weight)), compared.truth());
    let (vocabulary, fitted) = fit_all(&examples, &details, &settings.fitting(*alpha))?;
    let record = Record {
        passages: passages.len(),
        groups: writers.iter().collect::<std::collections::BTreeSet<_>>().len(),
        folds: settings.folds,
        seed: settings.seed,
        alpha: *alpha,
        cue_weight,
        relevance: relevance(&by_model, &labels, question.silent()),
        methods,
        coverage: coverage(&decided, &truth, question.class_names().len()),
        reliability: reliability(&decided, &truth),
    };
    Ok(Model {
        schema: SCHEMA,
        question: question.name.clone(),
        question_checksum: question.coding_checksum.clone(),
        training_checksum: blake3::hash(bytes).to_hex().to_string(),
        texts: TrainedTexts::new(examples.iter().map(|example| example.fingerprint)),
        record,
        vocabulary,
        fitted,
        temperature: t,
    })
}

/// What of a model's making has changed since: the question, the passages or the features.
///
/// Nothing is fitted, so that a check takes seconds; a change of the fit alone is not seen.
///
/// # Errors
/// Where a line of the passages is not valid.
pub fn outdated(
    known: &Model,
    coder: &Coder,
    bytes: &[u8],
    file: &str,
    settings: &TrainingSettings,
) -> Result<Option<&'static str>> {
    let question = &coder.stance.question;
    let passages = read(coder, bytes, file)?;
    let documents: Vec<&[String]> = passages.iter().map(|p| p.example.features.as_slice()).collect();
    let labels: Vec<usize> = passages.iter().map(|p| p.example.label).collect();
    let vocabulary = Vocabulary::choose(&documents, &labels, question.classes.len(), settings.features);
    Ok(match () {
        () if known.question_checksum != question.coding_checksum => Some("another version of the question"),
        () if known.training_checksum != blake3::hash(bytes).to_hex().as_str() => {
            Some("other training passages")
        }
        () if known.vocabulary != vocabulary => Some("another version of the features"),
        () => None,
    })
}

/// Share of passages on something else that may be taken for passages on the proposal.
const FALSE_FINDS: f64 = 0.02;

/// The probability of not being silent that only `FALSE_FINDS` of the silent passages exceed, out of fold.
fn relevance(by_model: &[Vec<f64>], labels: &[usize], silent: usize) -> f64 {
    let is_silent = by_model.iter().zip(labels).filter(|(_, label)| **label == silent);
    let mut spoken: Vec<f64> = is_silent.map(|(row, _)| 1.0 - row[silent]).collect();
    spoken.sort_by(|a, b| b.total_cmp(a));
    let at = (FALSE_FINDS * spoken.len() as f64) as usize;
    // A millionth, so that the file is the same again.
    (spoken.get(at).copied().unwrap_or(1.0).max(0.5) * 1e6).ceil() / 1e6
}

/// Reads passages; each line has `text`, `writer` and `facets`, or `detail` where facets do not settle it.
fn read(coder: &Coder, bytes: &[u8], file: &str) -> Result<Vec<Passage>> {
    let question = &coder.stance.question;
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<(usize, &str)> =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    let index = |detail: &str| question.classes.iter().position(|class| class.detail == detail);
    let derive = |facets: &Facets| question.derive(facets).and_then(|derived| index(&derived.detail));
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
            let label = match row["detail"].as_str() {
                Some(detail) => index(detail)
                    .ok_or_else(|| fault(format!("`{detail}` is not a detail of the question")))?,
                None => {
                    derive(&facets(question, &row["facets"]).map_err(fault)?).unwrap_or(question.silent())
                }
            };
            let (features, found) = coder.features_of_passage(text, memory);
            let by_cues = derive(&found).unwrap_or(question.silent());
            Ok(Passage {
                example: Example { features, label, group: writer.into(), fingerprint: fingerprint(text) },
                by_cues,
            })
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

/// What ways to decide are compared on.
struct Compared<'c> {
    question: &'c Question,
    passages: &'c [Passage],
    folds: &'c [usize],
    settings: &'c TrainingSettings,
}

impl Compared<'_> {
    /// The figures of each way to decide, and the weight of the cues at which the coder decides best.
    fn methods(&self, by_model: &[Vec<f64>]) -> (f64, Vec<(String, Scores)>) {
        let n_details = self.question.classes.len();
        let examples: Vec<&Example> = self.passages.iter().map(|passage| &passage.example).collect();
        let by_bayes = bayes_out_of_fold(&examples, self.folds, n_details);
        let mut counts = vec![0.0; n_details];
        self.passages.iter().for_each(|p| counts[p.example.label] += 1.0 / self.passages.len() as f64);
        let mut methods = vec![
            ("majority class".to_string(), self.score(&vec![counts; self.passages.len()])),
            ("cues alone".to_string(), self.score(&self.joined(by_model, 1.0))),
            ("naive Bayes".to_string(), self.score(&by_bayes)),
            ("model alone".to_string(), self.score(by_model)),
        ];
        let mut best = (0.0, f64::NEG_INFINITY);
        for &weight in &self.settings.cue_weights {
            let joined = self.joined(by_model, weight);
            let f1 = self.decided_f1(&joined);
            if f1 > best.1 {
                best = (weight, f1);
            }
            methods.push((format!("cues at weight {weight} with model"), self.score(&joined)));
        }
        (best.0, methods)
    }

    /// The model's probabilities with the detail that cues show, at their weight.
    fn joined(&self, by_model: &[Vec<f64>], weight: f64) -> Vec<Vec<f64>> {
        let join = |(passage, row): (&Passage, &Vec<f64>)| {
            let by_cues = |detail| if detail == passage.by_cues { weight } else { 0.0 };
            row.iter().enumerate().map(|(detail, p)| by_cues(detail) + (1.0 - weight) * p).collect()
        };
        self.passages.iter().zip(by_model).map(join).collect()
    }

    /// Probabilities of the details summed to those of the classes.
    fn of_classes(&self, probabilities: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let names = self.question.class_names();
        let of_class =
            |row: &Vec<f64>| names.iter().map(|name| self.question.probability(name, row)).collect();
        probabilities.iter().map(of_class).collect()
    }

    /// Figures of the classes from probabilities of the details.
    fn score(&self, probabilities: &[Vec<f64>]) -> Scores {
        let names: Vec<String> = self.question.class_names().iter().map(|name| name.to_string()).collect();
        scores(&self.of_classes(probabilities), &self.truth(), &names)
    }

    /// The index of each passage's class.
    fn truth(&self) -> Vec<usize> {
        let names = self.question.class_names();
        let class = |p: &Passage| {
            names.iter().position(|name| *name == self.question.classes[p.example.label].class).unwrap_or(0)
        };
        self.passages.iter().map(class).collect()
    }

    /// Mean F1 of the classes as the coder decides: the likeliest class, if it is likely enough.
    fn decided_f1(&self, probabilities: &[Vec<f64>]) -> f64 {
        let names = self.question.class_names();
        let decide = |row: &Vec<f64>| {
            let (class, confidence) = self.question.likeliest_class(row);
            let is_sure = confidence >= Stance::default().least_confidence;
            names.iter().position(|name| *name == class).filter(|_| is_sure)
        };
        macro_f1(&probabilities.iter().map(decide).collect::<Vec<_>>(), &self.truth(), names.len())
    }
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
    }

    #[test]
    fn relevance_lets_few_silent_passages_through() {
        let rows: Vec<Vec<f64>> =
            (0..100).map(|i| vec![f64::from(i) / 100.0, 1.0 - f64::from(i) / 100.0]).collect();
        let found = relevance(&rows, &[1; 100], 1);
        assert_eq!(rows.iter().filter(|row| row[0] > found).count(), 2);
        assert_eq!(relevance(&rows, &[0; 100], 1), 1.0);
    }
}
