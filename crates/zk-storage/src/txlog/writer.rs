//! Appends to the transaction log: frames records into a buffer and makes a batch durable with one write and one
//! sync.
//!
//! Requests of a new file: write (header, first batch, zeros) to `.zkd.log.tmp`, sync it, rename it to
//! `log.<zxid>`, sync the directory. So a log file never exists without its header and its first batch, and the
//! first commit may be relied on after the directory's sync. Later commits: one write, one sync; a commit that reaches
//! into a second sector also brings the [durable mark](mark) up to date, under the same sync.
//!
//! Mirrors: ZooKeeper `FileTxnLog`. Differs: Java creates the file under its final name and never syncs the
//! directory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zk_mutants::{Mutant, on};
use zk_proto::Zxid;

use super::fill::{Filler, write_zeros};
use super::{END_MARK, Fill, HEADER_BYTES, LogEnd, LogReader, header_bytes, log_name, mark, payload_zxid};
use crate::disk::{Disk, DiskFile, FileReader, OpenMode};
use crate::error::{IoContext, StorageError};

/// Name of a log file in the making; Java does not look at it.
pub(crate) const LOG_TMP: &str = ".zkd.log.tmp";
/// A buffer that grew above this is not kept for the next batch, in bytes.
const KEEP_BUFFER_BYTES: usize = 8 << 20;

/// How a [`LogWriter`] works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriterConfig {
    /// Zeros are kept ahead of the records by up to this many bytes; 0 switches it off.
    pub prealloc_bytes: u64,
    /// False leaves durability to the operating system (`forceSync=no`).
    pub fsync: bool,
    /// A file with more bytes of records than this is closed after the commit.
    pub size_limit_bytes: Option<u64>,
    /// Who writes the zeros ahead.
    pub fill: Fill,
}

impl Default for WriterConfig {
    /// ZooKeeper's defaults: 64 MiB ahead, synced, no size limit.
    fn default() -> WriterConfig {
        WriterConfig { prealloc_bytes: 64 << 20, fsync: true, size_limit_bytes: None, fill: Fill::Thread }
    }
}

/// What a writer is at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriterStatus {
    /// The current file; `None` before the first commit and after a roll.
    pub file: Option<PathBuf>,
    /// Bytes of header and durable records in it.
    pub position: u64,
    /// How far it is zeroed, in bytes.
    pub filled_to: u64,
    /// Last transaction appended.
    pub last: Option<Zxid>,
    /// Why no zeros are written ahead any more (a full disk), if so.
    pub fill_error: Option<String>,
}

/// Appends transactions to `log.<zxid>` files.
///
/// After a failed write or sync it is poisoned, and every later call fails: pages may be gone, so nothing of it
/// may be retried or acknowledged.
pub struct LogWriter<D: Disk> {
    disk: D,
    dir: PathBuf,
    config: WriterConfig,
    filler: Filler<D::File>,
    /// Framed records, behind the file header if they begin a file.
    buffer: Vec<u8>,
    first: Option<Zxid>,
    last: Option<Zxid>,
    current: Option<Current<D::File>>,
    poison: Option<String>,
}

struct Current<F> {
    file: Arc<F>,
    path: PathBuf,
    position: u64,
    /// The durable mark in the file's header.
    mark: u64,
}

impl<D: Disk> LogWriter<D> {
    /// A writer into `log_dir` (a `version-2` directory). Makes no file before the first commit, and never
    /// appends to one that exists.
    pub fn open(disk: D, log_dir: &Path, config: WriterConfig) -> LogWriter<D> {
        let fill = if config.fsync { config.fill } else { Fill::Off };
        LogWriter {
            filler: Filler::new(fill, config.prealloc_bytes),
            disk,
            dir: log_dir.to_path_buf(),
            config,
            buffer: Vec::new(),
            first: None,
            last: None,
            current: None,
            poison: None,
        }
    }

    /// Frames a transaction into the buffer. It is not durable before [`LogWriter::commit`] has returned.
    ///
    /// # Panics
    /// If `zxid` is not above the last one, or not the one in the payload: the history would be damaged.
    pub fn append(&mut self, zxid: Zxid, payload: &[u8]) {
        assert!(self.last.is_none_or(|last| last < zxid), "zxid {zxid} appended after {:?}", self.last);
        assert!(payload_zxid(payload) == Some(zxid), "payload does not hold zxid {zxid}");
        assert!(i32::try_from(payload.len()).is_ok(), "payload of {} bytes", payload.len());
        if self.current.is_none() && self.buffer.is_empty() {
            self.buffer.extend_from_slice(&header_bytes());
            self.first = Some(zxid);
        }
        let checksum = u64::from(simd_adler32::adler32(&payload));
        self.buffer.extend_from_slice(&checksum.to_be_bytes());
        self.buffer.extend_from_slice(&(payload.len() as u32).to_be_bytes());
        self.buffer.extend_from_slice(payload);
        self.buffer.push(END_MARK);
        self.last = Some(zxid);
    }

    /// Makes everything appended durable: one write, one sync. Nothing to do is no request at all.
    ///
    /// # Errors
    /// What the disk said; from then on [`StorageError::Poisoned`].
    pub fn commit(&mut self) -> Result<(), StorageError> {
        self.guard(|w| {
            if w.buffer.is_empty() {
                return Ok(());
            }
            let done = if w.current.is_some() { w.write_on() } else { w.start_file() };
            w.buffer.clear();
            w.buffer.shrink_to(KEEP_BUFFER_BYTES);
            done?;
            let position = w.current.as_ref().map_or(0, |c| c.position);
            if w.config.size_limit_bytes.is_some_and(|limit| position > limit) {
                w.close_file();
            }
            Ok(())
        })
    }

