//! Agreement in words: a sentence for a methods section, and what a reader should know beside it.

use super::agreement::{Agreement, Measures, RELY, TENTATIVE, Verdict};
use crate::statistics::Undefined;

/// From here on agreement counts as high where a low alpha is explained.
const HIGH: f64 = 0.8;

impl Measures {
    /// The probability that alpha is below .667: the share of draws.
    pub fn p_below_tentative(&self) -> Option<f64> {
        self.bootstrap.share_below(TENTATIVE)
    }

    /// The probability that alpha is below .800: the share of draws.
    pub fn p_below_reliable(&self) -> Option<f64> {
        self.bootstrap.share_below(RELY)
    }
}

impl Agreement {
    /// A sentence that can be copied into a methods section, then what explains the numbers.
    pub fn in_words(&self) -> String {
        let parts = [self.sentence(), self.on_prevalence(), self.on_the_interval()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn sentence(&self) -> String {
        let (name, all) = (&self.variable, &self.overall);
        let counts = format!(
            "{} coders coded {} ({} of codes)",
            all.n_coders,
            counted(all.n_statements, "statement"),
            counted(all.n_pairs, "pair")
        );
        let agreed = percent(all.agreement.unwrap_or_default());
        match all.alpha {
            Ok(alpha) => format!(
                "For {name}, {counts} and agreed in {agreed} of them: {}; {}.",
                self.coefficients(alpha),
                verdict_words(Verdict::of(alpha))
            ),
            Err(Undefined::OneCategory) => {
                let class = self.most_frequent().map_or("", |(class, _)| &class.class);
                format!(
                    "For {name}, {counts} and gave all the one code `{class}`: they agreed in {agreed} of them; {}. \
                     Code statements in which other codes occur.",
                    ONE_CATEGORY
                )
            }
            Err(Undefined::NoPair) => format!("For {name}, {NO_PAIR} ({} by one).", all.n_single),
        }
    }

    /// Alpha with its interval, kappa and AC1.
    fn coefficients(&self, alpha: f64) -> String {
        let kind = if self.is_multi { "MASI distance, Passonneau 2006" } else { "nominal" };
        let mut text = format!("Krippendorff's alpha ({kind}) = {alpha:.4}");
        if let Some((low, high)) = self.overall.interval() {
            let p = |p: Option<f64>| p.map(percent).unwrap_or_default();
            text += &format!(
                ", 95 % interval {low:.4} to {high:.4} (bootstrap over statements, {} draws, seed {}), \
                 probability of an alpha below .667 {} and below .800 {}",
                self.settings.n_draws,
                self.settings.seed,
                p(self.overall.p_below_tentative()),
                p(self.overall.p_below_reliable())
            );
        }
        text += &self.kappa_words();
        if let Some(Ok(ac1)) = self.overall.ac1 {
            text += &format!(", Gwet's AC1 = {ac1:.4}");
        }
        text
    }

    /// Cohen's kappa of two coders, or the range of all pairs of them.
    fn kappa_words(&self) -> String {
        if let Some(Ok(kappa)) = self.overall.kappa {
            return format!(", Cohen's kappa = {kappa:.4}");
        }
        let pairs = self.pairs.iter().filter_map(|pair| pair.measures.kappa?.ok());
        let mut kappas: Vec<f64> = pairs.collect();
        kappas.sort_by(f64::total_cmp);
        match (kappas.first(), kappas.last()) {
            (Some(low), Some(high)) => {
                format!(", Cohen's kappa of pairs of coders {low:.4} to {high:.4}")
            }
            _ => String::new(),
        }
    }

    /// Why alpha is low though agreement is high: one class has most of the codes.
    fn on_prevalence(&self) -> String {
        let all = &self.overall;
        let is_low = all.alpha.is_ok_and(|alpha| alpha < TENTATIVE);
        let is_high = all.agreement.is_ok_and(|agreement| agreement >= HIGH);
        let (true, false, Some((most, share))) = (is_low && is_high, self.is_multi, self.most_frequent())
        else {
            return String::new();
        };
        let least = self.classes.iter().filter_map(|class| Some((class, class.specific?)));
        let Some((rare, specific)) = least.min_by(|a, b| a.1.total_cmp(&b.1)) else {
            return String::new();
        };
        format!(
            "Alpha is low although agreement is high because {} of the codes are `{}`: agreement in {} would be \
             expected by chance alone, and alpha tells how far the coders go beyond that. Where one of them gives \
             `{}`, another does so in {}. Report AC1 and the specific agreement of each class beside alpha, and \
             code more statements of the rare classes.",
            percent(share),
            most.class,
            percent(self.expected_agreement()),
            rare.class,
            percent(specific)
        )
    }

    /// The agreement of pairs of codes drawn from all codes, as alpha expects it.
    fn expected_agreement(&self) -> f64 {
        let pairs = |n: usize| (n * n.saturating_sub(1)) as f64;
        let same: f64 = self.classes.iter().map(|class| pairs(class.n_codes)).sum();
        same / pairs(self.overall.n_codes).max(1.0)
    }

    fn on_the_interval(&self) -> String {
        let bootstrap = &self.overall.bootstrap;
        let n_undefined = bootstrap.n_draws - bootstrap.n_defined();
        match self.overall.alpha {
            Ok(1.0) => {
                "Without a disagreement all draws give 1: the interval cannot show what more statements \
                        would bring."
                    .into()
            }
            Ok(_) if n_undefined > 0 => format!(
                "In {n_undefined} draws all codes were of one class; the interval rests on the other {}.",
                bootstrap.n_defined()
            ),
            _ => String::new(),
        }
    }
}

const NO_PAIR: &str = "no statement was coded by two people, so that agreement is undefined";
const ONE_CATEGORY: &str = "alpha, kappa and AC1 are undefined, because codes that never vary do not show whether \
                            coders can tell classes apart";

/// Why coefficients of a class or of a pair of coders are undefined; empty where alpha has a value.
pub(super) fn undefined_words(measures: &Measures, class: Option<&str>) -> String {
    match (measures.alpha, class) {
        (Ok(_), _) => String::new(),
        (Err(Undefined::NoPair), _) => format!("{NO_PAIR}."),
        (Err(Undefined::OneCategory), None) => format!("All codes are the same: {ONE_CATEGORY}."),
        (Err(Undefined::OneCategory), Some(class)) => {
            format!("`{class}` is given to all statements with two codes or to none: {ONE_CATEGORY}.")
        }
    }
}

fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Rely => {
            "by the thresholds of Krippendorff (2004) this variable can be relied on (.800 or more)"
        }
        Verdict::Tentative => {
            "by the thresholds of Krippendorff (2004) this variable allows tentative conclusions only (.667 to .800)"
        }
        Verdict::NoConclusions => {
            "by the thresholds of Krippendorff (2004) no conclusions should rest on this variable (below .667)"
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use crate::codebook::Codings;
    use crate::validity::{Agreement, AgreementSettings};

    /// Two coders of `stance`, a character a statement; `-` is a missing code.
    fn in_words(a: &str, b: &str) -> String {
        let mut text = String::from("statement_id,coder,stance\n");
        for (coder, codes) in [("anna", a), ("bela", b)] {
            for (statement, code) in codes.chars().enumerate() {
                text += &format!("s{statement:03},{coder},{}\n", code.to_string().replace('-', ""));
            }
        }
        let mut codings = Codings::default();
        codings.add("c.csv", text.as_bytes()).unwrap();
        Agreement::of(&codings, "stance", &AgreementSettings::default()).in_words()
    }

    #[test]
    fn sentences() {
        let rare = ["o".repeat(3) + &"n".repeat(124), "o".to_string() + &"n".repeat(124) + "oo"];
        for (a, b, says) in [
            ("0100000010", "1110010000", "alpha (nominal) = 0.0952, 95 % interval "),
            ("0011", "0011", "agreed in 100.0 % of them: Krippendorff's alpha (nominal) = 1.0000"),
            ("0011", "0011", "can be relied on (.800 or more). Without a disagreement all draws give 1"),
            (
                "0",
                "0",
                "For stance, 2 coders coded 1 statement (1 pair of codes) and gave all the one code `0`",
            ),
            ("000", "000", "undefined, because"),
            (
                "00--",
                "--01",
                "no statement was coded by two people, so that agreement is undefined (4 by one).",
            ),
            ("0001", "0010", "draws all codes were of one class; the interval rests on"),
            (&rare[0], &rare[1], "agreed in 96.9 % of them"),
            (&rare[0], &rare[1], "Gwet's AC1 = 0.9670; by the thresholds"),
            (
                &rare[0],
                &rare[1],
                "because 97.6 % of the codes are `n`: agreement in 95.4 % would be expected",
            ),
            (&rare[0], &rare[1], "Where one of them gives `o`, another does so in 33.3 %."),
        ] {
            let words = in_words(a, b);
            assert!(words.contains(says), "{words}");
            assert!(!words.contains("NaN"), "{words}");
        }
        assert!(!in_words("0100000010", "1110010000").contains("although"));
    }
}
