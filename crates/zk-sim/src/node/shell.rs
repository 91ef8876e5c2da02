//! What a member sees of its shell: the tree, the watches, buffers of clients, queues for disk and network.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use zk_journal::{Journal, LogFeed, Recovered};
use zk_proto::election::Notification;
use zk_proto::quorum::{PacketKind, QuorumPacket, TAIL, head};
use zk_proto::{ServerId, Zxid};
use zk_server::member::{DiskRequest, Host, NoteLevel, Serving};
use zk_storage::MemDisk;
use zk_tree::{DataTree, WatchTable};
use zk_zab::{Door, LinkId, Memberships};

use super::snapshots::Slow;
use super::{MAX_PACKET, Queue, node_of};
use crate::ghost::{self, Observation};
use crate::node::clients::ClientSink;
use crate::seam::{Conn, Cost, Effect, Lane, Node};
use crate::tape::Tape;

/// Whether and how this node serves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Serves(pub(super) Serving);

impl Serves {
    pub(super) fn is_no(self) -> bool {
        matches!(self.0, Serving::No | Serving::ReadOnly)
    }

    pub(super) fn reads_only(self) -> bool {
        self.0 == Serving::ReadOnly
    }

    /// True if clients are let in.
    pub(super) fn takes_clients(self) -> bool {
        self.0 != Serving::No
    }

    pub(super) fn is_leader(self) -> bool {
        matches!(self.0, Serving::Leader { .. })
    }

    pub(super) fn epoch(self) -> i64 {
        match self.0 {
            Serving::No | Serving::ReadOnly => -1,
            Serving::Leader { epoch } | Serving::Learner { epoch, .. } => epoch,
        }
    }
}

pub(super) struct Shell {
    pub(super) tree: DataTree,
    pub(super) watches: WatchTable,
    pub(super) sink: ClientSink,
    pub(super) journal: Journal<MemDisk>,
    pub(super) queue: Queue,
    pub(super) reads: VecDeque<(Conn, Zxid, Zxid)>,
    pub(super) feeds: BTreeMap<Conn, LogFeed<MemDisk>>,
    /// The snapshot that this start began with, or that was installed since.
    pub(super) base: Zxid,
    pub(super) effects: Vec<Effect>,
    pub(super) dials: Vec<(ServerId, Door)>,
    pub(super) votes: Vec<(ServerId, Notification)>,
    pub(super) hung_up: Vec<Conn>,
    pub(super) serving: Serves,
    /// Requests to the disk since this process began.
    pub(super) queued: usize,
    /// A snapshot that is being written while the tree changes.
    pub(super) slow: Option<Slow>,
    /// What was appended and is not applied.
    tail: VecDeque<(Zxid, Bytes)>,
    /// Clients may do anything.
    pub(super) skip_acl: bool,
    snap_every: u64,
    snap_in: u64,
    tape: Tape,
}

impl Shell {
    pub(super) fn new(
        recovered: Recovered<MemDisk>,
        journal: Journal<MemDisk>,
        node: Node,
        snap_every: u64,
        tape: &mut Tape,
    ) -> Shell {
        let mut tape = Tape::new(tape.next(), crate::tape::Purpose::Shell, node as u64);
        Shell {
            base: recovered.base,
            tree: recovered.tree,
            watches: WatchTable::new(),
            sink: ClientSink::default(),
            journal,
            queue: Queue::new(),
            reads: VecDeque::new(),
            feeds: BTreeMap::new(),
            effects: Vec::new(),
            dials: Vec::new(),
            votes: Vec::new(),
            hung_up: Vec::new(),
            serving: Serves(Serving::No),
            queued: 0,
            slow: None,
            tail: VecDeque::new(),
            skip_acl: false,
            snap_in: tape.between(snap_every / 2, snap_every),
            snap_every,
            tape,
        }
    }

    fn observe(&mut self, observation: Observation) {
        self.effects.push(Effect::Observe(observation));
    }

    fn observe_tree(&mut self, before: Zxid) {
        let last = self.tree.last_zxid();
        if last != before {
            let mismatches = self.tree.digest_check().mismatches();
            self.observe(Observation::Applied { last, digest: self.tree.digest(), mismatches });
            while self.tail.pop_front_if(|(z, _)| *z <= last).is_some() {}
        }
    }

    /// As zkd does: now and then, and only while it serves.
    fn consider_snapshot(&mut self, txns: u64) {
        self.snap_in = self.snap_in.saturating_sub(txns);
        if self.snap_in > 0 || self.serving.is_no() {
            return;
        }
        self.snap_in = self.tape.between(self.snap_every / 2, self.snap_every).max(1);
        self.effects.push(Effect::Work { lane: Lane::Snapshot, cost: Cost::Heavy });
        if self.slow.is_none() && self.tape.one_in(4) {
            self.slow = Slow::begin(&self.tree);
            if let Some(slow) = &mut self.slow {
                self.tail.iter().for_each(|(z, payload)| slow.appended(*z, payload));
            }
        }
    }

    /// What was appended is another history from now on.
    fn forget_tail(&mut self) {
        self.tail.clear();
        self.slow = None;
    }

