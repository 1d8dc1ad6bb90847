//! Adjusted p values for a family of tests: with thousands of words some differ by chance alone.

/// Holm's adjusted p: below α where the test holds with a chance of at most α of any false one.
///
/// In rising order the i-th of m becomes the largest of (m − j + 1)p over j ≤ i, at most 1. The order of
/// the result is that of the input. Holm (1979), Scandinavian Journal of Statistics 6: 65–70.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut largest: f64 = 0.0;
    for (rank, i) in rising(p).into_iter().enumerate() {
        largest = largest.max((p.len() - rank) as f64 * p[i]).min(1.0);
        adjusted[i] = largest;
    }
    adjusted
}

/// Benjamini and Hochberg's adjusted p: of the tests below α at most a share α is expected to be false.
///
/// In rising order the i-th of m becomes the least of (m/j)p over j ≥ i, at most 1. The order of the
/// result is that of the input. Benjamini and Hochberg (1995), Journal of the Royal Statistical
/// Society B 57: 289–300.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut least: f64 = 1.0;
    for (rank, i) in rising(p).into_iter().enumerate().rev() {
        least = least.min(p.len() as f64 / (rank + 1) as f64 * p[i]);
        adjusted[i] = least;
    }
    adjusted
}

/// The indices of values in rising order.
fn rising(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&i, &j| p[i].total_cmp(&p[j]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fifteen p values of Benjamini and Hochberg's section 3.2: at .05 their procedure rejects the
    /// first four, those that control the familywise error the first three.
    #[test]
    fn published_family() {
        let mut p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
            0.6528, 0.7590, 1.0,
        ];
        let n_below = |adjusted: Vec<f64>| adjusted.iter().filter(|p| **p <= 0.05).count();
        assert_eq!((n_below(benjamini_hochberg(&p)), n_below(holm(&p))), (4, 3));
        assert!((benjamini_hochberg(&p)[3] - 0.0095 * 15.0 / 4.0).abs() < 1e-12);
        assert!((holm(&p)[2] - 0.0019 * 13.0).abs() < 1e-12);
        p.reverse();
        assert!((benjamini_hochberg(&p)[11] - 0.0095 * 15.0 / 4.0).abs() < 1e-12);
    }

    #[test]
    fn order_is_kept_and_one_is_the_most() {
        let (holm, bh) = (holm(&[0.9, 0.01, 0.8]), benjamini_hochberg(&[0.9, 0.01, 0.8]));
        assert_eq!(holm, [1.0, 0.03, 1.0]);
        assert_eq!(bh, [0.9, 0.03, 0.9]);
        assert!(benjamini_hochberg(&[]).is_empty());
    }
}
