//! The machine held against people's codes: precision, recall and F1 of each class, with intervals.
//!
//! Cases of a sample count by the inverse of the probability with which they were drawn.

use crate::codebook::ABSTAIN;
use crate::statistics::{Bootstrap, wilson};
use std::collections::BTreeSet;

/// Below so many true cases a class is marked.
pub const FEW_CASES: usize = 10;

/// Draws of the bootstrap.
const DRAWS: usize = 2_000;

/// A statement that people and the machine coded on one variable; several codes where it is a set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// The statement's id.
    pub id: String,
    /// People's codes.
    pub person: BTreeSet<String>,
    /// The machine's codes; [`ABSTAIN`] is none.
    pub machine: BTreeSet<String>,
    /// The machine's confidence.
    pub confidence: Option<f64>,
    /// The inverse of the probability with which it was drawn.
    pub weight: f64,
}

/// A share with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The share or score.
    pub value: f64,
    /// Its interval; none where it cannot be told.
    pub interval: Option<(f64, f64)>,
}

/// How well one class is found, or all together.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassAccuracy {
    /// The class; empty for all together.
    pub class: String,
    /// Cases to which people gave it.
    pub n_person: usize,
    /// Cases to which the machine gave it.
    pub n_machine: usize,
    /// Of what the machine gave, the share that people gave too; none where it gave nothing.
    pub precision: Option<Estimate>,
    /// Of what people gave, the share that the machine gave too.
    pub recall: Option<Estimate>,
    /// The harmonic mean of both.
    pub f1: Option<Estimate>,
}

/// How well the machine codes a variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Accuracy {
    /// Cases.
    pub n: usize,
    /// The share of cases with the same codes.
    pub same: Option<Estimate>,
    /// The share of cases on which the machine gave an answer.
    pub answered: f64,
    /// The mean of the classes' F1, of those that people gave.
    pub macro_f1: Option<Estimate>,
    /// Over all codes of all cases.
    pub all: ClassAccuracy,
    /// Each class that people or the machine gave, in order of name.
    pub classes: Vec<ClassAccuracy>,
}

/// Weighted counts of a class.
#[derive(Clone, Copy, Default)]
struct Counts {
    both: f64,
    person: f64,
    machine: f64,
    n_person: usize,
    n_machine: usize,
    person_squares: f64,
    machine_squares: f64,
}

impl Accuracy {
    /// Measures cases; `seed` is that of the bootstrap, whose draws give the intervals of F1.
    ///
    /// Intervals of shares are Wilson's at the effective number of cases, (Σw)² / Σw² (Kish 1965).
    pub fn of(cases: &[Case], seed: u64) -> Accuracy {
        let all: Vec<&Case> = cases.iter().collect();
        let codes = cases.iter().flat_map(|case| case.person.iter().chain(&case.machine));
        let classes: BTreeSet<&str> = codes.map(String::as_str).filter(|code| *code != ABSTAIN).collect();
        let (total, squares) = cases
            .iter()
            .fold((0.0, 0.0), |(sum, squares), case| (sum + case.weight, squares + case.weight.powi(2)));
        let share = |test: &dyn Fn(&Case) -> bool| {
            (cases.iter().filter(|case| test(case)).map(|case| case.weight).sum::<f64>() + 0.0) / total
        };
        let same = share(&|case| case.person == case.machine);
        let draws = |score: &dyn Fn(&[&Case]) -> Option<f64>| {
            let drawn = |drawn: &[usize]| score(&drawn.iter().map(|i| &cases[*i]).collect::<Vec<_>>());
            Bootstrap::of(cases.len(), DRAWS, seed, drawn).interval(0.95)
        };
        let estimate = |score: &dyn Fn(&[&Case]) -> Option<f64>| {
            score(&all).map(|value| Estimate { value, interval: draws(score) })
        };
        let class = |class: Option<&str>| {
            let counts = Counts::of(&all, class);
            ClassAccuracy {
                class: class.unwrap_or_default().into(),
                n_person: counts.n_person,
                n_machine: counts.n_machine,
                precision: counts.share(counts.machine, counts.machine_squares),
                recall: counts.share(counts.person, counts.person_squares),
                f1: estimate(&|cases| Counts::of(cases, class).f1()),
            }
        };
        Accuracy {
            n: cases.len(),
            same: (total > 0.0)
                .then(|| Estimate { value: same, interval: wilson(same, total * total / squares) }),
            answered: share(&|case| !case.machine.contains(ABSTAIN)),
            macro_f1: estimate(&macro_f1),
            all: class(None),
            classes: classes.iter().map(|name| class(Some(name))).collect(),
        }
    }
}

