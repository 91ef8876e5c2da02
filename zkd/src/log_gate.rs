//! Lets a line into the log once a minute per subject, so that a stranger who knocks all day does not fill it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use zk_proto::ServerId;

/// Whom a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// Whoever calls from there.
    Addr(IpAddr),
    /// A member.
    Member(ServerId),
    /// This server's tree.
    Tree,
}

/// One line for the same subject and reason within this time.
const PERIOD: Duration = Duration::from_secs(60);
/// Above this many subjects within a period nothing new is logged until it is over; the counters go on.
const MAX_SUBJECTS: usize = 256;

/// What was logged when.
#[derive(Debug, Default)]
pub(crate) struct LogGate {
    seen: Mutex<BTreeMap<(Subject, Cow<'static, str>), Instant>>,
}

impl LogGate {
    /// Whether to log this now.
    pub(crate) fn opens(&self, subject: Subject, reason: impl Into<Cow<'static, str>>) -> bool {
        self.opens_at(subject, reason, Instant::now())
    }

    fn opens_at(&self, subject: Subject, reason: impl Into<Cow<'static, str>>, now: Instant) -> bool {
        let key = (subject, reason.into());
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_old = |at: &Instant| now.saturating_duration_since(*at) >= PERIOD;
        if seen.get(&key).is_some_and(|at| !is_old(at)) {
            return false;
        }
        if seen.len() >= MAX_SUBJECTS {
            seen.retain(|_, at| !is_old(at));
        }
        seen.len() < MAX_SUBJECTS && seen.insert(key, now).is_none_or(|at| is_old(&at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_logged_once_a_minute_and_reason() {
        let (gate, start) = (LogGate::default(), Instant::now());
        let one = Subject::Member(ServerId(1));
        assert!(gate.opens_at(one, "a", start));
        assert!(!gate.opens_at(one, "a", start + PERIOD / 2));
        assert!(gate.opens_at(one, "b", start));
        assert!(gate.opens_at(Subject::Member(ServerId(2)), "a", start));
        assert!(gate.opens_at(one, "a", start + PERIOD));
    }

    #[test]
    fn many_subjects_do_not_make_it_grow() {
        let (gate, start) = (LogGate::default(), Instant::now());
        let subject = |n: usize| Subject::Member(ServerId(n as i64));
        assert!((0..MAX_SUBJECTS).all(|n| gate.opens_at(subject(n), "a", start)));
        assert!(!gate.opens_at(subject(MAX_SUBJECTS), "a", start));
        assert!(gate.opens_at(subject(MAX_SUBJECTS), "a", start + PERIOD));
    }
}
