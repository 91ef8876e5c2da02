//! Takes transactions back: for a learner whose leader does not have them.
//!
//! Requests: snapshots that hold any of it are removed, newest first, each with a sync of the directory; then the
//! log files above, newest first, alike; then the last file is shortened and synced. Nothing is removed before it
//! is known that every state on the way is a history: after a crash the old one, or one that ends further up.

use std::collections::BTreeSet;

use zk_mutants::{Mutant, on};
use zk_proto::Zxid;

use super::{DataDir, RecoverOptions};
use crate::disk::Disk;
use crate::error::StorageError;
use crate::snapshot::{self, SnapshotFile};
use crate::txlog::repair;

/// What a truncation builds on and what it removes.
struct Plan {
    base: Zxid,
    /// Snapshots that hold traces of what goes, newest first.
    tainted: Vec<SnapshotFile>,
    /// Of those, the transactions that a log must hold if it is the log that they were made of.
    witnesses: BTreeSet<Zxid>,
}

impl<D: Disk> DataDir<D> {
    /// Takes everything above `zxid` back, durably: first the snapshots above it, then the log. No log writer
    /// may be open. It can be done again after a crash.
    ///
    /// Snapshots up to `zxid` that were still being written when later transactions were applied hold traces of
    /// those, and go too.
    ///
    /// # Errors
    /// [`StorageError::CannotTruncate`], with nothing changed: `zxid` is not in the history as a record, as the
    /// last of the snapshot that remains, or as the beginning of an epoch (counter 0) whose first record follows;
    /// no snapshot remains to build on; or the log is not whole from that snapshot to its end.
    ///
    /// Mirrors: ZooKeeper `FileTxnLog.truncate`. Differs: Java keeps the snapshots above `zxid`, so that the next
    /// start brings them back; it cuts at the next record if `zxid` is not there; and it does not sync.
    pub fn truncate(&self, zxid: Zxid, options: &RecoverOptions) -> Result<(), StorageError> {
        let mut held = self.fence.hold();
        let plan = self.plan_truncation(zxid, options)?;
        self.check_plan(&plan, zxid, options).map_err(|e| match e {
            StorageError::Io { .. } | StorageError::CannotTruncate { .. } => e,
            damage => StorageError::CannotTruncate { wanted: zxid, why: damage.to_string() },
        })?;
        held.supersede();
        let stays = on(Mutant::SnapshotsOutliveTrunc) || on(Mutant::DirtySnapshot);
        for s in plan.tainted.iter().filter(|_| !stays) {
            self.remove_durably(&s.path)?;
        }
        repair::truncate(&self.disk, &self.log_dir, zxid, options.max_record_bytes)
    }

    fn plan_truncation(&self, zxid: Zxid, options: &RecoverOptions) -> Result<Plan, StorageError> {
        let (mut base, mut tainted, mut witnesses) = (None, Vec::new(), BTreeSet::new());
        for s in self.snapshots()?.into_iter().rev() {
            let reach = self.snapshot_reach(&s, options);
            match reach {
                Some(reach) if reach <= zxid => {
                    base.get_or_insert(s.zxid);
                }
                // One that cannot be read is no base; and no danger, unless it is only we who cannot read it.
                None if s.zxid <= zxid => {}
                _ => {
                    witnesses.extend(reach.map(|_| s.zxid));
                    tainted.push(s);
                }
            }
        }
        let Some(base) = base.or(tainted.is_empty().then_some(Zxid::ZERO)) else {
            return Err(cannot(zxid, "no snapshot holds only what is below that"));
        };
        // Counter 0 is the beginning of an epoch, which no log holds.
        witnesses.retain(|w| *w > base && w.counter() != 0);
        Ok(Plan { base, tainted, witnesses })
    }

    /// Walks the log from the base to its end.
    fn check_plan(&self, plan: &Plan, zxid: Zxid, options: &RecoverOptions) -> Result<(), StorageError> {
        let mut cursor = self.log_cursor(plan.base, options.max_record_bytes)?;
        let mut missing = plan.witnesses.clone();
        let mut found = plan.base == zxid;
        while let Some(head) = cursor.advance()? {
            missing.remove(&head.zxid);
            found |= head.zxid == zxid || (zxid.counter() == 0 && zxid.next() == Some(head.zxid));
        }
        if !found {
            return Err(cannot(zxid, "no such transaction is in the history"));
        }
        match missing.first() {
            None => Ok(()),
            Some(w) => Err(cannot(zxid, &format!("the log does not hold {w}, of which there is a snapshot"))),
        }
    }

    /// Up to which transaction a snapshot may hold traces; `None` if it cannot be read.
    fn snapshot_reach(&self, file: &SnapshotFile, options: &RecoverOptions) -> Option<Zxid> {
        let reader = snapshot::open_snapshot(&self.disk, file, options.max_field_bytes).ok()?;
        let digest = reader.finish().ok()?.digest;
        Some(digest.map_or(file.zxid, |d| d.zxid.max(file.zxid)))
    }
}

fn cannot(wanted: Zxid, why: &str) -> StorageError {
    StorageError::CannotTruncate { wanted, why: why.to_string() }
}
