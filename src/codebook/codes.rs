//! Which codes of people a question takes.
//!
//! Refuses a code that the question does not have, and a detail beside another class than its own.

use super::codings::{ByVariable, Code, Codings};
use super::{ABSTAIN, DETAIL, Facets, MACHINE, NONE, Question, STANCE, THEMES, UNCODABLE, is_of_codes};
use crate::error::Diagnostic;
use crate::text::{did_you_mean, fold};

/// Spells the codes of people as the question does, and says what is wrong with them, in order of place.
pub(super) fn check(codings: &mut Codings, question: &Question) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, _, codes) in codings.rows_mut().filter(|(_, coder, _)| *coder != MACHINE) {
        let n_before = found.len();
        for (variable, code) in codes.iter_mut() {
            match spelled(question, variable, code) {
                Ok(value) => code.value = value,
                Err(fault) => found.push(fault),
            }
        }
        if found.len() == n_before {
            found.extend(complete(question, codes));
        }
    }
    found.extend(unused(codings, question));
    found.extend(codings.alike());
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

/// A code as the question spells it; codes of other variables stay as they are.
fn spelled(question: &Question, variable: &str, code: &Code) -> Result<String, Diagnostic> {
    let refused = |known: &[&str]| refuse(question, variable, code, known);
    match (variable, question.facet(variable)) {
        (STANCE, _) => {
            let known = [question.class_names(), vec![UNCODABLE]].concat();
            one_of(&known, &code.value).ok_or_else(|| refused(&known))
        }
        (DETAIL, _) => {
            let known: Vec<&str> = question.classes.iter().map(|class| class.detail.as_str()).collect();
            one_of(&known, &code.value).ok_or_else(|| refused(&known))
        }
        (_, Some(facet)) => {
            let known = question.facets[facet].codes();
            value_of(question, facet, &known, &code.value).ok_or_else(|| refused(&known))
        }
        (THEMES, None) => Ok(themes_of(&code.value)),
        (_, None) => Ok(code.value.clone()),
    }
}

fn one_of(known: &[&str], code: &str) -> Option<String> {
    let code = fold(code);
    known.iter().find(|known| fold(known) == code).map(|known| known.to_string())
}

/// A set of themes in order of the alphabet, joined by `;`; empty for `none`.
fn themes_of(code: &str) -> String {
    let parts = code.split([';', '|']).map(str::trim);
    let mut themes: Vec<&str> = parts.filter(|part| !part.is_empty() && fold(part) != NONE).collect();
    themes.sort_unstable();
    themes.dedup();
    themes.join(";")
}

/// A value, or for a facet of several the values in the question's order, joined by `;`.
fn value_of(question: &Question, facet: usize, known: &[&str], code: &str) -> Option<String> {
    if !question.facets[facet].multi {
        return one_of(known, code);
    }
    let mut facets = Facets::empty(question);
    for value in code.split([';', '|']) {
        let value = one_of(known, value.trim())?;
        if value != NONE {
            facets.add(question, facet, &value);
        }
    }
    Some(facets.settled(question, facet).join(";"))
}

fn refuse(question: &Question, variable: &str, code: &Code, known: &[&str]) -> Diagnostic {
    let found = format!("`{}` is no code of {variable} in the question `{}`", code.value, question.name);
    let remedy = match (question.class_of(&code.value), code.value.as_str()) {
        (Some(class), _) if variable == STANCE => {
            format!("It is a detail of {}: write it under `{DETAIL}`", class.class)
        }
        (_, ABSTAIN) => format!("Leave the cell empty, or write {UNCODABLE} where nobody could tell"),
        _ => {
            let all = format!("Write one of: {}", known.join(", "));
            did_you_mean(&code.value, known.iter().copied(), all)
        }
    };
    Diagnostic::reject(code.place.clone(), found).remedy(remedy)
}

/// Gives a detail its class and a class its only detail; a detail of another class is a fault.
fn complete(question: &Question, codes: &mut ByVariable) -> Option<Diagnostic> {
    let (stance, detail) = (codes.get(STANCE).cloned(), codes.get(DETAIL).cloned());
    let class = detail.as_ref().and_then(|detail| question.class_of(&detail.value));
    match (stance, detail, class) {
        (None, Some(detail), Some(class)) => {
            codes.insert(STANCE.into(), detail.followed_by(&class.class));
        }
        (Some(stance), Some(detail), Some(class)) if stance.value != class.class => {
            let found = format!(
                "`{}` is a detail of {}, but the stance is coded as {}",
                detail.value, class.class, stance.value
            );
            return Some(
                Diagnostic::reject(detail.place, found)
                    .remedy("Correct one of them, or leave the stance empty: the detail gives it"),
            );
        }
        (Some(stance), None, _) => {
            let only = question.only_detail(&stance.value);
            let only = only.map(|only| (DETAIL.to_string(), stance.followed_by(only)));
            codes.extend(only);
        }
        _ => {}
    }
    None
}

/// A warning for each column with codes that the question does not ask for.
fn unused(codings: &Codings, question: &Question) -> Vec<Diagnostic> {
    let known: Vec<&str> = question.variables().chain([THEMES]).collect();
    let unused = codings.variables().filter(|name| is_of_codes(name) && !known.contains(name));
    let place = |name: &str| codings.rows().filter_map(|(_, _, codes)| Some(&codes.get(name)?.place)).min();
    let told = |name: &str| {
        let found = format!(
            "the codes under `{name}` are not used: the question `{}` does not ask it",
            question.name
        );
        let all = format!("Its variables are {}", known.join(", "));
        let remedy = did_you_mean(name, known.iter().copied(), all);
        Some(Diagnostic::warning(place(name)?.clone(), found).remedy(remedy))
    };
    unused.filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::super::TRIAL;
    use super::*;

    #[test]
    fn faults_name_line_and_remedy() {
        let question = Question::read(TRIAL, "q.yml").unwrap();
        for (text, says) in [
            (
                "stance\ns,anna,agianst\n",
                "Reject c.csv, line 2: `agianst` is no code of stance in the question `q`. Did you mean against?",
            ),
            ("stance\ns,anna,yes\n", "It is a detail of for: write it under `stance_detail`"),
            ("stance\ns,anna,abstain\n", "Leave the cell empty, or write uncodable"),
            ("stance\ns,anna,7\n", "Write one of: against, for, silent, uncodable"),
            ("stance_detail\ns,anna,for\n", "`for` is no code of stance_detail"),
            (
                "stance,stance_detail\ns,anna,against,yes\n",
                "Reject c.csv, line 2: `yes` is a detail of for, but the stance is coded as against",
            ),
            ("stance,stance_detail\ns,anna,uncodable,yes\n", "but the stance is coded as uncodable"),
            ("nature\ns,anna,free;heavy\n", "`free;heavy` is no code of nature"),
            (
                "stanse,note\ns,anna,for,x\n",
                "Warning c.csv, line 2: the codes under `stanse` are not used: the question `q` does not ask it. Did you mean stance?",
            ),
        ] {
            let mut codings = Codings::default();
            codings.add("c.csv", format!("statement_id,coder,{text}").as_bytes()).unwrap();
            let found = check(&mut codings, &question);
            let found: Vec<String> = found.iter().map(|f| format!("{:?} {f}", f.severity)).collect();
            assert!(found.len() == 1 && found[0].contains(says), "{found:?}");
        }
    }
}
