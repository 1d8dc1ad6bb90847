//! Writing YAML: our own format, which can say all of a lexicon, and quanteda's.
//!
//! Reading is `Lexicon::read`. A scalar that any YAML reader could take for something else than
//! words, such as `NO` or `1951`, is put in quotation marks.

use super::limits::Limits;
use super::lines::tidy;
use crate::error::Diagnostic;
use crate::lexicon::{Category, Lexicon, Pattern};

const QUANTEDA: Limits = Limits {
    format: "a quanteda dictionary",
    is_nested: true,
    has_definitions: false,
    refuses: |_| None,
    key: free_key,
};

/// A lexicon as quanteda reads it: categories and lists, own values beside categories under `__`.
pub(super) fn write_plain(lexicon: &Lexicon, told: &mut Vec<Diagnostic>) -> String {
    let mut file = Writer::default();
    for plain in QUANTEDA.plain(lexicon, told) {
        file.depth = plain.depth;
        let values = || plain.values.iter().map(String::as_str);
        match plain.has_children {
            false => file.list(&plain.key, values()),
            true => {
                file.key(&plain.key);
                file.depth += 1;
                file.filled_list("__", values());
            }
        }
    }
    file.text
}

/// A lexicon with all that it says.
pub(super) fn write(lexicon: &Lexicon, told: &mut Vec<Diagnostic>) -> String {
    let mut file = Writer::default();
    file.line(0, "$schema: 1");
    for (key, text) in
        [("$label", &lexicon.label), ("$license", &lexicon.license), ("$source", &lexicon.source)]
    {
        file.value(key, text);
    }
    file.filled_list("$topic", sources(&lexicon.topic));
    for (i, category) in lexicon.categories.iter().enumerate() {
        let next = lexicon.categories.get(i + 1);
        let has_children = next.is_some_and(|next| next.path.len() > category.path.len());
        file.depth = category.path.len().saturating_sub(1);
        let key = free_key(category.key());
        if key != category.key() {
            let found = format!("the category `{}` is written as `{key}`", category.key());
            told.push(
                Diagnostic::warning(category.place.clone(), found)
                    .remedy("Give it a name that does not begin with $ and is not __"),
            );
        }
        file.category(&key, category, has_children);
    }
    file.text
}

/// A key that no reader takes for one of our own.
fn free_key(key: &str) -> String {
    match key.starts_with('$') || key == "__" {
        true => format!("_{key}"),
        false => key.into(),
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    fn line(&mut self, depth: usize, line: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A key with what stands after its colon.
    fn entry(&mut self, key: &str, value: &str) {
        /// Of a key on the line of its colon, in characters.
        const LONGEST_KEY: usize = 1024;
        let key = scalar(key);
        match key.chars().count() <= LONGEST_KEY {
            true => self.line(self.depth, &format!("{key}:{value}")),
            false => {
                self.line(self.depth, &format!("? {key}"));
                self.line(self.depth, &format!(":{value}"));
            }
        }
    }

    fn key(&mut self, key: &str) {
        self.entry(key, "");
    }

    /// A key with a text, where there is one.
    fn value(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.entry(key, &format!(" {}", scalar(text)));
        }
    }

    /// A key with a list, which may be empty.
    fn list<'v>(&mut self, key: &str, values: impl Iterator<Item = &'v str>) {
        let mut values = values.peekable();
        if values.peek().is_none() {
            return self.entry(key, " []");
        }
        self.key(key);
        values.for_each(|value| self.line(self.depth + 1, &format!("- {}", scalar(value))));
    }

    /// A key with a list, where it is not empty.
    fn filled_list<'v>(&mut self, key: &str, values: impl Iterator<Item = &'v str>) {
        let mut values = values.peekable();
        if values.peek().is_some() {
            self.list(key, values);
        }
    }

    fn category(&mut self, key: &str, category: &Category, has_children: bool) {
        let is_list = !has_children && is_bare(category) && category.patterns.iter().all(Pattern::is_plain);
        if is_list {
            return self.list(key, sources(&category.patterns));
        }
        self.key(key);
        self.depth += 1;
        self.value("$code", &category.code);
        if category.label != category.slug {
            self.value("$label", &category.label);
        }
        self.value("$definition", &category.definition);
        self.value("$note", &category.note);
        self.patterns(&category.patterns);
        self.filled_list("$except", sources(&category.except));
        if !category.positions.is_empty() {
            self.key("$positions");
            self.depth += 1;
            category.positions.iter().for_each(|(name, patterns)| self.list(name, sources(patterns)));
            self.depth -= 1;
        }
        self.examples(category);
    }

    /// Under `$patterns` what means the same there, under `__` what is words and nothing else; one
    /// list where one will do.
    fn patterns(&mut self, patterns: &[Pattern]) {
        let as_parsed = |pattern: &&Pattern| {
            Pattern::parse(&pattern.source, pattern.place.clone())
                .is_ok_and(|parsed| parsed.expression == pattern.expression)
        };
        if !patterns.iter().all(|pattern| as_parsed(&pattern)) && patterns.iter().all(Pattern::is_plain) {
            return self.list("__", sources(patterns));
        }
        let (parsed, plain): (Vec<&Pattern>, Vec<&Pattern>) = patterns.iter().partition(as_parsed);
        let is_plain_first = patterns.first().is_some_and(|first| !as_parsed(&first));
        let mut lists = [("$patterns", parsed), ("__", plain)];
        if is_plain_first {
            lists.reverse();
        }
        for (key, patterns) in lists {
            self.filled_list(key, patterns.into_iter().map(|pattern| pattern.source.as_str()));
        }
    }

    fn examples(&mut self, category: &Category) {
        let lists = [("yes", &category.examples_yes), ("no", &category.examples_no)];
        if lists.iter().all(|(_, sentences)| sentences.is_empty()) {
            return;
        }
        self.key("$examples");
        self.depth += 1;
        for (key, sentences) in lists {
            self.filled_list(key, sentences.iter().map(String::as_str));
        }
        self.depth -= 1;
    }
}

