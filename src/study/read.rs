//! A study from a study file, and from the manifest of a run.

use super::Study;
use super::files::Folder;
use crate::error::{Error, ErrorKind, Place, Result};

impl Study {
    /// Reads a study file from a folder.
    ///
    /// # Errors
    /// Where the file cannot be read, is not valid TOML, or has an unknown key; with the line.
    pub fn read(folder: Folder, name: &str) -> Result<Study> {
        let (shown, bytes) = folder.read(name)?;
        let text = String::from_utf8_lossy(&bytes);
        let mut study = Study::parse(&text, &shown)?;
        study.folder = folder;
        Ok(study)
    }

    /// The settings as a manifest keeps them: the keys of a study file, and the folder.
    pub fn options(&self) -> serde_json::Value {
        let mut options = serde_json::to_value(self).unwrap_or_default();
        options["folder"] = self.folder.to_string().into();
        options
    }

    /// The study of a manifest's options; `file` names the manifest in errors.
    ///
    /// # Errors
    /// Where they are not the options of this version.
    pub fn of_options(options: &serde_json::Value, file: &str) -> Result<Study> {
        let folder = Folder::named(options["folder"].as_str().unwrap_or_default());
        let mut options = options.clone();
        options.as_object_mut().map(|keys| keys.remove("folder"));
        let fault = |error: serde_json::Error| {
            let found = format!("its options are not those of this version of plenary ({error})");
            Error::new(ErrorKind::Input, Place::file(file), found).remedy("Run `plenary run` again.")
        };
        let study: Study = serde_json::from_value(options).map_err(fault)?;
        Ok(Study { folder, ..study })
    }

    /// Reads a study from text; `file` names it in errors.
    pub fn parse(text: &str, file: &str) -> Result<Study> {
        toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| text[..span.start].matches('\n').count() as u64 + 1);
            let place = Place { line, ..Place::file(file) };
            Error::definition(place, error.message().to_string())
                .remedy("`plenary init` writes a study file with every key explained.")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::TEMPLATE;

    #[test]
    fn the_template_documents_every_key_with_its_default() {
        let mut study = Study::parse(TEMPLATE, "template").unwrap();
        assert!(!study.statements.input.is_empty());
        study.statements.input.clear();
        assert_eq!(study, Study::default());
        // Debug prints every field of every section: each must stand in the template.
        let keys = format!("{:?}", Study::default());
        for key in keys
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|word| keys.contains(&format!(" {word}: ")))
        {
            let is_internal = ["folder"].contains(&key);
            let stands = TEMPLATE.contains(&format!("{key} = ")) || TEMPLATE.contains(&format!("{key}]"));
            assert!(is_internal || stands, "`{key}` is not documented in data/study-template.toml");
        }
    }

    #[test]
    fn a_manifest_gives_the_study_back() {
        let mut study = Study::parse("[study]\ntitle = 'x'\n[themes]\nextended_share = 0.3\n", "s").unwrap();
        for folder in [Folder::BuiltIn("data/example"), Folder::default(), Folder::Disk("a/b".into())] {
            study.folder = folder;
            assert_eq!(Study::of_options(&study.options(), "m").unwrap(), study);
        }
        let older = serde_json::json!({"title": "x", "input": []});
        assert!(Study::of_options(&older, "m").unwrap_err().to_string().contains("title"));
    }

    #[test]
    fn unknown_keys_are_errors_with_a_line() {
        let error = Study::parse("[study]\ntitel = \"x\"\n", "plenary.toml").unwrap_err();
        assert_eq!(error.place.line, Some(2));
        assert!(error.to_string().contains("titel"), "{error}");
    }
}
