//! A table from short words, each packed into one number, to what is known of them.
//!
//! Most of the time of a lookup goes into this table. A slot holds key and value side by side, so
//! that a word that is known is mostly found in the first place that is looked at.

/// Slots of a new table.
const FEWEST: usize = 1 << 10;

/// Numbers other than 0, each with a value; 0 has the value 0 from the beginning.
#[derive(Clone, Debug)]
pub(super) struct ShortWords {
    /// Open addressing: a key stands in the first free slot from its own on. At most half are taken.
    slots: Vec<(u128, u32)>,
    n: usize,
}

impl Default for ShortWords {
    fn default() -> Self {
        ShortWords { slots: vec![(0, 0); FEWEST], n: 0 }
    }
}

impl ShortWords {
    /// Number of keys.
    pub fn len(&self) -> usize {
        self.n
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, key: u128) -> Option<u32> {
        let (found, value) = self.slots[self.slot(key)];
        (found == key).then_some(value)
    }

    /// Gives a new key a value.
    pub fn insert(&mut self, key: u128, value: u32) {
        if 2 * self.n >= self.slots.len() {
            let wider = vec![(0, 0); 2 * self.slots.len()];
            for (key, value) in std::mem::replace(&mut self.slots, wider) {
                let slot = self.slot(key);
                self.slots[slot] = (key, value);
            }
        }
        let slot = self.slot(key);
        self.slots[slot] = (key, value);
        self.n += 1;
    }

    /// The slot of a key, or the free one where it would stand.
    #[inline]
    fn slot(&self, key: u128) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = spread(key) & last;
        while self.slots[slot].0 != key && self.slots[slot].0 != 0 {
            slot = (slot + 1) & last;
        }
        slot
    }
}

/// Spreads a key over all bits by two products, of which the high halves are taken too.
#[inline]
fn spread(key: u128) -> usize {
    const ODD: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03];
    let mixed = ((key as u64) ^ ODD[0]) as u128 * (((key >> 64) as u64) ^ ODD[1]) as u128;
    ((mixed >> 64) as u64 ^ mixed as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_values_while_the_table_grows() {
        let mut table = ShortWords::default();
        let key = |i: u32| u128::from(i) << (8 * (i % 13));
        for i in 1..5000 {
            if table.get(key(i)).is_none() {
                table.insert(key(i), i);
            }
        }
        let n = (1..5000).filter(|&i| table.get(key(i)).is_some_and(|value| key(value) == key(i))).count();
        assert_eq!((n, table.get(0), table.get(u128::MAX)), (4999, Some(0), None));
        assert!(table.len() > 4000 && 2 * table.len() <= table.slots.len());
    }
}
