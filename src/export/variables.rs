//! What each column of `states.csv` means, and scripts that read it with these labels into R, Stata and SPSS.

use super::{OutFolder, write_csv};
use crate::actors::{ActorTable, GroupingKind};
use crate::codebook::Question;
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::table::{Cell, Table};
use std::io::Write;

/// The longest label that Stata takes.
const LABEL: usize = 80;

/// The script for R: it takes types and labels from `variables.csv`.
const FOR_R: &str = "# Reads states.csv with its labels into the data frame `states`: source(\"import.R\") in this folder.
variables <- read.csv(\"variables.csv\", colClasses = \"character\", encoding = \"UTF-8\")
classes <- ifelse(variables$type == \"text\", \"character\", \"numeric\")
names(classes) <- variables$variable
states <- read.csv(\"states.csv\", colClasses = classes, na.strings = \"\", encoding = \"UTF-8\", check.names = FALSE)
for (i in seq_len(nrow(variables))) {
  attr(states[[variables$variable[i]]], \"label\") <- variables$label[i]
}
";

/// A variable of `states.csv`.
#[derive(Clone, Debug, PartialEq)]
struct Variable {
    name: String,
    label: String,
    is_text: bool,
    /// Codes and what they mean.
    values: Vec<(&'static str, &'static str)>,
}

/// Writes `variables.csv`, `import.R`, `import.do` and `import.sps` for a table of states.
///
/// # Errors
/// Where writing fails.
pub fn write_variables(
    folder: &mut OutFolder,
    states: &Table,
    actors: &ActorTable,
    question: &Question,
    lexicon: &Lexicon,
) -> Result<()> {
    let variables = variables(states, actors, question, lexicon);
    let mut table =
        Table::new("variables", "Variables of states.csv", &["variable", "label", "type", "values"]);
    for variable in &variables {
        let values: Vec<String> =
            variable.values.iter().map(|(code, means)| format!("{code}={means}")).collect();
        let kind = if variable.is_text { "text" } else { "number" };
        let cells = [variable.name.as_str(), &variable.label, kind, &values.join(";")];
        table.push(cells.map(Into::into).to_vec());
    }
    write_csv(table, folder.create("variables.csv")?)?;
    for (name, text) in [
        ("import.R", FOR_R.to_string()),
        ("import.do", for_stata(&variables)),
        ("import.sps", for_spss(&variables)),
    ] {
        let mut file = folder.create(name)?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.flush())
            .map_err(|cause| Error::io(name.as_ref(), &cause))?;
    }
    Ok(())
}

fn variables(states: &Table, actors: &ActorTable, question: &Question, lexicon: &Lexicon) -> Vec<Variable> {
    let columns = &states.columns;
    let n_themes = lexicon.coded().count();
    let themes = lexicon.coded().flat_map(|(_, theme)| {
        let (label, values) = (&theme.label, vec![("0", "no mention found"), ("1", "mentioned")]);
        [
            (label.clone(), false, values),
            (format!("{label}: depth"), true, Vec::new()),
            (format!("{label}: position"), true, Vec::new()),
        ]
    });
    let n_before = columns.len() - 3 * n_themes;
    let known = columns[..n_before].iter().map(|name| described(name, actors, question));
    let described = known.chain(themes);
    // A membership may have a word too, such as `acceding`.
    let has_words =
        |column: usize| states.rows.iter().any(|row| matches!(row.get(column), Some(Cell::Text(_))));
    let variable = |(column, (label, is_text, values)): (usize, (String, bool, Vec<_>))| {
        let is_text = is_text || has_words(column);
        Variable {
            name: columns[column].clone(),
            label: label.chars().take(LABEL).collect(),
            is_text,
            values: if is_text { Vec::new() } else { values },
        }
    };
    described.enumerate().map(variable).collect()
}

/// Label, whether it is text, and values of a column that is no theme.
fn described(
    name: &str,
    actors: &ActorTable,
    question: &Question,
) -> (String, bool, Vec<(&'static str, &'static str)>) {
    let text = |label: &str| (label.to_string(), true, Vec::new());
    match name {
        "iso3" => text("ISO 3166-1 alpha-3 code"),
        "m49" => text("UN M49 code"),
        "actor" => text("Name of the actor"),
        "actor_kind" => text("Kind of actor: state, observer, group, entity"),
        "n_statements" => ("Number of statements".into(), false, Vec::new()),
        "stance" => text(&question.label),
        "stance_detail" => text("Detail of the position"),
        "stance_checked" => {
            ("A person coded the position".into(), false, vec![("0", "machine alone"), ("1", "person")])
        }
        "stance_attributed" => text("Position that its groups' statements state for it"),
        "delivered_for" => text("Groups whose statement it delivered"),
        _ => match actors.grouping(name) {
            Some(grouping) if grouping.kind == GroupingKind::Membership => {
                (grouping.label.clone(), false, vec![("0", "no"), ("1", "yes")])
            }
            Some(grouping) => text(&grouping.label),
            None => text(name),
        },
    }
}

fn for_stata(variables: &[Variable]) -> String {
    let texts: Vec<String> = (1..)
        .zip(variables)
        .filter(|(_, known)| known.is_text)
        .map(|(number, _): (usize, _)| number.to_string())
        .collect();
    let mut script = format!(
        "* Reads states.csv with its labels: do import.do in this folder.\nimport delimited using \"states.csv\", varnames(1) \
         case(preserve) encoding(\"utf-8\") bindquote(strict) stringcols({}) clear\n",
        texts.join(" ")
    );
    for (name, values) in value_labels(variables) {
        let pairs: Vec<String> = values.iter().map(|(code, means)| format!("{code} \"{means}\"")).collect();
        script.push_str(&format!("label define {name} {}\n", pairs.join(" ")));
    }
    for variable in variables {
        script.push_str(&format!("label variable {} `\"{}\"'\n", variable.name, variable.label));
        if let Some(name) = name_of_values(variables, variable) {
            script.push_str(&format!("label values {} {name}\n", variable.name));
        }
    }
    script
}

fn for_spss(variables: &[Variable]) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let kind = |known: &Variable| if known.is_text { "A200" } else { "F8.0" };
    let types: Vec<String> =
        variables.iter().map(|known| format!("  {} {}", known.name, kind(known))).collect();
    let labels: Vec<String> =
        variables.iter().map(|known| format!("  {} {}", known.name, quoted(&known.label))).collect();
    let mut script = format!(
        "* Reads states.csv with its labels; run it in this folder.\nGET DATA /TYPE=TXT /FILE='states.csv' /ENCODING='UTF8' \
         /ARRANGEMENT=DELIMITED /DELIMITERS=',' /QUALIFIER='\"' /FIRSTCASE=2 /VARIABLES=\n{}.\nVARIABLE LABELS\n{}.\n",
        types.join("\n"),
        labels.join("\n")
    );
    for (_, values) in value_labels(variables) {
        let names: Vec<&str> = variables
            .iter()
            .filter(|known| known.values == values)
            .map(|known| known.name.as_str())
            .collect();
        let pairs: Vec<String> =
            values.iter().map(|(code, means)| format!("{code} {}", quoted(means))).collect();
        script.push_str(&format!("VALUE LABELS\n  {}\n  {}.\n", names.join("\n  "), pairs.join(" ")));
    }
    script
}

/// The different sets of values, each with a name.
fn value_labels(variables: &[Variable]) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
    let mut sets: Vec<&Vec<_>> = Vec::new();
    for variable in variables.iter().filter(|known| !known.values.is_empty()) {
        if !sets.contains(&&variable.values) {
            sets.push(&variable.values);
        }
    }
    (1..).zip(sets).map(|(number, set): (usize, _)| (format!("values{number}"), set.clone())).collect()
}

fn name_of_values(variables: &[Variable], variable: &Variable) -> Option<String> {
    value_labels(variables).into_iter().find(|(_, values)| *values == variable.values).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Variable> {
        let of = |name: &str, label: &str, is_text, values| Variable {
            name: name.into(),
            label: label.into(),
            is_text,
            values,
        };
        vec![
            of("iso3", "ISO code", true, Vec::new()),
            of("g77", "Member of the \"Group of 77\"", false, vec![("0", "no"), ("1", "yes")]),
            of("t1_1", "States' duties", false, vec![("0", "no mention found"), ("1", "mentioned")]),
        ]
    }

    #[test]
    fn scripts_name_types_labels_and_values() {
        let stata = for_stata(&known());
        assert!(
            stata.contains("stringcols(1) clear\n")
                && stata.contains("label define values2 0 \"no mention found\" 1 \"mentioned\"\n")
        );
        assert!(
            stata.contains(
                "label variable g77 `\"Member of the \"Group of 77\"\"'\nlabel values g77 values1\n"
            ),
            "{stata}"
        );
        let spss = for_spss(&known());
        assert!(
            spss.contains("  iso3 A200\n  g77 F8.0\n  t1_1 F8.0.\n")
                && spss.contains("  t1_1 'States'' duties'.\n"),
            "{spss}"
        );
        assert!(spss.contains("VALUE LABELS\n  t1_1\n  0 'no mention found' 1 'mentioned'.\n"));
    }
}
