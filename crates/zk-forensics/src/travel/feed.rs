//! The reading half of a rebuild, on a thread of its own: reads, checks and decodes snapshot and log, makes the contents of
//! nodes, and hands it all over in order. What is left for the tree's thread is to find places in the tree.

use std::sync::mpsc::SyncSender;

use zk_proto::txn::{DIGEST_VERSION, LoggedTxn, Txn, TxnDigest};
use zk_proto::{OpCode, SessionId, StatPersisted, TxnHeader, Zxid};
use zk_storage::snapshot::{Compression, SnapshotError, Trailers};
use zk_storage::txlog::{FRAME_BYTES, OrderError, ZxidOrder};
use zk_tree::{Content, Place};

use super::values::{MIN_LEFT_BYTES, Values};
use super::{Attempt, CONFIG, TravelError, When, look};
use crate::fold::Watch;
use crate::problem::Problem;
use crate::scan::{LogScan, Step};
use crate::source::{SnapshotSource, Sources};

/// Elements that are handed over at once.
const BATCH_COUNT: usize = 512;
/// Bytes after which a batch is handed over even if it has fewer.
const BATCH_BYTES: usize = 1 << 20;
/// Batches that may wait: the reader is ahead by at most so many mebibytes, and one element.
pub(super) const QUEUE_BATCHES: usize = 16;

/// What is handed over.
pub(super) enum Part {
    Session(SessionId, i32),
    /// An ACL list, encoded, under its id in the snapshot.
    Acl(i64, Vec<u8>),
    Nodes(Batch<LoadedNode>),
    /// The snapshot is whole. Its zxid, and where its fuzzy zone ends with the digest there.
    Loaded(Zxid, Option<(Zxid, u64)>),
    Txns(Batch<Option<Content>>),
}

/// Elements, and the bytes of each in one piece of memory: the path of a node, the record of a transaction.
pub(super) struct Batch<T> {
    bytes: Vec<u8>,
    /// Each with the end of its bytes.
    items: Vec<(usize, T)>,
    /// What their contents take in memory, in bytes.
    held_bytes: usize,
}

/// A node of the snapshot.
pub(super) struct LoadedNode {
    pub(super) content: Content,
    pub(super) acl: i64,
    pub(super) stat: StatPersisted,
    /// Where it is in the snapshot, uncompressed.
    pub(super) offset: u64,
}

impl<T> Batch<T> {
    fn new() -> Batch<T> {
        Batch { bytes: Vec::new(), items: Vec::with_capacity(BATCH_COUNT), held_bytes: 0 }
    }

    fn is_full(&self) -> bool {
        self.items.len() >= BATCH_COUNT || self.held_bytes + self.bytes.len() >= BATCH_BYTES
    }

    /// Calls `each` for every element with its bytes, until one fails.
    pub(super) fn each<E>(self, mut each: impl FnMut(&[u8], T) -> Result<(), E>) -> Result<(), E> {
        let mut start = 0;
        for (end, item) in self.items {
            each(self.bytes.get(start..end).unwrap_or_default(), item)?;
            start = end;
        }
        Ok(())
    }
}

/// What the reader knows when all is handed over.
#[derive(Default)]
pub(super) struct Fed {
    /// The newest transaction that a node of the snapshot tells of.
    pub(super) newest: Zxid,
    pub(super) trailers: Trailers,
    /// The last transaction handed over, or that of the base.
    pub(super) last: Zxid,
    pub(super) replay: Replay,
    pub(super) problems: Vec<Problem>,
    /// The files in which data was left.
    pub(super) values: Values,
}

/// What the log says about the moment at which a replay has arrived.
#[derive(Default)]
pub(super) struct Replay {
    /// The tree's digest behind the last transaction, if the log has it.
    pub(super) digest: Option<TxnDigest>,
    pub(super) digests: u64,
    pub(super) last: Option<TxnHeader>,
    pub(super) count: u64,
}

impl Replay {
    fn take_digest(&mut self, header: &TxnHeader, digest: Option<TxnDigest>) {
        // A refused write changes nothing and carries no digest.
        if header.kind == OpCode::Error.code() {
            return;
        }
        self.digest = digest.filter(|d| d.version == DIGEST_VERSION);
        self.digests += u64::from(self.digest.is_some());
    }
}

