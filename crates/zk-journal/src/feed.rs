//! Serves a learner that is behind what is in memory from the log on disk, in chunks, beside the writer.
//!
//! What is sent must be this member's history and nothing else: it begins exactly where the learner is, each
//! transaction follows the one before it, and nothing comes from below the snapshot that this start began with,
//! since there a log may hold what was never committed, or lack what was, and nothing in front of which something
//! has been purged. Whatever does not fit makes the log unusable for this learner, which then gets a snapshot.
//!
//! Mirrors: the disk branch of ZooKeeper `LearnerHandler.syncFollower`. Differs: Java looks only at the first and the
//! last transaction of what it sends.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::Zxid;
use zk_server::member::LogChunk;
use zk_storage::{DataDir, Disk, LogCursor, StorageError};

/// Below this many bytes the log is always preferred to a snapshot.
const ALWAYS_BYTES: u64 = 64 << 20;

/// When a log is served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeedLimits {
    /// The log may be as long as this many times the newest snapshot (`snapshotSizeFactor`); 0 is no limit, a
    /// negative number is never.
    ///
    /// Differs: 64 MiB are always served, which takes no longer than an election; Java has no such floor, and sends a
    /// snapshot for every short absence while the tree is small.
    pub snapshot_size_factor: f64,
    /// Limit of a log record's payload in bytes.
    pub max_record_bytes: usize,
}

impl Default for FeedLimits {
    /// ZooKeeper's defaults.
    fn default() -> FeedLimits {
        FeedLimits {
            snapshot_size_factor: 0.33,
            max_record_bytes: zk_storage::txlog::DEFAULT_MAX_RECORD_BYTES,
        }
    }
}

/// The log as one learner reads it.
pub struct LogFeed<D: Disk> {
    dir: Arc<DataDir<D>>,
    base: Zxid,
    limits: FeedLimits,
    cursor: Option<Place<D>>,
    /// The length has been looked at.
    admitted: bool,
}

/// Where the reading has got to.
struct Place<D: Disk> {
    cursor: LogCursor<D>,
    at: Zxid,
    /// How far the log was durable when the cursor last looked at the files.
    seen: Zxid,
}

impl<D: Disk> LogFeed<D> {
    /// For one learner. `base` is the snapshot that this start began with, or that was installed since.
    pub fn new(dir: Arc<DataDir<D>>, base: Zxid, limits: FeedLimits) -> LogFeed<D> {
        LogFeed { dir, base, limits, cursor: None, admitted: false }
    }

    /// Reads the transactions behind `after` up to `upto`, which must be durable, and about `max_bytes` of them.
    ///
    /// `after` must be a transaction of the log, the base, or the beginning of an epoch (counter 0) behind which the
    /// log goes on with the first transaction of that epoch or of a later one.
    pub fn read(&mut self, after: Zxid, upto: Zxid, max_bytes: usize) -> LogChunk {
        let place = match self.cursor.take() {
            Some(place) if place.at == after => Ok(place),
            _ => self.begin(after, upto),
        };
        let chunk = place.and_then(|place| self.go_on(place, upto, max_bytes));
        // Asked behind the reading: a purge may have come in between.
        match chunk.and_then(|txns| self.reaches_back_to(after).map(|()| txns)) {
            Ok(txns) if txns.is_empty() => {
                LogChunk::Unusable(format!("the log holds nothing between {after} and {upto}"))
            }
            Ok(txns) => LogChunk::Txns(txns),
            Err(why) => LogChunk::Unusable(why),
        }
    }

    /// Nothing behind `after` is gone. Within an epoch the counters tell; what is missing in front of an epoch's first
    /// transaction would not be noticed. A purge removes the oldest first, snapshots before logs, and nothing without a
    /// snapshot that stays.
    fn reaches_back_to(&self, after: Zxid) -> Result<(), String> {
        if self.dir.logs().map_err(text)?.first().is_some_and(|l| l.zxid <= after) {
            return Ok(());
        }
        let snapshots = self.dir.plausible_snapshots().map_err(text)?;
        if snapshots.is_empty() || snapshots.iter().any(|s| s.zxid <= after) {
            return Ok(());
        }
        Err(format!("the log and the snapshots begin above {after}"))
    }

