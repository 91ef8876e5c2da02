//! One server of a differential run with the connections to it: carries out steps and says what came back, in terms
//! that can be compared with what the other server said.

use super::render::{Line, Names, render_reply};
use super::step::{Connect, LastSeen, Op, Password, SLOTS, Step, Who};
use std::collections::BTreeMap;
use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::op::xid;
use zk_proto::reply::session_password;
use zk_proto::{ErrorCode, OpCode, Reader, SessionId, Zxid, frame};
use zkd_tests::conn::request_frame;
use zkd_tests::{Incoming, Packet, RawConn, ServerUnderTest, Session};

/// What each connection saw during a step.
pub type Seen = [Vec<Line>; SLOTS];

const UNKNOWN_SESSION: SessionId = SessionId(0x0123_4567_89ab_cdef);

pub struct Side {
    server: ServerUnderTest,
    slots: [Option<Attached>; SLOTS],
    sessions: BTreeMap<usize, Session>,
    pub names: Names,
    last_zxid: i64,
}

struct Attached {
    conn: RawConn,
    key: usize,
}

impl Side {
    pub fn new(server: ServerUnderTest) -> Side {
        Side {
            server,
            slots: Default::default(),
            sessions: BTreeMap::new(),
            names: Names::default(),
            last_zxid: 0,
        }
    }

    /// The session at each connection that is open.
    pub fn attached(&self) -> [Option<usize>; SLOTS] {
        std::array::from_fn(|slot| self.slots[slot].as_ref().map(|attached| attached.key))
    }

    pub fn last_zxid(&self) -> i64 {
        self.last_zxid
    }

    pub fn server_mut(&mut self) -> &mut ServerUnderTest {
        &mut self.server
    }

    /// Carries out the step, then pings every connection so that all events it caused have been read.
    pub fn run(&mut self, step: &Step) -> Seen {
        let mut seen = Seen::default();
        match step {
            Step::Connect(connect) => self.connect(connect, &mut seen),
            Step::Call { slot, .. } | Step::Burst { slot, .. } => {
                self.request(*slot, step.ops(), &mut seen[*slot])
            }
            Step::Bytes { slot, bytes } => {
                if let Some(mut attached) = self.slots[*slot].take() {
                    attached.conn.send_bytes(bytes);
                    seen[*slot].push(if attached.conn.closes() { Line::Closed } else { Line::Silent });
                }
            }
            Step::HangUp { slot } => {
                if let Some(attached) = self.slots[*slot].take() {
                    attached.conn.hang_up();
                }
            }
        }
        for (slot, lines) in seen.iter_mut().enumerate() {
            self.settle(slot, lines);
        }
        seen
    }

    fn connect(&mut self, connect: &Connect, seen: &mut Seen) {
        if let Some(attached) = self.slots[connect.slot].take() {
            attached.conn.hang_up();
        }
        let Some((id, password)) = self.credentials(connect.who) else { return };
        let mut conn = RawConn::open(self.server.addr());
        let answer = conn.handshake_bytes(&ConnectRequest {
            protocol_version: 0,
            last_zxid_seen: Zxid(match connect.seen {
                LastSeen::Zero => 0,
                LastSeen::Last => self.last_zxid,
                LastSeen::Ahead => self.last_zxid + 1000,
            }),
            timeout_ms: connect.timeout_ms,
            session_id: id,
            password: password.as_deref(),
            read_only: connect.read_only,
        });
        let owner = self.owner_of(connect.who);
        let lines = &mut seen[connect.slot];
        match answer {
            Incoming::Closed => lines.push(Line::Closed),
            Incoming::Silent => lines.push(Line::Silent),
            Incoming::Got(bytes) => {
                let response = ConnectResponse::decode(&mut Reader::new(&bytes)).expect("connect response");
                lines.push(self.accept(connect, conn, &response, bytes.len()));
            }
        }
        let accepted = self.slots[connect.slot].is_some();
        if let Some(owner) = owner.filter(|&owner| owner != connect.slot) {
            if accepted {
                let closed = self.slots[owner].take().is_some_and(|mut attached| attached.conn.closes());
                seen[owner].push(if closed { Line::Closed } else { Line::Silent });
            } else if connect.seen != LastSeen::Ahead {
                // allowed: takeover-needs-the-password.
                self.slots[owner] = None;
            }
        }
    }

