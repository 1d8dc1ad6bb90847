//! What is kept of a statement after its text is let go: under 4 kB. Here people win over the machine.

use super::{CodedStatement, Taken, Uncoded};
use crate::actors::Date;
use crate::codebook::{ABSTAIN, MACHINE, Question, Verdict};
use crate::lexicon::Lexicon;
use crate::statement::{ActorKind, Metadata, Role, Statement, TextKind};
use crate::text::{Sentence, Signature};
use crate::theme::{Depth, ThemeCoding};
use compact_str::CompactString;

/// The coding of one statement, as all later stages need it.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// The statement's id.
    pub id: CompactString,
    /// The meeting.
    pub meeting: CompactString,
    /// The actor's id; empty where it is not known.
    pub actor: CompactString,
    /// The actor's name.
    pub actor_name: CompactString,
    /// What the actor is.
    pub kind: ActorKind,
    /// The state that delivered a group's statement.
    pub delivered_by: CompactString,
    /// The date that decides on groupings.
    pub date: Option<Date>,
    /// The class: people's, else the machine's; or `abstain`, or `uncodable`.
    pub stance: CompactString,
    /// The detail; may be empty, or `abstain` where people differ.
    pub detail: CompactString,
    /// The machine's class, or `abstain`, whatever people say.
    pub stance_machine: CompactString,
    /// The machine's detail.
    pub detail_machine: CompactString,
    /// The probability of the machine's class.
    pub confidence: Option<f64>,
    /// Whether a person coded the stance.
    pub is_checked: bool,
    /// Whether a person coded the detail.
    pub is_detail_checked: bool,
    /// Whether it speaks of the proposal.
    pub addresses_proposal: bool,
    /// The groups with which it aligns itself, by id.
    pub aligns_with: Vec<CompactString>,
    /// The class of the groups with which it aligns itself, `conflict` where they differ.
    pub stance_attributed: CompactString,
    /// The groups from whose stance it departs.
    pub departs_from: Vec<CompactString>,
    /// The themes: people's, else the machine's.
    pub themes: Vec<ThemeCoding>,
    /// The machine's themes where people coded them; none where nobody did.
    pub themes_machine: Option<Vec<ThemeCoding>>,
    /// Why it does not count in tables; none where it does.
    pub uncoded: Option<Uncoded>,
    /// The language of the text as ISO 639-1; empty where it cannot be told.
    pub language: CompactString,
    /// How the text renders what was said.
    pub text_kind: TextKind,
    /// The statement that counts in its place; empty where it counts itself.
    pub duplicate_of: CompactString,
    /// What tells whether two texts are versions of one.
    pub signature: Signature,
    /// What tables ask of the words.
    pub taken: Taken,
}

/// What else `statements.csv` says of a statement; let go once it is written.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// The file it was read from.
    pub source: String,
    /// What is known of it.
    pub metadata: Metadata,
    /// Words.
    pub words: usize,
    /// Sentences.
    pub sentences: usize,
    /// The class that people gave, else the most likely one.
    pub best: String,
    /// What people say; empty where nobody coded it.
    pub stance_human: String,
    /// Who gave the stance: `machine`, `adjudicated`, or `person: ` and names.
    pub coded_by: String,
    /// The probability of the machine's class.
    pub confidence: Option<f64>,
    /// What the class follows from.
    pub derived_by: String,
    /// The settled values of the facets, in the order of the question.
    pub facets: Vec<String>,
    /// The sentences that show the position.
    pub evidence: String,
    /// The passages on the proposal.
    pub passages: String,
}

/// Stands between sentences or passages that are apart.
const GAP: &str = " […] ";

