//! Sessions that only one member knows (`localSessionsEnabled`): what they cost, what they may, where they end. Also for
//! ensembles of both kinds, with `ZKD_TEST_PEER` and `ZKD_TEST_MEMBERS=JZJ`.

use std::time::Duration;

use zk_proto::request::CreateMode;
use zk_proto::{OpCode, Request};
use zkd_tests::ensemble::{EnsembleUnderTest, FORM_LIMIT};
use zkd_tests::ops::create_request;
use zkd_tests::{Program, RawConn, ServerUnderTest, Settings, poll};

const TIMEOUT_MS: i32 = 30_000;
const SHORT_MS: i32 = 1500;
const EXPIRED: i32 = -112;
const ON_LOCAL: i32 = -120;

/// Three members with local sessions; the leader and one of the others.
fn three(upgrading: bool) -> (EnsembleUnderTest, [usize; 2]) {
    let programs = Program::members_under_test(3);
    let mut ensemble = EnsembleUnderTest::start_of(&programs, |_, settings| {
        settings.with("localSessionsEnabled", true).with("localSessionsUpgradingEnabled", upgrading)
    });
    let leader = ensemble.wait_serving();
    (ensemble, [leader, (leader + 1) % 3])
}

/// The last transaction that a member has applied.
fn zxid(ensemble: &EnsembleUnderTest, index: usize) -> String {
    let answer = ensemble.members[index].word("srvr");
    answer.lines().find_map(|line| line.strip_prefix("Zxid: ")).expect("a zxid").to_owned()
}

fn counts(ensemble: &EnsembleUnderTest, index: usize) -> Option<(i64, i64)> {
    let [local, global] = ["zk_local_sessions", "zk_global_sessions"].map(|key| ensemble.monitor(index, key));
    Some((local?, global?))
}

#[track_caller]
fn counts_become(ensemble: &EnsembleUnderTest, index: usize, wanted: (i64, i64)) {
    let found = poll(FORM_LIMIT, || (counts(ensemble, index)? == wanted).then_some(()));
    assert!(
        found.is_some(),
        "sessions of member {}: {:?}, not {wanted:?}",
        index + 1,
        counts(ensemble, index)
    );
}

#[test]
fn a_server_that_stands_alone_has_no_local_sessions() {
    let settings =
        Settings::usual().with("localSessionsEnabled", true).with("localSessionsUpgradingEnabled", true);
    let server = ServerUnderTest::start(Program::under_test(), settings);
    let mut watcher = RawConn::connect(server.addr(), TIMEOUT_MS);
    let before = watcher.ping().zxid;
    let mut other = RawConn::connect(server.addr(), TIMEOUT_MS);
    other.create_as("/e", b"", CreateMode::Ephemeral).expect("create");
    other.close();
    assert_eq!(watcher.ping().zxid, before + 3, "open, create, close");
}

#[test]
fn a_local_session_takes_no_zxid_and_reads_writes_and_watches() {
    let (ensemble, roles) = three(false);
    for index in roles {
        let before = zxid(&ensemble, index);
        let mut conn = RawConn::connect(ensemble.members[index].addr(), TIMEOUT_MS);
        let mut other = RawConn::connect(ensemble.members[index].addr(), TIMEOUT_MS);
        assert_eq!(zxid(&ensemble, index), before, "two sessions and no transaction");
        counts_become(&ensemble, index, (2, 0));
        let path = format!("/by-{index}");
        conn.create(&path, b"1").expect("create");
        assert_eq!(conn.create(&path, b"1"), Err(-110));
        conn.get_watch(&path, true).expect("watch");
        let set = other.set(&path, b"2", 0).expect("set");
        assert_eq!(conn.next_event().path, path);
        assert!(other.ping().zxid >= set.mzxid.0);
        let written = zxid(&ensemble, index);
        let reply = conn.call(&Request::CloseSession);
        assert_eq!((reply.err, format!("{:#x}", reply.zxid)), (0, written.clone()));
        assert!(conn.closes());
        other.close();
        assert_eq!(zxid(&ensemble, index), written);
        counts_become(&ensemble, index, (0, 0));
    }
}