/// The reader.
pub(super) struct Feed<'a> {
    pub(super) sources: &'a Sources,
    pub(super) at: Zxid,
    pub(super) when: When,
    pub(super) watch: &'a Watch,
    pub(super) out: SyncSender<Part>,
}

impl Feed<'_> {
    /// Reads the base and what follows it. If nobody listens any more, ends as if stopped from outside.
    pub(super) fn run(self, base: Option<&SnapshotSource>) -> Result<Fed, Attempt> {
        let mut values = Values::default();
        let (from, newest, trailers) = match base {
            Some(snapshot) => self.load(snapshot, &mut values)?,
            None => (Zxid::ZERO, Zxid::ZERO, Trailers::default()),
        };
        let order = if base.is_some() { ZxidOrder::after(from) } else { ZxidOrder::unknown() };
        self.replay(from, order, Fed { newest, trailers, values, ..Fed::default() })
    }

    fn send(&self, part: Part) -> Result<(), Attempt> {
        look(self.watch, 0).map_err(Attempt::Failed)?;
        self.out.send(part).map_err(|_| Attempt::Failed(TravelError::Stopped))
    }

    fn load(
        &self,
        snapshot: &SnapshotSource,
        values: &mut Values,
    ) -> Result<(Zxid, Zxid, Trailers), Attempt> {
        let failed = |e: SnapshotError| super::unreadable(snapshot, 0, e.to_string());
        let mut reader = snapshot.open().map_err(failed)?;
        // Offsets in a compressed snapshot are not those of the file.
        let is_plain = snapshot.compression().is_ok_and(|c| c == Compression::Plain);
        let file = if is_plain { values.hold(&snapshot.path) } else { None };
        while let Some((session, timeout_ms)) = reader.next_session().map_err(failed)? {
            self.send(Part::Session(session, timeout_ms))?;
        }
        while let Some((id, acl)) = reader.next_acl().map_err(failed)? {
            self.send(Part::Acl(id, acl.as_bytes().to_vec()))?;
        }
        let mut newest = Zxid::ZERO;
        let mut reported = 0;
        let mut batch = Batch::new();
        loop {
            let offset = reader.offset();
            let Some(node) = reader.next_node().map_err(failed)? else { break };
            let stat = node.stat;
            if node.path != CONFIG {
                newest = newest.max(stat.czxid).max(stat.mzxid).max(stat.pzxid);
            }
            // Behind the length and the path comes the length of the data. A path that was no text has another length there.
            let at = offset + 8 + node.path.len() as u64;
            let file = file.filter(|_| !node.path.contains(char::REPLACEMENT_CHARACTER));
            let content = content(node.path, node.data, file, at);
            batch.bytes.extend_from_slice(node.path.as_bytes());
            batch.held_bytes += content.held_bytes();
            batch.items.push((batch.bytes.len(), LoadedNode { content, acl: node.acl, stat, offset }));
            if batch.is_full() {
                look(self.watch, offset - reported).map_err(Attempt::Failed)?;
                reported = offset;
                self.send(Part::Nodes(std::mem::replace(&mut batch, Batch::new())))?;
            }
        }
        self.send(Part::Nodes(batch))?;
        let trailers = reader.finish().map_err(failed)?;
        // Without a name that tells, the last transaction that the snapshot or one of its nodes knows must do.
        let zxid = snapshot.zxid.or(trailers.last_zxid).unwrap_or(newest);
        let digest = trailers.digest.filter(|d| d.version == DIGEST_VERSION).map(|d| (d.zxid, d.digest));
        self.send(Part::Loaded(zxid, digest))?;
        Ok((zxid, newest, trailers))
    }

    fn replay(&self, from: Zxid, mut order: ZxidOrder, mut fed: Fed) -> Result<Fed, Attempt> {
        let files = self.sources.logs_between(from, self.at);
        let mut scan = LogScan::new(&files, &self.sources.snapshot_zxids(), self.sources.whole);
        let (mut more, mut reported) = (false, 0);
        let mut batch = Batch::new();
        let mut held: Option<(usize, Option<u32>)> = None;
        while let Some(step) = scan.advance()? {
            if step.head.zxid > self.at {
                more = true;
                break;
            }
            if step.head.zxid <= from || step.repeated {
                if step.head.zxid <= from {
                    // Damage below the base is of no consequence.
                    scan.take_problems();
                    if step.head.zxid == from {
                        fed.replay.last = Some(step.header);
                    }
                    if let Ok(logged) = LoggedTxn::decode(scan.payload()) {
                        fed.replay.take_digest(&step.header, logged.digest);
                    }
                }
                continue;
            }
            if let Err(OrderError::Gap { after } | OrderError::Regression { after }) =
                order.check(step.head.zxid)
            {
                let problems = scan.take_problems();
                return Err(Attempt::Failed(TravelError::Hole { after, next: step.head.zxid, problems }));
            }
            let file = match held {
                Some((index, file)) if index == step.file => file,
                _ => {
                    let file = scan.file(step.file).and_then(|f| fed.values.hold(&f.path));
                    held = Some((step.file, file));
                    file
                }
            };
            batch.add(&scan, &step, file, &mut fed.replay)?;
            fed.replay.last = Some(step.header);
            fed.replay.count += 1;
            if batch.is_full() {
                let done = scan.bytes_done();
                look(self.watch, done.saturating_sub(reported)).map_err(Attempt::Failed)?;
                reported = done;
                self.send(Part::Txns(std::mem::replace(&mut batch, Batch::new())))?;
            }
        }
        self.send(Part::Txns(batch))?;
        let problems = scan.take_problems();
        let last = order.last().unwrap_or(from);
        if let When::Zxid(at) = self.when
            && !more
            && last < at
        {
            return Err(Attempt::Failed(TravelError::Beyond { at, last, problems }));
        }
        Ok(Fed { last, problems, ..fed })
    }
}

