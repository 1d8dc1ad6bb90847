//! What goes into a package: the study, its statements, codings and definitions.

use crate::codebook::{ADJUDICATED, Codings, MACHINE};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::export::{PastRun, write_csv};
use crate::study::{Folder, Study};
use crate::table::{Cell, Table};
use crate::validity::{DrawnSample, HOLDOUT, OPEN};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// The folder of a package that holds the statements.
pub const STATEMENTS: &str = "statements";

/// A package before it is written.
pub struct Package {
    /// The study, all its paths inside the package.
    pub study: Study,
    /// The files: path inside the package, and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// The statements' files with their BLAKE3.
    pub inputs: Vec<(String, String)>,
}

/// What to do where a file is another than it was.
const CHANGED: &str = "Put the former file back, or run `plenary run` again and pack that.";

impl Package {
    /// Gathers what a run was made of.
    ///
    /// # Errors
    /// Where the folder is not that of a run, or a file is not there any more or not as it was.
    pub fn of(out: &Path) -> Result<Package> {
        let run = PastRun::open(out)?;
        let former = Study::of_options(run.options(), &out.join("manifest.json").display().to_string())?;
        let mut package = Package { study: former.clone(), files: Vec::new(), inputs: Vec::new() };
        package.study.folder = Folder::default();
        package.take_statements(&run, &former)?;
        package.take_codings(&former)?;
        for (what, setting) in [
            ("speakers", &mut package.study.speakers.file),
            ("actors", &mut package.study.actors.file),
            ("models", &mut package.study.stance.model),
            ("models", &mut package.study.themes.model),
            ("report", &mut package.study.report.template),
            ("tables", &mut package.study.tables.published),
            ("tables", &mut package.study.tables.hearings),
        ] {
            if !setting.is_empty() {
                let bytes = former.folder.read(setting)?.1.into_owned();
                *setting = format!("{what}/{}", name_of(setting));
                package.files.push((setting.clone(), bytes));
            }
        }
        package.take_definitions(&former)?;
        Ok(package)
    }

    /// The statements' files, in the folders that they have in common.
    fn take_statements(&mut self, run: &PastRun, former: &Study) -> Result<()> {
        let mut files: BTreeMap<PathBuf, Option<Vec<u8>>> = BTreeMap::new();
        for (name, checksum) in run.inputs() {
            let (path, bytes) = on_disk(name, former)?;
            let is_whole = path == Path::new(name);
            if is_whole && blake3::hash(&bytes).to_hex().as_str() != checksum {
                let found = "the file has changed since the run";
                return Err(Error::new(ErrorKind::Difference, Place::file(&path), found).remedy(CHANGED));
            }
            files.insert(path, Some(bytes));
        }
        let common = common_folder(files.keys());
        for (path, bytes) in files {
            let inside = path.strip_prefix(&common).unwrap_or(&path);
            let name = format!("{STATEMENTS}/{}", inside.to_string_lossy().replace('\\', "/"));
            let bytes = bytes.unwrap_or_default();
            self.inputs.push((name.clone(), blake3::hash(&bytes).to_hex().to_string()));
            self.files.push((name, bytes));
        }
        self.study.statements.input = vec![STATEMENTS.into()];
        Ok(())
    }

    /// The codings as one table with coders as numbers, and of the sample what it was drawn by.
    fn take_codings(&mut self, former: &Study) -> Result<()> {
        if !former.codings.files.is_empty() {
            let mut codings = Codings::default();
            for file in &former.codings.files {
                let (shown, bytes) = former.folder.read(file)?;
                codings.add(&shown, &bytes)?;
            }
            self.add_table("codings/codings.csv", without_names(&codings))?;
            self.study.codings.files = vec!["codings/codings.csv".into()];
        }
        if !former.codings.sample.is_empty() {
            let (shown, bytes) = former.folder.read(&former.codings.sample)?;
            let sample = DrawnSample::read(&shown, &bytes)?;
            let mut table = Table::new("sample", "", &["statement_id", "stratum", "probability", "part"]);
            for (id, row) in sample.statements {
                let part = if row.is_holdout { HOLDOUT } else { OPEN };
                table.push(vec![id.into(), row.stratum.into(), Cell::Precise(row.probability), part.into()]);
            }
            self.add_table("codings/sample.csv", table)?;
            self.study.codings.sample = "codings/sample.csv".into();
        }
        Ok(())
    }