#[test]
fn without_upgrades_a_local_session_gets_no_ephemeral() {
    let (ensemble, roles) = three(false);
    for index in roles {
        let mut conn = RawConn::connect(ensemble.members[index].addr(), TIMEOUT_MS);
        assert_eq!(conn.create_as("/e", b"", CreateMode::Ephemeral), Err(ON_LOCAL));
        assert_eq!(conn.create_as("/no/e", b"", CreateMode::EphemeralSequential), Err(ON_LOCAL));
        let ttl = format!("/ttl-{index}");
        assert_eq!(conn.create_as(&ttl, b"", CreateMode::Ttl), Ok(ttl.clone()));
        let multi = Request::Multi(vec![
            create_request("/m", b"", CreateMode::Persistent),
            create_request("/e", b"", CreateMode::Ephemeral),
        ]);
        let reply = conn.call(&multi);
        assert_eq!(reply.err, 0);
        let codes: Vec<i32> = multi_codes(&reply.body);
        // Apache's learners tell the client that its session has expired, which it has not.
        let apache_learner = !ensemble.members[index].program().is_zkd() && index != roles[0];
        assert_eq!(codes, [0, if apache_learner { EXPIRED } else { ON_LOCAL }]);
        assert_eq!(conn.exists("/m", false).map(drop), Err(-101));
        conn.ping();
        counts_become(&ensemble, index, (1, 0));
        conn.close();
    }
}

/// The codes of a multi that failed.
fn multi_codes(body: &[u8]) -> Vec<i32> {
    let results = zk_proto::multi::decode_results(&mut zk_proto::Reader::new(body)).expect("results");
    let code = |r: &zk_proto::multi::OpResult<'_>| match r {
        zk_proto::multi::OpResult::Error(code) => *code,
        other => panic!("{other:?} in a multi that failed"),
    };
    results.iter().map(code).collect()
}

#[test]
fn an_ephemeral_makes_it_a_session_of_the_ensemble() {
    let (ensemble, roles) = three(true);
    for (index, other) in [(roles[0], roles[1]), (roles[1], roles[0])] {
        let before = ensemble.monitor(roles[0], "zk_global_sessions");
        assert_eq!(before, Some(0));
        let mut conn = RawConn::connect(ensemble.members[index].addr(), TIMEOUT_MS);
        let id = conn.session().id;
        let (plain, own) = (format!("/plain-{index}"), format!("/own-{index}"));
        // All in one go: what is behind the first ephemeral keeps its place.
        conn.send(&create_request(&plain, b"", CreateMode::Persistent));
        conn.send(&create_request(&own, b"", CreateMode::Ephemeral));
        conn.send(&Request::SetData { path: own.as_str().into(), data: Some(b"1"), version: 0 });
        conn.send(&Request::GetData { path: own.as_str().into(), watch: false });
        let replies: Vec<_> = (0..4).map(|_| conn.recv_reply().expect("reply")).collect();
        assert!(replies.iter().all(|r| r.err == 0), "{replies:?}");
        let created = replies[1].path_and_stat().1;
        assert_eq!(created.ephemeral_owner, id);
        // The session's own transaction lies between the two creates.
        assert_eq!(created.czxid.0, replies[0].zxid + 2);
        assert_eq!(replies[3].data_and_stat().0.as_deref(), Some(&b"1"[..]));
        counts_become(&ensemble, index, (0, 1));
        counts_become(&ensemble, other, (0, 1));
        let session = conn.hang_up().expect("session");
        let mut moved =
            RawConn::reattach(ensemble.members[other].addr(), &session).expect("any member knows it");
        moved.set_last_xid(10);
        assert_eq!(moved.exists(&own, false).map(|s| s.ephemeral_owner), Ok(id));
        let set = moved.ping().zxid;
        moved.close();
        let mut watcher = RawConn::connect(ensemble.members[other].addr(), TIMEOUT_MS);
        assert_eq!(watcher.exists(&own, false).map(drop), Err(-101), "the close is a transaction");
        assert!(watcher.ping().zxid > set);
        watcher.close();
    }
}

#[test]
fn a_multi_upgrades_if_one_of_its_operations_makes_an_ephemeral() {
    let (ensemble, roles) = three(true);
    for index in roles {
        let mut conn = RawConn::connect(ensemble.members[index].addr(), TIMEOUT_MS);
        let names = [format!("/a-{index}"), format!("/b-{index}"), format!("/e-{index}")];
        let plain = |i: usize| create_request(&names[i], b"", CreateMode::Persistent);
        assert_eq!(conn.call(&Request::Multi(vec![plain(0)])).err, 0);
        counts_become(&ensemble, index, (1, 0));
        let owned = create_request(&names[2], b"", CreateMode::EphemeralSequential);
        assert_eq!(conn.call(&Request::Multi(vec![plain(1), owned])).err, 0);
        counts_become(&ensemble, index, (0, 1));
        let reply = conn.call(&Request::GetEphemerals { prefix: None });
        assert_eq!(reply.names().len(), 1);
        conn.close();
        counts_become(&ensemble, index, (0, 0));
    }
}

