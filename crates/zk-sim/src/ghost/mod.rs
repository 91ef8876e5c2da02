//! What only the checkers know: which history each disk would yield, which transactions are chosen, who leads which
//! epoch. Computed from disk images and from what leaves and enters the nodes; the nodes' own opinion counts for
//! nothing. The letters are those of `spec/verification.md` §4.2.

pub mod chain;
mod clients;
pub mod model;
mod packets;
pub mod quorum;
pub mod shadow;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use bytes::Bytes;
use zk_proto::quorum::PacketKind;
use zk_proto::{SessionId, Zxid};
use zk_storage::MemDisk;
use zk_tree::DataTree;

use crate::points::{Point, Points};
use crate::seam::{Conn, Node};
use chain::Chain;
pub use clients::{Asked, Reply};
use model::Model;
use packets::Link;
use quorum::Quorum;
use shadow::{News, Shadow, View};

/// Something that must hold does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which.
    pub invariant: &'static str,
    /// What contradicts it.
    pub facts: String,
}

impl Violation {
    /// A violation.
    pub fn new(invariant: &'static str, facts: impl Into<String>) -> Violation {
        Violation { invariant, facts: facts.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.invariant, self.facts)
    }
}

/// Shorthand.
pub type Check = Result<(), Violation>;

/// What the checkers are told of a node, in the order in which it happened.
#[derive(Clone, Debug)]
pub enum Observation {
    /// Its disk did something.
    Disk,
    /// It wants transactions in its log.
    Append {
        /// Zxid and payload.
        txns: Vec<(Zxid, Bytes)>,
    },
    /// It wants its history cut behind this zxid.
    Truncate {
        /// The last that stays.
        to: Zxid,
    },
    /// It wants its history replaced by a tree with this last zxid.
    Install {
        /// The last zxid.
        zxid: Zxid,
    },
    /// A packet of the quorum protocol leaves it, or is being processed by it.
    Packet {
        /// Over this connection.
        link: Conn,
        /// Leaves.
        out: bool,
        /// Kind.
        kind: PacketKind,
        /// Zxid.
        zxid: Zxid,
        /// Data.
        data: Option<Bytes>,
    },
    /// A connection of the quorum protocol is over, as far as this node is concerned.
    LinkClosed {
        /// The connection.
        link: Conn,
    },
    /// Its tree has moved on.
    Applied {
        /// The tree's last zxid.
        last: Zxid,
        /// The tree's digest.
        digest: u64,
        /// Transactions that left another digest than they foretold.
        mismatches: u64,
    },
    /// Another tree took the place of its tree.
    Replaced {
        /// The tree's last zxid.
        last: Zxid,
    },
    /// It begins or ceases to serve.
    Serving(Serving),
    /// A vote leaves it, or is being processed by it.
    Vote {
        /// To or from whom.
        peer: Node,
        /// Leaves.
        out: bool,
        /// What it says.
        vote: zk_proto::election::Notification,
    },
    /// A snapshot has been written.
    Snapshot,
    /// Old snapshots and logs are gone.
    Purged,
    /// A learner gets a part of the log on disk.
    LogRead,
    /// Something that an operator should read.
    Note {
        /// It needs somebody.
        alarm: bool,
        /// What.
        text: String,
    },
    /// A session of a client that is connected to this node, or a learner told of, showed a sign of life.
    Touched {
        /// The session.
        session: SessionId,
    },
}

/// Whether and how a node serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Serving {
    /// Nobody.
    #[default]
    No,
    /// Leads.
    Leader {
        /// The epoch.
        epoch: i64,
    },
    /// Follows or observes.
    Learner {
        /// The leader.
        leader: Node,
        /// The epoch.
        epoch: i64,
    },
}

