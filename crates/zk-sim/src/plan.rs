//! What a seed stands for: the ensemble, its faults in time and its clients' requests, drawn before the run begins,
//! so that parts of it can be left out.

mod draw;
mod restores;
mod text;

use zk_proto::quorum::PacketKind;
use zk_server::LocalSessions;

use crate::net::NetConfig;
use crate::queue::Micros;
use crate::seam::{Node, Port};

/// Which kinds of trouble a run is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Anything.
    Mixed,
    /// Restarts and lag: learners are synchronised again and again.
    Sync,
    /// Elections: cuts and resets.
    Elect,
    /// Power failures, failing and slow disks.
    Disk,
    /// Clients that come, go and move.
    Session,
    /// No faults.
    Calm,
}

impl Profile {
    /// All of them.
    pub const ALL: [Profile; 6] =
        [Profile::Mixed, Profile::Sync, Profile::Elect, Profile::Disk, Profile::Session, Profile::Calm];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Mixed => "mixed",
            Profile::Sync => "sync",
            Profile::Elect => "elect",
            Profile::Disk => "disk",
            Profile::Session => "session",
            Profile::Calm => "calm",
        }
    }

    /// The profile of that name.
    pub fn from_name(name: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|p| p.name() == name)
    }
}

/// How long a disk takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskConfig {
    /// A write into the cache.
    pub write_us: Micros,
    /// A sync, at least.
    pub sync_us: Micros,
    /// Up to this much more.
    pub jitter_us: Micros,
    /// Once in so many syncs it takes up to `stall_us`.
    pub stall_one_in: u64,
    /// See there.
    pub stall_us: Micros,
}

/// The ensemble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Voters; their server ids are 1 and up.
    pub voters: usize,
    /// Observers behind them.
    pub observers: usize,
    /// Voters are in groups of three.
    pub hierarchical: bool,
    /// The membership changes: it begins with these nodes, a bit each, all of them voters. Otherwise voters and observers
    /// are what they are throughout.
    pub first_members: Option<u64>,
    /// Length of a tick.
    pub tick_ms: u64,
    /// In ticks.
    pub init_limit: u64,
    /// In ticks.
    pub sync_limit: u64,
    /// Transactions kept in memory.
    pub history_txns: usize,
    /// Observers are served by followers, and call the leader only if there is nobody else.
    pub observer_masters: bool,
    /// Learners always get the whole tree.
    pub force_snapshot: bool,
    /// Whether new sessions are known to their node alone.
    pub local_sessions: LocalSessions,
    /// While there are two voters, an oracle may permit one of them to go on without the other.
    pub oracle: bool,
    /// After so long without a leader a node answers reads alone.
    pub read_only_after_ms: Option<u64>,
    /// Followers hear of no commit between NEWLEADER and UPTODATE, as from zkd; otherwise they may, as from Java.
    pub hold_commits: bool,
    /// Transactions between snapshots, drawn up to this.
    pub snap_every: u64,
    /// Log files end behind so many bytes.
    pub log_file_bytes: Option<u64>,
    /// Network.
    pub net: NetConfig,
    /// Disks.
    pub disk: DiskConfig,
    /// Error of each node's clock, in millionths.
    pub rate_ppm: Vec<i64>,
    /// Clients.
    pub clients: usize,
    /// Requests that a client has on its way at once, at most.
    pub window: usize,
    /// Session timeouts asked for, in milliseconds.
    pub timeout_ms: (u64, u64),
    /// The history begins so many counters before the end of its epoch.
    pub counters_left: Option<u32>,
    /// An epoch has so many zxids.
    pub epoch_txns: Option<u32>,
    /// Behind the end, every session without a client must be seen to expire, and the leader to stay.
    pub long_end: bool,
    /// The safety phase ends at this time.
    pub safety_us: Micros,
}

/// How a process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrashKind {
    /// Killed: the disk keeps what was written.
    Kill,
    /// Power is lost and nothing unsynced survives.
    Power,
    /// Power is lost and some of what was unsynced survives.
    Random,
    /// Power is lost, and of what was unsynced everything survives but the second sector: of a large commit to the log
    /// everything but its beginning (the first is that of the durable mark).
    Torn,
}

