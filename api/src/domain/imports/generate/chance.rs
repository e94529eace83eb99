//! Dice that fall the same on every machine and with every version of the random crates.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// A stream of choices out of a seed.
pub struct Chance(ChaCha8Rng);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number from 0 to `end` - 1; fair enough for invented people.
    pub fn below(&mut self, end: u32) -> u32 {
        let product = u64::from(self.0.next_u32()) * u64::from(end);
        u32::try_from(product >> 32).unwrap_or_default()
    }

    /// True in `share` of a thousand cases.
    pub fn per_mille(&mut self, share: u32) -> bool {
        self.below(1000) < share
    }

    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        let length = u32::try_from(list.len()).unwrap_or(u32::MAX);
        &list[usize::try_from(self.below(length)).unwrap_or_default()]
    }

    /// Picks by weight.
    pub fn weighted<'l, T>(&mut self, list: &'l [(u32, T)]) -> &'l T {
        let total = list.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(total);
        for (weight, item) in list {
            if left < *weight {
                return item;
            }
            left -= weight;
        }
        &list[list.len() - 1].1
    }
}