    /// Commits, and lets the next append begin a new file.
    ///
    /// # Errors
    /// As [`LogWriter::commit`].
    pub fn roll(&mut self) -> Result<(), StorageError> {
        self.commit()?;
        self.close_file();
        Ok(())
    }

    /// Bytes appended and not yet committed, frames included.
    pub fn pending_bytes(&self) -> usize {
        self.buffer.len()
    }

    /// Last transaction appended.
    pub fn last(&self) -> Option<Zxid> {
        self.last
    }

    /// File, position and preallocation.
    pub fn status(&self) -> WriterStatus {
        let current = self.current.as_ref();
        WriterStatus {
            file: current.map(|c| c.path.clone()),
            position: current.map_or(0, |c| c.position),
            filled_to: if current.is_some() { self.filler.filled_to() } else { 0 },
            last: self.last,
            fill_error: self.filler.write_error(),
        }
    }

    fn guard(&mut self, f: impl FnOnce(&mut Self) -> Result<(), StorageError>) -> Result<(), StorageError> {
        if let Some(cause) = &self.poison {
            return Err(StorageError::Poisoned { cause: cause.clone() });
        }
        let result = f(self);
        if let Err(e) = &result
            && !on(Mutant::WriteErrorIgnored)
        {
            self.poison = Some(e.to_string());
        }
        result
    }

    fn write_on(&mut self) -> Result<(), StorageError> {
        let Some(current) = &mut self.current else { return Ok(()) };
        let (start, written) = (current.position, self.buffer.len() as u64);
        let range = start..start + written;
        self.filler.reserve(range.clone()).map_err(|cause| StorageError::Poisoned { cause })?;
        if self.config.fsync
            && mark::can_be_torn_inside(&range)
            && current.mark != start
            && !on(Mutant::MarkStays)
        {
            let durable = if on(Mutant::MarkAhead) { range.end } else { start };
            current.file.write_at(&mark::encode(durable), mark::MARK_OFFSET).at("write", &current.path)?;
            current.mark = start;
        }
        current.file.write_at(&self.buffer, start).at("write", &current.path)?;
        if self.config.fsync && !on(Mutant::LogNotSynced) {
            sync(&*current.file).at("sync", &current.path)?;
        }
        current.position += written;
        self.filler.advance(current.position, written);
        Ok(())
    }

    fn start_file(&mut self) -> Result<(), StorageError> {
        let Some(zxid) = self.first.take() else { return Ok(()) };
        let (tmp, path) = (self.dir.join(LOG_TMP), self.dir.join(log_name(zxid)));
        let tmp = if on(Mutant::LogUnderFinalName) { path.clone() } else { tmp };
        if self.holds_records(&path)? {
            return Err(StorageError::LogExists { path });
        }
        let position = self.buffer.len() as u64;
        let filled_to = self.filler.initial_len(position);
        if self.config.fsync
            && let Some(field) = self.buffer.get_mut(mark::MARK_OFFSET as usize..HEADER_BYTES)
        {
            // True by the time that the file has its name.
            field.copy_from_slice(&mark::encode(position));
        }
        let file = self.disk.open(&tmp, OpenMode::Create).at("create", &tmp)?;
        file.write_at(&self.buffer, 0).at("write", &tmp)?;
        write_zeros(&file, position..filled_to).at("write", &tmp)?;
        if self.config.fsync {
            sync(&file).at("sync", &tmp)?;
        }
        if tmp != path {
            self.disk.rename(&tmp, &path).at("rename to", &path)?;
        }
        if self.config.fsync && !on(Mutant::DirectoryNotSynced) {
            self.disk.sync_dir(&self.dir).at("sync directory", &self.dir)?;
        }
        let file = Arc::new(file);
        self.filler.begin(&file, position, filled_to);
        self.current =
            Some(Current { file, path, position, mark: if self.config.fsync { position } else { 0 } });
        Ok(())
    }

    /// A file of that name without a record (Java made it and died) may be replaced, another may not.
    fn holds_records(&self, path: &Path) -> Result<bool, StorageError> {
        if !self.disk.exists(path).at("look up", path)? {
            return Ok(false);
        }
        let file = self.disk.open(path, OpenMode::Read).at("open", path)?;
        let mut reader = LogReader::new(FileReader::new(file));
        let first = reader.advance().at("read", path)?;
        let blank = matches!(reader.end(), Some(LogEnd::Clean { .. } | LogEnd::Torn { bytes: 0, .. }));
        Ok(first.is_some() || !blank)
    }

    fn close_file(&mut self) {
        if let Some(current) = self.current.take() {
            // All of it is durable: without a mark that is what the file says. One that stays does no harm.
            if current.mark != 0 {
                let _ = current.file.write_at(&[0; 8], mark::MARK_OFFSET);
            }
            self.filler.finish(current.file, current.position);
        }
    }
}

/// Makes a file's content durable. Once: what a failed sync should have written may be gone, and the next one succeeds.
fn sync(file: &impl DiskFile) -> std::io::Result<()> {
    match file.sync_data() {
        Err(_) if on(Mutant::SyncRetried) => file.sync_data(),
        result => result,
    }
}

impl<D: Disk> Drop for LogWriter<D> {
    /// Cuts the zeros off, unless the file's state is unknown. What was not committed is not written.
    fn drop(&mut self) {
        if self.poison.is_none() {
            self.close_file();
        }
    }
}
