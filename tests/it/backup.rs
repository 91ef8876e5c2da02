//! Backups over the AdminServer, and what becomes of them: who may take one, that it is exact while clients write, that
//! nothing but an exact one is put back, and what a restore does to those who are connected.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use zk_proto::request::CreateMode;
use zkd_tests::conn::{Incoming, new_session};
use zkd_tests::ensemble::EnsembleUnderTest;
use zkd_tests::http::{Page, ask, get};
use zkd_tests::ops::create_request;
use zkd_tests::server::free_port;
use zkd_tests::{PATIENCE, Program, RawConn, ServerUnderTest, Settings, poll};

/// super:admin
const SUPER_DIGEST: &str = "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=";
const AS_SUPER: &str = "Authorization: digest super:admin";
/// ops:secret
const OPS: &str = "digest:ops:w4PIv8/Wzcq4qj4/MfEQ8pvUSS4=";
const AS_OPS: &str = "Authorization: digest ops:secret";

fn settings(port: u16) -> Settings {
    Settings::usual()
        .with("admin.enableServer", true)
        .with("admin.serverPort", port)
        .with("admin.snapshot.enabled", true)
        .with("admin.restore.enabled", true)
        .with("admin.rateLimiterIntervalInMS", 0)
        .with("DigestAuthenticationProvider.superDigest", SUPER_DIGEST)
}

fn start_with(change: impl FnOnce(Settings) -> Settings) -> (ServerUnderTest, u16) {
    let port = free_port();
    let server = ServerUnderTest::start(Program::zkd(), change(settings(port)));
    poll(PATIENCE, || ask(port, "GET", "/livez", &[], b"").ok()).expect("the AdminServer answers");
    (server, port)
}

fn start() -> (ServerUnderTest, u16) {
    start_with(|settings| settings)
}

fn take(port: u16) -> Page {
    let page = ask(port, "GET", "/commands/snapshot", &[AS_SUPER], b"").expect("an answer");
    assert_eq!(page.code, 200, "{}", page.body);
    page
}

fn put_back(port: u16, bytes: &[u8]) -> Page {
    ask(port, "POST", "/commands/restore", &[AS_SUPER], bytes).expect("an answer")
}

fn hex(text: &str) -> i64 {
    i64::from_str_radix(text.trim_start_matches("0x"), 16).expect("a zxid")
}

fn is_not_zkd() -> bool {
    // Apache's lets anybody in, and takes a mix of moments for a backup.
    !Program::under_test().is_zkd()
}

#[test]
fn only_the_super_user_and_those_who_are_named_may() {
    if is_not_zkd() {
        return;
    }
    let (server, port) = start_with(|s| s.with("admin.users", OPS));
    let mut conn = RawConn::connect(server.addr(), 30_000);
    conn.create("/secret", b"canary").expect("create");
    for (command, method) in [
        ("snapshot", "GET"),
        ("restore", "POST"),
        ("shed_connections", "POST"),
        ("transfer_leadership", "POST"),
    ] {
        let path = format!("/commands/{command}");
        for (header, code, error) in [
            ("X-Nothing: 1", 401, "Auth info is missing for the command"),
            ("Authorization: nonsense", 401, "Not authenticated"),
            ("Authorization: ip 127.0.0.1", 401, "Not authenticated"),
            ("Authorization: x509", 401, "Not authenticated"),
            ("Authorization: digest bob:bob", 403, "Not authorized"),
            ("Authorization: digest super:wrong", 403, "Not authorized"),
            ("Authorization: digest ops:wrong", 403, "Not authorized"),
        ] {
            for forged in ["X-Forwarded-For: 127.0.0.1", "X-Other: 1"] {
                let page =
                    ask(port, method, &path, &[header, forged], b"{\"percentage\":100}").expect("an answer");
                assert_eq!((page.code, page.field("error").as_str()), (code, error), "{command} {header}");
                assert_eq!(page.field("command"), command);
                assert!(!page.body.contains("canary"));
            }
        }
        let wrong = if method == "GET" { "POST" } else { "GET" };
        let page = ask(port, wrong, &path, &[AS_SUPER], b"").expect("an answer");
        assert_eq!((page.code, page.header("allow")), (405, Some(method.to_ascii_lowercase().as_str())));
    }
    assert_eq!(ask(port, "GET", "/commands/snap", &[AS_OPS], b"").expect("an answer").code, 200);
    assert!(conn.ping().err == 0, "nobody was let go");
    // A named one is nobody if the root is not theirs.
    conn.add_auth("digest", b"super:admin").expect("auth");
    conn.set_acl("/", &zkd_tests::acls::list(&[(1, "world", "anyone")]), -1).expect("set_acl");
    assert_eq!(ask(port, "GET", "/commands/snap", &[AS_OPS], b"").expect("an answer").code, 403);
    assert_eq!(ask(port, "GET", "/commands/snap", &[AS_SUPER], b"").expect("an answer").code, 200);
}

