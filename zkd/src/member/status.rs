//! What a member shows of its part in the ensemble.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Instant;

use zk_proto::Zxid;
use zk_proto::election::PeerState;
use zk_server::member::Member;

use super::host::MemberHost;
use crate::shared::Shared;
use crate::status::LastMinMax;
use crate::status::quorum::{LeaderStatus, LearnerKind, LearnerStatus, Phase, QuorumStatus, SyncMode};

/// The state at this moment.
pub(super) fn of(member: &Member, host: &MemberHost, shared: &Shared) -> QuorumStatus {
    let zab = member.zab();
    let (accepted_epoch, current_epoch) = zab.epochs();
    let leading = zab.leading_since_ms().map(|since| leader_status(member, host, shared, since));
    QuorumStatus {
        state: zab.state(),
        phase: match zab.phase() {
            "discovery" => Phase::Discovery,
            "synchronization" => Phase::Synchronization(None),
            "broadcast" => Phase::Broadcast,
            _ => Phase::Election,
        },
        leader: zab.leader(),
        accepted_epoch,
        current_epoch,
        voter_count: zab.memberships().active().voters().count() as u64,
        membership: host.lines.clone(),
        membership_version: host.version,
        observer_master: zab.master().filter(|_| zab.state() == PeerState::Observing),
        leading,
        observers: zab.serves_observers().then(|| learners(member, host).collect()),
        ports: host.ports(),
    }
}

/// Those that have said who they are.
fn learners<'a>(member: &'a Member, host: &'a MemberHost) -> impl Iterator<Item = LearnerStatus> + 'a {
    let now = Instant::now();
    let queued = |link| host.links.backlog(link) as u64;
    let epoch = u32::try_from(member.zab().epochs().1).unwrap_or_default();
    let nowhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    member.learners().filter(|l| l.sid.0 >= 0).map(move |l| LearnerStatus {
        sid: l.sid,
        addr: host.peers.get(&l.link).copied().unwrap_or(nowhere),
        kind: match (l.participant, l.voter) {
            (true, true) => LearnerKind::Follower,
            (true, false) => LearnerKind::NonVotingFollower,
            (false, _) => LearnerKind::Observer,
        },
        synced: l.synced,
        sync_mode: l.sync_mode.map(|m| match m {
            zk_zab::SyncMode::Diff | zk_zab::SyncMode::DiffFromLog => SyncMode::Diff,
            zk_zab::SyncMode::Trunc => SyncMode::Trunc,
            zk_zab::SyncMode::Snap => SyncMode::Snap,
        }),
        // Who is synchronised has acknowledged the history with which the epoch began.
        last_acked: if l.synced { l.acked.max(Zxid::new(epoch, 0)) } else { l.acked },
        queued_bytes: queued(l.link),
        acks: host.paces.acks(l.link, now),
        sync: host.paces.progress(l.link, queued(l.link), now),
        traffic: host.paces.traffic(l.link),
    })
}

fn leader_status(member: &Member, host: &MemberHost, shared: &Shared, since_ms: u64) -> LeaderStatus {
    LeaderStatus {
        uptime_ms: shared.clock.now_ms().saturating_sub(since_ms),
        pending_syncs: member.pending_syncs() as u64,
        proposal_sizes: member.proposal_sizes().map(|s| LastMinMax {
            last: s.last as i64,
            min: s.min as i64,
            max: s.max as i64,
        }),
        lacks_quorum: member.zab().lacks_quorum(shared.clock.now_ms()),
        learners: learners(member, host).collect(),
    }
}
