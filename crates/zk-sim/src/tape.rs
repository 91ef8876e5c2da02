//! Randomness of a run. A 64-bit seed expands to many independent streams, one for each purpose, so that taking
//! one fault or one client's request out of a plan leaves what the others draw as it was: that is what lets a
//! failing run be made smaller.
//!
//! Integers only: the same seed gives the same run on every machine.

/// What a stream is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Purpose {
    Config = 1,
    Faults = 2,
    Clients = 3,
    Network = 4,
    Disk = 5,
    Shell = 6,
    Crash = 7,
    Ties = 8,
    Samples = 9,
    Client = 10,
}

/// A stream of random numbers (SplitMix64).
#[derive(Clone, Debug)]
pub struct Tape {
    state: u64,
}

impl Tape {
    /// The stream of `seed` for one purpose and one of those who have it.
    pub fn new(seed: u64, purpose: Purpose, index: u64) -> Tape {
        let mut t = Tape { state: seed ^ mix((purpose as u64) << 48 ^ index.wrapping_add(1)) };
        t.next();
        t
    }

    /// The next 64 bits.
    #[allow(clippy::should_implement_trait, reason = "a tape has no end, and nobody iterates over it")]
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// A number below `n`; 0 if `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 { 0 } else { ((u128::from(self.next()) * u128::from(n)) >> 64) as u64 }
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True once in `n` times; never for 0.
    pub fn one_in(&mut self, n: u64) -> bool {
        n != 0 && self.below(n) == 0
    }

    /// True in `percent` of 100 cases.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// Heads.
    pub fn flip(&mut self) -> bool {
        self.next() >> 63 == 1
    }

    /// A number from `low` to `high` whose order of magnitude is drawn evenly.
    pub fn magnitude(&mut self, low: u64, high: u64) -> u64 {
        let bits = |n: u64| u64::from(64 - n.max(1).leading_zeros());
        let k = self.between(bits(low), bits(high));
        let top = 1u64.checked_shl(k as u32).map_or(u64::MAX, |t| t - 1);
        self.between(1u64 << (k - 1), top).clamp(low, high)
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}

/// Spreads 64 bits over 64 bits.
pub(crate) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number that everything that happens in a run goes into: two runs of one seed must end with the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RollingHash(pub u64);

impl RollingHash {
    /// Adds a number.
    pub fn add(&mut self, n: u64) {
        self.0 = mix(self.0 ^ n).wrapping_add(0x9e37_79b9_7f4a_7c15);
    }

    /// Adds bytes.
    pub fn add_bytes(&mut self, bytes: &[u8]) {
        self.add(u64::from(crc32fast::hash(bytes)) << 32 | bytes.len() as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_and_repeat() {
        let mut a = Tape::new(1, Purpose::Network, 0);
        let mut b = Tape::new(1, Purpose::Network, 1);
        let mut a2 = Tape::new(1, Purpose::Network, 0);
        let x: Vec<u64> = (0..4).map(|_| a.next()).collect();
        assert_eq!(x, (0..4).map(|_| a2.next()).collect::<Vec<_>>());
        assert_ne!(x, (0..4).map(|_| b.next()).collect::<Vec<_>>());
    }

    #[test]
    fn numbers_stay_in_their_range() {
        let mut t = Tape::new(7, Purpose::Config, 0);
        for _ in 0..1000 {
            assert!((3..=5).contains(&t.between(3, 5)));
            assert!((10..=5000).contains(&t.magnitude(10, 5000)));
            assert_eq!(t.below(0), 0);
        }
    }
}
