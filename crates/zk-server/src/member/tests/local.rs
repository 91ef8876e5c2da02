//! Sessions that one member alone knows.

use super::*;
use crate::LocalSessions::{On, Upgraded};

const NONE: (SessionId, &[u8]) = (SessionId::NONE, &[0; 16]);

/// Three members that serve; their leader and one of the others.
fn three(local_sessions: LocalSessions) -> (World, ServerId, ServerId) {
    let mut w = World::with_local_sessions(3, local_sessions);
    for id in 1..=3 {
        w.start(ServerId(id));
    }
    w.pass(300);
    let leader = w.leader().expect("a leader");
    let follower = ServerId(if leader.0 == 3 { 1 } else { leader.0 + 1 });
    (w, leader, follower)
}

fn open(w: &mut World, id: ServerId, conn: ConnId) -> SessionId {
    let response = w.connect(id, conn, NONE.0, NONE.1);
    assert!(response.timeout_ms > 0);
    response.session_id
}

/// Takes a session up again; false if it has expired.
fn reopen(w: &mut World, id: ServerId, conn: ConnId, session: SessionId) -> bool {
    let password = zk_proto::reply::session_password(session);
    w.connect(id, conn, session, &password).timeout_ms > 0
}

fn ephemeral(path: &str) -> Request<'_> {
    Request::Create(CreateRequest { flags: 1, ..plain_create(path) })
}

fn ask(w: &mut World, id: ServerId, conn: ConnId, xid: i32, request: &Request<'_>) -> Option<i32> {
    w.submit(id, conn, xid, request);
    w.settle();
    w.replies(id, conn).into_iter().find(|h| h.xid == xid).map(|h| h.err)
}

fn log_len(w: &World, id: ServerId) -> usize {
    w.nodes[&id].disk.log.len()
}

fn locals(w: &World, id: ServerId) -> usize {
    w.nodes[&id].member.local_sessions().map_or(0, SessionTracker::len)
}

#[test]
fn a_local_session_costs_no_transaction_and_may_write() {
    let (mut w, leader, follower) = three(On);
    for id in [leader, follower] {
        let before = log_len(&w, leader);
        open(&mut w, id, C);
        assert_eq!((log_len(&w, leader), locals(&w, id)), (before, 1));
        assert_eq!(w.create(id, C, 1, &format!("/by-{id}")), Some(0));
        assert_eq!(ask(&mut w, id, C, 2, &ephemeral("/e")), Some(-120));
        let multi = Request::Multi(vec![Request::Create(plain_create("/m")), ephemeral("/e")]);
        assert_eq!(ask(&mut w, id, C, 3, &multi), Some(0), "the answer has the errors");
        assert_eq!(ask(&mut w, id, C, 4, &Request::CloseSession), Some(0));
        assert_eq!(w.nodes[&id].shell.clients.closed, [(C, CloseReason::SessionClosed)]);
        // The node, and two failures.
        assert_eq!((log_len(&w, leader), locals(&w, id)), (before + 3, 0));
        assert_eq!(w.nodes[&leader].shell.tree.sessions().count(), 0);
    }
    w.assert_all_alike();
}

#[test]
fn an_ephemeral_makes_a_local_session_one_of_the_ensemble() {
    let (mut w, leader, follower) = three(Upgraded);
    for id in [leader, follower] {
        let session = open(&mut w, id, C);
        // In one run of inputs: what is behind the create keeps its place.
        w.submit(id, C, 1, &Request::Create(plain_create(&format!("/p{id}"))));
        w.submit(id, C, 2, &ephemeral(&format!("/e{id}")));
        w.submit(id, C, 3, &Request::SetData { path: format!("/e{id}").into(), data: None, version: 0 });
        w.submit(id, C, 4, &Request::Exists { path: format!("/e{id}").into(), watch: false });
        w.settle();
        let replies = w.replies(id, C);
        assert_eq!(
            replies.iter().map(|h| (h.xid, h.err)).collect::<Vec<_>>(),
            [(1, 0), (2, 0), (3, 0), (4, 0)]
        );
        assert_eq!(locals(&w, id), 0);
        let tree = &w.nodes[&leader].shell.tree;
        assert_eq!(tree.sessions().collect::<Vec<_>>(), [(session, 10_000)]);
        assert_eq!(tree.ephemerals_of(session), [format!("/e{id}")]);
        // Any member takes it up now, and its close is a transaction.
        let other = if id == leader { follower } else { leader };
        assert!(reopen(&mut w, other, D, session));
        assert_eq!(ask(&mut w, other, D, 5, &Request::CloseSession), Some(0));
        assert_eq!(w.nodes[&leader].shell.tree.sessions().count(), 0);
    }
    w.assert_all_alike();
}