    /// Lexicon, question, findings and quantifiers: those of the author are used from the package, built-in ones stand there to be read.
    fn take_definitions(&mut self, former: &Study) -> Result<()> {
        for (kind, inside, setting) in [
            ("lexicons", "", &mut self.study.themes.lexicon),
            ("lexicons/questions", "", &mut self.study.stance.question),
            ("lexicons/findings", "findings/", &mut self.study.tables.findings),
            ("lexicons/quantifiers", "quantifiers/", &mut self.study.report.quantifiers),
        ] {
            if setting.is_empty() {
                continue;
            }
            let (shown, bytes) = former.folder.read_named_bytes(kind, setting)?;
            let name = match shown.starts_with("built-in ") {
                true => format!("definitions/{inside}{}.yml", name_of(setting)),
                false => format!("definitions/{inside}{}", name_of(setting)),
            };
            if !shown.starts_with("built-in ") {
                setting.clone_from(&name);
            }
            self.files.push((name, bytes.into_owned()));
        }
        Ok(())
    }

    fn add_table(&mut self, name: &str, table: Table) -> Result<()> {
        let mut bytes = Vec::new();
        write_csv(table, &mut bytes)?;
        self.files.push((name.into(), bytes));
        Ok(())
    }

    /// The study file of the package.
    ///
    /// # Errors
    /// Where a setting cannot be written as TOML.
    pub fn study_file(&self) -> Result<String> {
        let fault = |error: toml::ser::Error| {
            Error::new(
                ErrorKind::Input,
                Place::file("plenary.toml"),
                format!("the study cannot be written: {error}"),
            )
            .remedy("Report this with the study file.")
        };
        toml::to_string(&self.study).map_err(fault)
    }
}

/// The file in which an input stands, an archive for what is packed in it, and its bytes.
fn on_disk(name: &str, former: &Study) -> Result<(PathBuf, Vec<u8>)> {
    if let Folder::BuiltIn(folder) = former.folder {
        let shown = format!("built-in {folder}/");
        let inside = name.strip_prefix(&shown).unwrap_or(name);
        return Ok((name.into(), former.folder.read(inside)?.1.into_owned()));
    }
    let path = Path::new(name).ancestors().find(|path| path.is_file()).unwrap_or(Path::new(name));
    let (_, bytes) = Folder::default().read(&path.to_string_lossy())?;
    Ok((path.into(), bytes.into_owned()))
}

/// The folder that all files have in common.
fn common_folder<'p>(mut paths: impl Iterator<Item = &'p PathBuf>) -> PathBuf {
    let folder = |path: &PathBuf| path.parent().map(Path::to_path_buf).unwrap_or_default();
    let Some(first) = paths.next().map(folder) else { return PathBuf::new() };
    paths.map(folder).fold(first, |common, other| {
        let shared = common.components().zip(other.components()).take_while(|(a, b)| a == b);
        shared.map(|(part, _)| part).collect::<Vec<Component>>().iter().collect()
    })
}

fn name_of(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.into(), |name| name.to_string_lossy().into_owned())
}

/// A row a statement and coder; coders are numbered in order of their names.
fn without_names(codings: &Codings) -> Table {
    let people = codings.people();
    let number = |coder: &str| match people.iter().position(|name| *name == coder) {
        Some(at) => format!("coder_{}", at + 1),
        None => coder.to_string(),
    };
    let variables: Vec<&str> =
        codings.variables().filter(|name| crate::codebook::is_of_codes(name)).collect();
    let columns: Vec<&str> = ["statement_id", "coder"].into_iter().chain(variables.iter().copied()).collect();
    let mut table = Table::new("codings", "", &columns);
    let coders: Vec<&str> = people.iter().copied().chain([ADJUDICATED, MACHINE]).collect();
    for statement in codings.statements() {
        for coder in &coders {
            let codes: Vec<Cell> = variables
                .iter()
                .map(|variable| codings.code(statement, coder, variable).unwrap_or_default().into())
                .collect();
            if codes.iter().any(|code| *code != Cell::Blank) {
                table.push([statement.into(), number(coder).into()].into_iter().chain(codes).collect());
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coders_are_numbers_and_codes_stay() {
        let mut codings = Codings::default();
        let text =
            "statement_id,coder,stance,note\ns1,bela,against,secret\ns1,anna,for,\ns1,adjudicated,for,\n";
        codings.add("c.csv", text.as_bytes()).unwrap();
        let table = without_names(&codings);
        let rows: Vec<String> = table
            .rows
            .iter()
            .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
            .collect();
        assert_eq!(rows, ["s1,coder_1,for", "s1,coder_2,against", "s1,adjudicated,for"]);
    }

    #[test]
    fn files_keep_the_folders_that_tell_them_apart() {
        let paths = ["a/b/x/1.txt", "a/b/y/1.txt", "a/b/2.txt"].map(PathBuf::from);
        assert_eq!(common_folder(paths.iter()), Path::new("a/b"));
        assert_eq!(common_folder([PathBuf::from("1.txt")].iter()), Path::new(""));
    }
}
