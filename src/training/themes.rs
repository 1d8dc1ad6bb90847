//! The model of themes from coded sentences: a regression a theme, with its cross-validated record.
//!
//! Each fit sees all sentences that have the theme or were written to look like it, and a draw of the
//! others. What logits are shifted and divided by to become probabilities, and the threshold of each
//! theme, follow from what the fits of other writers' sentences say of each sentence.

use crate::coding::{Coder, Memory};
use crate::error::{Error, Place, Result};
use crate::model::{
    LABEL_SCHEMA, Label, LabelIndex, LabelModel, LabelRecord, Row, Vocabulary, fit_label, sigmoid,
};
use crate::theme::is_hit;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How a model of themes is trained.
#[derive(Clone, Debug)]
pub struct ThemeTraining {
    /// The seed of the draws.
    pub seed: u64,
    /// The penalty of every theme.
    pub alpha: f64,
    /// Most features.
    pub features: usize,
    /// Most sentences a fit sees, but never fewer than twice those that it must see.
    pub sentences: usize,
}

impl Default for ThemeTraining {
    fn default() -> Self {
        ThemeTraining { seed: 20060914, alpha: 0.02, features: 8000, sentences: 600 }
    }
}

/// How much worse a missed theme is than a false one.
const COST_OF_MISS: f64 = 1.5;

/// The thresholds to choose from.
const THRESHOLDS: [f64; 10] = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7];

/// What turns logits into probabilities: a fit sees fewer of the others than there are, and is too sure
/// or not sure enough of writers it did not see.
#[derive(Clone, Copy, Debug)]
struct Scale {
    shift: f64,
    temperature: f64,
}

impl Default for Scale {
    fn default() -> Self {
        Scale { shift: 0.0, temperature: 1.0 }
    }
}

impl Scale {
    fn probability(&self, logit: f64) -> f64 {
        sigmoid((logit - self.shift) / self.temperature)
    }
}

/// A coded sentence.
struct Sentence {
    features: Vec<String>,
    /// The themes that it has, sorted.
    themes: Vec<usize>,
    /// The theme that it was written for: one that it has, or one that it only looks like.
    written_for: Option<usize>,
    writer: String,
    /// The themes of which a pattern matches.
    hits: Vec<usize>,
}

/// The sentences and the themes that they have.
struct Examples {
    sentences: Vec<Sentence>,
    names: Vec<String>,
}

