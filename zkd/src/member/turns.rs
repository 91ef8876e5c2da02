//! How long elections take, and how long a member does not serve: measured by looking at its state between two turns of the
//! core, as often as it does something.

use std::time::Instant;

use zk_proto::election::PeerState;
use zk_server::member::Serving;

use crate::status::metrics::{Counter, Metrics, Summary};

/// Since when the member is what it is.
#[derive(Debug)]
pub(super) struct Turns {
    state: PeerState,
    /// The beginning of the last election.
    looking_since: Instant,
    /// Its end.
    elected_at: Instant,
    /// `None` while it serves as part of a quorum.
    unavailable_since: Option<Instant>,
    has_begun: bool,
}

impl Turns {
    /// A member begins by looking for a leader.
    pub(super) fn new(now: Instant) -> Turns {
        Turns {
            state: PeerState::Looking,
            looking_since: now,
            elected_at: now,
            unavailable_since: Some(now),
            has_begun: false,
        }
    }

    /// This is what it is now.
    pub(super) fn look(&mut self, state: PeerState, serving: Serving, metrics: &Metrics, now: Instant) {
        if !std::mem::replace(&mut self.has_begun, true) {
            metrics.count(Counter::Looking);
        }
        let before = std::mem::replace(&mut self.state, state);
        if before != state {
            tracing::info!("Peer state changed: {}", role(state).to_lowercase());
        }
        match (before, state) {
            (PeerState::Looking, PeerState::Looking) => {}
            (PeerState::Looking, elected) => {
                self.elected_at = now;
                let took = now.saturating_duration_since(self.looking_since);
                metrics.record_time(Summary::Election, took);
                tracing::info!("{} - LEADER ELECTION TOOK - {} MS", role(elected), took.as_millis());
            }
            (_, PeerState::Looking) => {
                metrics.count(Counter::Looking);
                self.looking_since = now;
            }
            _ => {}
        }
        match serving {
            Serving::No | Serving::ReadOnly => {
                self.unavailable_since.get_or_insert(now);
            }
            Serving::Leader { .. } | Serving::Learner { .. } => self.serves(serving, metrics, now),
        }
    }

    fn serves(&mut self, serving: Serving, metrics: &Metrics, now: Instant) {
        let Some(since) = self.unavailable_since.take() else { return };
        let unavailable = now.saturating_duration_since(since);
        let synced = now.saturating_duration_since(self.elected_at);
        metrics.record_time(Summary::Unavailable, unavailable);
        match serving {
            Serving::Learner { observer: false, .. } => metrics.record_time(Summary::FollowerSync, synced),
            Serving::Learner { observer: true, .. } => metrics.record_time(Summary::ObserverSync, synced),
            _ => metrics.record_time(Summary::LeaderUnavailable, unavailable),
        }
    }
}

/// As Apache's log has it.
fn role(state: PeerState) -> &'static str {
    match state {
        PeerState::Looking => "LOOKING",
        PeerState::Following => "FOLLOWING",
        PeerState::Leading => "LEADING",
        PeerState::Observing => "OBSERVING",
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use zk_proto::ServerId;

    use super::*;

    #[test]
    fn elections_and_what_follows_them_are_timed() {
        let (start, metrics) = (Instant::now(), Metrics::new());
        let at = |ms| start + Duration::from_millis(ms);
        let follows =
            Serving::Learner { leader: ServerId(1), master: ServerId(1), epoch: 1, observer: false };
        let mut turns = Turns::new(start);
        for (state, serving, ms) in [
            (PeerState::Looking, Serving::No, 10),
            (PeerState::Following, Serving::No, 200),
            (PeerState::Following, follows, 230),
            (PeerState::Following, follows, 900),
            (PeerState::Looking, Serving::ReadOnly, 1000),
            (PeerState::Leading, Serving::No, 1500),
            (PeerState::Leading, Serving::Leader { epoch: 2 }, 1600),
        ] {
            turns.look(state, serving, &metrics, at(ms));
        }
        let got = metrics.snapshot();
        let of = |s| (got.summary(s).count, got.summary(s).sum / 1000);
        assert_eq!(got.counter(Counter::Looking), 2);
        assert_eq!(of(Summary::Election), (2, 200 + 500));
        assert_eq!(of(Summary::Unavailable), (2, 230 + 600));
        assert_eq!(of(Summary::LeaderUnavailable), (1, 600));
        assert_eq!(of(Summary::FollowerSync), (1, 30));
        assert_eq!(of(Summary::ObserverSync), (0, 0));
    }
}
