//! Links against each other and against raw sockets.

mod hostile;
mod trees;

use std::io::Read;
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

use zk_proto::quorum::{PacketKind, QuorumPacket};

use super::*;

/// Longer than anything here takes.
const DEADLINE: Duration = Duration::from_secs(20);
const MAX_DATA: usize = 2 << 20;
const LEADER: ServerId = ServerId(5);

/// Links and what they have reported.
struct Side {
    links: Links,
    events: Receiver<LinkEvent>,
}

impl Side {
    fn start() -> Side {
        Side::start_with(BACKLOG_LIMIT_BYTES, DEADLINE)
    }

    fn start_with(backlog_limit: usize, write_timeout: Duration) -> Side {
        let (sender, events) = channel();
        let links = Links::start(LinksConfig {
            listen: vec![vec!["127.0.0.1:0".parse().unwrap()]],
            max_data: MAX_DATA,
            backlog_limit,
            write_timeout,
            deliver: Arc::new(move |e| drop(sender.send(e))),
            load_snapshot: Arc::new(trees::load),
            address_timeout: None,
            keep_alive: KeepAlive::On,
            security: None,
            login: None,
        });
        Side { links: links.unwrap(), events }
    }

    fn addr(&self) -> SocketAddr {
        self.links.listen_addrs()[0]
    }

    fn next(&self) -> LinkEvent {
        self.events.recv_timeout(DEADLINE).expect("an event in time")
    }

    fn opened(&self) -> LinkId {
        match self.next() {
            LinkEvent::Opened { link, .. } => link,
            other => panic!("{other:?} instead of a link"),
        }
    }

    /// So many packets, without their links.
    fn packets(&self, count: usize) -> Vec<(PacketKind, i64, usize)> {
        let mut packets = Vec::new();
        while packets.len() < count {
            match self.next() {
                LinkEvent::Packets { bytes, .. } => packets.extend(split(&bytes)),
                other => panic!("{other:?} after {} of {count} packets", packets.len()),
            }
        }
        packets
    }

    fn closed(&self) -> (LinkId, String) {
        match self.next() {
            LinkEvent::Closed { link, reason } => (link, reason),
            other => panic!("{other:?} instead of the end"),
        }
    }

    fn is_quiet(&self) -> bool {
        matches!(self.events.try_recv(), Err(std::sync::mpsc::TryRecvError::Empty))
    }

    fn dial(&self, addr: SocketAddr) {
        let host = HostPort { host: addr.ip().to_string(), port: addr.port() };
        self.links.dial(LEADER, Door::Quorum, vec![host], DEADLINE);
    }

    fn call(&self) -> TcpStream {
        let stream = TcpStream::connect(self.addr()).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream
    }
}

/// A leader's side, the learner's, and the names of the link between them on both.
fn pair() -> (Side, LinkId, Side, LinkId) {
    let (leader, learner) = (Side::start(), Side::start());
    learner.dial(leader.addr());
    let (here, there) = (leader.opened(), learner.opened());
    (leader, here, learner, there)
}

/// Kinds, zxids and data lengths of packets, which must be whole.
fn split(mut bytes: &[u8]) -> Vec<(PacketKind, i64, usize)> {
    let mut packets = Vec::new();
    while let Some((packet, used)) = QuorumPacket::split(bytes, MAX_DATA).unwrap() {
        packets.push((packet.kind, packet.zxid.0, packet.data.map_or(0, <[u8]>::len)));
        bytes = &bytes[used..];
    }
    assert!(bytes.is_empty(), "{} bytes behind the packets", bytes.len());
    packets
}

fn packet(kind: PacketKind, zxid: i64, data: &[u8]) -> Bytes {
    let mut out = Vec::new();
    QuorumPacket::new(kind, Zxid(zxid), Some(data)).encode(&mut out);
    out.into()
}

fn proposal(zxid: i64, size: usize) -> Bytes {
    packet(PacketKind::Proposal, zxid, &vec![zxid as u8; size])
}

