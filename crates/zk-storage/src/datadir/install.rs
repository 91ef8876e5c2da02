//! Replaces the whole history by one snapshot: for a member that a leader sent its tree.
//!
//! Requests: the snapshot is written under a temporary name, synced and read back; then it is renamed to
//! `.zkd.install.<zxid>` and the directory synced. **That rename decides**: before it the old history stands
//! whole, after it the old one is dead, and whoever opens the directory for writing completes the removal. Then
//! the snapshots above the new one go, the logs, the mark of [`set_aside`](super::DataDir::set_aside), the
//! snapshot gets its name, and the older snapshots go.
//!
//! The extra name is needed because no order of removals is safe without it. Named first, the new snapshot would
//! be the base under what the old logs have above it, which the leader may never have had; removed first, the
//! old history would be gone before the new one is there.
//!
//! Differs: Java names the snapshot and keeps everything else, so that a restart, or a learner that is served
//! from the log, meets transactions that never were.

use std::path::{Path, PathBuf};

use zk_mutants::{Mutant, on};
use zk_proto::Zxid;

use super::DataDir;
use super::fence::Held;
use crate::disk::Disk;
use crate::error::{IoContext, StorageError};
use crate::snapshot::{Compression, PendingSnapshot, parse_snapshot_name, snapshot_name};

/// Stands before the zxid in the name of a snapshot that is being installed. Java does not look at it.
pub(crate) const INSTALL_PREFIX: &str = ".zkd.install.";

/// A snapshot that is to become the whole history.
pub struct PendingInstall<'a, D: Disk> {
    dir: &'a DataDir<D>,
    snapshot: PendingSnapshot<D>,
    zxid: Zxid,
    compression: Compression,
}

impl<D: Disk> DataDir<D> {
    /// Begins the snapshot of `zxid` that is to replace the history. No log writer may be open when it is
    /// committed.
    pub fn create_install(
        &self,
        zxid: Zxid,
        compression: Compression,
        max_field_bytes: usize,
    ) -> Result<PendingInstall<'_, D>, StorageError> {
        let name = install_name(zxid, compression);
        // A snapshot of the old history may still be written, of the same zxid even.
        let stem = format!("install.{}", zxid.file_suffix());
        let (disk, dir) = (self.disk.clone(), &self.snap_dir);
        let snapshot =
            PendingSnapshot::create_as(disk, dir, &name, &stem, compression)?.read_back(max_field_bytes);
        Ok(PendingInstall { dir: self, snapshot, zxid, compression })
    }

    /// Completes an installation that a crash interrupted. True if there was one.
    pub(super) fn finish_install(&self) -> Result<bool, StorageError> {
        let Some((path, zxid, compression)) = self.unfinished_install()? else { return Ok(false) };
        let mut held = self.fence.hold();
        self.replace_by(&path, zxid, compression, &mut held)?;
        Ok(true)
    }

    /// The snapshot whose installation was interrupted.
    pub(super) fn unfinished_install(&self) -> Result<Option<(PathBuf, Zxid, Compression)>, StorageError> {
        let entries = self.disk.read_dir(&self.snap_dir).at("list", &self.snap_dir)?;
        let found = entries.into_iter().filter(|e| !e.is_dir).find_map(|e| {
            let (zxid, compression) = parse_install_name(&e.name)?;
            Some((self.snap_dir.join(&e.name), zxid, compression))
        });
        Ok(found)
    }

    /// Removes everything but the snapshot in `staged` and gives that its name.
    fn replace_by(
        &self,
        staged: &Path,
        zxid: Zxid,
        compression: Compression,
        held: &mut Held<'_>,
    ) -> Result<PathBuf, StorageError> {
        held.supersede();
        let path = self.snap_dir.join(snapshot_name(zxid, compression));
        // Another server, which does not know the staged name, sees the old history become shorter.
        let (above, rest): (Vec<_>, Vec<_>) =
            self.snapshots()?.into_iter().rev().partition(|s| s.zxid > zxid);
        for s in above {
            self.remove_durably(&s.path)?;
        }
        for l in self.logs()?.iter().rev().filter(|_| !on(Mutant::LogAcrossGap)) {
            self.remove_durably(&l.path)?;
        }
        self.clear_distrust()?;
        self.disk.rename(staged, &path).at("rename to", &path)?;
        self.disk.sync_dir(&self.snap_dir).at("sync directory", &self.snap_dir)?;
        for s in rest.iter().filter(|s| s.path != path) {
            self.remove_durably(&s.path)?;
        }
        Ok(path)
    }
}

impl<D: Disk> PendingInstall<'_, D> {
    /// Where the content goes.
    pub fn snapshot(&mut self) -> &mut PendingSnapshot<D> {
        &mut self.snapshot
    }

    /// Replaces the history by the snapshot, durably; returns where it is.
    ///
    /// # Errors
    /// What the disk said, or [`StorageError::Snapshot`] if the snapshot does not read back. Then either history
    /// may be there, but only one.
    pub fn commit(
        self,
        digest: Option<crate::SnapshotDigest>,
        last_zxid: Option<Zxid>,
    ) -> Result<PathBuf, StorageError> {
        if on(Mutant::InstallRemovesFirst) {
            for l in self.dir.logs()? {
                self.dir.remove_durably(&l.path)?;
            }
        }
        let staged = self.snapshot.commit(digest, last_zxid)?;
        let mut held = self.dir.fence.hold();
        self.dir.replace_by(&staged, self.zxid, self.compression, &mut held)
    }
}

fn install_name(zxid: Zxid, compression: Compression) -> String {
    format!("{INSTALL_PREFIX}{}{}", zxid.file_suffix(), compression.suffix())
}

fn parse_install_name(name: &str) -> Option<(Zxid, Compression)> {
    parse_snapshot_name(&format!("snapshot.{}", name.strip_prefix(INSTALL_PREFIX)?))
}
