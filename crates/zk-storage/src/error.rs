//! What can go wrong with a data directory, grouped by blame: the environment, the data on disk, the caller.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use zk_proto::Zxid;

use crate::datadir::TargetError;
use crate::snapshot::SnapshotError;
use crate::txlog::BadRecord;

/// An error of this crate. Texts name the file, the offset and what to try.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StorageError {
    // The environment.
    /// The operating system refused a request.
    #[error("cannot {op} {}: {source}{}", path.display(), what_to_try(source))]
    Io {
        /// What was being done.
        op: &'static str,
        /// On which file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process works on the directory.
    #[error("{} is in use by another server; stop it first", path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
    },

    // The data on disk.
    /// A bad record inside the log: what follows it may have been acknowledged.
    #[error(
        "{}: bad record at offset {offset} ({reason}) after zxid {last}, inside the log; acknowledged \
         transactions may be lost. Look at it with: zkctl log cat {}", path.display(), path.display()
    )]
    LogDamaged {
        /// The log file.
        path: PathBuf,
        /// Where the bad record begins, in bytes.
        offset: u64,
        /// What is wrong with it.
        reason: BadRecord,
        /// The last good record's transaction, or the snapshot's if there is none.
        last: Zxid,
    },
    /// Transactions are missing between two records.
    #[error(
        "{}: zxid {found} at offset {offset} follows {after}; transactions between them are missing. \
         Look at it with: zkctl log cat {}", path.display(), path.display()
    )]
    ZxidGap {
        /// The log file of the later record.
        path: PathBuf,
        /// The later record's offset in bytes.
        offset: u64,
        /// The transaction before the gap.
        after: Zxid,
        /// The transaction after it.
        found: Zxid,
    },
    /// A transaction id went backwards, and not by a plain repetition.
    #[error(
        "{}: zxid {found} at offset {offset} comes after {after}; two histories are mixed. \
         Look at it with: zkctl log cat {}", path.display(), path.display()
    )]
    ZxidRegression {
        /// The log file of the later record.
        path: PathBuf,
        /// The later record's offset in bytes.
        offset: u64,
        /// The highest transaction before it.
        after: Zxid,
        /// The later record's transaction.
        found: Zxid,
    },
    /// The caller's state could not take a transaction whose checksum is right.
    #[error(
        "{}: transaction {zxid} at offset {offset} cannot be applied: {source}. \
         Look at it with: zkctl log cat {}", path.display(), path.display()
    )]
    Transaction {
        /// The log file.
        path: PathBuf,
        /// The record's offset in bytes.
        offset: u64,
        /// Its transaction.
        zxid: Zxid,
        /// What the target said.
        source: TargetError,
    },
    /// A snapshot cannot be read.
    #[error("snapshot {}: {source}", path.display())]
    Snapshot {
        /// The snapshot.
        path: PathBuf,
        /// What is wrong with it.
        source: SnapshotError,
    },
    /// There are snapshots, and none of them loads.
    #[error(
        "none of {} snapshots can be loaded; the newest, {}: {why}. Restore one from a backup, or let \
         this member fetch one: move the directory aside and start with an empty one",
        tried, newest.display()
    )]
    NoUsableSnapshot {
        /// How many were tried.
        tried: usize,
        /// The newest of them.
        newest: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// There are transactions in the log and no snapshot that they build on.
    #[error(
        "{} holds transactions but there is no snapshot under {}; starting would lose what the snapshots held. \
         If the logs are complete from the first transaction on, set snapshot.trust.empty=true for one start",
        log_dir.display(), snap_dir.display()
    )]
    SnapshotMissing {
        /// Where the logs are.
        log_dir: PathBuf,
        /// Where the snapshots should be.
        snap_dir: PathBuf,
    },
    /// The epoch file vouches for a history that is not there.
    #[error(
        "{} says that the history of epoch {epoch} was taken over, but there is neither a snapshot nor a log: they \
         are gone. Put them back; if they cannot be had and most other members have theirs, move {} away as well, so \
         that a leader sends everything", path.display(), path.parent().unwrap_or(path).display()
    )]
    HistoryMissing {
        /// The file `currentEpoch`.
        path: PathBuf,
        /// What it holds.
        epoch: i64,
    },
    /// The log ends before a transaction that was reported durable.
    #[error(
        "the log ends at {last}, yet {durable} was reported durable; acknowledged transactions are lost. \
         Look at it with: zkctl log cat {}", path.display()
    )]
    LogShort {
        /// The last log file, or the log directory.
        path: PathBuf,
        /// Last transaction found.
        last: Zxid,
        /// What should be there at least.
        durable: Zxid,
    },
    /// A file of one number holds something else.
    #[error("{} should hold {expected}, but holds {text:?}; correct or remove it", path.display())]
    BadNumber {
        /// The file.
        path: PathBuf,
        /// What belongs in it.
        expected: &'static str,
        /// What it holds.
        text: String,
    },
    /// Snapshots among the logs or logs among the snapshots: dataDir and dataLogDir were mixed up.
    #[error("{} holds {found}, which does not belong there; check dataDir and dataLogDir", dir.display())]
    MixedDirectories {
        /// The directory.
        dir: PathBuf,
        /// A file name found in it.
        found: String,
    },
    /// The transaction to truncate to is not in the log.
    #[error("cannot truncate the log to {wanted}: {why}")]
    CannotTruncate {
        /// Where to truncate to.
        wanted: Zxid,
        /// Why not.
        why: String,
    },

    // The caller.
    /// The data directory does not exist and was not to be made.
    #[error("{} does not exist; create it, or check the path", path.display())]
    NoDirectory {
        /// The directory.
        path: PathBuf,
    },
    /// The log file to be made exists and holds records.
    #[error("log file {} exists and holds transactions", path.display())]
    LogExists {
        /// The log file.
        path: PathBuf,
    },
    /// The history was cut or replaced while a snapshot of it was being written.
    #[error("{} was given up: it would hold what is no longer part of the history", path.display())]
    Superseded {
        /// The snapshot that was not made.
        path: PathBuf,
    },
    /// An earlier write or sync failed; the state on disk is unknown.
    #[error("the log is out of use after an earlier failure: {cause}")]
    Poisoned {
        /// The earlier failure.
        cause: String,
    },
}

