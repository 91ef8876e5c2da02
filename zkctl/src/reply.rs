//! What commands return: values without a form. `output` gives them one.

pub mod report;

use zk_proto::{Acl, SessionId, Stat, Zxid};

/// A finished command's answer.
#[derive(Debug)]
pub enum Reply {
    /// It worked and there is nothing to say.
    Nothing,
    /// A node was created.
    Created { path: String, stat: Stat },
    /// A node's data or ACL was changed; the status is printed only if asked for, JSON always has it.
    Written { path: String, stat: Stat, show_stat: bool },
    /// Nodes were copied; of the source some were left out.
    Copied { source: String, target: String, nodes: usize, skipped: usize },
    /// Nodes were deleted, or would be.
    Deleted(Deleted),
    /// Data of nodes.
    Data(Vec<Node>),
    /// Status of nodes.
    Stats(Vec<(String, Stat)>),
    /// Whether there is a node.
    Exists { path: String, stat: Option<Stat> },
    /// Names of children; `single` is one to a line wherever they go.
    Names { path: String, names: Vec<String>, stat: Option<Stat>, single: bool },
    /// Children with their status.
    Long { path: String, rows: Vec<LongRow>, stat: Option<Stat> },
    /// An ACL.
    Acl { path: String, acl: Vec<Acl>, stat: Stat, show_stat: bool },
    /// Paths of ephemeral nodes.
    Ephemerals { prefix: String, paths: Vec<String> },
    /// Numbers of nodes.
    Count { path: String, children: i32, descendants: i32 },
    /// A subtree.
    Tree(Tree),
    /// What subtrees hold: all of it, and by subtree, of which some may be left out.
    Usage { total: Usage, rows: Vec<Usage>, left_out: usize },
    /// Answers to a four-letter word.
    Words { word: String, answers: Vec<WordAnswer> },
    /// Results of a multi.
    Multi(Vec<MultiRow>),
    /// Result of a benchmark.
    Bench(Box<crate::bench::BenchReport>),
    /// Watches of the shell.
    Watches(Vec<WatchRow>),
    /// Who belongs to the ensemble.
    Membership(Membership),
    /// Rows under columns.
    Report(report::Report),
    /// One line of text under a name.
    Text { key: &'static str, text: String },
}

/// A subtree, every node before its children.
#[derive(Debug)]
pub struct Tree {
    pub rows: Vec<TreeRow>,
    pub show_size: bool,
    pub ascii: bool,
}

/// A node of a subtree.
#[derive(Debug)]
pub struct TreeRow {
    pub path: String,
    /// Levels below the first one.
    pub depth: usize,
    pub stat: Stat,
    /// No sibling follows.
    pub is_last: bool,
}

/// What a subtree holds.
#[derive(Clone, Debug)]
pub struct Usage {
    pub path: String,
    /// Of data.
    pub bytes: u64,
    /// Its first one included.
    pub nodes: u64,
    /// Of its first node.
    pub children: i32,
}

/// Result of `delete` and `deleteall`.
#[derive(Debug)]
pub struct Deleted {
    pub paths: Vec<String>,
    /// Nodes, the named ones included.
    pub nodes: usize,
    /// Of these, ephemeral ones; only `deleteall` counts them.
    pub ephemerals: usize,
    pub dry_run: bool,
}

/// How data is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Raw,
    Base64,
    Hex,
}

/// A node's data.
#[derive(Debug)]
pub struct Node {
    pub path: String,
    /// Null differs from empty.
    pub data: Option<Vec<u8>>,
    pub stat: Stat,
    pub encoding: Encoding,
    pub show_stat: bool,
}

/// A child in a long listing.
#[derive(Debug)]
pub struct LongRow {
    pub name: String,
    pub stat: Stat,
}

/// A server's answer to a four-letter word.
#[derive(Debug)]
pub struct WordAnswer {
    pub server: String,
    pub answer: Result<String, String>,
}

/// One operation of a multi.
#[derive(Debug)]
pub struct MultiRow {
    pub op: &'static str,
    pub path: String,
    pub stat: Option<Stat>,
}

/// The ensemble's configuration.
#[derive(Debug)]
pub struct Membership {
    /// As the servers keep it.
    pub text: String,
    pub version: Option<Zxid>,
    pub members: Vec<crate::commands::reconfig::Member>,
    pub stat: Stat,
    pub show_stat: bool,
    /// Only the version and the addresses for clients are to be printed.
    pub clients_only: bool,
}

/// A watch of the shell.
#[derive(Debug)]
pub struct WatchRow {
    pub number: u32,
    pub path: String,
    /// `data`, `exists`, `children` (one-shot), `node`, `recursive`.
    pub mode: &'static str,
    pub events: u64,
}

/// One item of a stream.
#[derive(Debug)]
pub enum Record {
    /// A row under columns.
    Row { columns: &'static [report::Column], row: report::Row },
    /// A node's path, of a recursive listing.
    Path(String),
    /// A node that was looked for.
    Found { path: String, stat: Stat },
    /// From here on events come.
    WatchSet { time_ms: i64, path: String, mode: &'static str },
    /// Something happened to a node.
    Event { time_ms: i64, event: &'static str, path: String, zxid: Option<Zxid> },
    /// What an event has changed.
    Change(Box<Change>),
    /// Something happened to the session; `gap` if events may have been missed.
    Session { time_ms: i64, state: &'static str, gap: bool, missed: u64 },
    /// A transaction of a log.
    Txn(TxnRow),
    /// A snapshot's head.
    SnapHead { file: String, zxid: Option<Zxid> },
    /// A session of a snapshot.
    SnapSession { session: SessionId, timeout_ms: i32 },
    /// A node of a snapshot.
    SnapNode(Box<SnapNode>),
}

/// Data or children before and after an event.
#[derive(Clone, Debug)]
pub struct Change {
    pub time_ms: i64,
    pub path: String,
    pub old: Option<Vec<u8>>,
    pub new: Option<Vec<u8>>,
    /// Names of children that came.
    pub added: Vec<String>,
    /// Names of children that went.
    pub removed: Vec<String>,
}

/// A transaction, ready for people.
#[derive(Clone, Debug, Default)]
pub struct TxnRow {
    pub zxid: Zxid,
    pub time_ms: i64,
    pub session: SessionId,
    pub cxid: i32,
    pub op: TxnOp,
    /// The parts of a multi.
    pub parts: Vec<TxnOp>,
    /// The tree's digest behind it.
    pub digest: Option<u64>,
    /// Where the record starts in its file.
    pub offset: u64,
}

/// What a transaction or a part of one does.
#[derive(Clone, Debug, Default)]
pub struct TxnOp {
    /// Java's name of the type.
    pub kind: String,
    pub path: Option<String>,
    /// What else is known, in order: name and value.
    pub details: Vec<(&'static str, Detail)>,
}

/// A value among the details.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    Number(i64),
    Text(String),
    Flag,
    Null,
    List(Vec<String>),
}

/// A node of a snapshot.
#[derive(Clone, Debug)]
pub struct SnapNode {
    pub path: String,
    pub data: Option<Vec<u8>>,
    pub show_data: bool,
    pub acl: Vec<Acl>,
    pub stat: zk_proto::StatPersisted,
}
