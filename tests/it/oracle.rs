//! Two servers and an oracle (`oraclePath`): what one of them does when the other is gone.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use zk_proto::request::CreateMode;
use zk_proto::{ErrorCode, Request};
use zkd_tests::conn::new_session;
use zkd_tests::ensemble::{EnsembleUnderTest, FORM_LIMIT};
use zkd_tests::{Incoming, PATIENCE, RawConn, poll};

struct Pair {
    ensemble: EnsembleUnderTest,
    dir: tempfile::TempDir,
}

/// Two members, each with an oracle of its own that permits nothing.
fn start() -> Pair {
    let dir = tempfile::tempdir().expect("a directory");
    let path = |index: usize| dir.path().join(format!("oracle-{index}"));
    let ensemble = EnsembleUnderTest::start_with(2, |index, settings| {
        fs::write(path(index), "0").expect("an oracle");
        settings
            // A permission lasts for a tick, however busy the machine is.
            .with("tickTime", 1000)
            .with("initLimit", 20)
            .with("syncLimit", 5)
            .with("oraclePath", path(index).display())
            .with("fastleader.minNotificationInterval", 50)
            .with("reconfigEnabled", true)
            .with("skipACL", "yes")
    });
    Pair { ensemble, dir }
}

impl Pair {
    /// In one step, as whoever decides should do it.
    fn oracle(&self, index: usize, says: &str) {
        let new = self.dir.path().join("new");
        fs::write(&new, says).expect("a file");
        fs::rename(new, Path::new(self.dir.path()).join(format!("oracle-{index}"))).expect("an oracle");
    }

    #[track_caller]
    fn wait_for(&self, index: usize, what: &str) {
        poll(FORM_LIMIT, || self.ensemble.members[index].word("srvr").contains(what).then_some(()))
            .unwrap_or_else(|| panic!("it never says {what:?}:\n{}", self.ensemble.members[index].log()));
    }

    fn serves(&self, index: usize) -> bool {
        self.ensemble.members[index].word("srvr").contains("Mode: ")
    }

    /// Everything that was written is there.
    #[track_caller]
    fn assert_has(&self, index: usize, paths: &[&str]) {
        let mut conn = self.ensemble.conn(index);
        assert_eq!(conn.call(&Request::Sync { path: "/".into() }).err, 0);
        for path in paths {
            conn.get(path).unwrap_or_else(|code| panic!("{path} is lost on {index}: {code}"));
        }
    }
}

#[test]
fn a_leader_whose_follower_is_gone_goes_on_if_the_oracle_permits_it() {
    let mut pair = start();
    let leader = pair.ensemble.wait_serving();
    let follower = 1 - leader;
    pair.ensemble.conn(leader).create("/a", b"1").expect("a write");

    // The oracle permits nothing: all is as without one.
    pair.ensemble.members[follower].kill9();
    pair.wait_for(leader, "not currently serving");
    pair.ensemble.members[follower].launch();
    assert_eq!(pair.ensemble.wait_serving(), leader, "the same has the longer history or the higher number");
    // It may go on: nobody is sent away.
    pair.oracle(leader, "1");
    poll(FORM_LIMIT, || pair.ensemble.members[leader].log().contains("permits this server").then_some(()))
        .expect("it reads the oracle");
    let mut conn = pair.ensemble.conn(leader);
    pair.ensemble.members[follower].kill9();
    conn.create("/b", b"2").expect("a write without the other one");
    let many = 50;
    for i in 0..many {
        conn.create(&format!("/b/{i}"), b"").expect("a write without the other one");
    }
    // Who belongs is not for the oracle.
    let p = zkd_tests::ensemble::PeerPorts::free();
    let joining = format!("server.3=127.0.0.1:{}:{}:observer;{}", p.quorum, p.election, 1);
    let reconfig =
        Request::Reconfig { joining: Some(joining.into()), leaving: None, new_members: None, config_id: -1 };
    assert_eq!(conn.call(&reconfig).err, ErrorCode::NewConfigNoQuorum.code());
    conn.create("/c", b"3").expect("a write behind it");

    pair.ensemble.members[follower].launch();
    assert_eq!(pair.ensemble.wait_serving(), leader);
    pair.assert_has(follower, &["/a", "/b", "/b/0", "/b/49", "/c"]);
    pair.ensemble.conn(follower).create("/d", b"4").expect("a write through the other one");

    // The permission ends while the follower is gone.
    pair.ensemble.members[follower].kill9();
    conn.create("/e", b"5").expect("a write without the other one");
    pair.oracle(leader, "0");
    pair.wait_for(leader, "not currently serving");
    pair.ensemble.members[follower].launch();
    pair.ensemble.wait_serving();
    pair.assert_has(follower, &["/d", "/e"]);
}

