//! From the hits of a lexicon, and what a model makes of them, to the themes of a statement.
//!
//! Owns which hits count, negation of a position, weight, and listed mentions. A hit that does not
//! count stays in the ledger with what suppressed it.

mod coding;
mod features;
mod judge;
mod page;
mod position;

pub use coding::{Depth, Found, Origin, Proposal, ThemeCoding, ThemeHit};
pub use features::{features, hit_features, is_hit};
pub use judge::{DOUBTED, Judge, Judged};
pub use page::page;
pub use position::{Leaning, Shown, settled};

use crate::lexicon::{Lexicon, Match, PatternSet, Reading, WordMemory, resolve};
use crate::study::Themes;

/// A lexicon made ready to code themes.
#[derive(Clone, Debug)]
pub struct ThemeCoder {
    /// The lexicon.
    pub lexicon: Lexicon,
    set: PatternSet,
    roles: Vec<Role>,
    judge: Option<Judge>,
    extended_share: f64,
    extended_sentences: u32,
}

/// The words that a thread has seen: those of the lexicon, and those of the topic.
pub type ThemeMemory = [WordMemory; 2];

#[derive(Clone, Copy, Debug)]
struct Role {
    category: u32,
    use_as: Use,
    /// The pattern's number among those of its category and use.
    number: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Use {
    Hit,
    Except,
    Position(u8),
}

impl ThemeCoder {
    /// Makes a lexicon ready, with or without a model beside it.
    pub fn new(lexicon: Lexicon, judge: Option<Judge>, settings: &Themes) -> Self {
        let mut roles = Vec::new();
        let mut patterns = Vec::new();
        for (category, found) in lexicon.categories.iter().enumerate() {
            let positions =
                found.positions.iter().enumerate().map(|(i, (_, list))| (Use::Position(i as u8), list));
            let lists =
                [(Use::Hit, &found.patterns), (Use::Except, &found.except)].into_iter().chain(positions);
            for (use_as, list) in lists {
                for (number, pattern) in list.iter().enumerate() {
                    roles.push(Role { category: category as u32, use_as, number: number as u32 });
                    patterns.push(pattern);
                }
            }
        }
        let set = PatternSet::new(patterns);
        let (extended_share, extended_sentences) = (settings.extended_share, settings.extended_sentences);
        ThemeCoder { lexicon, set, roles, judge, extended_share, extended_sentences }
    }

    /// The model, where there is one.
    pub fn judge(&self) -> Option<&Judge> {
        self.judge.as_ref()
    }

    /// All hits in a statement made at a meeting of this name, what the model proposes besides, and the
    /// themes that they make, all in order of the lexicon.
    pub fn code(&self, reading: &Reading, meeting: &str, memory: &mut ThemeMemory) -> Found {
        let mut matches = self.set.matches(reading.text, reading.split, &mut memory[0]);
        matches.sort_by_key(|found| self.roles[found.pattern as usize].category);
        let of_one = |a: &Match, b: &Match| self.role(a).category == self.role(b).category;
        let mut hits: Vec<ThemeHit> =
            matches.chunk_by(of_one).flat_map(|found| self.theme_hits(found, reading)).collect();
        let Judged { mut proposals, mut leanings } = match &self.judge {
            Some(judge) => {
                let meeting_on_topic = judge.is_on_topic(meeting, &mut memory[1]);
                judge.judge(&self.lexicon, reading, meeting_on_topic, &mut hits, &mut memory[1])
            }
            None => Judged::default(),
        };
        proposals.sort_by_key(|proposal| proposal.theme);
        leanings.sort_by_key(|leaning| leaning.theme);
        let shown = self.shown(&matches, reading);
        let of = |theme: u32| {
            let hits = of_theme(&hits, theme, |hit| hit.theme);
            let proposals = of_theme(&proposals, theme, |proposal| proposal.theme);
            let shown = of_theme(&shown, theme, |shown| shown.theme);
            let leanings = of_theme(&leanings, theme, |leaning| leaning.theme);
            self.coding(theme, hits, proposals, (shown, leanings), reading)
        };
        let mut themes: Vec<u32> =
            hits.iter().map(|hit| hit.theme).chain(proposals.iter().map(|p| p.theme)).collect();
        themes.sort_unstable();
        themes.dedup();
        let themes = themes.into_iter().filter_map(of).collect();
        Found { hits, proposals, shown, themes }
    }

