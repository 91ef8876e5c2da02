//! Peers that say anything at any time: packets in and out of turn, with plausible and impossible numbers. A link may
//! end for it; nothing panics, no gap gets into the history, nothing is claimed that is not on the disk.

use zk_proto::quorum::{AckEpoch, LearnerInfo, PROTOCOL_VERSION, PacketKind};
use zk_proto::{ServerId, Zxid};

use super::rig::{LAST, Rig, Rng};
use crate::LinkId;

const SEEDS: std::ops::Range<u64> = 0..1500;

/// Runs `run` for each seed, and names the one that fails.
fn for_each_seed(mut run: impl FnMut(u64)) {
    for seed in SEEDS {
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(seed)));
        if let Err(panic) = result {
            println!("that was seed {seed}: set SEEDS to it alone for a replay");
            std::panic::resume_unwind(panic);
        }
    }
}

fn info(sid: i64) -> Vec<u8> {
    let mut data = Vec::new();
    LearnerInfo { sid: Some(ServerId(sid)), protocol: PROTOCOL_VERSION, config_version: 0 }.encode(&mut data);
    data
}

/// A number that a packet might carry: near what this member has, an epoch's start, or none at all.
fn zxid(rig: &Rig, rng: &mut Rng, epoch: i64) -> Zxid {
    let last = rig.last();
    match rng.below(12) {
        0..=3 => last.next().unwrap_or(last),
        4 => last,
        5 | 6 => Zxid(epoch << 32),
        7 => Zxid::new(epoch as u32, 1),
        8 => Zxid(last.0 - rng.below(6) as i64),
        9 => Zxid(rng.next() as i64),
        10 => rng.pick(&[Zxid(-1), Zxid::ZERO, Zxid(i64::MAX), Zxid(i64::MIN), Zxid(i64::from(u32::MAX))]),
        _ => Zxid::new(rng.below(8) as u32, rng.below(8) as u32),
    }
}

fn data(rng: &mut Rng) -> Option<Vec<u8>> {
    match rng.below(8) {
        0 => None,
        1 => Some(Vec::new()),
        2 => Some((0..rng.below(40)).map(|_| rng.next() as u8).collect()),
        3 => Some(info(1 + rng.below(4) as i64)),
        4 => Some(PROTOCOL_VERSION.to_be_bytes().to_vec()),
        5 => {
            let mut data = Vec::new();
            AckEpoch { current_epoch: rng.pick(&[-1, 0, 3, 4, i32::MAX, i32::MIN]) }.encode(&mut data);
            Some(data)
        }
        _ => Some(b"a transaction".to_vec()),
    }
}

/// What a leader would send next, as far as the phase tells.
fn proper_leader_packet(rig: &mut Rig, rng: &mut Rng, link: LinkId, epoch: i64) {
    let (last, start) = (rig.last(), Zxid(epoch << 32));
    let next = if i64::from(last.epoch()) == epoch { last.next().unwrap_or(last) } else { Zxid(start.0 + 1) };
    match (rig.zab.phase(), rng.below(4)) {
        ("discovery", 0 | 1) => {
            let protocol = PROTOCOL_VERSION.to_be_bytes();
            rig.packet(link, PacketKind::LeaderInfo, start, Some(&protocol));
        }
        ("discovery", _) => rig.packet(link, PacketKind::Diff, last, None),
        ("synchronization", 0) => rig.packet(link, PacketKind::NewLeader, start, None),
        ("synchronization", 1) => rig.packet(link, PacketKind::UpToDate, Zxid(-1), None),
        (_, 2) => rig.packet(link, PacketKind::Commit, last, None),
        _ => rig.packet(link, PacketKind::Proposal, next, Some(b"a transaction")),
    }
}

fn leader_packet(rig: &mut Rig, rng: &mut Rng, link: LinkId, epoch: i64) {
    if rng.below(10) < 8 {
        return proper_leader_packet(rig, rng, link, epoch);
    }
    let zxid = zxid(rig, rng, epoch);
    let start = Zxid(epoch << 32);
    let protocol = PROTOCOL_VERSION.to_be_bytes();
    match rng.below(14) {
        0 | 1 => rig.packet(link, PacketKind::LeaderInfo, start, Some(&protocol)),
        2 => rig.packet(link, PacketKind::Diff, zxid, None),
        3 => rig.packet(link, PacketKind::Trunc, zxid, None),
        4 => rig.call(|zab, now, out| zab.snapshot(now, link, zxid, None, out)),
        5 | 6 => rig.packet(link, PacketKind::Proposal, zxid, Some(b"a transaction")),
        7 => rig.packet(link, PacketKind::Commit, zxid, None),
        8 => rig.packet(link, PacketKind::Inform, zxid, Some(b"a transaction")),
        9 | 10 => rig.packet(link, PacketKind::NewLeader, start, None),
        11 => rig.packet(link, PacketKind::UpToDate, Zxid(-1), None),
        _ => {
            let kind = rng.pick(PacketKind::ALL);
            let data = data(rng);
            rig.packet(link, kind, zxid, data.as_deref());
        }
    }
}

