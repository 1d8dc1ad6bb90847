//! The template of the report: the built-in one, or a file of the study.

use crate::error::{Error, Place, Result};
use crate::study::Study;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

const BUILT_IN: &str = include_str!("report.html");

/// A template that was read and is well formed.
pub struct Template {
    environment: Environment<'static>,
    /// The file, as errors name it.
    file: String,
}

impl Template {
    /// The template of a study, read before anything is coded.
    ///
    /// # Errors
    /// Where the study's file cannot be read, is not UTF-8, or is no valid template; with the line.
    pub fn of_study(study: &Study) -> Result<Template> {
        match study.report.template.as_str() {
            "" => Template::new("built-in report.html".into(), BUILT_IN.into()),
            file => {
                let (shown, bytes) = study.folder.read(file)?;
                let text = String::from_utf8(bytes.into_owned()).map_err(|_| {
                    Error::definition(Place::file(&shown), "the file is not UTF-8")
                        .remedy("Save it as UTF-8.")
                })?;
                Template::new(shown, text)
            }
        }
    }

    fn new(file: String, text: String) -> Result<Template> {
        let mut environment = Environment::new();
        // Whatever the file is called, texts of statements must not become markup.
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let added = environment.add_template_owned(NAME.to_string(), text);
        added.map_err(|error| fault(&file, &error))?;
        Ok(Template { environment, file })
    }

    /// The page of a context.
    ///
    /// # Errors
    /// Where the template asks for what the context has not.
    pub fn render(&self, context: &impl Serialize) -> Result<String> {
        let page = self.environment.get_template(NAME).and_then(|page| page.render(Serde(context)));
        page.map_err(|error| fault(&self.file, &error))
    }
}

/// The template's name inside its environment.
const NAME: &str = "report";

fn fault(file: &str, error: &minijinja::Error) -> Error {
    let place = Place { line: error.line().map(|line| line as u64), ..Place::file(file) };
    let found = match error.detail() {
        Some(detail) => format!("the template of the report is not valid: {detail}"),
        None => format!("the template of the report is not valid: {}", error.kind()),
    };
    Error::definition(place, found).remedy("docs/report.md lists what a template can print.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(text: &str) -> Result<String> {
        Template::new("mine.html".into(), text.into())?.render(&serde_json::json!({"title": "<b>&"}))
    }

    #[test]
    fn texts_are_escaped_and_faults_name_file_and_line() {
        assert_eq!(render("<h1>{{ title }}</h1>").unwrap(), "<h1>&lt;b&gt;&amp;</h1>");
        for (text, line) in [("\n{% if %}", 2), ("\n\n{{ titel }}", 3)] {
            let error = render(text).unwrap_err();
            assert_eq!((error.place.file.as_str(), error.place.line), ("mine.html", Some(line)), "{error}");
        }
    }
}
