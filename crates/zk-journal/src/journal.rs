//! Executes a member's requests to the disk, in order: the log thread's work.
//!
//! What may be relied on, and after which request of the disk, is written at the head of the modules that do it:
//! `zk_storage` `txlog::writer` (append), `datadir::numbers` (epochs), `datadir::truncate`, `datadir::install`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::Zxid;
use zk_server::member::{DiskDone, DiskRequest};
use zk_storage::txlog::{WriterStatus, ZxidOrder};
use zk_storage::{DataDir, Disk, LogWriter, RecoverOptions, StorageError, WriterConfig};
use zk_tree::DataTree;
use zk_zab::Memberships;

use crate::epochs::Epochs;
use crate::recover::{RecoverConfig, Recovered, rebuild};
use crate::snapshot::{self, SnapshotFormat};

/// Transactions that nobody has asked to be durable are written, and synced, when they come to this many bytes.
const MAX_PENDING_BYTES: usize = 16 << 20;
/// Sync times that are kept for whoever asks.
const KEPT_TIMES: usize = 4096;

/// How a [`Journal`] works.
#[derive(Clone, Copy, Debug)]
pub struct JournalConfig {
    /// The log's writer.
    pub writer: WriterConfig,
    /// As at the start: for the tree that is rebuilt after a truncation.
    pub recover: RecoverOptions,
    /// How installed snapshots are written.
    pub format: SnapshotFormat,
    /// Keeps hash order from being guessed.
    pub seed: u64,
}

impl JournalConfig {
    /// As the recovery was configured.
    pub fn new(recover: &RecoverConfig, writer: WriterConfig) -> JournalConfig {
        JournalConfig { writer, recover: recover.options(), format: recover.format, seed: recover.seed }
    }
}

/// What a journal has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalStatus {
    /// The log's writer.
    pub writer: WriterStatus,
    /// The last transaction appended.
    pub last: Zxid,
    /// Transactions appended since the start.
    pub txns: u64,
    /// Their payload in bytes.
    pub bytes: u64,
    /// Syncs of the log since the start.
    pub syncs: u64,
}

/// Notes durably which membership is active.
pub type KeepMemberships = Box<dyn FnMut(&Memberships) -> Result<(), StorageError> + Send>;

/// The one owner of a member's log and epochs.
pub struct Journal<D: Disk> {
    dir: Arc<DataDir<D>>,
    config: JournalConfig,
    log: LogWriter<D>,
    order: ZxidOrder,
    epochs: Epochs,
    /// Syncs that one sync of the file will answer.
    waiting: Vec<u64>,
    /// Something was appended since the last sync.
    dirty: bool,
    failed: Option<String>,
    keep_memberships: Option<KeepMemberships>,
    /// A truncation was refused. What was asked for behind it builds on what is not there, and is passed over until the
    /// history is set aside.
    refused: bool,
    txns: u64,
    bytes: u64,
    syncs: u64,
    times: Vec<Duration>,
}

impl<D: Disk> Journal<D> {
    /// Goes on behind what a recovery found.
    pub fn new(recovered: &Recovered<D>, config: JournalConfig) -> Journal<D> {
        let dir = recovered.dir.clone();
        Journal {
            log: dir.log_writer(config.writer),
            dir,
            config,
            order: ZxidOrder::after(recovered.last_zxid),
            epochs: recovered.epochs.unwrap_or(Epochs { accepted: -1, current: -1 }),
            waiting: Vec::new(),
            dirty: false,
            failed: None,
            keep_memberships: None,
            refused: false,
            txns: 0,
            bytes: 0,
            syncs: 0,
            times: Vec::new(),
        }
    }

    /// Lets this one note memberships.
    pub fn keep_memberships_by(&mut self, keep: KeepMemberships) {
        self.keep_memberships = Some(keep);
    }

