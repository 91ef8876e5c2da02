//! One packet at a time: every kind in every stage of the other side, and the numbers that a packet may carry. What is out
//! of turn ends its own link, or the membership in this epoch, and leaves the history and the epochs as they were.

use bytes::Bytes;
use zk_proto::election::{Notification, PeerState};
use zk_proto::quorum::{AckEpoch, Activate, LearnerInfo, PROTOCOL_VERSION, PacketKind};
use zk_proto::{ServerId, Zxid};

use super::rig::{LAST, Rig};
use crate::LinkId;

const EPOCH: i64 = 4;
const START: Zxid = Zxid(EPOCH << 32);
const FIRST: Zxid = Zxid(START.0 + 1);
const SECOND: Zxid = Zxid(START.0 + 2);
const TXN: &[u8] = b"a transaction";

fn info(sid: i64) -> Vec<u8> {
    let mut data = Vec::new();
    LearnerInfo { sid: Some(ServerId(sid)), protocol: PROTOCOL_VERSION, config_version: 0 }.encode(&mut data);
    data
}

fn ack_epoch(current_epoch: i32) -> Vec<u8> {
    let mut data = Vec::new();
    AckEpoch { current_epoch }.encode(&mut data);
    data
}

fn activate(leader: i64, payload: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    Activate { leader: ServerId(leader), payload }.encode(&mut data);
    data
}

/// How far a leader has come with a learner.
#[derive(Clone, Copy, Debug, PartialEq)]
enum WithLearner {
    New,
    Proposed,
    Syncing,
    Active,
}

/// Server 3 leads with server 1. Their link.
fn established() -> (Rig, LinkId) {
    let mut rig = Rig::new(3);
    rig.elect_self();
    let good = learner(&mut rig, 1, WithLearner::Active);
    assert_eq!((rig.zab.phase(), rig.accepted, rig.current), ("broadcast", EPOCH, EPOCH));
    (rig, good)
}

/// Brings a learner to a stage, as it should be.
fn learner(rig: &mut Rig, sid: i64, upto: WithLearner) -> LinkId {
    let link = rig.link(false);
    let steps: [(PacketKind, Zxid, Option<Vec<u8>>); 3] = [
        (PacketKind::FollowerInfo, Zxid(3 << 32), Some(info(sid))),
        (PacketKind::AckEpoch, LAST, Some(ack_epoch(3))),
        (PacketKind::Ack, START, None),
    ];
    for (kind, zxid, data) in steps.into_iter().take(upto as usize) {
        rig.packet(link, kind, zxid, data.as_deref());
        rig.disk(usize::MAX);
    }
    assert!(rig.links.contains(&link), "{:?}", rig.hung_up);
    link
}

fn propose(rig: &mut Rig, zxid: Zxid) {
    rig.call(|zab, now, out| zab.propose(now, vec![(zxid, Bytes::from_static(TXN))], out));
    rig.disk(usize::MAX);
}

fn commits(rig: &Rig, link: LinkId) -> usize {
    rig.sent_on.iter().filter(|(l, kind, _)| *l == link && *kind == PacketKind::Commit).count()
}

#[test]
fn a_packet_out_of_turn_ends_its_learners_link_and_no_other() {
    use PacketKind::{Ack, AckEpoch, FollowerInfo, ObserverInfo, Ping, Request, Revalidate};
    for (stage, in_turn) in [
        (WithLearner::New, &[FollowerInfo, ObserverInfo][..]),
        (WithLearner::Proposed, &[AckEpoch]),
        (WithLearner::Syncing, &[Ack, Ping]),
        (WithLearner::Active, &[Ack, Ping, Request, Revalidate]),
    ] {
        for &kind in PacketKind::ALL {
            let (mut rig, good) = established();
            let link = learner(&mut rig, 2, stage);
            let data = match kind {
                FollowerInfo | ObserverInfo => Some(info(2)),
                AckEpoch => Some(ack_epoch(3)),
                _ => None,
            };
            rig.packet(link, kind, START, data.as_deref());
            let what = format!("{kind} to a leader that has come to {stage:?}: {:?}", rig.hung_up);
            assert_eq!(rig.links.contains(&link), in_turn.contains(&kind), "{what}");
            if !in_turn.contains(&kind) {
                assert!(rig.hung_up[0].contains(&format!("{kind} out of turn")), "{what}");
            }
            // Whatever it was, the leader leads on with the other one.
            propose(&mut rig, FIRST);
            assert_eq!(commits(&rig, good), 0, "{what}");
            rig.packet(good, Ack, FIRST, None);
            assert_eq!((commits(&rig, good), rig.zab.phase()), (1, "broadcast"), "{what}");
            assert_eq!((rig.accepted, rig.current), (EPOCH, EPOCH), "{what}");
        }
    }
}