#[test]
fn a_leader_may_say_anything() {
    let (mut adopted, mut served) = (0, 0);
    for_each_seed(|seed| {
        let mut rng = Rng::new(seed);
        let mut rig = Rig::new(1);
        let mut epoch = 4;
        rig.elect_other(epoch);
        for _ in 0..120 {
            if rig.links.is_empty() {
                rig.disk(usize::MAX);
                epoch = rig.accepted + 1;
                rig.pass(rng.pick(&[1, 20, 400]));
                rig.elect_other(epoch);
                rig.link(true);
            }
            let link = rig.links[0];
            match rng.below(8) {
                0 => rig.pass(1 + rng.below(30) as u64),
                1..=3 => rig.disk(1 + rng.below(6)),
                _ => leader_packet(&mut rig, &mut rng, link, epoch),
            }
        }
        adopted += rig.sent.iter().filter(|(k, z)| *k == PacketKind::Ack && z.counter() == 0).count();
        served += rig.sent.iter().filter(|(k, z)| *k == PacketKind::Ack && z.counter() > 0).count();
    });
    // It came far enough to mean something.
    assert!(adopted > 20 && served > 20, "{adopted} {served}");
}

/// What a learner would send next, as far as the phase tells.
fn proper_learner_packet(rig: &mut Rig, rng: &mut Rng, link: LinkId) {
    let sid = 1 + (link.0 % 2) as i64;
    let mut data = Vec::new();
    AckEpoch { current_epoch: 3 }.encode(&mut data);
    let start = Zxid(rig.accepted << 32);
    match (rig.zab.phase(), rng.below(4)) {
        ("discovery", 0 | 1) => {
            rig.packet(link, PacketKind::FollowerInfo, Zxid(3 << 32), Some(&info(sid)));
        }
        ("discovery", _) => rig.packet(link, PacketKind::AckEpoch, LAST, Some(&data)),
        ("synchronization", _) => rig.packet(link, PacketKind::Ack, start, None),
        (_, 0) => rig.packet(link, PacketKind::Ack, start, None),
        _ => rig.packet(link, PacketKind::Ack, rig.last(), None),
    }
}

fn learner_packet(rig: &mut Rig, rng: &mut Rng, link: LinkId) {
    if rng.below(10) < 8 {
        return proper_learner_packet(rig, rng, link);
    }
    let epoch = rig.accepted;
    let zxid = zxid(rig, rng, epoch);
    let accepted = Zxid(rng.pick(&[3, 3, 3, epoch, epoch + 1, -1]) << 32);
    match rng.below(12) {
        0 | 1 => {
            let sid = rng.pick(&[1, 2, 1, 2, 3, 4]);
            rig.packet(link, PacketKind::FollowerInfo, accepted, Some(&info(sid)));
        }
        2 | 3 => {
            let mut data = Vec::new();
            AckEpoch { current_epoch: rng.pick(&[3, 3, -1, 2, 4]) }.encode(&mut data);
            let last = rng.pick(&[LAST, LAST, zxid]);
            rig.packet(link, PacketKind::AckEpoch, last, Some(&data));
        }
        4..=6 => rig.packet(link, PacketKind::Ack, Zxid(epoch << 32), None),
        7 | 8 => rig.packet(link, PacketKind::Ack, zxid, None),
        9 => rig.packet(link, PacketKind::Ping, zxid, None),
        _ => {
            let kind = rng.pick(PacketKind::ALL);
            let data = data(rng);
            rig.packet(link, kind, zxid, data.as_deref());
        }
    }
}

#[test]
fn learners_may_say_anything() {
    let (mut proposed, mut committed) = (0, 0);
    for_each_seed(|seed| {
        let mut rng = Rng::new(seed);
        let mut rig = Rig::new(3);
        rig.elect_self();
        for _ in 0..150 {
            if rig.links.len() < 3 {
                rig.link(false);
            }
            let link = rng.pick(&rig.links);
            match rng.below(10) {
                0 => rig.pass(1 + rng.below(30) as u64),
                1..=3 => rig.disk(1 + rng.below(6)),
                4 if rig.zab.leading_since_ms().is_some() => {
                    // The pipeline begins at the epoch's start.
                    let next = rig.zab.proposed().and_then(Zxid::next);
                    let txns = next.map(|z| (z, bytes::Bytes::from_static(b"a transaction")));
                    rig.call(|zab, now, out| zab.propose(now, txns.into_iter().collect(), out));
                }
                5 => {
                    rig.call(|zab, _, out| zab.log_chunk(link, Err("no log is read here".into()), out));
                }
                _ => learner_packet(&mut rig, &mut rng, link),
            }
        }
        proposed += rig.sent.iter().filter(|(k, _)| *k == PacketKind::Proposal).count();
        committed += rig.sent.iter().filter(|(k, _)| *k == PacketKind::Commit).count();
    });
    assert!(proposed > 20 && committed > 20, "{proposed} {committed}");
}

#[test]
fn an_epoch_that_has_no_successor_is_not_taken_over() {
    let mut rig = Rig::new(3);
    rig.elect_self();
    for (sid, accepted) in [(1, i64::from(i32::MAX)), (2, 3)] {
        let link = rig.link(false);
        rig.packet(link, PacketKind::FollowerInfo, Zxid(accepted << 32), Some(&info(sid)));
    }
    rig.disk(usize::MAX);
    assert!(rig.hung_up[0].contains("has promised epoch 2147483647"), "{:?}", rig.hung_up);
    assert_eq!(rig.accepted, 4, "the other one's promise is enough");
}
