//! The pipeline of a member without a leader that answers reads from what it last knew, for clients that agree to that.
//!
//! Mirrors: ZooKeeper `ReadOnlyZooKeeperServer`. Its sessions are its own: no transaction opens or closes them, and nobody hears of
//! them. They end when the member stops to look for a leader, and their clients then come again.

use std::sync::Arc;

use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::request::RequestHeader;
use zk_proto::{ErrorCode, OpCode, Reader, SessionId, frame};
use zk_tree::{ConnId, DataTree, Identities, WatchTable};

use crate::read::{self, ReadContext};
use crate::server::{answer_read, attached, first_session_id};
use crate::{CloseReason, Completed, Incoming, ServerConfig, SessionTracker, Sink, Times};

/// The pipeline.
#[derive(Debug)]
pub(super) struct Reading {
    config: ServerConfig,
    sessions: SessionTracker,
    next_session: i64,
}

impl Reading {
    pub(super) fn new(config: ServerConfig, times: Times) -> Reading {
        Reading {
            sessions: SessionTracker::new(config.tick_ms),
            next_session: first_session_id(config.server_id, times.wall_ms, zk_proto::Zxid::ZERO),
            config,
        }
    }

    /// A client's first packet. Refused without a word, as Java does: a client that did not agree to reads alone, one that has
    /// seen more than there is here, and a session of the ensemble, which may live on. A session that is nobody's has expired.
    pub(super) fn connect(
        &mut self,
        tree: &DataTree,
        times: Times,
        conn: ConnId,
        request: &ConnectRequest<'_>,
        received_us: u64,
        sink: &mut impl Sink,
    ) {
        if request.read_only != Some(true) {
            return sink.close(conn, CloseReason::NotServing);
        }
        if request.last_zxid_seen > tree.last_zxid() {
            return sink.close(conn, CloseReason::ClientAhead);
        }
        let timeout_ms = self.config.granted_timeout_ms(request.timeout_ms);
        let mut session = request.session_id;
        if session == SessionId::NONE {
            session = SessionId(self.next_session);
            self.next_session = self.next_session.wrapping_add(1);
            self.sessions.open(session, timeout_ms, Some(conn), times.now_ms);
        } else {
            if tree.session_timeout_ms(session).is_some() {
                return sink.close(conn, CloseReason::NotServing);
            }
            let fits = self.config.passwords.fits(session, request.password);
            if self.sessions.find(session).is_none() || !fits {
                let response = ConnectResponse::expired(Some(true));
                sink.send(conn, |out| frame::write(out, |w| response.encode(w)));
                return sink.close(conn, CloseReason::InvalidSession);
            }
            if let Some(before) = self.sessions.attach(session, conn, timeout_ms, times.now_ms) {
                sink.close(before, CloseReason::ClientReconnect);
            }
        }
        let password = self.config.passwords.of(session);
        attached(conn, (session, password), timeout_ms, Some(true), sink);
        let op = Some(OpCode::CreateSession);
        sink.completed(Completed { conn, op, xid: 0, received_us, err: 0 });
    }

    /// A request that may be a write.
    pub(super) fn request(
        &mut self,
        tree: &DataTree,
        watches: &mut WatchTable,
        times: Times,
        incoming: Incoming<'_>,
        sink: &mut impl Sink,
    ) {
        let Incoming { conn, session, who, frame, received_us } = incoming;
        self.sessions.touch(session, times.now_ms);
        let header = RequestHeader::decode(&mut Reader::new(frame)).ok();
        let Some(header) = header.filter(|h| read::needs_pipeline(h.op)) else {
            let who: &Arc<Identities> = who;
            let ctx = ReadContext { tree, conn, session, who };
            return answer_read(&ctx, watches, frame, received_us, sink);
        };
        let closes = header.op == OpCode::CloseSession.code();
        let err = if closes { 0 } else { ErrorCode::NotReadOnly.code() };
        sink.send(conn, |out| crate::reply::header_only(out, header.xid, tree.last_zxid(), err));
        sink.completed(Completed {
            conn,
            op: OpCode::from_i32(header.op),
            xid: header.xid,
            received_us,
            err,
        });
        if closes {
            self.sessions.forget(session);
            sink.close(conn, CloseReason::SessionClosed);
        }
    }

    pub(super) fn touch(&mut self, session: SessionId, at_ms: u64) {
        self.sessions.touch(session, at_ms);
    }

    pub(super) fn disconnected(&mut self, session: SessionId, conn: ConnId) {
        self.sessions.detach(session, conn);
    }

    /// Ends the sessions whose time is up. Returns the connections that they still have.
    pub(super) fn expire(&mut self, now_ms: u64) -> Vec<ConnId> {
        let expired = self.sessions.expired(now_ms.saturating_sub(self.config.touch_delay_ms));
        expired.into_iter().filter_map(|s| self.sessions.forget(s)?.conn).collect()
    }

    /// When [`Reading::expire`] should be called next, in monotonic milliseconds.
    pub(super) fn next_timeout_ms(&self) -> u64 {
        self.sessions.next_expiry_ms().map_or(u64::MAX, |t| t + self.config.touch_delay_ms)
    }
}
