//! An author's text held against the tables: sentences whose quantifier they do not bear.
//!
//! A sentence is looked at where it has a word of the run's scale and, after it, a theme or position that the tables know, by
//! the patterns of the lexicon, its labels, or the words that a finding gives. What it cannot place is no fault.

use super::run::{FinishedRun, cell};
use crate::actors::ActorTable;
use crate::analysis::{Asked, Scale};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::export::PastRow;
use crate::lexicon::{Context, Pattern, PatternSet, WordMemory, read_patterns};
use crate::statement::Statement;
use crate::table::{Cell, Table};
use crate::text::Segmented;
use crate::theme::{ThemeCoder, ThemeMemory};
use crate::yaml::Node;
use std::path::Path;

/// The table that says how many have what.
const TABLE: &str = "tables/in_words.csv";

/// What is ready to hold texts against a run.
pub struct Prose {
    scale: Scale,
    rows: Vec<PastRow>,
    themes: ThemeCoder,
    context: Context,
    /// The words of findings, and their variables by number of pattern.
    named: PatternSet,
    variables: Vec<String>,
    /// The words of the scale, the longest first.
    quantifiers: Vec<String>,
}

/// What was found in a text.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// The sentences that the tables do not bear.
    pub faults: usize,
    /// All that could be looked at.
    pub looked_at: usize,
}

/// A place in a sentence where something is named.
struct Named {
    token: usize,
    variable: String,
}

impl Prose {
    /// Makes the tables of a run ready.
    ///
    /// # Errors
    /// Where the folder is none of a run, or the run made no tables of findings.
    pub fn of_run(out: &Path) -> Result<Prose> {
        let finished = FinishedRun::open(out)?;
        let has_table = finished.run.outputs().any(|(file, _)| file == TABLE);
        if !has_table {
            return Err(Error::new(
                ErrorKind::Input,
                Place::file(out.join(TABLE)),
                "the run made no tables of findings",
            )
            .remedy("Run it again with `[tables] findings` named in the study."));
        }
        let rows = finished.run.rows(TABLE)?.collect::<Result<Vec<PastRow>>>()?;
        let scale = Scale::of_study(&finished.study)?;
        let actors = ActorTable::of_study(&finished.study)?;
        let asked = Asked::of_study(&finished.study, &finished.question, &finished.lexicon, &actors)?;
        let (shown, text) = finished.study.folder.read_named("lexicons/marks", "context")?;
        let context = Context::read(&text, &shown)?;
        let (mut patterns, mut variables): (Vec<Pattern>, Vec<String>) = Default::default();
        for variable in asked.entries.iter().flat_map(|entry| &entry.variables) {
            for pattern in &variable.named {
                patterns.push(pattern.clone());
                variables.push(variable.is.text.clone());
            }
        }
        // Labels of themes count as their names too.
        for (_, category) in finished.lexicon.coded() {
            let plain = category.label.split('(').next().unwrap_or_default().trim().replace(['"', ','], "");
            if plain.split(' ').all(|word| word.chars().all(char::is_alphanumeric)) {
                let text = format!("patterns: [\"{plain}\"]");
                let node = Node::read(&text, "labels")?;
                for pattern in node.get("patterns").map_or(Ok(Vec::new()), read_patterns)? {
                    patterns.push(pattern);
                    variables.push(category.slug.clone());
                }
            }
        }
        let mut quantifiers: Vec<String> = scale
            .words
            .iter()
            .flat_map(|word| std::iter::once(&word.word).chain(&word.also))
            .cloned()
            .collect();
        quantifiers.sort_by_key(|word| std::cmp::Reverse((word.split(' ').count(), word.len())));
        let themes = ThemeCoder::new(finished.lexicon, None, &finished.study.themes);
        let named = PatternSet::new(&patterns);
        Ok(Prose { scale, rows, themes, context, named, variables, quantifiers })
    }

