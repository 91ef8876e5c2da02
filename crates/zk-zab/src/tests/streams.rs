//! Streams as Apache's leaders send them, where they differ from this crate's own.

use zk_proto::Zxid;
use zk_proto::quorum::{PROTOCOL_VERSION, PacketKind};

use super::rig::Rig;

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
    rig.call(|zab, now, out| zab.snapshot(now, link, Zxid::new(3, 8), out));
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
