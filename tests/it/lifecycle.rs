//! Start, stop and start again: what must survive, what must be refused, and the four-letter words in between.

use zk_proto::request::{CreateMode, CreateRequest};
use zk_proto::{AclBytes, OpCode, Perms, Request, Stat};
use zkd_tests::server::{free_port, run_to_end};
use zkd_tests::{PATIENCE, Program, RawConn, ServerUnderTest, Settings, acls, poll};

const TIMEOUT_MS: i32 = 30_000;

fn conn(server: &ServerUnderTest) -> RawConn {
    RawConn::connect(server.addr(), TIMEOUT_MS)
}

/// Everything a client can see of a tree: path, data, stat, ACL entries.
fn dump(conn: &mut RawConn, path: &str, out: &mut Vec<(String, Vec<u8>, Stat, usize)>) {
    let (data, stat) = conn.get(path).expect("get");
    let (acl, _) = conn.get_acl(path).expect("getACL");
    out.push((path.to_owned(), data, stat, acl.len()));
    for child in conn.children(path, false).expect("children") {
        dump(conn, &zk_proto::path::join(path, &child), out);
    }
}

fn tree(server: &ServerUnderTest) -> Vec<(String, Vec<u8>, Stat, usize)> {
    let mut conn = conn(server);
    let mut out = Vec::new();
    dump(&mut conn, "/", &mut out);
    conn.close();
    out
}

/// Some of everything: kinds of nodes, ACLs, versions, deletions, sequential names.
fn grow(conn: &mut RawConn) {
    for n in 0..50 {
        conn.create(&format!("/n{n}"), format!("data {n}").as_bytes()).expect("create");
        conn.create(&format!("/n{n}/child"), b"").expect("create");
    }
    for n in 0..20 {
        conn.set(&format!("/n{n}"), b"set", -1).expect("set");
        conn.delete(&format!("/n{}/child", n + 20), -1).expect("delete");
        conn.create_as("/n0/seq-", b"", CreateMode::PersistentSequential).expect("create");
    }
    conn.create_as("/container", b"", CreateMode::Container).expect("create");
    conn.create_as("/ttl", b"", CreateMode::Ttl).expect("create");
    conn.create("/acl", b"").expect("create");
    conn.set_acl("/acl", &acls::list(&[(31, "world", "anyone"), (1, "ip", "10.0.0.1")]), -1).expect("setACL");
    conn.set("/", b"root", -1).expect("set");
    conn.create_with_acl("/many", &acls::one(Perms::ALL, "world", "anyone")).expect("create");
}

#[test]
fn sigterm_stops_cleanly_and_nothing_is_lost() {
    let mut server = ServerUnderTest::start_usual();
    let mut writer = conn(&server);
    grow(&mut writer);
    writer.close();
    let before = tree(&server);
    let status = server.stop();
    assert!(status.success() || status.code() == Some(143), "{status}");
    server.restart();
    assert_eq!(tree(&server), before);
    // Once more, now from what the restart left.
    server.stop();
    server.restart();
    assert_eq!(tree(&server), before);
}