impl Coded {
    /// Keeps what later stages need, and hands out the rest.
    pub fn new(statement: &Statement, coded: &CodedStatement, question: &Question) -> (Self, Details) {
        let stance = &coded.stance;
        let details = Details {
            words: coded.split.n_words(),
            sentences: coded.split.sentences.len(),
            best: stance.best.clone(),
            stance_human: String::new(),
            coded_by: MACHINE.into(),
            confidence: stance.confidence,
            derived_by: stance.derived_by.clone(),
            facets: (0..question.facets.len())
                .map(|facet| match coded.uncoded {
                    None => stance.facets.settled(question, facet).join(";"),
                    Some(_) => String::new(),
                })
                .collect(),
            evidence: coded.stance_sentences(statement).join(GAP),
            passages: coded.stance_passages(statement).join(GAP),
            source: statement.source.clone(),
            metadata: statement.metadata.clone(),
        };
        let record = Coded {
            id: statement.id.as_str().into(),
            meeting: details.metadata.meeting.as_str().into(),
            date: Date::last(&details.metadata.date),
            stance: stance.class.as_str().into(),
            detail: stance.detail.as_str().into(),
            stance_machine: stance.class.as_str().into(),
            detail_machine: stance.detail.as_str().into(),
            confidence: stance.confidence,
            addresses_proposal: stance.addresses_proposal,
            aligns_with: coded.aligns_with.iter().map(CompactString::from).collect(),
            themes: coded.weighted_themes(statement.metadata.text_kind),
            uncoded: coded.uncoded,
            language: statement.language.as_str().into(),
            text_kind: statement.metadata.text_kind,
            signature: Signature::of(coded.split.tokens.iter().map(|token| token.span.of(&statement.text))),
            ..Coded::default()
        };
        let is_chair = statement.metadata.role == Role::Chair;
        let kind = if is_chair { ActorKind::Chair } else { ActorKind::Unknown };
        (Coded { kind, ..record }, details)
    }

    /// Lets what people say win over the machine.
    ///
    /// Where they name a class and no detail, the machine's detail stands if it is of that class, and
    /// does not count as checked. Their themes are all that it has: others are taken out, and what the machine did
    /// not find is added without hits.
    pub fn heed(&mut self, details: &mut Details, verdict: Verdict, question: &Question, lexicon: &Lexicon) {
        if let Some(slugs) = &verdict.themes {
            let machine = std::mem::take(&mut self.themes);
            let given = lexicon.coded().filter(|(_, theme)| slugs.contains(&theme.slug));
            let coding = |(theme, _): (usize, _)| {
                let found = machine.iter().find(|coding| coding.theme as usize == theme);
                found.cloned().unwrap_or_else(|| ThemeCoding::by_people(theme as u16))
            };
            self.themes = given.map(coding).collect();
            self.themes_machine = Some(machine);
        }
        for (facet, value) in verdict.facets {
            details.facets[facet] = value;
        }
        let Some(stance) = verdict.stance else { return };
        let is_of_class =
            |detail: &&str| question.class_of(detail).is_some_and(|class| class.class == stance);
        let machines = Some(self.detail.as_str()).filter(is_of_class);
        let detail: CompactString = verdict.detail.as_deref().or(machines).unwrap_or_default().into();
        self.is_checked = true;
        self.is_detail_checked = verdict.detail.is_some();
        self.addresses_proposal = question.addresses(&stance, &detail).unwrap_or(self.addresses_proposal);
        self.detail = detail;
        self.stance = stance.as_str().into();
        if question.is_class(&stance) {
            details.best.clone_from(&stance);
        }
        details.derived_by = if stance == ABSTAIN { "people differ" } else { "person" }.into();
        details.coded_by = verdict.coded_by;
        details.stance_human = stance;
    }

