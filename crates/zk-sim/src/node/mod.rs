//! A node: the product's [`Member`], its journal on a disk in memory, and the shell that is zkd's in the real
//! world. What the shell decides (when to dial, when to take a snapshot) it draws.

mod clients;
mod election;
mod shell;
mod snapshots;

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use zk_journal::{Journal, JournalConfig, LogFeed, RecoverConfig, SnapshotFormat, Standing as Whose};
use zk_proto::election::PeerState;
use zk_proto::quorum::{PacketKind, QuorumPacket};
use zk_proto::{ServerId, SessionId, Zxid};
use zk_server::member::{LinkOrigin, Member, MemberConfig};
use zk_server::{ServerConfig, Times};
use zk_storage::{Fill, MemDisk, WriterConfig};
use zk_tree::DataTree;
use zk_zab::{Door, Groups, LinkId, MemberRole, Membership, Memberships, Oracle, Recovered, ZabConfig};

use crate::ghost::Observation;
use crate::plan::Config;
use crate::seam::{Boot, Conn, Cost, Effect, Io, Lane, Node, Port, Process, Standing, Who};
use shell::Shell;

/// Where every node keeps its data.
pub const DATA_DIR: &str = "/d";
/// Largest data of a quorum packet.
const MAX_PACKET: usize = 4 << 20;
/// What ends a stream of a snapshot.
const STREAM_END: &[u8] = b"BenWasHere";

/// A disk on which a member may start with nothing, once.
pub fn fresh_disk() -> MemDisk {
    let disk = MemDisk::new();
    disk.put(&Path::new(DATA_DIR).join("initialize"), b"");
    disk
}

/// The tree that all nodes begin with: empty, or, for a run about the end of an epoch, one whose zxid is near it.
pub fn first_tree(config: &Config) -> DataTree {
    let mut tree = DataTree::new(1);
    if let Some(left) = config.counters_left {
        tree = DataTree::bare(1);
        tree.finish_load(Zxid::new(1, u32::MAX - left), None);
    }
    tree
}

/// Puts a tree on a disk as its history, adopted in the tree's epoch.
///
/// # Errors
/// What the storage says.
pub fn generate(disk: &MemDisk, tree: &DataTree) -> Result<(), String> {
    let text = |e: zk_storage::StorageError| e.to_string();
    let dir = zk_storage::DataDir::open(disk.clone(), Path::new(DATA_DIR), None, zk_storage::Access::Create);
    let dir = dir.map_err(text)?;
    zk_journal::snapshot::write_whole(&dir, tree, SnapshotFormat::default()).map_err(text)?;
    let epoch = i64::from(tree.last_zxid().epoch());
    dir.write_accepted_epoch(epoch).map_err(text)?;
    dir.write_current_epoch(epoch).map_err(text)?;
    dir.take_initialize_marker().map_err(text)?;
    Ok(())
}

/// The server id of a node.
pub fn sid(node: Node) -> ServerId {
    ServerId(node as i64 + 1)
}

/// The node of a server id.
pub fn node_of(sid: ServerId) -> Node {
    usize::try_from(sid.0 - 1).unwrap_or(usize::MAX)
}

