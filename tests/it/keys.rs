//! Keys of zoo.cfg whose effect takes running servers to see.

use std::collections::BTreeSet;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use zk_proto::reply::session_password;
use zk_proto::request::CreateMode;
use zk_proto::txn::LoggedTxn;
use zk_proto::{AclBytes, Perms, Request, Txn};
use zkd_tests::ensemble::{EnsembleUnderTest, PeerPorts, member_settings};
use zkd_tests::{PATIENCE, Program, RawConn, ServerUnderTest, Session, Settings, acls, poll, txnlogs};

const NO_AUTH: i32 = -102;
const INVALID_ACL: i32 = -114;

fn all_are_zkd() -> bool {
    Program::members_under_test(3).iter().all(Program::is_zkd)
}

fn set<'a>(path: &'a str, data: &'a [u8]) -> Request<'a> {
    Request::SetData { path: path.into(), data: Some(data), version: -1 }
}

#[test]
fn a_write_without_permission_costs_no_transaction_where_acls_are_checked_early() {
    let programs = Program::members_under_test(3);
    let mut ensemble =
        EnsembleUnderTest::start_of(&programs, |_, settings| settings.with("enableEagerACLCheck", true));
    let leader = ensemble.wait_serving();
    let mut owner = ensemble.conn(leader);
    owner.add_auth("digest", b"alice:secret").expect("auth");
    owner.create_with_acl("/closed", &acls::one(Perms::ALL, "auth", "")).expect("create");
    owner.create("/open", b"").expect("create");
    for index in 0..3 {
        let mut stranger = ensemble.conn(index);
        assert_eq!(stranger.call(&Request::Sync { path: "/".into() }).err, 0);
        let before = stranger.call(&set("/open", b"before"));
        for _ in 0..5 {
            assert_eq!(stranger.call(&set("/closed", b"x")).err, NO_AUTH);
            assert_eq!(stranger.create("/closed/new", b"").map(drop), Err(NO_AUTH));
            assert_eq!(
                stranger.create_with_acl("/bad", &acls::one(Perms::ALL, "auth", "")).map(drop),
                Err(INVALID_ACL)
            );
        }
        let after = stranger.call(&set("/open", b"after"));
        assert_eq!(after.zxid, before.zxid + 1, "member {}", index + 1);
    }
}

#[test]
fn an_early_check_heeds_what_the_same_client_has_just_asked_for_and_keeps_the_order() {
    if !all_are_zkd() {
        return;
    }
    let mut ensemble = EnsembleUnderTest::start_with(3, |_, s| s.with("enableEagerACLCheck", true));
    let leader = ensemble.wait_serving();
    for index in 0..3 {
        let path = format!("/p{index}");
        let mut owner = ensemble.conn(index);
        owner.add_auth("digest", b"alice:secret").expect("auth");
        owner.create_with_acl(&path, &acls::one(Perms::ADMIN, "auth", "")).expect("create");
        let acl = acls::one(Perms::ALL, "auth", "");
        let acl = AclBytes::from_bytes(&acl).expect("an ACL");
        owner.send(&set(&path, b"too early"));
        owner.send(&Request::SetAcl { path: path.as_str().into(), acl, version: -1 });
        owner.send(&set(&path, b"in time"));
        owner.send(&Request::GetData { path: path.as_str().into(), watch: false });
        let errors: Vec<i32> = (0..4).map(|_| owner.recv_reply().expect("in order").err).collect();
        assert_eq!(errors, [NO_AUTH, 0, 0, 0], "member {}, {} leads", index + 1, leader + 1);
    }
}

/// The kernel's timers of the established connections of these ports: `00` none, `02` keep-alive.
#[cfg(target_os = "linux")]
fn timers(ports: &BTreeSet<u16>) -> Vec<String> {
    let text = std::fs::read_to_string("/proc/net/tcp").expect("the kernel's table");
    let port = |address: &str| u16::from_str_radix(address.rsplit(':').next()?, 16).ok();
    let lines = text.lines().skip(1).filter_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [_, local, remote, "01", _, timer, ..] = fields[..] else { return None };
        let is_ours = [local, remote].into_iter().filter_map(port).any(|port| ports.contains(&port));
        is_ours.then(|| timer.split(':').next().unwrap_or_default().to_owned())
    });
    lines.collect()
}

