//! The rows of a document: its counts, its ledger, its tokens.

use super::TagArgs;
use crate::cli::messages::Messages;
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::lexicon::{
    NestedScope, Others, Preparation, PreparationMemory, Replacement, Tag, Tagger, WordMemory, covered,
};
use plenary::text::{CharacterOffsets, Segmented};
use std::ops::Range;

/// The columns of the ledger.
pub const LEDGER: [&str; 10] =
    ["doc_id", "category", "from", "to", "start", "end", "text", "pattern", "line", "suppressed_by"];

/// The columns of the tokens.
pub const TOKENS: [&str; 3] = ["doc_id", "position", "token"];

/// What a thread remembers of words.
#[derive(Default)]
pub struct Memory {
    preparation: PreparationMemory,
    lookup: WordMemory,
}

/// The rows of a document; of the ledger and the tokens none where they are not asked for.
pub struct Rows {
    /// Whether it was looked up.
    pub is_looked_up: bool,
    pub counts: Vec<String>,
    pub ledger: Vec<Vec<String>>,
    pub tokens: Vec<Vec<String>>,
}

/// All that is needed to count a document.
pub struct Counter<'a> {
    args: &'a TagArgs,
    preparation: Preparation,
    tagger: Tagger,
    scope: NestedScope,
    /// How tokens are replaced, if they are written.
    replacement: Option<Replacement>,
}

/// A document split and looked up.
struct Document<'d> {
    id: &'d str,
    text: &'d str,
    split: Segmented,
    tags: Vec<Tag>,
    /// The tokens in no category, where they count.
    others: Vec<usize>,
}

impl<'a> Counter<'a> {
    pub fn new(args: &'a TagArgs, messages: &mut Messages) -> Result<Self> {
        let concatenator = &args.tokens.concatenator;
        let tagger = args.lookup.tagger(concatenator, messages)?;
        let nomatch = args.lookup.nomatch.as_deref();
        let is_taken = |name: &&str| {
            ["doc_id", "tokens"].contains(name) || tagger.names().iter().any(|known| known == name)
        };
        if let Some(taken) = nomatch.filter(is_taken) {
            let found = format!("--nomatch {taken}: another column has this name");
            return Err(Error::new(ErrorKind::Usage, Place::default(), found).remedy("Choose another."));
        }
        let replacement = || args.replacement.replacement(nomatch, concatenator);
        Ok(Counter {
            args,
            preparation: args.tokens.preparation(messages)?,
            tagger,
            scope: args.lookup.scope(),
            replacement: args.replacement.tokens.is_some().then(replacement),
        })
    }

    /// The columns of the counts.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let names = self.tagger.names().iter().chain(&self.args.lookup.nomatch).map(String::as_str);
        ["doc_id"].into_iter().chain(names).chain(["tokens"])
    }

    /// The rows of a document.
    pub fn rows(&self, id: &str, text: &str, memory: &mut Memory) -> Rows {
        let document = self.look_up(id, text, memory);
        let counts = self.tagger.counts(&document.tags);
        let others = self.args.lookup.nomatch.as_ref().map(|_| document.others.len());
        let mut row = vec![id.to_string()];
        row.extend(counts.iter().map(u32::to_string));
        row.extend(others.iter().chain([&document.split.tokens.len()]).map(usize::to_string));
        let ledger = if self.args.ledger.is_some() { self.ledger(&document) } else { Vec::new() };
        Rows {
            is_looked_up: self.args.lookup.applies_to(id),
            counts: row,
            ledger,
            tokens: self.tokens(&document, memory),
        }
    }

    fn look_up<'d>(&self, id: &'d str, text: &'d str, memory: &mut Memory) -> Document<'d> {
        let with_sentences = self.tagger.asks_for_sentences();
        let split = self.preparation.segment(text, with_sentences, &mut memory.preparation);
        let mut document = Document { id, text, split, tags: Vec::new(), others: Vec::new() };
        if self.args.lookup.applies_to(id) {
            document.tags = self.tagger.tag(text, &document.split, self.scope, &mut memory.lookup);
            if self.args.lookup.nomatch.is_some() {
                let covered = covered(&document.tags, document.split.tokens.len());
                document.others = (0..covered.len()).filter(|token| !covered[*token]).collect();
            }
        }
        document
    }

    /// A row a match, then a row a token in no category.
    fn ledger(&self, document: &Document) -> Vec<Vec<String>> {
        let offsets = CharacterOffsets::new(document.text);
        let matches = document.tags.iter().map(|tag| {
            let pattern = self.tagger.pattern(tag.tokens.pattern);
            let line = pattern.place.line.map_or(String::new(), |line| line.to_string());
            let winner = tag.suppressed_by.map(|winner| self.tagger.pattern(winner).source.clone());
            let tokens = tag.tokens.start as usize..tag.tokens.end as usize;
            let name = &self.tagger.names()[tag.name];
            document.ledger_row(
                name,
                tokens,
                &offsets,
                [pattern.source.clone(), line, winner.unwrap_or_default()],
            )
        });
        let name = self.args.lookup.nomatch.as_deref().unwrap_or_default();
        let others = document.others.iter();
        let others = others.map(|&i| document.ledger_row(name, i..i + 1, &offsets, Default::default()));
        matches.chain(others).collect()
    }

    /// A row a token after the lookup; a document that is not looked up keeps its own, if others are kept.
    fn tokens(&self, document: &Document, memory: &mut Memory) -> Vec<Vec<String>> {
        let Some(replacement) = &self.replacement else { return Vec::new() };
        let Document { id, text, split, .. } = document;
        let own = || (0..split.tokens.len()).map(|token| split.word(text, token).to_string()).collect();
        let tokens: Vec<String> = match self.args.lookup.applies_to(id) {
            true => replacement.tokens(&self.tagger, text, split, self.scope, &mut memory.lookup),
            false if replacement.others == Others::Kept => own(),
            false => Vec::new(),
        };
        let row = |(position, token): (usize, String)| vec![id.to_string(), position.to_string(), token];
        (1..).zip(tokens).map(row).collect()
    }
}

impl Document<'_> {
    fn ledger_row(
        &self,
        category: &str,
        tokens: Range<usize>,
        offsets: &CharacterOffsets,
        [pattern, line, suppressed_by]: [String; 3],
    ) -> Vec<String> {
        let span = self.split.span(tokens.clone());
        vec![
            self.id.to_string(),
            category.to_string(),
            (tokens.start + 1).to_string(),
            tokens.end.to_string(),
            offsets.at(span.start as usize).to_string(),
            offsets.at(span.end as usize).to_string(),
            span.of(self.text).to_string(),
            pattern,
            line,
            suppressed_by,
        ]
    }
}
