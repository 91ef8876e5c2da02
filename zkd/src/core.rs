//! The core thread: owner of the machine and of the log. Takes what has come together, makes it durable with one
//! sync, applies it, answers.

mod restore;
mod sink;
mod snapshots;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use zk_proto::connect::ConnectRequest;
use zk_proto::{ErrorCode, Reader, SessionId, frame};
use zk_server::{Incoming, Server, SessionTracker};
use zk_storage::{LogWriter, OsDisk, StorageError};
use zk_tree::ConnId;

use crate::conn::{End, Looks};
use crate::flush::FlushPace;
use crate::log_gate::Subject;
use crate::queue::{Entry, Inbox};
use crate::recover::Replayed;
use crate::shared::{CORE_METRICS, Shared};
use crate::status::metrics::{Counter, Metrics, Summary};

pub(crate) use restore::{InPlace, Led, NotRestored, Restore};
pub(crate) use sink::CoreSink;
pub(crate) use snapshots::{SnapshotPolicy, Snapshots};

/// The sessions by the time of their expiry, in monotonic milliseconds.
pub(crate) type ByExpiry = BTreeMap<u64, Vec<SessionId>>;

/// What the core says of sessions.
#[derive(Debug, Default)]
pub(crate) struct SessionReport {
    /// Those of the ensemble, as far as it is this server that lets them expire.
    pub(crate) global: ByExpiry,
    /// Those that this server alone knows.
    pub(crate) local: ByExpiry,
}

/// See there.
pub(crate) fn by_expiry(tracker: &SessionTracker) -> ByExpiry {
    tracker.by_expiry().into_iter().map(|(at, ids)| (at, ids.into_iter().collect())).collect()
}

/// Everything that the core thread owns.
pub(crate) struct Core {
    shared: Arc<Shared>,
    server: Server,
    log: LogWriter<OsDisk>,
    snapshots: Snapshots,
    /// Connections that are gone; forgotten once what they still had in the batch is done.
    gone: Vec<ConnId>,
    /// What is to take the tree's place once what came before is done.
    restore: Option<Box<Restore>>,
    /// Connections that a restore has ended and that are not gone yet: what they still ask for is not for this tree.
    fenced: HashSet<ConnId>,
    pace: FlushPace,
    seed: u64,
}

impl Core {
    pub(crate) fn new(
        shared: Arc<Shared>,
        server: Server,
        log: LogWriter<OsDisk>,
        snapshots: SnapshotPolicy,
        replayed: Replayed,
    ) -> Core {
        Core {
            seed: snapshots.seed,
            snapshots: Snapshots::new(shared.clone(), snapshots, replayed),
            pace: FlushPace::new(shared.config.flush),
            shared,
            server,
            log,
            gone: Vec::new(),
            restore: None,
            fenced: HashSet::new(),
        }
    }

    /// Works until the queue is stopped and empty.
    ///
    /// # Errors
    /// A failed write or sync of the log. Nothing that was not durable has been answered; the server must end.
    pub(crate) fn run(mut self) -> Result<(), StorageError> {
        let mut inbox = Inbox::default();
        self.snapshots.consider(&mut self.log)?;
        loop {
            let timeout = self.server.next_timeout_ms().saturating_sub(self.shared.clock.now_ms());
            let stopped = self.shared.queue.take(&mut inbox, Duration::from_millis(timeout.min(3_600_000)));
            if stopped {
                return self.log.commit();
            }
            let start = Instant::now();
            self.shared.slow.taken(self.shared.clock.now_us());
            note_queue(&self.shared, &inbox);
            self.prepare(&mut inbox);
            self.gather(&mut inbox);
            self.metrics().record_time(Summary::PrepTime, start.elapsed());
            self.commit()?;
            self.forget_gone();
            self.restore()?;
            self.snapshots.consider(&mut self.log)?;
        }
    }

    fn metrics(&self) -> &Metrics {
        &self.shared.metrics[CORE_METRICS]
    }