#[derive(Debug)]
struct Member {
    shadow: Shadow,
    view: View,
    /// Chosen transactions in the durable history.
    position: usize,
    /// The end of the history with all that was asked for.
    wanted: Zxid,
    /// The history is being cut or replaced; until the next epoch is adopted it may be anything in between.
    rewriting: bool,
    /// Somebody took its disk away: until it has everything again, what it lacks does not count as lost.
    robbed: bool,
    running: bool,
    serving: Serving,
    serving_since_us: u64,
    applied: Zxid,
    links: BTreeMap<Conn, Link>,
    /// Monotonic time of each session's last sign of life that this node heard of.
    touched_us: BTreeMap<SessionId, u64>,
}

#[derive(Debug, Default)]
struct Epoch {
    claimed: Option<Node>,
    /// The end of the leader's history when it first said NEWLEADER.
    init: Option<Zxid>,
    /// Who had this epoch and that history on disk.
    vouched: BTreeSet<Node>,
    /// Up to which counter each had this epoch's transactions on disk while it was its epoch.
    marks: BTreeMap<Node, u32>,
    established: bool,
}

/// All of it.
#[derive(Debug)]
pub struct Ghost {
    quorum: Quorum,
    members: Vec<Member>,
    epochs: BTreeMap<i64, Epoch>,
    /// The chosen path.
    pub chain: Chain,
    /// What the chosen path makes.
    pub model: Model,
    /// Paths that were hit.
    pub points: Points,
    clients: clients::Clients,
}

impl Ghost {
    /// Nodes that begin with these disks, all with the history of `tree`.
    pub fn new(quorum: Quorum, disks: &[MemDisk], tree: DataTree) -> Result<Ghost, Violation> {
        let root = tree.last_zxid();
        let mut ghost = Ghost {
            quorum,
            members: Vec::new(),
            epochs: BTreeMap::new(),
            chain: Chain::new(root),
            model: Model::new(tree),
            points: Points::default(),
            clients: clients::Clients::default(),
        };
        for disk in disks {
            let (shadow, news) = Shadow::new(disk);
            let view = shadow.view();
            for (before, zxid) in news.links {
                ghost.chain.link(before, zxid)?;
            }
            ghost.members.push(Member {
                shadow,
                view,
                position: 0,
                wanted: root,
                rewriting: false,
                robbed: false,
                running: false,
                serving: Serving::No,
                serving_since_us: 0,
                applied: Zxid::ZERO,
                links: BTreeMap::new(),
                touched_us: BTreeMap::new(),
            });
        }
        Ok(ghost)
    }

    /// What a node's disk would yield.
    pub fn view(&self, node: Node) -> View {
        self.members[node].view
    }

    /// Whether and how a node serves.
    pub fn serving(&self, node: Node) -> Serving {
        self.members[node].serving
    }

    /// The epochs that were established, newest last.
    pub fn established(&self) -> impl DoubleEndedIterator<Item = i64> {
        self.epochs.iter().filter(|(_, e)| e.established).map(|(e, _)| *e)
    }

    /// The voters.
    pub fn quorum(&self) -> &Quorum {
        &self.quorum
    }

    /// A node has crashed, and this is what its disk holds now.
    pub fn crashed(&mut self, node: Node, disk: &MemDisk) -> Check {
        let (shadow, news) = Shadow::new(disk);
        self.stopped(node);
        let m = &mut self.members[node];
        let before = m.view;
        m.shadow = shadow;
        let view = m.shadow.view();
        for (a, b) in news.links {
            self.chain.link(a, b)?;
        }
        // More may have survived than was certain, never less.
        if !self.members[node].rewriting
            && view.last != before.last
            && !self.chain.holds(view.last, before.last)
        {
            let facts = format!("disk of {} held {} and now ends with {}", node + 1, before.last, view.last);
            return Err(Violation::new("S10", facts));
        }
        self.viewed(node, view)
    }

    /// A process was killed; its system lives on with what it had not written yet.
    pub fn crashed_softly(&mut self, node: Node, disk: &MemDisk) -> Check {
        self.disk(node, disk)
    }

