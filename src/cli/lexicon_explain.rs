//! `plenary lexicon explain`: why a text is or is not a hit.

use super::files::{read_lexicon, write_to};
use super::messages::Messages;
use clap::Args;
use plenary::error::{Error, ErrorKind, Place, Result};
use plenary::lexicon::explain::{Explained, Explanation, Fate};
use plenary::lexicon::{Context, Lexicon, Pattern};
use plenary::study::Folder;
use plenary::text::nearest;
use std::borrow::Cow;
use std::fmt::Write;
use std::io::Read;

const EXAMPLES: &str = "Prints the words of the text as the program cuts them; each match with its category, pattern and place, whether \
it counts, what suppressed it, and whether a negation reaches it; with --category, for each other pattern of that \
category what it lacks, the nearest miss first.

  plenary lexicon explain my-dictionary.yml 'The brain was drained.' --category brain_drain
  plenary lexicon explain migration-development - < speech.txt";

/// What `plenary lexicon explain` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct ExplainArgs {
    /// The lexicon: a built-in name or a file of any dictionary format (docs/formats.md)
    #[arg(value_name = "NAME|FILE")]
    pub lexicon: String,
    /// The text, or - for standard input
    pub text: String,
    /// Say also what the patterns of this category lack
    #[arg(long, value_name = "CATEGORY")]
    pub category: Option<String>,
}

/// Characters of a pattern that a line shows.
const MOST_SHOWN: usize = 70;

/// Prints the explanation.
pub fn explain(args: &ExplainArgs, messages: &mut Messages) -> Result<()> {
    let lexicon = read_lexicon(&args.lexicon, messages)?;
    let category = args.category.as_deref().map(|name| category(&lexicon, name)).transpose()?;
    let (marks, definition) = Folder::default().read_named("lexicons/marks", "context")?;
    let context = Context::read(&definition, &marks)?;
    let text = text(&args.text)?;
    let explanation = Explanation::new(&lexicon, &context, &text);
    let mut page = words(&explanation, &text);
    page += &matches(&lexicon, &explanation, &text, category);
    if let Some(category) = category {
        page += &misses(&lexicon, category, &text);
    }
    write_to(None, |out| {
        out.write_all(page.as_bytes()).map_err(|cause| Error::io("standard output".as_ref(), &cause))
    })
}

/// The text of the command line, or standard input.
fn text(given: &str) -> Result<Cow<'_, str>> {
    if given != "-" {
        return Ok(Cow::Borrowed(given));
    }
    let mut bytes = Vec::new();
    let name = "standard input";
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|cause| Error::io(name.as_ref(), &cause))?;
    let not_utf8 = |_| {
        Error::new(ErrorKind::Input, Place::file(name), "the text is not UTF-8").remedy("Save it as UTF-8.")
    };
    String::from_utf8(bytes).map(Cow::Owned).map_err(not_utf8)
}

/// A category by its path, or by the end of it where only one has it.
fn category(lexicon: &Lexicon, name: &str) -> Result<usize> {
    let slugs = || lexicon.coded().map(|(i, category)| (i, category.slug.as_str()));
    let ending = format!(".{name}");
    let ends: Vec<usize> = slugs().filter(|(_, slug)| slug.ends_with(&ending)).map(|(i, _)| i).collect();
    match (slugs().find(|(_, slug)| *slug == name), ends.as_slice()) {
        (Some((i, _)), _) => Ok(i),
        (None, [only]) => Ok(*only),
        (None, several) => {
            let several: Vec<&str> = several.iter().map(|i| lexicon.categories[*i].slug.as_str()).collect();
            let lasts = slugs().map(|(_, slug)| slug.rsplit('.').next().unwrap_or(slug));
            let known = if several.is_empty() {
                nearest(name, slugs().map(|(_, s)| s).chain(lasts))
            } else {
                several
            };
            let found = format!("`{name}` is not the name of one category with patterns");
            let error = Error::new(ErrorKind::Usage, Place::default(), found);
            Err(match known.is_empty() {
                true => error.remedy("Give a category as `plenary tag` names its columns."),
                false => error.remedy(format!("Did you mean {}?", known.join(", "))),
            })
        }
    }
}

