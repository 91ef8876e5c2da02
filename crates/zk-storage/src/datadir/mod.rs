//! The data directory: where logs, snapshots and epoch files lie, who may work on it, and what may go.
//! How its content becomes a history is `recover`'s business; what may be deleted is `purge`'s.
//!
//! ```text
//! dataDir/myid, initialize
//! dataDir/version-2/snapshot.*, acceptedEpoch, currentEpoch
//! dataLogDir/version-2/log.*                 (dataLogDir is dataDir unless configured)
//! ```

mod aside;
mod fence;
mod install;
mod numbers;
mod purge;
mod recover;
mod truncate;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zk_proto::Zxid;

pub(crate) use fence::Fence;
pub use fence::Generation;
pub use install::PendingInstall;
pub use numbers::Epochs;
pub use purge::PurgeReport;
pub use recover::{Base, RecoverOptions, RecoveryReport, RecoveryTarget, TargetError, Warning};

use crate::disk::{Disk, DiskFile, OpenMode};
use crate::error::{IoContext, StorageError};
use crate::snapshot::{self, Compression, PendingSnapshot, SnapshotFile};
use crate::txlog::repair::{self, Repaired};
use crate::txlog::{self, LOG_TMP, LogCursor, LogFile, LogWriter, TornTail, WriterConfig};

/// Directory of the current format below dataDir and dataLogDir.
pub const VERSION_DIR: &str = "version-2";
/// Held by the process that works on the directory; Java does not look at it.
pub const LOCK_NAME: &str = ".zkd.lock";

/// What a process wants with a data directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Read and write, alone; missing directories are made.
    Create,
    /// Read and write, alone; missing directories are an error.
    Existing,
    /// Only read, also beside a running server. Nothing is locked, made or removed.
    ReadOnly,
}

/// A data directory. Clones share its lock.
#[derive(Clone)]
pub struct DataDir<D: Disk> {
    disk: D,
    snap_root: PathBuf,
    log_root: PathBuf,
    snap_dir: PathBuf,
    log_dir: PathBuf,
    fence: Fence,
    _locks: Arc<Vec<D::Lock>>,
}

/// Sizes in bytes, as the `dirs` command tells them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DirSizes {
    /// Of the directory with the snapshots.
    pub snap_dir_bytes: u64,
    /// Of the directory with the logs.
    pub log_dir_bytes: u64,
}

impl<D: Disk> DataDir<D> {
    /// Opens `data_dir`, with the logs in `data_log_dir` if that is given. For writing it is locked first;
    /// what an interrupted snapshot or log file left behind is removed, and an interrupted installation or
    /// [`set_aside`](Self::set_aside) is completed.
    ///
    /// # Errors
    /// [`StorageError::Locked`] if another process (or another part of this one) has it open for writing;
    /// [`StorageError::NoDirectory`]; [`StorageError::MixedDirectories`] if the two directories are swapped.
    pub fn open(
        disk: D,
        data_dir: &Path,
        data_log_dir: Option<&Path>,
        access: Access,
    ) -> Result<Self, StorageError> {
        let log_root = data_log_dir.unwrap_or(data_dir);
        let (snap_dir, log_dir) = (data_dir.join(VERSION_DIR), log_root.join(VERSION_DIR));
        for dir in [&snap_dir, &log_dir] {
            if access == Access::Create {
                disk.create_dir_all(dir).at("create", dir)?;
            } else if !disk.is_dir(dir).at("look up", dir)? {
                return Err(StorageError::NoDirectory { path: dir.clone() });
            }
        }
        let mut dir = DataDir {
            disk,
            snap_root: data_dir.to_path_buf(),
            log_root: log_root.to_path_buf(),
            snap_dir,
            log_dir,
            fence: Fence::default(),
            _locks: Arc::new(Vec::new()),
        };
        if access != Access::ReadOnly {
            dir._locks = Arc::new(dir.lock()?);
            dir.check_mixed()?;
            dir.remove_unfinished()?;
            // In this order: an installation ends the distrust, and the mark of it is among what it removes.
            dir.finish_install()?;
            dir.finish_set_aside()?;
        }
        Ok(dir)
    }

