//! ACLs: which right each operation needs, on which node, and what credentials give.

use zk_proto::request::CreateMode;
use zk_proto::{Perms, Request};
use zkd_tests::ops::create_request;
use zkd_tests::{Program, RawConn, ServerUnderTest, Settings, acls};

const TIMEOUT_MS: i32 = 30_000;
const NO_AUTH: i32 = -102;
const INVALID_ACL: i32 = -114;
/// The id that `alice:secret` gives.
const ALICE: &str = "alice:aYXlLOpEooaV1cRAvUL1fp9Qt7E=";
/// Of `super:interop`.
const SUPER_DIGEST: &str = "super:/49OUaS/Rm5CIudE7EhYoMwy+PY=";

fn conn(server: &ServerUnderTest) -> RawConn {
    RawConn::connect(server.addr(), TIMEOUT_MS)
}

fn alice(server: &ServerUnderTest) -> RawConn {
    let mut conn = conn(server);
    conn.add_auth("digest", b"alice:secret").expect("auth");
    conn
}

/// One operation on `/p`, and the rights that allow it: any bit of the mask is enough.
type Row = (&'static str, i32, fn(&mut RawConn) -> i32);

const READ: i32 = 1;
const WRITE: i32 = 2;
const CREATE: i32 = 4;
const DELETE: i32 = 8;
const ADMIN: i32 = 16;
const NOTHING_NEEDED: i32 = 31;

const ROWS: [Row; 14] = [
    ("create below", CREATE, |c| c.call(&create_request("/p/new", b"", CreateMode::Ephemeral)).err),
    ("create below, sequential", CREATE, |c| {
        c.call(&create_request("/p/s", b"", CreateMode::EphemeralSequential)).err
    }),
    ("delete below", DELETE, |c| c.call(&Request::Delete { path: "/p/new".into(), version: -1 }).err),
    ("setData", WRITE, |c| c.call(&Request::SetData { path: "/p".into(), data: None, version: -1 }).err),
    ("getData", READ, |c| c.call(&Request::GetData { path: "/p".into(), watch: false }).err),
    ("getChildren", READ, |c| c.call(&Request::GetChildren { path: "/p".into(), watch: false }).err),
    ("getChildren2", READ, |c| c.call(&Request::GetChildren2 { path: "/p".into(), watch: false }).err),
    ("exists", READ, |c| c.call(&Request::Exists { path: "/p".into(), watch: false }).err),
    ("getAllChildrenNumber", READ, |c| c.call(&Request::GetAllChildrenNumber { path: "/p".into() }).err),
    ("getACL", READ | ADMIN, |c| c.call(&Request::GetAcl { path: "/p".into() }).err),
    ("setACL", ADMIN, |c| {
        // Refused by version if the right is there: the ACL stays as it is.
        let acl = zk_proto::AclBytes::OPEN;
        match c.call(&Request::SetAcl { path: "/p".into(), acl, version: 77 }).err {
            -103 => 0,
            err => err,
        }
    }),
    ("check", READ, |c| {
        let reply = c.call(&Request::Multi(vec![Request::Check { path: "/p".into(), version: -1 }]));
        zk_proto::multi::decode_results(&mut zk_proto::Reader::new(&reply.body)).expect("results")[0]
            .error()
            .map_or(0, zk_proto::ErrorCode::code)
    }),
    ("sync", NOTHING_NEEDED, |c| c.call(&Request::Sync { path: "/p".into() }).err),
    ("addWatch", NOTHING_NEEDED, |c| c.call(&Request::AddWatch { path: "/p".into(), mode: 0 }).err),
];

#[test]
fn every_operation_needs_its_right() {
    let server = ServerUnderTest::start_usual();
    let mut owner = alice(&server);
    for perms in 0..32 {
        let all = acls::one(Perms::ALL, "auth", "");
        owner.create_with_acl("/p", &all).expect("create");
        owner.create("/p/new", b"").expect("create");
        owner.delete("/p/new", -1).expect("delete");
        let acl = acls::list(&[(31, "digest", ALICE), (perms, "world", "anyone")]);
        owner.set_acl("/p", &acl, -1).expect("setACL");
        let mut stranger = conn(&server);
        for (name, needed, run) in ROWS {
            if name == "delete below" && owner.exists("/p/new", false).is_err() {
                owner.create("/p/new", b"").expect("create");
            }
            let allowed = needed == NOTHING_NEEDED || perms & needed != 0;
            let expected = if allowed { 0 } else { NO_AUTH };
            assert_eq!(run(&mut stranger), expected, "{name} with rights {perms:05b}");
        }
        stranger.close();
        for child in owner.children("/p", false).expect("children") {
            owner.delete(&format!("/p/{child}"), -1).expect("delete");
        }
        owner.delete("/p", -1).expect("delete");
    }
}

#[test]
fn rights_are_not_inherited() {
    let server = ServerUnderTest::start_usual();
    let (mut owner, mut stranger) = (alice(&server), conn(&server));
    owner.create_with_acl("/closed", &acls::one(Perms::ALL, "auth", "")).expect("create");
    owner.create("/closed/open", b"x").expect("create");
    assert_eq!(stranger.get("/closed").map(drop), Err(NO_AUTH));
    assert_eq!(stranger.get("/closed/open").map(|(data, _)| data), Ok(b"x".to_vec()));
    owner.create("/open", b"").expect("create");
    owner.create_with_acl("/open/closed", &acls::one(Perms::ALL, "auth", "")).expect("create");
    assert_eq!(stranger.get("/open/closed").map(drop), Err(NO_AUTH));
    assert_eq!(stranger.delete("/open/closed", -1), Ok(()), "the parent decides on deletes");
}

#[test]
fn hashes_are_shown_to_administrators_only() {
    let server = ServerUnderTest::start_usual();
    let (mut owner, mut stranger) = (alice(&server), conn(&server));
    owner.create_with_acl("/n", &acls::list(&[(31, "auth", ""), (1, "world", "anyone")])).expect("create");
    let entry = |perms, scheme: &str, id: &str| (perms, scheme.to_owned(), id.to_owned());
    let (acl, _) = owner.get_acl("/n").expect("getACL");
    assert_eq!(acl, [entry(31, "digest", ALICE), entry(1, "world", "anyone")]);
    let (acl, _) = stranger.get_acl("/n").expect("getACL");
    assert_eq!(acl, [entry(31, "digest", "alice:x"), entry(1, "world", "anyone")]);
}

#[test]
fn credentials_add_up_and_belong_to_the_connection() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    assert_eq!(conn.create_with_acl("/n", &acls::one(Perms::ALL, "auth", "")), Err(INVALID_ACL));
    conn.add_auth("digest", b"alice:secret").expect("auth");
    conn.add_auth("digest", b"bob:builder").expect("auth");
    conn.create_with_acl("/n", &acls::one(Perms::ALL, "auth", "")).expect("create");
    let (acl, _) = conn.get_acl("/n").expect("getACL");
    assert_eq!(acl.len(), 2, "`auth` stands for every credential of the connection: {acl:?}");
    let reply = conn.call(&Request::WhoAmI);
    let ids = zk_proto::reply::decode_who_am_i(&mut zk_proto::Reader::new(&reply.body)).expect("identities");
    let mut ids: Vec<(&str, &str)> = ids.iter().map(|id| (id.scheme.as_str(), id.id.as_str())).collect();
    ids.sort_unstable();
    assert_eq!(ids, [("digest", "alice"), ("digest", "bob"), ("ip", "127.0.0.1")]);
    let session = conn.hang_up().expect("session");
    let mut again = RawConn::reattach(server.addr(), &session).expect("the session lives");
    assert_eq!(again.get("/n").map(drop), Err(NO_AUTH), "a new connection has none of them");
}

