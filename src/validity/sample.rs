//! A random sample of statements for people to code, drawn so that each has a known probability.
//!
//! Owns how a sample is drawn and how it is read back from the sheet that people filled in. A unit is an
//! actor at a meeting, with all its statements; strata are the machine's classes, and inside each the
//! sample is spread over groups and lengths.

use crate::error::{Error, ErrorKind, Place, Result};
use crate::spreadsheet;
use rand_xoshiro::Xoshiro256StarStar;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use std::collections::BTreeMap;

/// A unit that may be drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrameUnit {
    /// The ids of its statements.
    pub statements: Vec<String>,
    /// The machine's class, which is its stratum.
    pub class: String,
    /// Its group, over which the sample is spread; may be empty.
    pub group: String,
    /// Words of its statements.
    pub words: usize,
}

/// How a sample is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleSettings {
    /// Units in all.
    pub n: usize,
    /// At least so many of each class, or all it has.
    pub least_per_class: usize,
    /// The share of the sample that is set apart, to be scored once at the end.
    pub holdout: f64,
    /// The seed of the draws.
    pub seed: u64,
}

impl Default for SampleSettings {
    fn default() -> Self {
        SampleSettings { n: 40, least_per_class: 4, holdout: 0.0, seed: 2_006 }
    }
}

/// A unit that was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Its index in the frame.
    pub unit: usize,
    /// Its stratum.
    pub stratum: String,
    /// The probability with which it was drawn.
    pub probability: f64,
    /// Whether it is part of the hold-out.
    pub is_holdout: bool,
}

/// The word in a sheet's column `part` for a statement that is set apart.
pub const HOLDOUT: &str = "holdout";
/// The word for all others.
pub const OPEN: &str = "open";

/// Draws a sample, in the order of the frame.
///
/// Each stratum gets its least number, and of the rest its share by size (largest remainders). Inside a
/// stratum units are sorted by group, words and id, and drawn at equal steps from a random start
/// (systematic sampling, Cochran 1977, chapter 8), so that each has the probability n / N of its stratum.
pub fn draw(frame: &[FrameUnit], settings: SampleSettings) -> Vec<Drawn> {
    let mut strata: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    frame.iter().enumerate().for_each(|(i, unit)| strata.entry(&unit.class).or_default().push(i));
    let sizes: Vec<usize> = strata.values().map(Vec::len).collect();
    let mut generator = Xoshiro256StarStar::seed_from_u64(settings.seed);
    let mut drawn: Vec<Drawn> = Vec::new();
    for ((stratum, mut units), n) in strata.into_iter().zip(allocation(&sizes, settings)) {
        let key = |i: &usize| (&frame[*i].group, frame[*i].words, &frame[*i].statements);
        units.sort_by(|a, b| key(a).cmp(&key(b)));
        let step = units.len() as f64 / n as f64;
        let start = uniform(&mut generator) * step;
        let at = |k: usize| ((start + k as f64 * step) as usize).min(units.len() - 1);
        drawn.extend((0..n).map(|k| Drawn {
            unit: units[at(k)],
            stratum: stratum.to_string(),
            probability: n as f64 / units.len() as f64,
            is_holdout: false,
        }));
    }
    set_apart(&mut drawn, settings.holdout, &mut generator);
    drawn.sort_by_key(|drawn| drawn.unit);
    drawn
}

/// How many to draw from strata of these sizes; none is left empty that has units.
fn allocation(sizes: &[usize], settings: SampleSettings) -> Vec<usize> {
    let least = settings.least_per_class.max(1);
    let mut given: Vec<usize> = sizes.iter().map(|size| least.min(*size)).collect();
    let total: usize = sizes.iter().sum();
    let rest = settings.n.min(total).saturating_sub(given.iter().sum());
    let open: usize = sizes.iter().zip(&given).map(|(size, given)| size - given).sum();
    if open == 0 {
        return given;
    }
    let exact: Vec<f64> =
        sizes.iter().zip(&given).map(|(size, n)| rest as f64 * (size - n) as f64 / open as f64).collect();
    given.iter_mut().zip(&exact).for_each(|(given, exact)| *given += *exact as usize);
    let mut by_remainder: Vec<usize> = (0..sizes.len()).collect();
    by_remainder.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()).then(a.cmp(b)));
    let still = rest - exact.iter().map(|exact| *exact as usize).sum::<usize>();
    by_remainder.into_iter().filter(|i| exact[*i].fract() > 0.0).take(still).for_each(|i| given[i] += 1);
    given
}

/// Marks a random part of a sample as hold-out.
fn set_apart(drawn: &mut [Drawn], share: f64, generator: &mut impl RngCore) {
    let n = (drawn.len() as f64 * share).round() as usize;
    let mut order: Vec<usize> = (0..drawn.len()).collect();
    for i in 0..n.min(drawn.len()) {
        let other = i + (uniform(generator) * (order.len() - i) as f64) as usize;
        order.swap(i, other);
        drawn[order[i]].is_holdout = true;
    }
}