    /// Where the snapshots and the epoch files are.
    pub fn snap_dir(&self) -> &Path {
        &self.snap_dir
    }

    /// Where the logs are.
    pub fn log_dir(&self) -> &Path {
        &self.log_dir
    }

    /// The disk.
    pub fn disk(&self) -> &D {
        &self.disk
    }

    /// The log files, oldest first.
    pub fn logs(&self) -> Result<Vec<LogFile>, StorageError> {
        txlog::list_logs(&self.disk, &self.log_dir)
    }

    /// The snapshots, oldest first, valid or not.
    pub fn snapshots(&self) -> Result<Vec<SnapshotFile>, StorageError> {
        snapshot::list_snapshots(&self.disk, &self.snap_dir)
    }

    /// The snapshots that pass the cheap check, newest first.
    pub fn plausible_snapshots(&self) -> Result<Vec<SnapshotFile>, StorageError> {
        let mut out = Vec::new();
        for s in self.snapshots()?.into_iter().rev() {
            if snapshot::looks_valid(&self.disk, &s).at("read", &s.path)? {
                out.push(s);
            }
        }
        Ok(out)
    }

    /// A writer that begins a new log file at its first commit.
    pub fn log_writer(&self, config: WriterConfig) -> LogWriter<D> {
        LogWriter::open(self.disk.clone(), &self.log_dir, config)
    }

    /// The records above `after`, across log files.
    pub fn log_cursor(&self, after: Zxid, max_record_bytes: usize) -> Result<LogCursor<D>, StorageError> {
        LogCursor::open(self.disk.clone(), &self.log_dir, after, max_record_bytes)
    }

    /// Which history the directory holds; see [`DataDir::create_snapshot_of`].
    pub fn generation(&self) -> Generation {
        self.fence.generation()
    }

    /// Begins a snapshot that holds everything up to `zxid`.
    pub fn create_snapshot(
        &self,
        zxid: Zxid,
        compression: Compression,
    ) -> Result<PendingSnapshot<D>, StorageError> {
        self.create_snapshot_of(self.generation(), zxid, compression)
    }

    /// Begins a snapshot of a state that was looked at after `generation` had been taken. It gets its name only
    /// if the history has not been cut or replaced since.
    pub fn create_snapshot_of(
        &self,
        generation: Generation,
        zxid: Zxid,
        compression: Compression,
    ) -> Result<PendingSnapshot<D>, StorageError> {
        let pending = PendingSnapshot::create(self.disk.clone(), &self.snap_dir, zxid, compression)?;
        Ok(pending.fenced(self.fence.clone(), generation))
    }

    /// As [`DataDir::create_snapshot_of`], for a backup: under a temporary name of its own, since the server may write a
    /// snapshot of the same transaction meanwhile, and read back before it gets its name.
    ///
    /// # Errors
    /// What the disk said.
    pub fn create_backup_of(
        &self,
        generation: Generation,
        zxid: Zxid,
        compression: Compression,
        max_field_bytes: usize,
    ) -> Result<PendingSnapshot<D>, StorageError> {
        let name = snapshot::snapshot_name(zxid, compression);
        let stem = format!("backup.{}", zxid.file_suffix());
        let pending =
            PendingSnapshot::create_as(self.disk.clone(), &self.snap_dir, &name, &stem, compression)?;
        Ok(pending.fenced(self.fence.clone(), generation).read_back(max_field_bytes))
    }

    /// Cuts the torn tail that recovery reported off its log file, keeping the bytes in a file aside
    /// (`torn.log.<zxid>.<offset>`). A log file without a whole record is removed.
    ///
    /// Call it before the first append. Otherwise the torn file would no longer be the last one, and Java would
    /// skip its end silently or, with a wrong checksum, not start.
    pub fn repair_tail(&self, torn: &TornTail) -> Result<Repaired, StorageError> {
        repair::repair_tail(&self.disk, &self.log_dir, torn)
    }