#[test]
#[cfg(target_os = "linux")]
fn connections_between_members_have_keep_alive_unless_it_is_off() {
    if !all_are_zkd() {
        return;
    }
    for (setting, timer) in [(None, "02"), (Some(false), "00")] {
        let ensemble = EnsembleUnderTest::start_with(3, |_, settings| match setting {
            Some(on) => settings.with("tcpKeepAlive", on),
            None => settings,
        });
        let ports: BTreeSet<u16> = ensemble.ports.iter().flat_map(|p| [p.quorum, p.election]).collect();
        // Now and then something is on its way on one of them, and that has a timer of its own.
        let mut last = Vec::new();
        let found = poll(PATIENCE, || {
            last = timers(&ports);
            (last.len() >= 10 && last.iter().all(|t| t == timer)).then_some(())
        });
        assert!(found.is_some(), "tcpKeepAlive={setting:?}: {last:?}");
    }
}

#[test]
fn a_client_that_names_another_ensemble_is_sent_away_without_an_answer() {
    let provider = "org.apache.zookeeper.server.auth.EnsembleAuthenticationProvider";
    let settings = Settings::usual().with("authProvider.1", provider).with("ensembleAuthName", "east, west");
    let server = ServerUnderTest::start(Program::under_test(), settings);
    let mut conn = RawConn::connect(server.addr(), 30_000);
    for name in ["east", "west", ""] {
        conn.add_auth("ensemble", name.as_bytes()).unwrap_or_else(|code| panic!("{name:?}: {code}"));
    }
    assert_eq!(conn.create_with_acl("/n", &acls::one(Perms::ALL, "ensemble", "east")), Err(INVALID_ACL));
    conn.create("/n", b"").expect("it goes on");
    let mut lost = RawConn::connect(server.addr(), 30_000);
    let (kind, scheme, auth) = (0, "ensemble".into(), Some(&b"north\x1b[31m"[..]));
    let mut body = Vec::new();
    Request::Auth { kind, scheme, auth }.encode_body(&mut body);
    lost.send_raw(zk_proto::op::xid::AUTH, zk_proto::OpCode::Auth.code(), &body);
    assert_eq!(lost.read_to_close(), b"", "no answer");
    let counted = |name: &str| {
        let text = server.word("mntr");
        let line = text.lines().find_map(|line| line.strip_prefix(&format!("zk_{name}\t")));
        line.and_then(|n| n.parse::<i64>().ok()).unwrap_or_else(|| panic!("no {name} in {text}"))
    };
    assert_eq!(["ensemble_auth_success", "ensemble_auth_skip", "ensemble_auth_fail"].map(counted), [2, 1, 1]);
    // Apache cleans it since 3.10 only (ZOOKEEPER-5058).
    assert!(!server.program().is_zkd() || !server.log().contains("\x1b[31m"), "{}", server.log());
}

#[test]
fn without_its_provider_the_scheme_ensemble_is_none() {
    let settings = Settings::usual().with("ensembleAuthName", "east");
    let server = ServerUnderTest::start(Program::under_test(), settings);
    let mut conn = RawConn::connect(server.addr(), 30_000);
    assert_eq!(conn.add_auth("ensemble", b"east"), Err(-115));
}

