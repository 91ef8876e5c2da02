//! One member over a disk that finishes when the test says so. Checks what must hold whatever the others send.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use zk_proto::election::{Notification, PeerState};
use zk_proto::quorum::{PacketKind, QuorumPacket};
use zk_proto::{ServerId, Zxid};

use crate::{
    Door, Groups, History, LinkId, MemberRole, Membership, Oracle, Output, Recovered, Zab, ZabConfig,
};

/// xorshift64*: the same numbers for the same seed, everywhere.
pub(super) struct Rng(u64);

impl Rng {
    pub(super) fn new(seed: u64) -> Rng {
        Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// What the disk was asked for and has not done.
enum Work {
    Append(Vec<Zxid>),
    Accepted(i64),
    Current(i64),
    Truncate(Zxid),
    Install(Zxid),
    Token(u64),
}

pub(super) struct Rig {
    pub(super) zab: Zab,
    pub(super) now_ms: u64,
    work: VecDeque<Work>,
    /// The log as it was asked for; its first entry is the base.
    asked: Vec<Zxid>,
    /// The end of the log on disk.
    durable: Zxid,
    pub(super) accepted: i64,
    pub(super) current: i64,
    /// What was handed to the state machine.
    applied: Zxid,
    pub(super) links: Vec<LinkId>,
    pub(super) dials: Vec<(ServerId, Door)>,
    /// Links at the port for observers.
    pub(super) observers: Vec<LinkId>,
    pub(super) hung_up: Vec<String>,
    pub(super) sent: Vec<(PacketKind, Zxid)>,
    /// The same, for each link.
    pub(super) sent_on: Vec<(LinkId, PacketKind, Zxid)>,
    next_link: u64,
}

pub(super) const LAST: Zxid = Zxid::new(3, 4);

impl Rig {
    pub(super) fn new(my_id: i64) -> Rig {
        Rig::with(my_id, |_| {})
    }

    /// Server 4 is an observer, and followers serve it.
    pub(super) fn with_observers(my_id: i64) -> Rig {
        let role = |id| if id == 4 { MemberRole::Observer } else { MemberRole::Participant };
        let members = (1..=4).map(|id| (ServerId(id), role(id)));
        let membership = Membership::new(members, Groups::default(), 0, Arc::from("")).unwrap();
        Rig::with(my_id, |config| {
            config.role = role(my_id);
            config.membership = Arc::new(membership);
            config.observer_masters = true;
        })
    }

    /// One of the voters 2 and 3, who have an oracle.
    pub(super) fn pair(my_id: i64) -> Rig {
        Rig::pair_with(my_id, true)
    }

    /// The same, and they have none.
    pub(super) fn pair_without_oracle(my_id: i64) -> Rig {
        Rig::pair_with(my_id, false)
    }

    fn pair_with(my_id: i64, oracle: bool) -> Rig {
        let members = (2..=3).map(|id| (ServerId(id), MemberRole::Participant));
        let membership = Membership::new(members, Groups::default(), 0, Arc::from("")).unwrap();
        Rig::with(my_id, |config| {
            config.membership = Arc::new(membership);
            config.oracle = oracle;
        })
    }

    pub(super) fn with(my_id: i64, adjust: impl FnOnce(&mut ZabConfig)) -> Rig {
        let members = (1..=3).map(|id| (ServerId(id), MemberRole::Participant));
        let membership = Membership::new(members, Groups::default(), 0, Arc::from("")).unwrap();
        let mut config = ZabConfig::for_tests(ServerId(my_id), Arc::new(membership));
        adjust(&mut config);
        let recovered = Recovered { accepted_epoch: 3, current_epoch: 3, last_zxid: LAST };
        let mut rig = Rig {
            zab: Zab::new(config, recovered),
            now_ms: 0,
            work: VecDeque::new(),
            asked: vec![LAST],
            durable: LAST,
            accepted: 3,
            current: 3,
            applied: LAST,
            links: Vec::new(),
            dials: Vec::new(),
            observers: Vec::new(),
            hung_up: Vec::new(),
            sent: Vec::new(),
            sent_on: Vec::new(),
            next_link: 1,
        };
        rig.call(|zab, now, out| zab.start(now, out));
        rig
    }

    /// Elects server 3, which has `epoch` behind it already.
    pub(super) fn elect_other(&mut self, epoch: i64) {
        for from in [2, 3] {
            let state = if from == 3 { PeerState::Leading } else { PeerState::Following };
            self.vote(from, state, Zxid::new(epoch as u32, 0), epoch);
        }
    }

    /// Elects this server, which is 3.
    pub(super) fn elect_self(&mut self) {
        for from in [1, 2] {
            self.vote(from, PeerState::Looking, LAST, 3);
        }
    }

    pub(super) fn vote(&mut self, from: i64, state: PeerState, zxid: Zxid, peer_epoch: i64) {
        self.vote_of(from, 3, state, zxid, peer_epoch);
    }

    /// Another server of the same history looks for a leader and would have this one.
    pub(super) fn vote_for(&mut self, from: i64, leader: i64) {
        self.vote_of(from, leader, PeerState::Looking, LAST, 3);
    }

    fn vote_of(&mut self, from: i64, leader: i64, state: PeerState, zxid: Zxid, peer_epoch: i64) {
        let round = self.zab.round();
        let leader = ServerId(leader);
        let n = Notification { state, leader, zxid, round, peer_epoch, version: 2, config: None };
        self.call(|zab, now, out| zab.notification(now, ServerId(from), &n, out));
        self.pass(30);
    }

    /// A link that somebody opened, or this server.
    pub(super) fn link(&mut self, dialed: bool) -> LinkId {
        let link = LinkId(self.next_link);
        self.next_link += 1;
        self.links.push(link);
        let to = self.dials.last().map_or(ServerId(3), |(to, _)| *to);
        self.call(|zab, now, out| match dialed {
            true => zab.dialed(now, to, link, out),
            false => zab.accepted(now, link, Door::Quorum, out),
        });
        link
    }

    /// A link that an observer opened.
    pub(super) fn observer_link(&mut self) -> LinkId {
        let link = LinkId(self.next_link);
        self.next_link += 1;
        self.observers.push(link);
        self.call(|zab, now, out| zab.accepted(now, link, Door::Observers, out));
        link
    }

    pub(super) fn packet(&mut self, link: LinkId, kind: PacketKind, zxid: Zxid, data: Option<&[u8]>) {
        let packet = QuorumPacket::new(kind, zxid, data);
        self.call(|zab, now, out| {
            zab.packet(now, link, &packet, out);
        });
    }

    pub(super) fn pass(&mut self, ms: u64) {
        self.now_ms += ms;
        self.call(|zab, now, out| zab.tick(now, out));
    }

    /// Time passes, and the oracle is asked as often as the shell asks it.
    pub(super) fn pass_with(&mut self, ms: u64, says: Oracle) {
        for _ in 0..ms.div_ceil(25) {
            self.call(|zab, now, out| zab.oracle(now, now, says, out));
            self.pass(25);
            self.disk(usize::MAX);
        }
    }

    /// The disk does some of what it was asked for.
    pub(super) fn disk(&mut self, count: usize) {
        for _ in 0..count {
            let Some(work) = self.work.pop_front() else { return };
            match work {
                Work::Append(zxids) => self.durable = zxids.last().copied().unwrap_or(self.durable),
                Work::Accepted(epoch) => {
                    assert!(epoch > self.accepted, "epoch {epoch} accepted after {}", self.accepted);
                    self.accepted = epoch;
                }
                Work::Current(epoch) => {
                    assert!(epoch >= self.current && epoch <= self.accepted);
                    self.current = epoch;
                }
                Work::Truncate(to) | Work::Install(to) => self.durable = to,
                Work::Token(token) => self.call(|zab, now, out| zab.disk_done(now, token, out)),
            }
        }
    }

    pub(super) fn last(&self) -> Zxid {
        *self.asked.last().unwrap()
    }

    /// Runs one input and deals with what comes of it, as the shell does.
    pub(super) fn call(&mut self, f: impl FnOnce(&mut Zab, u64, &mut Vec<Output>)) {
        let mut out = Vec::new();
        f(&mut self.zab, self.now_ms, &mut out);
        self.deal_with(out);
        let mut out = Vec::new();
        self.zab.flush(self.now_ms, &mut out);
        self.deal_with(out);
    }

    fn deal_with(&mut self, out: Vec<Output>) {
        for output in out {
            match output {
                Output::Send { link, packets } => self.check_sent(link, &packets),
                Output::HangUp { link, reason } => {
                    self.links.retain(|l| *l != link);
                    self.observers.retain(|l| *l != link);
                    self.hung_up.push(reason);
                }
                Output::Dial { to, door } => self.dials.push((to, door)),
                Output::Append { txns } => self.append(&txns),
                Output::Sync { token } => self.work.push_back(Work::Token(token)),
                Output::AcceptedEpoch { epoch, token } => {
                    self.work.extend([Work::Accepted(epoch), Work::Token(token)]);
                }
                Output::CurrentEpoch { epoch, token } => {
                    self.work.extend([Work::Current(epoch), Work::Token(token)]);
                }
                Output::Truncate { to, token, .. } => {
                    self.asked.retain(|z| *z <= to);
                    if self.asked.is_empty() {
                        self.asked.push(to);
                    }
                    self.applied = self.applied.min(to);
                    // An epoch's start is no transaction: there the log ends below it.
                    self.work.extend([Work::Truncate(self.last()), Work::Token(token)]);
                }
                Output::Install { zxid, token } => self.install(zxid, token),
                Output::InstallEmpty { token } | Output::SetAside { token } => {
                    self.install(Zxid::ZERO, token);
                }
                Output::Committed { upto } => {
                    assert!(
                        upto > self.applied && upto <= self.last(),
                        "{upto} is committed, {}",
                        self.last()
                    );
                    self.applied = upto;
                }
                Output::Vote { .. }
                | Output::SendSnapshot { .. }
                | Output::ReadLog { .. }
                | Output::Looking { .. }
                | Output::Memberships { .. }
                | Output::Leading { .. }
                | Output::Following { .. }
                | Output::Note { .. } => {}
            }
        }
    }

    fn append(&mut self, txns: &[(Zxid, Bytes)]) {
        for (zxid, _) in txns {
            assert!(History::follows(self.last(), *zxid), "{zxid} is appended behind {}", self.last());
            self.asked.push(*zxid);
        }
        self.work.push_back(Work::Append(txns.iter().map(|(z, _)| *z).collect()));
    }

    fn install(&mut self, zxid: Zxid, token: u64) {
        self.asked = vec![zxid];
        self.applied = zxid;
        self.work.extend([Work::Install(zxid), Work::Token(token)]);
    }

    /// What leaves is true of the disk.
    fn check_sent(&mut self, link: LinkId, packets: &[u8]) {
        let mut rest = packets;
        while let Some((packet, used)) = QuorumPacket::split(rest, 1 << 20).unwrap() {
            rest = &rest[used..];
            self.sent.push((packet.kind, packet.zxid));
            self.sent_on.push((link, packet.kind, packet.zxid));
            if self.observers.contains(&link) && packet.zxid.counter() > 0 {
                let told = matches!(
                    packet.kind,
                    PacketKind::Inform
                        | PacketKind::Proposal
                        | PacketKind::Commit
                        | PacketKind::Diff
                        | PacketKind::Trunc
                );
                assert!(
                    !told || packet.zxid <= self.applied,
                    "{} tells an observer of what is not committed",
                    packet.zxid
                );
            }
            match packet.kind {
                PacketKind::Ack if packet.zxid.counter() == 0 => {
                    assert_eq!(self.current, i64::from(packet.zxid.epoch()), "NEWLEADER is acknowledged");
                }
                PacketKind::Ack => assert!(self.durable >= packet.zxid, "{} is acknowledged", packet.zxid),
                PacketKind::AckEpoch if packet.zxid == Zxid(-1) => {}
                PacketKind::AckEpoch => assert_eq!(packet.zxid, self.durable, "the end of the history"),
                PacketKind::LeaderInfo | PacketKind::FollowerInfo => {
                    assert_eq!(
                        self.accepted,
                        packet.zxid.0 >> 32,
                        "{} says which epoch is promised",
                        packet.kind
                    );
                }
                PacketKind::NewLeader => assert_eq!(self.current, i64::from(packet.zxid.epoch())),
                _ => {}
            }
        }
    }
}
