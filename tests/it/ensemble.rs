//! Three zkd processes: what must go on when one of them dies, what must not go on when two do, and callers between
//! the members who do not belong there. Long and random faults are `cargo xtask chaos`'s.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use zk_proto::quorum::{LearnerInfo, PROTOCOL_VERSION, PacketKind, QuorumPacket};
use zk_proto::{Zxid, election::Hello};
use zkd_tests::conn::new_session;
use zkd_tests::ensemble::{EnsembleUnderTest, FORM_LIMIT, PeerPorts, member_settings};
use zkd_tests::server::run_to_end;
use zkd_tests::{PATIENCE, Program, RawConn, ServerUnderTest, poll};

/// A session on some member that serves.
fn anywhere(ensemble: &mut EnsembleUnderTest) -> RawConn {
    let found = poll(FORM_LIMIT, || {
        let member = ensemble.members.iter_mut().find_map(|m| {
            let serves = m.is_running() && m.word("srvr").contains("Mode: ");
            serves.then(|| m.addr())
        })?;
        let mut conn = RawConn::try_open(member, PATIENCE).ok()?;
        let granted = match conn.handshake(&new_session(30_000)) {
            zkd_tests::Incoming::Got(response) => response.timeout_ms > 0,
            _ => false,
        };
        granted.then_some(conn)
    });
    found.expect("a member that serves")
}

#[test]
fn members_change_roles_and_nothing_acknowledged_is_lost() {
    let mut ensemble = EnsembleUnderTest::start(3);
    let mut written = Vec::new();
    for round in 0..3 {
        let leader = ensemble.wait_serving();
        let pids: Vec<u32> = ensemble.members.iter().map(ServerUnderTest::pid).collect();
        let mut conn = ensemble.conn((leader + 1) % 3);
        for n in 0..20 {
            let path = format!("/round-{round}-{n}");
            conn.create(&path, b"data").expect("create");
            written.push(path);
        }
        ensemble.members[leader].kill9();
        let mut conn = anywhere(&mut ensemble);
        for path in &written {
            conn.get(path).unwrap_or_else(|code| panic!("{path} is lost: {code}"));
        }
        let path = format!("/round-{round}-without");
        conn.create(&path, b"").expect("create");
        written.push(path);
        ensemble.members[leader].launch();
        let next = ensemble.wait_serving();
        assert_ne!(next, leader, "who comes back follows");
        for (index, pid) in pids.iter().enumerate().filter(|(index, _)| *index != leader) {
            assert_eq!(ensemble.members[index].pid(), *pid);
        }
    }
    for index in 0..3 {
        let mut conn = ensemble.conn(index);
        conn.get(written.last().expect("a path")).expect("the last one, on each member");
        let names = conn.children("/", false).expect("children");
        assert_eq!(names.iter().filter(|n| n.starts_with("round-")).count(), written.len());
    }
}

#[test]
fn without_a_quorum_nothing_is_acknowledged() {
    let mut ensemble = EnsembleUnderTest::start(3);
    let leader = ensemble.wait_serving();
    let mut conn = ensemble.conn(leader);
    conn.create("/before", b"").expect("create");
    for index in (0..3).filter(|index| *index != leader) {
        ensemble.members[index].kill9();
    }
    conn.send(&zkd_tests::ops::create_request("/alone", b"", zk_proto::request::CreateMode::Persistent));
    assert!(conn.closes(), "the connection ends and no reply comes before");
    let said = poll(FORM_LIMIT, || {
        let answer = ensemble.members[leader].word("srvr");
        answer.contains("not currently serving requests").then_some(())
    });
    said.expect("the member says that it does not serve");
    for index in (0..3).filter(|index| *index != leader) {
        ensemble.members[index].launch();
    }
    ensemble.wait_serving();
    let mut conn = ensemble.conn(leader);
    conn.get("/before").expect("what was acknowledged is there");
}

