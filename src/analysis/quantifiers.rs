//! The scale of quantifiers: words for shares, declared before a run.
//!
//! The sentences under the tables take their words from it, and an author's text is held to it.

use crate::error::Result;
use crate::study::Study;
use crate::table::Table;
use crate::yaml::Node;

/// A scale of quantifiers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scale {
    /// The words, from none to all.
    pub words: Vec<Quantifier>,
    /// Words by which a text names groups, by group.
    pub groups: Vec<(String, Vec<String>)>,
    /// The least denominator for which a word is used and not numbers alone.
    least: usize,
    /// What it was read from, and its BLAKE3.
    pub used: (String, String),
}

/// A word for shares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quantifier {
    /// The word that the sentences use.
    pub word: String,
    /// Others that a text may use for it.
    pub also: Vec<String>,
    /// The least share that it is chosen for.
    pub from: f64,
    /// Whether the share must be above `from`.
    pub is_above: bool,
    /// The fewest states that it is used of: of fewer, numbers stand alone.
    pub least_states: usize,
    /// The most states that it is used of; none: any number.
    pub most_states: Option<usize>,
    /// The largest share of which it is true enough.
    pub bears_to: f64,
}

impl Scale {
    /// Reads the scale of a study.
    ///
    /// # Errors
    /// Where the file cannot be read, a share is no number, or the words do not rise.
    pub fn of_study(study: &Study) -> Result<Scale> {
        let name = &study.report.quantifiers;
        let (shown, text) = study.folder.read_named("lexicons/quantifiers", name)?;
        let mut scale = Scale::read(&Node::read(&text, &shown)?)?;
        scale.used = (name.clone(), blake3::hash(text.as_bytes()).to_hex().to_string());
        Ok(scale)
    }

    fn read(root: &Node) -> Result<Scale> {
        root.only(&["schema", "least", "scale", "groups"])?;
        let list = root.get("scale").ok_or_else(|| root.fault("the key `scale` is missing"))?;
        let mut words: Vec<Quantifier> = Vec::new();
        for node in list.items() {
            let word = quantifier(node)?;
            if words.last().is_some_and(|last| last.from > word.from) {
                return Err(node
                    .fault(format!("`{}` begins below the word before it", word.word))
                    .remedy("Order the words by `from`."));
            }
            words.push(word);
        }
        let mut groups = Vec::new();
        for (group, node) in root.get("groups").map_or(&[][..], Node::entries) {
            groups.push((group.clone(), node.texts()?.into_iter().map(String::from).collect()));
        }
        let least = match root.get("least") {
            Some(node) => node.text()?.parse().map_err(|_| node.fault("`least` is a whole number"))?,
            None => 0,
        };
        Ok(Scale { words, groups, least, used: Default::default() })
    }

    /// The word for a count of a denominator; none where the denominator is small, and numbers stand alone.
    pub fn word(&self, n: usize, of: usize) -> Option<&str> {
        let found = (of >= self.least.max(1)).then(|| self.word_at_any_size(n, of)).flatten()?;
        let is_too_few = self.find(found).is_some_and(|word| n < word.least_states);
        (!is_too_few).then_some(found)
    }

    /// The word for a count of a denominator, however small.
    pub fn word_at_any_size(&self, n: usize, of: usize) -> Option<&str> {
        let share = n as f64 / of.max(1) as f64;
        let is_reached = |word: &&Quantifier| match word.is_above {
            true => share > word.from,
            false => share >= word.from && (word.bears_to > 0.0 || n == 0),
        };
        let mut fits = self.words.iter().filter(is_reached).rev();
        let best = match n {
            0 => self.words.first().filter(|word| word.bears_to == 0.0),
            _ => fits.next(),
        }?;
        // Too many states for the word: the next one, whose share is not reached, says less wrong.
        let at = self.words.iter().position(|word| word == best)?;
        let is_too_many = best.most_states.is_some_and(|most| n > most);
        let next = self.words.get(at + 1).filter(|_| is_too_many);
        Some(next.unwrap_or(best).word.as_str())
    }

    /// The quantifier of a word of a text.
    pub fn find(&self, word: &str) -> Option<&Quantifier> {
        self.words.iter().find(|known| known.word == word || known.also.iter().any(|also| also == word))
    }

