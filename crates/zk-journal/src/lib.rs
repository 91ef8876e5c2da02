//! The durable half of a member, over any [`Disk`](zk_storage::Disk): what recovery makes of the data directory, what
//! the log thread does for it, and how its tree becomes a snapshot in a file or on a learner's connection. The
//! server and the simulator run the same code.
//!
//! | duty | where |
//! |---|---|
//! | a data directory becomes a tree and two epochs | [`recover`] |
//! | requests of a member become durable | [`Journal`] |
//! | a learner that is behind is served from the log | [`LogFeed`] |
//! | a tree becomes a file | [`snapshot`] |
//! | a file becomes a tree of exactly one transaction, and the other way round | [`backup`] |
//! | a tree goes from leader to learner | [`stream`] |
//!
//! Invariants:
//! - **A token is answered once its request, and all before it, would survive a power loss.**
//! - **The epochs never go back**, and what the last transaction says about them counts as much as the files.
//! - **After an error the journal does nothing any more.** The disk may hold less than the process remembers.
//! - **No state of the directory is a mix of two histories**, whenever a crash comes.
#![warn(missing_docs)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

pub mod backup;
mod builder;
mod copy;
mod epochs;
mod feed;
mod journal;
mod recover;
pub mod snapshot;
pub mod stream;
#[cfg(test)]
mod tests;

pub use copy::TreeSource;
pub use epochs::Epochs;
pub use feed::{FeedLimits, LogFeed};
pub use journal::{Journal, JournalConfig, JournalStatus, KeepMemberships};
pub use recover::{RecoverConfig, Recovered, Replayed, Standing, is_damage, recover, set_aside};
pub use snapshot::SnapshotFormat;