    /// The source of a hit's pattern.
    pub fn pattern(&self, hit: &ThemeHit) -> &str {
        &self.lexicon.categories[hit.theme as usize].patterns[hit.pattern as usize].source
    }

    fn role(&self, found: &Match) -> Role {
        self.roles[found.pattern as usize]
    }

    /// The hits of one theme; an exception suppresses what it overlaps, a longer hit a shorter one.
    fn theme_hits(&self, found: &[Match], reading: &Reading) -> Vec<ThemeHit> {
        let of = |use_as: Use| found.iter().filter(move |m| self.role(m).use_as == use_as);
        let exception = |hit: &Match| of(Use::Except).find(|except| except.overlaps(hit));
        let candidates: Vec<Match> = of(Use::Hit).filter(|hit| exception(hit).is_none()).copied().collect();
        let winners = resolve(&candidates);
        let mut hits: Vec<ThemeHit> = candidates
            .iter()
            .zip(&winners)
            .map(|(hit, winner)| {
                let winner = winner.map(|i| self.source(&candidates[i]));
                self.hit(hit, winner, reading)
            })
            .collect();
        hits.extend(of(Use::Hit).filter_map(|hit| {
            exception(hit)
                .map(|except| self.hit(hit, Some(format!("except: {}", self.source(except))), reading))
        }));
        hits.sort_by_key(|hit| hit.tokens);
        hits
    }

    fn source(&self, found: &Match) -> String {
        let role = self.role(found);
        let category = &self.lexicon.categories[role.category as usize];
        let list = if role.use_as == Use::Except { &category.except } else { &category.patterns };
        list[role.number as usize].source.clone()
    }

    fn hit(&self, found: &Match, suppressed_by: Option<String>, reading: &Reading) -> ThemeHit {
        let role = self.role(found);
        let sentence = reading.split.sentence_of(found.start as usize) as u32;
        let negated = reading.is_negated(found);
        ThemeHit {
            theme: role.category,
            tokens: *found,
            sentence,
            pattern: role.number,
            negated,
            suppressed_by,
            probability: None,
        }
    }

    fn coding(
        &self,
        theme: u32,
        hits: &[ThemeHit],
        proposals: &[Proposal],
        positions: (&[Shown], &[Leaning]),
        reading: &Reading,
    ) -> Option<ThemeCoding> {
        let counted: Vec<&ThemeHit> = hits.iter().filter(|hit| hit.suppressed_by.is_none()).collect();
        let mut sentences: Vec<u32> =
            counted.iter().map(|hit| hit.sentence).chain(proposals.iter().map(|p| p.sentence)).collect();
        sentences.sort_unstable();
        sentences.dedup();
        sentences.first()?;
        let share = sentences.len() as f64 / reading.split.sentences.len() as f64;
        let listed = proposals.is_empty() && counted.iter().all(|hit| is_list_item(&hit.tokens, reading));
        let is_extended =
            sentences.len() as u32 >= self.extended_sentences && share >= self.extended_share && !listed;
        let probabilities = counted.iter().filter_map(|hit| hit.probability);
        let confidence = probabilities.chain(proposals.iter().map(|p| p.probability)).reduce(f64::max);
        let origin = match (counted.is_empty(), confidence) {
            (true, _) => Origin::Model,
            (false, Some(_)) => Origin::Both,
            (false, None) => Origin::Lexicon,
        };
        let position = position(&sentences, positions);
        let shown_in = position.map_or(sentences[0], |(_, sentence)| sentence) as u16;
        Some(ThemeCoding {
            theme: theme as u16,
            position: position.map(|(position, _)| position),
            origin,
            confidence: confidence.map(|p| p as f32),
            hits: (counted.len() + proposals.len()) as u16,
            negated: counted.iter().filter(|hit| hit.negated).count() as u16,
            sentences: sentences.len() as u16,
            share: share as f32,
            depth: if is_extended { Depth::Extended } else { Depth::Brief },
            listed,
            shown_in,
        })
    }

