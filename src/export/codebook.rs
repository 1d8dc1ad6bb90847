//! `codebook.md`: what the words in a run's tables mean, from its question and its lexicon.
//!
//! The columns of `states.csv` have their own list, `variables.csv`, and are not repeated.

use super::rows::variable;
use crate::codebook::{ABSTAIN, Facet, Question, UNCODABLE};
use crate::error::{Error, Result};
use crate::lexicon::{Category, Lexicon};
use crate::stance::SURE;
use std::io::Write;

/// Writes the codebook of a run.
///
/// # Errors
/// Where writing fails.
pub fn write_codebook(question: &Question, lexicon: &Lexicon, mut out: impl Write) -> Result<()> {
    out.write_all(codebook(question, lexicon).as_bytes())
        .and_then(|()| out.flush())
        .map_err(|cause| Error::io("codebook.md".as_ref(), &cause))
}

fn codebook(question: &Question, lexicon: &Lexicon) -> String {
    let mut text = format!(
        "# Codebook of this run\n\nWhat the words in the tables mean. Made from the question `{}` and the lexicon of themes that the \
         run used; `manifest.json` has their checksums. The columns of `states.csv` are listed in `variables.csv`.\n",
        question.name
    );
    text.push_str(&classes(question));
    text.push_str(&rules(question));
    text.push_str("\n## Facets\n\nWhat is asked of each statement; a column each in `statements.csv`.\n");
    question.facets.iter().for_each(|facet| text.push_str(&of_facet(facet)));
    text.push_str(&format!("\n## Themes\n\n{}", of_lexicon(lexicon)));
    lexicon.categories.iter().for_each(|category| text.push_str(&of_category(category)));
    text
}

fn classes(question: &Question) -> String {
    let mut text = format!(
        "\n## The question\n\n{}\n\n### Classes\n\n`stance` is the class, `stance_detail` the detail. Of several statements of an actor \
         at a meeting the firmest counts, in the order of their first column.\n\n| firmness | class | detail | means |\n| ---: | --- | --- | --- |\n",
        line(&question.label)
    );
    for class in &question.classes {
        let cells = [
            (class.firmness + 1).to_string(),
            code(&class.class),
            code(&class.detail),
            in_cell(&class.label),
        ];
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text.push_str(&format!(
        "\n`{ABSTAIN}`: the machine gives no answer and leaves the statement to a person. `{UNCODABLE}`: a person says that it \
         cannot be coded.\n"
    ));
    if let Some(silent) = question.classes.get(question.silent()) {
        text.push_str(&format!(
            "\nOutside a meeting on the topic, another class than {0} is given only where the statement has a name that only the \
             proposal has, or the confidence is at least {SURE}; else it is {0} (`no name`).\n",
            code(&silent.class)
        ));
    }
    for (class, facet, values) in &question.needs {
        text.push_str(&format!(
            "\nThere {} is given only where cues show {} of {}, or the confidence is at least {SURE}.\n",
            code(class),
            list(values),
            code(&question.facets[*facet].variable)
        ));
    }
    text
}

fn rules(question: &Question) -> String {
    let mut text = String::from(
        "\n### Rules\n\nWhat follows from the facets: the first rule that holds. `derived_by` names the rule; it is `model` where a \
         trained model gave the detail, which no rule did, `no name` where a statement outside a meeting on the topic does not \
         name the proposal, and `person` where people coded.\n\n",
    );
    for (number, rule) in (1..).zip(&question.rules) {
        let ground =
            if rule.derived_by.is_empty() { String::new() } else { format!(" ({})", code(&rule.derived_by)) };
        text.push_str(&format!("{number}. {}{ground}\n", line(&question.rule_in_words(rule))));
    }
    text
}

fn of_facet(facet: &Facet) -> String {
    let how_many = match (facet.multi, facet.default.as_str()) {
        (true, _) => "Several values may hold, joined by `;`.".to_string(),
        (false, "") => "One value; empty where nothing is found.".to_string(),
        (false, default) => format!("One value; {} where nothing is found.", code(default)),
    };
    let where_read = if facet.anywhere { "the whole statement" } else { "the passages on the proposal" };
    let id = if facet.id.is_empty() { String::new() } else { format!("{}: ", facet.id) };
    let mut text = format!(
        "\n### {id}{}\n\n{} {how_many} Read in {where_read}.\n\n| value | means |\n| --- | --- |\n",
        code(&facet.variable),
        line(&facet.question)
    );
    for value in &facet.values {
        text.push_str(&format!("| {} | {} |\n", code(&value.name), in_cell(&value.definition)));
    }
    text
}

fn of_lexicon(lexicon: &Lexicon) -> String {
    let n = lexicon.coded().count();
    let named = |what: &str, name: &str| match name {
        "" => String::new(),
        name => format!(" {what}: {}.", line(name).trim_end_matches('.')),
    };
    format!(
        "{n} themes that can be coded.{}{}{}\n",
        named("Lexicon", &lexicon.label),
        named("Source", &lexicon.source),
        named("Licence", &lexicon.license)
    )
}

/// A theme, or a heading above themes.
fn of_category(category: &Category) -> String {
    let number = if category.code.is_empty() { String::new() } else { format!("{} ", category.code) };
    let mut text = format!("\n### {number}{}\n\n", line(&category.label));
    let mut said = vec![code(&category.slug)];
    if !category.patterns.is_empty() {
        said.push(format!("in `states.csv` {}", code(&variable(&category.code, &category.slug))));
    }
    let positions: Vec<String> = category.positions.iter().map(|(name, _)| name.clone()).collect();
    if !positions.is_empty() {
        said.push(format!("positions {}", list(&positions)));
    }
    text.push_str(&format!("{}.", said.join("; ")));
    for words in [&category.definition, &category.note].into_iter().filter(|words| !words.is_empty()) {
        text.push_str(&format!(" {}", line(words)));
    }
    text.push('\n');
    text
}

/// Words on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn in_cell(text: &str) -> String {
    line(text).replace('|', "\\|")
}