/// A number from 0 up to 1.
fn uniform(generator: &mut impl RngCore) -> f64 {
    (generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A sample as its sheet tells: what was drawn, and with which probability.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawnSample {
    /// By statement.
    pub statements: BTreeMap<String, SheetRow>,
}

/// What the sheet says of a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRow {
    /// Its stratum.
    pub stratum: String,
    /// The probability with which its unit was drawn.
    pub probability: f64,
    /// Whether it is part of the hold-out.
    pub is_holdout: bool,
    /// Where it stands.
    pub place: Place,
}

impl DrawnSample {
    /// Reads a sheet of `plenary sample`, filled in or not; `file` names it for people.
    ///
    /// # Errors
    /// Where it is no table with `statement_id`, `stratum` and `probability`, or a probability is none.
    pub fn read(file: &str, bytes: &[u8]) -> Result<DrawnSample> {
        let (_, rows) = spreadsheet::read(file, bytes, &["statement_id", "stratum", "probability"])?;
        let mut statements = BTreeMap::new();
        for row in rows {
            let (Some(id), Some(stratum)) = (row.cell("statement_id"), row.cell("stratum")) else { continue };
            let cell = row.cell("probability").unwrap_or_default();
            // A spreadsheet of many countries writes a comma.
            let probability: Option<f64> = cell.replace(',', ".").parse().ok();
            let Some(probability) = probability.filter(|p| 0.0 < *p && *p <= 1.0) else {
                let found = format!("`{cell}` is no probability");
                return Err(Error::new(ErrorKind::Input, row.place, found)
                    .remedy("Take the column from the sheet as `plenary sample` wrote it."));
            };
            let is_holdout = row.cell("part") == Some(HOLDOUT);
            let read =
                SheetRow { stratum: stratum.into(), probability, is_holdout, place: row.place.clone() };
            statements.insert(spreadsheet::as_given(id).into(), read);
        }
        match statements.is_empty() {
            false => Ok(DrawnSample { statements }),
            true => Err(Error::new(ErrorKind::Input, Place::file(file), "no row says how it was drawn")
                .remedy(
                    "A sheet of `plenary sample --next` is no random sample; name one drawn without --next.",
                )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(sizes: &[(&str, usize)]) -> Vec<FrameUnit> {
        let unit = |class: &str, i: usize| FrameUnit {
            statements: vec![format!("{class}{i:03}")],
            class: class.into(),
            group: ["north", "south"][i % 2].into(),
            words: 100 + 7 * i,
        };
        sizes.iter().flat_map(|(class, n)| (0..*n).map(move |i| unit(class, i))).collect()
    }

    #[test]
    fn rare_classes_are_drawn_whole_and_others_by_size() {
        let frame = frame(&[("a", 3), ("b", 20), ("c", 80)]);
        let drawn = draw(&frame, SampleSettings { n: 40, ..SampleSettings::default() });
        let count = |class: &str| drawn.iter().filter(|drawn| drawn.stratum == class).count();
        assert_eq!((drawn.len(), count("a"), count("b"), count("c")), (40, 3, 9, 28));
        assert!(drawn.iter().filter(|drawn| drawn.stratum == "a").all(|drawn| drawn.probability == 1.0));
        let weights: f64 = drawn.iter().map(|drawn| 1.0 / drawn.probability).sum();
        assert!((weights - 103.0).abs() < 1e-9);
        let distinct: std::collections::BTreeSet<_> = drawn.iter().map(|drawn| drawn.unit).collect();
        assert_eq!(distinct.len(), 40);
        let all = draw(&frame, SampleSettings { n: 500, ..SampleSettings::default() });
        assert!(all.len() == 103 && all.iter().all(|drawn| drawn.probability == 1.0));
    }

    #[test]
    fn a_sample_is_spread_over_groups_and_lengths_and_each_unit_is_drawn_as_often_as_said() {
        let frame = frame(&[("a", 30)]);
        let mut times = [0; 30];
        for seed in 0..3_000 {
            let drawn = draw(&frame, SampleSettings { n: 10, seed, ..SampleSettings::default() });
            let north = drawn.iter().filter(|drawn| frame[drawn.unit].group == "north").count();
            assert_eq!(north, 5);
            drawn.iter().for_each(|drawn| times[drawn.unit] += 1);
        }
        // The standard error of a count is 26.
        assert!(times.iter().all(|n| (880..1_120).contains(n)), "{times:?}");
    }

    #[test]
    fn a_part_is_set_apart() {
        let settings = SampleSettings { n: 40, holdout: 0.25, ..SampleSettings::default() };
        let drawn = draw(&frame(&[("a", 60)]), settings);
        assert_eq!(drawn.iter().filter(|drawn| drawn.is_holdout).count(), 10);
        assert_eq!(drawn, draw(&frame(&[("a", 60)]), settings));
    }

    #[test]
    fn a_sheet_gives_the_design_back() {
        let text = "statement_id;stratum;probability;part;coder\ns1;a;0,5;holdout;anna\ns2;b;1;open;\n";
        let sample = DrawnSample::read("s.csv", text.as_bytes()).unwrap();
        let row = &sample.statements["s1"];
        assert_eq!((row.stratum.as_str(), row.probability, row.is_holdout), ("a", 0.5, true));
        for (text, says) in [
            ("statement_id,stratum,probability\ns1,a,7\n", "s.csv, line 2: `7` is no probability"),
            ("statement_id,stratum,probability\ns1,,\n", "no row says how it was drawn"),
            ("statement_id,coder\ns1,anna\n", "stratum"),
        ] {
            let error = DrawnSample::read("s.csv", text.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }
}