impl Batch<Option<Content>> {
    /// Adds a transaction. Its data goes into a content or stays in the file, and does not go into the bytes too.
    fn add(
        &mut self,
        scan: &LogScan<'_>,
        step: &Step,
        file: Option<u32>,
        replay: &mut Replay,
    ) -> Result<(), Attempt> {
        let payload = scan.payload();
        let logged = LoggedTxn::decode(payload).map_err(|e| {
            let path = scan.file(step.file).map(|f| f.path.clone()).unwrap_or_default();
            let (offset, zxid, why) = (step.head.offset, step.head.zxid, e.to_string());
            Attempt::Failed(TravelError::Undecodable { path, offset, zxid, why })
        })?;
        replay.take_digest(&logged.header, logged.digest);
        let named = match &logged.txn {
            Txn::Create(c) => Some((&c.path, c.data)),
            Txn::SetData { path, data, .. } => Some((path, *data)),
            _ => None,
        };
        let cut = named.and_then(|named| Some((named, without_data(payload)?)));
        let content = match cut {
            Some(((path, data), (head, tail))) => {
                // Null data.
                self.bytes.extend_from_slice(head);
                self.bytes.extend_from_slice(&(-1i32).to_be_bytes());
                self.bytes.extend_from_slice(tail);
                let at = step.head.offset + (FRAME_BYTES + head.len() + 4) as u64;
                Some(content(path, data, file, at))
            }
            None => {
                self.bytes.extend_from_slice(payload);
                None
            }
        };
        self.held_bytes += content.as_ref().map_or(0, Content::held_bytes);
        self.items.push((self.bytes.len(), content));
        Ok(())
    }
}

/// The content of a node whose data begins at `offset` of a file: longer data is left there.
fn content(path: &str, data: Option<&[u8]>, file: Option<u32>, offset: u64) -> Content {
    match (data, file) {
        (Some(data), Some(file)) if data.len() >= MIN_LEFT_BYTES => {
            let len = u32::try_from(data.len()).unwrap_or(u32::MAX);
            Content::elsewhere(path, data, Place { file, offset, len })
        }
        _ => Content::new(path, data),
    }
}

/// The parts of a record before and behind its data field: a path comes first in its body, then the data.
fn without_data(payload: &[u8]) -> Option<(&[u8], &[u8])> {
    let field = |at: usize| {
        let len = i32::from_be_bytes(*payload.get(at..)?.first_chunk()?);
        at.checked_add(4)?.checked_add(usize::try_from(len).unwrap_or(0))
    };
    let data_at = field(TxnHeader::SIZE)?;
    Some((payload.get(..data_at)?, payload.get(field(data_at)?..)?))
}
