//! The machine as a whole: frames in, frames out, with a shell that is only memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::reply::ReplyHeader;
use zk_proto::request::{CreateRequest, RequestHeader};
use zk_proto::{AclBytes, ErrorCode, OpCode, Reader, Request, SessionId, Zxid};
use zk_tree::watches::EventSink;
use zk_tree::{AclList, ConnId, DataTree, Identities, WatchTable};

use crate::{CloseReason, Completed, Incoming, Server, ServerConfig, Sink, Times};

#[derive(Default)]
struct Memory {
    out: BTreeMap<ConnId, Vec<u8>>,
    sessions: BTreeMap<ConnId, (SessionId, i32)>,
    closed: Vec<(ConnId, CloseReason)>,
    /// What was said of requests that no transaction names.
    unnamed: Vec<(Completed, Vec<u8>)>,
}

impl EventSink for Memory {
    fn event(&mut self, conn: ConnId, _: &AclList, packet: &[u8]) {
        self.out.entry(conn).or_default().extend_from_slice(packet);
    }
}

impl Sink for Memory {
    fn send(&mut self, conn: ConnId, write: impl FnOnce(&mut Vec<u8>)) {
        write(self.out.entry(conn).or_default());
    }
    fn session_attached(&mut self, conn: ConnId, session: SessionId, timeout_ms: i32) {
        self.sessions.insert(conn, (session, timeout_ms));
    }
    fn completed(&mut self, _: Completed) {}
    fn completed_unnamed(&mut self, done: Completed, request: &[u8]) {
        self.unnamed.push((done, request.to_vec()));
    }
    fn close(&mut self, conn: ConnId, reason: CloseReason) {
        self.closed.push((conn, reason));
    }
}

struct World {
    server: Server,
    tree: DataTree,
    watches: WatchTable,
    sink: Memory,
    who: Arc<Identities>,
    now_ms: u64,
}

const A: ConnId = ConnId(1);
const B: ConnId = ConnId(2);

impl World {
    fn new() -> World {
        let tree = DataTree::new(1);
        let config = ServerConfig {
            tick_ms: 1000,
            min_session_timeout_ms: 4000,
            max_session_timeout_ms: 40_000,
            container_check_interval_ms: 1000,
            ..ServerConfig::default()
        };
        let server = Server::new(config, &tree, Times { now_ms: 0, wall_ms: 1_700_000_000_000 });
        World {
            server,
            tree,
            watches: WatchTable::new(),
            sink: Memory::default(),
            who: Arc::new(Identities::of_address("127.0.0.1".parse().unwrap())),
            now_ms: 0,
        }
    }

    fn times(&self) -> Times {
        Times { now_ms: self.now_ms, wall_ms: 1_700_000_000_000 + self.now_ms as i64 }
    }

    fn commit(&mut self) {
        let batch = self.server.take_batch();
        let times = self.times();
        self.server.commit(&batch, &mut self.tree, &mut self.watches, times, &mut self.sink);
        self.server.recycle(batch);
    }

    fn connect(&mut self, conn: ConnId, session: SessionId, password: &[u8]) -> Option<ConnectResponse> {
        let request = ConnectRequest {
            protocol_version: 0,
            last_zxid_seen: Zxid::ZERO,
            timeout_ms: 10_000,
            session_id: session,
            password: Some(password),
            read_only: Some(false),
        };
        let times = self.times();
        self.server.connect(&self.tree, times, conn, &request, 0, &mut self.sink);
        self.commit();
        let out = std::mem::take(self.sink.out.entry(conn).or_default());
        (!out.is_empty()).then(|| ConnectResponse::decode(&mut Reader::new(&out[4..])).unwrap())
    }

    fn submit(&mut self, conn: ConnId, xid: i32, request: &Request<'_>) {
        let mut frame = Vec::new();
        RequestHeader { xid, op: request.op_code().code() }.encode(&mut frame);
        request.encode_body(&mut frame);
        let session = self.sink.sessions[&conn].0;
        let who = self.who.clone();
        let incoming = Incoming { conn, session, who: &who, frame: &frame, received_us: 0 };
        self.server.request(&self.tree, self.times(), incoming);
    }

    /// The headers that the connection got, with the bodies behind them.
    fn replies(&mut self, conn: ConnId) -> Vec<(ReplyHeader, Vec<u8>)> {
        let out = std::mem::take(self.sink.out.entry(conn).or_default());
        let mut rest = &out[..];
        let mut replies = Vec::new();
        while let Some((body, tail)) = zk_proto::frame::split(rest, 1 << 20).unwrap() {
            let mut r = Reader::new(body);
            replies.push((ReplyHeader::decode(&mut r).unwrap(), r.rest().to_vec()));
            rest = tail;
        }
        replies
    }
}

