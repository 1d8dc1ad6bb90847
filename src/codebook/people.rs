//! What people say of statements, in the codes of a question.
//!
//! Owns what of their codings stands where they differ.

use super::{
    ABSTAIN, ADJUDICATED, Codings, DETAIL, FinalCode, Given, MACHINE, NONE, Question, STANCE, THEMES,
};
use crate::error::{Diagnostic, Error, ErrorKind, Place, Result, Severity};
use crate::lexicon::Lexicon;
use crate::text::did_you_mean;
use std::collections::BTreeMap;

/// The codings of people, each code one of a question; empty where nobody coded.
#[derive(Clone, Debug, Default)]
pub struct People {
    codings: Codings,
}

/// What people say of one statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// A class, [`super::UNCODABLE`], or [`ABSTAIN`] where people differ; none where nobody coded it.
    pub stance: Option<String>,
    /// A detail of that class, or [`ABSTAIN`] where people differ; none where nobody named one.
    pub detail: Option<String>,
    /// The themes that people coded, by slug in order of the alphabet; none where nobody coded themes or
    /// people differ on them.
    pub themes: Option<Vec<String>>,
    /// The facets that people coded, by number in the question, several values joined by `;`.
    pub facets: Vec<(usize, String)>,
    /// Who gave the stance: `adjudicated`, or `person: ` and the names.
    pub coded_by: String,
    /// A warning for each variable on which people differ.
    pub differences: Vec<Diagnostic>,
}

impl People {
    /// Takes codings as those of a question, and says what is wrong with them, in order of place.
    ///
    /// A code in another case is taken for the question's; a detail gives its class, and a class its
    /// only detail. A code that cannot be used is a reject, a column that the question does not have a
    /// warning. The machine's codes are not looked at.
    pub fn new(mut codings: Codings, question: &Question) -> (People, Vec<Diagnostic>) {
        let found = super::codes::check(&mut codings, question);
        (People { codings }, found)
    }