    /// A count in words: `most (30 of 43)`, or `3 of 8`.
    pub fn say(&self, n: usize, of: usize, whom: &str) -> String {
        match self.word(n, of) {
            Some(word) if word.contains(' ') && word != "virtually all" => {
                format!("{word} of the {whom} ({n} of {of})")
            }
            Some("none") => format!("none of the {whom} (0 of {of})"),
            Some(word) => format!("{word} {whom} ({n} of {of})"),
            None => format!("{n} of {of} {whom}"),
        }
    }

    /// The scale as a table.
    pub fn table(&self) -> Table {
        let columns =
            ["word", "from_share", "is_above", "least_states", "most_states", "borne_to_share", "also"];
        let mut table = Table::new("quantifier_scale", "Words for shares", &columns);
        for word in &self.words {
            table.push(vec![
                word.word.as_str().into(),
                word.from.into(),
                word.is_above.into(),
                word.least_states.into(),
                word.most_states.into(),
                word.bears_to.into(),
                word.also.join("; ").into(),
            ]);
        }
        table.note(format!(
            "Declared before the run. A share has the last word whose from_share it reaches; is_above: exceeds. Shares are of \
             the states that were read and coded, or of the group named; of fewer than {} states numbers stand alone.",
            self.least
        ))
    }
}

impl Quantifier {
    /// Whether a count bears the word.
    pub fn is_borne(&self, n: usize, of: usize) -> bool {
        let share = n as f64 / of.max(1) as f64;
        let is_enough = if self.is_above { share > self.from } else { share >= self.from };
        let is_few_enough = self.most_states.is_none_or(|most| n <= most);
        is_enough && is_few_enough && share <= self.bears_to && (n > 0 || self.bears_to == 0.0)
    }
}

fn quantifier(node: &Node) -> Result<Quantifier> {
    node.only(&["word", "from", "above", "least_states", "most_states", "bears_to", "also"])?;
    let needed =
        |key: &str| node.get(key).ok_or_else(|| node.fault(format!("the key `{key}` is missing here")));
    let share = |key: &str| {
        let node = needed(key)?;
        let share: Option<f64> = node.text()?.parse().ok().filter(|share| (0.0..=1.0).contains(share));
        share.ok_or_else(|| node.fault(format!("`{key}` is a share from 0 to 1")))
    };
    let least_states = match node.get("least_states") {
        Some(node) => node.text()?.parse().map_err(|_| node.fault("`least_states` is a whole number"))?,
        None => 0,
    };
    let most_states = match node.get("most_states") {
        Some(node) => Some(node.text()?.parse().map_err(|_| node.fault("`most_states` is a whole number"))?),
        None => None,
    };
    Ok(Quantifier {
        word: needed("word")?.text()?.into(),
        also: node.get("also").map_or(Ok(Vec::new()), Node::texts)?.into_iter().map(String::from).collect(),
        from: share("from")?,
        least_states,
        is_above: node.get("above").map_or(Ok("no"), Node::text)? == "yes",
        most_states,
        bears_to: share("bears_to")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_the_words_that_were_declared() {
        let scale = Scale::of_study(&Study::default()).unwrap();
        for (n, of, said) in [
            (0, 40, "none of the states (0 of 40)"),
            (2, 43, "2 of 43 states"),
            (3, 70, "a handful of the states (3 of 70)"),
            (6, 190, "a few of the states (6 of 190)"),
            (5, 43, "a few of the states (5 of 43)"),
            (10, 43, "some states (10 of 43)"),
            (20, 43, "many states (20 of 43)"),
            (20, 40, "many states (20 of 40)"),
            (21, 40, "most states (21 of 40)"),
            (39, 40, "virtually all states (39 of 40)"),
            (40, 40, "all states (40 of 40)"),
            (3, 8, "3 of 8 states"),
        ] {
            assert_eq!(scale.say(n, of, "states"), said);
        }
        for (word, n, of, is_borne) in [
            ("many", 39, 40, true),
            ("most", 20, 40, false),
            ("several", 10, 43, true),
            ("a few", 20, 43, false),
            ("a handful", 6, 190, false),
            ("none", 0, 40, true),
            ("none", 1, 40, false),
            ("all", 30, 40, false),
        ] {
            assert_eq!(scale.find(word).unwrap().is_borne(n, of), is_borne, "{word} {n} of {of}");
        }
    }

    #[test]
    fn a_scale_that_falls_is_refused_with_its_line() {
        let text = "scale:\n- {word: many, from: 0.5, bears_to: 1}\n- {word: few, from: 0.1, bears_to: 1}\n";
        let error = Scale::read(&Node::read(text, "s.yml").unwrap()).unwrap_err();
        assert_eq!(error.place.line, Some(3));
    }
}