/// Trains a model of the coder's themes from a file of sentences (JSON lines): `text`, `writer`, `themes`
/// (by slug), and `for`, the theme that the sentence was written to have or to look like.
///
/// # Errors
/// Where a line is not valid, names a theme that the lexicon does not have, or a fit does not converge.
pub fn train_themes(
    coder: &Coder,
    lexicon_checksum: &str,
    bytes: &[u8],
    file: &str,
    settings: &ThemeTraining,
) -> Result<LabelModel> {
    let examples = Examples::read(coder, bytes, file)?;
    let n = examples.sentences.len();
    let left_out = examples.writers_to_leave_out();
    let mut with_hits = vec![Vec::new(); n];
    let mut without = vec![Vec::new(); n];
    for writer in &left_out {
        let (out, seen): (Vec<usize>, Vec<usize>) =
            (0..n).partition(|i| examples.sentences[*i].writer == *writer);
        let (vocabulary, labels) = examples.fit(&seen, settings)?;
        let index = LabelIndex::new(&labels, vocabulary.features.len());
        for i in out {
            let features = &examples.sentences[i].features;
            with_hits[i] = index.logits(&vocabulary.row(features));
            let words: Vec<String> = features.iter().filter(|feature| !is_hit(feature)).cloned().collect();
            without[i] = index.logits(&vocabulary.row(&words));
        }
    }
    let scale = examples.scale(&with_hits);
    let scaled = |logits: &[Vec<f64>]| -> Vec<Vec<f64>> {
        logits.iter().map(|row| row.iter().map(|logit| scale.probability(*logit)).collect()).collect()
    };
    let (by_both, by_words) = (scaled(&with_hits), scaled(&without));
    let thresholds = examples.thresholds(&by_both);
    let (vocabulary, mut labels) = examples.fit(&(0..n).collect::<Vec<_>>(), settings)?;
    for (theme, label) in labels.iter_mut().enumerate() {
        let given = |i: usize| by_both[i][theme] >= thresholds[theme];
        let (recall, precision, _) = examples.figures(&by_both, |i, _| given(i), |t| t == theme);
        label.n = examples.sentences.iter().filter(|s| s.themes.contains(&theme)).count();
        (label.recall, label.precision, label.threshold) = (recall, precision, thresholds[theme]);
        label.rescale(scale.shift, scale.temperature);
    }
    let by = |probabilities: &[Vec<f64>]| {
        let (recall, precision, f1) = examples.figures(
            probabilities,
            |i, theme| probabilities[i][theme] >= thresholds[theme],
            |_| true,
        );
        [recall, precision, f1]
    };
    let (recall, precision, f1) =
        examples.figures(&by_both, |i, theme| examples.sentences[i].hits.contains(&theme), |_| true);
    let record = LabelRecord {
        examples: n,
        tested: by_both.iter().filter(|row| !row.is_empty()).count(),
        left_out,
        seed: settings.seed,
        alpha: settings.alpha,
        methods: vec![
            ("lexicon alone".into(), [recall, precision, f1]),
            ("model without the lexicon".into(), by(&by_words)),
            ("both".into(), by(&by_both)),
        ],
        ece: examples.calibration_error(&by_both),
    };
    Ok(LabelModel {
        schema: LABEL_SCHEMA,
        lexicon_checksum: lexicon_checksum.into(),
        training_checksum: blake3::hash(bytes).to_hex().to_string(),
        record,
        vocabulary,
        labels,
    })
}

impl Examples {
    /// The writers who can be left out in turn: of no theme they wrote more than half of the sentences.
    fn writers_to_leave_out(&self) -> Vec<String> {
        let mut counts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut all = vec![0; self.names.len()];
        for sentence in &self.sentences {
            let own = counts.entry(&sentence.writer).or_insert_with(|| vec![0; self.names.len()]);
            for theme in &sentence.themes {
                own[*theme] += 1;
                all[*theme] += 1;
            }
        }
        let spares = |own: &Vec<usize>| own.iter().zip(&all).all(|(own, all)| 2 * own <= *all);
        counts.into_iter().filter(|(_, own)| spares(own)).map(|(writer, _)| writer.to_string()).collect()
    }