/// Whether a category has nothing but patterns.
fn is_bare(category: &Category) -> bool {
    let texts = [&category.code, &category.definition, &category.note];
    texts.iter().all(|text| text.is_empty())
        && category.label == category.slug
        && category.except.is_empty()
        && category.positions.is_empty()
        && category.examples_yes.is_empty()
        && category.examples_no.is_empty()
}

fn sources(patterns: &[Pattern]) -> impl Iterator<Item = &str> {
    patterns.iter().map(|pattern| pattern.source.as_str())
}

/// A scalar, in quotation marks unless every reader takes it for these words.
fn scalar(text: &str) -> String {
    match is_surely_words(text) {
        true => text.into(),
        false => quoted(text),
    }
}

/// Whether a text is letters, with few marks that mean nothing at their place in YAML.
fn is_surely_words(text: &str) -> bool {
    let is_other_type = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "na", "nan", "inf"]
        .contains(&text.to_lowercase().as_str());
    let is_own_key =
        text == "__" || text.strip_prefix('$').is_some_and(|key| key.bytes().all(|b| b.is_ascii_lowercase()));
    let is_word = |c: char| c.is_alphanumeric() || " -_'*?./".contains(c);
    let begins = text.chars().next().is_some_and(char::is_alphabetic);
    is_own_key && text.len() > 1
        || begins && !is_other_type && text.chars().all(is_word) && tidy(text) == text
}

fn quoted(text: &str) -> String {
    let mut line = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => line.extend(['\\', c]),
            '\n' => line.push_str("\\n"),
            '\t' => line.push_str("\\t"),
            c if c.is_control() || "\u{2028}\u{2029}\u{FEFF}".contains(c) => {
                line.push_str(&format!("\\U{:08X}", u32::from(c)));
            }
            c => line.push(c),
        }
    }
    line.push('"');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_something_else_is_quoted() {
        for (text, expected) in [
            ("brain drain", "brain drain"),
            ("NO", "\"NO\""),
            ("1951", "\"1951\""),
            ("*migra*", "\"*migra*\""),
            ("(a|b)", "\"(a|b)\""),
            ("a: b #c", "\"a: b #c\""),
            ("say \"\\\"\n", "\"say \\\"\\\\\\\"\\n\""),
            ("", "\"\""),
            ("$label", "$label"),
            ("$Label it", "\"$Label it\""),
        ] {
            assert_eq!(scalar(text), expected);
            let read = crate::yaml::Node::read(&format!("k: {}\n", scalar(text)), "t.yml").unwrap();
            assert_eq!(read.get("k").unwrap().text().unwrap(), text);
        }
    }

    #[test]
    fn our_file_says_all_and_quantedas_what_it_can() {
        let text = "$schema: 1\n$label: Trial\n$license: CC BY 4.0\n$source: a list\n$topic:\n  - move*\nmoves:\n  $code: T1\n  $note: draft\n  $patterns:\n    - a NEAR/3 b\n    - c d\n  __:\n    - x AND y\n  kinds:\n    $label: Kinds of moves\n    $definition: \"Who moves: and why.\"\n    $patterns:\n      - e*\n    $except:\n      - f\n    $positions:\n      for:\n        - g\n    $examples:\n      \"yes\":\n        - An e.\n      \"no\":\n        - No f.\n  \"NO\":\n    - norway\n";
        let lexicon = Lexicon::read(text, "l.yml").unwrap();
        let mut told = Vec::new();
        assert_eq!(write(&lexicon, &mut told), text);
        assert!(told.is_empty());
        let plain = write_plain(&lexicon, &mut told);
        assert_eq!(
            plain,
            "moves:\n  __:\n    - c d\n    - x AND y\n  kinds:\n    - e*\n  \"NO\":\n    - norway\n"
        );
        let says: Vec<String> = told.iter().map(|told| told.found.clone()).collect();
        let expected = [
            "label, license, source and topic",
            "code and note",
            "`a NEAR/3 b`",
            "label, definition and examples",
            "exceptions",
            "positions",
        ];
        assert!(
            says.len() == 6 && says.iter().zip(expected).all(|(found, part)| found.contains(part)),
            "{says:?}"
        );
    }

    #[test]
    fn a_key_that_would_be_taken_for_ours_is_renamed_and_told() {
        let (lexicon, _) = crate::lexicon::formats::read(b"+$money\ncash\n", "d.lc3", None).unwrap();
        let mut told = Vec::new();
        assert_eq!(write(&lexicon, &mut told), "$schema: 1\n\"_$money\":\n  - cash\n");
        assert_eq!((told.len(), told[0].place.line), (1, Some(1)));
    }
}
