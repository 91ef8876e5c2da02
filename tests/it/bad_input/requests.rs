//! Requests that are none: unknown and internal operations, odd xids, bodies that cannot be decoded, broken multis.

use super::*;

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
