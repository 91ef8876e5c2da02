//! A follower that serves observers, and an observer that looks for one. That an observer never hears of what this follower
//! has not committed is checked by the rig, with every packet.

use zk_proto::quorum::{AckEpoch, LearnerInfo, PROTOCOL_VERSION, PacketKind, QuorumPacket};
use zk_proto::{ServerId, Zxid};

use super::rig::{LAST, Rig, Rng};
use crate::{Door, LinkId};

const EPOCH: i64 = 4;
const START: Zxid = Zxid::new(EPOCH as u32, 0);
const NONE: Zxid = Zxid(-1);

fn z(counter: u32) -> Zxid {
    Zxid::new(EPOCH as u32, counter)
}

/// Follower 1 of leader 3, in broadcast, and its link.
fn follower() -> (Rig, LinkId) {
    let mut rig = Rig::with_observers(1);
    rig.elect_other(EPOCH);
    let link = rig.link(true);
    join(&mut rig, link);
    assert!(rig.zab.serves_observers());
    (rig, link)
}

/// What a leader sends to a member that has what it has.
fn join(rig: &mut Rig, link: LinkId) {
    rig.packet(link, PacketKind::LeaderInfo, START, Some(&PROTOCOL_VERSION.to_be_bytes()));
    rig.disk(usize::MAX);
    rig.packet(link, PacketKind::Diff, rig.last(), None);
    rig.packet(link, PacketKind::NewLeader, START, None);
    rig.disk(usize::MAX);
    rig.packet(link, PacketKind::UpToDate, NONE, None);
    assert_eq!(rig.zab.phase(), "broadcast");
}

fn propose(rig: &mut Rig, leader: LinkId, zxid: Zxid) {
    rig.packet(leader, PacketKind::Proposal, zxid, Some(b"a transaction"));
}

fn greet(rig: &mut Rig, kind: PacketKind, sid: i64) -> LinkId {
    let link = rig.observer_link();
    let mut info = Vec::new();
    LearnerInfo { sid: Some(ServerId(sid)), protocol: PROTOCOL_VERSION, config_version: 0 }.encode(&mut info);
    rig.packet(link, kind, Zxid(3 << 32), Some(&info));
    link
}

/// Observer 4, whose history ends with `last`, up to its ACKEPOCH.
fn observer(rig: &mut Rig, last: Zxid) -> LinkId {
    let link = greet(rig, PacketKind::ObserverInfo, 4);
    let mut ack = Vec::new();
    AckEpoch { current_epoch: 3 }.encode(&mut ack);
    rig.packet(link, PacketKind::AckEpoch, last, Some(&ack));
    link
}

fn on(rig: &Rig, link: LinkId) -> Vec<(PacketKind, Zxid)> {
    rig.sent_on.iter().filter(|(l, ..)| *l == link).map(|(_, kind, zxid)| (*kind, *zxid)).collect()
}

#[test]
fn an_observer_hears_of_what_is_committed_and_of_nothing_else() {
    let (mut rig, leader) = follower();
    propose(&mut rig, leader, z(1));
    propose(&mut rig, leader, z(2));
    rig.packet(leader, PacketKind::Commit, z(1), None);
    let link = observer(&mut rig, LAST);
    propose(&mut rig, leader, z(3));
    let before = [
        (PacketKind::LeaderInfo, START),
        (PacketKind::Diff, z(1)),
        (PacketKind::Proposal, z(1)),
        (PacketKind::Commit, z(1)),
        (PacketKind::NewLeader, START),
    ];
    assert_eq!(on(&rig, link), before);
    rig.packet(leader, PacketKind::Commit, z(2), None);
    rig.packet(link, PacketKind::Ack, START, None);
    rig.packet(link, PacketKind::Ack, START, None);
    rig.packet(leader, PacketKind::Commit, z(3), None);
    let behind = [(PacketKind::Inform, z(2)), (PacketKind::UpToDate, NONE), (PacketKind::Inform, z(3))];
    assert_eq!(on(&rig, link), [&before[..], &behind].concat());
    assert_eq!(rig.observers, [link]);
}

