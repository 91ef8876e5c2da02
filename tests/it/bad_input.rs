//! Hostile and broken input on the client port: every row of the table of bad inputs. After each, a session that was
//! there before must go on, a new one must open, and the process must live.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;
use zk_proto::connect::ConnectRequest;
use zk_proto::multi::{MultiHeader, OpResult, decode_results};
use zk_proto::op::xid;
use zk_proto::reply::session_password;
use zk_proto::request::CreateMode;
use zk_proto::{DEFAULT_MAX_BUFFER, OpCode, Perms, Request, SessionId, Writer, Zxid};
use zkd_tests::conn::{known_session, new_session, request_frame};
use zkd_tests::server::four_letter_word;
use zkd_tests::{Incoming, RawConn, ServerUnderTest, Settings, acls, poll};

const TIMEOUT_MS: i32 = 30_000;
const MARSHALLING: i32 = -5;
const UNIMPLEMENTED: i32 = -6;
const BAD_ARGUMENTS: i32 = -8;
const NO_NODE: i32 = -101;
const BAD_VERSION: i32 = -103;
const NODE_EXISTS: i32 = -110;
const NOT_EMPTY: i32 = -111;
const INVALID_ACL: i32 = -114;
const AUTH_FAILED: i32 = -115;

/// A server, and a session that must not notice what is done to it.
struct Scene {
    server: ServerUnderTest,
    bystander: RawConn,
}

impl Scene {
    #[track_caller]
    fn new() -> Scene {
        Scene::with(Settings::usual())
    }

    #[track_caller]
    fn with(settings: Settings) -> Scene {
        let server = ServerUnderTest::start(zkd_tests::Program::under_test(), settings);
        let mut bystander = RawConn::connect(server.addr(), TIMEOUT_MS);
        bystander.create_as("/bystander", b"", CreateMode::Ephemeral).expect("ephemeral");
        Scene { server, bystander }
    }

    fn conn(&self) -> RawConn {
        RawConn::connect(self.server.addr(), TIMEOUT_MS)
    }

    fn open(&self) -> RawConn {
        RawConn::open(self.server.addr())
    }

    fn is_zkd(&self) -> bool {
        self.server.program().is_zkd()
    }

    #[track_caller]
    fn unharmed(mut self) {
        assert_eq!(self.bystander.exists("/bystander", false).map(|stat| stat.version), Ok(0));
        self.bystander.set("/bystander", b"still here", -1).expect("a write of the bystander");
        let mut newcomer = self.conn();
        assert_eq!(newcomer.get("/bystander").map(|(data, _)| data), Ok(b"still here".to_vec()));
        newcomer.close();
        self.server.assert_alive();
    }
}

#[test]
fn four_letter_words_in_every_shape() {
    let scene = Scene::new();
    let addr = scene.server.addr();
    assert_eq!(four_letter_word(addr, b"ruok").unwrap_or_default(), "imok");
    assert_eq!(four_letter_word(addr, b"ruok\r\n").unwrap_or_default(), "imok");
    assert_eq!(four_letter_word(addr, b"ruokmore of it").unwrap_or_default(), "imok");
    for unknown in [&b"RUOK"[..], b"abcd", b"rUok", b"    "] {
        assert_eq!(four_letter_word(addr, unknown).unwrap_or_default(), "", "{}", unknown.escape_ascii());
    }
    let mut split = scene.open();
    for byte in b"ruok" {
        split.send_bytes(&[*byte]);
    }
    assert_eq!(split.read_to_close(), b"imok");
    let mut interrupt = scene.open();
    interrupt.send_bytes(&[0xff, 0xf4, 0xff, 0xfd]);
    assert_eq!(interrupt.read_to_close(), b"");
    // Behind the handshake a word is a length, and much too large a one.
    let mut late = scene.conn();
    late.send_bytes(b"ruok");
    assert_eq!(late.read_to_close(), b"");
    scene.unharmed();
}

#[test]
fn words_outside_the_whitelist_are_refused() {
    let scene = Scene::with(Settings::usual().with("4lw.commands.whitelist", "ruok, isro"));
    let addr = scene.server.addr();
    assert_eq!(four_letter_word(addr, b"ruok").unwrap_or_default(), "imok");
    assert_eq!(four_letter_word(addr, b"isro").unwrap_or_default(), "rw");
    assert_eq!(
        four_letter_word(addr, b"wchp").unwrap_or_default(),
        "wchp is not executed because it is not in the whitelist.\n"
    );
    scene.unharmed();
}

#[test]
fn impossible_lengths_close_the_connection() {
    let scene = Scene::new();
    let limit = i32::try_from(DEFAULT_MAX_BUFFER).expect("limit");
    for length in [0, -1, i32::MIN, i32::MAX, limit + 1] {
        for mut conn in [scene.open(), scene.conn()] {
            conn.send_bytes(&length.to_be_bytes());
            assert!(conn.closes(), "length {length} must close the connection");
        }
    }
    scene.unharmed();
}

