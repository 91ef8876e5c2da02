//! Quotas: what the server writes into a quota's stats node, and what it refuses when they are enforced.

use zk_proto::Request;
use zk_proto::multi::{OpResult, decode_results};
use zk_proto::request::CreateMode;
use zkd_tests::ops::create_request;
use zkd_tests::{Program, RawConn, ServerUnderTest, Settings};

const TIMEOUT_MS: i32 = 30_000;
const QUOTA_EXCEEDED: i32 = -125;

fn enforcing() -> ServerUnderTest {
    ServerUnderTest::start(Program::under_test(), Settings::usual().with("enforceQuota", true))
}

fn conn(server: &ServerUnderTest) -> RawConn {
    RawConn::connect(server.addr(), TIMEOUT_MS)
}

/// Sets a quota on a path of one level, as zkCli does.
fn set_quota(conn: &mut RawConn, path: &str, limits: &str) {
    let node = format!("/zookeeper/quota{path}");
    let mut at = String::from("/zookeeper/quota");
    for name in path.split('/').skip(1) {
        at = format!("{at}/{name}");
        let _ = conn.create(&at, b"");
    }
    conn.create(&format!("{node}/zookeeper_limits"), limits.as_bytes()).expect("limits");
    conn.create(&format!("{node}/zookeeper_stats"), b"count=0,bytes=0").expect("stats");
}

fn stats(conn: &mut RawConn, path: &str) -> String {
    let (data, stat) = conn.get(&format!("/zookeeper/quota{path}/zookeeper_stats")).expect("stats");
    assert_eq!(stat.version, 0, "the server's own writes do not count as versions");
    String::from_utf8(data).expect("text")
}

#[test]
fn stats_follow_every_change_below() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    conn.create("/q", b"12345").expect("create");
    conn.create("/q/a", b"123").expect("create");
    set_quota(&mut conn, "/q", "count=100,bytes=100");
    assert_eq!(stats(&mut conn, "/q"), "count=2,bytes=8");
    conn.create("/q/a/b", b"12").expect("create");
    assert_eq!(stats(&mut conn, "/q"), "count=3,bytes=10");
    conn.set("/q/a", b"", -1).expect("set");
    assert_eq!(stats(&mut conn, "/q"), "count=3,bytes=7");
    conn.delete("/q/a/b", -1).expect("delete");
    assert_eq!(stats(&mut conn, "/q"), "count=2,bytes=5");
    let multi = vec![
        create_request("/q/m", b"1234567", CreateMode::Persistent),
        Request::SetData { path: "/q".into(), data: None, version: -1 },
    ];
    assert_eq!(conn.call(&Request::Multi(multi)).err, 0);
    assert_eq!(stats(&mut conn, "/q"), "count=3,bytes=7");
    conn.create("/elsewhere", b"123").expect("create");
    assert_eq!(stats(&mut conn, "/q"), "count=3,bytes=7");
}

#[test]
fn the_reply_to_creating_stats_shows_what_was_sent() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    conn.create("/q", &[b'x'; 1000]).expect("create");
    conn.create("/zookeeper/quota/q", b"").expect("create");
    conn.create("/zookeeper/quota/q/zookeeper_limits", b"count=9,bytes=9").expect("limits");
    let path = "/zookeeper/quota/q/zookeeper_stats";
    let (_, stat) = conn.call(&create_request(path, b"x", CreateMode::Persistent)).path_and_stat();
    assert_eq!(stat.data_length, 1);
    assert_eq!(stats(&mut conn, "/q"), "count=1,bytes=1000");
}

#[test]
fn ephemerals_leave_the_stats_with_their_session() {
    let server = ServerUnderTest::start_usual();
    let (mut conn, mut owner) = (conn(&server), conn(&server));
    conn.create("/q", b"").expect("create");
    set_quota(&mut conn, "/q", "count=100,bytes=100");
    owner.create_as("/q/e", b"123", CreateMode::Ephemeral).expect("create");
    assert_eq!(stats(&mut conn, "/q"), "count=2,bytes=3");
    owner.close();
    assert_eq!(stats(&mut conn, "/q"), "count=1,bytes=0");
}

#[test]
fn hard_limits_are_enforced_and_soft_ones_are_not() {
    let server = enforcing();
    let mut conn = conn(&server);
    conn.create("/hard", b"").expect("create");
    set_quota(&mut conn, "/hard", "count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=3");
    conn.create("/hard/1", b"12345").expect("the second node");
    conn.create("/hard/2", b"").expect("the third node");
    assert_eq!(conn.create("/hard/3", b""), Err(QUOTA_EXCEEDED));
    assert_eq!(conn.set("/hard/2", b"123456", -1).map(drop), Err(QUOTA_EXCEEDED));
    conn.set("/hard/2", b"12345", -1).expect("ten bytes in all");
    conn.set("/hard/1", b"54321", -1).expect("no more bytes than before");
    conn.delete("/hard/1", -1).expect("delete");
    conn.create("/hard/3", b"12345").expect("there is room again");
    conn.create("/soft", b"").expect("create");
    set_quota(&mut conn, "/soft", "count=1,bytes=1");
    conn.create("/soft/1", b"much more than a byte").expect("soft limits only warn");
}

