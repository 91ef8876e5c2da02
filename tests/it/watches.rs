//! Watches: what fires, to whom, how often, and always before the reply that shows the change.

use zk_proto::request::{CreateMode, SetWatches};
use zk_proto::watch::{EventType, SYNC_CONNECTED};
use zk_proto::{OpCode, Perms, Request};
use zkd_tests::ops::create_request;
use zkd_tests::{Event, Packet, RawConn, ServerUnderTest, acls, poll};

const TIMEOUT_MS: i32 = 30_000;
const PERSISTENT: i32 = 0;
const RECURSIVE: i32 = 1;
const NO_WATCHER: i32 = -121;

fn conn(server: &ServerUnderTest) -> RawConn {
    RawConn::connect(server.addr(), TIMEOUT_MS)
}

fn event(kind: EventType, path: &str, zxid: i64) -> Event {
    Event { zxid, kind: kind as i32, state: SYNC_CONNECTED, path: path.to_owned() }
}

/// The events without their zxids.
fn kinds(events: &[Event]) -> Vec<(i32, &str)> {
    events.iter().map(|event| (event.kind, event.path.as_str())).collect()
}

const CREATED: i32 = EventType::NodeCreated as i32;
const DELETED: i32 = EventType::NodeDeleted as i32;
const CHANGED: i32 = EventType::NodeDataChanged as i32;
const CHILDREN: i32 = EventType::NodeChildrenChanged as i32;

#[test]
fn the_event_comes_before_the_reply_of_the_write_that_caused_it() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    conn.exists("/n", true).expect_err("not there yet");
    conn.children("/", true).expect("children");
    let xid = conn.send(&create_request("/n", b"1", CreateMode::Persistent));
    let packets: Vec<Packet> = (0..3).map(|_| conn.recv().expect("packet")).collect();
    let [Packet::Event(created), Packet::Event(children), Packet::Reply(reply)] = &packets[..] else {
        panic!("{packets:?}")
    };
    assert_eq!((reply.xid, reply.err), (xid, 0));
    assert_eq!(created, &event(EventType::NodeCreated, "/n", reply.zxid));
    assert_eq!(children, &event(EventType::NodeChildrenChanged, "/", reply.zxid));
}

#[test]
fn one_time_watches_fire_once_each() {
    let server = ServerUnderTest::start_usual();
    let (mut writer, mut watcher) = (conn(&server), conn(&server));
    assert_eq!(watcher.exists("/n", true).map(drop), Err(-101));
    assert_eq!(watcher.exists("/n", true).map(drop), Err(-101), "registering twice is registering once");
    writer.create("/n", b"").expect("create");
    assert_eq!(kinds(&watcher.settled_events()), [(CREATED, "/n")]);
    writer.set("/n", b"1", -1).expect("set");
    assert_eq!(watcher.settled_events(), []);

    watcher.get_watch("/n", true).expect("get");
    watcher.exists("/n", true).expect("exists");
    watcher.children("/n", true).expect("children");
    writer.set("/n", b"2", -1).expect("set");
    assert_eq!(kinds(&watcher.settled_events()), [(CHANGED, "/n")]);
    writer.create("/n/c", b"").expect("create");
    assert_eq!(kinds(&watcher.settled_events()), [(CHILDREN, "/n")]);
    writer.delete("/n/c", -1).expect("delete");
    assert_eq!(watcher.settled_events(), []);

    watcher.get_watch("/n", true).expect("get");
    watcher.children("/n", true).expect("children");
    watcher.children("/", true).expect("children");
    writer.delete("/n", -1).expect("delete");
    assert_eq!(
        kinds(&watcher.settled_events()),
        [(DELETED, "/n"), (CHILDREN, "/")],
        "data and child watch of a deleted node give one event"
    );
}

#[test]
fn failed_reads_leave_no_watch() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    assert_eq!(conn.get_watch("/n", true).map(drop), Err(-101));
    assert_eq!(conn.children("/n", true), Err(-101));
    conn.create("/n", b"").expect("create");
    conn.set("/n", b"", -1).expect("set");
    assert_eq!(conn.settled_events(), []);
}

