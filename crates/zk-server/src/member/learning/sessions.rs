//! Connections and their sessions: new ones, which the leader opens unless they are local, and such as come back.

use zk_mutants::{Mutant, on};
use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::quorum::{
    Forwarded, PacketKind, QuorumPacket, RevalidateReply, RevalidateRequest, SessionTimeout,
};
use zk_proto::{OpCode, SessionId, TxnHeader, Zxid, frame};
use zk_tree::{ConnId, DataTree};

use super::observers::{Relay, Wants};
use super::{Learning, Served};
use crate::answers::attached;
use crate::{CloseReason, Completed, Sink, Times};

/// A connection that waits for a session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Connecting {
    pub(super) conn: ConnId,
    pub(super) timeout_ms: i32,
    pub(super) read_only: Option<bool>,
    pub(super) received_us: u64,
}

/// What a local session, or one that has been local, has with the leader.
#[derive(Debug, Default)]
pub(super) struct Unsettled {
    /// Requests that are not committed yet.
    pub(super) count: u32,
    /// Connections that want to take the session up. They wait, so that nothing of the connection before is done behind
    /// their back. Of a session of the ensemble the leader answers behind all of that; of one that is just being
    /// opened Java's leader might say that there is none.
    pub(super) waiting: Vec<Connecting>,
}

impl Learning {
    /// A client's first packet.
    pub(in crate::member) fn connect(
        &mut self,
        tree: &DataTree,
        times: Times,
        conn: ConnId,
        request: &ConnectRequest<'_>,
        received_us: u64,
        sink: &mut impl Sink,
    ) {
        if request.last_zxid_seen > tree.last_zxid() {
            sink.close(conn, CloseReason::ClientAhead);
            return;
        }
        let timeout_ms = self.config.granted_timeout_ms(request.timeout_ms);
        let connecting = Connecting { conn, timeout_ms, read_only: request.read_only, received_us };
        if request.session_id == SessionId::NONE {
            let session = self.allocate_session(tree);
            if self.locals.is_on() {
                self.locals.open(session, timeout_ms, conn, times.now_ms);
                self.attach(session, connecting, sink);
                opened(connecting, sink);
                return;
            }
            self.opening.insert(session, connecting);
            let body = timeout_ms.to_be_bytes();
            // Java's learners send no identities with this one.
            self.forward(&Forwarded { session, cxid: 0, op: OpCode::CreateSession, body: &body }, None);
            return;
        }
        let session = request.session_id;
        if !self.config.passwords.fits(session, request.password) {
            refuse(connecting, sink);
            return;
        }
        self.take_up(times, session, connecting, sink);
    }

    /// A connection wants a session that is there already.
    pub(super) fn take_up(&mut self, times: Times, session: SessionId, c: Connecting, sink: &mut impl Sink) {
        if let Some(unsettled) = self.unsettled.get_mut(&session) {
            self.locals.touch(session, times.now_ms);
            unsettled.waiting.push(c);
        } else if self.locals.holds(session) {
            self.locals.attach(session, c.conn, c.timeout_ms, times.now_ms);
            self.attach(session, c, sink);
        } else if self.locals.knows(session) {
            refuse(c, sink);
        } else {
            self.ask(session, c);
        }
    }

    /// Asks the leader whether a session lives.
    pub(super) fn ask(&mut self, session: SessionId, connecting: Connecting) {
        let timeout_ms = connecting.timeout_ms;
        self.asked.entry(session).or_default().push_back(Wants::Conn(connecting));
        let mut data = Vec::with_capacity(SessionTimeout::BYTES);
        RevalidateRequest(SessionTimeout { session, timeout_ms }).encode(&mut data);
        QuorumPacket::new(PacketKind::Revalidate, Zxid(-1), Some(&data)).encode(&mut self.out);
    }

    /// Lets the leader open a local session in the ensemble, in front of the request that needs it.
    pub(super) fn upgrade(&mut self, session: SessionId) {
        let Some(s) = self.locals.upgrade(session) else { return };
        self.unsettled.entry(session).or_default().count += 1;
        self.touched.insert(session, s.timeout_ms);
        let body = s.timeout_ms.to_be_bytes();
        self.forward(&Forwarded { session, cxid: 0, op: OpCode::CreateSession, body: &body }, None);
    }

    pub(super) fn allocate_session(&mut self, tree: &DataTree) -> SessionId {
        loop {
            let id = SessionId(self.next_session);
            self.next_session = self.next_session.wrapping_add(1);
            let taken = tree.session_timeout_ms(id).is_some() || self.opening.contains_key(&id);
            let taken = taken || self.locals.knows(id) || self.unsettled.contains_key(&id);
            let taken = taken && !on(Mutant::SessionIdsFromClock);
            if id != SessionId::NONE && !taken {
                return id;
            }
        }
    }

    pub(super) fn revalidated(&mut self, reply: RevalidateReply, sink: &mut impl Sink) {
        let Some(waiting) = self.asked.get_mut(&reply.session) else { return };
        let asks = waiting.pop_front();
        if waiting.is_empty() {
            self.asked.remove(&reply.session);
        }
        match asks {
            Some(Wants::Conn(connecting)) if reply.valid => self.attach(reply.session, connecting, sink),
            Some(Wants::Conn(connecting)) => refuse(connecting, sink),
            Some(Wants::Observer { link, timeout_ms }) => {
                if reply.valid {
                    self.touched.insert(reply.session, timeout_ms);
                    // To the leader it is still with this server: nobody else would tell a connection that it had here.
                    if let Some(before) = self.sessions.remove(&reply.session) {
                        sink.close(before.conn, CloseReason::SessionMoved);
                    }
                }
                self.relay = Some(Relay::Revalidated(link, reply));
            }
            None => {}
        }
    }

    pub(super) fn attach(&mut self, session: SessionId, c: Connecting, sink: &mut impl Sink) {
        let local = Served { conn: c.conn, timeout_ms: c.timeout_ms };
        if let Some(before) = self.sessions.insert(session, local).filter(|b| b.conn != c.conn) {
            sink.close(before.conn, CloseReason::ClientReconnect);
        }
        if !self.locals.knows(session) {
            self.touched.insert(session, c.timeout_ms);
        }
        let password = self.config.passwords.of(session);
        attached(c.conn, (session, password), c.timeout_ms, c.read_only.map(|_| false), sink);
    }

    /// One thing less of a local session is with the leader.
    pub(super) fn settle(&mut self, times: Times, header: &TxnHeader, sink: &mut impl Sink) {
        let Some(unsettled) = self.unsettled.get_mut(&header.session) else { return };
        unsettled.count = unsettled.count.saturating_sub(1);
        if unsettled.count > 0 && header.kind != OpCode::CloseSession.code() {
            return;
        }
        for waiting in self.unsettled.remove(&header.session).unwrap_or_default().waiting {
            self.take_up(times, header.session, waiting, sink);
        }
    }
}

/// Keeps account of a session that was opened for a client of this server.
pub(super) fn opened(c: Connecting, sink: &mut impl Sink) {
    let (op, received_us) = (Some(OpCode::CreateSession), c.received_us);
    sink.completed(Completed { conn: c.conn, op, xid: 0, received_us, err: 0 });
}

fn refuse(c: Connecting, sink: &mut impl Sink) {
    let response = ConnectResponse::expired(c.read_only.map(|_| false));
    sink.send(c.conn, |out| frame::write(out, |w| response.encode(w)));
    sink.close(c.conn, CloseReason::InvalidSession);
}
