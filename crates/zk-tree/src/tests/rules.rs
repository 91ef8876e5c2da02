//! The rules of the protocol, one by one.

use zk_proto::request::CreateRequest;
use zk_proto::{AclBytes, ErrorCode, OpCode, Request, Stat};

use super::{Machine, SESSION, create};
use crate::{Applied, PrepareConfig};

fn machine() -> Machine {
    Machine::new(PrepareConfig {
        extended_types: true,
        enforce_quota: true,
        digest: true,
        ..PrepareConfig::default()
    })
}

fn created(a: Applied<'_>) -> (String, Stat) {
    let Applied::Created { path, stat, .. } = a else { panic!("not created: {a:?}") };
    (path.into_owned(), stat)
}

#[track_caller]
fn fails(m: &mut Machine, request: Request<'_>, code: ErrorCode) {
    assert_eq!(m.run(&request), Applied::Failed(code.code()), "{request:?}");
}

#[test]
fn the_fresh_tree_has_the_digest_and_count_of_zookeeper() {
    let m = machine();
    assert_eq!(m.tree.digest(), 0x51C6_D660);
    assert_eq!(m.tree.node_count_as_java(), 5);
    let config = m.tree.find("/zookeeper/config").unwrap();
    assert_eq!(config.stat().aversion, -1);
}

#[test]
fn sequence_numbers_count_creations_and_the_visible_cversion_counts_changes() {
    let mut m = machine();
    m.run(&create("/a", b"", 0));
    for n in 0..3 {
        assert_eq!(created(m.run(&create("/a/s", b"", 2))).0, format!("/a/s{n:010}"));
    }
    m.run(&Request::Delete { path: "/a/s0000000001".into(), version: -1 });
    assert_eq!(m.tree.find("/a").unwrap().stat().cversion, 4);
    assert_eq!(created(m.run(&create("/a/s", b"", 2))).0, "/a/s0000000003");
}

#[test]
fn creates_fail_in_javas_order() {
    let mut m = machine();
    fails(&mut m, create("/a/b", b"", 0), ErrorCode::NoNode);
    fails(&mut m, create("/a//b", b"", 0), ErrorCode::NoNode);
    fails(&mut m, create("/a/", b"", 0), ErrorCode::NoNode);
    m.run(&create("/a", b"", 0));
    fails(&mut m, create("/a/", b"", 0), ErrorCode::BadArguments);
    fails(&mut m, create("/a", b"", 0), ErrorCode::NodeExists);
    fails(&mut m, create("/", b"", 0), ErrorCode::NodeExists);
    fails(&mut m, create("a", b"", 0), ErrorCode::BadArguments);
    fails(&mut m, create("/x", b"", 7), ErrorCode::BadArguments);
    m.run(&create("/e", b"", 1));
    fails(&mut m, create("/e/x", b"", 0), ErrorCode::NoChildrenForEphemerals);
}

#[test]
fn flags_must_fit_the_operation() {
    let mut m = machine();
    let Request::Create(mut c) = create("/a", b"", 5) else { panic!() };
    c.flags = 0;
    fails(&mut m, Request::Create(c.clone()), ErrorCode::BadArguments);
    c.flags = 5;
    c.ttl_ms = 0;
    fails(&mut m, Request::Create(c.clone()), ErrorCode::BadArguments);
    c.op = zk_proto::OpCode::Create;
    c.flags = 4;
    fails(&mut m, Request::Create(c), ErrorCode::BadArguments);
    let mut plain = Machine::new(PrepareConfig::default());
    fails(&mut plain, create("/a", b"", 5), ErrorCode::Unimplemented);
}

#[test]
fn deletes_check_the_version_before_the_children() {
    let mut m = machine();
    m.run(&create("/a", b"", 0));
    m.run(&create("/a/b", b"", 0));
    fails(&mut m, Request::Delete { path: "/a".into(), version: 3 }, ErrorCode::BadVersion);
    fails(&mut m, Request::Delete { path: "/a".into(), version: 0 }, ErrorCode::NotEmpty);
    fails(&mut m, Request::Delete { path: "/".into(), version: -1 }, ErrorCode::BadArguments);
    fails(&mut m, Request::Delete { path: "/zookeeper/quota".into(), version: -1 }, ErrorCode::BadArguments);
    fails(&mut m, Request::Delete { path: "/q".into(), version: -1 }, ErrorCode::NoNode);
}