    /// Executes requests in order, with one sync of the log for as many [`DiskRequest::Sync`] as possible, and adds
    /// to `done` what is answered. On return every sync among them has been answered.
    ///
    /// # Errors
    /// What the disk said. What is in `done` is true nevertheless; nothing more will be done, ever: the process
    /// must end, and find out at its next start what is there.
    pub fn run(
        &mut self,
        requests: impl IntoIterator<Item = DiskRequest>,
        done: &mut Vec<DiskDone>,
    ) -> Result<(), StorageError> {
        self.guard(|this| {
            for request in requests {
                this.take(request, done)?;
            }
            if this.waiting.is_empty() && this.log.pending_bytes() < MAX_PENDING_BYTES {
                return Ok(());
            }
            this.sync(done)
        })
    }

    /// Executes one request.
    ///
    /// # Errors
    /// As [`Journal::run`].
    pub fn execute(&mut self, request: DiskRequest) -> Result<Option<DiskDone>, StorageError> {
        let mut done = Vec::new();
        self.run([request], &mut done)?;
        Ok(done.pop())
    }

    /// Makes everything durable and lets the log go on in a new file: a snapshot begins.
    ///
    /// # Errors
    /// As [`Journal::run`].
    pub fn roll(&mut self) -> Result<(), StorageError> {
        self.guard(|this| {
            this.commit()?;
            this.log.roll()
        })
    }

    /// The directory.
    pub fn dir(&self) -> &Arc<DataDir<D>> {
        &self.dir
    }

    /// The last transaction appended; -1 for a member that has nothing to vouch for.
    pub fn last(&self) -> Zxid {
        self.order.last().unwrap_or(Zxid(-1))
    }

    /// The epochs as stored.
    pub fn epochs(&self) -> Epochs {
        self.epochs
    }

    /// What has been done so far.
    pub fn status(&self) -> JournalStatus {
        JournalStatus {
            writer: self.log.status(),
            last: self.last(),
            txns: self.txns,
            bytes: self.bytes,
            syncs: self.syncs,
        }
    }

    /// How long each sync of the log took since the last call; of very many the first.
    pub fn take_sync_times(&mut self) -> Vec<Duration> {
        std::mem::take(&mut self.times)
    }

    fn take(&mut self, request: DiskRequest, done: &mut Vec<DiskDone>) -> Result<(), StorageError> {
        match request {
            DiskRequest::SetAside { token } => {
                done.push(self.set_aside(token)?);
                Ok(())
            }
            DiskRequest::Memberships { .. } if on(Mutant::MembershipNotNoted) => Ok(()),
            DiskRequest::Memberships { memberships } => match &mut self.keep_memberships {
                Some(keep) => keep(&memberships),
                None => Ok(()),
            },
            _ if self.refused => Ok(()),
            DiskRequest::Append { txns } => self.append(&txns),
            DiskRequest::Sync { token } => {
                self.waiting.push(token);
                Ok(())
            }
            DiskRequest::AcceptedEpoch { epoch, token } => {
                self.sync(done)?;
                assert!(epoch >= self.epochs.accepted, "epoch {epoch} accepted after {:?}", self.epochs);
                self.dir.write_accepted_epoch(epoch)?;
                self.epochs.accepted = epoch;
                done.push(answer(token));
                Ok(())
            }
            DiskRequest::CurrentEpoch { epoch, token } => {
                // What the epoch vouches for is durable first.
                if !on(Mutant::EpochBeforeHistory) {
                    self.sync(done)?;
                }
                assert!(epoch >= self.epochs.current, "epoch {epoch} adopted after {:?}", self.epochs);
                self.dir.write_current_epoch(epoch)?;
                self.epochs.current = epoch;
                done.push(answer(token));
                Ok(())
            }
            DiskRequest::Truncate { to, reload, token } => {
                self.sync(done)?;
                done.push(self.truncate(to, reload, token)?);
                Ok(())
            }
            DiskRequest::Install { tree, token } => {
                self.sync(done)?;
                done.push(self.install(tree, token)?);
                Ok(())
            }
        }
    }