/// Closed by the other side, with or without a reset.
fn is_closed(stream: &mut TcpStream) -> bool {
    loop {
        match stream.read(&mut [0; 65536]) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(e) => return e.kind() == io::ErrorKind::ConnectionReset,
        }
    }
}

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !done() {
        assert!(Instant::now() < deadline, "{what} did not happen in time");
        std::thread::yield_now();
    }
}

#[test]
fn both_ends_learn_of_a_link_and_who_called() {
    let (leader, learner) = (Side::start(), Side::start());
    learner.dial(leader.addr());
    match leader.next() {
        LinkEvent::Opened { dialed_to: None, peer, .. } => assert!(peer.ip().is_loopback()),
        other => panic!("{other:?}"),
    }
    match learner.next() {
        LinkEvent::Opened { dialed_to: Some(LEADER), peer, .. } => assert_eq!(peer, leader.addr()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn packets_of_all_sizes_arrive_in_order_both_ways() {
    let (leader, here, learner, there) = pair();
    let size = |zxid: i64| [0, 1, 100, 4000, 65_536, 300_000, MAX_DATA][zxid as usize % 7];
    let expected: Vec<_> = (0..70).map(|zxid| (PacketKind::Proposal, zxid, size(zxid))).collect();
    for (side, link) in [(&leader, here), (&learner, there)] {
        (0..70).for_each(|zxid| side.links.send(link, proposal(zxid, size(zxid))));
    }
    assert_eq!(learner.packets(70), expected);
    assert_eq!(leader.packets(70), expected);
    assert!(leader.links.wait_backlog_below(here, 1));
    assert_eq!((leader.links.open(), leader.links.backlog(here)), (vec![here], 0));
}

#[test]
fn a_burst_of_small_packets_comes_in_batches() {
    let (leader, here, learner, _) = pair();
    let burst: Vec<u8> = (0..1000).flat_map(|zxid| proposal(zxid, 10).to_vec()).collect();
    leader.links.send(here, burst.into());
    let mut events = 0;
    let mut count = 0;
    while count < 1000 {
        let LinkEvent::Packets { bytes, .. } = learner.next() else { panic!("no packets") };
        count += split(&bytes).len();
        events += 1;
    }
    assert!(events < 100, "{events} events");
}

#[test]
fn a_hung_up_link_is_silent_at_once_and_its_peer_sees_the_end() {
    let (leader, here, learner, there) = pair();
    leader.links.hang_up(here, "not wanted");
    leader.links.hang_up(here, "once more");
    leader.links.send(here, proposal(1, 1));
    assert_eq!((leader.links.backlog(here), leader.links.wait_backlog_below(here, 1)), (0, false));
    assert_eq!(learner.closed(), (there, "the peer closed the connection".into()));
    let Side { links, events } = leader;
    drop(links);
    assert_eq!(events.iter().count(), 0);
    drop(learner.links);
    assert_eq!(learner.events.iter().count(), 0);
}

#[test]
fn nothing_is_reported_after_the_end() {
    let (leader, _, learner, there) = pair();
    let mut raw = leader.call();
    leader.opened();
    drop(leader.links);
    assert!(is_closed(&mut raw));
    assert_eq!(leader.events.iter().count(), 0);
    assert_eq!(learner.closed().0, there);
}

#[test]
fn a_peer_that_reads_slowly_makes_a_backlog_that_goes_away() {
    let side = Side::start();
    let mut raw = side.call();
    let link = side.opened();
    let sent: Vec<u8> = (0..20).flat_map(|zxid| proposal(zxid, 1 << 20).to_vec()).collect();
    for chunk in sent.chunks(1 << 20) {
        side.links.send(link, Bytes::copy_from_slice(chunk));
    }
    assert!(side.links.backlog(link) > 1 << 20);
    assert!(side.links.wait_backlog_below(link, sent.len()), "that much never waits");
    let expected = sent.len();
    let reader = std::thread::spawn(move || {
        let mut received = vec![0; expected];
        raw.read_exact(&mut received).map(|()| (received, raw))
    });
    assert!(side.links.wait_backlog_below(link, 1));
    let (received, _raw) = reader.join().unwrap().unwrap();
    assert!(received == sent);
    assert_eq!(side.links.backlog(link), 0);
}

#[test]
fn whoever_waits_for_the_backlog_hears_of_the_end() {
    let side = Side::start();
    let _raw = side.call();
    let link = side.opened();
    side.links.send(link, vec![0; 64 << 20].into());
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| side.links.wait_backlog_below(link, 1));
        side.links.hang_up(link, "test");
        assert!(!waits.join().unwrap());
    });
    let _raw = side.call();
    let link = side.opened();
    side.links.send(link, vec![0; 64 << 20].into());
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| side.links.wait_backlog_below(link, 1));
        side.links.stop();
        assert!(!waits.join().unwrap());
    });
}

