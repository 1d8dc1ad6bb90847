//! The model of themes from coded sentences: a regression a theme, with its cross-validated record.
//!
//! Each fit sees all sentences that have the theme or were written to look like it, and a draw of the
//! others. What logits are shifted and divided by to become probabilities, and the threshold of each
//! theme, follow from what the fits of other writers' sentences say of each sentence.

use super::positions::Leanings;
use super::theme_examples::{Examples, Sentence, ThemeSentences};
use crate::coding::Coder;
use crate::error::Result;
use crate::model::{
    Bin, LABEL_SCHEMA, Label, LabelIndex, LabelModel, LabelRecord, Row, TrainedTexts, Vocabulary, bins_of,
    fit_label,
};
use crate::theme::is_hit;
use rayon::prelude::*;

/// How a model of themes is trained.
#[derive(Clone, Debug)]
pub struct ThemeTraining {
    /// The seed of the draws.
    pub seed: u64,
    /// The penalty of every theme.
    pub alpha: f64,
    /// Most features of a theme.
    pub features: usize,
    /// In how many parts the writers are left out.
    pub parts: usize,
    /// Most sentences a fit sees, but never fewer than twice those that it must see.
    pub sentences: usize,
}

impl Default for ThemeTraining {
    fn default() -> Self {
        ThemeTraining { seed: 20060914, alpha: 0.03, features: 1500, parts: 3, sentences: 2500 }
    }
}

/// So many tested sentences as they come in speeches are enough to set scale and thresholds by; else all are taken.
const ENOUGH_AS_THEY_COME: usize = 500;

