//! The two epochs of a member, and how files and history are brought together at a start.

use zk_proto::Zxid;
use zk_storage::{DataDir, Disk, StorageError};

/// Largest epoch that ZooKeeper's packets carry everywhere: 31 bits.
const MAX_EPOCH: i64 = i32::MAX as i64;

/// What a member has promised and adopted. -1 is what a member has that has nothing to vouch for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Epochs {
    /// The last epoch promised to a prospective leader.
    pub accepted: i64,
    /// The last epoch whose history was adopted.
    pub current: i64,
}

/// Reads the epoch files of a history that ends at `last` and repairs them, durably.
///
/// A transaction, or the beginning of an epoch as a snapshot's zxid, is logged only by a member that has all of
/// that epoch's initial history, so that `current` is at least the epoch of `last`. Java refuses to start there
/// unless `currentEpoch.tmp` is left; that file then holds an epoch of which nobody was told yet, and is of no use:
/// above the epoch of `last` its adoption was never acknowledged, below it it says less than the history.
///
/// A member with nothing to vouch for (`last` is -1) has adopted nothing, whatever the file says.
///
/// # Errors
/// [`StorageError::BadNumber`] for a file that is empty or holds anything but an epoch; nothing is guessed.
pub(crate) fn repair<D: Disk>(dir: &DataDir<D>, last: Zxid) -> Result<Epochs, StorageError> {
    let files = dir.epochs()?;
    for (name, epoch) in [("acceptedEpoch", files.accepted), ("currentEpoch", files.current)] {
        if let Some(epoch) = epoch.filter(|e| !(-1..=MAX_EPOCH).contains(e)) {
            let path = dir.snap_dir().join(name);
            return Err(StorageError::BadNumber { path, expected: "an epoch", text: epoch.to_string() });
        }
    }
    let current = match last.0 {
        -1 => -1,
        _ => files.current.unwrap_or(-1).max(i64::from(last.epoch())),
    };
    let accepted = files.accepted.unwrap_or(-1).max(current);
    // The promise first: it must never be the lower one of the two.
    if files.accepted != Some(accepted) {
        dir.write_accepted_epoch(accepted)?;
    }
    if files.current != Some(current) {
        dir.write_current_epoch(current)?;
    }
    Ok(Epochs { accepted, current })
}
