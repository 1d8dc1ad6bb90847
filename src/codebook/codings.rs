//! Codings by people: who gave which statement which code.
//!
//! Owns the meaning of a codings file: a row is a statement and a coder, a column a variable, an
//! empty cell a missing code. Refuses two codes of one coder for one variable of a statement.

use super::given_row::{ADJUDICATED, CODER, GivenRow, MACHINE, STATEMENT, is_key, is_of_codes, is_person};
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result};
use crate::spreadsheet;
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// The codes of statements by coders.
///
/// ```
/// let mut codings = plenary::codebook::Codings::default();
/// codings.add("a.csv", b"statement_id,coder,stance\ns1,anna,support\ns1,adjudicated,oppose\n")?;
/// assert_eq!(codings.code("s1", "anna", "stance"), Some("support"));
/// assert_eq!(codings.final_code("s1", "stance").code(), Some("oppose"));
/// # Ok::<(), plenary::error::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Codings {
    variables: Vec<String>,
    statements: BTreeMap<String, BTreeMap<String, ByVariable>>,
    /// The highest revision of a statement and coder.
    revisions: BTreeMap<(String, String), Option<u64>>,
}

/// The codes that a coder gave a statement.
pub(super) type ByVariable = BTreeMap<String, Code>;

/// A code and the row in which it stands.
#[derive(Clone, Debug)]
pub(super) struct Code {
    pub value: String,
    pub place: Place,
    /// The revision of its row; none where the row has no such column.
    revision: Option<u64>,
}

impl Code {
    /// A code that follows from this one and stands in the same row.
    pub fn followed_by(&self, value: &str) -> Code {
        Code { value: value.into(), ..self.clone() }
    }
}

/// A code that a coder gave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given<'c> {
    /// The coder.
    pub coder: &'c str,
    /// The code.
    pub code: &'c str,
    /// The row in which it stands.
    pub place: &'c Place,
}

/// The final code of a variable of a statement; givers are sorted by name.
#[derive(Clone, Debug, PartialEq)]
pub enum FinalCode<'c> {
    /// Nobody coded it.
    Missing,
    /// The adjudicated code, else the one that all people gave who coded it: each giver with it.
    Settled(Vec<Given<'c>>),
    /// People differ, and nobody has settled it.
    Differ(Vec<Given<'c>>),
}

impl<'c> FinalCode<'c> {
    /// The settled code.
    pub fn code(&self) -> Option<&'c str> {
        match self {
            FinalCode::Settled(given) => given.first().map(|given| given.code),
            FinalCode::Missing | FinalCode::Differ(_) => None,
        }
    }
}

impl Codings {
    /// Adds the rows of a file; `file` names it for people.
    ///
    /// CSV with commas, semicolons or tabs, or JSON lines, in UTF-8 with or without byte-order mark.
    /// Rows of one statement and coder add to each other; of those with a number under `revision`, as
    /// `plenary review` writes them, the highest counts alone. Cells are trimmed; empty rows are skipped,
    /// and so are those with neither a coder nor a code, as a sheet has them that is not yet filled in.
    ///
    /// # Errors
    /// With file, line and remedy where the file cannot be read, has no column `statement_id` or
    /// `coder`, no variable or no row; where a row with a code has no statement or coder, or a revision
    /// that is no number; and where a coder gives one variable of a statement two codes, here or in a file added before.
    pub fn add(&mut self, file: &str, bytes: &[u8]) -> Result<()> {
        let (columns, rows) = spreadsheet::read(file, bytes, &[STATEMENT, CODER])?;
        let place = Place::file(file);
        let nothing = |found: &str, remedy: &str| {
            Err(Error::new(ErrorKind::Input, place.clone(), found).remedy(remedy))
        };
        let variables: Vec<String> = columns.into_iter().filter(|name| !is_key(name)).collect();
        if variables.is_empty() {
            return nothing("there is no variable", "Add a column for each variable that was coded.");
        }
        if rows.is_empty() {
            return nothing("there is no row below the header", "Add a row for each statement and coder.");
        }
        let new = variables.into_iter().filter(|name| !self.variables.contains(name));
        self.variables.extend(new.collect::<Vec<_>>());
        let rows = rows.into_iter().filter_map(|row| GivenRow::of(row).transpose());
        let rows: Vec<GivenRow> = rows.collect::<Result<_>>()?;
        for row in &rows {
            let highest = self.revisions.entry(row.key()).or_default();
            *highest = row.revision.max(*highest);
        }
        rows.into_iter().try_for_each(|row| self.add_row(row))
    }