#[test]
fn a_backlog_above_the_limit_closes_the_link_once() {
    let side = Side::start_with(1 << 20, DEADLINE);
    let mut raw = side.call();
    let link = side.opened();
    for _ in 0..1000 {
        side.links.send(link, vec![0; 64 << 10].into());
    }
    let (closed, reason) = side.closed();
    assert_eq!(closed, link);
    assert!(reason.ends_with("wait to be sent, at most 1048576 may"), "{reason}");
    assert!(is_closed(&mut raw));
    assert!(side.is_quiet());
    assert!(side.links.open().is_empty());
}

#[test]
fn a_peer_that_takes_nothing_is_cut_off() {
    let side = Side::start_with(BACKLOG_LIMIT_BYTES, Duration::from_millis(300));
    let _raw = side.call();
    let link = side.opened();
    side.links.send(link, vec![0; 64 << 20].into());
    assert_eq!(side.closed().0, link);
    assert!(side.is_quiet());
}

#[test]
fn a_link_whose_packets_nobody_handles_is_not_read() {
    let (leader, here, learner, _) = pair();
    let count = (3 * MAX_UNHANDLED_BYTES) >> 20;
    (0..count).for_each(|zxid| leader.links.send(here, proposal(zxid as i64, 1 << 20)));
    let mut received = 0;
    while received < count {
        let mut held = Vec::new();
        loop {
            match learner.events.recv_timeout(Duration::from_millis(100)) {
                Ok(LinkEvent::Packets { bytes, .. }) => held.push(bytes),
                Ok(other) => panic!("{other:?}"),
                Err(RecvTimeoutError::Timeout) => break,
                Err(e) => panic!("{e}"),
            }
        }
        let bytes: usize = held.iter().map(|b| b.len()).sum();
        assert!(bytes <= MAX_UNHANDLED_BYTES, "{bytes}");
        received += held.iter().map(|b| split(b).len()).sum::<usize>();
    }
    assert_eq!(received, count);
}

#[test]
fn a_dial_that_fails_is_reported_with_its_address() {
    let side = Side::start();
    let gone = Side::start().addr();
    side.dial(gone);
    match side.next() {
        LinkEvent::DialFailed { to: LEADER, reason } => {
            assert!(reason.starts_with(&gone.to_string()), "{reason}");
        }
        other => panic!("{other:?}"),
    }
    side.links.dial(LEADER, Door::Quorum, Vec::new(), DEADLINE);
    assert!(matches!(side.next(), LinkEvent::DialFailed { .. }));
}

#[test]
fn a_newer_dial_replaces_an_older_one() {
    let (side, leader) = (Side::start(), Side::start());
    let gone = Side::start().addr();
    side.links.dial(
        ServerId(9),
        Door::Quorum,
        vec![HostPort { host: "127.0.0.1".into(), port: gone.port() }],
        DEADLINE,
    );
    side.dial(leader.addr());
    match side.next() {
        LinkEvent::Opened { dialed_to, .. } => assert_eq!(dialed_to, Some(LEADER)),
        other => panic!("{other:?}"),
    }
    drop(side.links);
    assert_eq!(side.events.iter().count(), 0);
}

