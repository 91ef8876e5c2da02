//! A follower or observer: finds its leader, takes over its history, then takes part.
//!
//! Mirrors: ZooKeeper `Learner.syncWithLeader`, `Follower`, `Observer`. Differs where that lost data:
//! - **The history that a leader sends is durable before `currentEpoch` is, and that before NEWLEADER is
//!   acknowledged** (known-bugs K-3 to K-7): one queue to the disk, in this order.
//! - Everything proposed is logged when it comes; what is not committed stays unapplied (K-8). The only ACK before
//!   NEWLEADER's is none at all (K-9).
//! - A proposal that does not follow the last one ends the link (K-15).

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::quorum::{AckEpoch, LearnerInfo, PROTOCOL_VERSION, PacketKind, QuorumPacket};
use zk_proto::{ServerId, Zxid, members};

use crate::core::Core;
use crate::master::Master;
use crate::observers::Observers;
use crate::wire::{Packets, epoch_zxid};
use crate::{Door, LinkId, MemberRole, Membership, Output, Passed};

/// Why the role ends.
pub(crate) type Lost = String;

/// Tries to reach an elected leader before another election: about two seconds of them. Java's leader begins to listen
/// 200 ms after the last vote that it hears, which may be long after this server has decided.
const DIAL_ATTEMPTS: u32 = 24;
/// The same where the wait between them is configured, and how many there are in any case, as many as Java makes.
const DIAL_TIME_MS: u64 = 2000;
const MIN_DIAL_ATTEMPTS: u32 = 5;
/// Waits between them: the first ones are short, since a leader that has just been elected is about to listen.
const DIAL_WAIT_MS: [u64; 5] = [5, 10, 20, 50, 100];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// No link yet.
    Dialing,
    /// FOLLOWERINFO is sent.
    Greeted,
    /// The promise of the epoch is on its way to the disk.
    Promising { token: u64 },
    /// ACKEPOCH is sent; DIFF, TRUNC or SNAP is to come.
    Promised,
    /// The leader's history is coming.
    Syncing,
    /// NEWLEADER has come; history and epoch are on their way to the disk.
    Adopting { token: u64, up_to_date: bool },
    /// NEWLEADER is acknowledged.
    Adopted,
    /// UPTODATE has come.
    Serving,
}

#[derive(Debug)]
pub(crate) struct Learner {
    leader: ServerId,
    /// Whom the history comes from, or who is called for it.
    master: Master,
    observer: bool,
    /// Who has the history from here.
    observers: Option<Observers>,
    link: Option<LinkId>,
    stage: Stage,
    epoch: i64,
    attempts: u32,
    dial_at_ms: Option<u64>,
    deadline_ms: u64,
    heard_ms: u64,
    /// Up to here the leader calls the history committed.
    mark: Zxid,
    /// The SNAP that this history begins with.
    snapped: Option<Zxid>,
    /// Logged and not acknowledged.
    acks: VecDeque<Zxid>,
    /// Who leads with the membership that is activated next.
    designated: ServerId,
}

/// What a new membership makes of a learner: it follows this one, and anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) leader: ServerId,
}

impl Learner {
    pub(crate) fn new(core: &mut Core, now_ms: u64, leader: ServerId, out: &mut Vec<Output>) -> Learner {
        let observer = core.role == MemberRole::Observer;
        let pause_ms = if observer { Master::pause_ms(core, leader) } else { 0 };
        let master = match observer && core.config.observer_masters {
            true => Master::next(core, leader),
            false => Master::leader(leader),
        };
        if pause_ms == 0 {
            out.push(Output::Dial { to: master.sid, door: master.door });
        }
        let config = &core.config;
        Learner {
            leader,
            master,
            observer,
            observers: None,
            link: None,
            stage: Stage::Dialing,
            epoch: -1,
            attempts: u32::from(pause_ms == 0),
            dial_at_ms: (pause_ms > 0).then_some(now_ms + pause_ms),
            deadline_ms: now_ms + pause_ms + config.tick_ms * config.connect_limit,
            heard_ms: now_ms,
            mark: core.history.last(),
            snapped: None,
            acks: VecDeque::new(),
            designated: leader,
        }
    }

    pub(crate) fn leader(&self) -> ServerId {
        self.leader
    }

    /// Who is called, or was.
    pub(crate) fn master(&self) -> ServerId {
        self.master.sid
    }

    pub(crate) fn observers(&self) -> Option<&Observers> {
        self.observers.as_ref()
    }