    /// How the statement is cited: actor, speaker, meeting, date and document, as far as known.
    pub fn citation(&self, metadata: &Metadata) -> String {
        let name = if self.actor_name.is_empty() { metadata.actor.as_str() } else { &self.actor_name };
        let speaker = match metadata.speaker.is_empty() {
            true => String::new(),
            false => format!("statement by {}", metadata.speaker),
        };
        let meeting = match self.meeting.as_str() {
            "" => String::new(),
            session if session.bytes().all(|b| b.is_ascii_digit()) => format!("session {session}"),
            meeting => meeting.to_string(),
        };
        let parts = [name, &speaker, &meeting, &metadata.date, &metadata.document_symbol, &self.id];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

impl CodedStatement {
    /// The themes; how much of a summary is given to one is the reporter's doing, so that none is extended.
    fn weighted_themes(&self, kind: TextKind) -> Vec<ThemeCoding> {
        let mut themes = self.themes.clone();
        if kind == TextKind::Summary {
            themes.iter_mut().for_each(|coding| coding.depth = Depth::Brief);
        }
        themes
    }

    /// The texts of the passages on the proposal.
    fn stance_passages<'t>(&self, statement: &'t Statement) -> Vec<&'t str> {
        let text = |sentences: &[Sentence]| {
            let (first, last) = (sentences.first()?, sentences.last()?);
            statement.text.get(first.span.start as usize..last.span.end as usize)
        };
        let passages = self.stance.passages.iter();
        passages.filter_map(|passage| text(&self.split.sentences[passage.sentences.clone()])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Origin;

    #[test]
    fn people_win_and_the_machines_detail_stands_in_their_class_alone() {
        let question = Question::read(
            "question: q\nlabel: Q\nreferents: {}\nfacets: {f: {values: {a: {}}}}\nrules: [{detail: mute}]\n\
             classes: {against: {no: N}, for: {yes: Y, maybe: P}, silent: {mute: M}}\nunaddressed: [mute]",
            "q.yml",
        )
        .unwrap();
        let lexicon = Lexicon::default();
        // The machine says for, yes, and that the proposal is spoken of.
        for (stance, detail, expected) in [
            (None, None, ("for", "yes", true, false, "machine", "rule")),
            (Some("for"), Some("maybe"), ("for", "maybe", true, true, "p", "person")),
            (Some("for"), None, ("for", "yes", true, false, "p", "person")),
            (Some("against"), None, ("against", "", true, false, "p", "person")),
            (Some("silent"), Some("mute"), ("silent", "mute", false, true, "p", "person")),
            (Some("abstain"), None, ("abstain", "", true, false, "p", "people differ")),
        ] {
            let mut coded = Coded {
                stance: "for".into(),
                detail: "yes".into(),
                addresses_proposal: true,
                ..Coded::default()
            };
            let mut details = Details {
                facets: vec![String::new()],
                coded_by: "machine".into(),
                derived_by: "rule".into(),
                ..Details::default()
            };
            let verdict = Verdict {
                stance: stance.map(String::from),
                detail: detail.map(String::from),
                facets: vec![(0, "a".into())],
                coded_by: "p".into(),
                ..Verdict::default()
            };
            coded.heed(&mut details, verdict, &question, &lexicon);
            let found = (
                coded.stance.as_str(),
                coded.detail.as_str(),
                coded.addresses_proposal,
                coded.is_detail_checked,
                details.coded_by.as_str(),
                details.derived_by.as_str(),
            );
            assert_eq!(found, expected, "{stance:?} {detail:?}");
            assert_eq!(details.facets, ["a"]);
            assert_eq!(
                (coded.is_checked, details.stance_human.as_str()),
                (stance.is_some(), stance.unwrap_or(""))
            );
        }
    }

    #[test]
    fn the_themes_are_those_that_people_gave() {
        let question = Question::read(
            "question: q\nlabel: Q\nreferents: {}\nfacets: {}\nrules: [{detail: y}]\nclasses: {for: {y: Y}}",
            "q.yml",
        )
        .unwrap();
        let lexicon = Lexicon::read("poverty: [poverty]\nwar: [war]\nhealth: [health]\n", "l.yml").unwrap();
        let by_machine =
            |theme| ThemeCoding { hits: 3, origin: Origin::Lexicon, ..ThemeCoding::by_people(theme) };
        let mut coded = Coded { themes: vec![by_machine(0), by_machine(1)], ..Coded::default() };
        let themes = Some(["war", "health", "plague"].map(String::from).to_vec());
        let verdict = Verdict { themes, ..Verdict::default() };
        coded.heed(&mut Details::default(), verdict, &question, &lexicon);
        let found: Vec<_> =
            coded.themes.iter().map(|coding| (coding.theme, coding.hits, coding.origin)).collect();
        assert_eq!(found, [(1, 3, Origin::Lexicon), (2, 0, Origin::Person)]);
        assert_eq!(coded.themes_machine.map(|machine| machine.len()), Some(2));
    }
}