#[test]
fn addresses_are_credentials() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    for (path, id, allowed) in [
        ("/exact", "127.0.0.1", true),
        ("/net", "127.0.0.0/8", true),
        ("/all", "0.0.0.0/0", true),
        ("/other", "127.0.0.2", false),
        ("/narrow", "127.0.0.2/32", false),
    ] {
        conn.create_with_acl(path, &acls::one(Perms::ALL, "ip", id)).expect("create");
        assert_eq!(conn.get(path).map(drop), if allowed { Ok(()) } else { Err(NO_AUTH) }, "{id}");
    }
}

#[test]
fn the_super_user_may_do_everything() {
    let settings = Settings::usual().with("DigestAuthenticationProvider.superDigest", SUPER_DIGEST);
    let server = ServerUnderTest::start(Program::under_test(), settings);
    let (mut owner, mut superuser) = (alice(&server), conn(&server));
    owner.create_with_acl("/n", &acls::one(Perms::ALL, "auth", "")).expect("create");
    superuser.add_auth("digest", b"super:wrong").expect("any digest is accepted");
    assert_eq!(superuser.get("/n").map(drop), Err(NO_AUTH));
    superuser.add_auth("digest", b"super:interop").expect("auth");
    superuser.get("/n").expect("get");
    superuser.set_acl("/n", &acls::one(Perms(0), "world", "anyone"), -1).expect("setACL");
    superuser.set("/n", b"", -1).expect("set");
    assert_eq!(owner.get("/n").map(drop), Err(NO_AUTH));
}

#[test]
fn set_acl_counts_its_own_version_and_drops_doubles() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    conn.create("/n", b"").expect("create");
    let twice = acls::list(&[(31, "world", "anyone"), (31, "world", "anyone"), (1, "ip", "10.0.0.0/8")]);
    let stat = conn.set_acl("/n", &twice, 0).expect("setACL");
    assert_eq!((stat.aversion, stat.version, stat.mzxid), (1, 0, stat.czxid));
    let (acl, _) = conn.get_acl("/n").expect("getACL");
    assert_eq!(acl.len(), 2, "{acl:?}");
    assert_eq!(conn.set_acl("/n", &twice, 0).map(drop), Err(-103));
}

#[test]
fn one_forbidden_operation_undoes_a_multi() {
    let server = ServerUnderTest::start_usual();
    let (mut owner, mut stranger) = (alice(&server), conn(&server));
    owner.create_with_acl("/n", &acls::one(Perms::ALL, "auth", "")).expect("create");
    let reply = stranger.call(&Request::Multi(vec![
        create_request("/free", b"", CreateMode::Persistent),
        Request::SetData { path: "/n".into(), data: None, version: -1 },
        create_request("/late", b"", CreateMode::Persistent),
    ]));
    let results = zk_proto::multi::decode_results(&mut zk_proto::Reader::new(&reply.body)).expect("results");
    let codes: Vec<i32> = results
        .iter()
        .map(|result| match result {
            zk_proto::multi::OpResult::Error(code) => *code,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!((reply.err, codes), (0, vec![0, NO_AUTH, -2]));
    assert_eq!(stranger.exists("/free", false).map(drop), Err(-101));
}
