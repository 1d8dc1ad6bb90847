//! One statement coded: its themes and its position, with every hit and cue.

mod excerpt;
mod ledger;
mod quotation;
mod record;
mod taken;
mod title;
mod uncoded;

pub use excerpt::{Excerpt, Mark, excerpts};
pub use ledger::{BY_PERSON, Evidence};
pub use quotation::Quoted;
pub use record::{Coded, Details};
pub use taken::{Quote, Shows, Taken, Wanted};
pub use uncoded::Uncoded;

use crate::actors::{ActorTable, find_named};
use crate::codebook::{Facets, Question};
use crate::error::{Diagnostic, Error, Place, Result};
use crate::lexicon::{Context, Lexicon, PatternSet, WordMemory, formats, read_patterns};
use crate::model::{LabelModel, LabelRecord, Model, Record};
use crate::stance::{Stance, StanceCoder, Terms};
use crate::statement::{ActorKind, Role, Statement};
use crate::study::{Study, ThemeCoder as ByModel, built_in};
use crate::text::Segmented;
use crate::theme::{self, Found, Judge, Proposal, ThemeCoder, ThemeCoding, ThemeHit, ThemeMemory};
use crate::wording::Mask;
use crate::yaml::Node;
use std::sync::Arc;
use title::Titles;

/// All that codes statements, ready and shared by all threads.
pub struct Coder {
    /// Themes.
    pub themes: ThemeCoder,
    /// Positions.
    pub stance: StanceCoder,
    /// What the format of the lexicon makes doubtful.
    pub notes: Vec<Diagnostic>,
    context: Context,
    groups: Arc<Finder>,
    titles: Arc<Titles>,
    alignment: PatternSet,
    language: String,
    codes_chair: bool,
}

/// What a study asks, without what answers it.
#[derive(Clone, Debug)]
pub struct Definitions {
    /// The question.
    pub question: Question,
    /// The lexicon of themes.
    pub lexicon: Lexicon,
    /// How the model of positions was trained; none without one.
    pub record: Option<Record>,
    /// How the model of themes was trained.
    pub theme_record: Option<LabelRecord>,
}

/// Finds the actors of a kind that a text names.
type Finder = dyn Fn(&str) -> Vec<String> + Send + Sync;

/// The words that a thread has seen, for each set of patterns.
#[derive(Default)]
pub struct Memory {
    themes: ThemeMemory,
    context: WordMemory,
    stance: [WordMemory; 2],
    alignment: WordMemory,
}

/// A statement coded.
#[derive(Debug)]
pub struct CodedStatement {
    /// Sentences and words.
    pub split: Segmented,
    /// All hits of the themes' patterns.
    pub hits: Vec<ThemeHit>,
    /// The themes that the model finds besides.
    pub proposals: Vec<Proposal>,
    /// The themes.
    pub themes: Vec<ThemeCoding>,
    /// The position.
    pub stance: Stance,
    /// The groups with whose statement it aligns itself, by id.
    pub aligns_with: Vec<String>,
    /// Why it was not coded; none where it was.
    pub uncoded: Option<Uncoded>,
}

impl Coder {
    /// Makes a study's lexicon, question and model ready.
    ///
    /// # Errors
    /// Where one of them cannot be read or is not valid.
    pub fn new(study: &Study, actors: &ActorTable) -> Result<Coder> {
        Coder::with_model(study, actors, |question| stance_model(study, question))
    }

    /// The same with a model of the caller's, or none.
    pub fn with_model(
        study: &Study,
        actors: &ActorTable,
        model: impl Fn(&Question) -> Result<Option<Model>>,
    ) -> Result<Coder> {
        let (lexicon, mut notes) = formats::read_named(&study.folder, &study.themes.lexicon)?;
        let judge =
            theme_model(study, &mut notes)?.map(|model| Judge::new(model, &lexicon, Mask::new(actors)));
        let themes = ThemeCoder::new(lexicon, judge, &study.themes);
        let (shown, text) = study.folder.read_named("lexicons/questions", &study.stance.question)?;
        let question = Question::read(&text, &shown)?;
        let model = model(&question)?;
        let (shown, text) = study.folder.read_named("lexicons/marks", "context")?;
        let context = Context::read(&text, &shown)?;
        let alignment = marks(study, "alignment")?;
        Ok(Coder {
            themes,
            stance: StanceCoder::new(question, Mask::new(actors), model, study.stance.least_confidence),
            notes,
            context,
            groups: Arc::new(find_named(actors, ActorKind::Group)),
            titles: Arc::new(Titles::new(actors)),
            alignment,
            language: study.study.language.clone(),
            codes_chair: study.statements.chair,
        })
    }

    /// What the tables need of it; patterns and models are let go, and with them half of the memory of a run.
    pub fn into_definitions(self) -> Definitions {
        let record = self.stance.model().map(|model| model.record.clone());
        let theme_record = self.themes.judge().map(|judge| judge.record.clone());
        Definitions { question: self.stance.question, lexicon: self.themes.lexicon, record, theme_record }
    }

