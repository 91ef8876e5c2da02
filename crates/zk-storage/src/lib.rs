//! What a server keeps on disk: transaction log, snapshots, epoch files and the data directory around them,
//! byte-compatible with Apache ZooKeeper 3.5 to 3.9. Streams records and knows no tree: whoever reads gives a
//! [`RecoveryTarget`] and builds what it likes.
//!
//! Invariants:
//! - **What a call reported as done survives power loss.** Data is synced, and so is the directory after a
//!   file was created, renamed or removed.
//! - **Scanning never writes.** Repair, truncation and purge are calls of their own.
//! - **Nothing is dropped silently.** Whatever recovery leaves out is in its report or is its error.
//! - **Memory is bounded by what the input really holds**, never by a length that it claims.
//! - **After a failed write or sync the log writer is poisoned**; page cache and disk may differ from then on.
//!
//! The field tables are in `docs/formats.md`.
#![warn(missing_docs)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]
#![deny(clippy::little_endian_bytes, clippy::host_endian_bytes)]

pub mod datadir;
pub mod disk;
mod error;
pub mod fuzz;
pub mod snapshot;
#[cfg(test)]
mod tests;
pub mod txlog;
mod window;

pub use datadir::{
    Access, Base, DataDir, Epochs, Generation, PendingInstall, PurgeReport, RecoverOptions, RecoveryReport,
    RecoveryTarget, TargetError, Warning,
};
pub use disk::{Disk, DiskFile, FileReader, MemDisk, OpenMode, OsDisk};
pub use error::StorageError;
pub use snapshot::{
    Compression, NodeRef, PendingSnapshot, SnapshotDigest, SnapshotError, SnapshotReader, SnapshotWriter,
};
pub use txlog::{BadRecord, Fill, LogCursor, LogEnd, LogFile, LogReader, LogWriter, Record, WriterConfig};
