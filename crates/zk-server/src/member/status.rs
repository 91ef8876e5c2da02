//! How a member stands, for whoever asks.

use zk_proto::election::PeerState;
use zk_tree::quota::QuotaBreach;
use zk_zab::{LearnerStatus, Zab};

use super::{Member, Pipeline, ProposalSizes};
use crate::{Lapsed, SessionTracker};

impl Member {
    /// The broadcast's state.
    pub fn zab(&self) -> &Zab {
        &self.zab
    }

    /// The state as it is told to others.
    pub fn state(&self) -> PeerState {
        self.zab.state()
    }

    /// True if clients are served as by a part of an ensemble.
    pub fn is_serving(&self) -> bool {
        matches!(self.pipeline, Pipeline::Leading(_) | Pipeline::Learning(_))
    }

    /// The sessions, as the leader knows them.
    pub fn sessions(&self) -> Option<&SessionTracker> {
        match &self.pipeline {
            Pipeline::Leading(leading) => Some(leading.server.sessions()),
            _ => None,
        }
    }

    /// The quotas that writes have run into since this was asked last; only a leader looks at them.
    pub fn take_quota_breaches(&mut self) -> Vec<QuotaBreach> {
        match &mut self.pipeline {
            Pipeline::Leading(leading) => leading.server.take_quota_breaches(),
            _ => Vec::new(),
        }
    }

    /// The sessions whose time was up since this was asked last, as far as this member decides about them.
    pub fn take_lapsed(&mut self) -> [Lapsed; 2] {
        match &mut self.pipeline {
            Pipeline::Leading(leading) => leading.server.take_lapsed(),
            Pipeline::Learning(learning) => [Lapsed::default(), learning.take_lapsed()],
            Pipeline::Reading(_) | Pipeline::None => Default::default(),
        }
    }

    /// The sessions that this member alone knows, while it serves.
    pub fn local_sessions(&self) -> Option<&SessionTracker> {
        match &self.pipeline {
            Pipeline::Leading(leading) => Some(leading.server.local_sessions()),
            Pipeline::Learning(learning) => Some(learning.local_sessions()),
            Pipeline::Reading(_) | Pipeline::None => None,
        }
    }

    /// The learners of a leader, or the observers of a follower.
    pub fn learners(&self) -> impl Iterator<Item = LearnerStatus> {
        self.zab.learners()
    }

    /// Sizes of the proposals of a leader; none before the first one.
    pub fn proposal_sizes(&self) -> Option<ProposalSizes> {
        match &self.pipeline {
            Pipeline::Leading(leading) => leading.proposal_sizes(),
            _ => None,
        }
    }

    /// `sync` requests of a leader's learners that wait for proposals before them.
    pub fn pending_syncs(&self) -> usize {
        self.zab.pending_syncs()
    }
}
