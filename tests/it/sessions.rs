//! Sessions: their timeout, their end, and how they pass from one connection to the next.

use std::time::{Duration, Instant};
use zk_proto::request::CreateMode;
use zk_proto::{OpCode, Request};
use zkd_tests::conn::{known_session, new_session};
use zkd_tests::{Program, RawConn, ServerUnderTest, Settings, poll};

const TIMEOUT_MS: i32 = 30_000;
const SHORT_MS: i32 = 1000;
const NO_NODE: i32 = -101;

#[test]
fn the_timeout_is_kept_between_2_and_20_ticks() {
    let settings = Settings::usual().with("tickTime", 300).with("maxSessionTimeout", -1);
    let server = ServerUnderTest::start(Program::under_test(), settings);
    for (asked, given) in
        [(0, 600), (599, 600), (601, 601), (6000, 6000), (6001, 6000), (-5, 600), (i32::MAX, 6000)]
    {
        let mut conn = RawConn::open(server.addr());
        let response = conn.handshake(&new_session(asked)).expect("connect response");
        assert_eq!(response.timeout_ms, given, "asked for {asked}");
        conn.close();
    }
}

#[test]
fn a_session_uses_one_zxid_to_open_and_one_to_close() {
    let server = ServerUnderTest::start_usual();
    let mut watcher = RawConn::connect(server.addr(), TIMEOUT_MS);
    let before = watcher.ping().zxid;
    RawConn::connect(server.addr(), TIMEOUT_MS).close();
    assert_eq!(watcher.ping().zxid, before + 2);
}

#[test]
fn a_session_that_expires_without_a_connection_is_counted_and_told() {
    let server = ServerUnderTest::start_usual();
    let mut watcher = RawConn::connect(server.addr(), TIMEOUT_MS);
    let mut gone = RawConn::connect(server.addr(), SHORT_MS);
    let session = gone.session().id;
    gone.create_as("/gone", b"", CreateMode::Ephemeral).expect("create");
    drop(gone);
    poll(Duration::from_secs(20), || (watcher.get("/gone").err() == Some(NO_NODE)).then_some(()))
        .expect("it expires");
    let count = server.word("mntr");
    assert!(count.contains("zk_stale_sessions_expired\t1\n"), "{count}");
    let log = server.log();
    assert!(log.contains(&format!("Expiring session {session}, timeout of {SHORT_MS}ms exceeded")), "{log}");
}

#[test]
fn a_silent_session_expires_and_takes_its_ephemerals_along() {
    let server = ServerUnderTest::start_usual();
    let mut watcher = RawConn::connect(server.addr(), TIMEOUT_MS);
    let mut lively = RawConn::connect(server.addr(), SHORT_MS);
    let mut silent = RawConn::connect(server.addr(), SHORT_MS);
    lively.create_as("/lively", b"", CreateMode::Ephemeral).expect("create");
    let started = Instant::now();
    silent.create_as("/silent", b"", CreateMode::Ephemeral).expect("create");
    let gone = poll(zkd_tests::PATIENCE, || {
        lively.ping();
        watcher.exists("/silent", false).is_err().then_some(())
    });
    assert!(gone.is_some(), "the session does not expire");
    let lived = started.elapsed();
    assert!(lived >= Duration::from_millis(SHORT_MS as u64), "expired after {lived:?} already");
    assert!(lived < Duration::from_millis(6000), "expired after {lived:?} only");
    assert!(silent.closes(), "the socket of an expired session is closed");
    let session = silent.hang_up().expect("session");
    assert!(RawConn::reattach(server.addr(), &session).is_none(), "an expired session stays expired");
    assert!(watcher.exists("/lively", false).is_ok(), "pings keep a session alive");
}

#[test]
fn a_client_that_comes_back_in_time_keeps_its_ephemerals() {
    let server = ServerUnderTest::start_usual();
    let mut conn = RawConn::connect(server.addr(), TIMEOUT_MS);
    conn.create_as("/mine", b"", CreateMode::Ephemeral).expect("create");
    let id = conn.session().id;
    let session = conn.hang_up().expect("session");
    let mut again = RawConn::reattach(server.addr(), &session).expect("the session lives");
    assert_eq!(again.session(), &session);
    assert_eq!(again.exists("/mine", false).map(|stat| stat.ephemeral_owner), Ok(id));
    let reply = again.call(&Request::GetEphemerals { prefix: None });
    assert_eq!(reply.names(), ["/mine"]);
    again.close();
    let mut other = RawConn::connect(server.addr(), TIMEOUT_MS);
    assert_eq!(other.exists("/mine", false).map(drop), Err(NO_NODE), "closing deletes at once");
}

#[test]
fn a_second_connection_takes_the_session_over() {
    let server = ServerUnderTest::start_usual();
    let mut first = RawConn::connect(server.addr(), TIMEOUT_MS);
    first.get_watch("/", true).expect("watch");
    let session = first.session().clone();
    let mut second = RawConn::reattach(server.addr(), &session).expect("the session lives");
    assert!(first.closes(), "the connection before is closed");
    second.create_as("/taken", b"", CreateMode::Ephemeral).expect("create");
    second.set("/", b"x", -1).expect("set");
    assert_eq!(second.settled_events(), [], "watches stay with the connection that set them");
    let mut third = RawConn::reattach(server.addr(), &session).expect("the session lives");
    assert!(second.closes());
    assert!(third.exists("/taken", false).is_ok());
}