#[test]
fn sessions_are_closed_without_a_list_of_their_nodes_where_that_is_off() {
    let programs = Program::members_under_test(3);
    let mut ensemble =
        EnsembleUnderTest::start_of(&programs, |_, settings| settings.with("closeSessionTxn.enabled", false));
    let leader = ensemble.wait_serving();
    let mut witness = ensemble.conn(leader);
    for index in 0..3 {
        let mut conn = ensemble.conn(index);
        conn.create_as(&format!("/e{index}"), b"", CreateMode::Ephemeral).expect("create");
        conn.close();
    }
    let gone =
        poll(PATIENCE, || witness.children("/", false).expect("children").eq(&["zookeeper"]).then_some(()));
    gone.expect("they are gone with their sessions");
    for index in 0..3 {
        if ensemble.members[index].program().is_zkd() {
            let mismatches = ensemble.monitor(index, "zk_digest_mismatches_count");
            assert_eq!(mismatches, Some(0), "member {}", index + 1);
        }
    }
    for index in 0..3 {
        ensemble.members[index].kill9();
        let log = txnlogs::read("it", &ensemble.members[index].data_dir().join("version-2")).expect("a log");
        let closed = log.records.values().filter_map(|payload| {
            let txn = LoggedTxn::decode(payload).expect("a transaction").txn;
            if let Txn::CloseSession { paths } = txn { Some(paths.is_none()) } else { None }
        });
        assert_eq!(closed.collect::<Vec<_>>(), [true; 3], "member {}", index + 1);
    }
    // And the logs are read again.
    for index in 0..3 {
        ensemble.members[index].launch();
    }
    ensemble.wait_serving();
    for index in 0..3 {
        assert_eq!(ensemble.conn(index).children("/", false).expect("children"), ["zookeeper"]);
    }
}

#[test]
fn session_passwords_with_a_key_hold_at_every_member_and_cannot_be_worked_out() {
    if !all_are_zkd() {
        return;
    }
    let dir = tempfile::tempdir().expect("a directory");
    let key = dir.path().join("session.key");
    std::fs::write(&key, "a secret of all three of them\n").expect("a key");
    let mut ensemble =
        EnsembleUnderTest::start_with(3, |_, s| s.with("sessionPasswordKeyFile", key.display()));
    ensemble.wait_serving();
    let mut conn = ensemble.conn(0);
    conn.create_as("/mine", b"", CreateMode::Ephemeral).expect("create");
    let session = conn.session().clone();
    let known = session_password(session.id);
    assert_ne!(session.password, known);
    for index in 0..3 {
        let guessed = Session { password: known, ..session.clone() };
        assert!(
            RawConn::reattach(ensemble.members[index].addr(), &guessed).is_none(),
            "member {}",
            index + 1
        );
    }
    conn.get("/mine").expect("nobody has disturbed it");
    let mut session = conn.hang_up().expect("a session");
    for index in [1, 2, 0] {
        let again = RawConn::reattach(ensemble.members[index].addr(), &session);
        let mut again = again.unwrap_or_else(|| panic!("member {} does not know it", index + 1));
        assert_eq!(again.session().password, session.password);
        again.get("/mine").expect("its node is there");
        session = again.hang_up().expect("a session");
    }
}

#[test]
fn who_fails_to_authenticate_again_and_again_is_an_alarm_once() {
    let program = Program::under_test();
    if !program.is_zkd() {
        return;
    }
    let server = ServerUnderTest::start(program, Settings::usual());
    for _ in 0..8 {
        let mut conn = RawConn::connect(server.addr(), 30_000);
        assert_eq!(conn.add_auth("nonsense", b"x"), Err(-115));
        assert!(conn.closes());
    }
    let count = |text: &str| server.log().matches(text).count();
    poll(PATIENCE, || (count("somebody guesses") == 1).then_some(())).expect("an alarm");
    let failed = || server.word("mntr").contains("zk_auth_failed_count\t8");
    poll(PATIENCE, || failed().then_some(())).expect("all are counted");
    assert_eq!((count("somebody guesses"), count("authentication failed: connection closed")), (1, 2));
}

#[test]
fn an_observer_asks_for_a_leader_and_calls_it_after_a_while_where_that_is_configured() {
    if !all_are_zkd() {
        return;
    }
    let ports: Vec<PeerPorts> = (0..2).map(|_| PeerPorts::free()).collect();
    let line = |p: PeerPorts, role: &str| format!("127.0.0.1:{}:{}{role}", p.quorum, p.election);
    let settings = member_settings(&[])
        .with("server.1", line(ports[0], ""))
        .with("server.2", line(ports[1], ":observer"))
        .with("standaloneEnabled", false)
        .with("observer.reconnectDelayMs", 200)
        .with("observer.election.DelayMs", 200);
    let observer = settings.clone().with("peerType", "observer");
    let members = vec![ServerUnderTest::member(settings, 1), ServerUnderTest::member(observer, 2)];
    let mut ensemble = EnsembleUnderTest { members, ports };
    assert_eq!(ensemble.wait_serving(), 0);
    ensemble.conn(1).create("/a", b"").expect("a write through the observer");
    ensemble.members[0].launch();
    ensemble.wait_serving();
    ensemble.conn(1).create("/b", b"").expect("it comes back");
}

