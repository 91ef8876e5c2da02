//! What a leader knows of one learner.

use zk_mutants::{Mutant, on};
use zk_proto::quorum::{LearnerInfo, PROTOCOL_VERSION, PacketKind, QuorumPacket};
use zk_proto::{ServerId, Zxid};

use crate::core::Core;

/// The last epoch: a zxid has room for 32 bits, the sign among them.
pub(crate) const MAX_EPOCH: i64 = i32::MAX as i64;

/// Where a learner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The link is open, nothing has come.
    New,
    /// FOLLOWERINFO or OBSERVERINFO has come; the epoch is not fixed yet.
    Greeted,
    /// LEADERINFO is sent.
    Proposed,
    /// ACKEPOCH has come.
    Promised,
    /// What it lacks is read from the log on disk; next comes what is behind `reached`.
    ReadingLog { reached: Zxid, upto: Zxid },
    /// NEWLEADER is sent.
    Syncing,
    /// NEWLEADER is acknowledged.
    Adopted,
    /// UPTODATE is sent.
    Active,
}

/// How a learner was synchronised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncMode {
    /// What it lacked.
    Diff,
    /// What it lacked, from the log on disk.
    DiffFromLog,
    /// A cut, and what it lacked.
    Trunc,
    /// The whole tree.
    Snap,
}

/// One learner.
#[derive(Debug)]
pub(crate) struct Handler {
    pub(crate) sid: ServerId,
    /// It sent FOLLOWERINFO: it gets proposals and commits. Observers get what is committed.
    pub(crate) participant: bool,
    pub(crate) stage: Stage,
    pub(crate) accepted_epoch: i64,
    pub(crate) last_zxid: Zxid,
    /// What it said in ACKEPOCH counts.
    pub(crate) promise_counts: bool,
    pub(crate) sync_mode: Option<SyncMode>,
    /// Live traffic goes to it.
    pub(crate) forwarding: bool,
    /// It has everything up to here on disk.
    pub(crate) acked: Zxid,
    /// The end of the committed history that it was sent before NEWLEADER.
    pub(crate) sync_end: Zxid,
    pub(crate) heard_ms: u64,
    /// The last proposal of some time ago that it has not acknowledged, and when it was sent.
    pub(crate) waiting: Option<(Zxid, u64)>,
}

impl Handler {
    pub(crate) fn new(now_ms: u64) -> Handler {
        Handler {
            sid: ServerId(-1),
            participant: false,
            stage: Stage::New,
            accepted_epoch: -1,
            last_zxid: Zxid(-1),
            promise_counts: false,
            sync_mode: None,
            forwarding: false,
            acked: Zxid(i64::MIN),
            sync_end: Zxid(i64::MIN),
            heard_ms: now_ms,
            waiting: None,
        }
    }

    /// Takes FOLLOWERINFO or OBSERVERINFO. The packet's kind alone says which stream it gets: an observer of the
    /// membership may follow, but does not count.
    ///
    /// A server that is no member may join if the membership may change: it gets what a member gets, and counts for
    /// nothing.
    ///
    /// Differs: Java lets it join in any case.
    ///
    /// # Errors
    /// Why the link must end.
    pub(crate) fn greet(&mut self, core: &Core, packet: &QuorumPacket<'_>) -> Result<(), String> {
        let info = LearnerInfo::decode(packet.data);
        let sid = info.sid.ok_or("a learner without a server id")?;
        if sid == core.config.my_id {
            return Err(format!(
                "a learner calls itself {sid}, which is this server's id: two servers have the same myid"
            ));
        }
        if !core.memberships.is_member(sid) && !core.config.reconfig {
            return Err(format!(
                "learner {sid} is no member: this server's configuration has no server.{sid}"
            ));
        }
        if info.protocol < PROTOCOL_VERSION {
            return Err(format!("learner {sid} speaks protocol version {:#x}", info.protocol));
        }
        let version = core.memberships.active().version();
        if core.config.reconfig && info.config_version > version {
            return Err(format!(
                "learner {sid} has activated membership {:x}, {version:x} is the active one here",
                info.config_version
            ));
        }
        let accepted_epoch = packet.zxid.0 >> 32;
        if accepted_epoch >= MAX_EPOCH {
            return Err(format!(
                "learner {sid} has promised epoch {accepted_epoch}, behind which there is no other"
            ));
        }
        self.sid = sid;
        self.participant = packet.kind == PacketKind::FollowerInfo;
        self.accepted_epoch = accepted_epoch;
        self.stage = Stage::Greeted;
        Ok(())
    }

