//! Callers that are no members, and members that talk nonsense: they are sent away and counted, and nobody else
//! notices.

use std::net::Shutdown;

use zk_proto::election::MAX_NOTIFICATION_BYTES;

use super::wire::{Scene, frame, hello_of, is_closed, vote_frame};
use super::*;

/// The connection with peer 3 still works, and nothing was reported of it meanwhile.
fn undisturbed(scene: &Scene, stream: &mut TcpStream, round: i64) {
    stream.write_all(&vote_frame(round)).unwrap();
    let event = loop {
        match scene.member.next() {
            // Peer 1 is called all the time, and nobody answers.
            ElectionEvent::Up(ServerId(1)) | ElectionEvent::Down(ServerId(1)) => {}
            event => break event,
        }
    };
    assert_eq!(event, message(3, round));
}

#[test]
fn strangers_are_sent_away() {
    let scene = Scene::new();
    let mut peer = scene.larger_connects();
    let version = |v: i64, rest: &[u8]| [&v.to_be_bytes()[..], rest].concat();
    let with_length = |n: i32| version(-65536, &[&3i64.to_be_bytes()[..], &n.to_be_bytes()].concat());
    let cases = [
        (Refusal::BadHello, version(-65534, &[0; 100])),
        (Refusal::BadHello, version(i64::MIN, b"")),
        (Refusal::BadHello, vec![0x80; 10_000]),
        (Refusal::BadHello, with_length(0)),
        (Refusal::BadHello, with_length(-1)),
        (Refusal::BadHello, with_length(2049)),
        (Refusal::BadHello, with_length(i32::MAX)),
        (Refusal::BadHello, [with_length(3), b"|||".to_vec()].concat()),
        (Refusal::BadHello, [with_length(2), vec![0xff, 0xfe]].concat()),
        (Refusal::UnknownId, hello_of(4, "127.0.0.1:1")),
        (Refusal::UnknownId, hello_of(-1, "127.0.0.1:1")),
        (Refusal::UnknownId, hello_of(i64::MAX, "127.0.0.1:1")),
        (Refusal::UnknownId, version(77, b"")),
        (Refusal::UnknownId, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()),
        (Refusal::OwnId, hello_of(2, "127.0.0.1:1")),
        (Refusal::OwnId, version(2, b"")),
    ];
    let mut counts = [0; Refusal::ALL.len()];
    for (round, (why, bytes)) in (1..).zip(cases) {
        assert!(is_closed(&mut scene.call(&bytes)), "{why:?} {}", bytes.escape_ascii());
        counts[why as usize] += 1;
        scene.member.await_refusals(why, counts[why as usize]);
        undisturbed(&scene, &mut peer, round);
    }
    for why in Refusal::ALL {
        assert_eq!(scene.member.net.refused(*why), counts[*why as usize], "{}", why.name());
    }
}

#[test]
fn a_hello_may_be_cut_anywhere() {
    let scene = Scene::new();
    let mut peer = scene.larger_connects();
    let hello = hello_of(3, "127.0.0.1:1");
    for cut in 0..hello.len() {
        let mut stream = scene.call(&hello[..cut]);
        stream.shutdown(Shutdown::Write).unwrap();
        assert!(is_closed(&mut stream));
        scene.member.await_refusals(Refusal::HelloCut, cut as u64 + 1);
    }
    undisturbed(&scene, &mut peer, 1);
}

#[test]
fn an_ancient_hello_is_just_an_id() {
    let scene = Scene::new();
    let mut stream = scene.call(&3i64.to_be_bytes());
    scene.member.await_up(3);
    undisturbed(&scene, &mut stream, 1);
}

#[test]
fn a_caller_that_says_nothing_is_sent_away_in_time() {
    let scene = Scene::with_handshake_timeout(Duration::from_millis(100));
    let mut peer = scene.larger_connects();
    let hello = hello_of(3, "127.0.0.1:1");
    for cut in [0, 7, 20] {
        assert!(is_closed(&mut scene.call(&hello[..cut])));
    }
    scene.member.await_refusals(Refusal::HelloLate, 3);
    undisturbed(&scene, &mut peer, 1);
}

#[test]
fn of_too_many_silent_callers_the_oldest_goes() {
    let scene = Scene::new();
    let mut silent: Vec<TcpStream> = (0..MAX_HANDSHAKES).map(|_| scene.call(&[])).collect();
    // The members come through: the slowest strangers make room.
    let mut peer = scene.larger_connects();
    scene.member.await_refusals(Refusal::Crowded, 1);
    assert!(is_closed(&mut silent[0]));
    undisturbed(&scene, &mut peer, 1);
    assert_eq!(scene.member.net.refused(Refusal::Crowded), 1);
}

#[test]
fn a_length_outside_the_limits_ends_the_connection() {
    let scene = Scene::new();
    let bad = [0, -1, i32::MIN, i32::MAX, MAX_NOTIFICATION_BYTES as i32 + 1];
    for (count, length) in (1..).zip(bad) {
        let mut stream = scene.larger_connects();
        stream.write_all(&length.to_be_bytes()).unwrap();
        assert!(is_closed(&mut stream));
        scene.member.await_event(|e| *e == down(3));
        assert_eq!(scene.member.net.refused(Refusal::BadLength), count);
    }
}

#[test]
fn a_message_that_is_no_vote_is_skipped() {
    let scene = Scene::new();
    let mut stream = scene.larger_connects();
    let vote = vote_frame(1)[4..].to_vec();
    let unknown_state = [&[0, 0, 0, 9], &vote[4..]].concat();
    let config_beyond = [&vote[..40], &[0x7f; 4]].concat();
    let largest = vec![0xff; MAX_NOTIFICATION_BYTES];
    for bad in [&[0][..], &vote[..27], &vote[..41], &unknown_state, &config_beyond, &largest] {
        stream.write_all(&frame(bad)).unwrap();
    }
    undisturbed(&scene, &mut stream, 2);
    assert_eq!(scene.member.net.refused(Refusal::BadMessage), 6);
}

#[test]
fn a_vote_may_be_cut_anywhere() {
    let scene = Scene::new();
    let frame = vote_frame(1);
    for cut in 0..frame.len() {
        let mut stream = scene.larger_connects();
        stream.write_all(&frame[..cut]).unwrap();
        drop(stream);
        let deadline = Instant::now() + DEADLINE;
        loop {
            assert!(Instant::now() < deadline);
            match scene.member.next() {
                ElectionEvent::Down(ServerId(3)) => break,
                ElectionEvent::Message { .. } => panic!("a vote came out of {cut} bytes"),
                _ => {}
            }
        }
    }
}
