//! The tree as it was: the right snapshot, then the log up to a transaction, and a verdict on how sure that is.
//!
//! A snapshot is written while the tree changes, so it may hold traces of later transactions. A tree at `Z` is exact
//! only if its base holds nothing newer than `Z`: no node says so, and where the log has the tree's digest at `Z`, it is
//! that of the tree. Otherwise an older base is taken. Transactions above the base are applied as a server replays
//! them, so that those whose effects the base has already do no harm.

mod feed;
mod values;

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};

use thiserror::Error;
use zk_proto::txn::{DIGEST_VERSION, LoggedTxn};
use zk_proto::{AclBytes, TxnHeader, Zxid};
use zk_storage::snapshot::Trailers;
use zk_tree::{DataTree, NodeRef};

use crate::fold::Watch;
use crate::problem::{Problem, What};
use crate::scan::{LogScan, ScanError};
use crate::source::{SnapshotSource, Sources};
use feed::{Fed, Feed, Part, Replay};
pub use values::{ValueError, Values};

/// Bases to try before an answer is given as approximate: each is a whole snapshot.
const MAX_BASES: usize = 4;
/// Bytes of a snapshot that a small node takes.
const TYPICAL_NODE_BYTES: u64 = 192;
/// Nodes for which room is made at once at the most: the size of a file alone makes nothing large.
const MAX_RESERVED: usize = 1 << 22;
/// Its content comes from the configuration file of each server, not from the history.
const CONFIG: &str = "/zookeeper/config";

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Behind the last transaction.
    End,
    /// Behind this transaction.
    Zxid(Zxid),
    /// Behind the last transaction up to this time, in milliseconds since 1970.
    Time(i64),
}

/// How sure a rebuilt tree is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The digest that the leader recorded there is the tree's.
    Proved,
    /// Nothing in it is newer; there is no digest to compare with.
    Exact,
    /// It is not what it was, for this reason.
    Approximate(String),
}

/// A tree of the past.
#[derive(Debug)]
pub struct Past {
    /// The tree. Not all data is in it: [`Past::data`] has it.
    pub tree: DataTree,
    /// The data that is not.
    pub values: Values,
    /// The last transaction in it.
    pub zxid: Zxid,
    /// Its time, if it is in the log.
    pub time_ms: Option<i64>,
    /// The snapshot that it is built on; `None` is the empty tree.
    pub base: Option<SnapshotSource>,
    /// Transactions applied on top.
    pub replayed: u64,
    /// How sure it is.
    pub verdict: Verdict,
    /// Transactions after which the tree's digest was compared with the recorded one, and not found equal.
    pub digest_mismatches: u64,
    /// Transactions that carried a digest.
    pub digests: u64,
    /// What was met on the way and does not make the tree wrong.
    pub problems: Vec<Problem>,
}

impl Past {
    /// The data of a node of the tree; null differs from empty.
    ///
    /// # Errors
    /// It was left in its file, and that cannot be read or is not what it was.
    pub fn data<'t>(&self, path: &str, node: &NodeRef<'t>) -> Result<Option<Cow<'t, [u8]>>, ValueError> {
        self.values.of(path, node)
    }
}

/// Why there is no tree of that moment.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TravelError {
    /// A log cannot be read.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// No snapshot at or before the moment, and the log does not begin with the first transaction.
    #[error("there is no snapshot at or before {at}: {why}")]
    NoBase {
        /// The moment.
        at: Zxid,
        /// What there is instead.
        why: String,
    },
    /// The history between the base and the moment is not whole.
    #[error("the log has a hole: {next} follows {after}, and the moment lies behind it")]
    Hole {
        /// The last transaction before it.
        after: Zxid,
        /// The first one behind it.
        next: Zxid,
        /// What is wrong in the files there.
        problems: Vec<Problem>,
    },
    /// A transaction cannot be read.
    #[error("{}: {zxid} at offset {offset:#x} cannot be read: {why}", path.display())]
    Undecodable {
        /// The file.
        path: PathBuf,
        /// Where in it, in bytes.
        offset: u64,
        /// Which.
        zxid: Zxid,
        /// Why.
        why: String,
    },
    /// The moment is behind the end of the history.
    #[error("the history ends at {last}, before {at}")]
    Beyond {
        /// The moment.
        at: Zxid,
        /// The last transaction.
        last: Zxid,
        /// What is wrong in the files there.
        problems: Vec<Problem>,
    },
    /// The moment is before the first transaction of the log.
    #[error("the log begins later, at {first}")]
    TooEarly {
        /// The first transaction.
        first: Zxid,
        /// Its time, in milliseconds since 1970.
        first_ms: i64,
    },
    /// There is no log to find a time in.
    #[error("there is no log to find a time in: name a zxid")]
    NoLog,
    /// The work was ended from outside.
    #[error("interrupted")]
    Stopped,
}

