//! What is held back where it is configured: transfers to observers, and attempts to reach somebody.

use std::sync::Arc;

use zk_proto::election::PeerState;
use zk_proto::quorum::{AckEpoch, LearnerInfo, PROTOCOL_VERSION, PacketKind};
use zk_proto::{ServerId, Zxid};

use super::rig::{LAST, Rig};
use crate::{Groups, LinkId, MemberRole, Membership, Pacing, ZabConfig};

const START: Zxid = Zxid::new(4, 0);
const NOTHING: Zxid = Zxid(-1);

/// Voters 1 to 3, observers 4 to 6.
fn adjust(my_id: i64, pacing: Pacing) -> impl FnOnce(&mut ZabConfig) {
    let role = |id| if id > 3 { MemberRole::Observer } else { MemberRole::Participant };
    let members = (1..=6).map(|id| (ServerId(id), role(id)));
    let membership = Membership::new(members, Groups::default(), 0, Arc::from("")).unwrap();
    move |config| {
        config.role = role(my_id);
        config.membership = Arc::new(membership);
        config.pacing = pacing;
    }
}

/// A learner whose history ends with `last`, up to its ACKEPOCH.
fn learner(rig: &mut Rig, kind: PacketKind, sid: i64, last: Zxid) -> LinkId {
    let link = rig.link(false);
    let (mut info, mut ack) = (Vec::new(), Vec::new());
    LearnerInfo { sid: Some(ServerId(sid)), protocol: PROTOCOL_VERSION, config_version: 0 }.encode(&mut info);
    AckEpoch { current_epoch: 3 }.encode(&mut ack);
    rig.packet(link, kind, Zxid(3 << 32), Some(&info));
    rig.disk(usize::MAX);
    rig.packet(link, PacketKind::AckEpoch, last, Some(&ack));
    rig.disk(usize::MAX);
    link
}

#[test]
fn observers_above_the_limit_come_again_and_followers_never_have_to() {
    let one_snap = Pacing { snap_syncs: 1, ..Pacing::default() };
    let one_diff = Pacing { diff_syncs: 1, ..Pacing::default() };
    for (pacing, last, key) in [(one_snap, NOTHING, "SnapSyncs"), (one_diff, LAST, "DiffSyncs")] {
        let mut rig = Rig::with(3, adjust(3, pacing));
        rig.elect_self();
        let voter = learner(&mut rig, PacketKind::FollowerInfo, 1, LAST);
        rig.packet(voter, PacketKind::Ack, START, None);
        assert_eq!(rig.zab.phase(), "broadcast");

        let first = learner(&mut rig, PacketKind::ObserverInfo, 4, last);
        let second = learner(&mut rig, PacketKind::ObserverInfo, 5, last);
        assert!(rig.links.contains(&first) && !rig.links.contains(&second), "{key}: {:?}", rig.hung_up);
        assert!(rig.hung_up[0].contains("1 others") && rig.hung_up[0].contains(key), "{:?}", rig.hung_up);
        // What the other limit is about goes on.
        let other = if last == LAST { NOTHING } else { LAST };
        let third = learner(&mut rig, PacketKind::ObserverInfo, 6, other);
        let follower = learner(&mut rig, PacketKind::FollowerInfo, 2, last);
        assert!(rig.links.contains(&third) && rig.links.contains(&follower), "{:?}", rig.hung_up);

        // The transfer ends with the acknowledgement; the follower's counts, too.
        rig.packet(first, PacketKind::Ack, START, None);
        let again = learner(&mut rig, PacketKind::ObserverInfo, 5, last);
        assert!(!rig.links.contains(&again));
        rig.packet(follower, PacketKind::Ack, START, None);
        let again = learner(&mut rig, PacketKind::ObserverInfo, 5, last);
        assert!(rig.links.contains(&again), "{:?}", rig.hung_up);
    }
}

#[test]
fn an_observer_lets_time_pass_before_it_connects_and_before_it_asks_who_leads() {
    let pacing = Pacing { reconnect_delay_ms: 400, election_delay_ms: 4000, ..Pacing::default() };
    let mut rig = Rig::with(4, adjust(4, pacing));
    rig.elect_other(4);
    assert!(rig.zab.leader() == Some(ServerId(3)) && rig.dials.is_empty(), "{:?}", rig.dials);
    rig.pass(400);
    assert_eq!(rig.dials.len(), 1);

    let round = rig.zab.round();
    let link = rig.link(true);
    rig.call(|zab, now, out| zab.closed(now, link, "gone", out));
    rig.disk(usize::MAX);
    rig.pass(1);
    assert_eq!((rig.zab.state(), rig.zab.round()), (PeerState::Looking, round), "it does not ask yet");
    rig.pass(4000);
    assert!(rig.zab.round() > round, "it asks");

    // A voter never waits.
    let mut rig = Rig::with(1, adjust(1, pacing));
    rig.elect_other(4);
    assert_eq!(rig.dials.len(), 1);
    let (round, link) = (rig.zab.round(), rig.link(true));
    rig.call(|zab, now, out| zab.closed(now, link, "gone", out));
    rig.disk(usize::MAX);
    assert!(rig.zab.round() > round);
}

#[test]
fn a_leader_is_called_again_after_the_wait_that_is_configured() {
    let mut rig = Rig::with(1, |config| {
        config.pacing.dial_wait_ms = Some(300);
        config.connect_limit = 1000;
    });
    rig.elect_other(4);
    let mut failures = 0;
    while rig.zab.state() == PeerState::Following {
        assert_eq!(rig.dials.len(), failures + 1);
        rig.call(|zab, now, out| zab.dial_failed(now, ServerId(3), out));
        failures += 1;
        rig.pass(299);
        assert_eq!(rig.dials.len(), failures);
        rig.pass(2);
    }
    assert_eq!(failures, 6, "2 seconds of them");
}

#[test]
fn a_leader_without_an_epoch_gives_up_when_a_voter_turns_away_too_late() {
    for (limit_ms, gives_up) in [(None, false), (Some(100), true), (Some(5000), false)] {
        let mut rig = Rig::with(3, |config| {
            config.pacing.epoch_wait_ms = limit_ms;
            config.init_limit = 1000;
        });
        rig.elect_self();
        rig.pass(200);
        assert_eq!(rig.zab.state(), PeerState::Leading);
        let round = rig.zab.round();
        // Server 2 is still for it, so that there would be a quorum.
        rig.vote(1, PeerState::Looking, LAST, 3);
        assert_eq!(rig.zab.round() > round, gives_up, "{limit_ms:?}");
    }
}
