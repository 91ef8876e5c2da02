//! When to take a snapshot, and the thread that writes it.
//!
//! Mirrors: ZooKeeper `SyncRequestProcessor.shouldSnapshot`: after a random number of transactions between half of
//! `snapCount` and all of it, or of log bytes alike, so that the members of an ensemble do not all do it at once.
//! Differs: Java skips one only while the last is being written; with a large tree and a high rate of writes it
//! would write nothing but snapshots. Here it is also skipped for [`GAP`] times as long as the last one took.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use zk_storage::{DataDir, LogWriter, OsDisk, StorageError};

use crate::recover::Replayed;
use crate::shared::{CORE_METRICS, Shared};
use crate::status::metrics::{Counter, Summary};

/// What decides about snapshots.
pub(crate) struct SnapshotPolicy {
    pub(crate) dir: Arc<DataDir<OsDisk>>,
    pub(crate) count: u64,
    pub(crate) log_bytes: Option<u64>,
    /// Start of the random sequence.
    pub(crate) seed: u64,
}

/// See the head of the file. The log that a start replays is longer by as much, which costs it less than a second.
const GAP: u32 = 4;

/// A start that had to replay more than this takes a snapshot at once, so that the next one need not.
const LONG_REPLAY_BYTES: u64 = 32 << 20;

pub(crate) struct Snapshots {
    shared: Arc<Shared>,
    policy: SnapshotPolicy,
    txns: u64,
    bytes: u64,
    at_txns: u64,
    at_bytes: u64,
    writer: Option<JoinHandle<Duration>>,
    not_before: Option<Instant>,
}

impl Snapshots {
    pub(crate) fn new(shared: Arc<Shared>, policy: SnapshotPolicy, replayed: Replayed) -> Snapshots {
        let mut this = Snapshots {
            shared,
            policy,
            // What had to be replayed is not covered by a snapshot yet.
            txns: replayed.txns,
            bytes: 0,
            at_txns: 0,
            at_bytes: 0,
            writer: None,
            not_before: None,
        };
        this.draw();
        if replayed.bytes > LONG_REPLAY_BYTES {
            this.at_txns = 0;
        }
        this
    }

    fn draw(&mut self) {
        let mut random_below = |n: u64| {
            // xorshift64: spreads the members' snapshots, nothing depends on its quality.
            let s = &mut self.policy.seed;
            *s ^= *s << 13;
            *s ^= *s >> 7;
            *s ^= *s << 17;
            if n == 0 { 0 } else { *s % n }
        };
        let half = self.policy.count / 2;
        self.at_txns = half + random_below(half);
        self.at_bytes = match self.policy.log_bytes {
            Some(limit) => limit / 2 + random_below(limit / 2),
            None => u64::MAX,
        };
    }

    /// Where they are written.
    pub(super) fn dir(&self) -> &Arc<DataDir<OsDisk>> {
        &self.policy.dir
    }

    /// The history is another one, of which this much is not in a snapshot.
    pub(super) fn restart(&mut self, replayed: Replayed) {
        (self.txns, self.bytes) = (replayed.txns, replayed.bytes);
        self.draw();
    }

    /// Transactions were added to the log.
    pub(crate) fn appended(&mut self, txns: u64, bytes: u64) {
        self.txns += txns;
        self.bytes += bytes;
    }

    /// Starts a snapshot if one is due; the log then goes on in a new file.
    pub(super) fn consider(&mut self, log: &mut LogWriter<OsDisk>) -> Result<(), StorageError> {
        if self.is_due() {
            log.roll()?;
            self.begin();
        }
        Ok(())
    }

    /// True if a snapshot is to begin now. Then the log is to go on in a new file, and [`Snapshots::begin`] called.
    pub(crate) fn is_due(&mut self) -> bool {
        if self.txns <= self.at_txns && self.bytes <= self.at_bytes {
            return false;
        }
        (self.txns, self.bytes) = (0, 0);
        self.draw();
        if self.is_busy() {
            tracing::debug!("a snapshot is due too soon after the last one; skipped");
            return false;
        }
        true
    }

    /// Starts the thread that writes one.
    pub(crate) fn begin(&mut self) {
        let shared = self.shared.clone();
        let dir = self.policy.dir.clone();
        let thread = std::thread::Builder::new().name("snapshot".into()).spawn(move || write(&shared, &dir));
        match thread {
            Ok(handle) => self.writer = Some(handle),
            Err(e) => tracing::error!("no thread for a snapshot: {e}; the log still covers everything"),
        }
    }
}

impl Snapshots {
    /// True while a snapshot is written, and for some time after it.
    fn is_busy(&mut self) -> bool {
        if self.writer.as_ref().is_some_and(|w| !w.is_finished()) {
            return true;
        }
        if let Some(took) = self.writer.take().and_then(|w| w.join().ok()) {
            self.not_before = Some(Instant::now() + took * GAP);
        }
        self.not_before.is_some_and(|t| Instant::now() < t)
    }
}

impl Drop for Snapshots {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            // The core ends, and so does the server; the writer sees it at its next step.
            self.shared.stopping.store(true, Ordering::SeqCst);
            let _ = writer.join();
        }
    }
}

/// Returns how long it took.
fn write(shared: &Shared, dir: &DataDir<OsDisk>) -> Duration {
    let start = Instant::now();
    match crate::snapshot::write_fuzzy(shared, dir) {
        Ok(Some(path)) => {
            shared.metrics[CORE_METRICS].record_time(Summary::Snapshot, start.elapsed());
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let zxid = name.split('.').nth(1).unwrap_or_default();
            let took_ms = start.elapsed().as_millis() as u64;
            tracing::info!(took_ms, "Snapshotting: 0x{zxid} to {}: done", path.display());
        }
        Ok(None) => tracing::info!("snapshot given up: the server stops"),
        Err(e) => {
            shared.metrics[CORE_METRICS].count(Counter::SnapshotErrors);
            tracing::error!("snapshot failed: {e}; the log still covers everything");
        }
    }
    start.elapsed()
}
