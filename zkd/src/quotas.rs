//! Quotas that writes run into: counted by namespace, and told, but not each time.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use zk_tree::quota::{Measure, QuotaBreach, Strictness, namespace};

/// A limit is told of once in this time, with how many writes ran into it meanwhile.
const QUIET: Duration = Duration::from_secs(10);
/// Limits and namespaces that are remembered. Above this new ones are neither told of nor counted by name.
const MAX_KEPT: usize = 4096;

type Limit = (String, Measure, Strictness);

#[derive(Debug)]
struct Told {
    at: Instant,
    untold: u64,
}

#[derive(Debug, Default)]
struct Noted {
    told: BTreeMap<Limit, Told>,
    refused: BTreeMap<String, u64>,
}

/// What this server, while it leads or stands alone, has seen of quotas that were exceeded.
#[derive(Debug, Default)]
pub(crate) struct QuotaLog(Mutex<Noted>);

impl QuotaLog {
    /// Counts and tells what a batch of writes ran into.
    pub(crate) fn note(&self, breaches: Vec<QuotaBreach>) {
        for breach in breaches {
            if let Some(before) = self.note_at(&breach, Instant::now()) {
                // Apache's text in one piece: it is what alerts look for.
                match before {
                    0 => tracing::warn!("{breach}"),
                    _ => tracing::warn!(untold = before, "{breach}"),
                }
            }
        }
    }

    /// How many writes were not told of since the last line, if this is the time for one.
    fn note_at(&self, breach: &QuotaBreach, now: Instant) -> Option<u64> {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Noted { told, refused } = &mut *noted;
        if breach.strictness == Strictness::Hard
            && let Some(namespace) = namespace(&breach.subject)
        {
            let room = refused.len() < MAX_KEPT;
            match refused.get_mut(namespace) {
                Some(count) => *count += breach.times,
                None if room => _ = refused.insert(namespace.to_owned(), breach.times),
                None => {}
            }
        }
        if told.len() >= MAX_KEPT {
            told.retain(|_, t| now.saturating_duration_since(t.at) < QUIET);
        }
        let room = told.len() < MAX_KEPT;
        let limit = (breach.subject.clone(), breach.measure, breach.strictness);
        match told.get_mut(&limit) {
            Some(t) if now.saturating_duration_since(t.at) < QUIET => {
                t.untold += breach.times;
                None
            }
            Some(t) => {
                t.at = now;
                Some(std::mem::take(&mut t.untold) + breach.times - 1)
            }
            None if room => {
                told.insert(limit, Told { at: now, untold: 0 });
                Some(breach.times - 1)
            }
            None => None,
        }
    }

    /// Writes refused, by namespace.
    pub(crate) fn refused(&self) -> BTreeMap<String, u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).refused.clone()
    }

    /// Counts from zero again.
    pub(crate) fn reset(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).refused.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breach(subject: &str, strictness: Strictness, times: u64) -> QuotaBreach {
        QuotaBreach {
            subject: subject.into(),
            measure: Measure::Count,
            strictness,
            wanted: 2,
            limit: 1,
            times,
        }
    }

    #[test]
    fn a_limit_is_told_once_in_a_while_and_counted_each_time() {
        let log = QuotaLog::default();
        let start = Instant::now();
        assert_eq!(log.note_at(&breach("/a/b", Strictness::Hard, 3), start), Some(2));
        assert_eq!(log.note_at(&breach("/a/b", Strictness::Hard, 4), start + QUIET / 2), None);
        assert_eq!(
            log.note_at(&breach("/a/b", Strictness::Soft, 1), start + QUIET / 2),
            Some(0),
            "another limit"
        );
        assert_eq!(log.note_at(&breach("/a/b", Strictness::Hard, 1), start + QUIET), Some(4));
        assert_eq!(log.refused(), BTreeMap::from([("a".to_owned(), 8)]), "soft limits refuse nothing");
        log.reset();
        assert!(log.refused().is_empty());
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let log = QuotaLog::default();
        let start = Instant::now();
        for i in 0..=MAX_KEPT {
            log.note_at(&breach(&format!("/n{i}"), Strictness::Hard, 1), start);
        }
        assert_eq!(log.refused().len(), MAX_KEPT);
        assert_eq!(
            log.note_at(&breach("/later", Strictness::Hard, 1), start + QUIET),
            Some(0),
            "the old ones are over"
        );
    }
}