/// Rebuilds the tree of a moment.
///
/// # Errors
/// See [`TravelError`].
pub fn rebuild(sources: &Sources, when: When, watch: &Watch) -> Result<Past, TravelError> {
    let mut notes = Vec::new();
    let at = match when {
        When::End => Zxid(i64::MAX),
        When::Zxid(zxid) => zxid,
        When::Time(ms) => at_time(sources, ms, &mut notes)?,
    };
    let mut bases: Vec<Option<&SnapshotSource>> =
        sources.snapshots.iter().filter(|s| s.zxid.is_some_and(|z| z <= at)).rev().map(Some).collect();
    // A snapshot that was named and has no name to tell: it stands for its own moment.
    if bases.is_empty() && sources.logs.is_empty() {
        bases.extend(sources.snapshots.iter().filter(|s| s.zxid.is_none()).map(Some));
    }
    if begins_at_the_beginning(sources)? {
        bases.push(None);
    }
    let mut fallback: Option<Past> = None;
    let mut failure: Option<TravelError> = None;
    for base in bases.into_iter().take(MAX_BASES) {
        match attempt(sources, base, at, when, watch) {
            Ok(past) if matches!(past.verdict, Verdict::Approximate(_)) => {
                fallback.get_or_insert(past);
            }
            Ok(mut past) => {
                past.problems.splice(0..0, notes);
                return Ok(past);
            }
            Err(Attempt::Unreadable(problem)) => notes.push(problem),
            Err(Attempt::Failed(TravelError::Stopped)) => return Err(TravelError::Stopped),
            Err(Attempt::Failed(e)) => {
                failure.get_or_insert(e);
            }
        }
    }
    match (fallback, failure) {
        (Some(mut past), _) => {
            past.problems.splice(0..0, notes);
            Ok(past)
        }
        (None, Some(e)) => Err(e),
        (None, None) => Err(TravelError::NoBase { at, why: why_no_base(sources, &notes) }),
    }
}

fn why_no_base(sources: &Sources, notes: &[Problem]) -> String {
    let unreadable = notes.iter().filter(|p| matches!(p.what, What::Snapshot { .. })).count();
    let oldest = sources.snapshot_zxids().into_iter().min();
    match (unreadable, oldest) {
        (0, Some(oldest)) => format!("the oldest one is of {oldest}"),
        (0, None) => "there is none at all".to_owned(),
        (n, _) => format!("{n} cannot be read"),
    }
}

/// True if the first log begins with the first transaction that there can be: its base is the empty tree.
fn begins_at_the_beginning(sources: &Sources) -> Result<bool, TravelError> {
    let Some(first) = sources.logs.first() else { return Ok(false) };
    let mut scan = LogScan::new(std::slice::from_ref(first), &[], false);
    Ok(scan.advance()?.is_some_and(|s| s.head.zxid.counter() == 1 && s.head.zxid.epoch() <= 1))
}

/// The last transaction up to a time. Clocks may go back between leaders: the first one that is later ends the search.
fn at_time(sources: &Sources, ms: i64, notes: &mut Vec<Problem>) -> Result<Zxid, TravelError> {
    // The files' first transactions tell where to look.
    let mut firsts = Vec::new();
    for (index, file) in sources.logs.iter().enumerate() {
        let mut scan = LogScan::new(std::slice::from_ref(file), &[], false);
        firsts.extend(scan.advance()?.map(|s| (index, s.header)));
    }
    let (_, first) = firsts.first().ok_or(TravelError::NoLog)?;
    let begin = firsts.iter().take_while(|(_, h)| h.time <= ms).last();
    let Some((begin, _)) = begin else {
        return Err(TravelError::TooEarly { first: first.zxid, first_ms: first.time });
    };
    let files = sources.logs.get(*begin..).unwrap_or_default();
    let mut scan = LogScan::new(files, &[], true);
    let mut found = first.zxid;
    let mut later: Option<TxnHeader> = None;
    while let Some(step) = scan.advance()? {
        scan.take_problems();
        match (&later, step.header.time <= ms) {
            (None, true) => found = found.max(step.header.zxid),
            (None, false) => later = Some(step.header),
            // The time comes twice.
            (Some(first_later), true) => {
                let path = scan.file(step.file).map(|f| f.path.clone()).unwrap_or_default();
                let by_ms = first_later.time.saturating_sub(step.header.time);
                let what = What::TimeBackwards { zxid: step.header.zxid, by_ms };
                notes.push(Problem { path, offset: step.head.offset, what });
                break;
            }
            // One file on is far enough to see a clock that went back.
            (Some(_), false) if step.file > 1 => break,
            (Some(_), false) => {}
        }
    }
    Ok(found)
}

enum Attempt {
    /// This base cannot be used; another one may.
    Unreadable(Problem),
    Failed(TravelError),
}

impl From<ScanError> for Attempt {
    fn from(e: ScanError) -> Attempt {
        Attempt::Failed(e.into())
    }
}