#[test]
fn what_is_not_enabled_is_not_there_and_what_comes_too_soon_is_refused() {
    if is_not_zkd() {
        return;
    }
    let (_server, port) =
        start_with(|s| s.with("admin.snapshot.enabled", false).with("admin.restore.enabled", false));
    assert_eq!(ask(port, "GET", "/commands/snapshot", &[AS_SUPER], b"").expect("an answer").code, 503);
    assert_eq!(put_back(port, b"x").code, 503);
    let (_server, port) = start_with(|s| s.with("admin.rateLimiterIntervalInMS", 3_600_000));
    let backup = take(port);
    let again = ask(port, "GET", "/commands/snapshot", &[AS_SUPER], b"").expect("an answer");
    assert_eq!(again.code, 429);
    assert!(again.field("error").contains("admin.rateLimiterIntervalInMS"), "{}", again.body);
    // What fails takes nobody's turn.
    assert_eq!(put_back(port, b"garbage").code, 400);
    assert_eq!(put_back(port, &backup.bytes).code, 200);
    assert_eq!(put_back(port, &backup.bytes).code, 429);
    let metrics = get(port, "/metrics").body;
    assert!(metrics.contains("\nsnapshot_rate_limited_count 1\n"), "{metrics}");
    assert!(metrics.contains("\nrestore_rate_limited_count 1\n"));
    assert!(metrics.contains("\nrestore_error_count 1\n"));
}

#[test]
fn a_backup_taken_under_load_holds_all_up_to_its_zxid_and_nothing_more() {
    if is_not_zkd() {
        return;
    }
    let (server, port) = start();
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..3)
        .map(|n| {
            let (addr, stop) = (server.addr(), stop.clone());
            std::thread::spawn(move || {
                let mut conn = RawConn::connect(addr, 30_000);
                let mut made = Vec::new();
                while !stop.load(Ordering::SeqCst) {
                    let path = format!("/w{n}-{}", made.len());
                    conn.create(&path, path.as_bytes()).expect("create");
                    made.push((path.clone(), conn.exists(&path, false).expect("exists").czxid.0));
                    if made.len() % 3 == 0 {
                        conn.delete(&format!("/w{n}-{}", made.len() - 2), -1).expect("delete");
                    }
                }
                made
            })
        })
        .collect();
    let mut backups = Vec::new();
    poll(PATIENCE, || (get(port, "/commands/srvr").field("node_count").len() > 3).then_some(()))
        .expect("load");
    for _ in 0..3 {
        backups.push(take(port));
    }
    stop.store(true, Ordering::SeqCst);
    let made: Vec<_> = writers.into_iter().flat_map(|w| w.join().expect("a writer")).collect();
    for backup in backups {
        let zxid = hex(backup.header("last_zxid").expect("a zxid"));
        assert_eq!(backup.header("snapshot_size"), Some(backup.bytes.len().to_string().as_str()));
        let (other, other_port) = start();
        let restored = put_back(other_port, &backup.bytes);
        assert_eq!(restored.code, 200, "{}", restored.body);
        assert_eq!(hex(&restored.field("restored_zxid_hex")), zxid);
        let mut conn = RawConn::connect(other.addr(), 30_000);
        let there = conn.children("/", false).expect("children");
        for (path, czxid) in &made {
            let name = &path[1..];
            if *czxid > zxid {
                assert!(
                    !there.iter().any(|n| n == name),
                    "{path} of {czxid:#x} is in the backup of {zxid:#x}"
                );
            } else if there.iter().any(|n| n == name) {
                assert_eq!(conn.get(path).expect("get").0, path.as_bytes());
            }
        }
        // Those that were never deleted and are old enough are all there.
        let kept = made.iter().filter(|(path, czxid)| {
            let n: usize = path.rsplit('-').next().and_then(|n| n.parse().ok()).expect("a number");
            n % 3 != 1 && *czxid <= zxid
        });
        let missing: Vec<_> = kept.filter(|(path, _)| !there.iter().any(|n| *n == path[1..])).collect();
        assert!(missing.is_empty(), "{missing:?} are not in the backup of {zxid:#x}");
    }
}

