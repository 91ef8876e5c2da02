//! Brings one learner to a history: DIFF, TRUNC or SNAP, what follows, NEWLEADER. The same for the learners of a leader and
//! for the observers of a follower.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::quorum::{PROTOCOL_VERSION, PacketKind};
use zk_proto::{Writer, Zxid};

use super::sync::{self, Plan};
use super::{Handler, LearnerStage, SyncMode};
use crate::core::Core;
use crate::wire::{Packets, epoch_zxid};
use crate::{Entry, History, LinkId, Membership, Output};

/// Bytes of history in one piece.
const PIECE_BYTES: usize = 1 << 20;

/// How a learner is being brought up to date, until it acknowledges NEWLEADER.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transfer {
    Snap,
    Diff,
}

impl Transfer {
    fn of(h: &Handler) -> Option<Transfer> {
        match (h.stage, h.sync_mode) {
            (LearnerStage::Syncing, Some(SyncMode::Snap)) => Some(Transfer::Snap),
            (LearnerStage::Syncing | LearnerStage::ReadingLog { .. }, _) => Some(Transfer::Diff),
            _ => None,
        }
    }
}

/// Who feeds whom, with what.
pub(crate) struct Feed<'a> {
    pub(crate) learners: &'a mut BTreeMap<LinkId, Handler>,
    pub(crate) epoch: i64,
    /// Up to here the history is called committed.
    pub(crate) committed: Zxid,
    /// What NEWLEADER says of the members.
    pub(crate) membership: Arc<Membership>,
}

