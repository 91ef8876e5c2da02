//! Requests that can be decoded but ask for the impossible: paths, ACLs, kinds of nodes, versions.

use super::*;

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
fn parents_with_children_stay() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    conn.create("/p", b"").expect("create");
    conn.create("/p/c", b"").expect("create");
    assert_eq!(conn.delete("/p", -1), Err(NOT_EMPTY));
    assert_eq!(conn.delete("/p", 5), Err(BAD_VERSION), "the version is looked at first");
    scene.unharmed();
}
