//! The page in plain words, and its sections on class, rule, groups and themes.

use super::{Subject, cell};
use crate::codebook::Question;
use crate::stance::{NO_NAME, Part, SURE, Stance};

/// The width of lines, in characters.
const WIDTH: usize = 100;

impl Subject<'_> {
    /// The whole page.
    pub(super) fn page(&self) -> String {
        let sections = [
            self.head(),
            self.class(),
            self.passages(),
            self.facets(),
            self.rule(),
            self.model(),
            self.attribution(),
            self.themes(),
        ];
        sections.join("\n")
    }

    pub(super) fn stance(&self) -> &Stance {
        &self.coded.stance
    }

    pub(super) fn question(&self) -> &Question {
        &self.coder.stance.question
    }

    fn head(&self) -> String {
        let row = &self.rows.own;
        let notice = match self.study.study.notice.as_str() {
            "" => String::new(),
            notice => format!(" ({notice})"),
        };
        let mut page = lines("", &format!("{}{notice}", cell(row, "citation")));
        page += &lines("", &format!("Source: {}", self.statement.source));
        page + &lines("", &format!("Question: {}", self.question().label))
    }

    fn class(&self) -> String {
        let stance = self.stance();
        let mut page = match stance.detail.as_str() {
            "" => format!("CLASS: {}\n", stance.class),
            detail => format!("CLASS: {}, {}\n", stance.class, self.detail(detail)),
        };
        if let Some(confidence) = stance.confidence {
            page += &lines("  ", &format!("Confidence in {}: {confidence:.2}.", stance.best));
        }
        page += &lines("  ", &self.join());
        if !cell(&self.rows.own, "stance_human").is_empty() {
            let human = cell(&self.rows.own, "stance_human");
            page += &lines("  ", &format!("A person coded it {human}: all tables take that."));
        }
        page
    }

    /// How cues and model were joined, or why no class was given.
    fn join(&self) -> String {
        let (stance, question) = (self.stance(), self.question());
        if stance.derived_by == NO_NAME {
            return format!(
                "Taken to be on something else: outside a meeting on the topic a position needs a name that only the \
                 proposal has, or a confidence of {SURE}, and there is neither. The cues alone say {}.",
                stance.by_cues.detail
            );
        }
        if stance.parts.is_empty() && stance.confidence.is_none() {
            return format!("The class follows from the cues by the rule below. {}", self.unread());
        }
        let cues = format!("the cues alone say {}", stance.by_cues.detail);
        let likeliest = question.likeliest_detail(&stance.best, &stance.probabilities);
        let by_cues = question.class_of(&stance.by_cues.detail).map_or("", |class| &class.class);
        let apart = if by_cues == stance.best { "differ in the detail" } else { "contradict each other" };
        let is_same = likeliest == stance.by_cues.detail;
        let differ = if is_same { String::new() } else { format!(" Cues and model {apart}: {cues}.") };
        match (stance.class.as_str(), stance.derived_by.as_str()) {
            ("abstain", "low confidence") => format!(
                "Left to a person, for low confidence: the likeliest class has less than the {} that the study asks \
                 for (least_confidence).{differ}",
                self.study.stance.least_confidence
            ),
            ("abstain", _) => format!("{}{differ}", self.missing_cue()),
            (_, "model") if stance.detail != likeliest => format!(
                "Derived by the model: one part ({}) is likelier than not {}, which no cue shows; over the whole \
                 statement {likeliest} is likeliest.",
                self.part_with_most(&stance.detail),
                stance.detail
            ),
            (_, "model") => format!("Derived by the model: its likeliest detail is {likeliest}.{differ}"),
            (_, rule) if is_same => {
                format!("Derived by {rule}: cues and model say the same detail, {likeliest}.")
            }
            (_, rule) => format!(
                "Derived by {rule}: the model's likeliest detail is {likeliest} and {cues}; neither speaks of the \
                 proposal, and a wish for dialogue counts anywhere."
            ),
        }
    }

    /// The place of the part in which the model finds a detail most likely.
    fn part_with_most(&self, detail: &str) -> String {
        let number = self.question().classes.iter().position(|class| class.detail == detail);
        let probability = |part: &&Part| number.map_or(0.0, |number| part.probabilities[number]);
        let parts = self.stance().parts.iter();
        let most = parts.max_by(|a, b| probability(a).total_cmp(&probability(b)));
        most.map_or_else(String::new, |part| self.place(&part.sentences))
    }

    /// Why no model read the statement.
    pub(super) fn unread(&self) -> &'static str {
        match self.coder.stance.model() {
            None => "There is no model of this question.",
            Some(_) => "Nothing in it names the proposal, so the model read nothing.",
        }
    }

    /// What is lacking for the likeliest class elsewhere than at a meeting on the topic.
    fn missing_cue(&self) -> String {
        let (stance, question) = (self.stance(), self.question());
        let needs = question.needs.iter().filter(|(class, ..)| *class == stance.best);
        let wanted: Vec<String> = needs
            .map(|(_, facet, values)| {
                format!("a cue that {} is {}", question.facets[*facet].variable, values.join(" or "))
            })
            .collect();
        format!(
            "Left to a person, for a cue is missing: outside a meeting on the topic, {} needs a confidence of {SURE}, or \
             {}.",
            stance.best,
            wanted.join(" and ")
        )
    }

    fn rule(&self) -> String {
        let question = self.question();
        let mut page = String::from("RULE THAT FIRED on the facets\n");
        page += &match question.deciding_rule(&self.stance().facets) {
            None => lines("  ", "None of the question's rules holds."),
            Some(index) => {
                let rule = &question.rules[index];
                let words = question.rule_in_words(rule);
                let n = question.rules.len();
                lines(
                    "  ",
                    &format!(
                        "{} (rule {} of {n}, the first that holds): {words}.",
                        rule.derived_by,
                        index + 1
                    ),
                )
            }
        };
        page
    }

    fn attribution(&self) -> String {
        let row = &self.rows.own;
        let mut page = String::from("WHAT GROUPS ADD (never merged with its own words)\n");
        let aligned: Vec<String> = self.coded.aligns_with.iter().map(|id| self.group(id)).collect();
        page += &match aligned.is_empty() {
            true => lines("  ", "It aligns itself with no group's statement."),
            false => lines("  ", &format!("It aligns itself with {}.", aligned.join("; "))),
        };
        let attributed = cell(row, "stance_attributed");
        if !attributed.is_empty() {
            page += &lines("  ", &format!("Attributed stance: {attributed}."));
        }
        let departs = cell(row, "departs_from_group").split(';').filter(|id| !id.is_empty());
        let departs: Vec<String> = departs.map(|id| self.group(id)).collect();
        if !departs.is_empty() {
            page += &lines("  ", &format!("Its own stance departs from that of {}.", departs.join("; ")));
        }
        for other in &self.rows.others {
            let (id, stance) = (cell(other, "statement_id"), cell(other, "stance"));
            let note = "of several statements tables take the firmest stance, contradictory ones abstain";
            page += &lines("  ", &format!("The same actor at this meeting: {id}, {stance} ({note})."));
        }
        page
    }

    /// A group by name, with its statement and stance at the meeting.
    fn group(&self, id: &str) -> String {
        let name = self.actors.get(id).map_or(id, |actor| &actor.name);
        let own: Vec<String> = self
            .rows
            .groups
            .iter()
            .filter(|row| cell(row, "actor") == name)
            .map(|row| format!("{}: {}", cell(row, "statement_id"), cell(row, "stance")))
            .collect();
        match own.is_empty() {
            true => format!("{name} (no statement of it at this meeting)"),
            false => format!("{name} ({})", own.join(", ")),
        }
    }

    fn themes(&self) -> String {
        let mut page = String::from("THEMES (each hit is in evidence.csv)\n");
        if self.coded.themes.is_empty() {
            page += "  None.\n";
        }
        for coding in &self.coded.themes {
            let category = &self.coder.themes.lexicon.categories[coding.theme as usize];
            let position = coding.position.map_or("", |position| &category.positions[position as usize].0);
            let position = if position.is_empty() { String::new() } else { format!(", position {position}") };
            let plural = if coding.hits == 1 { "hit" } else { "hits" };
            let depth = coding.depth.name();
            page += &lines("  ", &format!("{}: {} {plural}, {depth}{position}", category.slug, coding.hits));
        }
        page
    }

    /// A detail with its label.
    fn detail(&self, detail: &str) -> String {
        let label = self.question().class_of(detail).map_or("", |class| class.label.as_str());
        format!("{detail} ({label})")
    }
}

/// A text in lines of at most `WIDTH` characters: the first after its mark, the others below its words.
pub(super) fn lines(mark: &str, text: &str) -> String {
    let below = " ".repeat(mark.chars().count());
    let mut page = mark.to_string();
    let mut length = below.len();
    for (i, word) in text.split_whitespace().enumerate() {
        let n = word.chars().count();
        if i > 0 && length + 1 + n > WIDTH {
            page.push('\n');
            page.push_str(&below);
            length = below.len();
        } else if i > 0 {
            page.push(' ');
            length += 1;
        }
        page.push_str(word);
        length += n;
    }
    page.push('\n');
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_hang() {
        assert_eq!(lines("  - ", "one two"), "  - one two\n");
        let long = lines("- ", &"word ".repeat(30));
        assert!(long.lines().all(|line| line.len() <= WIDTH) && long.lines().count() == 2);
        assert!(long.lines().nth(1).unwrap().starts_with("  word"));
    }
}