/// Where exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Before the n-th next packet of this kind leaves.
    PacketOut(PacketKind, u32),
    /// After the n-th next packet of this kind has been processed, before anything comes of it.
    PacketIn(PacketKind, u32),
    /// At the n-th next piece of work of the disk, in the middle.
    Work(u32),
    /// Behind the n-th next effect of any kind.
    Effect(u32),
}

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Some nodes die at once and come back later.
    Crash {
        /// A bit each.
        nodes: u64,
        /// How.
        kind: CrashKind,
        /// For so long.
        down_us: Micros,
    },
    /// The leader dies.
    CrashLeader {
        /// How.
        kind: CrashKind,
        /// For so long.
        down_us: Micros,
    },
    /// Nobody but clients gets through to the leader, or from it: what it logs from then on is its own.
    IsolateLeader {
        /// For so long.
        us: Micros,
    },
    /// A node dies at a certain point, if it comes there within a time.
    CrashAt {
        /// The node.
        node: Node,
        /// Where.
        trigger: Trigger,
        /// How.
        kind: CrashKind,
        /// For so long.
        down_us: Micros,
    },
    /// The next start of a node is interrupted.
    CrashInStart {
        /// The node.
        node: Node,
        /// How.
        kind: CrashKind,
    },
    /// A process stands still.
    Pause {
        /// The node.
        node: Node,
        /// For so long.
        us: Micros,
    },
    /// Bytes do not get through.
    Cut {
        /// From these, a bit each.
        from: u64,
        /// To these.
        to: u64,
        /// And back.
        both: bool,
        /// Only of this port.
        port: Option<Port>,
        /// For so long.
        us: Micros,
    },
    /// A cut that comes and goes.
    Flap {
        /// From these, a bit each.
        from: u64,
        /// To these and back.
        to: u64,
        /// On and off for so long each.
        period_us: Micros,
        /// So often.
        times: u32,
    },
    /// All connections between two nodes break.
    Reset {
        /// One.
        a: Node,
        /// The other.
        b: Node,
        /// Only of this port.
        port: Option<Port>,
        /// Only `a` hears of it.
        one_end: bool,
    },
    /// All connections break.
    ResetAll,
    /// All connections of clients break.
    ResetClients,
    /// A disk does nothing for a while.
    Stall {
        /// The node.
        node: Node,
        /// For so long.
        us: Micros,
    },
    /// A disk is slow for a while.
    Slow {
        /// The node.
        node: Node,
        /// So many times as slow.
        factor: u64,
        /// For so long.
        us: Micros,
    },
    /// A disk fails from its n-th next request on, until the process has ended and begins again.
    DiskFails {
        /// The node.
        node: Node,
        /// Requests that it still does.
        after: usize,
        /// Down for so long.
        down_us: Micros,
    },
    /// A sync fails once and loses what it should have kept.
    SyncLost {
        /// The node.
        node: Node,
        /// Down for so long.
        down_us: Micros,
    },
    /// A disk has no room for a while: the process ends at its next write, and cannot start.
    DiskFull {
        /// The node.
        node: Node,
        /// For so long.
        us: Micros,
    },
    /// The wall clock is set.
    Wall {
        /// The node.
        node: Node,
        /// By so much.
        by_ms: i64,
    },
    /// The oracle changes its mind: as soon as that is safe it permits this voter to go on alone, or none.
    Oracle {
        /// The voter.
        permits: Option<Node>,
    },
    /// The leader is asked to let another one lead.
    Resign,
    /// The leader's tree is kept.
    Backup,
    /// What was kept takes the place of the ensemble's tree, by way of the leader; an empty tree if nothing was.
    Restore,
}

impl Fault {
    /// The highest node that it names.
    pub fn highest_node(&self) -> Node {
        let highest = |nodes: u64| 63 - nodes.max(1).leading_zeros() as Node;
        match self {
            Fault::Crash { nodes, .. } => highest(*nodes),
            Fault::CrashAt { node, .. }
            | Fault::CrashInStart { node, .. }
            | Fault::Pause { node, .. }
            | Fault::Stall { node, .. }
            | Fault::Slow { node, .. }
            | Fault::DiskFails { node, .. }
            | Fault::SyncLost { node, .. }
            | Fault::DiskFull { node, .. }
            | Fault::Wall { node, .. } => *node,
            Fault::Reset { a, b, .. } => *a.max(b),
            Fault::Oracle { permits } => permits.unwrap_or(0),
            // Who is not there is not cut off either.
            Fault::Cut { .. } | Fault::Flap { .. } => 0,
            Fault::CrashLeader { .. }
            | Fault::IsolateLeader { .. }
            | Fault::ResetAll
            | Fault::ResetClients
            | Fault::Resign
            | Fault::Backup
            | Fault::Restore => 0,
        }
    }
}

/// What a client asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Creates a node; the flags are those of the protocol.
    Create {
        /// Which.
        path: String,
        /// See there.
        flags: i32,
        /// Bytes of data.
        size: usize,
    },
    /// Sets data.
    Set {
        /// Of which node.
        path: String,
        /// Bytes of data.
        size: usize,
    },
    /// Deletes a node.
    Delete {
        /// Which.
        path: String,
    },
    /// Reads data.
    Get {
        /// Of which node.
        path: String,
    },
    /// Looks whether a node is there.
    Exists {
        /// Which.
        path: String,
    },
    /// Lists children.
    Children {
        /// Of which node.
        path: String,
    },
    /// Catches up with the leader.
    Sync,
    /// Several changes at once.
    Multi(Vec<Op>),
    /// Changes the membership.
    Reconfig {
        /// Who votes, a bit for each node.
        voters: u64,
        /// Who observes.
        observers: u64,
    },
    /// Ends the session; the next request opens another one.
    Close,
    /// Drops the connection and goes elsewhere with the session.
    Move,
}

/// A request in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// So long after the one before it.
    pub think_us: Micros,
    /// What.
    pub op: Op,
}

/// What a seed stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// What it is about.
    pub profile: Profile,
    /// The ensemble.
    pub config: Config,
    /// What goes wrong, by time.
    pub faults: Vec<(Micros, Fault)>,
    /// What each client asks for.
    pub clients: Vec<Vec<Step>>,
}

impl Plan {
    /// Draws a plan of about `ops` requests.
    pub fn draw(seed: u64, profile: Profile, ops: usize) -> Plan {
        draw::plan(seed, profile, ops)
    }

    /// The same, with two voters and an oracle in any case.
    pub fn draw_pair(seed: u64, profile: Profile, ops: usize) -> Plan {
        draw::plan_of_a_pair(seed, profile, ops)
    }

    /// The same, with a membership that changes in any case.
    pub fn draw_with_changes(seed: u64, profile: Profile, ops: usize) -> Plan {
        draw::plan_with_changes(seed, profile, ops)
    }

    /// The same, with backups that take the place of the history.
    pub fn draw_with_restores(seed: u64, profile: Profile, ops: usize) -> Plan {
        restores::plan(seed, profile, ops)
    }

    /// Requests of all clients.
    pub fn op_count(&self) -> usize {
        self.clients.iter().map(Vec::len).sum()
    }
}
