//! Removes old snapshots and logs, never one that recovery may need.

use std::path::Path;

use zk_mutants::{Mutant, on};
use zk_proto::Zxid;

use super::DataDir;
use crate::disk::Disk;
use crate::error::{IoContext, StorageError};
use crate::snapshot::{SnapshotError, SnapshotFile, open_snapshot};

/// Fewer snapshots than this are never kept.
pub const MIN_KEPT_COUNT: usize = 3;

/// What a purge did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PurgeReport {
    /// Names removed, in order of removal.
    pub removed: Vec<String>,
    /// Their size in bytes.
    pub freed_bytes: u64,
    /// Why nothing was removed, if there is a reason for concern.
    pub refused: Option<String>,
}

impl<D: Disk> DataDir<D> {
    /// Keeps the newest `keep` (at least 3) snapshots that look valid, and the logs from the oldest of them on.
    /// The newest one is read as a whole first; if it does not verify, nothing is removed.
    ///
    /// # Errors
    /// What the disk said; then some files may be gone already, none of them needed.
    ///
    /// Mirrors: ZooKeeper `PurgeTxnLog`. Differs: the check of the newest, and names that cannot be parsed stay.
    pub fn purge(&self, keep: usize, max_field_bytes: usize) -> Result<PurgeReport, StorageError> {
        let mut report = PurgeReport::default();
        // A truncation may need the old snapshot that would go here.
        let _held = self.fence.hold();
        let valid = self.plausible_snapshots()?;
        let kept = valid.get(..keep.max(MIN_KEPT_COUNT)).unwrap_or(&valid);
        let (Some(newest), Some(oldest)) = (kept.first(), kept.last()) else { return Ok(report) };
        let oldest = oldest.zxid;
        let snapshots = self.snapshots()?.into_iter().filter(|s| s.zxid < oldest);
        let snapshots: Vec<_> = snapshots.map(|s| (s.path, s.len)).collect();
        let logs = self.logs()?;
        // Replay above a snapshot begins in the newest log that is not above it.
        let first_needed = logs.iter().rposition(|l| l.zxid <= oldest).unwrap_or(0);
        let first_needed = if on(Mutant::PurgeOneTooMany) { logs.len() } else { first_needed };
        let logs: Vec<_> = logs.into_iter().take(first_needed).map(|l| (l.path, l.len)).collect();
        if snapshots.is_empty() && logs.is_empty() {
            return Ok(report);
        }
        if let Err(e) = self.verify_snapshot(newest, max_field_bytes) {
            report.refused = Some(format!("newest snapshot {}: {e}", newest.path.display()));
            return Ok(report);
        }
        // Snapshots go first: without its logs an old snapshot is a trap, without it its logs are only old.
        for (files, dir) in [(snapshots, &self.snap_dir), (logs, &self.log_dir)] {
            for (path, len) in files {
                self.remove_listed(&path, len, &mut report)?;
            }
            self.disk.sync_dir(dir).at("sync directory", dir)?;
        }
        Ok(report)
    }

    fn remove_listed(&self, path: &Path, len: u64, report: &mut PurgeReport) -> Result<(), StorageError> {
        self.disk.remove(path).at("remove", path)?;
        report.freed_bytes += len;
        report.removed.extend(path.file_name().map(|n| n.to_string_lossy().into_owned()));
        Ok(())
    }

    /// Reads a snapshot as a whole: structure and seals. Returns the number of nodes.
    pub fn verify_snapshot(
        &self,
        snapshot: &SnapshotFile,
        max_field_bytes: usize,
    ) -> Result<u64, SnapshotError> {
        let mut reader = open_snapshot(&self.disk, snapshot, max_field_bytes)?;
        let mut nodes = 0;
        while reader.next_node()?.is_some() {
            nodes += 1;
        }
        reader.finish()?;
        Ok(nodes)
    }

    /// The newest snapshot that looks valid, by its transaction.
    pub fn newest_snapshot_zxid(&self) -> Result<Option<Zxid>, StorageError> {
        Ok(self.plausible_snapshots()?.first().map(|s| s.zxid))
    }
}
