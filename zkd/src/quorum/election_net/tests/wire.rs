//! What a member says and hears on the wire; raw sockets play its peers, 1 the smaller and 3 the larger one.

use super::*;

/// A member with the id 2, whose peers' ports the test listens on.
pub(super) struct Scene {
    pub(super) ports: [Port; 3],
    pub(super) smaller: TcpListener,
    pub(super) larger: TcpListener,
    pub(super) member: Member,
}

impl Scene {
    pub(super) fn new() -> Scene {
        Scene::with_handshake_timeout(Duration::from_secs(10))
    }

    pub(super) fn with_handshake_timeout(timeout: Duration) -> Scene {
        let ports = [Port::reserve(), Port::reserve(), Port::reserve()];
        let (smaller, larger) = (ports[0].listen(), ports[2].listen());
        let by_id = [(1, &ports[0]), (2, &ports[1]), (3, &ports[2])];
        let member = Member::start_with(2, &by_id, timeout);
        Scene { ports, smaller, larger, member }
    }

    /// A socket to the member that has sent `bytes`.
    pub(super) fn call(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.ports[1].addr).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        // The member may have closed it while this was still writing.
        let _ = stream.write_all(bytes);
        stream
    }

    /// The member's connection with peer 3, which calls.
    pub(super) fn larger_connects(&self) -> TcpStream {
        let stream = self.call(&hello_of(3, "127.0.0.1:1"));
        self.member.await_up(3);
        stream
    }

    /// The next call of the member to its peer 1, after its hello.
    pub(super) fn smaller_is_called(&self) -> TcpStream {
        let (mut stream, _) = self.smaller.accept().unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        assert_eq!(read_hello(&mut stream), self.hello());
        stream
    }

    pub(super) fn hello(&self) -> Hello {
        Hello { sid: ServerId(2), addrs: vec![self.ports[1].addr.to_string()] }
    }
}

pub(super) fn hello_of(sid: i64, addr: &str) -> Vec<u8> {
    let mut out = Vec::new();
    Hello { sid: ServerId(sid), addrs: vec![addr.into()] }.encode(&mut out);
    out
}

pub(super) fn frame(payload: &[u8]) -> Vec<u8> {
    [&(payload.len() as u32).to_be_bytes(), payload].concat()
}

pub(super) fn vote_frame(round: i64) -> Vec<u8> {
    let mut payload = Vec::new();
    vote(round).encode(&mut payload);
    frame(&payload)
}

/// As ZooKeeper reads it: what a single read does not bring is not there.
fn read_hello(stream: &mut TcpStream) -> Hello {
    let mut buffer = [0; 4096];
    let n = stream.read(&mut buffer).unwrap();
    let (hello, used) = Hello::split(&buffer[..n]).unwrap().expect("a whole hello in one segment");
    assert_eq!(used, n);
    hello
}

fn read_vote(stream: &mut TcpStream) -> i64 {
    let mut length = [0; 4];
    stream.read_exact(&mut length).unwrap();
    let mut payload = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut payload).unwrap();
    Notification::decode(&payload).unwrap().round
}

/// Closed by the other side, with or without a reset.
pub(super) fn is_closed(stream: &mut TcpStream) -> bool {
    loop {
        match stream.read(&mut [0; 1024]) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(e) => return e.kind() == io::ErrorKind::ConnectionReset,
        }
    }
}

#[test]
fn the_smaller_peer_is_called_and_the_connection_kept() {
    let scene = Scene::new();
    let mut stream = scene.smaller_is_called();
    assert_eq!(scene.member.next(), up(1));
    stream.write_all(&vote_frame(5)).unwrap();
    assert_eq!(scene.member.next(), message(1, 5));
    scene.member.send(1, 6);
    assert_eq!(read_vote(&mut stream), 6);
    drop(stream);
    assert_eq!(scene.member.next(), down(1));
}

