//! Folds that keep groups whole, are alike in classes, and are the same for a seed.

/// Assigns each row a fold from 0 to `k - 1`; rows of one group share a fold.
///
/// Groups are taken from the largest to the smallest, ties by a seeded order, each to the fold where
/// its classes are most wanted. With fewer groups than `k`, some folds stay empty.
///
/// ```
/// let folds = plenary::model::grouped_folds(&["a", "a", "b", "c"], &[0, 1, 0, 1], 2, 7);
/// assert_eq!(folds[0], folds[1]);
/// ```
pub fn grouped_folds(groups: &[&str], labels: &[usize], k: usize, seed: u64) -> Vec<usize> {
    let n_classes = labels.iter().max().map_or(0, |most| most + 1);
    let mut names: Vec<&str> = groups.to_vec();
    names.sort_unstable();
    names.dedup();
    let counts = |name: &str| {
        let mut counts = vec![0_usize; n_classes];
        groups
            .iter()
            .zip(labels)
            .filter(|(group, _)| **group == name)
            .for_each(|(_, label)| counts[*label] += 1);
        counts
    };
    let mut order: Vec<(usize, u64, &str, Vec<usize>)> = names
        .iter()
        .map(|name| (name, counts(name)))
        .map(|(name, counts)| (counts.iter().sum(), shuffle_key(name, seed), *name, counts))
        .collect();
    order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(b.2)));
    let mut folds = vec![vec![0_usize; n_classes]; k];
    let mut fold_of: Vec<(&str, usize)> = Vec::new();
    for (_, _, name, counts) in &order {
        // The sum of squares is least where the group's classes are scarcest.
        let cost = |fold: &Vec<usize>| {
            fold.iter().zip(counts).map(|(have, add)| (have + add).pow(2) - have.pow(2)).sum::<usize>()
        };
        let best = (0..k).min_by_key(|fold| (cost(&folds[*fold]), *fold)).unwrap_or(0);
        folds[best].iter_mut().zip(counts).for_each(|(have, add)| *have += add);
        fold_of.push((name, best));
    }
    let of = |group: &str| fold_of.iter().find(|(name, _)| *name == group).map_or(0, |(_, fold)| *fold);
    groups.iter().map(|group| of(group)).collect()
}

/// A number that orders names at random, the same for the same seed.
fn shuffle_key(name: &str, seed: u64) -> u64 {
    let hash = blake3::hash(format!("{seed} {name}").as_bytes());
    hash.as_bytes()[..8].iter().fold(0, |key, byte| key << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_grouped_balanced_and_seeded() {
        let groups: Vec<String> = (0..40).map(|i| format!("g{}", i / 4)).collect();
        let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
        let labels: Vec<usize> = (0..40).map(|i| i % 2).collect();
        let folds = grouped_folds(&groups, &labels, 5, 1);
        for fold in 0..5 {
            assert_eq!(folds.iter().filter(|f| **f == fold).count(), 8);
        }
        assert!((0..40).all(|i| folds[i] == folds[i / 4 * 4]));
        assert_eq!(folds, grouped_folds(&groups, &labels, 5, 1));
    }
}
