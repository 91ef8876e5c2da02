//! The machine's wishes, fulfilled: the shared tree, the log thread, the sockets.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLockReadGuard};
use std::time::{Duration, Instant};

use bytes::Bytes;
use zk_journal::TreeSource;
use zk_journal::stream::{self, FuzzyStream};
use zk_proto::election::Notification;
use zk_proto::quorum::{PacketKind, QuorumPacket};
use zk_proto::{Reader, ServerId, TxnHeader, Zxid};
use zk_server::CloseReason;
use zk_server::member::{DiskRequest, Host, NoteLevel, Serving};
use zk_tree::{ConnId, DataTree, WatchTable};
use zk_zab::{Door, LinkId, MemberRole, Memberships};

use super::disk::DiskHandle;
use super::log_reader::{LogReader, ReadRequest};
use super::oracle::OracleReader;
use super::pace::{Counting, Paces, Sent, Way};
use super::refusals::{Loudness, Refusals};
use super::setup::addresses;
use crate::config::members::{Member, Membership};
use crate::conn::End;
use crate::core::CoreSink;
use crate::log_gate::Subject;
use crate::quorum::HostPort;
use crate::quorum::election_net::{self, ElectionNet};
use crate::quorum::links::{self, Links};
use crate::quorum::secure::QuorumSecurity;
use crate::shared::{CORE_METRICS, Shared};
use crate::status::Serving as ToClients;
use crate::status::metrics::{Counter, Summary};

/// A tree of up to this many nodes is copied out at once for a learner; a larger one is walked while it changes.
const COPY_NODES: usize = 10_000;

/// So many followers are called by an observer in the time that it has for reaching one, even if none of them answers.
const MASTERS_WITHIN_TIMEOUT: u32 = 4;

/// How the machine's notes end that tell of an order which was not obeyed.
const REFUSED: &str = ": refused";

/// What a node takes in a stream besides its path and its data.
const NODE_BYTES: u64 = 80;

/// How the other members are reached, and the threads that do the work.
pub(crate) struct MemberHost {
    pub(super) shared: Arc<Shared>,
    pub(super) disk: DiskHandle,
    pub(super) log_reader: LogReader,
    pub(super) election: ElectionNet,
    pub(super) links: Arc<Links>,
    pub(super) me: ServerId,
    /// The active membership, line for line, and its version.
    pub(super) lines: Arc<Membership>,
    pub(super) version: i64,
    pub(super) security: Option<QuorumSecurity>,
    pub(super) quorum_addrs: BTreeMap<ServerId, Vec<HostPort>>,
    pub(super) connect_timeout: Duration,
    /// Where followers serve observers.
    pub(super) observer_master_port: Option<u16>,
    /// Where this one does.
    pub(super) observers_listen: Vec<Vec<SocketAddr>>,
    pub(super) max_data: usize,
    /// Whether a leader takes clients (`leaderServes`).
    pub(super) leader_serves: bool,
    /// It logs nothing while it serves, which only an observer may (`syncEnabled=false`).
    pub(super) keeps_no_log: bool,
    /// Below this snapshot the log on disk is of doubtful value.
    pub(super) base: Arc<AtomicI64>,
    /// Ends with this.
    pub(super) _oracle: Option<OracleReader>,
    pub(super) peers: BTreeMap<LinkId, SocketAddr>,
    /// How fast those at the other ends are.
    pub(super) paces: Paces,
    pub(super) serving: Serving,
    /// A proposal of this leader that no quorum has yet, as far as it is known, and when it was made.
    pub(super) proposed: Option<(Zxid, Instant)>,
    pub(super) refusals: Refusals,
    pub(super) role_changed: bool,
    pub(super) halted: Option<String>,
}

impl MemberHost {
    pub(super) fn max_data(&self) -> usize {
        self.max_data
    }

    pub(super) fn end(&self, conn: ConnId, why: End) {
        if let Some(conn) = self.shared.conns().find(conn) {
            conn.end(why);
        }
    }

    pub(super) fn halted(&mut self) -> Option<String> {
        self.halted.take()
    }

    pub(super) fn take_role_change(&mut self) -> bool {
        std::mem::take(&mut self.role_changed)
    }

    /// Numbers about the election and quorum ports: members connected, and what was refused.
    pub(super) fn ports(&self) -> Vec<(&'static str, u64)> {
        let connected = self.election.peers().filter(|(_, is_up)| *is_up).count() as u64;
        let votes = election_net::Refusal::ALL.iter().map(|r| (r.name(), self.election.refused(*r)));
        let links = links::Refusal::ALL.iter().map(|r| (r.name(), self.links.refused(*r)));
        std::iter::once(("election_port_members", connected)).chain(votes).chain(links).collect()
    }

