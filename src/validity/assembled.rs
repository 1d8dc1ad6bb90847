//! The codes of a variable as a table of numbers: a row a statement, a cell a person who coded.
//!
//! The machine's codes and the adjudicated ones are out: reliability is between people.

use crate::codebook::Codings;
use crate::statistics::{Distance, masi_distance};
use std::collections::BTreeSet;

/// The codes of a variable.
pub(super) struct Assembled<'c> {
    /// The people with a code, sorted.
    pub coders: Vec<&'c str>,
    /// The classes that were given, sorted; labels where a code is a set of them.
    pub classes: Vec<&'c str>,
    /// The statements with a code, sorted.
    pub statements: Vec<&'c str>,
    /// A row a statement, a cell a coder: the number of the code.
    pub codes: Vec<Vec<Option<usize>>>,
    /// The distinct codes by number, each with the numbers of its classes.
    sets: Vec<BTreeSet<usize>>,
    is_multi: bool,
}

impl<'c> Assembled<'c> {
    /// Assembles a variable; where it is multi, a code is a set of labels joined by `;` or `|`.
    pub fn of(codings: &'c Codings, variable: &str, is_multi: bool) -> Self {
        let code = |statement: &str, coder: &str| codings.code(statement, coder, variable);
        let has_code = |coder: &&str| codings.statements().any(|statement| code(statement, coder).is_some());
        let coders: Vec<&str> = codings.people().into_iter().filter(has_code).collect();
        let is_coded = |statement: &&str| coders.iter().any(|coder| code(statement, coder).is_some());
        let statements: Vec<&str> = codings.statements().filter(is_coded).collect();
        let row = |statement: &&str| coders.iter().map(|coder| code(statement, coder)).collect();
        let rows: Vec<Vec<Option<&str>>> = statements.iter().map(row).collect();
        let given = || rows.iter().flatten().flatten();
        let classes: BTreeSet<&str> = given().flat_map(|code| labels(code, is_multi)).collect();
        let classes: Vec<&str> = classes.into_iter().collect();
        let set = |code: &str| -> BTreeSet<usize> {
            labels(code, is_multi).filter_map(|label| classes.binary_search(&label).ok()).collect()
        };
        let sets: BTreeSet<BTreeSet<usize>> = given().map(|code| set(code)).collect();
        let sets: Vec<BTreeSet<usize>> = sets.into_iter().collect();
        let number = |code: &Option<&str>| code.and_then(|code| sets.binary_search(&set(code)).ok());
        let codes = rows.iter().map(|row| row.iter().map(number).collect()).collect();
        Assembled { coders, classes, statements, codes, sets, is_multi }
    }

    /// How much two codes differ: as sets where they are sets.
    pub fn distance(&self) -> Distance {
        if !self.is_multi {
            return Distance::Nominal;
        }
        let row = |a: &BTreeSet<usize>| self.sets.iter().map(|b| masi_distance(a, b)).collect();
        Distance::Between(self.sets.iter().map(row).collect())
    }

    /// One class against all others: 1 where a code is or holds it, else 0.
    pub fn class(&self, class: usize) -> Vec<Vec<Option<usize>>> {
        let holds = |code: &Option<usize>| code.map(|code| usize::from(self.sets[code].contains(&class)));
        self.codes.iter().map(|row| row.iter().map(holds).collect()).collect()
    }

    /// The codes of two coders alone.
    pub fn pair(&self, a: usize, b: usize) -> Vec<Vec<Option<usize>>> {
        self.codes.iter().map(|row| vec![row[a], row[b]]).collect()
    }

    /// The statements whose codes differ.
    pub fn disputed(&self) -> impl Iterator<Item = &'c str> {
        let differ = |row: &[Option<usize>]| {
            let mut codes = row.iter().flatten();
            codes.next().is_some_and(|first| codes.any(|code| code != first))
        };
        let rows = self.statements.iter().zip(&self.codes);
        rows.filter(move |(_, row)| differ(row)).map(|(statement, _)| *statement)
    }
}

/// The labels of a code: itself, or what stands between `;` and `|`.
fn labels(code: &str, is_multi: bool) -> impl Iterator<Item = &str> {
    let separators: &[char] = if is_multi { &[';', '|'] } else { &[] };
    code.split(separators).map(str::trim).filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_classes_and_missing_codes() {
        let mut codings = Codings::default();
        let text = "statement_id,coder,x,themes\ns1,bela,b,a; b\ns1,anna,a,b|a\ns2,anna,a,c\ns2,machine,z,z\n\
                    s3,cora,,\ns4,bela,b,\n";
        codings.add("a.csv", text.as_bytes()).unwrap();
        let nominal = Assembled::of(&codings, "x", false);
        assert_eq!((&nominal.coders[..], &nominal.classes[..]), (&["anna", "bela"][..], &["a", "b"][..]));
        assert_eq!(nominal.codes, [[Some(0), Some(1)], [Some(0), None], [None, Some(1)]]);
        assert_eq!(nominal.class(1), [[Some(0), Some(1)], [Some(0), None], [None, Some(1)]]);
        let multi = Assembled::of(&codings, "themes", true);
        assert_eq!((nominal.disputed().count(), multi.disputed().count()), (1, 0));
        assert_eq!(multi.classes, ["a", "b", "c"]);
        assert_eq!(multi.codes, [[Some(0), Some(0)], [Some(1), None]]);
        assert_eq!(multi.class(1), [[Some(1), Some(1)], [Some(0), None]]);
    }
}
