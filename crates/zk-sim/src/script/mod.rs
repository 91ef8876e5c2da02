//! Scripted schedules: a known bug as a text that says what happens in which order and what must come of it, run
//! over the same world as the seeds, with every check on. See `schedules/README.md` for the words.

mod list;
mod parse;
mod run;

#[cfg(test)]
mod tests;

use std::fmt;
use std::path::PathBuf;

use zk_mutants::Mutant;
use zk_proto::Zxid;
use zk_proto::quorum::PacketKind;

pub use list::SCHEDULES;
pub use run::{Failure, Ran};

use crate::plan::{Config, CrashKind, Op};
use crate::queue::Micros;
use crate::seam::Node;
use crate::world::script::{Moment, Site};

/// A script, read and checked.
#[derive(Clone, Debug)]
pub struct Script {
    /// Its name: the file's, without the ending.
    pub name: String,
    /// The ensemble.
    pub config: Config,
    /// Which mistakes it must notice.
    pub mutants: Vec<Expected>,
    /// What is done, with the number of each line.
    pub lines: Vec<(usize, Command)>,
}

/// A mistake that a script must notice, and by which checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The mistake.
    pub mutant: Mutant,
    /// Names of invariants, or `expect` for what the script itself says; one of them must be the first to fail.
    pub breaks: Vec<String>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Nodes start.
    Start(Vec<Node>),
    /// Nodes die.
    Crash(Vec<Node>, CrashKind),
    /// A client calls a node from now on; `true` if it agrees to reads alone.
    Client(usize, Node, bool),
    /// The same, and nobody waits for what comes of it.
    Call(usize, Node, bool),
    /// A leader is asked to let another one lead.
    Resign(Node, Option<Node>),
    /// The tree of a node is kept.
    Backup(Node),
    /// A leader is asked to put what was kept in the place of the ensemble's tree.
    Restore(Node),
    /// What the oracle says to a voter.
    Oracle(Node, bool),
    /// A client asks, and is answered without an error.
    Ask(usize, Op),
    /// A client asks.
    Send(usize, Op),
    /// Clients, one after the other, until so many more transactions are chosen and applied everywhere.
    History(u32),
    /// Packets are held back.
    Hold(Node, Node, Option<PacketKind>, Option<Zxid>),
    /// They are let go; `None` is all of them.
    Release(Option<(Node, Node)>),
    /// A packet is sent in a node's name; the payload is that of a known transaction, or of the last one with
    /// another zxid.
    Inject(Node, Node, PacketKind, Zxid),
    /// Nothing gets from some to others.
    Cut(Vec<Node>, Vec<Node>),
    /// Everything gets through.
    Heal,
    /// All connections between two break.
    Break(Node, Node),
    /// Nodes die when one comes to a place.
    At(Trap),
    /// Time passes until something holds.
    Until(What, Micros),
    /// Time passes.
    Run(Micros),
    /// A disk fails: at its n-th next request from now on, or `None`: at the next sync, once.
    Fail(Node, Option<usize>),
    /// A disk works again.
    Mend(Node),
    /// A disk does nothing for so long; 0 ends it.
    Stall(Node, Micros),
    /// A process stands still.
    Pause(Node, Micros),
    /// A wall clock is set by so many milliseconds.
    Wall(Node, i64),
    /// A bit of a record in the log is flipped.
    Corrupt(Node, Zxid),
    /// The log file that holds a transaction is removed.
    LoseLog(Node, Zxid),
    /// The disk is empty.
    Wipe(Node),
    /// A file of the data directory gets this content; without one it is removed.
    File(Node, String, Option<Vec<u8>>),
    /// A snapshot is written of all that the disk holds, as another server would have done.
    Snapshot(Node),
    /// The node may refuse to start, or end by itself.
    Allow(Node),
    /// Something holds now.
    Expect(What),
    /// Everything is made whole and must agree.
    Quiesce,
}

/// Nodes die when one comes to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trap {
    /// Whoever comes.
    pub node: Node,
    /// Before or after the thing itself.
    pub moment: Moment,
    /// Where.
    pub site: Site,
    /// The how manieth time, from 1 on.
    pub nth: u32,
    /// Who dies, a bit each.
    pub nodes: u64,
    /// How.
    pub kind: CrashKind,
}

/// Something that can hold.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// This node leads and serves, and everybody who runs serves.
    Leads(Node),
    /// This node leads and serves, whatever the others do.
    Leading(Node),
    /// Somebody leads, and everybody who runs serves.
    Led,
    /// Nobody serves as leader.
    NoLeader,
    /// A node serves clients.
    Serves(Node),
    /// Its process runs.
    Runs(Node),
    /// It has no leader and answers reads.
    ReadsOnly(Node),
    /// Asked to resign, it named this one.
    Handed(Node, Node),
    /// Asked to resign, it refused; the reason contains this.
    Kept(Node, String),
    /// What a node said of its last restore begins with this.
    Restored(Node, String),
    /// A transaction is chosen.
    Chosen(Zxid),
    /// The durable history of a node ends here.
    Ends(Node, Zxid),
    /// A node has applied this.
    Applied(Node, Zxid),
    /// Epochs on disk: accepted, current.
    Epochs(Node, i64, i64),
    /// How it was last synchronised.
    Synced(Node, PacketKind, Option<Zxid>),
    /// It was synchronised so often.
    Syncs(Node, u32),
    /// Its tree holds a node.
    Holds(Node, String),
    /// A client has been answered everything, without an error at the end.
    Answered(usize),
    /// A client's last answer was an error of this code.
    Error(usize, i32),
    /// A node alone knows so many sessions.
    Locals(Node, usize),
    /// A client has a session and a connection.
    Attached(usize),
    /// A client's last answer did not find the node.
    Missing(usize),
    /// It refused to start; the reason contains this.
    Refused(Node, String),
    /// It ended by itself; the reason contains this.
    Halted(Node, String),
    /// It comes to a place.
    Comes(Node, Site, u32),
    /// The opposite.
    Not(Box<What>),
}

/// Why a text is no script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The file.
    pub file: String,
    /// The line, from 1 on.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

impl std::error::Error for ParseError {}

/// All of them, read.
///
/// # Errors
/// The first mistake in one of them.
pub fn schedules() -> Result<Vec<Script>, ParseError> {
    SCHEDULES.iter().map(|(name, text)| Script::parse(name, text)).collect()
}

/// Where a script that is given by path is read from, and its name.
///
/// # Errors
/// It cannot be read, or is no script.
pub fn load(path: &std::path::Path) -> anyhow::Result<Script> {
    let text = std::fs::read_to_string(path)?;
    let name: PathBuf = path.file_name().unwrap_or(path.as_os_str()).into();
    Ok(Script::parse(&name.to_string_lossy(), &text)?)
}
