//! The observers of a follower: they are brought to what it knows to be committed, and then told what is committed as it
//! learns of it. What they forward goes on to the leader.
//!
//! Mirrors: ZooKeeper `ObserverMaster`. Invariants:
//! - **Nothing leaves that this server has not committed itself**, and everything in order.
//! - **No observer counts for anything here**: nothing is waited for, and what is wrong with one ends its link alone.
//! - The observers go with the leader: what they were told of is a part of its epoch.
//!
//! Differs:
//! - An observer that knows more of the epoch than this server does waits until this one knows it, too: Java's master
//!   orders it to forget what is committed.
//! - NEWLEADER names the membership that is active, not one that is only proposed.

use std::collections::BTreeMap;

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::quorum::{AckEpoch, PacketKind, QuorumPacket};
use zk_proto::{ServerId, Zxid};

use crate::core::Core;
use crate::leader::{Feed, Handler, LearnerStage, commits};
use crate::wire::{Packets, epoch_zxid};
use crate::{LinkId, Output, Passed};

#[derive(Debug)]
pub(crate) struct Observers {
    epoch: i64,
    /// Up to here they have been told.
    told: Zxid,
    links: BTreeMap<LinkId, Handler>,
    next_ping_ms: u64,
}

impl Observers {
    /// Of a follower that has just been synchronised with the leader of this epoch.
    pub(crate) fn new(core: &Core, now_ms: u64, epoch: i64) -> Observers {
        let next_ping_ms = now_ms + (core.config.tick_ms / 2).max(1);
        Observers { epoch, told: core.applied, links: BTreeMap::new(), next_ping_ms }
    }

    pub(crate) fn links(&self) -> &BTreeMap<LinkId, Handler> {
        &self.links
    }

    pub(crate) fn opened(&mut self, now_ms: u64, link: LinkId) {
        self.links.insert(link, Handler::new(now_ms));
    }

    pub(crate) fn closed(&mut self, link: LinkId) {
        self.links.remove(&link);
    }