impl Counts {
    /// The counts of a class, or of all codes.
    fn of(cases: &[&Case], class: Option<&str>) -> Counts {
        let is_of =
            |code: &&String| code.as_str() != ABSTAIN && class.is_none_or(|class| class == code.as_str());
        let mut counts = Counts::default();
        for case in cases {
            let n_person = case.person.iter().filter(is_of).count();
            let n_machine = case.machine.iter().filter(is_of).count();
            let both = case.person.iter().filter(is_of).filter(|code| case.machine.contains(*code)).count();
            let weight = case.weight;
            counts.both += weight * both as f64;
            counts.person += weight * n_person as f64;
            counts.machine += weight * n_machine as f64;
            counts.n_person += n_person;
            counts.n_machine += n_machine;
            counts.person_squares += weight * weight * n_person as f64;
            counts.machine_squares += weight * weight * n_machine as f64;
        }
        counts
    }

    fn share(&self, whole: f64, squares: f64) -> Option<Estimate> {
        (whole > 0.0).then(|| {
            let value = self.both / whole;
            Estimate { value, interval: wilson(value, whole * whole / squares) }
        })
    }

    fn f1(&self) -> Option<f64> {
        let sum = self.person + self.machine;
        (sum > 0.0).then(|| 2.0 * self.both / sum)
    }
}

/// The mean F1 of the classes that people gave.
fn macro_f1(cases: &[&Case]) -> Option<f64> {
    let classes: BTreeSet<&str> = cases.iter().flat_map(|case| &case.person).map(String::as_str).collect();
    let f1s: Vec<f64> = classes.iter().filter_map(|class| Counts::of(cases, Some(class)).f1()).collect();
    (!f1s.is_empty()).then(|| f1s.iter().sum::<f64>() / f1s.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(person: &str, machine: &str, weight: f64) -> Case {
        let set = |codes: &str| codes.split(';').filter(|code| !code.is_empty()).map(String::from).collect();
        Case { person: set(person), machine: set(machine), weight, ..Case::default() }
    }

    #[test]
    fn an_abstention_is_no_answer_and_counts_as_wrong() {
        let cases = [case("a", "a", 1.0), case("a", "b", 1.0), case("b", "b", 1.0), case("b", ABSTAIN, 1.0)];
        let found = Accuracy::of(&cases, 1);
        assert_eq!((found.same.unwrap().value, found.answered), (0.5, 0.75));
        let b = &found.classes[1];
        assert_eq!((b.class.as_str(), b.n_person, b.n_machine), ("b", 2, 2));
        assert_eq!((b.precision.unwrap().value, b.recall.unwrap().value), (0.5, 0.5));
        assert!((found.macro_f1.unwrap().value - (2.0 / 3.0 + 0.5) / 2.0).abs() < 1e-12);
        assert!(found.classes.iter().all(|class| class.class != ABSTAIN));
    }

    #[test]
    fn weights_undo_what_was_drawn_more_often() {
        // Of the rare class all are drawn, of the others one in ten.
        let cases = [
            case("rare", "rare", 1.0),
            case("rare", "rare", 1.0),
            case("rare", "other", 10.0),
            case("other", "other", 10.0),
        ];
        let found = Accuracy::of(&cases, 1);
        assert!((found.same.unwrap().value - 12.0 / 22.0).abs() < 1e-12);
        let rare = found.classes.iter().find(|class| class.class == "rare").unwrap();
        assert!((rare.recall.unwrap().value - 2.0 / 12.0).abs() < 1e-12);
        let (low, high) = rare.recall.unwrap().interval.unwrap();
        assert!(low < 0.02 && high > 0.8, "one heavy case tells little: {low} {high}");
    }

    #[test]
    fn sets_of_codes_are_counted_code_by_code() {
        let found = Accuracy::of(&[case("a;b", "a;c", 1.0), case("", "", 1.0)], 1);
        assert_eq!((found.all.precision.unwrap().value, found.all.recall.unwrap().value), (0.5, 0.5));
        assert_eq!(found.same.unwrap().value, 0.5);
        assert_eq!(Accuracy::of(&[], 1).same, None);
    }
}