    /// Codes one statement, unless it is the chair's or in another language than the lexicons.
    pub fn code(&self, statement: &Statement, memory: &mut Memory) -> CodedStatement {
        let text = statement.text.as_str();
        let split = Segmented::new(text);
        if let Some(why) = self.uncoded(statement) {
            return CodedStatement::uncoded(split, why, &self.stance.question);
        }
        let reading = self.context.reading(text, &split, &mut memory.context);
        let meeting = &statement.metadata.meeting;
        let Found { hits, proposals, themes, .. } = self.themes.code(&reading, meeting, &mut memory.themes);
        let stance = self.stance.code(&reading, meeting, &mut memory.stance);
        let aligns_with = self.aligns_with(text, &split, &mut memory.alignment);
        CodedStatement { split, hits, proposals, themes, stance, aligns_with, uncoded: None }
    }

    /// The one state that the title of a text names, by id.
    pub fn named_in_title(&self, text: &str) -> Option<String> {
        self.titles.state(text)
    }

    /// Why a statement is not coded; none where it is.
    fn uncoded(&self, statement: &Statement) -> Option<Uncoded> {
        if statement.metadata.role == Role::Chair && !self.codes_chair {
            return Some(Uncoded::Chair);
        }
        let is_foreign = !statement.language.is_empty() && statement.language != self.language;
        is_foreign.then_some(Uncoded::Language)
    }

    /// What the model's terms say for the detail of a coded statement; see [`StanceCoder::terms`].
    pub fn terms(&self, statement: &Statement, coded: &CodedStatement, memory: &mut Memory) -> Option<Terms> {
        let reading = self.context.reading(&statement.text, &coded.split, &mut memory.context);
        self.stance.terms(&reading, &coded.stance, &mut memory.stance)
    }

    /// The features of a text that speaks of the proposal throughout, and the facets that its cues show.
    pub fn features_of_passage(&self, text: &str, memory: &mut Memory) -> (Vec<String>, Facets) {
        let split = Segmented::new(text);
        let reading = self.context.reading(text, &split, &mut memory.context);
        self.stance.features_of_passage(&reading, &mut memory.stance[1])
    }

    /// The features of a text that is one sentence, for the model of themes, and what the lexicon finds in it.
    pub fn features_of_sentence(&self, text: &str, memory: &mut Memory) -> (Vec<String>, Found) {
        let split = Segmented::new(text);
        let reading = self.context.reading(text, &split, &mut memory.context);
        let found = self.themes.code(&reading, "", &mut memory.themes);
        let slug = |theme: u16| self.themes.lexicon.categories[theme as usize].slug.as_str();
        let hits: Vec<&str> = found.themes.iter().map(|coding| slug(coding.theme)).collect();
        let sentences = 0..split.sentences.len();
        let of_one = |sentence: usize| theme::features(self.stance.mask(), &reading, sentence, &[]);
        let mut features: Vec<String> = sentences.flat_map(of_one).collect();
        features.extend(theme::hit_features(&hits));
        (features, found)
    }

    /// The groups named in sentences that align the speaker with a statement.
    fn aligns_with(&self, text: &str, split: &Segmented, memory: &mut WordMemory) -> Vec<String> {
        let mut groups: Vec<String> = Vec::new();
        let mut last = None;
        for found in self.alignment.matches(text, split, memory) {
            let sentence = split.sentence_of(found.start as usize);
            if last.replace(sentence) != Some(sentence) {
                let named = (self.groups)(split.sentences[sentence].span.of(text));
                groups.extend(named.into_iter().filter(|id| !groups.contains(id)).collect::<Vec<_>>());
            }
        }
        groups
    }
}

/// The model of a question: the study's own, or the built-in one where it was trained with this very question.
pub fn stance_model(study: &Study, question: &Question) -> Result<Option<Model>> {
    if !study.stance.model.is_empty() {
        let (shown, bytes) = study.folder.read(&study.stance.model)?;
        let model = Model::read(&String::from_utf8_lossy(&bytes), &shown)?;
        return match model.question_checksum == question.coding_checksum {
            true => Ok(Some(model)),
            false => Err(Error::definition(
                Place::file(shown),
                format!("the model was made with another version of the question `{}`", question.name),
            )
            .remedy("Make it anew with `plenary train --question FILE --passages FILE --out MODEL`.")),
        };
    }
    let path = format!("data/models/{}.json", question.name);
    let Ok(bytes) = built_in(&path) else { return Ok(None) };
    let model = Model::read(&String::from_utf8_lossy(bytes), &path)?;
    Ok(Some(model).filter(|model| model.question_checksum == question.coding_checksum))
}

