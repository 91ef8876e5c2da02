//! A blocking connection that speaks the client protocol and lets a test break it: any xid, any operation number,
//! any bytes. Every wait has a deadline; a close is a value, not an error.

use crate::PATIENCE;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::op::xid;
use zk_proto::reply::ReplyHeader;
use zk_proto::watch::WatcherEvent;
use zk_proto::{Reader, Request, SessionId, Stat, Writer, Zxid, frame};

pub struct RawConn {
    stream: TcpStream,
    inbox: Vec<u8>,
    next_xid: i32,
    events: VecDeque<Event>,
    patience: Duration,
    /// What the handshake gave; `None` before it.
    pub session: Option<Session>,
}

/// What a client keeps of its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub password: [u8; 16],
    pub timeout_ms: i32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub xid: i32,
    pub zxid: i64,
    pub err: i32,
    pub body: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub zxid: i64,
    pub kind: i32,
    pub state: i32,
    pub path: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packet {
    Reply(Reply),
    Event(Event),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming<T> {
    Got(T),
    /// The server closed or reset the connection.
    Closed,
    /// Nothing came in time.
    Silent,
}

impl<T> Incoming<T> {
    fn map<U>(self, f: impl FnOnce(T) -> U) -> Incoming<U> {
        match self {
            Incoming::Got(value) => Incoming::Got(f(value)),
            Incoming::Closed => Incoming::Closed,
            Incoming::Silent => Incoming::Silent,
        }
    }

    /// What came; panics if the server closed the connection or said nothing.
    #[track_caller]
    pub fn expect(self, what: &str) -> T {
        match self {
            Incoming::Got(value) => value,
            Incoming::Closed => panic!("{what}: the server closed the connection"),
            Incoming::Silent => panic!("{what}: the server said nothing"),
        }
    }
}

/// A handshake for a new session, as a current client sends it.
pub fn new_session(timeout_ms: i32) -> ConnectRequest<'static> {
    ConnectRequest {
        protocol_version: 0,
        last_zxid_seen: Zxid::ZERO,
        timeout_ms,
        session_id: SessionId::NONE,
        password: Some(&[0; 16]),
        read_only: Some(false),
    }
}

/// A handshake that takes up `session` again.
pub fn known_session(session: &Session) -> ConnectRequest<'_> {
    ConnectRequest {
        session_id: session.id,
        password: Some(&session.password),
        ..new_session(session.timeout_ms)
    }
}

impl RawConn {
    /// Opens the socket and sends nothing.
    pub fn open(addr: SocketAddr) -> RawConn {
        let stream = TcpStream::connect_timeout(&addr, PATIENCE)
            .unwrap_or_else(|error| panic!("no connection to {addr}: {error}"));
        stream.set_nodelay(true).expect("TCP_NODELAY");
        RawConn {
            stream,
            inbox: Vec::new(),
            next_xid: 0,
            events: VecDeque::new(),
            patience: PATIENCE,
            session: None,
        }
    }