/// The observer was served by somebody who is further on: it has what this follower is about to hear of.
#[test]
fn an_observer_that_is_ahead_in_the_epoch_waits_and_forgets_nothing() {
    let (mut rig, leader) = follower();
    propose(&mut rig, leader, z(1));
    let link = observer(&mut rig, z(2));
    assert_eq!(on(&rig, link), [(PacketKind::LeaderInfo, START)]);
    rig.packet(leader, PacketKind::Commit, z(1), None);
    propose(&mut rig, leader, z(2));
    assert_eq!(on(&rig, link).len(), 1);
    rig.packet(leader, PacketKind::Commit, z(2), None);
    assert_eq!(on(&rig, link)[1..], [(PacketKind::Diff, z(2)), (PacketKind::NewLeader, START)]);
    // What was never of this history is another matter.
    let tail = observer(&mut rig, Zxid::new(3, 9));
    assert_eq!(on(&rig, tail)[1], (PacketKind::Trunc, LAST));
    assert!(rig.hung_up.iter().any(|why| why.contains("has a newer link")), "{:?}", rig.hung_up);
}

/// All of it comes in one piece from the leader, and an Apache observer counts on the order.
#[test]
fn a_sync_is_answered_between_the_commits_where_the_leader_answered_it() {
    let (mut rig, leader) = follower();
    let link = observer(&mut rig, LAST);
    rig.packet(link, PacketKind::Ack, START, None);
    propose(&mut rig, leader, z(1));
    propose(&mut rig, leader, z(2));
    let sent = on(&rig, link).len();
    rig.call(|zab, now, out| {
        zab.packet(now, leader, &QuorumPacket::new(PacketKind::Commit, z(1), None), out);
        let sync = QuorumPacket::new(PacketKind::Sync, Zxid::ZERO, None);
        assert_eq!(zab.packet(now, leader, &sync, out), crate::Passed::FromLeader);
        zab.catch_up(out);
        zab.answer_sync(link, out);
        zab.packet(now, leader, &QuorumPacket::new(PacketKind::Commit, z(2), None), out);
    });
    let expected = [(PacketKind::Inform, z(1)), (PacketKind::Sync, Zxid::ZERO), (PacketKind::Inform, z(2))];
    assert_eq!(on(&rig, link)[sent..], expected);
}

#[test]
fn observers_go_with_the_leader_and_come_only_while_there_is_one() {
    let (mut rig, leader) = follower();
    let first = observer(&mut rig, LAST);
    let second = greet(&mut rig, PacketKind::ObserverInfo, 4);
    assert_eq!(
        rig.observers,
        [second],
        "the newer link of the same observer counts, not {first}",
        first = first.0
    );
    rig.call(|zab, now, out| zab.closed(now, leader, "gone", out));
    assert!(rig.observers.is_empty() && !rig.zab.serves_observers());
    rig.observer_link();
    assert!(rig.observers.is_empty(), "nobody is served while a leader is looked for");
    // Who has not this port set serves nobody.
    let mut rig = Rig::new(1);
    rig.elect_other(EPOCH);
    let link = rig.link(true);
    join(&mut rig, link);
    rig.observer_link();
    assert!(rig.observers.is_empty());
}

#[test]
fn what_is_wrong_with_an_observer_ends_its_link_and_no_other() {
    for (kind, zxid) in [(PacketKind::Ack, z(1)), (PacketKind::Ack, Zxid(9 << 32)), (PacketKind::Snap, z(1))]
    {
        let (mut rig, leader) = follower();
        let link = observer(&mut rig, LAST);
        rig.packet(link, kind, zxid, None);
        assert_eq!((rig.observers.len(), &rig.links[..]), (0, &[leader][..]), "{kind} {zxid}");
    }
    let (mut rig, leader) = follower();
    greet(&mut rig, PacketKind::FollowerInfo, 2);
    greet(&mut rig, PacketKind::ObserverInfo, 9);
    assert!(rig.observers.is_empty());
    let silent = observer(&mut rig, LAST);
    // The leader goes on to talk, the observer does not.
    for _ in 0..12 {
        rig.pass(100);
        rig.packet(leader, PacketKind::Ping, z(1), None);
    }
    assert!(!rig.observers.contains(&silent));
    assert!(
        rig.hung_up.iter().any(|why| why.starts_with("nothing heard of observer 4")),
        "{:?}",
        rig.hung_up
    );
    assert_eq!(rig.links, [leader]);
}