    fn feed(&mut self, core: &Core) -> Feed<'_> {
        Feed {
            learners: &mut self.links,
            epoch: self.epoch,
            committed: self.told,
            membership: core.memberships.active().clone(),
        }
    }

    /// A packet of one of them.
    pub(crate) fn packet(
        &mut self,
        core: &Core,
        now_ms: u64,
        link: LinkId,
        packet: &QuorumPacket<'_>,
        out: &mut Vec<Output>,
    ) -> Passed {
        let Some(h) = self.links.get_mut(&link) else { return Passed::No };
        h.heard_ms = now_ms;
        match (packet.kind, h.stage) {
            (PacketKind::ObserverInfo, LearnerStage::New) => {
                let mut feed = self.feed(core);
                if feed.greeted(core, link, packet, out) {
                    feed.propose_epoch(link, out);
                }
            }
            (PacketKind::AckEpoch, LearnerStage::Proposed) => self.promised(core, link, packet, out),
            (
                PacketKind::Ack,
                LearnerStage::ReadingLog { .. } | LearnerStage::Syncing | LearnerStage::Active,
            ) => self.ack(core, link, packet.zxid, out),
            (PacketKind::Request | PacketKind::Revalidate | PacketKind::Ping, LearnerStage::Active) => {
                return Passed::FromLearner { link, sid: h.sid };
            }
            // One that is not up to date answers no ping and has no clients; an early one does no harm.
            (PacketKind::Ping, LearnerStage::Promised | LearnerStage::Syncing) => {}
            (PacketKind::FollowerInfo, LearnerStage::New) => {
                let reason = "it wants to follow, and only observers are served at this port".into();
                self.feed(core).hang_up(link, reason, out);
            }
            (kind, stage) => {
                let reason = format!("observer {} sent {kind} out of turn ({stage:?})", h.sid);
                self.feed(core).hang_up(link, reason, out);
            }
        }
        Passed::No
    }

    fn promised(&mut self, core: &Core, link: LinkId, packet: &QuorumPacket<'_>, out: &mut Vec<Output>) {
        if AckEpoch::decode(packet.data).is_err() {
            return self.feed(core).hang_up(link, "ACKEPOCH without an epoch".into(), out);
        }
        let Some(h) = self.links.get_mut(&link) else { return };
        h.last_zxid = packet.zxid;
        h.stage = LearnerStage::Promised;
        self.synchronise(core, link, out);
    }

    fn synchronise(&mut self, core: &Core, link: LinkId, out: &mut Vec<Output>) {
        let Some(last) = self.links.get(&link).map(|h| h.last_zxid) else { return };
        let is_ahead = last > self.told && last.counter() > 0 && i64::from(last.epoch()) >= self.epoch;
        if !is_ahead || on(Mutant::MasterOrdersForget) {
            self.feed(core).synchronise(core, link, out);
        }
    }

    fn ack(&mut self, core: &Core, link: LinkId, zxid: Zxid, out: &mut Vec<Output>) {
        let start = epoch_zxid(self.epoch);
        let Some(h) = self.links.get_mut(&link) else { return };
        if zxid.counter() != 0 {
            let reason = format!("observer {} acknowledged {zxid}: observers have no say in that", h.sid);
            self.feed(core).hang_up(link, reason, out);
        } else if h.stage == LearnerStage::Syncing && zxid != start {
            let reason = format!("observer {} acknowledged NEWLEADER of another epoch: {zxid}", h.sid);
            self.feed(core).hang_up(link, reason, out);
        } else if h.stage == LearnerStage::Syncing {
            h.acked = h.acked.max(h.sync_end);
            h.stage = LearnerStage::Active;
            out.push(Output::Send { link, packets: Packets::one(PacketKind::UpToDate, Zxid(-1), None) });
        }
        // The second ACK of the epoch, after UPTODATE, says nothing new.
    }

    pub(crate) fn log_chunk(
        &mut self,
        core: &Core,
        link: LinkId,
        chunk: Result<Vec<(Zxid, Bytes)>, String>,
        out: &mut Vec<Output>,
    ) {
        self.feed(core).log_chunk(core, link, chunk, out);
    }

    /// Everything up to `upto` has been committed here. `designated` leads by a reconfiguration that is among it.
    pub(crate) fn tell(&mut self, core: &Core, upto: Zxid, designated: ServerId, out: &mut Vec<Output>) {
        let upto = if on(Mutant::MasterTellsLogged) { core.history.last() } else { upto };
        if upto <= self.told {
            return;
        }
        if self.links.values().any(|h| h.forwarding) {
            let packets = commits(core, (self.told, upto), false, &[], designated);
            for (link, _) in self.links.iter().filter(|(_, h)| h.forwarding) {
                out.push(Output::Send { link: *link, packets: packets.clone() });
            }
        }
        self.told = upto;
        let waiting = self.links.iter().filter(|(_, h)| h.stage == LearnerStage::Promised);
        for link in waiting.map(|(link, _)| *link).collect::<Vec<_>>() {
            self.synchronise(core, link, out);
        }
    }

    /// The leader's answer to a sync that this observer has forwarded.
    pub(crate) fn answer_sync(&self, link: LinkId, out: &mut Vec<Output>) {
        if self.links.get(&link).is_some_and(|h| h.stage == LearnerStage::Active) {
            out.push(Output::Send { link, packets: Packets::one(PacketKind::Sync, Zxid::ZERO, None) });
        }
    }

    /// What is behind this must stay in memory: observers are being brought up to there from the log on disk.
    pub(crate) fn needed_behind(&self) -> Option<Zxid> {
        let needed = |h: &Handler| match h.stage {
            LearnerStage::ReadingLog { upto, .. } => Some(upto),
            _ => None,
        };
        self.links.values().filter_map(needed).min()
    }

    pub(crate) fn tick(&mut self, core: &Core, now_ms: u64, out: &mut Vec<Output>) {
        let silent: Vec<(LinkId, String)> = self
            .links
            .iter()
            .filter(|(_, h)| now_ms >= silence_ends_ms(core, h))
            .map(|(link, h)| {
                (*link, format!("nothing heard of observer {} for {} ms", h.sid, now_ms - h.heard_ms))
            })
            .collect();
        for (link, reason) in silent {
            self.feed(core).hang_up(link, reason, out);
        }
        if now_ms < self.next_ping_ms {
            return;
        }
        self.next_ping_ms = now_ms + (core.config.tick_ms / 2).max(1);
        let ping = Packets::one(PacketKind::Ping, self.told, None);
        for (link, _) in self.links.iter().filter(|(_, h)| h.forwarding) {
            out.push(Output::Send { link: *link, packets: ping.clone() });
        }
    }

    pub(crate) fn next_timeout_ms(&self, core: &Core) -> u64 {
        let silence = self.links.values().map(|h| silence_ends_ms(core, h)).min();
        silence.map_or(u64::MAX, |at| at.min(self.next_ping_ms))
    }
}

fn silence_ends_ms(core: &Core, h: &Handler) -> u64 {
    let config = &core.config;
    let limit = if h.stage == LearnerStage::Active { config.sync_limit } else { config.init_limit };
    h.heard_ms + config.tick_ms * limit
}
