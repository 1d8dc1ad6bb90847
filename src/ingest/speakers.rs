//! The list of speakers: who should be there, and what it says of each statement.

use super::dates::iso;
use crate::error::{Error, Place, Result};
use crate::statement::Metadata;
use crate::study::Folder;
use serde::Deserialize;

/// A speaker who should be there.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "each field is the column of the same name")]
pub struct Expected {
    pub statement_id: String,
    pub actor: String,
    pub iso3: String,
    pub actor_id: String,
    pub date: String,
    pub meeting: String,
    pub speaking_order: String,
    pub speaker: String,
    pub speaker_title: String,
    pub on_behalf_of: String,
}

/// All speakers who should be there, in the order of their list.
#[derive(Clone, Debug, Default)]
pub struct SpeakersList {
    /// The rows.
    pub rows: Vec<Expected>,
}

impl SpeakersList {
    /// Reads a list of speakers.
    ///
    /// # Errors
    /// Where the file cannot be read, is not a table, or names neither actors nor codes.
    pub fn read(folder: &Folder, file: &str) -> Result<Self> {
        let (shown, bytes) = folder.read(file)?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes).to_vec();
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes.as_slice());
        let fault = |error: csv::Error| {
            let line = error.position().map(csv::Position::line);
            Error::definition(
                Place { line, ..Place::file(&shown) },
                format!("this is not a valid table: {error}"),
            )
            .remedy("Save the list of speakers as CSV in UTF-8.")
        };
        let headers = reader.headers().map_err(fault)?.clone();
        if !headers.iter().any(|name| ["actor", "iso3", "actor_id"].contains(&name)) {
            return Err(Error::definition(
                Place::file(&shown).at_line(1),
                "there is no column `actor` or `iso3`",
            )
            .remedy("Name the column that says who speaks `actor` or `iso3`."));
        }
        let mut rows = reader.deserialize().collect::<Result<Vec<Expected>, _>>().map_err(fault)?;
        rows.iter_mut().for_each(|row| row.date = iso(&row.date));
        Ok(SpeakersList { rows })
    }

    /// Fills what a statement's own source does not say.
    ///
    /// The row is found by the statement's id, else by its code or actor where that is unique.
    pub fn complete(&self, id: &str, metadata: &mut Metadata) {
        let by_id = self.rows.iter().find(|row| !row.statement_id.is_empty() && row.statement_id == id);
        let is_of_actor = |row: &&Expected| {
            row.statement_id.is_empty()
                && (!row.code().is_empty() && row.code() == metadata.iso3
                    || !row.actor.is_empty() && row.actor == metadata.actor)
        };
        let mut of_actor = self.rows.iter().filter(is_of_actor);
        let unique = of_actor.next().filter(|_| of_actor.next().is_none());
        let Some(row) = by_id.or(unique) else { return };
        let fill = |known: &mut String, listed: &str, listed_wins: bool| {
            if !listed.is_empty() && (known.is_empty() || listed_wins) {
                *known = listed.into();
            }
        };
        let is_finer = row.date.len() > metadata.date.len();
        fill(&mut metadata.date, &row.date, is_finer);
        fill(&mut metadata.actor, &row.actor, false);
        fill(&mut metadata.iso3, row.code(), false);
        fill(&mut metadata.meeting, &row.meeting, true);
        fill(&mut metadata.speaking_order, &row.speaking_order, false);
        fill(&mut metadata.speaker, &row.speaker, false);
        fill(&mut metadata.speaker_title, &row.speaker_title, false);
        fill(&mut metadata.on_behalf_of, &row.on_behalf_of, false);
    }
}

impl Expected {
    /// The code of the actor, from either column.
    pub fn code(&self) -> &str {
        if self.iso3.is_empty() { &self.actor_id } else { &self.iso3 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_fills_what_is_not_known() {
        let row = Expected {
            iso3: "MEX".into(),
            date: "2006-09-14".into(),
            speaker: "Mr. A".into(),
            ..Expected::default()
        };
        let list = SpeakersList { rows: vec![row] };
        let mut known = Metadata {
            iso3: "MEX".into(),
            date: "2006".into(),
            speaker: "Ms. B".into(),
            ..Metadata::default()
        };
        list.complete("MEX_61_2006", &mut known);
        assert_eq!((known.date.as_str(), known.speaker.as_str()), ("2006-09-14", "Ms. B"));
    }
}
