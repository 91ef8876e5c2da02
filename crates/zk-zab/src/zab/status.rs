//! How the broadcast stands, for whoever asks.

use zk_proto::election::PeerState;
use zk_proto::{ServerId, Zxid};

use super::{Role, Zab};
use crate::core::ZabConfig;
use crate::leader::{LearnerStage, SyncMode};
use crate::{Entry, LinkId, Memberships};

/// A leader's view of one learner, or a follower's of one of its observers, for status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnerStatus {
    /// Its link.
    pub link: LinkId,
    /// Who it is; -1 until it has said so.
    pub sid: ServerId,
    /// Whether it follows with proposals and commits, or observes.
    pub participant: bool,
    /// Whether what it acknowledges counts.
    pub voter: bool,
    /// Whether it is synchronised.
    pub synced: bool,
    /// The last transaction that it has acknowledged.
    pub acked: Zxid,
    /// How it was synchronised.
    pub sync_mode: Option<SyncMode>,
    /// When it was heard of last, in monotonic milliseconds.
    pub heard_ms: u64,
}

impl Zab {
    /// The election's round, for votes that a test makes up.
    #[cfg(test)]
    pub(crate) fn round(&self) -> i64 {
        self.election.round()
    }

    /// SYNCs that wait for what was proposed before them.
    pub fn pending_syncs(&self) -> usize {
        match &self.role {
            Role::Leading(leader) => leader.pending_syncs(),
            _ => 0,
        }
    }

    /// The transactions in `(after, upto]`, for applying them.
    pub fn entries(&self, after: Zxid, upto: Zxid) -> impl Iterator<Item = &Entry> {
        self.core.history.range(after, upto)
    }

    /// Settings.
    pub fn config(&self) -> &ZabConfig {
        &self.core.config
    }

    /// The memberships that count.
    pub fn memberships(&self) -> &Memberships {
        &self.core.memberships
    }

    /// The last transaction that was proposed in this epoch, or the epoch's start. Of a leader.
    pub fn proposed(&self) -> Option<Zxid> {
        match &self.role {
            Role::Leading(leader) => Some(leader.proposed()),
            _ => None,
        }
    }

    /// The end of the history here, durable or not.
    pub fn last_logged(&self) -> Zxid {
        self.core.history.last()
    }

    /// The end of what is on disk here.
    pub fn durable(&self) -> Zxid {
        self.core.durable
    }

    /// What has been handed to the state machine.
    pub fn applied(&self) -> Zxid {
        self.core.applied
    }

    /// The promised and the adopted epoch.
    pub fn epochs(&self) -> (i64, i64) {
        (self.core.accepted_epoch, self.core.current_epoch)
    }

    /// The state as it is told to others.
    pub fn state(&self) -> PeerState {
        match &self.role {
            Role::Idle | Role::Settling { .. } | Role::Looking => PeerState::Looking,
            Role::Leading(_) => PeerState::Leading,
            Role::Learning(learner) if learner.is_observer() => PeerState::Observing,
            Role::Learning(_) => PeerState::Following,
        }
    }

    /// `election`, `discovery`, `synchronization` or `broadcast`, as ZooKeeper calls them.
    pub fn phase(&self) -> &'static str {
        match &self.role {
            Role::Idle | Role::Settling { .. } | Role::Looking => "election",
            Role::Leading(leader) => leader.stage_name(),
            Role::Learning(learner) => learner.stage_name(),
        }
    }

    /// The leader that this member follows or is.
    pub fn leader(&self) -> Option<ServerId> {
        match &self.role {
            Role::Leading(_) => Some(self.core.config.my_id),
            Role::Learning(learner) => Some(learner.leader()),
            _ => None,
        }
    }

    /// Whom this learner has its history from: the leader, or for an observer maybe a follower.
    pub fn master(&self) -> Option<ServerId> {
        match &self.role {
            Role::Learning(learner) => Some(learner.master()),
            _ => None,
        }
    }

    /// True if this server follows and takes observers.
    pub fn serves_observers(&self) -> bool {
        matches!(&self.role, Role::Learning(learner) if learner.observers().is_some())
    }

    /// The link to the leader, or to whom the history comes from in its place.
    pub fn leader_link(&self) -> Option<LinkId> {
        match &self.role {
            Role::Learning(learner) => learner.link(),
            _ => None,
        }
    }

    /// The learners of a leader, or the observers of a follower.
    pub fn learners(&self) -> impl Iterator<Item = LearnerStatus> {
        let learners = match &self.role {
            Role::Leading(leader) => Some(leader.learners()),
            Role::Learning(learner) => learner.observers().map(|o| o.links()),
            Role::Idle | Role::Settling { .. } | Role::Looking => None,
        };
        learners.into_iter().flatten().map(|(link, h)| LearnerStatus {
            link: *link,
            sid: h.sid,
            participant: h.participant,
            voter: h.may_count() && self.core.memberships.is_voter(h.sid),
            synced: h.stage == LearnerStage::Active,
            acked: h.acked,
            sync_mode: h.sync_mode,
            heard_ms: h.heard_ms,
        })
    }

    /// True for a leader in service that has lost its quorum and can commit nothing. It gives up if that stays so.
    pub fn lacks_quorum(&self, now_ms: u64) -> bool {
        matches!(&self.role, Role::Leading(leader) if leader.lacks_quorum(&self.core, now_ms))
    }

    /// When the leadership was established, in monotonic milliseconds.
    pub fn leading_since_ms(&self) -> Option<u64> {
        match &self.role {
            Role::Leading(leader) if leader.is_established() => Some(leader.established_ms()),
            _ => None,
        }
    }
}