fn create(path: &str, flags: i32) -> Request<'_> {
    Request::Create(CreateRequest {
        op: OpCode::Create,
        path: path.into(),
        data: Some(b""),
        acl: AclBytes::OPEN,
        flags,
        ttl_ms: -1,
    })
}

#[test]
fn what_no_transaction_names_is_named_by_how_the_request_began() {
    let mut w = World::new();
    w.connect(A, SessionId::NONE, &[]).unwrap();
    w.submit(A, 1, &create("/a", 0));
    w.submit(A, 2, &create("/a", 0));
    w.submit(A, 3, &Request::Exists { path: "/a".into(), watch: false });
    w.submit(A, 4, &Request::SetData { path: "/b".into(), data: Some(b"secret"), version: -1 });
    w.commit();
    let began = |xid: i32, op: OpCode, path: &[u8]| {
        let mut bytes = Vec::new();
        RequestHeader { xid, op: op.code() }.encode(&mut bytes);
        bytes.extend_from_slice(&(path.len() as i32).to_be_bytes());
        bytes.extend_from_slice(path);
        bytes
    };
    let told: Vec<_> = w.sink.unnamed.iter().map(|(d, bytes)| (d.xid, d.err, bytes.clone())).collect();
    let mut exists = began(3, OpCode::Exists, b"/a");
    exists.push(0);
    assert_eq!(
        told,
        [
            (2, ErrorCode::NodeExists.code(), began(2, OpCode::Create, b"/a")),
            (3, 0, exists),
            (4, ErrorCode::NoNode.code(), began(4, OpCode::SetData, b"/b")),
        ]
    );
}

#[test]
fn what_is_refused_is_answered_in_its_turn_and_not_done() {
    let mut w = World::new();
    w.connect(A, SessionId::NONE, &[]).unwrap();
    let refuse = |w: &mut World, xid: i32, request: &Request<'_>| {
        let mut frame = Vec::new();
        RequestHeader { xid, op: request.op_code().code() }.encode(&mut frame);
        request.encode_body(&mut frame);
        let (session, who) = (w.sink.sessions[&A].0, w.who.clone());
        let incoming = Incoming { conn: A, session, who: &who, frame: &frame, received_us: 0 };
        w.server.refuse(w.times(), &incoming, ErrorCode::ThrottledOp)
    };
    w.submit(A, 1, &create("/a", 0));
    assert!(refuse(&mut w, 2, &create("/b", 0)));
    assert!(refuse(&mut w, 3, &Request::GetData { path: "/a".into(), watch: false }));
    w.submit(A, 4, &create("/c", 0));
    assert!(!refuse(&mut w, 5, &Request::Ping) && !refuse(&mut w, 6, &Request::CloseSession));
    w.commit();
    let answers: Vec<_> = w.replies(A).into_iter().map(|(h, _)| (h.xid, h.err)).collect();
    assert_eq!(answers, [(1, 0), (2, -127), (3, -127), (4, 0)]);
    assert!(w.tree.find("/b").is_none() && w.tree.find("/c").is_some());
}

