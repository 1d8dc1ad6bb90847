//! Patterns that cannot match: their own words, given to the tokenizer, are cut otherwise.

use super::{Finding, Kind, Lint, Weight};
use crate::lexicon::entries::Entry;
use crate::lexicon::pattern::{Element, Expression};
use crate::lexicon::word_class::{WordPattern, key};
use crate::text::words;

/// What `*` and `?` may stand for when a word is tried.
const FILLINGS: [&str; 4] = ["a", "1", "", "."];

/// Signs that look like nothing or like an apostrophe, with what they are.
const ODD_SIGNS: [(char, &str); 6] = [
    ('\u{AD}', "an invisible soft hyphen"),
    ('\u{200B}', "an invisible space without width"),
    ('\u{2060}', "an invisible joiner"),
    ('\u{FEFF}', "an invisible byte-order mark"),
    ('‘', "an opening quotation mark for an apostrophe"),
    ('ʼ', "a letter that looks like an apostrophe"),
];

impl Lint<'_> {
    /// What keeps a pattern, or a part of it, from ever matching.
    pub(super) fn unmatchable(&self, entry: &Entry) -> Option<Finding> {
        let source = &entry.pattern.source;
        let plain = matches!(entry.pattern.expression, Expression::Phrase(_));
        let finding = |kind, found| self.finding(kind, Weight::Warning, entry, found);
        let mut own = Vec::new();
        words_of(&entry.pattern.expression, &mut own);
        if own.is_empty() {
            return Some(finding(Kind::CannotMatch, "it is empty".into()).remedy("Take it out."));
        }
        let odd = |(sign, name): &(char, &'static str)| source.contains(*sign).then_some((*sign, *name));
        if let Some((sign, name)) = ODD_SIGNS.iter().find_map(odd) {
            let found = format!("it has {name} (U+{:04X})", sign as u32);
            return Some(finding(Kind::CannotMatch, found).remedy("Type the word again by hand."));
        }
        if let Some(word) = own.iter().find(|word| !can_be_word(word)) {
            let (found, remedy) = advice(source, word);
            return Some(finding(Kind::CannotMatch, found).remedy(remedy));
        }
        let is_operator = |word: &&str| matches!(*word, "AND" | "NOT" | "OR");
        let operator = source.split_whitespace().find(is_operator).filter(|_| plain)?;
        let found = format!("`{operator}` is a word here, as any other");
        Some(finding(Kind::Operator, found).remedy(match operator {
            "OR" => "Write a pattern for each, or (a|b) under `$patterns`.",
            _ => "Move it under `$patterns`, where AND and NOT are operators.",
        }))
    }
}

/// All words of an expression, in order.
pub(super) fn words_of<'e>(expression: &'e Expression, all: &mut Vec<&'e WordPattern>) {
    match expression {
        Expression::Phrase(elements) => elements.iter().for_each(|element| element_words(element, all)),
        Expression::Any(options) => options.iter().for_each(|option| words_of(option, all)),
        Expression::Near(_, a, b)
        | Expression::Before(_, a, b)
        | Expression::And(a, b)
        | Expression::Not(a, b) => {
            words_of(a, all);
            words_of(b, all);
        }
    }
}

fn element_words<'e>(element: &'e Element, all: &mut Vec<&'e WordPattern>) {
    match element {
        Element::Word(word) => all.push(word),
        Element::Alternatives(options) => {
            options.iter().flatten().for_each(|inner| element_words(inner, all))
        }
    }
}

/// Whether the tokenizer can make a word that the pattern takes.
fn can_be_word(word: &WordPattern) -> bool {
    let is_one =
        |word: &str| matches!(words(word).as_slice(), [only] if only.span.range() == (0..word.len()));
    match word {
        WordPattern::Literal(word) => is_one(word),
        WordPattern::Glob(glob) => FILLINGS.iter().any(|filling| is_one(&glob.replace(['*', '?'], filling))),
        // What a regular expression takes is not decided, but no word has a space, and words are
        // compared with straight apostrophes.
        WordPattern::Regex(source) => {
            !source.contains(' ') && (!source.contains('’') || source.contains(['[', '|', '?', '*']))
        }
    }
}

