//! The session machine: handshake, credentials, requests in order, watches, pings, reconnects. It owns no
//! socket and no clock: the shell hands in bytes and moments, and does what [`Session::poll_output`] says.
//!
//! Invariants:
//! - **Every ticket that comes in goes out once**, in an [`Output::Complete`].
//! - Answers complete requests strictly in the order in which these were sent; an answer out of order ends
//!   the connection.
//! - An event comes out before every answer that arrived behind it.
//! - `last_zxid` never falls.
//!
//! | phase | input | next | outputs |
//! | --- | --- | --- | --- |
//! | `Waiting` | its moment | `Dialing` | `Connect` |
//! | `Dialing` | connected | `Handshake` | the handshake's bytes |
//! | `Dialing`, `Handshake`, `Auth` | failure, loss, deadline | `Waiting` | `AttemptFailed`, `Disconnect` |
//! | `Handshake` | session, no credentials | `Live` | `State(Connected)`, watches, queued requests |
//! | `Handshake` | session, credentials | `Auth` | the bytes of the first SASL token and of the credentials |
//! | `Handshake` | no session | `Ended` | `State(Expired)`, everything fails |
//! | `Auth` | last answer | `Live` | as above |
//! | `Auth` | a SASL token | `Auth` | the answer's bytes |
//! | `Auth` | refusal | `Ended` | `AttemptFailed`, `State(AuthFailed)`, everything fails |
//! | `Live` | loss, silence | `Waiting` | `State(Disconnected)`, what was sent fails |
//! | `Live` | answer to a close | `Ended` | `State(Closed)` |
//! | any | no connection to close on in time | `Ended` | `State(Closed)`, everything fails |

mod ending;
mod incoming;
mod sasl;
mod surface;

use std::borrow::Cow;
use std::collections::VecDeque;

use zk_proto::connect::{ConnectRequest, PASSWORD_LEN, Password};
use zk_proto::op::xid;
use zk_proto::request::{Request, RequestHeader};
use zk_proto::{OpCode, SessionId, Zxid, frame};

use crate::error::{Error, Reason};
use crate::hosts::Hosts;
use crate::options::Auth;
use crate::time::Instant;
use crate::types::RawReply;
use crate::watches::{WatcherId, Watches};
pub use surface::{Change, Class, Config, Effect, Outgoing, Output, State, Timer};
use zk_sasl::Exchange;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Waiting { until: Instant },
    Dialing { deadline: Instant },
    Handshake { deadline: Instant },
    Auth { deadline: Instant },
    Live { since: Instant },
    Ended(State),
}

#[derive(Debug)]
struct Sent<T> {
    xid: i32,
    /// Where in the connection's stream of bytes it ends.
    end: u64,
    class: Class,
    effect: Effect,
    deadline: Option<Instant>,
    /// `None` once its time was up.
    ticket: Option<T>,
}

#[derive(Debug)]
struct Queued<T> {
    frame: Vec<u8>,
    class: Class,
    effect: Effect,
    deadline: Option<Instant>,
    ticket: T,
}

#[derive(Debug)]
struct Closing<T> {
    deadline: Instant,
    ticket: Option<T>,
    /// The xid of the closeSession; 0 before it is sent.
    xid: i32,
}

/// Bytes waiting to be written beyond which requests stay in the queue.
const WRITE_BUFFER_BYTES: usize = 256 * 1024;
/// Longest silence of ours, however long the session timeout is.
const LONGEST_PING_MS: u64 = 10_000;
/// A connection that lasted this long, in milliseconds, counts as a good one: its end starts no pause.
const STABLE_MS: u64 = 1_000;
/// How long a close may wait for a connection, in milliseconds: a server that is there is found in less.
pub const OFFLINE_CLOSE_MS: u64 = 2_000;
/// Frames before the end of the handshake are at most this long.
const HANDSHAKE_BYTES: usize = 1024;

