//! Agreement of people on a variable: over all coders, of each class, of each pair of coders.

use super::assembled::Assembled;
use crate::codebook::Codings;
use crate::statistics::{
    Alpha, Bootstrap, Codes, Distance, Undefined, cohens_kappa, gwets_ac1, n_pairs, observed_agreement,
    specific_agreement,
};

/// From here on a variable can be relied on. Krippendorff (2004), Content Analysis, 2nd edition, chapter 11.
pub(super) const RELY: f64 = 0.8;
/// From here on tentative conclusions may be drawn. The same chapter.
pub(super) const TENTATIVE: f64 = 0.667;

/// How agreement is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementSettings {
    /// Draws of the bootstrap.
    pub n_draws: usize,
    /// The seed of the draws, the same for each variable, so that none depends on which others are measured.
    pub seed: u64,
    /// The variables whose codes are sets of labels, measured by the MASI distance.
    pub multi: Vec<String>,
}

impl Default for AgreementSettings {
    fn default() -> Self {
        AgreementSettings { n_draws: 2_000, seed: 2_006, multi: Vec::new() }
    }
}

/// The agreement of people on a variable.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// The variable.
    pub variable: String,
    /// Whether its codes are sets of labels.
    pub is_multi: bool,
    /// Over all coders.
    pub overall: Measures,
    /// Each class against all others, in order of name.
    pub classes: Vec<ClassAgreement>,
    /// Each pair of coders; empty where there are fewer than three.
    pub pairs: Vec<PairAgreement>,
    /// The draws and their seed.
    pub settings: AgreementSettings,
}

/// The agreement on a class.
#[derive(Clone, Debug)]
pub struct ClassAgreement {
    /// The class.
    pub class: String,
    /// Codes of this class in statements with two codes or more.
    pub n_codes: usize,
    /// Given that a coder assigns the class, how probably another does.
    pub specific: Option<f64>,
    /// The class against all others.
    pub measures: Measures,
}

/// The agreement of two coders.
#[derive(Clone, Debug)]
pub struct PairAgreement {
    /// The two, in order of name.
    pub coders: [String; 2],
    /// On what both coded.
    pub measures: Measures,
}

/// What is measured of a table of codes.
#[derive(Clone, Debug)]
pub struct Measures {
    /// Statements with two codes or more: all coefficients rest on them.
    pub n_statements: usize,
    /// Statements with a single code, which cannot be compared.
    pub n_single: usize,
    /// Coders with a code in these statements.
    pub n_coders: usize,
    /// Pairs of codes compared.
    pub n_pairs: usize,
    /// Codes in statements with two codes or more.
    pub n_codes: usize,
    /// The share of agreeing pairs of codes, averaged over statements.
    pub agreement: Result<f64, Undefined>,
    /// Krippendorff's alpha.
    pub alpha: Result<f64, Undefined>,
    /// Alpha in draws of statements.
    pub bootstrap: Bootstrap,
    /// Cohen's kappa; none where there are not two coders, or codes are sets.
    pub kappa: Option<Result<f64, Undefined>>,
    /// Gwet's AC1; none where codes are sets.
    pub ac1: Option<Result<f64, Undefined>>,
}

/// What Krippendorff's thresholds allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Alpha is at least .800.
    Rely,
    /// Alpha is at least .667.
    Tentative,
    /// Alpha is lower.
    NoConclusions,
}

impl Verdict {
    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Rely => "rely",
            Verdict::Tentative => "tentative",
            Verdict::NoConclusions => "no conclusions",
        }
    }

    /// The verdict on an alpha.
    pub fn of(alpha: f64) -> Self {
        match alpha {
            alpha if alpha >= RELY => Verdict::Rely,
            alpha if alpha >= TENTATIVE => Verdict::Tentative,
            _ => Verdict::NoConclusions,
        }
    }
}

impl Agreement {
    /// Measures the agreement of all people on a variable.
    ///
    /// ```
    /// # use plenary::{codebook::Codings, validity::*};
    /// let mut codings = Codings::default();
    /// codings.add("c.csv", b"statement_id,coder,x\ns1,a,yes\ns1,b,yes\ns2,a,no\ns2,b,no\n")?;
    /// let agreement = Agreement::of(&codings, "x", &AgreementSettings::default());
    /// assert_eq!(agreement.overall.alpha, Ok(1.0));
    /// # Ok::<(), plenary::error::Error>(())
    /// ```
    pub fn of(codings: &Codings, variable: &str, settings: &AgreementSettings) -> Self {
        let is_multi = settings.multi.iter().any(|name| name == variable);
        let assembled = Assembled::of(codings, variable, is_multi);
        let overall = Measures::of(&assembled.codes, assembled.distance(), settings);
        let classes = (0..assembled.classes.len()).map(|class| class_agreement(&assembled, class, settings));
        Agreement {
            variable: variable.into(),
            is_multi,
            overall,
            classes: classes.collect(),
            pairs: pair_agreements(&assembled, settings),
            settings: settings.clone(),
        }
    }

    /// The class given most often where codes can be compared, the first of equals, and its share of all codes.
    pub fn most_frequent(&self) -> Option<(&ClassAgreement, f64)> {
        let most = self.classes.iter().rev().max_by_key(|class| class.n_codes)?;
        (self.overall.n_codes > 0).then(|| (most, most.n_codes as f64 / self.overall.n_codes as f64))
    }
}

fn n_codes(row: &[Option<usize>]) -> usize {
    row.iter().flatten().count()
}

fn class_agreement(assembled: &Assembled, class: usize, settings: &AgreementSettings) -> ClassAgreement {
    let codes = assembled.class(class);
    let compared = codes.iter().filter(|row| n_codes(row) > 1).flatten().flatten();
    ClassAgreement {
        class: assembled.classes[class].into(),
        n_codes: compared.sum(),
        specific: specific_agreement(&codes, 1),
        measures: Measures::of(&codes, Distance::Nominal, settings),
    }
}