    /// A disk as a crash might have left it is recovered, on the side. S7, S10, S11, S13, S23; the `pessimistic` one
    /// yields exactly what is believed of it.
    pub fn check_image(&mut self, node: Node, image: &MemDisk, pessimistic: bool) -> Check {
        let id = node + 1;
        let r = crate::world::recover(image)
            .map_err(|e| Violation::new("S7", format!("a crash image of node {id} is refused: {e}")))?;
        let (m, epochs) =
            (&self.members[node], r.epochs.unwrap_or(zk_journal::Epochs { accepted: -1, current: -1 }));
        let found =
            format!("recovery of node {id} yields {} and {epochs:?}, {:?} is on disk", r.last_zxid, m.view);
        if r.last_zxid.0 == -1 {
            return if m.view.last > self.chain.root() { Err(Violation::new("S10", found)) } else { Ok(()) };
        }
        if pessimistic && (r.last_zxid != m.view.last || epochs.current != m.view.effective_current().max(0))
        {
            return Err(Violation::new("shadow", found));
        }
        if i64::from(r.last_zxid.epoch()) > epochs.current || epochs.current > epochs.accepted {
            return Err(Violation::new("S7", found));
        }
        if !m.rewriting && !self.chain.holds(r.last_zxid, m.view.last) {
            return Err(Violation::new("S10", found));
        }
        let Some(junction) = self.chain.junction(r.last_zxid) else {
            return Err(Violation::new("S13", found));
        };
        if let Some(t) = junction.tail.iter().find(|t| self.dead_by(**t).is_some_and(|e| epochs.current >= e))
        {
            return Err(Violation::new("S11", format!("{found}; {t} was discarded")));
        }
        self.digest(node, r.last_zxid, r.tree.digest(), r.tree.digest_check().mismatches())
    }

    /// A node's disk is gone, and with it all that it vouched for. The copies do not count as lost.
    pub fn wiped(&mut self, node: Node, disk: &MemDisk) {
        let (shadow, _) = Shadow::new(disk);
        self.stopped(node);
        let m = &mut self.members[node];
        m.view = shadow.view();
        m.shadow = shadow;
        m.position = self.chain.junction(m.view.last).map_or(0, |j| j.position);
        m.wanted = m.view.last;
        m.rewriting = false;
        m.robbed = true;
    }

    /// A process has ended; what it knew is gone.
    pub fn stopped(&mut self, node: Node) {
        let m = &mut self.members[node];
        m.running = false;
        m.serving = Serving::No;
        m.applied = Zxid::ZERO;
        m.links.clear();
        m.touched_us.clear();
    }

    /// A process has started on the disk that the checkers know, with this tree.
    pub fn started(&mut self, node: Node, disk: &MemDisk, tree: Option<&DataTree>) -> Check {
        // Recovery may have mended things.
        self.disk(node, disk)?;
        let m = &mut self.members[node];
        m.running = true;
        m.wanted = m.view.last;
        m.applied = tree.map_or(Zxid::ZERO, DataTree::last_zxid);
        let Some(tree) = tree else { return Ok(()) };
        let view = m.view;
        if tree.last_zxid() != view.last {
            let facts = format!(
                "node {} restarted with {} from a disk that ends with {}",
                node + 1,
                tree.last_zxid(),
                view.last
            );
            return Err(Violation::new("S10", facts));
        }
        self.digest(node, tree.last_zxid(), tree.digest(), tree.digest_check().mismatches())
    }

