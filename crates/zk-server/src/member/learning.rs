//! The pipeline of a follower or observer: writes go to the leader, what comes back committed is applied; each
//! connection's requests are answered in order.
//!
//! Mirrors: ZooKeeper `FollowerRequestProcessor` and `CommitProcessor`. Differs: a commit is matched with the oldest
//! open write of its session, by cxid and operation, not with the oldest of all (known-bugs K-43).

mod observers;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::quorum::{
    AuthInfo, Forwarded, PacketKind, QuorumPacket, RevalidateReply, RevalidateRequest, SessionTimeout,
    SessionTimeouts,
};
use zk_proto::request::RequestHeader;
use zk_proto::{ErrorCode, OpCode, Reader, Request, SessionId, TxnHeader, Zxid, frame};
use zk_tree::{Applied, ConnId, DataTree, Identities, WatchTable};
use zk_zab::LinkId;

use crate::local::{Asks, Locals};
use crate::read::{self, ReadContext};
use crate::server::{Fire, answer_read, answer_refused, attached, first_session_id, is_moved};
use crate::{Asker, CloseReason, Completed, Incoming, ServerConfig, SessionTracker, Sink, Times};
pub(super) use observers::Relay;
use observers::{Syncs, Wants};

/// One request of a connection, in order.
#[derive(Debug)]
enum Open {
    /// With the leader.
    Write { op: OpCode, xid: i32, received_us: u64, owner: Owner },
    /// Ends a local session when its turn comes.
    CloseLocal { session: SessionId, xid: i32, received_us: u64 },
    /// With the leader; answered when its SYNC comes.
    Sync { session: SessionId, who: Arc<Identities>, frame: Vec<u8>, received_us: u64 },
    /// Answered with this error when its turn comes.
    Refused { op: OpCode, xid: i32, received_us: u64, code: ErrorCode },
    /// Waits for its turn.
    Read { session: SessionId, who: Arc<Identities>, frame: Vec<u8>, received_us: u64 },
}

/// Whether the session of a write may own a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    May,
    /// It is local, and asks for a node of its own all the same: the leader will say that it does not know it.
    MayNot,
}

/// A connection that waits for a session.
#[derive(Clone, Copy, Debug)]
struct Connecting {
    conn: ConnId,
    timeout_ms: i32,
    read_only: Option<bool>,
    received_us: u64,
}