#[test]
fn an_acknowledgement_counts_for_what_was_proposed_and_once() {
    let (mut rig, good) = established();
    propose(&mut rig, FIRST);
    // The past, the start of an epoch, no number at all: they say nothing of what is proposed.
    for zxid in [LAST, START, Zxid(START.0 - 1), Zxid::ZERO, Zxid(-1), Zxid(i64::MIN), Zxid(3 << 32)] {
        rig.packet(good, PacketKind::Ack, zxid, None);
        rig.packet(good, PacketKind::Ack, zxid, None);
        assert_eq!((commits(&rig, good), &rig.links[..]), (0, &[good][..]), "{zxid}: {:?}", rig.hung_up);
    }
    for _ in 0..3 {
        rig.packet(good, PacketKind::Ack, FIRST, None);
    }
    assert_eq!(commits(&rig, good), 1);
    // The future: such a learner is not believed in anything.
    for zxid in [SECOND, Zxid(i64::MAX), Zxid(((EPOCH + 1) << 32) + 1)] {
        let (mut rig, good) = established();
        propose(&mut rig, FIRST);
        let other = learner(&mut rig, 2, WithLearner::Active);
        rig.packet(other, PacketKind::Ack, zxid, None);
        assert_eq!((&rig.links[..], commits(&rig, good)), (&[good][..], 0));
        assert!(rig.hung_up[0].contains("which was never proposed"), "{:?}", rig.hung_up);
        assert_eq!(rig.zab.phase(), "broadcast");
    }
}

#[test]
fn a_leader_says_that_it_lacks_a_quorum_from_the_loss_to_the_acknowledged_history() {
    let mut rig = Rig::new(3);
    let lacks = |rig: &Rig| rig.zab.lacks_quorum(rig.now_ms);
    rig.elect_self();
    assert!(!lacks(&rig), "one that is not in service says so itself");
    let good = learner(&mut rig, 1, WithLearner::Active);
    assert!(!lacks(&rig));
    rig.links.retain(|l| *l != good);
    rig.call(|zab, now, out| zab.closed(now, good, "the connection is gone", out));
    assert!(lacks(&rig));
    let back = learner(&mut rig, 2, WithLearner::Syncing);
    assert!(lacks(&rig), "what it has not taken over cannot be committed");
    rig.packet(back, PacketKind::Ack, START, None);
    assert_eq!((lacks(&rig), rig.zab.phase()), (false, "broadcast"));
}

#[test]
fn epochs_far_above_or_below_ours_do_not_become_the_next_one() {
    // Half of the numbers ahead is a negative one in the 32 bits that there are.
    for promised in [3 + (1 << 31), (1 << 31) - 1, -1, i64::from(i32::MIN), 0] {
        let mut rig = Rig::new(3);
        rig.elect_self();
        let bad = rig.link(false);
        rig.packet(bad, PacketKind::FollowerInfo, Zxid(promised << 32), Some(&info(1)));
        let good = rig.link(false);
        rig.packet(good, PacketKind::FollowerInfo, Zxid(3 << 32), Some(&info(2)));
        rig.disk(usize::MAX);
        assert_eq!(rig.accepted, EPOCH, "{promised}");
        assert!(rig.sent.contains(&(PacketKind::LeaderInfo, START)), "{promised}");
    }
}

/// How far a learner has come.
#[derive(Clone, Copy, Debug, PartialEq)]
enum WithLeader {
    Greeted,
    Promising,
    Promised,
    Syncing,
    Adopting,
    Adopted,
    Serving,
}

/// Server 1 follows server 3.
fn follower(upto: WithLeader) -> (Rig, LinkId) {
    let mut rig = Rig::new(1);
    rig.elect_other(EPOCH);
    let link = rig.link(true);
    let steps: [(PacketKind, Zxid); 6] = [
        (PacketKind::LeaderInfo, START),
        (PacketKind::Ping, START), // Until the promise is on the disk.
        (PacketKind::Diff, LAST),
        (PacketKind::NewLeader, START),
        (PacketKind::Ping, START), // Until the history is.
        (PacketKind::UpToDate, Zxid(-1)),
    ];
    let protocol = PROTOCOL_VERSION.to_be_bytes();
    for (kind, zxid) in steps.into_iter().take(upto as usize) {
        if kind == PacketKind::Ping {
            rig.disk(usize::MAX);
        }
        rig.packet(link, kind, zxid, (kind == PacketKind::LeaderInfo).then_some(&protocol[..]));
    }
    assert_eq!(rig.links, [link], "{:?}", rig.hung_up);
    (rig, link)
}