    /// Something happened at a node; `now_us` is its monotonic clock.
    pub fn observe(&mut self, node: Node, disk: &MemDisk, now_us: u64, observation: Observation) -> Check {
        match observation {
            Observation::Disk => self.disk(node, disk),
            Observation::Append { txns } => self.append(node, now_us, &txns),
            Observation::Truncate { to } => {
                self.points.hit(Point::Truncation);
                let m = &mut self.members[node];
                m.rewriting = true;
                m.wanted = to;
                Ok(())
            }
            Observation::Install { zxid } => {
                self.points.hit(Point::Installation);
                let m = &mut self.members[node];
                m.rewriting = true;
                m.wanted = zxid;
                Ok(())
            }
            Observation::Packet { link, out, kind, zxid, data } => {
                self.packet(node, now_us, link, out, kind, zxid, data.as_deref())
            }
            Observation::LinkClosed { link } => {
                self.link_closed(node, link);
                Ok(())
            }
            Observation::Applied { last, digest, mismatches } => self.applied(node, last, digest, mismatches),
            Observation::Replaced { last } => {
                let m = &mut self.members[node];
                m.applied = last;
                if m.serving == Serving::No {
                    return Ok(());
                }
                Err(Violation::new("S12", format!("node {} got another tree while it serves", node + 1)))
            }
            Observation::Snapshot => {
                self.points.hit(Point::SnapshotTaken);
                Ok(())
            }
            Observation::Purged => {
                self.points.hit(Point::Purged);
                Ok(())
            }
            Observation::LogRead => {
                self.points.hit(Point::LogRead);
                Ok(())
            }
            Observation::Note { alarm: true, text } if text.contains("refused") => {
                Err(Violation::new("S10", format!("node {}: {text}", node + 1)))
            }
            Observation::Note { .. } | Observation::Vote { .. } => Ok(()),
            Observation::Serving(serving) => self.serves(node, now_us, serving),
            Observation::Touched { session } => {
                self.members[node].touched_us.insert(session, now_us);
                Ok(())
            }
        }
    }

    fn disk(&mut self, node: Node, disk: &MemDisk) -> Check {
        let mut news = News::default();
        let m = &mut self.members[node];
        let changed = m.shadow.follow(disk, &mut news);
        let view = m.shadow.view();
        for (a, b) in news.links {
            self.chain.link(a, b)?;
        }
        if changed { self.viewed(node, view) } else { Ok(()) }
    }

    /// A node's disk yields something else than before.
    fn viewed(&mut self, node: Node, view: View) -> Check {
        let before = self.members[node].view;
        let id = node + 1;
        // S7. Absent files count as -1 and may only come.
        let robbed = self.members[node].robbed;
        if !robbed && (view.accepted < before.accepted || view.current < before.current) {
            return Err(Violation::new(
                "S7",
                format!("epochs of node {id} went back: {before:?}, then {view:?}"),
            ));
        }
        if view.current > view.accepted {
            return Err(Violation::new(
                "S7",
                format!("node {id} has adopted what it has not accepted: {view:?}"),
            ));
        }
        let Some(junction) = self.chain.junction(view.last) else {
            let facts =
                format!("history of node {id} ends with {}, and nobody knows what came before", view.last);
            return Err(Violation::new("S13", facts));
        };
        let m = &mut self.members[node];
        m.view = view;
        m.position = junction.position;
        m.robbed &= m.position < self.chain.chosen().len();
        if view.current > before.current {
            m.rewriting = false;
        }
        let rewriting = m.rewriting;
        self.vouch(node, view)?;
        self.choose()?;
        self.check_position(node)?;
        // S11.
        let junction = self.chain.junction(view.last).map(|j| j.tail).unwrap_or_default();
        for t in junction {
            if let Some(e) = self.dead_by(t).filter(|e| view.current >= *e) {
                let facts = format!(
                    "{t}, discarded by epoch {e}, is on the disk of node {id}, whose epoch is {}",
                    view.current
                );
                return Err(Violation::new("S11", facts));
            }
        }
        // S8, second part.
        if let Some(init) = self.epochs.get(&view.current).and_then(|e| e.init)
            && !rewriting
            && !self.chain.holds(view.last, init)
        {
            let facts = format!(
                "node {id} vouches for epoch {} on disk, but its history ends with {} and lacks {init}",
                view.current, view.last
            );
            return Err(Violation::new("S8", facts));
        }
        Ok(())
    }

    /// The epoch that discards a transaction.
    fn dead_by(&self, t: Zxid) -> Option<i64> {
        let epoch = i64::from(t.epoch());
        let later = self.epochs.range(epoch + 1..).find(|(_, e)| e.established)?;
        (!self.chain.holds(later.1.init?, t)).then_some(*later.0)
    }