    fn observe_packets(&mut self, link: LinkId, packets: &Bytes) {
        let mut at = 0;
        while let Ok(Some((packet, used))) = QuorumPacket::split(&packets[at..], MAX_PACKET) {
            let data = packet.data.map(|d| packets.slice_ref(d));
            let (kind, zxid) = (packet.kind, packet.zxid);
            self.observe(Observation::Packet { link: Conn(link.0), out: true, kind, zxid, data });
            at += used;
        }
    }
}

impl Host for Shell {
    type Sink<'a> = ClientSink;
    type Tree<'a> = &'a DataTree;

    fn tree(&self) -> &DataTree {
        &self.tree
    }

    fn commit<R>(&mut self, f: impl FnOnce(&mut DataTree, &mut WatchTable, &mut ClientSink) -> R) -> R {
        let before = self.tree.last_zxid();
        let result = f(&mut self.tree, &mut self.watches, &mut self.sink);
        self.observe_tree(before);
        self.deliver();
        result
    }

    fn answer<R>(&mut self, f: impl FnOnce(&mut ClientSink) -> R) -> R {
        let result = f(&mut self.sink);
        self.deliver();
        result
    }

    fn replace_tree(&mut self, tree: DataTree) {
        self.tree = tree;
        self.forget_tail();
        let last = self.tree.last_zxid();
        self.observe(Observation::Replaced { last });
    }

    fn disk(&mut self, request: DiskRequest) {
        match &request {
            DiskRequest::Append { txns } => {
                let txns = txns.clone();
                let count = txns.len() as u64;
                self.tail.extend(txns.iter().cloned());
                if let Some(slow) = &mut self.slow {
                    txns.iter().for_each(|(z, payload)| slow.appended(*z, payload));
                }
                self.observe(Observation::Append { txns });
                self.consider_snapshot(count);
            }
            DiskRequest::Truncate { to, .. } => {
                self.forget_tail();
                self.observe(Observation::Truncate { to: *to });
            }
            DiskRequest::Install { tree, .. } if self.serving.is_leader() => {
                let zxid = tree.last_zxid();
                match zk_journal::stream::write(tree, Vec::new()) {
                    Ok(tree) => self.observe(Observation::Restore { zxid, tree: tree.into() }),
                    Err(e) => self.effects.push(Effect::Halt { reason: e.to_string() }),
                }
            }
            DiskRequest::SetAside { .. } => self.observe(Observation::SetAside),
            DiskRequest::Install { tree, .. } => {
                let zxid = tree.last_zxid();
                self.observe(Observation::Install { zxid });
            }
            _ => {}
        }
        self.effects.push(Effect::Work { lane: Lane::Disk, cost: Shell::cost(&request) });
        self.queue.push_back(request);
        self.queued += 1;
    }

    fn read_log(&mut self, link: LinkId, after: Zxid, upto: Zxid) {
        self.reads.push_back((Conn(link.0), after, upto));
        self.effects.push(Effect::Work { lane: Lane::Reader, cost: Cost::Write });
    }

    /// All nodes know where all others are.
    fn memberships(&mut self, _: &Memberships) {}

    fn vote(&mut self, to: ServerId, notification: &Notification) {
        self.votes.push((to, notification.clone()));
    }

    fn dial(&mut self, to: ServerId, door: Door) {
        self.dials.push((to, door));
    }

    fn send(&mut self, link: LinkId, packets: Bytes) {
        self.observe_packets(link, &packets);
        self.effects.push(Effect::Send { conn: Conn(link.0), bytes: packets });
    }

    fn send_snapshot(&mut self, link: LinkId, zxid: Zxid) {
        let conn = Conn(link.0);
        self.observe(Observation::Packet { link: conn, out: true, kind: PacketKind::Snap, zxid, data: None });
        let mut bytes = head(PacketKind::Snap, zxid, None).to_vec();
        bytes.extend_from_slice(&TAIL);
        if self.tree.last_zxid() != zxid {
            let reason =
                format!("a snapshot of {zxid} is to be sent, the tree is at {}", self.tree.last_zxid());
            self.effects.push(Effect::Halt { reason });
        }
        if let Ok(bytes) = zk_journal::stream::write(&self.tree, bytes) {
            self.effects.push(Effect::Send { conn, bytes: bytes.into() });
        }
    }

    fn hang_up(&mut self, link: LinkId, _reason: &str) {
        let conn = Conn(link.0);
        self.observe(Observation::LinkClosed { link: conn });
        self.effects.push(Effect::Close { conn });
        self.feeds.remove(&conn);
        self.hung_up.push(conn);
    }

    fn serving(&mut self, serving: Serving) {
        self.serving = Serves(serving);
        let observed = match serving {
            Serving::No => ghost::Serving::No,
            Serving::ReadOnly => ghost::Serving::ReadOnly,
            Serving::Leader { epoch } => ghost::Serving::Leader { epoch },
            Serving::Learner { leader, master, epoch, .. } => {
                let leader = (master == leader).then(|| node_of(leader));
                ghost::Serving::Learner { leader, epoch }
            }
        };
        self.observe(Observation::Serving(observed));
        if serving == Serving::No {
            self.drop_clients();
        }
    }

    fn halt(&mut self, reason: &str) {
        self.effects.push(Effect::Halt { reason: reason.into() });
    }

    fn note(&mut self, level: NoteLevel, text: &str) {
        let alarm = level == NoteLevel::Error;
        self.observe(Observation::Note { alarm, text: text.into() });
    }
}
