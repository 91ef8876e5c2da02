//! What a member of an ensemble can say about its part in it. Filled by whoever runs the member, rendered by the
//! four-letter words.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zk_proto::election::PeerState;
use zk_proto::members::Membership;
use zk_proto::{ServerId, Zxid};

use super::LastMinMax;

/// The member's part in its ensemble at one moment.
#[derive(Clone, Debug)]
pub struct QuorumStatus {
    /// What it is, and how far it has got with becoming that.
    pub state: PeerState,
    /// The steps between an election and service. Without meaning while looking for a leader.
    pub phase: Phase,
    /// Whom it follows; itself when it leads, `None` while it looks.
    pub leader: Option<ServerId>,
    /// The last epoch it promised to (`acceptedEpoch`).
    pub accepted_epoch: i64,
    /// The last epoch whose history it took over (`currentEpoch`).
    pub current_epoch: i64,
    /// Servers with a vote.
    pub voter_count: u64,
    /// The active membership, line for line.
    pub membership: Arc<Membership>,
    /// Its version.
    pub membership_version: i64,
    /// Whom an observer has its history from: the leader, or a follower (`observerMasterPort`). `None` for everybody else.
    pub observer_master: Option<ServerId>,
    /// Only while it leads.
    pub leading: Option<LeaderStatus>,
    /// The observers that are connected, in sync or not. Only of a follower that serves observers.
    pub observers: Option<Vec<LearnerStatus>>,
    /// Numbers about the election and quorum ports, by name: members connected, and what was refused for which reason.
    /// Apache has none of these.
    pub ports: Vec<(&'static str, u64)>,
}

/// How far the leader has got whom a learner follows, as far as that has come here: what is still on its way only the leader
/// knows ([`LearnerStatus`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpstreamStatus {
    /// The last transaction that the leader has spoken of, in packets or pings. `None` before it has in this epoch.
    pub zxid: Option<Zxid>,
    /// So many transactions up to there are not applied here.
    pub lag: Option<u64>,
    /// For how long nothing has come from there, in milliseconds.
    pub heard_ms: u64,
}

/// Where a member stands between election and service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Elects.
    #[default]
    Election,
    /// Agrees on an epoch.
    Discovery,
    /// Gets, or as a leader sends, what is missing; the way is not known yet to a learner that waits.
    Synchronization(Option<SyncMode>),
    /// Serves.
    Broadcast,
}

/// How a learner catches up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncMode {
    /// It gets the transactions that it lacks.
    Diff,
    /// It cuts off transactions that nobody else has.
    Trunc,
    /// It gets a snapshot.
    Snap,
}

/// What only a leader knows.
#[derive(Clone, Debug, Default)]
pub struct LeaderStatus {
    /// Since a quorum took it for its leader, in milliseconds.
    pub uptime_ms: u64,
    /// `sync` requests that wait for proposals before them.
    pub pending_syncs: u64,
    /// Bytes of proposals. `None` before the first.
    pub proposal_sizes: Option<LastMinMax>,
    /// Those that are connected, in sync or not.
    pub learners: Vec<LearnerStatus>,
    /// No quorum is in sync with it: it commits nothing, and gives up before long. Not with an oracle, which may permit it to
    /// go on alone.
    pub lacks_quorum: bool,
}

/// One learner, as its leader sees it.
#[derive(Clone, Debug)]
pub struct LearnerStatus {
    /// Its number.
    pub sid: ServerId,
    /// Its end of the connection.
    pub addr: SocketAddr,
    /// What it is.
    pub kind: LearnerKind,
    /// Whether it has caught up and gets proposals as they come.
    pub synced: bool,
    /// How it caught up. `None` before that is decided.
    pub sync_mode: Option<SyncMode>,
    /// The last transaction it acknowledged.
    pub last_acked: Zxid,
    /// Bytes that wait to be sent to it.
    pub queued_bytes: u64,
    /// How long its acknowledgements take. `None` before it had any proposal.
    pub acks: Option<AckPace>,
    /// How far the transfer is, or how it was, that brings it up to date.
    pub sync: Option<SyncProgress>,
    /// What has gone to and fro.
    pub traffic: Option<Arc<LinkTraffic>>,
}

/// What has gone over a link, counted while it goes.
#[derive(Debug)]
pub struct LinkTraffic {
    /// When the link was opened, in milliseconds since 1970.
    pub established_unix_ms: i64,
    /// Packets in.
    pub received: AtomicU64,
    /// Those of them that are requests of clients.
    pub requests: AtomicU64,
    /// Packets out. Counted of observers alone: what goes to a voter passes too fast to be looked at for that.
    pub sent: AtomicU64,
}

impl LinkTraffic {
    /// Of a link that is opened at this time.
    pub fn new(established_unix_ms: i64) -> LinkTraffic {
        LinkTraffic {
            established_unix_ms,
            received: AtomicU64::new(0),
            requests: AtomicU64::new(0),
            sent: AtomicU64::new(0),
        }
    }

    /// Begins to count anew.
    pub fn reset(&self) {
        [&self.received, &self.requests, &self.sent].into_iter().for_each(|n| n.store(0, Ordering::Relaxed));
    }
}