#[test]
fn a_multi_with_an_ephemeral_upgrades_and_one_without_does_not() {
    let (mut w, leader, follower) = three(Upgraded);
    open(&mut w, follower, C);
    let multi = Request::Multi(vec![Request::Create(plain_create("/a"))]);
    assert_eq!(ask(&mut w, follower, C, 1, &multi), Some(0));
    assert_eq!((locals(&w, follower), w.nodes[&leader].shell.tree.sessions().count()), (1, 0));
    let multi = Request::Multi(vec![Request::Create(plain_create("/b")), ephemeral("/e")]);
    assert_eq!(ask(&mut w, follower, C, 2, &multi), Some(0));
    assert_eq!((locals(&w, follower), w.nodes[&leader].shell.tree.sessions().count()), (0, 1));
    assert!(w.nodes[&leader].shell.tree.find("/e").is_some());
}

#[test]
fn a_local_session_is_taken_up_again_at_its_server_alone_and_ends_with_its_role() {
    let (mut w, leader, follower) = three(Upgraded);
    for id in [leader, follower] {
        let session = open(&mut w, id, C);
        assert!(reopen(&mut w, id, D, session));
        assert!(w.nodes[&id].shell.clients.closed.contains(&(C, CloseReason::ClientReconnect)));
        assert_eq!(w.create(id, D, 1, &format!("/by-{id}")), Some(0));
        let other = if id == leader { follower } else { leader };
        assert!(!reopen(&mut w, other, ConnId(9), session));
        assert!(reopen(&mut w, id, ConnId(10), session), "that was no harm to it");
    }
    let session = open(&mut w, follower, ConnId(11));
    w.kill(leader);
    w.pass(2000);
    assert!(w.leader().is_some());
    assert!(!reopen(&mut w, follower, ConnId(12), session));
    assert!(open(&mut w, follower, ConnId(13)).0 > session.0, "no id is given out twice");
}

#[test]
fn a_silent_local_session_expires_at_its_own_server() {
    let (mut w, leader, follower) = three(On);
    let before = log_len(&w, leader);
    let sessions = [leader, follower].map(|id| (id, open(&mut w, id, C), open(&mut w, id, D)));
    for _ in 0..4 {
        w.pass(4000);
        for (id, lively, _) in sessions {
            w.with(id, |m, _, t| m.touch(lively, t.now_ms));
        }
    }
    for (id, lively, silent) in sessions {
        let closed = &w.nodes[&id].shell.clients.closed;
        assert_eq!(closed[..], [(D, CloseReason::SessionExpired)], "at {id}, {leader} leads");
        assert_eq!(locals(&w, id), 1);
        assert!(!reopen(&mut w, id, ConnId(8), silent) && reopen(&mut w, id, ConnId(9), lively));
    }
    assert_eq!(log_len(&w, leader), before);
}

#[test]
fn a_connection_that_goes_with_its_close_under_way_leaves_nothing() {
    let (mut w, _, follower) = three(On);
    let session = open(&mut w, follower, C);
    // The close waits behind a write.
    w.submit(follower, C, 1, &Request::Create(plain_create("/a")));
    w.submit(follower, C, 2, &Request::CloseSession);
    assert!(!reopen(&mut w, follower, D, session), "it is about to end");
    let session = open(&mut w, follower, ConnId(5));
    w.with(follower, |m, s, t| {
        let frame = |xid: i32, request: &Request<'_>| {
            let mut bytes = Vec::new();
            RequestHeader { xid, op: request.op_code().code() }.encode(&mut bytes);
            request.encode_body(&mut bytes);
            bytes
        };
        let who = Arc::new(Identities::of_address("127.0.0.1".parse().unwrap()));
        for frame in [frame(1, &Request::Create(plain_create("/b"))), frame(2, &Request::CloseSession)] {
            let conn = ConnId(5);
            m.request(s, t, Incoming { conn, session, who: &who, frame: &frame, received_us: 0 });
        }
        m.disconnected(session, ConnId(5));
    });
    w.settle();
    assert_eq!(locals(&w, follower), 0);
}

