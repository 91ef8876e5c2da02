//! `/readyz` of a leader, in moments that a follower by hand makes. Apache ZooKeeper has no such page.

use std::net::TcpListener;

use zk_proto::request::Request;
use zkd_tests::ensemble::{FORM_LIMIT, PeerPorts, member_settings};
use zkd_tests::http::get;
use zkd_tests::server::free_port;
use zkd_tests::voter::Voter;
use zkd_tests::{PATIENCE, Program, RawConn, ServerUnderTest, poll};

/// So long a leader waits for a lost quorum at most; nothing here takes that long.
const TICK_MS: u32 = 60_000;
const ROUNDS: usize = 20;

#[test]
fn a_leader_that_commits_is_ready_and_one_without_a_quorum_is_not() {
    if !Program::members_under_test(2).iter().all(Program::is_zkd) {
        return;
    }
    let election = TcpListener::bind("127.0.0.1:0").expect("a port");
    let voter =
        PeerPorts { election: election.local_addr().expect("its address").port(), ..PeerPorts::free() };
    let ports = [voter, PeerPorts::free()];
    let page = free_port();
    let settings = member_settings(&ports)
        .with("tickTime", TICK_MS)
        .with("minSessionTimeout", 1000)
        .with("admin.enableServer", true)
        .with("admin.serverPort", page);
    let leader = ServerUnderTest::member(settings, 2);
    let mut voter = Voter::vote_for_2(election, ports[1].quorum_addr());
    let mut following = poll(FORM_LIMIT, || voter.follow().ok()).expect("it leads");
    let mut conn = RawConn::connect(leader.addr(), 30_000);
    conn.create("/n", b"").expect("a write");
    for round in 0..ROUNDS {
        voter.leave(following);
        let lost = poll(PATIENCE, || Some(get(page, "/readyz")).filter(|page| page.code == 503));
        let lost = lost.expect("who has lost its quorum is not ready").body;
        assert!(lost.contains("the leader is without a quorum"), "{lost}");
        conn.send(&Request::SetData { path: "/n".into(), data: Some(b""), version: -1 });
        following = voter.follow().expect("it waits for the other voter");
        let version = conn.recv_reply().expect("the write is committed").stat().version;
        assert_eq!(version, round as i32 + 1);
        // The first one who hears that a write is committed may ask at once.
        let page = get(page, "/readyz");
        assert_eq!(page.code, 200, "in round {round}: {}", page.body);
    }
}