/// How long a learner takes from a proposal to its acknowledgement, in microseconds. Of all that are under way one at a
/// time is timed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AckPace {
    /// The last one.
    pub last_us: Option<u64>,
    /// Half of the last 256 took no longer.
    pub p50_us: Option<u64>,
    /// Ninety-five of a hundred took no longer.
    pub p95_us: Option<u64>,
    /// Ninety-nine of a hundred took no longer.
    pub p99_us: Option<u64>,
    /// How many there were, since the learner connected.
    pub count: u64,
    /// How long they took in all.
    pub sum_us: u64,
    /// How long the one that is timed now has been waited for.
    pub waiting_us: Option<u64>,
}

/// A transfer that brings a learner up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyncProgress {
    /// Bytes sent.
    pub sent_bytes: u64,
    /// Bytes in all, as far as it is known: about, while a tree is on its way.
    pub total_bytes: u64,
    /// How long it takes, or took.
    pub took_ms: u64,
}

/// What a learner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LearnerKind {
    /// Votes.
    Follower,
    /// Acknowledges proposals, but is none of the voters of the configuration.
    NonVotingFollower,
    /// Is told what was committed.
    Observer,
}

impl LearnerStatus {
    /// How many transactions up to `zxid`, the leader's last one, it has not acknowledged. `None` while it is not within
    /// that epoch.
    pub fn lag_behind(&self, zxid: Zxid) -> Option<u64> {
        let same_epoch = self.last_acked.epoch() == zxid.epoch();
        same_epoch.then(|| zxid.counter().saturating_sub(self.last_acked.counter()).into())
    }
}

impl LearnerKind {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            LearnerKind::Follower => "follower",
            LearnerKind::NonVotingFollower => "non-voting follower",
            LearnerKind::Observer => "observer",
        }
    }
}

impl QuorumStatus {
    /// How far it is, in the words of Apache's `zabstate`.
    pub fn zab_state(&self) -> &'static str {
        match self.phase {
            Phase::Election => "election",
            Phase::Discovery => "discovery",
            Phase::Synchronization(_) => "synchronization",
            Phase::Broadcast => "broadcast",
        }
    }

    /// The text of `zk_peer_state`, such as `following - synchronization - diff`.
    pub fn peer_state(&self) -> String {
        let state = match self.state {
            PeerState::Looking => return "looking".to_owned(),
            PeerState::Following => "following",
            PeerState::Leading => "leading",
            PeerState::Observing => "observing",
        };
        match self.phase {
            Phase::Election => state.to_owned(),
            Phase::Discovery => format!("{state} - discovery"),
            Phase::Synchronization(None) => format!("{state} - synchronization"),
            Phase::Synchronization(Some(mode)) => format!("{state} - synchronization - {}", mode.name()),
            Phase::Broadcast => format!("{state} - broadcast"),
        }
    }
}

impl QuorumStatus {
    /// The observers that this server feeds, as a leader or as a follower that serves some.
    pub fn fed_observers(&self) -> impl Iterator<Item = &LearnerStatus> {
        let led = self.leading.as_ref().map(|leading| &leading.learners);
        let fed = led.or(self.observers.as_ref());
        fed.into_iter().flatten().filter(|l| l.kind == LearnerKind::Observer)
    }

    /// How many observers are in sync with this server; `None` if it serves none.
    pub fn synced_observers(&self) -> Option<usize> {
        let served = || self.observers.as_ref().map(|all| all.iter().filter(|o| o.synced).count());
        self.leading.as_ref().map(|leading| leading.synced_count(LearnerKind::Observer)).or_else(served)
    }
}

impl SyncMode {
    /// Apache's name.
    pub fn name(self) -> &'static str {
        match self {
            SyncMode::Diff => "diff",
            SyncMode::Trunc => "trunc",
            SyncMode::Snap => "snap",
        }
    }
}

impl LeaderStatus {
    /// How many learners of a kind are in sync.
    pub fn synced_count(&self, kind: LearnerKind) -> usize {
        self.learners.iter().filter(|l| l.kind == kind && l.synced).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lag_is_counted_within_an_epoch_only() {
        let learner = |acked| LearnerStatus {
            sid: ServerId(1),
            addr: SocketAddr::from(([127, 0, 0, 1], 1)),
            kind: LearnerKind::Follower,
            synced: true,
            sync_mode: None,
            last_acked: acked,
            queued_bytes: 0,
            acks: None,
            sync: None,
            traffic: None,
        };
        let zxid = Zxid::new(2, 10);
        assert_eq!(learner(Zxid::new(2, 7)).lag_behind(zxid), Some(3));
        assert_eq!(learner(Zxid::new(2, 11)).lag_behind(zxid), Some(0));
        assert_eq!(learner(Zxid::new(1, 700)).lag_behind(zxid), None);
    }

    #[test]
    fn the_peer_state_is_named_as_apache_names_it() {
        for (state, phase, text) in [
            (PeerState::Looking, Phase::Election, "looking"),
            (PeerState::Following, Phase::Election, "following"),
            (PeerState::Following, Phase::Discovery, "following - discovery"),
            (PeerState::Observing, Phase::Synchronization(None), "observing - synchronization"),
            (
                PeerState::Following,
                Phase::Synchronization(Some(SyncMode::Snap)),
                "following - synchronization - snap",
            ),
            (PeerState::Leading, Phase::Broadcast, "leading - broadcast"),
        ] {
            let status = QuorumStatus {
                state,
                phase,
                leader: None,
                accepted_epoch: 1,
                current_epoch: 1,
                voter_count: 3,
                membership: Arc::default(),
                membership_version: 0,
                observer_master: None,
                leading: None,
                observers: None,
                ports: Vec::new(),
            };
            assert_eq!(status.peer_state(), text);
        }
    }
}
