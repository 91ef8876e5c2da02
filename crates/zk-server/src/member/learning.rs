//! The pipeline of a follower or observer: writes go to the leader, what comes back committed is applied; each
//! connection's requests are answered in order.
//!
//! Mirrors: ZooKeeper `FollowerRequestProcessor` and `CommitProcessor`. Differs: a commit is matched with the oldest
//! open write of its session, by cxid and operation, not with the oldest of all (known-bugs K-43).

mod commits;
mod observers;
mod requests;
mod sessions;

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::quorum::{
    AuthInfo, Forwarded, PacketKind, QuorumPacket, RevalidateReply, SessionTimeout, SessionTimeouts,
};
use zk_proto::{SessionId, Zxid};
use zk_tree::{ConnId, Identities, Preparer};
use zk_zab::LinkId;

use crate::local::Locals;
use crate::server::first_session_id;
use crate::{Lapsed, ServerConfig, SessionTracker, Sink, Times};
pub(super) use observers::Relay;
use observers::{Syncs, Wants};
use requests::Open;
use sessions::{Connecting, Unsettled};

/// A session that is served here.
#[derive(Clone, Copy, Debug)]
struct Served {
    conn: ConnId,
    timeout_ms: i32,
}

/// The pipeline.
#[derive(Debug)]
pub(super) struct Learning {
    config: ServerConfig,
    link: LinkId,
    next_session: i64,
    sessions: BTreeMap<SessionId, Served>,
    locals: Locals,
    /// For [`ServerConfig::eager_acl_check`]; prepares nothing.
    prep: Preparer,
    /// Local sessions of which the leader has something that is not committed yet.
    unsettled: BTreeMap<SessionId, Unsettled>,
    open: BTreeMap<ConnId, VecDeque<Open>>,
    /// Connections whose oldest open request is a read.
    ready: VecDeque<ConnId>,
    /// Sessions that the leader is to open.
    opening: BTreeMap<SessionId, Connecting>,
    /// Sessions that the leader is asked about, oldest question first.
    asked: BTreeMap<SessionId, VecDeque<Wants>>,
    /// Whose sync is with the leader, in the order of the requests.
    syncs: VecDeque<Syncs>,
    /// Sessions that were heard of since the last ping, with their timeouts.
    touched: BTreeMap<SessionId, i32>,
    /// Packets for the leader.
    out: Vec<u8>,
    /// What the packet of the leader that was looked at last says to an observer.
    relay: Option<Relay>,
}

impl Learning {
    pub(super) fn new(config: ServerConfig, link: LinkId, times: Times, last: Zxid) -> Learning {
        Learning {
            next_session: first_session_id(config.server_id, times.wall_ms, last),
            locals: Locals::new(config.local_sessions, config.tick_ms),
            prep: Preparer::new(config.prepare.clone()),
            unsettled: BTreeMap::new(),
            config,
            link,
            sessions: BTreeMap::new(),
            open: BTreeMap::new(),
            ready: VecDeque::new(),
            opening: BTreeMap::new(),
            asked: BTreeMap::new(),
            syncs: VecDeque::new(),
            touched: BTreeMap::new(),
            out: Vec::new(),
            relay: None,
        }
    }

    pub(super) fn link(&self) -> LinkId {
        self.link
    }

    /// Packets for the leader that have come together.
    pub(super) fn take_packets(&mut self) -> Option<Bytes> {
        (!self.out.is_empty()).then(|| Bytes::from(std::mem::take(&mut self.out)))
    }

    fn forward(&mut self, request: &Forwarded<'_>, who: Option<&Identities>) {
        let mut data = Vec::with_capacity(16 + request.body.len());
        request.encode(&mut data);
        let mut ids = Vec::new();
        if let Some(who) = who {
            AuthInfo::encode_ids(who.ids(), &mut ids);
        }
        let mut packet = QuorumPacket::new(PacketKind::Request, Zxid(-1), Some(&data));
        packet.auth = AuthInfo::from_bytes(&ids).unwrap_or(AuthInfo::NULL);
        packet.encode(&mut self.out);
    }

    /// A session was heard of.
    pub(super) fn touch(&mut self, session: SessionId, at_ms: u64) {
        // Of a local one the leader need not hear.
        if self.locals.touch(session, at_ms) {
            return;
        }
        if let Some(local) = self.sessions.get(&session) {
            self.touched.insert(session, local.timeout_ms);
        }
    }