/// The machine; see the module's documentation.
#[derive(Debug)]
pub struct Session<T> {
    config: Config,
    hosts: Hosts,
    phase: Phase,
    host: usize,
    session_id: SessionId,
    password: Password,
    timeout_ms: u32,
    read_only: bool,
    /// The session was given by a server with a quorum; others give ids that only they know.
    is_global: bool,
    was_live: bool,
    last_zxid: Zxid,
    next_xid: i32,
    queued: VecDeque<Queued<T>>,
    sent: VecDeque<Sent<T>>,
    auth_queued: VecDeque<(Auth, T)>,
    auth_sent: VecDeque<(Auth, Option<T>)>,
    /// The exchange of this connection and the xid of its token that is not answered yet.
    sasl: Option<(i32, Exchange)>,
    /// Exchanges so far: no nonce is used twice.
    connections: u64,
    closing: Option<Closing<T>>,
    watches: Watches,
    out: Vec<u8>,
    out_written: usize,
    /// Bytes of this connection that were handed over for writing, and that were written.
    stream_len: u64,
    stream_written: u64,
    last_sent: Instant,
    last_received: Instant,
    /// Not later than the earliest deadline of a request.
    request_deadline: Option<Instant>,
    /// When requests without a connection are given up.
    orphan_deadline: Instant,
    outputs: VecDeque<Output<T>>,
}

/// Makes a whole frame of a request, with a place for its xid.
pub fn encode(op: i32, fill: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::with_capacity(128);
    frame::write(&mut out, |w| {
        RequestHeader { xid: 0, op }.encode(w);
        fill(w);
    });
    out
}

impl<T> Session<T> {
    /// A session that starts to connect at once. `seed` decides the order of the servers.
    pub fn new(config: Config, seed: u64, now: Instant) -> Session<T> {
        let mut hosts = Hosts::new(config.host_count, seed);
        let first = hosts.next_attempt();
        let resume = config.resume;
        Session {
            hosts,
            phase: Phase::Waiting { until: now },
            host: first.host,
            session_id: resume.map_or(SessionId::NONE, |r| r.session_id),
            password: resume.map_or([0; PASSWORD_LEN], |r| r.password),
            timeout_ms: config.session_timeout_ms,
            read_only: false,
            is_global: resume.is_some(),
            was_live: false,
            last_zxid: resume.map_or(Zxid::ZERO, |r| r.last_zxid),
            next_xid: 1,
            queued: VecDeque::new(),
            sent: VecDeque::new(),
            auth_queued: VecDeque::new(),
            auth_sent: VecDeque::new(),
            sasl: None,
            connections: 0,
            closing: None,
            watches: Watches::default(),
            out: Vec::new(),
            out_written: 0,
            stream_len: 0,
            stream_written: 0,
            last_sent: now,
            last_received: now,
            request_deadline: None,
            orphan_deadline: now.plus(config.session_timeout_ms.into()),
            outputs: VecDeque::new(),
            config,
        }
    }

    /// Takes a request; its outcome comes out with its ticket.
    pub fn submit(&mut self, now: Instant, request: Outgoing<T>) {
        let Outgoing { frame, class, effect, timeout_ms, ticket } = request;
        if let Some(error) = self.refusal() {
            self.outputs.push_back(Output::Complete { ticket, result: Err(error) });
            return;
        }
        let deadline = timeout_ms.map(|ms| now.plus(ms));
        self.request_deadline = earliest(self.request_deadline, deadline);
        self.queued.push_back(Queued { frame, class, effect, deadline, ticket });
        self.pump(now);
    }

    /// Adds credentials to this session, now and on every later connection.
    pub fn add_auth(&mut self, now: Instant, auth: Auth, ticket: T) {
        if let Some(error) = self.refusal() {
            self.outputs.push_back(Output::Complete { ticket, result: Err(error) });
            return;
        }
        if matches!(self.phase, Phase::Live { .. }) {
            self.send_auth(now, auth, Some(ticket));
        } else {
            self.auth_queued.push_back((auth, ticket));
        }
    }

