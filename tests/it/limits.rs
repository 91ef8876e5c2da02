//! Past a limit refusals are orderly, who was there before goes on, and a limit that may change while the server runs does.

use std::io::Read;
use std::net::TcpStream;

use zk_proto::Request;
use zk_proto::request::CreateMode;
use zkd_tests::conn::new_session;
use zkd_tests::ensemble::EnsembleUnderTest;
use zkd_tests::ops::create_request;
use zkd_tests::{Incoming, PATIENCE, Program, RawConn, ServerUnderTest, Settings, poll};

const THROTTLED: i32 = -127;
const NO_NODE: i32 = -101;

fn start(change: impl FnOnce(Settings) -> Settings) -> Option<ServerUnderTest> {
    // Apache's server takes the same keys; when it throttles depends on its threads' timing.
    let program = Program::under_test();
    program.is_zkd().then(|| ServerUnderTest::start(program, change(Settings::usual())))
}

fn metric(server: &ServerUnderTest, name: &str) -> i64 {
    let text = server.word("mntr");
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("zk_{name}\t")));
    line.and_then(|v| v.parse().ok()).unwrap_or_else(|| panic!("no {name} in {text}"))
}

/// A handshake for a new session; false if the server hangs up on it.
fn is_admitted(server: &ServerUnderTest) -> Option<RawConn> {
    let mut conn = RawConn::open(server.addr());
    matches!(conn.handshake(&new_session(30_000)), Incoming::Got(_)).then_some(conn)
}

#[test]
fn sessions_that_come_too_fast_are_refused_and_old_ones_go_on() {
    let Some(server) = start(|s| {
        s.with("connection_throttle_tokens", 3)
            .with("connection_throttle_fill_time", 3_600_000)
            .with("connection_throttle_fill_count", 1)
    }) else {
        return;
    };
    let mut old: Vec<RawConn> = (0..3).map(|_| is_admitted(&server).expect("there is a token")).collect();
    for _ in 0..20 {
        assert!(is_admitted(&server).is_none(), "there is none left");
    }
    assert_eq!(metric(&server, "connection_rejected"), 20);
    assert_eq!(metric(&server, "global_sessions"), 3, "who is refused costs no transaction");
    for (n, conn) in old.iter_mut().enumerate() {
        conn.create(&format!("/old{n}"), b"").expect("old sessions go on");
    }
}

#[test]
fn too_many_connections_are_refused_and_old_ones_go_on() {
    let Some(server) = start(|s| s.with("maxClientCnxns", 4)) else { return };
    let mut old: Vec<RawConn> = (0..3).map(|_| is_admitted(&server).expect("there is a place")).collect();
    let fourth = is_admitted(&server).expect("and one more");
    for _ in 0..10 {
        let mut stream = TcpStream::connect(server.addr()).expect("the kernel accepts");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        assert!(matches!(stream.read(&mut [0; 8]), Ok(0) | Err(_)), "closed without a word");
    }
    old.iter_mut().for_each(|conn| assert_eq!(conn.ping().err, 0));
    drop(fourth);
    poll(PATIENCE, || is_admitted(&server)).expect("the place is free again");
}

#[test]
fn requests_that_waited_too_long_are_refused_in_their_turn() {
    let Some(server) = start(|s| s.with("throttled_op_wait_time", 1)) else { return };
    let mut conn = RawConn::connect(server.addr(), 30_000);
    let mut done = 0;
    // How many are late depends on the disk; that some are is certain once enough come at once.
    let refused = poll(PATIENCE, || {
        let paths: Vec<String> = (done..done + 2000).map(|n| format!("/n{n}")).collect();
        let xids: Vec<i32> =
            paths.iter().map(|path| conn.send(&create_request(path, b"x", CreateMode::Persistent))).collect();
        let mut refused = Vec::new();
        for (xid, path) in xids.iter().zip(&paths) {
            let reply = conn.recv_reply().expect("an answer to each");
            assert_eq!(reply.xid, *xid, "in their order");
            assert!(matches!(reply.err, 0 | THROTTLED), "{}", reply.err);
            if reply.err == THROTTLED {
                refused.push(path.clone());
            }
        }
        done += 2000;
        (!refused.is_empty()).then_some(refused)
    });
    let refused = refused.expect("some wait for longer than a millisecond");
    assert!(metric(&server, "throttled_ops") >= refused.len() as i64);
    // What was refused was not done.
    let mut other = RawConn::connect(server.addr(), 30_000);
    for path in refused.iter().take(50) {
        let there = poll(PATIENCE, || match other.exists(path, false) {
            Err(THROTTLED) => None,
            answer => Some(answer.is_ok()),
        });
        assert_eq!(there, Some(false), "{path}");
    }
}

