//! The two epochs of a member, and how files and history are brought together at a start.

use zk_mutants::{Mutant, on};
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

/// Looks whether a directory without a history has never had one. Who adopted an epoch had a snapshot at least, of
/// an empty tree if need be; as an empty member with that epoch it would outrank those that have the history.
///
/// # Errors
/// [`StorageError::HistoryMissing`].
pub(crate) fn check_empty<D: Disk>(dir: &DataDir<D>) -> Result<(), StorageError> {
    match dir.epochs()?.current {
        Some(epoch) if epoch > 0 => {
            Err(StorageError::HistoryMissing { path: dir.snap_dir().join("currentEpoch"), epoch })
        }
        _ => Ok(()),
    }
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
/// What a hand or a backup may have done to the files is mended alike, and told in `warnings`.
///
/// # Errors
/// [`StorageError::BadNumber`] for a file that is empty or holds anything but an epoch; nothing is guessed.
pub(crate) fn repair<D: Disk>(
    dir: &DataDir<D>,
    last: Zxid,
    warnings: &mut Vec<String>,
) -> Result<Epochs, StorageError> {
    let files = dir.epochs()?;
    for (name, epoch) in [("acceptedEpoch", files.accepted), ("currentEpoch", files.current)] {
        if let Some(epoch) = epoch.filter(|e| !(-1..=MAX_EPOCH).contains(e)) {
            let path = dir.snap_dir().join(name);
            return Err(StorageError::BadNumber { path, expected: "an epoch", text: epoch.to_string() });
        }
    }
    if let Some(current) =
        files.current.filter(|e| *e < i64::from(last.epoch()) && on(Mutant::EpochBehindLogFatal))
    {
        let path = dir.snap_dir().join("currentEpoch");
        return Err(StorageError::BadNumber { path, expected: "an epoch", text: current.to_string() });
    }
    let current = match last.0 {
        -1 => -1,
        _ => files.current.unwrap_or(-1).max(i64::from(last.epoch())),
    };
    let accepted = files.accepted.unwrap_or(-1).max(current);
    warnings.extend(doubt(dir, files, current));
    // The promise first: it must never be the lower one of the two.
    if files.accepted != Some(accepted) {
        dir.write_accepted_epoch(accepted)?;
    }
    if files.current != Some(current) {
        dir.write_current_epoch(current)?;
    }
    Ok(Epochs { accepted, current })
}

/// What an operator should know about files that do not go with each other.
fn doubt<D: Disk>(dir: &DataDir<D>, files: zk_storage::Epochs, current: i64) -> Option<String> {
    let path = |name| dir.snap_dir().join(name);
    let promise = "a promise of a later epoch, if there was one, is forgotten; if the file was there before, put it back";
    match (files.accepted, files.current) {
        (Some(accepted), Some(stored)) if accepted < stored => Some(format!(
            "{} holds {accepted}, less than the {stored} in currentEpoch; raised to {current}: {promise}",
            path("acceptedEpoch").display()
        )),
        (None, Some(stored)) if stored > 0 => {
            Some(format!("{} is missing, taken as {current}: {promise}", path("acceptedEpoch").display()))
        }
        (Some(accepted), None) if accepted > 0 && current > 0 => Some(format!(
            "{} is missing, taken as {current} from the last transaction; if the file was there before, put it back",
            path("currentEpoch").display()
        )),
        _ => None,
    }
}
