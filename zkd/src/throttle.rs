//! How fast new sessions may come: a bucket of tokens, and by choice a probability with which connections are dropped before
//! the bucket is empty. Who is refused here costs a connection and no transaction, and old sessions nothing.
//!
//! Mirrors: ZooKeeper `BlueThrottle`. Both are off unless they are configured.

use std::sync::{Mutex, PoisonError};

/// The keys `connection_throttle_…`.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnThrottle {
    /// The bucket's size; 0: no limit.
    pub tokens: u32,
    /// Milliseconds in which [`ConnThrottle::fill_count`] tokens come.
    pub fill_ms: u32,
    /// See there.
    pub fill_count: u32,
    /// Milliseconds between two changes of the drop probability. `None`: nothing is dropped by chance.
    pub freeze_ms: Option<u32>,
    /// Steps of the probability, up when the bucket is empty, down when it is nearly full.
    pub drop_increase: f64,
    /// See there.
    pub drop_decrease: f64,
    /// Nearly full: no more than this part of it is missing.
    pub decrease_ratio: f64,
    /// Whether kinds of session cost differently. Then the bucket and its filling count in new sessions.
    pub weighted: bool,
    /// What a new session costs.
    pub new_weight: u32,
    /// What a new session costs where sessions are local.
    pub local_weight: u32,
    /// What taking up a session again costs.
    pub renew_weight: u32,
}

impl Default for ConnThrottle {
    /// Apache's defaults.
    fn default() -> ConnThrottle {
        ConnThrottle {
            tokens: 0,
            fill_ms: 1,
            fill_count: 1,
            freeze_ms: None,
            drop_increase: 0.02,
            drop_decrease: 0.002,
            decrease_ratio: 0.0,
            weighted: false,
            new_weight: 3,
            local_weight: 1,
            renew_weight: 2,
        }
    }
}

/// What a client wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    New,
    NewLocal,
    Renew,
}

#[derive(Debug)]
struct State {
    tokens: u64,
    filled_ms: u64,
    changed_ms: u64,
    drop: f64,
    seed: u64,
}

/// The bucket of one server.
#[derive(Debug)]
pub(crate) struct Bucket {
    config: ConnThrottle,
    state: Mutex<State>,
}

impl Bucket {
    pub(crate) fn new(config: ConnThrottle, seed: u64) -> Bucket {
        let tokens = size(&config);
        let state = State { tokens, filled_ms: 0, changed_ms: 0, drop: 0.0, seed: seed | 1 };
        Bucket { config, state: Mutex::new(state) }
    }

    /// The drop probability.
    pub(crate) fn drop_probability(&self) -> f64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).drop
    }

    /// Tokens that are missing.
    pub(crate) fn deficit(&self) -> u64 {
        match self.config.tokens {
            0 => 0,
            _ => size(&self.config) - self.state.lock().unwrap_or_else(PoisonError::into_inner).tokens,
        }
    }

    /// Whether a connection gets what it wants at `now_ms`.
    pub(crate) fn admits(&self, wants: Wants, now_ms: u64) -> bool {
        let c = &self.config;
        if c.tokens == 0 {
            return true;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let full = size(c);
        let fill_ms = u64::from(c.fill_ms.max(1));
        let steps = now_ms.saturating_sub(state.filled_ms) / fill_ms;
        if steps > 0 {
            let each = u64::from(c.fill_count) * unit(c);
            state.tokens = state.tokens.saturating_add(steps.saturating_mul(each)).min(full);
            state.filled_ms += steps * fill_ms;
        }
        if let Some(freeze_ms) = c.freeze_ms {
            if now_ms.saturating_sub(state.changed_ms) >= u64::from(freeze_ms) {
                let missing = full - state.tokens;
                if missing == full {
                    state.drop = (state.drop + c.drop_increase).min(1.0);
                } else if missing as f64 <= full as f64 * c.decrease_ratio {
                    state.drop = (state.drop - c.drop_decrease).max(0.0);
                }
                state.changed_ms = now_ms;
            }
            if state.random() < state.drop {
                return false;
            }
        }
        let cost = match (c.weighted, wants) {
            (false, _) => 1,
            (true, Wants::New) => u64::from(c.new_weight),
            (true, Wants::NewLocal) => u64::from(c.local_weight),
            (true, Wants::Renew) => u64::from(c.renew_weight),
        };
        if state.tokens < cost {
            return false;
        }
        state.tokens -= cost;
        true
    }
}

impl State {
    /// From 0 to 1; xorshift64, nothing depends on its quality.
    fn random(&mut self) -> f64 {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        (self.seed >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn unit(config: &ConnThrottle) -> u64 {
    if config.weighted { u64::from(config.new_weight.max(1)) } else { 1 }
}

fn size(config: &ConnThrottle) -> u64 {
    u64::from(config.tokens) * unit(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(config: ConnThrottle) -> Bucket {
        Bucket::new(config, 7)
    }

    #[test]
    fn tokens_run_out_and_come_back_and_never_exceed_the_bucket() {
        let b = bucket(ConnThrottle { tokens: 3, fill_ms: 100, fill_count: 2, ..ConnThrottle::default() });
        let at = |now| (0..10).filter(|_| b.admits(Wants::New, now)).count();
        assert_eq!([at(0), at(99), at(100), at(150), at(200), at(10_000)], [3, 0, 2, 0, 2, 3]);
        assert!((0..1000).all(|_| bucket(ConnThrottle::default()).admits(Wants::New, 0)), "off");
    }

    #[test]
    fn kinds_of_session_cost_what_they_weigh() {
        let b = bucket(ConnThrottle { tokens: 2, fill_ms: 1000, weighted: true, ..ConnThrottle::default() });
        assert!((0..3).all(|_| b.admits(Wants::Renew, 0)), "three renewals are two new ones");
        assert!(!b.admits(Wants::Renew, 0) && !b.admits(Wants::New, 999));
        assert!(b.admits(Wants::New, 1000));
        let local = (0..10).filter(|_| b.admits(Wants::NewLocal, 2000)).count();
        assert_eq!(local, 3, "three local ones are a global one");
    }

    #[test]
    fn an_empty_bucket_makes_drops_likelier_and_a_full_one_less_likely() {
        let b = bucket(ConnThrottle {
            tokens: 1,
            fill_ms: 50,
            freeze_ms: Some(10),
            drop_increase: 0.5,
            drop_decrease: 0.25,
            ..ConnThrottle::default()
        });
        for now in 0..49 {
            b.admits(Wants::New, now);
        }
        assert!((b.drop_probability() - 1.0).abs() < 1e-9, "{}", b.drop_probability());
        assert!(!b.admits(Wants::New, 49));
        for now in (100..1000).step_by(100) {
            b.admits(Wants::Renew, now);
        }
        assert!(b.drop_probability() < 1e-9, "{}", b.drop_probability());
    }
}
