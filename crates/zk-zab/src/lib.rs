//! ZooKeeper's atomic broadcast (ZAB) as a sans-IO machine: fast leader election, discovery, synchronization,
//! broadcast. Orders opaque payloads and knows no tree.
#![warn(missing_docs)]
#![forbid(unsafe_code)]

mod link;
mod membership;

pub use link::LinkId;
pub use membership::{Groups, MemberRole, Membership, MembershipError};
