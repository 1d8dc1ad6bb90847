//! The tables of agreement: its numbers, and the statements on which people disagree.

use super::agreement::{Agreement, AgreementSettings, Measures, Verdict};
use super::agreement_words::undefined_words;
use super::assembled::Assembled;
use crate::codebook::{ADJUDICATED, Codings};
use crate::table::{Cell, Table};

/// The columns of the table of agreement.
const COLUMNS: [&str; 20] = [
    "variable",
    "row",
    "class",
    "coder_a",
    "coder_b",
    "n_statements",
    "n_coders",
    "n_pairs",
    "n_codes",
    "agreement",
    "specific_agreement",
    "alpha",
    "alpha_low",
    "alpha_high",
    "p_below_667",
    "p_below_800",
    "kappa",
    "ac1",
    "verdict",
    "in_words",
];

/// A row a variable, then its classes and, where there are three coders or more, each pair of them.
///
/// Shares and coefficients are from 0 (or below) to 1; a blank is undefined, for the reason `in_words`.
pub fn agreement_table(agreements: &[Agreement]) -> Table {
    let mut table = Table::new("agreement", "Agreement of coders", &COLUMNS);
    for agreement in agreements {
        let mut push = |kind: &str, names: [&str; 3], n_codes, specific: Option<f64>, measures, words| {
            let of = [agreement.variable.as_str(), kind].into_iter().chain(names);
            let row = of.map(Cell::from).chain(numbers(measures, n_codes, specific));
            table.push(row.chain([Cell::from(words)]).collect());
        };
        let overall = &agreement.overall;
        push("variable", [""; 3], overall.n_codes, None, overall, agreement.in_words());
        for class in &agreement.classes {
            let words = undefined_words(&class.measures, Some(&class.class));
            push("class", [&class.class, "", ""], class.n_codes, class.specific, &class.measures, words);
        }
        for pair in &agreement.pairs {
            let [a, b] = pair.coders.each_ref().map(String::as_str);
            let words = undefined_words(&pair.measures, None);
            push("pair", ["", a, b], pair.measures.n_codes, None, &pair.measures, words);
        }
    }
    table
}

/// The cells from `n_statements` to `verdict`.
fn numbers(measures: &Measures, n_codes: usize, specific: Option<f64>) -> [Cell; 14] {
    let defined = |value: Option<Result<f64, _>>| Cell::from(value.and_then(Result::ok));
    [
        measures.n_statements.into(),
        measures.n_coders.into(),
        measures.n_pairs.into(),
        n_codes.into(),
        measures.agreement.ok().into(),
        specific.into(),
        measures.alpha.ok().into(),
        measures.interval().map(|(low, _)| low).into(),
        measures.interval().map(|(_, high)| high).into(),
        measures.p_below_tentative().into(),
        measures.p_below_reliable().into(),
        defined(measures.kappa),
        defined(measures.ac1),
        measures.verdict().map(Verdict::name).into(),
    ]
}

/// The statements on which people disagree, to be discussed: `statement_id`, `variable`, a column a
/// person with the code as written, and `adjudicated` where some codes are settled.
///
/// By statement, then in the order of `variables`. A missing code is no disagreement; sets of labels
/// agree in any order.
pub fn disagreements_table(codings: &Codings, variables: &[&str], settings: &AgreementSettings) -> Table {
    let mut disputed = Vec::new();
    for (at, variable) in variables.iter().enumerate() {
        let is_multi = settings.multi.iter().any(|name| name == variable);
        let assembled = Assembled::of(codings, variable, is_multi);
        disputed.extend(assembled.disputed().map(|statement| (statement, at)));
    }
    disputed.sort_unstable();
    let (mut coders, is_settled) = (codings.people(), codings.coders().contains(ADJUDICATED));
    coders.extend(is_settled.then_some(ADJUDICATED));
    let columns: Vec<&str> = ["statement_id", "variable"].into_iter().chain(coders.iter().copied()).collect();
    let mut table = Table::new("disagreements", "Disagreements of coders", &columns);
    for (statement, at) in disputed {
        let codes = coders.iter().map(|coder| codings.code(statement, coder, variables[at]).into());
        table.push([statement.into(), variables[at].into()].into_iter().chain(codes).collect());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codings(text: &str) -> Codings {
        let mut codings = Codings::default();
        codings.add("c.csv", format!("statement_id,coder,x,themes\n{text}").as_bytes()).unwrap();
        codings
    }

    #[test]
    fn disagreements_are_listed_by_statement() {
        let codings = codings(
            "s2,anna,u,a;b\ns2,bela,v,b|a\ns1,anna,u,a\ns1,bela,v,b\ns1,adjudicated,v,\ns3,anna,u,\n\
             s3,machine,v,\n",
        );
        let settings = AgreementSettings { multi: vec!["themes".into()], ..AgreementSettings::default() };
        let table = disagreements_table(&codings, &["x", "themes"], &settings);
        let rows: Vec<String> = table
            .rows
            .iter()
            .map(|row| row.iter().map(Cell::to_string).collect::<Vec<_>>().join(","))
            .collect();
        assert_eq!(table.columns.join(","), "statement_id,variable,anna,bela,adjudicated");
        assert_eq!(rows, ["s1,x,u,v,v", "s1,themes,a,b,", "s2,x,u,v,"]);
    }

    #[test]
    fn one_class_is_blank_with_its_reason() {
        let codings = codings("s1,anna,u,\ns1,bela,u,\n");
        let agreement = Agreement::of(&codings, "x", &AgreementSettings::default());
        let table = agreement_table(&[agreement]);
        let cell = |row: usize, name: &str| {
            let at = table.columns.iter().position(|column| column == name).unwrap();
            table.rows[row][at].to_string()
        };
        for row in [0, 1] {
            assert_eq!((cell(row, "agreement"), cell(row, "alpha")), ("1.0000".into(), String::new()));
            assert!(cell(row, "in_words").contains("undefined"), "{}", cell(row, "in_words"));
        }
        assert!(table.rows.iter().flatten().all(|cell| cell.to_string() != "NaN"));
    }
}
