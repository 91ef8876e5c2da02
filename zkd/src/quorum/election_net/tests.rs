//! Election networks against each other and against raw sockets that play a member or a stranger.

mod strangers;
mod wire;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};
use zk_proto::Zxid;
use zk_proto::election::PeerState;

use super::*;

/// Longer than anything here takes.
const DEADLINE: Duration = Duration::from_secs(20);

/// A port that nobody else gets while this lives, and on which somebody may listen.
struct Port {
    _reserved: Socket,
    addr: SocketAddr,
}

impl Port {
    fn reserve() -> Port {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.set_reuse_address(true).unwrap();
        socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
        let addr = socket.local_addr().unwrap().as_socket().unwrap();
        Port { _reserved: socket, addr }
    }

    fn listen(&self) -> TcpListener {
        let listener = listen::bind(&[self.addr], 0).unwrap();
        listener.set_nonblocking(false).unwrap();
        listener
    }

    fn host(&self) -> HostPort {
        HostPort { host: "127.0.0.1".into(), port: self.addr.port() }
    }
}

/// A network and what it has reported.
struct Member {
    net: ElectionNet,
    events: Receiver<ElectionEvent>,
}

impl Member {
    fn start(my_id: i64, ports: &[(i64, &Port)]) -> Member {
        Member::start_with(my_id, ports, Duration::from_secs(10))
    }

    fn start_with(my_id: i64, ports: &[(i64, &Port)], handshake_timeout: Duration) -> Member {
        let me = ports.iter().find(|(id, _)| *id == my_id).unwrap().1;
        let config = ElectionNetConfig {
            my_id: ServerId(my_id),
            my_addrs: vec![me.host()],
            listen: vec![vec![me.addr]],
            bind_attempts: 1,
            peers: ports.iter().map(|(id, port)| (ServerId(*id), vec![port.host()])).collect(),
            takes_strangers: false,
            connect_timeout: Duration::from_secs(5),
            handshake_timeout,
            silence_timeout: Duration::from_secs(10),
            keep_alive: KeepAlive::On,
            security: None,
            login: None,
        };
        let (sender, events) = channel();
        let net = ElectionNet::start(config, Arc::new(move |e| drop(sender.send(e)))).unwrap();
        Member { net, events }
    }

    fn next(&self) -> ElectionEvent {
        self.events.recv_timeout(DEADLINE).expect("an event in time")
    }

    /// Skips events up to one that `is_it`.
    fn await_event(&self, is_it: impl Fn(&ElectionEvent) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        let mut skipped = Vec::new();
        loop {
            match self.events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(event) if is_it(&event) => return,
                Ok(event) => skipped.push(event),
                Err(_) => panic!("the awaited event did not come, only {skipped:?}"),
            }
        }
    }

    fn await_vote(&self, from: i64, round: i64) {
        self.await_votes([(from, round)]);
    }

    /// In whichever order they come.
    fn await_votes(&self, votes: impl IntoIterator<Item = (i64, i64)>) {
        let missing: RefCell<BTreeSet<(i64, i64)>> = RefCell::new(votes.into_iter().collect());
        self.await_event(|e| {
            let mut missing = missing.borrow_mut();
            if let ElectionEvent::Message { from, notification } = e {
                missing.remove(&(from.0, notification.round));
            }
            missing.is_empty()
        });
    }

    fn await_up(&self, sid: i64) {
        self.await_event(|e| *e == ElectionEvent::Up(ServerId(sid)));
    }

    fn await_refusals(&self, why: Refusal, count: u64) {
        let deadline = Instant::now() + DEADLINE;
        while self.net.refused(why) < count {
            assert!(Instant::now() < deadline, "{} refused as {why:?}, not {count}", self.net.refused(why));
            std::thread::yield_now();
        }
    }

    fn send(&self, to: i64, round: i64) {
        self.net.send(ServerId(to), &vote(round));
    }
}

fn vote(round: i64) -> Notification {
    Notification {
        state: PeerState::Looking,
        leader: ServerId(1),
        zxid: Zxid::new(1, 1),
        round,
        peer_epoch: 1,
        version: Notification::VERSION,
        config: None,
    }
}

fn up(sid: i64) -> ElectionEvent {
    ElectionEvent::Up(ServerId(sid))
}

fn down(sid: i64) -> ElectionEvent {
    ElectionEvent::Down(ServerId(sid))
}

