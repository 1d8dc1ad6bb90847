//! What one number leads to expect of a yes or no: logistic regression with an intercept and one variable.

/// Steps after which the fit is given up; from 0 it takes fewer than ten.
const STEPS: usize = 50;
/// The largest change of a coefficient, the variable standardised, at which the fit has converged.
const CONVERGED: f64 = 1e-10;

/// The probability of each outcome that a logistic regression on `x` expects.
///
/// Maximum likelihood by iteratively reweighted least squares: McCullagh and Nelder (1989), Generalized Linear Models,
/// 2nd edition, sections 2.5 and 4.4. None where there is no finite estimate: all outcomes or all values
/// are equal, or a value of `x` parts them (Albert and Anderson 1984, Biometrika 71: 1–10); nor where the
/// lists differ in length or a value is not finite.
///
/// ```
/// let outcome = [false, false, true, false, true, true];
/// let expected = plenary::statistics::logit_on(&outcome, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
/// assert!(expected[5] > 0.8 && (expected.iter().sum::<f64>() - 3.0).abs() < 1e-9);
/// ```
pub fn logit_on(outcome: &[bool], x: &[f64]) -> Option<Vec<f64>> {
    let is_usable = outcome.len() == x.len() && x.iter().all(|x| x.is_finite());
    if !is_usable || is_separated(outcome, x) {
        return None;
    }
    let x = standardised(x);
    let (mut at, mut likelihood) = ((0.0, 0.0), log_likelihood(outcome, &x, (0.0, 0.0)));
    for _ in 0..STEPS {
        let step = newton_step(outcome, &x, at)?;
        (at, likelihood) = improved(outcome, &x, at, step, likelihood)?;
        if step.0.abs().max(step.1.abs()) < CONVERGED {
            return Some(x.iter().map(|x| probability(at.0 + at.1 * x)).collect());
        }
    }
    None
}

/// Whether a value of `x` parts the outcomes, or has both on it alone; also where one outcome is missing.
fn is_separated(outcome: &[bool], x: &[f64]) -> bool {
    let range = |of: bool| {
        let values = outcome.iter().zip(x).filter(|(outcome, _)| **outcome == of).map(|(_, x)| *x);
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
    };
    let ((low_no, high_no), (low_yes, high_yes)) = (range(false), range(true));
    high_no <= low_yes || high_yes <= low_no
}

/// Values with mean 0 and variance 1, which no fitted probability depends on.
fn standardised(x: &[f64]) -> Vec<f64> {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let deviation = (x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
    x.iter().map(|x| (x - mean) / deviation).collect()
}

fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn log_likelihood(outcome: &[bool], x: &[f64], (intercept, slope): (f64, f64)) -> f64 {
    let term = |(outcome, x): (&bool, &f64)| {
        let log_odds = intercept + slope * x;
        let towards = if *outcome { -log_odds } else { log_odds };
        // ln(1 + eˣ) without overflow.
        towards.max(0.0) + (-towards.abs()).exp().ln_1p()
    };
    -outcome.iter().zip(x).map(term).sum::<f64>()
}

/// The step that least squares with the weights p(1 − p) takes; none where they leave it open.
fn newton_step(outcome: &[bool], x: &[f64], (intercept, slope): (f64, f64)) -> Option<(f64, f64)> {
    let (mut score, mut weights) = ((0.0, 0.0), (0.0, 0.0, 0.0));
    for (outcome, x) in outcome.iter().zip(x) {
        let p = probability(intercept + slope * x);
        let (residual, weight) = (f64::from(u8::from(*outcome)) - p, p * (1.0 - p));
        score = (score.0 + residual, score.1 + residual * x);
        weights = (weights.0 + weight, weights.1 + weight * x, weights.2 + weight * x * x);
    }
    let determinant = weights.0 * weights.2 - weights.1 * weights.1;
    let step = (
        (weights.2 * score.0 - weights.1 * score.1) / determinant,
        (weights.0 * score.1 - weights.1 * score.0) / determinant,
    );
    (step.0.is_finite() && step.1.is_finite()).then_some(step)
}

/// Takes a step, halved until the likelihood does not fall.
fn improved(
    outcome: &[bool],
    x: &[f64],
    at: (f64, f64),
    step: (f64, f64),
    likelihood: f64,
) -> Option<((f64, f64), f64)> {
    let tolerance = 1e-12 * (1.0 + likelihood.abs());
    (0..STEPS).find_map(|halvings| {
        let part = 0.5f64.powi(halvings as i32);
        let next = (at.0 + part * step.0, at.1 + part * step.1);
        let found = log_likelihood(outcome, x, next);
        (found >= likelihood - tolerance).then_some((next, found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hours of study and passing, a textbook example of twenty students: R's `glm` gives an intercept of −4.0777
    /// and a slope of 1.5046.
    #[test]
    fn published_fit() {
        let hours = [
            0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 1.75, 2.0, 2.25, 2.5, 2.75, 3.0, 3.25, 3.5, 4.0, 4.25, 4.5,
            4.75, 5.0, 5.5,
        ];
        let passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1].map(|n| n == 1);
        let found = logit_on(&passed, &hours).unwrap();
        for (at, expected) in [(0, 0.034_710_335_96), (9, 0.421_626_534_76), (19, 0.985_194_442_74)] {
            assert!((found[at] - expected).abs() < 1e-9, "{at}: {}", found[at]);
        }
        let moved: Vec<f64> = hours.iter().map(|hours| 1e6 - 60.0 * hours).collect();
        let again = logit_on(&passed, &moved).unwrap();
        assert!(found.iter().zip(again).all(|(a, b)| (a - b).abs() < 1e-8));
    }

    #[test]
    fn no_finite_estimate() {
        for (outcome, x) in [
            ([true; 4], [1.0, 2.0, 3.0, 4.0]),
            ([false; 4], [1.0, 2.0, 3.0, 4.0]),
            ([false, false, true, true], [1.0, 2.0, 3.0, 4.0]),
            ([true, true, false, false], [1.0, 2.0, 2.0, 4.0]),
            ([false, true, false, true], [7.0; 4]),
            ([false, true, false, true], [1.0, f64::NAN, 3.0, 4.0]),
        ] {
            assert_eq!(logit_on(&outcome, &x), None, "{outcome:?} {x:?}");
        }
        assert_eq!([logit_on(&[], &[]), logit_on(&[true, false], &[1.0])], [None, None]);
    }

    /// One far value of few: the first step of plain least squares would go astray.
    #[test]
    fn a_far_value_converges() {
        let outcome: Vec<bool> = (0..200).map(|i| i % 50 == 0 || i == 199).collect();
        let x: Vec<f64> = (0..200).map(|i| if i == 199 { 1e6 } else { f64::from(i % 7) }).collect();
        let found = logit_on(&outcome, &x).unwrap();
        assert!((found.iter().sum::<f64>() - 5.0).abs() < 1e-6);
    }
}