#[test]
fn set_acl_and_failed_writes_fire_nothing() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    conn.create("/n", b"").expect("create");
    conn.add_watch("/", RECURSIVE).expect("watch");
    conn.add_watch("/n", PERSISTENT).expect("watch");
    conn.set_acl("/n", &acls::one(Perms::ALL, "world", "anyone"), -1).expect("setACL");
    conn.set("/n", b"", 9).expect_err("version");
    conn.create("/n", b"").expect_err("exists");
    assert_eq!(conn.settled_events(), []);
}

#[test]
fn persistent_watches_stay_and_see_node_and_children() {
    let server = ServerUnderTest::start_usual();
    let (mut writer, mut watcher) = (conn(&server), conn(&server));
    watcher.add_watch("/n", PERSISTENT).expect("watch");
    writer.create("/n", b"").expect("create");
    writer.set("/n", b"", -1).expect("set");
    writer.create("/n/c", b"").expect("create");
    writer.create("/n/c/d", b"").expect("create");
    writer.set("/n/c", b"", -1).expect("set");
    writer.delete("/n/c/d", -1).expect("delete");
    writer.delete("/n/c", -1).expect("delete");
    writer.delete("/n", -1).expect("delete");
    writer.create("/n", b"").expect("create");
    assert_eq!(
        kinds(&watcher.settled_events()),
        [
            (CREATED, "/n"),
            (CHANGED, "/n"),
            (CHILDREN, "/n"),
            (CHILDREN, "/n"),
            (DELETED, "/n"),
            (CREATED, "/n")
        ]
    );
}

#[test]
fn recursive_watches_see_all_below_and_no_child_events() {
    let server = ServerUnderTest::start_usual();
    let (mut writer, mut watcher) = (conn(&server), conn(&server));
    watcher.add_watch("/n", RECURSIVE).expect("watch");
    writer.create("/n", b"").expect("create");
    writer.create("/n/c", b"").expect("create");
    writer.create("/n/c/d", b"").expect("create");
    writer.create("/nn", b"").expect("not below");
    writer.set("/n/c/d", b"", -1).expect("set");
    writer.delete("/n/c/d", -1).expect("delete");
    assert_eq!(
        kinds(&watcher.settled_events()),
        [(CREATED, "/n"), (CREATED, "/n/c"), (CREATED, "/n/c/d"), (CHANGED, "/n/c/d"), (DELETED, "/n/c/d")]
    );
}

#[test]
fn several_kinds_on_one_node_give_one_event_per_change() {
    let server = ServerUnderTest::start_usual();
    let (mut writer, mut watcher) = (conn(&server), conn(&server));
    writer.create("/n", b"").expect("create");
    watcher.add_watch("/", RECURSIVE).expect("watch");
    watcher.add_watch("/n", PERSISTENT).expect("watch");
    watcher.get_watch("/n", true).expect("get");
    watcher.children("/n", true).expect("children");
    writer.set("/n", b"", -1).expect("set");
    writer.create("/n/c", b"").expect("create");
    assert_eq!(kinds(&watcher.settled_events()), [(CHANGED, "/n"), (CREATED, "/n/c"), (CHILDREN, "/n")]);
}

#[test]
fn watches_are_checked_and_removed_by_kind() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    conn.create("/n", b"").expect("create");
    let check = |conn: &mut RawConn, kind| conn.call(&Request::CheckWatches { path: "/n".into(), kind }).err;
    let remove =
        |conn: &mut RawConn, kind| conn.call(&Request::RemoveWatches { path: "/n".into(), kind }).err;
    for kind in 1..=3 {
        assert_eq!(
            (check(&mut conn, kind), remove(&mut conn, kind)),
            (NO_WATCHER, NO_WATCHER),
            "kind {kind}"
        );
    }
    for kind in [0, 6, -1, i32::MAX] {
        assert_eq!((check(&mut conn, kind), remove(&mut conn, kind)), (-5, -5), "kind {kind}");
    }
    conn.get_watch("/n", true).expect("get");
    conn.children("/n", true).expect("children");
    assert_eq!((check(&mut conn, 1), check(&mut conn, 2), check(&mut conn, 3)), (0, 0, 0));
    assert_eq!(remove(&mut conn, 1), 0);
    assert_eq!((check(&mut conn, 1), check(&mut conn, 2), check(&mut conn, 3)), (NO_WATCHER, 0, 0));
    assert_eq!(remove(&mut conn, 3), 0);
    conn.set("/n", b"", -1).expect("set");
    assert_eq!(conn.settled_events(), [], "removed watches do not fire");
    conn.add_watch("/n", PERSISTENT).expect("watch");
    conn.add_watch("/n", RECURSIVE).expect("watch");
    assert_eq!((check(&mut conn, 4), check(&mut conn, 5)), (0, 0));
    assert_eq!(remove(&mut conn, 4), 0);
    assert_eq!((check(&mut conn, 4), check(&mut conn, 5)), (NO_WATCHER, 0));
    conn.set("/n", b"", -1).expect("set");
    assert_eq!(kinds(&conn.settled_events()), [(CHANGED, "/n")], "the other kind stays");
    assert_eq!(remove(&mut conn, 5), 0);
    assert_eq!(check(&mut conn, 3), NO_WATCHER);
}