    /// Closes the session behind everything submitted before. Without a connection it waits
    /// [`OFFLINE_CLOSE_MS`] for one, then gives the session up.
    pub fn close(&mut self, now: Instant, ticket: T) {
        if matches!(self.phase, Phase::Ended(_)) || self.closing.is_some() {
            self.outputs.push_back(Output::Complete { ticket, result: Ok(empty_reply()) });
            return;
        }
        if self.session_id == SessionId::NONE {
            self.end(State::Closed);
            self.outputs.push_back(Output::Complete { ticket, result: Ok(empty_reply()) });
            return;
        }
        let patience_ms = match self.phase {
            Phase::Live { .. } => self.config.close_timeout_ms,
            _ => self.config.close_timeout_ms.min(OFFLINE_CLOSE_MS),
        };
        self.closing = Some(Closing { deadline: now.plus(patience_ms), ticket: Some(ticket), xid: 0 });
        self.pump(now);
    }

    /// Ends the client, but not the session: it can be resumed within its timeout.
    pub fn detach(&mut self) {
        if !matches!(self.phase, Phase::Ended(_)) {
            self.end(State::Closed);
        }
    }

    /// Forgets a watcher whose receiving end is gone. `path` is as the server sees it.
    pub fn forget_watcher(&mut self, path: &str, id: WatcherId) {
        self.watches.forget(path, id);
    }

    /// The connection asked for is open.
    pub fn handle_connected(&mut self, now: Instant) {
        let Phase::Dialing { deadline } = self.phase else { return };
        self.phase = Phase::Handshake { deadline };
        self.last_received = now;
        let known = self.is_global;
        let request = ConnectRequest {
            protocol_version: 0,
            last_zxid_seen: self.last_zxid,
            timeout_ms: i32::try_from(self.config.session_timeout_ms).unwrap_or(i32::MAX),
            session_id: if known { self.session_id } else { SessionId::NONE },
            password: Some(if known { &self.password } else { &[0; PASSWORD_LEN] }),
            read_only: Some(self.config.read_only),
        };
        frame::write(&mut self.out, |w| request.encode(w));
        self.account_for_output(now);
    }

    /// The connection asked for could not be opened.
    pub fn handle_connect_failed(&mut self, now: Instant, reason: &str) {
        if matches!(self.phase, Phase::Dialing { .. }) {
            self.lose(now, Reason::ConnectionLost, reason);
        }
    }

    /// The connection broke, or the server closed it.
    pub fn handle_disconnect(&mut self, now: Instant, reason: &str) {
        match self.phase {
            Phase::Handshake { .. } | Phase::Auth { .. } | Phase::Live { .. } => {
                self.lose(now, Reason::ConnectionLost, reason);
            }
            _ => {}
        }
    }

