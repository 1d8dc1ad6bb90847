//! The template of the report: the built-in one, or a file of the study; what is long reaches it an item at a time.

use crate::error::{Error, Place, Result};
use crate::study::Study;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::{Serialize, Serializer};
use std::error::Error as _;
use std::io::Write;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

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

    /// Writes the page of a context.
    ///
    /// # Errors
    /// Where the template asks for what the context has not, or writing fails.
    pub fn render(&self, context: &impl Serialize, out: &mut impl Write) -> Result<()> {
        let written = self
            .environment
            .get_template(NAME)
            .and_then(|page| page.render_captured_to(Serde(context), &mut *out));
        match written {
            Ok(_) => out.flush().map_err(|cause| Error::io("report.html".as_ref(), &cause)),
            Err(error) => match error.source().and_then(|cause| cause.downcast_ref::<std::io::Error>()) {
                Some(cause) => Err(Error::io("report.html".as_ref(), cause)),
                None => Err(fault(&self.file, &error)),
            },
        }
    }
}

/// A list whose items a template sees one at a time: as its values all would take many times their memory.
#[derive(Clone, Debug)]
pub struct Lazy<T>(Arc<Vec<T>>);

impl<T> From<Vec<T>> for Lazy<T> {
    fn from(items: Vec<T>) -> Self {
        Lazy(Arc::new(items))
    }
}

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> Deref for Lazy<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T: Clone> DerefMut for Lazy<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        Arc::make_mut(&mut self.0)
    }
}

impl<T: Serialize + Send + Sync + 'static> Serialize for Lazy<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items = Value::make_object_iterable(Arc::clone(&self.0), |items| {
            Box::new(items.iter().map(|item| Value::from(Serde(item))))
        });
        items.serialize(serializer)
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
    use std::collections::BTreeMap;

    fn render(text: &str) -> Result<String> {
        let mut page = Vec::new();
        let context = BTreeMap::from([("title", Lazy::from(vec!["<b>&"]))]);
        Template::new("mine.html".into(), text.into())?.render(&context, &mut page)?;
        Ok(String::from_utf8(page).unwrap())
    }

    #[test]
    fn texts_are_escaped_and_faults_name_file_and_line() {
        let page = render("{% for part in title %}<h1>{{ part }}</h1>{% endfor %}").unwrap();
        assert_eq!(page, "<h1>&lt;b&gt;&amp;</h1>");
        for (text, line) in [("\n{% if %}", 2), ("\n\n{{ titel }}", 3)] {
            let error = render(text).unwrap_err();
            assert_eq!((error.place.file.as_str(), error.place.line), ("mine.html", Some(line)), "{error}");
        }
    }
}