#[test]
fn a_new_handshake_negotiates_the_timeout_anew() {
    let server = ServerUnderTest::start_usual();
    let session = RawConn::connect(server.addr(), 5000).hang_up().expect("session");
    let mut again = RawConn::open(server.addr());
    let request = zk_proto::connect::ConnectRequest { timeout_ms: 7000, ..known_session(&session) };
    let response = again.handshake(&request).expect("connect response");
    assert_eq!((response.timeout_ms, response.session_id), (7000, session.id));
}

#[test]
fn a_closed_session_is_gone_for_good() {
    let server = ServerUnderTest::start_usual();
    let conn = RawConn::connect(server.addr(), TIMEOUT_MS);
    let session = conn.session().clone();
    conn.close();
    assert!(RawConn::reattach(server.addr(), &session).is_none());
}

#[test]
fn the_ephemerals_of_a_session_are_its_own() {
    let server = ServerUnderTest::start_usual();
    let mut one = RawConn::connect(server.addr(), TIMEOUT_MS);
    let mut two = RawConn::connect(server.addr(), TIMEOUT_MS);
    one.create("/e", b"").expect("create");
    one.create_as("/e/1", b"", CreateMode::Ephemeral).expect("create");
    let sequential = one.create_as("/e/2-", b"", CreateMode::EphemeralSequential).expect("create");
    two.create_as("/e/3", b"", CreateMode::Ephemeral).expect("create");
    assert_eq!(one.create("/e/1/child", b""), Err(-108), "ephemerals have no children");
    let all = |conn: &mut RawConn, prefix: Option<&'static str>| {
        conn.call(&Request::GetEphemerals { prefix: prefix.map(Into::into) }).names()
    };
    assert_eq!(all(&mut one, None), ["/e/1".to_owned(), sequential.clone()]);
    assert_eq!(all(&mut one, Some("/")), ["/e/1".to_owned(), sequential]);
    assert_eq!(all(&mut one, Some("/e/1")), ["/e/1"]);
    assert_eq!(all(&mut two, Some("/e")), ["/e/3"]);
    assert_eq!(two.delete("/e/1", -1), Ok(()), "but anybody with the right may delete them");
    one.close();
    assert_eq!(two.children("/e", false), Ok(vec!["3".to_owned()]));
}

#[test]
fn session_ids_are_never_given_twice() {
    let server = ServerUnderTest::start_usual();
    let mut ids: Vec<i64> = (0..50)
        .map(|_| {
            let conn = RawConn::connect(server.addr(), TIMEOUT_MS);
            let id = conn.session().id.0;
            conn.close();
            id
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 50);
    assert!(!ids.contains(&0));
}

#[test]
fn requests_behind_a_close_are_not_answered() {
    let server = ServerUnderTest::start_usual();
    let mut conn = RawConn::connect(server.addr(), TIMEOUT_MS);
    let mut bytes = Vec::new();
    for (xid, op) in [(1, OpCode::CloseSession), (2, OpCode::WhoAmI), (3, OpCode::WhoAmI)] {
        zk_proto::frame::write(&mut bytes, |out| {
            out.extend(zkd_tests::conn::request_frame(xid, op.code(), &[]))
        });
    }
    conn.send_bytes(&bytes);
    let reply = conn.recv_reply().expect("reply");
    assert_eq!((reply.xid, reply.err, reply.body.len()), (1, 0, 0));
    assert!(conn.closes());
}

#[test]
fn containers_and_ttl_nodes_go_when_nobody_needs_them() {
    let settings = Settings::usual().with("znode.container.checkIntervalMs", 200);
    let server = ServerUnderTest::start(Program::under_test(), settings);
    let mut conn = RawConn::connect(server.addr(), TIMEOUT_MS);
    conn.create_as("/container", b"", CreateMode::Container).expect("create");
    conn.create("/container/child", b"").expect("create");
    conn.create_as("/fresh", b"", CreateMode::Container).expect("create");
    let request = Request::Create(zk_proto::request::CreateRequest {
        op: OpCode::CreateTtl,
        path: "/ttl".into(),
        data: None,
        acl: zk_proto::AclBytes::OPEN,
        flags: CreateMode::Ttl as i32,
        ttl_ms: 50,
    });
    let (path, stat) = conn.call(&request).path_and_stat();
    assert_eq!((path.as_str(), stat.ephemeral_owner.0), ("/ttl", 0));
    conn.create_as("/long", b"", CreateMode::Ttl).expect("create");
    let gone = |conn: &mut RawConn, path: &str| {
        poll(zkd_tests::PATIENCE, || conn.exists(path, false).is_err().then_some(())).is_some()
    };
    assert!(gone(&mut conn, "/ttl"), "its time is over");
    assert!(conn.exists("/container", false).is_ok(), "it has a child");
    conn.delete("/container/child", -1).expect("delete");
    assert!(gone(&mut conn, "/container"), "its last child is gone");
    assert!(conn.exists("/fresh", false).is_ok(), "it never had a child");
    assert!(conn.exists("/long", false).is_ok(), "its time is not over");
}