/// A membership of these nodes, a bit each.
pub fn membership_text(voters: u64, observers: u64) -> String {
    let line = |node: u64, role: &str| format!("server.{0}=n{0}:1:2:{role};n{0}:3", node + 1);
    let lines = (0..64).filter_map(|node| match (voters >> node & 1, observers >> node & 1) {
        (1, _) => Some(line(node, "participant")),
        (_, 1) => Some(line(node, "observer")),
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Where a node notes which membership is active.
const MEMBERSHIP: &str = "membership";

fn noted_membership(disk: &MemDisk) -> Result<Option<Membership>, String> {
    let path = Path::new(DATA_DIR).join(MEMBERSHIP);
    let bytes = zk_storage::disk::read_small(disk, &path, 1 << 20).map_err(|e| e.to_string())?;
    let text = bytes.map(|b| String::from_utf8(b).map_err(|e| e.to_string())).transpose()?;
    text.map(|text| Membership::parse(&text)).transpose()
}

fn note_membership(disk: &MemDisk, memberships: &Memberships) -> Result<(), zk_storage::StorageError> {
    let (dir, text) = (Path::new(DATA_DIR), memberships.active().text());
    let written =
        zk_storage::disk::write_atomically(disk, dir, MEMBERSHIP, "membership.tmp", text.as_bytes());
    written.map(|_| ()).map_err(|source| zk_storage::StorageError::Io {
        op: "write",
        path: dir.join(MEMBERSHIP),
        source,
    })
}

/// Groups of three voters each, for hierarchical ensembles.
pub fn groups(voters: usize) -> Vec<Vec<Node>> {
    (0..voters).collect::<Vec<_>>().chunks(3).map(<[usize]>::to_vec).collect()
}

/// Starts nodes.
#[derive(Debug)]
pub struct NodeBoot {
    config: Config,
    membership: Arc<Membership>,
    /// A damaged history is moved aside, as zkd does. In runs that damage nothing it must not come to that.
    sets_aside: bool,
}

impl NodeBoot {
    /// For the nodes of an ensemble.
    ///
    /// # Errors
    /// What is wrong with the ensemble.
    pub fn new(config: &Config) -> Result<NodeBoot, String> {
        let role = |n| if n < config.voters { MemberRole::Participant } else { MemberRole::Observer };
        let members = (0..config.voters + config.observers).map(|n| (sid(n), role(n)));
        let groups = if config.hierarchical {
            let groups = groups(config.voters).into_iter().enumerate();
            Groups {
                groups: groups.map(|(i, g)| (i as i64 + 1, g.into_iter().map(sid).collect())).collect(),
                weights: BTreeMap::new(),
            }
        } else {
            Groups::majority()
        };
        if let Some(first) = config.first_members {
            let membership = Membership::parse(&format!("{}\nversion=0", membership_text(first, 0)))?;
            return Ok(NodeBoot {
                config: config.clone(),
                membership: Arc::new(membership),
                sets_aside: false,
            });
        }
        let membership =
            Membership::new(members, groups, 0, Arc::from("version=0")).map_err(|e| e.to_string())?;
        Ok(NodeBoot { config: config.clone(), membership: Arc::new(membership), sets_aside: false })
    }

    /// Nodes that go on without a damaged history, where there are three voters or more.
    pub fn setting_aside(self) -> NodeBoot {
        NodeBoot { sets_aside: self.config.voters >= 3, ..self }
    }

    fn recover(&self, disk: &MemDisk) -> Result<zk_journal::Recovered<MemDisk>, String> {
        let config = recover_config();
        let recovered = match zk_journal::recover(disk.clone(), &config) {
            Err(e) if self.sets_aside && zk_journal::is_damage(&e) => {
                zk_journal::set_aside(disk.clone(), &config).map_err(|e| e.to_string())?;
                zk_journal::recover(disk.clone(), &config)
            }
            other => other,
        };
        recovered.map_err(|e| e.to_string())
    }

    fn member_config(
        &self,
        node: Node,
        membership: Arc<Membership>,
        next_membership: Option<Arc<Membership>>,
    ) -> MemberConfig {
        let c = &self.config;
        let tick = c.tick_ms;
        let zab = ZabConfig {
            my_id: sid(node),
            role: membership.role(sid(node)).unwrap_or(MemberRole::Participant),
            membership,
            next_membership,
            reconfig: c.first_members.is_some(),
            tick_ms: tick,
            init_limit: c.init_limit,
            sync_limit: c.sync_limit,
            connect_limit: c.init_limit,
            history_txns: c.history_txns,
            history_bytes: 1 << 20,
            observer_masters: c.observer_masters,
            force_snapshot: c.force_snapshot,
            hold_commits: c.hold_commits,
            oracle: c.oracle,
            pacing: zk_zab::Pacing::default(),
            min_notification_ms: 200.min(tick * 2),
            max_notification_ms: 3200.min(tick * 32),
            finalize_wait_ms: 200.min(tick * 2),
        };
        let server = ServerConfig {
            server_id: node as u8 + 1,
            local_sessions: c.local_sessions,
            tick_ms: tick,
            min_session_timeout_ms: (tick * 2) as i32,
            max_session_timeout_ms: (tick * 20) as i32,
            epoch_txns: c.epoch_txns.unwrap_or(ServerConfig::default().epoch_txns),
            skip_acl: c.first_members.is_some(),
            prepare: zk_tree::PrepareConfig { reconfig: c.first_members.is_some(), ..Default::default() },
            ..ServerConfig::default()
        };
        MemberConfig {
            zab,
            server,
            seed: 1,
            read_only_after_ms: c.read_only_after_ms,
            keeps_two_voters: false,
        }
    }
}

/// How the disk is recovered from and written to.
pub fn recover_config() -> RecoverConfig {
    RecoverConfig { db_autocreate: false, ..RecoverConfig::new(DATA_DIR, Whose::Member) }
}

impl Boot for NodeBoot {
    fn boot(&mut self, node: Node, disk: &MemDisk, io: &mut Io<'_>) -> Result<Box<dyn Process>, String> {
        let config = recover_config();
        let recovered = self.recover(disk)?;
        let journal_config = JournalConfig {
            writer: WriterConfig {
                prealloc_bytes: 0,
                fsync: true,
                size_limit_bytes: self.config.log_file_bytes,
                fill: Fill::Off,
            },
            recover: config.options(),
            format: SnapshotFormat::default(),
            seed: 1,
        };
        let mut journal = Journal::new(&recovered, journal_config);
        let changes = self.config.first_members.is_some();
        let noted = if changes { noted_membership(disk)? } else { None };
        let membership = noted.map_or_else(|| self.membership.clone(), Arc::new);
        if changes {
            let disk = disk.clone();
            journal.keep_memberships_by(Box::new(move |memberships| note_membership(&disk, memberships)));
        }
        // The history may know of a change that is not known to be active.
        let last = recovered.tree.config_text().filter(|_| changes && membership.version() > 0);
        let last = last.and_then(|text| Membership::parse(text).ok()).map(Arc::new);
        let epochs = recovered.epochs.ok_or("a member without epochs")?;
        let zab = Recovered {
            accepted_epoch: epochs.accepted,
            current_epoch: epochs.current,
            last_zxid: recovered.last_zxid,
        };
        let member = Member::new(self.member_config(node, membership, last), zab);
        let mut shell = Shell::new(recovered, journal, node, self.config.snap_every, io.tape);
        shell.skip_acl = changes;
        let nodes = self.config.voters + self.config.observers;
        let mut process = NodeProcess {
            member,
            shell,
            elections: election::Links::new(node, nodes),
            quorum: BTreeMap::new(),
            dialing: BTreeMap::new(),
            tick_us: self.config.tick_ms * 1000,
        };
        process.start(io);
        Ok(Box::new(process))
    }
}

/// A connection of the quorum protocol.
#[derive(Debug, Default)]
struct QuorumConn {
    input: Vec<u8>,
    /// A SNAP has come; the stream behind it has not ended.
    snapshot: Option<Zxid>,
}

struct NodeProcess {
    member: Member,
    shell: Shell,
    elections: election::Links,
    quorum: BTreeMap<Conn, QuorumConn>,
    /// Calls to a leader, and when they are given up, in monotonic microseconds.
    dialing: BTreeMap<Conn, (Node, u64)>,
    tick_us: u64,
}

fn times(io: &Io<'_>) -> Times {
    Times { now_ms: io.clocks.mono_us / 1000, wall_ms: io.clocks.wall_ms }
}

impl NodeProcess {
    fn start(&mut self, io: &mut Io<'_>) {
        self.member.start(&mut self.shell, times(io));
        self.elections.start(io);
        self.finish(io);
    }

    /// Ends a run of inputs.
    fn finish(&mut self, io: &mut Io<'_>) {
        self.after_clients(io);
        self.member.flush(&mut self.shell, times(io));
        self.after_clients(io);
        if let Some(outcome) = self.member.take_restore_outcome() {
            io.observe(Observation::RestoreEnded(outcome));
        }
    }

    /// Hands over what the member wanted.
    fn settle(&mut self, io: &mut Io<'_>) {
        io.effects.append(&mut self.shell.effects);
        for (to, door) in std::mem::take(&mut self.shell.dials) {
            let conn = io.new_conn();
            let (ticks, port) = match door {
                Door::Quorum => (5, Port::Quorum),
                Door::Observers => (1, Port::Observers),
            };
            self.dialing.insert(conn, (node_of(to), io.clocks.mono_us + ticks * self.tick_us));
            io.effects.push(Effect::Connect { conn, to: node_of(to), port });
        }
        for (to, notification) in std::mem::take(&mut self.shell.votes) {
            self.elections.send(io, node_of(to), &notification);
        }
        for conn in std::mem::take(&mut self.shell.hung_up) {
            self.quorum.remove(&conn);
        }
    }

    fn link_up(&mut self, io: &mut Io<'_>, conn: Conn, origin: LinkOrigin) {
        self.quorum.insert(conn, QuorumConn::default());
        self.member.link_opened(&mut self.shell, times(io), LinkId(conn.0), origin);
    }

    fn link_down(&mut self, io: &mut Io<'_>, conn: Conn, reason: &str) {
        if self.quorum.remove(&conn).is_some() {
            io.observe(Observation::LinkClosed { link: conn });
            self.shell.feeds.remove(&conn);
            self.member.link_closed(&mut self.shell, times(io), LinkId(conn.0), reason);
        }
    }

    /// Takes whole packets off a connection's input.
    fn packets(&mut self, io: &mut Io<'_>, conn: Conn) {
        loop {
            self.settle(io);
            let Some(q) = self.quorum.get_mut(&conn) else { return };
            if let Some(zxid) = q.snapshot {
                let Some(at) = find(&q.input, STREAM_END) else { return };
                let input = std::mem::take(&mut q.input);
                let mut rest = &input[..];
                match zk_journal::stream::read(
                    &mut rest,
                    zxid,
                    1,
                    zk_journal::stream::StreamLimits::default(),
                ) {
                    Ok(tree) => {
                        q.input = rest.to_vec();
                        q.snapshot = None;
                        self.snapshot(io, conn, zxid, tree);
                        continue;
                    }
                    Err(e) => {
                        let reason = format!("snapshot that ends at byte {at}: {e}");
                        return self.hang_up(io, conn, &reason);
                    }
                }
            }
            let input = std::mem::take(&mut q.input);
            match QuorumPacket::split(&input, MAX_PACKET) {
                Ok(Some((packet, used))) => {
                    q.input = input[used..].to_vec();
                    let snap = packet.kind == PacketKind::Snap;
                    if snap {
                        q.snapshot = Some(packet.zxid);
                    }
                    io.observe(Observation::Packet {
                        link: conn,
                        out: false,
                        kind: packet.kind,
                        zxid: packet.zxid,
                        data: packet.data.map(Bytes::copy_from_slice),
                    });
                    if !snap {
                        self.member.link_packet(&mut self.shell, times(io), LinkId(conn.0), &packet);
                    }
                }
                Ok(None) => {
                    q.input = input;
                    return;
                }
                Err(e) => return self.hang_up(io, conn, &e.to_string()),
            }
        }
    }

    fn snapshot(&mut self, io: &mut Io<'_>, conn: Conn, zxid: Zxid, tree: DataTree) {
        self.member.link_snapshot(&mut self.shell, times(io), LinkId(conn.0), zxid, Box::new(tree));
        self.settle(io);
    }

    fn hang_up(&mut self, io: &mut Io<'_>, conn: Conn, reason: &str) {
        io.effects.push(Effect::Close { conn });
        self.link_down(io, conn, reason);
    }

    fn disk_work(&mut self, io: &mut Io<'_>) {
        let Some(request) = self.shell.queue.pop_front() else { return };
        let mut batch = vec![request];
        // One sync for several, as a thread does that finds more in its queue.
        if io.tape.flip() {
            let more = io.tape.below(self.shell.queue.len() as u64 + 1) as usize;
            batch.extend(self.shell.queue.drain(..more));
        }
        let mut done = Vec::new();
        let result = self.shell.journal.run(batch, &mut done);
        io.observe(Observation::Disk);
        for d in done {
            if let Some(tree) = &d.tree {
                self.shell.base = tree.last_zxid();
                self.shell.feeds.clear();
            }
            self.member.disk_done(&mut self.shell, times(io), d);
            self.settle(io);
        }
        if let Err(e) = result {
            io.effects.push(Effect::Halt { reason: format!("disk: {e}") });
        }
    }

    fn snapshot_work(&mut self, io: &mut Io<'_>) {
        let shell = &mut self.shell;
        // One that was begun goes on when the role ends, as zkd's does.
        if shell.serving.is_no() && shell.slow.is_none() {
            return;
        }
        let dir = shell.journal.dir().clone();
        let format = SnapshotFormat::default();
        // One that fails is dropped: the log still covers everything.
        let (taken, moved) = match shell.slow.take() {
            Some(mut slow) => {
                slow.reached(shell.tree.last_zxid());
                let taken = zk_journal::snapshot::write_fuzzy(&*dir, &mut slow, format);
                (taken, slow.moved > 0)
            }
            None => {
                let whole = &mut snapshots::Whole(&shell.tree);
                (zk_journal::snapshot::write_fuzzy(&*dir, whole, format), false)
            }
        };
        if matches!(taken, Ok(Some(_))) {
            io.observe(Observation::Snapshot);
            if moved {
                io.observe(Observation::FuzzySnapshot);
            }
        }
        if io.tape.one_in(3) && dir.purge(3, 1 << 20).is_ok_and(|r| !r.removed.is_empty()) {
            io.observe(Observation::Purged);
        }
        io.observe(Observation::Disk);
    }

    fn read_work(&mut self, io: &mut Io<'_>) {
        let Some((conn, after, upto)) = self.shell.reads.pop_front() else { return };
        if !self.quorum.contains_key(&conn) {
            return;
        }
        let bytes = io.tape.magnitude(1, 1 << 16) as usize;
        let (dir, base) = (self.shell.journal.dir().clone(), self.shell.base);
        let limits = zk_journal::FeedLimits::default();
        let feed = self.shell.feeds.entry(conn).or_insert_with(|| LogFeed::new(dir, base, limits));
        let chunk = feed.read(after, upto, bytes);
        if matches!(chunk, zk_server::member::LogChunk::Txns(_)) {
            io.observe(Observation::LogRead { link: conn });
        }
        self.member.log_chunk(&mut self.shell, times(io), LinkId(conn.0), chunk);
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|w| w == what)
}

impl Process for NodeProcess {
    fn accepted(&mut self, io: &mut Io<'_>, conn: Conn, port: Port, _from: Who) {
        match port {
            Port::Election => self.elections.accepted(conn),
            Port::Quorum => self.link_up(io, conn, LinkOrigin::Accepted(Door::Quorum)),
            Port::Observers => self.link_up(io, conn, LinkOrigin::Accepted(Door::Observers)),
            Port::Client => self.client_accepted(io, conn),
        }
        self.finish(io);
    }

    fn connected(&mut self, io: &mut Io<'_>, conn: Conn, success: bool) {
        if let Some((leader, _)) = self.dialing.remove(&conn) {
            if success {
                self.link_up(io, conn, LinkOrigin::Dialed { to: sid(leader) });
            } else {
                self.member.dial_failed(&mut self.shell, times(io), sid(leader));
            }
        } else if let Some((peer, up)) = self.elections.connected(io, conn, success) {
            self.member.election_link(&mut self.shell, times(io), sid(peer), up);
        }
        self.finish(io);
    }

    fn received(&mut self, io: &mut Io<'_>, conn: Conn, bytes: &[u8]) {
        if let Some(q) = self.quorum.get_mut(&conn) {
            q.input.extend_from_slice(bytes);
            self.packets(io, conn);
        } else if self.shell.sink.conns.contains_key(&conn) {
            self.client_received(io, conn, bytes);
        } else {
            self.election_received(io, conn, bytes);
        }
        self.finish(io);
    }

    fn closed(&mut self, io: &mut Io<'_>, conn: Conn) {
        if self.quorum.contains_key(&conn) {
            self.link_down(io, conn, "closed by the other end");
        } else if self.shell.sink.conns.contains_key(&conn) {
            self.client_gone(conn);
        } else if let Some((leader, _)) = self.dialing.remove(&conn) {
            self.member.dial_failed(&mut self.shell, times(io), sid(leader));
        } else if let Some(peer) = self.elections.closed(io, conn) {
            self.member.election_link(&mut self.shell, times(io), sid(peer), false);
        }
        self.finish(io);
    }

    fn work(&mut self, io: &mut Io<'_>, lane: Lane) {
        match lane {
            Lane::Disk => self.disk_work(io),
            Lane::Reader => self.read_work(io),
            Lane::Snapshot => self.snapshot_work(io),
        }
        self.finish(io);
    }

    fn die_at_work(&mut self, asked: usize) {
        let unasked = self.shell.queued.saturating_sub(asked);
        self.shell.queue.truncate(self.shell.queue.len().saturating_sub(unasked));
        if let Some(request) = self.shell.queue.pop_front() {
            let mut batch = vec![request];
            // An append alone writes nothing.
            while matches!(batch.last(), Some(zk_server::member::DiskRequest::Append { .. }))
                && let Some(next) = self.shell.queue.pop_front()
            {
                batch.push(next);
            }
            let _ = self.shell.journal.run(batch, &mut Vec::new());
        }
    }

    fn tick(&mut self, io: &mut Io<'_>) {
        let now = io.clocks.mono_us;
        let hung: Vec<Conn> =
            self.dialing.iter().filter(|(_, (_, at))| *at <= now).map(|(c, _)| *c).collect();
        for conn in hung {
            io.effects.push(Effect::Close { conn });
            if let Some((leader, _)) = self.dialing.remove(&conn) {
                self.member.dial_failed(&mut self.shell, times(io), sid(leader));
            }
        }
        self.elections.tick(io);
        let before = self.live_local_sessions();
        self.member.tick(&mut self.shell, times(io));
        self.observe_expired(io, before);
        self.finish(io);
    }

    fn oracle(&mut self, io: &mut Io<'_>, asked_ms: u64, permits: bool) {
        let says = if permits { Oracle::Permits } else { Oracle::Refuses };
        self.member.oracle(&mut self.shell, times(io), asked_ms, says);
        self.finish(io);
    }

    fn resign(&mut self, io: &mut Io<'_>, to: Option<Node>) -> Result<Node, String> {
        let result = self.member.resign(&mut self.shell, times(io), to.map(sid));
        self.finish(io);
        result.map(node_of)
    }

    fn restore(&mut self, io: &mut Io<'_>, tree: DataTree) -> Result<(), String> {
        let drain_ms = 4 * self.tick_us / 1000;
        let result = self.member.restore(times(io), Box::new(tree), drain_ms);
        self.finish(io);
        result
    }

    fn next_tick_us(&self) -> u64 {
        let dial = self.dialing.values().map(|(_, at)| *at).min().unwrap_or(u64::MAX);
        let member = self.member.next_timeout_ms().saturating_mul(1000);
        member.min(dial).min(self.elections.next_tick_us())
    }

    fn columns(&self) -> String {
        let z = self.member.zab();
        let (accepted, current) = z.epochs();
        format!(
            "{:<9} {:<15} {accepted}/{current} log {} disk {} app {} tree {}",
            self.member.state().to_string(),
            z.phase(),
            z.last_logged(),
            z.durable(),
            z.applied(),
            self.shell.tree.last_zxid()
        )
    }

    fn tree(&self) -> Option<&DataTree> {
        Some(&self.shell.tree)
    }

    fn local_sessions(&self) -> Vec<(SessionId, i32)> {
        self.live_local_sessions()
    }

    fn standing(&self) -> Standing {
        let s = &self.shell.serving;
        let leads_in = match self.member.state() {
            PeerState::Leading => self.member.zab().phase(),
            _ => "",
        };
        Standing {
            serving: !s.is_no(),
            reads_only: s.reads_only(),
            leading: s.is_leader(),
            epoch: s.epoch(),
            leads_in,
        }
    }
}

/// A queue of requests to the disk.
type Queue = VecDeque<zk_server::member::DiskRequest>;

impl Shell {
    fn cost(request: &zk_server::member::DiskRequest) -> Cost {
        use zk_server::member::DiskRequest as R;
        match request {
            R::Append { .. } => Cost::Write,
            R::Memberships { .. } => Cost::Heavy,
            R::Sync { .. } => Cost::Sync,
            R::AcceptedEpoch { .. }
            | R::CurrentEpoch { .. }
            | R::Truncate { .. }
            | R::SetAside { .. }
            | R::Install { .. } => Cost::Heavy,
        }
    }
}
