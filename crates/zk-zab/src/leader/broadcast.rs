//! What a leader proposes, when it is committed, and what learners hear of it.

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::quorum::{Activate, PacketKind};
use zk_proto::{ServerId, Zxid};

use super::{Handler, Leader, LearnerStage, Stage};
use crate::core::Core;
use crate::learner::Lost;
use crate::memberships::is_reconfiguration;
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
        assert!(self.replaced_by.is_none(), "nothing is proposed behind a backup");
        let mut packets = Packets::new();
        let forward = self.learners.values().any(|h| h.forwarding && h.participant);
        for (zxid, payload) in txns {
            if forward {
                packets.proposal(PacketKind::Proposal, zxid, &payload);
            }
            // The history begins with the epoch's first transaction behind an older epoch's last one.
            core.append(zxid, payload, out).map_err(|e| format!("a proposal that was to be made: {e}"))?;
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
    pub(crate) fn try_commit(&mut self, core: &mut Core, now_ms: u64, out: &mut Vec<Output>) {
        while self.stage == Stage::Broadcast
            && self.successor.is_none()
            && self.replaced_by.is_none()
            && self.committed < core.history.last()
        {
            let chosen = self.chosen(core, now_ms);
            if chosen <= self.committed {
                return;
            }
            // What is behind a reconfiguration is committed by the rules that it brings.
            match core.reconfiguration().filter(|zxid| *zxid <= chosen) {
                None => self.commit_up_to(core, chosen, out),
                Some(zxid) => {
                    self.designated = self.designate(core, zxid);
                    self.commit_up_to(core, zxid, out);
                    self.reconfigured(core, now_ms, out);
                }
            }
        }
    }

    /// The membership that was seen last is committed: it counts alone from here on.
    pub(super) fn reconfigured(&mut self, core: &mut Core, now_ms: u64, out: &mut Vec<Output>) {
        core.activate(out);
        let (tick, sync) = (core.config.tick_ms, core.config.sync_limit);
        // Who has another role by it comes back in that role.
        self.patient_until_ms = now_ms + tick * sync;
        if self.designated != core.config.my_id {
            self.successor = Some((self.designated, now_ms + 2 * tick));
        }
    }

    /// Who is to lead by the membership that the reconfiguration `zxid` brings: this server if it votes under it and is
    /// reached where it is reached now, else the one of its voters that has most of what is proposed.
    ///
    /// Mirrors: ZooKeeper `Leader.getDesignatedLeader`.
    fn designate(&self, core: &Core, zxid: Zxid) -> ServerId {
        let (me, active) = (core.config.my_id, core.memberships.active());
        let Some(next) = core.memberships.next() else { return me };
        if next.is_voter(me) && next.keeps_address(active, me) {
            return me;
        }
        let may =
            |h: &&Handler| h.has_adopted() && h.participant && h.acked >= zxid && next.weight(h.sid) > 0;
        self.learners.values().filter(may).max_by_key(|h| h.acked).map_or(me, |h| h.sid)
    }

    fn commit_up_to(&mut self, core: &mut Core, upto: Zxid, out: &mut Vec<Output>) {
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

    /// The highest transaction that a quorum of voters has on disk, or this server if an oracle permits that.
    fn chosen(&self, core: &Core, now_ms: u64) -> Zxid {
        if on(Mutant::ReplyBeforeQuorum) {
            return core.history.last();
        }
        if on(Mutant::CommitOnOwnAck) {
            return core.history.floor(core.durable.min(core.history.last()));
        }
        let me = core.config.my_id;
        let counts = |h: &Handler| h.may_count() && (h.has_adopted() || on(Mutant::EarlyAckCounts));
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
        // In front of a reconfiguration the active membership decides, from there on both.
        let reconfiguration = core.reconfiguration().filter(|zxid| *zxid > self.committed);
        let before = Zxid(reconfiguration.map_or(i64::MAX, |zxid| zxid.0 - 1));
        let alone = self.commits_alone(core, now_ms);
        let active = |zxid: &Zxid| core.memberships.active().has_quorum(|sid| has(sid, *zxid));
        let both =
            |zxid: &Zxid| core.memberships.has_quorum(|sid| has(sid, *zxid)) || (alone && has(me, *zxid));
        let chosen =
            candidates.iter().copied().find(|z| both(z) || (on(Mutant::ReconfigByOldRules) && active(z)));
        let chosen = chosen.or_else(|| candidates.into_iter().map(|z| z.min(before)).find(active));
        let chosen = chosen.unwrap_or(self.committed);
        // Only what is in the history can be named; an epoch's start is none of it.
        core.history.floor(chosen.min(core.history.last()))
    }

    fn commits(&self, core: &Core, range: (Zxid, Zxid), participant: bool, syncs: &[Zxid]) -> Bytes {
        commits(core, range, participant, syncs, self.designated)
    }
}

/// What tells a learner of the transactions in `(after, upto]`, with the SYNCs that it waits for in their places. A Java
/// learner takes answers to its own requests in the order of these alone: a commit that overtakes a SYNC would leave
/// it waiting for ever. `designated` leads by a reconfiguration among them.
pub(crate) fn commits(
    core: &Core,
    (after, upto): (Zxid, Zxid),
    participant: bool,
    syncs: &[Zxid],
    designated: ServerId,
) -> Bytes {
    let mut packets = Packets::new();
    let mut syncs = syncs.iter().peekable();
    for e in core.history.range(after, upto) {
        debug_assert!(syncs.peek().is_none_or(|zxid| **zxid >= e.zxid), "a SYNC is late");
        let activates = core.config.reconfig && is_reconfiguration(&e.payload);
        match (participant, activates) {
            (true, false) => packets.put(PacketKind::Commit, e.zxid, None),
            (false, false) => packets.proposal(PacketKind::Inform, e.zxid, &e.payload),
            (participant, true) => {
                let (kind, payload) = match participant {
                    true => (PacketKind::CommitAndActivate, &[][..]),
                    false => (PacketKind::InformAndActivate, &e.payload[..]),
                };
                let mut data = Vec::with_capacity(8 + payload.len());
                Activate { leader: designated, payload }.encode(&mut data);
                packets.put(kind, e.zxid, Some(&data));
            }
        }
        while syncs.next_if(|zxid| **zxid <= e.zxid).is_some() {
            packets.put(PacketKind::Sync, Zxid::ZERO, None);
        }
    }
    packets.finish()
}