#[test]
fn ports_between_servers_that_everybody_reaches_are_a_warning() {
    if !all_are_zkd() {
        return;
    }
    for (everywhere, warned) in [(false, false), (true, true)] {
        let ensemble = EnsembleUnderTest::start_with(3, |_, s| {
            s.with("quorumListenOnAllIPs", everywhere).with("reconfigEnabled", true)
        });
        let log = ensemble.members[0].log();
        assert_eq!(log.contains("can speak as a member, and with reconfigEnabled=true"), warned, "{log}");
    }
}

/// How long so many writes of one client take, one after the other.
fn writes_take(server: &ServerUnderTest, count: usize) -> Duration {
    let mut conn = RawConn::connect(server.addr(), 30_000);
    conn.create("/flush", b"").expect("create");
    let began = Instant::now();
    for _ in 0..count {
        assert_eq!(conn.call(&set("/flush", b"x")).err, 0);
    }
    began.elapsed()
}

#[test]
fn a_sync_of_the_log_waits_for_more_writes_unless_there_are_enough() {
    let wait = |s: Settings| s.with("flushDelay", 200).with("maxWriteQueuePollTime", 200);
    let patient = ServerUnderTest::start(Program::under_test(), wait(Settings::usual()));
    let took = writes_take(&patient, 5);
    assert!(took >= Duration::from_millis(4 * 200), "{took:?}");
    let full = wait(Settings::usual()).with("maxBatchSize", 1);
    let busy = ServerUnderTest::start(Program::under_test(), full);
    let took = writes_take(&busy, 5);
    assert!(took < Duration::from_millis(4 * 200), "{took:?}");
    if !all_are_zkd() {
        return;
    }
    let mut members = EnsembleUnderTest::start_with(3, |_, s| wait(s));
    let leader = members.wait_serving();
    let took = writes_take(&members.members[leader], 5);
    assert!(took >= Duration::from_millis(4 * 200), "{took:?}");
}

