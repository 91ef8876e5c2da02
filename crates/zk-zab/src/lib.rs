//! ZooKeeper's atomic broadcast (ZAB) as a sans-IO machine: fast leader election, discovery, synchronization,
//! broadcast. Orders opaque payloads and knows no tree.
//!
//! Inputs are methods of [`Zab`], each with the monotonic time; what is to be done comes out as [`Output`]s, in order.
//!
//! Invariants:
//! - **No clock, socket, file, thread, randomness or unordered iteration.**
//! - **What a member claims is durable**: the zxid in votes and ACKEPOCH is the end of the log on disk, and no role
//!   begins before the disk has done what the last one asked for.
//! - **The history has no gap**, in memory by construction, on every stream by a check.
#![warn(missing_docs)]
#![forbid(unsafe_code)]

mod core;
mod election;
mod history;
mod leader;
mod learner;
mod link;
mod master;
mod membership;
mod memberships;
mod observers;
mod oracle;
mod output;
mod pacing;
#[cfg(test)]
mod tests;
mod wire;
mod zab;

pub use crate::core::{Recovered, ZabConfig};
pub use election::{Election, ElectionConfig, ElectionOutput, Vote};
pub use history::{Entry, Gap, History};
pub use leader::SyncMode;
pub use link::{Door, LinkId};
pub use membership::{Groups, MemberRole, Membership, MembershipError};
pub use memberships::Memberships;
pub use oracle::Oracle;
pub use output::Output;
pub use pacing::Pacing;
pub use zab::{LearnerStatus, Passed, Zab};
