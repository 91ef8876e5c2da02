//! What a connection asks for, in order: what the leader must hear of goes there, the rest waits for its turn.

use std::sync::Arc;

use zk_mutants::{Mutant, on};
use zk_proto::quorum::Forwarded;
use zk_proto::request::RequestHeader;
use zk_proto::{ErrorCode, OpCode, Reader, Request, SessionId};
use zk_tree::{ConnId, DataTree, Identities, WatchTable};

use super::Learning;
use super::observers::{Relay, Syncs};
use crate::answers::{answer_read, answer_refused};
use crate::beginning;
use crate::local::Asks;
use crate::read::{self, ReadContext};
use crate::{CloseReason, Completed, Incoming, Sink, Times};

/// One request of a connection, in order.
#[derive(Debug)]
pub(super) enum Open {
    /// With the leader.
    Write { op: OpCode, xid: i32, received_us: u64, owner: Owner, request: Beginning },
    /// Ends a local session when its turn comes.
    CloseLocal { session: SessionId, xid: i32, received_us: u64 },
    /// With the leader; answered when its SYNC comes.
    Sync { session: SessionId, who: Arc<Identities>, frame: Vec<u8>, received_us: u64 },
    /// Answered with this error when its turn comes.
    Refused { op: OpCode, xid: i32, received_us: u64, code: ErrorCode, request: Beginning },
    /// Waits for its turn.
    Read { session: SessionId, who: Arc<Identities>, frame: Vec<u8>, received_us: u64 },
}

/// How a request began.
pub(super) type Beginning = Box<[u8]>;

/// Whether the session of a write may own a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    May,
    /// It is local, and asks for a node of its own all the same: the leader will say that it does not know it.
    MayNot,
}

impl Learning {
    /// A request that cannot be answered at once.
    /// `tree` is needed for [`crate::ServerConfig::eager_acl_check`] alone.
    pub(in crate::member) fn request(
        &mut self,
        tree: Option<&DataTree>,
        times: Times,
        incoming: Incoming<'_>,
    ) {
        let Incoming { conn, session, who, frame, received_us } = incoming;
        // Whatever it is and however long it has to wait, the client is alive.
        self.touch(session, times.now_ms);
        let mut r = Reader::new(frame);
        let header = RequestHeader::decode(&mut r).ok();
        let op = header.and_then(|h| OpCode::from_i32(h.op));
        let write = header.filter(|h| read::is_write(h.op));
        if let (Some(h), Some(op)) = (write, op) {
            if let Some(code) = tree.and_then(|tree| self.screen(tree, op, r.rest(), &incoming)) {
                let request = beginning::of(frame).into();
                return self.refused(conn, Open::Refused { op, xid: h.xid, received_us, code, request });
            }
            return self.write(op, h.xid, r.rest(), &incoming);
        }
        let open = self.open.entry(conn).or_default();
        let first = open.is_empty();
        let read = |frame: &[u8]| (session, who.clone(), frame.to_vec(), received_us);
        match (header, op) {
            (Some(h), Some(OpCode::Sync)) if !on(Mutant::SyncLocal) => {
                let (session, who, frame, received_us) = read(frame);
                open.push_back(Open::Sync { session, who: who.clone(), frame, received_us });
                self.syncs.push_back(Syncs::Conn(conn));
                let body = r.rest();
                self.forward(&Forwarded { session, cxid: h.xid, op: OpCode::Sync, body }, Some(&who));
            }
            _ => {
                let (session, who, frame, received_us) = read(frame);
                open.push_back(Open::Read { session, who, frame, received_us });
                if first {
                    self.ready.push_back(conn);
                }
            }
        }
    }

    pub(super) fn write(&mut self, op: OpCode, xid: i32, body: &[u8], incoming: &Incoming<'_>) {
        let Incoming { conn, session, who, received_us, .. } = *incoming;
        // The session has ended or is with another connection: this one is being closed. A leader that takes sessions
        // which it does not know for local ones would do it.
        if self.sessions.get(&session).is_none_or(|s| s.conn != conn) {
            return;
        }
        let mut owner = Owner::May;
        if self.locals.holds(session) {
            if op == OpCode::CloseSession {
                self.locals.mark_closing(session);
                let open = self.open.entry(conn).or_default();
                if open.is_empty() {
                    self.ready.push_back(conn);
                }
                open.push_back(Open::CloseLocal { session, xid, received_us });
                return;
            }
            let request = Request::decode_body(op, &mut Reader::new(body)).ok();
            match self.locals.asks(session, request.as_ref()) {
                Asks::Nothing => {}
                Asks::ToBeUpgraded => self.upgrade(session),
                Asks::TooMuch => owner = Owner::MayNot,
            }
        }
        if self.locals.holds(session) {
            self.unsettled.entry(session).or_default().count += 1;
        } else if let Some(unsettled) = self.unsettled.get_mut(&session) {
            unsettled.count += 1;
        }
        let request = beginning::of(incoming.frame).into();
        self.open.entry(conn).or_default().push_back(Open::Write { op, xid, received_us, owner, request });
        self.forward(&Forwarded { session, cxid: xid, op, body }, Some(who));
    }