fn code(name: &str) -> String {
    format!("`{}`", name.replace('`', "'"))
}

fn list(values: &[String]) -> String {
    values.iter().map(|value| code(value)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place;
    use crate::lexicon::Pattern;

    #[test]
    fn all_that_is_coded_is_defined() {
        let question = Question::read(
            "question: q\nlabel: A | B\nreferents: {}\nfacets:\n  venue: {id: F1, question: Where?, default: nowhere, values: {here: {definition: \"At | home\"}}}\n\
             rules: [{when: {venue: [here]}, detail: \"yes\"}, {detail: mute}]\n\
             classes: {for: {\"yes\": Wants it}, silent: {mute: Says nothing}}\n",
            "q.yml",
        )
        .unwrap();
        let theme = Category {
            slug: "a.b".into(),
            code: "T1.2".into(),
            label: "Money\nsent".into(),
            definition: "What is sent.".into(),
            patterns: vec![Pattern::plain("money", Place::default())],
            positions: vec![("good".into(), Vec::new()), ("bad".into(), Vec::new())],
            ..Category::default()
        };
        let lexicon = Lexicon { label: "L".into(), categories: vec![theme], ..Lexicon::default() };
        let text = codebook(&question, &lexicon);
        for part in [
            "| 1 | `for` | `yes` | Wants it |\n",
            "1. where venue is here, the detail is yes",
            "2. where no other rule holds, the detail is mute",
            "### F1: `venue`\n\nWhere? One value; `nowhere` where nothing is found.",
            "| `here` | At \\| home |\n",
            "1 themes that can be coded. Lexicon: L.\n",
            "### T1.2 Money sent\n\n`a.b`; in `states.csv` `t1_2`; positions `good`, `bad`. What is sent.\n",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }
}