#[test]
fn ttl_nodes_without_their_key_are_told_of_at_the_start_and_still_expire() {
    const UNIMPLEMENTED: i32 = -6;
    if !Program::under_test().is_zkd() {
        return;
    }
    let told = |server: &ServerUnderTest| {
        let log = server.log();
        log.lines()
            .filter(|line| line.contains("WARN") && line.contains("TTL nodes"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let mut server = ServerUnderTest::start_usual();
    let mut writer = conn(&server);
    writer.create_as("/stays", b"", CreateMode::Ttl).expect("create");
    let brief = Request::Create(CreateRequest {
        op: OpCode::CreateTtl,
        path: "/goes".into(),
        data: Some(b""),
        acl: AclBytes::OPEN,
        flags: CreateMode::Ttl as i32,
        ttl_ms: 1,
    });
    writer.call(&brief).ok().expect("create");
    server.stop();
    server.restart();
    server.stop();
    assert!(told(&server).is_empty(), "nothing is wrong yet");
    let without =
        Settings::usual().with("extendedTypesEnabled", false).with("znode.container.checkIntervalMs", 200);
    server.restart_with(without);
    let lines = told(&server);
    assert!(lines.len() == 1 && lines[0].contains("ttl_nodes=2"), "{lines:?}");
    assert!(lines[0].contains("Set extendedTypesEnabled=true on every server"), "{lines:?}");
    let mut reader = conn(&server);
    poll(PATIENCE, || reader.get("/goes").is_err().then_some(())).expect("it expires");
    reader.get("/stays").expect("it has an hour");
    assert_eq!(reader.create_as("/new", b"", CreateMode::Ttl), Err(UNIMPLEMENTED));
}

#[test]
fn zxids_go_on_where_they_were() {
    let mut server = ServerUnderTest::start_usual();
    let mut writer = conn(&server);
    writer.create("/n", b"").expect("create");
    let before = writer.ping().zxid;
    server.stop();
    server.restart();
    let mut writer = conn(&server);
    let stat = writer.set("/n", b"x", -1).expect("set");
    assert!(stat.mzxid.0 > before, "{} after {before}", stat.mzxid.0);
    assert_eq!(stat.version, 1);
}

#[test]
fn sequence_numbers_go_on_where_they_were() {
    let mut server = ServerUnderTest::start_usual();
    let next = |server: &ServerUnderTest| {
        let mut conn = conn(server);
        let path = conn.create_as("/s-", b"", CreateMode::PersistentSequential).expect("create");
        conn.delete(&path, -1).expect("delete");
        conn.close();
        path
    };
    let first = next(&server);
    server.stop();
    server.restart();
    let second = next(&server);
    server.kill9();
    server.restart();
    let third = next(&server);
    assert!(first < second && second < third, "{first} {second} {third}");
}

#[test]
fn sessions_survive_a_restart_within_their_timeout() {
    let mut server = ServerUnderTest::start_usual();
    let mut owner = conn(&server);
    owner.create_as("/e", b"", CreateMode::Ephemeral).expect("create");
    let session = owner.session().clone();
    server.stop();
    assert!(owner.closes());
    server.restart();
    assert!(conn(&server).exists("/e", false).is_ok());
    let mut owner = RawConn::reattach(server.addr(), &session).expect("the session survives");
    assert_eq!(owner.exists("/e", false).map(|stat| stat.ephemeral_owner), Ok(session.id));
    owner.close();
    assert_eq!(conn(&server).exists("/e", false).map(drop), Err(-101));
    server.kill9();
    server.restart();
    assert!(RawConn::reattach(server.addr(), &session).is_none(), "a closed session stays closed");
}

#[test]
fn four_letter_words_answer() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    conn.create_as("/e", b"", CreateMode::Ephemeral).expect("create");
    conn.get_watch("/", true).expect("watch");
    let id = format!("0x{:x}", conn.session().id.0);
    let has = |word: &str, parts: &[&str]| {
        let text = server.word(word);
        for part in parts {
            assert!(text.contains(part), "{word} lacks {part:?}:\n{text}");
        }
    };
    assert_eq!(server.word("ruok"), "imok");
    assert_eq!(server.word("isro"), "rw");
    has(
        "srvr",
        &[
            "Zookeeper version: 3.",
            "Latency min/avg/max: ",
            "Zxid: 0x2\n",
            "Mode: standalone\n",
            "Node count: 6\n",
        ],
    );
    has("stat", &["Zookeeper version: 3.", "Clients:\n /127.0.0.1:", "Mode: standalone\n"]);
    has("conf", &["clientPort=", "dataDir=", "tickTime=500\n", "maxSessionTimeout=60000\n", "serverId=0"]);
    has("cons", &[" /127.0.0.1:", &format!("sid={id},"), "lop=GETD", "to=30000"]);
    has(
        "dump",
        &["SessionTracker dump:\n", "ephemeral nodes dump:\nSessions with Ephemerals (1):\n", &id, "\t/e\n"],
    );
    has("envi", &["Environment:\n", "zookeeper.version=3."]);
    has("wchs", &["1 connections watching 1 paths\nTotal watches:1"]);
    assert_eq!(server.word("wchc"), format!("{id}\n\t/\n\n"));
    assert_eq!(server.word("wchp"), format!("/\n\t{id}\n\n"));
    has("dirs", &["datadir_size: ", "\nlogdir_size: "]);
    has(
        "mntr",
        &[
            "zk_version\t3.",
            "zk_server_state\tstandalone\n",
            "zk_znode_count\t6\n",
            "zk_ephemerals_count\t1\n",
            "zk_watch_count\t1\n",
        ],
    );
    assert_eq!(server.word("gtmk"), "306");
    assert_eq!(server.word("srst").trim_end(), "Server stats reset.");
    assert_eq!(server.word("crst").trim_end(), "Connection stats reset.");
    assert_eq!(conn.ping().err, 0);
}

#[test]
fn a_second_server_on_the_directory_is_refused() {
    let mut server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    conn.create("/n", b"").expect("create");
    // Differs: Apache would write into the same log.
    if server.program().is_zkd() {
        let (directory, port) = (server.data_dir().display().to_string(), free_port());
        let config = format!("dataDir={directory}\nclientPort={port}\nclientPortAddress=127.0.0.1\n");
        let (status, output) = run_to_end(server.program(), &config);
        assert!(!status.success(), "{output}");
        assert!(output.contains(&directory), "{output}");
    }
    conn.set("/n", b"x", -1).expect("set");
    server.assert_alive();
}

#[test]
fn a_mistyped_key_is_refused_with_a_suggestion() {
    let program = Program::under_test();
    // Differs: Apache takes it for a system property and starts.
    if !program.is_zkd() {
        return;
    }
    let config = format!("dataDir=/nonexistent\nclientPort={}\ntickTme=2000\n", free_port());
    let (status, output) = run_to_end(&program, &config);
    assert_eq!(status.code(), Some(2), "{output}");
    assert!(output.contains("tickTme") && output.contains("tickTime"), "{output}");
}

#[test]
fn a_configuration_that_cannot_work_exits_with_2() {
    let program = Program::under_test();
    let port = free_port();
    for config in [
        format!("clientPort={port}\n"),
        "dataDir=/tmp\nclientPort=abc\n".to_owned(),
        format!("dataDir=/tmp\ntickTime=0\nclientPort={port}\n"),
    ] {
        let (status, output) = run_to_end(&program, &config);
        assert_eq!(status.code(), Some(2), "{config}\n{output}");
    }
}

#[test]
fn a_client_that_saw_more_than_the_server_is_turned_away_after_a_restart_too() {
    let mut server = ServerUnderTest::start(Program::under_test(), Settings::usual());
    let mut conn = conn(&server);
    conn.create("/n", b"").expect("create");
    let seen = conn.ping().zxid;
    let session = conn.hang_up().expect("session");
    server.stop();
    server.restart();
    let mut at = RawConn::open(server.addr());
    let request = zkd_tests::conn::known_session(&session);
    let same = zk_proto::connect::ConnectRequest { last_zxid_seen: zk_proto::Zxid(seen), ..request };
    assert_eq!(at.handshake(&same).expect("connect response").session_id, session.id);
}
