//! Callers that are no learners: their link ends with a reason, no other notices.

use super::*;

/// Sends `bytes` over a link of its own; tells why it ended, and how many packets came before.
fn fate(side: &Side, bytes: &[u8]) -> (usize, String) {
    let mut raw = side.call();
    let link = side.opened();
    let _ = raw.write_all(bytes);
    let _ = raw.shutdown(Shutdown::Write);
    let mut packets = 0;
    loop {
        match side.next() {
            LinkEvent::Packets { bytes, .. } => packets += split(&bytes).len(),
            LinkEvent::Closed { link: closed, reason } => {
                assert_eq!(closed, link);
                assert!(is_closed(&mut raw));
                return (packets, reason);
            }
            other => panic!("{other:?}"),
        }
    }
}

fn head(kind: i32, length: i32) -> Vec<u8> {
    [&kind.to_be_bytes()[..], &7i64.to_be_bytes(), &length.to_be_bytes()].concat()
}

#[test]
fn bytes_that_are_no_packets_end_the_link() {
    let side = Side::start();
    let mut good = side.call();
    let good_link = side.opened();
    let first = packet(PacketKind::FollowerInfo, 0, &[0; 20]);
    let cases: [(&[u8], usize, &str); 9] = [
        (b"GET / HTTP/1.1\r\n", 0, "quorum packet of unknown type 1195725856: GET / HTTP/1.1\\r\\n"),
        (&head(0, 0), 0, "quorum packet of unknown type 0"),
        (&head(11, -2), 0, "FOLLOWERINFO packet with -2 bytes of data, at most 65536 are accepted"),
        (&head(11, 65_537), 0, "FOLLOWERINFO packet with 65537 bytes of data, at most 65536 are accepted"),
        (&head(11, i32::MAX), 0, "FOLLOWERINFO packet with 2147483647 bytes of data"),
        (
            &[&first[..], &head(1, MAX_DATA as i32 + 1)].concat(),
            1,
            "REQUEST packet with 2097153 bytes of data",
        ),
        (&[&first[..], &first, &head(20, 0)].concat(), 2, "quorum packet of unknown type 20"),
        (&[&head(5, -1)[..], &[0x7f; 4]].concat(), 0, "quorum packet with 2139062143 identities"),
        (b"", 0, "the peer closed the connection"),
    ];
    for (bytes, packets, expected) in cases {
        let (count, reason) = fate(&side, bytes);
        assert_eq!(count, packets, "{reason}");
        assert!(reason.starts_with(expected), "{reason}");
        good.write_all(&first).unwrap();
        let LinkEvent::Packets { link, .. } = side.next() else { panic!("the good link is disturbed") };
        assert_eq!(link, good_link);
    }
    // The last one said nothing, which is another reason.
    assert_eq!(side.links.refused(Refusal::BadPacket), 8);
    assert_eq!(side.links.refused(Refusal::Silent), 1);
}

#[test]
fn a_packet_may_be_cut_anywhere() {
    let side = Side::start();
    let bytes = [proposal(1, 3), proposal(2, 9)].concat();
    let whole = proposal(1, 3).len();
    for cut in 1..bytes.len() {
        let (packets, reason) = fate(&side, &bytes[..cut]);
        assert_eq!(packets, usize::from(cut >= whole));
        let expected = match if cut < whole { cut } else { cut - whole } {
            0 => "the peer closed the connection".to_owned(),
            n => format!("the peer closed the connection within a packet, behind {n} bytes of it"),
        };
        assert_eq!(reason, expected);
    }
}

#[test]
fn packets_may_come_byte_by_byte() {
    let side = Side::start();
    let mut raw = side.call();
    side.opened();
    for zxid in 1..=3 {
        proposal(zxid, 20).iter().for_each(|byte| raw.write_all(&[*byte]).unwrap());
    }
    let zxids: Vec<i64> = side.packets(3).iter().map(|p| p.1).collect();
    assert_eq!(zxids, [1, 2, 3]);
}

#[test]
fn of_too_many_silent_callers_the_oldest_goes() {
    let side = Side::start();
    let mut speaking = side.call();
    let speaking_link = side.opened();
    speaking.write_all(&proposal(1, 1)).unwrap();
    side.packets(1);
    let mut silent = Vec::new();
    for _ in 0..MAX_SILENT {
        let raw = side.call();
        silent.push((raw, side.opened()));
    }
    assert!(side.is_quiet());
    let _one_more = side.call();
    let mut closed = None;
    for _ in 0..2 {
        match side.next() {
            LinkEvent::Closed { link, .. } => closed = Some(link),
            LinkEvent::Opened { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(closed, Some(silent[0].1));
    assert_eq!(side.links.refused(Refusal::Crowded), 1);
    assert!(is_closed(&mut silent[0].0));
    assert!(side.links.open().contains(&speaking_link));
}

#[test]
fn a_reset_ends_the_link() {
    let side = Side::start();
    let raw = side.call();
    let link = side.opened();
    SockRef::from(&raw).set_linger(Some(Duration::ZERO)).unwrap();
    drop(raw);
    assert_eq!(side.closed().0, link);
    wait_for("the link's end", || side.links.open().is_empty());
}