#[test]
fn above_the_limit_even_less_data_is_refused() {
    let server = enforcing();
    let mut conn = conn(&server);
    conn.create("/q", &[b'x'; 100]).expect("create");
    set_quota(&mut conn, "/q", "count=-1,bytes=-1=;byteHardLimit=10");
    assert_eq!(conn.set("/q", &[b'x'; 50], -1).map(drop), Err(QUOTA_EXCEEDED));
    assert_eq!(
        conn.set("/q", &[b'x'; 50], 7).map(drop),
        Err(QUOTA_EXCEEDED),
        "before the version is looked at"
    );
    conn.set("/q", &[b'y'; 100], -1).expect("as much as before");
    conn.set("/q", &[b'x'; 10], -1).expect("down to the limit");
}

#[test]
fn a_quota_undoes_a_multi() {
    let server = enforcing();
    let mut conn = conn(&server);
    conn.create("/q", b"").expect("create");
    set_quota(&mut conn, "/q", "count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=1");
    let reply = conn.call(&Request::Multi(vec![
        create_request("/free", b"", CreateMode::Persistent),
        create_request("/q/1", b"", CreateMode::Persistent),
    ]));
    let results = decode_results(&mut zk_proto::Reader::new(&reply.body)).expect("results");
    assert_eq!(results, [OpResult::Error(0), OpResult::Error(QUOTA_EXCEEDED)]);
    assert_eq!(conn.exists("/free", false).map(drop), Err(-101));
}

#[test]
fn nothing_is_enforced_unless_configured() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    conn.create("/q", b"").expect("create");
    set_quota(&mut conn, "/q", "count=-1,bytes=-1=;byteHardLimit=1;countHardLimit=1");
    conn.create("/q/1", b"123").expect("create");
    assert_eq!(stats(&mut conn, "/q"), "count=2,bytes=3");
}

#[test]
fn a_quota_ends_with_its_limits_node() {
    let server = enforcing();
    let mut conn = conn(&server);
    conn.create("/q", b"").expect("create");
    set_quota(&mut conn, "/q", "count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=1");
    assert_eq!(conn.create("/q/1", b""), Err(QUOTA_EXCEEDED));
    conn.delete("/zookeeper/quota/q/zookeeper_limits", -1).expect("delete");
    conn.create("/q/1", b"").expect("create");
}

#[test]
fn quotas_are_the_same_after_a_restart() {
    let mut server = enforcing();
    let mut conn = conn(&server);
    conn.create("/q", b"123").expect("create");
    set_quota(&mut conn, "/q", "count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=3");
    conn.create("/q/1", b"45").expect("create");
    let before = stats(&mut conn, "/q");
    server.stop();
    server.restart();
    let mut conn = RawConn::connect(server.addr(), TIMEOUT_MS);
    assert_eq!(stats(&mut conn, "/q"), before);
    assert_eq!(conn.set("/q/1", b"12345678", -1).map(drop), Err(QUOTA_EXCEEDED));
    conn.create("/q/2", b"").expect("create");
    assert_eq!(conn.create("/q/3", b""), Err(QUOTA_EXCEEDED));
}

/// The lines of `mntr` that speak of quotas, without their `zk_`.
fn quota_lines(server: &ServerUnderTest) -> Vec<String> {
    let lines = server.word("mntr");
    let mut lines: Vec<String> = lines
        .lines()
        .filter(|l| l.contains("per_namespace") && l.contains("quota_"))
        .map(|l| l[3..].replace('\t', " "))
        .collect();
    lines.sort();
    lines
}

#[test]
fn usage_and_refusals_are_numbers_by_namespace() {
    let server = enforcing();
    let mut conn = conn(&server);
    assert!(quota_lines(&server).is_empty(), "no quota, no line");
    for path in ["/q", "/s", "/s/deep"] {
        conn.create(path, b"12").expect("create");
    }
    set_quota(&mut conn, "/q", "count=1,bytes=-1=;byteHardLimit=-1;countHardLimit=2");
    set_quota(&mut conn, "/s/deep", "count=-1,bytes=1");
    conn.create("/q/1", b"345").expect("the second node");
    for _ in 0..3 {
        assert_eq!(conn.create("/q/2", b""), Err(QUOTA_EXCEEDED));
    }
    conn.set("/s/deep", b"123", -1).expect("soft limits only warn");
    assert_eq!(
        quota_lines(&server),
        [
            "q_quota_bytes_usage_per_namespace 5",
            "q_quota_count_limit_per_namespace 2",
            "q_quota_count_usage_per_namespace 2",
            "q_quota_exceeded_error_per_namespace 3",
            "s_quota_bytes_limit_per_namespace 1",
            "s_quota_bytes_usage_per_namespace 3",
            "s_quota_count_usage_per_namespace 1",
        ]
    );
    let log = server.log();
    let told = |what: &str| log.lines().filter(|l| l.contains("WARN") && l.contains(what)).count();
    assert_eq!(told("Quota exceeded: /q [current count=3, hardCountLimit=2]"), 1, "{log}");
    assert_eq!(told("Quota exceeded: /s/deep [current bytes=3, softByteLimit=1]"), 1, "{log}");
    assert_eq!(server.word("srst"), "Server stats reset.\n");
    assert!(!quota_lines(&server).iter().any(|l| l.contains("exceeded")), "they count from zero again");
}
