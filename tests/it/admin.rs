//! The AdminServer over HTTP. What Apache has as well is proven on it first (`ZKD_TEST_PEER`).

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};

use zkd_tests::ensemble::{EnsembleUnderTest, FORM_LIMIT};
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
    let voters = get(port, "/commands/voting_view");
    assert_eq!(
        (voters.field("error"), voters.body.contains("\"current_config\" : { }")),
        ("null".into(), true)
    );
    assert_eq!(get(port, "/commands/orst").field("command"), "observer_connection_stat_reset");
    assert_eq!(get(port, "/commands/set_trace_mask?traceMask=34").field("tracemask"), "34");
    assert_eq!(get(port, "/commands/gtmk").field("tracemask"), "34");
    let wrong = get(port, "/commands/stmk?traceMask=x").field("error");
    assert_eq!(wrong, "setTraceMask requires long traceMask argument, got x");
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
fn members_count_elections_and_what_they_propose_and_learn() {
    if !Program::under_test().is_zkd() {
        return;
    }
    let mut ensemble = EnsembleUnderTest::start_with(3, |_, settings| settings.with("enforceQuota", true));
    let leader = ensemble.wait_serving();
    let follower = (leader + 1) % 3;
    let mut conn = ensemble.conn(follower);
    conn.create("/a", b"12345").expect("create");
    let mut watcher = ensemble.conn(follower);
    for _ in 0..2 {
        watcher.get_watch("/a", true).expect("a watch");
        conn.get_watch("/a", true).expect("another");
        conn.set("/a", b"123", -1).expect("set");
        assert_eq!(watcher.next_event().path, "/a");
        assert_eq!(conn.next_event().path, "/a");
    }
    conn.create("/zookeeper/quota/a", b"").expect("create");
    conn.create("/zookeeper/quota/a/zookeeper_limits", b"count=9,bytes=-1=;byteHardLimit=20")
        .expect("create");
    conn.create("/zookeeper/quota/a/zookeeper_stats", b"count=1,bytes=3").expect("create");
    assert_eq!(conn.set("/a", &[b'x'; 30], -1).expect_err("the quota"), -125);

    let of = |index: usize, key: &str| {
        ensemble.monitor(index, &format!("zk_{key}")).unwrap_or_else(|| panic!("no {key}"))
    };
    // Two sessions, the writes, and the one that failed.
    let writes = of(leader, "proposal_count");
    assert!(writes >= 9, "{writes}");
    poll(PATIENCE, || (of(follower, "commit_count") == writes).then_some(()))
        .expect("all are applied here, too");
    assert_eq!(of(leader, "commit_count"), writes);
    assert!((writes - 2..=writes).contains(&of(follower, "learner_proposal_received_count")));
    assert!(of(follower, "learner_commit_received_count") >= writes - 2);
    assert_eq!(of(follower, "proposal_count"), 0);
    assert_eq!(of(leader, "diff_count") + of(leader, "snap_count"), 2);
    assert_eq!((of(leader, "cnt_leader_unavailable_time"), of(follower, "cnt_follower_sync_time")), (1, 1));
    assert!(of(leader, "looking_count") >= 1 && of(leader, "cnt_election_time") >= 1);
    assert!(of(leader, "cnt_quorum_ack_latency") >= 1 && of(follower, "cnt_proposal_latency") >= 1);
    assert_eq!(
        (of(follower, "cnt_node_changed_watch_count"), of(follower, "sum_node_changed_watch_count")),
        (2, 4)
    );
    assert_eq!(of(leader, "cnt_node_changed_watch_count"), 0, "watches are their server's own");
    assert_eq!((of(follower, "cnt_a_write_per_namespace"), of(follower, "cnt_a_read_per_namespace")), (3, 4));
    assert_eq!(of(follower, "sum_a_write_per_namespace"), 7 + 5 + 5);
    assert_eq!((of(follower, "quota_exceeded_count"), of(leader, "quota_exceeded_count")), (1, 0));
    for (key, value) in [
        ("a_quota_count_limit_per_namespace", 9),
        ("a_quota_bytes_limit_per_namespace", 20),
        ("a_quota_count_usage_per_namespace", 1),
        ("a_quota_bytes_usage_per_namespace", 3),
    ] {
        assert_eq!(of(leader, key), value, "{key}");
    }
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

    // The leader hears of its last follower's end at once, long before it gives up.
    let other = (leader + 2) % 3;
    ensemble.members[other].kill9();
    ensemble.members[follower].kill9();
    let without = poll(PATIENCE, || Some(get(ports[leader], "/readyz")).filter(|page| page.code == 503));
    let without = without.expect("a leader without followers is not ready");
    assert!(without.body.contains("the leader is without a quorum"), "{}", without.body);
    assert_eq!(without.field("server_state"), "leader");
    ensemble.members[follower].launch();
    let ready = || ask(ports[follower], "GET", "/readyz", &[], b"").is_ok_and(|page| page.code == 200);
    poll(FORM_LIMIT, || ready().then_some(())).expect("two are a quorum again");

    ensemble.members[leader].kill9();
    let looks = "the member is not in service: looking";
    let not_ready = || Some(get(ports[follower], "/readyz")).filter(|page| page.code == 503);
    poll(FORM_LIMIT, || not_ready().filter(|page| page.body.contains(looks)))
        .expect("a member without a quorum is not ready");
    // It lives all the same: to kill it would help nobody.
    assert_eq!(get(ports[follower], "/livez").code, 200);
}