#[test]
fn a_restore_lets_everybody_go_keeps_zxids_rising_and_is_durable() {
    if is_not_zkd() {
        return;
    }
    let (mut server, port) = start();
    let mut conn = RawConn::connect(server.addr(), 30_000);
    conn.create("/a", b"old").expect("create");
    conn.create_as("/eph", b"", CreateMode::Ephemeral).expect("create");
    let backup = take(port);
    conn.set("/a", b"new", -1).expect("set");
    conn.create("/b", b"").expect("create");
    let seen = conn.exists("/b", false).expect("exists").czxid.0;
    let restored = put_back(port, &backup.bytes);
    assert_eq!(restored.code, 200, "{}", restored.body);
    let zxid: i64 = restored.field("last_zxid").parse().expect("a number");
    assert!(zxid > seen, "{zxid:#x} after {seen:#x}");
    assert!(conn.closes(), "who was connected is let go");
    // The session was in the backup: its client goes on with it, and still owns what it owned.
    let session = conn.hang_up().expect("a session");
    let mut conn = RawConn::reattach(server.addr(), &session).expect("the session lives");
    assert_eq!(conn.get("/a").expect("get").0, b"old");
    assert!(conn.exists("/b", false).is_err());
    assert_eq!(conn.exists("/eph", false).expect("exists").ephemeral_owner, session.id);
    conn.create("/c", b"").expect("create");
    assert!(conn.exists("/c", false).expect("exists").czxid.0 > zxid);
    server.restart();
    let mut conn = RawConn::connect(server.addr(), 30_000);
    assert_eq!(conn.get("/a").expect("get").0, b"old");
    assert!(conn.exists("/c", false).is_ok() && conn.exists("/b", false).is_err());
    assert!(server.log().contains("restoring a backup"));
}

#[test]
fn what_does_not_verify_is_refused_and_changes_nothing() {
    if is_not_zkd() {
        return;
    }
    let (server, port) = start();
    let mut conn = RawConn::connect(server.addr(), 30_000);
    conn.create("/a", b"a value that is there").expect("create");
    let backup = take(port).bytes;
    conn.create("/b", b"").expect("create");
    let at = backup.windows(7).position(|w| w == b"a value").expect("the data");
    let mut flipped = backup.clone();
    flipped[at] ^= 1;
    let mut bad: Vec<Vec<u8>> = vec![Vec::new(), b"garbage".to_vec(), flipped, vec![0; 100_000]];
    bad.extend([10, 16, 100, backup.len() - 1].map(|n| backup[..n].to_vec()));
    for bytes in bad {
        let refused = put_back(port, &bytes);
        assert_eq!(refused.code, 400, "{}", refused.body);
        assert!(refused.field("error").contains("nothing has changed"), "{}", refused.body);
    }
    assert!(conn.exists("/b", false).is_ok(), "nobody was let go");
    let left = std::fs::read_dir(server.data_dir().join("version-2")).expect("the directory");
    let left: Vec<_> = left.filter_map(|e| e.ok()?.file_name().into_string().ok()).collect();
    assert!(!left.iter().any(|n| n.ends_with(".tmp")), "{left:?}");
}

/// Three members with an AdminServer each.
fn members() -> (EnsembleUnderTest, [u16; 3]) {
    let ports = [free_port(), free_port(), free_port()];
    let ensemble = EnsembleUnderTest::start_with(3, |index, mut s| {
        for key in ["admin.enableServer", "admin.snapshot.enabled", "admin.restore.enabled"] {
            s = s.with(key, true);
        }
        s.with("admin.serverPort", ports[index])
            .with("admin.rateLimiterIntervalInMS", 0)
            .with("DigestAuthenticationProvider.superDigest", SUPER_DIGEST)
    });
    (ensemble, ports)
}