    /// Adds what comes while the sync may wait.
    fn gather(&mut self, inbox: &mut Inbox) {
        if self.pace.is_off() {
            return;
        }
        while let Some(wait) = self.pace.wait(self.server.pending_txns(), Instant::now()) {
            let stopped = self.shared.queue.take(inbox, wait);
            if stopped || inbox.is_empty() {
                break;
            }
            self.prepare(inbox);
        }
        if self.server.pending_txns() > 0 {
            self.pace.flushed(Instant::now());
        }
    }

    /// Turns what has come in into the next batch.
    fn prepare(&mut self, inbox: &mut Inbox) {
        let shared = self.shared.clone();
        let times = shared.clock.times();
        let tree = shared.tree();
        let max = shared.config.max_buffer_bytes as usize;
        let now_us = shared.clock.now_us();
        for entry in inbox.entries.drain(..) {
            match entry {
                Entry::Requests { conn, session, who, frames, received_us } => {
                    shared.queued_bytes.fetch_sub(frames.len() as u64, Ordering::Relaxed);
                    if self.restore.is_some() || self.fenced.contains(&conn) {
                        continue;
                    }
                    note_wait(&shared, received_us, now_us);
                    let late = is_late(&shared, received_us, now_us);
                    let mut rest = &inbox.bytes[frames];
                    while let Ok(Some((frame, tail))) = frame::split(rest, max) {
                        let incoming = Incoming { conn, session, who: &who, frame, received_us };
                        if late && self.server.refuse(times, &incoming, ErrorCode::ThrottledOp) {
                            self.metrics().count(Counter::ThrottledOps);
                        } else {
                            self.server.request(&tree, times, incoming);
                        }
                        rest = tail;
                    }
                }
                Entry::Touch { session, at_ms } => {
                    self.server.touch(session, at_ms);
                }
                Entry::Resign(resign) => {
                    let _ = resign.done.send(Err("this server stands alone".into()));
                }
                Entry::MayRestore(to) => {
                    // Whoever asked may have gone.
                    let _ = to.send(Ok(()));
                }
                Entry::Connect { conn, .. } if self.restore.is_some() || self.fenced.contains(&conn) => {}
                Entry::Restore(restore) => match &self.restore {
                    Some(_) => restore.refuse("another restore is under way"),
                    None => self.restore = Some(restore),
                },
                Entry::Connect { conn, body, received_us } => {
                    let mut sink = CoreSink::new(&shared);
                    match ConnectRequest::decode(&mut Reader::new(&inbox.bytes[body])) {
                        Ok(request) => {
                            if request.session_id != SessionId::NONE {
                                shared.metrics[CORE_METRICS].count(Counter::Revalidate);
                            }
                            self.server.connect(&tree, times, conn, &request, received_us, &mut sink);
                        }
                        Err(_) => sink.end(conn, End::BadFrame(Looks::default())),
                    }
                    sink.deliver();
                }
                Entry::Gone { conn, session } => {
                    self.server.disconnected(session, conn);
                    self.fenced.remove(&conn);
                    self.gone.push(conn);
                }
                // A server that stands alone has no members to hear of.
                Entry::Member(_) => {}
                Entry::Report(to) => {
                    let global = by_expiry(self.server.sessions());
                    let report = SessionReport { global, ..SessionReport::default() };
                    // Whoever asked may have gone.
                    let _ = to.send(report);
                }
            }
        }
        self.server.tick(&tree, times);
    }