#[test]
fn a_frame_of_the_limit_is_served_and_one_byte_more_is_not() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    conn.create("/big", b"").expect("create");
    let overhead = request_frame(0, 0, &set_data_body("/big", b"")).len();
    let data = vec![7; DEFAULT_MAX_BUFFER - overhead];
    conn.set("/big", &data, -1).expect("a frame of exactly the limit");
    assert_eq!(conn.get("/big").map(|(data, _)| data.len()), Ok(data.len()));
    conn.send_raw(9, OpCode::SetData.code(), &set_data_body("/big", &vec![7; data.len() + 1]));
    assert!(conn.closes());
    scene.unharmed();
}

#[test]
fn silence_before_the_handshake_is_ended_by_a_timer() {
    let scene = Scene::with(Settings::usual().with("nio.sessionlessCnxnTimeout", 1000));
    let mut silent = scene.open();
    let mut half_a_length = scene.open();
    half_a_length.send_bytes(&[0, 0]);
    let mut half_a_request = scene.open();
    half_a_request.send_bytes(&[0, 0, 0, 45, 0, 0]);
    for conn in [&mut silent, &mut half_a_length, &mut half_a_request] {
        assert_eq!(conn.read_to_close(), b"");
    }
    scene.unharmed();
}

#[test]
fn many_half_open_connections_hold_nobody_up() {
    let scene = Scene::new();
    let half_open: Vec<RawConn> = (0..200)
        .map(|n| {
            let mut conn = scene.open();
            conn.send_bytes(&[0; 3][..n % 4]);
            conn
        })
        .collect();
    scene.conn().close();
    drop(half_open);
    scene.unharmed();
}

#[test]
fn a_frame_cut_short_by_a_close_changes_nothing() {
    let scene = Scene::new();
    for cut in [3, 4, 11, 20, 30] {
        let mut conn = scene.conn();
        let mut bytes = Vec::new();
        zk_proto::frame::write(&mut bytes, |out| {
            out.put_bytes(&request_frame(1, OpCode::Create.code(), &create_body("/cut", 0)));
        });
        conn.send_bytes(&bytes[..cut]);
        conn.finish_sending();
        assert!(conn.closes());
    }
    let mut conn = scene.conn();
    assert_eq!(conn.exists("/cut", false).map(drop), Err(NO_NODE));
    scene.unharmed();
}

#[test]
fn other_protocols_on_the_plain_port_are_hung_up_on() {
    let scene = Scene::new();
    let mut client_hello = vec![0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3];
    client_hello.resize(512, 0x5a);
    let garbage: Vec<u8> = (0..=255).rev().collect();
    for bytes in [&b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"[..], &client_hello, &garbage, &[0xff; 64]] {
        let mut conn = scene.open();
        conn.send_bytes(bytes);
        assert_eq!(conn.read_to_close(), b"", "{:02x?}", &bytes[..4]);
    }
    scene.unharmed();
}

#[test]
fn a_request_that_arrives_byte_by_byte_is_served() {
    let scene = Scene::new();
    let mut conn = scene.open();
    let mut bytes = Vec::new();
    zk_proto::frame::write(&mut bytes, |out| new_session(TIMEOUT_MS).encode(out));
    for byte in bytes {
        conn.send_bytes(&[byte]);
    }
    assert_eq!(conn.recv_frame().expect("connect response").len(), 37);
    let mut bytes = Vec::new();
    zk_proto::frame::write(&mut bytes, |out| {
        out.put_bytes(&request_frame(1, OpCode::Create.code(), &create_body("/slow", 0)));
    });
    for byte in bytes {
        conn.send_bytes(&[byte]);
    }
    assert_eq!(conn.recv_reply().expect("reply").path(), "/slow");
    scene.unharmed();
}

#[test]
fn connections_beyond_the_limit_per_address_are_closed() {
    let mut scene = Scene::with(Settings::usual().with("maxClientCnxns", 3));
    let kept = [scene.conn(), scene.conn()];
    assert_eq!(scene.open().handshake(&new_session(TIMEOUT_MS)), Incoming::Closed);
    let [one, two] = kept;
    one.close();
    // The place is free as soon as the server has taken its own leave.
    let again = poll(zkd_tests::PATIENCE, || {
        let mut conn = scene.open();
        matches!(conn.handshake(&new_session(TIMEOUT_MS)), Incoming::Got(_)).then_some(conn)
    });
    again.expect("a place").close();
    two.close();
    assert_eq!(scene.bystander.ping().err, 0);
    scene.server.assert_alive();
}