    fn read(coder: &Coder, bytes: &[u8], file: &str) -> Result<Examples> {
        let text = String::from_utf8_lossy(bytes);
        let rows: Vec<(u64, serde_json::Value)> = (1..)
            .zip(text.lines())
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(number, line)| match serde_json::from_str(line) {
                Ok(row) => Ok((number, row)),
                Err(cause) => Err(fault(file, number, format!("the line is not valid JSON: {cause}"))),
            })
            .collect::<Result<_>>()?;
        let listed = |row: &serde_json::Value| -> Vec<String> {
            let items = row["themes"].as_array().into_iter().flatten();
            items.filter_map(|item| item.as_str().map(String::from)).collect()
        };
        let known = |name: &str| coder.themes.lexicon.categories.iter().any(|category| category.slug == name);
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for (number, row) in &rows {
            for name in listed(row) {
                if !known(&name) {
                    return Err(fault(file, *number, format!("`{name}` is not a theme of the lexicon")));
                }
                names.insert(name, 0);
            }
        }
        names.values_mut().enumerate().for_each(|(number, value)| *value = number);
        let number = |name: &str| names.get(name).copied();
        let sentence = |memory: &mut Memory, (line, row): &(u64, serde_json::Value)| {
            let (Some(text), Some(writer)) = (row["text"].as_str(), row["writer"].as_str()) else {
                return Err(fault(file, *line, "a sentence needs `text` and `writer`".into()));
            };
            let (features, hits) = coder.features_of_sentence(text, memory);
            let mut themes: Vec<usize> = listed(row).iter().filter_map(|name| number(name)).collect();
            themes.sort_unstable();
            themes.dedup();
            Ok(Sentence {
                features,
                themes,
                written_for: row["for"].as_str().and_then(number),
                writer: writer.into(),
                hits: hits.iter().filter_map(|name| number(name)).collect(),
            })
        };
        let sentences = rows.par_iter().map_init(Memory::default, sentence).collect::<Result<_>>()?;
        Ok(Examples { sentences, names: names.into_keys().collect() })
    }

    /// Chooses features and fits each theme to these sentences.
    fn fit(&self, seen: &[usize], settings: &ThemeTraining) -> Result<(Vocabulary, Vec<Label>)> {
        let documents: Vec<&[String]> = seen.iter().map(|i| self.sentences[*i].features.as_slice()).collect();
        let themes: Vec<&[usize]> = seen.iter().map(|i| self.sentences[*i].themes.as_slice()).collect();
        let vocabulary =
            Vocabulary::choose_for_many(&documents, &themes, self.names.len(), settings.features);
        let rows: Vec<Row> = documents.iter().map(|document| vocabulary.row(document)).collect();
        let labels = (0..self.names.len()).into_par_iter().map(|theme| {
            let label = Label { name: self.names[theme].clone(), ..Label::default() };
            let drawn = self.drawn(theme, seen, settings);
            let has: Vec<bool> = drawn.iter().map(|at| themes[*at].contains(&theme)).collect();
            if !has.contains(&true) {
                // A theme of one writer only cannot be told where she is left out.
                return Ok(Label { constant: f64::NEG_INFINITY, ..label });
            }
            let drawn: Vec<&Row> = drawn.iter().map(|at| &rows[*at]).collect();
            let (constant, weights) = fit_label(&drawn, &has, settings.alpha)?;
            Ok(Label { constant, weights, ..label })
        });
        let labels = labels.collect::<Result<_>>()?;
        Ok((vocabulary, labels))
    }

    /// Of the sentences seen, the places of those that a theme's fit sees.
    fn drawn(&self, theme: usize, seen: &[usize], settings: &ThemeTraining) -> Vec<usize> {
        let must = |at: &usize| {
            let sentence = &self.sentences[seen[*at]];
            sentence.themes.contains(&theme)
                || sentence.written_for == Some(theme)
                || sentence.hits.contains(&theme)
        };
        let (mut drawn, mut others): (Vec<usize>, Vec<usize>) = (0..seen.len()).partition(must);
        let order = |at: &usize| {
            let hash = blake3::hash(format!("{}-{theme}-{}", settings.seed, seen[*at]).as_bytes());
            (*hash.as_bytes(), *at)
        };
        others.sort_by_cached_key(order);
        others.truncate(settings.sentences.saturating_sub(drawn.len()).max(drawn.len()));
        drawn.extend(others);
        drawn
    }

    /// The scale at which logits are most likely: the least log loss on a grid.
    fn scale(&self, logits: &[Vec<f64>]) -> Scale {
        let loss = |scale: &Scale| -> f64 {
            let of_sentence = |(sentence, row): (&Sentence, &Vec<f64>)| -> f64 {
                let of_theme = |(theme, logit): (usize, &f64)| {
                    let probability = scale.probability(*logit);
                    let has = sentence.themes.contains(&theme);
                    -(if has { probability } else { 1.0 - probability }).max(1e-9).ln()
                };
                row.iter().enumerate().map(of_theme).sum()
            };
            self.sentences.iter().zip(logits).map(of_sentence).sum()
        };
        let shifts = (-4..=16).map(|step| 0.25 * f64::from(step));
        let grid: Vec<Scale> = shifts
            .flat_map(|shift| (3..=15).map(move |step| Scale { shift, temperature: 0.1 * f64::from(step) }))
            .collect();
        let losses: Vec<(f64, Scale)> = grid.into_par_iter().map(|scale| (loss(&scale), scale)).collect();
        losses.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).map_or(Scale::default(), |(_, scale)| scale)
    }

    /// The threshold of each theme at which misses and false finds cost least out of fold; a theme has
    /// few sentences, so each borrows the mean cost of all.
    fn thresholds(&self, probabilities: &[Vec<f64>]) -> Vec<f64> {
        let cost = |theme: usize, threshold: f64| -> f64 {
            let of = |(sentence, row): (&Sentence, &Vec<f64>)| {
                let given = row.get(theme).map(|probability| *probability >= threshold);
                match (sentence.themes.contains(&theme), given) {
                    (true, Some(false)) => COST_OF_MISS,
                    (false, Some(true)) => 1.0,
                    _ => 0.0,
                }
            };
            self.sentences.iter().zip(probabilities).map(of).sum()
        };
        let n = self.names.len();
        let costs: Vec<Vec<f64>> = (0..n)
            .into_par_iter()
            .map(|theme| THRESHOLDS.iter().map(|threshold| cost(theme, *threshold)).collect())
            .collect();
        let mean = |at: usize| costs.iter().map(|own| own[at]).sum::<f64>() / n as f64;
        let means: Vec<f64> = (0..THRESHOLDS.len()).map(mean).collect();
        let best = |own: &Vec<f64>| {
            let total = |at: usize| own[at] + means[at];
            (0..THRESHOLDS.len()).min_by(|a, b| total(*a).total_cmp(&total(*b))).unwrap_or(0)
        };
        costs.iter().map(|own| THRESHOLDS[best(own)]).collect()
    }

    /// Recall, precision and F1 of what is given, over the sentences that have probabilities and the themes
    /// asked for.
    fn figures(
        &self,
        probabilities: &[Vec<f64>],
        given: impl Fn(usize, usize) -> bool,
        is_asked: impl Fn(usize) -> bool,
    ) -> (f64, f64, f64) {
        let (mut n_true, mut n_given, mut n_both) = (0.0, 0.0, 0.0);
        let is_tested = |(i, _): &(usize, &Sentence)| !probabilities[*i].is_empty();
        for (i, sentence) in self.sentences.iter().enumerate().filter(is_tested) {
            for theme in (0..self.names.len()).filter(|theme| is_asked(*theme)) {
                let (has, is_given) = (sentence.themes.contains(&theme), given(i, theme));
                n_true += f64::from(u8::from(has));
                n_given += f64::from(u8::from(is_given));
                n_both += f64::from(u8::from(has && is_given));
            }
        }
        let ratio = |whole: f64, part: f64| if whole > 0.0 { part / whole } else { 0.0 };
        (ratio(n_true, n_both), ratio(n_given, n_both), ratio(n_true + n_given, 2.0 * n_both))
    }

    /// Mean distance of probability from frequency over ten bins of equal mass, of pairs of sentence and
    /// theme that have a chance of at least one in twenty.
    fn calibration_error(&self, probabilities: &[Vec<f64>]) -> f64 {
        let mut pairs: Vec<(f64, bool)> = Vec::new();
        for (sentence, row) in self.sentences.iter().zip(probabilities) {
            let likely = row.iter().enumerate().filter(|(_, p)| **p >= 0.05);
            pairs.extend(likely.map(|(theme, p)| (*p, sentence.themes.contains(&theme))));
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let size = pairs.len().div_ceil(10).max(1);
        let distance = |bin: &[(f64, bool)]| {
            let expected: f64 = bin.iter().map(|(p, _)| p).sum();
            (expected - bin.iter().filter(|(_, has)| *has).count() as f64).abs()
        };
        pairs.chunks(size).map(distance).sum::<f64>() / pairs.len().max(1) as f64
    }
}

fn fault(file: &str, line: u64, found: String) -> Error {
    Error::definition(Place::file(file).at_line(line), found)
}