    /// The same where all codes can be used, with what is doubtful.
    ///
    /// # Errors
    /// Where codes cannot be used: it names the first, and says how many there are.
    pub fn valid(codings: Codings, question: &Question) -> Result<(People, Vec<Diagnostic>)> {
        let (people, found) = People::new(codings, question);
        let (refused, doubts): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|found| found.severity == Severity::Reject);
        match refused.first() {
            None => Ok((people, doubts)),
            Some(first) => {
                let found = format!("{}; {} codes by people cannot be used", first.reason(), refused.len());
                Err(Error::new(ErrorKind::Input, first.place.clone(), found)
                    .remedy("`plenary run --codings FILE` names each of them."))
            }
        }
    }

    /// A warning for each theme that people code and the lexicon does not have, where it stands first.
    pub fn unknown_themes(&self, lexicon: &Lexicon) -> Vec<Diagnostic> {
        let known: Vec<&str> = lexicon.coded().map(|(_, theme)| theme.slug.as_str()).collect();
        let mut unknown: BTreeMap<&str, &Place> = BTreeMap::new();
        let codes = self.codings.rows().filter(|(_, coder, _)| *coder != MACHINE);
        for code in codes.filter_map(|(_, _, codes)| codes.get(THEMES)) {
            for theme in code.value.split(';').filter(|theme| !theme.is_empty() && !known.contains(theme)) {
                let place = unknown.entry(theme).or_insert(&code.place);
                *place = (*place).min(&code.place);
            }
        }
        let warning = |(theme, place): (&str, &Place)| {
            let found = format!("people code the theme `{theme}`, which the lexicon does not have");
            let elsewhere = "Its themes stand in the codebook of `plenary sample`";
            let remedy = did_you_mean(theme, known.iter().copied(), elsewhere);
            Diagnostic::warning(place.clone(), found).remedy(remedy)
        };
        unknown.into_iter().map(warning).collect()
    }

    /// What people say of a statement, by the rules of [`Codings::final_code`].
    pub fn verdict(&self, statement: &str, question: &Question) -> Verdict {
        let mut verdict = Verdict::default();
        for (facet, definition) in question.facets.iter().enumerate() {
            let settled = self.settle(statement, &definition.variable, &mut verdict.differences);
            verdict.facets.extend(settled.map(|(value, _)| (facet, value)));
        }
        let themes = self.settle(statement, THEMES, &mut verdict.differences);
        verdict.themes = themes.filter(|(themes, _)| themes != ABSTAIN).map(|(themes, _)| {
            themes.split(';').filter(|theme| !theme.is_empty()).map(String::from).collect()
        });
        let Some((stance, coders)) = self.settle(statement, STANCE, &mut verdict.differences) else {
            return verdict;
        };
        if question.is_class(&stance) {
            let is_own = |detail: &str| {
                detail == ABSTAIN || question.class_of(detail).is_some_and(|c| c.class == stance)
            };
            let detail = self.settle(statement, DETAIL, &mut verdict.differences).map(|(detail, _)| detail);
            verdict.detail = detail.filter(|detail| is_own(detail));
        }
        verdict.coded_by = match coders[..] {
            [ADJUDICATED] => ADJUDICATED.into(),
            _ => format!("person: {}", coders.join("; ")),
        };
        verdict.stance = Some(stance);
        verdict
    }

    /// The code that stands, and who gave one; `abstain` and a warning where people differ.
    fn settle(
        &self,
        statement: &str,
        variable: &str,
        told: &mut Vec<Diagnostic>,
    ) -> Option<(String, Vec<&str>)> {
        let (code, given) = match self.codings.final_code(statement, variable) {
            FinalCode::Missing => return None,
            FinalCode::Settled(given) => (given.first()?.code.to_string(), given),
            FinalCode::Differ(given) => {
                told.push(differ(statement, variable, &given));
                (ABSTAIN.to_string(), given)
            }
        };
        Some((code, given.iter().map(|given| given.coder).collect()))
    }

    /// A reject for each coded statement that was not read; `was_read` tells of an id, `known` are all.
    pub fn not_read<'k>(
        &self,
        was_read: impl Fn(&str) -> bool,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = Vec::new();
        let mut last = "";
        for (statement, coder, codes) in self.codings.rows().filter(|(id, ..)| !was_read(id)) {
            let Some(place) = codes.values().map(|code| &code.place).min() else { continue };
            if coder == MACHINE || statement == last {
                continue;
            }
            last = statement;
            let copy =
                "Copy the statement_id from statements.csv; a statement that was refused cannot be coded";
            let remedy = did_you_mean(statement, known.clone(), copy);
            let what =
                format!("no statement `{statement}` was read, so that its codes by people are not used");
            found.push(Diagnostic::reject(place.clone(), what).remedy(remedy));
        }
        found
    }
}

fn differ(statement: &str, variable: &str, given: &[Given]) -> Diagnostic {
    let who: Vec<String> =
        given.iter().map(|given| format!("{} says {}", given.coder, shown(given.code))).collect();
    let place = given.iter().map(|given| given.place).max().cloned().unwrap_or_default();
    let found = format!("people differ on {variable} of `{statement}`: {}", who.join(", "));
    Diagnostic::warning(place, found)
        .remedy(format!("It is {ABSTAIN} until a row of the coder `{ADJUDICATED}` settles it"))
}

fn shown(code: &str) -> &str {
    if code.is_empty() { NONE } else { code }
}

#[cfg(test)]
mod tests {
    use super::super::TRIAL;
    use super::*;

    fn people(text: &str) -> (Question, People, Vec<String>) {
        let question = Question::read(TRIAL, "q.yml").unwrap();
        let mut codings = Codings::default();
        codings.add("c.csv", text.as_bytes()).unwrap();
        let (people, found) = People::new(codings, &question);
        let label =
            |found: &Diagnostic| if found.severity == Severity::Reject { "refused" } else { "warning" };
        let found = found.iter().map(|found| format!("{} {found}", label(found))).collect();
        (question, people, found)
    }