#[test]
fn of_several_addresses_the_one_that_answers_is_taken() {
    let (side, leader) = (Side::start(), Side::start());
    let host = |addr: SocketAddr| HostPort { host: addr.ip().to_string(), port: addr.port() };
    let gone = Side::start().addr();
    side.links.dial(LEADER, Door::Quorum, vec![host(gone), host(leader.addr())], DEADLINE);
    side.opened();
    leader.opened();
}

#[test]
fn a_link_that_the_peer_closes_ends_once_and_after_its_packets() {
    let side = Side::start();
    for how in [Shutdown::Write, Shutdown::Both] {
        let mut raw = side.call();
        let link = side.opened();
        raw.write_all(&proposal(1, 10)).unwrap();
        raw.write_all(&proposal(2, 10)).unwrap();
        raw.shutdown(how).unwrap();
        assert_eq!(side.packets(2).len(), 2);
        assert_eq!(side.closed(), (link, "the peer closed the connection".into()));
        assert!(is_closed(&mut raw));
    }
    assert!(side.is_quiet());
}

#[test]
fn the_port_for_observers_is_there_while_it_is_wanted() {
    let side = Side::start();
    let any = [vec!["127.0.0.1:0".parse().unwrap()]];
    for _ in 0..3 {
        side.links.open_to_observers(&any).unwrap();
        let addr = side.links.observers_addr().expect("a port");
        side.links.open_to_observers(&any).unwrap();
        assert_eq!(side.links.observers_addr(), Some(addr), "once is enough");
        let observer = TcpStream::connect(addr).unwrap();
        let LinkEvent::Opened { link, dialed_to: None, door: Door::Observers, .. } = side.next() else {
            panic!("no observer");
        };
        let learner = TcpStream::connect(side.addr()).unwrap();
        assert!(matches!(side.next(), LinkEvent::Opened { door: Door::Quorum, .. }));
        side.links.close_to_observers();
        assert!(
            side.links.observers_addr().is_none() && side.links.open().contains(&link),
            "who is there stays"
        );
        let gone = poll_refused(addr);
        assert!(gone, "{addr} still takes calls");
        drop((observer, learner));
        for _ in 0..2 {
            side.closed();
        }
    }
}

/// The kernel may finish a call that came before the port was shut.
fn poll_refused(addr: SocketAddr) -> bool {
    let until = Instant::now() + DEADLINE;
    while Instant::now() < until {
        if TcpStream::connect_timeout(&addr, DEADLINE).is_err() {
            return true;
        }
        std::thread::yield_now();
    }
    false
}

#[test]
fn how_far_a_leader_has_got_is_known_when_its_packets_are_here_and_of_learners_nothing_is() {
    let (leader, here, learner, there) = pair();
    let sent = [
        proposal(7, 10),
        packet(PacketKind::Commit, 6, b""),
        packet(PacketKind::Ping, 9, b""),
        // An answer of its own, and what says that it serves: no transactions.
        packet(PacketKind::Sync, 77, b""),
        packet(PacketKind::NewLeader, 78, b""),
    ];
    for packets in sent {
        leader.links.send(here, packets);
    }
    learner.links.send(there, packet(PacketKind::Ack, 9, b""));
    let mut heard = Zxid(-1);
    let mut count = 0;
    while count < 5 {
        let LinkEvent::Packets { bytes, heard: Some(zxid), .. } = learner.next() else {
            panic!("no packets")
        };
        count += split(&bytes).len();
        heard = heard.max(zxid);
    }
    assert_eq!(heard, Zxid(9));
    let LinkEvent::Packets { heard, .. } = leader.next() else { panic!("no packets") };
    assert_eq!(heard, None);
}
