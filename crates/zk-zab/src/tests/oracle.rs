//! Two voters and an oracle: what one of them does without the other, and that it does nothing of it without a permission.

use bytes::Bytes;
use zk_proto::election::PeerState;
use zk_proto::quorum::{AckEpoch, LearnerInfo, PROTOCOL_VERSION, PacketKind};
use zk_proto::{ServerId, Zxid};

use super::rig::{LAST, Rig};
use crate::LinkId;
use crate::Oracle::{Permits, Refuses};

/// Longer than a server asks the other one before it asks the oracle, and than a permission has to last before.
const LONG_MS: u64 = 600;

fn z(epoch: i64, counter: u32) -> Zxid {
    Zxid::new(epoch as u32, counter)
}

fn propose(rig: &mut Rig, zxid: Zxid) {
    rig.call(|zab, now, out| zab.propose(now, vec![(zxid, Bytes::from_static(b"a transaction"))], out));
    rig.disk(usize::MAX);
}

fn greet(rig: &mut Rig, sid: i64) -> LinkId {
    let link = rig.link(false);
    let mut info = Vec::new();
    LearnerInfo { sid: Some(ServerId(sid)), protocol: PROTOCOL_VERSION, config_version: 0 }.encode(&mut info);
    rig.packet(link, PacketKind::FollowerInfo, Zxid(3 << 32), Some(&info));
    rig.disk(usize::MAX);
    link
}

fn promise(rig: &mut Rig, link: LinkId, current_epoch: i32, last: Zxid) {
    let mut ack = Vec::new();
    AckEpoch { current_epoch }.encode(&mut ack);
    rig.packet(link, PacketKind::AckEpoch, last, Some(&ack));
    rig.disk(usize::MAX);
}

/// The other voter joins, in full.
fn join(rig: &mut Rig, sid: i64) -> LinkId {
    let link = greet(rig, sid);
    promise(rig, link, 3, LAST);
    rig.packet(link, PacketKind::Ack, z(rig.current, 0), None);
    assert!(rig.links.contains(&link), "{:?}", rig.hung_up);
    link
}

fn gone(rig: &mut Rig, link: LinkId) {
    rig.links.retain(|l| *l != link);
    rig.call(|zab, now, out| zab.closed(now, link, "the connection is gone", out));
}

/// Server 3 leads without server 2.
fn alone() -> Rig {
    let mut rig = Rig::pair(3);
    rig.pass_with(LONG_MS, Permits);
    assert_eq!((rig.zab.state(), rig.zab.phase()), (PeerState::Leading, "broadcast"));
    rig
}

/// Server 3 leads server 2. Their link.
fn together() -> (Rig, LinkId) {
    let mut rig = Rig::pair(3);
    rig.elect_self();
    let link = join(&mut rig, 2);
    assert_eq!((rig.zab.phase(), rig.current), ("broadcast", 4));
    (rig, link)
}

#[test]
fn without_a_permission_one_of_two_leads_nobody() {
    let mut rig = Rig::pair(3);
    rig.pass(10_000);
    rig.pass_with(10_000, Refuses);
    assert_eq!((rig.zab.state(), rig.accepted), (PeerState::Looking, 3));
    // One that was not renewed is none.
    rig.call(|zab, now, out| zab.oracle(now, now, Permits, out));
    for _ in 0..100 {
        rig.pass(100);
    }
    assert_eq!((rig.zab.state(), rig.accepted), (PeerState::Looking, 3));
    // Nor is one among three.
    let mut three = Rig::with(3, |config| config.oracle = true);
    three.pass_with(10_000, Permits);
    assert_eq!(three.zab.state(), PeerState::Looking);
    // Nor one that nobody has configured.
    let mut rig = Rig::pair_without_oracle(3);
    rig.pass_with(10_000, Permits);
    assert_eq!(rig.zab.state(), PeerState::Looking);
}

#[test]
fn one_of_two_leads_when_the_other_has_been_silent_and_the_oracle_permits_it() {
    let mut rig = Rig::pair(3);
    rig.pass_with(250, Permits);
    assert_eq!(rig.zab.state(), PeerState::Looking, "the other one has had no time yet");
    // It is there: it has as long again.
    rig.call(|zab, now, out| zab.election_link(now, ServerId(2), true, out));
    rig.pass_with(250, Permits);
    assert_eq!(rig.zab.state(), PeerState::Looking);
    rig.pass_with(200, Permits);
    assert_eq!(rig.zab.phase(), "broadcast");
}

#[test]
fn a_permission_elects_nobody_before_it_is_a_tick_old() {
    let mut rig = Rig::pair(3);
    rig.pass_with(2000, Refuses);
    rig.pass_with(75, Permits);
    assert_eq!(rig.zab.state(), PeerState::Looking);
    rig.pass_with(75, Permits);
    assert_eq!(rig.zab.phase(), "broadcast");
}

/// What they propose would be taken for one history.
#[test]
fn two_servers_never_choose_the_same_epoch_alone() {
    let epoch = |my_id: i64| {
        let mut rig = Rig::pair(my_id);
        rig.pass_with(LONG_MS, Permits);
        assert_eq!(rig.zab.phase(), "broadcast");
        rig.current
    };
    assert_eq!((epoch(2), epoch(3)), (5, 4));
}

#[test]
fn a_lone_leader_commits_by_itself_and_only_while_it_may() {
    let mut rig = alone();
    let epoch = rig.current;
    propose(&mut rig, z(epoch, 1));
    assert_eq!(rig.zab.applied(), z(epoch, 1));
    rig.call(|zab, now, out| zab.oracle(now, now, Refuses, out));
    propose(&mut rig, z(epoch, 2));
    assert_eq!(rig.zab.applied(), z(epoch, 1), "at once");
    rig.pass_with(200, Refuses);
    assert_eq!(rig.zab.state(), PeerState::Looking);
}

