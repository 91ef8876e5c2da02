//! What only the checkers know: which history each disk would yield, which transactions are chosen, who leads which
//! epoch. Computed from disk images and from what leaves and enters the nodes; the nodes' own opinion counts for
//! nothing. The letters are those of `spec/verification.md` §4.2.

pub mod chain;
mod choice;
mod clients;
mod memberships;
pub mod model;
mod oracle;
mod packets;
pub mod quorum;
mod restores;
mod serving;
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
    /// It leads, and wants this tree to be the base of its history.
    Restore {
        /// The tree's zxid.
        zxid: Zxid,
        /// The tree as it is sent to learners.
        tree: Bytes,
    },
    /// It has been told what became of its restore.
    RestoreEnded(zk_server::member::RestoreOutcome),
    /// It wants its history moved aside.
    SetAside,
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
    LogRead {
        /// Over this connection.
        link: Conn,
    },
    /// A snapshot was written while the tree changed.
    FuzzySnapshot,
    /// Something that an operator should read.
    Note {
        /// It needs somebody.
        alarm: bool,
        /// What.
        text: String,
    },
    /// A session that only this node knew has expired.
    LocalExpired {
        /// The session.
        session: SessionId,
        /// Its timeout.
        timeout_ms: i32,
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
    /// Answers reads from what it last knew.
    ReadOnly,
    /// Leads.
    Leader {
        /// The epoch.
        epoch: i64,
    },
    /// Follows or observes.
    Learner {
        /// The leader. `None` for an observer of a follower: by the time it calls, that one may follow another leader than
        /// the election has named.
        leader: Option<Node>,
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
    /// The newest snapshot that became durable before the log up to it did.
    ahead_of_log: Zxid,
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
    /// The same, of its own clients alone.
    heard_us: BTreeMap<SessionId, u64>,
    /// Until then an oracle permits it to go on without the other voter, in monotonic milliseconds.
    permitted_until_ms: u64,
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
    /// The voters in the beginning.
    quorum: Quorum,
    /// Those of each reconfiguration, by its zxid.
    reconfigurations: BTreeMap<Zxid, Quorum>,
    members: Vec<Member>,
    epochs: BTreeMap<i64, Epoch>,
    /// The chosen path.
    pub chain: Chain,
    /// What the chosen path makes.
    pub model: Model,
    /// Paths that were hit.
    pub points: Points,
    clients: clients::Clients,
    /// Sessions that a transaction closes that was ever logged somewhere.
    closing: BTreeSet<SessionId>,
    /// The trees of backups, by the zxid that each was to have.
    restores: restores::Restores,
    /// Who acts as if something were chosen, while an oracle permits it to decide that alone.
    alone: Option<Node>,
}

impl Ghost {
    /// Nodes that begin with these disks, all with the history of `tree`.
    pub fn new(quorum: Quorum, disks: &[MemDisk], tree: DataTree) -> Result<Ghost, Violation> {
        let root = tree.last_zxid();
        let mut ghost = Ghost {
            quorum,
            reconfigurations: BTreeMap::new(),
            members: Vec::new(),
            epochs: BTreeMap::new(),
            chain: Chain::new(root),
            model: Model::new(tree),
            points: Points::default(),
            clients: clients::Clients::default(),
            closing: BTreeSet::new(),
            restores: restores::Restores::default(),
            alone: None,
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
                ahead_of_log: Zxid::ZERO,
                wanted: root,
                rewriting: false,
                robbed: false,
                running: false,
                serving: Serving::No,
                serving_since_us: 0,
                applied: Zxid::ZERO,
                links: BTreeMap::new(),
                touched_us: BTreeMap::new(),
                heard_us: BTreeMap::new(),
                permitted_until_ms: 0,
            });
        }
        Ok(ghost)
    }

    /// What a node's disk would yield.
    pub fn view(&self, node: Node) -> View {
        self.members[node].view
    }

    /// True if the log of a node's disk ends within a record.
    pub fn torn_tail(&self, node: Node) -> bool {
        self.members[node].shadow.is_torn()
    }

    /// True if the newest log file of a node ends in a write of which the first sector is missing.
    pub fn torn_inside(&self, node: Node) -> bool {
        self.members[node].shadow.is_torn_inside()
    }

    /// The newest snapshot of a node that became durable before the log up to it did.
    pub fn ahead_of_log(&self, node: Node) -> Zxid {
        self.members[node].ahead_of_log
    }

    /// Whether and how a node serves.
    pub fn serving(&self, node: Node) -> Serving {
        self.members[node].serving
    }

    /// The epochs that were established, newest last.
    pub fn established(&self) -> impl DoubleEndedIterator<Item = i64> {
        self.epochs.iter().filter(|(_, e)| e.established).map(|(e, _)| *e)
    }

    /// The voters by what is chosen.
    pub fn quorum(&self) -> &Quorum {
        self.quorum_at(self.chain.last_chosen())
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
            return if m.view.last > self.chain.root() && !m.rewriting {
                Err(Violation::new("S10", found))
            } else {
                Ok(())
            };
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
        self.recovered(node, &r.tree)
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
        m.heard_us.clear();
        m.permitted_until_ms = 0;
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
        self.recovered(node, tree)
    }

    /// Something happened at a node; `now_us` is its monotonic clock.
    pub fn observe(&mut self, node: Node, disk: &MemDisk, now_us: u64, observation: Observation) -> Check {
        let permitted = now_us / 1000 < self.members[node].permitted_until_ms;
        self.alone = (permitted && oracle::acts(&observation)).then_some(node);
        let result = self.observed(node, disk, now_us, observation);
        self.alone = None;
        result
    }

    fn observed(&mut self, node: Node, disk: &MemDisk, now_us: u64, observation: Observation) -> Check {
        match observation {
            Observation::Disk => self.disk(node, disk),
            Observation::Append { txns } => self.append(node, now_us, &txns),
            Observation::Truncate { to } => {
                self.points.hit(Point::Truncation);
                let m = &mut self.members[node];
                m.rewriting = true;
                m.wanted = to;
                if m.shadow.log_files_above(to) > 0 {
                    self.points.hit(Point::TruncAcrossFiles);
                }
                Ok(())
            }
            Observation::Install { zxid } => {
                self.points.hit(Point::Installation);
                let m = &mut self.members[node];
                m.rewriting = true;
                m.wanted = zxid;
                Ok(())
            }
            Observation::Restore { zxid, tree } => self.restore(node, zxid, tree),
            Observation::RestoreEnded(outcome) => self.restore_ended(node, &outcome),
            Observation::SetAside => {
                self.set_aside(node);
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
            Observation::LogRead { link } => {
                self.points.hit(Point::LogRead);
                self.members[node].links.entry(link).or_default().from_log = true;
                Ok(())
            }
            Observation::FuzzySnapshot => {
                self.points.hit(Point::SnapshotFuzzy);
                Ok(())
            }
            Observation::Note { alarm: true, text } if text.contains("refused") => {
                Err(Violation::new("S10", format!("node {}: {text}", node + 1)))
            }
            Observation::Note { text, .. } => {
                if text.contains("is promised already") {
                    self.points.hit(Point::OldEpochRefused);
                } else if text.contains("no zxid left") {
                    self.points.hit(Point::CounterExhausted);
                }
                Ok(())
            }
            Observation::Vote { .. } => Ok(()),
            Observation::Serving(serving) => self.serves(node, now_us, serving),
            Observation::LocalExpired { session, timeout_ms } => {
                self.local_expired(node, now_us, session, timeout_ms)
            }
            Observation::Touched { session } => {
                self.members[node].touched_us.insert(session, now_us);
                self.members[node].heard_us.insert(session, now_us);
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
        let Some(junction) = self.junction_of(node, view.last) else {
            let facts =
                format!("history of node {id} ends with {}, and nobody knows what came before", view.last);
            return Err(Violation::new("S13", facts));
        };
        let m = &mut self.members[node];
        if view.base > before.last {
            m.ahead_of_log = view.base;
            self.points.hit(Point::SnapshotAhead);
        }
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

    /// True if a quorum of disks holds it now, whether or not anybody knows.
    pub fn is_chosen_now(&self, zxid: Zxid) -> bool {
        if self.chain.position(zxid).is_some() {
            return true;
        }
        let epoch = self.epochs.get(&i64::from(zxid.epoch())).filter(|e| e.established);
        epoch.is_some_and(|e| self.quorums_hold(zxid, e))
    }
}

#[cfg(test)]
mod tests;