    /// True if what it acknowledges counts where it has a vote.
    pub(crate) fn may_count(&self) -> bool {
        self.participant || on(Mutant::ObserverCounted)
    }

    /// True if commits wait until it gets UPTODATE.
    pub(crate) fn holds_commits(&self, core: &Core) -> bool {
        core.config.hold_commits && self.participant && self.stage != Stage::Active
    }

    pub(crate) fn has_adopted(&self) -> bool {
        matches!(self.stage, Stage::Adopted | Stage::Active)
    }

    /// A proposal has been sent.
    pub(crate) fn sent(&mut self, zxid: Zxid, now_ms: u64) {
        if self.waiting.is_none() {
            self.waiting = Some((zxid, now_ms));
        }
    }

    /// Everything up to `zxid` is on its disk; `proposed` is the last that was sent.
    pub(crate) fn acknowledged(&mut self, zxid: Zxid, proposed: Zxid, now_ms: u64) {
        self.acked = self.acked.max(zxid);
        if let Some((waiting, _)) = self.waiting
            && self.acked >= waiting
        {
            self.waiting = (self.acked < proposed).then_some((proposed, now_ms));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Groups, MemberRole, Membership, Recovered, ZabConfig};

    fn core() -> Core {
        let members = [(1, MemberRole::Participant), (2, MemberRole::Participant), (4, MemberRole::Observer)];
        let members = members.map(|(id, role)| (ServerId(id), role));
        let membership = Membership::new(members, Groups::default(), 0, Arc::from("")).unwrap();
        let config = ZabConfig::for_tests(ServerId(1), Arc::new(membership));
        Core::new(config, Recovered { accepted_epoch: 1, current_epoch: 1, last_zxid: Zxid::ZERO })
    }

    fn greet(kind: PacketKind, data: &[u8]) -> Result<Handler, String> {
        let mut handler = Handler::new(0);
        let packet = QuorumPacket::new(kind, Zxid(1 << 32), Some(data));
        handler.greet(&core(), &packet).map(|()| handler)
    }

    fn info(sid: i64, protocol: i32) -> Vec<u8> {
        [&sid.to_be_bytes()[..], &protocol.to_be_bytes(), &0i64.to_be_bytes()].concat()
    }

    #[test]
    fn members_are_taken_for_what_they_are() {
        let follower = greet(PacketKind::FollowerInfo, &info(2, PROTOCOL_VERSION)).unwrap();
        assert!(follower.may_count() && core().memberships.is_voter(follower.sid));
        let observer = greet(PacketKind::ObserverInfo, &info(4, PROTOCOL_VERSION)).unwrap();
        assert!(!observer.may_count());
        let observer_that_follows = greet(PacketKind::FollowerInfo, &info(4, PROTOCOL_VERSION)).unwrap();
        assert!(observer_that_follows.may_count() && !core().memberships.is_voter(ServerId(4)));
    }

    #[test]
    fn strangers_are_refused_and_told_apart() {
        for (data, why) in [
            (info(1, PROTOCOL_VERSION), "two servers have the same myid"),
            (info(3, PROTOCOL_VERSION), "learner 3 is no member"),
            (info(i64::MIN, PROTOCOL_VERSION), "is no member"),
            (info(2, 1), "learner 2 speaks protocol version 0x1"),
            (Vec::new(), "without a server id"),
            (vec![0; 7], "without a server id"),
        ] {
            for kind in [PacketKind::FollowerInfo, PacketKind::ObserverInfo] {
                let reason = greet(kind, &data).err().unwrap_or_default();
                assert!(reason.contains(why), "{reason}");
            }
        }
    }
}