#[test]
fn a_lone_leader_that_hears_nothing_of_the_oracle_any_more_stops() {
    let mut rig = alone();
    let epoch = rig.current;
    rig.now_ms += 100;
    propose(&mut rig, z(epoch, 1));
    assert_eq!(rig.zab.applied(), LAST);
    for _ in 0..4 {
        rig.pass(50);
    }
    assert_eq!(rig.zab.state(), PeerState::Looking);
}

#[test]
fn a_leader_whose_follower_goes_commits_what_is_outstanding_if_it_may() {
    for (says, state, applied) in
        [(Permits, PeerState::Leading, z(4, 2)), (Refuses, PeerState::Looking, z(4, 1))]
    {
        let (mut rig, link) = together();
        propose(&mut rig, z(4, 1));
        rig.packet(link, PacketKind::Ack, z(4, 1), None);
        rig.pass_with(50, says);
        propose(&mut rig, z(4, 2));
        assert_eq!(rig.zab.applied(), z(4, 1), "the follower is there: it counts, whatever the oracle says");
        gone(&mut rig, link);
        rig.pass_with(200, says);
        assert_eq!((rig.zab.state(), rig.zab.applied()), (state, applied), "{says:?}");
    }
}

#[test]
fn the_other_voter_comes_back_and_counts_again() {
    let mut rig = alone();
    let epoch = rig.current;
    propose(&mut rig, z(epoch, 1));
    let link = greet(&mut rig, 2);
    promise(&mut rig, link, 3, LAST);
    rig.pass_with(25, Permits);
    propose(&mut rig, z(epoch, 2));
    assert_eq!(rig.zab.applied(), z(epoch, 2), "it is still being brought up");
    rig.packet(link, PacketKind::Ack, z(epoch, 0), None);
    propose(&mut rig, z(epoch, 3));
    assert_eq!(rig.zab.applied(), z(epoch, 2));
    rig.packet(link, PacketKind::Ack, z(epoch, 3), None);
    assert_eq!(rig.zab.applied(), z(epoch, 3));
    // What it is sent has everything, and the oracle is not asked while it is there.
    let proposed: Vec<Zxid> = rig
        .sent_on
        .iter()
        .filter(|(l, kind, _)| *l == link && *kind == PacketKind::Proposal)
        .map(|(.., zxid)| *zxid)
        .collect();
    assert_eq!(proposed, [z(epoch, 1), z(epoch, 2), z(epoch, 3)]);
    rig.pass_with(300, Refuses);
    assert_eq!(rig.zab.state(), PeerState::Leading);
}

#[test]
fn a_leader_goes_on_alone_past_nobody_that_knows_more() {
    // The other voter has elected it, too: it is waited for.
    let mut rig = Rig::pair(3);
    rig.elect_self();
    rig.pass_with(300, Permits);
    assert_eq!((rig.zab.state(), rig.zab.phase()), (PeerState::Leading, "discovery"));
    let link = greet(&mut rig, 2);
    promise(&mut rig, link, 3, Zxid(LAST.0 + 1));
    assert!(rig.hung_up.iter().any(|why| why.contains("is ahead")), "{:?}", rig.hung_up);
    rig.pass_with(300, Permits);
    assert_ne!(rig.zab.phase(), "broadcast");
    // Nobody else has elected it, but the other voter came before it was.
    let mut rig = Rig::pair(3);
    rig.pass_with(250, Permits);
    let link = greet(&mut rig, 2);
    rig.pass_with(300, Permits);
    assert_eq!((rig.zab.state(), rig.zab.phase()), (PeerState::Leading, "discovery"));
    promise(&mut rig, link, 3, Zxid(LAST.0 + 1));
    rig.pass_with(300, Permits);
    assert_ne!(rig.zab.phase(), "broadcast");
    assert_eq!(rig.current, 3);
}

/// Epoch 4 is one that the other voter could choose alone, had it not promised it.
#[test]
fn an_epoch_that_was_chosen_together_is_not_led_alone_unless_it_was_established() {
    let mut rig = Rig::pair(2);
    rig.vote_for(3, 2);
    assert_eq!(rig.zab.state(), PeerState::Leading);
    let link = greet(&mut rig, 3);
    rig.pass_with(25, Permits);
    assert_eq!((rig.accepted, rig.zab.phase()), (4, "discovery"));
    gone(&mut rig, link);
    rig.call(|zab, now, out| zab.election_link(now, ServerId(3), false, out));
    rig.pass_with(LONG_MS, Permits);
    assert_eq!((rig.zab.phase(), rig.current), ("broadcast", 5));
}

#[test]
fn a_server_of_two_follows_the_other_one_that_leads_alone() {
    let mut rig = Rig::pair(2);
    rig.vote(3, PeerState::Leading, z(4, 0), 4);
    assert_eq!((rig.zab.state(), rig.dials.len()), (PeerState::Following, 1));
    // Permitted or not.
    let mut rig = Rig::pair(2);
    rig.pass_with(25, Permits);
    rig.vote(3, PeerState::Leading, z(4, 0), 4);
    assert_eq!(rig.zab.state(), PeerState::Following);
    let mut rig = Rig::pair_without_oracle(2);
    rig.vote(3, PeerState::Leading, z(4, 0), 4);
    assert_eq!(rig.zab.state(), PeerState::Looking);
}