#[test]
fn an_observer_calls_followers_in_turn_and_the_leader_when_there_is_nobody_else() {
    let mut rig = Rig::with_observers(4);
    rig.elect_other(EPOCH);
    let mut called = Vec::new();
    for _ in 0..100 {
        let (to, door) = *rig.dials.last().expect("a call");
        called.push((to, door));
        if door == Door::Quorum {
            break;
        }
        rig.call(|zab, now, out| zab.dial_failed(now, to, out));
        rig.pass(100);
    }
    let (last, followers) = called.split_last().expect("calls");
    assert_eq!(*last, (ServerId(3), Door::Quorum));
    assert!(followers.len() > 5, "{followers:?}");
    for pair in followers.windows(2) {
        let mut sids = [pair[0].0.0, pair[1].0.0];
        sids.sort_unstable();
        assert_eq!(sids, [1, 2], "one after the other, and never the leader");
    }
}

#[test]
fn a_follower_that_does_not_even_refuse_takes_the_time_for_it_and_no_more() {
    let mut rig = Rig::with_observers(4);
    rig.elect_other(EPOCH);
    rig.pass(2000);
    assert_eq!(rig.dials.last(), Some(&(ServerId(3), Door::Quorum)));
    let link = rig.link(true);
    join(&mut rig, link);
    assert_eq!(rig.zab.master(), Some(ServerId(3)));
}

#[test]
fn a_follower_that_hangs_up_at_once_is_passed_over() {
    let mut rig = Rig::with_observers(4);
    rig.elect_other(EPOCH);
    let first = *rig.dials.last().expect("a call");
    let link = rig.link(true);
    rig.call(|zab, now, out| zab.closed(now, link, "it follows nobody", out));
    rig.pass(100);
    let second = *rig.dials.last().expect("a call");
    assert!(first != second && rig.zab.leader() == Some(ServerId(3)), "{first:?} {second:?}");
    let link = rig.link(true);
    join(&mut rig, link);
    assert_eq!((rig.zab.master(), rig.zab.leader()), (Some(second.0), Some(ServerId(3))));
    // Its end is the end of the role, and then it is the next one's turn.
    rig.call(|zab, now, out| zab.closed(now, link, "it is gone", out));
    rig.disk(usize::MAX);
    rig.elect_other(EPOCH);
    assert_eq!(rig.dials.last(), Some(&first));
}

#[test]
fn observers_may_say_anything() {
    let (mut active, mut informed) = (0, 0);
    for seed in 0..600 {
        let mut rng = Rng::new(seed);
        let (mut rig, leader) = follower();
        let mut open = Vec::new();
        for _ in 0..80 {
            if rig.links.is_empty() {
                break;
            }
            if rig.observers.len() < 2 {
                let last = rng.pick(&[LAST, LAST, rig.last(), Zxid::new(3, 9), z(200), NONE, Zxid::ZERO]);
                observer(&mut rig, last);
            }
            match rng.below(9) {
                0 => rig.pass(1 + rng.below(20) as u64),
                1 => rig.disk(1 + rng.below(4)),
                2 => rig.packet(leader, PacketKind::Ping, z(1), None),
                3 => {
                    let next = rig.last();
                    let next = if next.epoch() == z(0).epoch() { z(next.counter() + 1) } else { z(1) };
                    propose(&mut rig, leader, next);
                    open.push(next);
                }
                4 if !open.is_empty() => rig.packet(leader, PacketKind::Commit, open.remove(0), None),
                5 => {
                    let link = rng.pick(&rig.observers);
                    rig.call(|zab, _, out| zab.log_chunk(link, Err("no log is read here".into()), out));
                }
                n if !rig.observers.is_empty() => {
                    let link = rng.pick(&rig.observers);
                    let any = Zxid(rng.next() as i64);
                    let zxid = rng.pick(&[START, START, LAST, z(1), any]);
                    let kind = if n == 6 { PacketKind::Ack } else { rng.pick(PacketKind::ALL) };
                    let kind =
                        if kind == PacketKind::Ack || rng.below(3) == 0 { kind } else { PacketKind::Ping };
                    rig.packet(link, kind, zxid, None);
                }
                _ => {}
            }
        }
        assert_eq!(rig.links, [leader], "seed {seed}: no observer ends the link to the leader");
        active += rig.sent.iter().filter(|(kind, _)| *kind == PacketKind::UpToDate).count();
        informed += rig.sent.iter().filter(|(kind, _)| *kind == PacketKind::Inform).count();
    }
    assert!(active > 100 && informed > 100, "{active} {informed}");
}