/// Rebuilds on one base: a thread reads, this one applies.
fn attempt(
    sources: &Sources,
    base: Option<&SnapshotSource>,
    at: Zxid,
    when: When,
    watch: &Watch,
) -> Result<Past, Attempt> {
    let (out, parts) = mpsc::sync_channel(feed::QUEUE_BATCHES);
    let feed = Feed { sources, at, when, watch, out };
    let (tree, fed) = std::thread::scope(|scope| {
        let reader = scope.spawn(move || feed.run(base));
        let tree = build(base, parts);
        // It ends soon at the latest when nobody takes anything from it any more.
        (tree, reader.join())
    });
    // What the tree refuses comes first: the reader then only knows that nobody listens.
    let tree = tree?;
    let fed = fed.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    let Fed { newest, trailers, last, replay, problems, values } = fed;
    let verdict = verdict(&tree, &replay, last, newest, &trailers);
    let digest_mismatches = tree.digest_check().mismatches();
    Ok(Past {
        tree,
        values,
        zxid: last,
        time_ms: replay.last.map(|h| h.time),
        base: base.cloned(),
        replayed: replay.count,
        verdict,
        digest_mismatches,
        digests: replay.digests,
        problems,
    })
}

fn build(base: Option<&SnapshotSource>, parts: Receiver<Part>) -> Result<DataTree, Attempt> {
    let Some(snapshot) = base else { return apply(DataTree::new(0), None, parts) };
    let mut tree = DataTree::bare(0);
    // Growing the index bit by bit costs more than a guess that is too high.
    tree.reserve(usize::try_from(snapshot.len / TYPICAL_NODE_BYTES).unwrap_or(0).min(MAX_RESERVED));
    apply(tree, base, parts)
}

fn apply(
    mut tree: DataTree,
    base: Option<&SnapshotSource>,
    parts: Receiver<Part>,
) -> Result<DataTree, Attempt> {
    for part in parts {
        match part {
            Part::Session(id, timeout_ms) => tree.load_session(id, timeout_ms),
            Part::Acl(id, bytes) => {
                // They came out of the reader as a list.
                if let Ok(acl) = AclBytes::from_bytes(&bytes) {
                    tree.load_acl(id, acl);
                }
            }
            Part::Nodes(nodes) => nodes.each(|path, node| {
                let path = std::str::from_utf8(path).unwrap_or_default();
                tree.load_content(path, node.content, node.acl, node.stat).map_err(|e| match base {
                    Some(snapshot) => unreadable(snapshot, node.offset, e.to_string()),
                    None => Attempt::Failed(TravelError::Stopped),
                })
            })?,
            Part::Loaded(zxid, digest) => tree.finish_load(zxid, digest),
            Part::Txns(txns) => txns.each(|record, content| {
                // The reader has decoded it before.
                if let Ok(LoggedTxn { header, txn, digest }) = LoggedTxn::decode(record) {
                    tree.replay(&header, txn, content, digest);
                }
                Ok::<(), Attempt>(())
            })?,
        }
    }
    Ok(tree)
}

fn unreadable(snapshot: &SnapshotSource, offset: u64, why: String) -> Attempt {
    Attempt::Unreadable(Problem { path: snapshot.path.clone(), offset, what: What::Snapshot { why } })
}

fn verdict(tree: &DataTree, replay: &Replay, last: Zxid, newest: Zxid, trailers: &Trailers) -> Verdict {
    if newest > last {
        return Verdict::Approximate(format!(
            "the snapshot was written while the tree changed and holds traces of transactions up to {newest}, \
             behind {last}"
        ));
    }
    // The snapshot's own digest counts if nothing happened while it was written, and nothing was replayed.
    let own = trailers.digest.filter(|d| d.zxid == last && d.version == DIGEST_VERSION).map(|d| d.digest);
    let recorded = replay.digest.map(|d| d.tree_digest).or(own);
    match recorded {
        Some(digest) if digest == tree.digest() => Verdict::Proved,
        Some(digest) => Verdict::Approximate(format!(
            "the digest recorded at {last} is {digest:#x}, that of the rebuilt tree is {:#x}",
            tree.digest()
        )),
        None => match trailers.digest {
            Some(d) if d.zxid > last => Verdict::Approximate(format!(
                "the snapshot was finished only after {}, and no digest tells whether it holds traces of that",
                d.zxid
            )),
            _ => Verdict::Exact,
        },
    }
}

fn look(watch: &Watch, bytes: u64) -> Result<(), TravelError> {
    use std::sync::atomic::Ordering::Relaxed;
    watch.bytes.fetch_add(bytes, Relaxed);
    if watch.stop.load(Relaxed) { Err(TravelError::Stopped) } else { Ok(()) }
}

impl From<io::Error> for Attempt {
    fn from(e: io::Error) -> Attempt {
        Attempt::Failed(TravelError::Scan(ScanError { path: PathBuf::new(), source: e }))
    }
}
