//! The page of a lexicon: what each theme means, examples, and how well it was found.
//!
//! Markdown, made from the lexicon and the record of its model, so that it can never say something else
//! than they do.

use crate::lexicon::{Category, Lexicon};
use crate::model::{Label, LabelModel};
use std::fmt::Write;

/// The page of a lexicon, with the measured figures of its model where it has one.
pub fn page(lexicon: &Lexicon, model: Option<&LabelModel>) -> String {
    let mut page = format!("# {}\n\n", lexicon.label);
    if let Some(model) = model {
        page += &method(model);
    }
    let mut outermost = None;
    for (_, category) in lexicon.coded() {
        if outermost != category.path.first() {
            outermost = category.path.first();
            let group = lexicon.categories.iter().find(|group| group.path[..] == category.path[..1]);
            let _ = write!(page, "## {}\n\n", group.map_or(category.key(), |group| &group.label));
        }
        let label = model.and_then(|model| model.labels.iter().find(|label| label.name == category.slug));
        page += &entry(category, label);
    }
    page.trim_end().to_string() + "\n"
}

/// On what the figures rest.
fn method(model: &LabelModel) -> String {
    let record = &model.record;
    format!(
        "Precision is the share of sentences given a theme that have it, recall the share of those that have \
         it to which it was given. Both are measured on {} sentences of {} writers, each time with a model \
         that learnt from the others alone. The sentences were written for this purpose and are harder than \
         most of what speakers say: a third express their theme without its usual words, as many use those \
         words of something else. A theme of few sentences has uncertain figures.\n\n",
        record.tested,
        record.left_out.len()
    )
}

fn entry(category: &Category, label: Option<&Label>) -> String {
    let code = match category.code.as_str() {
        "" => String::new(),
        code => format!(", {code}"),
    };
    let mut entry = format!("### {}\n\n`{}`{code}\n\n", category.label, category.slug);
    if !category.definition.is_empty() {
        let _ = write!(entry, "{}\n\n", category.definition);
    }
    if !category.positions.is_empty() {
        let positions: Vec<String> =
            category.positions.iter().map(|(position, _)| format!("`{position}`")).collect();
        let _ = writeln!(entry, "- Positions: {}", positions.join(", "));
    }
    for (title, sentences) in [("Yes", &category.examples_yes), ("No", &category.examples_no)] {
        sentences.iter().for_each(|sentence| {
            let _ = writeln!(entry, "- {title}: {sentence}");
        });
    }
    if let Some(label) = label {
        let [precision, recall] = label.of_lexicon;
        let _ = write!(
            entry,
            "\n| {} sentences | precision | recall |\n|---|---|---|\n| lexicon alone | {precision:.2} | {recall:.2} |\n| lexicon and model | {:.2} | {:.2} |\n",
            label.n, label.precision, label.recall
        );
    }
    entry + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_has_its_definition_examples_and_figures() {
        let lexicon = "$label: Words\nmoney:\n  $label: Money\n  sent:\n    $code: T1\n    $label: Money sent\n    \
            $definition: Sent home.\n    $patterns: [remittance*]\n    $examples: {yes: [Remittances fell.]}\n";
        let lexicon = Lexicon::read(lexicon, "l.yml").unwrap();
        let without = page(&lexicon, None);
        for part in
            ["# Words\n", "## Money\n", "### Money sent\n\n`money.sent`, T1\n", "Sent home.", "- Yes: Rem"]
        {
            assert!(without.contains(part), "{part} in {without}");
        }
        assert!(!without.contains("precision"));
        let label = Label { n: 40, precision: 0.8, recall: 0.5, of_lexicon: [0.6, 0.4], ..Label::default() };
        assert!(entry(&lexicon.categories[1], Some(&label)).contains("| lexicon alone | 0.60 | 0.40 |"));
    }
}