/// It has left its leader, and the packet has changed nothing.
fn has_left(rig: &mut Rig, last: Zxid, why: &str) {
    assert!(rig.links.is_empty(), "{why}: it stays");
    assert!(rig.zab.phase() == "election", "{why}: {}", rig.zab.phase());
    rig.disk(usize::MAX);
    assert_eq!(rig.last(), last, "{why}");
    assert!(rig.current <= rig.accepted && rig.accepted <= EPOCH, "{why}");
    // It is as good as before: another election makes it a follower again.
    rig.elect_other(EPOCH + 1);
    rig.link(true);
    assert_eq!(rig.zab.phase(), "discovery", "{why}");
}

#[test]
fn a_packet_out_of_turn_ends_the_link_to_the_leader_and_changes_nothing() {
    use PacketKind::*;
    const STREAM: &[PacketKind] = &[Proposal, Inform, Commit, CommitAndActivate, InformAndActivate, Ping];
    for (stage, in_turn) in [
        (WithLeader::Greeted, &[LeaderInfo][..]),
        (WithLeader::Promising, &[]),
        (WithLeader::Promised, &[Diff, Trunc]),
        (WithLeader::Syncing, &[NewLeader]),
        (WithLeader::Adopting, &[UpToDate]),
        (WithLeader::Adopted, &[UpToDate]),
        (WithLeader::Serving, &[Sync, Revalidate]),
    ] {
        for &kind in PacketKind::ALL.iter().filter(|kind| **kind != Snap) {
            let (mut rig, link) = follower(stage);
            let last = rig.last();
            let (zxid, data) = match kind {
                LeaderInfo => (START, Some(PROTOCOL_VERSION.to_be_bytes().to_vec())),
                NewLeader => (START, None),
                UpToDate => (Zxid(-1), None),
                Proposal | Inform => (FIRST, Some(TXN.to_vec())),
                CommitAndActivate => (LAST, Some(activate(3, b""))),
                InformAndActivate => (FIRST, Some(activate(3, TXN))),
                _ => (LAST, None),
            };
            rig.packet(link, kind, zxid, data.as_deref());
            let what = format!("{kind} to a learner that has come to {stage:?}");
            let stream = STREAM.contains(&kind) && stage as usize >= WithLeader::Syncing as usize;
            if in_turn.contains(&kind) || stream || kind == Ping {
                assert_eq!(rig.links, [link], "{what}: {:?}", rig.hung_up);
            } else {
                has_left(&mut rig, last, &what);
            }
        }
    }
}

