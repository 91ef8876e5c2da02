//! Client connections of a node: frames in, buffers out. Reads without a write before them are answered here, as
//! zkd's shards do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use zk_proto::connect::ConnectRequest;
use zk_proto::request::RequestHeader;
use zk_proto::{OpCode, Reader, SessionId, frame};
use zk_server::read::{self, ReadContext};
use zk_server::{CloseReason, Completed, Incoming, Sink};
use zk_tree::watches::EventSink;
use zk_tree::{AclList, ConnId, Identities};

use super::shell::Shell;
use super::{NodeProcess, times};
use crate::ghost::Observation;
use crate::seam::{Conn, Effect, Io};

const MAX_FRAME: usize = 1 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    First,
    Connecting,
    Established,
    Ending,
}

#[derive(Debug)]
pub(super) struct ClientConn {
    stage: Stage,
    input: Vec<u8>,
    output: Vec<u8>,
    session: SessionId,
    who: Arc<Identities>,
    outstanding: u32,
}

/// Where a member's output for clients goes.
#[derive(Debug, Default)]
pub(super) struct ClientSink {
    pub(super) conns: BTreeMap<Conn, ClientConn>,
    dirty: BTreeSet<Conn>,
    /// Connections that may go on with what has come in.
    attached: Vec<Conn>,
    gone: Vec<Conn>,
}

impl ClientSink {
    fn with(&mut self, conn: ConnId, f: impl FnOnce(&mut ClientConn)) {
        let conn = Conn(conn.0);
        if let Some(c) = self.conns.get_mut(&conn) {
            f(c);
            self.dirty.insert(conn);
        }
    }
}

impl EventSink for ClientSink {
    fn event(&mut self, conn: ConnId, _: &AclList, packet: &[u8]) {
        self.with(conn, |c| c.output.extend_from_slice(packet));
    }
}

impl Sink for ClientSink {
    fn send(&mut self, conn: ConnId, write: impl FnOnce(&mut Vec<u8>)) {
        self.with(conn, |c| {
            if c.stage != Stage::Ending {
                write(&mut c.output);
            }
        });
    }

    fn session_attached(&mut self, conn: ConnId, session: SessionId, _timeout_ms: i32) {
        let mut attached = false;
        self.with(conn, |c| {
            if c.stage == Stage::Connecting {
                c.session = session;
                c.stage = Stage::Established;
                attached = true;
            }
        });
        if attached {
            self.attached.push(Conn(conn.0));
        }
    }

    fn completed(&mut self, done: Completed) {
        if done.op != Some(OpCode::CreateSession) {
            self.with(done.conn, |c| c.outstanding = c.outstanding.saturating_sub(1));
        }
    }

    fn close(&mut self, conn: ConnId, _reason: CloseReason) {
        let mut ends = false;
        self.with(conn, |c| {
            ends = c.stage != Stage::Ending;
            c.stage = Stage::Ending;
        });
        if ends {
            self.gone.push(Conn(conn.0));
        }
    }
}

impl Shell {
    /// Sends what has come together for clients.
    pub(super) fn deliver(&mut self) {
        for conn in std::mem::take(&mut self.sink.dirty) {
            let Some(c) = self.sink.conns.get_mut(&conn) else { continue };
            let bytes = std::mem::take(&mut c.output);
            if !bytes.is_empty() {
                self.effects.push(Effect::Send { conn, bytes: bytes.into() });
            }
            if c.stage == Stage::Ending {
                self.effects.push(Effect::Close { conn });
            }
        }
    }

    /// Nobody is served any more.
    pub(super) fn drop_clients(&mut self) {
        for (conn, _) in std::mem::take(&mut self.sink.conns) {
            self.watches.remove_connection(ConnId(conn.0));
            self.effects.push(Effect::Close { conn });
        }
        self.sink.dirty.clear();
        self.sink.attached.clear();
        self.sink.gone.clear();
    }
}

impl NodeProcess {
    pub(super) fn client_accepted(&mut self, io: &mut Io<'_>, conn: Conn) {
        if !self.shell.serving.takes_clients() {
            io.effects.push(Effect::Close { conn });
            return;
        }
        let who = Identities::of_address(std::net::IpAddr::from([127, 0, 0, 1]));
        let who = Arc::new(if self.shell.skip_acl { who.with_checks_skipped() } else { who });
        let client = ClientConn {
            stage: Stage::First,
            input: Vec::new(),
            output: Vec::new(),
            session: SessionId::NONE,
            who,
            outstanding: 0,
        };
        self.shell.sink.conns.insert(conn, client);
    }

    pub(super) fn client_gone(&mut self, conn: Conn) {
        if let Some(c) = self.shell.sink.conns.remove(&conn) {
            self.shell.watches.remove_connection(ConnId(conn.0));
            self.member.disconnected(c.session, ConnId(conn.0));
        }
    }