/// The session was closed, and something that it asked for before is still under way to the leader.
#[test]
fn a_closed_session_is_not_taken_for_a_local_one() {
    let (mut w, leader, follower) = three(Upgraded);
    let session = open(&mut w, follower, C);
    assert_eq!(ask(&mut w, follower, C, 1, &ephemeral("/e")), Some(0));
    assert_eq!(ask(&mut w, follower, C, 3, &Request::CloseSession), Some(0));
    let unknown = SessionId(follower.0 << 56 | 0x77);
    let own = SessionId(leader.0 << 56 | 0x77);
    for (session, path, exists) in
        [(session, "/late", false), (unknown, "/unknown", true), (own, "/own", false)]
    {
        ask_and_watch(&mut w, leader, follower, session, &[(2, Some(path))]);
        assert_eq!(w.nodes[&leader].shell.tree.find(path).is_some(), exists, "{path}");
    }
    let (link, _) = w.links.iter().find(|(_, ends)| **ends == (follower, leader)).expect("a link");
    let link = *link;
    w.with(leader, |m, s, t| {
        let mut body = Vec::new();
        ephemeral("/foreign").encode_body(&mut body);
        let mut data = Vec::new();
        Forwarded { session: unknown, cxid: 9, op: OpCode::Create, body: &body }.encode(&mut data);
        m.link_packet(s, t, link, &QuorumPacket::new(PacketKind::Request, Zxid(-1), Some(&data)));
    });
    w.settle();
    assert!(w.nodes[&leader].shell.tree.find("/foreign").is_none(), "nobody would ever remove it");
    w.assert_all_alike();
}

/// A client that comes back while its session is being opened in the ensemble waits for that.
#[test]
fn a_session_that_is_being_upgraded_can_be_taken_up_again() {
    let (mut w, leader, follower) = three(Upgraded);
    let session = open(&mut w, follower, C);
    w.submit(follower, C, 1, &ephemeral("/e"));
    // What it sent is not delivered yet.
    let password = zk_proto::reply::session_password(session);
    let request = ConnectRequest { session_id: session, password: Some(&password), ..connect_request() };
    w.with(follower, |m, s, t| {
        m.disconnected(session, C);
        m.connect(s, t, D, &request, 0);
    });
    w.settle();
    let out = w.take(follower, D);
    let response = ConnectResponse::decode(&mut Reader::new(&out[4..])).unwrap();
    assert_eq!(response.session_id, session);
    assert_eq!(w.nodes[&leader].shell.tree.ephemerals_of(session), ["/e"]);
}

/// What the connection before had under way is done, or will never be, when the session is taken up again.
#[test]
fn a_local_session_is_taken_up_again_behind_what_it_asked_for() {
    let (mut w, _, follower) = three(On);
    let session = open(&mut w, follower, C);
    w.submit(follower, C, 1, &Request::Create(plain_create("/late")));
    let password = zk_proto::reply::session_password(session);
    let request = ConnectRequest { session_id: session, password: Some(&password), ..connect_request() };
    w.with(follower, |m, s, t| {
        m.disconnected(session, C);
        m.connect(s, t, D, &request, 0);
    });
    assert!(w.take(follower, D).is_empty(), "not yet");
    w.settle();
    assert_eq!(w.take(follower, D).len(), 4 + 37);
    assert!(w.nodes[&follower].shell.tree.find("/late").is_some());
    assert_eq!(w.create(follower, D, 2, "/next"), Some(0));
}

fn connect_request() -> ConnectRequest<'static> {
    ConnectRequest {
        protocol_version: 0,
        last_zxid_seen: Zxid::ZERO,
        timeout_ms: 10_000,
        session_id: SessionId::NONE,
        password: None,
        read_only: Some(false),
    }
}