    /// Makes durable what a killed process may have left to the operating system: the newest log's end, and names.
    /// Recovery sees it as well as what is durable; before anything rests on that, power could still take it.
    ///
    /// The log is written again, not only synced: pages of a sync that failed, which ended the last process, count
    /// as clean, so that another sync would report success and keep nothing of them.
    pub fn settle(&self) -> Result<(), StorageError> {
        if let Some(newest) = self.logs()?.pop() {
            let file = self.disk.open(&newest.path, OpenMode::ReadWrite).at("open", &newest.path)?;
            rewrite(&file).at("write", &newest.path)?;
            file.sync_all().at("sync", &newest.path)?;
        }
        for dir in [&self.snap_dir, &self.log_dir] {
            self.disk.sync_dir(dir).at("sync directory", dir)?;
        }
        Ok(())
    }

    /// Sizes of the two directories.
    pub fn sizes(&self) -> Result<DirSizes, StorageError> {
        let size = |dir: &Path| -> Result<u64, StorageError> {
            let entries = self.disk.read_dir(dir).at("list", dir)?;
            Ok(entries.iter().filter(|e| !e.is_dir).map(|e| e.len).sum())
        };
        Ok(DirSizes { snap_dir_bytes: size(&self.snap_dir)?, log_dir_bytes: size(&self.log_dir)? })
    }

    /// Removes a file, durably. One that is not there is no error: purges run beside.
    fn remove_durably(&self, path: &Path) -> Result<(), StorageError> {
        match self.disk.remove(path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            result => result.at("remove", path)?,
        }
        let dir = path.parent().unwrap_or(Path::new(""));
        self.disk.sync_dir(dir).at("sync directory", dir)
    }

    /// Free of other users. Two locks if the directories differ.
    fn lock(&self) -> Result<Vec<D::Lock>, StorageError> {
        let mut dirs = vec![&self.snap_dir];
        if self.log_dir != self.snap_dir {
            dirs.push(&self.log_dir);
        }
        dirs.into_iter()
            .map(|dir| {
                let path = dir.join(LOCK_NAME);
                self.disk.lock(&path).at("lock", &path)?.ok_or(StorageError::Locked { path })
            })
            .collect()
    }

    fn check_mixed(&self) -> Result<(), StorageError> {
        if self.snap_dir == self.log_dir {
            return Ok(());
        }
        for (dir, foreign) in [(&self.log_dir, "snapshot."), (&self.snap_dir, "log.")] {
            let entries = self.disk.read_dir(dir).at("list", dir)?;
            if let Some(e) = entries.iter().find(|e| e.name.starts_with(foreign)) {
                return Err(StorageError::MixedDirectories { dir: dir.clone(), found: e.name.clone() });
            }
        }
        Ok(())
    }

    /// Snapshots and log files that never got their name. Java would take its own leftovers for snapshots.
    fn remove_unfinished(&self) -> Result<(), StorageError> {
        for dir in [&self.snap_dir, &self.log_dir] {
            for entry in self.disk.read_dir(dir).at("list", dir)? {
                if !entry.is_dir && (entry.name == LOG_TMP || snapshot::is_unfinished(&entry.name)) {
                    let path = dir.join(&entry.name);
                    self.disk.remove(&path).at("remove", &path)?;
                }
            }
        }
        Ok(())
    }
}

/// Writes every byte of a file again.
fn rewrite(file: &impl DiskFile) -> std::io::Result<()> {
    let mut buf = vec![0; 1 << 20];
    let mut offset = 0;
    loop {
        let n = file.read_at(&mut buf, offset)?;
        let Some(bytes) = buf.get(..n).filter(|b| !b.is_empty()) else { return Ok(()) };
        file.write_at(bytes, offset)?;
        offset += n as u64;
    }
}
