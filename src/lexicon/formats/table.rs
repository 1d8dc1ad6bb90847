//! CSV: a row a pattern, with the columns `category` and `pattern`.
//!
//! The path of a category is joined by `.`; an empty pattern makes a category without patterns.
//! Commas, semicolons and tabs are read, commas written.

use super::limits::Limits;
use super::lines::tidy;
use crate::error::{Diagnostic, Error, Place, Result};
use crate::lexicon::tree::Tree;
use crate::lexicon::{Lexicon, Pattern};
use crate::spreadsheet::delimiter;
use csv::StringRecord;

const COLUMNS: [&str; 2] = ["category", "pattern"];

const LIMITS: Limits =
    Limits { format: "a table of patterns", is_nested: true, has_definitions: false, refuses: |_| None, key };

/// A key that reads back as a category, or, with a full stop in it, as categories.
fn key(key: &str) -> String {
    match key.split('.').any(|part| part.trim().is_empty()) {
        true => tidy(key).replace('.', "_"),
        false => tidy(key),
    }
}

pub(super) fn read(text: &str, file: &str, told: &mut Vec<Diagnostic>) -> Result<Lexicon> {
    let mut tree = Tree::new();
    let mut rows = rows(text, file).into_iter();
    let Some((place, header)) = rows.next().transpose()? else { return Ok(Lexicon::default()) };
    let [category, pattern] = columns(&header, &place, told)?;
    for row in rows {
        let (place, row) = row?;
        let cell = |column: usize| row.get(column).unwrap_or_default().trim();
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let keys: Vec<String> = cell(category).split('.').map(tidy).collect();
        if keys.iter().any(String::is_empty) {
            return Err(Error::definition(place, format!("`{}` is no name of a category", cell(category)))
                .remedy("Write a name, or names joined by a full stop, such as economy.trade."));
        }
        let id = tree.at_path(keys.iter().map(String::as_str), &place);
        if !cell(pattern).is_empty() {
            tree.add(id, Pattern::plain(cell(pattern), place));
        }
    }
    Ok(tree.into_lexicon())
}

pub(super) fn write(lexicon: &Lexicon, told: &mut Vec<Diagnostic>) -> String {
    let mut text = line(&COLUMNS);
    let mut path: Vec<String> = Vec::new();
    for plain in LIMITS.plain(lexicon, told) {
        path.truncate(plain.depth);
        if plain.key.contains('.') {
            let found =
                format!("the category `{}` holds a full stop and reads back as two levels", plain.key);
            told.push(
                Diagnostic::warning(plain.category.place.clone(), found)
                    .remedy("Give it a name without a full stop if that matters"),
            );
        }
        path.push(plain.key);
        let name = path.join(".");
        plain.values.iter().for_each(|value| text.push_str(&line(&[&name, value])));
        if plain.values.is_empty() && !plain.has_children {
            text.push_str(&line(&[&name, ""]));
        }
    }
    text
}

/// The rows of a table, each with its place; a row that holds a line end is an error.
pub(super) fn rows(text: &str, file: &str) -> Vec<Result<(Place, StringRecord)>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text.as_bytes()))
        .from_reader(text.as_bytes());
    let row = |row: csv::Result<StringRecord>| {
        let fault = |line: Option<u64>, found: String| {
            Err(Error::definition(Place { line, ..Place::file(file) }, found)
                .remedy("Check the quotation marks: a cell that begins with one ends with one."))
        };
        match row {
            Err(error) => fault(error.position().map(csv::Position::line), error.to_string()),
            Ok(row) => {
                match (row.position().map(csv::Position::line), row.iter().any(|cell| cell.contains('\n'))) {
                    (line, true) => fault(line, "a cell goes over the end of the line".into()),
                    (line, false) => Ok((Place { line, ..Place::file(file) }, row)),
                }
            }
        }
    };
    reader.records().map(row).collect()
}

/// A line of a table, quoted where it must be.
pub(super) fn line(cells: &[&str]) -> String {
    let quoted = |cell: &&str| match cell.contains([',', '"', '\n', ';', '\t']) || cell.trim() != *cell {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_string(),
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}

/// Where the two columns stand; other columns are told.
fn columns(header: &StringRecord, place: &Place, told: &mut Vec<Diagnostic>) -> Result<[usize; 2]> {
    let names: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
    let find = |name: &str| {
        names.iter().position(|known| known == name).ok_or_else(|| {
            Error::definition(place.clone(), format!("there is no column `{name}`")).remedy(format!(
                "The first line must name the columns category and pattern; it names {}.{}",
                names.join(", "),
                if names.iter().any(|known| known == "dicterm") {
                    " Is it LIWC-22? Then read it as liwc22."
                } else {
                    ""
                }
            ))
        })
    };
    let found = [find(COLUMNS[0])?, find(COLUMNS[1])?];
    let others: Vec<&str> =
        header.iter().enumerate().filter(|(i, _)| !found.contains(i)).map(|(_, name)| name).collect();
    if !others.is_empty() {
        told.push(
            Diagnostic::warning(place.clone(), format!("the columns {} are not read", others.join(", ")))
                .remedy("A lexicon as a table has the columns category and pattern alone"),
        );
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Vec<(String, Vec<String>)>, String) {
        let mut told = Vec::new();
        let lexicon = read(text, "t.csv", &mut told).unwrap();
        let sources = |patterns: &[Pattern]| patterns.iter().map(|p| p.source.clone()).collect();
        let found = lexicon.categories.iter().map(|c| (c.slug.clone(), sources(&c.patterns))).collect();
        (found, told.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn tables_as_spreadsheets_save_them() {
        let expected = [("a", vec!["x"]), ("a.b", vec!["y, z"]), ("c", vec![])];
        let expected: Vec<(String, Vec<String>)> =
            expected.map(|(key, values)| (key.into(), values.into_iter().map(String::from).collect())).into();
        for text in [
            "category,pattern\na.b,\"y, z\"\nc,\na,x\n",
            "Pattern;Category\n\"y, z\";a.b\n;c\nx;a\n",
            "category\tpattern\n\na . b\ty, z\nc\na\tx\na\tx\n\t\n",
        ] {
            let (mut categories, told) = found(text);
            categories.sort();
            assert_eq!((categories, told.as_str()), (expected.clone(), ""), "{text}");
        }
        let (_, told) = found("category,pattern,remark\na,x,good\n");
        assert!(told.contains("line 1") && told.contains("remark"), "{told}");
    }

    #[test]
    fn full_stops_in_keys_read_back_as_levels_or_are_replaced() {
        let lexicon = Lexicon::read("U.S.: [x]\na.b: [y]\n", "l.yml").unwrap();
        let mut told = Vec::new();
        assert_eq!(write(&lexicon, &mut told), "category,pattern\nU_S_,x\na.b,y\n");
        assert_eq!(told.len(), 2);
    }

    #[test]
    fn faults_name_the_line() {
        for (text, line, says) in [
            ("DicTerm,a\nx,X\n", 1, "liwc22"),
            ("category\na\n", 1, "no column `pattern`"),
            ("category,pattern\na,x\n,y\n", 3, "no name of a category"),
            ("category,pattern\na,x\na..b,y\n", 3, "no name of a category"),
            ("category,pattern\na,\"x\nb,y\n", 2, "over the end of the line"),
        ] {
            let error = read(text, "t.csv", &mut Vec::new()).unwrap_err();
            assert_eq!(error.place.line, Some(line), "{text}");
            assert!(error.to_string().contains(says), "{error}");
        }
    }
}