#[test]
fn reads_between_two_writes_see_the_first_and_not_the_second() {
    let mut w = World::new();
    w.connect(A, SessionId::NONE, &[]).unwrap();
    let set = |d: &'static [u8]| Request::SetData { path: "/a".into(), data: Some(d), version: -1 };
    let get = Request::GetData { path: "/a".into(), watch: false };
    w.submit(A, 1, &create("/a", 0));
    w.submit(A, 2, &set(b"one"));
    w.submit(A, 3, &get);
    w.submit(A, 4, &set(b"two"));
    w.submit(A, 5, &get);
    assert!(w.replies(A).is_empty(), "nothing is answered before it is durable");
    w.commit();
    let replies = w.replies(A);
    assert_eq!(replies.iter().map(|(h, _)| h.xid).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(replies[2].1[..7], *b"\0\0\0\x03one");
    assert_eq!(replies[4].1[..7], *b"\0\0\0\x03two");
    assert_eq!(replies[2].0.zxid, replies[1].0.zxid);
}

#[test]
fn an_event_comes_before_the_reply_to_the_write_that_caused_it() {
    let mut w = World::new();
    w.connect(A, SessionId::NONE, &[]).unwrap();
    w.submit(A, 1, &Request::Exists { path: "/a".into(), watch: true });
    w.submit(A, 2, &create("/a", 0));
    w.commit();
    let xids: Vec<i32> = w.replies(A).iter().map(|(h, _)| h.xid).collect();
    assert_eq!(xids, [1, -1, 2]);
}

#[test]
fn failed_and_undecodable_writes_take_a_zxid_each() {
    let mut w = World::new();
    w.connect(A, SessionId::NONE, &[]).unwrap();
    w.submit(A, 1, &create("/no/parent", 0));
    let session = w.sink.sessions[&A].0;
    let mut frame = Vec::new();
    RequestHeader { xid: 2, op: OpCode::Create.code() }.encode(&mut frame);
    let who = w.who.clone();
    let incoming = Incoming { conn: A, session, who: &who, frame: &frame, received_us: 0 };
    w.server.request(&w.tree, w.times(), incoming);
    w.submit(A, 3, &create("/a", 0));
    w.commit();
    let seen: Vec<_> = w.replies(A).iter().map(|(h, _)| (h.zxid.0, h.err)).collect();
    assert_eq!(seen, [(2, ErrorCode::NoNode.code()), (3, ErrorCode::MarshallingError.code()), (4, 0)]);
}

#[test]
fn sessions_are_taken_over_only_with_their_password() {
    let mut w = World::new();
    let first = w.connect(A, SessionId::NONE, &[]).unwrap();
    assert_eq!(first.timeout_ms, 10_000);
    let wrong = w.connect(B, first.session_id, &[0; 16]).unwrap();
    assert_eq!(wrong, ConnectResponse::expired(Some(false)));
    assert_eq!(w.sink.closed, [(B, CloseReason::InvalidSession)]);
    let right = w.connect(B, first.session_id, &first.password).unwrap();
    assert_eq!(right.session_id, first.session_id);
    assert_eq!(w.sink.closed[1], (A, CloseReason::ClientReconnect));
}

#[test]
fn an_expired_session_takes_its_ephemerals_and_its_connection_along() {
    let mut w = World::new();
    w.connect(A, SessionId::NONE, &[]).unwrap();
    w.submit(A, 1, &create("/e", 1));
    w.commit();
    assert!(w.tree.find("/e").is_some());
    w.now_ms = w.server.next_timeout_ms().max(10_000);
    w.server.tick(&w.tree, w.times());
    w.now_ms = 11_000;
    w.server.tick(&w.tree, w.times());
    w.commit();
    assert!(w.tree.find("/e").is_none());
    assert_eq!(w.tree.sessions().count(), 0);
    assert_eq!(w.sink.closed, [(A, CloseReason::SessionExpired)]);
}

#[test]
fn what_waits_behind_a_write_keeps_its_session_alive() {
    let mut w = World::new();
    w.connect(A, SessionId::NONE, &[]).unwrap();
    // Its commit takes long.
    w.submit(A, 1, &create("/e", 1));
    w.now_ms = 9_000;
    w.submit(A, zk_proto::op::xid::PING, &Request::Ping);
    for now_ms in [11_000, 18_999] {
        w.now_ms = now_ms;
        w.server.tick(&w.tree, w.times());
    }
    w.commit();
    assert!(w.tree.find("/e").is_some() && w.sink.closed.is_empty());
    w.now_ms = 20_000;
    w.server.tick(&w.tree, w.times());
    w.commit();
    assert_eq!(w.sink.closed, [(A, CloseReason::SessionExpired)]);
}

#[test]
fn a_sync_that_a_learner_forwards_keeps_its_session_alive() {
    let mut w = World::new();
    let ask = |w: &mut World, op: OpCode, body: &[u8]| {
        let request = zk_proto::quorum::Forwarded { session: SessionId(7), cxid: 1, op, body };
        let (times, who) = (w.times(), Identities::default());
        w.server.forwarded(&w.tree, times, zk_zab::LinkId(1), &request, &who);
        w.commit();
    };
    ask(&mut w, OpCode::CreateSession, &10_000i32.to_be_bytes());
    w.now_ms = 9_000;
    ask(&mut w, OpCode::Sync, b"");
    for (now_ms, left) in [(18_999, 1), (20_000, 0)] {
        w.now_ms = now_ms;
        w.server.tick(&w.tree, w.times());
        w.commit();
        assert_eq!(w.tree.sessions().count(), left, "at {now_ms}");
    }
}

#[test]
fn a_write_of_a_closing_session_fails_as_expired() {
    let mut w = World::new();
    w.connect(A, SessionId::NONE, &[]).unwrap();
    w.submit(A, 1, &create("/e", 1));
    w.submit(A, 2, &Request::CloseSession);
    w.submit(A, 3, &create("/late", 1));
    w.commit();
    let errs: Vec<i32> = w.replies(A).iter().map(|(h, _)| h.err).collect();
    assert_eq!(errs, [0, 0, ErrorCode::SessionExpired.code()]);
    assert!(w.tree.find("/e").is_none() && w.tree.find("/late").is_none());
}

#[test]
fn a_client_that_has_seen_more_is_turned_away() {
    let mut w = World::new();
    let request = ConnectRequest {
        protocol_version: 0,
        last_zxid_seen: Zxid(99),
        timeout_ms: 1,
        session_id: SessionId::NONE,
        password: None,
        read_only: None,
    };
    let times = w.times();
    w.server.connect(&w.tree, times, A, &request, 0, &mut w.sink);
    assert_eq!(w.sink.closed, [(A, CloseReason::ClientAhead)]);
    assert!(w.server.is_idle());
}

#[test]
fn used_containers_are_reaped_by_the_clock() {
    let mut w = World::new();
    w.connect(A, SessionId::NONE, &[]).unwrap();
    let Request::Create(mut c) = create("/c", 4) else { panic!() };
    c.op = OpCode::CreateContainer;
    w.submit(A, 1, &Request::Create(c));
    w.submit(A, 2, &create("/c/x", 0));
    w.submit(A, 3, &Request::Delete { path: "/c/x".into(), version: -1 });
    w.commit();
    w.now_ms = 1000;
    w.server.tick(&w.tree, w.times());
    w.commit();
    assert!(w.tree.find("/c").is_none());
}

#[test]
fn unknown_operations_are_answered_and_end_the_connection() {
    let mut w = World::new();
    w.connect(A, SessionId::NONE, &[]).unwrap();
    let session = w.sink.sessions[&A].0;
    let who = w.who.clone();
    for op in [OpCode::Check.code(), OpCode::CreateSession.code(), 0, 999] {
        let mut frame = Vec::new();
        RequestHeader { xid: 9, op }.encode(&mut frame);
        let incoming = Incoming { conn: A, session, who: &who, frame: &frame, received_us: 0 };
        w.server.request(&w.tree, w.times(), incoming);
        w.commit();
        let (h, body) = w.replies(A).pop().unwrap();
        assert_eq!((h.xid, h.zxid, h.err, body.len()), (9, Zxid(-1), ErrorCode::Unimplemented.code(), 0));
        assert_eq!(w.sink.closed.pop(), Some((A, CloseReason::BadOperation)));
    }
}

/// Weak point of Apache's: ids come from the time since boot, so that a reboot may give out those of other sessions again.
#[test]
fn a_session_id_is_given_out_once_whatever_the_clock_does() {
    const DAY_MS: i64 = 86_400_000;
    let mut w = World::new();
    let mut seen = std::collections::BTreeSet::new();
    let (mut last_of_boot, mut conns) = (0, (100..).map(ConnId));
    // The clock stands still, goes back by ten years and on from there, begins with the machine, and is right again.
    let now = 1_700_000_000_000;
    for wall_ms in
        [now, now, now, now - 3650 * DAY_MS, now - 3650 * DAY_MS + 1, 0, 0, 0, -1, i64::MAX, now, now + 1]
    {
        let config = ServerConfig { server_id: 3, ..ServerConfig::default() };
        w.server = Server::new(config, &w.tree, Times { now_ms: w.now_ms, wall_ms });
        for (closes, conn) in [false, true, true, false].into_iter().zip(conns.by_ref()) {
            let session = w.connect(conn, SessionId::NONE, &[0; 16]).expect("a session").session_id;
            assert!(seen.insert(session), "{session} at {wall_ms} was given out before");
            assert_eq!(session.0 >> 56, 3, "the server's number is in front");
            last_of_boot = session.0;
            // Of one that is closed the tree knows nothing any more.
            if closes {
                w.submit(conn, 1, &Request::CloseSession);
                w.commit();
                assert!(w.tree.session_timeout_ms(session).is_none());
            }
        }
    }
    // Whoever has an id has not got the password of another's: it is not the id with a constant, nor the one of a neighbour.
    let password = |id| zk_proto::reply::session_password(SessionId(id));
    assert_ne!(password(last_of_boot), password(last_of_boot + 1));
    assert!(
        w.connect(A, SessionId(last_of_boot), &password(last_of_boot + 1)).is_some_and(|r| r.timeout_ms == 0)
    );
}