fn message(from: i64, round: i64) -> ElectionEvent {
    ElectionEvent::Message { from: ServerId(from), notification: vote(round) }
}

#[test]
fn three_members_exchange_votes_in_every_start_order() {
    for order in [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]] {
        let ports: Vec<(i64, Port)> = (1..=3).map(|id| (id, Port::reserve())).collect();
        let ports: Vec<(i64, &Port)> = ports.iter().map(|(id, port)| (*id, port)).collect();
        let mut members: BTreeMap<i64, Member> = BTreeMap::new();
        let others = |id: i64| (1..=3).filter(move |other| *other != id);
        for id in order {
            members.insert(id, Member::start(id, &ports));
            others(id).for_each(|other| members[&id].send(other, id * 10));
        }
        for id in order {
            members[&id].await_votes(others(id).map(|other| (other, other * 10)));
            assert!(members[&id].net.peers().all(|(_, is_up)| is_up), "{order:?}");
        }

        let [_, gone, _] = order;
        members.remove(&gone);
        for id in others(gone) {
            members[&id].await_event(|e| *e == down(gone));
            members[&id].send(gone, 1);
            members[&id].send(gone, id * 10 + 1);
        }
        members.insert(gone, Member::start(gone, &ports));
        for id in others(gone) {
            members[&gone].send(id, gone * 10 + 2);
        }
        members[&gone].await_votes(others(gone).map(|id| (id, id * 10 + 1)));
        for id in others(gone) {
            members[&id].await_up(gone);
            members[&id].await_vote(gone, gone * 10 + 2);
        }
    }
}

#[test]
fn ups_and_downs_of_a_peer_alternate_and_votes_come_in_between() {
    let ports: Vec<(i64, Port)> = (1..=2).map(|id| (id, Port::reserve())).collect();
    let ports: Vec<(i64, &Port)> = ports.iter().map(|(id, port)| (*id, port)).collect();
    for (stays, flaps) in [(1, 2), (2, 1)] {
        let member = Member::start(stays, &ports);
        for round in 1..=3 {
            let other = Member::start(flaps, &ports);
            other.send(stays, round);
            member.await_vote(flaps, round);
        }
        let Member { net, events } = member;
        drop(net);
        let mut is_up = true;
        for event in events {
            match event {
                ElectionEvent::Up(_) => assert!(!std::mem::replace(&mut is_up, true)),
                ElectionEvent::Down(_) => assert!(std::mem::replace(&mut is_up, false)),
                ElectionEvent::Message { .. } => assert!(is_up),
            }
        }
    }
}

#[test]
fn a_name_that_does_not_resolve_holds_nobody_up() {
    let (one, two) = (Port::reserve(), Port::reserve());
    let (sender, events) = channel();
    let nowhere = HostPort { host: "no-such-host.invalid".into(), port: 1 };
    let config = ElectionNetConfig {
        my_id: ServerId(2),
        my_addrs: vec![two.host()],
        listen: vec![vec![two.addr]],
        bind_attempts: 1,
        peers: vec![(ServerId(1), vec![one.host()]), (ServerId(3), vec![nowhere])],
        takes_strangers: false,
        connect_timeout: Duration::from_secs(5),
        handshake_timeout: Duration::from_secs(5),
        silence_timeout: Duration::from_secs(5),
        keep_alive: KeepAlive::On,
        security: None,
        login: None,
    };
    let net = ElectionNet::start(config, Arc::new(move |e| drop(sender.send(e)))).unwrap();
    let first = Member::start(1, &[(1, &one), (2, &two)]);
    first.await_up(2);
    assert_eq!(events.recv_timeout(DEADLINE), Ok(up(1)));
    assert_eq!(net.peers().collect::<Vec<_>>(), [(ServerId(1), true), (ServerId(3), false)]);
}

#[test]
fn a_port_in_use_is_an_error_after_the_attempts() {
    let port = Port::reserve();
    let _listener = port.listen();
    let config = ElectionNetConfig {
        my_id: ServerId(1),
        my_addrs: vec![port.host()],
        listen: vec![vec![port.addr]],
        bind_attempts: 1,
        peers: Vec::new(),
        takes_strangers: false,
        connect_timeout: DEADLINE,
        handshake_timeout: DEADLINE,
        silence_timeout: DEADLINE,
        keep_alive: KeepAlive::On,
        security: None,
        login: None,
    };
    let failed = ElectionNet::start(config, Arc::new(drop)).map(drop);
    assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::AddrInUse);
}