    /// See [`crate::Server::refuse`].
    pub(in crate::member) fn refuse(
        &mut self,
        times: Times,
        incoming: &Incoming<'_>,
        code: ErrorCode,
    ) -> bool {
        let Some((op, xid)) = read::refusable(incoming.frame) else { return false };
        let Incoming { conn, session, received_us, .. } = *incoming;
        self.touch(session, times.now_ms);
        let request = beginning::of(incoming.frame).into();
        self.refused(conn, Open::Refused { op, xid, received_us, code, request });
        true
    }

    fn refused(&mut self, conn: ConnId, refused: Open) {
        let open = self.open.entry(conn).or_default();
        if open.is_empty() {
            self.ready.push_back(conn);
        }
        open.push_back(refused);
    }

    /// Why the leader need not hear of a write.
    ///
    /// Differs: Java's learner also judges by its own tree what is behind other writes of the same client, which may be about
    /// to give it the permission, and answers out of turn.
    fn screen(&self, tree: &DataTree, op: OpCode, body: &[u8], incoming: &Incoming<'_>) -> Option<ErrorCode> {
        let is_write = |o: &Open| matches!(o, Open::Write { .. });
        if self.open.get(&incoming.conn).is_some_and(|open| open.iter().any(is_write)) {
            return None;
        }
        let request = Request::decode_body(op, &mut Reader::new(body)).ok()?;
        self.prep.screen(tree, incoming.who, &request).err()
    }

    /// The oldest sync is done: everything that the leader had committed before it has been applied here.
    pub(super) fn synced(&mut self) {
        let conn = match self.syncs.pop_front() {
            Some(Syncs::Conn(conn)) => conn,
            Some(Syncs::Observer(link)) => {
                self.relay = Some(Relay::Sync(link));
                return;
            }
            None => return,
        };
        let Some(open) = self.open.get_mut(&conn) else { return };
        // It is the connection's oldest sync; whatever is in front of it is a write that is not committed, which
        // cannot be: the leader answers a sync behind all writes that it had before.
        let Some(at) = open.iter().position(|o| matches!(o, Open::Sync { .. })) else { return };
        if let Some(Open::Sync { session, who, frame, received_us }) = open.remove(at) {
            open.insert(at, Open::Read { session, who, frame, received_us });
        }
        if at == 0 {
            self.ready.push_back(conn);
        }
    }

    pub(in crate::member) fn has_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// Answers the reads whose turn has come.
    pub(in crate::member) fn answer_ready(
        &mut self,
        tree: &DataTree,
        watches: &mut WatchTable,
        sink: &mut impl Sink,
    ) {
        while let Some(conn) = self.ready.pop_front() {
            self.answer_reads(conn, tree, watches, sink);
        }
    }

    pub(super) fn answer_reads(
        &mut self,
        conn: ConnId,
        tree: &DataTree,
        watches: &mut WatchTable,
        sink: &mut impl Sink,
    ) {
        let Some(open) = self.open.get_mut(&conn) else { return };
        while let Some(item) = open.pop_front_if(|o| o.needs_no_leader()) {
            match item {
                Open::Read { session, who, frame, received_us } => {
                    let ctx = ReadContext { tree, conn, session, who: &who };
                    answer_read(&ctx, watches, &frame, received_us, sink);
                }
                Open::Refused { op, xid, received_us, code, request } => {
                    let done = Completed { conn, op: Some(op), xid, received_us, err: code.code() };
                    answer_refused(done, tree.last_zxid(), &request, sink);
                }
                Open::CloseLocal { session, xid, received_us } => {
                    self.locals.forget(session);
                    self.sessions.remove(&session);
                    sink.send(conn, |out| crate::reply::header_only(out, xid, tree.last_zxid(), 0));
                    let op = Some(OpCode::CloseSession);
                    sink.completed(Completed { conn, op, xid, received_us, err: 0 });
                    sink.close(conn, CloseReason::SessionClosed);
                }
                Open::Write { .. } | Open::Sync { .. } => {}
            }
        }
        if open.is_empty() {
            self.open.remove(&conn);
        }
    }
}

impl Open {
    /// True if it can be answered as soon as its turn comes.
    fn needs_no_leader(&self) -> bool {
        matches!(self, Open::Read { .. } | Open::Refused { .. } | Open::CloseLocal { .. })
    }
}