    pub(super) fn client_received(&mut self, io: &mut Io<'_>, conn: Conn, bytes: &[u8]) {
        if let Some(c) = self.shell.sink.conns.get_mut(&conn) {
            c.input.extend_from_slice(bytes);
        }
        self.client_frames(io, conn);
    }

    /// Connections that were attached meanwhile go on; those that have ended are forgotten.
    pub(super) fn after_clients(&mut self, io: &mut Io<'_>) {
        self.settle(io);
        while let Some(conn) = self.shell.sink.attached.pop() {
            if let Some(c) = self.shell.sink.conns.get(&conn) {
                io.observe(Observation::Touched { session: c.session });
            }
            self.client_frames(io, conn);
            self.settle(io);
        }
        for conn in std::mem::take(&mut self.shell.sink.gone) {
            self.client_gone(conn);
        }
    }

    fn client_frames(&mut self, io: &mut Io<'_>, conn: Conn) {
        loop {
            let Some(c) = self.shell.sink.conns.get_mut(&conn) else { return };
            if matches!(c.stage, Stage::Connecting | Stage::Ending) {
                return;
            }
            let input = std::mem::take(&mut c.input);
            let Ok(Some((body, rest))) = frame::split(&input, MAX_FRAME) else {
                c.input = input;
                return;
            };
            c.input = rest.to_vec();
            if c.stage == Stage::First {
                c.stage = Stage::Connecting;
                self.client_connect(io, conn, body);
            } else {
                self.client_request(io, conn, body);
            }
        }
    }

    fn client_connect(&mut self, io: &mut Io<'_>, conn: Conn, body: &[u8]) {
        let Ok(request) = ConnectRequest::decode(&mut Reader::new(body)) else {
            io.effects.push(Effect::Close { conn });
            return self.client_gone(conn);
        };
        // Whoever has seen more than there is here is sent away unheard: no sign of life for the session.
        let is_ahead = request.last_zxid_seen > self.shell.tree.last_zxid();
        if request.session_id != SessionId::NONE && !is_ahead {
            self.shell.effects.push(Effect::Observe(Observation::Touched { session: request.session_id }));
        }
        let now_us = io.clocks.mono_us;
        self.member.connect(&mut self.shell, times(io), ConnId(conn.0), &request, now_us);
    }

    fn client_request(&mut self, io: &mut Io<'_>, conn: Conn, body: &[u8]) {
        let Some(c) = self.shell.sink.conns.get_mut(&conn) else { return };
        let (session, who) = (c.session, c.who.clone());
        let op = RequestHeader::decode(&mut Reader::new(body)).map_or(0, |h| h.op);
        let now = times(io);
        let direct = c.outstanding == 0 && !read::is_write(op) && op != OpCode::Sync.code();
        self.shell.effects.push(Effect::Observe(Observation::Touched { session }));
        if direct {
            self.member.touch(session, now.now_ms);
            let shell = &mut self.shell;
            let ctx = ReadContext { tree: &shell.tree, conn: ConnId(conn.0), session, who: &who };
            let mut out = Vec::new();
            let outcome = read::execute(&ctx, &mut &mut shell.watches, body, &mut out);
            shell.effects.push(Effect::Send { conn, bytes: out.into() });
            if !outcome.keep {
                shell.effects.push(Effect::Close { conn });
                self.client_gone(conn);
            }
            return;
        }
        c.outstanding += 1;
        let received_us = io.clocks.mono_us;
        let incoming = Incoming { conn: ConnId(conn.0), session, who: &who, frame: body, received_us };
        self.member.request(&mut self.shell, now, incoming);
    }

    /// The sessions that this node alone knows and that are not about to end, with their timeouts.
    pub(super) fn live_local_sessions(&self) -> Vec<(SessionId, i32)> {
        let Some(locals) = self.member.local_sessions() else { return Vec::new() };
        let ids = locals.by_expiry().into_values().flatten();
        let found = ids.filter_map(|id| Some((id, locals.find(id).filter(|s| !s.closing)?.timeout_ms)));
        found.collect()
    }

    /// Time alone has passed: what has gone since has expired, unless all of them went with the role.
    pub(super) fn observe_expired(&mut self, io: &mut Io<'_>, before: Vec<(SessionId, i32)>) {
        if before.is_empty() || self.member.local_sessions().is_none() {
            return;
        }
        let left: BTreeSet<SessionId> = self.live_local_sessions().into_iter().map(|(id, _)| id).collect();
        for (session, timeout_ms) in before.into_iter().filter(|(id, _)| !left.contains(id)) {
            io.observe(Observation::LocalExpired { session, timeout_ms });
        }
    }
}
