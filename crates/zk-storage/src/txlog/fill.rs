//! Zeros ahead of the log's write position. A sync of a record then writes data and no metadata: the region is
//! allocated, written and already synced. Usually a thread does it, off the path of the commits.
//!
//! Invariants:
//! - **The filler never writes where records are or may be.** It only writes at or above `filled_to`, and the
//!   writer raises `filled_to` above its own range, under the lock, before it writes there.
//! - **Only the filler cuts a finished file**, and only after no write of zeros to it is under way.

use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::disk::DiskFile;

/// Who writes the zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// A thread owned by the writer.
    Thread,
    /// The committing thread itself, after its commit: for simulation and tests.
    Inline,
    /// Nobody: the file grows with each commit.
    Off,
}

/// What a new log file is zeroed to at once, in bytes.
pub(super) const INITIAL_BYTES: u64 = 64 << 10;
/// One write of zeros, in bytes: the file's lock is not held for longer than that takes.
const CHUNK_BYTES: u64 = 64 << 10;
/// Zeros between two syncs of the filler, in bytes: what a commit may have to write along with its own.
const STEP_BYTES: u64 = 64 << 10;
/// Most zeros ahead of the records, in bytes, however much the configuration allows.
const MAX_AHEAD_BYTES: u64 = 4 << 20;
/// A commit of more than this does without zeros, in bytes: it takes so long itself that the metadata hardly counts,
/// and writing everything twice would cost the disk more. Measured with setData, 8 connections x 16: with zeros up
/// to 16 KiB p50 is 0.35 ms, up to 4 KiB 0.60 ms.
const LARGE_COMMIT_BYTES: u64 = 16 << 10;

const _: () = assert!(STEP_BYTES.is_multiple_of(CHUNK_BYTES) && INITIAL_BYTES.is_multiple_of(CHUNK_BYTES));

pub(super) struct Filler<F> {
    shared: Arc<Shared<F>>,
    mode: Fill,
    prealloc_bytes: u64,
    /// Bytes written by this writer to all its files: how busy the log is.
    total: u64,
    thread: Option<JoinHandle<()>>,
}

struct Shared<F> {
    state: Mutex<State<F>>,
    /// Work for the filler.
    work: Condvar,
    /// A write of zeros has ended.
    idle: Condvar,
}

struct State<F> {
    file: Option<Arc<F>>,
    filled_to: u64,
    goal: u64,
    /// Zeroed since the last sync.
    unsynced: u64,
    writing: Option<Range<u64>>,
    finished: Vec<(Arc<F>, u64)>,
    stop: bool,
    /// A failed write of zeros (a full disk) only ends the filling of this file.
    write_error: Option<String>,
    /// A failed sync may have swallowed the error of a record's page: it poisons the writer.
    sync_error: Option<String>,
}

enum Job<F> {
    Zero(Arc<F>, Range<u64>),
    Sync(Arc<F>),
    Cut(Arc<F>, u64),
}

impl<F: DiskFile> Filler<F> {
    pub(super) fn new(mode: Fill, prealloc_bytes: u64) -> Filler<F> {
        let state = State {
            file: None,
            filled_to: 0,
            goal: 0,
            unsynced: 0,
            writing: None,
            finished: Vec::new(),
            stop: false,
            write_error: None,
            sync_error: None,
        };
        let mode = if prealloc_bytes == 0 { Fill::Off } else { mode };
        let shared =
            Arc::new(Shared { state: Mutex::new(state), work: Condvar::new(), idle: Condvar::new() });
        Filler { shared, mode, prealloc_bytes, total: 0, thread: None }
    }

    /// What a new file holding `len` bytes is to be zeroed to by its first write, in bytes.
    pub(super) fn initial_len(&self, len: u64) -> u64 {
        match self.mode {
            Fill::Off => len,
            _ => (len + 1).next_multiple_of(INITIAL_BYTES.min(self.prealloc_bytes)),
        }
    }

    /// A new file was begun: records up to `position`, synced zeros up to `filled_to`.
    pub(super) fn begin(&mut self, file: &Arc<F>, position: u64, filled_to: u64) {
        if self.mode == Fill::Off {
            return;
        }
        {
            let mut state = self.shared.lock();
            state.file = Some(Arc::clone(file));
            state.filled_to = filled_to;
            state.goal = filled_to;
            state.unsynced = 0;
            state.write_error = None;
        }
        self.advance(position, position);
    }