#[test]
fn a_local_session_is_taken_up_again_at_its_own_server_alone() {
    let (mut ensemble, roles) = three(true);
    for (index, other) in [(roles[0], roles[1]), (roles[1], roles[0])] {
        let [own, foreign] = [index, other].map(|i| ensemble.members[i].addr());
        let conn = RawConn::connect(own, TIMEOUT_MS);
        let session = conn.session().clone();
        assert!(RawConn::reattach(foreign, &session).is_none(), "nobody else has heard of it");
        let mut again = RawConn::reattach(own, &session).expect("it lives here");
        again.create(&format!("/again-{index}"), b"").expect("create");
        again.close();
        assert!(RawConn::reattach(own, &session).is_none(), "closed for good");
    }
    // It ends when its server has another leader.
    let follower = roles[1];
    let local = RawConn::connect(ensemble.members[follower].addr(), TIMEOUT_MS).session().clone();
    let mut conn = RawConn::connect(ensemble.members[follower].addr(), TIMEOUT_MS);
    conn.create_as("/kept", b"", CreateMode::Ephemeral).expect("create");
    let global = conn.session().clone();
    ensemble.members[roles[0]].kill9();
    let rejoined = poll(FORM_LIMIT, || {
        ensemble.wait_serving();
        RawConn::reattach(ensemble.members[follower].addr(), &global)
    });
    assert!(rejoined.expect("it lives on").exists("/kept", false).is_ok());
    assert!(RawConn::reattach(ensemble.members[follower].addr(), &local).is_none());
}

#[test]
fn a_silent_local_session_expires_without_a_transaction() {
    let (ensemble, roles) = three(false);
    for index in roles {
        let addr = ensemble.members[index].addr();
        let before = zxid(&ensemble, index);
        let mut lively = RawConn::connect(addr, SHORT_MS);
        let mut silent = RawConn::connect(addr, SHORT_MS);
        silent.set_patience(Duration::from_millis(100));
        let gone = poll(zkd_tests::PATIENCE, || {
            lively.ping();
            silent.closes().then_some(())
        });
        assert!(gone.is_some(), "the session does not expire");
        counts_become(&ensemble, index, (1, 0));
        let session = silent.hang_up().expect("session");
        assert!(RawConn::reattach(addr, &session).is_none(), "expired");
        lively.close();
        assert_eq!(zxid(&ensemble, index), before);
    }
}

#[test]
fn dump_lists_local_sessions_before_those_of_the_ensemble() {
    let (ensemble, roles) = three(true);
    let [leader, follower] = roles;
    let mut owner = ensemble.conn(leader);
    owner.create_as("/e", b"", CreateMode::Ephemeral).expect("create");
    for index in roles {
        let conn = ensemble.conn(index);
        let (local, global) = (conn.session().id, owner.session().id);
        counts_become(&ensemble, index, (1, 1));
        let dump = ensemble.members[index].word("dump");
        let lines: Vec<&str> = dump.lines().filter(|line| !line.starts_with("0 expire")).collect();
        assert!(lines[1].starts_with("Local Session Sets (") && lines[1].ends_with(")/(1):"), "{dump}");
        assert!(lines[2].starts_with("1 expire at "), "{dump}");
        assert_eq!(lines[3], format!("\t{local}"));
        if index == follower {
            assert_eq!(lines[4], "Global Sessions(1):");
            assert_eq!(lines[5], format!("{global}\t{TIMEOUT_MS}ms"));
        } else {
            assert!(lines[4].starts_with("Global Session Sets (") && lines[4].ends_with(")/(1):"), "{dump}");
            assert_eq!(lines[6], format!("\t{global}"));
        }
        conn.close();
    }
}

#[test]
fn a_create_with_unknown_flags_does_not_upgrade() {
    let (ensemble, roles) = three(true);
    for index in roles {
        let mut conn = RawConn::connect(ensemble.members[index].addr(), TIMEOUT_MS);
        let mut body = Vec::new();
        create_request("/odd", b"", CreateMode::Ephemeral).encode_body(&mut body);
        let flags = body.len() - 4;
        body[flags..].copy_from_slice(&99i32.to_be_bytes());
        assert_eq!(conn.call_raw(1, OpCode::Create2.code(), &body).err, -8);
        counts_become(&ensemble, index, (1, 0));
        conn.close();
    }
}