    /// A connection is gone.
    pub(super) fn disconnected(&mut self, session: SessionId, conn: ConnId) {
        self.open.remove(&conn);
        if self.sessions.get(&session).is_some_and(|l| l.conn == conn) {
            self.sessions.remove(&session);
        }
        self.locals.detach(session, conn);
        // Its turn to be closed does not come any more.
        if self.locals.knows(session) && !self.locals.holds(session) {
            self.locals.forget(session);
        }
    }

    /// The sessions that this server alone knows.
    pub(super) fn local_sessions(&self) -> &SessionTracker {
        self.locals.tracker()
    }

    /// See [`crate::Server::next_session_mut`].
    pub(super) fn next_session_mut(&mut self) -> &mut i64 {
        &mut self.next_session
    }

    /// Ends the local sessions whose time is up. Returns the connections that they still have.
    pub(super) fn expire(&mut self, now_ms: u64) -> Vec<ConnId> {
        let expired = match on(Mutant::LocalOutlives) {
            true => Vec::new(),
            false => self.locals.expired(now_ms.saturating_sub(self.config.touch_delay_ms)),
        };
        let gone = expired.into_iter().filter_map(|session| {
            self.sessions.remove(&session);
            self.locals.forget(session)?.conn
        });
        gone.collect()
    }

    /// The local sessions whose time was up since this was asked last.
    pub(super) fn take_lapsed(&mut self) -> Lapsed {
        self.locals.take_lapsed()
    }

    /// When [`Learning::expire`] should be called next, in monotonic milliseconds.
    pub(super) fn next_timeout_ms(&self) -> u64 {
        let next = self.locals.next_expiry_ms().filter(|_| !on(Mutant::LocalOutlives));
        next.map_or(u64::MAX, |t| t + self.config.touch_delay_ms)
    }

    /// PING, REVALIDATE or SYNC of the leader.
    ///
    /// # Errors
    /// What is wrong with it; the link must end.
    pub(super) fn packet(&mut self, packet: &QuorumPacket<'_>, sink: &mut impl Sink) -> Result<(), String> {
        match packet.kind {
            PacketKind::Ping => {
                let touched = std::mem::take(&mut self.touched);
                let sessions =
                    touched.into_iter().map(|(session, timeout_ms)| SessionTimeout { session, timeout_ms });
                let sessions: Vec<SessionTimeout> = sessions.collect();
                let mut parts = sessions.chunks(SESSIONS_IN_PING);
                let mut part = parts.next().unwrap_or_default();
                loop {
                    let mut data = Vec::new();
                    SessionTimeouts::encode(part.iter().copied(), &mut data);
                    // Java's leader does not survive a null here.
                    QuorumPacket::new(PacketKind::Ping, packet.zxid, Some(&data)).encode(&mut self.out);
                    let Some(next) = parts.next() else { break };
                    part = next;
                }
            }
            PacketKind::Revalidate => {
                let reply = RevalidateReply::decode(packet.data).map_err(|e| format!("REVALIDATE: {e}"))?;
                self.revalidated(reply, sink);
            }
            PacketKind::Sync => self.synced(),
            kind => return Err(format!("{kind} out of turn")),
        }
        Ok(())
    }
}

/// So many sessions fit into one PING, whatever limit the leader has for packets. Observers may bring more.
const SESSIONS_IN_PING: usize = 32_768;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use zk_proto::OpCode;
    use zk_proto::request::RequestHeader;

    use super::*;
    use crate::Incoming;

    #[test]
    fn the_leader_hears_of_a_session_whose_ping_waits_behind_a_write() {
        let times = Times { now_ms: 0, wall_ms: 1 };
        let mut learning = Learning::new(ServerConfig::default(), LinkId(1), times, Zxid::ZERO);
        let (conn, session, who) = (ConnId(1), SessionId(7), Arc::new(Identities::default()));
        learning.sessions.insert(session, Served { conn, timeout_ms: 1000 });
        let ask = |learning: &mut Learning, xid: i32, op: OpCode| {
            let mut frame = Vec::new();
            RequestHeader { xid, op: op.code() }.encode(&mut frame);
            learning.request(
                None,
                times,
                Incoming { conn, session, who: &who, frame: &frame, received_us: 0 },
            );
        };
        ask(&mut learning, 1, OpCode::SetData);
        learning.touched.clear();
        ask(&mut learning, zk_proto::op::xid::PING, OpCode::Ping);
        assert_eq!(learning.touched.get(&session), Some(&1000));
    }
}