    /// Takes received bytes; returns how many of them were used up. The rest is the start of a frame, to be
    /// handed in again with more behind it.
    pub fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) -> usize {
        let mut rest = bytes;
        loop {
            let max_bytes = match self.phase {
                Phase::Handshake { .. } => HANDSHAKE_BYTES.min(self.config.max_reply_bytes),
                Phase::Auth { .. } | Phase::Live { .. } => self.config.max_reply_bytes,
                _ => return bytes.len(),
            };
            let (body, tail) = match frame::split(rest, max_bytes) {
                Ok(Some(split)) => split,
                Ok(None) => return bytes.len() - rest.len(),
                Err(e) => {
                    self.lose(now, Reason::Protocol, &e.to_string());
                    return bytes.len();
                }
            };
            rest = tail;
            self.last_received = now;
            if let Err(reason) = self.handle_frame(now, body) {
                self.lose(now, Reason::Protocol, &reason);
                return bytes.len();
            }
        }
    }

    /// Bytes to write to the connection.
    pub fn transmit(&self) -> &[u8] {
        self.out.get(self.out_written..).unwrap_or_default()
    }

    /// The first `n` bytes of [`Session::transmit`] were written.
    pub fn handle_written(&mut self, now: Instant, n: usize) {
        self.out_written += n;
        self.stream_written += n as u64;
        if self.out_written >= self.out.len() {
            self.out.clear();
            self.out_written = 0;
        }
        self.pump(now);
    }

    /// Does what is due at `now`.
    pub fn handle_timeout(&mut self, now: Instant) {
        match self.phase {
            Phase::Waiting { until } if until <= now => {
                self.phase = Phase::Dialing { deadline: now.plus(self.config.attempt_timeout_ms) };
                self.outputs.push_back(Output::Connect { host: self.host });
            }
            Phase::Dialing { deadline } | Phase::Handshake { deadline } | Phase::Auth { deadline }
                if deadline <= now =>
            {
                self.lose(now, Reason::ConnectionLost, "timed out");
            }
            Phase::Live { .. } if self.silence_deadline() <= now => {
                self.lose(now, Reason::ConnectionLost, "the server is silent");
            }
            Phase::Live { .. } if self.ping_deadline() <= now => self.send_ping(now),
            _ => {}
        }
        if self.request_deadline.is_some_and(|d| d <= now) {
            self.expire_requests(now);
        }
        if self.waits_for_connection() && self.orphan_deadline <= now {
            self.orphan_deadline = now.plus(self.timeout_ms.into());
            self.fail_queued(&Error::NotSent(Reason::NotConnected));
        }
        match &self.closing {
            Some(c) if c.deadline <= now && c.xid == 0 => {
                self.finish_close(Err(Error::NotSent(Reason::NotConnected)));
            }
            Some(c) if c.deadline <= now => self.finish_close(Err(Error::OutcomeUnknown(Reason::Timeout))),
            _ => {}
        }
    }

    /// The next thing to do or to tell. Call until there is none after each `handle_…`.
    pub fn poll_output(&mut self) -> Option<Output<T>> {
        self.outputs.pop_front()
    }

    /// When to call [`Session::handle_timeout`], and what for.
    pub fn poll_timeout(&self) -> Option<(Instant, Timer)> {
        let mut next: Option<(Instant, Timer)> = None;
        let mut add = |at: Instant, timer| {
            if next.is_none_or(|(n, _)| at < n) {
                next = Some((at, timer));
            }
        };
        match self.phase {
            Phase::Waiting { until } => add(until, Timer::Dial),
            Phase::Dialing { deadline } | Phase::Handshake { deadline } | Phase::Auth { deadline } => {
                add(deadline, Timer::Attempt);
            }
            Phase::Live { .. } => {
                add(self.ping_deadline(), Timer::Ping);
                add(self.silence_deadline(), Timer::Silence);
            }
            Phase::Ended(_) => return None,
        }
        if let Some(at) = self.request_deadline {
            add(at, Timer::Request);
        }
        if self.waits_for_connection() {
            add(self.orphan_deadline, Timer::Orphans);
        }
        if let Some(c) = &self.closing {
            add(c.deadline, Timer::Close);
        }
        next
    }

    /// True once nothing will happen any more.
    pub fn has_ended(&self) -> bool {
        matches!(self.phase, Phase::Ended(_))
    }

    /// True while requests go straight to a server.
    pub fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Live { .. })
    }

    /// The server that has not answered the handshake yet, by its index.
    pub fn handshaking_with(&self) -> Option<usize> {
        matches!(self.phase, Phase::Handshake { .. }).then_some(self.host)
    }

    /// The session, or [`SessionId::NONE`] before the first handshake.
    pub fn session_id(&self) -> SessionId {
        self.session_id
    }

    /// Its password.
    pub fn password(&self) -> Password {
        self.password
    }

    /// The negotiated timeout in milliseconds; before the first handshake the one to ask for.
    pub fn timeout_ms(&self) -> u32 {
        self.timeout_ms
    }

    /// The highest zxid of any answer.
    pub fn last_zxid(&self) -> Zxid {
        self.last_zxid
    }

    /// Number of requests that wait or are under way.
    pub fn outstanding_count(&self) -> usize {
        self.queued.len() + self.sent.len()
    }

    fn refusal(&self) -> Option<Error> {
        match self.phase {
            Phase::Ended(State::Expired) => Some(Error::SessionExpired),
            Phase::Ended(State::AuthFailed) => Some(Error::AuthFailed),
            Phase::Ended(_) => Some(Error::Closed),
            _ => self.closing.as_ref().map(|_| Error::Closed),
        }
    }

    /// The sending interval: a third of the timeout, so that two pings may be lost.
    fn ping_deadline(&self) -> Instant {
        self.last_sent.plus((u64::from(self.timeout_ms) / 3).min(LONGEST_PING_MS))
    }

    /// Two thirds of the timeout: the last third is for finding another server.
    fn silence_deadline(&self) -> Instant {
        self.last_received.plus(u64::from(self.timeout_ms) * 2 / 3)
    }

    fn waits_for_connection(&self) -> bool {
        let offline = !matches!(self.phase, Phase::Live { .. } | Phase::Ended(_));
        offline && (!self.queued.is_empty() || !self.auth_queued.is_empty())
    }

    /// Moves requests from the queue to the write buffer while that has room.
    fn pump(&mut self, now: Instant) {
        if !matches!(self.phase, Phase::Live { .. }) {
            return;
        }
        while self.out.len() - self.out_written < WRITE_BUFFER_BYTES {
            let Some(mut request) = self.queued.pop_front() else { break };
            let xid = self.take_xid();
            set_xid(&mut request.frame, xid);
            self.out.extend_from_slice(&request.frame);
            self.account_for_output(now);
            self.sent.push_back(Sent {
                xid,
                end: self.stream_len,
                class: request.class,
                effect: request.effect,
                deadline: request.deadline,
                ticket: Some(request.ticket),
            });
        }
        if self.queued.is_empty() && self.closing.as_ref().is_some_and(|c| c.xid == 0) {
            let xid = self.take_xid();
            self.send(now, xid, &Request::CloseSession);
            if let Some(c) = &mut self.closing {
                c.xid = xid;
            }
        }
    }

    fn take_xid(&mut self) -> i32 {
        let xid = self.next_xid;
        self.next_xid = xid.checked_add(1).unwrap_or(1);
        xid
    }

    fn send(&mut self, now: Instant, xid: i32, request: &Request<'_>) {
        frame::write(&mut self.out, |w| {
            RequestHeader { xid, op: request.op_code().code() }.encode(w);
            request.encode_body(w);
        });
        self.account_for_output(now);
    }

    /// To be called whenever something was put into `out`.
    fn account_for_output(&mut self, now: Instant) {
        self.stream_len = self.stream_written + (self.out.len() - self.out_written) as u64;
        self.last_sent = now;
    }

    fn send_ping(&mut self, now: Instant) {
        self.send(now, xid::PING, &Request::Ping);
    }

    fn send_auth(&mut self, now: Instant, auth: Auth, ticket: Option<T>) {
        let request =
            Request::Auth { kind: 0, scheme: Cow::Borrowed(auth.scheme.as_str()), auth: Some(&auth.data) };
        frame::write(&mut self.out, |w| {
            RequestHeader { xid: xid::AUTH, op: OpCode::Auth.code() }.encode(w);
            request.encode_body(w);
        });
        self.account_for_output(now);
        self.auth_sent.push_back((auth, ticket));
    }

    fn tell_streams(&mut self, change: Change) {
        let watchers = self.watches.persistent();
        if !watchers.is_empty() {
            self.outputs.push_back(Output::SessionEvent { watchers, change });
        }
    }
}

fn earliest(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn set_xid(frame: &mut [u8], xid: i32) {
    if let Some(place) = frame.get_mut(4..8) {
        place.copy_from_slice(&xid.to_be_bytes());
    }
}

fn empty_reply() -> RawReply {
    RawReply { xid: 0, zxid: Zxid::ZERO, err: 0, body: Vec::new() }
}

#[cfg(test)]
mod tests;