#[test]
fn connections_beyond_the_limit_of_all_are_closed() {
    let mut scene = Scene::with(Settings::usual().with("maxCnxns", 2));
    let kept = scene.conn();
    assert_eq!(scene.open().handshake(&new_session(TIMEOUT_MS)), Incoming::Closed);
    kept.close();
    assert_eq!(scene.bystander.ping().err, 0);
    scene.server.assert_alive();
}

#[test]
fn handshakes_of_every_kind_are_answered_byte_for_byte() {
    let scene =
        Scene::with(Settings::usual().with("minSessionTimeout", 1000).with("maxSessionTimeout", 10_000));
    let base = new_session(4000);
    let accepted: [(ConnectRequest<'_>, i32); 9] = [
        (base.clone(), 4000),
        (ConnectRequest { protocol_version: 7, ..base.clone() }, 4000),
        (ConnectRequest { timeout_ms: -1, ..base.clone() }, 1000),
        (ConnectRequest { timeout_ms: i32::MIN, ..base.clone() }, 1000),
        (ConnectRequest { timeout_ms: i32::MAX, ..base.clone() }, 10_000),
        (ConnectRequest { password: None, ..base.clone() }, 4000),
        (ConnectRequest { password: Some(b""), ..base.clone() }, 4000),
        (ConnectRequest { password: Some(&[1; 17]), ..base.clone() }, 4000),
        (ConnectRequest { last_zxid_seen: Zxid(i64::MIN), ..base.clone() }, 4000),
    ];
    for (request, timeout_ms) in accepted {
        for read_only in [None, Some(false), Some(true)] {
            let request = ConnectRequest { read_only, ..request.clone() };
            let mut conn = scene.open();
            let answer = conn.handshake_bytes(&request).expect("connect response");
            let id = SessionId(i64::from_be_bytes(answer[8..16].try_into().expect("8 bytes")));
            assert_eq!(
                answer,
                connect_response(timeout_ms, id, &session_password(id), read_only),
                "{request:?}"
            );
            assert_eq!(conn.ping().err, 0);
        }
    }
    scene.unharmed();
}

#[test]
fn handshakes_for_no_session_are_refused_byte_for_byte() {
    let scene = Scene::new();
    let unknown = SessionId(0x7777_0000_1234);
    let password = session_password(unknown);
    for read_only in [None, Some(false)] {
        let request = ConnectRequest {
            session_id: unknown,
            password: Some(&password),
            read_only,
            ..new_session(TIMEOUT_MS)
        };
        let mut conn = scene.open();
        let answer = conn.handshake_bytes(&request).expect("connect response");
        assert_eq!(answer, connect_response(0, SessionId::NONE, &[0; 16], read_only));
        assert_eq!(conn.read_to_close(), b"");
    }
    let mut ahead = scene.open();
    let answer =
        ahead.handshake(&ConnectRequest { last_zxid_seen: Zxid(1 << 40), ..new_session(TIMEOUT_MS) });
    assert_eq!(
        answer,
        Incoming::Closed,
        "a client that saw more than the server is turned away without an answer"
    );
    let mut short = scene.open();
    short.send_frame(&[0; 20]);
    assert_eq!(short.read_to_close(), b"");
    scene.unharmed();
}

#[test]
fn a_connect_request_of_a_megabyte_harms_nobody() {
    let scene = Scene::new();
    let mut conn = scene.open();
    let password = vec![1; DEFAULT_MAX_BUFFER - 64];
    // Apache takes it; zkd reads no more than a connect request can need.
    let answer = conn.handshake(&ConnectRequest { password: Some(&password), ..new_session(TIMEOUT_MS) });
    assert!(matches!(answer, Incoming::Got(_) | Incoming::Closed));
    scene.unharmed();
}

#[test]
fn a_wrong_password_does_not_disturb_the_owner() {
    let scene = Scene::new();
    let mut owner = scene.conn();
    let session = owner.session().clone();
    for password in [None, Some(&[0_u8; 16][..]), Some(&session.password[..8])] {
        let mut thief = scene.open();
        let answer = thief.handshake_bytes(&ConnectRequest { password, ..known_session(&session) });
        assert_eq!(
            answer,
            Incoming::Got(connect_response(0, SessionId::NONE, &[0; 16], Some(false))),
            "password {password:?}"
        );
    }
    // Differs: Apache hangs up on the owner before it looks at the password.
    if scene.is_zkd() {
        assert_eq!(owner.ping().err, 0);
    } else {
        assert!(owner.closes());
    }
    scene.unharmed();
}

#[test]
fn requests_sent_before_the_handshake_is_answered_are_served() {
    let scene = Scene::new();
    let mut conn = scene.open();
    let mut bytes = Vec::new();
    zk_proto::frame::write(&mut bytes, |out| new_session(TIMEOUT_MS).encode(out));
    zk_proto::frame::write(&mut bytes, |out| {
        out.put_bytes(&request_frame(1, OpCode::Create.code(), &create_body("/early", 0)));
    });
    conn.send_bytes(&bytes);
    assert_eq!(conn.recv_frame().expect("connect response").len(), 37);
    assert_eq!(conn.recv_reply().expect("reply").path(), "/early");
    scene.unharmed();
}

#[test]
fn a_second_connect_request_ends_the_connection() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    let mut body = Vec::new();
    new_session(TIMEOUT_MS).encode(&mut body);
    conn.send_frame(&body);
    // Read as a request it has xid 0 and operation 0.
    let reply = conn.recv_reply().expect("reply");
    assert_eq!((reply.xid, reply.zxid, reply.err), (0, -1, UNIMPLEMENTED));
    assert!(conn.closes());
    scene.unharmed();
}

