//! Which server to try next, and when: the list is shuffled once and cycled, and every round in which no
//! server gave a session makes the pause before the next one longer.

/// The pause before the second round, at most, in milliseconds. Each later round doubles it.
pub const FIRST_PAUSE_MS: u64 = 100;
/// The longest pause between two rounds, in milliseconds.
pub const LONGEST_PAUSE_MS: u64 = 2_000;

/// A server to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its index in the caller's list.
    pub host: usize,
    /// How long to wait first, in milliseconds.
    pub delay_ms: u64,
}

/// The order of servers, and where in it we are.
#[derive(Clone, Debug)]
pub struct Hosts {
    order: Vec<usize>,
    /// Attempts since the last success.
    tries: usize,
    at: usize,
    rng: Rng,
}

impl Hosts {
    /// `count` servers, shuffled by `seed`. With a count of 0 every attempt is at host 0.
    pub fn new(count: usize, seed: u64) -> Hosts {
        let mut rng = Rng(seed);
        let mut order: Vec<usize> = (0..count.max(1)).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, rng.below(i as u64 + 1) as usize);
        }
        Hosts { order, tries: 0, at: 0, rng }
    }

    /// The next server to try.
    pub fn next_attempt(&mut self) -> Attempt {
        let host = self.order.get(self.at).copied().unwrap_or(0);
        self.at = (self.at + 1) % self.order.len();
        let round = self.tries / self.order.len();
        let starts_round = self.tries.is_multiple_of(self.order.len());
        self.tries = self.tries.saturating_add(1);
        let delay_ms = if round == 0 || !starts_round { 0 } else { self.pause_ms(round) };
        Attempt { host, delay_ms }
    }

    /// A server gave a session and kept it for a while: the next round starts without a pause.
    pub fn succeeded(&mut self) {
        self.tries = 0;
    }

    /// Between half and all of a bound that doubles with every round.
    fn pause_ms(&mut self, round: usize) -> u64 {
        let doublings = u32::try_from(round - 1).unwrap_or(u32::MAX).min(16);
        let bound = (FIRST_PAUSE_MS << doublings).min(LONGEST_PAUSE_MS);
        bound / 2 + self.rng.below(bound / 2 + 1)
    }
}

/// SplitMix64: enough to spread clients over servers.
#[derive(Clone, Debug)]
struct Rng(u64);

impl Rng {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_server_is_tried_once_per_round_and_only_rounds_pause() {
        let mut hosts = Hosts::new(3, 7);
        let mut last_pause = 0;
        for round in 0..8 {
            let attempts: Vec<Attempt> = (0..3).map(|_| hosts.next_attempt()).collect();
            let mut seen: Vec<usize> = attempts.iter().map(|a| a.host).collect();
            seen.sort_unstable();
            assert_eq!(seen, [0, 1, 2]);
            assert!(attempts[1..].iter().all(|a| a.delay_ms == 0));
            let bound = if round == 0 { 0 } else { (100u64 << (round - 1)).min(LONGEST_PAUSE_MS) };
            assert!((bound / 2..=bound).contains(&attempts[0].delay_ms), "round {round}: {attempts:?}");
            last_pause = attempts[0].delay_ms;
        }
        assert!(last_pause >= LONGEST_PAUSE_MS / 2);
    }

    #[test]
    fn success_ends_the_pauses() {
        let mut hosts = Hosts::new(1, 1);
        hosts.next_attempt();
        assert_ne!(hosts.next_attempt().delay_ms, 0);
        hosts.succeeded();
        assert_eq!(hosts.next_attempt().delay_ms, 0);
    }

    #[test]
    fn seeds_give_different_first_servers() {
        let firsts: std::collections::BTreeSet<usize> =
            (0..50).map(|seed| Hosts::new(5, seed).next_attempt().host).collect();
        assert_eq!(firsts.len(), 5);
    }
}