    fn accept(
        &mut self,
        connect: &Connect,
        mut conn: RawConn,
        response: &ConnectResponse,
        size: usize,
    ) -> Line {
        let key = match connect.who {
            Who::New { key } | Who::Known { key, .. } => key,
            Who::Unknown => usize::MAX,
        };
        if response.timeout_ms <= 0 {
            let closed = conn.closes();
            let zeros = response.session_id == SessionId::NONE && response.password == [0; 16];
            return Line::Refused { size, zeros, read_only: response.read_only, closed };
        }
        self.names.session(response.session_id, key);
        let password_fits = response.password == session_password(response.session_id);
        self.sessions.insert(
            key,
            Session { id: response.session_id, password: response.password, timeout_ms: response.timeout_ms },
        );
        self.slots[connect.slot] = Some(Attached { conn, key });
        Line::Connected {
            size,
            timeout_ms: response.timeout_ms,
            session: key,
            password_fits,
            read_only: response.read_only,
        }
    }

    /// Session id and password to send; `None` if this side never had that session.
    fn credentials(&self, who: Who) -> Option<(SessionId, Option<Vec<u8>>)> {
        match who {
            Who::New { .. } => Some((SessionId::NONE, Some(vec![0; 16]))),
            Who::Unknown => Some((UNKNOWN_SESSION, Some(session_password(UNKNOWN_SESSION).to_vec()))),
            Who::Known { key, password } => {
                let session = self.sessions.get(&key)?;
                let right = session.password.to_vec();
                Some((
                    session.id,
                    match password {
                        Password::Right => Some(right),
                        Password::Wrong => Some(right.iter().map(|byte| byte ^ 1).collect()),
                        Password::Short => Some(right[..8].to_vec()),
                        Password::Null => None,
                    },
                ))
            }
        }
    }

    fn owner_of(&self, who: Who) -> Option<usize> {
        let Who::Known { key, .. } = who else { return None };
        self.slots.iter().position(|slot| slot.as_ref().is_some_and(|attached| attached.key == key))
    }

    fn request(&mut self, slot: usize, ops: &[Op], lines: &mut Vec<Line>) {
        let Some(attached) = &mut self.slots[slot] else { return };
        let mut bytes = Vec::new();
        for op in ops {
            let mut body = op.body.clone();
            if let (Some(back), Some(head)) = (op.zxid_back, body.first_chunk_mut::<8>()) {
                *head = self.names.own_zxid(self.names.zxid(self.last_zxid) - back).to_be_bytes();
            }
            frame::write(&mut bytes, |out| out.extend(request_frame(op.xid, op.code, &body)));
        }
        attached.conn.send_bytes(&bytes);
        for op in ops {
            if !self.await_reply(slot, op.code, lines) {
                return;
            }
        }
        if ends_connection(lines.last()) {
            // A ping sent now may or may not be answered before the close.
            let closed = self.slots[slot].take().is_some_and(|mut attached| attached.conn.closes());
            lines.push(if closed { Line::Closed } else { Line::Silent });
        }
    }

    fn settle(&mut self, slot: usize, lines: &mut Vec<Line>) {
        if let Some(attached) = &mut self.slots[slot] {
            let ping = OpCode::Ping.code();
            attached.conn.send_raw(xid::PING, ping, &[]);
            self.await_reply(slot, ping, lines);
        }
    }

    /// Reads up to the next reply; false if it does not come, and the connection is given up.
    fn await_reply(&mut self, slot: usize, code: i32, lines: &mut Vec<Line>) -> bool {
        let Some(attached) = &mut self.slots[slot] else { return false };
        loop {
            match attached.conn.recv() {
                Incoming::Got(Packet::Event(event)) => {
                    lines.push(Line::Event {
                        zxid: self.names.zxid(event.zxid),
                        kind: event.kind,
                        state: event.state,
                        path: event.path,
                    });
                }
                Incoming::Got(Packet::Reply(reply)) => {
                    self.last_zxid = self.last_zxid.max(reply.zxid);
                    lines.push(render_reply(code, &reply, &self.names));
                    return true;
                }
                Incoming::Closed => {
                    lines.push(Line::Closed);
                    self.slots[slot] = None;
                    return false;
                }
                Incoming::Silent => {
                    lines.push(Line::Silent);
                    self.slots[slot] = None;
                    return false;
                }
            }
        }
    }
}

fn ends_connection(reply: Option<&Line>) -> bool {
    let Some(Line::Reply { code, err, .. }) = reply else { return false };
    let known = OpCode::from_i32(*code);
    known == Some(OpCode::CloseSession)
        || *err == ErrorCode::AuthFailed.code()
        || (*err == ErrorCode::Unimplemented.code() && !known.is_some_and(OpCode::is_client_request))
}