#[test]
fn unknown_operations_are_refused_and_end_the_connection() {
    let scene = Scene::new();
    for code in [0, 10, 23, 99, 108, -1, -2, -12, i32::MIN, i32::MAX] {
        let mut conn = scene.conn();
        let reply = conn.call_raw(5, code, &create_body("/unknown", 0));
        assert_eq!((reply.xid, reply.zxid, reply.err), (5, -1, UNIMPLEMENTED), "operation {code}");
        assert!(conn.closes(), "operation {code}");
        let session = conn.hang_up().expect("session");
        let mut again = RawConn::reattach(scene.server.addr(), &session).expect("the session lives on");
        assert_eq!(again.ping().err, 0);
    }
    scene.unharmed();
}

#[test]
fn internal_operations_are_not_executed_for_a_client() {
    let mut scene = Scene::new();
    scene.bystander.create("/childless", b"").expect("create");
    // Differs: Apache 3.9 executes deleteContainer and createSession for anybody; 3.8.0 also a lone check.
    if scene.is_zkd() {
        let mut path = Vec::new();
        path.put_str("/childless");
        let mut check = path.clone();
        check.put_i32(-1);
        let timeout = 30_000_i32.to_be_bytes();
        for (op, body) in [
            (OpCode::DeleteContainer, &path[..]),
            (OpCode::CreateSession, &timeout),
            (OpCode::Check, &check),
            (OpCode::Error, &[]),
            (OpCode::Notification, &[]),
        ] {
            let mut conn = scene.conn();
            let reply = conn.call_raw(7, op.code(), body);
            assert_eq!((reply.zxid, reply.err), (-1, UNIMPLEMENTED), "{op:?}");
            assert!(conn.closes(), "{op:?}");
        }
    }
    assert!(scene.bystander.exists("/childless", false).is_ok());
    scene.unharmed();
}

#[test]
fn create_operations_and_flags_that_do_not_belong_together_are_refused() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    let ttl = |flags: i32, ttl: i64| {
        let mut body = create_body("/kind", flags);
        body.put_i64(ttl);
        body
    };
    // Differs: Apache creates something else, or logs a transaction that kills it at replay.
    if scene.is_zkd() {
        for (op, body) in [
            (OpCode::Create, create_body("/kind", 4)),
            (OpCode::Create2, create_body("/kind", 4)),
            (OpCode::CreateContainer, create_body("/kind", 0)),
            (OpCode::CreateTtl, ttl(0, -1)),
            (OpCode::CreateTtl, ttl(1, -1)),
            (OpCode::CreateTtl, ttl(4, -1)),
        ] {
            assert_eq!(conn.call_raw(1, op.code(), &body).err, BAD_ARGUMENTS, "{op:?}");
        }
    }
    for (op, body) in [
        (OpCode::Create, create_body("/kind", 5)),
        (OpCode::Create2, create_body("/kind", 6)),
        (OpCode::CreateTtl, ttl(5, 0)),
        (OpCode::CreateTtl, ttl(5, -1)),
        (OpCode::CreateTtl, ttl(5, 1 << 40)),
        (OpCode::CreateTtl, ttl(0, 5)),
    ] {
        assert_eq!(conn.call_raw(1, op.code(), &body).err, BAD_ARGUMENTS, "{op:?}");
    }
    for flags in (-1..=100).filter(|flags| !(0..=6).contains(flags)).chain([i32::MIN, i32::MAX]) {
        for op in [OpCode::Create, OpCode::Create2, OpCode::CreateContainer] {
            assert_eq!(
                conn.call_raw(1, op.code(), &create_body("/kind", flags)).err,
                BAD_ARGUMENTS,
                "{flags}"
            );
        }
    }
    assert_eq!(conn.exists("/kind", false).map(drop), Err(NO_NODE));
    scene.unharmed();
}