    pub(crate) fn observers_mut(&mut self) -> Option<&mut Observers> {
        self.observers.as_mut()
    }

    pub(crate) fn link(&self) -> Option<LinkId> {
        self.link
    }

    pub(crate) fn is_observer(&self) -> bool {
        self.observer
    }

    pub(crate) fn is_serving(&self) -> bool {
        self.stage == Stage::Serving
    }

    /// What a link that is lost now leaves as the end of the history, by [`Mutant::ClaimsSyncTarget`].
    pub(crate) fn claimed_target(&self) -> Option<Zxid> {
        (self.stage == Stage::Syncing && on(Mutant::ClaimsSyncTarget)).then_some(self.mark)
    }

    pub(crate) fn epoch(&self) -> i64 {
        self.epoch
    }

    pub(crate) fn stage_name(&self) -> &'static str {
        match self.stage {
            Stage::Dialing | Stage::Greeted | Stage::Promising { .. } | Stage::Promised => "discovery",
            Stage::Syncing | Stage::Adopting { .. } | Stage::Adopted => "synchronization",
            Stage::Serving => "broadcast",
        }
    }

    pub(crate) fn dial_failed(&mut self, core: &mut Core, now_ms: u64) -> Result<(), Lost> {
        if self.stage != Stage::Dialing {
            return Ok(());
        }
        let growing = DIAL_WAIT_MS[(self.attempts.max(1) as usize - 1).min(DIAL_WAIT_MS.len() - 1)];
        let mut wait = core.config.pacing.dial_wait_ms.unwrap_or(growing);
        if self.attempts >= dial_attempts(core) || now_ms + wait > self.deadline_ms {
            if self.master.door == Door::Observers {
                self.leave_followers(core, now_ms);
                self.dial_at_ms = Some(now_ms + wait);
                return Ok(());
            }
            return Err(format!("the elected {} cannot be reached", Master::leader(self.leader)));
        }
        if self.master.door == Door::Observers {
            wait = wait.max(Master::pause_ms(core, self.leader));
        }
        self.dial_at_ms = Some(now_ms + wait);
        Ok(())
    }

    /// Whom to call next: an observer tries the followers that may serve it, and at the last the leader.
    fn call_next(&mut self, core: &mut Core, out: &mut Vec<Output>) {
        let is_first = self.attempts == 0;
        self.attempts += 1;
        if self.master.door == Door::Observers && !is_first {
            self.master = match self.attempts < dial_attempts(core) {
                true => Master::next(core, self.leader),
                false => Master::leader(self.leader),
            };
            if self.master.door == Door::Quorum {
                let text = format!(
                    "no follower serves this observer (observerMasterPort): {} is asked itself",
                    self.master
                );
                out.push(Output::Note { alarm: false, text });
            }
        }
        out.push(Output::Dial { to: self.master.sid, door: self.master.door });
    }

    /// The next one to be called is the leader, and there is as much time for that as there was for the others.
    fn leave_followers(&mut self, core: &Core, now_ms: u64) {
        self.attempts = self.attempts.max(dial_attempts(core) - 1);
        self.deadline_ms = now_ms + core.config.tick_ms * core.config.connect_limit;
    }

    /// The link is gone.
    pub(crate) fn closed(&mut self, core: &mut Core, now_ms: u64, reason: &str) -> Result<(), Lost> {
        // A follower that has lost its leader, say: another one may have not.
        if self.master.door == Door::Observers && self.stage == Stage::Greeted {
            self.link = None;
            self.stage = Stage::Dialing;
            return self.dial_failed(core, now_ms);
        }
        Err(format!("the link to {} is gone: {reason}", self.master))
    }

    /// True while the leader has not been reached yet.
    pub(crate) fn is_dialing(&self) -> bool {
        self.stage == Stage::Dialing
    }

    pub(crate) fn opened(&mut self, core: &mut Core, now_ms: u64, link: LinkId, out: &mut Vec<Output>) {
        if self.stage != Stage::Dialing || self.link.is_some() {
            out.push(Output::HangUp { link, reason: "not needed any more".into() });
            return;
        }
        self.link = Some(link);
        self.stage = Stage::Greeted;
        self.heard_ms = now_ms;
        let kind = if self.observer { PacketKind::ObserverInfo } else { PacketKind::FollowerInfo };
        let info = LearnerInfo {
            sid: Some(core.config.my_id),
            protocol: PROTOCOL_VERSION,
            config_version: core.memberships.active().version(),
        };
        let mut data = Vec::with_capacity(LearnerInfo::BYTES);
        info.encode(&mut data);
        let packets = Packets::one(kind, epoch_zxid(core.accepted_epoch), Some(&data));
        out.push(Output::Send { link, packets });
    }

    pub(crate) fn tick(&mut self, core: &mut Core, now_ms: u64, out: &mut Vec<Output>) -> Result<(), Lost> {
        if self.dial_at_ms.is_some_and(|t| t <= now_ms) {
            self.dial_at_ms = None;
            self.call_next(core, out);
        }
        if let Some(observers) = &mut self.observers {
            observers.tick(core, now_ms, out);
        }
        let due = self.silence_ends_ms(core);
        if now_ms >= due && self.is_dialing() && self.master.door == Door::Observers {
            self.leave_followers(core, now_ms);
            self.call_next(core, out);
        } else if now_ms >= due {
            let waited = now_ms.saturating_sub(self.heard_ms);
            return Err(format!("nothing heard of {} for {waited} ms", self.master));
        }
        Ok(())
    }

    fn silence_ends_ms(&self, core: &Core) -> u64 {
        let config = &core.config;
        match self.stage {
            Stage::Dialing => self.deadline_ms,
            Stage::Adopted | Stage::Serving => self.heard_ms + config.tick_ms * config.sync_limit,
            // While the disk works on what the leader sent, the leader has no reason to say anything.
            _ => self.heard_ms + config.tick_ms * config.init_limit,
        }
    }

    pub(crate) fn next_timeout_ms(&self, core: &Core) -> u64 {
        let observers = self.observers.as_ref().map_or(u64::MAX, |o| o.next_timeout_ms(core));
        self.silence_ends_ms(core).min(self.dial_at_ms.unwrap_or(u64::MAX)).min(observers)
    }

    pub(crate) fn disk_done(&mut self, core: &mut Core, out: &mut Vec<Output>) -> Result<(), Lost> {
        let Some(link) = self.link else { return Ok(()) };
        match self.stage {
            Stage::Promising { token } if core.is_done(token) => {
                self.ack_epoch(core, link, core.current_epoch as i32, out);
            }
            Stage::Adopting { token, up_to_date } if core.is_done(token) => {
                let packets = Packets::one(PacketKind::Ack, epoch_zxid(self.epoch), None);
                out.push(Output::Send { link, packets });
                self.stage = Stage::Adopted;
                if up_to_date || on(Mutant::ServesBeforeUpToDate) {
                    self.serve(core, link, out);
                }
            }
            Stage::Serving => self.acknowledge(core, link, out),
            _ => {}
        }
        Ok(())
    }

    fn ack_epoch(&mut self, core: &Core, link: LinkId, current_epoch: i32, out: &mut Vec<Output>) {
        let mut data = Vec::with_capacity(4);
        AckEpoch { current_epoch }.encode(&mut data);
        let packets = Packets::one(PacketKind::AckEpoch, core.last_zxid(), Some(&data));
        out.push(Output::Send { link, packets });
        self.stage = Stage::Promised;
    }

    /// Acknowledges what is durable, in order: one packet for each transaction, as Java's leader counts them.
    fn acknowledge(&mut self, core: &Core, link: LinkId, out: &mut Vec<Output>) {
        let mut packets = Packets::new();
        while let Some(zxid) =
            self.acks.front().copied().filter(|z| *z <= core.durable || on(Mutant::AckOnReceive))
        {
            packets.put(PacketKind::Ack, zxid, None);
            self.acks.pop_front();
        }
        if !packets.is_empty() {
            out.push(Output::Send { link, packets: packets.finish() });
        }
    }

    fn serve(&mut self, core: &mut Core, link: LinkId, out: &mut Vec<Output>) {
        self.stage = Stage::Serving;
        let packets = Packets::one(PacketKind::Ack, epoch_zxid(self.epoch), None);
        out.push(Output::Send { link, packets });
        core.commit(self.mark, out);
        self.activate(core, out);
        if core.config.observer_masters && !self.observer {
            self.observers = Some(Observers::new(core, self.heard_ms, self.epoch));
        }
        let (leader, master, epoch, observer) = (self.leader, self.master.sid, self.epoch, self.observer);
        out.push(Output::Following { leader, master, epoch, observer });
        self.acknowledge(core, link, out);
    }

    /// A packet of the leader. `Ok(Passed::FromLeader)` if it is none of ZAB's business.
    pub(crate) fn packet(
        &mut self,
        core: &mut Core,
        now_ms: u64,
        packet: &QuorumPacket<'_>,
        out: &mut Vec<Output>,
    ) -> Result<Passed, Lost> {
        let Some(link) = self.link else { return Ok(Passed::No) };
        self.heard_ms = now_ms;
        let unexpected = || Err(format!("{} sent {} out of turn", self.master, packet.kind));
        let waiting = matches!(self.stage, Stage::Adopting { .. } | Stage::Adopted);
        if packet.kind == PacketKind::Commit && waiting && on(Mutant::CommitFatalBeforeUpToDate) {
            return unexpected();
        }
        match (packet.kind, self.stage) {
            (PacketKind::LeaderInfo, Stage::Greeted) => self.leader_info(core, link, packet, out)?,
            (PacketKind::Diff, Stage::Promised) => {
                if !core.trusted {
                    core.install_empty(out);
                    core.committed = core.committed.max(Zxid::ZERO);
                }
                // The leader has checked that all of our history is in its own.
                self.mark = core.history.last();
                if on(Mutant::ClaimsSyncTarget) {
                    self.mark = packet.zxid;
                }
                self.stage = Stage::Syncing;
            }
            (PacketKind::Trunc, Stage::Promised) => self.truncate(core, packet.zxid, out)?,
            (
                PacketKind::Proposal,
                Stage::Syncing | Stage::Adopting { .. } | Stage::Adopted | Stage::Serving,
            ) => {
                self.proposal(core, packet.zxid, packet.data, out)?;
            }
            (
                PacketKind::Inform,
                Stage::Syncing | Stage::Adopting { .. } | Stage::Adopted | Stage::Serving,
            ) => {
                self.proposal(core, packet.zxid, packet.data, out)?;
                self.committed(core, packet.zxid)?;
            }
            (
                PacketKind::Commit | PacketKind::CommitAndActivate,
                Stage::Syncing | Stage::Adopting { .. } | Stage::Adopted | Stage::Serving,
            ) => {
                self.committed(core, packet.zxid)?;
                if packet.kind == PacketKind::CommitAndActivate {
                    let activate = zk_proto::quorum::Activate::decode(packet.data)
                        .map_err(|e| format!("COMMITANDACTIVATE of {}: {e}", self.master))?;
                    self.activated(core, activate.leader, out);
                }
            }
            (
                PacketKind::InformAndActivate,
                Stage::Syncing | Stage::Adopting { .. } | Stage::Adopted | Stage::Serving,
            ) => {
                let activate = zk_proto::quorum::Activate::decode(packet.data)
                    .map_err(|e| format!("INFORMANDACTIVATE of {}: {e}", self.master))?;
                self.proposal(core, packet.zxid, Some(activate.payload), out)?;
                self.committed(core, packet.zxid)?;
                self.activated(core, activate.leader, out);
            }
            (PacketKind::NewLeader, Stage::Syncing) => self.new_leader(core, packet, out)?,
            (PacketKind::UpToDate, Stage::Adopted) => self.serve(core, link, out),
            (PacketKind::UpToDate, Stage::Adopting { token, .. }) => {
                self.stage = Stage::Adopting { token, up_to_date: true };
            }
            (PacketKind::Ping | PacketKind::Sync | PacketKind::Revalidate, Stage::Serving) => {
                return Ok(Passed::FromLeader);
            }
            // Java's leader pings as soon as its sender runs; its own learners do not answer before UPTODATE.
            (PacketKind::Ping, _) => {}
            (
                PacketKind::LeaderInfo
                | PacketKind::Diff
                | PacketKind::Trunc
                | PacketKind::Snap
                | PacketKind::Proposal
                | PacketKind::Inform
                | PacketKind::Commit
                | PacketKind::CommitAndActivate
                | PacketKind::InformAndActivate
                | PacketKind::NewLeader
                | PacketKind::UpToDate
                | PacketKind::Sync
                | PacketKind::Revalidate,
                _,
            )
            | (
                PacketKind::Request
                | PacketKind::Ack
                | PacketKind::FollowerInfo
                | PacketKind::ObserverInfo
                | PacketKind::AckEpoch,
                _,
            ) => return unexpected(),
        }
        Ok(Passed::No)
    }

    fn leader_info(
        &mut self,
        core: &mut Core,
        link: LinkId,
        packet: &QuorumPacket<'_>,
        out: &mut Vec<Output>,
    ) -> Result<(), Lost> {
        let epoch = packet.zxid.0 >> 32;
        let protocol = zk_proto::quorum::decode_protocol_version(packet.data)
            .map_err(|e| format!("LEADERINFO of {}: {e}", self.master))?;
        if protocol < PROTOCOL_VERSION {
            return Err(format!("{} speaks protocol version {protocol:#x}", self.master));
        }
        if epoch < core.accepted_epoch && on(Mutant::OldEpochAccepted) {
            self.epoch = epoch;
            self.ack_epoch(core, link, core.current_epoch as i32, out);
            return Ok(());
        }
        if epoch < core.accepted_epoch {
            let accepted = core.accepted_epoch;
            return Err(format!("{} has epoch {epoch}, {accepted} is promised already", self.master));
        }
        self.epoch = epoch;
        if epoch == core.accepted_epoch {
            self.ack_epoch(core, link, -1, out);
        } else {
            let token = core.write_accepted_epoch(epoch, out);
            self.stage = Stage::Promising { token };
            if on(Mutant::AcceptedInMemory) {
                self.ack_epoch(core, link, core.current_epoch as i32, out);
            }
        }
        Ok(())
    }

    fn truncate(&mut self, core: &mut Core, to: Zxid, out: &mut Vec<Output>) -> Result<(), Lost> {
        if !core.trusted || to < core.committed || to > core.history.last() || to < Zxid::ZERO {
            let text = format!(
                "{} orders to forget everything behind {to}, but {} is the end of the history here and {} is \
                 known to be committed: refused",
                self.master,
                core.history.last(),
                core.committed
            );
            out.push(Output::Note { alarm: self.is_alarming(), text: text.clone() });
            return Err(text);
        }
        if to < core.history.last() && !on(Mutant::TruncIgnored) {
            core.truncate(to, out);
        }
        self.mark = to;
        self.stage = Stage::Syncing;
        Ok(())
    }

    /// The tree that follows a SNAP has come whole.
    pub(crate) fn snapshot(
        &mut self,
        core: &mut Core,
        now_ms: u64,
        zxid: Zxid,
        config: Option<&str>,
        out: &mut Vec<Output>,
    ) -> Result<(), Lost> {
        self.heard_ms = now_ms;
        if self.stage != Stage::Promised || zxid < Zxid::ZERO {
            return Err(format!("{} sent SNAP {zxid} out of turn", self.master));
        }
        if zxid < core.committed {
            let text = format!(
                "{} sent a snapshot as of {zxid}, but {} is known to be committed: refused",
                self.master, core.committed
            );
            out.push(Output::Note { alarm: self.is_alarming(), text: text.clone() });
            return Err(text);
        }
        // A text that is no membership says nothing; that of a leader that has one comes with NEWLEADER, too.
        let config = config.and_then(|text| Membership::parse(text).ok()).map(Arc::new);
        core.install(zxid, config, out);
        self.snapped = Some(zxid);
        self.mark = zxid;
        self.stage = Stage::Syncing;
        Ok(())
    }

    fn proposal(
        &mut self,
        core: &mut Core,
        zxid: Zxid,
        payload: Option<&[u8]>,
        out: &mut Vec<Output>,
    ) -> Result<(), Lost> {
        // Java's leader decides what to queue before it looks how far the tree is that it sends.
        if self.stage == Stage::Syncing && self.snapped.is_some_and(|snapped| zxid <= snapped) {
            return Ok(());
        }
        let payload = payload.filter(|p| !p.is_empty());
        let payload = payload.ok_or_else(|| format!("{} sent transaction {zxid} empty", self.master))?;
        core.append(zxid, Bytes::copy_from_slice(payload), out)
            .map_err(|e| format!("{} sent {e}", self.master))?;
        if !self.observer {
            self.acks.push_back(zxid);
        }
        Ok(())
    }

    /// A leader that knows less than is committed here is a matter for somebody. An observer master may be behind for a while.
    fn is_alarming(&self) -> bool {
        self.master.door == Door::Quorum
    }

    fn committed(&mut self, core: &Core, zxid: Zxid) -> Result<(), Lost> {
        if zxid > core.history.last() {
            let last = core.history.last();
            return Err(format!("{} commits {zxid}, the last proposed is {last}", self.master));
        }
        self.mark = self.mark.max(zxid);
        if on(Mutant::CommitsRunAhead) {
            self.mark = core.history.last();
        }
        if self.stage == Stage::Syncing {
            // Part of the history that NEWLEADER's ACK vouches for.
            while self.acks.front().is_some_and(|z| *z <= zxid) {
                self.acks.pop_front();
            }
        }
        Ok(())
    }

    /// Hands over what the leader has called committed by now. Once for a run of packets.
    pub(crate) fn commit(&mut self, core: &mut Core, out: &mut Vec<Output>) -> Option<Change> {
        if self.stage != Stage::Serving {
            return None;
        }
        self.advance(core, out);
        let same_role = self.observer == (core.role == MemberRole::Observer);
        let leader = self.designated;
        (leader != self.leader || !same_role).then_some(Change { leader })
    }

    fn advance(&mut self, core: &mut Core, out: &mut Vec<Output>) {
        let upto = if on(Mutant::AppliesProposals) { core.history.last() } else { self.mark };
        core.commit(upto, out);
        self.activate(core, out);
        if let Some(observers) = &mut self.observers {
            observers.tell(core, upto, self.designated, out);
        }
    }

    /// See [`crate::Zab::catch_up`].
    pub(crate) fn catch_up(&mut self, core: &mut Core, out: &mut Vec<Output>) {
        if self.stage == Stage::Serving {
            self.advance(core, out);
        }
    }

    /// Activates the membership that was seen last once that is known to be committed: its transaction is, or, where none
    /// brings it, the epoch has begun.
    fn activate(&self, core: &mut Core, out: &mut Vec<Output>) {
        if core.memberships.next().is_some() && core.reconfiguration().is_none_or(|zxid| zxid <= self.mark) {
            core.activate(out);
        }
    }

    /// The leader says that a reconfiguration is committed, and who leads by it.
    fn activated(&mut self, core: &Core, leader: ServerId, out: &mut Vec<Output>) {
        if core.config.reconfig {
            self.designated = leader;
        } else {
            note_reconfiguration(out);
        }
    }

    fn new_leader(
        &mut self,
        core: &mut Core,
        packet: &QuorumPacket<'_>,
        out: &mut Vec<Output>,
    ) -> Result<(), Lost> {
        let zxid = packet.zxid;
        if zxid != epoch_zxid(self.epoch) {
            return Err(format!("{} sent NEWLEADER {zxid} in epoch {}", self.master, self.epoch));
        }
        if core.history.last() < core.committed {
            let text = format!(
                "the history of {} ends at {}, but {} is known to be committed: refused",
                self.master,
                core.history.last(),
                core.committed
            );
            out.push(Output::Note { alarm: self.is_alarming(), text: text.clone() });
            return Err(text);
        }
        if on(Mutant::TailCommitted) {
            self.mark = core.history.last();
        }
        if on(Mutant::AckForgotten) {
            self.acks.clear();
        }
        if let Some(link) = self.link.filter(|_| on(Mutant::AckBeforeHistory)) {
            out.push(Output::Send { link, packets: Packets::one(PacketKind::Ack, zxid, None) });
        }
        if core.config.reconfig
            && let Some(text) = packet.data.filter(|text| text.len() > 1)
        {
            let fails = |why: String| format!("the membership of {}: {why}", self.master);
            let text = std::str::from_utf8(text).map_err(|e| fails(e.to_string()))?;
            if members::Membership::version_in(text) > Some(core.memberships.last_seen().version()) {
                core.see(Arc::new(Membership::parse(text).map_err(fails)?), out);
            }
        }
        let token = core.write_current_epoch(self.epoch, out);
        self.stage = Stage::Adopting { token, up_to_date: false };
        Ok(())
    }
}

/// How often a leader is called before it is given up.
fn dial_attempts(core: &Core) -> u32 {
    let within = |wait_ms: u64| u32::try_from(DIAL_TIME_MS / wait_ms.max(1)).unwrap_or(u32::MAX);
    core.config.pacing.dial_wait_ms.map_or(DIAL_ATTEMPTS, |wait_ms| within(wait_ms).max(MIN_DIAL_ATTEMPTS))
}

fn note_reconfiguration(out: &mut Vec<Output>) {
    let text = "the membership was changed by a reconfiguration, which this server does not follow: set \
                reconfigEnabled=true as on the other servers, give it the new server list and restart it";
    out.push(Output::Note { alarm: true, text: text.into() });
}
