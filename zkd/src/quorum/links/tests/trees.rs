//! Trees behind a SNAP packet. The ones here are no real trees: a length and as many bytes.

use super::*;

/// Of [`load`]'s input: what makes it fail.
const BAD: u8 = 0xbd;

pub(super) fn load(source: &mut dyn Read, zxid: Zxid) -> Result<Box<DataTree>, String> {
    let mut length = [0; 4];
    source.read_exact(&mut length).map_err(|e| e.to_string())?;
    let mut bytes = vec![0; u32::from_be_bytes(length) as usize];
    // In odd pieces, as a parser reads.
    for piece in bytes.chunks_mut(9973) {
        source.read_exact(piece).map_err(|e| e.to_string())?;
    }
    if bytes.iter().any(|b| *b != zxid.0 as u8) || zxid.0 as u8 == BAD {
        return Err("bad bytes".into());
    }
    Ok(Box::new(DataTree::bare(1)))
}

fn stream(zxid: i64, size: usize) -> Vec<u8> {
    [&(size as u32).to_be_bytes()[..], &vec![zxid as u8; size]].concat()
}

fn snap(zxid: i64) -> Bytes {
    packet(PacketKind::Snap, zxid, b"")
}

fn send_tree(side: &Side, link: LinkId, zxid: i64, size: usize) {
    side.links.send(link, snap(zxid));
    let bytes = stream(zxid, size);
    let write = move |out: &mut dyn Write| bytes.chunks(7919).try_for_each(|piece| out.write_all(piece));
    side.links.send_stream(link, Box::new(write));
}

fn tree_arrives(side: &Side, expected: i64) {
    match side.next() {
        LinkEvent::Snapshot { zxid, .. } => assert_eq!(zxid, Zxid(expected)),
        other => panic!("{other:?} instead of a tree"),
    }
}

#[test]
fn a_tree_comes_between_the_packets_around_it() {
    let (leader, here, learner, _) = pair();
    for (zxid, size) in [(1, 0), (2, 100), (3, 65_536), (4, 30 << 20)] {
        leader.links.send(here, proposal(zxid * 10, 5));
        send_tree(&leader, here, zxid, size);
        for after in 1..=3 {
            leader.links.send(here, proposal(zxid * 10 + after, 5));
        }
        assert_eq!(learner.packets(1)[0].1, zxid * 10);
        tree_arrives(&learner, zxid);
        let zxids: Vec<i64> = learner.packets(3).iter().map(|p| p.1).collect();
        assert_eq!(zxids, [1, 2, 3].map(|after| zxid * 10 + after));
    }
}

#[test]
fn a_tree_may_come_byte_by_byte_or_all_at_once() {
    let learner = Side::start();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    learner.dial(listener.local_addr().unwrap());
    let (mut raw, _) = listener.accept().unwrap();
    raw.set_nodelay(true).unwrap();
    learner.opened();
    let all =
        [&proposal(1, 3)[..], &snap(7), &stream(7, 50), &proposal(2, 3), &snap(8), &stream(8, 0)].concat();
    raw.write_all(&all).unwrap();
    for _ in 0..2 {
        assert_eq!(learner.packets(1)[0].1, 1);
        tree_arrives(&learner, 7);
        assert_eq!(learner.packets(1)[0].1, 2);
        tree_arrives(&learner, 8);
        all.iter().for_each(|byte| raw.write_all(&[*byte]).unwrap());
    }
}

#[test]
fn a_tree_may_be_cut_anywhere() {
    let learner = Side::start();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let all = [&snap(7)[..], &stream(7, 20)].concat();
    for cut in 0..all.len() {
        learner.dial(listener.local_addr().unwrap());
        let (mut raw, _) = listener.accept().unwrap();
        let link = learner.opened();
        raw.write_all(&all[..cut]).unwrap();
        drop(raw);
        let (closed, reason) = learner.closed();
        assert_eq!(closed, link, "{reason}");
    }
}

#[test]
fn a_tree_that_does_not_load_ends_the_link() {
    let (leader, here, learner, there) = pair();
    send_tree(&leader, here, BAD as i64, 10);
    let (link, reason) = learner.closed();
    assert_eq!(link, there);
    assert!(reason.ends_with("cannot be loaded: bad bytes"), "{reason}");
}

#[test]
fn a_learner_must_not_send_a_tree() {
    let (leader, here, learner, there) = pair();
    send_tree(&learner, there, 1, 10);
    let (link, reason) = leader.closed();
    assert_eq!((link, reason.as_str()), (here, "a learner sent SNAP"));
}

#[test]
fn a_producer_that_fails_ends_the_link() {
    let (leader, here, learner, _) = pair();
    leader.links.send_stream(here, Box::new(|_| Err(io::Error::other("no tree"))));
    let (link, reason) = leader.closed();
    assert_eq!((link, reason.as_str()), (here, "write of a stream: no tree"));
    learner.closed();
}

#[test]
fn a_stream_to_a_peer_that_does_not_read_ends_with_the_link() {
    let side = Side::start();
    let _raw = side.call();
    let link = side.opened();
    let (sender, steps) = channel();
    let endless = move |out: &mut dyn Write| {
        let step = |what: &'static str| sender.send(what).map_err(io::Error::other);
        step("begun")?;
        loop {
            if let Err(e) = out.write_all(&[0; 4096]) {
                step("ended")?;
                return Err(e);
            }
        }
    };
    side.links.send_stream(link, Box::new(endless));
    side.links.send(link, proposal(1, 1));
    assert!(side.links.backlog(link) > 0, "behind the stream");
    assert_eq!(steps.recv_timeout(DEADLINE), Ok("begun"));
    side.links.hang_up(link, "test");
    assert_eq!(steps.recv_timeout(DEADLINE), Ok("ended"));
}