/// Adds what was done to which file to an I/O error.
pub(crate) trait IoContext<T> {
    fn at(self, op: &'static str, path: &Path) -> Result<T, StorageError>;
}

impl<T> IoContext<T> for io::Result<T> {
    fn at(self, op: &'static str, path: &Path) -> Result<T, StorageError> {
        self.map_err(|source| StorageError::Io { op, path: path.to_path_buf(), source })
    }
}

/// What to try where the system's words do not say it.
fn what_to_try(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull => "; make room on that file system, then start again",
        io::ErrorKind::QuotaExceeded => {
            "; the user's quota on that file system is used up: raise it or make room"
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            "; the file system is mounted read-only: see the system's log for why"
        }
        io::ErrorKind::PermissionDenied => {
            "; run it as the user who owns the data, or give the data to the one who runs it"
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_operator_can_mend_is_said_with_how() {
        let told = |kind: io::ErrorKind| {
            let failed: io::Result<()> = Err(kind.into());
            failed.at("create", Path::new("/data/log.1")).unwrap_err().to_string()
        };
        assert!(told(io::ErrorKind::StorageFull).contains("cannot create /data/log.1: "));
        assert!(told(io::ErrorKind::StorageFull).contains("make room on that file system"));
        assert!(told(io::ErrorKind::PermissionDenied).contains("the user who owns the data"));
        assert!(told(io::ErrorKind::ReadOnlyFilesystem).contains("mounted read-only"));
        assert!(!told(io::ErrorKind::NotFound).contains(';'));
    }
}