/// What a local session, or one that has been local, has with the leader.
#[derive(Debug, Default)]
struct Unsettled {
    /// Requests that are not committed yet.
    count: u32,
    /// Connections that want to take the session up. They wait, so that nothing of the connection before is done behind
    /// their back. Of a session of the ensemble the leader answers behind all of that; of one that is just being
    /// opened Java's leader might say that there is none.
    waiting: Vec<Connecting>,
}

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

    /// A client's first packet.
    pub(super) fn connect(
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
        if request.password != Some(&zk_proto::reply::session_password(session)[..]) {
            refuse(connecting, sink);
            return;
        }
        self.take_up(times, session, connecting, sink);
    }

    /// A connection wants a session that is there already.
    fn take_up(&mut self, times: Times, session: SessionId, c: Connecting, sink: &mut impl Sink) {
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
    fn ask(&mut self, session: SessionId, connecting: Connecting) {
        let timeout_ms = connecting.timeout_ms;
        self.asked.entry(session).or_default().push_back(Wants::Conn(connecting));
        let mut data = Vec::with_capacity(SessionTimeout::BYTES);
        RevalidateRequest(SessionTimeout { session, timeout_ms }).encode(&mut data);
        QuorumPacket::new(PacketKind::Revalidate, Zxid(-1), Some(&data)).encode(&mut self.out);
    }

    /// Lets the leader open a local session in the ensemble, in front of the request that needs it.
    fn upgrade(&mut self, session: SessionId) {
        let Some(s) = self.locals.upgrade(session) else { return };
        self.unsettled.entry(session).or_default().count += 1;
        self.touched.insert(session, s.timeout_ms);
        let body = s.timeout_ms.to_be_bytes();
        self.forward(&Forwarded { session, cxid: 0, op: OpCode::CreateSession, body: &body }, None);
    }

    fn allocate_session(&mut self, tree: &DataTree) -> SessionId {
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

    /// A request that cannot be answered at once.
    pub(super) fn request(&mut self, times: Times, incoming: Incoming<'_>) {
        let Incoming { conn, session, who, frame, received_us } = incoming;
        // Whatever it is and however long it has to wait, the client is alive.
        self.touch(session, times.now_ms);
        let mut r = Reader::new(frame);
        let header = RequestHeader::decode(&mut r).ok();
        let op = header.and_then(|h| OpCode::from_i32(h.op));
        let write = header.filter(|h| read::is_write(h.op));
        if let (Some(h), Some(op)) = (write, op) {
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

    fn write(&mut self, op: OpCode, xid: i32, body: &[u8], incoming: &Incoming<'_>) {
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
        self.open.entry(conn).or_default().push_back(Open::Write { op, xid, received_us, owner });
        self.forward(&Forwarded { session, cxid: xid, op, body }, Some(who));
    }

    /// See [`crate::Server::refuse`].
    pub(super) fn refuse(&mut self, times: Times, incoming: &Incoming<'_>, code: ErrorCode) -> bool {
        let Some((op, xid)) = read::refusable(incoming.frame) else { return false };
        let Incoming { conn, session, received_us, .. } = *incoming;
        self.touch(session, times.now_ms);
        let open = self.open.entry(conn).or_default();
        if open.is_empty() {
            self.ready.push_back(conn);
        }
        open.push_back(Open::Refused { op, xid, received_us, code });
        true
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
        let expired = self.locals.expired(now_ms.saturating_sub(self.config.touch_delay_ms));
        let gone = expired.into_iter().filter_map(|session| {
            self.sessions.remove(&session);
            self.locals.forget(session)?.conn
        });
        gone.collect()
    }

    /// When [`Learning::expire`] should be called next, in monotonic milliseconds.
    pub(super) fn next_timeout_ms(&self) -> u64 {
        self.locals.next_expiry_ms().map_or(u64::MAX, |t| t + self.config.touch_delay_ms)
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

    fn revalidated(&mut self, reply: RevalidateReply, sink: &mut impl Sink) {
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

    fn attach(&mut self, session: SessionId, c: Connecting, sink: &mut impl Sink) {
        let local = Served { conn: c.conn, timeout_ms: c.timeout_ms };
        if let Some(before) = self.sessions.insert(session, local).filter(|b| b.conn != c.conn) {
            sink.close(before.conn, CloseReason::ClientReconnect);
        }
        if !self.locals.knows(session) {
            self.touched.insert(session, c.timeout_ms);
        }
        attached(c.conn, session, c.timeout_ms, c.read_only.map(|_| false), sink);
    }

    /// The oldest sync is done: everything that the leader had committed before it has been applied here.
    fn synced(&mut self) {
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

    pub(super) fn has_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// Answers the reads whose turn has come.
    pub(super) fn answer_ready(&mut self, tree: &DataTree, watches: &mut WatchTable, sink: &mut impl Sink) {
        while let Some(conn) = self.ready.pop_front() {
            self.answer_reads(conn, tree, watches, sink);
        }
    }

    fn answer_reads(
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
                Open::Refused { op, xid, received_us, code } => {
                    answer_refused(conn, (op, xid), code, tree.last_zxid(), received_us, sink);
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

    /// Applies a committed transaction and answers whoever waits for it here.
    ///
    /// # Errors
    /// The transaction cannot be decoded; nothing has changed then.
    pub(super) fn apply(
        &mut self,
        times: Times,
        payload: &[u8],
        tree: &mut DataTree,
        watches: &mut WatchTable,
        sink: &mut impl Sink,
    ) -> Result<(), String> {
        let (header, applied) =
            tree.apply_payload(payload, &mut Fire { watches, sink }).map_err(|e| e.to_string())?;
        let asker = self.asker(&header);
        sink.committed(asker, header.zxid, payload, &applied);
        match applied {
            Applied::SessionCreated(_) => {
                if let Some(c) = self.opening.remove(&header.session) {
                    self.attach(header.session, c, sink);
                    opened(c, sink);
                }
            }
            _ => self.answer_write(&header, &applied, tree, watches, sink),
        }
        self.settle(times, &header, sink);
        Ok(())
    }

    /// One thing less of a local session is with the leader.
    fn settle(&mut self, times: Times, header: &TxnHeader, sink: &mut impl Sink) {
        let Some(unsettled) = self.unsettled.get_mut(&header.session) else { return };
        unsettled.count = unsettled.count.saturating_sub(1);
        if unsettled.count > 0 && header.kind != OpCode::CloseSession.code() {
            return;
        }
        for waiting in self.unsettled.remove(&header.session).unwrap_or_default().waiting {
            self.take_up(times, header.session, waiting, sink);
        }
    }

    /// The connection here whose oldest request led to this transaction.
    fn asker(&self, header: &TxnHeader) -> Option<Asker> {
        let conn = self.sessions.get(&header.session)?.conn;
        let first = self.open.get(&conn)?.front()?;
        first.led_to(header).then_some(Asker { conn, xid: header.cxid })
    }

    fn answer_write(
        &mut self,
        header: &TxnHeader,
        applied: &Applied<'_>,
        tree: &DataTree,
        watches: &mut WatchTable,
        sink: &mut impl Sink,
    ) {
        let closed = matches!(applied, Applied::SessionClosed);
        let Some(local) = self.sessions.get(&header.session).copied() else { return };
        let conn = local.conn;
        let open = self.open.get_mut(&conn).and_then(|open| open.pop_front_if(|o| o.led_to(header)));
        if closed {
            self.sessions.remove(&header.session);
            self.touched.remove(&header.session);
        }
        let Some(Open::Write { op, xid, received_us, owner }) = open else {
            if closed {
                sink.close(conn, CloseReason::SessionExpired);
            }
            return;
        };
        let not_owner = (owner == Owner::MayNot).then(|| not_an_owner(applied)).flatten();
        let applied = not_owner.as_ref().unwrap_or(applied);
        sink.send(conn, |out| crate::reply::applied(out, xid, header.zxid, applied));
        let err = crate::reply::code(applied);
        sink.completed(Completed { conn, op: Some(op), xid, received_us, err });
        if closed {
            sink.close(conn, CloseReason::SessionClosed);
        } else if is_moved(applied) {
            sink.close(conn, CloseReason::SessionMoved);
        }
        self.answer_reads(conn, tree, watches, sink);
    }
}

impl Open {
    /// True if the transaction is what became of this request, if it is its session's.
    fn led_to(&self, header: &TxnHeader) -> bool {
        match self {
            Open::Write { op, xid, .. } => *xid == header.cxid && answers(*op, header.kind),
            Open::Sync { .. } | Open::Read { .. } | Open::Refused { .. } | Open::CloseLocal { .. } => false,
        }
    }

    /// True if it can be answered as soon as its turn comes.
    fn needs_no_leader(&self) -> bool {
        matches!(self, Open::Read { .. } | Open::Refused { .. } | Open::CloseLocal { .. })
    }
}

/// True if a transaction of this type can be the result of a request of this operation.
fn answers(op: OpCode, kind: i32) -> bool {
    let kind = OpCode::from_i32(kind);
    let creates =
        |o| matches!(o, OpCode::Create | OpCode::Create2 | OpCode::CreateContainer | OpCode::CreateTtl);
    match kind {
        None => false,
        Some(OpCode::Error) => true,
        Some(kind) => kind == op || (creates(op) && creates(kind)),
    }
}

/// What the leader's word that it does not know a session means to a client whose session is local. `None` if it said
/// something else.
///
/// Differs: Java's learners say it of single operations alone, and of a multi that the session has expired.
fn not_an_owner(applied: &Applied<'_>) -> Option<Applied<'static>> {
    let code = |code: i32| match code == ErrorCode::SessionExpired.code() {
        true => ErrorCode::EphemeralOnLocalSession.code(),
        false => code,
    };
    match applied {
        Applied::Failed(c) => Some(Applied::Failed(code(*c))),
        Applied::Multi(results) => {
            let failed = |r: &Applied<'_>| match r {
                Applied::Failed(c) => Some(Applied::Failed(code(*c))),
                _ => None,
            };
            results.iter().map(failed).collect::<Option<Vec<_>>>().map(Applied::Multi)
        }
        _ => None,
    }
}

/// Keeps account of a session that was opened for a client of this server.
fn opened(c: Connecting, sink: &mut impl Sink) {
    let (op, received_us) = (Some(OpCode::CreateSession), c.received_us);
    sink.completed(Completed { conn: c.conn, op, xid: 0, received_us, err: 0 });
}

/// So many sessions fit into one PING, whatever limit the leader has for packets. Observers may bring more.
const SESSIONS_IN_PING: usize = 32_768;

fn refuse(c: Connecting, sink: &mut impl Sink) {
    let response = ConnectResponse::expired(c.read_only.map(|_| false));
    sink.send(c.conn, |out| frame::write(out, |w| response.encode(w)));
    sink.close(c.conn, CloseReason::InvalidSession);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leader_hears_of_a_session_whose_ping_waits_behind_a_write() {
        let times = Times { now_ms: 0, wall_ms: 1 };
        let mut learning = Learning::new(ServerConfig::default(), LinkId(1), times, Zxid::ZERO);
        let (conn, session, who) = (ConnId(1), SessionId(7), Arc::new(Identities::default()));
        learning.sessions.insert(session, Served { conn, timeout_ms: 1000 });
        let ask = |learning: &mut Learning, xid: i32, op: OpCode| {
            let mut frame = Vec::new();
            RequestHeader { xid, op: op.code() }.encode(&mut frame);
            learning.request(times, Incoming { conn, session, who: &who, frame: &frame, received_us: 0 });
        };
        ask(&mut learning, 1, OpCode::SetData);
        learning.touched.clear();
        ask(&mut learning, zk_proto::op::xid::PING, OpCode::Ping);
        assert_eq!(learning.touched.get(&session), Some(&1000));
    }
}