#[test]
fn with_too_many_requests_in_flight_everybody_waits_and_is_answered() {
    let Some(server) =
        start(|s| s.with("request_throttle_max_requests", 5).with("request_throttle_stall_time", 1))
    else {
        return;
    };
    let mut quiet = RawConn::connect(server.addr(), 1_000);
    let busy: Vec<_> = (0..4)
        .map(|n| {
            let addr = server.addr();
            std::thread::spawn(move || {
                let mut conn = RawConn::connect(addr, 30_000);
                for round in 0..10 {
                    let paths: Vec<String> = (0..100).map(|i| format!("/b{n}-{round}-{i}")).collect();
                    paths.iter().for_each(|p| {
                        assert!(conn.send(&create_request(p, b"", CreateMode::Persistent)) > 0)
                    });
                    paths.iter().for_each(|_| assert_eq!(conn.recv_reply().expect("an answer").err, 0));
                }
            })
        })
        .collect();
    // A session with little time that says little, too.
    while !busy.iter().all(std::thread::JoinHandle::is_finished) {
        assert_eq!(quiet.ping().err, 0);
    }
    busy.into_iter().for_each(|b| b.join().expect("all were answered"));
    assert!(quiet.exists("/b0-0-0", false).is_ok());
    assert_eq!(metric(&server, "outstanding_requests"), 0);
}

#[test]
fn with_too_many_requests_in_flight_a_server_says_how_it_is_and_takes_sessions_later() {
    if !Program::under_test().is_zkd() {
        return;
    }
    let mut ensemble = EnsembleUnderTest::start_with(3, |_, settings| {
        settings.with("request_throttle_max_requests", 5).with("request_throttle_stall_time", 60_000)
    });
    let leader = ensemble.wait_serving();
    let mut busy = ensemble.conn(leader);
    let mut second = ensemble.conn(leader);
    let followers = [(leader + 1) % 3, (leader + 2) % 3];
    followers.iter().for_each(|f| ensemble.members[*f].freeze());
    // Nobody acknowledges these.
    for n in 0..10 {
        busy.send(&create_request(&format!("/{n}"), b"", CreateMode::Persistent));
    }
    let server = &ensemble.members[leader];
    poll(PATIENCE, || (metric(server, "outstanding_requests") >= 5).then_some(()))
        .expect("they are in flight");
    assert_eq!(server.word("ruok"), "imok");
    second.send(&create_request("/second", b"", CreateMode::Persistent));
    let mut late = RawConn::open(server.addr());
    let mut hello = Vec::new();
    new_session(30_000).encode(&mut hello);
    late.send_frame(&hello);

    // The stall time is a minute: whoever waits is called when there is room.
    followers.iter().for_each(|f| ensemble.members[*f].thaw());
    (0..10).for_each(|_| assert_eq!(busy.recv_reply().expect("an answer").err, 0));
    assert_eq!(second.recv_reply().expect("an answer").err, 0);
    assert!(matches!(late.recv_frame(), Incoming::Got(_)));
}

#[test]
fn too_many_bytes_of_large_writes_close_the_connection_that_asks_for_more() {
    let Some(server) = start(|s| s.with("largeRequestThreshold", 1000).with("largeRequestMaxBytes", 10_000))
    else {
        return;
    };
    let mut small = RawConn::connect(server.addr(), 30_000);
    let large = vec![b'x'; 8_000];
    small.create("/one", &large).expect("one is no problem");
    small.create("/two", &large).expect("nor is the next when the first is done");
    let mut greedy = RawConn::connect(server.addr(), 30_000);
    let mut frames = Vec::new();
    for xid in 1..=30 {
        let (path, data) = (format!("/g{xid}"), [b'x'; 2_000]);
        let mut body = Vec::new();
        create_request(&path, &data, CreateMode::Persistent).encode_body(&mut body);
        let frame = zkd_tests::conn::request_frame(xid, zk_proto::OpCode::Create2.code(), &body);
        frames.extend((frame.len() as u32).to_be_bytes());
        frames.extend(frame);
    }
    greedy.send_bytes(&frames);
    assert!(greedy.closes(), "six of them are too much");
    assert_eq!(metric(&server, "large_requests_rejected"), 1);
    small.create("/small", b"x").expect("others go on");
    poll(PATIENCE, || small.create("/three", &large).ok())
        .expect("and the bytes of the closed one are free again");
}