    /// Makes the batch durable, applies and answers it.
    fn commit(&mut self) -> Result<(), StorageError> {
        self.shared.quotas.note(self.server.take_quota_breaches());
        note_lapsed(&self.shared, self.server.take_lapsed());
        let batch = self.server.take_batch();
        if batch.is_empty() {
            return Ok(());
        }
        let mut count = 0;
        for (zxid, payload) in batch.txns() {
            self.log.append(zxid, payload);
            count += 1;
        }
        if count > 0 {
            self.snapshots.appended(count, self.log.pending_bytes() as u64);
            self.metrics().add(Counter::PrepQueued, count);
            self.metrics().record_count(Summary::BatchSize, count);
            self.metrics().add(Counter::SyncQueued, count);
            self.sync()?;
        }
        let shared = self.shared.clone();
        let mut sink;
        {
            let mut tree = shared.tree_mut();
            let mut watches = shared.watches();
            // Behind the other two: the order of locks is the same everywhere.
            sink = CoreSink::new(&shared);
            let mismatches = tree.digest_check().mismatches();
            self.server.commit(&batch, &mut tree, &mut watches, shared.clock.times(), &mut sink);
            sink.zxid = tree.last_zxid();
            let found = tree.digest_check().mismatches() - mismatches;
            if found > 0 {
                self.metrics().add(Counter::DigestMismatches, found);
                if shared.log_gate.opens(Subject::Tree, "digest") {
                    tracing::error!(zxid = %tree.last_zxid(), "the tree's digest is not the foretold one");
                }
            }
        }
        sink.deliver();
        self.server.recycle(batch);
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StorageError> {
        let start = Instant::now();
        let waiting = self.shared.disk_wait.begin(self.shared.clock.now_ms());
        let result = self.log.commit();
        drop(waiting);
        let took = start.elapsed();
        self.metrics().record_time(Summary::Fsync, took);
        self.shared.slow.synced(self.shared.clock.now_us());
        if took.as_millis() as u64 > self.shared.live.fsync_warning_ms() {
            self.metrics().count(Counter::FsyncThresholdExceeded);
            tracing::warn!(
                "fsync-ing the write ahead log took {}ms which will adversely affect operation latency",
                took.as_millis()
            );
        }
        if result.is_err() {
            self.metrics().count(Counter::UnrecoverableErrors);
        }
        result
    }

    fn forget_gone(&mut self) {
        forget_connections(&self.shared, &mut self.gone);
    }
}

/// Counts and tells of sessions that have expired.
pub(crate) fn note_lapsed(shared: &Shared, lapsed: [zk_server::Lapsed; 2]) {
    for (lapsed, of) in lapsed.into_iter().zip(["", "local "]) {
        shared.metrics[CORE_METRICS].add(Counter::SessionsExpired, lapsed.count);
        for (session, timeout_ms) in &lapsed.named {
            tracing::info!("Expiring {of}session {session}, timeout of {timeout_ms}ms exceeded");
        }
        let unnamed = lapsed.count - lapsed.named.len() as u64;
        if unnamed > 0 {
            tracing::info!("Expiring {unnamed} more {of}sessions");
        }
    }
}

/// What is waiting for the core.
pub(crate) fn note_queue(shared: &Shared, inbox: &Inbox) {
    if !inbox.is_empty() {
        shared.metrics[CORE_METRICS].record_count(Summary::PrepQueueSize, inbox.entries.len() as u64);
    }
}

/// How long requests have waited for the core.
pub(crate) fn note_wait(shared: &Shared, received_us: u64, now_us: u64) {
    let waited = Duration::from_micros(now_us.saturating_sub(received_us));
    shared.metrics[CORE_METRICS].record_time(Summary::PrepQueueTime, waited);
}

/// Whether a request has waited for longer than it may (`throttled_op_wait_time`).
pub(crate) fn is_late(shared: &Shared, received_us: u64, now_us: u64) -> bool {
    let limit_ms = shared.config.throttled_op_wait_ms;
    limit_ms > 0 && now_us.saturating_sub(received_us) > u64::from(limit_ms) * 1000
}

/// Forgets connections that are gone, with their watches.
pub(crate) fn forget_connections(shared: &Shared, gone: &mut Vec<ConnId>) {
    if gone.is_empty() {
        return;
    }
    {
        let mut watches = shared.watches();
        for conn in gone.iter() {
            watches.remove_connection(*conn);
        }
    }
    let mut conns = shared.conns_mut();
    for conn in gone.drain(..) {
        if let Some(c) = conns.find(conn) {
            // What it left unanswered is nobody's any more.
            let left = c.outstanding.swap(0, Ordering::SeqCst) as u64;
            shared.done(left);
            shared.large_bytes.fetch_sub(c.forget_large(), Ordering::Relaxed);
        }
        conns.remove(conn);
    }
}
