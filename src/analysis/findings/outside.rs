//! What stands outside the corpus: published counts, and the agenda of hearings.

use super::draft::{Draft, NotMade};
use super::read::Entry;
use crate::analysis::{Findings, Unit};
use crate::error::{Error, Result as Read};
use crate::lexicon::Lexicon;
use crate::spreadsheet;
use crate::statistics::share;
use crate::study::Study;
use crate::table::Cell;
use crate::text::nearest;

/// What a study supplies from outside.
#[derive(Clone, Debug, Default)]
pub struct Supplied {
    published: Vec<Published>,
    /// The themes of hearings with their notes.
    hearings: Vec<(String, String)>,
}

/// A count that was published.
#[derive(Clone, Debug, PartialEq)]
struct Published {
    finding: String,
    variable: String,
    n: usize,
    of: usize,
    source: String,
}

impl Supplied {
    /// Reads the tables that a study names.
    ///
    /// # Errors
    /// Where one cannot be read, a number is none, or a theme is not known; with its line.
    pub fn of_study(study: &Study, lexicon: &Lexicon) -> Read<Supplied> {
        let mut supplied = Supplied::default();
        if !study.tables.published.is_empty() {
            let (shown, bytes) = study.folder.read(&study.tables.published)?;
            for row in spreadsheet::read(&shown, &bytes, &["finding", "variable", "n", "of"])?.1 {
                let number = |column: &str| {
                    let text = row.cell(column).unwrap_or_default();
                    text.parse().map_err(|_| {
                        Error::definition(
                            row.place.clone(),
                            format!("`{text}` is no count in the column `{column}`"),
                        )
                        .remedy("Write whole numbers.")
                    })
                };
                supplied.published.push(Published {
                    finding: row.cell("finding").unwrap_or_default().into(),
                    variable: row.cell("variable").unwrap_or_default().into(),
                    n: number("n")?,
                    of: number("of")?,
                    source: row.cell("source").unwrap_or("the published record").into(),
                });
            }
        }
        if !study.tables.hearings.is_empty() {
            let (shown, bytes) = study.folder.read(&study.tables.hearings)?;
            for row in spreadsheet::read(&shown, &bytes, &["theme"])?.1 {
                let theme = row.cell("theme").unwrap_or_default();
                if !lexicon.coded().any(|(_, category)| category.slug == theme) {
                    let near = nearest(theme, lexicon.coded().map(|(_, category)| category.slug.as_str()));
                    let remedy = match near.is_empty() {
                        true => "docs/themes.md lists the themes.".into(),
                        false => format!("Write {}.", near.join(" or ")),
                    };
                    let found = format!("`{theme}` is no theme of the lexicon");
                    return Err(Error::definition(row.place, found).remedy(remedy));
                }
                supplied.hearings.push((theme.into(), row.cell("note").unwrap_or_default().into()));
            }
        }
        Ok(supplied)
    }
}

impl Findings<'_> {
    /// Counts beside published ones, with the difference in states and no test.
    pub(super) fn published(&self, entry: &Entry, units: &[&Unit], draft: &mut Draft) {
        draft.columns(&[
            "variable",
            "label",
            "n",
            "denominator",
            "share",
            "ci_kind",
            "published_n",
            "published_of",
            "published_share",
            "difference_in_states",
            "source",
        ]);
        let own: Vec<&Published> =
            self.supplied.published.iter().filter(|published| published.finding == entry.id).collect();
        for variable in &entry.variables {
            let n = self.count(variable, units, "");
            let known = own.iter().find(|published| {
                published.variable == variable.label || published.variable == variable.is.text
            });
            let mut row: Vec<Cell> = vec![
                variable.is.text.as_str().into(),
                variable.label.as_str().into(),
                n.into(),
                units.len().into(),
                share(n, units.len()).into(),
                "none".into(),
            ];
            if let Some(known) = known {
                let difference = n as f64 - known.n as f64;
                row.extend([known.n.into(), known.of.into(), share(known.n, known.of).into()]);
                row.extend([Cell::Precise(difference), known.source.as_str().into()]);
                draft.say(format!(
                    "{}: {n} of {} states here, {} of {} in {}.",
                    variable.label,
                    units.len(),
                    known.n,
                    known.of,
                    known.source
                ));
            }
            draft.table.push(row);
        }
        if own.is_empty() {
            if let Some(first) = entry.variables.first() {
                let n = self.count(first, units, "");
                let says = match n {
                    0 => format!("No state (of {}) is found to {}.", units.len(), first.says),
                    _ => {
                        let said = self.scale.say(n, units.len(), "states");
                        format!("{} {}.", super::phrases::capital(&said), first.says)
                    }
                };
                draft.say(says);
            }
            let mut why = NotMade::of(
                entry,
                "the published counts",
                "Name a CSV in `[tables] published`: `finding` (the id of the table), `variable` (its label), `n`, `of`, `source`.",
            );
            why.table = format!("{}, published columns", entry.id);
            draft.skipped.push(why);
        }
        draft.remarks.push(
            "difference_in_states: the count here less the published one. There is no test: a published count is no sample, and it may count other \
             statements, or group statements for states."
                .into(),
        );
    }

    /// Themes of states beside those of hearings.
    pub(super) fn agendas(&self, entry: &Entry, units: &[&Unit], draft: &mut Draft) -> Result<(), NotMade> {
        if self.supplied.hearings.is_empty() {
            let supply = "Name a CSV in `[tables] hearings`: a row a theme in a column `theme`, and where known `note`.";
            return Err(NotMade::of(entry, "the agenda of the hearings", supply));
        }
        draft.columns(&["theme", "label", "n", "denominator", "share", "in_hearings", "agenda", "note"]);
        let (mut of_states, mut of_hearings, mut of_both) = (Vec::new(), Vec::new(), 0);
        for (theme, category) in self.lexicon.coded() {
            let n = units.iter().filter(|unit| unit.depth(theme).is_some()).count();
            let heard = self.supplied.hearings.iter().find(|(slug, _)| *slug == category.slug);
            let agenda = match (n > 0, heard.is_some()) {
                (true, true) => "both",
                (true, false) => "states",
                (false, true) => "hearings",
                (false, false) => "neither",
            };
            match agenda {
                "both" => of_both += 1,
                "states" => of_states.push((n, category.label.clone())),
                "hearings" => of_hearings.push(category.label.clone()),
                _ => {}
            }
            draft.table.push(vec![
                category.slug.as_str().into(),
                category.label.as_str().into(),
                n.into(),
                units.len().into(),
                share(n, units.len()).into(),
                heard.is_some().into(),
                agenda.into(),
                heard.map_or("", |(_, note)| note).into(),
            ]);
        }
        of_states.sort_by_key(|(n, label)| (std::cmp::Reverse(*n), label.clone()));
        let most: Vec<String> =
            of_states.iter().take(5).map(|(n, label)| format!("{label} ({n} states)")).collect();
        let mut said = format!("{of_both} themes are on both agendas");
        if !of_hearings.is_empty() {
            said.push_str(&format!(
                "; of {} themes of the hearings no mention is found among states: {}",
                of_hearings.len(),
                super::phrases::in_a_row(&of_hearings)
            ));
        }
        if !most.is_empty() {
            said.push_str(&format!(
                "; {} are named by states alone, most often {}",
                of_states.len(),
                super::phrases::in_a_row(&most)
            ));
        }
        draft.say(format!("{said}."));
        draft.remarks.push(
            "agenda: who names the theme. A theme that one state names is on the agenda of states: see n."
                .into(),
        );
        Ok(())
    }
}
