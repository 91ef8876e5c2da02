//! A member that has lost its ensemble and answers reads (`readonlymode.enabled`).

use zk_proto::{Request, Zxid, connect::ConnectRequest};
use zkd_tests::conn::{known_session, new_session};
use zkd_tests::ensemble::{EnsembleUnderTest, FORM_LIMIT};
use zkd_tests::{Incoming, PATIENCE, RawConn, ServerUnderTest, poll};

const TIMEOUT_MS: i32 = 30_000;
const NOT_READ_ONLY: i32 = -119;

fn agrees() -> ConnectRequest<'static> {
    ConnectRequest { read_only: Some(true), ..new_session(TIMEOUT_MS) }
}

/// A session of a client that agrees to reads alone, and whether that is what it got.
fn try_connect(server: &ServerUnderTest, request: &ConnectRequest<'_>) -> Option<(RawConn, bool)> {
    let mut conn = RawConn::try_open(server.addr(), PATIENCE).ok()?;
    match conn.handshake(request) {
        Incoming::Got(r) if r.timeout_ms > 0 => Some((conn, r.read_only == Some(true))),
        _ => None,
    }
}

fn wait_for_mode(server: &ServerUnderTest, mode: &str) {
    let line = format!("Mode: {mode}");
    poll(FORM_LIMIT, || server.word("srvr").contains(&line).then_some(())).expect(mode);
}

#[test]
fn reads_go_on_without_a_quorum_and_writes_do_not() {
    let mut ensemble = EnsembleUnderTest::start_with(3, |_, s| {
        s.with("readonlymode.enabled", true).with("tickTime", 500).with("maxSessionTimeout", TIMEOUT_MS)
    });
    let mut before = ensemble.conn(0);
    before.create("/a", b"data").expect("create");
    let of_ensemble = before.session().clone();
    assert_eq!(ensemble.members[0].word("isro"), "rw");
    // In service a client that agrees to less gets everything.
    let (mut willing, read_only) = try_connect(&ensemble.members[0], &agrees()).expect("a session");
    assert!(!read_only);
    willing.create("/b", b"").expect("create");

    ensemble.members[1].kill9();
    ensemble.members[2].kill9();
    let alone = &ensemble.members[0];
    wait_for_mode(alone, "read-only");
    assert!(willing.closes());
    let said = alone.word("srvr");
    assert!(said.contains("READ-ONLY mode; serving only read-only clients"), "{said}");
    assert_eq!(alone.word("isro"), "ro");

    let (mut conn, read_only) = try_connect(alone, &agrees()).expect("a session");
    assert!(read_only, "the client is told");
    assert_eq!(conn.get_watch("/a", true).expect("get").0, b"data");
    assert_eq!(conn.set("/a", b"", -1), Err(NOT_READ_ONLY));
    assert_eq!(conn.create("/c", b""), Err(NOT_READ_ONLY));
    assert_eq!(conn.call(&Request::Sync { path: "/a".into() }).err, NOT_READ_ONLY);
    conn.ping();
    assert_eq!(conn.get("/a").expect("get").0, b"data");

    // The session lives here, and can be taken up again.
    let session = conn.hang_up().expect("a session");
    let again = ConnectRequest { read_only: Some(true), ..known_session(&session) };
    let (conn, read_only) = try_connect(alone, &again).expect("the same session");
    assert!(read_only);
    conn.close();
    let mut conn = RawConn::open(alone.addr());
    assert_eq!(
        conn.handshake(&again).expect("an answer").timeout_ms,
        0,
        "it was closed, and the client is told"
    );

    // Refused: who did not agree, who has seen more, and the sessions of the ensemble.
    assert!(try_connect(alone, &new_session(TIMEOUT_MS)).is_none());
    assert!(try_connect(alone, &ConnectRequest { read_only: None, ..agrees() }).is_none());
    assert!(try_connect(alone, &ConnectRequest { last_zxid_seen: Zxid(i64::MAX), ..agrees() }).is_none());
    let theirs = ConnectRequest { read_only: Some(true), ..known_session(&of_ensemble) };
    assert!(try_connect(alone, &theirs).is_none());

    // A quorum ends it, and the sessions with it; those of the ensemble have lived on.
    let (mut conn, _) = try_connect(alone, &agrees()).expect("a session");
    ensemble.members[1].launch();
    ensemble.members[2].launch();
    ensemble.wait_serving();
    assert!(conn.closes());
    let alone = &ensemble.members[0];
    assert_eq!(alone.word("isro"), "rw");
    let (mut conn, read_only) = try_connect(alone, &known_session(&of_ensemble)).expect("the old session");
    assert!(!read_only);
    conn.set("/a", b"more", -1).expect("set");
}

#[test]
fn sessions_of_a_member_alone_expire() {
    let mut ensemble =
        EnsembleUnderTest::start_with(2, |_, s| s.with("readonlymode.enabled", true).with("tickTime", 200));
    ensemble.members[1].kill9();
    let alone = &ensemble.members[0];
    wait_for_mode(alone, "read-only");
    let short = ConnectRequest { timeout_ms: 400, ..agrees() };
    let (mut conn, _) = try_connect(alone, &short).expect("a session");
    assert!(conn.closes(), "nothing was heard of it");
}

#[test]
fn without_the_switch_a_member_alone_serves_nobody() {
    let mut ensemble = EnsembleUnderTest::start_with(2, |_, s| s.with("tickTime", 200));
    ensemble.members[1].kill9();
    let alone = &ensemble.members[0];
    poll(FORM_LIMIT, || alone.word("srvr").contains("not currently serving").then_some(()))
        .expect("no leader");
    // Longer than the other mode would need to begin.
    let until = std::time::Instant::now() + std::time::Duration::from_secs(3);
    while std::time::Instant::now() < until {
        assert!(try_connect(alone, &agrees()).is_none());
    }
}