impl Feed<'_> {
    pub(crate) fn hang_up(&mut self, link: LinkId, reason: String, out: &mut Vec<Output>) {
        self.learners.remove(&link);
        out.push(Output::HangUp { link, reason });
    }

    /// Takes FOLLOWERINFO or OBSERVERINFO. False if the link had to end for it.
    pub(crate) fn greeted(
        &mut self,
        core: &Core,
        link: LinkId,
        packet: &zk_proto::quorum::QuorumPacket<'_>,
        out: &mut Vec<Output>,
    ) -> bool {
        let Some(h) = self.learners.get_mut(&link) else { return false };
        if let Err(reason) = h.greet(core, packet) {
            self.hang_up(link, reason, out);
            return false;
        }
        let sid = h.sid;
        // A learner that comes again has lost its older link, whatever this side has noticed of it.
        let older: Vec<LinkId> =
            self.learners.iter().filter(|(l, h)| h.sid == sid && **l != link).map(|(l, _)| *l).collect();
        for l in older {
            self.hang_up(l, format!("learner {sid} has a newer link"), out);
        }
        true
    }

    pub(crate) fn propose_epoch(&mut self, link: LinkId, out: &mut Vec<Output>) {
        let mut data = Vec::with_capacity(4);
        data.put_i32(PROTOCOL_VERSION);
        let packets = Packets::one(PacketKind::LeaderInfo, epoch_zxid(self.epoch), Some(&data));
        out.push(Output::Send { link, packets });
        if let Some(h) = self.learners.get_mut(&link) {
            h.stage = LearnerStage::Proposed;
        }
    }

    pub(crate) fn synchronise(&mut self, core: &Core, link: LinkId, out: &mut Vec<Output>) {
        let Some(last) = self.learners.get(&link).map(|h| h.last_zxid) else { return };
        let plan = sync::plan(core, last, self.committed);
        let kind = if plan == Plan::Snap { Transfer::Snap } else { Transfer::Diff };
        if let Err(reason) = self.may_begin(core, link, kind) {
            return self.hang_up(link, reason, out);
        }
        let Some(h) = self.learners.get_mut(&link) else { return };
        match plan {
            Plan::Diff { after } => {
                h.sync_mode = Some(SyncMode::Diff);
                let packets = Packets::one(PacketKind::Diff, self.committed, None);
                out.push(Output::Send { link, packets });
                self.send_history(core, link, after, out);
            }
            Plan::Trunc { to } => {
                h.sync_mode = Some(SyncMode::Trunc);
                out.push(Output::Send { link, packets: Packets::one(PacketKind::Trunc, to, None) });
                self.send_history(core, link, to, out);
            }
            Plan::Log { after } => {
                let upto = core.history.base();
                h.stage = LearnerStage::ReadingLog { reached: after, upto };
                out.push(Output::ReadLog { link, after, upto });
            }
            Plan::Snap => self.send_snapshot(core, link, out),
        }
    }

    /// Whether one more learner may be brought up to date. Followers always may, and count.
    ///
    /// Mirrors: ZooKeeper `LearnerSyncThrottler`.
    ///
    /// # Errors
    /// Why an observer has to come again later.
    fn may_begin(&self, core: &Core, link: LinkId, kind: Transfer) -> Result<(), String> {
        let pacing = &core.config.pacing;
        let (limit, key) = match kind {
            Transfer::Snap => (pacing.snap_syncs, "leader.maxConcurrentSnapSyncs"),
            Transfer::Diff => (pacing.diff_syncs, "leader.maxConcurrentDiffSyncs"),
        };
        let Some(h) = self.learners.get(&link).filter(|h| !h.participant) else { return Ok(()) };
        let others =
            self.learners.iter().filter(|(l, h)| **l != link && Transfer::of(h) == Some(kind)).count();
        if others < limit {
            return Ok(());
        }
        Err(format!(
            "observer {} has to come again: {others} others are being brought up to date ({key})",
            h.sid
        ))
    }

    fn send_snapshot(&mut self, core: &Core, link: LinkId, out: &mut Vec<Output>) {
        let Some(h) = self.learners.get_mut(&link) else { return };
        h.sync_mode = Some(SyncMode::Snap);
        let zxid = core.applied;
        out.push(Output::SendSnapshot { link, zxid });
        let behind = if on(Mutant::NewLeaderOvertakesSnap) { core.history.last() } else { zxid };
        self.send_history(core, link, behind, out);
    }

    /// A part of the log for a learner that is behind what is in memory.
    pub(crate) fn log_chunk(
        &mut self,
        core: &Core,
        link: LinkId,
        chunk: Result<Vec<(Zxid, Bytes)>, String>,
        out: &mut Vec<Output>,
    ) {
        let Some(h) = self.learners.get_mut(&link) else { return };
        let LearnerStage::ReadingLog { reached, upto } = h.stage else { return };
        let txns = match chunk {
            Ok(txns) => txns,
            Err(reason) if h.sync_mode.is_none() => {
                let text = format!("learner {} gets a snapshot: {reason}", h.sid);
                if let Err(reason) = self.may_begin(core, link, Transfer::Snap) {
                    return self.hang_up(link, reason, out);
                }
                out.push(Output::Note { alarm: false, text });
                return self.send_snapshot(core, link, out);
            }
            // It has a part of the history already; it begins anew with a new link.
            Err(reason) => return self.hang_up(link, format!("the log cannot be read on: {reason}"), out),
        };
        let mut packets = Packets::new();
        if h.sync_mode.is_none() {
            h.sync_mode = Some(SyncMode::DiffFromLog);
            packets.put(PacketKind::Diff, self.committed, None);
        }
        let mut last = reached;
        for (zxid, payload) in txns {
            if zxid > upto || !(last.counter() == 0 || History::follows(last, zxid)) {
                return self.hang_up(link, format!("the log goes on with {zxid} behind {last}"), out);
            }
            packets.proposal(PacketKind::Proposal, zxid, &payload);
            packets.put(PacketKind::Commit, zxid, None);
            last = zxid;
        }
        out.push(Output::Send { link, packets: packets.finish() });
        h.stage = LearnerStage::ReadingLog { reached: last, upto };
        if last == upto {
            self.send_history(core, link, last, out);
        } else {
            out.push(Output::ReadLog { link, after: last, upto });
        }
    }

    /// What is behind `after`: committed history, then, for participants, what is proposed; from here on live
    /// traffic follows. NEWLEADER ends it.
    fn send_history(&mut self, core: &Core, link: LinkId, after: Zxid, out: &mut Vec<Output>) {
        let Some(h) = self.learners.get_mut(&link) else { return };
        let mut packets = Packets::new();
        let mut put = |packets: &mut Packets, e: &Entry, commit: bool| {
            packets.proposal(PacketKind::Proposal, e.zxid, &e.payload);
            if commit {
                packets.put(PacketKind::Commit, e.zxid, None);
            }
            if packets.len() >= PIECE_BYTES {
                out.push(Output::Send { link, packets: packets.take() });
            }
        };
        for e in core.history.range(after, self.committed).skip(usize::from(on(Mutant::RingOffByOne))) {
            put(&mut packets, e, true);
        }
        if h.participant {
            for e in core.history.range(self.committed.max(after), core.history.last()) {
                put(&mut packets, e, false);
            }
        }
        let config = self.membership.text().as_bytes();
        packets.put(PacketKind::NewLeader, epoch_zxid(self.epoch), Some(config));
        out.push(Output::Send { link, packets: packets.finish() });
        h.forwarding = !on(Mutant::ForwardAfterAck);
        h.sync_end = self.committed;
        h.stage = LearnerStage::Syncing;
    }
}
