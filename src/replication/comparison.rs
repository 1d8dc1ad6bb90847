//! Two runs compared: which inputs, statements and outputs are not the same.

use crate::error::Result;
use crate::export::{PastRow, PastRun};
use std::collections::{BTreeMap, BTreeSet};

/// How a run differs from a former one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Files with statements that are not as they were, or are only in one of the runs.
    pub inputs: Vec<String>,
    /// Statements of these files, and all whose codings moved.
    pub statements: Vec<String>,
    /// Outputs that are not the same, byte for byte.
    pub outputs: Vec<String>,
    /// The version of the program, where it is another: the former and the present one.
    pub versions: Option<(String, String)>,
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.inputs.is_empty() && self.outputs.is_empty()
    }
}

/// Compares a run with a former one of the same study.
///
/// # Errors
/// Where a file of a run cannot be read.
pub fn compare(former: &PastRun, present: &PastRun) -> Result<Comparison> {
    let inputs = differing(former.inputs(), present.inputs());
    let outputs = differing(former.outputs(), present.outputs());
    let (before, after) = (rows(former)?, rows(present)?);
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let is_of = |row: Option<&PastRow>| {
        row.and_then(|row| row.get("source")).is_some_and(|source| inputs.contains(source))
    };
    let moved = |id: &&String| {
        let (a, b) = (before.get(*id), after.get(*id));
        a != b || is_of(a) || is_of(b)
    };
    let statements = ids.into_iter().filter(moved).cloned().collect();
    let versions = (former.version().to_string(), present.version().to_string());
    let versions = (versions.0 != versions.1).then_some(versions);
    Ok(Comparison { inputs, statements, outputs, versions })
}

/// The names whose checksums are not the same in both, sorted.
fn differing<'r>(
    former: impl Iterator<Item = (&'r str, &'r str)>,
    present: impl Iterator<Item = (&'r str, &'r str)>,
) -> Vec<String> {
    let (former, present): (BTreeMap<_, _>, BTreeMap<_, _>) = (former.collect(), present.collect());
    let names: BTreeSet<&str> = former.keys().chain(present.keys()).copied().collect();
    names.into_iter().filter(|name| former.get(name) != present.get(name)).map(String::from).collect()
}

/// The rows of `statements.csv` by id.
fn rows(run: &PastRun) -> Result<BTreeMap<String, PastRow>> {
    let row = |row: Result<PastRow>| {
        let row = row?;
        Ok((row.get("statement_id").cloned().unwrap_or_default(), row))
    };
    run.rows("statements.csv")?.map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_on_a_side_differs_too() {
        let former = [("a", "1"), ("b", "2"), ("c", "3")];
        let present = [("a", "1"), ("b", "7"), ("d", "4")];
        assert_eq!(differing(former.into_iter(), present.into_iter()), ["b", "c", "d"]);
    }
}