    /// As [`RawConn::open`], for those who expect that nobody listens.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn try_open(addr: SocketAddr, limit: Duration) -> std::io::Result<RawConn> {
        let stream = TcpStream::connect_timeout(&addr, limit)?;
        stream.set_nodelay(true)?;
        Ok(RawConn {
            stream,
            inbox: Vec::new(),
            next_xid: 0,
            events: VecDeque::new(),
            patience: limit,
            session: None,
        })
    }

    /// The xid of the last request; a client that moves its session to another connection counts on from it.
    pub fn last_xid(&self) -> i32 {
        self.next_xid
    }

    /// Makes the next request's xid the one after this.
    pub fn set_last_xid(&mut self, xid: i32) {
        self.next_xid = xid;
    }

    /// A new session.
    #[track_caller]
    pub fn connect(addr: SocketAddr, timeout_ms: i32) -> RawConn {
        let mut conn = RawConn::open(addr);
        conn.handshake(&new_session(timeout_ms)).expect("handshake");
        conn
    }

    /// A new connection for a session that exists; `None` if the server calls it expired or hangs up.
    pub fn reattach(addr: SocketAddr, session: &Session) -> Option<RawConn> {
        let mut conn = RawConn::open(addr);
        match conn.handshake(&known_session(session)) {
            Incoming::Got(response) if response.timeout_ms > 0 => Some(conn),
            _ => None,
        }
    }

    /// Sends the connect request and reads the answer, whose bytes are kept by [`RawConn::handshake_bytes`].
    pub fn handshake(&mut self, request: &ConnectRequest<'_>) -> Incoming<ConnectResponse> {
        self.handshake_bytes(request).map(|bytes| {
            let response = ConnectResponse::decode(&mut Reader::new(&bytes)).expect("connect response");
            self.session = Some(Session {
                id: response.session_id,
                password: response.password,
                timeout_ms: response.timeout_ms,
            });
            response
        })
    }

    /// Sends the connect request and gives the answer's frame as it came.
    pub fn handshake_bytes(&mut self, request: &ConnectRequest<'_>) -> Incoming<Vec<u8>> {
        let mut body = Vec::new();
        request.encode(&mut body);
        self.send_frame(&body);
        self.recv_frame()
    }

    /// How long this connection waits for what must come.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    pub fn session(&self) -> &Session {
        self.session.as_ref().expect("no handshake yet")
    }

    /// Writes bytes as they are. False if the server has hung up already; what it said before can still be read.
    pub fn send_bytes(&mut self, bytes: &[u8]) -> bool {
        self.stream.set_write_timeout(Some(self.patience)).expect("write timeout");
        self.stream.write_all(bytes).is_ok()
    }

    pub fn send_frame(&mut self, body: &[u8]) -> bool {
        let mut out = Vec::with_capacity(body.len() + 4);
        frame::write(&mut out, |out| out.put_bytes(body));
        self.send_bytes(&out)
    }

    /// A request with a header of the test's choice.
    pub fn send_raw(&mut self, xid: i32, op: i32, body: &[u8]) -> bool {
        self.send_frame(&request_frame(xid, op, body))
    }

    /// Sends with the next xid and gives it.
    pub fn send(&mut self, request: &Request<'_>) -> i32 {
        self.next_xid += 1;
        let mut body = Vec::new();
        request.encode_body(&mut body);
        self.send_raw(self.next_xid, request.op_code().code(), &body);
        self.next_xid
    }

    /// The next whole frame.
    pub fn recv_frame(&mut self) -> Incoming<Vec<u8>> {
        self.recv_frame_within(self.patience)
    }

    pub fn recv_frame_within(&mut self, limit: Duration) -> Incoming<Vec<u8>> {
        let deadline = Instant::now() + limit;
        loop {
            let whole = frame::split(&self.inbox, i32::MAX as usize).expect("frame length from the server");
            if let Some((body, rest)) = whole {
                let body = body.to_vec();
                let taken = self.inbox.len() - rest.len();
                self.inbox.drain(..taken);
                return Incoming::Got(body);
            }
            match self.fill(deadline) {
                Incoming::Got(()) => {}
                Incoming::Closed => return Incoming::Closed,
                Incoming::Silent => return Incoming::Silent,
            }
        }
    }

    /// The next reply or event.
    pub fn recv(&mut self) -> Incoming<Packet> {
        self.recv_within(self.patience)
    }

    pub fn recv_within(&mut self, limit: Duration) -> Incoming<Packet> {
        self.recv_frame_within(limit).map(|bytes| decode_packet(&bytes))
    }

    /// Sends and waits for the reply. Events that come first are kept for [`RawConn::take_events`].
    #[track_caller]
    pub fn call(&mut self, request: &Request<'_>) -> Reply {
        let xid = self.send(request);
        let reply = self.recv_reply().expect("reply");
        assert_eq!(reply.xid, xid, "replies must come in the order of the requests");
        reply
    }

    /// As [`RawConn::call`], with header and body of the test's choice.
    #[track_caller]
    pub fn call_raw(&mut self, xid: i32, op: i32, body: &[u8]) -> Reply {
        self.send_raw(xid, op, body);
        self.recv_reply().expect("reply")
    }

    /// The next reply; events before it are kept.
    pub fn recv_reply(&mut self) -> Incoming<Reply> {
        loop {
            match self.recv() {
                Incoming::Got(Packet::Reply(reply)) => return Incoming::Got(reply),
                Incoming::Got(Packet::Event(event)) => self.events.push_back(event),
                Incoming::Closed => return Incoming::Closed,
                Incoming::Silent => return Incoming::Silent,
            }
        }
    }

    /// A ping and its reply: behind it, everything the server sent for earlier transactions has been read.
    #[track_caller]
    pub fn ping(&mut self) -> Reply {
        self.send_raw(xid::PING, zk_proto::OpCode::Ping.code(), &[]);
        self.recv_reply().expect("ping")
    }

    /// The events that came before the last reply.
    pub fn take_events(&mut self) -> Vec<Event> {
        self.events.drain(..).collect()
    }

    /// All events that earlier transactions caused, fetched with a ping.
    #[track_caller]
    pub fn settled_events(&mut self) -> Vec<Event> {
        self.ping();
        self.take_events()
    }

    /// The next event, however long it takes within the connection's patience.
    #[track_caller]
    pub fn next_event(&mut self) -> Event {
        if let Some(event) = self.events.pop_front() {
            return event;
        }
        match self.recv().expect("event") {
            Packet::Event(event) => event,
            Packet::Reply(reply) => panic!("expected an event, got {reply:?}"),
        }
    }

    /// Reads until the server closes; false if it does not in time.
    pub fn closes(&mut self) -> bool {
        let deadline = Instant::now() + self.patience;
        loop {
            match self.fill(deadline) {
                Incoming::Got(()) => {}
                Incoming::Closed => return true,
                Incoming::Silent => return false,
            }
        }
    }

    /// Everything the server says until it closes; panics if it does not in time.
    #[track_caller]
    pub fn read_to_close(&mut self) -> Vec<u8> {
        assert!(self.closes(), "the server keeps the connection open");
        std::mem::take(&mut self.inbox)
    }

    /// Ends the session as a client should: closeSession, its reply, the server's close.
    #[track_caller]
    pub fn close(mut self) {
        let reply = self.call(&Request::CloseSession);
        assert_eq!(reply.err, 0);
        assert!(self.closes(), "the server keeps the connection open after closeSession");
    }

    /// Hangs up without a word; the session lives on until its timeout.
    pub fn hang_up(self) -> Option<Session> {
        let _ = self.stream.shutdown(Shutdown::Both);
        self.session
    }

    /// Says that nothing more will be sent, and keeps reading.
    pub fn finish_sending(&self) {
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    fn fill(&mut self, deadline: Instant) -> Incoming<()> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Incoming::Silent;
        }
        self.stream.set_read_timeout(Some(left)).expect("read timeout");
        let mut chunk = [0; 16 * 1024];
        match self.stream.read(&mut chunk) {
            Ok(0) => Incoming::Closed,
            Ok(n) => {
                self.inbox.extend_from_slice(&chunk[..n]);
                Incoming::Got(())
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Incoming::Silent
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Incoming::Got(()),
            Err(_) => Incoming::Closed,
        }
    }
}