#[test]
fn versions_skip_minus_one() {
    let mut m = machine();
    m.run(&create("/a", b"", 0));
    let id = m.tree.store.find("/a").unwrap();
    m.tree.store.node_mut(id).stat.version = -2;
    m.tree.redigest(id, "/a");
    let Applied::DataSet(stat) = m.run(&Request::SetData { path: "/a".into(), data: None, version: -1 })
    else {
        panic!()
    };
    assert_eq!((stat.version, stat.data_length), (0, 0));
}

#[test]
fn a_failed_multi_changes_nothing_and_tells_which_failed() {
    let mut m = machine();
    let before = m.tree.digest();
    let ops = vec![
        create("/a", b"", 0),
        create("/a/b", b"", 0),
        Request::Check { path: "/none".into(), version: 1 },
        create("/c", b"", 0),
    ];
    let fail = |c: ErrorCode| Applied::Failed(c.code());
    assert_eq!(
        m.run(&Request::Multi(ops)),
        Applied::Multi(vec![
            Applied::Failed(0),
            Applied::Failed(0),
            fail(ErrorCode::NoNode),
            fail(ErrorCode::RuntimeInconsistency)
        ])
    );
    assert_eq!(m.tree.digest(), before);
    assert!(m.tree.find("/a").is_none());
}

#[test]
fn a_create2_in_a_multi_may_be_logged_as_a_create() {
    let create2 = CreateRequest {
        op: OpCode::Create2,
        path: "/a".into(),
        data: Some(b"x"),
        acl: AclBytes::OPEN,
        flags: 0,
        ttl_ms: 0,
    };
    for create2_in_multi in [true, false] {
        let mut m = Machine::new(PrepareConfig { create2_in_multi, ..PrepareConfig::default() });
        let Applied::Multi(all) = m.run(&Request::Multi(vec![Request::Create(create2.clone())])) else {
            panic!()
        };
        let Applied::Created { with_stat, .. } = &all[0] else { panic!("{:?}", all[0]) };
        assert_eq!(*with_stat, create2_in_multi);
        assert!(m.tree.find("/a").is_some());
    }
}

#[test]
fn a_multi_sees_its_own_earlier_operations() {
    let mut m = machine();
    let ops = vec![
        create("/a", b"x", 0),
        create("/a/s", b"", 2),
        create("/a/s", b"", 2),
        Request::SetData { path: "/a".into(), data: Some(b"yy"), version: 0 },
        Request::Check { path: "/a".into(), version: 1 },
        Request::Delete { path: "/a/s0000000000".into(), version: 0 },
    ];
    let Applied::Multi(all) = m.run(&Request::Multi(ops)) else { panic!() };
    assert!(all.iter().all(|a| !matches!(a, Applied::Failed(_))), "{all:?}");
    let a = m.tree.find("/a").unwrap();
    assert_eq!((a.num_children(), a.stat().version, a.data()), (1, 1, Some(&b"yy"[..])));
}

#[test]
fn closing_a_session_takes_its_ephemerals_also_those_in_flight() {
    let mut m = machine();
    m.prepare(SESSION, &create("/kept", b"", 0)).unwrap();
    m.prepare(SESSION, &create("/e1", b"", 1)).unwrap();
    m.settle();
    m.prepare(SESSION, &create("/kept/e2", b"", 3)).unwrap();
    m.prepare(SESSION, &Request::Delete { path: "/e1".into(), version: -1 }).unwrap();
    m.prepare(SESSION, &create("/e3", b"", 1)).unwrap();
    m.prepare(SESSION, &Request::CloseSession).unwrap();
    m.settle();
    assert_eq!(m.tree.ephemeral_count(), 0);
    assert_eq!(m.tree.find("/kept").unwrap().num_children(), 0);
    assert_eq!(m.tree.find("/").unwrap().num_children(), 2);
}