fn pair_agreements(assembled: &Assembled, settings: &AgreementSettings) -> Vec<PairAgreement> {
    let n = assembled.coders.len();
    let pairs = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).filter(|_| n > 2);
    let measured = pairs.map(|(a, b)| PairAgreement {
        coders: [a, b].map(|coder| assembled.coders[coder].into()),
        measures: Measures::of(&assembled.pair(a, b), assembled.distance(), settings),
    });
    measured.collect()
}

impl Measures {
    /// Measures a table of codes; kappa and AC1 where the distance is nominal.
    fn of(codes: &Codes, distance: Distance, settings: &AgreementSettings) -> Self {
        let n_columns = codes.first().map_or(0, Vec::len);
        let is_compared = |coder: &usize| codes.iter().any(|row| row[*coder].is_some() && n_codes(row) > 1);
        let is_nominal = distance == Distance::Nominal;
        let alpha = Alpha::new(codes, distance);
        let kappa = || cohens_kappa(codes.iter().map(|row| (row[0], row[1])));
        Measures {
            n_statements: alpha.n_units(),
            n_single: codes.iter().filter(|row| n_codes(row) == 1).count(),
            n_coders: (0..n_columns).filter(is_compared).count(),
            n_pairs: n_pairs(codes),
            n_codes: codes.iter().map(|row| n_codes(row)).filter(|n| *n > 1).sum(),
            agreement: observed_agreement(codes),
            alpha: alpha.value(),
            bootstrap: alpha.bootstrap(settings.n_draws, settings.seed),
            kappa: (is_nominal && n_columns == 2).then(kappa),
            ac1: is_nominal.then(|| gwets_ac1(codes)),
        }
    }

    /// What Krippendorff's thresholds allow; none where alpha is undefined.
    pub fn verdict(&self) -> Option<Verdict> {
        self.alpha.ok().map(Verdict::of)
    }

    /// The 95 % interval of alpha.
    pub fn interval(&self) -> Option<(f64, f64)> {
        self.bootstrap.interval(0.95)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(rows: &str, multi: &[&str]) -> Agreement {
        let mut codings = Codings::default();
        codings.add("c.csv", format!("statement_id,coder,x\n{rows}").as_bytes()).unwrap();
        let multi = multi.iter().map(|name| name.to_string()).collect();
        Agreement::of(&codings, "x", &AgreementSettings { multi, ..AgreementSettings::default() })
    }

    #[test]
    fn three_coders_have_pairs_and_two_have_one_kappa() {
        let three = agreement("s1,a,u\ns1,b,u\ns1,c,v\ns2,a,v\ns2,b,v\ns3,c,u\n", &[]);
        let overall = &three.overall;
        let counts = (overall.n_statements, overall.n_single, overall.n_coders, overall.n_pairs);
        assert_eq!((counts, overall.n_codes), ((2, 1, 3, 4), 5));
        assert!(overall.kappa.is_none());
        let pairs: Vec<_> =
            three.pairs.iter().map(|pair| (pair.coders.join(" "), pair.measures.kappa)).collect();
        let none = Some(Err(Undefined::NoPair));
        let apart = Some(Ok(0.0));
        assert_eq!(pairs, [("a b".into(), Some(Ok(1.0))), ("a c".into(), apart), ("b c".into(), apart)]);
        assert_eq!(agreement("s1,a,u\ns1,b,u\ns2,c,u\n", &[]).overall.n_coders, 2);
        let two = agreement("s1,a,u\ns1,b,u\ns2,a,v\ns2,b,v\n", &[]);
        assert!(two.pairs.is_empty() && two.overall.kappa == Some(Ok(1.0)));
        assert_eq!(agreement("s1,a,u\ns2,b,u\n", &[]).overall.kappa, none);
    }

    #[test]
    fn classes_are_measured_against_all_others() {
        let found = agreement("s1,a,u\ns1,b,u\ns2,a,v\ns2,b,w\ns3,a,w\ns3,b,w\n", &[]);
        let classes: Vec<_> =
            found.classes.iter().map(|class| (class.class.as_str(), class.n_codes, class.specific)).collect();
        assert_eq!(classes, [("u", 2, Some(1.0)), ("v", 1, Some(0.0)), ("w", 3, Some(2.0 / 3.0))]);
        assert_eq!(found.classes[0].measures.alpha, Ok(1.0));
        assert_eq!(
            found.most_frequent().map(|(class, share)| (class.class.as_str(), share)),
            Some(("w", 0.5))
        );
    }

    #[test]
    fn sets_agree_in_part_and_each_label_has_its_kappa() {
        let rows = "s1,a,u;v\ns1,b,u\ns2,a,w\ns2,b,w\n";
        let (sets, nominal) = (agreement(rows, &["x"]), agreement(rows, &[]));
        assert!(sets.overall.alpha.unwrap() > nominal.overall.alpha.unwrap());
        assert!(sets.overall.kappa.is_none() && sets.overall.ac1.is_none());
        assert_eq!(
            sets.classes.iter().map(|class| class.class.as_str()).collect::<Vec<_>>(),
            ["u", "v", "w"]
        );
        assert_eq!(sets.classes[0].measures.kappa, Some(Ok(1.0)));
    }

    #[test]
    fn thresholds() {
        for (alpha, verdict) in [
            (0.8, Verdict::Rely),
            (0.7999, Verdict::Tentative),
            (0.667, Verdict::Tentative),
            (0.66, Verdict::NoConclusions),
        ] {
            assert_eq!(Verdict::of(alpha), verdict);
        }
    }
}
