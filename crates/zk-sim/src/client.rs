//! A client: speaks the real frames, keeps its session over connections, goes elsewhere when it is not answered.

use std::collections::VecDeque;

use bytes::Bytes;
use zk_proto::connect::{ConnectRequest, ConnectResponse, PASSWORD_LEN};
use zk_proto::multi::OpResult;
use zk_proto::op::xid;
use zk_proto::reply::ReplyHeader;
use zk_proto::request::{CreateRequest, RequestHeader};
use zk_proto::watch::{EventType, WatcherEvent};
use zk_proto::{AclBytes, OpCode, Reader, Request, SessionId, Stat, Zxid, frame};

use crate::ghost::{Asked, Reply};
use crate::plan::{Op, Step};
use crate::queue::{MS, Micros};
use crate::seam::{Conn, Node};
use crate::tape::Tape;

/// Longest frame that a client takes.
const MAX_FRAME: usize = 16 << 20;
/// A handshake that takes longer is given up, in ticks of the session's timeout.
const MIN_HANDSHAKE_US: Micros = 200 * MS;

/// One read in so many leaves a watch.
const WATCH_ONE_IN: u64 = 3;

/// What a client wants, or has to tell.
#[derive(Debug)]
pub enum Want {
    /// A connection to this node.
    Connect(Conn, Node),
    /// Bytes sent.
    Send(Conn, Bytes),
    /// The connection closed.
    Close(Conn),
    /// A reply, to be checked: node, session, xid, question, answer.
    Replied(Node, SessionId, i32, Asked, Reply),
    /// Its session is gone; it was told so by this node.
    Expired(SessionId, Node),
    /// A session is open.
    Attached {
        /// Which.
        session: SessionId,
        /// It was there before.
        moved: bool,
        /// With this node.
        node: Node,
        /// The number of the last request on any connection before this one.
        last_xid: i32,
        /// It is for reads alone.
        read_only: bool,
    },
    /// A watch has fired.
    Event {
        /// In this session.
        session: SessionId,
        /// What happened.
        kind: EventType,
        /// To which path.
        path: String,
    },
    /// What became of a write will never be known.
    Unknown,
    /// Something that no server may send.
    Broken(String),
}

/// What a client makes of a server that answers reads alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Agrees {
    /// It wants all or nothing.
    #[default]
    No,
    /// It takes that, and asks the next server for a new session, as Java's client does.
    Forgets,
    /// It takes that, and shows the next server the session that it got there, as kazoo does.
    Keeps,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Away,
    Calling,
    Handshake,
    Open,
}

#[derive(Debug)]
struct Waiting {
    xid: i32,
    asked: Asked,
    op: OpCode,
    since: Micros,
    watch: bool,
}

/// A client.
#[derive(Debug)]
pub struct Client {
    number: usize,
    nodes: usize,
    tape: Tape,
    steps: VecDeque<Step>,
    done: usize,
    window: usize,
    wanted_timeout_ms: i32,
    state: State,
    conn: Option<Conn>,
    node: Node,
    /// If set, the only node that it goes to.
    pub only: Option<Node>,
    /// Whether it agrees to reads alone.
    pub agrees: Agrees,
    /// Its session is one of those.
    read_only: bool,
    session: SessionId,
    password: [u8; PASSWORD_LEN],
    timeout_ms: i32,
    seen: Zxid,
    xid: i32,
    waiting: VecDeque<Waiting>,
    input: Vec<u8>,
    heard: Micros,
    sent: Micros,
    next_step: Micros,
    call_at: Micros,
    closing: bool,
    /// Requests that were answered.
    pub answered: usize,
    /// It neither reads nor reconnects any more.
    pub stopped: bool,
}

impl Client {
    /// A client with a list of things to do.
    pub fn new(
        number: usize,
        nodes: usize,
        tape: Tape,
        steps: Vec<Step>,
        window: usize,
        timeout_ms: (u64, u64),
    ) -> Client {
        let mut tape = tape;
        let wanted_timeout_ms = tape.between(timeout_ms.0, timeout_ms.1) as i32;
        Client {
            number,
            nodes,
            tape,
            steps: steps.into(),
            done: 0,
            window,
            wanted_timeout_ms,
            state: State::Away,
            conn: None,
            node: 0,
            only: None,
            agrees: Agrees::No,
            read_only: false,
            session: SessionId::NONE,
            password: [0; PASSWORD_LEN],
            timeout_ms: wanted_timeout_ms,
            seen: Zxid::ZERO,
            xid: 0,
            waiting: VecDeque::new(),
            input: Vec::new(),
            heard: 0,
            sent: 0,
            next_step: 0,
            call_at: 0,
            closing: false,
            answered: 0,
            stopped: false,
        }
    }