    /// Counts what comes in while this member serves.
    pub(super) fn count(&self, packet: &QuorumPacket<'_>) {
        let metrics = &self.shared.metrics[CORE_METRICS];
        let learns = matches!(self.serving, Serving::Learner { .. });
        match packet.kind {
            PacketKind::Proposal if learns => metrics.count(Counter::LearnerProposal),
            PacketKind::Commit
            | PacketKind::CommitAndActivate
            | PacketKind::Inform
            | PacketKind::InformAndActivate
                if learns =>
            {
                metrics.count(Counter::LearnerCommit);
            }
            PacketKind::Revalidate if matches!(self.serving, Serving::Leader { .. }) => {
                metrics.count(Counter::LearnerRevalidate);
            }
            _ => {}
        }
    }

    /// What has come together on a link begins with a proposal: how old it is.
    pub(super) fn note_proposal(&self, packet: &QuorumPacket<'_>) {
        let Serving::Learner { observer: false, .. } = self.serving else { return };
        let header = packet.data.map(|data| TxnHeader::decode(&mut Reader::new(data)));
        let (PacketKind::Proposal, Some(Ok(header))) = (packet.kind, header) else { return };
        // Clocks of different machines: a difference below zero says nothing.
        let took_ms = u64::try_from(self.shared.clock.wall_ms() - header.time).unwrap_or(0);
        let took = Duration::from_millis(took_ms);
        self.shared.metrics[CORE_METRICS].record_time(Summary::ProposalLatency, took);
    }

    pub(super) fn link_opened(&mut self, link: LinkId, peer: SocketAddr) {
        self.peers.insert(link, peer);
        self.paces.opened(link, Instant::now(), self.shared.clock.wall_ms());
    }

    pub(super) fn link_closed(&mut self, link: LinkId) {
        self.peers.remove(&link);
        self.paces.closed(link);
        self.log_reader.ask(ReadRequest::Forget(link));
    }

    /// These are the servers to talk to from now on.
    pub(super) fn take_memberships(&mut self, memberships: &Memberships) {
        if self.keeps_no_log && memberships.active().role(self.me) != Some(MemberRole::Observer) {
            self.halted.get_or_insert_with(|| {
                "by a reconfiguration this server is no observer any more, and it has kept no log (syncEnabled=false): \
                 start it again, it is then brought up to date and keeps one"
                    .to_owned()
            });
        }
        let read = |text: &str| Membership::parse(text).map(|(lines, _)| lines).unwrap_or_default();
        let active = read(memberships.active().text());
        let version = memberships.active().version();
        if version != self.version && self.version != 0 {
            self.note_own_line(&active, version);
        }
        let mut all = active.clone();
        if let Some(next) = memberships.next() {
            all.members.extend(read(next.text()).members);
        }
        self.quorum_addrs = addresses(&all, |a| a.quorum_port);
        self.election.set_members(addresses(&all, |a| a.election_port));
        if let Some(security) = &self.security {
            security.set_hosts(self.quorum_addrs.clone());
        }
        (self.lines, self.version) = (Arc::new(active), version);
        self.role_changed = true;
    }

    /// Ports are bound at the start.
    fn note_own_line(&self, active: &Membership, version: i64) {
        tracing::info!("the membership {version:x} is active: {}", active.text(version).replace('\n', ", "));
        match (self.lines.members.get(&self.me.0), active.members.get(&self.me.0)) {
            (Some(_), None) => tracing::warn!(
                "this server is no member any more: it follows without a vote until it is stopped"
            ),
            (Some(old), Some(new)) if Member { role: new.role, ..old.clone() } != *new => tracing::warn!(
                "this server has another address by the new membership, {new}: restart it, it then listens there"
            ),
            _ => {}
        }
    }

    /// Binds the port for observers, or gives it up. Observers that there are still are the machine's business.
    fn serve_observers(&self, serves: bool) {
        if !serves || self.observers_listen.is_empty() {
            return self.links.close_to_observers();
        }
        if let Err(e) = self.links.open_to_observers(&self.observers_listen) {
            tracing::error!(
                "this follower serves no observers (observerMasterPort): {e}. Free the port; it is tried again when this \
                 server follows the next time"
            );
        }
    }

    fn note_refusal(&mut self, text: &str) {
        match self.refusals.add() {
            Loudness::Warning => tracing::warn!("{text}"),
            Loudness::Alarm => tracing::error!(
                "{text}. It is the third time without service in between, and no more is said of it: this member and that \
                 leader have different histories. Keep the data directories of all members and compare them (zkctl log cat)"
            ),
            Loudness::Quiet => tracing::debug!("{text}"),
        }
    }