/// What is wrong with a word of a pattern, and what to write instead.
fn advice(source: &str, word: &WordPattern) -> (String, String) {
    let folded = match word {
        WordPattern::Regex(regex) if regex.contains(' ') => {
            return (
                format!("/{regex}/ has a space, and a regular expression is for one word"),
                "Write an expression for each word.".into(),
            );
        }
        WordPattern::Regex(regex) => {
            return (
                format!("/{regex}/ has a curly apostrophe, and words are compared with straight ones"),
                "Write ' for ’.".into(),
            );
        }
        WordPattern::Literal(word) | WordPattern::Glob(word) => word,
    };
    let chunk = source.split_whitespace().find(|chunk| key(chunk) == folded.as_str()).unwrap_or(folded);
    let parts = cut(chunk);
    let found = format!("`{chunk}` is never one word: it is cut into {}", quoted(&parts));
    let written: Vec<String> = source.split_whitespace().map(|chunk| cut(chunk).join(" ")).collect();
    let written = written.join(" ");
    let is_operator = chunk.starts_with("NEAR/")
        || chunk.starts_with("BEFORE/")
        || chunk.contains(['(', '|', ')'])
        || chunk.starts_with('/');
    let remedy = match written.strip_suffix(['.', ',', ';', ':', '!']).map(str::trim_end) {
        _ if is_operator => "Move it under `$patterns`: in a plain list only * and ? are special.".into(),
        _ if chunk.starts_with('-') => format!("Write `*{chunk}`: a hyphen inside a word belongs to it."),
        _ if chunk.ends_with('-') => format!("Write `{chunk}*`: a hyphen inside a word belongs to it."),
        Some(without) if !without.is_empty() => {
            format!("Write `{without}`, or `{written}` where the sign must follow.")
        }
        _ => format!("Write `{written}`, with spaces."),
    };
    (found, remedy)
}

/// A chunk of a pattern as the tokenizer cuts it, wildcards in place.
fn cut(chunk: &str) -> Vec<&str> {
    let shape = chunk.replace(['*', '?'], "a");
    words(&shape).iter().map(|token| &chunk[token.span.range()]).collect()
}

fn quoted(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| format!("`{part}`")).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::lexicon::lint::Lint;

    fn check(lexicon: &str, expected: &str) {
        let lexicon = Lexicon::read(lexicon, "l.yml").unwrap();
        let lint = Lint::new(&lexicon);
        let found = lint.unmatchable(&lint.entries.list[0]);
        let found = found.map_or(String::new(), |f| format!("{}: {}. {}", f.kind.name(), f.found, f.remedy));
        assert!(found.contains(expected) && found.is_empty() == expected.is_empty(), "{found}");
    }

    #[test]
    fn patterns_are_given_to_the_tokenizer() {
        for (pattern, expected) in [
            ("U.S.", "Write `U.S`, or `U.S .`"),
            ("'safe, orderly'", "Write `safe , orderly`, with spaces"),
            ("U.S", ""),
            ("U.S.*", ""),
            ("'safe , orderly'", ""),
            ("don’t", ""),
            ("burden-sharing", ""),
            ("'*-based'", ""),
            ("'-based'", "Write `*-based`"),
            ("under-", "Write `under-*`"),
            ("5%", "`5` `%`"),
            ("A/61*", "`A` `/` `61*`"),
            ("'?'", ""),
            ("'* per cent of *'", ""),
            ("brain NEAR/3 drain", "under `$patterns`"),
            ("(brain|skill) drain", "under `$patterns`"),
            ("brain AND drain", "operator: `AND` is a word"),
            ("mi\u{AD}grant", "soft hyphen"),
            ("' '", "it is empty"),
        ] {
            check(&format!("a: [{pattern}]"), expected);
        }
        for (pattern, expected) in [
            ("brain AND drain", ""),
            ("U.S. aid", ""),
            ("/brain drain/", "has a space"),
            ("/migrant’s/", "Write ' for ’"),
            ("/globali[sz]ation/", ""),
            ("(a|b, c) NEAR/2 d", ""),
        ] {
            check(&format!("a: {{$patterns: ['{pattern}']}}"), expected);
        }
    }
}