    /// Adds a row, unless a higher revision is known; a lower one that was added before is taken out.
    fn add_row(&mut self, row: GivenRow) -> Result<()> {
        let highest = self.revisions.get(&row.key()).copied().flatten();
        let is_latest = |revision: Option<u64>| revision.is_none() || revision == highest;
        let codes =
            self.statements.entry(row.statement.clone()).or_default().entry(row.coder.clone()).or_default();
        codes.retain(|_, code| is_latest(code.revision));
        if !is_latest(row.revision) {
            return Ok(());
        }
        for (variable, value) in row.codes {
            let code = Code { value, place: row.place.clone(), revision: row.revision };
            let known = codes.entry(variable.clone()).or_insert_with(|| code.clone());
            if known.value != code.value {
                return Err(contradiction(&row.statement, &row.coder, &variable, known, &code));
            }
        }
        Ok(())
    }

    /// The variables, in the order in which the files name them.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(String::as_str)
    }

    /// The statements with a row, sorted.
    pub fn statements(&self) -> impl Iterator<Item = &str> {
        self.statements.keys().map(String::as_str)
    }

    /// The coders with a row, sorted; [`MACHINE`] and [`ADJUDICATED`] among them.
    pub fn coders(&self) -> BTreeSet<&str> {
        self.statements.values().flat_map(BTreeMap::keys).map(String::as_str).collect()
    }

    /// The people with a row, sorted.
    pub fn people(&self) -> Vec<&str> {
        self.coders().into_iter().filter(|coder| is_person(coder)).collect()
    }

    /// The code that a coder gave a statement; none where it is missing.
    pub fn code(&self, statement: &str, coder: &str, variable: &str) -> Option<&str> {
        let code = self.statements.get(statement)?.get(coder)?.get(variable)?;
        Some(&code.value)
    }

    /// All codes of a variable, by statement and coder.
    pub fn codes(&self, variable: &str) -> impl Iterator<Item = &str> {
        let rows = self.statements.values().flat_map(BTreeMap::values);
        rows.filter_map(move |codes| codes.get(variable)).map(|code| code.value.as_str())
    }

    /// The final code of a statement: the adjudicated one, else the one that all people gave who coded it.
    pub fn final_code(&self, statement: &str, variable: &str) -> FinalCode<'_> {
        let (settled, people): (Vec<Given>, Vec<Given>) = self
            .given(statement, variable)
            .filter(|given| given.coder != MACHINE)
            .partition(|given| given.coder == ADJUDICATED);
        match (settled.is_empty(), people.first()) {
            (false, _) => FinalCode::Settled(settled),
            (true, None) => FinalCode::Missing,
            (true, Some(first)) if people.iter().all(|other| other.code == first.code) => {
                FinalCode::Settled(people)
            }
            (true, Some(_)) => FinalCode::Differ(people),
        }
    }

    /// The codes of a variable of a statement, sorted by coder.
    fn given(&self, statement: &str, variable: &str) -> impl Iterator<Item = Given<'_>> {
        let coders = self.statements.get(statement).into_iter().flatten();
        coders.filter_map(move |(coder, codes)| {
            let code = codes.get(variable)?;
            Some(Given { coder, code: &code.value, place: &code.place })
        })
    }

    /// The codes of each coder of a statement, with both names.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&str, &str, &ByVariable)> {
        self.statements.iter().flat_map(|(statement, coders)| {
            coders.iter().map(move |(coder, codes)| (statement.as_str(), coder.as_str(), codes))
        })
    }

    /// The same to be changed, such as into the spelling of a question.
    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = (&str, &str, &mut ByVariable)> {
        self.statements.iter_mut().flat_map(|(statement, coders)| {
            coders.iter_mut().map(move |(coder, codes)| (statement.as_str(), coder.as_str(), codes))
        })
    }

    /// Warns of coders, and of codes of a variable, that differ in case alone and are taken as different.
    pub fn alike(&self) -> Vec<Diagnostic> {
        let mut written: BTreeMap<(&str, String), BTreeMap<&str, &Place>> = BTreeMap::new();
        let rows = self.statements.values().flatten();
        for (coder, (variable, code)) in rows.flat_map(|(coder, codes)| codes.iter().map(move |c| (coder, c)))
        {
            for (what, text) in [(CODER, coder), (variable, &code.value)] {
                let first = written.entry((what, fold(text).into_owned())).or_default();
                let place = first.entry(text).or_insert(&code.place);
                *place = (*place).min(&code.place);
            }
        }
        let several = written.iter().filter(|((what, _), ways)| ways.len() > 1 && is_of_codes(what));
        several.map(|((what, _), ways)| differ_in_case(what, ways)).collect()
    }
}