    /// Finds `after`.
    fn begin(&mut self, after: Zxid, upto: Zxid) -> Result<Place<D>, String> {
        if after < self.base && !on(Mutant::LogAcrossGap) {
            return Err(format!(
                "{after} lies below {}, from where on the log is known to be whole",
                self.base
            ));
        }
        let limit = if self.admitted { None } else { self.limit()? };
        if let Some(limit) = limit {
            // Before a file is read for where to begin.
            let behind = self.dir.logs().map_err(text)?.into_iter().filter(|l| l.zxid > after);
            too_long(behind.map(|l| l.len).sum(), limit)?;
        }
        let (dir, max) = (&self.dir, self.limits.max_record_bytes);
        let boundary = after == self.base || after.counter() == 0;
        let mut cursor = if boundary {
            dir.log_cursor(after, max)
        } else {
            LogCursor::open_at(dir.disk().clone(), dir.log_dir(), after, max)
        }
        .map_err(text)?;
        if !boundary && cursor.advance().map_err(text)?.map(|head| head.zxid) != Some(after) {
            return Err(format!("{after} is not in the log"));
        }
        if let Some(limit) = limit {
            too_long(cursor.bytes_left().map_err(text)?, limit)?;
        }
        self.admitted = true;
        Ok(Place { cursor, at: after, seen: upto })
    }

    fn go_on(
        &mut self,
        mut place: Place<D>,
        upto: Zxid,
        max_bytes: usize,
    ) -> Result<Vec<(Zxid, Bytes)>, String> {
        if upto > place.seen {
            place.cursor.refresh().map_err(text)?;
            place.seen = upto;
        }
        let mut chunk = Chunk::default();
        while place.at < upto && (chunk.spans.is_empty() || chunk.bytes.len() < max_bytes) {
            let Some(head) = place.cursor.advance().map_err(text)? else {
                return Err(format!("the log ends at {}, before {upto}", place.at));
            };
            if head.zxid > upto {
                // The cursor is beyond what may be sent: the next chunk begins with a new one.
                return Ok(chunk.into_txns());
            }
            place.at = head.zxid;
            chunk.push(head.zxid, place.cursor.payload());
        }
        self.cursor = Some(place);
        Ok(chunk.into_txns())
    }

    /// How many bytes of log are served at most; `None` is no limit.
    fn limit(&self) -> Result<Option<u64>, String> {
        let factor = self.limits.snapshot_size_factor;
        if factor == 0.0 {
            return Ok(None);
        }
        if factor.is_nan() || factor < 0.0 {
            return Err("snapshotSizeFactor is negative: learners are not served from the log".to_string());
        }
        let newest = self.dir.plausible_snapshots().map_err(text)?.into_iter().next();
        let by_size = newest.map_or(0.0, |s| s.len as f64 * factor);
        Ok(Some(ALWAYS_BYTES.max(by_size as u64)))
    }
}

/// Payloads one behind the other: one allocation for all of them.
#[derive(Default)]
struct Chunk {
    bytes: Vec<u8>,
    spans: Vec<(Zxid, Range<usize>)>,
}

impl Chunk {
    fn push(&mut self, zxid: Zxid, payload: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(payload);
        self.spans.push((zxid, start..self.bytes.len()));
    }

    fn into_txns(self) -> Vec<(Zxid, Bytes)> {
        let bytes = Bytes::from(self.bytes);
        self.spans.into_iter().map(|(zxid, span)| (zxid, bytes.slice(span))).collect()
    }
}

fn too_long(bytes: u64, limit: u64) -> Result<(), String> {
    match bytes > limit {
        true => Err(format!("{bytes} bytes of log, more than {limit}: a snapshot is less")),
        false => Ok(()),
    }
}

/// A read error is no reason to end the process: the learner gets a snapshot, and the log's writer notices for itself.
fn text(e: StorageError) -> String {
    e.to_string()
}
