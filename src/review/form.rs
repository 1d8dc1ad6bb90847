//! What the page shows, as JSON: the codebook once, and a statement at a time.
//!
//! Nothing of the machine's coding is in it unless it is asked for, and nothing of another coder.

use super::task::{Item, Task, machine};
use crate::codebook::{Facet, Question, UNCODABLE};
use crate::lexicon::{Category, Lexicon};
use serde_json::{Value, json};

/// What tells who speaks.
const WHO: [(&str, &str); 4] = [
    ("actor", "Actor"),
    ("on_behalf_of", "On behalf of"),
    ("speaker", "Speaker"),
    ("speaker_title", "Office"),
];

/// What else is known of a statement.
const WHERE: [(&str, &str); 2] = [("meeting", "Meeting"), ("date", "Date")];

/// The question and the themes, with what they mean.
pub(super) fn codebook(task: &Task) -> Value {
    let (question, lexicon) = (&task.question, &task.lexicon);
    json!({
        "question": question.label,
        "classes": question.class_names().iter().map(|name| class(question, name)).collect::<Vec<_>>(),
        "uncodable": UNCODABLE,
        "facets": question.facets.iter().map(facet).collect::<Vec<_>>(),
        "themes": lexicon.coded().map(|(_, category)| theme(lexicon, category)).collect::<Vec<_>>(),
    })
}

fn class(question: &Question, name: &str) -> Value {
    let own = question.classes.iter().filter(|class| class.class == name);
    let details: Vec<Value> = own.map(|class| json!({"name": class.detail, "label": class.label})).collect();
    json!({"name": name, "details": details})
}

fn facet(facet: &Facet) -> Value {
    let definition = |name: &str| {
        facet.values.iter().find(|value| value.name == name).map_or("", |value| value.definition.as_str())
    };
    let value = |name: &str| json!({"name": name, "definition": definition(name)});
    json!({
        "variable": facet.variable,
        "question": facet.question,
        "multi": facet.multi,
        "values": facet.codes().into_iter().map(value).collect::<Vec<_>>(),
    })
}

fn theme(lexicon: &Lexicon, category: &Category) -> Value {
    let label = |category: &Category| match category.label.as_str() {
        "" => category.slug.clone(),
        label => label.to_string(),
    };
    json!({
        "name": category.slug,
        "code": category.code,
        "label": label(category),
        "parent": lexicon.parent(&category.slug).map_or(String::new(), label),
        "definition": category.definition,
        "yes": category.examples_yes,
        "no": category.examples_no,
    })
}

/// A statement: its text, and what is known of it; who speaks only if that is shown.
pub(super) fn statement(item: &Item, shows_actor: bool, shows_machine: bool) -> Value {
    let who = WHO.iter().filter(|_| shows_actor);
    let known = who.chain(&WHERE).filter(|(column, _)| !item.cell(column).is_empty());
    let header: Vec<Value> =
        known.map(|(column, label)| json!({"label": label, "value": item.cell(column)})).collect();
    let mut shown = json!({"text": item.text, "header": header});
    if shows_machine {
        let [stance, detail, confidence] = machine(item);
        shown["machine"] = json!({"stance": stance, "detail": detail, "confidence": confidence});
    }
    shown
}
