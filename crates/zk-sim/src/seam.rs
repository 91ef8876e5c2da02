//! What the world and a node know of each other. The world knows bytes, time and a disk that does one thing after
//! the other; what the bytes mean is the node's business, and what the node does wrong is the checkers'.

use bytes::Bytes;
use zk_storage::MemDisk;

use crate::ghost::Observation;
use crate::queue::Micros;
use crate::tape::Tape;

/// A node by its place in the ensemble, from 0 on. Its server id is one more.
pub type Node = usize;

/// A connection, seen from both its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Conn(pub u64);

/// A listening port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Port {
    /// For votes.
    Election,
    /// Of leaders, for learners.
    Quorum,
    /// Of followers, for observers.
    Observers,
    /// For clients.
    Client,
}

/// Who is at one end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A node.
    Node(Node),
    /// A client.
    Client(usize),
}

/// Threads of a node that do one thing after the other, each taking its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// The one that writes the log.
    Disk,
    /// The one that reads the log for learners.
    Reader,
    /// The one that writes snapshots.
    Snapshot,
}

/// How long a piece of work takes, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Bytes into a cache.
    Write,
    /// A sync.
    Sync,
    /// Many bytes and syncs.
    Heavy,
}

/// What a node wants of the world.
#[derive(Debug)]
pub enum Effect {
    /// Open a connection.
    Connect {
        /// Chosen by the node with [`Io::new_conn`].
        conn: Conn,
        /// To whom.
        to: Node,
        /// To which port.
        port: Port,
    },
    /// Send bytes. Over a connection that is gone they are lost.
    Send {
        /// Over this connection.
        conn: Conn,
        /// The bytes.
        bytes: Bytes,
    },
    /// Close a connection behind what was sent. Nothing more of it comes in.
    Close {
        /// The connection.
        conn: Conn,
    },
    /// Call [`Process::work`] for this lane once more, behind what the lane has to do.
    Work {
        /// The lane.
        lane: Lane,
        /// How long it takes.
        cost: Cost,
    },
    /// Something that the checkers want to know, in the order in which it happened.
    Observe(Observation),
    /// The process ends.
    Halt {
        /// Why.
        reason: String,
    },
}

/// The clocks that a node sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    /// Monotonic microseconds.
    pub mono_us: u64,
    /// Milliseconds since 1970, as the node believes.
    pub wall_ms: i64,
}

/// A node's way to the world during one call.
pub struct Io<'a> {
    /// The clocks.
    pub clocks: Clocks,
    /// What it wants, in order.
    pub effects: &'a mut Vec<Effect>,
    /// Its shell's randomness.
    pub tape: &'a mut Tape,
    /// Number of the next connection.
    pub next_conn: &'a mut u64,
}

impl Io<'_> {
    /// A name for a connection to be opened.
    pub fn new_conn(&mut self) -> Conn {
        *self.next_conn += 1;
        Conn(*self.next_conn)
    }

    /// Tells the checkers.
    pub fn observe(&mut self, observation: Observation) {
        self.effects.push(Effect::Observe(observation));
    }
}

/// A running process of a node.
pub trait Process {
    /// A connection has come in.
    fn accepted(&mut self, io: &mut Io<'_>, conn: Conn, port: Port, from: Who);
    /// A connection that was asked for is there, or cannot be had.
    fn connected(&mut self, io: &mut Io<'_>, conn: Conn, success: bool);
    /// Bytes have come in.
    fn received(&mut self, io: &mut Io<'_>, conn: Conn, bytes: &[u8]);
    /// The other end is gone.
    fn closed(&mut self, io: &mut Io<'_>, conn: Conn);
    /// A lane has had its time: the oldest of what it has to do is done now.
    fn work(&mut self, io: &mut Io<'_>, lane: Lane);
    /// The process dies while the disk lane is at work: does the oldest of it on the disk and tells nobody. `asked`
    /// is how often [`Effect::Work`] has come about for the lane since the process began: what was to be asked for next
    /// has not been.
    fn die_at_work(&mut self, asked: usize);
    /// Time has come.
    fn tick(&mut self, io: &mut Io<'_>);
    /// What the oracle of an ensemble of two said at this monotonic millisecond.
    fn oracle(&mut self, _io: &mut Io<'_>, _asked_ms: u64, _permits: bool) {}
    /// Lets another voter lead, which is returned.
    ///
    /// # Errors
    /// Why not.
    fn resign(&mut self, _io: &mut Io<'_>, _to: Option<Node>) -> Result<Node, String> {
        Err("this node leads nobody".into())
    }
    /// Puts a backup in the place of the ensemble's tree, which begins here; what becomes of it is observed.
    ///
    /// # Errors
    /// Why not.
    fn restore(&mut self, _io: &mut Io<'_>, _tree: zk_tree::DataTree) -> Result<(), String> {
        Err("this node leads nobody".into())
    }
    /// When to call [`Process::tick`] next, in monotonic microseconds.
    fn next_tick_us(&self) -> u64;
    /// Role, epochs and zxids for people, as columns.
    fn columns(&self) -> String;
    /// For checks of the whole state while the node lives.
    fn tree(&self) -> Option<&zk_tree::DataTree>;
    /// The sessions that only this node knows, with their timeouts in milliseconds.
    fn local_sessions(&self) -> Vec<(zk_proto::SessionId, i32)> {
        Vec::new()
    }
    /// The answer to "does it serve, and as what".
    fn standing(&self) -> Standing;
}

/// What a node is at, as far as liveness is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// It serves clients.
    pub serving: bool,
    /// It answers reads alone.
    pub reads_only: bool,
    /// It leads.
    pub leading: bool,
    /// The epoch it serves in.
    pub epoch: i64,
    /// It leads or tries to, and has got so far: `discovery`, `synchronization` or `broadcast`; else empty.
    pub leads_in: &'static str,
}

/// Starts processes.
pub trait Boot {
    /// Starts the process of a node on its disk.
    ///
    /// # Errors
    /// Why the node refuses to start.
    fn boot(&mut self, node: Node, disk: &MemDisk, io: &mut Io<'_>) -> Result<Box<dyn Process>, String>;
}

/// True time in which a lane does a piece of work.
pub type Duration = Micros;
