//! Settings of a member, and what they say of the membership.

use std::collections::BTreeSet;

use zk_proto::members;
use zk_tree::Ensemble;
use zk_zab::{MemberRole, Membership, Zab, ZabConfig};

use crate::ServerConfig;

/// Settings of a member.
#[derive(Clone, Debug)]
pub struct MemberConfig {
    /// Of the broadcast.
    pub zab: ZabConfig,
    /// Of the request pipeline.
    pub server: ServerConfig,
    /// Start of the sequence that spreads hash order; see [`zk_tree::DataTree::new`].
    pub seed: u64,
    /// After so long without a leader reads are answered for clients that agree to that. `None`: never.
    pub read_only_after_ms: Option<u64>,
    /// A reconfiguration must leave two voters (`standaloneEnabled`).
    pub keeps_two_voters: bool,
}

impl MemberConfig {
    /// What a leader judges a reconfiguration by.
    pub(super) fn ensemble(&self, zab: &Zab) -> Ensemble {
        let memberships = zab.memberships();
        let last = memberships.last_seen();
        // Differs: whom the last change has made an observer is about to come back as one, and acknowledges nothing then. A
        // change that needed it could never be committed, nor could anything else.
        let stays = |sid| last.role(sid) != Some(MemberRole::Observer);
        let synced = zab.learners().filter(|l| l.synced && l.participant && stays(l.sid)).map(|l| l.sid.0);
        let mut synced: BTreeSet<i64> = synced.chain([self.zab.my_id.0]).collect();
        // An oracle decides who leads, and not who belongs: no change is committed without the other voter.
        if self.zab.oracle && !memberships.active().has_quorum(|sid| synced.contains(&sid.0)) {
            synced.clear();
        }
        let lines = members::Membership::parse(last.text()).map(|(lines, _)| lines);
        Ensemble {
            // The text was read before it became a membership.
            membership: lines.unwrap_or_default(),
            version: last.version(),
            in_progress: memberships.next().is_some(),
            synced,
            min_voters: if self.keeps_two_voters { 2 } else { 1 },
            is_quorum: |lines, synced| {
                Membership::from_lines(lines, 0, "".into())
                    .is_ok_and(|m| m.has_quorum(|sid| synced.contains(&sid.0)))
            },
        }
    }
}