#[test]
fn containers_and_ttl_nodes_are_reaped_only_when_due() {
    let mut m = machine();
    m.run(&create("/c", b"", 4));
    m.run(&create("/t", b"", 5));
    assert_eq!(m.tree.find("/c").unwrap().stat().ephemeral_owner.0, 0);
    let now = m.tree.find("/t").unwrap().stat().mtime;
    assert!(m.tree.reapable(now + 1000, 0).is_empty());
    assert_eq!(m.tree.reapable(now + 1001, 0), ["/t"]);
    assert_eq!(m.tree.reapable(now + 999_999, 1000), ["/c", "/t"]);
    m.run(&create("/c/x", b"", 0));
    m.run(&Request::Delete { path: "/c/x".into(), version: -1 });
    assert_eq!(m.tree.reapable(now, 0), ["/c"]);
}

#[test]
fn hard_quotas_refuse_and_usage_follows() {
    let mut m = machine();
    m.run(&create("/q", b"12", 0));
    m.run(&create("/zookeeper/quota/q", b"", 0));
    m.run(&create(
        "/zookeeper/quota/q/zookeeper_limits",
        b"count=-1,bytes=-1=;byteHardLimit=5;countHardLimit=2",
        0,
    ));
    m.run(&create("/zookeeper/quota/q/zookeeper_stats", b"count=0,bytes=0", 0));
    let usage = |m: &Machine| {
        let n = m.tree.find("/zookeeper/quota/q/zookeeper_stats").unwrap();
        String::from_utf8(n.data().unwrap().to_vec()).unwrap()
    };
    assert_eq!(usage(&m), "count=1,bytes=2");
    m.run(&create("/q/a", b"34", 0));
    assert_eq!(usage(&m), "count=2,bytes=4");
    fails(&mut m, create("/q/b", b"", 0), ErrorCode::QuotaExceeded);
    fails(
        &mut m,
        Request::SetData { path: "/q/a".into(), data: Some(b"3456"), version: -1 },
        ErrorCode::QuotaExceeded,
    );
    m.run(&Request::Delete { path: "/q/a".into(), version: -1 });
    assert_eq!(usage(&m), "count=1,bytes=2");
}

#[test]
fn acl_changes_count_in_aversion_alone() {
    let mut m = machine();
    m.run(&create("/a", b"", 0));
    let before = m.tree.find("/a").unwrap().stat();
    m.run(&Request::SetAcl { path: "/a".into(), acl: AclBytes::OPEN, version: 0 });
    let after = m.tree.find("/a").unwrap().stat();
    assert_eq!(after, Stat { aversion: 1, ..before });
    fails(
        &mut m,
        Request::SetAcl { path: "/a".into(), acl: AclBytes::OPEN, version: 0 },
        ErrorCode::BadVersion,
    );
}

#[test]
fn a_replayed_create_repairs_the_parent_and_replaces_a_stale_node() {
    let mut m = machine();
    m.run(&create("/a", b"", 0));
    m.prepare(SESSION, &create("/a/x", b"new", 0)).unwrap();
    let payload = m.in_flight.pop().unwrap();
    // The snapshot caught /a/x as an older incarnation, whose delete the log does not show.
    let parent = m.tree.store.find("/a").unwrap();
    let stale = m.tree.store.insert(parent, b"x", Some(b"old"));
    m.tree.store.node_mut(stale).stat.czxid = zk_proto::Zxid(1);
    m.tree.redigest(stale, "/a/x");
    let zxid = zk_proto::Zxid(m.zxid);
    m.tree.apply_payload(&payload, &mut ()).unwrap();
    let x = m.tree.find("/a/x").unwrap();
    assert_eq!((x.data(), x.stat().czxid), (Some(&b"new"[..]), zxid));
    let digest = m.tree.digest();
    m.tree.apply_payload(&payload, &mut ()).unwrap();
    assert_eq!(m.tree.digest(), digest, "a second replay changes nothing");
}

#[test]
fn reconfig_is_off_or_has_nothing_to_change() {
    let reconfig =
        Request::Reconfig { joining: None, leaving: Some("1".into()), new_members: None, config_id: -1 };
    fails(&mut Machine::new(PrepareConfig::default()), reconfig.clone(), ErrorCode::ReconfigDisabled);
    let on = PrepareConfig { reconfig: true, ..PrepareConfig::default() };
    fails(&mut Machine::new(on), reconfig, ErrorCode::Unimplemented);
}