/// A new session, if the server gives one.
fn try_connect(addr: SocketAddr) -> Option<RawConn> {
    let mut conn = RawConn::try_open(addr, PATIENCE).ok()?;
    matches!(conn.handshake(&new_session(30_000)), Incoming::Got(_)).then_some(conn)
}

fn names(conn: &mut RawConn) -> Vec<String> {
    let mut names = conn.children("/", false).expect("children");
    names.sort();
    names
}

#[test]
fn members_give_backups_and_the_leader_alone_takes_one() {
    if is_not_zkd() {
        return;
    }
    let (mut ensemble, ports) = members();
    let leader = ensemble.wait_serving();
    let mut conn = ensemble.conn(leader);
    for n in 0..50 {
        conn.create(&format!("/n{n}"), b"x").expect("create");
    }
    for index in [leader, (leader + 1) % 3] {
        poll(PATIENCE, || (get(ports[index], "/readyz").code == 200).then_some(())).expect("ready");
        let backup = take(ports[index]);
        let (other, other_port) = start();
        assert_eq!(put_back(other_port, &backup.bytes).code, 200);
        let there = names(&mut RawConn::connect(other.addr(), 30_000));
        assert!(there.len() <= 51 && there.contains(&"zookeeper".to_owned()));
        if index == leader {
            assert_eq!(there.len(), 51);
            continue;
        }
        let refused = put_back(ports[index], &backup.bytes);
        assert_eq!(refused.code, 409, "{}", refused.body);
        let who = format!("server {} (127.0.0.1) leads", leader + 1);
        assert!(refused.field("error").contains(&who), "{}", refused.body);
    }
    // Of another ensemble that has come further: its zxids would come again here.
    let backup = take(ports[leader]);
    let (mut young, young_ports) = members();
    let of_young = young.wait_serving();
    let refused = put_back(young_ports[of_young], &backup.bytes);
    assert_eq!(refused.code, 409, "{}", refused.body);
    assert!(refused.field("error").contains("has only come to"), "{}", refused.body);
    assert!(conn.ping().err == 0, "nobody was let go");
}

#[test]
fn the_leader_restores_the_whole_ensemble_under_load() {
    if is_not_zkd() {
        return;
    }
    let (mut ensemble, ports) = members();
    let leader = ensemble.wait_serving();
    let (away, other) = ((leader + 1) % 3, (leader + 2) % 3);
    let mut conn = ensemble.conn(leader);
    conn.create("/a", b"old").expect("create");
    conn.create_as("/eph", b"", CreateMode::Ephemeral).expect("create");
    let backup = take(ports[leader]);
    conn.set("/a", b"new", -1).expect("set");
    conn.create("/b", b"").expect("create");
    let before = ensemble.conn(other).hang_up().expect("a session that the backup does not know");
    ensemble.members[away].kill9();
    let stop = Arc::new(AtomicBool::new(false));
    let addrs: Vec<_> = [leader, other].iter().map(|index| ensemble.members[*index].addr()).collect();
    let writers: Vec<_> = addrs
        .into_iter()
        .enumerate()
        .map(|(n, addr)| {
            let stop = stop.clone();
            std::thread::spawn(move || {
                let mut acknowledged = Vec::new();
                let mut count = 0;
                while !stop.load(Ordering::SeqCst) {
                    // Nobody is served between the two trees.
                    let Some(mut conn) = try_connect(addr) else { continue };
                    loop {
                        let path = format!("/w{n}-{count}");
                        count += 1;
                        conn.send(&create_request(&path, b"", CreateMode::Persistent));
                        let Incoming::Got(reply) = conn.recv_reply() else { break };
                        assert_eq!(reply.err, 0);
                        acknowledged.push((reply.zxid, path));
                        if stop.load(Ordering::SeqCst) {
                            break;
                        }
                    }
                }
                acknowledged
            })
        })
        .collect();
    poll(PATIENCE, || (ensemble.monitor(leader, "zk_znode_count")? > 100).then_some(())).expect("load");
    let restored = put_back(ports[leader], &backup.bytes);
    assert_eq!(restored.code, 200, "{}", restored.body);
    let zxid: i64 = restored.field("last_zxid").parse().expect("a number");
    assert!(restored.body.contains(&format!("\"leader_id\" : {}", leader + 1)), "{}", restored.body);
    assert!(restored.body.replace(char::is_whitespace, "").contains(&format!("\"without\":[{}]", away + 1)));
    ensemble.wait_serving();
    // Once writes go on behind it, the writers may rest.
    poll(PATIENCE, || (ensemble.monitor(leader, "zk_znode_count")? > 20).then_some(()))
        .expect("writes go on");
    stop.store(true, Ordering::SeqCst);
    let acknowledged: Vec<_> = writers.into_iter().flat_map(|w| w.join().expect("a writer")).collect();
    assert!(conn.closes(), "who was connected is let go");
    let session = conn.hang_up().expect("a session");
    let mut conn = RawConn::reattach(ensemble.members[leader].addr(), &session).expect("the session lives");
    assert_eq!(conn.exists("/eph", false).expect("exists").ephemeral_owner, session.id);
    assert!(
        RawConn::reattach(ensemble.members[other].addr(), &before).is_none(),
        "the backup knows nothing of it"
    );
    // The one that was away has the old history on its disk.
    ensemble.members[away].restart();
    ensemble.wait_serving();
    let mut trees = Vec::new();
    for index in 0..3 {
        let mut conn = ensemble.conn(index);
        conn.call(&zk_proto::Request::Sync { path: "/".into() });
        assert_eq!(conn.get("/a").expect("get").0, b"old", "member {}", index + 1);
        trees.push(names(&mut conn));
    }
    assert_eq!(trees[0], trees[1]);
    assert_eq!(trees[1], trees[2]);
    assert!(!trees[0].contains(&"b".to_owned()));
    // What was acknowledged before is gone with everything else, what was acknowledged afterwards is there.
    for (at, path) in &acknowledged {
        assert_eq!(
            trees[0].iter().any(|n| *n == path[1..]),
            *at > zxid,
            "{path} of {at:#x}, restored as {zxid:#x}"
        );
    }
    assert!(acknowledged.iter().any(|(at, _)| *at < zxid) && acknowledged.iter().any(|(at, _)| *at > zxid));
    // And all of that is on their disks.
    for index in 0..3 {
        ensemble.members[index].kill9();
    }
    for index in 0..3 {
        ensemble.members[index].launch();
    }
    ensemble.wait_serving();
    for index in 0..3 {
        assert_eq!(names(&mut ensemble.conn(index)), trees[0], "member {}", index + 1);
    }
}