    fn vouch(&mut self, node: Node, view: View) -> Check {
        let current = view.current;
        let init = self.epochs.get(&current).and_then(|e| e.init);
        let holds = init.is_some_and(|init| self.chain.holds(view.last, init));
        let Some(epoch) = self.epochs.get_mut(&current) else { return Ok(()) };
        if holds {
            epoch.vouched.insert(node);
        }
        // A leader may have a follower of its own epoch forget what is not committed, and propose it again: then its
        // old acknowledgement must not count any more. What it forgets for a later leader, it had acknowledged.
        if i64::from(view.last.epoch()) == current {
            epoch.marks.insert(node, view.last.counter());
        } else if view.current == view.accepted {
            epoch.marks.insert(node, 0);
        }
        Ok(())
    }

    /// Lets `chosen` grow by what a quorum of disks holds.
    fn choose(&mut self) -> Check {
        let Some((&number, epoch)) = self.epochs.iter_mut().next_back() else { return Ok(()) };
        let mut newest = number;
        let _ = epoch;
        // An older epoch may still grow while a newer one is being claimed.
        let candidates: Vec<i64> = self.epochs.keys().rev().take(4).copied().collect();
        for e in candidates.into_iter().rev() {
            self.choose_in(e)?;
            newest = newest.max(e);
        }
        Ok(())
    }

    fn choose_in(&mut self, e: i64) -> Check {
        let Some(epoch) = self.epochs.get_mut(&e) else { return Ok(()) };
        let Some(init) = epoch.init else { return Ok(()) };
        if !epoch.established {
            if !self.quorum.is_quorum(|n| epoch.vouched.contains(&n)) {
                return Ok(());
            }
            epoch.established = true;
            self.points.hit(Point::Established);
            self.extend(init, e)?;
            self.check_dead(e)?;
        }
        Ok(())
    }

    /// Somebody acts as if `zxid` were chosen. It is, if a quorum of disks holds it; from now on it stays so.
    ///
    /// Not before: what a quorum holds and nobody knows to be so may still be forgotten, see [`Ghost::vouch`].
    fn is_chosen(&mut self, zxid: Zxid) -> Result<bool, Violation> {
        if self.chain.position(zxid).is_some() {
            return Ok(true);
        }
        let e = i64::from(zxid.epoch());
        let Some(epoch) = self.epochs.get(&e).filter(|e| e.established) else { return Ok(false) };
        if self.quorum.reached(|n| epoch.marks.get(&n).copied().unwrap_or(0)) < zxid.counter() {
            return Ok(false);
        }
        self.extend(zxid, e)?;
        for node in 0..self.members.len() {
            self.check_position(node)?;
        }
        Ok(true)
    }

    /// True if a quorum of disks holds it now, whether or not anybody knows.
    pub fn is_chosen_now(&self, zxid: Zxid) -> bool {
        if self.chain.position(zxid).is_some() {
            return true;
        }
        let epoch = self.epochs.get(&i64::from(zxid.epoch())).filter(|e| e.established);
        let mark = |e: &Epoch| self.quorum.reached(|n| e.marks.get(&n).copied().unwrap_or(0));
        epoch.is_some_and(|e| mark(e) >= zxid.counter())
    }

    fn extend(&mut self, last: Zxid, epoch: i64) -> Check {
        if self.chain.position(last).is_some() {
            return Ok(());
        }
        let new = self.chain.choose(last)?;
        for t in &new {
            self.check_chosen(*t, epoch)?;
        }
        for (node, m) in self.members.iter_mut().enumerate() {
            let Some(j) = self.chain.junction(m.view.last) else {
                return Err(Violation::new("S13", format!("history of node {} is unknown", node + 1)));
            };
            m.position = j.position;
        }
        Ok(())
    }

