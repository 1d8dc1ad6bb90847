//! What tests share: codes as others have published them, and seeded draws for simulations.

use super::Undefined;
use rand_xoshiro::Xoshiro256StarStar;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// Rows of coders as they are printed, a character a code and `-` where it is missing.
pub(super) fn of_coders(rows: &[&str]) -> Vec<Vec<Option<usize>>> {
    let code = |sign: u8| (sign != b'-').then_some(usize::from(sign));
    let unit = |unit: usize| rows.iter().map(|row| code(row.as_bytes()[unit])).collect();
    (0..rows[0].len()).map(unit).collect()
}

/// A table of two coders: the cell (a, b) says how often they give a and b.
pub(super) fn of_table(cells: &[&[usize]]) -> Vec<Vec<Option<usize>>> {
    let mut codes = Vec::new();
    for (a, row) in cells.iter().enumerate() {
        for (b, n) in row.iter().enumerate() {
            codes.extend(vec![vec![Some(a), Some(b)]; *n]);
        }
    }
    codes
}

/// 127 statements, of which the first coder opposes 1 to 3, the second 1, 126 and 127.
pub(super) fn rare_class() -> Vec<Vec<Option<usize>>> {
    of_table(&[&[122, 2], &[2, 1]])
}

/// Holds a coefficient against a published one of so many digits.
pub(super) fn check(found: Result<f64, Undefined>, published: f64, digits: i32) {
    let is_near = found.is_ok_and(|found| (found - published).abs() <= 0.5 * 10f64.powi(-digits));
    assert!(is_near, "{found:?}, published {published}");
}

/// Seeded draws.
pub(super) struct Draws(Xoshiro256StarStar);

impl Draws {
    pub(super) fn new(seed: u64) -> Self {
        Draws(Xoshiro256StarStar::seed_from_u64(seed))
    }

    /// How many of `n` cases fall to a share.
    pub(super) fn count(&mut self, n: usize, share: f64) -> usize {
        (0..n).filter(|_| ((self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64) < share).count()
    }
}
