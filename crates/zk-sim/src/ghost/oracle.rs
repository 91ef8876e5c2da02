//! What one of two voters may decide alone, while an oracle permits it: the definition, once more and plainly.

use super::{Epoch, Ghost, Observation, Serving};
use crate::seam::Node;
use zk_proto::Zxid;
use zk_proto::quorum::PacketKind;

impl Ghost {
    /// A node has heard of its oracle: until then it may go on without the other voter, in its monotonic milliseconds.
    pub fn permitted(&mut self, node: Node, until_ms: u64) {
        self.members[node].permitted_until_ms = until_ms;
    }

    /// True if the disk of a node holds everything that is chosen.
    pub fn holds_all(&self, node: Node) -> bool {
        let m = &self.members[node];
        m.position == self.chain.chosen().len() && !m.robbed
    }

    /// True if no voter has adopted a later epoch than this one.
    pub fn knows_epochs(&self, node: Node) -> bool {
        let current = |n: Node| self.members[n].view.effective_current();
        self.quorum().voters().iter().all(|n| current(*n) <= current(node))
    }

    /// Who may decide alone now about a history with this end that belongs to this epoch: its leader, if it is the one that acts
    /// and there are two voters.
    pub(super) fn alone_in(&self, epoch: &Epoch, last: Zxid) -> Option<Node> {
        let quorum = self.quorum_at(last);
        let is_pair = quorum.voters().len() == 2 && !quorum.has_groups();
        self.alone.filter(|n| is_pair && quorum.voters().contains(n) && epoch.claimed == Some(*n))
    }
}

/// True for what nobody does before something is chosen.
pub(super) fn acts(observation: &Observation) -> bool {
    use PacketKind as K;
    match observation {
        Observation::Applied { .. } | Observation::Serving(Serving::Leader { .. }) => true,
        Observation::Packet { out: true, kind, .. } => {
            matches!(kind, K::Commit | K::CommitAndActivate | K::Inform | K::InformAndActivate)
        }
        _ => false,
    }
}
