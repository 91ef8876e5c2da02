//! Observers that followers serve in the leader's place (`observerMasterPort`).

use zk_proto::Request;
use zkd_tests::ensemble::{EnsembleUnderTest, FORM_LIMIT, PeerPorts, member_settings};
use zkd_tests::server::free_port;
use zkd_tests::{RawConn, ServerUnderTest, Settings, poll};

const OBSERVER: usize = 3;

/// Three voters and an observer, each at a loopback address of its own, so that all can have the same port for observers.
fn start() -> EnsembleUnderTest {
    let ports: Vec<PeerPorts> = (0..4).map(|_| PeerPorts::free()).collect();
    let own = member_settings(&[]).with("observerMasterPort", free_port());
    let settings: Settings = (1..).zip(&ports).fold(own, |settings, (id, p)| {
        let role = if id == OBSERVER + 1 { ":observer" } else { "" };
        settings.with(&format!("server.{id}"), format!("127.0.0.{id}:{}:{}{role}", p.quorum, p.election))
    });
    let settings = |id: usize| match id == OBSERVER + 1 {
        true => settings.clone().with("peerType", "observer"),
        false => settings.clone(),
    };
    let members = (1..=4).map(|id| ServerUnderTest::member(settings(id), id)).collect();
    EnsembleUnderTest { members, ports }
}

/// Waits until the observer is served by a follower, and gives that one and the leader.
#[track_caller]
fn served(ensemble: &mut EnsembleUnderTest, not: Option<usize>) -> (usize, usize) {
    let leader = ensemble.wait_serving();
    let found = poll(FORM_LIMIT, || {
        let master = usize::try_from(ensemble.monitor(OBSERVER, "zk_observer_master_id")?).ok()? - 1;
        (Some(master) != not && master != leader).then_some(master)
    });
    let master = found.unwrap_or_else(|| {
        panic!("no follower serves the observer; it says:\n{}", ensemble.members[OBSERVER].log())
    });
    (master, leader)
}

#[test]
fn an_observer_is_served_by_a_follower_and_goes_to_another_one() {
    let mut ensemble = start();
    let (first, leader) = served(&mut ensemble, None);
    let synced = |ensemble: &EnsembleUnderTest, index| ensemble.monitor(index, "zk_synced_observers");
    poll(FORM_LIMIT, || (synced(&ensemble, first) == Some(1)).then_some(())).expect("the follower shows it");
    assert_eq!(synced(&ensemble, leader), Some(0));
    let mut conn = ensemble.conn(OBSERVER);
    conn.create("/a", b"1").expect("a write through the observer");
    let mut other = ensemble.conn(leader);
    other.get("/a").expect("the leader has it");
    other.create("/b", b"2").expect("a write through the leader");
    assert_eq!(conn.call(&Request::Sync { path: "/".into() }).err, 0);
    assert_eq!(conn.call(&Request::Sync { path: "/".into() }).err, 0);
    conn.get("/b").expect("the observer has heard of it");

    ensemble.members[first].kill9();
    let (second, _) = served(&mut ensemble, Some(first));
    assert!(second != leader && second != first);
    let session = conn.session().clone();
    let mut conn = poll(FORM_LIMIT, || RawConn::reattach(ensemble.members[OBSERVER].addr(), &session))
        .expect("the session goes on");
    conn.create("/c", b"3").expect("a write through the observer");
    ensemble.members[first].launch();
    ensemble.wait_serving();

    ensemble.members[leader].kill9();
    let (third, next) = served(&mut ensemble, Some(leader));
    assert!(third != next && next != leader);
    let mut conn = ensemble.conn(OBSERVER);
    for path in ["/a", "/b", "/c"] {
        conn.get(path).unwrap_or_else(|code| panic!("{path} is lost: {code}"));
    }
    conn.create("/d", b"4").expect("a write through the observer");
}

#[test]
fn without_a_follower_at_that_port_the_leader_serves_the_observer() {
    let ports: Vec<PeerPorts> = (0..2).map(|_| PeerPorts::free()).collect();
    let line = |p: PeerPorts, role: &str| format!("127.0.0.1:{}:{}{role}", p.quorum, p.election);
    let settings = member_settings(&[])
        .with("server.1", line(ports[0], ""))
        .with("server.2", line(ports[1], ":observer"))
        .with("standaloneEnabled", false)
        .with("observerMasterPort", free_port());
    let observer = settings.clone().with("peerType", "observer");
    let members = vec![ServerUnderTest::member(settings, 1), ServerUnderTest::member(observer, 2)];
    let mut ensemble = EnsembleUnderTest { members, ports };
    assert_eq!(ensemble.wait_serving(), 0);
    assert_eq!(ensemble.monitor(1, "zk_observer_master_id"), Some(1));
    ensemble.conn(1).create("/a", b"").expect("a write through the observer");
}
