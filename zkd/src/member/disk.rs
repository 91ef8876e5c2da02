//! The log thread: executes what the machine asks of the disk, everything that has come together with one sync.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;
use std::time::Instant;
use std::{io, thread};

use zk_journal::Journal;
use zk_server::member::DiskRequest;
use zk_storage::{OsDisk, StorageError};

use super::MemberEvent;
use super::sparing::Sparing;
use crate::core::Snapshots;
use crate::flush::FlushPace;
use crate::queue::Entry;
use crate::shared::{CORE_METRICS, Shared};
use crate::status::metrics::{Counter, Summary};

/// The way to the thread. Dropping it lets the thread finish what it has and end.
pub(crate) struct DiskHandle {
    requests: Option<Sender<DiskRequest>>,
    snapshots_allowed: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl DiskHandle {
    /// Starts the thread.
    ///
    /// # Errors
    /// What the system said.
    pub(super) fn start(
        shared: Arc<Shared>,
        journal: Journal<OsDisk>,
        snapshots: Snapshots,
        sparing: Option<Sparing>,
    ) -> io::Result<DiskHandle> {
        let pace = FlushPace::new(shared.config.flush);
        let (requests, inbox) = mpsc::channel();
        let snapshots_allowed = Arc::new(AtomicBool::new(false));
        let allowed = snapshots_allowed.clone();
        let worker = Worker { shared, journal, snapshots, allowed, sparing, pace };
        let thread = thread::Builder::new().name("log".into()).spawn(move || worker.run(&inbox))?;
        Ok(DiskHandle { requests: Some(requests), snapshots_allowed, thread: Some(thread) })
    }

    pub(super) fn send(&self, request: DiskRequest) {
        if let Some(requests) = &self.requests {
            // The thread ends before the core only after it has said that the disk failed.
            let _ = requests.send(request);
        }
    }

    /// Snapshots are taken only while the tree is known to hold nothing but what is committed (known-bugs K-1).
    pub(super) fn set_snapshots_allowed(&self, allowed: bool) {
        self.snapshots_allowed.store(allowed, Ordering::SeqCst);
    }
}

impl Drop for DiskHandle {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Worker {
    shared: Arc<Shared>,
    journal: Journal<OsDisk>,
    snapshots: Snapshots,
    allowed: Arc<AtomicBool>,
    /// Not everything is written.
    sparing: Option<Sparing>,
    pace: FlushPace,
}

impl Worker {
    fn run(mut self, inbox: &Receiver<DiskRequest>) {
        let mut batch = Vec::new();
        let mut done = Vec::new();
        while let Ok(first) = inbox.recv() {
            batch.push(first);
            self.gather(inbox, &mut batch);
            let result = self.execute(&mut batch, &mut done);
            for d in done.drain(..) {
                self.tell(MemberEvent::Disk(d));
            }
            if let Err(e) = result {
                self.shared.metrics[CORE_METRICS].count(Counter::UnrecoverableErrors);
                return self.tell(MemberEvent::DiskFailed(e.to_string()));
            }
        }
    }

    /// Adds what else there is, and what comes while a sync may wait.
    fn gather(&mut self, inbox: &Receiver<DiskRequest>, batch: &mut Vec<DiskRequest>) {
        if self.pace.is_off() {
            return batch.extend(inbox.try_iter());
        }
        let mut count = txns(batch);
        loop {
            while self.pace.has_room(count)
                && let Ok(next) = inbox.try_recv()
            {
                count += txns(std::slice::from_ref(&next));
                batch.push(next);
            }
            // Nobody may wait for what is no transaction.
            let may_wait =
                batch.iter().all(|r| matches!(r, DiskRequest::Append { .. } | DiskRequest::Sync { .. }));
            let Some(wait) = self.pace.wait(count, Instant::now()).filter(|_| may_wait) else { break };
            let Ok(next) = inbox.recv_timeout(wait) else { break };
            count += txns(std::slice::from_ref(&next));
            batch.push(next);
        }
        if count > 0 {
            self.pace.flushed(Instant::now());
        }
    }

    fn execute(
        &mut self,
        batch: &mut Vec<DiskRequest>,
        done: &mut Vec<zk_server::member::DiskDone>,
    ) -> Result<(), StorageError> {
        let before = self.journal.status();
        let sparing = &mut self.sparing;
        let wanted = batch.drain(..).filter_map(|request| match sparing {
            Some(sparing) => sparing.admit(request),
            None => Some(request),
        });
        let waiting = self.shared.disk_wait.begin(self.shared.clock.now_ms());
        self.journal.run(wanted, done)?;
        drop(waiting);
        self.count(before.txns, before.bytes);
        // A snapshot of what was not logged would not go with the log.
        if self.sparing.is_none() && self.allowed.load(Ordering::SeqCst) && self.snapshots.is_due() {
            self.journal.roll()?;
            self.snapshots.begin();
        }
        Ok(())
    }

    fn count(&mut self, txns_before: u64, bytes_before: u64) {
        let status = self.journal.status();
        let metrics = &self.shared.metrics[CORE_METRICS];
        let txns = status.txns - txns_before;
        if txns > 0 {
            self.shared.slow.synced(self.shared.clock.now_us());
            self.snapshots.appended(txns, status.bytes - bytes_before);
            metrics.record_count(Summary::BatchSize, txns);
            metrics.add(Counter::SyncQueued, txns);
        }
        for took in self.journal.take_sync_times() {
            metrics.record_time(Summary::Fsync, took);
            if took.as_millis() as u64 > self.shared.live.fsync_warning_ms() {
                metrics.count(Counter::FsyncThresholdExceeded);
                tracing::warn!(
                    "fsync-ing the write ahead log took {}ms which will adversely affect operation latency",
                    took.as_millis()
                );
            }
        }
    }

    fn tell(&self, event: MemberEvent) {
        self.shared.queue.push(&[], |_| Entry::Member(event));
    }
}

fn txns(batch: &[DiskRequest]) -> usize {
    let txns = |r: &DiskRequest| if let DiskRequest::Append { txns } = r { txns.len() } else { 0 };
    batch.iter().map(txns).sum()
}