/// The patterns of a file of marks, under the key that is its name.
fn marks(study: &Study, name: &str) -> Result<PatternSet> {
    let (shown, text) = study.folder.read_named("lexicons/marks", name)?;
    match Node::read(&text, &shown)?.get(name) {
        Some(node) => Ok(PatternSet::new(&read_patterns(node)?)),
        None => Err(Error::definition(Place::file(shown), format!("the key `{name}` is missing"))),
    }
}

/// The model of themes, where the study asks for one and it was trained with its very lexicon; a note
/// where it was not.
///
/// # Errors
/// Where the lexicon or the model cannot be read.
pub fn theme_model(study: &Study, notes: &mut Vec<Diagnostic>) -> Result<Option<LabelModel>> {
    const BUILT_IN: &str = "data/models/themes.json";
    let (file, bytes) = match (study.themes.coder, study.themes.model.as_str()) {
        (ByModel::Lexicon, _) => return Ok(None),
        (ByModel::Model, "") => (BUILT_IN.to_string(), built_in(BUILT_IN)?.into()),
        (ByModel::Model, file) => study.folder.read(file)?,
    };
    let model = LabelModel::read(&String::from_utf8_lossy(&bytes), &file)?;
    let (_, lexicon_file) = study.folder.read_named_bytes("lexicons", &study.themes.lexicon)?;
    if model.lexicon_checksum == blake3::hash(&lexicon_file).to_hex().as_str() {
        return Ok(Some(model));
    }
    let found = "the model of themes was trained with another lexicon; this one codes alone";
    let remedy = "Say so with --theme-coder lexicon, or train a model of your own (plenary train --themes)";
    notes.push(Diagnostic::warning(Place::file(&study.themes.lexicon), found).remedy(remedy));
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::occasion::Occasion;

    const TEXT: &str = "The Gambia thanks all speakers.\n\nWe do not want a new global forum on migration, \
        and we prefer the General Assembly.";

    #[test]
    fn terms_add_up_to_the_log_odds_and_stand_in_the_text() {
        let coder = Coder::new(&Study::default(), &ActorTable::built_in().unwrap()).unwrap();
        let statement = Statement { text: TEXT.into(), ..Statement::default() };
        let mut memory = Memory::default();
        let coded = coder.code(&statement, &mut memory);
        let terms = coder.terms(&statement, &coded, &mut memory).unwrap();
        // Elsewhere than at a meeting on the topic one passage is read, and is all.
        assert_eq!(coded.stance.parts.len(), 1);
        let log_odds =
            coded.stance.probabilities[terms.detail].ln() - coded.stance.probabilities[terms.rival].ln();
        assert!((terms.sum() - log_odds).abs() < 1e-9, "{} {log_odds}", terms.sum());
        let found = terms.most_for(10);
        assert!(found.windows(2).all(|pair| pair[0].weight >= pair[1].weight));
        for term in found.iter().filter(|term| !term.words.is_empty()) {
            let words: Vec<&str> = term.words.split(' ').collect();
            let place = coded.split.span(term.tokens.clone()).of(TEXT);
            assert!(words.iter().all(|word| word.starts_with('[') || place.contains(word)), "{term:?}");
        }
    }

    #[test]
    fn outside_a_meeting_on_the_topic_a_position_needs_a_name() {
        let actors = ActorTable::built_in().unwrap();
        let coder = Coder::with_model(&Study::default(), &actors, |_| Ok(None)).unwrap();
        let of = |text: &str, meeting: &str| {
            let mut statement = Statement { text: text.into(), ..Statement::default() };
            statement.metadata.meeting = meeting.into();
            coder.code(&statement, &mut Memory::default()).stance
        };
        let other =
            "Our migrants send money home. We support a standing forum on public debt, open to all States.";
        let stance = of(other, "General Debate");
        assert_eq!((stance.class.as_str(), stance.derived_by.as_str()), ("noncommittal", "no name"));
        assert!(stance.confidence.is_none() && !stance.addresses_proposal);
        assert_eq!(of(other, "Dialogue on migration").class, "independent");
        let named = "We support the Global Forum on Migration and Development.";
        assert_eq!(of(named, "General Debate").class, "independent");
    }

    #[test]
    fn words_tell_the_occasion_where_no_name_does() {
        let coder = Coder::new(&Study::default(), &ActorTable::built_in().unwrap()).unwrap();
        let occasion = |text: &str, meeting: &str| {
            let mut statement = Statement { text: text.into(), ..Statement::default() };
            statement.metadata.meeting = meeting.into();
            coder.code(&statement, &mut Memory::default()).stance.occasion
        };
        let dull = "We thank you, Sir. Our men work in mines. ".repeat(3);
        let migrants = format!("Migrants leave us.\n\n{dull}\n\nWe like the idea.");
        assert_eq!(occasion(&migrants, ""), Occasion::ByWords);
        assert_eq!(occasion(&migrants, "61"), Occasion::ByWords);
        assert_eq!(occasion(&migrants, "Dialogue on migration"), Occasion::ByName);
        assert_eq!(occasion(&dull, ""), Occasion::Elsewhere);
    }
}