    /// True if it has nothing left to do.
    pub fn is_done(&self) -> bool {
        self.steps.is_empty() && self.waiting.is_empty()
    }

    /// Its session.
    pub fn session(&self) -> SessionId {
        self.session
    }

    /// True if a server serves it.
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// True if its session is for reads alone.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Since when its oldest request has waited for an answer.
    pub fn waits_since(&self) -> Option<Micros> {
        self.waiting.front().map(|w| w.since)
    }

    /// Gives it more to do.
    pub fn add(&mut self, steps: impl IntoIterator<Item = Step>) {
        self.steps.extend(steps);
        self.next_step = 0;
    }

    /// Leaves out what it has not begun.
    pub fn drop_steps(&mut self) {
        self.steps.clear();
    }

    fn silence_us(&self) -> Micros {
        (self.timeout_ms.max(1) as Micros * MS * 2 / 3).max(1)
    }

    /// When to call [`Client::tick`] next.
    pub fn next_tick(&self) -> Micros {
        if self.stopped {
            return Micros::MAX;
        }
        match self.state {
            State::Away => self.call_at,
            State::Calling | State::Handshake => self.heard + self.silence_us().max(MIN_HANDSHAKE_US),
            State::Open => {
                let ping = self.sent + self.silence_us() / 2;
                let dead = self.heard + self.silence_us();
                let step = if self.may_ask() { self.next_step } else { Micros::MAX };
                ping.min(dead).min(step)
            }
        }
    }

    fn may_ask(&self) -> bool {
        !self.steps.is_empty() && self.waiting.len() < self.window && !self.closing
    }

    /// Time has passed. `new_conn` names connections.
    pub fn tick(&mut self, now: Micros, mut new_conn: impl FnMut() -> Conn, out: &mut Vec<Want>) {
        if self.stopped || now < self.next_tick() {
            return;
        }
        match self.state {
            State::Away => {
                let conn = new_conn();
                self.node = self.only.unwrap_or_else(|| self.tape.below(self.nodes as u64) as Node);
                self.conn = Some(conn);
                self.state = State::Calling;
                self.heard = now;
                out.push(Want::Connect(conn, self.node));
            }
            State::Calling | State::Handshake => self.leave(now, out),
            State::Open => {
                if now >= self.heard + self.silence_us() {
                    self.leave(now, out);
                    return;
                }
                while self.state == State::Open && self.may_ask() && now >= self.next_step {
                    self.ask_next(now, out);
                }
                if self.state == State::Open && now >= self.sent + self.silence_us() / 2 {
                    self.ask(now, Request::Ping, Asked::Ping, false, out);
                }
            }
        }
    }

    fn leave(&mut self, now: Micros, out: &mut Vec<Want>) {
        if let Some(conn) = self.conn.take() {
            out.push(Want::Close(conn));
        }
        self.lost(now, out);
    }

    fn lost(&mut self, now: Micros, out: &mut Vec<Want>) {
        self.state = State::Away;
        self.conn = None;
        self.input.clear();
        let unknown = self.waiting.iter().filter(|w| matches!(w.asked, Asked::Write | Asked::Close)).count();
        for _ in 0..unknown {
            out.push(Want::Unknown);
        }
        if self.closing || self.waiting.iter().any(|w| w.asked == Asked::Close) {
            // The session may live on; this client has done with it.
            self.forget_session();
        }
        if self.read_only && self.agrees == Agrees::Forgets {
            self.forget_session();
        }
        self.waiting.clear();
        self.call_at = now + self.tape.magnitude(MS, 300 * MS);
    }

    fn forget_session(&mut self) {
        self.closing = false;
        self.read_only = false;
        self.session = SessionId::NONE;
        self.password = [0; PASSWORD_LEN];
        self.xid = 0;
        self.seen = Zxid::ZERO;
    }

    /// Its connection is there, or cannot be had.
    pub fn connected(&mut self, conn: Conn, success: bool, now: Micros, out: &mut Vec<Want>) {
        if self.conn != Some(conn) || self.state != State::Calling {
            return;
        }
        if !success {
            self.lost(now, out);
            return;
        }
        self.state = State::Handshake;
        self.heard = now;
        let request = ConnectRequest {
            protocol_version: 0,
            last_zxid_seen: self.seen,
            timeout_ms: self.wanted_timeout_ms,
            session_id: self.session,
            password: Some(&self.password),
            read_only: Some(self.agrees != Agrees::No),
        };
        let mut bytes = Vec::new();
        frame::write(&mut bytes, |w| request.encode(w));
        out.push(Want::Send(conn, bytes.into()));
    }

