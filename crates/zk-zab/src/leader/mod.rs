//! A leader: fixes an epoch with a quorum, brings every learner to its history, then broadcasts.
//!
//! Mirrors: ZooKeeper `Leader` and `LearnerHandler`. Invariants:
//! - **Nothing is proposed before a quorum has acknowledged NEWLEADER**: the history at the epoch's start is then on
//!   the disks of a quorum.
//! - **A transaction is committed when a quorum of voters has it on disk, and in order**; this server's own disk is
//!   one of them and no more.
//! - What a learner is sent is one stream without a gap: history, outstanding proposals, live traffic.

mod alone;
mod broadcast;
mod feed;
mod handler;
mod sync;

use std::collections::BTreeMap;

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::quorum::{AckEpoch, PacketKind, QuorumPacket};
use zk_proto::{ServerId, Zxid};

use crate::core::{Core, UNTRUSTED};
use crate::learner::Lost;
use crate::wire::{Packets, epoch_zxid};
use crate::{LinkId, Output, Passed};

pub(crate) use broadcast::commits;
pub(crate) use feed::Feed;
pub(crate) use handler::Handler;
use handler::MAX_EPOCH;
pub(crate) use handler::Stage as LearnerStage;
pub use handler::SyncMode;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Waiting for a quorum to say which epochs it has promised.
    Discovery,
    /// The promise of the new epoch is on its way to the disk.
    Promising { token: u64 },
    /// Waiting for a quorum to promise it.
    Promises,
    /// `currentEpoch` is on its way to the disk.
    Adopting { token: u64 },
    /// Waiting for a quorum to take over the history.
    Synchronization,
    /// Established.
    Broadcast,
}

#[derive(Debug)]
pub(crate) struct Leader {
    stage: Stage,
    epoch: i64,
    /// Epoch and end of history with which this leader stood for election.
    claim: (i64, Zxid),
    /// The history with which the epoch begins ends here.
    initial_end: Zxid,
    proposed: Zxid,
    committed: Zxid,
    learners: BTreeMap<LinkId, Handler>,
    /// Which learners wait for a SYNC, and behind which transaction, in order.
    syncs: Vec<(Zxid, LinkId)>,
    began_ms: u64,
    deadline_ms: u64,
    next_ping_ms: u64,
    pings: u64,
    established_ms: u64,
    /// Elected by nobody: a reconfiguration named it.
    pub(crate) is_designated: bool,
    /// Elected by itself, as the oracle of an ensemble of two permitted.
    pub(crate) is_elected_alone: bool,
    /// A voter knows more than this leader does, and has been sent away.
    outdone: bool,
    /// Whom the last reconfiguration names as leader.
    designated: ServerId,
    /// Whom a reconfiguration names in this server's place, and until when those that hear of it are waited for. Nothing is
    /// committed here any more.
    successor: Option<(ServerId, u64)>,
    /// Until then the quorum may be missing.
    patient_until_ms: u64,
    /// The operator has been told that this server leads without the other voter.
    said_alone: bool,
    /// A backup takes the place of the history, and the disk is at it (its token): nothing is proposed or committed any
    /// more, and nobody brought up to date.
    pub(crate) replaced_by: Option<u64>,
}

impl Leader {
    /// `lobby` holds the learners that came before this server knew that it leads.
    pub(crate) fn new(core: &Core, now_ms: u64, lobby: BTreeMap<LinkId, Handler>) -> Leader {
        let last = core.history.last();
        Leader {
            stage: Stage::Discovery,
            epoch: -1,
            claim: match on(Mutant::CandidateEpochZxid) {
                true => (core.current_epoch, core.last_zxid().max(epoch_zxid(core.accepted_epoch))),
                false => (core.current_epoch, core.last_zxid()),
            },
            initial_end: last,
            proposed: last,
            committed: last,
            learners: lobby,
            syncs: Vec::new(),
            began_ms: now_ms,
            deadline_ms: now_ms + core.config.tick_ms * core.config.init_limit,
            next_ping_ms: now_ms + core.config.tick_ms / 2,
            pings: 0,
            established_ms: now_ms,
            is_designated: false,
            is_elected_alone: false,
            outdone: false,
            designated: core.config.my_id,
            successor: None,
            patient_until_ms: 0,
            said_alone: false,
            replaced_by: None,
        }
    }