#[test]
fn what_may_change_is_taken_up_on_sighup_and_the_rest_is_named() {
    let settings = || Settings::usual().with("maxClientCnxns", 3).with("4lw.commands.whitelist", "srvr,conf");
    let digest = |hash: &str| format!("super:{hash}ELw9L5Q8UQkYG6EDFvlCX3fJZ1w=");
    let key = "DigestAuthenticationProvider.superDigest";
    let Some(mut server) = start(|_| settings().with(key, digest(""))) else { return };
    let _two = [is_admitted(&server).expect("one"), is_admitted(&server).expect("two")];
    server.reconfigure(
        settings()
            .with("maxClientCnxns", 50)
            .with("4lw.commands.whitelist", "*")
            .with("tickTime", 700)
            .with(key, digest("canary")),
    );
    poll(PATIENCE, || server.log().contains("maxClientCnxns: 50 (was 3)").then_some(()))
        .expect("it is taken up");
    assert!(server.log().contains("tickTime: 700 takes a restart (is 500)"), "{}", server.log());
    let secret = format!("{key}: another secret takes a restart");
    assert!(server.log().contains(&secret) && !server.log().contains("canary"), "{}", server.log());
    let more: Vec<_> = (0..6).map(|_| is_admitted(&server).expect("there is room")).collect();
    assert!(server.word("conf").contains("maxClientCnxns=50\n"));
    assert!(server.word("mntr").contains("zk_num_alive_connections"), "a word that was not allowed before");
    // A file that would be refused at a start changes nothing.
    server.reconfigure(settings().with("maxClientCnxns", "many"));
    poll(PATIENCE, || server.log().contains("nothing was taken up").then_some(())).expect("it says so");
    assert!(server.word("conf").contains("maxClientCnxns=50\n"));
    assert!(is_admitted(&server).is_some());
    drop(more);
}

#[test]
fn slow_requests_are_told_of_with_their_path_and_phases() {
    let Some(server) = start(|s| s.with("slowRequest.thresholdMs", 1)) else { return };
    let mut conn = RawConn::connect(server.addr(), 30_000);
    let mut done = 0;
    let line = poll(PATIENCE, || {
        let paths: Vec<String> = (done..done + 1000).map(|n| format!("/slow{n}")).collect();
        paths.iter().for_each(|p| assert!(conn.send(&create_request(p, b"x", CreateMode::Persistent)) > 0));
        paths.iter().for_each(|_| drop(conn.recv_reply().expect("an answer")));
        done += 1000;
        let log = server.log();
        log.lines().find(|l| l.contains("slow request") && l.contains("/slow")).map(str::to_owned)
    });
    let line = line.expect("some take longer than a millisecond");
    for part in ["session=0x", "op=", "total_ms=", "queue_ms=", "log_ms=", "commit_ms=", "apply_ms=", "zxid="]
    {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert!(metric(&server, "slow_requests_count") > 0);
    let told = server.log().lines().filter(|l| l.contains("slow request")).count();
    assert!(told <= 10 * 60, "{told} lines: no more than ten a second");
}

/// Their transactions say an error and no more.
#[test]
fn slow_requests_that_fail_are_told_of_with_their_path() {
    let Some(server) = start(|s| s.with("slowRequest.thresholdMs", 1)) else { return };
    assert_failures_are_named(&server);
    let mut ensemble = EnsembleUnderTest::start_with(3, |_, s| s.with("slowRequest.thresholdMs", 1));
    let leader = ensemble.wait_serving();
    assert_failures_are_named(&ensemble.members[leader]);
    assert_failures_are_named(&ensemble.members[(leader + 1) % 3]);
}

#[track_caller]
fn assert_failures_are_named(server: &ServerUnderTest) {
    let mut conn = RawConn::connect(server.addr(), 30_000);
    let line = poll(PATIENCE, || {
        let set = Request::SetData { path: "/not-there".into(), data: Some(b"s3cr3t"), version: -1 };
        (0..1000).for_each(|_| assert!(conn.send(&set) > 0));
        (0..1000).for_each(|_| assert_eq!(conn.recv_reply().expect("an answer").err, NO_NODE));
        let log = server.log();
        log.lines().find(|line| line.contains("slow request") && line.contains("setData")).map(str::to_owned)
    });
    let line = line.expect("some take longer than a millisecond");
    assert!(line.contains("/not-there") && !line.contains("s3cr3t"), "{line}");
}