    /// The other end is gone.
    pub fn closed(&mut self, conn: Conn, now: Micros, out: &mut Vec<Want>) {
        if self.conn == Some(conn) {
            self.lost(now, out);
        }
    }

    /// Bytes have come.
    pub fn received(&mut self, conn: Conn, bytes: &[u8], now: Micros, out: &mut Vec<Want>) {
        if self.conn != Some(conn) || self.stopped {
            return;
        }
        self.input.extend_from_slice(bytes);
        self.heard = now;
        loop {
            let input = std::mem::take(&mut self.input);
            match frame::split(&input, MAX_FRAME) {
                Ok(Some((body, rest))) => {
                    let keep = self.frame(body, now, out);
                    if !keep || self.conn != Some(conn) {
                        return;
                    }
                    self.input = rest.to_vec();
                }
                Ok(None) => {
                    self.input = input;
                    return;
                }
                Err(e) => {
                    out.push(Want::Broken(e.to_string()));
                    return;
                }
            }
        }
    }

    fn frame(&mut self, body: &[u8], now: Micros, out: &mut Vec<Want>) -> bool {
        if self.state == State::Handshake {
            let Ok(response) = ConnectResponse::decode(&mut Reader::new(body)) else {
                out.push(Want::Broken("connect response".into()));
                return false;
            };
            return self.handshake(&response, now, out);
        }
        let mut r = Reader::new(body);
        let Ok(header) = ReplyHeader::decode(&mut r) else {
            out.push(Want::Broken("reply header".into()));
            return false;
        };
        if header.xid == xid::NOTIFICATION {
            let event = WatcherEvent::decode(&mut r);
            let session = self.session;
            out.push(match event {
                Ok(e) => Want::Event { session, kind: e.event, path: e.path.into_owned() },
                Err(e) => Want::Broken(format!("watch event: {e}")),
            });
            return true;
        }
        let Some(w) = self.waiting.pop_front() else {
            out.push(Want::Broken(format!("a reply to {}, which was not asked", header.xid)));
            return false;
        };
        // S18: replies come in the order of the requests.
        if w.xid != header.xid {
            out.push(Want::Broken(format!("S18: a reply to {}, next is {}", header.xid, w.xid)));
            return false;
        }
        match reply(&w, &header, &mut r) {
            Ok(reply) => {
                self.seen = self.seen.max(reply.zxid);
                self.answered += usize::from(w.asked != Asked::Ping);
                let closed = w.asked == Asked::Close;
                out.push(Want::Replied(self.node, self.session, w.xid, w.asked, reply));
                if closed {
                    self.leave(now, out);
                    self.forget_session();
                    return false;
                }
                true
            }
            Err(e) => {
                out.push(Want::Broken(format!("reply to {:?} {}: {e}", w.op, w.xid)));
                false
            }
        }
    }

    fn handshake(&mut self, response: &ConnectResponse, now: Micros, out: &mut Vec<Want>) -> bool {
        if response.timeout_ms <= 0 {
            out.push(Want::Expired(self.session, self.node));
            self.leave(now, out);
            self.forget_session();
            return false;
        }
        if self.session != SessionId::NONE && self.session != response.session_id {
            out.push(Want::Broken(format!("asked for {}, got {}", self.session, response.session_id)));
            return false;
        }
        self.read_only = response.read_only == Some(true);
        out.push(Want::Attached {
            read_only: self.read_only,
            session: response.session_id,
            moved: self.session != SessionId::NONE,
            node: self.node,
            last_xid: self.xid,
        });
        self.session = response.session_id;
        self.password = response.password;
        self.timeout_ms = response.timeout_ms;
        self.state = State::Open;
        self.sent = now;
        self.next_step = self.next_step.max(now);
        true
    }