#[test]
fn reserved_repeated_and_falling_xids_are_echoed_in_order() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    let xids = [5, 5, 4, 0, xid::PING, xid::AUTH, xid::SET_WATCHES, -3, i32::MIN, i32::MAX, 1, 1];
    let mut bytes = Vec::new();
    for xid in xids {
        zk_proto::frame::write(&mut bytes, |out| {
            out.put_bytes(&request_frame(xid, OpCode::Exists.code(), &path_and_flag(b"/", 0)));
        });
    }
    conn.send_bytes(&bytes);
    for xid in xids {
        let reply = conn.recv_reply().expect("reply");
        assert_eq!((reply.xid, reply.err), (xid, 0));
    }
    // With the xid of events: the reply cannot be told from one, but for its length.
    conn.send_raw(xid::NOTIFICATION, OpCode::Exists.code(), &path_and_flag(b"/", 0));
    let frame = conn.recv_frame().expect("reply");
    assert_eq!((&frame[..4], frame.len()), (&[0xff; 4][..], 84));
    scene.unharmed();
}

#[test]
fn a_ping_is_answered_with_its_own_xid_whatever_was_sent() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    for sent in [xid::PING, 7, 0] {
        let reply = conn.call_raw(sent, OpCode::Ping.code(), b"and a body");
        assert_eq!((reply.xid, reply.err, reply.body.len()), (xid::PING, 0, 0));
    }
    scene.unharmed();
}

