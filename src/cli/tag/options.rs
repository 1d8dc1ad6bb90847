//! The options of `plenary tag`: how texts become tokens, how they are looked up, what is written of them.

use crate::cli::files::{read_lexicon, read_list};
use crate::cli::messages::Messages;
use clap::{Args, ValueEnum};
use plenary::error::Result;
use plenary::lexicon::{
    Appended, Case, Comparison, NestedScope, Others, Preparation, Replacement, Tagger, ValueType, is_glob_of,
};
use plenary::text::{Removals, Splits, Tokenizer};
use std::path::PathBuf;

/// How tokens are looked up.
#[derive(Args)]
#[command(next_help_heading = "Lookup")]
pub struct LookupArgs {
    /// The lexicon: a built-in name or a file of any dictionary format (docs/formats.md); quanteda's YAML is one as it stands
    #[arg(long, value_name = "NAME|FILE")]
    pub lexicon: String,
    /// Among which matches the longest wins: those of one category, or those of all
    #[arg(long, value_enum, default_value_t = Scope::Key, value_name = "SCOPE")]
    pub nested_scope: Scope,
    /// Name categories by these levels of the lexicon, 1 being the outermost; without it, by their whole path
    #[arg(long, value_name = "N", value_delimiter = ',')]
    pub levels: Vec<usize>,
    /// What the words of the lexicon are: with * and ?, as they stand, or regular expressions found anywhere in a word
    #[arg(long, value_enum, default_value_t = Type::Glob, value_name = "TYPE")]
    pub valuetype: Type,
    /// Tell capitals from small letters: the words of the lexicon match as they are written there
    #[arg(long)]
    pub case_sensitive: bool,
    /// Look up only documents whose doc_id is one of these (* and ? allowed); all others count 0
    #[arg(long, value_name = "DOC_ID", value_delimiter = ',')]
    pub apply_if: Vec<String>,
    /// Count the tokens in no category under this name, too
    #[arg(long, value_name = "NAME")]
    pub nomatch: Option<String>,
}

/// How texts become tokens.
#[derive(Args)]
#[command(next_help_heading = "Tokens")]
pub struct TokenArgs {
    /// Remove tokens that are one punctuation mark
    #[arg(long)]
    pub remove_punct: bool,
    /// Remove tokens that are one symbol, such as $ + = ~
    #[arg(long)]
    pub remove_symbols: bool,
    /// Remove numbers, also 1,000.50 and €20; 1st and 2018-2019 stay
    #[arg(long)]
    pub remove_numbers: bool,
    /// Remove web and e-mail addresses
    #[arg(long)]
    pub remove_url: bool,
    /// Split words at the hyphens and dashes inside them
    #[arg(long)]
    pub split_hyphens: bool,
    /// Split web addresses, #tags and @names
    #[arg(long)]
    pub split_tags: bool,
    /// Join the phrases of a list into one token each: a text file with one a line, or a dictionary
    #[arg(long, value_name = "FILE")]
    pub compounds: Option<String>,
    /// Remove the words of a list, after phrases are joined: a text file with one a line, or a dictionary
    #[arg(long, value_name = "FILE")]
    pub remove: Option<String>,
    /// Leave the place of a removed token empty: it counts as a token, and no phrase reaches across it
    #[arg(long)]
    pub padding: bool,
    /// What joins the words of a phrase into one token
    #[arg(long, value_name = "SIGN", default_value = "_")]
    pub concatenator: String,
}

/// What is written of the tokens.
#[derive(Args)]
#[command(next_help_heading = "Tokens after the lookup")]
pub struct ReplacementArgs {
    /// Write the tokens to a file, categories in the place of what they match
    #[arg(long, value_name = "FILE")]
    pub tokens: Option<PathBuf>,
    /// Keep the tokens in no category among them
    #[arg(long, requires = "tokens", conflicts_with = "nomatch")]
    pub non_exclusive: bool,
    /// Write categories in capitals there
    #[arg(long, requires = "tokens")]
    pub capkeys: bool,
    /// Write the matched words in front of each category there; shorter matches of other words then stand beside longer ones
    #[arg(long, requires = "tokens")]
    pub append_key: bool,
    /// What stands between those words and the category
    #[arg(long, value_name = "SIGN", default_value = "/")]
    pub separator: String,
}

/// The scopes by name.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum Scope {
    Key,
    Dictionary,
}

/// The value types by name.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum Type {
    Glob,
    Fixed,
    Regex,
}

impl LookupArgs {
    pub fn tagger(&self, concatenator: &str, messages: &mut Messages) -> Result<Tagger> {
        let comparison = Comparison {
            value_type: match self.valuetype {
                Type::Glob => ValueType::Glob,
                Type::Fixed => ValueType::Fixed,
                Type::Regex => ValueType::Regex,
            },
            case: if self.case_sensitive { Case::Kept } else { Case::Ignored },
            concatenator: Some(concatenator.into()),
        };
        Tagger::comparing(&read_lexicon(&self.lexicon, messages)?, &self.levels, &comparison)
    }

    pub fn scope(&self) -> NestedScope {
        match self.nested_scope {
            Scope::Key => NestedScope::Key,
            Scope::Dictionary => NestedScope::Dictionary,
        }
    }

    /// Whether a document is looked up.
    pub fn applies_to(&self, doc_id: &str) -> bool {
        self.apply_if.is_empty() || self.apply_if.iter().any(|glob| is_glob_of(glob, doc_id))
    }
}

impl TokenArgs {
    pub fn preparation(&self, messages: &mut Messages) -> Result<Preparation> {
        let tokenizer = Tokenizer {
            split: Splits { hyphens: self.split_hyphens, tags: self.split_tags },
            remove: Removals {
                punctuation: self.remove_punct,
                symbols: self.remove_symbols,
                numbers: self.remove_numbers,
                addresses: self.remove_url,
            },
            padding: self.padding,
        };
        let compounds = read_list(self.compounds.as_deref(), messages)?;
        let removed = read_list(self.remove.as_deref(), messages)?;
        Ok(Preparation::new(tokenizer, &compounds, &removed, &self.concatenator))
    }
}

impl ReplacementArgs {
    pub fn replacement(&self, nomatch: Option<&str>, concatenator: &str) -> Replacement {
        let appended = Appended { concatenator: concatenator.into(), separator: self.separator.clone() };
        Replacement {
            others: match nomatch {
                Some(name) => Others::Named(name.into()),
                None if self.non_exclusive => Others::Kept,
                None => Others::LeftOut,
            },
            capitals: self.capkeys,
            appended: self.append_key.then_some(appended),
        }
    }
}