#[test]
fn a_share_of_the_connections_is_shed() {
    if is_not_zkd() {
        return;
    }
    let (server, port) = start();
    let conns: Vec<_> = (0..10).map(|_| RawConn::connect(server.addr(), 30_000)).collect();
    for bad in ["", "{}", "{\"percentage\":101}", "{\"percentage\":\"10\"}"] {
        let page = ask(port, "POST", "/commands/shed", &[AS_SUPER], bad.as_bytes()).expect("an answer");
        assert_eq!(page.code, 400, "{}", page.body);
    }
    let page = ask(port, "POST", "/commands/shed_connections", &[AS_SUPER], b"{\"percentage\": 40}")
        .expect("an answer");
    assert_eq!((page.code, page.field("connections_shed").as_str()), (200, "4"), "{}", page.body);
    assert_eq!(page.field("percentage_requested"), "40");
    poll(PATIENCE, || server.word("mntr").contains("zk_num_alive_connections\t7\n").then_some(()))
        .expect("six and the word");
    // The sessions live on.
    let alive = conns.into_iter().filter_map(|c| RawConn::reattach(server.addr(), &c.hang_up()?)).count();
    assert_eq!(alive, 10);
}

#[test]
fn the_configuration_is_shown_without_its_secrets() {
    if is_not_zkd() {
        return;
    }
    let (server, port) = start_with(|s| s.with("admin.users", OPS).with("snapCount", 77_777));
    let file = get(port, "/commands/icfg");
    assert!(file.field("initial_configuration").contains("snapCount=77777\\n"), "{}", file.body);
    let properties = get(port, "/commands/sysp");
    assert_eq!(properties.field("zookeeper.snapCount"), "77777");
    assert_eq!(properties.field("zookeeper.dataDir"), server.data_dir().display().to_string());
    for page in [file, properties] {
        assert!(!page.body.contains("xQJmxLMiHGwaqBvst5y6rkB6HQs"), "{}", page.body);
        assert!(!page.body.contains("w4PIv8/Wzcq"), "{}", page.body);
    }
}
