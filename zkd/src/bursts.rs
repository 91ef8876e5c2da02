//! What happens again and again from one address is worth an alarm, once, and not a line each time.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many within one burst are an alarm.
const ALARM_AT: u32 = 3;
/// A burst ends when nothing has happened for so long.
const QUIET: Duration = Duration::from_secs(60);
/// Addresses that are remembered. Above this nothing is said of new ones until others have kept quiet; counters go on.
const MAX_ADDRESSES: usize = 1024;

/// What is to be said of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// That it happened.
    Tell,
    /// That it happens again and again: once in a burst.
    Alarm,
    /// Nothing.
    Silence,
}

#[derive(Clone, Copy, Debug)]
struct Burst {
    count: u32,
    last: Instant,
}

/// Who has done it lately.
#[derive(Debug, Default)]
pub(crate) struct Bursts(Mutex<BTreeMap<IpAddr, Burst>>);

impl Bursts {
    /// It happened once more.
    pub(crate) fn failed(&self, from: IpAddr) -> Verdict {
        self.failed_at(from, Instant::now())
    }

    /// Whether details of what is about to be counted are worth a line.
    pub(crate) fn tells(&self, from: IpAddr) -> bool {
        self.count_at(from, Instant::now()) < ALARM_AT
    }

    fn count_at(&self, from: IpAddr, now: Instant) -> u32 {
        let bursts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bursts.get(&from).filter(|b| !b.is_over(now)).map_or(0, |b| b.count)
    }

    fn failed_at(&self, from: IpAddr, now: Instant) -> Verdict {
        let mut bursts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if bursts.len() >= MAX_ADDRESSES && !bursts.contains_key(&from) {
            bursts.retain(|_, b| !b.is_over(now));
            if bursts.len() >= MAX_ADDRESSES {
                return Verdict::Silence;
            }
        }
        let burst = bursts.entry(from).or_insert(Burst { count: 0, last: now });
        if burst.is_over(now) {
            burst.count = 0;
        }
        burst.count = burst.count.saturating_add(1);
        burst.last = now;
        match burst.count {
            n if n < ALARM_AT => Verdict::Tell,
            ALARM_AT => Verdict::Alarm,
            _ => Verdict::Silence,
        }
    }
}

impl Burst {
    fn is_over(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.last) >= QUIET
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(n: u32) -> IpAddr {
        std::net::Ipv4Addr::from_bits(n).into()
    }

    #[test]
    fn a_burst_has_one_alarm_and_ends_with_quiet() {
        let (bursts, start) = (Bursts::default(), Instant::now());
        let mut now = start;
        for expected in [Verdict::Tell, Verdict::Tell, Verdict::Alarm, Verdict::Silence, Verdict::Silence] {
            assert_eq!(bursts.failed_at(address(1), now), expected);
            now += QUIET / 2;
        }
        assert_eq!(bursts.failed_at(address(2), now), Verdict::Tell, "another one has a burst of its own");
        assert_eq!(bursts.count_at(address(1), now), 5);
        // Counted from the last one, however long the burst was.
        now += QUIET / 2;
        assert_eq!(bursts.count_at(address(1), now), 0);
        assert_eq!(bursts.failed_at(address(1), now), Verdict::Tell);
    }

    #[test]
    fn many_addresses_do_not_make_it_grow() {
        let (bursts, start) = (Bursts::default(), Instant::now());
        assert!((0..MAX_ADDRESSES as u32).all(|n| bursts.failed_at(address(n), start) == Verdict::Tell));
        assert_eq!(bursts.failed_at(address(u32::MAX), start), Verdict::Silence);
        assert_eq!(bursts.failed_at(address(u32::MAX), start + QUIET), Verdict::Tell);
    }
}