/// Trains a model of the coder's themes from built-in sentences and, where there are any, an author's own,
/// which weigh more.
///
/// # Errors
/// Where a row is not valid, names a theme that the lexicon does not have, or a fit does not converge.
pub fn train_themes(
    coder: &Coder,
    lexicon_checksum: &str,
    built_in: ThemeSentences,
    own: Option<ThemeSentences>,
    settings: &ThemeTraining,
) -> Result<LabelModel> {
    let examples = Examples::read(coder, built_in, own)?;
    let n = examples.sentences.len();
    let left_out = examples.writers_to_leave_out();
    let mut with_hits = vec![Vec::new(); n];
    let mut without = vec![Vec::new(); n];
    let mut leanings: Leanings = vec![Vec::new(); n];
    for part in 0..settings.parts.min(left_out.len()) {
        let writers: Vec<&String> = left_out.iter().skip(part).step_by(settings.parts).collect();
        let (out, seen): (Vec<usize>, Vec<usize>) =
            (0..n).partition(|i| writers.contains(&&examples.sentences[*i].writer));
        let (vocabulary, labels) = examples.fit(&seen, settings)?;
        let index = LabelIndex::new(&labels, vocabulary.features.len());
        let positions = examples.fit_positions(&seen, &vocabulary, settings)?;
        let of_positions: Vec<Label> = positions.iter().map(|(_, label)| label.clone()).collect();
        let of_positions = LabelIndex::new(&of_positions, vocabulary.features.len());
        for i in out {
            let features = &examples.sentences[i].features;
            let row = vocabulary.row(features);
            with_hits[i] = index.logits(&row);
            leanings[i] = Examples::lean(&positions, &of_positions, &row);
            let words: Vec<String> = features.iter().filter(|feature| !is_hit(feature)).cloned().collect();
            without[i] = index.logits(&vocabulary.row(&words));
        }
    }
    let is_tested = |i: &usize| !with_hits[*i].is_empty();
    let as_they_come = |i: &usize| examples.sentences[*i].written_for.is_none();
    let mut judged: Vec<usize> = (0..n).filter(is_tested).filter(as_they_come).collect();
    if judged.len() < ENOUGH_AS_THEY_COME {
        judged = (0..n).filter(is_tested).collect();
    }
    let scales = examples.scales(&judged, &with_hits);
    let scaled = |logits: &[Vec<f64>]| -> Vec<Vec<f64>> {
        let of_row =
            |row: &Vec<f64>| scales.iter().zip(row).map(|(scale, logit)| scale.probability(*logit)).collect();
        logits.iter().map(of_row).collect()
    };
    let (by_both, by_words) = (scaled(&with_hits), scaled(&without));
    let thresholds = examples.thresholds(&judged, &by_both);
    let everything: Vec<usize> = (0..n).collect();
    let (vocabulary, mut labels) = examples.fit(&everything, settings)?;
    let positions = examples.fit_positions(&everything, &vocabulary, settings)?;
    for (theme, label) in labels.iter_mut().enumerate() {
        let given = |i: usize| examples.is_given(i, theme, by_both[i][theme], &thresholds);
        let (recall, precision, _) = examples.figures(&by_both, |i, _| given(i), |t| t == theme);
        label.n = examples.sentences.iter().filter(|s| s.themes.contains(&theme)).count();
        (label.recall, label.precision) = (recall, precision);
        let has_hit = |i: usize, _| examples.sentences[i].hits.contains(&theme);
        let (recall, precision, _) = examples.figures(&by_both, has_hit, |t| t == theme);
        label.of_lexicon = [precision, recall];
        [label.confirmed_from, label.proposed_from] = thresholds[theme];
        label.rescale(scales[theme].shift, scales[theme].temperature);
    }
    let by = |probabilities: &[Vec<f64>], given: &dyn Fn(usize, usize, f64) -> bool| {
        let given = |i: usize, theme: usize| given(i, theme, probabilities[i][theme]);
        let (recall, precision, f1) = examples.figures(probabilities, given, |_| true);
        [recall, precision, f1]
    };
    let as_proposed = |_, theme: usize, probability: f64| probability >= thresholds[theme][1];
    let as_run = |i, theme, probability| examples.is_given(i, theme, probability, &thresholds);
    let (recall, precision, f1) =
        examples.figures(&by_both, |i, theme| examples.sentences[i].hits.contains(&theme), |_| true);
    let mut methods = vec![
        ("lexicon alone".into(), [recall, precision, f1]),
        ("model without the lexicon".into(), by(&by_words, &as_proposed)),
        ("both".into(), by(&by_both, &as_run)),
    ];
    if own.is_some() {
        let is_own = |i: usize| examples.sentences[i].is_own;
        let of_own: Vec<Vec<f64>> = by_both
            .iter()
            .enumerate()
            .map(|(i, row)| if is_own(i) { row.clone() } else { Vec::new() })
            .collect();
        methods.push(("both, on your own sentences".into(), by(&of_own, &as_run)));
    }
    let reliability = examples.reliability(&judged, &by_both);
    let (position_cases, position_methods) = examples.position_figures(&leanings);
    let record = LabelRecord {
        examples: n,
        writers: examples.writers(),
        tested: by_both.iter().filter(|row| !row.is_empty()).count(),
        left_out,
        seed: settings.seed,
        alpha: settings.alpha,
        methods,
        ece: calibration_error(&reliability),
        reliability,
        position_cases,
        position_methods,
    };
    Ok(LabelModel {
        schema: LABEL_SCHEMA,
        lexicon_checksum: lexicon_checksum.into(),
        training_checksum: training_checksum(built_in, own),
        texts: TrainedTexts::new(examples.sentences.iter().map(|sentence| sentence.fingerprint)),
        record,
        vocabulary,
        labels,
        positions: positions.into_iter().map(|(_, label)| label).collect(),
    })
}

/// BLAKE3 of all sentences.
pub fn training_checksum(built_in: ThemeSentences, own: Option<ThemeSentences>) -> String {
    let own = own.map_or(&[][..], |own| own.bytes);
    blake3::Hasher::new().update(built_in.bytes).update(own).finalize().to_hex().to_string()
}

impl Examples {
    /// Fits each theme to these sentences.
    fn fit(&self, seen: &[usize], settings: &ThemeTraining) -> Result<(Vocabulary, Vec<Label>)> {
        let documents: Vec<&[String]> = seen.iter().map(|i| self.sentences[*i].features.as_slice()).collect();
        let themes: Vec<&[usize]> = seen.iter().map(|i| self.sentences[*i].themes.as_slice()).collect();
        let vocabulary = Vocabulary::all(&documents);
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
            let (constant, weights) = fit_label(&drawn, &has, settings.features, settings.alpha)?;
            Ok(Label { constant, weights, ..label })
        });
        let labels = labels.collect::<Result<_>>()?;
        Ok((vocabulary, labels))
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

    /// Bins of pairs of a sentence judged and a theme that have a chance of at least one in twenty: what the
    /// probabilities say, and how many have the theme.
    fn reliability(&self, judged: &[usize], probabilities: &[Vec<f64>]) -> Vec<Bin> {
        let of_sentence = |i: &usize| {
            let likely =
                probabilities[*i].iter().enumerate().filter(|(_, probability)| **probability >= 0.05);
            let has = |theme: usize| self.sentences[*i].themes.contains(&theme);
            likely.map(|(theme, probability)| (*probability, has(theme))).collect::<Vec<_>>()
        };
        bins_of(judged.iter().flat_map(of_sentence).collect())
    }
}