#[test]
fn unknown_watch_modes_are_refused() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    for mode in [2, -1, i32::MAX] {
        assert_eq!(conn.add_watch("/n", mode), Err(-5));
    }
    let reply = conn.call(&Request::AddWatch { path: "/n".into(), mode: PERSISTENT });
    assert_eq!((reply.err, &reply.body[..]), (0, &[0; 4][..]));
}

#[test]
fn set_watches_catches_up_before_its_reply() {
    let server = ServerUnderTest::start_usual();
    let (mut writer, mut watcher) = (conn(&server), conn(&server));
    for path in ["/same", "/set", "/gone", "/kids", "/dead", "/quiet"] {
        writer.create(path, b"").expect("create");
    }
    let seen = watcher.ping().zxid;
    writer.set("/set", b"", -1).expect("set");
    writer.delete("/gone", -1).expect("delete");
    writer.create("/new", b"").expect("create");
    writer.create("/kids/1", b"").expect("create");
    writer.delete("/dead", -1).expect("delete");
    let paths = |names: &[&'static str]| names.iter().map(|name| (*name).into()).collect();
    let request = Request::SetWatches(SetWatches {
        relative_zxid: seen,
        data: paths(&["/same", "/set", "/gone"]),
        exist: paths(&["/new", "/absent"]),
        child: paths(&["/quiet", "/kids", "/dead"]),
        ..SetWatches::default()
    });
    let mut body = Vec::new();
    request.encode_body(&mut body);
    let reply = watcher.call_raw(-8, OpCode::SetWatches.code(), &body);
    assert_eq!((reply.xid, reply.err, reply.body.len()), (-8, 0, 0));
    assert_eq!(
        watcher.take_events(),
        [
            event(EventType::NodeDataChanged, "/set", -1),
            event(EventType::NodeDeleted, "/gone", -1),
            event(EventType::NodeCreated, "/new", -1),
            event(EventType::NodeChildrenChanged, "/kids", -1),
            event(EventType::NodeDeleted, "/dead", -1),
        ]
    );
    writer.set("/same", b"", -1).expect("set");
    writer.create("/absent", b"").expect("create");
    writer.create("/quiet/1", b"").expect("create");
    writer.set("/set", b"", -1).expect("set");
    assert_eq!(
        kinds(&watcher.settled_events()),
        [(CHANGED, "/same"), (CREATED, "/absent"), (CHILDREN, "/quiet")],
        "what has not fired is registered, what has fired is not"
    );
}

#[test]
fn set_watches_2_restores_lasting_watches_without_catching_up() {
    let server = ServerUnderTest::start_usual();
    let (mut writer, mut watcher) = (conn(&server), conn(&server));
    writer.create("/n", b"").expect("create");
    writer.set("/n", b"", -1).expect("set");
    let request = Request::SetWatches2(SetWatches {
        relative_zxid: 0,
        persistent: vec!["/n".into()],
        persistent_recursive: vec!["/r".into()],
        ..SetWatches::default()
    });
    assert_eq!(watcher.call(&request).err, 0);
    assert_eq!(watcher.settled_events(), []);
    for _ in 0..2 {
        writer.set("/n", b"", -1).expect("set");
    }
    writer.create("/r", b"").expect("create");
    writer.create("/r/s", b"").expect("create");
    assert_eq!(
        kinds(&watcher.settled_events()),
        [(CHANGED, "/n"), (CHANGED, "/n"), (CREATED, "/r"), (CREATED, "/r/s")]
    );
}

#[test]
fn a_multi_fires_in_the_order_of_its_operations_under_one_zxid() {
    let server = ServerUnderTest::start_usual();
    let mut conn = conn(&server);
    conn.create("/n", b"").expect("create");
    conn.add_watch("/", RECURSIVE).expect("watch");
    let reply = conn.call(&Request::Multi(vec![
        create_request("/n/a", b"", CreateMode::Persistent),
        Request::SetData { path: "/n".into(), data: None, version: -1 },
        Request::Delete { path: "/n/a".into(), version: -1 },
    ]));
    let events = conn.take_events();
    assert_eq!(kinds(&events), [(CREATED, "/n/a"), (CHANGED, "/n"), (DELETED, "/n/a")]);
    assert!(events.iter().all(|event| event.zxid == reply.zxid), "{events:?}");
    let reply = conn.call(&Request::Multi(vec![
        Request::SetData { path: "/n".into(), data: None, version: -1 },
        Request::Delete { path: "/absent".into(), version: -1 },
    ]));
    assert_eq!((reply.err, conn.settled_events()), (0, Vec::new()), "a failed multi fires nothing");
}

#[test]
fn the_end_of_a_session_fires_for_each_of_its_ephemerals() {
    let server = ServerUnderTest::start_usual();
    let (mut owner, mut watcher) = (conn(&server), conn(&server));
    watcher.add_watch("/", RECURSIVE).expect("watch");
    owner.create_as("/e1", b"", CreateMode::Ephemeral).expect("create");
    owner.create_as("/e2", b"", CreateMode::Ephemeral).expect("create");
    watcher.settled_events();
    owner.close();
    let events = watcher.settled_events();
    let mut seen = kinds(&events);
    seen.sort_unstable();
    assert_eq!(seen, [(DELETED, "/e1"), (DELETED, "/e2")]);
    assert_eq!(events[0].zxid, events[1].zxid, "one transaction");
}

#[test]
fn no_read_shows_a_change_before_its_event() {
    let server = ServerUnderTest::start_usual();
    let (mut writer, mut watcher) = (conn(&server), conn(&server));
    writer.create("/n", b"0").expect("create");
    for round in 1..=200 {
        let value = format!("{round}").into_bytes();
        let (before, _) = watcher.get_watch("/n", true).expect("get");
        assert_ne!(before, value);
        watcher.take_events();
        writer.send(&Request::SetData { path: "/n".into(), data: Some(&value), version: -1 });
        let seen = poll(zkd_tests::PATIENCE, || {
            let (data, _) = watcher.get("/n").expect("get");
            let events = watcher.take_events();
            match (data == value, events.is_empty()) {
                (true, true) => panic!("round {round}: the new data came before the event"),
                (false, true) => None,
                (_, false) => Some(kinds(&events) == [(CHANGED, "/n")]),
            }
        });
        assert_eq!(seen, Some(true), "round {round}");
        assert_eq!(writer.recv_reply().expect("reply").err, 0);
    }
}

#[test]
fn those_who_may_not_read_a_node_are_told_nothing() {
    let server = ServerUnderTest::start_usual();
    let (mut writer, mut watcher) = (conn(&server), conn(&server));
    writer.add_auth("digest", b"alice:secret").expect("auth");
    watcher.add_watch("/", RECURSIVE).expect("watch");
    watcher.exists("/secret", true).expect_err("absent");
    writer.create_with_acl("/secret", &acls::one(Perms::ALL, "auth", "")).expect("create");
    writer.set("/secret", b"x", -1).expect("set");
    writer.create("/secret/open", b"").expect("create");
    writer.delete("/secret/open", -1).expect("delete");
    writer.delete("/secret", -1).expect("delete");
    assert_eq!(
        kinds(&watcher.settled_events()),
        [(CREATED, "/secret/open"), (DELETED, "/secret/open")],
        "each node's own ACL decides"
    );
    watcher.add_auth("digest", b"alice:secret").expect("auth");
    writer.create_with_acl("/secret", &acls::one(Perms::ALL, "auth", "")).expect("create");
    assert_eq!(
        kinds(&watcher.settled_events()),
        [(CREATED, "/secret")],
        "credentials count when the event comes"
    );
}