    /// S2, S5, S14: a transaction has become chosen.
    fn check_chosen(&mut self, t: Zxid, by: i64) -> Check {
        for (e, epoch) in self.epochs.range(i64::from(t.epoch()) + 1..) {
            if let Some(init) = epoch.init
                && *e > by
                && !self.chain.holds(init, t)
            {
                let facts = format!(
                    "{t} became chosen, though the leader of epoch {e} began without it, with {init}"
                );
                return Err(Violation::new("S5", facts));
            }
        }
        let payload = self.chain.payload(t).cloned();
        let Some(payload) = payload else {
            return Err(Violation::new("S2", format!("{t} is chosen, and nobody ever proposed it")));
        };
        self.model.apply(t, &payload)
    }

    /// S11: an epoch is established; whoever has adopted it or a later one holds nothing that it discards.
    fn check_dead(&mut self, _e: i64) -> Check {
        for node in 0..self.members.len() {
            let view = self.members[node].view;
            let tail = self.chain.junction(view.last).map(|j| j.tail).unwrap_or_default();
            for t in tail {
                if let Some(by) = self.dead_by(t).filter(|by| view.current >= *by) {
                    let facts = format!("{t}, discarded by epoch {by}, is on the disk of node {}", node + 1);
                    return Err(Violation::new("S11", facts));
                }
            }
        }
        Ok(())
    }

    /// S10: no quorum lacks a chosen transaction.
    fn check_position(&self, node: Node) -> Check {
        let chosen = self.chain.chosen().len();
        if self.members[node].position == chosen {
            return Ok(());
        }
        let lacks = |n: Node| self.members[n].position < chosen && !self.members[n].robbed;
        if self.quorum.is_quorum(lacks) {
            let who: Vec<String> =
                self.quorum.voters().iter().filter(|n| lacks(**n)).map(|n| format!("{}", n + 1)).collect();
            let facts = format!(
                "{} is chosen, and nodes {} lack it on disk",
                self.chain.last_chosen(),
                who.join(", ")
            );
            return Err(Violation::new("S10", facts));
        }
        Ok(())
    }

    fn append(&mut self, node: Node, now_us: u64, txns: &[(Zxid, Bytes)]) -> Check {
        for (zxid, payload) in txns {
            self.chain.learn(*zxid, payload)?;
            let wanted = self.members[node].wanted;
            self.chain.link(wanted, *zxid)?;
            self.members[node].wanted = *zxid;
            self.check_expiry(node, now_us, payload)?;
        }
        Ok(())
    }

    /// S17d: a session expires only if nothing was heard of it for its timeout, and its leader led for as long.
    fn check_expiry(&self, node: Node, now_us: u64, payload: &[u8]) -> Check {
        let m = &self.members[node];
        let Serving::Leader { .. } = m.serving else { return Ok(()) };
        let mut r = zk_proto::Reader::new(payload);
        let Ok(h) = zk_proto::TxnHeader::decode(&mut r) else { return Ok(()) };
        if h.kind != zk_proto::OpCode::CloseSession.code() || h.cxid != 0 {
            return Ok(());
        }
        let Some(timeout_ms) = self.model.session_timeout_ms(h.session) else { return Ok(()) };
        let heard = m.touched_us.get(&h.session).copied().unwrap_or(0).max(m.serving_since_us);
        let silent_ms = now_us.saturating_sub(heard) / 1000;
        // A millisecond of rounding.
        if silent_ms + 1 < timeout_ms.max(0) as u64 {
            let facts = format!(
                "node {} expires session {} after {silent_ms} ms of silence; its timeout is {timeout_ms} ms",
                node + 1,
                h.session
            );
            return Err(Violation::new("S17", facts));
        }
        Ok(())
    }