#[test]
fn the_larger_peer_is_knocked_at_and_calls_back() {
    let scene = Scene::new();
    let (mut knock, _) = scene.larger.accept().unwrap();
    knock.set_read_timeout(Some(DEADLINE)).unwrap();
    assert_eq!(read_hello(&mut knock), scene.hello());
    assert!(is_closed(&mut knock));
    let mut stream = scene.larger_connects();
    stream.write_all(&vote_frame(5)).unwrap();
    assert_eq!(scene.member.next(), message(3, 5));
    scene.member.send(3, 6);
    assert_eq!(read_vote(&mut stream), 6);
}

#[test]
fn a_hello_and_a_vote_may_come_in_one_segment_or_byte_by_byte() {
    let scene = Scene::new();
    let bytes = [hello_of(3, "127.0.0.1:1"), vote_frame(7), vote_frame(8)].concat();
    let _whole = scene.call(&bytes);
    scene.member.await_vote(3, 8);
    let mut slow = scene.call(&[]);
    for byte in bytes {
        slow.write_all(&[byte]).unwrap();
    }
    scene.member.await_event(|e| *e == down(3));
    scene.member.await_up(3);
    scene.member.await_vote(3, 8);
}

#[test]
fn a_new_connection_of_the_larger_peer_takes_the_place_of_the_old_one() {
    let scene = Scene::new();
    let mut old = scene.larger_connects();
    let mut new = scene.call(&hello_of(3, "127.0.0.1:1"));
    new.write_all(&vote_frame(9)).unwrap();
    scene.member.await_event(|e| *e == down(3));
    scene.member.await_up(3);
    scene.member.await_vote(3, 9);
    assert!(is_closed(&mut old));
}

#[test]
fn a_knock_of_the_smaller_peer_brings_a_new_call_to_the_configured_address() {
    let scene = Scene::new();
    let mut old = scene.smaller_is_called();
    scene.member.await_up(1);
    // Knocks that cross a young connection mean nothing, so it takes some.
    let deadline = Instant::now() + DEADLINE;
    scene.smaller.set_nonblocking(true).unwrap();
    let mut new = loop {
        assert!(is_closed(&mut scene.call(&hello_of(1, "192.0.2.1:9"))));
        match scene.smaller.accept() {
            Ok((stream, _)) => break stream,
            Err(_) => assert!(Instant::now() < deadline, "no call came"),
        }
    };
    new.set_nonblocking(false).unwrap();
    assert_eq!(read_hello(&mut new), scene.hello());
    scene.member.await_event(|e| *e == down(1));
    scene.member.await_up(1);
    assert!(is_closed(&mut old));
    scene.member.send(1, 4);
    assert_eq!(read_vote(&mut new), 4);
}

#[test]
fn only_the_newest_vote_is_sent_and_again_after_a_reconnect() {
    let scene = Scene::new();
    for round in 1..=3 {
        scene.member.send(3, round);
    }
    let mut stream = scene.larger_connects();
    assert_eq!(read_vote(&mut stream), 3);
    drop(stream);
    scene.member.await_event(|e| *e == down(3));
    let mut stream = scene.larger_connects();
    assert_eq!(read_vote(&mut stream), 3);
    scene.member.send(3, 4);
    assert_eq!(read_vote(&mut stream), 4);
    drop(stream);
    scene.member.await_event(|e| *e == down(3));
    scene.member.send(3, 5);
    let mut stream = scene.larger_connects();
    assert_eq!(read_vote(&mut stream), 5);
}

#[test]
fn a_lost_connection_is_made_again_by_its_owner() {
    let scene = Scene::new();
    for _ in 0..3 {
        let stream = scene.smaller_is_called();
        scene.member.await_up(1);
        drop(stream);
        scene.member.await_event(|e| *e == down(1));
    }
}

#[test]
fn the_end_of_the_network_closes_every_connection() {
    let Scene { member, smaller, larger, ports } = Scene::new();
    let scene = Scene { member, smaller, larger, ports };
    let (mut one, mut three) = (scene.smaller_is_called(), scene.larger_connects());
    let mut silent = scene.call(&[]);
    let (net, events) = (scene.member.net, scene.member.events);
    drop(net);
    assert!(is_closed(&mut one) && is_closed(&mut three) && is_closed(&mut silent));
    assert!(events.iter().all(|e| matches!(e, ElectionEvent::Up(_))));
}