/// Sends bytes to a port and waits until the other side has closed it. Tells from where.
fn knock(addr: SocketAddr, bytes: &[u8]) -> SocketAddr {
    let mut stream = TcpStream::connect(addr).expect("connect");
    let own = stream.local_addr().expect("an address");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let _ = stream.write_all(bytes);
    if bytes.is_empty() {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut rest = Vec::new();
    // Reset or orderly, it must end.
    match stream.read_to_end(&mut rest) {
        Err(e) if e.kind() == std::io::ErrorKind::WouldBlock => panic!("{addr} keeps a stranger"),
        _ => own,
    }
}

fn connect_from(host: Ipv4Addr, addr: SocketAddr) -> TcpStream {
    use rustix::net::{AddressFamily, SocketType, bind, connect, socket};
    let fd = socket(AddressFamily::INET, SocketType::STREAM, None).expect("a socket");
    bind(&fd, &SocketAddr::from((host, 0))).expect("a loopback address");
    connect(&fd, &addr).expect("connect");
    TcpStream::from(fd)
}

fn greeting(kind: PacketKind, sid: i64, protocol: i32) -> Vec<u8> {
    let info = LearnerInfo { sid: Some(zk_proto::ServerId(sid)), protocol, config_version: 0 };
    let mut data = Vec::new();
    info.encode(&mut data);
    let mut out = Vec::new();
    QuorumPacket::new(kind, Zxid::ZERO, Some(&data)).encode(&mut out);
    out
}

#[test]
fn strangers_between_members_are_refused_counted_and_disturb_nobody() {
    let mut ensemble = EnsembleUnderTest::start(3);
    let leader = ensemble.wait_serving();
    let mut conn = ensemble.conn((leader + 1) % 3);
    let (quorum, election) = (ensemble.ports[leader].quorum_addr(), ensemble.ports[leader].election_addr());
    let oversize = [&11i32.to_be_bytes()[..], &0i64.to_be_bytes(), &i32::MAX.to_be_bytes()].concat();
    let follower = PacketKind::FollowerInfo;
    let own = leader as i64 + 1;
    let cases: [(SocketAddr, Vec<u8>, &str); 10] = [
        (quorum, b"GET / HTTP/1.1\r\n\r\n".to_vec(), "zk_quorum_port_bad_packet"),
        (quorum, oversize, "zk_quorum_port_bad_packet"),
        (quorum, Vec::new(), "zk_quorum_port_silent"),
        (quorum, greeting(follower, 9, PROTOCOL_VERSION), "zk_quorum_port_hung_up"),
        (quorum, greeting(follower, own, PROTOCOL_VERSION), "zk_quorum_port_hung_up"),
        (quorum, greeting(PacketKind::ObserverInfo, -7, PROTOCOL_VERSION), "zk_quorum_port_hung_up"),
        (quorum, greeting(follower, 1, 7), "zk_quorum_port_hung_up"),
        (election, vec![0x80; 100], "zk_election_port_bad_hello"),
        (election, hello(9), "zk_election_port_unknown_id"),
        (election, hello(own), "zk_election_port_own_id"),
    ];
    for (n, (addr, bytes, counter)) in cases.iter().enumerate() {
        let before = ensemble.monitor(leader, counter).expect("a counter");
        let peer = knock(*addr, bytes);
        let counted = poll(PATIENCE, || (ensemble.monitor(leader, counter)? > before).then_some(()));
        counted.unwrap_or_else(|| panic!("{counter} does not count case {n}"));
        // Each reason is logged at least for the first one who gives it, with the address.
        let log = ensemble.members[leader].log();
        let told =
            log.lines().any(|l| l.contains(&peer.to_string())) || counter.ends_with("bad_packet") && n == 1;
        assert!(told, "case {n} ({counter}): {peer} is not in the log");
        conn.create(&format!("/case-{n}"), b"").expect("writes go on");
    }
    assert_eq!(ensemble.monitor(leader, "zk_synced_followers"), Some(2));
    assert_eq!(ensemble.wait_serving(), leader);
}

fn hello(sid: i64) -> Vec<u8> {
    let mut out = Vec::new();
    Hello { sid: zk_proto::ServerId(sid), addrs: vec!["127.0.0.1:1".to_owned()] }.encode(&mut out);
    out
}

#[test]
fn a_number_that_is_there_twice_is_told() {
    let mut ensemble = EnsembleUnderTest::start(3);
    ensemble.wait_serving();
    let connected = poll(PATIENCE, || (ensemble.monitor(0, "zk_election_port_members")? == 2).then_some(()));
    connected.expect("member 1 is connected with the others");
    // Somebody on another host who calls itself 3.
    let addr = ensemble.ports[0].election_addr();
    let mut other = connect_from(Ipv4Addr::new(127, 0, 0, 2), addr);
    other.write_all(&hello(3)).expect("write");
    let told = poll(PATIENCE, || {
        let log = ensemble.members[0].log();
        log.contains("server 3 calls from 127.0.0.2 while its connection from 127.0.0.1 stands").then_some(())
    });
    told.unwrap_or_else(|| {
        panic!("nothing of two servers with one number in:\n{}", ensemble.members[0].log())
    });
    let mut conn = ensemble.conn(1);
    conn.create("/still", b"").expect("the ensemble goes on");
}

#[test]
fn server_lists_that_differ_are_told() {
    let ports: Vec<PeerPorts> = (0..3).map(|_| PeerPorts::free()).collect();
    let settings = |id: usize| match id {
        3 => member_settings(&ports).with("server.4", "127.0.0.1:1:2:observer"),
        _ => member_settings(&ports),
    };
    let members = (1..=3).map(|id| ServerUnderTest::member(settings(id), id)).collect();
    let mut ensemble = EnsembleUnderTest { members, ports: ports.clone() };
    ensemble.wait_serving();
    for (index, text) in [
        (0, "the server list of member 3 is not the one here: it has a server.4 more"),
        (2, "the server list of member 1 is not the one here: it has no server.4"),
    ] {
        let told = poll(PATIENCE, || ensemble.members[index].log().contains(text).then_some(()));
        told.unwrap_or_else(|| panic!("member {} does not say: {text}", index + 1));
    }
}

#[test]
fn a_member_that_nobody_calls_back_is_told_why() {
    let ports: Vec<PeerPorts> = (0..3).map(|_| PeerPorts::free()).collect();
    let settings = |id: usize| match id {
        // Nobody listens there; and it is the larger number that calls.
        3 => member_settings(&ports).with("server.1", "127.0.0.1:1:2"),
        _ => member_settings(&ports),
    };
    let members = (1..=3).map(|id| ServerUnderTest::member(settings(id), id)).collect();
    let ensemble = EnsembleUnderTest { members, ports: ports.clone() };
    let text = "server 3 takes calls on its election port and does not call back";
    let told = poll(FORM_LIMIT, || ensemble.members[0].log().contains(text).then_some(()));
    told.unwrap_or_else(|| panic!("member 1 does not say why:\n{}", ensemble.members[0].log()));
}

#[test]
fn the_address_of_another_machine_points_to_myid() {
    let dir = tempfile::tempdir().expect("temporary directory");
    std::fs::write(dir.path().join("myid"), "1").expect("myid");
    let ports = PeerPorts::free();
    // 192.0.2.1 is nobody's address: it is for documents.
    let config = format!(
        "dataDir={}\nclientPort={}\ntickTime=500\ninitLimit=5\nsyncLimit=5\nserver.1=192.0.2.1:{}:{}\n\
         server.2=127.0.0.1:1:2\nserver.3=127.0.0.1:3:4\n",
        dir.path().display(),
        zkd_tests::server::free_port(),
        ports.quorum,
        ports.election
    );
    let (status, output) = run_to_end(&Program::zkd(), &config);
    assert!(!status.success(), "{output}");
    assert!(output.contains("if it is another server's address, this server's myid is wrong"), "{output}");
}

#[test]
fn a_member_without_its_history_gets_it_from_the_others() {
    let mut ensemble = EnsembleUnderTest::start(3);
    let leader = ensemble.wait_serving();
    let lost = (leader + 1) % 3;
    let mut conn = ensemble.conn(leader);
    conn.create("/kept", b"data").expect("create");
    ensemble.members[lost].kill9();
    // The epoch files are left: they vouch for a history that is gone.
    let dir = ensemble.members[lost].data_dir().join("version-2");
    for entry in std::fs::read_dir(&dir).expect("version-2").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("log.") || name.starts_with("snapshot.") {
            std::fs::remove_file(entry.path()).expect("removed");
        }
    }
    ensemble.members[lost].launch();
    ensemble.wait_serving();
    let log = ensemble.members[lost].log();
    assert!(log.contains("there is neither a snapshot nor a log: they are gone"), "{log}");
    assert!(log.contains("synchronising with the leader by SNAP"), "{log}");
    let kept = poll(Duration::from_secs(20), || ensemble.conn(lost).get("/kept").ok());
    assert_eq!(kept.expect("the node").0, b"data");
}