    pub(crate) fn is_established(&self) -> bool {
        self.stage == Stage::Broadcast
    }

    pub(crate) fn epoch(&self) -> i64 {
        self.epoch
    }

    pub(crate) fn proposed(&self) -> Zxid {
        self.proposed
    }

    /// True for a leader that a reconfiguration has named, once a voter has shown to know more: nobody has voted for this
    /// leader who could be heard to change his mind, and who has been sent away promises nothing again in this epoch.
    pub(crate) fn had_better_be_elected(&self) -> bool {
        self.is_designated && self.outdone && !self.is_established()
    }

    /// True if one of those who elected this leader looks for another one, and it has waited for its epoch for long enough.
    ///
    /// Mirrors: ZooKeeper `Leader.reportLookingSid`.
    pub(crate) fn has_waited_enough(&self, core: &Core, now_ms: u64) -> bool {
        let limit_ms = core.config.pacing.epoch_wait_ms;
        self.stage == Stage::Discovery && limit_ms.is_some_and(|ms| now_ms > self.began_ms.saturating_add(ms))
    }

    pub(crate) fn established_ms(&self) -> u64 {
        self.established_ms
    }

    pub(crate) fn learners(&self) -> &BTreeMap<LinkId, Handler> {
        &self.learners
    }

    pub(crate) fn stage_name(&self) -> &'static str {
        match self.stage {
            Stage::Discovery | Stage::Promising { .. } | Stage::Promises => "discovery",
            Stage::Adopting { .. } | Stage::Synchronization => "synchronization",
            Stage::Broadcast => "broadcast",
        }
    }

    pub(crate) fn opened(&mut self, now_ms: u64, link: LinkId) {
        self.learners.insert(link, Handler::new(now_ms));
    }

    pub(crate) fn closed(&mut self, link: LinkId) -> bool {
        self.learners.remove(&link).is_some()
    }

    /// Whom the others elect when this leader is no candidate.
    ///
    /// # Errors
    /// Nobody: it is not established, or they are no quorum.
    pub(crate) fn successor_by_election(&self, core: &Core) -> Result<ServerId, String> {
        if !self.is_established() {
            return Err("this server does not lead yet".into());
        }
        let me = core.config.my_id;
        let in_sync = |h: &&Handler| h.has_adopted() && h.participant && h.forwarding;
        let votes = |sid: ServerId| sid != me && self.learners.values().filter(in_sync).any(|h| h.sid == sid);
        if !core.memberships.has_quorum(votes) && !on(Mutant::ResignAlone) {
            return Err("without this server the voters that are in sync are no quorum".into());
        }
        let may_lead = |h: &&Handler| core.memberships.is_electable(h.sid);
        let best = self.learners.values().filter(in_sync).filter(may_lead).max_by_key(|h| (h.acked, h.sid));
        best.map(|h| h.sid).ok_or_else(|| "nobody else can be elected".into())
    }

    /// Whom to follow in place of leading, once it is time.
    pub(crate) fn gives_way_to(&self, now_ms: u64) -> Option<ServerId> {
        let (successor, until_ms) = self.successor?;
        let listens = self.learners.values().any(|h| h.participant);
        (!listens || now_ms >= until_ms).then_some(successor)
    }

    fn hang_up(&mut self, link: LinkId, reason: String, out: &mut Vec<Output>) {
        self.learners.remove(&link);
        out.push(Output::HangUp { link, reason });
    }

    /// A packet of a learner. What is wrong with it ends its link and nothing else.
    pub(crate) fn packet(
        &mut self,
        core: &mut Core,
        now_ms: u64,
        link: LinkId,
        packet: &QuorumPacket<'_>,
        out: &mut Vec<Output>,
    ) -> Passed {
        let Some(h) = self.learners.get_mut(&link) else { return Passed::No };
        h.heard_ms = now_ms;
        match (packet.kind, h.stage) {
            (PacketKind::FollowerInfo | PacketKind::ObserverInfo, LearnerStage::New) => {
                self.greeted(core, link, packet, out);
            }
            (PacketKind::AckEpoch, LearnerStage::Proposed) => self.promised(core, link, packet, out),
            (
                PacketKind::Ack,
                LearnerStage::ReadingLog { .. }
                | LearnerStage::Syncing
                | LearnerStage::Adopted
                | LearnerStage::Active,
            ) => self.ack(core, now_ms, link, packet.zxid, out),
            (PacketKind::Request | PacketKind::Revalidate | PacketKind::Ping, LearnerStage::Active) => {
                return Passed::FromLearner { link, sid: h.sid };
            }
            // A learner that is not up to date answers no ping and has no clients; an early one does no harm.
            (PacketKind::Ping, LearnerStage::Syncing | LearnerStage::Adopted) => {}
            (kind, stage) => {
                let reason = format!("learner {} sent {kind} out of turn ({stage:?})", h.sid);
                self.hang_up(link, reason, out);
            }
        }
        Passed::No
    }

    fn greeted(&mut self, core: &Core, link: LinkId, packet: &QuorumPacket<'_>, out: &mut Vec<Output>) {
        let is_fixed = self.stage != Stage::Discovery && !matches!(self.stage, Stage::Promising { .. });
        let mut feed = self.feed(core);
        if feed.greeted(core, link, packet, out) && is_fixed {
            feed.propose_epoch(link, out);
        }
    }

    fn promised(&mut self, core: &mut Core, link: LinkId, packet: &QuorumPacket<'_>, out: &mut Vec<Output>) {
        let Ok(ack) = AckEpoch::decode(packet.data) else {
            return self.hang_up(link, "ACKEPOCH without an epoch".into(), out);
        };
        let Some(h) = self.learners.get_mut(&link) else { return };
        h.last_zxid = packet.zxid;
        let current = i64::from(ack.current_epoch);
        let ahead = match on(Mutant::ZxidIgnoresEpoch) {
            true => packet.zxid > self.claim.1,
            false => (current, packet.zxid) > self.claim,
        };
        let ahead = ahead && !on(Mutant::AheadLearnerIgnored);
        if current != -1 && matches!(self.stage, Stage::Promises) && ahead {
            // It knows more than this leader: without it there may be no quorum, and then another one must lead.
            let reason = format!(
                "learner {} is ahead: epoch {current}, {} against epoch {}, {} here",
                h.sid, packet.zxid, self.claim.0, self.claim.1
            );
            self.outdone |= core.memberships.is_voter(h.sid);
            return self.hang_up(link, reason, out);
        }
        h.promise_counts = (current != -1 || on(Mutant::PromisesAny)) && packet.zxid != UNTRUSTED;
        h.stage = LearnerStage::Promised;
        if matches!(self.stage, Stage::Synchronization | Stage::Broadcast) && self.replaced_by.is_none() {
            self.feed(core).synchronise(core, link, out);
        }
    }

    /// Goes on as far as it can go. To be called after every input.
    pub(crate) fn progress(&mut self, core: &mut Core, now_ms: u64, out: &mut Vec<Output>) {
        // With the last epoch promised there is no next one to lead: then the time for this one runs out.
        let has_next = core.accepted_epoch < MAX_EPOCH;
        if self.stage == Stage::Discovery
            && has_next
            && self.quorum(core, now_ms, |h| h.stage != LearnerStage::New)
        {
            let is_alone = self.is_alone(core, now_ms);
            let promised = self.learners.values().map(|h| h.accepted_epoch);
            let promised = promised.filter(|_| !on(Mutant::PromisesAny));
            self.epoch = promised.chain([core.accepted_epoch]).max().unwrap_or(0) + 1;
            if is_alone {
                self.epoch = alone::own_epoch(core, self.epoch);
            }
            self.stage = Stage::Promising { token: core.write_accepted_epoch(self.epoch, out) };
            // A first membership gets a version by which it is told from others that were never established.
            let memberships = &core.memberships;
            if core.config.reconfig && memberships.last_seen().version() == 0 {
                let version = epoch_zxid(self.epoch).0;
                let next = memberships.active().with_version(version);
                core.see(next.into(), out);
            }
        }
        if let Stage::Promising { token } = self.stage
            && (core.is_done(token) || on(Mutant::LeaderPromisesInMemory))
        {
            self.stage = Stage::Promises;
            let greeted: Vec<LinkId> = self
                .learners
                .iter()
                .filter(|(_, h)| h.stage == LearnerStage::Greeted)
                .map(|(l, _)| *l)
                .collect();
            for link in greeted {
                self.feed(core).propose_epoch(link, out);
            }
        }
        if self.stage == Stage::Promises
            && self.quorum(core, now_ms, |h| h.stage == LearnerStage::Promised && h.promise_counts)
        {
            self.stage = Stage::Adopting { token: core.write_current_epoch(self.epoch, out) };
        }
        if let Stage::Adopting { token } = self.stage
            && core.is_done(token)
        {
            self.stage = Stage::Synchronization;
            // A snapshot that a learner takes in place of its history must not end before what may be chosen.
            if !on(Mutant::SnapBeforeInit) {
                core.apply(self.initial_end, out);
            }
            self.deadline_ms = now_ms + core.config.tick_ms * core.config.init_limit;
            let promised: Vec<LinkId> = self
                .learners
                .iter()
                .filter(|(_, h)| h.stage == LearnerStage::Promised)
                .map(|(l, _)| *l)
                .collect();
            for link in promised {
                self.feed(core).synchronise(core, link, out);
            }
        }
        if self.stage == Stage::Synchronization && self.quorum(core, now_ms, Handler::has_adopted) {
            self.establish(core, now_ms, out);
        }
    }

    /// True if this server and the voters for which `counts` holds are a quorum, or an oracle makes up for the other one.
    fn quorum(&self, core: &Core, now_ms: u64, counts: impl Fn(&Handler) -> bool) -> bool {
        let me = core.config.my_id;
        let voters = core.memberships.has_quorum(|sid| {
            sid == me || self.learners.values().any(|h| h.may_count() && h.sid == sid && counts(h))
        });
        voters || self.is_alone(core, now_ms)
    }

    /// True for an established leader that can commit nothing: too few voters have taken over its history.
    pub(crate) fn lacks_quorum(&self, core: &Core, now_ms: u64) -> bool {
        self.is_established() && !self.quorum(core, now_ms, Handler::has_adopted)
    }

    /// False once this server, the learners that have come and the voters that still want it are no quorum.
    pub(crate) fn may_be_established(
        &self,
        core: &Core,
        now_ms: u64,
        supports: impl Fn(ServerId) -> bool,
    ) -> bool {
        let me = core.config.my_id;
        let here = |sid| self.learners.values().any(|h| h.may_count() && h.sid == sid);
        self.is_established()
            || self.is_designated
            || self.is_alone(core, now_ms)
            || core.memberships.has_quorum(|sid| sid == me || here(sid) || supports(sid))
    }

    fn establish(&mut self, core: &mut Core, now_ms: u64, out: &mut Vec<Output>) {
        self.stage = Stage::Broadcast;
        self.established_ms = now_ms;
        core.commit(self.initial_end, out);
        self.committed = self.initial_end;
        self.proposed = epoch_zxid(self.epoch);
        // What there was of it in the history is committed with it.
        if core.memberships.next().is_some() && core.next_is_within(self.initial_end) {
            core.activate(out);
            self.patient_until_ms = now_ms + core.config.tick_ms * core.config.sync_limit;
        }
        out.push(Output::Leading { epoch: self.epoch });
        for (link, h) in &mut self.learners {
            if h.stage == LearnerStage::Adopted {
                h.stage = LearnerStage::Active;
                out.push(Output::Send {
                    link: *link,
                    packets: Packets::one(PacketKind::UpToDate, Zxid(-1), None),
                });
            }
        }
    }

    /// A part of the log for a learner that is behind what is in memory.
    pub(crate) fn log_chunk(
        &mut self,
        core: &Core,
        link: LinkId,
        chunk: Result<Vec<(Zxid, Bytes)>, String>,
        out: &mut Vec<Output>,
    ) {
        self.feed(core).log_chunk(core, link, chunk, out);
    }

    /// True if this leader, with the participants that are synchronised, is a quorum.
    pub(crate) fn has_quorum_in_sync(&self, core: &Core) -> bool {
        let me = core.config.my_id;
        let in_sync = |h: &Handler| h.has_adopted() && h.participant && h.forwarding;
        core.memberships
            .has_quorum(|sid| sid == me || self.learners.values().any(|h| h.sid == sid && in_sync(h)))
    }

    /// True if everything that was proposed is committed and applied here, and on this disk.
    pub(crate) fn is_at_rest(&self, core: &Core) -> bool {
        let last = core.history.last();
        self.is_established()
            && self.successor.is_none()
            && self.committed == last
            && core.applied == last
            && core.memberships.next().is_none()
            && core.is_at_rest()
    }

    /// Those that are still being brought to the history here have to come again: it is about to be another one.
    pub(crate) fn be_replaced(&mut self, token: u64, out: &mut Vec<Output>) {
        let brought =
            |h: &Handler| matches!(h.stage, LearnerStage::ReadingLog { .. } | LearnerStage::Syncing);
        let links: Vec<LinkId> = self.learners.iter().filter(|(_, h)| brought(h)).map(|(l, _)| *l).collect();
        for link in links {
            self.hang_up(link, "a backup takes the place of the history".into(), out);
        }
        self.replaced_by = Some(token);
    }

    fn feed(&mut self, core: &Core) -> Feed<'_> {
        Feed {
            learners: &mut self.learners,
            epoch: self.epoch,
            committed: self.committed,
            membership: core.memberships.last_seen().clone(),
        }
    }

    fn ack(&mut self, core: &mut Core, now_ms: u64, link: LinkId, zxid: Zxid, out: &mut Vec<Output>) {
        let last = core.history.last();
        let Some(h) = self.learners.get_mut(&link) else { return };
        if zxid.counter() == 0 {
            if h.stage == LearnerStage::Syncing {
                if zxid != epoch_zxid(self.epoch) {
                    let reason = format!("learner {} acknowledged NEWLEADER of another epoch: {zxid}", h.sid);
                    return self.hang_up(link, reason, out);
                }
                h.acked = h.acked.max(h.sync_end);
                // The time for acknowledging what was proposed meanwhile begins here.
                h.waiting = (h.participant && h.acked < last).then_some((last, now_ms));
                h.stage = LearnerStage::Adopted;
                h.forwarding |= on(Mutant::ForwardAfterAck);
                if self.stage == Stage::Broadcast || on(Mutant::UpToDateEarly) {
                    h.stage = LearnerStage::Active;
                    self.up_to_date(core, link, out);
                }
            }
            // The second ACK of the epoch, after UPTODATE, says nothing new.
        } else if h.stage == LearnerStage::Syncing && on(Mutant::EarlyAckFatal) {
            self.deadline_ms = now_ms;
            self.hang_up(link, "an acknowledgement before NEWLEADER's".into(), out);
        } else if zxid > last {
            let reason = format!("learner {} acknowledged {zxid}, which was never proposed", h.sid);
            self.hang_up(link, reason, out);
        } else {
            // An older Java may acknowledge a proposal before NEWLEADER (known-bugs K-9); it counts from then on.
            h.acknowledged(zxid, last, now_ms);
        }
    }

    /// What is behind this must stay in memory: learners are being brought up to there from the log on disk, or are
    /// still to be told from there on what is committed.
    pub(crate) fn needed_behind(&self, core: &Core) -> Option<Zxid> {
        let needed = |h: &Handler| match h.stage {
            LearnerStage::ReadingLog { upto, .. } if !on(Mutant::RingTrimmedWhileRead) => Some(upto),
            LearnerStage::Syncing if h.holds_commits(core) => Some(h.sync_end),
            _ => None,
        };
        self.learners.values().filter_map(needed).min()
    }

    pub(crate) fn tick(&mut self, core: &mut Core, now_ms: u64, out: &mut Vec<Output>) -> Result<(), Lost> {
        if !self.is_established() && now_ms >= self.deadline_ms {
            return Err(match self.stage {
                Stage::Discovery | Stage::Promising { .. } => "no quorum came to fix an epoch in time",
                Stage::Promises | Stage::Adopting { .. } => "no quorum promised the epoch in time",
                Stage::Synchronization | Stage::Broadcast => "no quorum took over the history in time",
            }
            .into());
        }
        let (tick, init, sync) = (core.config.tick_ms, core.config.init_limit, core.config.sync_limit);
        let overdue = |h: &Handler| {
            let limit = if h.stage == LearnerStage::Active { sync } else { init };
            let silent = now_ms >= h.heard_ms + tick * limit;
            let slow = h.has_adopted() && h.waiting.is_some_and(|(_, at)| now_ms >= at + tick * sync);
            if silent {
                Some(format!("nothing heard of learner {} for {} ms", h.sid, now_ms - h.heard_ms))
            } else if slow {
                Some(format!("learner {} has not acknowledged a proposal for {} ms", h.sid, tick * sync))
            } else {
                None
            }
        };
        let gone: Vec<_> = self.learners.iter().filter_map(|(l, h)| Some((*l, overdue(h)?))).collect();
        for (link, reason) in gone {
            self.hang_up(link, reason, out);
        }
        if now_ms < self.next_ping_ms {
            return Ok(());
        }
        self.say_alone(core, now_ms, out);
        self.next_ping_ms = now_ms + (tick / 2).max(1);
        self.pings += 1;
        let ping = Packets::one(PacketKind::Ping, self.proposed, None);
        for (link, _) in self.learners.iter().filter(|(_, h)| h.forwarding) {
            out.push(Output::Send { link: *link, packets: ping.clone() });
        }
        // A learner that is still taking over the history has init_limit for it, and is as good as the others here:
        // stepping down would only make it begin anew (known-bugs K-24).
        if self.is_established()
            && self.pings.is_multiple_of(2)
            && now_ms >= self.patient_until_ms
            && !self.quorum(core, now_ms, |h| h.stage != LearnerStage::New)
        {
            return Err("the quorum is lost".into());
        }
        Ok(())
    }

    pub(crate) fn next_timeout_ms(&self, core: &Core) -> u64 {
        let config = &core.config;
        let links = self.learners.values().map(|h| {
            let limit = if h.stage == LearnerStage::Active { config.sync_limit } else { config.init_limit };
            h.heard_ms + config.tick_ms * limit
        });
        let successor = self.successor.map_or(u64::MAX, |(_, until_ms)| until_ms);
        let deadline = if self.is_established() { successor } else { self.deadline_ms };
        links.chain([self.next_ping_ms, deadline]).min().unwrap_or(self.next_ping_ms)
    }
}
