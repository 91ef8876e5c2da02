//! The pipeline of a member without a leader that answers reads from what it last knew, for clients that agree to that.
//!
//! Mirrors: ZooKeeper `ReadOnlyZooKeeperServer`. Its sessions are its own: no transaction opens or closes them, and nobody hears of
//! them. They end when the member stops to look for a leader, and their clients then come again.

use std::sync::Arc;

use zk_mutants::{Mutant, on};
use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::request::RequestHeader;
use zk_proto::{ErrorCode, OpCode, Reader, SessionId, frame};
use zk_tree::{ConnId, DataTree, Identities, WatchTable};

use crate::answers::{answer_read, attached};
use crate::read::{self, ReadContext};
use crate::server::first_session_id;
use crate::{CloseReason, Completed, Incoming, ServerConfig, SessionTracker, Sink, Times};

/// The pipeline.
#[derive(Debug)]
pub(super) struct Reading {
    config: ServerConfig,
    sessions: SessionTracker,
    /// The ids that were given out here begin with this one.
    first_session: i64,
    next_session: i64,
}

impl Reading {
    /// `next_session` is what the roles before have left of the session ids.
    pub(super) fn new(config: ServerConfig, times: Times, next_session: i64) -> Reading {
        let from_clock = first_session_id(config.server_id, times.wall_ms, zk_proto::Zxid::ZERO);
        let first_session = next_session.max(from_clock);
        let sessions = SessionTracker::new(config.tick_ms);
        Reading { sessions, first_session, next_session: first_session, config }
    }

    /// What is left of the session ids.
    pub(super) fn next_session(&self) -> i64 {
        self.next_session
    }

    /// A client's first packet. Refused without a word, as Java does: a client that did not agree to reads alone, one that has
    /// seen more than there is here, and a session that may be one of the ensemble and live on. One that is not in the tree may
    /// have been opened since. Only of a session that this pipeline has opened itself it is known that it has expired.
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
            session = self.allocate_session(tree);
            self.sessions.open(session, timeout_ms, Some(conn), times.now_ms);
        } else {
            let is_right = self.config.passwords.fits(session, request.password);
            let is_known = tree.session_timeout_ms(session).is_some();
            let was_here = (self.first_session..self.next_session).contains(&session.0);
            if is_known && on(Mutant::ReadsForAll) {
                self.sessions.open(session, timeout_ms, None, times.now_ms);
            } else if is_known || (is_right && !was_here && !on(Mutant::ReadsDisown)) {
                return sink.close(conn, CloseReason::NotServing);
            }
            if !is_right || self.sessions.find(session).is_none() {
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

    /// The clock may have been set back: what the tree knows is somebody's.
    fn allocate_session(&mut self, tree: &DataTree) -> SessionId {
        loop {
            let id = SessionId(self.next_session);
            self.next_session = self.next_session.wrapping_add(1);
            if id != SessionId::NONE && tree.session_timeout_ms(id).is_none() {
                return id;
            }
        }
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

#[cfg(test)]
mod tests {
    use zk_proto::Zxid;
    use zk_tree::AclList;
    use zk_tree::watches::EventSink;

    use super::*;

    const CONN: ConnId = ConnId(7);

    #[derive(Default)]
    struct Client {
        out: Vec<u8>,
        closed: Vec<CloseReason>,
    }

    impl EventSink for Client {
        fn event(&mut self, _: ConnId, _: &AclList, _: &[u8]) {}
    }

    impl Sink for Client {
        fn send(&mut self, _: ConnId, write: impl FnOnce(&mut Vec<u8>)) {
            write(&mut self.out);
        }
        fn session_attached(&mut self, _: ConnId, _: SessionId, _: i32) {}
        fn completed(&mut self, _: Completed) {}
        fn close(&mut self, _: ConnId, reason: CloseReason) {
            self.closed.push(reason);
        }
    }

    fn reading(next_session: i64) -> Reading {
        let config = ServerConfig { server_id: 1, ..ServerConfig::default() };
        Reading::new(config, Times { now_ms: 0, wall_ms: 1_700_000_000_000 }, next_session)
    }

    /// What a client is told that comes with a session, or with none: the answer's timeout, and why it is sent away.
    fn connect(
        r: &mut Reading,
        tree: &DataTree,
        session: SessionId,
        now_ms: u64,
    ) -> (Option<ConnectResponse>, Vec<CloseReason>) {
        let password = zk_proto::reply::session_password(session);
        let request = ConnectRequest {
            protocol_version: 0,
            last_zxid_seen: Zxid::ZERO,
            timeout_ms: 4000,
            session_id: session,
            password: Some(&password),
            read_only: Some(true),
        };
        let mut client = Client::default();
        let times = Times { now_ms, wall_ms: 0 };
        r.connect(tree, times, CONN, &request, 0, &mut client);
        let answer =
            client.out.get(4..).map(|b| ConnectResponse::decode(&mut Reader::new(b)).expect("an answer"));
        (answer, client.closed)
    }

    /// It may have been opened behind the end of the tree.
    #[test]
    fn a_session_that_is_not_known_here_is_not_said_to_have_expired() {
        let mut r = reading(i64::MIN);
        let tree = DataTree::new(1);
        let (answer, closed) = connect(&mut r, &tree, SessionId(0x0200_0000_0000_0001), 0);
        assert_eq!((answer, closed), (None, vec![CloseReason::NotServing]));
        // Of its own ones it knows.
        let own = connect(&mut r, &tree, SessionId::NONE, 0).0.expect("a session").session_id;
        assert!(connect(&mut r, &tree, own, 1000).0.is_some_and(|a| a.timeout_ms > 0));
        r.expire(1_000_000);
        let (answer, closed) = connect(&mut r, &tree, own, 1_000_000);
        assert!(answer.is_some_and(|a| a.timeout_ms == 0));
        assert_eq!(closed, [CloseReason::InvalidSession]);
    }

    #[test]
    fn no_session_id_is_given_out_that_was_before() {
        let first = reading(i64::MIN).first_session;
        let mut tree = DataTree::new(1);
        let mut payload = Vec::new();
        let (session, zxid, kind) = (SessionId(first), Zxid::new(1, 1), OpCode::CreateSession.code());
        zk_proto::TxnHeader { session, cxid: 0, zxid, time: 1, kind }.encode(&mut payload);
        zk_proto::Txn::CreateSession { timeout_ms: 4000 }.encode(&mut payload);
        tree.apply_payload(&payload, &mut ()).expect("a session");
        let given = |next: i64| {
            let (answer, _) = connect(&mut reading(next), &tree, SessionId::NONE, 0);
            answer.expect("a session").session_id.0
        };
        assert_eq!(given(i64::MIN), first + 1);
        assert_eq!(given(first + 9), first + 9);
    }
}