/// A path, and the codes of create, delete, getData and exists.
type PathRow = (&'static [u8], i32, i32, i32, i32);

#[test]
fn malformed_paths_get_the_codes_of_apache() {
    const ROWS: [PathRow; 22] = [
        (b"", BAD_ARGUMENTS, BAD_ARGUMENTS, 0, 0),
        (b"a", BAD_ARGUMENTS, BAD_ARGUMENTS, NO_NODE, NO_NODE),
        (b"a/b", NO_NODE, NO_NODE, NO_NODE, NO_NODE),
        (b"/", NODE_EXISTS, BAD_ARGUMENTS, 0, 0),
        (b"/a/", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"//", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/a//b", NO_NODE, NO_NODE, NO_NODE, NO_NODE),
        (b"/a/./b", NO_NODE, NO_NODE, NO_NODE, NO_NODE),
        (b"/a/.", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/a/..", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/a/\0", BAD_ARGUMENTS, BAD_ARGUMENTS, NO_NODE, BAD_ARGUMENTS),
        (b"/\x01", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/\x1f", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/\x7f", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/\xc2\x9f", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/\xee\x80\x80", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/\xef\xa3\xbf", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/\xef\xbf\xb0", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        // Outside the basic plane, as UTF-8 and as Java writes it; then no UTF-8 at all.
        (b"/\xf0\x9f\x98\x80", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/\xed\xa0\xbd\xed\xb8\x80", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/\xff\xfe", BAD_ARGUMENTS, NO_NODE, NO_NODE, NO_NODE),
        (b"/zookeeper/config", NODE_EXISTS, BAD_ARGUMENTS, 0, 0),
    ];
    let scene = Scene::new();
    let mut conn = scene.conn();
    conn.create("/a", b"").expect("create");
    for (path, create, delete, get, exists) in ROWS {
        let name = path.escape_ascii();
        let mut versioned = Vec::new();
        versioned.put_buffer(Some(path));
        versioned.put_i32(-1);
        assert_eq!(
            conn.call_raw(1, OpCode::Create.code(), &create_bytes(path, 0)).err,
            create,
            "create \"{name}\""
        );
        assert_eq!(conn.call_raw(2, OpCode::Delete.code(), &versioned).err, delete, "delete \"{name}\"");
        assert_eq!(
            conn.call_raw(3, OpCode::GetData.code(), &path_and_flag(path, 0)).err,
            get,
            "getData \"{name}\""
        );
        assert_eq!(
            conn.call_raw(4, OpCode::Exists.code(), &path_and_flag(path, 0)).err,
            exists,
            "exists \"{name}\""
        );
    }
    for good in ["/...", "/.a", "/a/b..c", "/\u{20}", "/\u{a0}", "/\u{d7ff}", "/\u{f900}", "/\u{ffef}"] {
        assert_eq!(conn.create(good, b""), Ok(good.to_owned()));
    }
    for reserved in ["/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config"] {
        assert_eq!(conn.delete(reserved, -1), Err(BAD_ARGUMENTS), "{reserved}");
    }
    scene.unharmed();
}

#[test]
fn odd_spellings_of_the_root_are_read_as_apache_reads_them() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    conn.create_as("/mine", b"", CreateMode::Ephemeral).expect("create");
    for all in ["", " ", "/", " / ", "/\x1f", "\t"] {
        let reply = conn.call(&Request::GetEphemerals { prefix: Some(all.into()) });
        assert_eq!(reply.names(), ["/mine"], "{all:?}");
    }
    let count = |conn: &mut RawConn, path: &'static str| {
        conn.call(&Request::GetAllChildrenNumber { path: path.into() }).body
    };
    let root = i32::from_be_bytes(count(&mut conn, "/").try_into().expect("int"));
    let alias = i32::from_be_bytes(count(&mut conn, "").try_into().expect("int"));
    assert_eq!((root, alias), (5, 6), "under its other name the root counts itself");
    scene.unharmed();
}

#[test]
fn long_and_deep_paths_are_survived() {
    let mut scene = Scene::new();
    let mut conn = scene.conn();
    let long = format!("/{}", "x".repeat(900_000));
    assert_eq!(conn.create(&long, b"").map(|path| path.len()), Ok(long.len()));
    conn.delete(&long, -1).expect("delete");
    let deep = "/x".repeat(400_000);
    let refused = conn.create(&deep, b"").expect_err("its parent does not exist");
    assert!(refused == NO_NODE || (scene.is_zkd() && refused == BAD_ARGUMENTS));
    assert_eq!(conn.exists(&deep, false).map(drop), Err(NO_NODE));
    conn.add_watch("/", 1).expect("recursive watch");
    let mut path = String::new();
    for _ in 0..1000 {
        path.push_str("/d");
        conn.create(&path, b"").expect("a level");
    }
    assert_eq!(conn.settled_events().len(), 1000);
    assert_eq!(scene.bystander.exists(&path, false).map(|stat| stat.num_children), Ok(0));
    scene.unharmed();
}

#[test]
fn malformed_acls_get_the_codes_of_apache() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    let bad: [(&str, Vec<u8>); 9] = [
        ("null", vec![0xff; 4]),
        ("empty", vec![0; 4]),
        ("unknown scheme", acls::one(Perms::ALL, "nosuch", "x")),
        ("world but not anyone", acls::one(Perms::ALL, "world", "me")),
        ("digest without colon", acls::one(Perms::ALL, "digest", "me")),
        ("digest with two colons", acls::one(Perms::ALL, "digest", "a:b:c")),
        ("no address", acls::one(Perms::ALL, "ip", "300.0.0.1")),
        ("too many bits", acls::one(Perms::ALL, "ip", "10.0.0.0/40")),
        ("auth without credentials", acls::one(Perms::ALL, "auth", "")),
    ];
    for (name, acl) in &bad {
        let reply = conn.call_raw(1, OpCode::Create.code(), &create_with_acl("/acl", acl));
        assert_eq!(reply.err, INVALID_ACL, "{name}");
    }
    for perms in [0, -1, 32, i32::MIN] {
        let path = format!("/perms{perms}");
        let acl = acls::list(&[(perms, "world", "anyone")]);
        assert_eq!(conn.create_with_acl(&path, &acl), Ok(path.clone()), "permission bits are not checked");
    }
    let many: Vec<String> = (0..10_000).map(|n| format!("user{n}:hash")).collect();
    let many: Vec<(i32, &str, &str)> = many.iter().map(|id| (31, "digest", id.as_str())).collect();
    let reply = conn.call_raw(1, OpCode::Create.code(), &create_with_acl("/many", &acls::list(&many)));
    assert!(reply.err == 0 || reply.err == INVALID_ACL, "10,000 entries: {}", reply.err);
    // A count that no frame can hold must not be believed.
    let mut bomb = Vec::new();
    bomb.put_i32(i32::MAX);
    let reply = conn.call_raw(2, OpCode::Create.code(), &create_with_acl("/bomb", &bomb));
    assert_eq!(reply.err, MARSHALLING);
    scene.unharmed();
}

#[test]
fn versions_that_do_not_match_are_refused() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    conn.create("/v", b"").expect("create");
    for version in [1, -2, i32::MIN, i32::MAX] {
        assert_eq!(conn.set("/v", b"x", version).map(drop), Err(BAD_VERSION));
        assert_eq!(conn.delete("/v", version), Err(BAD_VERSION));
        let acl = acls::one(Perms::ALL, "world", "anyone");
        assert_eq!(conn.set_acl("/v", &acl, version).map(drop), Err(BAD_VERSION));
    }
    scene.unharmed();
}