    /// Called before records are written to `range`: keeps the filler out of it.
    ///
    /// # Errors
    /// What a sync of the filler failed with.
    pub(super) fn reserve(&self, range: Range<u64>) -> Result<(), String> {
        if self.mode == Fill::Off {
            return Ok(());
        }
        let mut state = self.shared.lock();
        if range.end > state.filled_to {
            // The writer outran the filler. Let it go on well ahead; what lies between reads as zeros.
            state.filled_to = (range.end + STEP_BYTES).next_multiple_of(CHUNK_BYTES);
        }
        while state.writing.as_ref().is_some_and(|w| w.start < range.end && range.start < w.end) {
            state = self.shared.idle.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        match &state.sync_error {
            Some(e) => Err(e.clone()),
            None => Ok(()),
        }
    }

    /// Records now reach to `position`, `written` bytes of them new: zero further ahead if it is time.
    pub(super) fn advance(&mut self, position: u64, written: u64) {
        if self.mode == Fill::Off {
            return;
        }
        self.total = self.total.saturating_add(written);
        if written > LARGE_COMMIT_BYTES {
            return;
        }
        let most = self.prealloc_bytes.min(MAX_AHEAD_BYTES);
        let ahead = self.total.clamp(INITIAL_BYTES.min(most), most);
        {
            let mut state = self.shared.lock();
            let busy = state.filled_to < state.goal;
            if busy || state.filled_to.saturating_sub(position) >= ahead / 2 || state.write_error.is_some() {
                return;
            }
            state.goal = (position + ahead).next_multiple_of(STEP_BYTES.min(self.prealloc_bytes));
        }
        self.wake();
    }

    /// The file is complete at `position` and will not be written again: its zeros are cut off.
    pub(super) fn finish(&mut self, file: Arc<F>, position: u64) {
        if self.mode == Fill::Off {
            return;
        }
        {
            let mut state = self.shared.lock();
            state.file = None;
            state.goal = 0;
            state.finished.push((file, position));
        }
        self.wake();
    }

    /// End of the zeros in the current file, in bytes.
    pub(super) fn filled_to(&self) -> u64 {
        self.shared.lock().filled_to
    }

    /// Why the filler gave up on the current file, if it did.
    pub(super) fn write_error(&self) -> Option<String> {
        self.shared.lock().write_error.clone()
    }

    fn wake(&mut self) {
        if self.mode == Fill::Thread {
            self.shared.work.notify_one();
            if self.thread.is_some() {
                return;
            }
            let shared = Arc::clone(&self.shared);
            let spawned = std::thread::Builder::new().name("log-fill".into()).spawn(move || shared.run());
            match spawned {
                Ok(handle) => {
                    self.thread = Some(handle);
                    return;
                }
                // No thread to be had: the file grows with the commits.
                Err(_) => self.mode = Fill::Off,
            }
        }
        while self.shared.work_once() {}
    }
}

impl<F> Drop for Filler<F> {
    fn drop(&mut self) {
        {
            let mut state = self.shared.lock();
            state.stop = true;
            state.file = None;
        }
        self.shared.work.notify_one();
        if let Some(thread) = self.thread.take() {
            // It does not panic; if it did, there is nothing to add here.
            let _ = thread.join();
        }
    }
}

impl<F> Shared<F> {
    /// The state is consistent between any two statements, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, State<F>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F: DiskFile> Shared<F> {
    /// The thread: works until told to stop, and finishes what was handed over before that.
    fn run(&self) {
        loop {
            while self.work_once() {}
            let mut state = self.lock();
            while !state.stop && !state.has_work() {
                state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if state.stop && state.finished.is_empty() {
                return;
            }
        }
    }

    /// Does one piece of work; false if there is none.
    fn work_once(&self) -> bool {
        let job = {
            let mut state = self.lock();
            let Some(job) = state.next_job() else { return false };
            job
        };
        match job {
            Job::Zero(file, range) => self.zero(&file, range),
            Job::Sync(file) => {
                if let Err(e) = file.sync_data() {
                    self.lock().sync_error = Some(format!("sync of preallocated space: {e}"));
                }
            }
            // Zeros that stay do no harm.
            Job::Cut(file, len) => {
                let _ = file.set_len(len);
            }
        }
        true
    }

    fn zero(&self, file: &Arc<F>, range: Range<u64>) {
        let len = range.end - range.start;
        let result = write_zeros(&**file, range);
        let mut state = self.lock();
        state.writing = None;
        state.unsynced += len;
        if let Err(e) = result {
            state.write_error = Some(e.to_string());
            state.goal = 0;
        }
        drop(state);
        self.idle.notify_all();
    }
}

/// Writes zeros page by page.
///
/// One large write would make one large folio in the page cache, and a sync writes whole folios: every commit of
/// a few hundred bytes would then cost the disk 128 KiB (seen on ext4, Linux 6.18).
pub(super) fn write_zeros<F: DiskFile>(file: &F, range: Range<u64>) -> std::io::Result<()> {
    const PAGE: [u8; 4096] = [0; 4096];
    let mut at = range.start;
    while at < range.end {
        let next = ((at / 4096 + 1) * 4096).min(range.end);
        if let Some(zeros) = PAGE.get(..(next - at) as usize) {
            file.write_at(zeros, at)?;
        }
        at = next;
    }
    Ok(())
}

impl<F> State<F> {
    fn has_work(&self) -> bool {
        !self.finished.is_empty()
            || (self.file.is_some()
                && (self.filled_to < self.goal || self.unsynced > 0)
                && self.sync_error.is_none())
    }

    fn next_job(&mut self) -> Option<Job<F>> {
        if let Some((file, len)) = self.finished.pop() {
            return Some(Job::Cut(file, len));
        }
        if !self.has_work() {
            return None;
        }
        let file = Arc::clone(self.file.as_ref()?);
        if self.unsynced >= STEP_BYTES || self.filled_to >= self.goal {
            self.unsynced = 0;
            return Some(Job::Sync(file));
        }
        let range = self.filled_to..(self.filled_to + CHUNK_BYTES).min(self.goal);
        self.filled_to = range.end;
        self.writing = Some(range.clone());
        Some(Job::Zero(file, range))
    }
}
