//! The history in a data directory, read without a server: what transaction logs and snapshots say, where they are
//! damaged, who changed what, and the tree as it was at any transaction. Files of Apache ZooKeeper and of zkd alike.
//!
//! Invariants:
//! - **Nothing here writes to what it was given to read**; `cut` writes files of its own, and only new ones.
//! - **Nothing is left out silently**: damage, holes and repetitions come out as [`Problem`]s with file and offset.
//! - **An answer about the past is exact or says that it is not.**
//! - **Memory follows the question, not the file**, except where a tree is rebuilt.
#![warn(missing_docs)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

pub mod addresses;
pub mod blame;
pub mod compare;
pub mod cut;
pub mod diff;
pub mod expr;
pub mod filter;
pub mod fold;
pub mod follow;
pub mod problem;
pub mod scan;
pub mod sessions;
pub mod snap;
pub mod source;
pub mod stats;
pub mod top;
pub mod travel;
pub mod txn;
pub mod verify;

pub use filter::Filter;
pub use problem::{Problem, Severity, What};
pub use scan::{FileFacts, LogScan, Step};
pub use source::{LogSource, SnapshotSource, SourceError, Sources};