    fn ask_next(&mut self, now: Micros, out: &mut Vec<Want>) {
        let Some(step) = self.steps.pop_front() else { return };
        self.done += 1;
        self.next_step = now + self.steps.front().map_or(0, |s| s.think_us);
        let data = |size: usize, part: usize| {
            let mut data = format!("{}.{}.{part}:", self.number, self.done).into_bytes();
            data.resize(data.len() + size, b'x');
            data
        };
        match &step.op {
            Op::Reconfig { voters, observers } => {
                let text = crate::node::membership_text(*voters, *observers);
                let (joining, leaving, new_members) = (None, None, Some(text.into()));
                let request = Request::Reconfig { joining, leaving, new_members, config_id: -1 };
                self.ask(now, request, Asked::Write, false, out);
            }
            Op::Close => {
                self.closing = true;
                self.ask(now, Request::CloseSession, Asked::Close, false, out);
            }
            Op::Move => self.leave(now, out),
            Op::Multi(ops) => {
                let datas: Vec<Vec<u8>> = ops.iter().enumerate().map(|(i, op)| data(size(op), i)).collect();
                let ops = ops.iter().zip(&datas).filter_map(|(op, d)| request(op, d, false)).collect();
                self.ask(now, Request::Multi(ops), Asked::Write, false, out);
            }
            op => {
                let data = data(size(op), 0);
                let asked = match op {
                    Op::Get { path } => Asked::Data(path.clone()),
                    Op::Exists { path } => Asked::Exists(path.clone()),
                    Op::Children { path } => Asked::Children(path.clone()),
                    Op::Sync => Asked::Sync,
                    _ => Asked::Write,
                };
                let watch = self.tape.one_in(WATCH_ONE_IN);
                if let Some(request) = request(op, &data, watch) {
                    self.ask(now, request, asked, watch, out);
                }
            }
        }
    }

    fn ask(&mut self, now: Micros, request: Request<'_>, asked: Asked, watch: bool, out: &mut Vec<Want>) {
        let Some(conn) = self.conn else { return };
        let op = request.op_code();
        let number = if op == OpCode::Ping {
            xid::PING
        } else {
            self.xid += 1;
            self.xid
        };
        let mut bytes = Vec::new();
        frame::write(&mut bytes, |w| {
            RequestHeader { xid: number, op: op.code() }.encode(w);
            request.encode_body(w);
        });
        self.sent = now;
        self.waiting.push_back(Waiting { xid: number, asked, op, since: now, watch });
        out.push(Want::Send(conn, bytes.into()));
    }
}

fn size(op: &Op) -> usize {
    match op {
        Op::Create { size, .. } | Op::Set { size, .. } => *size,
        _ => 0,
    }
}

/// `watch` is for reads; what a write says of it is nothing.
fn request<'a>(op: &'a Op, data: &'a [u8], watch: bool) -> Option<Request<'a>> {
    Some(match op {
        Op::Create { path, flags, .. } => Request::Create(CreateRequest {
            op: OpCode::Create2,
            path: path.into(),
            data: Some(data),
            acl: AclBytes::OPEN,
            flags: *flags,
            ttl_ms: -1,
        }),
        Op::Set { path, .. } => Request::SetData { path: path.into(), data: Some(data), version: -1 },
        Op::Delete { path } => Request::Delete { path: path.into(), version: -1 },
        Op::Get { path } => Request::GetData { path: path.into(), watch },
        Op::Exists { path } => Request::Exists { path: path.into(), watch },
        Op::Children { path } => Request::GetChildren2 { path: path.into(), watch },
        Op::Sync => Request::Sync { path: "/".into() },
        Op::Multi(_) | Op::Reconfig { .. } | Op::Close | Op::Move => return None,
    })
}

fn reply(w: &Waiting, header: &ReplyHeader, r: &mut Reader<'_>) -> Result<Reply, zk_proto::DecodeError> {
    let mut reply = Reply {
        zxid: header.zxid,
        err: header.err,
        stat: None,
        data: None,
        children: Vec::new(),
        watch: w.watch,
    };
    if header.err != 0 {
        return Ok(reply);
    }
    match &w.asked {
        Asked::Exists(_) => reply.stat = Some(Stat::decode(r)?),
        Asked::Data(_) => {
            reply.data = r.buffer()?.map(<[u8]>::to_vec);
            reply.stat = Some(Stat::decode(r)?);
        }
        Asked::Children(_) => {
            reply.children = r.strings()?.into_iter().map(std::borrow::Cow::into_owned).collect();
            reply.stat = Some(Stat::decode(r)?);
        }
        Asked::Write if w.op == OpCode::Multi => {
            let results = zk_proto::multi::decode_results(r)?;
            if results.iter().any(|r| matches!(r, OpResult::Error(_))) {
                reply.err = -1;
            }
        }
        Asked::Write | Asked::Sync | Asked::Ping | Asked::Close => {}
    }
    Ok(reply)
}
