//! What a leader proposes, when it is committed, and what learners hear of it.

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::quorum::PacketKind;
use zk_proto::{ServerId, Zxid};

use super::{Handler, Leader, LearnerStage, Stage};
use crate::core::Core;
use crate::learner::Lost;
use crate::wire::Packets;
use crate::{LinkId, Output};

impl Leader {
    /// Proposes transactions, which follow each other and the last one.
    pub(crate) fn propose(
        &mut self,
        core: &mut Core,
        now_ms: u64,
        txns: Vec<(Zxid, Bytes)>,
        out: &mut Vec<Output>,
    ) -> Result<(), Lost> {
        let mut packets = Packets::new();
        let forward = self.learners.values().any(|h| h.forwarding && h.participant);
        for (zxid, payload) in txns {
            if forward {
                packets.proposal(PacketKind::Proposal, zxid, &payload);
            }
            // The history begins with the epoch's first transaction behind an older epoch's last one.
            core.append(zxid, payload)
                .map_err(|g| format!("{} was to be proposed behind {}", g.next, g.last))?;
            self.proposed = zxid;
        }
        if !packets.is_empty() {
            let packets = packets.finish();
            for (link, h) in self.learners.iter_mut().filter(|(_, h)| h.forwarding && h.participant) {
                h.sent(self.proposed, now_ms);
                out.push(Output::Send { link: *link, packets: packets.clone() });
            }
        }
        if on(Mutant::InformAtProposal) {
            self.inform_early(core, out);
        }
        Ok(())
    }

    /// The mistake of [`Mutant::InformAtProposal`].
    fn inform_early(&self, core: &Core, out: &mut Vec<Output>) {
        for (link, _) in self.learners.iter().filter(|(_, h)| h.forwarding && !h.participant) {
            let mut informs = Packets::new();
            for e in core.history.range(self.committed, self.proposed) {
                informs.proposal(PacketKind::Inform, e.zxid, &e.payload);
            }
            out.push(Output::Send { link: *link, packets: informs.finish() });
        }
    }

    /// Mirrors: ZooKeeper `Leader.processSync`.
    pub(crate) fn sync(&mut self, core: &Core, link: LinkId, out: &mut Vec<Output>) {
        // Not the last zxid given out: an epoch's first one is no transaction, and nothing would commit it.
        let last = core.history.last();
        if last <= self.committed {
            out.push(Output::Send { link, packets: Packets::one(PacketKind::Sync, Zxid::ZERO, None) });
        } else {
            self.syncs.push((last, link));
        }
    }

    pub(crate) fn pending_syncs(&self) -> usize {
        self.syncs.len()
    }

    /// Commits what a quorum has on disk by now. Once for a run of ACKs: what they commit together is told and
    /// applied together.
    pub(crate) fn try_commit(&mut self, core: &mut Core, out: &mut Vec<Output>) {
        if self.stage != Stage::Broadcast || self.committed >= core.history.last() {
            return;
        }
        let upto = self.chosen(core);
        if upto <= self.committed {
            return;
        }
        let due = self.syncs.partition_point(|(zxid, _)| *zxid <= upto);
        let syncs: Vec<(Zxid, LinkId)> = self.syncs.drain(..due).collect();
        let any = |participant| self.learners.values().any(|h| h.forwarding && h.participant == participant);
        let after = self.committed;
        let stream =
            |participant| any(participant).then(|| self.commits(core, (after, upto), participant, &[]));
        let commits = stream(true).unwrap_or_default();
        let informs = stream(false).unwrap_or_default();
        let reading = |h: &Handler| matches!(h.stage, LearnerStage::ReadingLog { .. });
        let early = |h: &Handler| on(Mutant::CommitWithoutProposal) && reading(h);
        let held = |h: &Handler| h.holds_commits(core);
        for (link, h) in self.learners.iter().filter(|(_, h)| (h.forwarding && !held(h)) || early(h)) {
            let own: Vec<Zxid> = syncs.iter().filter(|(_, l)| l == link).map(|(zxid, _)| *zxid).collect();
            let packets = match (own.is_empty(), h.participant) {
                (false, participant) => self.commits(core, (after, upto), participant, &own),
                (true, true) => commits.clone(),
                (true, false) => informs.clone(),
            };
            out.push(Output::Send { link: *link, packets });
        }
        self.committed = upto;
        core.commit(upto, out);
    }

    /// UPTODATE, and what was committed since the learner's history was sent, if that was held back.
    pub(super) fn up_to_date(&self, core: &Core, link: LinkId, out: &mut Vec<Output>) {
        let packets = Packets::one(PacketKind::UpToDate, Zxid(-1), None);
        out.push(Output::Send { link, packets });
        if let Some(h) = self.learners.get(&link)
            && core.config.hold_commits
            && h.participant
            && h.sync_end < self.committed
        {
            let packets = self.commits(core, (h.sync_end, self.committed), true, &[]);
            out.push(Output::Send { link, packets });
        }
    }

    /// What tells a learner of the transactions in `(after, upto]`, with the SYNCs that it waits for in their places. A Java
    /// learner takes answers to its own requests in the order of these alone: a commit that overtakes a SYNC would leave
    /// it waiting for ever.
    fn commits(&self, core: &Core, (after, upto): (Zxid, Zxid), participant: bool, syncs: &[Zxid]) -> Bytes {
        let mut packets = Packets::new();
        let mut syncs = syncs.iter().peekable();
        for e in core.history.range(after, upto) {
            debug_assert!(syncs.peek().is_none_or(|zxid| **zxid >= e.zxid), "a SYNC is late");
            if participant {
                packets.put(PacketKind::Commit, e.zxid, None);
            } else {
                packets.proposal(PacketKind::Inform, e.zxid, &e.payload);
            }
            while syncs.next_if(|zxid| **zxid <= e.zxid).is_some() {
                packets.put(PacketKind::Sync, Zxid::ZERO, None);
            }
        }
        packets.finish()
    }

    /// The highest transaction that a quorum of voters has on disk.
    fn chosen(&self, core: &Core) -> Zxid {
        if on(Mutant::ReplyBeforeQuorum) {
            return core.history.last();
        }
        if on(Mutant::CommitOnOwnAck) {
            return core.history.floor(core.durable.min(core.history.last()));
        }
        let me = core.config.my_id;
        let counts = |h: &Handler| h.voter && (h.has_adopted() || on(Mutant::EarlyAckCounts));
        let has = |sid: ServerId, zxid: Zxid| {
            if sid == me {
                return core.durable >= zxid;
            }
            self.learners.values().any(|h| counts(h) && h.sid == sid && h.acked >= zxid)
        };
        let mut candidates: Vec<Zxid> =
            self.learners.values().filter(|h| counts(h)).map(|h| h.acked).collect();
        candidates.push(core.durable);
        candidates.retain(|z| *z > self.committed);
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        let quorum = |zxid: &Zxid| core.config.membership.has_quorum(|sid| has(sid, *zxid));
        let chosen = candidates.into_iter().find(quorum).unwrap_or(self.committed);
        // Only what is in the history can be named; an epoch's start is none of it.
        core.history.floor(chosen.min(core.history.last()))
    }
}