/// The words and signs of the text by sentence, each with its number.
fn words(explanation: &Explanation, text: &str) -> String {
    let split = &explanation.split;
    let mut page = format!("{} words and signs, by sentence:\n", split.tokens.len());
    for sentence in &split.sentences {
        let tokens = sentence.tokens.clone();
        let numbered = tokens.map(|i| format!("{} {}", i + 1, split.tokens[i].span.of(text)));
        let numbered: Vec<String> = numbered.collect();
        let _ = writeln!(page, "  {}", numbered.join("  "));
    }
    page
}

/// The matches, of one category where it is named.
fn matches(lexicon: &Lexicon, explanation: &Explanation, text: &str, category: Option<usize>) -> String {
    let is_hit = |found: &&Explained| matches!(found.fate, Fate::Counts);
    let is_asked = |found: &&Explained| category.is_none_or(|category| category == found.category);
    let has_hit =
        |category: usize| explanation.matches.iter().filter(is_hit).any(|hit| hit.category == category);
    // Without a hit beside them, exceptions and positions of a category explain nothing.
    let explains = |found: &&Explained| {
        category.is_some() || has_hit(found.category) || !matches!(found.fate, Fate::Excepts | Fate::Shows(_))
    };
    let mut shown: Vec<&Explained> = explanation.matches.iter().filter(is_asked).filter(explains).collect();
    shown.sort_by_key(|found| found.category);
    let mut page = match shown.iter().copied().filter(|found| is_hit(found)).count() {
        0 => "\nNo hit.\n".to_string(),
        1 => "\n1 hit:\n".to_string(),
        n => format!("\n{n} hits:\n"),
    };
    for found in shown {
        let slug = &lexicon.categories[found.category].slug;
        let words = explanation.split.span(found.start..found.end).of(text);
        let place = match found.end - found.start {
            1 => format!("word {}", found.start + 1),
            _ => format!("words {}-{}", found.start + 1, found.end),
        };
        let negated = if found.is_negated { ", negated" } else { "" };
        let pattern = named(found.pattern);
        let _ = writeln!(page, "  {slug}: “{words}” ({place}) by {pattern}: {}{negated}", fate(&found.fate));
    }
    page
}

fn fate(fate: &Fate) -> String {
    match fate {
        Fate::Counts => "counts".into(),
        Fate::Undone(by) => format!("does not count: undone by the exception {}", named(by)),
        Fate::Shorter(than) => format!("does not count: {} takes more words here", named(than)),
        Fate::Later(than) => format!("does not count: {} has taken these words", named(than)),
        Fate::Excepts => "an exception: undoes the hits that it overlaps".into(),
        Fate::Shows(position) => format!("shows the position {position} in the sentence of a hit"),
    }
}

/// What the patterns of a category that do not match lack.
fn misses(lexicon: &Lexicon, category: usize, text: &str) -> String {
    let misses = Explanation::misses(lexicon, category, text);
    let slug = &lexicon.categories[category].slug;
    let mut page = match misses.len() {
        0 => format!("\nEach pattern of {slug} matches.\n"),
        _ => format!("\nPatterns of {slug} that do not match, the nearest miss first:\n"),
    };
    for miss in misses {
        let _ = writeln!(page, "  {}: {}", named(miss.pattern), miss.lacks);
    }
    page
}

/// A pattern, cut to what fits a line, and its line.
fn named(pattern: &Pattern) -> String {
    let line = pattern.place.line.map_or(String::new(), |line| format!(" (line {line})"));
    match pattern.source.char_indices().nth(MOST_SHOWN) {
        None => format!("`{}`{line}", pattern.source),
        Some((end, _)) => format!("`{} …`{line}", pattern.source[..end].trim_end()),
    }
}
