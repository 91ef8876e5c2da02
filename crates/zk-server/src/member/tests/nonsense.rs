//! A leader and learners that send what makes no sense to the other side: it costs a link, and nothing of it is logged or done.

use zk_proto::TxnHeader;
use zk_proto::quorum::{RevalidateReply, RevalidateRequest};

use super::*;

/// Three members, of which one leads. The leader, a follower and the link between them.
fn trio() -> (World, ServerId, ServerId, LinkId) {
    let mut w = World::new(3);
    for id in 1..=3 {
        w.start(ServerId(id));
    }
    w.pass(300);
    let leader = w.leader().expect("a leader");
    let (link, (follower, _)) = w.links.iter().find(|(_, ends)| ends.1 == leader).expect("a link");
    let (link, follower) = (*link, *follower);
    (w, leader, follower, link)
}

#[test]
fn a_transaction_that_cannot_be_read_is_not_logged_and_ends_nobody() {
    let txn = |kind: i32, zxid: Zxid| {
        let mut payload = Vec::new();
        TxnHeader { session: SessionId(7), cxid: 1, zxid, time: 1, kind }.encode(&mut payload);
        payload
    };
    for (number, name) in
        ["an unknown type", "no body", "not even a header", "another number"].iter().enumerate()
    {
        let (mut w, leader, follower, link) = trio();
        w.connect(leader, C, SessionId::NONE, &[0; 16]);
        let next = w.nodes[&follower].shell.tree.last_zxid().next().unwrap();
        let payload = match number {
            0 => txn(9999, next),
            1 => txn(OpCode::Create.code(), next),
            2 => txn(1, next)[..20].to_vec(),
            _ => {
                let mut payload = txn(OpCode::CreateSession.code(), next.next().unwrap());
                payload.extend([0; 4]);
                payload
            }
        };
        for kind in [PacketKind::Proposal, PacketKind::Inform] {
            let Some((link, _)) = w.links.iter().find(|(_, ends)| **ends == (follower, leader)) else {
                panic!("{name}: the link is gone before its time")
            };
            let (link, logged) = (*link, w.nodes[&follower].disk.log.len());
            let packet = QuorumPacket::new(kind, next, Some(&payload));
            w.with(follower, |m, s, t| m.link_packet(s, t, link, &packet));
            w.settle();
            assert_eq!(w.nodes[&follower].disk.log.len(), logged, "{name}: it is in the log");
            assert_eq!(w.nodes[&follower].shell.serving, Serving::No, "{name}");
            let notes = &w.nodes[&follower].shell.notes;
            assert!(
                notes.iter().any(|n| n.starts_with("Error") && n.contains("cannot read")),
                "{name}: {notes:?}"
            );
            // It leaves that leader alone for a moment; the others do not need it.
            w.pass(500);
            assert!(!w.links.values().any(|(from, _)| *from == follower), "{name}: it is back at once");
            assert_eq!(w.leader(), Some(leader), "{name}");
            w.pass(2000);
            assert!(matches!(w.nodes[&follower].shell.serving, Serving::Learner { .. }), "{name}");
        }
        assert_eq!(w.create(leader, C, 1, "/after"), Some(0), "{name}");
        w.assert_all_alike();
        assert!(!w.links.contains_key(&link));
    }
}

