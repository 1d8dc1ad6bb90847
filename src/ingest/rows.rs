//! From the rows of a table to statements: one row a statement, or many where a study groups them.
//!
//! Knows no file format. Rows of a group need not follow each other; their order is kept.

use super::clean::line;
use super::{Contents, InputFile, Raw};
use crate::error::{Diagnostic, Place};
use crate::statement::Metadata;
use crate::study::Input;
use rustc_hash::FxHashMap;

/// The statements of a table, as its rows come.
pub(super) struct Rows<'f> {
    file: &'f InputFile,
    settings: &'f Input,
    contents: Contents,
    n_rows: usize,
    /// The statement of each group, by its values.
    groups: FxHashMap<Vec<String>, usize>,
    /// The paragraph that each statement stands at.
    paragraphs: Vec<String>,
}

impl<'f> Rows<'f> {
    /// No rows yet.
    pub fn new(file: &'f InputFile, settings: &'f Input) -> Self {
        Rows {
            file,
            settings,
            contents: Contents::default(),
            n_rows: 0,
            groups: FxHashMap::default(),
            paragraphs: Vec::new(),
        }
    }

    /// Where the file stands.
    pub fn place(&self) -> Place {
        Place::file(&self.file.path)
    }

    /// Refuses a table without the columns that make statements.
    pub fn check(&self, columns: &[&str], place: Place) -> Result<(), Diagnostic> {
        let is_there = |name: &str| columns.iter().any(|column| column.trim() == name);
        let missing = |name: &str, key: &str| {
            let found = format!("there is no column `{name}`; its columns are {}", columns.join(", "));
            Diagnostic::reject(place.clone(), found)
                .remedy(format!("Name the column in the study file: {key}"))
        };
        let Input { group_by, columns: named, .. } = self.settings;
        if !is_there(&named.text) {
            return Err(missing(&named.text, "[statements.columns] text = \"…\""));
        }
        match group_by.iter().chain([&named.paragraph]).find(|name| !name.is_empty() && !is_there(name)) {
            Some(name) if *name == named.paragraph => {
                Err(missing(name, "[statements.columns] paragraph = \"…\""))
            }
            Some(name) => Err(missing(name, "[statements] group_by = […]")),
            None => Ok(()),
        }
    }

    /// Whether the study asks for a column of this name.
    #[cfg(feature = "parquet")]
    pub fn is_named(&self, column: &str) -> bool {
        let named = &self.settings.columns;
        self.settings.group_by.iter().any(|name| name == column)
            || [
                &named.id,
                &named.text,
                &named.actor,
                &named.iso3,
                &named.date,
                &named.speaker,
                &named.speaker_title,
                &named.speaking_order,
                &named.on_behalf_of,
                &named.meeting,
                &named.document_symbol,
                &named.page,
                &named.url,
                &named.paragraph,
            ]
            .contains(&&column.to_string())
    }

    /// Takes a row; `cell` gives the trimmed cell of a column, empty where there is none.
    pub fn push(&mut self, line: u64, cell: impl Fn(&str) -> String) {
        let cell = |name: &str| if name.is_empty() { String::new() } else { cell(name) };
        self.n_rows += 1;
        let place = self.place().at_line(line);
        match self.settings.group_by.as_slice() {
            [] => {
                let raw = self.statement(place, &cell);
                self.contents.raw.push(raw);
            }
            columns => {
                let key: Vec<String> = columns.iter().map(|column| cell(column)).collect();
                self.join(key, place, &cell);
            }
        }
    }

    /// Takes a row that cannot be read.
    pub fn refuse(&mut self, why: Diagnostic) {
        self.contents.diagnostics.push(why);
    }

    /// All statements, in the order of their first rows.
    pub fn finish(self) -> Contents {
        self.contents
    }

    fn statement(&self, place: Place, cell: &impl Fn(&str) -> String) -> Raw {
        let columns = &self.settings.columns;
        let metadata = Metadata {
            actor: cell(&columns.actor),
            iso3: cell(&columns.iso3),
            date: cell(&columns.date),
            meeting: cell(&columns.meeting),
            speaking_order: cell(&columns.speaking_order),
            speaker: cell(&columns.speaker),
            speaker_title: cell(&columns.speaker_title),
            on_behalf_of: cell(&columns.on_behalf_of),
            document_symbol: cell(&columns.document_symbol),
            url: cell(&columns.url),
            page: cell(&columns.page),
            ..Metadata::default()
        };
        let id = Some(cell(&columns.id)).filter(|id| !id.is_empty());
        let id = id.unwrap_or_else(|| format!("{}#{}", self.file.id, self.n_rows));
        Raw { id, place, metadata, text: cell(&columns.text), is_cleaned: false }
    }

