//! The AdminServer over HTTP. What Apache has as well is proven on it first (`ZKD_TEST_PEER`).

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};

use zkd_tests::ensemble::EnsembleUnderTest;
use zkd_tests::http::{ask, get};
use zkd_tests::server::free_port;
use zkd_tests::{PATIENCE, Program, RawConn, ServerUnderTest, Settings, poll};

/// A server with its AdminServer on a free port.
fn start(settings: Settings) -> (ServerUnderTest, u16) {
    let port = free_port();
    let settings = settings.with("admin.enableServer", true).with("admin.serverPort", port);
    let server = ServerUnderTest::start(Program::under_test(), settings);
    poll(PATIENCE, || ask(port, "GET", "/commands/ruok", &[], b"").ok()).expect("the AdminServer answers");
    (server, port)
}

#[test]
fn commands_have_apaches_names_and_fields() {
    let (server, port) = start(Settings::usual());
    let mut conn = RawConn::connect(server.addr(), 30_000);
    conn.create("/a", b"data").expect("create");
    for (command, fields) in [
        ("configuration", &["client_port", "data_dir", "tick_time", "max_client_cnxns", "server_id"][..]),
        ("connections", &["connections", "secure_connections"]),
        ("dirs", &["datadir_size", "logdir_size"]),
        ("dump", &["expiry_time_to_session_ids", "session_id_to_ephemeral_paths"]),
        ("environment", &["zookeeper.version", "os.name", "user.name"]),
        ("get_trace_mask", &["tracemask"]),
        ("hash", &["digests"]),
        ("initial_configuration", &["initial_configuration"]),
        ("is_read_only", &["read_only"]),
        ("last_snapshot", &["zxid", "timestamp"]),
        ("monitor", &["znode_count", "server_state", "avg_latency", "commit_count"]),
        ("ruok", &[]),
        ("server_stats", &["version", "read_only", "server_stats", "client_response", "node_count"]),
        ("stats", &["version", "connections"]),
        ("system_properties", &["os.name", "user.name"]),
        ("watch_summary", &["num_connections", "num_paths", "num_total_watches"]),
        ("watches", &["session_id_to_watched_paths"]),
        ("watches_by_path", &["path_to_session_ids"]),
        ("zabstate", &["voting", "zabstate"]),
    ] {
        let page = get(port, &format!("/commands/{command}"));
        assert_eq!(page.code, 200, "{command}");
        assert!(page.head.contains("content-type: application/json"), "{}", page.head);
        assert_eq!(page.field("command"), command);
        assert_eq!(page.field("error"), "null");
        fields.iter().for_each(|name| drop(page.field(name)));
    }
    for (alias, command) in [("srvr", "server_stats"), ("mntr", "monitor"), ("wchs", "watch_summary")] {
        assert_eq!(get(port, &format!("/commands/{alias}")).field("command"), command);
    }
    assert_eq!(get(port, "/commands/is_read_only").field("read_only"), "false");
    assert_eq!(get(port, "/commands/leader").field("error"), "server is not initialized");
    let unknown = get(port, "/commands/nope");
    assert_eq!((unknown.code, unknown.field("error").as_str()), (200, "Unknown command: nope"));
    assert!(get(port, "/commands").body.contains("<a href=\"/commands/ruok\">ruok</a>"));
    assert_eq!(get(port, "/elsewhere").code, 404);
    let nodes: i64 = get(port, "/commands/server_stats").field("node_count").parse().expect("a number");
    conn.create("/b", b"").expect("create");
    assert_eq!(get(port, "/commands/srvr").field("node_count"), (nodes + 1).to_string());
}

#[test]
fn probes_and_metrics_tell_what_is_the_case() {
    let program = Program::under_test();
    if !program.is_zkd() {
        return;
    }
    let (mut server, port) = start(Settings::usual());
    assert_eq!(get(port, "/livez").code, 200);
    let ready = get(port, "/readyz");
    assert_eq!((ready.code, ready.field("ready").as_str()), (200, "true"));
    let page = get(port, "/metrics");
    assert!(page.head.contains("version=0.0.4"), "{}", page.head);
    assert!(page.body.contains("\nznode_count 5\n"), "{}", page.body);
    assert!(page.body.contains("zkd_server_state{state=\"standalone\"} 1\n"));
    assert_eq!(ask(port, "POST", "/commands/ruok", &[], b"").expect("an answer").code, 405);
    assert_eq!(ask(port, "TRACE", "/commands/ruok", &[], b"").expect("an answer").code, 403);
    // A standalone zkd's own address is nobody else's.
    assert!(server.stop().success());
    assert!(ask(port, "GET", "/livez", &[], b"").is_err());
}

#[test]
fn a_member_is_ready_while_it_belongs_to_a_quorum() {
    if !Program::under_test().is_zkd() {
        return;
    }
    let ports = [free_port(), free_port(), free_port()];
    let mut ensemble = EnsembleUnderTest::start_with(3, |index, settings| {
        settings.with("admin.enableServer", true).with("admin.serverPort", ports[index])
    });
    let leader = ensemble.wait_serving();
    for port in ports {
        poll(PATIENCE, || (get(port, "/readyz").code == 200).then_some(())).expect("every member gets ready");
    }
    let both = poll(PATIENCE, || {
        let learners = get(ports[leader], "/commands/learners");
        (learners.body.matches("\"synced\" : true").count() == 2).then_some(learners)
    });
    assert!(both.is_some_and(|page| page.body.contains("\"lag_transactions\" : 0")));
    let follower = (leader + 1) % 3;
    assert_eq!(get(ports[follower], "/commands/learners").field("error"), "this server does not lead");
    assert_eq!(get(ports[follower], "/commands/leader").field("leader_id"), (leader + 1).to_string());

    for index in (0..3).filter(|index| *index != follower) {
        ensemble.members[index].kill9();
    }
    let alone = poll(PATIENCE, || Some(get(ports[follower], "/readyz")).filter(|page| page.code == 503));
    let alone = alone.expect("a member without a quorum is not ready");
    assert!(alone.body.contains("the member is not in service: looking"), "{}", alone.body);
    // It lives all the same: to kill it would help nobody.
    assert_eq!(get(ports[follower], "/livez").code, 200);
}

#[test]
fn strangers_at_the_admin_port_cost_nothing() {
    if !Program::under_test().is_zkd() {
        return;
    }
    let (server, port) = start(Settings::usual().with("admin.idleTimeout", 300));
    let connect = || TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).expect("connect");
    // Half a request, none, and one that never ends: each is closed, and nobody else waits for it longer than that.
    let mut half = connect();
    half.write_all(b"GET /livez HT").expect("write");
    let silent: Vec<TcpStream> = (0..80).map(|_| connect()).collect();
    let mut endless = connect();
    endless.write_all(b"GET /").expect("write");
    let piece = [b'a'; 4096];
    while endless.write_all(&piece).is_ok() {}
    assert_eq!(get(port, "/livez").code, 200);
    half.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let mut rest = Vec::new();
    let _ = half.read_to_end(&mut rest);
    assert!(!String::from_utf8_lossy(&rest).contains("200"));
    drop(silent);
    let mut conn = RawConn::connect(server.addr(), 30_000);
    conn.create("/served", b"").expect("create");
}