#[test]
fn bodies_that_cannot_be_decoded_are_refused_and_the_connection_stays() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    let ops = [
        OpCode::Create,
        OpCode::Create2,
        OpCode::CreateContainer,
        OpCode::CreateTtl,
        OpCode::Delete,
        OpCode::Exists,
        OpCode::GetData,
        OpCode::SetData,
        OpCode::GetAcl,
        OpCode::SetAcl,
        OpCode::GetChildren,
        OpCode::GetChildren2,
        OpCode::Sync,
        OpCode::Multi,
        OpCode::MultiRead,
        OpCode::CheckWatches,
        OpCode::RemoveWatches,
        OpCode::SetWatches,
        OpCode::SetWatches2,
        OpCode::AddWatch,
        OpCode::GetEphemerals,
        OpCode::GetAllChildrenNumber,
    ];
    for op in ops {
        for body in [&[][..], &[0, 0, 0], &[0x7f, 0xff, 0xff, 0xff, 1], &[0x80, 0, 0, 0]] {
            let reply = conn.call_raw(3, op.code(), body);
            assert_eq!((reply.xid, reply.err), (3, MARSHALLING), "{op:?} {body:02x?}");
        }
    }
    let mut watches = vec![0; 8];
    watches.put_i32(i32::MAX);
    assert_eq!(conn.call_raw(4, OpCode::SetWatches.code(), &watches).err, MARSHALLING);
    assert_eq!(conn.ping().err, 0);
    scene.unharmed();
}

#[test]
fn multis_of_every_broken_kind_change_nothing() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    let end = |body: &mut Vec<u8>| MultiHeader::END.encode(body);
    let sub = |body: &mut Vec<u8>, code: i32, request: &[u8]| {
        MultiHeader { kind: code, done: false, err: -1 }.encode(body);
        body.put_bytes(request);
    };
    let create = create_body("/multi", 0);
    let mut broken: Vec<(&str, Vec<u8>)> = Vec::new();
    for (name, code, request) in [
        ("nested", OpCode::Multi.code(), &[][..]),
        ("setACL", OpCode::SetAcl.code(), &create),
        ("a read", OpCode::GetData.code(), &path_and_flag(b"/", 0)),
        ("an unknown operation", 99, &create),
    ] {
        let mut body = Vec::new();
        sub(&mut body, OpCode::Create.code(), &create);
        sub(&mut body, code, request);
        end(&mut body);
        broken.push((name, body));
    }
    let mut read_only = Vec::new();
    sub(&mut read_only, OpCode::GetData.code(), &path_and_flag(b"/", 0));
    end(&mut read_only);
    broken.push(("nothing but a read", read_only));
    let mut endless = Vec::new();
    sub(&mut endless, OpCode::Create.code(), &create);
    broken.push(("no end", endless));
    for (name, body) in &broken {
        let reply = conn.call_raw(1, OpCode::Multi.code(), body);
        assert_eq!((reply.err, reply.body.len()), (MARSHALLING, 0), "{name}");
    }
    let mut empty = Vec::new();
    end(&mut empty);
    let reply = conn.call_raw(1, OpCode::Multi.code(), &empty);
    assert_eq!((reply.err, &reply.body), (0, &empty), "an empty multi is legal");
    let mut last_fails = Vec::new();
    for n in 0..50 {
        sub(&mut last_fails, OpCode::Create.code(), &create_body(&format!("/multi{n}"), 0));
    }
    sub(&mut last_fails, OpCode::Create.code(), &create_body("/multi0", 0));
    end(&mut last_fails);
    let reply = conn.call_raw(1, OpCode::Multi.code(), &last_fails);
    assert_eq!(reply.err, 0);
    assert_eq!(conn.children("/", false), Ok(vec!["bystander".to_owned(), "zookeeper".to_owned()]));
    scene.unharmed();
}

#[test]
fn null_paths_and_null_acls_are_refused() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    let mut create = Vec::new();
    MultiHeader { kind: OpCode::Create.code(), done: false, err: -1 }.encode(&mut create);
    create.put_bytes(&create_with_acl("/null", &[0xff; 4]));
    MultiHeader::END.encode(&mut create);
    let before = conn.ping().zxid;
    let reply = conn.call_raw(1, OpCode::Multi.code(), &create);
    // Differs: Apache 3.9 fails the whole multi and gives it the last zxid once more.
    if scene.is_zkd() {
        let results = decode_results(&mut zk_proto::Reader::new(&reply.body)).expect("results");
        assert_eq!((reply.err, reply.zxid, results), (0, before + 1, vec![OpResult::Error(INVALID_ACL)]));
    } else {
        assert_eq!((reply.err, reply.zxid), (MARSHALLING, before));
    }
    let mut null = vec![0xff; 4];
    null.put_i32(0);
    for op in [OpCode::GetData, OpCode::Exists, OpCode::Delete, OpCode::GetChildren] {
        assert_eq!(conn.call_raw(2, op.code(), &null).err, MARSHALLING, "{op:?}");
    }
    // Differs: Apache answers, and then never closes the connection.
    let expected = if scene.is_zkd() { MARSHALLING } else { 0 };
    assert_eq!(conn.call_raw(3, OpCode::AddWatch.code(), &null).err, expected);
    scene.unharmed();
}