    fn append(&mut self, txns: &[(Zxid, Bytes)]) -> Result<(), StorageError> {
        for (zxid, payload) in txns {
            let after = self.last();
            if self.order.check(*zxid).is_err() {
                // It would be found at the next start; better now, as nothing of it is written yet.
                let path = self.dir.log_dir().to_path_buf();
                return Err(StorageError::ZxidGap { path, offset: 0, after, found: *zxid });
            }
            self.log.append(*zxid, payload);
            self.txns += 1;
            self.bytes += payload.len() as u64;
            self.dirty = true;
        }
        Ok(())
    }

    /// Makes the log durable and answers who waits for that.
    fn sync(&mut self, done: &mut Vec<DiskDone>) -> Result<(), StorageError> {
        self.commit()?;
        done.extend(self.waiting.drain(..).map(answer));
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StorageError> {
        if !self.dirty {
            return Ok(());
        }
        let start = Instant::now();
        match self.log.commit() {
            Err(_) if on(Mutant::WriteErrorIgnored) => {}
            result => result?,
        }
        self.dirty = false;
        self.syncs += 1;
        if self.times.len() < KEPT_TIMES {
            self.times.push(start.elapsed());
        }
        Ok(())
    }

    fn truncate(&mut self, to: Zxid, reload: bool, token: u64) -> Result<DiskDone, StorageError> {
        self.reopen();
        match self.dir.truncate(to, &self.config.recover) {
            Ok(()) => {}
            Err(e @ StorageError::CannotTruncate { .. }) => {
                self.refused = true;
                return Ok(DiskDone { refused: Some(e.to_string()), ..answer(token) });
            }
            Err(e) => return Err(e),
        }
        self.order = ZxidOrder::after(to);
        let tree = if reload { Some(Box::new(self.reload(to)?)) } else { None };
        Ok(DiskDone { tree, ..answer(token) })
    }

    fn reload(&self, to: Zxid) -> Result<DataTree, StorageError> {
        let (tree, report) = rebuild(&self.dir, &self.config.recover, self.config.seed)?;
        // The beginning of an epoch is no transaction: there the history ends below it.
        if report.last_zxid > to || (report.last_zxid < to && to.counter() != 0) {
            let why = format!("the history ends at {} afterwards", report.last_zxid);
            return Err(StorageError::CannotTruncate { wanted: to, why });
        }
        Ok(tree)
    }

    fn install(&mut self, tree: Box<DataTree>, token: u64) -> Result<DiskDone, StorageError> {
        self.reopen();
        if !on(Mutant::SnapInMemory) {
            snapshot::install(&self.dir, &tree, self.config.format, self.config.recover.max_field_bytes)?;
        }
        self.order = ZxidOrder::after(tree.last_zxid());
        Ok(DiskDone { tree: Some(tree), ..answer(token) })
    }

    fn set_aside(&mut self, token: u64) -> Result<DiskDone, StorageError> {
        self.commit()?;
        self.reopen();
        self.dir.set_aside()?;
        self.order = ZxidOrder::after(Zxid(-1));
        self.epochs.current = -1;
        self.refused = false;
        Ok(DiskDone { tree: Some(Box::new(DataTree::new(self.config.seed))), ..answer(token) })
    }

    /// Ends the work on the current log file, whose zeros ahead are cut off, and begins another one at the next append.
    fn reopen(&mut self) {
        self.log = self.dir.log_writer(self.config.writer);
    }

    /// After a failure pages may be gone of which nobody knows: nothing of it is done again or answered.
    fn guard(&mut self, f: impl FnOnce(&mut Self) -> Result<(), StorageError>) -> Result<(), StorageError> {
        if let Some(cause) = &self.failed {
            return Err(StorageError::Poisoned { cause: cause.clone() });
        }
        let result = f(self);
        if let Err(e) = &result {
            self.failed = Some(e.to_string());
        }
        result
    }
}

fn answer(token: u64) -> DiskDone {
    DiskDone { token, tree: None, refused: None }
}