#[test]
fn an_observer_that_keeps_no_log_serves_and_comes_back_and_must_start_anew_to_vote() {
    if !all_are_zkd() {
        return;
    }
    const OBSERVER: usize = 3;
    /// super:admin
    const SUPER_DIGEST: &str = "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=";
    let ports: Vec<PeerPorts> = (0..4).map(|_| PeerPorts::free()).collect();
    let line =
        |id: usize, role: &str| format!("127.0.0.1:{}:{}:{role}", ports[id].quorum, ports[id].election);
    let own = member_settings(&[])
        .with("reconfigEnabled", true)
        .with("syncEnabled", false)
        .with("DigestAuthenticationProvider.superDigest", SUPER_DIGEST);
    let settings = (0..4).fold(own, |settings, id| {
        let role = if id == OBSERVER { "observer" } else { "participant" };
        settings.with(&format!("server.{}", id + 1), line(id, role))
    });
    let members = (1..=4).map(|id| ServerUnderTest::member(settings.clone(), id)).collect();
    let mut ensemble = EnsembleUnderTest { members, ports: ports.clone() };
    let leader = ensemble.wait_serving();
    let mut conn = ensemble.conn(OBSERVER);
    conn.create("/a", b"1").expect("a write through the observer");
    let dir = |e: &EnsembleUnderTest, id: usize| e.members[id].data_dir().join("version-2");
    let logged = |e: &EnsembleUnderTest, id: usize| {
        let log = txnlogs::read("it", &dir(e, id)).expect("a log");
        log.records.values().filter(|payload| payload.windows(2).any(|bytes| bytes == b"/a")).count()
    };
    poll(PATIENCE, || (logged(&ensemble, leader) == 1).then_some(())).expect("the leader logs it");
    assert_eq!(logged(&ensemble, OBSERVER), 0);

    // It comes back from what its disk has, whether its leader or itself was gone.
    ensemble.members[leader].launch();
    let leader = ensemble.wait_serving();
    ensemble.conn(leader).create("/b", b"2").expect("create");
    ensemble.members[OBSERVER].launch();
    ensemble.wait_serving();
    let mut conn = ensemble.conn(OBSERVER);
    assert_eq!(conn.call(&Request::Sync { path: "/".into() }).err, 0);
    for path in ["/a", "/b"] {
        conn.get(path).unwrap_or_else(|code| panic!("{path} is not there: {code}"));
    }

    let mut admin = ensemble.conn(leader);
    admin.add_auth("digest", b"super:admin").expect("auth");
    let joining = format!(
        "server.4={};127.0.0.1:{}",
        line(OBSERVER, "participant"),
        ensemble.members[OBSERVER].addr().port()
    );
    let change =
        Request::Reconfig { joining: Some(joining.into()), leaving: None, new_members: None, config_id: -1 };
    assert_eq!(admin.call(&change).err, 0);
    let ended = poll(PATIENCE, || (!ensemble.members[OBSERVER].is_running()).then_some(()));
    ended.expect("it does not vote with what it has not on its disk");
    assert!(ensemble.members[OBSERVER].log().contains("it has kept no log"));
    ensemble.members[OBSERVER].launch();
    ensemble.wait_serving();
    ensemble.conn(OBSERVER).create("/c", b"3").expect("it takes part");
    let voted = poll(PATIENCE, || {
        let log = txnlogs::read("it", &dir(&ensemble, OBSERVER)).expect("a log");
        log.records.values().any(|payload| payload.windows(2).any(|bytes| bytes == b"/c")).then_some(())
    });
    voted.expect("and it logs what it acknowledges");
}

/// Apache's server takes the two keys from the command line: JAVA_TOOL_OPTIONS with -Dzookeeper.multiAddress.enabled=true and
/// -Dzookeeper.multiAddress.reachabilityCheckEnabled=false lets it take part.
#[test]
fn a_server_with_several_addresses_listens_at_all_of_them_and_is_reached_by_any() {
    let programs = Program::members_under_test(3);
    let ports: Vec<PeerPorts> = (0..6).map(|_| PeerPorts::free()).collect();
    let address = |host: &str, p: PeerPorts| format!("{host}:{}:{}", p.quorum, p.election);
    let line = |first: String, second: PeerPorts| format!("{first}|{}", address("127.0.0.2", second));
    let common = member_settings(&[])
        .with("multiAddress.enabled", true)
        .with("multiAddress.reachabilityCheckEnabled", false);
    let settings = |own: usize| {
        (0..3).fold(common.clone(), |settings, id| {
            // The others know a first address at which nobody is; Apache's would look no further.
            let nobody = PeerPorts { quorum: 1, election: 2 };
            let is_there = id == own || !all_are_zkd();
            let first = address("127.0.0.1", if is_there { ports[id] } else { nobody });
            settings.with(&format!("server.{}", id + 1), line(first, ports[id + 3]))
        })
    };
    let members = programs
        .iter()
        .zip(0..)
        .map(|(program, id)| ServerUnderTest::member_of(program.clone(), settings(id), id + 1));
    let mut ensemble = EnsembleUnderTest { members: members.collect(), ports: ports[..3].to_vec() };
    let leader = ensemble.wait_serving();
    for index in 0..3 {
        ensemble.conn(index).create(&format!("/by-{index}"), b"").expect("create");
        for (host, p) in [("127.0.0.1", ports[index]), ("127.0.0.2", ports[index + 3])] {
            // Apache's listens for learners only while it leads.
            let quorum = (index == leader || programs[index].is_zkd()).then_some(p.quorum);
            for port in [Some(p.election), quorum].into_iter().flatten() {
                TcpStream::connect((host, port)).unwrap_or_else(|e| panic!("{host}:{port}: {e}"));
            }
        }
    }
}