/// The mean distance of probability from frequency over bins.
fn calibration_error(bins: &[Bin]) -> f64 {
    let n: usize = bins.iter().map(|bin| bin.n).sum();
    let distance = |bin: &Bin| (bin.confidence - bin.accuracy).abs() * bin.n as f64;
    bins.iter().map(distance).sum::<f64>() / n.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::ActorTable;
    use crate::study::{Study, ThemeCoder};

    fn coder() -> Coder {
        let mut study = Study::default();
        study.themes.coder = ThemeCoder::Lexicon;
        Coder::with_model(&study, &ActorTable::built_in().unwrap(), |_| Ok(None)).unwrap()
    }

    fn sentences(lines: &str) -> ThemeSentences<'_> {
        ThemeSentences { bytes: lines.as_bytes(), file: "t.jsonl" }
    }

    fn lines() -> String {
        let (remittances, trafficking) = ("development.remittances", "irregular.trafficking");
        let row = |(writer, theme, text): (&str, &str, String)| {
            serde_json::json!({"text": text, "writer": writer, "for": theme, "themes": [theme]}).to_string()
                + "\n"
        };
        let written = ["a", "b", "c"].into_iter().flat_map(|writer| {
            [1, 2, 3].into_iter().flat_map(move |i| {
                [
                    (writer, remittances, format!("Our people abroad send money home in year {i}.")),
                    (writer, trafficking, format!("Gangs sell women and girls in town {i}.")),
                ]
            })
        });
        let alone = ("d", "development.aid", "Aid must grow so that fewer leave.".to_string());
        written.chain([alone]).map(row).collect()
    }

    #[test]
    fn writers_on_whom_no_theme_depends_are_left_out_in_turn() {
        let model =
            train_themes(&coder(), "x", sentences(&lines()), None, &ThemeTraining::default()).unwrap();
        assert_eq!(model.record.left_out, ["a", "b", "c"]);
        assert_eq!((model.record.examples, model.record.tested, model.labels.len()), (19, 18, 3));
        let [_, (name, [recall, precision, _]), _] = &model.record.methods[..] else { panic!() };
        assert_eq!((name.as_str(), *recall, *precision), ("model without the lexicon", 1.0, 1.0));
        let remittances = &model.labels[1];
        assert_eq!(
            (remittances.name.as_str(), remittances.n, remittances.f1()),
            ("development.remittances", 9, 1.0)
        );
    }

    #[test]
    fn an_authors_own_sentences_count_and_are_told_apart() {
        let table = "text,themes,document\nRemit it by wire.,development.remittances,1\nA wire is a cable.,,2\n\
            Wire the money.,development.remittances,3\nThe cable broke.,,4\nBy wire it went home.,development.remittances,5\n";
        let lines = lines();
        let own = Some(ThemeSentences { bytes: table.as_bytes(), file: "own.csv" });
        let settings = ThemeTraining::default();
        let model = train_themes(&coder(), "x", sentences(&lines), own, &settings).unwrap();
        assert_eq!((model.record.examples, model.record.methods.len()), (24, 4));
        let column = model.vocabulary.features.iter().position(|feature| feature == "wire").unwrap();
        let weight = model.labels[1].weights.iter().find(|(at, _)| *at as usize == column);
        assert!(weight.is_some_and(|(_, weight)| *weight > 0.5), "{weight:?}");
    }

    #[test]
    fn faults_name_the_line() {
        let fault = |lines: &str| {
            let found = train_themes(&coder(), "x", sentences(lines), None, &ThemeTraining::default());
            found.unwrap_err().to_string()
        };
        let broken = lines() + "{\n";
        assert!(fault(&broken).contains("20"), "{}", fault(&broken));
        let own = Some(ThemeSentences { bytes: b"text,theme\na,development.aid\n", file: "own.csv" });
        let lines = lines();
        let without = train_themes(&coder(), "x", sentences(&lines), own, &ThemeTraining::default());
        assert!(without.unwrap_err().to_string().contains("themes"), "a misnamed column is not silence");
        let unknown = r#"{"text": "a", "writer": "b", "themes": ["no.such"]}"#;
        assert!(fault(unknown).contains("no.such"));
    }
}