    /// The positions that cues show where no negation reaches them, in order of theme.
    fn shown(&self, matches: &[Match], reading: &Reading) -> Vec<Shown> {
        let shown = |found: &Match| match self.role(found) {
            Role { category: theme, use_as: Use::Position(position), .. } if !reading.is_negated(found) => {
                let sentence = reading.split.sentence_of(found.start as usize) as u32;
                Some(Shown { theme, sentence, position })
            }
            _ => None,
        };
        matches.iter().filter_map(shown).collect()
    }
}

/// The position taken in most of these sentences, with the first that takes it; none where two are taken equally.
fn position(sentences: &[u32], (shown, leanings): (&[Shown], &[Leaning])) -> Option<(u8, u32)> {
    let of_sentence = |sentence: &u32| {
        let shown = shown.iter().filter(|shown| shown.sentence == *sentence);
        let shown: Vec<u8> = shown.map(|shown| shown.position).collect();
        let leaning = leanings.iter().find(|leaning| leaning.sentence == *sentence);
        let leaning = leaning.map_or(&[][..], |leaning| &leaning.probabilities);
        settled(&shown, leaning).map(|position| (position, *sentence))
    };
    let taken: Vec<(u8, u32)> = sentences.iter().filter_map(of_sentence).collect();
    let count = |position: u8| taken.iter().filter(|(known, _)| *known == position).count();
    let most = taken.iter().map(|(position, _)| count(*position)).max()?;
    let mut best: Vec<(u8, u32)> =
        taken.iter().copied().filter(|(position, _)| count(*position) == most).collect();
    best.sort_unstable();
    let (first, last) = (best.first()?, best.last()?);
    (first.0 == last.0).then_some(*first)
}

/// What is of one theme in a list sorted by theme.
fn of_theme<T>(sorted: &[T], theme: u32, theme_of: impl Fn(&T) -> u32) -> &[T] {
    let from = sorted.partition_point(|item| theme_of(item) < theme);
    &sorted[from..sorted.partition_point(|item| theme_of(item) <= theme)]
}

/// Whether a hit stands between commas, or a comma and `and`, as an item of a list.
fn is_list_item(hit: &Match, reading: &Reading) -> bool {
    let (text, split) = (reading.text, reading.split);
    let word = |i: Option<usize>| i.and_then(|i| split.tokens.get(i)).map_or("", |token| token.span.of(text));
    let (before, after) = (word((hit.start as usize).checked_sub(1)), word(Some(hit.end as usize)));
    let is_joint = |word: &str| matches!(word, "," | ";" | "and" | "or");
    let is_end = is_joint(after) || matches!(after, "." | "");
    is_joint(before) && is_end && (matches!(before, "," | ";") || matches!(after, "," | ";"))
        || matches!(after, ",") && is_joint(word(Some(hit.end as usize + 2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Context;
    use crate::text::Segmented;

    const LEXICON: &str = "
causes:
  poverty:
    $patterns: [poverty, extreme poverty]
    $except: [poverty line]
    $positions: {named: [cause*], denied: [myth*]}
  disease:
    $patterns: [disease*]
";

    fn code(text: &str) -> (Vec<ThemeHit>, Vec<ThemeCoding>) {
        let coder = ThemeCoder::new(Lexicon::read(LEXICON, "l.yml").unwrap(), None, &Themes::default());
        let context = Context::read("negation: {reach: 5, marks: [not]}", "c.yml").unwrap();
        let split = Segmented::new(text);
        let reading = context.reading(text, &split, &mut WordMemory::default());
        let found = coder.code(&reading, "", &mut ThemeMemory::default());
        (found.hits, found.themes)
    }

    #[test]
    fn suppressed_hits_stay_in_the_ledger_and_do_not_count() {
        let (hits, codings) = code("Extreme poverty is a cause. The poverty line is not.");
        assert_eq!(hits.len(), 3);
        assert_eq!(hits.iter().filter(|hit| hit.suppressed_by.is_none()).count(), 1);
        assert_eq!((codings.len(), codings[0].hits, codings[0].position), (1, 1, Some(0)));
        let sources: Vec<_> = hits.iter().filter_map(|hit| hit.suppressed_by.as_deref()).collect();
        assert_eq!(sources, ["extreme poverty", "except: poverty line"]);
    }

    #[test]
    fn depth_and_listing() {
        let (_, codings) = code("We fight hunger, poverty, disease and war.");
        assert!(codings.iter().all(|coding| coding.listed && coding.depth == Depth::Brief));
        let (_, codings) = code("Poverty hurts. Poverty is not a cause. Disease.");
        assert_eq!(
            (codings[0].depth, codings[0].listed, codings[0].position),
            (Depth::Extended, false, None)
        );
    }
}
