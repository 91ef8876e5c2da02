//! Streams as Apache's leaders send them, where they differ from this crate's own.

use bytes::Bytes;
use zk_proto::quorum::{AckEpoch, LearnerInfo, PROTOCOL_VERSION, PacketKind};
use zk_proto::{ServerId, Zxid};

use super::rig::{LAST, Rig};
use crate::LinkId;

/// An Apache leader queues what is committed and not yet applied, and only then looks how far its tree is: what was
/// applied in between is in the SNAP and comes behind it once more.
#[test]
fn what_a_snapshot_has_already_may_come_again_behind_it() {
    let mut rig = Rig::new(1);
    let epoch = 4;
    rig.elect_other(epoch);
    let link = rig.link(true);
    let start = Zxid(epoch << 32);
    rig.packet(link, PacketKind::LeaderInfo, start, Some(&PROTOCOL_VERSION.to_be_bytes()));
    rig.disk(usize::MAX);
    rig.call(|zab, now, out| zab.snapshot(now, link, Zxid::new(3, 8), None, out));
    for zxid in [Zxid::new(3, 7), Zxid::new(3, 8), Zxid::new(3, 9)] {
        rig.packet(link, PacketKind::Proposal, zxid, Some(b"a transaction"));
        rig.packet(link, PacketKind::Commit, zxid, None);
    }
    rig.packet(link, PacketKind::NewLeader, start, None);
    rig.disk(usize::MAX);
    rig.packet(link, PacketKind::UpToDate, Zxid(-1), None);
    assert_eq!(rig.links, [link]);
    assert_eq!((rig.zab.phase(), rig.last()), ("broadcast", Zxid::new(3, 9)));
    // Once it serves, nothing may come twice.
    rig.packet(link, PacketKind::Proposal, Zxid::new(3, 9), Some(b"a transaction"));
    assert!(rig.links.is_empty());
}

/// A follower joins the leader, server 3, up to the point at which it is sent NEWLEADER.
fn joins(rig: &mut Rig, sid: i64, last: Zxid, current_epoch: i32) -> LinkId {
    let link = rig.link(false);
    let (mut info, mut ack) = (Vec::new(), Vec::new());
    LearnerInfo { sid: Some(ServerId(sid)), protocol: PROTOCOL_VERSION, config_version: 0 }.encode(&mut info);
    AckEpoch { current_epoch }.encode(&mut ack);
    rig.packet(link, PacketKind::FollowerInfo, Zxid(i64::from(current_epoch) << 32), Some(&info));
    rig.disk(usize::MAX);
    rig.packet(link, PacketKind::AckEpoch, last, Some(&ack));
    rig.disk(usize::MAX);
    link
}

/// Java before 3.9.3 gives up at a commit between NEWLEADER and UPTODATE, if the transaction came before NEWLEADER
/// (ZOOKEEPER-4394), and its log may be worth nothing afterwards.
#[test]
fn a_follower_hears_of_commits_only_behind_uptodate() {
    let mut rig = Rig::new(3);
    rig.elect_self();
    let first = joins(&mut rig, 1, LAST, 3);
    let start = Zxid(rig.accepted << 32);
    rig.packet(first, PacketKind::Ack, start, None);
    let z = |counter| Zxid(start.0 + counter);
    let propose = |rig: &mut Rig, zxid| {
        rig.call(|zab, now, out| zab.propose(now, vec![(zxid, Bytes::from_static(b"a transaction"))], out));
        rig.disk(usize::MAX);
    };
    // One is on its way when the second follower comes, one is proposed while that one takes the history over.
    propose(&mut rig, z(1));
    let second = joins(&mut rig, 2, LAST, 3);
    propose(&mut rig, z(2));
    rig.packet(first, PacketKind::Ack, z(1), None);
    rig.packet(first, PacketKind::Ack, z(2), None);
    let on = |rig: &Rig, link| -> Vec<(PacketKind, Zxid)> {
        rig.sent_on.iter().filter(|(l, ..)| *l == link).map(|(_, k, z)| (*k, *z)).skip(1).collect()
    };
    assert!(on(&rig, first).ends_with(&[(PacketKind::Commit, z(1)), (PacketKind::Commit, z(2))]));
    let (proposal, commit) = (PacketKind::Proposal, PacketKind::Commit);
    let before =
        [(PacketKind::Diff, LAST), (proposal, z(1)), (PacketKind::NewLeader, start), (proposal, z(2))];
    assert_eq!(on(&rig, second), before);
    rig.packet(second, PacketKind::Ack, start, None);
    let behind = [(PacketKind::UpToDate, Zxid(-1)), (commit, z(1)), (commit, z(2))];
    assert_eq!(on(&rig, second), [&before[..], &behind].concat());
    // From here on as everybody.
    propose(&mut rig, z(3));
    rig.packet(second, PacketKind::Ack, z(3), None);
    assert!(on(&rig, second).ends_with(&[(proposal, z(3)), (commit, z(3))]));
}
