//! Every key of a study file, with its default.

use super::files::Folder;
use crate::statement::TextKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The study file that `plenary init` writes: every key with its default and what it does.
pub const TEMPLATE: &str = include_str!("../../data/study-template.toml");

/// A study: what is read, how it is coded, and which tables are made.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Study {
    /// What the study is called and when its meeting was.
    pub study: About,
    /// The statements.
    pub statements: Input,
    /// Who should be there.
    pub speakers: Speakers,
    /// Actors of the study's own.
    pub actors: Actors,
    /// Coding of themes.
    pub themes: Themes,
    /// Coding of positions.
    pub stance: Stance,
    /// Codings by people.
    pub codings: CodedByPeople,
    /// Tables.
    pub tables: Tables,
    /// The report.
    pub report: Report,
    /// The folder of the study file; paths in it start here.
    #[serde(skip)]
    pub folder: Folder,
}

/// What the study is called and when its meeting was.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct About {
    /// The title on top of the tables.
    pub title: String,
    /// The meeting of statements that name none.
    pub meeting: String,
    /// The date of statements that have none.
    pub date: String,
    /// A remark printed with every table.
    pub notice: String,
    /// The language of the lexicons, as ISO 639-1; statements in another are kept and not coded.
    pub language: String,
}

impl Default for About {
    fn default() -> Self {
        let nothing = String::new;
        About {
            title: nothing(),
            meeting: nothing(),
            date: nothing(),
            notice: nothing(),
            language: "en".into(),
        }
    }
}

/// The statements.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    /// Files and folders.
    pub input: Vec<String>,
    /// What reads PDFs.
    pub pdf_reader: PdfReader,
    /// Whether what the chair of a meeting says is coded.
    pub chair: bool,
    /// The kinds of text, the one that counts first: of several versions of a statement the others are
    /// duplicates.
    pub prefer: Vec<TextKind>,
    /// The columns whose values rows of one statement share; empty where a row is a statement.
    pub group_by: Vec<String>,
    /// Of how many statements of member states these are a random sample; 0 where they are all that were made.
    pub sample_of: usize,
    /// The names of the columns in tables of statements.
    pub columns: Columns,
}

impl Default for Input {
    fn default() -> Self {
        let prefer = vec![TextKind::Verbatim, TextKind::Delivered, TextKind::Summary];
        Input {
            input: Vec::new(),
            group_by: Vec::new(),
            sample_of: 0,
            pdf_reader: PdfReader::Builtin,
            chair: false,
            prefer,
            columns: Columns::default(),
        }
    }
}

/// What reads PDFs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PdfReader {
    /// The program itself.
    #[default]
    Builtin,
    /// `pdftotext` of Poppler, which must be installed.
    Pdftotext,
}

/// The names of the columns in tables of statements.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the column of the same name")]
pub struct Columns {
    pub id: String,
    pub text: String,
    pub actor: String,
    pub iso3: String,
    pub date: String,
    pub speaker: String,
    pub speaker_title: String,
    pub speaking_order: String,
    pub on_behalf_of: String,
    pub meeting: String,
    pub document_symbol: String,
    pub page: String,
    pub url: String,
    pub paragraph: String,
}

impl Default for Columns {
    fn default() -> Self {
        Columns {
            id: "id".into(),
            text: "text".into(),
            actor: "actor".into(),
            iso3: "iso3".into(),
            date: "date".into(),
            speaker: "speaker".into(),
            speaker_title: "speaker_title".into(),
            speaking_order: "speaking_order".into(),
            on_behalf_of: "on_behalf_of".into(),
            meeting: "meeting".into(),
            document_symbol: "document_symbol".into(),
            page: "page".into(),
            url: "url".into(),
            paragraph: String::new(),
        }
    }
}

/// Who should be there.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Speakers {
    /// The list of speakers.
    pub file: String,
}

/// Actors of the study's own.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Actors {
    /// A table of actors.
    pub file: String,
    /// Whether the built-in actors are left out.
    pub only: bool,
}

/// How themes are coded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeCoder {
    /// By the lexicon, each hit confirmed or doubted by a model, which proposes others.
    #[default]
    Model,
    /// By the lexicon alone.
    Lexicon,
}

/// Coding of themes.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Themes {
    /// A built-in lexicon by name, or a file.
    pub lexicon: String,
    /// What codes the themes.
    pub coder: ThemeCoder,
    /// The model of themes: a file of `plenary train --themes`; empty for the built-in one.
    pub model: String,
    /// The least share of a statement's sentences that makes a theme extended.
    pub extended_share: f64,
    /// The least number of sentences that makes a theme extended.
    pub extended_sentences: u32,
}

impl Default for Themes {
    fn default() -> Self {
        Themes {
            lexicon: "migration-development".into(),
            coder: ThemeCoder::Model,
            model: String::new(),
            extended_share: 0.10,
            extended_sentences: 2,
        }
    }
}

/// Coding of positions.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stance {
    /// A built-in question by name, or a file.
    pub question: String,
    /// The question's model: a file of `plenary train`; empty for the built-in one, where there is one.
    pub model: String,
    /// Below this confidence the machine abstains.
    pub least_confidence: f64,
}

impl Default for Stance {
    fn default() -> Self {
        Stance { question: "global-forum".into(), model: String::new(), least_confidence: 0.4 }
    }
}

/// Codings by people, which win over the machine's.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct CodedByPeople {
    /// Files of codings; they add up.
    pub files: Vec<String>,
    /// The sheet of a random sample that people coded, by which shares are corrected; empty without one.
    pub sample: String,
}

/// Tables.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tables {
    /// The grouping that tells source from destination.
    pub role: String,
    /// The groupings of the tables by group.
    pub by: Vec<String>,
    /// In which formats the tables are written besides CSV.
    pub formats: Vec<Format>,
    /// The findings that have tables of their own: a built-in name or a file; empty for none.
    pub findings: String,
    /// The difference of shares below which two groups count as alike.
    pub margin: f64,
    /// A table of published counts.
    pub published: String,
    /// A table of the themes of hearings.
    pub hearings: String,
    /// Groupings of the study that stand for those that the findings name.
    pub stands_for: BTreeMap<String, String>,
    /// Where groupings come from that findings ask the source of.
    pub sources: BTreeMap<String, String>,
}

/// A format of tables besides CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One workbook, a sheet a table.
    Xlsx,
    /// A file a table for LaTeX.
    Latex,
    /// One document for Word.
    Docx,
    /// A file a table in Markdown.
    Markdown,
    /// A file a table in Parquet, and the files of rows too.
    Parquet,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Report {
    /// Whether it carries the texts of the statements, where these are few enough.
    pub share_texts: bool,
    /// A template of the study's own; empty for the built-in one.
    pub template: String,
    /// The scale of quantifiers: a built-in name or a file.
    pub quantifiers: String,
}

impl Default for Report {
    fn default() -> Self {
        Report { share_texts: false, template: String::new(), quantifiers: "english".into() }
    }
}

impl Default for Tables {
    fn default() -> Self {
        let by = [
            "role_net_migration",
            "role_migrant_stock",
            "development_status",
            "un_regional_group",
            "g77",
            "eu",
            "oecd",
        ];
        Tables {
            role: "role_net_migration".into(),
            by: by.map(String::from).to_vec(),
            formats: Vec::new(),
            findings: "migration-development".into(),
            margin: 0.15,
            stands_for: BTreeMap::new(),
            sources: BTreeMap::new(),
            published: String::new(),
            hearings: String::new(),
        }
    }
}