/// A request's frame without its length.
pub fn request_frame(xid: i32, op: i32, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 8);
    out.put_i32(xid);
    out.put_i32(op);
    out.put_bytes(body);
    out
}

fn decode_packet(bytes: &[u8]) -> Packet {
    let mut reader = Reader::new(bytes);
    let header = ReplyHeader::decode(&mut reader)
        .unwrap_or_else(|error| panic!("reply header: {error}: {bytes:02x?}"));
    if header.xid == xid::NOTIFICATION
        && let Ok(event) = WatcherEvent::decode(&mut reader.clone())
    {
        return Packet::Event(Event {
            zxid: header.zxid.0,
            kind: event.event as i32,
            state: event.state,
            path: event.path.into_owned(),
        });
    }
    Packet::Reply(Reply {
        xid: header.xid,
        zxid: header.zxid.0,
        err: header.err,
        body: reader.rest().to_vec(),
    })
}

impl Reply {
    fn reader(&self) -> Reader<'_> {
        assert_eq!(self.err, 0, "the reply is an error");
        Reader::new(&self.body)
    }

    /// The body of a create.
    #[track_caller]
    pub fn path(&self) -> String {
        self.reader().required_string().expect("path").into_owned()
    }

    #[track_caller]
    pub fn stat(&self) -> Stat {
        Stat::decode(&mut self.reader()).expect("stat")
    }

    #[track_caller]
    pub fn path_and_stat(&self) -> (String, Stat) {
        let mut reader = self.reader();
        (reader.required_string().expect("path").into_owned(), Stat::decode(&mut reader).expect("stat"))
    }

    #[track_caller]
    pub fn data_and_stat(&self) -> (Option<Vec<u8>>, Stat) {
        let mut reader = self.reader();
        (reader.buffer().expect("data").map(<[u8]>::to_vec), Stat::decode(&mut reader).expect("stat"))
    }

    /// The body of getChildren or getEphemerals, sorted.
    #[track_caller]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.reader().strings().expect("names").into_iter().map(Cow::into_owned).collect();
        names.sort();
        names
    }
}