    /// The rows for a text: a row a quantifier that the tables do not bear.
    pub fn hold(&self, statement: &Statement, table: &mut Table) -> Held {
        let text = statement.text.as_str();
        let split = Segmented::new(text);
        let reading = self.context.reading(text, &split, &mut WordMemory::default());
        let found = self.themes.code(&reading, "", &mut ThemeMemory::default());
        let slug = |theme: u32| self.themes.lexicon.categories[theme as usize].slug.clone();
        let hits = found.hits.iter().filter(|hit| hit.suppressed_by.is_none());
        let mut named: Vec<Named> =
            hits.map(|hit| Named { token: hit.tokens.start as usize, variable: slug(hit.theme) }).collect();
        named.extend(self.named.matches(text, &split, &mut WordMemory::default()).iter().map(|hit| Named {
            token: hit.start as usize,
            variable: self.variables[hit.pattern as usize].clone(),
        }));
        let mut held = Held::default();
        for sentence in &split.sentences {
            let tokens = sentence.tokens.clone();
            let words: Vec<String> =
                tokens.clone().map(|token| split.tokens[token].span.of(text).to_lowercase()).collect();
            let places = self.quantified(&words);
            for (number, (at, length, word)) in places.iter().enumerate() {
                let until = places.get(number + 1).map_or(words.len(), |next| next.0);
                let stretch = tokens.start + at..tokens.start + until;
                let own: Vec<&str> = named
                    .iter()
                    .filter(|named| stretch.contains(&named.token))
                    .map(|named| named.variable.as_str())
                    .collect();
                let mut own = own;
                own.sort_unstable();
                own.dedup();
                let group = self.group(&words[at + length..until]);
                let told: Vec<&PastRow> =
                    own.iter().filter_map(|variable| self.row(variable, group)).collect();
                if told.is_empty() {
                    continue;
                }
                held.looked_at += 1;
                let quantifier = self.scale.find(word);
                let is_borne = |row: &&&PastRow| {
                    let (n, of) = (number_of(row, "n"), number_of(row, "denominator"));
                    quantifier.is_some_and(|quantifier| quantifier.is_borne(n, of))
                };
                if told.iter().any(|row| is_borne(&row)) {
                    continue;
                }
                held.faults += 1;
                for row in told {
                    table.push(self.fault(&statement.source, sentence.span.of(text), word, row));
                }
            }
        }
        held
    }

    /// The table that faults go to.
    pub fn table() -> Table {
        let columns = [
            "source",
            "sentence",
            "quantifier",
            "variable",
            "label",
            "group",
            "n",
            "denominator",
            "share",
            "right_word",
            "table",
        ];
        Table::new("check_text", "Quantifiers that the tables do not bear", &columns)
    }

    fn fault(&self, source: &str, sentence: &str, word: &str, row: &PastRow) -> Vec<Cell> {
        let (n, of) = (number_of(row, "n"), number_of(row, "denominator"));
        let right = self.scale.word_at_any_size(n, of).unwrap_or_default();
        let mut cells: Vec<Cell> = [source, sentence.trim(), word].map(Cell::from).to_vec();
        cells.extend(["variable", "label", "group"].map(|column| Cell::from(cell(row, column))));
        cells.extend([n.into(), of.into(), (n as f64 / of.max(1) as f64).into(), right.into()]);
        cells.push(cell(row, "table").into());
        cells
    }

    /// The quantifiers of a sentence: where each begins, of how many words, and which it is.
    fn quantified(&self, words: &[String]) -> Vec<(usize, usize, &str)> {
        let mut found: Vec<(usize, usize, &str)> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let fits = |quantifier: &&String| {
                let own: Vec<&str> = quantifier.split(' ').collect();
                words.len() >= at + own.len() && own.iter().zip(&words[at..]).all(|(own, word)| own == word)
            };
            match self.quantifiers.iter().find(fits) {
                Some(quantifier) => {
                    let length = quantifier.split(' ').count();
                    found.push((at, length, quantifier));
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The group that the words after a quantifier name: before the verb, so among the first of them.
    fn group(&self, words: &[String]) -> &str {
        const REACH: usize = 6;
        let near = words[..words.len().min(REACH)].join(" ");
        let padded = format!(" {near} ");
        let named =
            |names: &[String]| names.iter().filter_map(|name| padded.find(&format!(" {name} "))).min();
        let known =
            self.scale.groups.iter().filter_map(|(group, names)| Some((named(names)?, group.as_str())));
        known.min().map_or("all", |(_, group)| group)
    }

    fn row(&self, variable: &str, group: &str) -> Option<&PastRow> {
        self.rows.iter().find(|row| cell(row, "variable") == variable && cell(row, "group") == group)
    }
}

fn number_of(row: &PastRow, column: &str) -> usize {
    cell(row, column).parse().unwrap_or_default()
}