#[test]
fn a_follower_takes_over_from_a_leader_that_is_gone_if_the_oracle_permits_it() {
    let mut pair = start();
    let leader = pair.ensemble.wait_serving();
    let follower = 1 - leader;
    let mut conn = pair.ensemble.conn(follower);
    conn.create("/a", b"1").expect("a write");
    let session = conn.session().clone();

    pair.ensemble.members[leader].kill9();
    pair.wait_for(follower, "not currently serving");
    // Longer than it would have waited for the other one.
    let gone_on = poll(Duration::from_secs(3), || pair.serves(follower).then_some(()));
    assert!(gone_on.is_none(), "without a permission");
    pair.oracle(follower, "1");
    pair.wait_for(follower, "Mode: leader");
    let mut conn = poll(FORM_LIMIT, || RawConn::reattach(pair.ensemble.members[follower].addr(), &session))
        .expect("the session goes on");
    conn.create("/b", b"2").expect("a write without the other one");

    // It is alone when it starts, too.
    pair.ensemble.members[follower].launch();
    pair.wait_for(follower, "Mode: leader");
    pair.ensemble.conn(follower).create("/c", b"3").expect("a write without the other one");

    pair.ensemble.members[leader].launch();
    assert_eq!(pair.ensemble.wait_serving(), follower);
    pair.wait_for(leader, "Mode: follower");
    pair.assert_has(leader, &["/a", "/b", "/c"]);
    pair.ensemble.conn(leader).create("/d", b"4").expect("a write through the other one");
    pair.assert_has(follower, &["/d"]);
}

/// Creates one node after the other in `/w` at whoever takes it, until it is told to stop. Returns which of them were acknowledged.
fn write(servers: [SocketAddr; 2], stop: &AtomicBool, acknowledged: &AtomicUsize) -> Vec<String> {
    let (mut names, mut conn, mut next) = (Vec::new(), None, 0);
    while !stop.load(Ordering::SeqCst) {
        let Some(open) = conn.as_mut() else {
            conn = servers.iter().find_map(|addr| {
                let mut conn = RawConn::try_open(*addr, PATIENCE).ok()?;
                let served = |r: &zk_proto::connect::ConnectResponse| r.timeout_ms > 0;
                matches!(conn.handshake(&new_session(30_000)), Incoming::Got(r) if served(&r)).then_some(conn)
            });
            continue;
        };
        let name = format!("{next:06}");
        let path = format!("/w/{name}");
        next += 1;
        open.send(&zkd_tests::ops::create_request(&path, b"", CreateMode::Persistent));
        match open.recv_reply() {
            Incoming::Got(reply) if reply.err == 0 => {
                names.push(name);
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            _ => conn = None,
        }
    }
    names
}

#[test]
fn what_was_acknowledged_survives_whoever_is_killed() {
    let mut pair = start();
    let mut leader = pair.ensemble.wait_serving();
    pair.ensemble.conn(leader).create("/w", b"").expect("a write");
    let servers = [0, 1].map(|index| pair.ensemble.members[index].addr());
    let (stop, acknowledged) = (AtomicBool::new(false), AtomicUsize::new(0));
    let names = std::thread::scope(|scope| {
        let writer = scope.spawn(|| write(servers, &stop, &acknowledged));
        // The writer ends, too, if this fails.
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let more = || {
                let before = acknowledged.load(Ordering::SeqCst);
                let more = || (acknowledged.load(Ordering::SeqCst) > before + 20).then_some(());
                poll(FORM_LIMIT, more).expect("writes go on");
            };
            for kills_leader in [true, false, true, true, false] {
                more();
                let victim = if kills_leader { leader } else { 1 - leader };
                pair.ensemble.members[victim].kill9();
                pair.oracle(1 - victim, "1");
                more();
                pair.ensemble.members[victim].launch();
                leader = pair.ensemble.wait_serving();
                assert_eq!(leader, 1 - victim, "whoever was alone leads");
                pair.oracle(1 - victim, "0");
            }
            more();
        }));
        stop.store(true, Ordering::SeqCst);
        let names = writer.join().expect("the writer");
        result.map(|()| names).unwrap_or_else(|why| std::panic::resume_unwind(why))
    });
    let there = [0, 1].map(|index| {
        let mut conn = pair.ensemble.conn(index);
        assert_eq!(conn.call(&Request::Sync { path: "/".into() }).err, 0);
        conn.children("/w", false).expect("the nodes").into_iter().collect::<BTreeSet<String>>()
    });
    assert_eq!(there[0], there[1]);
    let lost: Vec<&String> = names.iter().filter(|name| !there[0].contains(*name)).collect();
    assert!(lost.is_empty(), "{} of {} acknowledged are lost: {lost:?}", lost.len(), names.len());
}