#[test]
fn a_session_is_closed_alike_with_and_without_the_list_of_its_nodes() {
    let mut digests = Vec::new();
    for close_session_paths in [true, false] {
        for digest in [true, false] {
            let mut m =
                Machine::new(PrepareConfig { close_session_paths, digest, ..PrepareConfig::default() });
            m.run(&create("/kept", b"", 0));
            m.run(&create("/kept/a", b"", 1));
            // One of them is still in flight when the session is closed.
            m.prepare(SESSION, &create("/b", b"", 1)).unwrap();
            m.prepare(SESSION, &Request::CloseSession).unwrap();
            let payload = m.in_flight.last().unwrap().clone();
            let logged = zk_proto::txn::LoggedTxn::decode(&payload).unwrap();
            let zk_proto::Txn::CloseSession { paths } = &logged.txn else { panic!("{logged:?}") };
            assert_eq!(paths.as_ref().map(Vec::len), close_session_paths.then_some(2));
            assert_eq!(logged.digest.is_some(), digest);
            let mut again = Vec::new();
            logged.encode(&mut again);
            assert_eq!(again, payload);
            m.settle();
            assert!(m.tree.find("/kept").is_some() && m.tree.find("/kept/a").is_none());
            assert!(m.tree.find("/b").is_none());
            digests.push(m.tree.digest());
        }
    }
    assert!(digests.windows(2).all(|d| d[0] == d[1]), "{digests:?}");
}

#[test]
fn a_write_is_screened_by_its_permission_and_its_acl_and_by_nothing_else() {
    use zk_proto::{Acl, AclBytes, Id, Perms};
    let list = |id: &Id| {
        let mut bytes = Vec::new();
        Acl::encode_list(&[Acl { perms: Perms::ALL, id: id.clone() }], &mut bytes);
        bytes
    };
    let mut m = Machine::new(PrepareConfig::default());
    let mine = list(&Id::new("digest", "somebody:else"));
    m.run(&create("/p", b"", 0));
    m.run(&create("/p/child", b"", 0));
    m.run(&Request::SetAcl { path: "/p".into(), acl: AclBytes::from_bytes(&mine).unwrap(), version: -1 });
    let set = |path: &'static str| Request::SetData { path: path.into(), data: None, version: 77 };
    let delete = |path: &'static str| Request::Delete { path: path.into(), version: 77 };
    let nonsense = list(&Id::new("nonsense", "x"));
    let set_acl = |path: &'static str, acl| Request::SetAcl { path: path.into(), acl, version: -1 };
    let (open, bad) = (AclBytes::OPEN, AclBytes::from_bytes(&nonsense).unwrap());
    for (request, outcome) in [
        (create("/p/new", b"", 0), Err(ErrorCode::NoAuth)),
        (delete("/p/child"), Err(ErrorCode::NoAuth)),
        (set("/p"), Err(ErrorCode::NoAuth)),
        (set_acl("/p", open), Err(ErrorCode::NoAuth)),
        (set_acl("/nowhere", bad), Err(ErrorCode::InvalidAcl)),
        // What else is wrong with them is for the leader to say.
        (create("/new", b"", 0), Ok(())),
        (create("/nowhere/new", b"", 0), Ok(())),
        (create("no path", b"", 0), Ok(())),
        (set("/p/child"), Ok(())),
        (delete("/zookeeper/quota"), Ok(())),
        (delete("/"), Ok(())),
        (Request::Multi(vec![set("/p")]), Ok(())),
        (Request::CloseSession, Ok(())),
    ] {
        assert_eq!(m.prep.screen(&m.tree, &m.who, &request), outcome, "{request:?}");
    }
    // What is in flight counts.
    let mut owner = m.who.clone();
    owner.add(Id::new("digest", "somebody:else"));
    let before = std::mem::replace(&mut m.who, owner);
    m.prepare(SESSION, &set_acl("/p", open)).unwrap();
    assert_eq!(m.prep.screen(&m.tree, &before, &set("/p")), Ok(()));
}