#[test]
fn what_a_learner_says_of_sessions_that_are_not_its_own_changes_nothing() {
    let (mut w, leader, follower, link) = trio();
    let own = w.connect(leader, C, SessionId::NONE, &[0; 16]).session_id;
    let stranger = SessionId(0x7777);
    let forward = |w: &mut World, session, op, body: &[u8]| {
        let mut data = Vec::new();
        Forwarded { session, cxid: 9, op, body }.encode(&mut data);
        let packet = QuorumPacket::new(PacketKind::Request, Zxid(-1), Some(&data));
        w.with(leader, |m, s, t| m.link_packet(s, t, link, &packet));
        w.settle();
        let (_, payload) = w.nodes[&leader].disk.log.last().expect("a transaction").clone();
        match zk_proto::txn::LoggedTxn::decode(&payload).unwrap().txn {
            zk_proto::Txn::Error { code } => code,
            other => panic!("{other:?} was done for a session that is not the learner's"),
        }
    };
    let mut create = Vec::new();
    Request::Create(plain_create("/forged")).encode_body(&mut create);
    // Of a session of nobody, and of one that is served elsewhere: its owner is not disturbed.
    let (expired, moved) = (ErrorCode::SessionExpired.code(), ErrorCode::SessionMoved.code());
    assert_eq!(forward(&mut w, stranger, OpCode::Create, &create), expired);
    assert_eq!(forward(&mut w, stranger, OpCode::CloseSession, b""), expired);
    assert_eq!(forward(&mut w, own, OpCode::Create, &create), moved);
    assert_eq!(forward(&mut w, own, OpCode::CloseSession, b""), moved);
    assert!(w.nodes[&leader].shell.clients.closed.is_empty());
    assert_eq!(w.create(leader, C, 1, "/own"), Some(0));
    assert!(w.nodes[&leader].shell.tree.find("/forged").is_none());
    // A question about a session that nobody has is answered with no, and gives nobody a session.
    let mut data = Vec::new();
    let asked = zk_proto::quorum::SessionTimeout { session: stranger, timeout_ms: i32::MAX };
    RevalidateRequest(asked).encode(&mut data);
    let packet = QuorumPacket::new(PacketKind::Revalidate, Zxid(-1), Some(&data));
    w.with(leader, |m, s, t| m.link_packet(s, t, link, &packet));
    let answers: Vec<bool> = w.nodes[&leader].shell.deeds.iter().filter_map(revalidated).collect();
    assert_eq!(answers, [false]);
    w.settle();
    let sessions = w.nodes[&leader].member.sessions().map(|s| s.find(stranger).is_some());
    assert_eq!((sessions, w.links.contains_key(&link)), (Some(false), true), "{follower}");
}

/// The verdict of an answer to REVALIDATE.
fn revalidated(deed: &Deed) -> Option<bool> {
    let Deed::Send(_, bytes) = deed else { return None };
    let (packet, _) = QuorumPacket::split(bytes, 1 << 20).unwrap()?;
    let is_one = packet.kind == PacketKind::Revalidate;
    is_one.then(|| RevalidateReply::decode(packet.data).unwrap().valid)
}

#[test]
fn garbage_of_a_learner_ends_its_link_and_not_the_leadership() {
    let session = [7u8; 12];
    for (kind, data) in [
        (PacketKind::Ping, None),
        (PacketKind::Ping, Some(&session[..11])),
        (PacketKind::Ping, Some(&[0; 1][..])),
        (PacketKind::Revalidate, None),
        (PacketKind::Revalidate, Some(&session[..11])),
        (PacketKind::Request, None),
        (PacketKind::Request, Some(&session[..])),
        (PacketKind::Request, Some(&[0x7f; 64])),
    ] {
        let (mut w, leader, follower, link) = trio();
        let packet = QuorumPacket::new(kind, Zxid(-1), data);
        w.with(leader, |m, s, t| m.link_packet(s, t, link, &packet));
        w.settle();
        assert!(!w.links.contains_key(&link), "{kind} {data:?}: the link stays");
        assert_eq!(w.leader(), Some(leader), "{kind}");
        w.pass(1000);
        assert!(matches!(w.nodes[&follower].shell.serving, Serving::Learner { .. }), "{kind}: it comes back");
        // Of sessions that a whole ping names and nobody has, nothing is kept.
        let link = *w.links.iter().find(|(_, ends)| **ends == (follower, leader)).expect("a link").0;
        let packet = QuorumPacket::new(PacketKind::Ping, Zxid(-1), Some(&session));
        w.with(leader, |m, s, t| m.link_packet(s, t, link, &packet));
        w.settle();
        assert!(w.links.contains_key(&link));
        assert!(w.nodes[&leader].member.sessions().is_some_and(|s| s.is_empty()));
    }
}
