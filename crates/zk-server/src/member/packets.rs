//! What other members send over the links: the broadcast's packets are handed on to it, those that are about sessions and
//! requests are dealt with here.

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::quorum::{
    Activate, Forwarded, PacketKind, QuorumPacket, RevalidateReply, RevalidateRequest, SessionTimeouts,
};
use zk_proto::txn::LoggedTxn;
use zk_proto::{OpCode, Zxid};
use zk_tree::Identities;
use zk_zab::{LinkId, Passed};

use super::learning::Relay;
use super::{Host, Member, NoteLevel, Pipeline};
use crate::{CloseReason, Sink, Times};

/// How long a leader is left alone whose transactions cannot be read.
const SHUN_MS: u64 = 1000;

impl Member {
    /// A packet has come. The packet SNAP is not passed in here, see [`Member::link_snapshot`].
    pub fn link_packet(
        &mut self,
        host: &mut impl Host,
        times: Times,
        link: LinkId,
        packet: &QuorumPacket<'_>,
    ) {
        if let Some(why) = self.unreadable(link, packet) {
            self.shun_until_ms = times.now_ms + SHUN_MS;
            host.note(
                NoteLevel::Error,
                &format!(
                    "the leader sent transaction {}, which this version cannot read: {why}. Nothing of it is logged; this \
                     member is out until it is brought to the leader's version",
                    packet.zxid
                ),
            );
            self.zab.abdicate(times.now_ms, "the leader sent what this version cannot read", &mut self.out);
            return self.drain(host, times);
        }
        match self.zab.packet(times.now_ms, link, packet, &mut self.out) {
            Passed::No => {}
            Passed::FromLearner { link, .. } => self.learner_packet(host, times, link, packet),
            Passed::FromLeader => self.leader_packet(host, times, packet),
        }
        self.drain(host, times);
    }

    /// What is wrong with a transaction of the leader. One that cannot be read must not get into the log: it could be applied
    /// neither now nor after a restart.
    ///
    /// Mirrors: ZooKeeper `Learner.syncWithLeader`, which ends the connection as well.
    fn unreadable(&self, link: LinkId, packet: &QuorumPacket<'_>) -> Option<String> {
        let payload = match packet.kind {
            PacketKind::Proposal | PacketKind::Inform => packet.data,
            PacketKind::InformAndActivate => Activate::decode(packet.data).ok().map(|a| a.payload),
            _ => None,
        };
        // What is empty or out of turn is for the broadcast to judge.
        let payload = payload.filter(|p| !p.is_empty() && self.zab.leader_link() == Some(link))?;
        match LoggedTxn::decode(payload) {
            Err(e) => Some(e.to_string()),
            Ok(txn) if txn.header.zxid != packet.zxid => Some(format!("it calls itself {}", txn.header.zxid)),
            Ok(_) => None,
        }
    }

    pub(super) fn learner_packet(
        &mut self,
        host: &mut impl Host,
        times: Times,
        link: LinkId,
        packet: &QuorumPacket<'_>,
    ) {
        if packet.kind == PacketKind::Request && self.holds_packet(times, link, packet) {
            return;
        }
        let leading = match &mut self.pipeline {
            Pipeline::Leading(leading) => leading,
            Pipeline::Learning(learning) => {
                if on(Mutant::MasterAnswersSync) && is_sync(packet) {
                    return self.zab.answer_sync(link, &mut self.out);
                }
                if let Err(why) = learning.observer_packet(link, packet) {
                    self.send_away(host, times, link, &why);
                }
                return;
            }
            Pipeline::Reading(_) | Pipeline::None => return,
        };
        let server = &mut leading.server;
        let mut gone = None;
        match packet.kind {
            PacketKind::Request => match Forwarded::decode(packet.data) {
                Ok(_) if server.is_exhausted() => {}
                // Whatever a learner forwards gets a transaction, if only one that says no: the learner waits for it.
                Ok(request) => {
                    let mut who = Identities::default();
                    packet.auth.to_vec().into_iter().for_each(|id| who.add(id));
                    if self.config.server.skip_acl {
                        who = who.with_checks_skipped();
                    }
                    if request.op == OpCode::Reconfig {
                        server.set_ensemble(self.config.ensemble(&self.zab));
                    }
                    server.forwarded(&host.tree(), times, link, &request, &who);
                }
                Err(e) => self.send_away(host, times, link, &format!("REQUEST of a learner: {e}")),
            },
            PacketKind::Ping => match SessionTimeouts::decode(packet.data) {
                Ok(sessions) => sessions.iter().for_each(|s| server.touch_global(s.session, times.now_ms)),
                Err(e) => self.send_away(host, times, link, &format!("PING of a learner: {e}")),
            },
            PacketKind::Revalidate => match RevalidateRequest::decode(packet.data) {
                Ok(RevalidateRequest(s)) => {
                    let (valid, before) = server.revalidate(times, link, s.session, s.timeout_ms);
                    if let Some(conn) = before {
                        host.answer(|sink| sink.close(conn, CloseReason::SessionMoved));
                        gone = Some(s.session);
                    }
                    let mut data = Vec::new();
                    RevalidateReply { session: s.session, valid }.encode(&mut data);
                    host.send(link, one_packet(PacketKind::Revalidate, packet.zxid, Some(&data)));
                }
                Err(e) => self.send_away(host, times, link, &format!("REVALIDATE of a learner: {e}")),
            },
            _ => {}
        }
        if let Some(session) = gone {
            self.waits_in_vain(session);
        }
    }

    fn send_away(&mut self, host: &mut impl Host, times: Times, link: LinkId, why: &str) {
        if let Pipeline::Leading(leading) = &mut self.pipeline {
            leading.server.learner_gone(link);
        }
        host.hang_up(link, why);
        self.zab.closed(times.now_ms, link, why, &mut self.out);
    }

    fn leader_packet(&mut self, host: &mut impl Host, times: Times, packet: &QuorumPacket<'_>) {
        if packet.kind == PacketKind::Sync && !on(Mutant::MasterSyncOvertakes) {
            // What waits for it is answered from the tree as it is now: what is committed behind it may be the next request
            // of the same client.
            self.zab.catch_up(&mut self.out);
            self.drain(host, times);
        }
        let Pipeline::Learning(learning) = &mut self.pipeline else { return };
        if let Err(reason) = host.answer(|sink| learning.packet(packet, sink)) {
            return self.zab.abdicate(times.now_ms, &reason, &mut self.out);
        }
        match learning.take_relay() {
            Some(Relay::Sync(observer)) => self.zab.answer_sync(observer, &mut self.out),
            Some(Relay::Revalidated(observer, reply)) => {
                let mut data = Vec::new();
                reply.encode(&mut data);
                host.send(observer, one_packet(PacketKind::Revalidate, packet.zxid, Some(&data)));
            }
            None if packet.kind == PacketKind::Sync => self.answer_ready(host, times),
            None => {}
        }
    }
}

/// True for a sync that an observer of this follower forwards.
fn is_sync(packet: &QuorumPacket<'_>) -> bool {
    packet.kind == PacketKind::Request
        && Forwarded::decode(packet.data).is_ok_and(|request| request.op == OpCode::Sync)
}

fn one_packet(kind: PacketKind, zxid: Zxid, data: Option<&[u8]>) -> Bytes {
    let mut out = Vec::new();
    QuorumPacket::new(kind, zxid, data).encode(&mut out);
    Bytes::from(out)
}