fn contradiction(statement: &str, coder: &str, variable: &str, first: &Code, second: &Code) -> Error {
    let found = format!(
        "{coder} codes {variable} of `{statement}` as `{}`, but as `{}` in {}",
        second.value, first.value, first.place
    );
    Error::new(ErrorKind::Input, second.place.clone(), found).remedy(format!(
        "Keep one of them; a code settled by discussion has a row of its own, of the coder `{ADJUDICATED}`."
    ))
}

fn differ_in_case(what: &str, ways: &BTreeMap<&str, &Place>) -> Diagnostic {
    let names: Vec<String> = ways.keys().map(|way| format!("`{way}`")).collect();
    let place = ways.values().max().map_or_else(Place::default, |place| (*place).clone());
    let found = format!("{} in {what} differ in case alone and count as different", names.join(" and "));
    Diagnostic::warning(place, found).remedy("If they mean the same, write one of them throughout")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codings(files: &[(&str, &str)]) -> Result<Codings> {
        let mut codings = Codings::default();
        files.iter().try_for_each(|(name, text)| codings.add(name, text.as_bytes()))?;
        Ok(codings)
    }

    #[test]
    fn rows_of_several_files_add_to_each_other() {
        let codings = codings(&[
            ("a.csv", "statement_id,coder,stance\ns2,anna,oppose\ns1,anna,\ns1,anna,support\n"),
            (
                "b.csv",
                "coder;statement_id;venue;stance\nanna;s1;un;support\nbela;s1;un;oppose\nMachine;s1;;\n",
            ),
        ])
        .unwrap();
        assert_eq!(codings.variables().collect::<Vec<_>>(), ["stance", "venue"]);
        assert_eq!(codings.statements().collect::<Vec<_>>(), ["s1", "s2"]);
        assert_eq!(codings.coders().into_iter().collect::<Vec<_>>(), ["anna", "bela", "machine"]);
        assert_eq!(codings.code("s1", "anna", "venue"), Some("un"));
        assert_eq!(codings.code("s2", "anna", "venue"), None);
    }

    #[test]
    fn of_revisions_the_highest_counts_as_a_whole() {
        let line = |revision: u64, codes: &str| {
            format!("{{\"statement_id\":\"s1\",\"coder\":\"anna\",\"revision\":{revision},{codes}}}\n")
        };
        let (first, second, empty) =
            (line(1, "\"x\":\"a\",\"y\":\"b\""), line(2, "\"x\":\"c\",\"y\":\"\""), line(10, "\"x\":\"\""));
        let shown = |files: &[(&str, &str)]| {
            let codings = codings(files).unwrap();
            ["x", "y"].map(|name| codings.code("s1", "anna", name).unwrap_or("-").to_string())
        };
        let all = [&*first, &second, &empty].concat();
        for (files, expected) in [
            (&[("a.jsonl", &*first)][..], ["a", "b"]),
            (&[("a.jsonl", &[&*first, &second].concat())], ["c", "-"]),
            (&[("a.jsonl", &[&*second, &first].concat())], ["c", "-"]),
            (&[("a.jsonl", &second), ("b.jsonl", &first)], ["c", "-"]),
            (&[("a.jsonl", &first), ("b.jsonl", &second)], ["c", "-"]),
            (&[("a.jsonl", &all)], ["-", "-"]),
            (&[("a.jsonl", &empty), ("b.jsonl", &first)], ["-", "-"]),
            // A row without a number adds to the others, as rows do.
            (&[("a.jsonl", &second), ("b.csv", "statement_id,coder,y\ns1,anna,d\n")], ["c", "d"]),
        ] {
            assert_eq!(shown(files), expected, "{files:?}");
        }
        let variables = codings(&[("a.jsonl", &all)]).unwrap();
        assert_eq!(variables.variables().collect::<Vec<_>>(), ["x", "y"]);
        for (files, says) in [
            (&[("a.jsonl", &*second), ("b.csv", "statement_id,coder,x\ns1,anna,d\n")][..], "but as `c`"),
            (&[("a.csv", "statement_id,coder,x,revision\ns1,anna,d,two\n")], "`two` is no whole number"),
        ] {
            let error = codings(files).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn the_adjudicated_code_is_final_and_else_the_one_of_all_people() {
        let codings = codings(&[(
            "a.csv",
            "statement_id,coder,x\ns1,anna,a\ns1,bela,b\ns1,Adjudicated,c\ns2,anna,a\ns2,bela,b\n\
             s3,anna,a\ns3,bela,a\ns3,machine,b\ns4,machine,b\n",
        )])
        .unwrap();
        let shown = |statement| match codings.final_code(statement, "x") {
            FinalCode::Missing => String::new(),
            FinalCode::Settled(given) => given.iter().map(|g| format!("{}={} ", g.coder, g.code)).collect(),
            FinalCode::Differ(given) => given.iter().map(|g| format!("{}?{} ", g.coder, g.code)).collect(),
        };
        let finals = ["s1", "s2", "s3", "s4", "s5"].map(shown);
        assert_eq!(finals, ["adjudicated=c ", "anna?a bela?b ", "anna=a bela=a ", "", ""]);
    }

    #[test]
    fn rows_of_a_sheet_that_are_not_filled_in_are_skipped() {
        let text =
            "statement_id,why,stance_machine,coder,x,note\n'=s1,,a,anna,b,\ns2,w,a,,,later\ns3,,a,,,\n";
        let codings = codings(&[("a.csv", text)]).unwrap();
        assert_eq!(codings.statements().collect::<Vec<_>>(), ["=s1"]);
    }

    #[test]
    fn faults_name_line_and_remedy() {
        for (text, says) in [
            ("statement_id,coder,x\n", "a.csv: there is no row below the header"),
            ("statement_id,coder\ns1,anna\n", "a.csv: there is no variable"),
            (
                "statement_id,coder,x\ns1,anna,a\n,anna,b\n",
                "a.csv, line 3: the cell under `statement_id` is empty",
            ),
            ("statement_id,coder,x\ns1,,a\n", "a.csv, line 2: the cell under `coder` is empty"),
            (
                "statement_id,coder,x\ns1,anna,a\ns1,anna,b\n",
                "a.csv, line 3: anna codes x of `s1` as `b`, but as `a` in a.csv, line 2\n  Keep one",
            ),
        ] {
            let error = codings(&[("a.csv", text)]).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn codes_that_differ_in_case_are_told() {
        let text = "statement_id,coder,x,note\ns1,anna,Yes,Hm\ns2,Anna,yes,hm\ns3,anna,no,\n";
        let found: Vec<String> =
            codings(&[("a.csv", text)]).unwrap().alike().iter().map(Diagnostic::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].starts_with("a.csv, line 3: `Anna` and `anna` in coder differ in case"),
            "{found:?}"
        );
        assert!(found[1].starts_with("a.csv, line 3: `Yes` and `yes` in x"), "{found:?}");
    }
}