#[test]
fn what_does_not_belong_to_the_history_is_not_taken_over() {
    use PacketKind::*;
    let protocol = PROTOCOL_VERSION.to_be_bytes();
    let old = 0x1234i32.to_be_bytes();
    let behind = Zxid(LAST.0 + 2);
    type Step<'a> = (PacketKind, Zxid, Option<&'a [u8]>);
    let cases: [(WithLeader, &[Step<'_>]); 25] = [
        // Epochs that go down, of no number, with another protocol or without any.
        (WithLeader::Greeted, &[(LeaderInfo, Zxid(2 << 32), Some(&protocol))]),
        (WithLeader::Greeted, &[(LeaderInfo, Zxid(-1), Some(&protocol))]),
        (WithLeader::Greeted, &[(LeaderInfo, Zxid(i64::MIN), Some(&protocol))]),
        (WithLeader::Greeted, &[(LeaderInfo, START, Some(&old))]),
        (WithLeader::Greeted, &[(LeaderInfo, START, Some(&[1]))]),
        (WithLeader::Greeted, &[(LeaderInfo, START, None)]),
        // A history that is cut where there is none, or before there was any.
        (WithLeader::Promised, &[(Trunc, Zxid(LAST.0 + 1), None)]),
        (WithLeader::Promised, &[(Trunc, Zxid(i64::MAX), None)]),
        (WithLeader::Promised, &[(Trunc, Zxid(-1), None)]),
        (WithLeader::Promised, &[(Trunc, Zxid(i64::MIN), None)]),
        // Gaps, and what has been there before.
        (WithLeader::Syncing, &[(Proposal, behind, Some(TXN))]),
        (WithLeader::Syncing, &[(Inform, behind, Some(TXN))]),
        (WithLeader::Syncing, &[(Proposal, SECOND, Some(TXN))]),
        (WithLeader::Syncing, &[(Proposal, LAST, Some(TXN))]),
        (WithLeader::Syncing, &[(Proposal, Zxid(-1), Some(TXN))]),
        (WithLeader::Syncing, &[(Proposal, FIRST, None)]),
        (WithLeader::Syncing, &[(Proposal, FIRST, Some(b""))]),
        // Commits of what was never proposed.
        (WithLeader::Syncing, &[(Commit, Zxid(LAST.0 + 1), None)]),
        (WithLeader::Serving, &[(Commit, FIRST, None)]),
        (WithLeader::Serving, &[(CommitAndActivate, LAST, None)]),
        // Another epoch's NEWLEADER; a second one.
        (WithLeader::Syncing, &[(NewLeader, Zxid(3 << 32), None)]),
        (WithLeader::Syncing, &[(NewLeader, Zxid(5 << 32), None)]),
        (WithLeader::Syncing, &[(NewLeader, START, None), (NewLeader, START, None)]),
        (WithLeader::Serving, &[(NewLeader, START, None)]),
        (WithLeader::Serving, &[(UpToDate, Zxid(-1), None)]),
    ];
    for (stage, steps) in cases {
        let (mut rig, link) = follower(stage);
        let last = rig.last();
        for (kind, zxid, data) in steps {
            rig.packet(link, *kind, *zxid, *data);
        }
        has_left(&mut rig, last, &format!("{steps:?}"));
    }
    // What is known to be committed is not cut, and no snapshot takes its place.
    for by_snapshot in [false, true] {
        let (mut rig, link) = follower(WithLeader::Serving);
        rig.packet(link, Proposal, FIRST, Some(TXN));
        rig.packet(link, Commit, FIRST, None);
        rig.disk(usize::MAX);
        rig.call(|zab, now, out| zab.closed(now, link, "cut", out));
        rig.links.clear();
        rig.elect_other(EPOCH + 1);
        let link = rig.link(true);
        rig.packet(link, LeaderInfo, Zxid((EPOCH + 1) << 32), Some(&protocol));
        rig.disk(usize::MAX);
        match by_snapshot {
            true => rig.call(|zab, now, out| zab.snapshot(now, link, LAST, None, out)),
            false => rig.packet(link, Trunc, LAST, None),
        }
        assert!(
            rig.links.is_empty() && rig.hung_up.iter().any(|why| why.contains("refused")),
            "{:?}",
            rig.hung_up
        );
        assert_eq!(rig.last(), FIRST);
    }
    // A tree out of turn is none at all.
    for stage in [WithLeader::Greeted, WithLeader::Promising, WithLeader::Syncing, WithLeader::Serving] {
        let (mut rig, link) = follower(stage);
        let last = rig.last();
        rig.call(|zab, now, out| zab.snapshot(now, link, SECOND, None, out));
        has_left(&mut rig, last, &format!("SNAP to {stage:?}"));
    }
}

/// Every vote carries its sender's membership. On an election port without logins anybody may send one.
#[test]
fn a_membership_in_a_vote_is_taken_from_members_alone_and_only_while_looking() {
    let text = |version: &str| format!("server.1=a:1:2\nserver.3=c:1:2\nserver.66=evil:1:2\n{version}");
    let vote = |rig: &mut Rig, from: i64, config: &str| {
        let n = Notification {
            state: PeerState::Looking,
            leader: ServerId(1),
            zxid: Zxid::ZERO,
            round: 1,
            peer_epoch: 0,
            version: Notification::VERSION,
            config: Some(config.into()),
        };
        rig.call(|zab, now, out| zab.notification(now, ServerId(from), &n, out));
    };
    let active = |rig: &Rig| rig.zab.memberships().active().version();
    let newer = text("version=300000005");
    let reconfigurable = || Rig::with(1, |config| config.reconfig = true);
    for (why, from, config) in [
        ("no member", 66, newer.clone()),
        ("no member", -1, newer.clone()),
        ("no member", i64::MAX, newer.clone()),
        ("without a version", 3, text("")),
        ("older", 3, text("version=0")),
        ("a version below none", 3, text("version=ffffffffffffffff")),
        ("no number", 3, text("version=x")),
        ("no membership", 3, "server.1=a:1:2\nserver.1=b:1:2\nversion=300000005".to_owned()),
        ("nobody votes", 3, "server.1=a:1:2:observer\nversion=300000005".to_owned()),
        ("no text of that kind", 3, "\u{0}\u{1b}[2J\nversion=300000005".to_owned()),
    ] {
        let mut rig = reconfigurable();
        vote(&mut rig, from, &config);
        assert_eq!((active(&rig), rig.zab.phase()), (0, "election"), "{why}");
    }
    let mut fixed = Rig::new(1);
    vote(&mut fixed, 3, &newer);
    assert_eq!(active(&fixed), 0, "reconfigEnabled is off");
    let mut rig = reconfigurable();
    rig.elect_other(EPOCH);
    vote(&mut rig, 3, &newer);
    assert_eq!(active(&rig), 0, "it has a leader, which tells it");
    // A member that was out while the others changed has to hear it from somebody.
    let mut rig = reconfigurable();
    vote(&mut rig, 3, &newer);
    assert_eq!(active(&rig), 0x3_0000_0005);
}
