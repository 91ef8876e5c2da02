//! The audit log: every change is in it, with who, where from and how it ended. The lines in Apache's form are proven on Apache
//! first; to see them among its messages, it needs `-Dorg.slf4j.simpleLogger.log.org.apache.zookeeper.audit=info` in `JAVA_TOOL_OPTIONS`.

use zk_proto::Request;
use zk_proto::request::CreateMode;
use zkd_tests::ops::create_request;
use zkd_tests::{Program, RawConn, ServerUnderTest, Settings};

const TIMEOUT_MS: i32 = 30_000;
const NODE_EXISTS: i32 = -110;

fn audited() -> Settings {
    Settings::usual().with("audit.enable", true)
}

/// The messages of the audit log among a server's own, without sessions' numbers.
fn messages(server: &ServerUnderTest) -> Vec<String> {
    let log = server.log();
    let found = log.lines().filter_map(|line| {
        let at = line.find("session=0x").or_else(|| line.find("user="))?;
        let fields = line[at..].split('\t').filter(|f| !f.starts_with("session="));
        line.contains("\toperation=").then(|| fields.collect::<Vec<_>>().join(" "))
    });
    found.collect()
}

/// What follows the user, who is not the same everywhere.
fn without_user(message: &str) -> String {
    message.split(' ').filter(|f| !f.starts_with("user=")).collect::<Vec<_>>().join(" ")
}

#[test]
fn writes_are_told_with_their_outcome() {
    let mut server = ServerUnderTest::start(Program::under_test(), audited());
    let mut conn = RawConn::connect(server.addr(), TIMEOUT_MS);
    conn.create("/a", b"x").expect("create");
    assert_eq!(conn.create("/a", b"x"), Err(NODE_EXISTS));
    conn.create_as("/a/s-", b"", CreateMode::PersistentSequential).expect("create");
    conn.create_as("/a/e", b"", CreateMode::Ephemeral).expect("create");
    conn.set("/a", b"y", -1).expect("set");
    assert!(conn.set("/a", b"y", 7).is_err());
    assert!(conn.delete("/none", -1).is_err());
    let acl = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, b'i', b'p', 0, 0, 0, 9];
    let acl: Vec<u8> = acl.iter().chain(b"127.0.0.1").copied().collect();
    conn.set_acl("/a/e", &acl, -1).expect("setACL");
    let multi = |second: &'static str| {
        vec![
            create_request("/a/m", b"", CreateMode::Persistent),
            Request::Check { path: "/a".into(), version: -1 },
            Request::Delete { path: second.into(), version: -1 },
        ]
    };
    assert_eq!(conn.call(&Request::Multi(multi("/a/m"))).err, 0);
    conn.call(&Request::Multi(multi("/a/none")));
    conn.get("/a").expect("get");
    conn.close();
    server.stop();

    let said: Vec<String> = messages(&server).iter().map(|m| without_user(m)).collect();
    let expected = [
        "operation=serverStart result=success",
        "ip=127.0.0.1 operation=create znode=/a znode_type=persistent result=success",
        "ip=127.0.0.1 operation=create znode=/a znode_type=persistent result=failure",
        "ip=127.0.0.1 operation=create znode=/a/s-0000000000 znode_type=persistent_sequential result=success",
        "ip=127.0.0.1 operation=create znode=/a/e znode_type=ephemeral result=success",
        "ip=127.0.0.1 operation=setData znode=/a result=success",
        "ip=127.0.0.1 operation=setData znode=/a result=failure",
        "ip=127.0.0.1 operation=delete znode=/none result=failure",
        "ip=127.0.0.1 operation=setAcl znode=/a/e acl=ip:127.0.0.1:r result=success",
        "ip=127.0.0.1 operation=create znode=/a/m znode_type=persistent result=success",
        "ip=127.0.0.1 operation=delete znode=/a/m result=success",
        "ip=127.0.0.1 operation=multiOperation result=failure",
        "operation=ephemeralZNodeDeletionOnSessionCloseOrExpire znode=/a/e result=success",
        "operation=serverStop result=invoked",
    ];
    assert_eq!(said, expected);
}

#[test]
fn users_are_named_and_nothing_of_their_passwords() {
    let server = ServerUnderTest::start(Program::under_test(), audited());
    let mut conn = RawConn::connect(server.addr(), TIMEOUT_MS);
    conn.add_auth("digest", b"al:canary").expect("addauth");
    conn.create("/a", b"").expect("create");
    let wait = || messages(&server).into_iter().find(|m| m.contains("operation=create"));
    let said = zkd_tests::poll(zkd_tests::PATIENCE, wait).expect("the create is told");
    let users: Vec<&str> = said.split(' ').next().unwrap_or_default()["user=".len()..].split(',').collect();
    assert!(users.len() == 2 && users.contains(&"al") && users.contains(&"127.0.0.1"), "{said}");
    assert!(!server.log().contains("canary"));
}

/// Of zkd alone: the other events, and the other form in a file of its own.
#[test]
fn reads_authentications_and_sessions_are_told_where_that_is_asked_for() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("audit.json");
    let settings = audited().with("audit.format", "json").with("audit.file", file.display());
    let mut server =
        ServerUnderTest::start(Program::zkd(), settings.with("audit.events", "reads,auth,sessions"));
    let mut conn = RawConn::connect(server.addr(), TIMEOUT_MS);
    conn.get("/").expect("get");
    assert!(conn.get("/none").is_err());
    // Behind a write on its way a read takes another way through the server.
    let create = create_request("/a", b"", CreateMode::Persistent);
    let read = Request::Exists { path: "/a".into(), watch: false };
    conn.send(&create);
    conn.send(&read);
    conn.recv_reply().expect("created");
    conn.recv_reply().expect("read");
    conn.add_auth("digest", b"al:canary").expect("addauth");
    assert!(conn.add_auth("unknown", b"canary").is_err());
    let mut other = RawConn::connect(server.addr(), TIMEOUT_MS);
    other.create_as("/e", b"", CreateMode::Ephemeral).expect("create");
    other.close();
    server.stop();
    let text = std::fs::read_to_string(&file).expect("the file");
    assert!(!text.contains("canary"));
    let said: Vec<String> = text
        .lines()
        .map(|line| {
            let fields: serde_json::Value = serde_json::from_str(line).expect(line);
            let word = |name: &str| fields[name].as_str().unwrap_or("-").to_owned();
            format!("{} {} {}", word("operation"), word("znode"), word("error"))
        })
        .collect();
    let expected = [
        "serverStart - -",
        "createSession - -",
        "getData / -",
        "getData /none NoNode",
        "create /a -",
        "exists /a -",
        "addAuth - -",
        "addAuth - AuthFailed",
        "createSession - -",
        "create /e -",
        "ephemeralZNodeDeletionOnSessionCloseOrExpire /e -",
        "closeSession - -",
        "serverStop - -",
    ];
    assert_eq!(said, expected);
}