    /// Every client goes, and whoever waits for a session.
    fn close_clients(&self) {
        for conn in self.shared.conns().iter() {
            if conn.session() != zk_proto::SessionId::NONE || conn.paused.load(Ordering::SeqCst) {
                conn.end(End::Server(CloseReason::NotServing));
            }
        }
    }
}

impl Drop for MemberHost {
    /// The log thread and those of the links end with them; none of them must wait for a peer that takes nothing.
    fn drop(&mut self) {
        self.links.stop();
    }
}

impl Host for MemberHost {
    type Sink<'a> = CoreSink<'a>;
    type Tree<'a> = RwLockReadGuard<'a, DataTree>;

    fn tree(&self) -> RwLockReadGuard<'_, DataTree> {
        self.shared.tree()
    }

    fn commit<R>(&mut self, f: impl FnOnce(&mut DataTree, &mut WatchTable, &mut CoreSink<'_>) -> R) -> R {
        let shared = &self.shared;
        let metrics = &shared.metrics[CORE_METRICS];
        let (result, sink) = {
            let mut tree = shared.tree_mut();
            let mut watches = shared.watches();
            // Behind the other two: the order of locks is the same everywhere.
            let mut sink = CoreSink::new(shared);
            let mismatches = tree.digest_check().mismatches();
            let result = f(&mut tree, &mut watches, &mut sink);
            sink.zxid = tree.last_zxid();
            let found = tree.digest_check().mismatches() - mismatches;
            if found > 0 {
                metrics.add(Counter::DigestMismatches, found);
                if shared.log_gate.opens(Subject::Tree, "digest") {
                    tracing::error!(
                        zxid = %tree.last_zxid(),
                        "the tree's digest is not the one that the leader foretold: stop this server, move its version-2 \
                         aside and start it again, it gets the leader's tree"
                    );
                }
            }
            (result, sink)
        };
        if let Some((_, at)) = self.proposed.take_if(|(zxid, _)| sink.zxid >= *zxid) {
            metrics.record_time(Summary::QuorumAck, at.elapsed());
        }
        sink.deliver();
        result
    }

    fn answer<R>(&mut self, f: impl FnOnce(&mut CoreSink<'_>) -> R) -> R {
        let mut sink = CoreSink::new(&self.shared);
        let result = f(&mut sink);
        sink.deliver();
        result
    }

    fn replace_tree(&mut self, tree: DataTree) {
        self.shared.replace_tree(tree);
    }

    fn disk(&mut self, request: DiskRequest) {
        if let DiskRequest::Install { tree, .. } = &request {
            // What is served until the disk has it is not what belongs to it.
            self.disk.set_snapshots_allowed(false);
            self.base.store(tree.last_zxid().0, Ordering::SeqCst);
        }
        if let (DiskRequest::Append { txns }, Serving::Leader { .. }) = (&request, self.serving) {
            self.shared.metrics[CORE_METRICS].add(Counter::Proposal, txns.len() as u64);
            if let (None, Some((zxid, _))) = (self.proposed, txns.last()) {
                self.proposed = Some((*zxid, Instant::now()));
            }
        }
        self.disk.send(request);
    }

    fn read_log(&mut self, link: LinkId, after: Zxid, upto: Zxid) {
        self.log_reader.ask(ReadRequest::Read { link, after, upto });
    }

    fn memberships(&mut self, memberships: &Memberships) {
        self.take_memberships(memberships);
    }

    fn vote(&mut self, to: ServerId, notification: &Notification) {
        self.election.send(to, notification);
    }

    fn dial(&mut self, to: ServerId, door: Door) {
        let mut addrs = self.quorum_addrs.get(&to).cloned().unwrap_or_default();
        let mut timeout = self.connect_timeout;
        if let (Door::Observers, Some(port)) = (door, self.observer_master_port) {
            addrs.iter_mut().for_each(|addr| addr.port = port);
            // There are others, and the time is for all of them.
            timeout /= MASTERS_WITHIN_TIMEOUT;
        }
        self.links.dial(to, door, addrs, timeout);
    }

    fn send(&mut self, link: LinkId, packets: Bytes) {
        if self.paces.sending(link, &packets, self.max_data, Instant::now()) == Sent::FirstOfDiff {
            let metrics = &self.shared.metrics[CORE_METRICS];
            metrics.record_count(Summary::InflightDiff, self.paces.in_flight(Way::Diff));
            metrics.count(Counter::Diff);
        }
        self.links.send(link, packets);
    }

    fn send_snapshot(&mut self, link: LinkId, zxid: Zxid) {
        let mut packet = Vec::new();
        QuorumPacket::new(PacketKind::Snap, zxid, None).encode(&mut packet);
        let shared = self.shared.clone();
        let tree = shared.tree();
        tracing::info!(%zxid, nodes = tree.node_count(), "sending a snapshot to a learner");
        self.paces.snapshot(link);
        let metrics = &shared.metrics[CORE_METRICS];
        metrics.record_count(Summary::InflightSnap, self.paces.in_flight(Way::Snap));
        metrics.count(Counter::Snap);
        if tree.node_count() <= COPY_NODES {
            match stream::write(&tree, packet) {
                Ok(bytes) => {
                    let counter = self.paces.streaming(link, bytes.len() as u64);
                    counter.store(bytes.len() as u64, Ordering::Relaxed);
                    self.links.send(link, Bytes::from(bytes));
                }
                Err(e) => tracing::error!("a tree cannot be written to memory: {e}"),
            }
            return;
        }
        let copy = FuzzyStream::begin(&tree);
        let mut source =
            SharedTree { generation: self.shared.tree_generation(), shared: self.shared.clone() };
        let about =
            u64::try_from(tree.approximate_data_bytes()).unwrap_or(0) + tree.node_count() as u64 * NODE_BYTES;
        let bytes = self.paces.streaming(link, about);
        drop(tree);
        self.links.send(link, Bytes::from(packet));
        self.links.send_stream(
            link,
            Box::new(move |out| {
                let out = Counting { out, bytes };
                let out = std::io::BufWriter::with_capacity(1 << 16, out);
                match copy.write(&mut source, out)? {
                    Some(mut out) => std::io::Write::flush(&mut out),
                    None => Err(std::io::Error::other("the tree is not the leader's any more")),
                }
            }),
        );
    }

    fn hang_up(&mut self, link: LinkId, reason: &str) {
        self.links.hang_up(link, reason);
        self.link_closed(link);
    }

    fn serving(&mut self, serving: Serving) {
        self.serving = serving;
        self.proposed = None;
        self.role_changed = true;
        let in_service = matches!(serving, Serving::Leader { .. } | Serving::Learner { .. });
        self.disk.set_snapshots_allowed(in_service);
        if in_service {
            self.refusals.end();
        }
        self.serve_observers(matches!(serving, Serving::Learner { observer: false, .. }));
        let to_clients = match serving {
            Serving::Leader { .. } if !self.leader_serves => ToClients::No,
            Serving::No => ToClients::No,
            Serving::ReadOnly => ToClients::ReadOnly,
            Serving::Leader { .. } | Serving::Learner { .. } => ToClients::ReadWrite,
        };
        self.shared.set_serving(to_clients);
        if to_clients == ToClients::No {
            self.close_clients();
        }
        match serving {
            Serving::No => {}
            Serving::ReadOnly => {
                let zxid = self.shared.tree().last_zxid();
                tracing::warn!(%zxid, "no leader: serving reads alone, to clients that agree to that");
            }
            Serving::Leader { epoch } => {
                let zxid = self.shared.tree().last_zxid();
                tracing::info!(epoch, %zxid, "LEADING: a quorum has taken over the history");
            }
            Serving::Learner { leader, master, epoch, observer } => {
                let zxid = self.shared.tree().last_zxid();
                let role = if observer { "OBSERVING" } else { "FOLLOWING" };
                let whom = if master == leader { "the leader".into() } else { format!("follower {master}") };
                tracing::info!(leader = leader.0, epoch, %zxid, "{role}: synchronised with {whom}");
            }
        }
    }

    fn halt(&mut self, reason: &str) {
        self.halted.get_or_insert_with(|| reason.to_owned());
    }

    fn note(&mut self, level: NoteLevel, text: &str) {
        match level {
            NoteLevel::Info => tracing::info!("{text}"),
            NoteLevel::Warn => tracing::warn!("{text}"),
            NoteLevel::Error if text.ends_with(REFUSED) => self.note_refusal(text),
            NoteLevel::Error => tracing::error!("{text}"),
        }
    }
}

/// The tree that everybody shares, as long as it is the same one.
pub(super) struct SharedTree {
    pub(super) shared: Arc<Shared>,
    pub(super) generation: u64,
}

impl TreeSource for SharedTree {
    fn with<R>(&mut self, look: impl FnOnce(&DataTree) -> R) -> R {
        look(&self.shared.tree())
    }

    fn rest(&mut self) -> bool {
        !self.shared.is_stopping() && self.shared.tree_generation() == self.generation
    }
}