    /// Adds a row to the statement of its group.
    fn join(&mut self, key: Vec<String>, place: Place, cell: &impl Fn(&str) -> String) {
        if key.iter().all(String::is_empty) {
            let found = format!("the row has no value under {}", self.settings.group_by.join(", "));
            return self.refuse(
                Diagnostic::reject(place, found)
                    .remedy("Fill the columns that tell its statement, or remove the row"),
            );
        }
        let row = Raw { is_cleaned: true, ..self.statement(place, cell) };
        let text = line(&row.text);
        let paragraph = cell(&self.settings.columns.paragraph);
        let Some(&at) = self.groups.get(&key) else {
            let has_id = !cell(&self.settings.columns.id).is_empty();
            let id = if has_id { row.id } else { key.join("/") };
            self.groups.insert(key, self.contents.raw.len());
            self.contents.raw.push(Raw { id, text, ..row });
            return self.paragraphs.push(paragraph);
        };
        let statement = &mut self.contents.raw[at];
        complete(&mut statement.metadata, row.metadata);
        if text.is_empty() {
            return;
        }
        let is_same = !paragraph.is_empty() && self.paragraphs[at] == paragraph;
        if !statement.text.is_empty() {
            statement.text.push_str(if is_same { " " } else { "\n\n" });
        }
        statement.text.push_str(&text);
        self.paragraphs[at] = paragraph;
    }
}

/// Fills what earlier rows of a statement did not say.
fn complete(known: &mut Metadata, row: Metadata) {
    for (known, said) in [
        (&mut known.actor, row.actor),
        (&mut known.iso3, row.iso3),
        (&mut known.date, row.date),
        (&mut known.meeting, row.meeting),
        (&mut known.speaking_order, row.speaking_order),
        (&mut known.speaker, row.speaker),
        (&mut known.speaker_title, row.speaker_title),
        (&mut known.on_behalf_of, row.on_behalf_of),
        (&mut known.document_symbol, row.document_symbol),
        (&mut known.url, row.url),
        (&mut known.page, row.page),
    ] {
        if known.is_empty() {
            *known = said;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Columns;

    fn grouped(paragraph: &str, table: &str) -> Contents {
        let columns = Columns { paragraph: paragraph.into(), ..Columns::default() };
        let settings = Input { group_by: vec!["meeting".into(), "n".into()], columns, ..Input::default() };
        crate::ingest::tests::contents("t.csv", table.as_bytes(), &settings)
    }

    const SENTENCES: &str = "meeting,n,p,actor,id,text\nA,0,0,,,One  is\none.\nA,1,0,Peru,,Other.\n\
                             A,0,0,Fiji,,Two.\nA,0,1,Mali,,Three.\n,,,,,Lost.\nB,0,0,,b-0,Last.\n";

    #[test]
    fn rows_of_a_group_are_one_statement() {
        let read = grouped("p", &SENTENCES.replace("One  is\none", "\"One  is\none\""));
        let found: Vec<_> =
            read.raw.iter().map(|raw| (&*raw.id, &*raw.text, &*raw.metadata.actor, raw.place.line)).collect();
        let expected = [
            ("A/0", "One is one. Two.\n\nThree.", "Fiji", Some(2)),
            ("A/1", "Other.", "Peru", Some(4)),
            ("b-0", "Last.", "", Some(8)),
        ];
        assert_eq!(found, expected);
        assert_eq!(read.diagnostics.len(), 1);
        assert_eq!(read.diagnostics[0].place.line, Some(7));
    }

    #[test]
    fn without_a_column_of_paragraphs_each_row_is_one() {
        let read = grouped("", "meeting,n,text\nA,0,One.\nA,0,\nA,0,Two.\n");
        assert_eq!(read.raw[0].text, "One.\n\nTwo.");
    }

    #[test]
    fn a_missing_column_is_named_with_its_key() {
        for (paragraph, table, says) in [
            (
                "",
                "meeting,text\nA,One.\n",
                "`n`; its columns are meeting, text. Name the column in the study file: [statements] group_by",
            ),
            (
                "p",
                "meeting,n,text\nA,0,One.\n",
                "`p`; its columns are meeting, n, text. Name the column in the study file: [statements.columns] paragraph",
            ),
        ] {
            let read = grouped(paragraph, table);
            assert!(read.diagnostics[0].reason().contains(says), "{}", read.diagnostics[0].reason());
        }
    }
}