    #[test]
    fn the_final_code_follows_from_all_rows() {
        for (rows, stance, detail, coded_by) in [
            ("s,anna,for,\n", "for", "-", "person: anna"),
            ("s,anna,,yes\n", "for", "yes", "person: anna"),
            ("s,anna,against,\n", "against", "no", "person: anna"),
            ("s,anna,FOR,Yes\ns,bela,for,\n", "for", "yes", "person: anna; bela"),
            ("s,anna,for,yes\ns,bela,for,maybe\n", "for", "abstain", "person: anna; bela"),
            ("s,anna,for,yes\ns,bela,against,\n", "abstain", "-", "person: anna; bela"),
            ("s,anna,for,yes\ns,bela,against,\ns,Adjudicated,for,maybe\n", "for", "maybe", "adjudicated"),
            ("s,anna,for,yes\ns,adjudicated,silent,\n", "silent", "mute", "adjudicated"),
            ("s,anna,against,\ns,adjudicated,for,\n", "for", "-", "adjudicated"),
            ("s,anna,uncodable,\n", "uncodable", "-", "person: anna"),
            ("s,machine,nonsense,\n", "-", "-", ""),
            ("t,anna,for,\n", "-", "-", ""),
        ] {
            let (question, people, found) =
                people(&format!("statement_id,coder,stance,stance_detail\n{rows}"));
            assert!(found.is_empty(), "{found:?}");
            let verdict = people.verdict("s", &question);
            let shown = |code: &Option<String>| code.clone().unwrap_or("-".into());
            let given = (shown(&verdict.stance), shown(&verdict.detail), verdict.coded_by.as_str());
            assert_eq!(given, (stance.to_string(), detail.to_string(), coded_by), "{rows}");
            assert_eq!(verdict.differences.is_empty(), stance != "abstain" && detail != "abstain", "{rows}");
        }
    }

    #[test]
    fn facets_are_sets_where_the_question_says_so() {
        let text = "statement_id,coder,venue,nature\ns,anna,open,light;Free\ns,bela,,free|light\nt,anna,un,none\nt,bela,own,none\n";
        let (question, people, _) = people(text);
        assert_eq!(people.verdict("s", &question).facets, [(0, "open".into()), (1, "free;light".into())]);
        let verdict = people.verdict("t", &question);
        assert_eq!(verdict.facets, [(0, "abstain".into()), (1, String::new())]);
        assert_eq!((verdict.stance, verdict.coded_by.as_str()), (None, ""));
        let told = verdict.differences[0].to_string();
        assert!(
            told.starts_with("c.csv, line 5: people differ on venue of `t`: anna says un, bela says own."),
            "{told}"
        );
        assert!(told.contains("`adjudicated`"), "{told}");
    }

    #[test]
    fn themes_are_a_set_and_what_review_writes_beside_codes_is_no_fault() {
        let text = "statement_id,coder,revision,stance,themes,evidence,note\ns,anna,1,for,b;a|b,0-3 for,x\n\
                    s,bela,1,for,a;b,,\nt,anna,1,for,none,,\nu,anna,1,for,a,,\nu,bela,1,for,b,,\nv,anna,1,for,,,\n";
        let (question, people, found) = {
            let mut codings = Codings::default();
            codings.add("c.csv", text.as_bytes()).unwrap();
            let question = Question::read(TRIAL, "q.yml").unwrap();
            let (people, found) = People::new(codings, &question);
            (question, people, found)
        };
        assert!(found.is_empty(), "{found:?}");
        let themes = |id: &str| people.verdict(id, &question).themes.map(|themes| themes.join(";"));
        let of = ["s", "t", "u", "v"].map(themes);
        assert_eq!(of, [Some("a;b".into()), Some(String::new()), None, None]);
        assert_eq!(people.verdict("u", &question).differences.len(), 1);
    }

    #[test]
    fn a_statement_that_was_not_read_is_refused_once() {
        let text = "statement_id,coder,stance\nMEX_61,machine,x\nMEX_61,anna,for\nMEX_61,bela,for\nPER_61,anna,for\nNIL,anna,\n";
        let (_, people, _) = people(text);
        let known = ["PER_61", "MEX_62"];
        let found = people.not_read(|id| known.contains(&id), known.into_iter());
        assert_eq!(found.len(), 1, "{found:?}");
        let found = found[0].to_string();
        assert!(found.starts_with("c.csv, line 3: no statement `MEX_61` was read"), "{found}");
        assert!(found.contains("Did you mean MEX_62"), "{found}");
    }
}