#[test]
fn a_multi_beyond_the_limit_is_refused_whole() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    let checks = |count: usize| {
        let checks = (0..count).map(|_| Request::Check { path: "/".into(), version: -1 }).collect();
        Request::Multi(checks)
    };
    assert_eq!(conn.call(&checks(10_000)).err, 0);
    let beyond = conn.call(&checks(10_001)).err;
    // Differs: Apache has no limit but the frame's.
    assert!(
        if scene.is_zkd() { [MARSHALLING, BAD_ARGUMENTS].contains(&beyond) } else { beyond == 0 },
        "{beyond}"
    );
    scene.unharmed();
}

#[test]
fn bad_credentials_end_the_connection() {
    let scene = Scene::new();
    for (scheme, auth) in [("nosuch", &b"x"[..]), ("world", b"anyone"), ("", b""), ("auth", b"")] {
        let mut conn = scene.conn();
        assert_eq!(conn.add_auth(scheme, auth), Err(AUTH_FAILED), "{scheme}");
        assert!(conn.closes(), "{scheme}");
    }
    let mut null = scene.conn();
    let mut body = Vec::new();
    Request::Auth { kind: 0, scheme: "digest".into(), auth: None }.encode_body(&mut body);
    assert_eq!(null.call_raw(xid::AUTH, OpCode::Auth.code(), &body).err, AUTH_FAILED);
    assert!(null.closes());
    let mut no_password = scene.conn();
    assert_eq!(no_password.add_auth("digest", b"nocolon"), Ok(()));
    assert_eq!(no_password.ping().err, 0);
    let mut huge = scene.conn();
    let outcome = huge.add_auth("digest", &vec![b'x'; 500_000]);
    assert!(outcome.is_ok() || outcome == Err(AUTH_FAILED));
    scene.unharmed();
}

#[test]
fn sasl_without_a_login_gets_an_empty_answer() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    for token in [&b""[..], b"token", &[0; 60_000]] {
        let reply = conn.call(&Request::Sasl { token: Some(token) });
        assert_eq!((reply.zxid, reply.err, &reply.body[..]), (0, 0, &[0xff; 4][..]));
    }
    // Apache closes on a null token.
    conn.send(&Request::Sasl { token: None });
    assert!(!matches!(conn.recv_reply(), Incoming::Silent));
    scene.unharmed();
}

#[test]
fn parents_with_children_stay() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    conn.create("/p", b"").expect("create");
    conn.create("/p/c", b"").expect("create");
    assert_eq!(conn.delete("/p", -1), Err(NOT_EMPTY));
    assert_eq!(conn.delete("/p", 5), Err(BAD_VERSION), "the version is looked at first");
    scene.unharmed();
}

#[test]
fn a_client_that_does_not_read_does_not_stop_the_others() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    conn.create("/large", &vec![1; 500_000]).expect("create");
    let mut deaf = TcpStream::connect(scene.server.addr()).expect("connection");
    deaf.set_write_timeout(Some(Duration::from_secs(5))).expect("write timeout");
    let mut bytes = Vec::new();
    zk_proto::frame::write(&mut bytes, |out| new_session(TIMEOUT_MS).encode(out));
    for _ in 0..200 {
        zk_proto::frame::write(&mut bytes, |out| {
            out.put_bytes(&request_frame(1, OpCode::GetData.code(), &path_and_flag(b"/large", 0)));
        });
    }
    deaf.write_all(&bytes).expect("requests");
    for _ in 0..20 {
        assert_eq!(conn.get("/large").map(|(data, _)| data.len()), Ok(500_000));
    }
    drop(deaf);
    scene.unharmed();
}

fn connect_response(timeout_ms: i32, id: SessionId, password: &[u8; 16], read_only: Option<bool>) -> Vec<u8> {
    let mut out = Vec::new();
    out.put_i32(0);
    out.put_i32(timeout_ms);
    out.put_i64(id.0);
    out.put_buffer(Some(password));
    if read_only.is_some() {
        out.put_bool(false);
    }
    out
}

fn create_body(path: &str, flags: i32) -> Vec<u8> {
    create_bytes(path.as_bytes(), flags)
}

fn create_bytes(path: &[u8], flags: i32) -> Vec<u8> {
    let mut out = Vec::new();
    out.put_buffer(Some(path));
    out.put_buffer(Some(b"data"));
    out.put_bytes(&acls::one(Perms::ALL, "world", "anyone"));
    out.put_i32(flags);
    out
}

fn create_with_acl(path: &str, acl: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.put_str(path);
    out.put_buffer(Some(b""));
    out.put_bytes(acl);
    out.put_i32(0);
    out
}

fn set_data_body(path: &str, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.put_str(path);
    out.put_buffer(Some(data));
    out.put_i32(-1);
    out
}

fn path_and_flag(path: &[u8], flag: u8) -> Vec<u8> {
    let mut out = Vec::new();
    out.put_buffer(Some(path));
    out.put_u8(flag);
    out
}