    fn applied(&mut self, node: Node, last: Zxid, digest: u64, mismatches: u64) -> Check {
        let m = &mut self.members[node];
        if last < m.applied {
            let facts = format!("tree of node {} went from {} back to {last}", node + 1, m.applied);
            return Err(Violation::new("S1", facts));
        }
        m.applied = last;
        let view = m.view;
        // Who serves nobody may run ahead: a leader to be applies all of the history that it hands out.
        if m.serving == Serving::No {
            return if mismatches > 0 { self.digest(node, last, digest, mismatches) } else { Ok(()) };
        }
        if !self.is_chosen(last)? {
            let facts = format!(
                "node {} applied {last}, which is not chosen; {}",
                node + 1,
                self.chain.last_chosen()
            );
            return Err(Violation::new("S1", facts));
        }
        if !self.chain.holds(view.last, last) {
            self.points.hit(Point::AppliedBeforeDurable);
        }
        self.digest(node, last, digest, mismatches)
    }

    fn digest(&mut self, node: Node, last: Zxid, digest: u64, mismatches: u64) -> Check {
        if mismatches > 0 {
            return Err(Violation::new(
                "S15",
                format!("tree of node {} has other digests than foretold, at {last}", node + 1),
            ));
        }
        match self.model.digest(last) {
            Some(d) if d != digest => {
                let facts =
                    format!("tree of node {} at {last} has digest {digest:#x}, should be {d:#x}", node + 1);
                Err(Violation::new("S15", facts))
            }
            _ => Ok(()),
        }
    }

    fn serves(&mut self, node: Node, now_us: u64, serving: Serving) -> Check {
        let m = &mut self.members[node];
        m.serving = serving;
        m.serving_since_us = now_us;
        let id = node + 1;
        let applied = m.applied;
        match serving {
            Serving::No => Ok(()),
            Serving::Leader { epoch } => {
                self.claim(node, epoch)?;
                self.choose()?;
                self.serves_chosen(node, applied)?;
                if self.epochs.get(&epoch).is_some_and(|e| e.established) {
                    self.points.hit(Point::Led);
                    return Ok(());
                }
                Err(Violation::new(
                    "S12",
                    format!("node {id} leads epoch {epoch}, which no quorum has on disk"),
                ))
            }
            Serving::Learner { epoch, leader } => {
                self.points.hit(Point::Followed);
                let told = m.links.values().any(|l| l.up_to_date && l.epoch == Some(epoch));
                let claimed = self.epochs.get(&epoch).and_then(|e| e.claimed);
                if !told || claimed != Some(leader) {
                    let facts = format!(
                        "node {id} serves in epoch {epoch} without UPTODATE of its leader {}",
                        leader + 1
                    );
                    return Err(Violation::new("S12", facts));
                }
                self.serves_chosen(node, applied)
            }
        }
    }

    /// S1 at the moment at which a node begins to serve.
    fn serves_chosen(&mut self, node: Node, applied: Zxid) -> Check {
        if self.is_chosen(applied)? {
            return Ok(());
        }
        let facts = format!(
            "node {} begins to serve at {applied}, which is not chosen; {}",
            node + 1,
            self.chain.last_chosen()
        );
        Err(Violation::new("S1", facts))
    }

    /// S6, S5: a node says NEWLEADER, or serves as leader, for the first time in an epoch.
    fn claim(&mut self, node: Node, epoch: i64) -> Check {
        let wanted = self.members[node].wanted;
        let mut init = wanted;
        while i64::from(init.epoch()) >= epoch {
            let Some(before) = self.chain.before(init) else { break };
            init = before;
        }
        let e = self.epochs.entry(epoch).or_default();
        match e.claimed {
            Some(n) if n == node => return Ok(()),
            Some(n) => {
                let facts = format!("nodes {} and {} both lead epoch {epoch}", n + 1, node + 1);
                return Err(Violation::new("S6", facts));
            }
            None => {}
        }
        e.claimed = Some(node);
        e.init = Some(init);
        let chosen = self.chain.chosen();
        let older = chosen.partition_point(|t| i64::from(t.epoch()) < epoch);
        let held = self.chain.junction(init).map_or(0, |j| j.position);
        if held < older {
            let facts = format!(
                "node {} begins epoch {epoch} with {init}, without {}, which is chosen",
                node + 1,
                chosen[held]
            );
            return Err(Violation::new("S5", facts));
        }
        for n in 0..self.members.len() {
            self.vouch(n, self.members[n].view)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
