//! A member that leaves its place on purpose: asked to stop it answers what it has taken, and a leader can be asked to let another
//! voter lead. Apache ZooKeeper does neither.

use zk_proto::request::Request;
use zkd_tests::ensemble::EnsembleUnderTest;
use zkd_tests::http::{ask, get};
use zkd_tests::server::free_port;
use zkd_tests::{PATIENCE, Program, ServerUnderTest, poll};

/// super:admin
const SUPER_DIGEST: &str = "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=";
const AS_SUPER: &str = "Authorization: digest super:admin";

const WRITES: usize = 50;

fn all_are_zkd() -> bool {
    Program::members_under_test(3).iter().all(Program::is_zkd)
}

#[test]
fn a_member_that_is_to_stop_answers_what_it_has_taken() {
    if !all_are_zkd() {
        return;
    }
    let ports: Vec<u16> = (0..3).map(|_| free_port()).collect();
    let mut ensemble = EnsembleUnderTest::start_with(3, |index, settings| {
        settings.with("admin.enableServer", true).with("admin.serverPort", ports[index])
    });
    let leader = ensemble.wait_serving();
    let mut conn = ensemble.conn(leader);
    conn.create("/n", b"").expect("create");
    let followers = [(leader + 1) % 3, (leader + 2) % 3];
    // Nothing is committed while they stand still.
    followers.iter().for_each(|f| ensemble.members[*f].freeze());
    for n in 0..WRITES {
        let data = n.to_string();
        conn.send(&Request::SetData { path: "/n".into(), data: Some(data.as_bytes()), version: -1 });
    }
    let taken = poll(PATIENCE, || {
        (ensemble.monitor(leader, "zk_outstanding_requests")? >= WRITES as i64).then_some(())
    });
    taken.expect("the leader has taken all of them");
    ensemble.members[leader].ask_to_stop();
    let addr = ensemble.members[leader].addr();
    let closed = poll(PATIENCE, || std::net::TcpStream::connect(addr).is_err().then_some(()));
    closed.expect("nobody new is let in");
    assert!(ensemble.members[leader].is_running(), "it waits for the others");
    let not_ready = poll(PATIENCE, || Some(get(ports[leader], "/readyz")).filter(|page| page.code == 503));
    let not_ready = not_ready.expect("who takes no requests is not ready");
    assert!(not_ready.body.contains("no requests are taken"), "{}", not_ready.body);
    followers.iter().for_each(|f| ensemble.members[*f].thaw());
    for n in 0..WRITES {
        let reply = conn.recv_reply().expect("an answer");
        assert_eq!(reply.stat().version, n as i32 + 1);
    }
    assert!(conn.closes());
    poll(PATIENCE, || (!ensemble.members[leader].is_running()).then_some(())).expect("it ends");
    ensemble.wait_serving();
    let mut other = ensemble.conn(followers[0]);
    assert_eq!(other.get("/n").expect("the node").0, (WRITES - 1).to_string().into_bytes());
}

#[test]
fn a_leader_lets_another_lead() {
    if !all_are_zkd() {
        return;
    }
    let ports: Vec<u16> = (0..3).map(|_| free_port()).collect();
    let mut ensemble = EnsembleUnderTest::start_with(3, |index, settings| {
        settings
            .with("admin.enableServer", true)
            .with("admin.serverPort", ports[index])
            .with("DigestAuthenticationProvider.superDigest", SUPER_DIGEST)
    });
    let leader = ensemble.wait_serving();
    let pids: Vec<u32> = ensemble.members.iter().map(ServerUnderTest::pid).collect();
    let transfer = |to: &str, of: usize| {
        let path = format!("/commands/transfer_leadership{to}");
        ask(ports[of], "POST", &path, &[AS_SUPER], b"").expect("an answer")
    };
    ensemble.conn(leader).create("/before", b"").expect("create");
    let others: Vec<usize> = (0..3).filter(|index| *index != leader).collect();
    let best = others[1];
    for (to, of, code, why) in [
        ("?to=x", leader, 400, "it takes the id of a server"),
        ("?to=77", leader, 409, "the others would elect server"),
        ("", others[0], 409, "this server does not lead"),
    ] {
        let page = transfer(to, of);
        assert_eq!(page.code, code, "{}", page.body);
        assert!(page.body.contains(why), "{}", page.body);
    }
    assert_eq!(ensemble.wait_serving(), leader, "nothing has happened");
    // What is refused is refused before anybody has to wait: the answers to what is on its way are not waited for.
    let mut busy = ensemble.conn(leader);
    others.iter().for_each(|f| ensemble.members[*f].freeze());
    busy.send(&Request::SetData { path: "/before".into(), data: None, version: -1 });
    let taken = poll(PATIENCE, || (ensemble.monitor(leader, "zk_outstanding_requests")? > 0).then_some(()));
    taken.expect("the leader has taken it");
    let page = transfer("?to=77", leader);
    assert_eq!(page.code, 409, "{}", page.body);
    assert!(page.body.contains("the others would elect server"), "{}", page.body);
    assert!(ensemble.monitor(leader, "zk_outstanding_requests") > Some(0), "it still waits");
    others.iter().for_each(|f| ensemble.members[*f].thaw());
    assert_eq!(busy.recv_reply().expect("an answer").err, 0);
    // Of voters with the same history the highest id is elected. One may lag for a moment.
    let page =
        poll(PATIENCE, || Some(transfer(&format!("?to={}", best + 1), leader)).filter(|p| p.code == 200));
    assert_eq!(page.expect("a successor").field("successor"), (best + 1).to_string());
    let next = poll(PATIENCE, || {
        let led = ensemble.members[best].word("srvr").contains("Mode: leader");
        let follows = ensemble.members[leader].word("srvr").contains("Mode: follower");
        let leads = format!("\"leader_id\" : {}", best + 1);
        let knows = |port: &u16| {
            ask(*port, "GET", "/commands/leader", &[], b"").is_ok_and(|page| page.body.contains(&leads))
        };
        (led && follows && ports.iter().all(knows)).then_some(())
    });
    next.expect("the one that was named leads, and the others follow");
    ensemble.wait_serving();
    for (index, pid) in pids.iter().enumerate() {
        assert_eq!(ensemble.members[index].pid(), *pid);
        let mut conn = ensemble.conn(index);
        conn.create(&format!("/after-{index}"), b"").expect("create");
        conn.get("/before").expect("what was there");
    }
    // It is a candidate again: with the new leader it makes the quorum that is left.
    ensemble.members[others[0]].kill9();
    ensemble.conn(leader).create("/two", b"").expect("create");
    let page = transfer("", best);
    assert_eq!(page.code, 409, "{}", page.body);
    assert!(page.body.contains("are no quorum"), "{}", page.body);
}