#[test]
fn what_is_logged_is_changed_while_it_runs_by_those_who_may() {
    if !Program::under_test().is_zkd() {
        return;
    }
    let settings = Settings::usual()
        .with("audit.enable", true)
        .with("DigestAuthenticationProvider.superDigest", "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=");
    let (server, port) = start(settings);
    let path = |query: &str| format!("/commands/log_level{query}");
    let shown = || get(port, &path("")).field("filter");
    let started = shown();
    let post =
        |query: &str, header: &str| ask(port, "POST", &path(query), &[header], b"").expect("an answer");
    let as_super = "Authorization: digest super:admin";
    for (header, code) in [("X-Nothing: 1", 401), ("Authorization: digest bob:bob", 403)] {
        assert_eq!(post("?level=off", header).code, code);
    }
    for query in
        ["", "?level=", "?level=loud", "?level=debug&target=a,b", "?level=off&target=audit", "?target=zkd"]
    {
        let page = post(query, as_super);
        assert_eq!(page.code, 400, "{query}: {}", page.body);
        assert_eq!(page.field("command"), "log_level");
    }
    assert_eq!(ask(port, "DELETE", &path(""), &[], b"").expect("an answer").code, 405);
    assert_eq!(shown(), started);

    let mut conn = RawConn::connect(server.addr(), 30_000);
    let page = post("?level=debug&target=zkd%3A%3Aadmin", as_super);
    assert_eq!((page.code, page.field("filter")), (200, format!("{started},zkd::admin=debug")));
    // Half a request, which is told at this level alone.
    let is_told = || server.log().contains("a connection of the AdminServer ended");
    assert!(!is_told());
    let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpStream::connect(addr).expect("connect").write_all(b"nonsense\r\n\r\n").expect("write");
    poll(PATIENCE, || is_told().then_some(())).expect("it is told now");

    assert_eq!(post("?level=off", as_super).field("filter"), "off,audit=info");
    conn.create("/audited", b"").expect("create");
    poll(PATIENCE, || server.log().contains("/audited").then_some(())).expect("the audit log goes on");
    let page = post("?level=default", as_super);
    assert_eq!((page.field("filter"), page.field("started_with")), (started.clone(), started));
    let log = server.log();
    assert!(log.contains("operation=adminLogLevel") && log.contains("log_level: off is asked for"), "{log}");
}

#[test]
fn quotas_are_listed_with_their_use() {
    if !Program::under_test().is_zkd() {
        return;
    }
    let (server, port) = start(Settings::usual().with("enforceQuota", true));
    let mut conn = RawConn::connect(server.addr(), 30_000);
    conn.create("/a", b"12345").expect("create");
    conn.create("/zookeeper/quota/a", b"").expect("create");
    conn.create("/zookeeper/quota/a/zookeeper_limits", b"count=9,bytes=-1=;byteHardLimit=20")
        .expect("create");
    conn.create("/zookeeper/quota/a/zookeeper_stats", b"count=1,bytes=5").expect("create");
    conn.create("/a/b", b"123").expect("create");
    let page: serde_json::Value = serde_json::from_str(&get(port, "/commands/quotas").body).expect("JSON");
    assert_eq!(
        (&page["enforced"], &page["quota_count"], &page["is_complete"]),
        (&true.into(), &1.into(), &true.into())
    );
    let quota = &page["quotas"][0];
    assert_eq!((&quota["path"], &quota["count"], &quota["bytes"]), (&"/a".into(), &2.into(), &8.into()));
    assert_eq!((&quota["count_limit"], &quota["bytes_hard_limit"]), (&9.into(), &20.into()));
    assert!(quota["count_hard_limit"].is_null() && quota["bytes_limit"].is_null());
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
